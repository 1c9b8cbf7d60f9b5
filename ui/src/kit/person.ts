// What a form about a person objects to, before anything is sent. Rust checks again and decides.
export interface PersonDraft { name: string; initials: string; roles: string[]; pin: string; again: string }
export type PersonField = keyof PersonDraft;
export type Objections = Partial<Record<PersonField, "missing" | "wrong" | "taken" | "differs">>;

/** What of it may be remembered while it is typed. */
export type PersonTyped = Omit<PersonDraft, "pin" | "again">;

/** What is typed without the PIN; null where nothing is. */
export function personTyped({ name, initials, roles }: PersonDraft): PersonTyped | null {
  return name.trim() === "" && initials.trim() === "" && roles.length === 0 ? null : { name, initials, roles: [...roles] };
}

export const blankPerson = (): PersonDraft => ({ name: "", initials: "", roles: [], pin: "", again: "" });

export function objections(draft: PersonDraft, takenInitials: string[]): Objections {
  const found: Objections = {};
  const initials = draft.initials.trim().toUpperCase();
  if (draft.name.trim() === "") found.name = "missing";
  if (!/^\p{L}{2,4}$/u.test(initials)) found.initials = "wrong";
  else if (takenInitials.some((taken) => taken.toUpperCase() === initials)) found.initials = "taken";
  if (draft.roles.length === 0) found.roles = "missing";
  if (!/^\d{4,6}$/.test(draft.pin)) found.pin = "wrong";
  else if (draft.pin !== draft.again) found.again = "differs";
  return found;
}
