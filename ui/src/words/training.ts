// Words of the training day.
import type { TrainingSupervisor } from "../wire/training";

const takes: Record<number, string> = { 1: "nine and a half hours", 10: "an hour", 60: "ten minutes", 600: "a minute" };

export const training = {
  title: "Training day",
  says:
    "A synthetic client and a scripted eight-hour day, played by the same acts as a real one. All of it is kept in this training vault and can be read afterwards; it can never be mixed with real data.",
  speed: "Speed",
  times: (speed: number): string => `${speed}\u00d7`,
  takes: (speed: number): string => (takes[speed] ? `It takes about ${takes[speed]}.` : ""),
  go: "Play the training day",
  working: "The day is prepared.",
  courses: "Invented courses",
  coursesSays: "Five synthetic clients at different points of their course, from a first call to a year after the last session, and a supervisor who reads the sessions of one. Up to a minute.",
  fill: "Invent five courses",
  supervisor: (one: TrainingSupervisor): { what: string; record: string; todo: string } => ({
    what: "A supervisor\u2019s vault was made beside this one, and packets went both ways.",
    record: `${one.folder}, passphrase: ${one.passphrase}`,
    todo: `Lock this vault, open that one, and open the answer that waits for it under Review: ${one.answer}`,
  }),
  filling: "Five courses are gone through, visit by visit.",
  mark: "Training",
  client: "synthetic client",
  label: "Training day",
  plays: (next: string): string => `The day plays. Next entry ${next}.`,
  stands: (next: string): string => (next === "" ? "The day is paused." : `The day is paused. Next entry ${next}.`),
  byHand: (others: readonly string[], pin: string): string => (others.length === 0 ? "By hand." : `By hand. PIN of the synthetic ${others.join(" and ")}: ${pin}.`),
  notDone: (line: string, at: string, why: string): string => `Not done at ${at}: ${line}. ${why}`,
  acts: { go: "go on", pause: "pause", next: "next entry", nextDue: "next due", take: "take over" },
} as const;
