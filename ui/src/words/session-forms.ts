// What the forms of the session room say: titles, boxes, what Enter does, what is missing.
import type { BackTroubleWords, DoubtWords } from "./session-types";
import { capital } from "./session";
import { count, milligrams, ordinal, thousands } from "./session-signs";

export const formWords = {
  next: "next",
  lastKeeps: "next, last keeps",
  keeps: "keeps",
  leave: "leave",
  pick: "Pick one of the list.",
  needed: (label: string): string => `Still empty: ${label}`,
  words: "words, if any",
  filter: "type to find",
  more: (n: number): string => `${n} more, type to find`,
  noTime: "This is no time. Leave it empty for now, or type -5 or 13:05.",
  pinOf: (who: string): string => `PIN of ${who}`,
  pin: "PIN of the second person",
  passphrase: "passphrase of the second person",
  second: "second person",
  nobodyElse: "Nobody else here has a PIN.",
  when: "when",
  whenEmpty: "empty: now",
};

export const vitalsWords = {
  title: "Vitals",
  due: (at: string): string => `Vitals, due ${at}`,
  repeat: "Vitals, repeat",
  happened: "happened",
  now: "now",
  takenBy: "taken by",
  author: "author",
  manner: "arm, posture",
  enter: "next, last keeps",
  empty: "empty = not taken,",
  withReason: "with a reason",
  /** Both as briefly as it can be said. */
  notTaken: "not taken",
  more: "more boxes",
  reason: "Not taken, because",
  reasonLater: "keep now, say why later",
  unusual: (text: string, from: string, to: string): string => `${text} is outside ${from}–${to}: type it again to keep it`,
  noNumber: (label: string): string => `${label}: figures only`,
  nothing: "Nothing is typed. Not now is d, missed is m.",
  line: (line: number, at: string): string => `line ${line}: ${at}`,
  /** The last value, as much as has room. */
  lastWays: (value: string, age: string): string[] => [`last ${value}, ${age} ago`, `last ${value}, ${age}`, `${value}, ${age}`, value],
  noTime: "This is no time. Type -5 or 13:05.",
  values: "no earlier value",
};

export const notNowWords = {
  title: "Not now, because",
  again: (at: string, line: number, cap: number, nth: number): string =>
    `again at ${at}; line ${line} allows ${count(cap)} in a row, this is the ${ordinal(nth)}`,
  capped: (line: number, cap: number): string => `Line ${line} allows ${count(cap)} in a row; they are used. Take it, or record it as missed with m.`,
  notDeferrable: "The protocol does not let this repeat wait. Take it, or record it as missed with m.",
  nothing: "No check is open.",
};

export const missWords = {
  title: (at: string): string => `${at} was missed, because`,
  record: (at: string): string => `Record ${at} as missed, because`,
  rest: (at: string, what: string): string => `${at} without ${what}, because`,
  nothing: "No check waits for a reason.",
};

export const doseForm = {
  title: (title: string, mg: number | null, line: number): string => [title, milligrams(mg), `line ${line}`].filter((t) => t !== "").join(", "),
  amount: "amount, mg",
  amountEmpty: (mg: string): string => `${mg} as planned`,
  blinded: "kit code only, blinded",
  kit: "kit",
  kitEmpty: "empty: none",
  when: "swallowed",
  whenEmpty: "now, or -5, 10:25",
  witness: "witness",
  unwitnessed: "unwitnessed",
  reason: "outside its window, because",
  keeps: "Enter on the last box records the dose",
  gateOpen: (n: number): string => `${capital(count(n))} ${n === 1 ? "line is" : "lines are"} open on the list before this dose.`,
  toList: "to the list",
  noAmount: "The amount is a number of milligrams.",
  given: "This dose is recorded. A wrong time is corrected by name: Ctrl K, dose time.",
  noSupplemental: "This protocol has no supplemental dose.",
  decided: (what: string): string => `The supplemental dose was ${what}.`,
};

export const notGivenForm = {
  declined: "Client declined, because",
  withheld: "Withheld, because",
  tooEarly: "No supplemental dose waits for a decision.",
};

export const effectWords = {
  title: "Effect",
  open: "open",
  severity: "How strong",
  severities: ["0 none", "1 mild", "2 moderate", "3 strong"] as const,
  end: "ended",
  endKey: "x",
  words: "words, if any",
  other: "Other, in words",
  now: "now",
  ofThree: (severity: number): string => `${severity} of 3`,
  since: (severity: number, at: string): string => `${severity} of 3 since ${at}`,
  needSeverity: "0 to 3 says how strong.",
  needWords: "Say in words what it is.",
  valence: "wanted, neutral, unwanted",
};

export const fluidWords = {
  title: "Drank",
  ml: "millilitres",
  glass: (ml: number): string => `empty: a glass, ${thousands(ml)} ml`,
  sofar: (ml: number): string => `${thousands(ml)} ml so far`,
  cap: (ml: number, line: number): string => `cap ${thousands(ml)} ml, line ${line}`,
  noAmount: "Type the millilitres.",
};

export const starWords = { title: "Star this line", already: "The last line is starred already.", none: "No line is written yet." };
export const quietWords = {
  title: "Quiet for",
  offer: (length: string): string => length,
  until: (at: string): string => `until ${at}`,
  line: (line: number): string => `line ${line}; a crossed line or a red flag ends it`,
  running: (at: string): string => `Quiet until ${at}`,
  end: "end it now",
};
export const authorWords = {
  title: "Who writes",
  person: "person",
  pin: "PIN",
  nobody: "Nobody else of this session has a PIN.",
};
export const whoWords = {
  title: "Who is here",
  here: "here",
  out: "not here",
  away: (who: string): string => `${who}, not here`,
  changes: "Who is picked comes in, or goes out.",
  goesOut: (who: string): string => `${who} goes out`,
  handover: "handover, two lines",
  none: "empty: none",
};
export const phaseWords = { title: "Phase", none: "This protocol names no phases.", now: "now" };
export const stepWords = { title: "Done, from the run sheet", none: "No step is left on the run sheet.", from: (at: string): string => `from ${at}`, line: (n: number): string => `line ${n}` };
export const undoWords = {
  atOnce: "Take back, at once",
  later: "Strike out, the line stays readable",
  reason: "reason",
  slip: "taken back at once",
  none: "No entry of yours can be struck out.",
};
export const amendWords = { title: "Amend, the first words stay readable", text: "words", reason: "reason", none: "No line of yours is written yet." };
export const deviationWords = {
  title: "Protocol not followed",
  text: "what happened",
  weight: "weight",
  minor: "minor",
  important: "important",
  action: "what was done about it",
};
export const tellWords = {
  title: (who: string): string => `Told ${who}`,
  call: (phone: string): string => phone,
  who: "who answered",
  said: "what was said",
  saidEmpty: "empty: nothing noted",
  none: "Nobody is to be told now. Help has all numbers.",
  called: "Call, now",
  contact: "whom",
};
export const redWords = { title: "Red flag", none: "The protocol lists no red flags." };
export const gateForm = {
  finding: "finding",
  reference: "reference clock shows, h:mm:ss",
  referenceName: "which clock",
  trueTime: "True time, two people",
  trueTimeHint: "Press Enter when the reference shows what is typed.",
  noTime: "Type hours, minutes and seconds: 9:12:40",
  timekeeper: "who keeps time",
  tone: "soft tone, one earpiece",
  toneNo: "no tone",
  toneYes: "soft tone",
  passOver: "Pass over",
  withdraw: "Take back",
  reason: "reason",
  signs: (what: string): string => `Take ${what} with v; the line is met by the reading.`,
  met: "This line is answered. Take it back with z.",
};
export const closingForm = {
  agree: "Agree, two people",
  finding: "finding",
  findingEmpty: "empty: none",
  end: "End the session",
  ending: "how it ends",
  note: "note",
  noteEmpty: "empty: none",
  second: "second person",
  unmet: (n: number): string => (n === 0 ? "" : `${count(n)} ${n === 1 ? "line is" : "lines are"} not agreed and stay so in the record.`),
  endings: {
    as_planned: "as planned",
    transferred: "transferred",
    left_against_advice: "left against advice",
    stopped: "stopped",
    died: "client died",
  } as const,
};
export const doseTimeForm = {
  title: "Correct a dose time; the old plan stays visible",
  dose: "dose",
  first: "dose 1",
  supplemental: "supplemental",
  time: "swallowed at",
  reason: "reason",
  none: "No dose is recorded yet.",
};
export const timeForm = {
  title: "Session time was estimated since a restart",
  shown: (t: string): string => `The estimate says ${t}.`,
  time: "since dose 1, h:mm",
  empty: "empty: the estimate is right",
  noTime: "Type hours and minutes: 2:47",
  none: "Session time is not estimated.",
};

export const closeWords = {
  title: "Close the window while the session runs",
  lead: "The record is kept and the session stays open. Until the window is open again nobody is prompted; the time between is recorded as a gap.",
};

export const lineWords = {
  placeholder: "write, or press a key below",
  inForm: "write once the form is left",
  unsent: "not kept yet",
  goesOn: "goes on",
  label: "Note line",
  keeps: "keeps",
  toKeys: "to keys",
  note: "note",
  client: "client's words",
  process: (readers: readonly string[], keyless: boolean): string => (keyless ? "process note, not sealed: you hold no key of your own" : `process note, sealed for you${readers.map((one) => ` and ${one}`).join("")}`),
  starred: "starred",
  reading: "reading",
  effect: "opens an effect",
  effectAfter: "then an effect",
  command: (name: string): string => `opens ${name}`,
  noCommand: (name: string): string => `no act is called ${name}; Ctrl K lists all`,
  happened: (at: string): string => `happened ${at}`,
  again: "Enter again keeps it so",
  unusual: "typed a second time before it is kept",
};

export const doubtWords = (d: DoubtWords): string => {
  switch (d.doubt) {
    case "unknown_tag":
      return `the protocol has no tag ${d.tag}; it stays as a word`;
    case "half_reading":
      return `values and words in one line: “${d.rest}” is no value, so the whole line is a note`;
    case "upside_down":
      return `${d.systolic}/${d.diastolic}: the first is not above the second`;
  }
};

export const backWords: Record<BackTroubleWords, string> = {
  future: "This time has not come yet.",
  before_session: "This time lies before the session.",
  no_dose: "There is no such dose to count from.",
};
