// Words about taking a person out, about another master key, and what neither can do.
import type { Removal, Removed } from "../wire/people";

const reaches = "What they read or copied before stays with them.";
const older = (known: boolean): string =>
  `Copies of the vault that were made before open as they did, with the passphrases and recovery codes of their day. ${known ? "Known here:" : "No such copy is known here."}`;

export const rotation = {
  go: (initials: string): string => `Take ${initials} out`,
  title: (name: string): string => `Take ${name} out`,
  before: (removal: Removal): string[] => removal.holds_key ? [
    `The vault\u2019s key is changed, and the record is written anew under it. The passphrase, the recovery code and the PIN of ${removal.name} open nothing that is written from then on. What they wrote and signed stays.`,
    `${reaches} ${older(removal.copies.length > 0)}`,
  ] : [`${removal.name} holds no passphrase of this vault. Their PIN is refused from then on. What they wrote and signed stays.`],
  /** What cannot be had back. */
  lost: (removal: Removal): string => (removal.holds_key ? `What was sealed for ${removal.name} alone, their own process notes among it, opens for nobody any more in this vault.` : ""),
  passphrase: "Your own passphrase",
  passphraseOut: (name: string): string => `Your own passphrase, to take ${name} out`,
  working: "Making the key.",
  keep: (initials: string): string => `Take ${initials} out`,
  leave: "Leave",
  undone: "Nobody was taken out.",
  rotateUndone: "Nothing was changed.",
  removed: (name: string, removed: Removed): { what: string; record: string; todo: string } => ({
    what: name === "" ? "The vault has another master key." : `${name} was taken out.`,
    record: (removed.rotated ? "The record was written anew and found whole: every page and every entry." : "What they wrote and signed stays.")
      + (removed.forms_lost > 0 ? ` Forms that were begun and could not be read any more: ${removed.forms_lost}. They were left out.` : ""),
    todo: [
      removed.unfinished ? "It is done, but the disk did not take everything that follows it. Make room, then lock the vault and open it again: that ends it." : "",
      removed.rotated && name !== "" ? reaches : "",
      removed.rotated ? older(removed.copies.length > 0) : "",
      removed.rotated && removed.copies.length > 0 ? `${removed.copies.join(", ")}. Make a new backup, then destroy them or lock them away.` : "",
    ].filter((line) => line !== "").join(" "),
  }),
  rotateOpen: "Another master key",
  rotateTitle: "Another master key",
  rotateBefore: [
    "For when somebody has seen your passphrase: first you change it, then the vault gets another master key and the record is written anew under it. You go on with the passphrase that you have now; your recovery code opens nothing that is written from then on, and a new one is made. Everybody else goes on with their own passphrase, PIN and recovery code.",
    "If it was somebody else's passphrase that was seen, they change it and do this themselves, or they are taken out and let in anew.",
    "Process notes and words in confidence stay readable for those they are for. Only what an earlier Holdfast sealed for you alone before you opened the vault yourself opens for nobody any more.",
    "Copies of the vault that were made before open as they did, with the passphrases and recovery codes of their day.",
  ],
  rotateKeep: "Make another master key",
  rotateCode: "On to the new recovery code",
  returnGo: (initials: string): string => `Let ${initials} in anew`,
  returnTitle: (name: string): string => `Let ${name} in anew`,
  returnLead: "The person types a new PIN themselves. A key of their own is given apart.",
  returnKeep: "Let them in",
} as const;
