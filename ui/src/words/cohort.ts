// Words of the cohort. Captions, columns and lines of its tables come from Rust, so that both doors say the same.
import type { Cohort } from "../wire/cohort";

export const cohort = {
  title: "Cohort",
  lead: "Every client of this vault in numbers, those put away too. Nothing leaves this computer.",
  counting: "Counting",
  tooFew: (least: number): string => `There are fewer than ${least} clients. Nothing is shown, so that nobody can be known from a number.`,
  clients: (n: number): string => `${n} clients`,
  erased: (n: number | null, least: number): string => `Erased, and not counted: ${n ?? `fewer than ${least}`}.`,
  unread: "Records that cannot be read are left out.",
  unreadTodo: "Verify the vault: it names them.",
  hidden: "hidden",
  none: "\u2013",
  nothing: "Nothing to show: nothing is on record, or every line rests on too few clients.",
  /** The tables that have nothing to show, together. */
  nothingHead: "Nothing to show",
  nothingIn: "In these nothing is on record, or every line rests on too few clients.",
  legend: (least: number): string =>
    `hidden: a count below ${least}, or one from which such a count could be worked out. \u2013: no value, because nothing is on record or fewer than ${least} clients have one.`,
} as const;

/** What the numbers rest on, in one line. */
export function restsOn(view: Cohort): string {
  const clients = cohort.clients(view.clients ?? 0);
  return view.erased === 0 ? clients : `${clients}. ${cohort.erased(view.erased, view.least)}`;
}
