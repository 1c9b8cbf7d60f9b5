// Session time on the wall. Pure: a view ties the two clocks together; nothing here asks a clock.
import { wallSeconds, wallSince } from "../../time/elapsed";
import { clockAt, wallOf, type Tie } from "../../time/tie";

export const SECOND = 1_000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export { clockAt, wallOf, type Tie };

/** `13:11:42` of a UTC instant in the session's zone. */
export function exact(tie: Tie, wallMs: number): string {
  return wallSeconds(wallMs, tie.zone_minutes);
}

/** `02:10 +1 day`, when the day of `t` is not the day of `since`. */
export function clockSince(tie: Tie, t: number, since: number): string {
  return wallSince(wallOf(tie, t), wallOf(tie, since), tie.zone_minutes);
}

/** Wall milliseconds since local midnight of a session time. */
export function dayMs(tie: Tie, t: number): number {
  const local = wallOf(tie, t) + tie.zone_minutes * MINUTE;
  return ((local % DAY) + DAY) % DAY;
}

/** The session time at which the wall showed `hh:mm`, the latest one not after `now`; null when the text is no time. */
export function backTo(tie: Tie, now: number, text: string): number | null {
  const parts = /^(\d{1,2})[:.]?(\d{2})$/.exec(text.trim());
  if (!parts) return null;
  const [hour, minute] = [Number(parts[1]), Number(parts[2])];
  if (hour > 23 || minute > 59) return null;
  const ago = dayMs(tie, now) - (hour * HOUR + minute * MINUTE);
  return now - (ago < 0 ? ago + DAY : ago);
}

/** Milliseconds since midnight of `h:mm:ss`, `hmmss`; null when the text is no such time. */
export function secondsOfDay(text: string): number | null {
  const parts = /^(\d{1,2})[:.]?(\d{2})[:.]?(\d{2})$/.exec(text.trim());
  if (!parts) return null;
  const [hour, minute, second] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (hour > 23 || minute > 59 || second > 59) return null;
  return hour * HOUR + minute * MINUTE + second * SECOND;
}

/** How far the laptop lies from a reference clock, the short way round midnight: laptop minus reference. */
export function differenceOf(laptopDayMs: number, referenceDayMs: number): number {
  const apart = laptopDayMs - referenceDayMs;
  if (apart > DAY / 2) return apart - DAY;
  if (apart < -DAY / 2) return apart + DAY;
  return apart;
}
