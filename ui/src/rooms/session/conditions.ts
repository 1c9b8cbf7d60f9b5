// The conditions of the supplemental dose as lines: value, age, line of the protocol. Both pressures of one reading under
// one line of the protocol are one line here. Never a verdict. Pure.
import { age, span } from "../../time/elapsed";
import { slotWords } from "../../words/session";
import { shown, signName, signUnit } from "../../words/session-signs";
import type { ConditionView } from "../../wire/view";

export interface ConditionLine {
  words: string;
  /** As little as can be said, for the least window. */
  short: string;
  older: string;
  quiet: boolean;
}

function older(c: ConditionView, now: number): string {
  const most = c.not_older_than_ms;
  return most !== null && c.happened_ms !== null && now - c.happened_ms > most ? slotWords.olderThan(span(most)) : "";
}

export function conditionLines(conditions: readonly ConditionView[], now: number): ConditionLine[] {
  const lines: ConditionLine[] = [];
  const joined = new Set<ConditionView>();
  for (const c of conditions) {
    if (joined.has(c)) continue;
    if (c.sign === null) {
      const words = slotWords.conditionWords(c.title, c.line);
      lines.push({ words, short: words, older: "", quiet: true });
      continue;
    }
    if (c.value === null || c.happened_ms === null) {
      const words = slotWords.conditionNoValue(c.title, c.sign, c.line);
      lines.push({ words, short: words, older: "", quiet: true });
      continue;
    }
    const other = c.sign === "systolic" ? conditions.find((d) => d.sign === "diastolic" && d.line === c.line && d.happened_ms === c.happened_ms && d.value !== null) : undefined;
    const ago = age(Math.max(0, now - c.happened_ms));
    const joint = other && c.at_most !== null && other.at_most !== null ? `${c.at_most}/${other.at_most}` : null;
    const single = c.at_most === null ? null : shown(c.sign, c.at_most);
    const said = other
      ? (["BP", `${c.value}/${other.value} ${signUnit(c.sign)}`, ago, joint, c.line] as const)
      : ([signName(c.sign), `${shown(c.sign, c.value)} ${signUnit(c.sign)}`, ago, single, c.line] as const);
    if (other) joined.add(other);
    lines.push({ words: slotWords.condition(...said), short: slotWords.conditionShort(...said), older: older(c, now) || (other ? older(other, now) : ""), quiet: false });
  }
  return lines;
}
