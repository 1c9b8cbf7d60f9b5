// Words of the trail of an entry: where it comes from, who wrote it, what speaks of it, who signed over it.
import type { SignatureLine } from "../wire/sign";
import type { TrailAct, TrailView } from "../wire/trail";
import { meanings } from "./sign";

const standing: Record<SignatureLine["standing"], string> = { holds: "holds", added_since: "holds", voided: "void", broken: "does not hold" };

export const trail = {
  offer: "Trail",
  title: "Trail of this entry",
  go: "Trail",
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
