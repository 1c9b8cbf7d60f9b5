// Words of the trail of an entry: where it comes from, who wrote it, what speaks of it, who signed over it.
import type { SignatureLine } from "../wire/sign";
import type { TrailAct, TrailView } from "../wire/trail";
import { meanings } from "./sign";

const standing: Record<SignatureLine["standing"], string> = { holds: "holds", added_since: "holds", voided: "void", broken: "does not hold" };

export const trail = {
  offer: "Trail",
  title: "Trail of this entry",
  go: "Trail",
  ofEntry: (seq: number): string => `Trail of entry ${seq}`,
  leave: "Close",
  working: "Looking through the chain.",
  source: (view: TrailView): string => {
    if (view.protocol === "") return "No protocol lies under it.";
    const lines = view.lines.length === 0 ? "no line of it speaks of this entry" : `${view.lines.length === 1 ? "line" : "lines"} ${view.lines.join(", ")}`;
    return `${view.protocol}, ${lines}; its file ${view.digest.slice(0, 16)}`;
  },
  sourceTitle: "Protocol",
  columns: ["Chain", "Act", "Entry", "Who", "When", "Digest before", "Digest after"],
  caption: "Acts in the chain",
  row: (act: TrailAct, when: string): string[] => [
    String(act.seq), act.action.replaceAll("_", " "), String(act.row), act.by ?? "clock", when,
    act.before?.slice(0, 16) ?? "nothing stood there", act.after?.slice(0, 16) ?? "",
  ],
  signatures: "Signatures over it",
  none: "None.",
  signature: (line: SignatureLine, when: string): string => `${line.name} (${line.initials}), ${when}, ${meanings[line.meaning]}; ${standing[line.standing]}`,
} as const;

/** A trail as it is shown; `when`: a moment in words. */
export const trailFound = (view: TrailView, when: (wall_ms: number, zone_minutes: number) => string) => ({
  source: trail.source(view),
  rows: view.acts.map((act) => trail.row(act, when(act.wall_ms, act.zone_minutes))),
  signatures: view.signatures.map((line) => trail.signature(line, when(line.wall_ms, line.zone_minutes))),
});
