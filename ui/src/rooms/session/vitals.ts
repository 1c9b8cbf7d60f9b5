// Which boxes the vitals form shows, and what a typed text means in one of them. Pure.
import type { LimitLine, PlausibleRange, SessionPlan } from "../../wire/plan";
import type { Sign } from "../../wire/session";
import type { SessionView, ValueView } from "../../wire/view";
import { openPrompts, promptingNow } from "./slot";

/** The order of the cuff's display, then the rest. */
export const ORDER: readonly Sign[] = ["systolic", "diastolic", "pulse", "temperature", "oxygen_saturation", "respiratory_rate", "distress"];

const sorted = (signs: readonly Sign[]): Sign[] => ORDER.filter((s) => signs.includes(s));

/** Signs the protocol knows. */
export function knownSigns(plan: SessionPlan): Sign[] {
  return sorted(plan.plausible.map((p) => p.sign));
}

/** What the form asks for: what prompts now, else the next check, else the usual four. */
export function asked(view: SessionView, plan: SessionPlan): Sign[] {
  const flags = openPrompts(view).filter((p) => p.flag !== null && p.state !== "resting");
  const wanted = [...promptingNow(view), ...flags].flatMap((p) => p.signs);
  if (wanted.length > 0) return sorted(wanted);
  const usual = sorted(["systolic", "diastolic", "pulse", "temperature"]).filter((s) => knownSigns(plan).includes(s));
  return usual.length > 0 ? usual : sorted(["systolic", "diastolic", "pulse"]);
}

/** The stored integer of a typed text; null: empty; NaN: no number. `37.1`, `37,1` and `371` are the same temperature. */
export function typedValue(sign: Sign, text: string): number | null {
  const typed = text.trim().replace(",", ".");
  if (typed === "") return null;
  if (sign !== "temperature") return /^\d{1,3}$/.test(typed) ? Number(typed) : NaN;
  const parts = /^(\d{2})(?:\.(\d))?$/.exec(typed);
  if (parts) return Number(parts[1]) * 10 + Number(parts[2] ?? 0);
  return /^\d{3}$/.test(typed) ? Number(typed) : NaN;
}

/** The range outside of which a value is typed twice; null when it lies inside or the protocol has none. */
export function outside(plan: { plausible: readonly PlausibleRange[] }, sign: Sign, value: number): PlausibleRange | null {
  const range = plan.plausible.find((p) => p.sign === sign);
  return range && (value < range.from || value > range.to) ? range : null;
}

/** A line of the protocol on a sign, with the figure where it stands today. */
export interface Standing {
  limit: LimitLine;
  at: number;
  above: boolean;
}

/** Lines on this sign; those relative to a baseline only once there is one. */
export function standing(limits: readonly LimitLine[], sign: Sign, values: readonly ValueView[]): Standing[] {
  const baseline = values.find((v) => v.sign === sign)?.baseline ?? null;
  return limits
    .filter((l) => l.sign === sign)
    .flatMap((limit): Standing[] => {
      if (limit.above !== null) return [{ limit, at: limit.above, above: true }];
      if (limit.below !== null) return [{ limit, at: limit.below, above: false }];
      if (limit.above_baseline !== null && baseline !== null) return [{ limit, at: baseline + limit.above_baseline, above: true }];
      return [];
    });
}

/** The line nearest to where readings lie: the lowest of those above, else the highest of those below. */
export function nearestLine(limits: readonly LimitLine[], sign: Sign, values: readonly ValueView[]): Standing | null {
  const lines = standing(limits, sign, values);
  const above = lines.filter((l) => l.above).sort((a, b) => a.at - b.at);
  const below = lines.filter((l) => !l.above).sort((a, b) => b.at - a.at);
  return above[0] ?? below[0] ?? null;
}
