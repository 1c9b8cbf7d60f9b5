// The last values as cells. Each has its own age; what is greyed and what is left out follows the view and the age, never
// an opinion. Pure.
import { age } from "../../time/elapsed";
import { shown } from "../../words/session-signs";
import { valueWords } from "../../words/session";
import type { SessionPlan } from "../../wire/plan";
import type { Sign } from "../../wire/session";
import type { SessionView, ValueView } from "../../wire/view";
import { lapsed, outlived } from "./lapsed";
import { clockAt, HOUR, MINUTE } from "./times";

/** From here on a figure would be taken for today's state: only its time stays. */
export const VERY_OLD_MS = 4 * HOUR;

export interface Cell {
  sign: Sign | "bp";
  label: string;
  unit: string;
  text: string;
  age: string;
  stale: boolean;
  flagged: boolean;
}

type Name = readonly [label: string, unit: string];

const LABELS: Partial<Record<Sign, Name>> = {
  pulse: valueWords.pulse,
  temperature: valueWords.temperature,
  oxygen_saturation: valueWords.oxygen_saturation,
  respiratory_rate: valueWords.respiratory_rate,
  distress: valueWords.distress,
};
const SINGLE: Sign[] = ["pulse", "temperature", "oxygen_saturation", "respiratory_rate", "distress"];

export function cells(plan: SessionPlan, view: SessionView, now: number): Cell[] {
  const known = plan.plausible.map((p) => p.sign);
  const of = (sign: Sign): ValueView | undefined => view.values.find((v) => v.sign === sign);
  const out: Cell[] = [];
  const [systolic, diastolic] = [of("systolic"), of("diastolic")];
  if (known.includes("systolic") || systolic) {
    const older = [systolic, diastolic].filter((v) => v !== undefined).sort((a, b) => a.happened_ms - b.happened_ms)[0];
    const text = systolic || diastolic ? `${systolic?.value ?? "–"}/${diastolic?.value ?? "–"}` : null;
    out.push(cell("bp", valueWords.bp, text, older, view, now, Boolean(systolic?.flagged ?? false) || Boolean(diastolic?.flagged ?? false)));
  }
  for (const sign of SINGLE) {
    const value = of(sign);
    if (!value && !known.includes(sign)) continue;
    out.push(cell(sign, LABELS[sign] ?? [sign, ""], value ? shown(sign, value.value) : null, value, view, now, value?.flagged ?? false));
  }
  return out;
}

function cell(sign: Cell["sign"], [label, unit]: Name, text: string | null, value: ValueView | undefined, view: SessionView, now: number, flagged: boolean): Cell {
  if (text === null || !value) return { sign, label, unit, text: "–", age: valueWords.none, stale: true, flagged: false };
  const old = now - value.happened_ms;
  if (old >= VERY_OLD_MS) return { sign, label, unit, text: "–", age: clockAt(view, value.happened_ms), stale: true, flagged };
  return { sign, label, unit, text, age: old < MINUTE ? valueWords.justNow : age(old), stale: value.stale || outlived(lapsed(view), value, now), flagged };
}

/** What is told on the telephone, as it was taken together: pressure, pulse, temperature, then distress. */
export function lastByTime(values: readonly ValueView[]): ValueView[][] {
  const told: readonly Sign[] = ["systolic", "diastolic", "pulse", "temperature", "distress"];
  const groups: ValueView[][] = [];
  for (const sign of told) {
    const value = values.find((v) => v.sign === sign);
    if (!value) continue;
    const together = groups.find((g) => g[0]?.happened_ms === value.happened_ms);
    if (together) together.push(value);
    else groups.push([value]);
  }
  return groups;
}
