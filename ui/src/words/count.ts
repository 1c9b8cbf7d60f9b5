// Numbers with their word.
/** A length in days, as people say it: `1 day`, `729 days`, and whole years from two on: `25 years`. */
export function days(n: number): string {
  const years = Math.floor(n / 365.25);
  return years >= 2 ? `${years} years` : `${n} ${n === 1 ? "day" : "days"}`;
}
