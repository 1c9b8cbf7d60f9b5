// Times as they are read on the screen. Pure: milliseconds in, short text out. Minutes are shown whole; an age or a delay
// never says more than has passed, a wait never says less than is left.
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const minus = "\u2212";

const two = (n: number): string => String(n).padStart(2, "0");

export interface ClockParts { sign: "+" | "\u2212"; hours: number; minutes: string; seconds: string }

/** Elapsed time in pieces, for a clock set in large figures. */
export function clockParts(ms: number): ClockParts {
  const abs = Math.abs(ms);
  return {
    sign: ms < 0 ? minus : "+",
    hours: Math.floor(abs / hour),
    minutes: two(Math.floor((abs % hour) / minute)),
    seconds: two(Math.floor((abs % minute) / second)),
  };
}

/** `T+2:47`, `T−0:12`. */
export function elapsed(ms: number): string {
  const { sign, hours, minutes } = clockParts(ms);
  return `T${hours === 0 && minutes === "00" ? "+" : sign}${hours}:${minutes}`;
}

/** `13:12` at a UTC moment, in a zone given as minutes east. */
export function wall(utcMs: number, zoneMinutes: number): string {
  const local = new Date(utcMs + zoneMinutes * minute);
  return `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`;
}

/** `13:12:42`. */
export function wallSeconds(utcMs: number, zoneMinutes: number): string {
  return `${wall(utcMs, zoneMinutes)}:${two(new Date(utcMs).getUTCSeconds())}`;
}

/** `02:10 +1 day` when the day is no longer the one of `sinceMs`. */
export function wallSince(utcMs: number, sinceMs: number, zoneMinutes: number): string {
  const dayOf = (ms: number): number => Math.floor((ms + zoneMinutes * minute) / day);
  const days = dayOf(utcMs) - dayOf(sinceMs);
  if (days === 0) return wall(utcMs, zoneMinutes);
  const sign = days < 0 ? minus : "+";
  return `${wall(utcMs, zoneMinutes)} ${sign}${Math.abs(days)} ${Math.abs(days) === 1 ? "day" : "days"}`;
}

/** `Thursday 26 November`. */
export function dayName(utcMs: number, zoneMinutes: number): string {
  const format = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" });
  return format.format(utcMs + zoneMinutes * minute).replace(",", "");
}

/** `2026-11-26`: to keep, to compare and to type. People read `dateText`. */
export function date(utcMs: number, zoneMinutes: number): string {
  return new Date(utcMs + zoneMinutes * minute).toISOString().slice(0, 10);
}

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `2 Mar 2026` of a day as it is kept (`2026-03-02`), where the room is short: at a chart, in a table of figures. */
export function dayShort(iso: string): string {
  if (!isDay(iso)) return iso;
  const [year, month, of] = iso.split("-");
  return `${Number(of)} ${months[Number(month) - 1] ?? ""} ${year ?? ""}`;
}

/** `Mon 2 Mar 2026` of a day as it is kept: how people read a date, unless it is a heading (`dayName`). What is no day stays as it is. */
export function dayText(iso: string): string {
  return isDay(iso) ? `${weekdays[new Date(`${iso}T00:00:00Z`).getUTCDay()] ?? ""} ${dayShort(iso)}` : iso;
}

/** The same at a moment. */
export const dateText = (utcMs: number, zoneMinutes: number): string => dayText(date(utcMs, zoneMinutes));

/** Whether a text is a day of the calendar, `1985-04-30`. */
export function isDay(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(at) && date(at, 0) === text;
}

/** A length of time: `45 s`, `11 min`, `1 h 20 min`, `3 days`. Whole minutes from one minute on. */
export function span(ms: number): string {
  const abs = Math.max(0, ms);
  if (abs < minute) return `${Math.floor(abs / second)} s`;
  if (abs < hour) return `${Math.floor(abs / minute)} min`;
  if (abs < 2 * day) {
    const minutes = Math.floor((abs % hour) / minute);
    return `${Math.floor(abs / hour)} h${minutes === 0 ? "" : ` ${minutes} min`}`;
  }
  return `${Math.floor(abs / day)} days`;
}

/** How old a value is: `under 1 min`, `11 min`, `2 h 5 min`. */
export function age(ms: number): string {
  return ms < minute ? "under 1 min" : span(ms);
}

/** `in 4 min`; seconds in the last minute only; `due now` at zero and after. */
export function until(ms: number): string {
  if (ms <= 0) return "due now";
  if (ms <= minute) return `in ${Math.ceil(ms / second)} s`;
  return `in ${span(Math.ceil(ms / minute) * minute)}`;
}

/** `late 6 min`. */
export function late(ms: number): string {
  return `late ${age(ms)}`;
}

/** `4:12`, for the minutes that are left of a short wait. */
export function countdown(ms: number): string {
  const seconds = Math.ceil(Math.max(0, ms) / second);
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
}

/** Minutes east of UTC of this machine at a moment. */
export function zoneHere(utcMs: number): number {
  return -new Date(utcMs).getTimezoneOffset();
}

/** `Mon 2 Mar 2026 13:12`, in the zone it happened in. */
export const dayAndTime = (ms: number, zone: number): string => `${dateText(ms, zone)} ${wall(ms, zone)}`;

/** `2026-03-02 13:12`, for lines that are compared with the chain: a trail. */
export const stamp = (ms: number, zone: number): string => `${date(ms, zone)} ${wall(ms, zone)}`;
