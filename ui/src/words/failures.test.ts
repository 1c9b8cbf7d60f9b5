import { describe, expect, it } from "vitest";
import type { Code } from "../wire/failure";
import { failures, say, sayOf } from "./failures";

const codes = Object.keys(failures) as Code[];
const rich = { group: "3", left: "2", what: "code", items: "urine test, prescriber", cap: "2", line: "9", signs: "pulse", count: "2", until: "2036-03-02", missing: "consent, ECG" };

describe.each(codes)("the failure %s", (code) => {
  it.each([["without facts", {}], ["with facts", rich]])("says three whole sentences %s", (_, facts) => {
    const said = failures[code](facts);
    for (const line of [said.what, said.record, said.todo]) {
      expect(line).toMatch(/^[A-Z].*\.$/);
      expect(line).not.toMatch(/undefined|null|!|\?|\s{2}|\(\)|\.\./);
    }
  });
});

it("does not claim a safe record where none is known", () => {
  const said = say({ code: "io", facts: {}, record_safe: false });
  expect(said.record).toMatch(/^It is not certain/);
  expect(said.what).toBe(failures.io({}).what);
});

it("names the group of a mistyped recovery code", () => {
  expect(say({ code: "recovery_code_typo", facts: { group: "3" }, record_safe: true }).what).toBe("Group 3 of the code has a typing error.");
});

it("says until when a record is to be kept, and that nothing was erased", () => {
  const said = say({ code: "retained", facts: { until: "2036-03-02" }, record_safe: true });
  expect([said.what, said.record]).toEqual(["The record of this client is to be kept until Sun 2 Mar 2036.", "Nothing was erased."]);
});

it("says of a wrong passphrase at an act whose it is not, and what was not done", () => {
  const said = sayOf({ code: "wrong_passphrase", facts: {}, record_safe: true }, "Nothing was signed.");
  expect([said.what, said.record]).toEqual(["This is not your passphrase.", "Nothing was signed."]);
  expect(sayOf({ code: "wrong_pin", facts: {}, record_safe: true }, "Nothing was signed.")).toEqual(failures.wrong_pin({}));
  expect(sayOf({ code: "io", facts: {}, record_safe: false }, "Nothing was signed.").record).toMatch(/^It is not certain/);
});
