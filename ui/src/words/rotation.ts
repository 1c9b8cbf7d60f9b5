// Words about taking a person out, about another master key, and what neither can do.
import type { Removal, Removed } from "../wire/people";

const reaches = "What they read or copied before stays with them.";
const older = (known: boolean): string =>
  `Copies of the vault that were made before open as they did, with the passphrases and recovery codes of their day. ${known ? "Known here:" : "None is known here."}`;

export const rotation = {
  go: (initials: string): string => `Take ${initials} out`,
  title: (name: string): string => `Take ${name} out`,
  before: (removal: Removal): string[] => removal.holds_key ? [
    `The vault gets another master key, and the record is written anew under it. The passphrase, the recovery code and the PIN of ${removal.name} open nothing that is written from then on. What they wrote and signed stays.`,
    `${reaches} ${older(removal.copies.length > 0)}`,
  ] : [`${removal.name} holds no passphrase of this vault. Their PIN is refused from then on. What they wrote and signed stays.`],
  passphrase: "Your own passphrase",
  working: "Making the key.",
  keep: (initials: string): string => `Take ${initials} out`,
  leave: "Leave it",
  removed: (name: string, removed: Removed): { what: string; record: string; todo: string } => ({
    what: name === "" ? "The vault has another master key." : `${name} was taken out.`,
    record: removed.rotated ? "The record was written anew and found whole: every page and every entry." : "What they wrote and signed stays.",
    todo: !removed.rotated ? ""
      : `${name === "" ? "" : `${reaches} `}${older(removed.copies.length > 0)}${removed.copies.length > 0 ? ` ${removed.copies.join(", ")}. Make a new backup, then destroy them or lock them away.` : ""}`,
  }),
  rotateOpen: "Another master key",
  rotateTitle: "Another master key",
  rotateBefore: [
    "For when somebody has seen a passphrase: first it is changed, then the vault gets another master key and the record is written anew under it. Everybody goes on with their own passphrase, PIN and recovery code.",
    "Copies of the vault that were made before open as they did, with the passphrases and recovery codes of their day.",
  ],
  rotateKeep: "Make the key",
  returnGo: (initials: string): string => `Let ${initials} in anew`,
  returnTitle: (name: string): string => `Let ${name} in anew`,
  returnLead: "The person types a new PIN themselves. A key of their own is given apart.",
  returnKeep: "Let them in",
} as const;
