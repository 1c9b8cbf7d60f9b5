// Words about what people bring: licences, trainings, delegated tasks.
import { dayText } from "../time/elapsed";
import type { DutyLine, LapsingLine, LicenceLine } from "../wire/licences";
import { days } from "./count";

/** How a licence stands, beside its number. */
export function stands(licence: LicenceLine): string {
  if (licence.standing === "holds") return `until ${dayText(licence.until)}`;
  if (licence.standing === "lapsed") return `lapsed, its last day was ${dayText(licence.until)}, ${days(licence.days)} ago`;
  return licence.days === 0 ? "today is its last day" : `until ${dayText(licence.until)}, ${days(licence.days)} left`;
}

export const licences = {
  column: "Licence",
  none: "no licence recorded",
  /** In a list of people: until when; the rest stands on their own sheet. */
  short: (licence: LicenceLine | null): string => (licence === null ? "none recorded" : `${licence.standing === "lapsed" ? "lapsed" : "until"} ${dayText(licence.until)}`),
  cell: (licence: LicenceLine | null): string => (licence === null ? licences.none : `${licence.number}, ${licence.jurisdiction}, ${stands(licence)}`),
  go: (initials: string): string => `Licence and log of ${initials}`,
  title: (name: string): string => `${name}: licence and log`,
  lead: "A session does not begin with a therapist, prescriber or night attendant whose recorded licence has lapsed. Whoever has none recorded is not stopped.",
  licence: "Licence",
  record: "Record a licence",
  renew: "Renew the licence",
  number: "Number",
  jurisdiction: "Jurisdiction",
  jurisdictionHint: "Where it holds.",
  until: "Last day on which it holds",
  untilHint: "Year-month-day, 2031-05-31.",
  dayWrong: "A day is typed as 2031-05-31.",
  missing: "This is needed.",
  keepLicence: "Keep the licence",
  log: "Trainings and delegated tasks",
  logColumns: ["Day", "What", "In words"],
  logNone: "Nothing is written down.",
  add: "Add a line",
  kind: "What",
  trained: "a training",
  delegated: "a task is delegated to them",
  ends: (words: string): string => `a task is theirs no more: ${words}`,
  by: "Who delegates it",
  words: { trained: "In what", delegated: "Which task", ended: "Why" },
  on: "On which day",
  onHint: "Year-month-day. Empty: today.",
  keepDuty: "Keep the line",
  waiting: "This was typed before and is not kept yet.",
  leave: "Leave",
  close: "Close",
  section: "Licences",
  lapsing: (line: LapsingLine): string => `${line.name} (${line.initials})`,
} as const;

/** What a line says, apart from its words. */
export function dutyWhat(line: DutyLine, all: readonly DutyLine[]): string {
  if (line.kind === "trained") return "trained";
  if (line.kind === "delegated") return `delegated by ${line.by ?? "somebody else"}${line.ended === null ? "" : `, ended ${dayText(line.ended)}`}`;
  return `ended: ${all[line.ends ?? -1]?.words ?? ""}`;
}
