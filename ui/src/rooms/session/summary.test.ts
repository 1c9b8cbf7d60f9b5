import { describe, expect, it } from "vitest";
import type { CheckView } from "../../wire/view";
import { adherence } from "./summary";

const check = (change: Partial<CheckView>): CheckView =>
  ({ id: "p0.1", title: "Pressure", planned_ms: 0, late_after_ms: 10, state: "done", done_ms: 5, deferrals: 0, put_off: 0, ...change }) as CheckView;

describe("checks counted after the day", () => {
  it("counts a check that was put off and then taken in both places", () => {
    const [row] = adherence([check({}), check({ put_off: 2, done_ms: 11 }), check({ state: "missed", done_ms: null })]);
    expect(row).toEqual({ title: "Pressure", planned: 3, onTime: 1, late: 1, deferred: 1, missed: 1, cancelled: 0 });
  });

  it("names repeats after a crossed line by that line", () => {
    expect(adherence([check({ id: "r14.1", title: "systolic", line: 4 }), check({})]).map((row) => row.title)).toEqual(["Repeats after line 4", "Pressure"]);
  });

  it("does not take what stands in a row now for what was put off", () => {
    expect(adherence([check({ deferrals: 1 })])[0]?.deferred).toBe(0);
  });
});
