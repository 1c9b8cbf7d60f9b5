// What the session room says: clock, slot, values, doses, lists, summary. Value, age, line of the protocol; who and when.
// Never a verdict, never comfort, nothing louder than a fact.
import { dayText } from "../time/elapsed";
import type { Machine } from "../wire/app";
import type { CheckState, Sign } from "../wire/session";
import { count, milligrams, ordinal, signName, thousands } from "./session-signs";

export const sessionWords = {
  dosingSession: (n: number): string => `Dosing session ${n}`,
  training: "training, synthetic client",
  writing: "writing",
  help: "help",
  /** What the computer does not do for this room; empty: nothing to say. */
  machine: (machine: Machine | null, tone: boolean, behind: string): string =>
    [behind === "" ? "" : `the computer's clock says ${behind}, earlier than the record`, machine && !machine.awake ? "the computer may fall asleep by itself" : "", machine?.sound === "absent" && tone ? "no sound device: the tone is not heard" : ""]
      .filter(Boolean).join("; "),
  alone: (since: string): string => `fewer than two therapists since ${since}`,
  aloneOf: (n: number, since: string): string => `fewer than ${count(n)} therapists here since ${since}`,
  nobody: "nobody marked as here",
  sinceDose: (at: string): string => `since dose 1, ${at}`,
  sinceArrival: (at: string): string => `since arrival, ${at}; no dose yet`,
  phaseBy: (title: string, by: string): string => (by === "" ? title : `${title}, set by ${by}`),
  noPhase: "no phase set",
  estimated: "time estimated",
  quietUntil: (at: string): string => `quiet until ${at}`,
  loading: "Opening the session",
  kept: (at: string): string => `kept ${at}`,
  notKept: "not kept",
  leave: "Leave",
  toOffice: "Back to the office",
};

export const slotWords = {
  dueNow: "due now",
  next: "next",
  from: (at: string, late: string): string => `may be taken from ${at}, late after ${late}`,
  late: (at: string): string => `late after ${at}`,
  line: (n: number): string => `line ${n}`,
  lines: (ns: readonly number[]): string => (ns.length === 1 ? `line ${ns[0]}` : `lines ${ns.join(", ")}`),
  keepsTime: (who: string): string => `${who} keeps time today.`,
  nobodyKeepsTime: "Nobody was named to keep time.",
  seen: "Seen; due time stays",
  seenByNobody: "Seen by nobody yet",
  askOther: (who: string): string => `Ask ${who} by name`,
  contact: (title: string, phone: string): string => `Call ${title}, ${phone}`,
  repeat: "Repeat",
  deferred: (reason: string, n: number): string => `not now: ${reason === "" ? "" : `${reason}, `}${ordinal(n)} in a row`,
  again: (at: string): string => `again at ${at}`,
  take: "take",
  takeNow: "take now",
  notNow: "not now",
  seenKey: "seen",
  missed: (at: string): string => `${at} was missed. Say why when there is a pause`,
  partly: (at: string, what: string): string => `${at} without ${what}. Say why when there is a pause`,
  sayWhy: "say why",
  moreOwed: (n: number): string => `and ${count(n)} more`,
  giveReason: "give reason",
  recordMissed: "record as missed",
  above: (at: string, name: string, line: number): string => `above ${at} ${name}, line ${line}`,
  below: (at: string, name: string, line: number): string => `below ${at} ${name}, line ${line}`,
  protocolSays: (card: string): string => `Protocol: ${card}`,
  repeatIn: "repeat in",
  repeatDue: "repeat due now",
  repeatLate: (late: string): string => `repeat ${late}`,
  repeatsInside: (n: number, of: number): string => `${count(n)} of ${count(of)} repeats in a row so far`,
  repeatKey: "repeat",
  toldKey: (who: string): string => `told ${who}`,
  toldAt: (who: string, at: string): string => `${who} told ${at}`,
  moreFlags: (n: number): string => `${count(n)} more`,
  supplemental: (title: string, mg: number | null, line: number): string => [title, milligrams(mg), `line ${line}`].filter((t) => t !== "").join(", "),
  window: (opens: string, closes: string): string => `opens ${opens}, closes ${closes}`,
  condition: (name: string, value: string, age: string, at: string | null, line: number): string =>
    `${capital(name)} ${value}, ${age} ago; line ${line}${at === null ? "" : `: at most ${at}`}`,
  /** The same for the least window. */
  conditionShort: (name: string, value: string, age: string, at: string | null, line: number): string =>
    `${capital(name)} ${value}, ${age}; line ${line}${at === null ? "" : `: \u2264 ${at}`}`,
  conditionNoValue: (title: string, sign: Sign, line: number): string => `${title}: no ${signName(sign)} recorded, line ${line}`,
  conditionWords: (title: string, line: number): string => `${title}, line ${line}`,
  listStands: (list: string, stands: string): string => `${list}: ${stands}`,
  olderThan: (limit: string): string => `older than ${limit}`,
  given: "given",
  declined: "client declined",
  withheld: "withheld",
  nextCheck: (when: string, at: string): string => `next check ${when}, ${at}`,
  nextCheckShort: (at: string): string => `check ${at}`,
  beforeDose: (open: number): string => (open === 0 ? "No line of the list is open" : `${capital(count(open))} ${open === 1 ? "line" : "lines"} open before dose 1`),
  beforeDoseHint: "Two people, read aloud. The list is on the right",
  giveDose: "give dose 1",
  list: "list",
  empty: "No check is planned now",
  noPrompts: "The protocol plans nothing after this.",
};

export const valueWords = {
  bp: "BP mmHg",
  pulse: "pulse /min",
  temperature: "temp °C",
  oxygen_saturation: "SpO₂ %",
  respiratory_rate: "breaths",
  distress: "distress",
  none: "not taken",
  justNow: "0 min",
  old: (at: string): string => `${at}, old`,
  flagged: "crossed a line",
};

export const doseWords = {
  planned: (title: string, mg: number | null): string => [title, milligrams(mg)].filter((t) => t !== "").join(", "),
  notGiven: "not given",
  given: (title: string, mg: number | null): string => [title, milligrams(mg)].filter((t) => t !== "").join(", "),
  unwitnessed: "unwitnessed",
  witness: (who: string): string => `witness ${who}`,
  kit: (kit: string): string => `kit ${kit}`,
  window: (opens: string, closes: string): string => `window ${opens}–${closes}`,
  drunk: (ml: number, since: string): string => `Drunk ${thousands(ml)} ml${since === "" ? "" : ` since ${since}`}`,
  cap: (ml: number, line: number): string => `cap ${thousands(ml)}, line ${line}`,
  nextStep: (title: string): string => `Next step: ${lowerFirst(title)}`,
  noStep: "No step left on the run sheet",
  from: (at: string): string => `from ${at}`,
  effects: (titles: readonly string[], more: number): string => `Open: ${titles.join(", ")}${more > 0 ? `, and ${more} more` : ""}`,
};

export const flagWords = {
  title: "Flags",
  settled: (line: number): string => `line ${line} satisfied`,
  open: (line: number): string => `line ${line}, open`,
};

export const glanceWords = {
  lastEntry: (age: string): string => `last entry ${age} ago`,
  here: (initials: readonly string[]): string => (initials.length === 0 ? "nobody marked as here" : `${initials.join(" and ")} here`),
  help: "help",
  keys: "keys work as before",
  peek: "peek",
  ago: (age: string): string => `${age} ago`,
};

export const veilWords = {
  nextCheck: (word: string): string => `next check ${word}`,
  noCheck: "no check is planned now",
  pinOf: (who: readonly string[]): string => `PIN of ${who.join(" or ")}`,
  pin: (who: string): string => `PIN of ${who}`,
  passphrase: (who: string): string => `passphrase of ${who}`,
  numbers: "numbers first",
  help: "help",
  otherPerson: "other person",
  lifts: "lifts the veil",
};

export const intentionWords = {
  title: "Intention, and the plan for stopping early",
  none: "No intention and no plan for stopping early came from preparation.",
  narrowed: (on: string): string => `No longer holds, since ${dayText(on)}`,
  shouldRead: "Should read",
};

export const helpWords = {
  title: "Help",
  site: "Come to",
  say: "Say",
  cards: "cards",
  called: "called, now",
  clientPart: "Client",
  dose: (title: string, mg: string, at: string): string => [title, mg, at].filter((t) => t !== "").join(", "),
  last: (text: string, at: string): string => `last ${text} at ${at}`,
  veiled: "PIN shows doses and last values",
  observe: "What to see",
  sources: "General words of the protocol, not about this client.",
  whom: "Whom to call, what to say",
};

export const logWords = {
  label: "Log",
  empty: "Nothing is written yet.",
  struck: (reason: string): string => `struck: ${reason}`,
  amended: (reason: string, by: string): string => `amended${by === "" ? "" : ` by ${by}`}: ${reason}`,
  shouldRead: (text: string): string => `should read: ${text}`,
  firstWords: "First words",
  amend: "Amend",
  entered: (at: string): string => `entered ${at}`,
  starred: "starred",
  clock: "clock",
  older: (n: number): string => `${n} earlier`,
  pages: "Page Up, Page Down",
};

export const chartWords = {
  label: "Trend of blood pressure, pulse and temperature",
  now: "now",
  next: "next",
  notNow: "not now",
  pulse: "pulse",
  touch: "touch",
  celsius: "°C",
  line: (name: string, at: string, line: number): string => `${name} ${at}, line ${line}`.trim(),
  baseline: (at: number): string => `baseline ${at}`,
  table: "Readings as a table",
  time: "Time",
  missed: "missed",
  gap: "gap",
};

export const listWords = {
  dose1: "Before dose 1",
  dose2: "Before the supplemental dose",
  leaving: "Before leaving",
  closing: "Agreed by two",
  open: (n: number, of: number): string => (n === 0 ? `${of} lines, none open` : `${n} of ${of} open`),
  overridden: (n: number): string => `${n} passed over`,
  foot: "Holdfast checks only what is typed; it does not watch the client.",
  keys: "answers, then goes on",
  holds: (at: string): string => `holds until ${at}`,
  expired: "no longer holds",
  tooOld: (title: string, age: string, line: number, limit: string): string => `“${title}” is ${age} old; line ${line} asks for less than ${limit}.`,
  lapsed: (title: string, line: number): string => `“${title}” no longer holds, line ${line}.`,
  passedOver: "passed over",
  by: (by: string, at: string): string => `${by} ${at}`,
  signs: (what: string): string => `taken with v: ${what}`,
  giveDose: "Give dose 1",
  endSession: "End the session",
  endHint: "ends as planned, or otherwise; lines not agreed stay so",
  against: (at: string): string => `, against ${at}`,
  noValue: "no value recorded",
  agreed: (by: string, second: string): string => `${by} and ${second}`,
  states: { open: "open", met: "met", expired: "open again", overridden: "passed over" } as const,
  changeList: "other list",
};

export const stateNames: Record<CheckState, string> = {
  resting: "resting",
  near: "near",
  due: "due",
  late: "late",
  missed: "missed",
  deferred: "not now",
  done: "done",
  cancelled: "cancelled at the end",
};

/** First letter large. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** First letter small, unless the word is an abbreviation. */
export function lowerFirst(text: string): string {
  return /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
