// The price of single keys: words typed blind must arrive whole, and single keys must go on being single keys.
import { describe, expect, it } from "vitest";
import { Burst, isLetter } from "./burst";

/** Types letters at fixed distance; the page leaves keys mode after the first key when `opens`. */
function type(burst: Burst, text: string, step: number, opens: boolean): string[] {
  return [...text].map((letter, i) => {
    const said = burst.press(letter, i * step, !(opens && i > 0));
    return said.burst === "writing" ? said.letters : "";
  });
}

describe("a burst of letters", () => {
  it("is writing at the third letter, with all three kept", () => {
    expect(type(new Burst(), "the", 100, false)).toEqual(["", "", "the"]);
    expect(type(new Burst(), "veg", 200, true)).toEqual(["", "", "veg"]);
    expect(type(new Burst(), "été", 90, true)).toEqual(["", "", "été"]);
  });
  it("is not writing when the letters come slowly", () => {
    expect(type(new Burst(), "vds", 201, false)).toEqual(["", "", ""]);
  });
  it("counts exactly 400 ms from the first to the third", () => {
    const burst = new Burst();
    burst.press("a", 0, true);
    burst.press("b", 399, false);
    expect(burst.press("c", 400, false)).toEqual({ burst: "writing", letters: "abc" });
    burst.press("a", 1000, true);
    burst.press("b", 1399, false);
    expect(burst.press("c", 1401, false)).toEqual({ burst: "no" });
  });
  it("finds the fast three among slower ones when nothing was opened", () => {
    const burst = new Burst();
    burst.press("k", 0, true);
    burst.press("t", 350, true);
    burst.press("h", 500, true);
    expect(burst.press("e", 600, true)).toEqual({ burst: "writing", letters: "the" });
  });
  it("never starts inside a form", () => {
    expect([0, 50, 100, 150].map((at) => new Burst().press("a", at, false).burst)).toEqual(["no", "no", "no", "no"]);
    const burst = new Burst();
    expect(["a", "b", "c"].map((l, i) => burst.press(l, i * 10, false).burst)).toEqual(["no", "no", "no"]);
  });
  it("hears short words by the blank behind them, never by a blank in front", () => {
    expect(type(new Burst(), "it is", 100, true)).toEqual(["", "", "it ", "", ""]);
    expect(type(new Burst(), "no, ", 100, false)).toEqual(["", "", "no,", ""]);
    expect(type(new Burst(), " ab", 100, false)).toEqual(["", "", ""]);
  });
  it("is broken by a digit, Enter, Esc or an arrow: those are answers, not words", () => {
    for (const key of ["1", "Enter", "Escape", "ArrowDown"]) {
      const burst = new Burst();
      burst.press("d", 0, true);
      burst.press(key, 50, false);
      burst.press("e", 100, false);
      expect(burst.press("f", 150, false)).toEqual({ burst: "no" });
    }
  });
  it("starts anew after it was heard", () => {
    const burst = new Burst();
    type(burst, "the", 50, false);
    expect(burst.press("n", 200, false)).toEqual({ burst: "no" });
  });
});

describe("a letter", () => {
  it.each(["a", "Z", "ø", "ß", "я", "'", "’"])("%s is one", (key) => expect(isLetter(key)).toBe(true));
  it.each(["1", " ", "Enter", "F1", "/", "[", "é" + "e"])("%s is none", (key) => expect(isLetter(key)).toBe(false));
});
