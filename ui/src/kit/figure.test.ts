import { describe, expect, it } from "vitest";
import { change, shown, stored } from "./figure";

describe("figures", () => {
  it("are shown with the decimals they are kept with", () => {
    expect([shown(325, 2), shown(4, 0), shown(-5, 1), shown(0, 2)]).toEqual(["3.25", "4", "-0.5", "0.00"]);
    expect([change(5, 0), change(-12, 1), change(0, 0)]).toEqual(["+5", "\u22121.2", "0"]);
  });

  it("are read as people type them, never guessed", () => {
    for (const [typed, decimals, value] of [["3.25", 2, 325], ["3,2", 2, 320], [" 7 ", 0, 7], ["-3", 0, -3], ["-0", 0, 0]] as const) {
      expect([typed, stored(typed, decimals)]).toEqual([typed, value]);
    }
    for (const typed of ["", "x", "1e3", "3.255", "1 2", "--1", "Infinity", "\uff11", "99999999"]) {
      expect([typed, stored(typed, 2)]).toEqual([typed, undefined]);
    }
    expect(stored("3.2", 0)).toBeUndefined();
  });

  it("come back as they were", () => {
    for (let value = -1_050; value <= 1_050; value += 7) expect(stored(shown(value, 2), 2)).toBe(value);
  });
});
