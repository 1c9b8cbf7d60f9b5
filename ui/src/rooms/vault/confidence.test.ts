import { expect, it } from "vitest";
import { FakeHost, failure, type Answers } from "../../host/fake";
import type { ConcernView, ConfidenceView } from "../../wire/confidence";
import { Confidence } from "./confidence.svelte";

const reader = (person: string, name: string, reachable = true) => ({ person, name, here: false, words: "amber plough cradle socket river finch", reachable });
const view = (more: Partial<ConfidenceView> = {}): ConfidenceView => ({ readers: [reader("p1", "Ruth Lund"), reader("p2", "Ola Berg"), reader("p3", "Ida Moe", false)], may_name: false, candidates: [], concerns: [], ...more });
const concern: ConcernView = { id: "c1", said: { from: null, text: "not in the record", wall_ms: 0, zone_minutes: 0 }, readers: ["Ruth Lund"], elsewhere: true, fresh: false, answers: [] };

async function desk(answers: Answers = {}): Promise<{ host: FakeHost; at: Confidence }> {
  const host = new FakeHost({ confidence_look: () => view(), confidence_write: () => ({ slip: "AAAAA-BBBBB" }), confidence_slip: () => [concern], confidence_answer: () => view(), ...answers });
  const at = new Confidence(host);
  await at.load();
  return { host, at };
}

it("is for every named reader who can be reached, without those whom the writer leaves out", async () => {
  const { host, at } = await desk();
  at.show("write");
  expect(at.to).toEqual(["p1", "p2"]);
  await at.write();
  expect(host.asks("confidence_write"), "nothing without words").toEqual([]);
  at.text = "what happened on Tuesday";
  at.to = [];
  await at.write();
  expect(host.asks("confidence_write"), "nothing for nobody").toEqual([]);
  at.to = ["p1"];
  await at.write();
  expect(host.asks("confidence_write")).toEqual([{ text: "what happened on Tuesday", with_name: false, without: ["p2"] }]);
  expect(at.slip).toBe("AAAAA-BBBBB");
  expect(at.text).toBe("");
});

it("keeps nothing of it on the page once it is left, and asks the vault to keep no draft", async () => {
  const { host, at } = await desk();
  at.show("write");
  at.text = "what happened on Tuesday";
  at.leave();
  at.show("slip");
  at.typed = "AAAAA-BBBBB";
  await at.read();
  expect(at.opened).toEqual([concern]);
  at.leave();
  expect([at.text, at.typed, at.slip, at.opened]).toEqual(["", "", "", null]);
  expect(host.asked.map((one) => one.name)).toEqual(["confidence_look", "confidence_slip"]);
});

it("leaves the words where they are when they could not be sealed", async () => {
  const { at } = await desk({ confidence_write: () => { throw failure("disk_full"); } });
  at.show("write");
  at.text = "what happened on Tuesday";
  await at.write();
  expect(at.slip).toBe("");
  expect(at.text).toBe("what happened on Tuesday");
  expect(at.attempt.failure?.code).toBe("disk_full");
});

it("shows what is new only when it is opened, and says then that it was read", async () => {
  const fresh = { ...concern, id: "c2", fresh: true };
  const { host, at } = await desk({ confidence_look: () => view({ concerns: [concern, fresh] }), confidence_seen: () => view({ concerns: [concern, { ...fresh, fresh: false }] }) });
  expect([at.known.map((one) => one.id), at.fresh]).toEqual([["c1"], 1]);
  expect(host.asks("confidence_seen"), "a look alone says nothing").toEqual([]);
  await at.seen();
  expect([at.known.map((one) => one.id), at.fresh]).toEqual([["c1", "c2"], 0]);
});
