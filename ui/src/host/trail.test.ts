import { expect, it } from "vitest";
import { FakeHost } from "./fake";
import type { TrailView } from "../wire/trail";
import { Trail } from "./trail.svelte";

it("asks for the second entry while the first is on its way, and shows that one alone", async () => {
  const answers = new Map<number, () => void>();
  const host = new FakeHost({ audit_trail: ({ seq }) => new Promise((done) => answers.set(seq, () => done({ seq, acts: [], signatures: [] } as unknown as TrailView))) });
  const trail = new Trail(host, { session: "s" });
  const looks = [trail.look(1), trail.look(2)];
  expect([host.asks("audit_trail").map((one) => one.seq), trail.attempt.busy]).toEqual([[1, 2], true]);
  answers.get(2)?.();
  await looks[1];
  expect([trail.view?.seq, trail.attempt.busy]).toEqual([2, false]);
  answers.get(1)?.();
  await looks[0];
  expect(trail.view?.seq).toBe(2);
  trail.leave();
  expect([trail.seq, trail.view]).toEqual([-1, null]);
});
