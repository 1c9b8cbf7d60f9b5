// Words about passphrases and the recovery code, wherever they are typed.
import type { Objection, Strength } from "../wire/vault";

export const reveal = { show: "Show", hide: "Hide", caps: "Caps Lock is on." } as const;

const objections: Record<Objection, (s: Strength) => string> = {
  too_short: (s) => `${s.characters} ${s.characters === 1 ? "character" : "characters"}; at least ${s.least}.`,
  too_long: () => "Too long.",
  common: () => "This is among the first ones that a guesser tries.",
  repeats: () => "It repeats itself too much.",
};

/** How a passphrase weighs, in words. */
export function strengthWords(strength: Strength | null): string {
  if (!strength) return "At least 15 characters. Several words are easier to keep than signs.";
  if (strength.objection) return objections[strength.objection](strength);
  return `${strength.characters} characters. Nothing stands against it.`;
}

/** The line under the box: what stands against it is a problem once somebody has gone on from it. */
export function weighed(strength: Strength | null, goneOn: boolean): { hint: string } | { problem: string } {
  return strength?.objection && goneOn ? { problem: strengthWords(strength) } : { hint: strengthWords(strength) };
}

export const passphrase = {
  again: "Passphrase again",
  differs: "The two are not the same.",
  same: "Both are the same.",
} as const;

export const code = {
  group: (n: number): string => `Group ${n}`,
  tolerant: "Small letters are read as capitals, the letter O as zero, I and L as one. Hyphens are not needed.",
  wrong: (groups: number[]): string =>
    groups.length === 1 ? `Group ${groups[0]} is not as it was shown.` : `Groups ${groups.slice(0, -1).join(", ")} and ${groups.at(-1)} are not as they were shown.`,
  short: (groups: number[]): string =>
    groups.length === 1 ? `Group ${groups[0]} is not complete.` : `Groups ${groups.slice(0, -1).join(", ")} and ${groups.at(-1)} are not complete.`,
} as const;

/** One's own way into the vault. */
export const ownKeys = {
  title: "Your way in",
  lead: "The passphrase and the code belong to whoever opened the vault. A code that was never tried is a hope: try the paper once a year.",
  changeTitle: "Change the passphrase",
  old: "The passphrase that opens the vault now",
  next: "The new passphrase",
  copies: "Copies and backups that were made before still answer to the old one. If somebody else knows it, give the vault another master key too, and destroy them.",
  change: "Change it",
  drillTitle: "Try the recovery code",
  code: "The code on your paper",
  codeHint: "It stays as it is; this only says whether it fits.",
  drill: "Try it",
  lostTitle: "Another recovery code",
  lostLead: "For when the paper is lost, or somebody has seen it. The old code opens the vault until the new one is made; copies of the vault that were made before answer to it still. If somebody has seen it, give the vault another master key instead: that brings a new code too.",
  own: "Your own passphrase",
  lost: "Go on to the new code",
  working: "Deriving the key.",
  leave: "Leave",
  done: {
    changed: { what: "The passphrase was changed.", record: "The record is as it was.", todo: "The next time the vault is opened, type the new one." },
    fits: { what: "This is the recovery code of this vault for you.", record: "It stays as it is.", todo: "Put the paper back where only you find it." },
  },
} as const;
