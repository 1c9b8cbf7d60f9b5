// Words of the training day.
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
  coursesSays: "Five synthetic clients at different points of their course, from a first call to a year after the last session. Up to a minute.",
  fill: "Invent five courses",
  filling: "Five courses are gone through, visit by visit.",
  mark: "Training",
  client: "synthetic client",
  label: "Training day",
  plays: (next: string): string => `The day plays. Next entry ${next}.`,
  stands: (next: string): string => (next === "" ? "The day stands." : `The day stands. Next entry ${next}.`),
  byHand: (others: readonly string[], pin: string): string => (others.length === 0 ? "By hand." : `By hand. The PIN of ${others.join(" and ")} is ${pin}.`),
  notDone: (line: string, at: string, why: string): string => `Not done at ${at}: ${line}. ${why}`,
  acts: { go: "go on", pause: "pause", next: "next entry", nextDue: "next due", take: "take over" },
} as const;
