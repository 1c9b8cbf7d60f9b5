import { expect, test } from "vitest";
import { everything, roomsOf } from "./rights";

test("a room is offered to whoever may enter it", () => {
  expect(roomsOf(everything)).toEqual(["today", "clients", "review", "protocols", "cohort", "vault"]);
  expect(roomsOf(["desk", "read", "manage_people", "keep", "erase", "adopt", "verify"])).toEqual(["protocols", "vault"]);
  expect(roomsOf(["read", "see_care", "cohort", "verify"])).toEqual(["today", "clients", "protocols", "cohort", "vault"]);
  expect(roomsOf([])).toEqual([]);
});
