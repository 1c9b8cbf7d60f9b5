// The people of a vault, by what they may be.
import type { Role } from "../wire/people";

export const roles: Record<Role, string> = {
  lead_therapist: "lead therapist",
  co_therapist: "co-therapist",
  prescriber: "prescriber",
  night_attendant: "night attendant",
  supervisor: "supervisor",
  medical_monitor: "medical monitor",
  blinded_rater: "blinded rater",
  inspector: "inspector",
  vault_keeper: "vault keeper",
};

/** What is ticked where somebody is added; an inspector is let in by a code instead. */
export const roleTicks = (Object.keys(roles) as Role[]).filter((role) => role !== "inspector").map((role) => ({ value: role, title: roles[role] }));

export const roleList = (held: Role[]): string => held.map((role) => roles[role]).join(", ");
