// When something was written down: both times where it did not happen on that day. Pure.
import { date, dayAndTime, dayText, wall } from "../../time/elapsed";
import type { Entry } from "../../wire/course";
import { course as words } from "../../words/course";

type Written = Pick<Entry, "on" | "entered_wall_ms" | "zone_minutes">;
/** It was written down on another day than it happened. */
export const later = (one: Written): boolean => date(one.entered_wall_ms, one.zone_minutes) !== one.on;
/** `14:05`, the time at which it was written down; `entered Wed 4 Mar 2026 10:12` where that was on another day. */
export function written(one: Written): string {
  return later(one) ? words.enteredOn(dayAndTime(one.entered_wall_ms, one.zone_minutes)) : wall(one.entered_wall_ms, one.zone_minutes);
}
/** `Mon 2 Mar 2026 14:05 MS`; `Mon 2 Mar 2026, entered Wed 4 Mar 2026 10:12 MS`. `row`: where it was written down; none: not known. */
export function told(on: string | null, by: string | null, row: Written | null | undefined): string {
  const day = on && dayText(on);
  return [day && row ? `${day}${later(row) ? "," : ""} ${written(row)}` : day, by].filter(Boolean).join(" ");
}
