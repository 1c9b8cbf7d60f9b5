import { describe, expect, it } from "vitest";
import { chartOf, stretch, type Chart } from "./chart";
import { check, dayLog, line, moments, readingsOf, sketch, t, values } from "./preview/days";
import { limit, plan } from "./preview/plans";
import { HOUR } from "./times";

const size = { width: 890, height: 244, rem: 16 };
const draw = (view = sketch(), log = view.log): Chart => chartOf(plan, view, log, view.now_ms, size);
const y = (c: Chart, value: number): number => {
  const [a, b] = c.pressure.ticks;
  if (!a || !b) throw new Error("two ticks");
  return a.y + ((value - a.value) * (b.y - a.y)) / (b.value - a.value);
};

describe("the trend", () => {
  it("breaks lines where a check was put off, missed, or nobody watched; never between other readings", () => {
    expect(draw().pulse.runs.map((r) => r.length)).toEqual([6, 3]);
    const log = dayLog().filter((l) => l.what.kind !== "deferred");
    expect(draw(sketch({ log }), log).pulse.runs).toHaveLength(1);
    const missed = sketch({ log, checks: [check("12:30", "missed")] });
    expect(draw(missed, log).pulse.runs.map((r) => r.length)).toEqual([6, 3]);
    const gap = [...log, line("13:11", null, { kind: "gap", from_ms: t("11:00"), to_ms: t("11:20"), cause: "slept", fell_due: [] })];
    expect(draw(sketch({ log: gap }), gap).pulse.runs.map((r) => r.length)).toEqual([3, 6]);
    expect(draw(sketch({ log: gap }), gap).gaps).toHaveLength(1);
  });
  it("keeps the worst reading and its mark inside the picture", () => {
    const log = [...dayLog(), line("13:12", "AK", { kind: "reading_taken", values: values(242, 38, 190, 412), taken_by: null, manner: "", from_paper: false, met: [] })];
    const c = draw(sketch({ log, readings: readingsOf(log) }), log);
    const bar = c.pressure.bars[c.pressure.bars.length - 1];
    expect(bar?.top).toBeGreaterThanOrEqual(c.pressure.top);
    expect(bar?.bottom).toBeLessThanOrEqual(c.pressure.bottom);
    for (const dot of [...c.pulse.runs.flat()]) expect(dot.y).toBeGreaterThan(c.pulse.top);
    for (const dot of c.temperature?.runs.flat() ?? []) expect(dot.y).toBeGreaterThan(c.temperature?.top ?? Infinity);
  });
  it("keeps half its height for pressure in the least window with the largest text, and gives up a lane for it", () => {
    const view = sketch();
    const low = chartOf(plan, view, view.log, view.now_ms, { width: 420, height: 170, rem: 32 });
    expect(low.temperature).toBeNull();
    expect(low.pressure.top).toBeGreaterThan(0);
    expect(low.pressure.bottom - low.pressure.top).toBeGreaterThan(170 / 2);
    expect(low.hoursY).toBeLessThan(170);
    const usual = chartOf(plan, view, view.log, view.now_ms, { width: 420, height: 250, rem: 32 });
    expect(usual.temperature).not.toBeNull();
    expect(usual.pressure.bottom - usual.pressure.top).toBeGreaterThan(100);
  });
  it("draws every line of the protocol on systolic pressure at its value", () => {
    const c = draw();
    expect(c.pressure.lines.map((l) => [l.at, l.line])).toEqual([[160, 4], [180, 6]]);
    for (const l of c.pressure.lines) expect(l.y).toBeCloseTo(y(c, l.at), 6);
    expect(c.pressure.band?.bottom).toBeCloseTo(y(c, 160), 6);
  });
  it("labels of two lines that lie close the one that was crossed, else the higher; never one with the other's words", () => {
    const view = sketch();
    const low = (flags: typeof view.flags): string[] => chartOf(plan, { ...view, flags }, view.log, view.now_ms, { width: 420, height: 110, rem: 32 }).pressure.lines.map((l) => l.label);
    expect(low([])).toEqual(["none", "left"]);
    expect(low(view.flags)).toEqual(["left", "none"]);
    expect(draw().pressure.lines.map((l) => [l.label, l.words])).toEqual([["right", "systolic 160, line 4"], ["right", "systolic 180, line 6"]]);
  });
  it("draws a check that is past its time where it was due", () => {
    const c = draw(moments["late"]?.());
    expect(c.overdue).toBe(true);
    expect(c.next).toBeLessThan(c.now ?? 0);
    expect(draw().overdue).toBe(false);
  });
  it("draws a line relative to the baseline where it stands today", () => {
    const view = sketch();
    const c = chartOf({ ...plan, limits: [limit("systolic", { above_baseline: 30, line: 6 })] }, view, view.log, view.now_ms, size);
    expect(c.pressure.lines.map((l) => l.at)).toEqual([151]);
  });
  it("draws a session that has ended to its end, in whatever year it is read, and never more hours than have room", () => {
    const ended = sketch({ ended: { at_ms: t("17:00"), ending: "as_planned" } as never });
    const [same, later] = [chartOf(plan, ended, ended.log, t("17:00"), size), chartOf(plan, ended, ended.log, t("17:00") + 13_000 * HOUR, size)];
    expect(later).toEqual(same);
    expect([later.now, later.next]).toEqual([null, null]);
    const first = later.pressure.bars[0];
    const last = later.pressure.bars.at(-1);
    expect((last?.x ?? 0) - (first?.x ?? 0)).toBeGreaterThan(size.width / 4);
    const forgotten = sketch();
    expect(chartOf(plan, forgotten, forgotten.log, forgotten.now_ms + 13_000 * HOUR, size).hours.length).toBeLessThanOrEqual(14);
  });
  it("puts now at four fifths once there is enough behind it", () => {
    const view = sketch({ now_ms: t("17:00") });
    const [from, to] = stretch(view, view.now_ms);
    expect((view.now_ms - from) / (to - from)).toBeCloseTo(0.8, 1);
    const early = moments["gate"]?.() ?? sketch();
    const [a, b] = stretch(early, early.now_ms);
    expect(b - a).toBeGreaterThan(2 * HOUR);
  });
  it("marks doses, deferrals and the next check, and lets no two words touch", () => {
    const c = draw();
    expect(c.events.map((e) => e.kind)).toEqual(["dose", "dose", "not_now"]);
    expect(c.next).toBeGreaterThan(c.now ?? Infinity);
    const tight = chartOf(plan, sketch(), sketch().log, sketch().now_ms, { ...size, width: 300 });
    expect(tight.events.filter((e) => e.side !== "none").length).toBeLessThan(3);
    for (const [i, h] of tight.hours.entries()) expect(h.x - (tight.hours[i - 1]?.x ?? -Infinity)).toBeGreaterThan(60);
  });
  it("has a bar with one end when only one pressure was taken", () => {
    const log = [line("13:00", "AK", { kind: "reading_taken", values: values(150), taken_by: null, manner: "", from_paper: false, met: [] })];
    expect(draw(sketch({ log, readings: readingsOf(log) }), log).pressure.bars[0]).toMatchObject({ bottom: null });
  });
});
