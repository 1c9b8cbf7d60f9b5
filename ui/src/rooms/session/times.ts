// Session time on the wall. Pure: a view ties the two clocks together; nothing here asks a clock.
import { wall, wallSeconds, wallSince } from "../../time/elapsed";
import type { SessionView } from "../../wire/view";

export const SECOND = 1_000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What ties session time to the wall: one pair of readings and the zone; earlier ones where the clock jumped since. */
export type Tie = Pick<SessionView, "now_ms" | "wall_ms" | "zone_minutes"> & Partial<Pick<SessionView, "ties">>;

/** The tie that a session time falls under: what was on the wall then is what counts, not what the clock says now. */
function tieOf(tie: Tie, t: number): { from_ms: number; wall_ms: number; zone_minutes: number } {
  const now = { from_ms: tie.now_ms, wall_ms: tie.wall_ms, zone_minutes: tie.zone_minutes };
  const ties = tie.ties ?? [];
  // What happened at the very moment of a jump happened before it: after a restart time goes on from the last moment watched.
  const at = Math.max(0, ties.filter((one) => one.from_ms < t).length - 1);
  const under = ties[at];
  // Since the last jump the present clock says it best.
  return under === undefined || at === ties.length - 1 || t >= tie.now_ms ? now : under;
}

/** Wall time (UTC ms) of a session time. */
export function wallOf(tie: Tie, t: number): number {
  const under = tieOf(tie, t);
  return under.wall_ms + (t - under.from_ms);
}

/** `13:12` of a session time. */
export function clockAt(tie: Tie, t: number): string {
  return wall(wallOf(tie, t), tieOf(tie, t).zone_minutes);
}

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
