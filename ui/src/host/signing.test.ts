import { expect, it } from "vitest";
import type { SignatureView } from "../wire/sign";
import { Copying } from "./copying.svelte";
import { FakeHost, failure } from "./fake";
import { Signing } from "./signing.svelte";

const view = (change: Partial<SignatureView> = {}): SignatureView => ({ lines: [], asks: "passphrase", meaning: "author", ...change });
const line = { number: 3, name: "Maren Sol", initials: "MS", meaning: "author", wall_ms: 0, zone_minutes: 60, standing: "holds" } as const;
const object = { session: null, client: "c", visit: "first-call" };

it("signs once with what was typed, forgets it, and shows what stands there then", async () => {
  const host = new FakeHost({ sign_look: () => view(), sign: () => view({ lines: [line], asks: "nothing" }) });
  const signing = new Signing(host, () => object);
  await signing.load();
  expect(signing.view?.asks).toBe("passphrase");
  expect(await signing.sign()).toBe(false);
  signing.proof = "a passphrase";
  expect(await signing.sign()).toBe(true);
  expect(host.asks("sign")).toEqual([{ object, proof: "a passphrase" }]);
  expect([signing.proof, signing.view?.lines.length]).toEqual(["", 1]);
});

it("keeps what stands there when a proof is wrong", async () => {
  const host = new FakeHost({ sign_look: () => view({ lines: [line] }), sign: () => { throw failure("wrong_passphrase"); } });
  const signing = new Signing(host, () => object);
  await signing.load();
  signing.proof = "wrong";
  expect(await signing.sign()).toBe(false);
  expect([signing.attempt.failure?.code, signing.view?.lines.length, signing.proof]).toEqual(["wrong_passphrase", 1, ""]);
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
