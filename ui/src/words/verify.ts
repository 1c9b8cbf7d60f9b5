// What a verification proved, in words.
import type { Verified } from "../wire/audit";

const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, "\u202f");
const some = (n: number, one: string, many: string): string => `${grouped(n)} ${n === 1 ? one : many}`;

export const verify = {
  go: "Verify the record",
  working: "Reading every entry.",
} as const;

/** What was proved, as the three lines of a notice. */
export function verified(v: Verified): { what: string; record: string; todo: string } {
  if (v.broken_at !== null) {
    return {
      what: `Entry ${grouped(v.broken_at)} of ${grouped(v.entries)} does not hold${v.fault ? `: ${v.fault}` : ""}.`,
      record: "The entries before it hold. Nothing was changed.",
      todo: "Copy the whole folder before anything else, then open a backup beside it.",
    };
  }
  return {
    what: `${some(v.entries, "entry", "entries")} in one unbroken chain, ${some(v.sessions, "session", "sessions")} replayed, ${some(v.signatures, "signature", "signatures")} checked.`,
    record: v.witnessed === null
      ? "Compare the head with the short code on the last printed page."
      : `A reader of a packet countersigned it at entry ${grouped(v.witnessed)}: up to there nothing was cut off or written anew. Compare the head with the short code on the last printed page.`,
    todo: `Head ${v.head}`,
  };
}
