import { expect, it } from "vitest";
import { days, many } from "./count";

it("sets thousands apart, and one is one", () => {
  expect([many(1, "client", "clients"), many(10_000, "client", "clients")]).toEqual(["1 client", "10\u202f000 clients"]);
});

it("says days up to two years, and years from then on", () => {
  expect([0, 1, 2, 365, 730].map(days)).toEqual(["0 days", "1 day", "2 days", "365 days", "730 days"]);
  expect([731, 1095, 9161].map(days)).toEqual(["2 years", "2 years", "25 years"]);
});
