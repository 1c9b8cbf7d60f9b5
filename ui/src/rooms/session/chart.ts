// The trend as shapes: readings, lines of the protocol, doses, deferrals, now. Pure geometry: a view and a size in, shapes
// out. Lines of pulse and temperature stop where a check was missed or put off, and where nobody watched; nothing is drawn
// between. The scale stretches until the worst reading and every line of the protocol on pressure lie inside.
import { linear, type Scale } from "../../kit/scale";
import type { LogLine } from "../../wire/log";
import type { SessionPlan } from "../../wire/plan";
import type { Sign } from "../../wire/session";
import type { ReadingView, SessionView } from "../../wire/view";
import { chartWords } from "../../words/session";
import { milligrams, shown, signName } from "../../words/session-signs";
import { promptIn, slotOf } from "./slot";
import { HOUR, MINUTE } from "./times";
import { standing } from "./vitals";

export interface Size {
  width: number;
  height: number;
  /** Pixels of one rem: labels grow with the text size. */
  rem: number;
}

export interface Bar { seq: number; x: number; top: number | null; bottom: number | null; flagged: boolean }
export interface Dot { seq: number; x: number; y: number; flagged: boolean }
/** A line of the protocol; its words stand at its right end, or at its left where now would be written over. */
export interface LineMark { y: number; above: boolean; label: "right" | "left" | "none"; words: string; sign: Sign; at: number; line: number }
export interface Event { x: number; kind: "dose" | "not_now" | "missed" | "red_flag"; words: string; side: "after" | "before" | "none" }
export interface Touch { touch: number; x: number; width: number; outside: boolean }
export interface Tick { x: number; ms: number }
export interface Lane { top: number; bottom: number; ticks: { y: number; value: number }[]; runs: Dot[][] }

export interface Chart {
  /** What a sixteenth of a rem is here: less where a small window shows large text, or nothing of the curve would be left. */
  u: number;
  left: number;
  right: number;
  pressure: { top: number; bottom: number; ticks: { y: number; value: number }[]; bars: Bar[]; band: { top: number; bottom: number } | null; lines: LineMark[] };
  pulse: Lane & { lines: LineMark[] };
  /** Null where the chart is too low for a third lane. */
  temperature: Lane | null;
  /** Touch in a lane of its own under the curves, or along their foot where the chart is too low for one; null where there was none. */
  touches: { top: number; height: number; named: boolean; all: Touch[] } | null;
  events: Event[];
  eventsY: number;
  hours: Tick[];
  hoursY: number;
  /** Where now is; of a session that has ended: nowhere. */
  now: number | null;
  next: number | null;
  /** It is past its time: it stands where it was due. */
  overdue: boolean;
  gaps: { from: number; to: number }[];
}

/** What breaks a line: session times between which two dots are not joined. */
function breaks(view: SessionView, log: readonly LogLine[]): number[] {
  const missed = view.checks.filter((c) => c.state === "missed" || c.state === "cancelled").map((c) => c.planned_ms);
  const deferred = log.filter((l) => l.what.kind === "deferred" && l.struck === null).map((l) => l.happened_ms);
  const gaps = log.flatMap((l) => (l.what.kind === "gap" ? [(l.what.from_ms + l.what.to_ms) / 2] : []));
  return [...missed, ...deferred, ...gaps];
}

/** The stretch of time shown: from an hour before the dose (or arrival); now stands at four fifths. */
export function stretch(view: SessionView, now: number): [number, number] {
  const first = Math.min(...view.readings.map((r) => r.happened_ms), now);
  const from = view.dose1_ms === null ? Math.min(view.arrival_ms, first) : Math.max(Math.min(view.arrival_ms, first), view.dose1_ms - HOUR);
  const shown = Math.max(2.5 * HOUR, (now - from) / 0.8);
  return [from - 4 * MINUTE, from + shown];
}

const valueOf = (reading: ReadingView, sign: Sign): number | null => reading.values.find((v) => v.sign === sign)?.value ?? null;

function runsOf(readings: readonly ReadingView[], sign: Sign, broken: readonly number[], x: (ms: number) => number, y: (value: number) => number): Dot[][] {
  const runs: Dot[][] = [];
  let last: number | null = null;
  for (const reading of readings) {
    const value = valueOf(reading, sign);
    if (value === null) continue;
    const dot: Dot = { seq: reading.seq, x: x(reading.happened_ms), y: y(value), flagged: reading.flagged.includes(sign) };
    const from = last;
    const run = runs[runs.length - 1];
    if (run && from !== null && !broken.some((b) => b > from && b < reading.happened_ms)) run.push(dot);
    else runs.push([dot]);
    last = reading.happened_ms;
  }
  return runs;
}

function domain(values: readonly number[], low: number, high: number, room: number): [number, number] {
  return [Math.min(low, ...values.map((v) => v - room)), Math.max(high, ...values.map((v) => v + room))];
}

/** Below this the words of the chart are smaller than those of the room at its usual size. */
const LEAST_UNIT = 1.2;

export function chartOf(plan: SessionPlan, view: SessionView, log: readonly LogLine[], clock: number, size: Size): Chart {
  // A session that has ended is drawn to its end, in whatever year it is read.
  const now = view.ended ? Math.min(view.ended.at_ms, clock) : clock;
  const u = Math.min(size.rem / 16, Math.max(LEAST_UNIT, size.height / 190));
  const left = 44 * u;
  const right = size.width - 8 * u;
  const readings = [...view.readings].sort((a, b) => a.happened_ms - b.happened_ms);
  const [from, to] = stretch(view, now);
  const time = linear([from, to], [left, right]);
  const x = (ms: number): number => time(ms);
  const broken = breaks(view, log);

  const hoursY = size.height - 3 * u;
  const eventsY = hoursY - 17 * u;
  // The lane of touch takes its room only where there was any, and where there is room.
  const touchHeight = view.touches.length === 0 || size.height < 170 * u ? 0 : 13 * u;
  const lanes = eventsY - 16 * u - touchHeight;
  const laneHeight = Math.max(24 * u, Math.min(90 * u, lanes * 0.19));
  const warm = size.height >= 150 * u;
  const tempTop = warm ? lanes - laneHeight : lanes;
  const pulseTop = tempTop - laneHeight;
  const bottom = pulseTop - 5 * u;
  const top = 4 * u;

  const lines = [...standing(plan.limits, "systolic", view.values), ...standing(plan.limits, "diastolic", view.values)];
  const taken = readings.flatMap((r) => [valueOf(r, "systolic"), valueOf(r, "diastolic")]).filter((v): v is number => v !== null);
  const systolicTop = lines.filter((l) => l.above && l.limit.sign === "systolic").map((l) => l.at);
  const pressure = linear(domain([...taken, ...systolicTop], 65, 150, 12), [bottom, top]);
  const bars = readings.flatMap((r): Bar[] => {
    const [s, d] = [valueOf(r, "systolic"), valueOf(r, "diastolic")];
    if (s === null && d === null) return [];
    return [{ seq: r.seq, x: x(r.happened_ms), top: s === null ? null : pressure(s), bottom: d === null ? null : pressure(d), flagged: r.flagged.includes("systolic") || r.flagged.includes("diastolic") }];
  });
  const lowest = systolicTop.length > 0 ? Math.min(...systolicTop) : null;

  const pulses = readings.map((r) => valueOf(r, "pulse")).filter((v): v is number => v !== null);
  const pulse = linear(domain(pulses, 55, 110, 5), [tempTop - 7 * u, pulseTop + 9 * u]);
  const temps = readings.map((r) => valueOf(r, "temperature")).filter((v): v is number => v !== null);
  const temperature = linear(domain(temps, 360, 380, 3), [lanes - 6 * u, tempTop + 9 * u]);

  const doses = view.doses.map((d): Event => ({ x: x(d.at_ms), kind: "dose", words: milligrams(d.amount), side: "none" }));
  const marks = log
    .filter((l) => l.struck === null && (l.what.kind === "deferred" || l.what.kind === "red_flag_seen"))
    .map((l): Event => ({ x: x(l.happened_ms), kind: l.what.kind === "deferred" ? "not_now" : "red_flag", words: l.what.kind === "deferred" ? chartWords.notNow : "", side: "none" }));
  const missed = view.checks.filter((c) => c.state === "missed").map((c): Event => ({ x: x(c.planned_ms), kind: "missed", words: "", side: "none" }));
  const due = promptIn(slotOf(view))?.due_ms ?? null;
  const next = due === null || view.ended ? null : x(Math.min(due, to));
  const events = spaced([...doses, ...marks, ...missed], next, left, right, u);
  const crossed = view.flags.map((f) => f.line);
  const marksOf = (standings: Parameters<typeof lineMarks>[0], scale: Scale): LineMark[] => lineMarks(standings, crossed, scale, u, right - x(now));

  return {
    u,
    left,
    right,
    pressure: {
      top,
      bottom,
      ticks: ticksOf(pressure, 40).map((value) => ({ value, y: pressure(value) })),
      bars,
      band: lowest === null ? null : { top, bottom: pressure(lowest) },
      lines: marksOf(lines.filter((l) => l.limit.sign === "systolic"), pressure),
    },
    pulse: { top: pulseTop, bottom: tempTop, ticks: [{ value: 90, y: pulse(90) }], runs: runsOf(readings, "pulse", broken, x, pulse), lines: marksOf(standing(plan.limits, "pulse", view.values).filter((l) => inside(l.at, pulse)), pulse) },
    temperature: !warm ? null : { top: tempTop, bottom: lanes, ticks: [{ value: 370, y: temperature(370) }], runs: runsOf(readings, "temperature", broken, x, temperature) },
    touches: view.touches.length === 0 ? null : {
      ...(touchHeight === 0 ? { top: lanes - 3 * u, height: 3 * u, named: false } : { top: lanes + 3 * u, height: 7 * u, named: true }),
      all: view.touches.map((one): Touch => {
        const at = Math.max(left, x(one.from_ms));
        return { touch: one.touch, x: at, width: Math.max(3 * u, Math.min(right, x(one.until_ms ?? now)) - at), outside: one.outside !== null };
      }).filter((one) => one.x <= right),
    },
    events,
    eventsY,
    hours: hoursOf(view, from, to, (right - left) / (64 * u)).map((ms) => ({ ms, x: x(ms) })),
    hoursY,
    now: view.ended ? null : x(now),
    next,
    overdue: next !== null && due !== null && due < now,
    gaps: log.flatMap((l) => (l.what.kind === "gap" ? [{ from: Math.max(left, x(l.what.from_ms)), to: Math.min(right, x(l.what.to_ms)) }] : [])).filter((g) => g.to > left),
  };
}

const inside = (at: number, scale: Scale): boolean => {
  const [a = 0, b = 0] = scale.domain();
  return at >= a && at <= b;
};

function ticksOf(scale: Scale, step: number): number[] {
  const [a = 0, b = 0] = scale.domain();
  const out: number[] = [];
  for (let v = Math.ceil(a / step) * step; v <= b; v += step) out.push(v);
  return out;
}

/** How wide words of the chart are: one letter in sixteenths of a rem. */
export const LETTER = 6.6;

/** A label stands on its own line; where two do not fit, the line that was crossed keeps its own, else the higher one. */
function lineMarks(lines: readonly { limit: { sign: Sign; line: number }; at: number; above: boolean }[], crossed: readonly number[], scale: Scale, u: number, room: number): LineMark[] {
  const drawn: LineMark[] = [];
  const pressing = (l: { limit: { line: number } }): number => (crossed.includes(l.limit.line) ? 1 : 0);
  for (const l of [...lines].sort((a, b) => pressing(b) - pressing(a) || b.at - a.at)) {
    const y = scale(l.at);
    const words = chartWords.line(signName(l.limit.sign), `${l.above ? "" : "<"}${shown(l.limit.sign, l.at)}`, l.limit.line);
    const sides = room >= (words.length * LETTER + 8) * u ? (["right", "left"] as const) : (["left"] as const);
    const label = sides.find((side) => !drawn.some((d) => d.label === side && Math.abs(d.y - y) < 13 * u)) ?? "none";
    drawn.push({ y, label, words, above: l.above, sign: l.limit.sign, at: l.at, line: l.limit.line });
  }
  return drawn.sort((a, b) => a.at - b.at);
}

/** Whole hours from the dose (or arrival), thinned until they do not touch. */
function hoursOf(view: SessionView, from: number, to: number, most: number): number[] {
  const anchor = view.dose1_ms ?? view.arrival_ms;
  const steps = view.dose1_ms === null ? [HOUR / 2, HOUR] : [HOUR];
  // A session that was never ended may be days old: the hours stay as many as have room.
  const step = [...steps, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR].find((s) => (to - from) / s <= most) ?? 24 * HOUR * Math.ceil((to - from) / (24 * HOUR * most));
  const out: number[] = [];
  for (let ms = anchor + Math.ceil((from - anchor) / step) * step; ms <= to; ms += step) out.push(ms);
  return out;
}

/** Words beside the marks of the lowest lane, behind or before them, only where they do not run into another mark. */
function spaced(events: readonly Event[], next: number | null, left: number, right: number, u: number): Event[] {
  const sorted = [...events].filter((e) => e.x >= 0).sort((a, b) => a.x - b.x);
  let free = left;
  return sorted.map((e, i): Event => {
    const long = (e.words.length * LETTER + 20) * u;
    const following = Math.min((sorted[i + 1]?.x ?? Infinity) - 8 * u, next !== null && next > e.x ? next - 4 * u : Infinity, right + 12 * u);
    const side = e.words === "" ? "none" : following - e.x >= long ? "after" : e.x - free >= long ? "before" : "none";
    free = e.x + (side === "after" ? long : 8 * u);
    return { ...e, side };
  });
}
