import { describe, expect, it } from "vitest";
import { FakeHost, failure } from "../../host/fake";
import type { OpenVault } from "../../wire/app";
import type { HandoverView } from "../../wire/handover";
import type { MeasureItem } from "../../wire/measures";
import { Handover } from "./handover.svelte";

const choices = [0, 1, 2].map((value) => ({ value, title: `t${value}` }));
const item = (id: string, change: Partial<MeasureItem> = {}): MeasureItem =>
  ({ id, text: id, heading: null, choices, several: false, asked_if: null, stop_at: null, ...change });
const [one, two, three] = [item("1", { heading: "Lately" }), item("2"), item("3", { asked_if: { item: "1", is: 1 } })];
const items = [one, two, three];
const view = (change: Partial<HandoverView> = {}): HandoverView =>
  ({ sheet: { items } as HandoverView["sheet"], answers: [], stage: "asking", plan: [], ...change });
const vault = { author: { id: "MS" }, people: [] } as unknown as OpenVault;

describe("the computer in the client's hands", () => {
  const host = (stage: HandoverView["stage"] = "asking"): FakeHost =>
    new FakeHost({ handover_keep: ({ answers }) => view({ answers, stage }), handover_finish: () => view({ stage: "done" }), handover_end: () => ({ stopped: null }) });

  it("asks one question a page and keeps every answer as it is given", async () => {
    const with_ = host();
    const room = new Handover(with_, view(), vault);
    expect([room.item?.id, room.heading]).toEqual(["1", "Lately"]);
    await room.answer(one, 1);
    expect([room.at, room.item?.id, room.heading, room.items.length]).toEqual([1, "2", "Lately", 3]);
    room.next();
    await room.answer(three, 2);
    expect([room.item, room.open.map((one) => one.id)]).toEqual([undefined, ["2"]]);
    room.toOpen();
    expect(room.item?.id).toBe("2");
    // The first answer changes: what hung on it is no longer asked and no longer kept.
    await room.answer(one, 0);
    expect(with_.asks("handover_keep").at(-1)?.answers).toEqual([{ item: "1", values: [0] }]);
    await room.finish();
    expect(room.view.stage).toBe("done");
  });

  it("asks the two ratings of a visit, both or none", async () => {
    const with_ = new FakeHost({ handover_keep: ({ answers }) => view({ sheet: null, answers }), handover_finish: () => view({ sheet: null, stage: "done" }) });
    const room = new Handover(with_, view({ sheet: null }), vault);
    expect([room.rating, room.items.map((one) => one.id), room.item?.choices.length]).toEqual([true, ["safe", "understood"], 11]);
    if (room.item) await room.answer(room.item, 9);
    expect([room.item?.id, room.open.map((one) => one.id)]).toEqual(["understood", ["understood"]]);
    if (room.item) await room.answer(room.item, 0);
    expect(with_.asks("handover_keep").at(-1)?.answers).toEqual([{ item: "safe", values: [9] }, { item: "understood", values: [0] }]);
    expect([room.item, room.open]).toEqual([undefined, []]);
    expect(new Handover(with_, view(), vault).rating).toBe(false);
  });

  it("goes on where it was left", () => {
    const room = new Handover(host(), view({ answers: [{ item: "1", values: [0] }] }), vault);
    expect(room.item?.id).toBe("2");
  });

  it("stays on its page when an answer does not wait or could not be kept", async () => {
    const called = new Handover(host("called"), view(), vault);
    await called.answer(one, 2);
    expect([called.at, called.view.stage]).toEqual([0, "called"]);
    const full = new Handover(new FakeHost({ handover_keep: () => { throw failure("disk_full"); } }), view(), vault);
    await full.answer(one, 2);
    expect([full.at, full.values["1"], full.attempt.failure?.code]).toEqual([0, undefined, "disk_full"]);
  });

  it("comes back by PIN only, and asks for the passphrase after five wrong ones", async () => {
    const wrong = new Handover(new FakeHost({ handover_end: () => { throw failure("pin_passphrase_needed"); } }), view(), vault);
    expect(await wrong.end("keep")).toBe(false);
    wrong.pin = "1234";
    expect(await wrong.end("keep")).toBe(false);
    expect([wrong.pin, wrong.letters]).toEqual(["", true]);
    const right = host();
    const room = new Handover(right, view(), vault);
    room.pin = "1234";
    expect(await room.end("leave")).toBe(true);
    expect([right.asks("handover_end"), room.stopped]).toEqual([[{ proof: { person: "MS", pin: "1234" }, back: "leave" }], null]);
  });

  it("has the clinic's plan and the client's own once the computer is back, and not before", async () => {
    const stopped = { code: "KELP-014", measure: "PHQ-9", items: ["9"], team: ["Stay."], client: ["Wait here."], own: null };
    const room = new Handover(new FakeHost({ handover_end: () => ({ stopped }) }), view({ stage: "called", plan: ["Wait here."] }), vault);
    expect([room.view.plan, room.stopped]).toEqual([["Wait here."], null]);
    room.pin = "1234";
    expect(await room.end("keep")).toBe(true);
    expect(room.stopped).toEqual(stopped);
  });
});
