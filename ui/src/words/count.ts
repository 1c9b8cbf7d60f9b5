// Numbers with their word.
/** `1 client`, `10 000 clients`. */
export const many = (n: number, one: string, more: string): string => `${String(n).replace(/\B(?=(\d{3})+$)/g, "\u202f")} ${n === 1 ? one : more}`;

/** A length in days, as people say it: `1 day`, `729 days`, and whole years from two on: `25 years`. */
export function days(n: number): string {
  const years = Math.floor(n / 365.25);
  return years >= 2 ? `${years} years` : `${n} ${n === 1 ? "day" : "days"}`;
}
