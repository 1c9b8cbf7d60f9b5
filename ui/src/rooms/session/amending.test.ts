// Amending an entry: what was typed for one never stands under another.
import { expect, it } from "vitest";
import { FakeHost } from "../../host/fake";
import type { LogLine } from "../../wire/log";
import { Amending } from "./amending.svelte";
import type { Room } from "./session.svelte";

const line = (seq: number): LogLine => ({ seq, amended: null, what: { kind: "noted", text: `note ${seq}` } }) as unknown as LogLine;

it("puts late answers about one entry under no other", async () => {
  const waits: (() => void)[] = [];
  const forms = [{ client: "c1", place: "amend s1 1", text: '{"words":"other words","reason":"misread"}', caret: 0 }];
  const host = new FakeHost({
    forms_of: () => new Promise((done) => waits.push(() => done(forms))), forms_keep: () => undefined,
    session_amend: () => new Promise((done) => waits.push(() => done({} as never))),
  });
  const amending = new Amending(host, { session: "s1", plan: { client: "c1" }, absorb: () => undefined } as unknown as Room);
  amending.start(line(1));
  amending.start(line(2));
  waits.splice(0).forEach((answer) => answer());
  await new Promise((done) => setTimeout(done));
  expect([amending.words, amending.reason]).toEqual(["note 2", ""]);
  amending.type("words", "better words");
  amending.type("reason", "misread");
  const going = amending.go();
  amending.start(line(3));
  amending.type("reason", "half a sen");
  waits.splice(0).forEach((answer) => answer());
  expect(await going).toBe(true);
  expect([amending.line?.seq, amending.reason]).toEqual([3, "half a sen"]);
});
