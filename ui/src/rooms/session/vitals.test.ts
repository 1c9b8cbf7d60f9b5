import { describe, expect, it } from "vitest";
import { nearestLine, outside, typedValue } from "./vitals";
import { limit } from "./preview/plans";

describe("a typed value", () => {
  it.each([
    ["37.1", 371],
    ["37,1", 371],
    ["371", 371],
    ["37", 370],
    ["", null],
    [" ", null],
  ])("temperature %j is %s", (text, value) => expect(typedValue("temperature", text)).toBe(value));
  it.each(["37.15", "3", "3711", "x", "-37", "1e2"])("temperature %s is no number", (text) => expect(typedValue("temperature", text)).toBeNaN());
  it("is a whole number for every other sign", () => {
    expect(typedValue("systolic", "128")).toBe(128);
    expect(typedValue("distress", "0")).toBe(0);
    expect(typedValue("pulse", "88.5")).toBeNaN();
    expect(typedValue("pulse", "1888")).toBeNaN();
    expect(typedValue("pulse", "0x10")).toBeNaN();
  });
  it("is typed twice outside the plausible range only", () => {
    const plan = { plausible: [{ sign: "systolic" as const, from: 60, to: 260 }] };
    expect(outside(plan, "systolic", 60)).toBeNull();
    expect(outside(plan, "systolic", 260)).toBeNull();
    expect(outside(plan, "systolic", 261)).toEqual(plan.plausible[0]);
    expect(outside(plan, "pulse", 999)).toBeNull();
  });
});

describe("the line beneath a box", () => {
  it("is the lowest above, and stands on the baseline where the protocol says so", () => {
    const limits = [limit("systolic", { above: 180, line: 5 }), limit("systolic", { above_baseline: 30, line: 6 }), limit("systolic", { below: 90, line: 7 })];
    expect(nearestLine(limits, "systolic", [])).toMatchObject({ at: 180, above: true });
    const values = [{ sign: "systolic" as const, value: 140, happened_ms: 0, stale: false, baseline: 121, flagged: false }];
    expect(nearestLine(limits, "systolic", values)).toMatchObject({ at: 151, limit: { line: 6 } });
    expect(nearestLine(limits, "pulse", values)).toBeNull();
    expect(nearestLine(limits.slice(2), "systolic", values)).toMatchObject({ at: 90, above: false });
  });
});
