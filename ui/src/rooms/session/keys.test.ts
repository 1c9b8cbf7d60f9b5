import { describe, expect, it } from "vitest";
import { actOf, actOfCommand, beginsLine, KEYS } from "./keys";

describe("the key table", () => {
  it("gives no key two meanings", () => {
    const keys = KEYS.flatMap((k) => (k.key === null ? [] : [k.key]));
    expect(new Set(keys).size).toBe(keys.length);
    const slashes = KEYS.flatMap((k) => k.slash ?? []);
    expect(new Set(slashes).size).toBe(slashes.length);
  });
  it("never takes a sign that begins a line", () => {
    expect(KEYS.filter((k) => k.key !== null && beginsLine(k.key))).toEqual([]);
  });
  it("follows the sketch's keys", () => {
    const foot = KEYS.filter((k) => k.foot).map((k) => k.key);
    expect(foot).toEqual(["v", "d", "e", "t", "f", "s", "r", "g", "q", "a", "w", "z", "?", "x"]);
    expect(["h", "m", "p", "c", "o", "Enter"].map(actOf)).toEqual(["help", "reason", "told", "declined", "withheld", "seen"]);
  });
  it("understands a command by its beginning, when only one begins so", () => {
    expect(actOfCommand("defer")).toBe("notnow");
    expect(actOfCommand("qui")).toBe("quiet");
    expect(actOfCommand("v")).toBe("vitals");
    expect(actOfCommand("d")).toBe("notnow");
    expect(actOfCommand("de")).toBeNull();
    expect(actOfCommand("nothing")).toBeNull();
    expect(actOfCommand("")).toBeNull();
  });
});
