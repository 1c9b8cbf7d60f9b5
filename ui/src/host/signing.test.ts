import { expect, it, vi } from "vitest";
import type { SignatureView } from "../wire/sign";
import { Copying } from "./copying.svelte";
import { FakeHost, failure } from "./fake";
import { Signing } from "./signing.svelte";

const view = (change: Partial<SignatureView> = {}): SignatureView => ({ lines: [], asks: "passphrase", author_first: false, meaning: "author", lock: null, turn: "nothing", entries: [], ...change });
const line = { number: 3, name: "Maren Sol", initials: "MS", meaning: "author", wall_ms: 0, zone_minutes: 60, role: null, taken_back: null, standing: "holds" } as const;
const object = { session: null, client: "c", visit: "first-call" };

it("signs once with what was typed, forgets it, and shows what stands there then", async () => {
  const host = new FakeHost({ sign_look: () => view(), sign: () => view({ lines: [line], asks: "nothing" }) });
  const signing = new Signing(host, () => object, () => "c");
  await signing.load();
  expect(signing.view?.asks).toBe("passphrase");
  signing.open("sign");
  expect(await signing.act()).toBe(false);
  signing.proof = "a passphrase";
  expect(await signing.act()).toBe(true);
  expect(host.asks("sign")).toEqual([{ object, proof: "a passphrase" }]);
  expect([signing.proof, signing.view?.lines.length]).toEqual(["", 1]);
});

it("keeps what stands there when a proof is wrong", async () => {
  const host = new FakeHost({ sign_look: () => view({ lines: [line] }), sign: () => { throw failure("wrong_passphrase"); } });
  const signing = new Signing(host, () => object, () => "c");
  await signing.load();
  signing.open("sign");
  signing.proof = "wrong";
  expect(await signing.act()).toBe(false);
  expect([signing.attempt.failure?.code, signing.view?.lines.length, signing.proof]).toEqual(["wrong_passphrase", 1, ""]);
});

it("asks why before it unlocks, and the reason waits in the vault while it is typed", async () => {
  vi.useFakeTimers();
  const lock = { locked: true, voided: 0, name: "Maren Sol", initials: "MS", wall_ms: 0, zone_minutes: 60, holds: true };
  const locked = view({ lines: [line], lock, turn: "pin", asks: "nothing" });
  const host = new FakeHost({
    sign_look: () => locked, sign_unlock: () => view({ lock: { ...lock, locked: false, voided: 1 } }), forms_of: () => [{ client: "c", place: "unlock first-call", text: "{\"reason\":\"slip\"}", caret: 0 }], forms_keep: () => {},
  });
  const signing = new Signing(host, () => object, () => "c");
  await signing.load();
  signing.open("unlock");
  await vi.advanceTimersByTimeAsync(1);
  expect([signing.reason, signing.waiting]).toEqual(["slip", true]);
  signing.type("");
  signing.proof = "2468";
  expect([await signing.act(), signing.tried]).toEqual([false, true]);
  signing.type("an answer is missing");
  await vi.advanceTimersByTimeAsync(500);
  expect(host.asks("forms_keep").at(-1)).toMatchObject({ client: "c", place: "unlock first-call", text: "{\"reason\":\"an answer is missing\"}" });
  expect(await signing.act()).toBe(true);
  expect(host.asks("sign_unlock")).toEqual([{ object, reason: "an answer is missing", proof: "2468" }]);
  expect([signing.doing, signing.reason, signing.proof, signing.view?.lock?.voided]).toEqual([null, "", "", 1]);
  vi.useRealTimers();
});

it("hears how far a copy is, and only while it runs", async () => {
  const host = new FakeHost({});
  const copying = new Copying(host);
  const told = (percent: number): void => host.tell("copy_progress", { stage: "copying", percent });
  const done = copying.run(async () => {
    told(40);
    await Promise.resolve();
    return copying.progress?.percent;
  });
  expect(await done).toBe(40);
  told(80);
  expect(copying.progress).toBeNull();
});
