// Who of the session may do what at the keyboard. Pure.
import { whoWords } from "../../words/session-forms";
import type { Person } from "../../wire/people";
import type { SessionPlan } from "../../wire/plan";
import type { SessionView } from "../../wire/view";

/** People with a PIN other than the writer: they may prove presence as the second person. Those in the room first. */
export function seconds(plan: SessionPlan, view: SessionView): Person[] {
  const others = plan.people.filter((p) => p.has_pin && p.id !== view.author);
  return [...others.filter((p) => view.present.includes(p.id)), ...others.filter((p) => !view.present.includes(p.id))];
}

/** Therapists of the session who are in the room and are not this person. */
export function otherTherapists(plan: SessionPlan, view: SessionView, person: string | null): Person[] {
  const therapist = (p: Person): boolean => p.roles.includes("lead_therapist") || p.roles.includes("co_therapist");
  return plan.people.filter((p) => therapist(p) && p.id !== person && view.present.includes(p.id));
}

/** People to pick from, by initials; who is not in the room is said to be so. */
export const asOptions = (people: readonly Person[], view: SessionView): { id: string; title: string }[] =>
  people.map((p) => ({ id: p.id, title: view.present.includes(p.id) ? p.initials : whoWords.away(p.initials) }));
