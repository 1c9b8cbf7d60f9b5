import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FakeHost } from "../../host/fake";
import type { OpenVault } from "../../wire/app";
import { Inspector } from "./inspector.svelte";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("brings back what was typed about an inspector, apart from the key in an envelope, and forgets it when the code is made", async () => {
  const kept = [{ client: null, place: "inspector", text: '{"name":"Vera Holt","initials":"VH","reason":"audit","until":""}', caret: 0 }];
  const host = new FakeHost({ forms_of: () => kept, forms_keep: () => undefined, people_inspector: () => ({ groups: ["7F3A9"], open: {} as OpenVault }) });
  const form = new Inspector(host, () => undefined);
  form.begin(true);
  await vi.advanceTimersByTimeAsync(0);
  expect([form.reason, form.unfinished?.waiting]).toEqual(["", false]);
  form.begin();
  await vi.advanceTimersByTimeAsync(0);
  expect([form.name, form.reason, form.unfinished?.waiting]).toEqual(["Vera Holt", "audit", true]);
  form.until = "2027-01-01";
  form.typed();
  form.leave();
  await vi.advanceTimersByTimeAsync(0);
  expect(host.asks("forms_keep").map((one) => one.text)).toEqual(['{"name":"Vera Holt","initials":"VH","reason":"audit","until":"2027-01-01"}']);
  form.begin();
  await vi.advanceTimersByTimeAsync(0);
  form.until = "2027-01-01";
  await form.go();
  expect([form.groups, host.asks("forms_keep").at(-1)?.text]).toEqual([["7F3A9"], ""]);
});
