import { describe, expect, it } from "vitest";
import { age, clockParts, countdown, date, dateText, dayAndTime, dayName, dayShort, dayText, elapsed, late, span, stamp, until, wall, wallSeconds, wallSince } from "./elapsed";

const s = 1000;
const min = 60 * s;
const h = 60 * min;
const noon = Date.UTC(2026, 10, 26, 12, 12, 42);

describe("elapsed time", () => {
  it.each([
    [0, "T+0:00"],
    [2 * h + 47 * min + 59 * s, "T+2:47"],
    [-12 * min, "T\u22120:12"],
    [-12 * min - 59 * s, "T\u22120:12"],
    [-30 * s, "T+0:00"],
    [27 * h + 5 * min, "T+27:05"],
  ])("%i ms is %s", (ms, text) => expect(elapsed(ms)).toBe(text));

  it("comes in pieces for the large clock", () => {
    expect(clockParts(-(h + 2 * min + 3 * s))).toEqual({ sign: "\u2212", hours: 1, minutes: "02", seconds: "03" });
  });
});

describe("wall time", () => {
  it("is shown in the zone of the record, not of the machine", () => {
    expect(wall(noon, 60)).toBe("13:12");
    expect(wall(noon, -210)).toBe("08:42");
    expect(wallSeconds(noon, 60)).toBe("13:12:42");
  });
  it("names the day after midnight", () => {
    expect(wallSince(noon + 14 * h, noon, 60)).toBe("03:12 +1 day");
    expect(wallSince(noon + 38 * h, noon, 60)).toBe("03:12 +2 days");
    expect(wallSince(noon - 14 * h, noon, 60)).toBe("23:12 \u22121 day");
    expect(wallSince(noon + h, noon, 60)).toBe("14:12");
  });
  it("knows the day by name and by number", () => {
    expect(dayName(noon, 60)).toBe("Thursday 26 November");
    expect(date(noon + 12 * h, 60)).toBe("2026-11-27");
  });
  it("reads a date in one way, and lets stand what is none", () => {
    expect([dayText("2026-03-02"), dayShort("2026-09-30"), dateText(noon + 12 * h, 60)]).toEqual(["Mon 2 Mar 2026", "30 Sep 2026", "Fri 27 Nov 2026"]);
    expect([dayAndTime(noon, 60), stamp(noon, 60)]).toEqual(["Thu 26 Nov 2026 13:12", "2026-11-26 13:12"]);
    expect(["", "2026-02-30", "soon"].map(dayText)).toEqual(["", "2026-02-30", "soon"]);
  });
});

describe("waits, delays, ages", () => {
  it.each([
    [4 * min, "in 4 min"],
    [3 * min + 1, "in 4 min"],
    [min + 1, "in 2 min"],
    [min, "in 60 s"],
    [1, "in 1 s"],
    [0, "due now"],
    [-5 * min, "due now"],
    [80 * min, "in 1 h 20 min"],
    [2 * h, "in 2 h"],
  ])("until %i ms: %s", (ms, text) => expect(until(ms)).toBe(text));

  it.each([
    [6 * min + 59 * s, "late 6 min"],
    [59 * s, "late under 1 min"],
    [0, "late under 1 min"],
  ])("late %i ms: %s", (ms, text) => expect(late(ms)).toBe(text));

  it.each([
    [0, "under 1 min"],
    [11 * min + 40 * s, "11 min"],
    [2 * h + 5 * min, "2 h 5 min"],
    [47 * h, "47 h"],
    [72 * h, "3 days"],
  ])("age %i ms: %s", (ms, text) => expect(age(ms)).toBe(text));

  it("counts the seconds of a short wait down", () => {
    expect(countdown(4 * min + 12 * s)).toBe("4:12");
    expect(countdown(4 * min + 11 * s + 1)).toBe("4:12");
    expect(countdown(-1)).toBe("0:00");
    expect(span(45 * s)).toBe("45 s");
  });
});
