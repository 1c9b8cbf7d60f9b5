import { describe, expect, it } from "vitest";
import { lapsed, lapsedWords, outlived } from "./lapsed";
import { moments, t } from "./preview/days";
import { lastByTime } from "./values";
import { withUnits } from "../../words/session-signs";
import type { SessionView } from "../../wire/view";

const gate = (): SessionView => {
  const view = moments["gate"]?.();
  if (!view) throw new Error("gate");
  return view;
};

describe("lines that no longer hold", () => {
  it("are told with their age and what the line asks for, and only before dose 1", () => {
    const all = lapsed(gate());
    expect(all.map((one) => lapsedWords(one, t("10:12")))).toEqual(["“C-SSRS today” is 52 min old; line 66 asks for less than 30 min."]);
    expect(lapsed({ ...gate(), dose1_ms: 1 })).toEqual([]);
  });
  it("dim the values that they rest on, and no number is invented", () => {
    const view = gate();
    const signs = { id: "b", title: "Baseline", line: 59, kind: { kind: "signs" as const, signs: ["pulse" as const] }, state: "expired" as const, text: "", by: null, at_ms: null, holds_until_ms: t("10:49") };
    const values = [{ sign: "pulse" as const, value: 72, happened_ms: t("09:49"), stale: false, baseline: null, flagged: false }];
    const of = (item: typeof signs, known = values): ReturnType<typeof lapsed> => lapsed({ ...view, values: known, gates: [{ id: "dose1", open: 1, overridden: 0, items: [item] }] });
    const all = of(signs);
    expect(all.map((one) => lapsedWords(one, t("10:51")))).toEqual(["“Baseline” is 1 h 2 min old; line 59 asks for less than 1 h."]);
    expect(outlived(all, { sign: "pulse", happened_ms: t("09:49") }, t("10:51"))).toBe(true);
    expect(outlived(all, { sign: "pulse", happened_ms: t("10:50") }, t("10:51"))).toBe(false);
    expect(outlived(all, { sign: "distress", happened_ms: t("09:49") }, t("10:51"))).toBe(false);
    expect(of(signs, []).map((one) => lapsedWords(one, t("10:51")))).toEqual(["“Baseline” no longer holds, line 59."]);
  });
});

describe("what is told on the telephone", () => {
  it("has each value with its unit and its time, distress last", () => {
    const at = (sign: "systolic" | "diastolic" | "pulse" | "temperature" | "distress", value: number, clock: string) => ({ sign, value, happened_ms: t(clock), stale: false, baseline: null, flagged: false });
    const groups = lastByTime([at("distress", 3, "13:10"), at("temperature", 371, "13:01"), at("pulse", 94, "13:01"), at("diastolic", 89, "13:01"), at("systolic", 149, "13:01")]);
    expect(groups.map((g) => withUnits(g))).toEqual(["BP 149/89 mmHg, pulse 94 /min, temperature 37.1 °C", "distress 3 of 10"]);
  });
});
