// Numbers over the days, each in a lane of its own: items of the visits, answers of the calls. Pure.
import { shown } from "../../kit/figure";
import { linear } from "../../kit/scale";
import { dayShort } from "../../time/elapsed";
import type { CourseView, DosingDay, Series } from "../../wire/course";
import type { PlanQuestion } from "../../wire/plan_of_course";
import type { ContactLine } from "../../wire/standing";

/** Units from the edge to where a lane begins. */
export const left = 48;
const right = 44, name = 20, plot = 44, gap = 14, foot = 40, least = 360;

export interface LaneIn {
  /** With its unit. */
  id: string; title: string; from: number; to: number; decimals: number;
  points: { key: string; on: string; value: number; flagged: boolean }[];
  /** Lines of the protocol through it. */
  lines: { at: number; label: string }[];
}
export interface Lane {
  id: string; title: string; top: number; bottom: number; least: string; most: string;
  points: { key: string; x: number; y: number; label: string; flagged: boolean; said: boolean }[];
  lines: { y: number; label: string }[];
}
export interface Lanes { width: number; height: number; end: number; lanes: Lane[]; dosing: { at: number; label: string }[]; days: { at: number; label: string }[] }

const titled = (title: string, unit: string | null): string => (unit ? `${title} (${unit})` : title);
/** The end of a scale, without decimals that say nothing. */
const edge = (value: number, decimals: number): string => shown(value, decimals).replace(/\.0+$/, "");
const day = (on: string): number => Date.parse(`${on}T00:00:00Z`) / 86_400_000;

/** `room`: units that the page has. Null: nothing to draw. */
export function lanes(all: LaneIn[], dosing: DosingDay[], room: number): Lanes | null {
  const every = all.flatMap((lane) => lane.points.map((point) => point.on)).sort();
  const [first, last] = [every[0], every.at(-1)];
  if (!first || !last) return null;
  const width = Math.max(least, Math.round(room));
  const marks = dosing.filter((one) => one.on >= first && one.on <= last);
  const x = linear([day(first), day(last)], [left + 22, width - right]);
  const drawn = all.map((lane, i): Lane => {
    const top = i * (name + plot + gap) + name;
    const y = linear([lane.from, lane.to], [top + plot, top]);
    let before = -Infinity;
    return {
      id: lane.id, title: lane.title, top, bottom: top + plot, least: edge(lane.from, lane.decimals), most: edge(lane.to, lane.decimals),
      points: lane.points.map((point) => {
        const at = x(day(point.on));
        // A figure stands beside every point that has room for it.
        const label = shown(point.value, lane.decimals);
        const said = at - before >= label.length * 8 + 8;
        if (said) before = at;
        return { key: point.key, x: at, y: y(point.value), label, flagged: point.flagged, said };
      }),
      lines: lane.lines.map((line) => ({ y: y(line.at), label: line.label })),
    };
  });
  return {
    width, height: all.length * (name + plot + gap) + foot, end: width - right + 8, lanes: drawn,
    dosing: marks.map((one) => ({ at: x(day(one.on)), label: String(one.number) })),
    days: [...new Set([first, last])].map((on) => ({ at: x(day(on)), label: dayShort(on) })),
  };
}

/** Number items of the visits that were answered more than once. */
export function ofSeries(series: Series[]): LaneIn[] {
  return series.filter((one) => one.points.length > 1).map((one) => {
    // The scale of the protocol, unless it is much wider than what was answered.
    const values = one.points.map((point) => point.value);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const wide = one.scale.to - one.scale.from > 50 * 10 ** one.scale.decimals && high - low < (one.scale.to - one.scale.from) / 4;
    const more = Math.max(10 ** one.scale.decimals, Math.ceil((high - low) / 2));
    return {
      id: one.item, title: titled(one.title, one.scale.unit), decimals: one.scale.decimals, lines: [],
      from: wide ? Math.max(one.scale.from, low - more) : one.scale.from, to: wide ? Math.min(one.scale.to, high + more) : one.scale.to,
      points: one.points.map((point) => ({ key: String(point.row), on: point.on, value: point.value, flagged: false })),
    };
  });
}

/** Number questions of the calls, with the line at which the protocol flags them. */
export function ofCalls(calls: ContactLine[], questions: PlanQuestion[], said: (at: string, below: boolean, line: number) => string): LaneIn[] {
  return questions.flatMap((question): LaneIn[] => {
    const scale = question.scale;
    if (question.kind !== "number" || !scale) return [];
    const points = calls.flatMap((call) => {
      const value = call.answers[question.id];
      return value?.kind === "number" && call.on ? [{ key: `${call.after} ${call.day}`, on: call.on, value: value.stored, flagged: call.flags.includes(question.id) }] : [];
    });
    const line = (at: number | null, below: boolean) => (at === null ? [] : [{ at, label: said(shown(at, scale.decimals), below, question.line) }]);
    return points.length === 0 ? [] : [{
      id: question.id, title: titled(question.title, scale.unit), from: scale.from, to: scale.to, decimals: scale.decimals, points: points.sort((a, b) => a.on.localeCompare(b.on)),
      lines: [...line(question.flag_at_most, true), ...line(question.flag_at_least, false)],
    }];
  });
}

/** The table behind the series: a row for each day and visit, a cell for each item. */
export function rowsOf(view: CourseView): { key: string; on: string; visit: string | null; by: string; cells: string[] }[] {
  const rows = new Map<string, { key: string; on: string; visit: string | null; by: string; cells: string[] }>();
  view.series.forEach((one, i) => {
    for (const point of one.points) {
      const key = `${point.on} ${point.visit ?? ""}`;
      const row = rows.get(key) ?? { key, on: point.on, visit: point.visit, by: point.by, cells: view.series.map(() => "") };
      row.cells[i] = shown(point.value, one.scale.decimals);
      rows.set(key, row);
    }
  });
  return [...rows.values()].sort((a, b) => a.key.localeCompare(b.key));
}
