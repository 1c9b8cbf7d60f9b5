// Words about signatures, and about keys for people.
import type { SignatureLine, SignatureMeaning, SignatureView, UnsignedLine } from "../wire/sign";
import { reveal } from "./passphrase";

export const meanings: Record<SignatureMeaning, string> = {
  author: "signed as its author: this is what happened",
  co_signer: "signed beside its author: read and agreed to",
  reviewer: "signed as its reviewer, in another vault: read and agreed to",
};

const standings: Record<SignatureLine["standing"], string> = {
  holds: "What was signed stands as it was.",
  added_since: "What was signed stands as it was. More was added since, and is not signed.",
  broken: "What stands there is not what was signed.",
};

export const sign = {
  title: "Signatures",
  none: "Nobody has signed it.",
  box: (view: SignatureView): { lead: string; passphrase: string; passphraseHint: string; pin: string; go: string; working: string; noKey: string; show: string; hide: string; caps: string } => ({
    lead: view.meaning === "author"
      ? "Your signature says: this is what happened, as it is recorded here. It is bound to every entry as it stands now, and kept for good."
      : "Your signature says: I have read this and agree to it. It is bound to every entry as it stands now, and kept for good.",
    passphrase: "Your passphrase",
    passphraseHint: "Your first signature since the vault was opened asks for it; the next ones ask for the PIN.",
    pin: "Your PIN",
    go: view.meaning === "author" ? "Sign" : "Sign beside the author",
    working: "Signing.",
    noKey: "You hold no key of this vault, so you cannot sign. Whoever opened the vault gives you one: Vault, People.",
    ...reveal,
  }),
  /** `at`: the day and the time of a moment in its zone. */
  lines: (view: SignatureView, at: (ms: number, zone: number) => string): { key: number; text: string; state: string; sound: boolean }[] => view.lines.map((line) => ({
    key: line.number,
    text: `${line.name} (${line.initials}), ${at(line.wall_ms, line.zone_minutes)}, ${meanings[line.meaning]}`,
    state: standings[line.standing],
    sound: line.standing !== "broken",
  })),
  section: "Not signed",
  what: (line: UnsignedLine): string => (line.object.session === null ? line.title : `Dosing session ${line.number}`),
  note: (line: UnsignedLine, day: string): string => (line.added ? `${day}\u2002\u00b7\u2002signed, and more was added since` : day),
} as const;

export const enrol = {
  go: (initials: string): string => `Give ${initials} a key`,
  title: (name: string): string => `A key for ${name}`,
  lead: "With a key of their own this person opens the vault, signs, and adopts protocols. They type the passphrase themselves; nobody else learns it.",
  pin: "Their PIN",
  passphrase: "Their new passphrase",
  keep: "Make the key",
  working: "Making the key. It takes a few seconds.",
  leave: "Leave",
  codeTitle: "Their recovery code, shown once",
  codeLead: "Write it on paper and keep it away from this computer. It opens the vault for this person when the passphrase is forgotten. They type it back when they first open the vault themselves.",
  done: "It is written down",
  holds: "key",
} as const;
