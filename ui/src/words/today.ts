// Words of Today.
import type { ReviewWaits } from "../wire/review";
import { wall } from "../time/elapsed";
import type { TodayLine, TodayRunning } from "../wire/today";

const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

export const today = {
  title: "Today",
  now: "Now",
  needs: "To do",
  recent: "Sessions of the last seven days",
  vault: "This vault",
  running: "Session is running",
  resume: "Resume",
  open: "Open",
  read: "Read",
  number: (n: number): string => `Dosing session ${n}`,
  ended: (day: string, time: string): string => `ended ${day}, ${time}`,
  endedToday: (time: string): string => `ended today, ${time}`,
  facts: (...parts: string[]): string => parts.join("\u2002\u00b7\u2002"),
  notEnded: "not ended",
  reviews: "Reviews",
  sections: { today: "Today", call: "After-days calls", next: "To come", waiting: "Waiting for you" },
  /** What there is not, in one line. */
  nothing: {
    now: "No session is running.", courses: "No course is open.", today: "No visit is open or in its window.", waiting: "Nothing waits.", recent: "No session ended in the last seven days.",
  },
  more: (n: number): string => `${n} more`,
  openClient: (code: string): string => `Open ${code}`,
  noClients: "There is no client yet.",
  addClient: "Add a client to begin",
  onePerson: "One person is in this vault. A session is kept by two.",
  addPerson: "Add a person",
  older: "This vault is older than it was. Entries may be missing: an old copy may have been put back.",
  olderTodo: "Look for the newer folder before going on. Until then no packet is sealed from this one.",
  olderSeen: "Take this copy as the record",
  olderAsk: "From here on this copy is the record, and the record says that you took it as such.",
  olderYes: "Take this copy",
  olderNo: "Look first",
  olderRecord: "Nothing was changed.",
  header: { mended: "One of the two copies of the vault's header was older, damaged or missing. Both were written anew.", differs: "One of the two copies of the vault's header is older, damaged or missing, and stays as it is." },
  wrong: (n: number): string => `${n} wrong ${n === 1 ? "passphrase" : "passphrases"} since it was last unlocked.`,
  notVerified: "Not verified since it was unlocked.",
} as const;

/** Who took back the acceptance of what. */
function takenBack(one: ReviewWaits): string {
  const of = [...one.sessions.map((n) => `session ${n}`), ...one.parts].join(", ");
  return `${one.taken_back.join(", ")} took back the acceptance${of === "" ? "" : ` of ${of}`}`;
}

/** What waits in a packet, and with whom. */
export function reviewFacts(one: ReviewWaits): string {
  const others = one.others.join(", ");
  return today.facts(
    ...(one.unseen > 0 ? [`${count(one.unseen, "line needs", "lines need")} your eyes`] : []),
    ...(one.undecided && one.unseen === 0 ? ["waits for your decision"] : []),
    ...(one.to_answer > 0 ? [`${count(one.to_answer, "query waits", "queries wait")} for an answer`] : []),
    ...(one.to_close > 0 ? [`${count(one.to_close, "query was", "queries were")} answered`] : []),
    ...(one.given_back > 0 ? ["given back"] : []),
    ...(one.taken_back.length > 0 ? [takenBack(one)] : []),
    ...(one.unsent > 0 ? [`${count(one.unsent, "line is", "lines are")} in no answer yet`] : []),
    ...(others === "" ? [] : [one.side === "author" ? `read by ${others}` : `from ${others}`]),
  );
}

/** Where a running session stands: times of the day, which stay true while nobody looks again. */
export function runningFacts(running: TodayRunning | null): string[] {
  if (!running) return [];
  const at = (ms: number): string => wall(ms, running.zone_minutes);
  return [
    running.dose1_wall_ms === null ? "no dose yet" : `dose 1 at ${at(running.dose1_wall_ms)}`,
    ...(running.next_wall_ms === null ? [] : [running.due ? `the check of ${at(running.next_wall_ms)} is due` : `next check ${at(running.next_wall_ms)}`]),
  ];
}

/** What waits, in a few words after the code. */
export function waits(line: TodayLine): string {
  if (line.kind === "call") {
    const day = line.id.split(" ").at(-1) ?? "";
    return `Call on day ${day}${line.title ? ` after ${line.title}` : ""}`;
  }
  if (line.kind === "stopped") return `An answer did not wait: ${line.title}, question ${line.before.join(", ")}`;
  if (line.kind === "adverse") return `Adverse event: ${line.title}`;
  if (line.kind === "report") return `Report: ${line.title}`;
  if (line.kind === "alliance") return `Client's rating of ${line.title}`;
  return line.title;
}

/** Since when, or until when; `day` is the day it is due, in words. */
export function waitsUntil(line: TodayLine, day: string, opens: string): string {
  const { days, kind } = line;
  if (kind === "stopped") return `${day}; told for a week, or until it is taken again`;
  if (kind === "adverse") return `${line.serious ? "serious, " : ""}grade ${line.grade}; not over, since ${day}`;
  if (line.open) return "begun, not closed";
  if (opens) return `in ${count(days ?? 0, "day")}, from ${opens} to ${day}`;
  if (days === null) return kind === "alliance" ? "not asked yet" : kind === "measure" ? "not taken yet" : "no day is set";
  if (days < 0) return kind === "finding" ? `lapsed ${count(-days, "day")} ago, on ${day}` : `overdue by ${count(-days, "day")}, since ${day}`;
  if (days === 0) return kind === "finding" ? "lapses today" : kind === "call" ? "due today" : "today is the last day";
  return kind === "finding" ? `lapses in ${count(days, "day")}, on ${day}` : `due in ${count(days, "day")}, by ${day}`;
}

/** The facts beneath: when, what is missing, what was answered before, the line of the protocol. */
export function waitsFacts(line: TodayLine, day: string, opens = ""): string {
  return today.facts(
    waitsUntil(line, day, opens),
    ...(line.missing > 0 ? [`${line.missing} missing at the gate`] : []),
    ...(line.before.length > 0 && line.kind === "call" ? [`${line.before_of}, in earlier calls: ${line.before.join(", ")}`] : []),
    ...(line.blinded ? ["a blinded rater takes it"] : []),
    ...(line.line === null ? [] : [`line ${line.line}`]),
  );
}
