// Words about passphrases and the recovery code, wherever they are typed.
import type { Objection, Strength } from "../wire/vault";

export const reveal = { show: "Show", hide: "Hide", caps: "Caps Lock is on." } as const;

const objections: Record<Objection, (s: Strength) => string> = {
  too_short: (s) => `${s.characters} of ${s.least} characters.`,
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
