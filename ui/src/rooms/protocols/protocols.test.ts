import { expect, it } from "vitest";
import { FakeHost, failure } from "../../host/fake";
import type { ProtocolLine, RehearsedPrompt } from "../../wire/protocols";
import { Protocols } from "./protocols.svelte";

const line = (digest: string): ProtocolLine => ({ digest, name: digest, title: digest, summary: "", training: true, adopted_by: [], adoptions: [], usable: true, before: null, adopting: "nothing" });

it("shows the first protocol with its day", async () => {
  const room = new Protocols(new FakeHost({ protocols_list: () => [line("a"), line("b")], protocols_rehearse: () => [] }));
  await room.load();
  expect([room.protocol?.digest, room.day]).toEqual(["a", []]);
});

it("never shows the day of another protocol", async () => {
  const slow: ((day: RehearsedPrompt[]) => void)[] = [];
  const room = new Protocols(new FakeHost({ protocols_rehearse: () => new Promise((done) => slow.push(done)) }));
  const first = room.pick("a");
  const second = room.pick("b");
  slow[0]?.([{ planned_ms: 1 } as RehearsedPrompt]);
  await first;
  expect(room.day).toBeNull();
  slow[1]?.([]);
  await second;
  expect(room.day).toEqual([]);
});

it("says why a day cannot be shown", async () => {
  const room = new Protocols(new FakeHost({ protocols_rehearse: () => { throw failure("protocol_complaints", { count: "2" }); } }));
  await room.pick("a");
  expect([room.day, room.rehearsal.failure?.code]).toEqual([null, "protocol_complaints"]);
});
