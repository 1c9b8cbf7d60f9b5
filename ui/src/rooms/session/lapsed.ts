// Lines of the list before dose 1 that were met and no longer hold, and why: how old what was recorded is, and how old the
// line lets it be. From what the view has; nothing is decided here. Pure.
import { age, span } from "../../time/elapsed";
import { listWords } from "../../words/session";
import type { GateItemView, SessionView } from "../../wire/view";

export interface Lapsed {
  item: GateItemView;
  /** When what it rests on was recorded; null: the view does not say. */
  since: number | null;
  /** How long it held; null: the view does not say. */
  held: number | null;
}

export function lapsed(view: SessionView): Lapsed[] {
  if (view.dose1_ms !== null) return [];
  const items = view.gates.find((gate) => gate.id === "dose1")?.items ?? [];
  return items.filter((item) => item.state === "expired").map((item): Lapsed => {
    const signs = item.kind.kind === "signs" ? item.kind.signs : [];
    const taken = view.values.filter((v) => signs.includes(v.sign)).map((v) => v.happened_ms);
    const since = item.kind.kind === "signs" ? (taken.length > 0 ? Math.min(...taken) : null) : item.at_ms;
    return { item, since, held: since === null || item.holds_until_ms === null ? null : item.holds_until_ms - since };
  });
}

export function lapsedWords({ item, since, held }: Lapsed, now: number): string {
  return since === null || held === null ? listWords.lapsed(item.title, item.line) : listWords.tooOld(item.title, age(Math.max(0, now - since)), item.line, span(held));
}

/** Whether a value is one of those that a line no longer takes. */
export function outlived(all: readonly Lapsed[], value: { sign: string; happened_ms: number }, now: number): boolean {
  return all.some(({ item, held }) => held !== null && item.kind.kind === "signs" && item.kind.signs.some((sign) => sign === value.sign) && now - value.happened_ms >= held);
}
