// A whole session as shapes: pressure, pulse and temperature above, what stood where in lanes below. Pure geometry: a session and a size
// in, shapes out. Pulse and temperature stop where a check was missed or put off and where nobody watched; nothing is drawn between.
import { linear } from "../../kit/scale";
import type { ReviewedSession, StripLane, StripMark } from "../../wire/review";
import type { Sign } from "../../wire/session";
import type { ReadingView } from "../../wire/view";
import { anchor, lineOf } from "./lines";

const hour = 3_600_000;
/** From above; gaps lie over all of them. */
export const laneOrder: readonly StripLane[] = ["dose", "effect", "quiet", "touch", "present", "note", "put_off", "check", "line"];

export interface Bar { seq: number; x: number; top: number; bottom: number; flagged: boolean }
export interface Shape { key: string; lane: StripLane; entry: number; x: number; width: number; y: number; height: number; heavy: boolean; moment: boolean; person: string | null; /** Micrograms of a dose. */ dose: number | null; name: string }
export interface Curve { top: number; runs: { x: number; y: number }[][]; tick: { value: number; y: number } }
export interface StripView {
  u: number; left: number; right: number; width: number; height: number; top: number; bottom: number; foot: number; hoursY: number;
  ticks: { value: number; y: number }[]; bars: Bar[];
  /** The lowest line of the protocol above which a systolic pressure lies outside. */
  limit: { y: number; at: number; line: number } | null;
  pulse: Curve;
  /** None was taken: there is no lane for it. */
  temperature: Curve | null;
  lanes: { lane: StripLane; y: number; /** Who has which row, on the lane of who was there. */ people: { who: string; y: number }[] }[]; shapes: Shape[]; gaps: Shape[];
  hours: { ms: number; x: number }[]; x: (ms: number) => number;
  /** What was touched at this place: the nearest entry. */
  entryAt: (x: number, y: number) => number | null;
}

const value = (reading: ReadingView, sign: Sign): number | null => reading.values.find((one) => one.sign === sign)?.value ?? null;

/** More of them side by side have no room for their names. */
const named = 6;

/** What an entry calls itself; empty where it has no name. */
function nameOf(read: ReviewedSession, seq: number): string {
  const what = lineOf(read, seq)?.what;
  return what && "title" in what ? what.title : "";
}

/** Stretches of one lane, each in the first row that is free; people keep a row of their own. */
function rowsOf(marks: readonly StripMark[]): { rows: number[]; count: number; people: string[] } {
  const people: string[] = [];
  const ends: number[] = [];
  const rows = marks.map((mark) => {
    if (mark.person !== null) {
      if (!people.includes(mark.person)) people.push(mark.person);
      return people.indexOf(mark.person);
    }
    const free = ends.findIndex((end) => end <= mark.from_ms);
    const row = free < 0 ? ends.length : free;
    ends[row] = mark.until_ms ?? mark.from_ms;
    return row;
  });
  return { rows, count: Math.max(1, people.length, ends.length), people };
}

export function stripOf(read: ReviewedSession, width: number, rem: number): StripView {
  const { view, strip, plan } = read;
  const u = rem / 16;
  const left = 92 * u;
  const right = Math.max(left + 40, width - 10 * u);
  const readings = [...view.readings].sort((a, b) => a.happened_ms - b.happened_ms);
  const times = [view.arrival_ms, ...readings.map((one) => one.happened_ms), ...strip.flatMap((one) => [one.from_ms, one.until_ms ?? one.from_ms])];
  const from = Math.min(...times);
  const to = Math.max(view.ended?.at_ms ?? view.now_ms, ...times);
  const edge = Math.max(6 * 60_000, (to - from) * 0.015);
  const time = linear([from - edge, to + edge], [left, right]);
  const x = (ms: number): number => time(ms);

  const top = 8 * u;
  const bottom = 88 * u;
  const figures = readings.flatMap((one) => [value(one, "systolic"), value(one, "diastolic")]).filter((one): one is number => one !== null);
  const y = linear([Math.min(65, ...figures.map((one) => one - 6)), Math.max(168, ...figures.map((one) => one + 14))], [bottom, top]);
  const bars = readings.flatMap((one): Bar[] => {
    const [systolic, diastolic] = [value(one, "systolic"), value(one, "diastolic")];
    if (systolic === null && diastolic === null) return [];
    const high = systolic ?? diastolic ?? 0;
    return [{ seq: one.seq, x: x(one.happened_ms), top: y(high), bottom: y(diastolic ?? high), flagged: one.flagged.includes("systolic") || one.flagged.includes("diastolic") }];
  });
  const lowest = plan.limits.flatMap((one) => (one.sign === "systolic" && one.above !== null ? [{ at: one.above, line: one.line }] : [])).sort((a, b) => a.at - b.at)[0];

  const broken = strip.flatMap((one) => (one.lane === "gap" || one.lane === "put_off" || (one.lane === "check" && one.heavy) ? [one.from_ms] : []));
  /** A sign in a lane of its own, `height` from `from`, with one value marked. */
  function curve(sign: Sign, from: number, height: number, [low, high, room]: [number, number, number], marked: number): Curve {
    const values = readings.flatMap((one) => value(one, sign) ?? []);
    const scale = linear([Math.min(low, ...values.map((one) => one - room)), Math.max(high, ...values.map((one) => one + room))], [from + height - 3 * u, from + 5 * u]);
    const runs: { x: number; y: number }[][] = [];
    let last: number | null = null;
    for (const one of readings) {
      const found = value(one, sign);
      if (found === null) continue;
      const before: number | null = last;
      const run = runs[runs.length - 1];
      const dot = { x: x(one.happened_ms), y: scale(found) };
      if (run && before !== null && !broken.some((at) => at > before && at < one.happened_ms)) run.push(dot);
      else runs.push([dot]);
      last = one.happened_ms;
    }
    return { top: from, runs, tick: { value: marked, y: scale(marked) } };
  }
  const pulse = curve("pulse", bottom + 4 * u, 32 * u, [55, 110, 5], 90);
  const warm = readings.some((one) => value(one, "temperature") !== null);
  const temperature = warm ? curve("temperature", pulse.top + 32 * u, 26 * u, [360, 380, 3], 370) : null;

  const row = 19 * u;
  const lanesTop = (temperature ? temperature.top + 26 * u : pulse.top + 32 * u) + 8 * u;
  let foot = lanesTop;
  // A lane with several stretches side by side grows, so that each can be told from the next.
  const lanes = laneOrder.map((lane) => {
    const marks = strip.filter((one) => one.lane === lane);
    const { rows, count, people } = rowsOf(marks);
    const moments = marks.every((one) => one.until_ms === null);
    // Who was there stands in the margin, each at their row; what was felt has its name above its stretch, unless there is too much of it.
    const each = people.length > 1 || (lane === "effect" && count <= named) ? 12 : 5;
    const room = moments ? 13 * u : Math.max(13, count * each) * u;
    const at = foot;
    foot += row - 13 * u + room;
    return { lane, y: at, end: foot, marks, rows, moments, room, step: room / count, each, people: people.map((who, i) => ({ who, y: at + (i * room) / count })) };
  });
  const shapes = lanes.flatMap(({ lane, y: at, marks, rows, moments, room, step, each }): Shape[] => {
    const spoken = lane === "effect" && each > 5;
    return marks.map((mark, i): Shape => {
      const moment = mark.until_ms === null;
      const start = x(mark.from_ms);
      const height = moments ? room : Math.min(5 * u, Math.max(2, step - 1.5 * u));
      return {
        key: `${lane} ${mark.entry} ${i}`, lane, entry: mark.entry, person: mark.person, heavy: mark.heavy, moment, x: start, width: moment ? 0 : Math.max(2, x(mark.until_ms ?? mark.from_ms) - start),
        y: moments ? at + 2 * u : at + (spoken || (lane === "present" && each > 5) ? step - height - (spoken ? 0 : 2.5 * u) : 2 * u) + (rows[i] ?? 0) * step, height: spoken ? 3 * u : height,
        dose: lane === "dose" ? (view.doses.find((one) => one.at_ms === mark.from_ms)?.amount ?? null) : null, name: spoken ? nameOf(read, mark.entry) : "",
      };
    });
  });
  const gaps = strip.flatMap((mark, i): Shape[] => {
    if (mark.lane !== "gap") return [];
    const start = x(mark.from_ms);
    return [{ key: `gap ${mark.entry} ${i}`, lane: "gap", entry: mark.entry, person: null, dose: null, name: "", heavy: true, moment: false, x: start, width: Math.max(3, x(mark.until_ms ?? mark.from_ms) - start), y: top, height: foot - top }];
  });

  const zero = anchor(read);
  const each = [1, 2, 3, 6, 12].find((n) => ((right - left) / (to - from + 2 * edge)) * n * hour >= 64 * u) ?? 24 * Math.max(1, Math.ceil((to - from) / (24 * hour) / 8));
  const hours: { ms: number; x: number }[] = [];
  for (let ms = zero + Math.ceil((from - zero) / (each * hour)) * each * hour; ms <= to; ms += each * hour) hours.push({ ms, x: x(ms) });

  function entryAt(px: number, py: number): number | null {
    const within = gaps.find((one) => px >= one.x && px <= one.x + one.width);
    if (within) return within.entry;
    const lane = lanes.find((one) => py >= one.y && py < one.end)?.lane;
    const there = lane === undefined ? readings.map((one) => ({ entry: one.seq, away: Math.abs(x(one.happened_ms) - px) }))
      : shapes.filter((one) => one.lane === lane).map((one) => ({ entry: one.entry, away: Math.max(0, one.x - px, px - one.x - one.width) }));
    const nearest = there.sort((a, b) => a.away - b.away)[0];
    return nearest && nearest.away <= 16 * u ? nearest.entry : null;
  }

  return {
    u, left, right, width, height: foot + 22 * u, top, bottom, foot, hoursY: foot + 15 * u, bars, pulse, temperature, lanes, shapes, gaps, hours, x, entryAt,
    ticks: [80, 120, 160].map((one) => ({ value: one, y: y(one) })), limit: lowest ? { y: y(lowest.at), ...lowest } : null,
  };
}
