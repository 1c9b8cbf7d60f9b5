// The outcome chart as plain numbers: one measure over the days of the course, with the dosing days beneath.
import { linear } from "../../kit/scale";
import type { CourseView, Taken } from "../../wire/course";
import type { MeasureSheet, ScoreLine } from "../../wire/measures";

export const width = 720;
export const height = 240;
const left = 44, right = 132, top = 12, bottom = 40;

export interface Line { id: string; title: string; points: { x: number; y: number; seq: number; label: string }[]; end: number; main: boolean }
export interface Mark { at: number; label: string }
export interface Outcome { lines: Line[]; cuts: Mark[]; ticks: Mark[]; dosing: Mark[]; days: Mark[]; scores: ScoreLine[] }

const at = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

/** Measures on record, newest version's name once each, in the order they were first taken. */
export function kinds(view: CourseView): { digest: string; short: string }[] {
  const seen = new Map<string, string>();
  for (const one of view.taken) if (!seen.has(one.digest)) seen.set(one.digest, one.short);
  return [...seen].map(([digest, short]) => ({ digest, short }));
}

/** Scores of one family share a scale: those whose range is the first score's, else only the first. */
function drawn(sheet: MeasureSheet): ScoreLine[] {
  const first = sheet.scores[0];
  return first ? sheet.scores.filter((score) => score === first || (score.to <= first.to && score.decimals === first.decimals)).slice(0, 5) : [];
}

export function outcome(view: CourseView, sheet: MeasureSheet): Outcome | null {
  const taken = view.taken.filter((one) => one.digest === sheet.line.digest);
  const scores = drawn(sheet);
  const [first] = scores;
  const [earliest, latest] = [taken[0], taken.at(-1)];
  if (!first || !earliest || !latest) return null;
  const days = [...taken.map((one) => at(one.on)), ...view.dosing.map((day) => at(day.on))];
  const x = linear([Math.min(...days), Math.max(...days)], [left + 8, width - right]);
  const y = linear([Math.min(first.from, 0), first.to], [height - bottom, top]);
  const lines = scores.map((score, i): Line => {
    const points = taken.flatMap((one: Taken) => {
      const value = one.scores.find((s) => s.id === score.id)?.value;
      return value === null || value === undefined ? [] : [{ x: x(at(one.on)), y: y(value), seq: one.seq, label: (value / 10 ** score.decimals).toFixed(score.decimals) }];
    });
    return { id: score.id, title: score.title, points, end: points.at(-1)?.y ?? 0, main: i === 0 };
  });
  const shown = lines.filter((line) => line.points.length > 0);
  spread(shown);
  const tick = (value: number): Mark => ({ at: y(value), label: (value / 10 ** first.decimals).toFixed(first.decimals) });
  return {
    lines: shown, scores,
    cuts: first.cuts.map((cut) => ({ at: y(cut.at), label: (cut.at / 10 ** first.decimals).toFixed(first.decimals) })),
    ticks: [first.from, Math.round((first.from + first.to) / 2), first.to].map(tick),
    dosing: view.dosing.map((day) => ({ at: x(at(day.on)), label: String(day.number) })),
    days: [...new Set([earliest.on, latest.on])].map((day) => ({ at: x(at(day)), label: day })),
  };
}

/** Names at the ends of lines never lie on one another. */
function spread(lines: Line[]): void {
  const order = [...lines].sort((a, b) => a.end - b.end);
  order.forEach((line, i) => {
    const above = order[i - 1];
    if (above && line.end < above.end + 15) line.end = above.end + 15;
  });
}
