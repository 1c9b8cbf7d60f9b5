import { describe, expect, it } from "vitest";
import { agreedLine, standsText, touchLine } from "../../words/touch";
import { chartOf } from "./chart";
import { typedTouch } from "./doors/touch";
import { sketch, t } from "./preview/days";
import { plan } from "./preview/plans";

describe("touch", () => {
  it("reads a part and a length from what was typed", () => {
    expect(typedTouch("hand 2m")).toEqual({ part: "hand", length_ms: 120_000 });
    expect(typedTouch("upper back 30 s")).toEqual({ part: "upper back", length_ms: 30_000 });
    expect(typedTouch("hand 5")).toEqual({ part: "hand", length_ms: 300_000 });
    expect(typedTouch("hand")).toEqual({ part: "hand", length_ms: null });
    expect(typedTouch("")).toEqual({ part: "", length_ms: null });
    expect(typedTouch("hand 0m")).toEqual({ part: "hand", length_ms: null });
  });
  it("says what is agreed, what is taken back, and what is not there", () => {
    expect(agreedLine(null).what).toBe("Touch: no agreement is recorded");
    const agreed = { parts: ["hand"], withdrawn: ["shoulder"], people: [], stop: "", text: "", carried: true };
    expect(agreedLine(agreed)).toEqual({ what: "Touch agreed: hand", value: "taken back: shoulder" });
    expect(agreedLine({ ...agreed, parts: [], withdrawn: [""] }).what).toBe("Touch: none is agreed");
  });
  it("says how a touch stands to the agreement, and never what that means", () => {
    expect(standsText(null)).toBe("inside the agreement");
    const line = touchLine({ kind: "touched", part: "", text: "at the door", people: ["MS"], asked: "nobody", consent: "", length_ms: 30_000, outside: "fall" });
    expect(line).toEqual({ tag: "touch", text: "a fall, not asked for, 30 s, at the door", dim: "outside the agreement: a fall, by MS" });
  });
  it("stands in a lane of its own, and along the foot of a chart that is too low", () => {
    const view = sketch();
    const at = (height: number) => chartOf(plan, view, view.log, view.now_ms, { width: 890, height, rem: 16 }).touches;
    expect(at(244)?.named).toBe(true);
    expect(at(244)?.all).toHaveLength(1);
    expect(at(150)?.named).toBe(false);
    const none = sketch({ touches: [] });
    expect(chartOf(plan, none, none.log, t("13:12"), { width: 890, height: 244, rem: 16 }).touches).toBeNull();
  });
});
