import { expect, it } from "vitest";
import { linear } from "./scale";

it("maps both ends, the middle, and beyond", () => {
  const y = linear([70, 190], [124, 6]);
  expect([y(70), y(190), y(130)]).toEqual([124, 6, 65]);
  expect(y(202)).toBeCloseTo(-5.8, 9);
  expect(y.domain()).toEqual([70, 190]);
});

it("maps a domain without width to the middle", () => {
  expect(linear([5, 5], [0, 10])(5)).toBe(5);
});
