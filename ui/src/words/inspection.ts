// Words about inspectors: letting one in by a code, what holds while one looks, and what taking the code away cannot do.
import { dayText } from "../time/elapsed";
import type { InspectionLine } from "../wire/inspection";
import type { Person } from "../wire/people";

export const inspection = {
  waiting: "What was typed before is here again.",
  open: "Let an inspector in",
  title: "An inspector",
  lead: "An inspector opens this vault by a code of their own and reads. Nothing can be changed meanwhile; every client and every session that they look at is written down.",
  honest: "The code opens the key of the whole vault. What keeps it to reading, and to its last day, is this program; so take the inspector out when the inspection is over: the vault then gets another master key. What was read or copied stays with whoever read it.",
  name: "Name",
  initials: "Initials",
  initialsHint: "Two to four letters.",
  reason: "Why they look",
  until: "Last day",
  untilHint: "2026-03-31",
  missing: "This is needed.",
  keep: "Make the access code",
  working: "Making the code.",
  leave: "Leave",
  codeTitle: (name: string): string => `The access code of ${name}, shown once`,
  codeLead: (until: string): string => `Give it to the inspector on paper. At the door they choose Access code. The last day on which it opens is ${dayText(until)}.`,
  done: "It is written down",
  proves: (line: InspectionLine | undefined): string => (line?.glass ? "code in an envelope" : line ? `access code, until ${dayText(line.until)}` : "access code"),
  // the key in an envelope
  glassOpen: "Make a key for an envelope",
  glassTitle: "A key for an envelope",
  glassLead: "For an emergency: a code on paper that opens this vault to read when nobody with a passphrase is there. Its use is written down, and everybody who opens the vault is told until a keeper says that it was looked into.",
  glassHonest: "The code opens the key of the whole vault; reading alone is what this program does with it. After it was used, take it out and make another.",
  glassLies: "Where the envelope lies",
  glassCodeTitle: "The code for the envelope, shown once",
  glassCodeLead: "Write it on paper and seal it. At the door it is typed under Access code.",
  glassUsed: (at: string): { what: string; record: string; todo: string } => ({
    what: `The key in the envelope was used on ${at}.`, record: "The vault was read with it; nothing can be changed with it.",
    todo: "A keeper finds out who used it and why (the access log says what was looked at), takes the key out, and makes another.",
  }),
  glassSeen: "It was looked into",
  // at the door
  turn: "Access code",
  doorTitle: (vault?: string): string => (vault ? `Open ${vault} to inspect it` : "Open a vault to inspect it"),
  doorLead: "The vault is read and not changed. Every client and every session that is looked at is written down, with the time.",
  legend: "Access code",
  go: "Open to read",
  band: (who: Person, line: InspectionLine): string => line.glass ? "Read only: opened by the key in the envelope. What is looked at is written down, and everybody is told." : `Read only: ${who.name} inspects this vault until ${dayText(line.until)}. What is looked at is written down.`,
} as const;

/** Of a person: why they look. */
export const inspectionOf = (person: Person, lines: readonly InspectionLine[]): InspectionLine | undefined =>
  person.roles.includes("inspector") ? lines.find((line) => line.person === person.id) : undefined;
