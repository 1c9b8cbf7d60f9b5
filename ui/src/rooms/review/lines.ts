// What the page says about a moment of a session: its times, the entry, what stands beside it. Pure.
import { elapsed, span } from "../../time/elapsed";
import { clockAt } from "../../time/tie";
import type { LogLine } from "../../wire/log";
import type { EyeView, ReviewedSession } from "../../wire/review";
import type { FlagView } from "../../wire/view";
import type { Around } from "../../words/review";

const minute = 60_000;
/** So far from a moment an entry is its neighbour. */
const near = 10 * minute;
/** So many neighbours at most: the nearest. */
const most = 12;

/** T+0:00 is dose 1; before one was given, arrival. */
export const anchor = ({ view }: ReviewedSession): number => view.dose1_ms ?? view.arrival_ms;
export const since = (read: ReviewedSession, ms: number): string => elapsed(ms - anchor(read));
export const clock = (read: ReviewedSession, ms: number): string => clockAt(read.view, ms);
export const lineOf = (read: ReviewedSession, seq: number | null): LogLine | null => read.view.log.find((one) => one.seq === seq) ?? null;

/** The flag that an entry raised. */
const flagOf = (read: ReviewedSession, seq: number | null): FlagView | null => (seq === null ? null : (read.view.flags.find((one) => one.flag === seq) ?? null));

export function around(read: ReviewedSession, eye: EyeView): Around {
  const flag = flagOf(read, eye.entry);
  const contact = flag?.tell ? (read.plan.contacts.find((one) => one.id === flag.tell)?.title ?? flag.tell) : "";
  return { line: lineOf(read, eye.entry), flag, contact, at: (ms) => clock(read, ms), span };
}

/** The reading under a crossed line: its figures are what people look for. */
export function readingOf(read: ReviewedSession, line: LogLine | null): LogLine | null {
  return line?.what.kind === "flag_raised" ? lineOf(read, flagOf(read, line.seq)?.reading ?? null) : null;
}

/** What the clock writes by the minute says little beside a moment. */
const clockwork = new Set<LogLine["what"]["kind"]>(["prompted", "escalated", "check_met", "starred", "struck", "amended"]);

/** Entries within ten minutes, by time; not the ones that are shown above already. */
export function neighbours(read: ReviewedSession, at: number, above: readonly (number | null)[]): LogLine[] {
  return read.view.log
    .filter((one) => Math.abs(one.happened_ms - at) <= near && !above.includes(one.seq) && !clockwork.has(one.what.kind))
    .sort((a, b) => Math.abs(a.happened_ms - at) - Math.abs(b.happened_ms - at))
    .slice(0, most)
    .sort((a, b) => a.happened_ms - b.happened_ms || a.seq - b.seq);
}

/** How long the session was. */
export function length({ view }: ReviewedSession): string {
  return view.ended === null ? "" : span(view.ended.at_ms - view.arrival_ms);
}

/** Both times are told where they differ by so much. */
export const late = (line: LogLine): boolean => Math.abs(line.entered_ms - line.happened_ms) > 2 * minute;
