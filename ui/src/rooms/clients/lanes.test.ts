import { describe, expect, it } from "vitest";
import type { CourseView, Entry, Series } from "../../wire/course";
import type { PlanQuestion } from "../../wire/plan_of_course";
import type { ContactLine } from "../../wire/standing";
import { lanes, ofCalls, ofSeries, rowsOf } from "./lanes";
import { later, told, written } from "./written";

const series = (item: string, from: number, to: number, ...points: [string, number][]): Series => ({
  item, title: item, scale: { from, to, decimals: 0, unit: null }, line: 1, points: points.map(([on, value], row) => ({ row, on, visit: row === 0 ? "a" : null, value, by: "MS" })),
});
const call = (day: number, mood: number | null, flagged = false): ContactLine => ({
  after: "dosing-1", day, due: "", line: 1, state: "made", days: null, on: `2026-03-0${day}`, row: mood === null ? null : day,
  answers: mood === null ? {} : { mood: { kind: "number", stored: mood, decimals: 0 } }, flags: flagged ? ["mood"] : [], tries: [],
});
const mood: PlanQuestion = { id: "mood", title: "Mood", kind: "number", scale: { from: 0, to: 10, decimals: 0, unit: null }, flag_at_most: 3, flag_at_least: null, flag_is: null, line: 391 };

describe("numbers as lines of their own", () => {
  it("gives each item a lane, by its own scale, and leaves out what was answered once", () => {
    const all = ofSeries([series("nights", 0, 7, ["2026-01-01", 7], ["2026-02-01", 0]), series("weight", 300, 2500, ["2026-01-01", 700], ["2026-02-01", 710]), series("once", 0, 5, ["2026-01-01", 2])]);
    expect(all.map((lane) => lane.id)).toEqual(["nights", "weight"]);
    expect([all[1]?.from, all[1]?.to]).toEqual([695, 715]);
    const drawn = lanes(all, [{ on: "2026-01-15", number: 1 }, { on: "2026-12-01", number: 2 }], 200);
    const [nights, weight] = drawn?.lanes ?? [];
    expect([nights?.points[0]?.y, nights?.points[1]?.y]).toEqual([nights?.top, nights?.bottom]);
    expect((weight?.top ?? 0) > (nights?.bottom ?? 0)).toBe(true);
    expect([drawn?.width, drawn?.dosing.map((one) => one.label), drawn?.days.map((one) => one.label)]).toEqual([360, ["1"], ["1 Jan 2026", "1 Feb 2026"]]);
    expect(lanes([], [], 700)).toBeNull();
  });

  it("draws the calls with the line at which the protocol flags them, and marks what is flagged", () => {
    const said = (at: string, below: boolean, line: number): string => `${at} ${below} ${line}`;
    const [lane] = ofCalls([call(1, 7), call(2, null), call(3, 2, true)], [mood, { ...mood, id: "safety", kind: "yes_no", scale: null }], said);
    expect(lane?.points.map((point) => [point.on, point.value, point.flagged])).toEqual([["2026-03-01", 7, false], ["2026-03-03", 2, true]]);
    expect(lane?.lines).toEqual([{ at: 3, label: "3 true 391" }]);
    const drawn = lanes(lane ? [lane] : [], [], 700);
    const [line] = drawn?.lanes[0]?.lines ?? [];
    expect((line?.y ?? 0) > (drawn?.lanes[0]?.points[0]?.y ?? 0) && (line?.y ?? 0) < (drawn?.lanes[0]?.points[1]?.y ?? 0)).toBe(true);
    expect(ofCalls([call(1, null)], [mood], said)).toEqual([]);
  });

  it("lays a table behind them: a row for each day and visit", () => {
    const view = { series: [series("nights", 0, 7, ["2026-01-01", 7], ["2026-02-01", 0]), series("days", 0, 7, ["2026-01-01", 3])] } as CourseView;
    expect(rowsOf(view).map((row) => [row.on, row.visit, ...row.cells])).toEqual([["2026-01-01", "a", "7", "3"], ["2026-02-01", null, "0", ""]]);
  });
});

describe("when it was written down", () => {
  // 2026-03-04 23:30 in UTC is the next day in the zone of the entry.
  const entry = (on: string): Entry => ({ seq: 1, on, entered_wall_ms: Date.UTC(2026, 2, 4, 23, 30), zone_minutes: 60, by: "MS", what: "", about: "", words: "", struck: false });

  it("is a time on the same day, and day and time on another", () => {
    expect([later(entry("2026-03-05")), written(entry("2026-03-05"))]).toEqual([false, "00:30"]);
    expect([later(entry("2026-03-04")), written(entry("2026-03-04"))]).toEqual([true, "entered Thu 5 Mar 2026 00:30"]);
    expect(told("2026-03-05", "MS", entry("2026-03-05"))).toBe("Thu 5 Mar 2026 00:30 MS");
    expect(told("2026-03-02", "MS", entry("2026-03-02"))).toBe("Mon 2 Mar 2026, entered Thu 5 Mar 2026 00:30 MS");
    expect(told("2026-03-02", "MS", null)).toBe("Mon 2 Mar 2026 MS");
    expect(told(null, null, null)).toBe("");
  });
});
