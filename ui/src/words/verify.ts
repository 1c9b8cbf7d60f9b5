// What a verification proved, what a code from paper shows, and what neither can.
import type { CheckedCode, Verified } from "../wire/audit";
import type { BackupState } from "../wire/backup";
import type { Failure } from "../wire/failure";
import { backup } from "./backup";
import { say } from "./failures";

const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, "\u202f");
const some = (n: number, one: string, many: string): string => `${grouped(n)} ${n === 1 ? one : many}`;

interface Said { what: string; record: string; todo: string }

export const verify = {
  go: "Verify the record",
  working: "Reading every entry.",
  toBackup: "Lock and go to a backup",
  paperTitle: "A code on paper",
  paperLead: "A printed report carries a short code and the number of an entry. Typed here, they show whether this is the record that the page was printed from.",
  entry: "Number of the entry",
  entryMissing: "The number that stands beside the code.",
  code: "Short code",
  codeHint: "Ten letters and figures; case, blanks and dashes do not matter.",
  codeWrong: "Ten letters and figures, as they are printed.",
  paperGo: "Check the code",
} as const;

/** What was proved, as the three lines of a notice. `here`: it is said where a code from paper is checked. */
export function verified(v: Verified, here = false): Said {
  if (v.broken_at !== null) {
    return {
      what: `Entry ${grouped(v.broken_at)} of ${grouped(v.entries)} does not hold${v.fault ? `: ${v.fault}` : ""}.`,
      record: "The entries before it hold. Nothing was changed.",
      todo: "Copy the whole folder before anything else, then open a backup beside it.",
    };
  }
  const held = v.witnessed === null
    ? "after the last head that somebody else keeps, on paper or in a packet"
    : `after entry ${grouped(v.witnessed)}, which a reader of a packet countersigned, or a later one whose code is on paper`;
  return {
    what: `${some(v.entries, "entry", "entries")} in one unbroken chain, ${some(v.sessions, "session", "sessions")} read through from beginning to end, ${some(v.signatures, "signature", "signatures")} checked.`,
    record: `${v.taken_back.length === 0 ? "" : `${v.taken_back.length === 1 ? "Signature" : "Signatures"} ${v.taken_back.join(", ")} of ${v.taken_back.length === 1 ? "a reviewer" : "reviewers"}: the acceptance behind ${v.taken_back.length === 1 ? "it" : "each"} was taken back. `}Code of the last entry, ${grouped(v.entries)}: ${v.head}. A code from a printed page is checked ${here ? "below" : "under Vault, Record"}.`,
    todo: `This shows that nothing was changed, removed or put in between. It cannot show that nothing was cut off ${held}.`,
  };
}

/** Whether the record itself was found damaged. */
export const damaged = (failure: Failure | null): boolean => failure?.code === "damaged";

/** A verification that failed: where the record was found damaged, what to copy and where a backup is. `state`: none is asked of a backup. */
export function unverified(failure: Failure, folder: string, state: BackupState | null): Said {
  const said = say(failure);
  if (!damaged(failure)) return said;
  const made = state?.last ? `Then open a backup. ${backup.last(state.last)}${state.folder === "" ? "" : ` It went to ${state.folder}.`}` : backup.never;
  return { ...said, todo: `Copy the whole folder before anything else: ${folder}${state === null ? "" : `. ${made}`}`, record: `${said.record} Which entries stand there is not known.` };
}

/** What a code from paper showed, as the three lines of a notice. */
export function checked(c: CheckedCode): Said {
  const at = grouped(c.entry);
  const keep = "Copy the whole folder before anything else, and keep the page.";
  switch (c.standing) {
    case "same":
      return {
        what: `The code fits: up to entry ${at} this is the record that the page was printed from.`,
        record: "Up to there nothing was changed, removed or put in between.",
        todo: c.entries === c.entry ? "It is the last entry there is." : `It says nothing of the ${some(c.entries - c.entry, "entry", "entries")} after it.`,
      };
    case "differs":
      return {
        what: `The code does not fit at entry ${at}.`,
        record: "The page is of another vault, or the entries up to there are not those that it was printed from.",
        todo: `Read number and code on the page once more. If both stand so: ${keep[0]?.toLowerCase()}${keep.slice(1)} Then compare with a backup.`,
      };
    case "shorter":
      return {
        what: `This record has ${some(c.entries, "entry", "entries")}, and the page speaks of entry ${at}.`,
        record: "The page is of another vault, an older copy of the record was put back, or entries were cut off its end.",
        todo: `${keep} Then look for a newer backup.`,
      };
    case "broken":
      return {
        what: `The chain does not hold at entry ${grouped(c.broken_at ?? c.entry)}, so the code cannot be held against entry ${at}.`,
        record: "The entries before it hold. Nothing was changed.",
        todo: `${keep} Then open a backup beside it.`,
      };
  }
}
