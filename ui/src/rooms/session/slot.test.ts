import { describe, expect, it } from "vitest";
import { moments, sketch, prompt, t, flag } from "./preview/days";
import { following, openFlags, owed, promptingNow, promptIn, slotOf } from "./slot";

const at = (name: string): ReturnType<typeof sketch> => {
  const view = moments[name]?.();
  if (!view) throw new Error(name);
  return view;
};

describe("what the slot holds", () => {
  it.each([
    ["near", "near"], ["resting", "resting"], ["due", "due"], ["late", "late"], ["deferred", "deferred"], ["flag", "flag"],
    ["supplemental", "supplemental"], ["missed", "near"], ["gate", "before_dose"], ["empty", "empty"], ["capped", "late"],
  ])("%s is %s", (name, slot) => expect(slotOf(at(name)).slot).toBe(slot));

  it("puts a late check before an open supplemental window, and the window before a near check", () => {
    const open = at("supplemental");
    expect(slotOf({ ...open, prompts: [prompt("12:25", "late", ["pulse"], "Pulse")] }).slot).toBe("late");
    expect(slotOf({ ...open, prompts: [prompt("12:10", "near", ["pulse"], "Pulse")] }).slot).toBe("supplemental");
    expect(slotOf({ ...open, now_ms: t("12:55") }).slot).toBe("resting");
    expect(slotOf({ ...open, now_ms: t("11:54") }).slot).toBe("resting");
  });
  it("puts a crossed line before everything while it wants something", () => {
    const late = at("late");
    const crossed = flag({ settled_ms: null, recheck_due_ms: t("13:14") });
    expect(slotOf({ ...late, flags: [crossed] }).slot).toBe("flag");
    expect(slotOf({ ...late, flags: [flag({ settled_ms: null, recheck_due_ms: null })] }).slot).toBe("late");
    expect(slotOf({ ...late, flags: [flag({ settled_ms: null, tell: "lund" })] }).slot).toBe("flag");
    expect(slotOf({ ...late, flags: [flag({ settled_ms: null, tell: "lund", told_ms: 1 })] }).slot).toBe("late");
  });
  it("shows the most pressing open flag first", () => {
    const view = sketch({ flags: [flag({ flag: 1, settled_ms: null }), flag({ flag: 2, settled_ms: null, priority: "act_now" }), flag({ flag: 3 })] });
    expect(openFlags(view).map((f) => f.flag)).toEqual([2, 1]);
  });
  it("never shows the prompt of the slot a second time beneath it", () => {
    const view = at("near");
    const shown = promptIn(slotOf(view));
    expect(following(view, shown).map((p) => p.due_ms)).toEqual([t("13:31"), t("13:45")]);
  });
  it("speaks of everything that prompts now, else of the next one", () => {
    expect(promptingNow(at("near")).map((p) => p.due_ms)).toEqual([t("13:16")]);
    const two = sketch({ prompts: [prompt("13:06", "late", ["pulse"], "a"), prompt("13:11", "due", ["distress"], "b"), prompt("13:31", "resting", ["pulse"], "c")] });
    expect(promptingNow(two).map((p) => p.titles[0])).toEqual(["a", "b"]);
    expect(promptingNow(sketch({ prompts: [] }))).toEqual([]);
  });
  it("keeps what is owed in sight, oldest first", () => {
    expect(owed(at("missed")).map((o) => [o.check.id, o.kind])).toEqual([["c-13:06", "missed"]]);
    expect(owed(at("partly")).map((o) => o.kind)).toEqual(["rest"]);
    expect(owed(at("near"))).toEqual([]);
  });
});
