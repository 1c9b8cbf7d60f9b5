import { expect, it } from "vitest";
import { FakeHost, failure } from "../../host/fake";
import type { OpenVault } from "../../wire/app";
import type { Person } from "../../wire/people";
import { Pen } from "./pen.svelte";

const person = (id: string, has_pin = true): Person => ({ id, name: id, initials: id, roles: [], has_pin, has_passphrase: false });
const open = { author: person("MS"), people: [person("MS"), person("AK"), person("XX", false), person("IL")] } as OpenVault;

it("offers everybody else who has a PIN", () => {
  const pen = new Pen(new FakeHost(), open);
  expect(pen.others.map((p) => p.id)).toEqual(["AK", "IL"]);
  expect([pen.pick(2), pen.who, pen.pick(3), pen.who]).toEqual([true, "IL", false, "IL"]);
});

it("hands the pen over and keeps no PIN", async () => {
  const host = new FakeHost({ people_take_pen: () => open });
  const pen = new Pen(host, open);
  pen.pin = "1234";
  expect(await pen.take()).toBe(open);
  expect(host.asks("people_take_pen")).toEqual([{ proof: { person: "AK", pin: "1234" } }]);
  expect(pen.pin).toBe("");
});

it("asks the passphrase of that person after five wrong PINs, of nobody else", async () => {
  const pen = new Pen(new FakeHost({ people_take_pen: () => { throw failure("pin_passphrase_needed"); } }), open);
  pen.pin = "1111";
  await pen.take();
  expect(pen.letters).toBe(true);
  pen.pick(2);
  expect(pen.letters).toBe(false);
});
