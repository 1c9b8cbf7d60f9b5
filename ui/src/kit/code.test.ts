import { describe, expect, it } from "vitest";
import { blankCode, read, shortGroups, spread, wrongGroups } from "./code";

const shown = ["7F3A9", "0C2M1", "QRST4", "VWXY8", "11111", "00000", "ABCDE", "ZZZZ7"];

describe("a code typed back", () => {
  it("reads O as 0, I and L as 1, small as capital, and skips the rest", () => {
    expect(read(" oO0-iIlL ab")).toBe("0001111AB");
  });
  it("fills all boxes from one paste", () => expect(spread(blankCode(), 0, shown.join("-"))).toEqual(shown));
  it("fills from the box it was pasted into and leaves the rest", () => {
    expect(spread(["A", "B", "C", "D"], 1, "1234567890")).toEqual(["A", "12345", "67890", "D"]);
  });
  it("names the wrong group", () => {
    const typed = [...shown];
    typed[5] = "ooooo";
    expect(wrongGroups(typed, shown)).toEqual([]);
    typed[2] = "QRST5";
    expect(wrongGroups(typed, shown)).toEqual([3]);
  });
  it("names the groups that are not complete", () => expect(shortGroups(["7F3A9", "0C2"])).toEqual([2]));
});
