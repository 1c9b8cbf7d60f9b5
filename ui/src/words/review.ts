// Words of the review of a packet. Value, time, what is recorded; never a verdict on it.
import { dayText } from "../time/elapsed";
import type { DecisionView, ThreadLine } from "../wire/packets";
import type { LogLine } from "../wire/log";
import type { LimitLine } from "../wire/plan";
import type { CarriedSignature, CourseEyeView, EyeView, FieldView, NoteView, PieceSigned, QueryStanding, ReviewedEntry, ReviewedSession, SaidWhat, StripLane } from "../wire/review";
import type { Sign } from "../wire/session";
import type { FlagView } from "../wire/view";
import { many } from "./count";
import { course } from "./course";
import { gateName, lineParts, logParts, type Part } from "./log";
import { inRole } from "./review-packets";
import { meant, sign, signAct, takenBack, type SignedLine, type SigningAct } from "./sign";
import { ordinal, shown, signName } from "./session-signs";
import { deviationText } from "./session-summary";
import { partText, standsText } from "./touch";

const some = (...texts: string[]): string => texts.filter((text) => text !== "").join(", ");

export const thread = {
  back: "Back to the packets",
  session: (n: number): string => `dosing session ${n}`,
  ofCourse: "visits and calls",
  parts: "What went along",
  partNone: "Nothing is listed for these parts.",
  locked: "locked as finished",
  present: (who: readonly string[]): string => `there: ${who.join(", ")}`,
  second: (who: readonly string[]): string => `with ${who.join(", ")}`,
  minutes: (n: number): string => `${n} min`,
  grade: (n: number): string => `grade ${n}`,
  missing: (what: readonly string[]): string => `missing: ${what.join(", ")}`,
  flagged: "flagged by the protocol",
  damaged: (n: number): string => `${many(n, "packet", "packets")} of this author cannot be read as ${n === 1 ? "it was" : "they were"} kept.`,
  damagedRecord: "Nothing here is compared with what was accepted there.",
  damagedTodo: "It stands under Packets. Restore this vault from a backup, or ask for the packet again.",
  sessions: "Session",
  sealedBy: (name: string, day: string): string => `sealed by ${name}, ${day}`,
  sealedHere: (day: string): string => `sealed here, ${day}`,
  chain: (entries: number): string => `record of ${many(entries, "entry", "entries")}, code`,
  leftOut: (n: number): string => `process notes left out: ${n}`,
  noneLeftOut: "all process notes are in it",
  withoutWords: "sealed without words",
  unsent: (n: number): string => `${n === 1 ? "1 remark is" : `${n} remarks are`} not sealed in an answer yet.`,
  strip: "The day: blood pressure in mmHg, pulse per minute, and what stood where; from dose 1 on, or from arrival where none was given",
  /** Of the figures beside it: pressure stands as bars, pulse as a line. */
  stripPressure: "BP mmHg",
  stripPulse: "pulse /min",
  stripTemperature: "temperature \u00b0C",
  stripLimit: (at: number, line: number): string => `systolic ${at}, line ${line}`,
  readings: "Readings",
  eyes: "Needs eyes",
  eyesNone: "Nothing is listed for this session.",
  eyesSeen: (seen: number, all: number): string => `${seen} of ${all} seen`,
  eyesCount: (all: number): string => String(all),
  seen: "seen",
  query: { open: "query", answered: "answered", closed: "query closed" } as Record<QueryStanding, string>,
  queries: "Queries",
  entry: (n: number): string => `entry ${n}`,
  clock: "written by the clock",
  enteredBy: (who: string): string => `entered by ${who}`,
  entered: (at: string): string => `entered ${at}`,
  struck: (reason: string): string => `struck: ${reason}`,
  amended: (reason: string): string => `amended: ${reason}`,
  starred: "starred",
  around: "Within ten minutes",
  noEntry: "No single entry shows this. It follows from the record as a whole.",
  pick: "Pick a line from the list, or an entry by \u2190 and \u2192.",
  whole: "About the packet as a whole",
  wholeNone: "Nothing is said about the whole yet.",
  comment: "Comment",
  privateNote: "Private note. It never leaves this vault.",
  by: (name: string, at: string): string => `${name}, ${at}`,
  said: { asked: "asked", answered: "answered", closed: "closed", reopened: "opened again" } as Record<SaidWhat, string>,
  supervised: (on: string, minutes: number): string => `Supervision, ${dayText(on)}, ${minutes} min`,
  agreed: (name: string): string => `${name} agrees that it was held so`,
  notAgreed: "the other side has not agreed yet",
  agree: "Agree that it was held so",
  decision: "Decision",
  undecided: "No decision is recorded.",
  decided: (one: DecisionView, at: string): string => `${{ accepted: "Accepted", returned: "Given back", taken_back: "Decision taken back" }[one.decided]} by ${inRole(one.name, one.role)}, ${at}`,
  takenBackSeen: "Seen: it waits no longer",
  destroy: "Destroy this packet",
  destroyAsk: "Destroy this packet in this vault? Its sessions, your queries and your private notes can then no longer be read here. The record of the other vault is not touched.",
  expires: (day: string): string => `To be destroyed by ${day}.`,
} as const;

const hours = (minutes: number): string => [minutes >= 60 ? `${Math.floor(minutes / 60)} h` : "", minutes % 60 > 0 || minutes < 60 ? `${minutes % 60} min` : ""].filter(Boolean).join(" ");

/** `12 h 30 min of supervision in 9 meetings, 10 h of it agreed by both`; empty where fewer than two were held. */
export function supervisionSum(notes: readonly Pick<NoteView, "what">[]): string {
  const held = notes.flatMap(({ what }) => (what.kind === "supervised" ? [what] : []));
  const sum = (some: typeof held): string => hours(some.reduce((all, one) => all + one.minutes, 0));
  return held.length < 2 ? "" : `${sum(held)} of supervision in ${many(held.length, "meeting", "meetings")}, ${sum(held.filter((one) => one.agreed !== null))} of it agreed by both`;
}

const fields: Record<string, string> = {
  form: "how people met", present: "who was there", others: "others who were there", minutes: "how long", note: "note", how: "how it was held", value: "answer", source: "source",
  missing: "what was missing", reason: "reason", second: "who stood beside it", term: "term", onset: "onset", grade: "grade", serious: "seriousness", words: "words", outcome: "outcome",
};

/** A field of an entry in words: the protocol’s, a sign’s, or ours. */
export function fieldName(one: FieldView | undefined): string {
  if (one === undefined) return "";
  return one.title !== "" ? one.title : (Object.hasOwn(fields, one.field) ? (fields[one.field] ?? one.field) : signName(one.field as Sign) || one.field);
}

/** The acts: their name in the foot, what their box says. */
export const acts = {
  foot: "Keys",
  next: "next",
  seenNext: "seen, next",
  previous: "previous",
  earlier: "earlier",
  later: "later",
  query: "query",
  comment: "comment",
  note: "private",
  answer: "answer",
  answerMore: "Add to the answer",
  close: "close query",
  closeAsk: (text: string): string => `Close this query? \u201c${text}\u201d`,
  closeGo: "Close the query",
  reopen: "open again",
  accept: "accept",
  acceptAfter: (unseen: number, unsettled: number): string => (unseen > 0 ? `accept, after ${unseen} more` : `accept, after ${many(unsettled, "query is", "queries are")} closed`),
  giveBack: "give back",
  sign: "sign",
  supervision: "supervision",
  form: (rated: number, all: number): string => `form, ${rated} of ${all}`,
  keep: "Keep",
  leave: "Leave",
  waiting: "Not kept yet: what was typed before is here again.",
  aboutEntry: (at: string): string => `It stands at ${at}.`,
  field: "One field of it",
  aboutWhole: "It stands at the packet as a whole.",
  toWhole: "About the whole packet",
  queryTitle: (to: string): string => `Query to ${to}`,
  queryHint: "It waits for an answer, and acceptance waits for you to close it.",
  commentTitle: "Comment",
  commentHint: "It goes with the next answer. It waits for nothing.",
  noteTitle: "Private note",
  noteHint: "Only you read it. It never leaves this vault.",
  answerTitle: "Answer to the query",
  answerHint: "It goes with the next answer that is sealed.",
  reopenTitle: "Why is the query open again?",
  words: "Words",
  wordsMissing: "Words are needed.",
  acceptTitle: "Accept this packet?",
  acceptLead: "It says: I have read what this packet holds and accept it. Everything on the list was looked at by you, and none of your queries is open. It is kept with your name and the time, and goes with the next answer.",
  acceptGo: "Accept",
  returnTitle: "Give this packet back",
  returnLead: "It says: I have read it and do not accept it as it stands. The therapists read your reason.",
  reason: "Reason",
  reasonMissing: "A reason is needed.",
  returnGo: "Give back",
  withdraw: "Take the decision back",
  withdrawTitle: "Take your decision back",
  withdrawLead: "The decision before stays in the record, with your reason for taking it back.",
  withdrawGo: "Take it back",
  superviseTitle: "Supervision held",
  superviseLead: "The other side agrees to it in their vault.",
  day: "Day",
  dayWrong: "A day like 2026-03-02.",
  minutes: "Minutes",
  minutesWrong: "A whole number of minutes, at most 1440.",
  topics: "Topics",
  replyTitle: "Seal the answer",
  replyLead: (line: ThreadLine): string => `What you said in this packet goes back to ${line.side === "author" ? "its readers" : line.author}. Private notes stay here.`,
  replyGo: "Seal the answer",
  replyFolder: "Folder for the answer",
  replyHint: "Not inside the vault\u2019s own folder.",
  replyMissing: "Choose or type a folder.",
  replyChoose: "A folder for the answer",
  replying: "Sealing.",
  replied: "The answer was sealed.",
  repliedTodo: "Hand the file over. It is opened under Review in the other vault.",
  destroyGo: "Destroy",
} as const;

/** The protocol's rating form. */
export const adherence = {
  count: (rated: number, all: number): string => `${rated} of ${all} rated by you`,
  line: (n: number): string => `line ${n} of the protocol`,
  rate: "Rate",
  again: "Rate again",
  rated: (name: string): string => name,
  notSeen: "not seen in the record",
  scale: "How it was",
  stepMissing: "Pick one.",
  text: "Words, where they help",
  shownBy: (moment: string): string => `Shown by: ${moment}.`,
  shownByNone: "Shown by: no moment yet.",
  shownNot: "None",
  shownThis: (moment: string): string => `By this one, ${moment}`,
  shownElse: "Another moment: go there, this stays open.",
  momentFirst: "A step is kept with the moment that shows it: name one first.",
  toMoment: (moment: string): string => `Go to ${moment}`,
} as const;

const lanes: Record<StripLane, string> = { dose: "dose", effect: "effects", touch: "touch", present: "present", note: "notes", put_off: "put off", check: "late, missed", line: "lines crossed", quiet: "quiet", gap: "gap" };
export const laneName = (lane: StripLane): string => lanes[lane];

/** A mark of the strip in words, for whoever does not see it. */
export function markText(lane: StripLane, person: string | null, from: string, until: string | null): string {
  return `${person === null ? lanes[lane] : `${person} present`}, ${until === null ? from : `${from} to ${until}`}`;
}

/** The shape in front of a line: state is shape first. */
export interface EyeMark { shape: "filled" | "bracket" | "ring" | "dots" | "box" | "star"; tone: "ink" | "due" | "act" | "note"; glyph?: string }

export function eyeMark(eye: EyeView): EyeMark {
  switch (eye.what.kind) {
    case "line_crossed":
      return { shape: "box", tone: "act" };
    case "nobody_told":
      return { shape: "box", tone: "act", glyph: "?" };
    case "red_flag":
      return { shape: "box", tone: "act", glyph: "h" };
    case "put_off":
      return { shape: "dots", tone: "ink" };
    case "deviation":
      return eye.what.deviation.what.kind === "late" ? { shape: "bracket", tone: "due" } : eye.what.deviation.what.kind === "missed" ? { shape: "ring", tone: "ink" } : { shape: "box", tone: "due", glyph: "\u2260" };
    case "amended":
    case "changed_since_accepted":
      return { shape: "box", tone: "note", glyph: "+" };
    case "struck":
      return { shape: "box", tone: "note", glyph: "\u2212" };
    case "entered_late":
      return { shape: "bracket", tone: "note" };
    case "gap":
      return { shape: "dots", tone: "due" };
    case "clock_stepped":
      return { shape: "box", tone: "due", glyph: "c" };
    case "effect":
      return { shape: "filled", tone: "due" };
    case "touch_outside":
      return { shape: "box", tone: "act", glyph: "\u2260" };
    case "touch_refused":
      return { shape: "box", tone: "act", glyph: "\u00d7" };
    case "touch_narrowed":
      return { shape: "box", tone: "due", glyph: "<" };
    case "touch_alone":
      return { shape: "filled", tone: "due" };
    case "no_touch_agreement":
      return { shape: "box", tone: "act", glyph: "?" };
    case "starred":
      return { shape: "star", tone: "due" };
  }
}

/** A line of the protocol by its number, with what it says. */
const lineSays = (n: number, limits: readonly LimitLine[]): string => {
  const limit = limits.find((one) => one.line === n);
  if (!limit) return `line ${n}`;
  const parts = [limit.above === null ? "" : `above ${shown(limit.sign, limit.above)}`, limit.below === null ? "" : `below ${shown(limit.sign, limit.below)}`].filter((text) => text !== "");
  return parts.length === 0 ? `line ${n}` : `line ${n} (${signName(limit.sign)} ${parts.join(", ")})`;
};

/** An entry of the log where the protocol is not at hand: a line that it cites by number alone says what it is. */
export function partsSaying(line: LogLine, at: (ms: number) => string, limits: readonly LimitLine[]): Part[] {
  const parts = lineParts(line, at);
  const { what } = line;
  if (what.kind !== "flag_repeated" && what.kind !== "flag_settled" && what.kind !== "tell_asked") return parts;
  return parts.map((part) => ({ ...part, text: part.text.replace(`line ${what.line}`, lineSays(what.line, limits)) }));
}

/** What a line of the list is told in. */
export interface Around { line: LogLine | null; flag: FlagView | null; /** Whom the protocol asks to tell, as it names them. */ contact: string; at: (ms: number) => string; span: (ms: number) => string }

const title = (line: LogLine | null): string => (line && "title" in line.what ? line.what.title : "");
const first = (line: LogLine | null, at: (ms: number) => string): string => (line ? logParts(line.what, at).map((part) => part.text).join(" ") : "");

/** One line of what needs eyes: what is recorded, in as few words as it takes. */
export function eyeText(eye: EyeView, { line, flag, contact, at, span }: Around): string {
  switch (eye.what.kind) {
    case "line_crossed":
      return flag ? `${signName(flag.sign)} ${shown(flag.sign, flag.value)}, ${flag.above ? "above" : "below"} ${shown(flag.sign, flag.at)}` : first(line, at);
    case "nobody_told":
      return contact === "" ? "nobody is recorded as told" : `${contact} is not recorded as told`;
    case "red_flag":
      return some("red flag", title(line));
    case "put_off":
      return `put off, ${ordinal(eye.what.in_a_row)} in a row`;
    case "deviation": {
      // The list says how many; the entry names them.
      const { what } = eye.what.deviation;
      if (what.kind === "closing_unmet") return what.titles.length === 1 ? "1 line of the closing not agreed" : `${what.titles.length} lines of the closing not agreed`;
      return deviationText(eye.what.deviation, gateName, at).what;
    }
    case "amended":
      return "words amended";
    case "changed_since_accepted":
      return "amended since you accepted it";
    case "struck":
      return "entry struck out";
    case "entered_late":
      return `entered ${span(eye.what.by_ms)} after it happened`;
    case "gap":
      return line?.what.kind === "gap" ? `nobody watched, ${span(line.what.to_ms - line.what.from_ms)}` : "nobody watched";
    case "clock_stepped":
      return "the wall clock moved";
    case "effect":
      return some(title(line), `at most ${eye.what.peak} of 3`);
    case "touch_outside":
      // A fall names no part: how it stands says that it was one.
      return some(line?.what.kind === "touched" && line.what.part !== "" ? `touch: ${line.what.part}` : "touch", standsText(eye.what.why));
    case "touch_refused":
      return line?.what.kind === "touch_refused" && line.what.part !== "" ? `touch refused: ${line.what.part}` : "touch refused, all of it";
    case "touch_narrowed":
      return line?.what.kind === "touch_narrowed" && line.what.part !== "" ? `touch narrowed: ${line.what.part} taken back` : "touch narrowed: all taken back";
    case "touch_alone":
      return some(line?.what.kind === "touched" ? `touch: ${partText(line.what.part, line.what.outside)}` : "touch", "fewer therapists than the protocol asks for");
    case "no_touch_agreement":
      return "no agreement on touch is recorded";
    case "starred":
      // Its words alone: what it is tagged with stands beside it.
      return `starred: ${line?.what.kind === "noted" ? line.what.text : first(line, at)}`;
  }
}

/** What more is recorded about it, in sentences; empty where the entry says it all. */
export function eyeMore(eye: EyeView, { line, flag, contact, at }: Around): string[] {
  if (eye.what.kind === "deviation") {
    const { rest } = deviationText(eye.what.deviation, gateName, at);
    return rest === "" ? [] : [rest];
  }
  if ((eye.what.kind === "line_crossed" || eye.what.kind === "nobody_told") && flag) {
    const repeats = flag.settled_ms !== null ? `Repeats satisfied ${at(flag.settled_ms)}.` : flag.until_inside > 0 ? "Repeats not completed." : "";
    const told = contact === "" ? "" : flag.told_ms === null ? `${contact} is not recorded as told.` : `${contact} told ${at(flag.told_ms)}.`;
    return [`Line ${flag.line} of the protocol: ${signName(flag.sign)} ${flag.above ? "above" : "below"} ${shown(flag.sign, flag.at)}.`, repeats, told].filter((text) => text !== "");
  }
  if (eye.what.kind === "clock_stepped") return [first(line, at)];
  return [];
}

function carriedState(one: CarriedSignature): string {
  if (!one.holds) return "The signature does not belong to the entries of this packet as they stand, or not to this person.";
  const parts = ["The signature belongs to the entries of this packet as they stand."];
  if (one.amended_since) parts.push("Something was amended after it, and is not signed by it.");
  if (!one.known) parts.push("Whose key it is is not known here.");
  return parts.join(" ");
}

/** What needs eyes in a part of the course, in short. */
export function courseEyeText({ what }: CourseEyeView): string {
  const days = (n: number): string => many(Math.abs(n), "day", "days");
  switch (what.kind) {
    case "unsigned":
      return "not signed by its author";
    case "added_since_signed":
      return "more was added since it was signed";
    case "signature_void":
      return "unlocked since it was signed: the signature counts no longer";
    case "out_of_window":
      return `held ${days(what.days)} ${what.days < 0 ? "before" : "after"} its window`;
    case "not_reached":
      return "nobody is recorded as having reached the client";
    case "flagged":
      return "an answer that the protocol flags";
    case "serious":
      return "serious adverse event";
    case "report_owed":
      return `no report to ${what.to} is recorded`;
    case "overridden":
      return "two people went past a gate";
    case "amended":
      return "words amended";
    case "struck":
      return "entry struck out";
    case "unlocked":
      return "unlocked after it was finished";
    case "changed_since_accepted":
      return "changed since you accepted it";
    case "entered_late":
      return `entered ${days(what.days)} after it happened`;
  }
}

/** How a part is signed in its author's record. */
export const pieceState: Record<PieceSigned, string> = {
  never: "", not_yet: "not signed by its author", holds: "signed by its author", added_since: "signed by its author, more was added since", voided: "unlocked since it was signed",
};

/** Everything that an entry says beside its words. */
export function entryFacts(one: ReviewedEntry): string[] {
  return [
    one.minutes === null ? "" : thread.minutes(one.minutes), one.grade === null ? "" : thread.grade(one.grade),
    ...one.serious.map((each) => (course.seriousness[each] ?? each).toLowerCase()), one.outcome === "" ? "" : (course.adverseOutcomes[one.outcome] ?? one.outcome).toLowerCase(),
    one.missing.length === 0 ? "" : thread.missing(one.missing),
    one.people.length === 0 ? "" : one.entry.what === "gate_overridden" ? thread.second(one.people) : thread.present(one.people),
  ].filter((text) => text !== "");
}

/** Signatures as they came, for the kit's box of signatures. */
export function carried(all: readonly CarriedSignature[], at: (ms: number, zone: number) => string): SignedLine[] {
  return all.map((one, i) => ({
    key: `${i}`,
    text: `${one.name} (${one.initials}), ${at(one.wall_ms, one.zone_minutes)}, ${meant(one.meaning, one.role)}`,
    state: [carriedState(one), takenBack(one.taken_back, at)].filter((text) => text !== "").join(" "),
    sound: one.holds,
    shape: one.taken_back === null ? "disc" : "ring",
  }));
}

/** How the signatures that came stand, in a few words each. */
export const signedShort = (all: readonly CarriedSignature[]): string => (all.length === 0 ? "no signature came with it" : all.map((one) => {
  if (!one.holds) return `signature of ${one.name} does not hold`;
  const since = one.amended_since ? ", amended since" : "";
  return one.known ? `signature of ${one.name} holds${since}` : `signature in the name of ${one.name} holds${since}, whose key it is is not known here`;
}).join("; "));

/** The box in which a reviewer signs. */
export const signBox = sign.words;
export const signActs = (asks: "nothing" | "passphrase" | "pin" | "no_key"): SigningAct[] => (asks === "passphrase" || asks === "pin" ? [signAct(asks, "reviewer", "Sign as reviewer")] : []);
export const signWords = {
  title: "Signatures",
  undone: sign.undone.sign,
  none: "No signature came with this session.",
  nonePart: "No signature came with this part.",
  signedPart: "You signed this part. Your signature goes with the next answer.",
  signed: "You signed this session. Your signature goes with the next answer.",
};

/** `8 h 22 min`, the team, in one line. */
export const team = (read: ReviewedSession): string => read.plan.people.filter((one) => !one.roles.every((role) => role === "supervisor" || role === "blinded_rater")).map((one) => `${one.name} (${one.initials})`).join(", ");

/** Whether a note is pinned to an entry, or to the whole. */
export const onWhole = (note: Pick<NoteView, "on">): boolean => note.on.entry === null;
