// What differs between two protocols, as rows. Values as they stand in the files; never whether one is better.
import type { ChangeLine, Difference } from "../wire/protocols";

export const difference = {
  title: (d: Difference): string => `What differs from ${d.before}`,
  caption: (d: Difference): string => `What differs between ${d.before} and ${d.after}`,
  columns: ["Part", "Rule", "What", "Before", "After", "Line"],
  count: (n: number): string => (n === 0 ? "Nothing differs but the file itself." : n === 1 ? "1 difference." : `${n} differences.`),
  added: "new rule",
  removed: "taken out",
  absent: "not set",
  working: "Comparing the two files.",
} as const;

const what = (change: ChangeLine): string => (change.kind === "added" ? difference.added : change.kind === "removed" ? difference.removed : change.key);
const side = (change: ChangeLine, value: string | null): string => value ?? (change.kind === "changed" ? difference.absent : "");

export function differenceRows(changes: ChangeLine[]): string[][] {
  return changes.map((one) => [one.part, one.rule, what(one), side(one, one.before), side(one, one.after), one.line === null ? "" : String(one.line)]);
}
