// What a person may do, as the shell says it: what they may not is not offered. The shell refuses it all the same.
export type Right = "desk" | "read" | "see_care" | "write_care" | "run_session" | "rate" | "sign" | "unlock" | "packets" | "adopt" | "cohort" | "export" | "erase" | "manage_people" | "keep" | "verify";

/** Everything that a lead therapist who keeps the vault has. */
export const everything: Right[] = ["desk", "read", "see_care", "write_care", "run_session", "sign", "unlock", "packets", "adopt", "cohort", "export", "erase", "manage_people", "keep", "verify"];

/** The right that each room of the office asks for, in the order in which they stand. */
export const roomRights = { today: "see_care", clients: "see_care", review: "packets", protocols: "read", cohort: "cohort", vault: "read" } as const satisfies Record<string, Right>;

type RoomName = keyof typeof roomRights;

/** The rooms that these rights open. */
export function roomsOf(rights: readonly Right[]): RoomName[] {
  return (Object.keys(roomRights) as RoomName[]).filter((room) => rights.includes(roomRights[room]));
}
