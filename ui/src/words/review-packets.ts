// Words about packets and contacts: what is sealed for whom, what leaves, what comes in, whose keys are whose.
import { dayText } from "../time/elapsed";
import type { ContactView, Decided, LeavingView, PacketChoice, PieceView, ReviewRole, SealedView, ThreadLine } from "../wire/packets";
import type { TrendLine } from "../wire/review";
import { size } from "./backup";
import { many } from "./count";
import { roleNames } from "./sign";

/** `Maren Sol, Aksel Krog and Inga Lund`. */
const names = (all: readonly string[]): string => (all.length < 2 ? all.join("") : `${all.slice(0, -1).join(", ")} and ${all[all.length - 1] ?? ""}`);

/** Somebody with the role in which they review. */
export const inRole = (name: string, role: ReviewRole | null): string => (role === null ? name : `${name} (${roleNames[role]})`);

/** `none` stands for no role. */
export type RoleChoice = ReviewRole | "none";

const minutes = (ms: number): string => String(Math.round(ms / 60_000));

export const review = {
  title: "Review",
  lead: "Sessions and visits are read by a supervisor who is somewhere else. They travel as a sealed file, and the answer comes back as one.",
  openGo: "Open a packet",
  sealGo: "Seal for a supervisor",
  contactsGo: "Contacts",
  trendsGo: "Pairs across sessions",
  threads: "Packets",
  none: "No packet was sealed here, and none was opened.",
  looking: "Reading.",
  leave: "Leave",
  choose: "Choose\u2026",
} as const;

export const trends = {
  title: "Pairs across sessions",
  lead: "Counted from the sessions that lie in packets here, whoever sealed them. Counts and lengths only; why it was so stands in the sessions.",
  working: "Counting.",
  none: "No packet with a session lies here.",
  nobody: "Nobody named as therapist",
  caption: (all: readonly string[]): string => `Sessions of ${names(all)}`,
  axis: "session",
} as const;

/** What is drawn of a pair: each count with what stands above its bar. */
export const trendPlots: readonly { title: string; value: (line: TrendLine) => number; text: (line: TrendLine) => string }[] = [
  { title: "put off", value: (one) => one.put_off, text: (one) => String(one.put_off) },
  { title: "late or missed checks", value: (one) => one.late + one.missed, text: (one) => String(one.late + one.missed) },
  { title: "entered late", value: (one) => one.entered_late, text: (one) => String(one.entered_late) },
  { title: "alone, minutes", value: (one) => one.alone_ms, text: (one) => minutes(one.alone_ms) },
  { title: "touch, minutes", value: (one) => one.touch_ms, text: (one) => minutes(one.touch_ms) },
  { title: "touch outside the agreement", value: (one) => one.touch_outside, text: (one) => String(one.touch_outside) },
  { title: "not watched, minutes", value: (one) => one.gaps_ms, text: (one) => minutes(one.gaps_ms) },
];

/** What the table says; `all`: also what the bars say, where they do not show every session. */
export const trendColumns = (all: boolean): string[] => ["", "Session", "Opened", "Length", "Put off", "Put off again", "Late checks", "Missed checks", "Touches", ...(all ? ["Entered late", "Alone", "Not watched", "Touch outside the agreement", "Touch, length"] : [])];

export function trendRow(n: number, one: TrendLine, opened: string, span: (ms: number) => string, all: boolean): string[] {
  return [
    String(n), `${one.code}, ${one.number}`, opened, span(one.length_ms), String(one.put_off), String(one.put_off_again), String(one.late), String(one.missed), String(one.touches),
    ...(all ? [String(one.entered_late), span(one.alone_ms), span(one.gaps_ms), String(one.touch_outside), span(one.touch_ms)] : []),
  ];
}

export const threads = {
  side: (line: ThreadLine): string => (line.side === "author" ? `sealed here for ${line.readers.length > 0 ? names(line.readers.map((one) => inRole(one.name, one.role))) : "somebody who is not known here any more"}` : `from ${line.author}, of another vault`),
  sealed: (day: string): string => `sealed ${day}`,
  expires: (day: string): string => `to be destroyed by ${day}`,
  withoutWords: "without words",
  undecided: "no decision recorded",
  decision: (name: string, decided: Decided, day: string): string => `${{ accepted: "accepted", returned: "given back", taken_back: "decision taken back" }[decided]} by ${name}, ${day}`,
  unreadable: "cannot be read as it was kept: nothing of it is shown, and nothing is compared with it",
  from: (author: string): string => `from ${author === "" ? "somebody" : author}`,
  late: "A newer one of this author was read already; this one fits before it.",
  missing: (numbers: readonly number[]): string => `${numbers.length === 1 ? "Number" : "Numbers"} ${names(numbers.map(String))} of this author did not come.`,
  queries: (line: ThreadLine): string => [line.open > 0 ? `${many(line.open, "query", "queries")} open` : "", line.answered > 0 ? `${many(line.answered, "query", "queries")} answered` : ""].filter((text) => text !== "").join(", "),
  unsent: (n: number): string => `${n === 1 ? "1 remark is" : `${n} remarks are`} not sealed in an answer yet`,
} as const;

export const opening = {
  title: "Open a packet",
  lead: "A packet, or an answer to one that was sealed here. Opening shows it and keeps it in this vault.",
  path: "File of the packet",
  hint: "Its name ends in .holdfast-packet.",
  missing: "Choose or type a file.",
  chooseTitle: "A packet",
  kind: "Packet",
  go: "Open",
  working: "Opening and checking every line.",
  unknownTitle: (name: string): string => `Nobody here knows ${name} yet`,
  unknownLead: (name: string): string => `Call ${name} on a number that you know. Let them read out their own six words. These are the words of the keys that sealed this file:`,
  trust: "All six are the same: open it",
  leaveIt: "Leave it",
  leftHint: "If one word differs, leave it: the file may come from somebody else.",
  changedTitle: (name: string): string => `Stop: the keys of ${name} are others than before`,
  changedLead: "This packet is sealed with keys that do not belong to the card that is known here. It is not opened. Nothing of it was shown or kept.",
  changedTodo: (name: string): string => `Call ${name} on a number that you know. If they have new keys, ask for their new contact card and take it in under Contacts.`,
  changedWords: "Six words of the keys that sealed this file",
} as const;

/** What a part of the course is called. */
export function pieceName(kind: PieceView["kind"], title: string, day: number | null): string {
  switch (kind) {
    case "visit":
      return title;
    case "call":
      return `Call on day ${day ?? 0} after ${title}`;
    case "adverse":
      return `Adverse event: ${title}`;
    case "gate":
      return `Gone past by two: ${title}`;
  }
}

/** Entries, process notes and signatures of a part, in one line. */
const partLine = (one: LeavingView["course"][number]): string =>
  `${pieceName(one.part.kind, one.part.title, one.part.day)}, ${dayText(one.part.on)}: ${many(one.entries, "entry", "entries")}${one.signatures === 0 ? "" : `, ${many(one.signatures, "signature", "signatures")}`}`;

export const sealing = {
  waiting: "Chosen before and not sealed yet.",
  title: "Seal sessions or visits for a supervisor",
  lead: "The file opens only with the keys of those it is sealed for.",
  noContacts: "Nobody is known here yet whom a packet could be sealed for. First give your card to the supervisor, take their card in under Contacts, and compare the six words by voice.",
  toContacts: "Go to Contacts",
  client: "Client, by code",
  clientHint: "Type a part of the code, then pick.",
  clientMissing: "Pick a client.",
  noMatch: "No code matches.",
  putAway: "put away",
  change: "Another client",
  sessions: "Dosing sessions that have ended",
  sessionsNone: "No dosing session of this client has ended.",
  sessionsMissing: "Tick at least one.",
  parts: "Visits, calls and adverse events",
  partsHint: "Each goes on its own, with what was written in it. The rest of the course stays.",
  part: (one: PieceView): string => pieceName(one.kind, one.title, one.day),
  session: (n: number): string => `Dosing session ${n}`,
  to: "For whom",
  toMissing: "Tick at least one.",
  notCompared: "words not compared",
  purpose: "What for",
  purposeHint: "The reader sees this line first: \u201csupervision in March\u201d.",
  purposeMissing: "Say what it is for.",
  process: "Your own process notes, for",
  processHint: "They stay here unless somebody is ticked, and open for nobody else who reads the packet. What you wrote looking back on a visit goes only where every reader is ticked. Process notes of others are theirs to send.",
  processNever: "Without words no note goes, so no process note does.",
  redaction: "How much goes",
  coded: "By code, with the words of the log",
  codedNote: "The client\u2019s code stands for the name. What people wrote goes as it was written: a name within a note goes too.",
  withoutWords: "Without words",
  withoutWordsNote: "Values, times and what was ticked. No note, no reason, no code, no signature. Dates and times stay readable.",
  days: "To be destroyed after days",
  daysHint: "May stay empty. A wish that the reader\u2019s program shows and keeps to; it cannot be forced on a copy.",
  daysWrong: "A whole number of days from 1 on.",
  look: "Show what leaves",
  working: "Gathering.",
  leaving: "Leaves in the file",
  staying: "Stays here",
  folder: "Folder for the file",
  folderHint: "A stick, or a folder that is sent from. Not inside the vault\u2019s own folder.",
  folderMissing: "Choose or type a folder.",
  folderTitle: "A folder for the packet",
  go: "Seal",
  sealing: "Sealing.",
  made: (made: SealedView): { what: string; record: string; todo: string } => ({ what: `The packet was sealed, ${size(made.bytes)}.`, record: made.path, todo: "Hand the file over. Nobody but those it is sealed for can open it." }),
} as const;

/** Line by line what leaves. `day`: the day of a session. */
export function leaves(view: LeavingView, choice: PacketChoice, day: (session: LeavingView["sessions"][number]) => string): string[] {
  const whole = choice.redaction === "coded";
  const parts = [...view.sessions, ...view.course];
  const team = [...new Set(parts.flatMap((one) => one.names))].sort();
  const going = parts.reduce((sum, one) => sum + one.process_leaves, 0);
  return [
    whole ? `The client\u2019s code: ${view.code}` : `The word \u201c${view.code}\u201d in place of the code`,
    ...view.sessions.map((one) => `Dosing session ${one.number}, ${day(one)}: ${many(one.entries, "entry", "entries")}, ${one.notes === 0 ? "no note in words" : `${many(one.notes, "note", "notes")} in words`}${one.signatures === 0 ? "" : `, ${many(one.signatures, "signature", "signatures")}`}`),
    ...view.course.map(partLine),
    whole ? "Dates and times" : "Dates and times: they stay readable even without words",
    team.length === 0 ? "" : `Names of the team: ${names(team)}`,
    view.protocols.length === 0 ? "" : `${view.protocols.length === 1 ? "The protocol" : "The protocols"}, whole: ${names(view.protocols)}`,
    going > 0 ? `${many(going, "process note", "process notes")} of your own, for ${names(view.process_for)} alone` : "",
    `What it is for: ${choice.purpose}`,
    `In all ${size(view.bytes)}, for ${names(view.to.map((one) => inRole(one.name, one.role)))}`,
  ].filter((text) => text !== "");
}

/** Line by line what stays. */
export function stays(view: LeavingView, choice: PacketChoice): string[] {
  const whole = choice.redaction === "coded";
  const held = [...view.sessions, ...view.course].reduce((sum, one) => sum + one.process_notes - one.process_leaves, 0);
  return [
    "The client\u2019s name, contact and details",
    whole ? "" : "The client\u2019s code",
    held > 0 ? `${many(held, "process note", "process notes")}, withheld; their number goes` : "",
    whole ? "" : "The words of every note and every reason",
    whole ? "" : "Signatures: they are bound to the words",
    view.course.length > 0 ? "Every other part of the course of care, measures, and every other session" : "The course of care, measures, and every other session",
    "Passphrases, PINs and keys",
  ].filter((text) => text !== "");
}

export const ownKeys = {
  title: "Your own keys",
  lead: "Packets are sealed, opened and answered with the keys of whoever has the pen. Your passphrase opens yours, once until the vault is locked.",
  keyless: "You hold no key of this vault: you can read what lies here, and seal, open or answer nothing.",
  passphrase: "Your own passphrase",
  missing: "Type your passphrase.",
  go: "Use my keys",
  working: "Opening your keys.",
} as const;

export const contacts = {
  title: "Contacts",
  lead: "A contact card holds a name and keys. Give yours to whoever reads your packets, and take theirs in. The six words belong to the keys: compare them by voice once.",
  own: "Your six words",
  ownLead: (name: string): string => `Read them out as ${name} when somebody takes your card in.`,
  cardFolder: "Folder for your card",
  cardHint: "It holds no secret. It may go by mail.",
  cardMissing: "Choose or type a folder.",
  cardTitle: "A folder for your card",
  cardGo: "Write my card",
  cardRole: "You review as",
  cardMade: "Your card was written.",
  cardTodo: "Send it, then read out your six words by voice.",
  takePath: "File of a card",
  takeHint: "Its name ends in .holdfast-card.",
  takeMissing: "Choose or type a file.",
  takeTitle: "A contact card",
  takeKind: "Contact card",
  take: "A card of somebody else",
  takeGo: "Take the card in",
  taken: (name: string): string => `The card of ${name} was taken in.`,
  takenTodo: "Compare the six words by voice, then say so in the list.",
  changedTitle: (name: string): string => `Stop: the keys of ${name} are others than before`,
  changedLead: (name: string): string => `This card bears the name ${name} and other keys. Call ${name} on a number that you know. Let them read out their own six words. On this card they are:`,
  instead: "The six words are the same as they read out: take the new keys",
  leaveIt: "Leave it",
  changedHint: "If one word differs, leave it: the card may come from somebody else.",
  list: "People of other vaults",
  wordsOf: (name: string): string => `Six words of ${name}`,
  none: "Nobody yet.",
  compared: "words compared",
  notCompared: "words not compared",
  byPacket: "known by a packet, not by a card",
  revoked: "revoked: nothing more is taken from them or sealed for them",
  compare: "Mark as compared",
  revoke: "Revoke",
  revokeAsk: (name: string): string => `Revoke ${name}? Nothing more is taken from them, and nothing is sealed for them. What was sealed before stays readable for them.`,
  restore: "Take the revocation back",
  role: "Change role",
  roleKeep: "Keep",
  roleOf: (name: string): string => `${name} reviews as`,
  roles: [
    { value: "supervisor", title: "Supervisor" },
    { value: "peer", title: "Peer reviewer" },
    { value: "medical_monitor", title: "Medical monitor" },
    { value: "none", title: "No role is named" },
  ] as { value: RoleChoice; title: string }[],
  roleNote: "What is sealed for them from now on names this role, and so does their signature.",
  standing: (one: ContactView): string => [one.role === null ? "" : roleNames[one.role], one.revoked ? contacts.revoked : one.compared ? contacts.compared : contacts.notCompared, one.by_card ? "" : contacts.byPacket].filter((text) => text !== "").join("; "),
} as const;

/** Supervision as a file. */
export const hours = {
  title: "Hours of supervision",
  lead: "Every supervision that stands in these packets: held, agreed, signed by both, with sums by person and month. As text, and beside it as data (JSON). The files are not encrypted.",
  open: "Hours as a file",
  folder: "Folder for the file",
  hint: "On a stick, or where it is filed.",
  missing: "Which folder?",
  choose: "Choose\u2026",
  chooseTitle: "Folder for the hours of supervision",
  go: "Write the hours",
  working: "Writing.",
  leave: "Leave",
  made: "The hours are written.",
  todo: "Beside it lies the same as data, with the ending .json.",
} as const;
