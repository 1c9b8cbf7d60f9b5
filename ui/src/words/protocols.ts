// Words of Protocols.
import type { FoundProtocol, PartCount, ProtocolLine } from "../wire/protocols";
import { roles } from "./roles";

export const protocols = {
  title: "Protocols",
  shelves: { label: "Which files", protocols: "Protocols", measures: "Measures" },
  lead: "Every number that Holdfast shows comes from one of these files.",
  none: "No protocol is in this vault.",
  training: "training only",
  adopted: "adopted",
  waiting: "not adopted yet",
  usable: "A session can be started from it in this vault.",
  unusable: "No session can be started from it in this vault.",
  digest: "Digest",
  digestHint: "The true name of the file. A session keeps it for good.",
  adoption: "Adoption",
  adoptedBy: (name: string, role: keyof typeof roles, on: string): string => `${name}, ${roles[role]}, ${on}`,
  mustAdopt: (by: string): string => `Must be adopted by: ${by}.`,
  day: "The day it makes",
  pick: "Pick a protocol from the list.",
  kept: (name: string, at: string): string => `${name} is kept in this vault, ${at}.`,
  signed: (name: string, at: string): string => `${name} is adopted by you, signed and kept ${at}.`,
} as const;

/** A file of rules on its way into the vault, whichever kind it is. */
export const file = {
  lead: "The file is read and checked. Nothing is kept before you say so.",
  choose: "Choose a file\u2026",
  path: "File",
  pathHint: "Chosen, typed or pasted.",
  pathMissing: "A file is needed.",
  waiting: "What was typed before is here again.",
  look: "Check it",
  working: "Reading the file.",
  leave: "Leave",
  refused: (errors: number): string => `${errors === 1 ? "1 error" : `${errors} errors`} in this file. It cannot be used, and nothing of it was kept.`,
  refusedTodo: "Correct these rows in the file and check it again.",
  notes: (n: number): string => (n === 1 ? "1 note, which does not stand in the way." : `${n} notes, which do not stand in the way.`),
  complaints: "What was found in the file",
  columns: ["Row in file", "Kind", "What"],
  error: "error",
  note: "note",
  known: "This very file is in the vault already.",
  keep: "Keep it in this vault",
} as const;

/** A protocol file on its way into the vault. */
export const importing = {
  go: "Import a protocol file",
  title: "Import a protocol file",
  chooseTitle: "Choose a protocol file",
  kind: "Protocol files",
  contents: "What is in it",
  version: "Name and version",
  status: "Kind",
  trainingOnly: "Training only: it runs in training vaults, and nobody adopts it.",
  clinical: (by: string): string => `For care, once it is adopted by: ${by}.`,
  taken: "Another file in this vault has this name and version. A changed file needs a new version of its own.",
  first: "The vault knows no earlier version of it.",
} as const;

/** The parts of a file in groups, by what their title begins with; each with how many rules it has. */
export function partGroups(found: Pick<FoundProtocol, "parts">): { title: string; parts: PartCount[] }[] {
  const group = (title: string, prefix: string): { title: string; parts: PartCount[] } => ({
    title, parts: found.parts.filter((one) => one.title.startsWith(prefix)).map((one) => ({ ...one, title: one.title.slice(prefix.length).replace(/^./, (first) => first.toUpperCase()) })),
  });
  const [course, review] = [group("Course", "Course: "), group("Review", "Review: ")];
  const rest = found.parts.filter((one) => !one.title.startsWith("Course: ") && !one.title.startsWith("Review: "));
  return [{ title: "Session", parts: rest }, course, review].filter((one) => one.parts.length > 0);
}

/** A protocol that is signed for care. */
export const adopting = {
  title: "Adopt it",
  lead: (role: string): string => `You sign this file, by its digest, for care in this vault${role ? `, as ${role}` : ""}. The signature is kept for good.`,
  passphrase: "Your passphrase",
  passphraseHint: "Your first signature since the vault was opened asks for it; the next ones ask for the PIN.",
  pin: "Your PIN",
  go: "Sign and adopt",
  working: "Signing.",
  undone: "Nothing was signed or adopted.",
  not_holder: "Adopting takes a key of this vault. Whoever opened the vault gives you one: Vault, People.",
  no_role: "You have none of the roles that must adopt it.",
} as const;

/** `9c41 77e0 12ab`: enough of a digest to compare by eye. */
export const shortDigest = (digest: string): string => (digest.slice(0, 12).match(/.{1,4}/g) ?? []).join(" ");

export function protocolState(p: ProtocolLine): string {
  if (p.training) return protocols.training;
  return missingRoles(p) === "" ? protocols.adopted : protocols.waiting;
}

/** The same as a sentence of its own. */
export function protocolSentence(p: ProtocolLine): string {
  const state = protocolState(p);
  return `${state.charAt(0).toUpperCase()}${state.slice(1)}.`;
}

/** The roles that have not adopted it. */
export function missingRoles(p: ProtocolLine): string {
  return p.adopted_by.filter((role) => !p.adoptions.some((a) => a.role === role)).map((role) => roles[role]).join(", ");
}

/** The role in which somebody adopts it: the first that the protocol names, the person has and nobody signed for yet. */
export function signingRole(p: ProtocolLine, mine: string[]): string {
  const theirs = p.adopted_by.filter((one) => mine.includes(one));
  const role = theirs.find((one) => !p.adoptions.some((a) => a.role === one)) ?? theirs[0];
  return role ? roles[role] : "";
}
