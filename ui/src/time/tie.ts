// Session time on the wall. Pure: a view ties the two clocks together; nothing here asks a clock.
import { wall } from "./elapsed";

/** From a session time on, what the wall clock showed. */
interface Knot { from_ms: number; wall_ms: number; zone_minutes: number }

/** What ties session time to the wall: one pair of readings and the zone; earlier ones where the clock jumped since. */
export interface Tie { now_ms: number; wall_ms: number; zone_minutes: number; ties?: readonly Knot[] }

/** The tie that a session time falls under: what was on the wall then is what counts, not what the clock says now. */
export function tieOf(tie: Tie, t: number): Knot {
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
