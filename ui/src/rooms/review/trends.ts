// Counts of a pair across its sessions as bars, side by side. Plain numbers, so that they can be tried without a page.
import { linear } from "../../kit/scale";
import type { TrendLine } from "../../wire/review";

/** In units of the text's size: a bar with its gap, and the heights of a plot. */
const step = 2.25, bar = 1.25, top = 1.125, room = 3, foot = 1.25;
/** As many sessions as one plot shows: the latest. */
export const most = 12;

export interface Bar { key: string; x: number; y: number; width: number; height: number; middle: number; text: string; label: string }
export interface Plot { width: number; height: number; floor: number; bars: Bar[] }

/** `u` is the size of the text in pixels. A count of nothing is a line on the floor, not an empty place. */
export function plotOf(lines: readonly TrendLine[], value: (line: TrendLine) => number, text: (line: TrendLine) => string, u: number): Plot {
  const shown = lines.slice(-most);
  const floor = (top + room) * u;
  const y = linear([0, Math.max(1, ...shown.map(value))], [floor, top * u]);
  return {
    width: Math.max(shown.length, 3) * step * u, height: floor + foot * u, floor,
    bars: shown.map((line, i) => {
      const x = (i + (step - bar) / 2 / step) * step * u;
      return { key: line.session, x, y: y(value(line)), width: bar * u, height: floor - y(value(line)), middle: x + (bar * u) / 2, text: text(line), label: String(i + 1 + lines.length - shown.length) };
    }),
  };
}
