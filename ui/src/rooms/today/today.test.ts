import { expect, it } from "vitest";
import { FakeHost } from "../../host/fake";
import type { OpenVault } from "../../wire/app";
import type { Client, SessionLine } from "../../wire/clients";
import { Today } from "./today.svelte";

const day = 86_400_000;
const now = 100 * day;
const session = (id: string, opened: number, ended: number | null): SessionLine => ({
  id, client: "c", number: 1, protocol: "p v1", opened_wall_ms: opened, zone_minutes: 0, ended_wall_ms: ended,
});
const clients: Client[] = [
  { id: "a", code: "A", sessions: [session("old", 1, now - 8 * day), session("ended", 3, now - 2 * day)] },
  { id: "b", code: "B", sessions: [session("runs", 9, null)] },
];
const open = { people: [{ id: "1" }] } as OpenVault;

it("puts what runs apart from what ended in the last seven days", async () => {
  const today = new Today(new FakeHost({ clients_list: () => clients }), open, now);
  await today.load();
  expect(today.running.map((l) => [l.code, l.session.id])).toEqual([["B", "runs"]]);
  expect(today.recent.map((l) => l.session.id)).toEqual(["ended"]);
  expect([today.lacksClient, today.lacksPerson]).toEqual([false, true]);
});

it("says that a client is lacking only once the list is known", async () => {
  const today = new Today(new FakeHost({ clients_list: () => [] }), { people: [{}, {}] } as OpenVault, now);
  expect(today.lacksClient).toBe(false);
  await today.load();
  expect([today.lacksClient, today.lacksPerson]).toEqual([true, false]);
});

it("begins a training day at the chosen speed and answers its session", async () => {
  const host = new FakeHost({ training_start: () => ({ session: "s9" }) as never });
  const today = new Today(host, open, now);
  expect(await today.play(600)).toBe("s9");
  expect(host.asks("training_start")).toEqual([{ speed: 600 }]);
});
