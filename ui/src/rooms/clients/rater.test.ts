import { describe, expect, it } from "vitest";
import { FakeHost, failure, type Answers } from "../../host/fake";
import type { MeasureLine, MeasureSheet } from "../../wire/measures";
import type { RaterView, Rating } from "../../wire/rater";
import { Rater } from "./rater.svelte";

const line = (short: string, items = 0): MeasureLine =>
  ({ digest: short.padEnd(64, "0"), name: `${short} v1`, title: short, short, asked: "interviewer", items, kept: true });
const entered: Rating = { seq: 9, short: "CAPS-5", entered_wall_ms: 0, zone_minutes: 0, scores: [] };
const view = (today: Rating[] = []): RaterView => ({
  clients: ["KELP-014", "kelp-002"].map((code) => ({ client: code, code, measures: [{ line: line("CAPS-5"), asked: true }, { line: line("SDS", 3), asked: false }], today })),
});
const sheet = { line: line("CAPS-5"), items: [], scores: [{ id: "total", title: "Total", entered: true, from: 0, to: 80, decimals: 0, bands: [], cuts: [], changes: [] }] } as unknown as MeasureSheet;
async function room(answers: Answers = {}): Promise<[Rater, FakeHost]> {
  const host = new FakeHost({
    rater_look: () => view(), rater_take: () => view([entered]), rater_strike: () => view(), measures_sheet: () => sheet, forms_of: () => [], forms_keep: () => undefined, ...answers,
  });
  const rater = new Rater(host);
  await rater.load();
  return [rater, host];
}

describe("a blinded rater", () => {
  it("finds clients by code, whatever the case", async () => {
    const [rater] = await room();
    rater.find("KELP-0");
    expect(rater.lines.map((one) => one.code)).toEqual(["KELP-014", "kelp-002"]);
    rater.find(" kelp-014");
    expect([rater.lines.length, rater.more]).toEqual([1, 0]);
  });

  it("takes a measure in a form of their own, and asks for nothing of the course", async () => {
    const [rater, host] = await room();
    rater.pick("KELP-014");
    rater.rate(line("CAPS-5"));
    expect(rater.form?.mode).toBe("entered");
    await rater.form?.begin();
    const total = rater.form?.scores[0];
    if (!total) return expect.unreachable();
    rater.form?.type(total, "44");
    await rater.form?.keep();
    expect(rater.form).toBeNull();
    expect(rater.client?.today).toEqual([entered]);
    expect(host.asks("rater_take")).toMatchObject([{ client: "KELP-014", mode: "entered", occasion: "", answers: [{ item: "total", values: [44] }] }]);
    expect(host.asks("forms_keep").every((one) => one.place.startsWith("rating "))).toBe(true);
    expect(new Set(host.asked.map((one) => one.name))).toEqual(new Set(["rater_look", "measures_sheet", "forms_of", "forms_keep", "rater_take"]));
  });

  it("asks where the words ship, and never hands the computer over", async () => {
    const [rater] = await room();
    rater.pick("KELP-014");
    rater.rate(line("SDS", 3));
    expect(rater.form?.mode).toBe("asked");
  });

  it("keeps the form and what is typed when it cannot be kept", async () => {
    const [rater] = await room({ rater_take: () => { throw failure("disk_full"); } });
    rater.pick("KELP-014");
    rater.rate(line("CAPS-5"));
    await rater.form?.begin();
    const total = rater.form?.scores[0];
    if (total) rater.form?.type(total, "44");
    await rater.form?.keep();
    expect([rater.form?.attempt.failure?.code, rater.form?.typed["total"]]).toEqual(["disk_full", "44"]);
  });

  it("strikes an entry with a reason only", async () => {
    const [rater, host] = await room({ rater_look: () => view([entered]) });
    rater.pick("KELP-014");
    rater.startStriking(entered);
    await rater.striking.go();
    expect([host.asks("rater_strike").length, rater.striking.tried]).toEqual([0, true]);
    rater.striking.type(" a slip ");
    await rater.striking.go();
    expect(host.asks("rater_strike")).toMatchObject([{ client: "KELP-014", seq: 9, reason: "a slip" }]);
    expect([rater.striking.entry, rater.client?.today.length]).toEqual([null, 0]);
  });
});
