// The outcome chart as plain numbers: one measure over the days of the course, with the dosing days beneath.
import { shown as figure } from "../../kit/figure";
import { linear } from "../../kit/scale";
import { dayShort } from "../../time/elapsed";
import type { CourseView, Taken, TakenScore } from "../../wire/course";
import type { MeasureSheet, ScoreLine } from "../../wire/measures";
import { measures as words } from "../../words/measures";

/** As wide as it was before the page was measured. */
export const width = 720;
export const height = 240;
/** Units beside the plot; the column of the bands' names lies between the axis and the first day. */
const left = 44, right = 132, top = 12, bottom = 40, names = 136, least = 420;
/** A name at the end of its line begins so far from the plot; a letter of it is at most so wide. */
export const apart = 32;
const letter = 6.8;
/** Room of a date, with what parts it from the next. */
const date = 104;

export interface Line { id: string; title: string; points: { x: number; y: number; seq: number; label: string }[]; end: number; main: boolean }
export interface Mark { at: number; label: string }
export interface Day extends Mark { anchor: "start" | "middle" | "end" }
/** A stretch of scores; a name that does not fit stands in the list beneath alone. */
export interface Stretch { top: number; bottom: number; label: string; fits: boolean }
/** `end`: where the plot ends and the names of its lines begin. */
export interface Outcome { width: number; end: number; lines: Line[]; bands: Stretch[]; cuts: Mark[]; ticks: Mark[]; dosing: Mark[]; days: Day[]; scores: ScoreLine[] }

const at = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

/** Measures in which an answer did not wait and that are told still, the newest first. */
export const unwaitedOf = (taken: readonly Taken[]): Taken[] => taken.filter((one) => one.waits).toReversed();

/** What was scored, in one line. */
export function scoresOf(one: { scores: readonly TakenScore[] }): string {
  const found = one.scores.flatMap((score) => (score.value === null ? [] : [`${score.title} ${figure(score.value, score.decimals)}`]));
  return found.length > 0 ? found.join("\u2002\u00b7\u2002") : words.noScore;
}

/** The score that the protocol names, else the first; then those of its family that share its scale. */
function drawn(sheet: MeasureSheet, named: string | null): ScoreLine[] {
  const first = sheet.scores.find((score) => score.id === named) ?? sheet.scores[0];
  return first ? [first, ...sheet.scores.filter((score) => score !== first && score.to <= first.to && score.decimals === first.decimals)].slice(0, 5) : [];
}

/** `named`: the main score; none: the first of the file. `room`: units that the page has for it. */
export function outcome(view: CourseView, sheet: MeasureSheet, named: string | null = null, room = width): Outcome | null {
  const wide = Math.max(least, Math.round(room));
  const taken = view.taken.filter((one) => one.digest === sheet.line.digest);
  const scores = drawn(sheet, named);
  const [first] = scores;
  const [earliest, latest] = [taken[0], taken.at(-1)];
  if (!first || !earliest || !latest) return null;
  // The names of the lines have their room, of a narrow drawing no more than it can spare.
  const longest = Math.max(...scores.map((score) => score.title.length));
  const end = wide - Math.min(Math.max(right, apart + 8 + longest * letter), Math.max(right, wide * 0.42));
  const days = [...taken.map((one) => at(one.on)), ...view.dosing.map((day) => at(day.on))];
  const x = linear([Math.min(...days), Math.max(...days)], [left + (first.bands.length > 0 ? names : 8), end]);
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
  const bands = first.bands.map((band): Stretch => {
    // Up to where the next one begins: between whole scores there is no gap.
    const [low, high] = [y(band.from), y(band.to === first.to ? band.to : band.to + 1)];
    return { top: high, bottom: low, label: band.title, fits: low - high >= 14 };
  });
  return {
    width: wide, end, lines: shown, bands, scores,
    cuts: first.cuts.map((cut) => ({ at: y(cut.at), label: (cut.at / 10 ** first.decimals).toFixed(first.decimals) })),
    ticks: [first.from, Math.round((first.from + first.to) / 2), first.to].map(tick),
    dosing: view.dosing.map((day) => ({ at: x(at(day.on)), label: String(day.number) })),
    days: dated([...new Set(taken.map((one) => one.on))].map((on) => ({ at: x(at(on)), label: dayShort(on) }))),
  };
}

/** The first day, the last, and those between that have room. Where the two would lie on one another, the first begins further left. */
function dated(marks: Mark[]): Day[] {
  const [first, last] = [marks[0], marks.at(-1)];
  if (!first || !last) return [];
  if (first === last) return [{ ...first, anchor: "start" }];
  const days: Day[] = [{ ...first, at: Math.min(first.at, last.at - 170), anchor: "start" }];
  let taken = (days[0]?.at ?? 0) + date;
  for (const mark of marks.slice(1, -1)) {
    if (mark.at - date / 2 < taken || mark.at + date / 2 > last.at - date) continue;
    days.push({ ...mark, anchor: "middle" });
    taken = mark.at + date / 2;
  }
  return [...days, { ...last, anchor: "end" }];
}

/** Names at the ends of lines never lie on one another. */
function spread(lines: Line[]): void {
  const order = [...lines].sort((a, b) => a.end - b.end);
  order.forEach((line, i) => {
    const above = order[i - 1];
    if (above && line.end < above.end + 15) line.end = above.end + 15;
  });
}
