import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Attempt } from "./attempt.svelte";
import { FakeHost, failure } from "./fake";
import { asFailure } from "./host";
import { Verify } from "./verify.svelte";
import { Weigh } from "./weigh.svelte";

describe("an attempt", () => {
  it("keeps the failure until the next one", async () => {
    const attempt = new Attempt();
    expect(await attempt.run(() => Promise.reject(failure("disk_full")))).toBeUndefined();
    expect(attempt.failure?.code).toBe("disk_full");
    expect(await attempt.run(() => Promise.resolve(7))).toBe(7);
    expect(attempt.failure).toBeNull();
  });
  it("runs once at a time", async () => {
    const attempt = new Attempt();
    let done = (): void => undefined;
    const first = attempt.run(() => new Promise<void>((resolve) => (done = resolve)));
    const second = vi.fn(() => Promise.resolve());
    await attempt.run(second);
    expect(second).not.toHaveBeenCalled();
    done();
    await first;
    expect(attempt.busy).toBe(false);
  });
});

it("makes a failure of anything thrown, and claims nothing for it", () => {
  expect(asFailure(new TypeError("x"))).toEqual({ code: "panic", facts: { said: "x" }, record_safe: false });
  expect(asFailure(failure("locked"))).toEqual(failure("locked"));
});

it("keeps what verification proved in sight", async () => {
  const proved = { entries: 2, broken_at: null, fault: null, head: "A", sessions: 0, signatures: 2, taken_back: [], witnessed: null };
  const verify = new Verify(new FakeHost({ audit_verify: () => proved }));
  await verify.go();
  expect(verify.result).toEqual(proved);
});

describe("weighing", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("asks once, a moment after the last key", async () => {
    const host = new FakeHost({ vault_strength: ({ passphrase }) => ({ characters: passphrase.length, least: 15, objection: null }) });
    const weigh = new Weigh(host);
    for (const typed of ["a", "ab", "abc"]) weigh.typed(typed);
    await vi.advanceTimersByTimeAsync(300);
    expect(host.asks("vault_strength")).toEqual([{ passphrase: "abc" }]);
    expect(weigh.strength?.characters).toBe(3);
    weigh.typed("");
    expect(weigh.strength).toBeNull();
  });
});
