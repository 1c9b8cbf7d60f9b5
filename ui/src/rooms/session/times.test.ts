import { describe, expect, it } from "vitest";
import { backTo, clockAt, clockSince, differenceOf, exact, secondsOfDay, HOUR, MINUTE, SECOND } from "./times";

// 2026-03-04 11:12:42 UTC, shown one hour east.
const wallMs = Date.UTC(2026, 2, 4, 11, 12, 42);
const tie = { now_ms: 10 * HOUR, wall_ms: wallMs, zone_minutes: 60 };

describe("session time on the wall", () => {
  it("writes wall time of a session time in the zone shown", () => {
    expect(clockAt(tie, tie.now_ms)).toBe("12:12");
    expect(clockAt(tie, tie.now_ms - 47 * MINUTE)).toBe("11:25");
    expect(exact(tie, wallMs)).toBe("12:12:42");
    expect(clockSince(tie, tie.now_ms + 13 * HOUR, tie.now_ms)).toBe("01:12 +1 day");
  });

  it("finds the latest moment the wall showed a typed time", () => {
    expect(backTo(tie, tie.now_ms, "12:05")).toBe(tie.now_ms - 7 * MINUTE - 42 * SECOND);
    expect(backTo(tie, tie.now_ms, "1205")).toBe(tie.now_ms - 7 * MINUTE - 42 * SECOND);
    expect(backTo(tie, tie.now_ms, "12:13")).toBe(tie.now_ms - 24 * HOUR + 18 * SECOND);
    expect(backTo(tie, tie.now_ms, "24:00")).toBeNull();
    expect(backTo(tie, tie.now_ms, "soon")).toBeNull();
  });

  it("keeps what was on the wall before the clock jumped", () => {
    const before = Date.UTC(2026, 2, 2, 8, 0, 0);
    const lost = { now_ms: 2 * HOUR, wall_ms: 60 * SECOND, zone_minutes: 0,
      ties: [{ from_ms: 0, wall_ms: before, zone_minutes: 60 }, { from_ms: HOUR, wall_ms: 0, zone_minutes: 0 }] };
    expect(clockAt(lost, 0)).toBe("09:00");
    expect(clockAt(lost, 30 * MINUTE)).toBe("09:30");
    expect(clockAt(lost, 2 * HOUR)).toBe("00:01");
    expect(clockAt(lost, 2 * HOUR + 15 * MINUTE)).toBe("00:16");
    expect(clockAt({ ...lost, ties: [] }, 2 * HOUR)).toBe("00:01");
  });

  it("compares two clocks the short way round midnight", () => {
    const at = (text: string): number => secondsOfDay(text) ?? NaN;
    expect(differenceOf(at("9:12:44"), at("9:12:42"))).toBe(2 * SECOND);
    expect(differenceOf(at("0:00:01"), at("235958"))).toBe(3 * SECOND);
    expect(differenceOf(at("23:59:58"), at("0:00:01"))).toBe(-3 * SECOND);
    expect(secondsOfDay("9:72:44")).toBeNull();
    expect(secondsOfDay("9:12")).toBeNull();
  });
});
