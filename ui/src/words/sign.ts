// Words about signatures, and about keys for people.
import type { ReviewRole } from "../wire/packets";
import type { Person } from "../wire/people";
import type { LockLine, SignatureLine, SignatureMeaning, SignatureView, TakenBack, UnsignedLine } from "../wire/sign";
import { reveal } from "./passphrase";

export const meanings: Record<SignatureMeaning, string> = {
  author: "signed as its author: this is what happened",
  co_signer: "signed beside its author: read and agreed to",
  reviewer: "signed as its reviewer, in another vault: read and agreed to",
};

/** In which role somebody reviews. */
export const roleNames: Record<ReviewRole, string> = { supervisor: "supervisor", peer: "peer reviewer", medical_monitor: "medical monitor" };

/** What a signature means; a reviewer's with the role in which it was made. */
export const meant = (meaning: SignatureMeaning, role: ReviewRole | null): string => (meaning === "reviewer" && role !== null ? `signed as its reviewer, ${roleNames[role]}, in another vault: read and agreed to` : meanings[meaning]);

/** When and why the acceptance behind a reviewer’s signature was taken back. */
export const takenBack = (back: TakenBack | null, at: (ms: number, zone: number) => string): string => (back === null ? "" : `The acceptance behind it was taken back, ${at(back.wall_ms, back.zone_minutes)}: ${back.reason}`);

const standings: Record<SignatureLine["standing"], string> = {
  holds: "Unchanged since.",
  added_since: "Unchanged since. More was added, and is not signed.",
  voided: "Void: it was unlocked since.",
  taken_back: "The signature stands; what it says holds no longer.",
  broken: "What stands there is not what was signed.",
};

/** A line of the box of signatures: who, when, with what meaning, and how it stands. */
export interface SignedLine { key: string; text: string; state: string; sound: boolean; shape: "disc" | "ring" | "bracket" }
/** Something that may be done now. */
export interface SigningAct { id: "sign" | "lock" | "unlock"; go: string; lead: string; asks: "passphrase" | "pin"; reason: string | null; working: string; /** What it forbids and whether it can be undone, before it is opened. */ note?: string }

const words = {
  passphrase: "Your passphrase",
  passphraseHint: "Your first signature since the vault was opened asks for it; the next ones ask for the PIN.",
  pin: "Your PIN",
  noKey: "You hold no key of this vault, so you cannot sign. Whoever opened the vault gives you one: Vault, People.",
  authorFirst: "Its author signs it first, as it stands.",
  leave: "Leave",
  reasonMissing: "A reason is needed.",
  waiting: "This was typed before and is not kept yet.",
  ...reveal,
};

const leads: Record<SignatureMeaning, string> = {
  author: "Your signature says: this is what happened, as it is recorded here. It is bound to what is recorded here, as it stands now, and kept for good.",
  co_signer: "Your signature says: I have read this and agree to it. It is bound to what is recorded here, as it stands now, and kept for good.",
  reviewer: "Your signature says: I have read this and agree to it. It is bound to what is recorded here, as it stands now, and kept for good.",
};

/** What signing asks for, and says. */
export const signAct = (asks: "passphrase" | "pin", meaning: SignatureMeaning, go: string): SigningAct => ({ id: "sign", go, lead: leads[meaning], asks, reason: null, working: "Signing." });

const proves = (asks: SignatureView["asks"]): asks is "passphrase" | "pin" => asks === "passphrase" || asks === "pin";

function acts(view: SignatureView, mayUnlock: boolean): SigningAct[] {
  const all: SigningAct[] = [];
  if (proves(view.asks)) all.push(signAct(view.asks, view.meaning, view.meaning === "author" ? "Sign" : "Sign beside the author"));
  if (!proves(view.turn)) return all;
  const asks = view.turn;
  if (!view.lock?.locked) {
    all.push({
      id: "lock", go: "Lock this record", asks, reason: null, working: "Locking.",
      note: "Locking: nothing is added from then on. It can be unlocked again, with a reason, by whoever may; signatures under it are void then.",
      lead: "Locking says: this is finished. Nothing is added to it from then on; what should read otherwise is amended, and stands beside it.",
    });
  } else if (mayUnlock) {
    const held = view.lines.filter((line) => line.standing === "holds" || line.standing === "added_since" || line.standing === "taken_back");
    const who = held.length === 0 ? "No signature stands under it." : `${held.length === 1 ? "This signature becomes" : "These signatures become"} void: ${held.map((line) => `${line.name} (${line.initials})`).join(", ")}. Today tells them.`;
    all.push({ id: "unlock", go: "Unlock", asks, reason: "Why", working: "Unlocking.", lead: `Unlocking opens it again. ${who}` });
  }
  return all;
}

function locked(lock: LockLine, at: (ms: number, zone: number) => string): SignedLine {
  const said = `${lock.locked ? "Locked" : "Unlocked"} by ${lock.name} (${lock.initials}), ${at(lock.wall_ms, lock.zone_minutes)}`;
  const voided = lock.voided === 0 ? "It is open again." : `It is open again. ${lock.voided === 1 ? "1 signature is" : `${lock.voided} signatures are`} void.`;
  const state = !lock.holds ? "This is not what that person said." : lock.locked ? "Nothing is added to it. What should read otherwise is amended beside it." : voided;
  return { key: "lock", text: said, state, sound: lock.holds, shape: "bracket" };
}

const whys: Record<UnsignedLine["why"], string> = { new: "", added: "signed, and more was added since", voided: "signed, and unlocked since: the signature is void" };

export const sign = {
  /** `at`: the day and the time of a moment in its zone. */
  box: (view: SignatureView, at: (ms: number, zone: number) => string, mayUnlock: boolean): { title: string; none: string; lines: SignedLine[]; acts: SigningAct[]; unable: string | null; words: typeof words } => ({
    title: "Signatures",
    none: "Nobody has signed it.",
    lines: [
      ...view.lines.map((line) => ({
        key: `${line.number}`,
        text: `${line.name} (${line.initials}), ${at(line.wall_ms, line.zone_minutes)}, ${meant(line.meaning, line.role)}`,
        state: [standings[line.standing], takenBack(line.taken_back, at)].filter((text) => text !== "").join(" "),
        sound: line.standing !== "broken",
        shape: line.standing === "voided" || line.standing === "taken_back" ? "ring" as const : "disc" as const,
      })),
      ...(view.lock ? [locked(view.lock, at)] : []),
    ],
    acts: acts(view, mayUnlock),
    unable: view.asks === "no_key" ? words.noKey : view.author_first ? words.authorFirst : null,
    words,
  }),
  words,
  /** Who signs what, at the box of the proof. */
  about: (who: { name: string; initials: string } | undefined, what: string, on: string): string => `${who ? `You sign as ${who.name} (${who.initials}): ` : "You sign: "}${what}${on === "" ? "" : `, ${on}`}.`,
  /** Who of those that were there as therapists has no signature under it, once somebody has. */
  missing: (view: SignatureView, people: readonly Person[]): string => {
    const signed = view.lines.map((line) => line.initials);
    const rest = people.filter((one) => one.roles.some((role) => role === "lead_therapist" || role === "co_therapist") && !signed.includes(one.initials)).map((one) => one.initials);
    return signed.length === 0 || rest.length === 0 ? "" : `${rest.join(", ")} ${rest.length === 1 ? "has" : "have"} not signed.`;
  },
  /** What was not done, where the proof was refused. */
  undone: { sign: "Nothing was signed.", lock: "Nothing was locked.", unlock: "Nothing was unlocked." },
  /** Whether there is anything to show or to do. */
  any: (view: SignatureView): boolean => view.lines.length > 0 || view.asks !== "nothing" || view.author_first || view.lock !== null,
  /** Who signed an entry alone, in short. */
  entry: (lines: readonly SignatureLine[]): string => {
    const who = [...new Set(lines.filter((line) => line.standing !== "broken").map((line) => line.initials))].join(", ");
    const broken = lines.some((line) => line.standing === "broken") ? "a signature under it does not hold" : "";
    return [who === "" ? "" : `signed by ${who}`, broken].filter((text) => text !== "").join("; ");
  },
  entryTitle: (seq: number): string => `Entry ${seq}`,
  entryOffer: "Sign an entry",
  entryGo: "Signatures",
  close: "Close",
  section: "To be signed by their authors",
  what: (line: UnsignedLine): string => (line.object.session === null ? line.title : `Dosing session ${line.number}`),
  note: (line: UnsignedLine, day: string): string => [day, whys[line.why]].filter((part) => part !== "").join("\u2002\u00b7\u2002"),
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
