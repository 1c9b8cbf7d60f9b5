import { describe, expect, it } from "vitest";
import { blankPerson, objections } from "./person";

const whole = { name: "Maren Sol", initials: "ms", roles: ["lead_therapist"], pin: "4071", again: "4071" };

describe("the form about a person", () => {
  it("has nothing against a whole one", () => expect(objections(whole, ["AK"])).toEqual({}));
  it("objects to every box of a blank one", () =>
    expect(objections(blankPerson(), [])).toEqual({ name: "missing", initials: "wrong", roles: "missing", pin: "wrong" }));
  it("compares initials without case", () => expect(objections(whole, ["MS"])).toEqual({ initials: "taken" }));
  it("wants the PIN twice, four to six figures", () => {
    expect(objections({ ...whole, again: "4072" }, [])).toEqual({ again: "differs" });
    expect(objections({ ...whole, pin: "407", again: "407" }, [])).toEqual({ pin: "wrong" });
    expect(objections({ ...whole, pin: "4071234", again: "4071234" }, [])).toEqual({ pin: "wrong" });
  });
  it("takes letters of any alphabet", () => expect(objections({ ...whole, initials: "ØÅ" }, [])).toEqual({}));
});
