// Words of Clients.
import { dayText } from "../time/elapsed";
import type { ClientFile, Receipt } from "../wire/clients";
import { many } from "./count";

export const clients = {
  title: "Clients",
  search: "Search by code",
  add: "Add a client",
  none: "There is no client yet.",
  noMatch: "No code matches.",
  count: (all: number, found: number | null): string => `${many(all, "client", "clients")}${found === null ? "" : `, ${many(found, "found", "found")}`}`,
  more: (n: number): string => `${n} more, type to narrow.`,
  putAway: "put away",
  showAway: "Show those put away",
  outside: (code: string): string => `Open: ${code}, not in this list.`,
  hiddenAway: (n: number): string => (n === 1 ? "1 match is put away." : `${n} matches are put away.`),
  pick: "Pick a client from the list.",
  code: "Code",
  codeHint: "Stands on every page in place of the name.",
  codeMissing: "A code is needed.",
  codeTaken: "A client has this code.",
  codeAway: "A client who was put away has this code.",
  name: "Name",
  nameHint: "May stay empty. It is shown only on demand.",
  waiting: "What was typed before is here again.",
  keep: "Add",
  leave: "Leave",
  showName: "Show name",
  hideName: "Hide name",
  noName: "No name is kept.",
  years: (n: number): string => (n === 1 ? "1 year" : `${n} years`),
  details: "Details",
  awaySince: (day: string): string => `put away on ${dayText(day)}`,
  takeOut: "Take out again",
  sessions: "Dosing sessions",
  noSessions: "None yet.",
  sessionCount: (n: number): string => (n === 0 ? "no session" : n === 1 ? "1 session" : `${n} sessions`),
  running: "running",
  number: (n: number): string => `Dosing session ${n}`,
  ended: (time: string): string => `ended ${time}`,
  notEnded: "not ended",
  read: "Read",
  resume: "Resume",
  start: "Start a dosing session",
  live: "A session is running in this vault. One at a time.",
} as const;

export const plan = {
  title: (code: string): string => `Dosing session for ${code}`,
  protocol: "Protocol",
  noProtocol: "No protocol can be used in this vault yet.",
  trainingOnly: "Training only: it does not run in this vault.",
  notAdopted: (by: string): string => `Not adopted yet${by ? `; waits for ${by}` : ""}.`,
  number: "Number in the course",
  numberWrong: "A whole number from 1.",
  people: "People who act in it",
  two: "Two therapists keep a session. Fewer are picked now.",
  pickPerson: "At least one.",
  day: "See the day",
  dayNeeds: "Pick a protocol first.",
  hideDay: "Hide the day",
  open: "Open the session",
  gateAsks: (n: number): string => `The gate before the next dosing visit asks for ${n === 1 ? "1 more thing" : `${n} more things`} first.`,
  working: "Opening the session.",
  note: "Opening it starts the checklist before the dose. No dose is recorded by this.",
} as const;

/** Pronouns and age, as far as they are kept. */
export function personLine(file: ClientFile): string {
  return [file.details.pronouns, file.age === null ? "" : clients.years(file.age)].filter(Boolean).join("\u2002\u00b7\u2002");
}

export const details = {
  title: (code: string): string => `Details of ${code}`,
  name: "Name",
  born: "Born",
  bornHint: "Year-month-day, 1985-04-30. May stay empty.",
  bornWrong: "A day is typed as 1985-04-30.",
  pronouns: "Pronouns",
  contact: "Contact",
  emergency: "Who is called in an emergency",
  support: "Support person",
  clinicians: "Other clinicians",
  allergies: "Allergies",
  retained: (day: string): string => `The record is to be kept until ${dayText(day)}.`,
  waiting: "Typed before and not kept yet.",
  discard: "Discard what was typed",
  keep: "Keep",
  leave: "Leave",
  working: "Reading the details.",
  wholeFile: "Whole file",
  putAway: "Put away",
  retention: "Day of retention",
  erase: "Erase",
} as const;

export const away = {
  title: (code: string): string => `Put ${code} away`,
  lead: "The client leaves the list and Today. Nothing is lost, and the client can be taken out again.",
  until: "The record is to be kept until",
  untilHint: "Year-month-day, 2036-03-02. Before that day it cannot be erased. May stay empty.",
  untilWrong: "A day is typed as 2036-03-02.",
  go: "Put away",
  keep: "Keep the day",
  leave: "Leave",
} as const;

/** Everything about a client, out of the vault. */
export const wholeFile = {
  title: (code: string): string => `Whole file of ${code}`,
  clear: "The files are not encrypted: whoever has them can read them, name and all. Erasing the client in the vault does not reach them.",
  lead: "Two files are written, one to read (Markdown) and one for another system (JSON): details, consents, findings, medicines, visits, calls, measures with every answer, predictors, adverse events, dosing sessions, what was struck or amended, and signatures.",
  stays: "The words of process notes stay in the vault. The record says that the files were written, when and by whom.",
  folder: "Folder for the files",
  hint: "On a stick, or where the client gets them from. Nothing that lies there is written over.",
  missing: "Which folder?",
  choose: "Choose\u2026",
  chooseTitle: "Folder for the whole file",
  go: "Write the files",
  working: "Writing the files.",
  leave: "Leave",
  made: "Both files are written, not encrypted. The one to read lies here, the JSON beside it.",
  todo: "Hand them over, then delete what is not to stay.",
} as const;

export const erasure = {
  title: (code: string): string => `Erase ${code}`,
  lead: (sessions: number): string =>
    `The key of this client is destroyed. Details, course, measures${sessions === 0 ? "" : sessions === 1 ? ", 1 dosing session" : `, ${sessions} dosing sessions`} and drafts cannot be read again, by anybody, with any passphrase or code.`,
  stays: "The chain keeps an entry that says a client was erased, on which day, by whom. It holds no code and no name.",
  copies: "Not destroyed: older copies of this vault, such as backups, second copies and sticks, still hold the key. Holdfast cannot reach them, nor what was printed. They are destroyed by hand.",
  code: (code: string): string => `Type ${code} once more`,
  codeWrong: "This is not the code of this client.",
  go: "Erase",
  leave: "Leave",
} as const;

export const receipt = {
  title: (code: string): string => `${code} was erased`,
  note: "This receipt is shown once. It is not kept in the vault.",
  client: "Client",
  vault: "Vault",
  training: (name: string): string => `${name} (training: no real client)`,
  on: "Erased on",
  by: "By",
  entry: "Entry of the chain",
  destroyed: "Destroyed",
  key: (sessions: number): string =>
    `the client's key; with it details, course, measures and ${sessions === 1 ? "1 dosing session" : `${sessions} dosing sessions`}`,
  copies: "Not destroyed",
  log: "Until the vault is locked",
  logFull: "The vault's log could not be emptied just now and still holds the key's old page. Lock the vault to empty it.",
  noCopies: "No older copy lies beside the vault. Copies kept elsewhere are not known to Holdfast.",
  someCopies: (names: string[]): string => `older copies of the vault, which still hold the key: ${names.join(", ")}. Copies kept elsewhere are not known to Holdfast.`,
  copy: "Copy",
  copied: "Copied.",
  notCopied: "The computer does not let it be copied. Print it, or select the lines.",
  print: "Print",
  dismiss: "Dismiss",
} as const;

/** The facts of an erasure, one a line. */
export function receiptLines(done: Receipt, vault: { name: string; training: boolean; by: string }): [string, string][] {
  return [
    [receipt.client, done.code],
    [receipt.vault, vault.training ? receipt.training(vault.name) : vault.name],
    [receipt.on, dayText(done.on)],
    [receipt.by, vault.by],
    [receipt.entry, String(done.entry)],
    [receipt.destroyed, receipt.key(done.sessions)],
    ...(done.log_emptied ? [] : [[receipt.log, receipt.logFull] as [string, string]]),
    [receipt.copies, done.copies.length === 0 ? receipt.noCopies : receipt.someCopies(done.copies)],
  ];
}
