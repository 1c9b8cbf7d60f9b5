import { describe, expect, it, vi } from "vitest";
import { FakeHost, failure } from "../../host/fake";
import type { CourseView, Taken } from "../../wire/course";
import type { MeasureItem, MeasureLine, MeasureSheet, ScoreLine } from "../../wire/measures";
import { allows, Course, MeasureForm, usual } from "./course.svelte";
import { outcome } from "./outcome";

const line = (change: Partial<MeasureLine> = {}): MeasureLine =>
  ({ digest: "ab".repeat(32), name: "phq-9 v1", title: "PHQ-9", short: "PHQ-9", asked: "client", items: 2, kept: false, ...change });
const choices = [0, 1, 2].map((value) => ({ value, title: `t${value}` }));
const item = (id: string, change: Partial<MeasureItem> = {}): MeasureItem =>
  ({ id, text: id, heading: null, choices, several: false, asked_if: null, stop_at: null, ...change });
const score = (id: string, change: Partial<ScoreLine> = {}): ScoreLine =>
  ({ id, title: id, entered: false, from: 0, to: 4, decimals: 0, bands: [], cuts: [], changes: [], ...change });
const sheet = (items: MeasureItem[], scores = [score("total")]): MeasureSheet =>
  ({ line: line(), language: "en", recall: null, instruction: null, licence: "", attribution: null, sources: [], items, scores, findings: [] });
const view: CourseView = { client: "1", code: "KELP-014", taken: [], outcomes: [], series: [], struck: [], dosing: [], now: null, entries: [], handed_on: [] };

async function begun(items: MeasureItem[], scores?: ScoreLine[], forms: { place: string; text: string }[] = []): Promise<[MeasureForm, FakeHost, CourseView[]]> {
  const host = new FakeHost({
    measures_list: () => [line({ asked: "either" })], measures_sheet: () => sheet(items, scores), measures_take: () => view, forms_keep: () => undefined,
    forms_of: () => forms.map((form) => ({ client: "1", caret: 0, ...form })), handover_begin: () => ({ sheet: sheet(items), answers: [], stage: "asking" as const, plan: [] }),
  });
  const done: CourseView[] = [];
  const form = new MeasureForm(host, "1", (kept) => kept && done.push(kept));
  await form.load();
  form.mode = "asked";
  await form.begin();
  return [form, host, done];
}

describe("ways of answering", () => {
  it("follow who may answer and whether the words ship", () => {
    expect(["client", "asked", "entered"].map((mode) => allows(line({ items: 0, asked: "interviewer" }), mode as "client"))).toEqual([false, false, true]);
    expect(allows(line({ asked: "interviewer" }), "client")).toBe(false);
    expect(allows(line({ asked: "client" }), "asked")).toBe(false);
    expect([usual(line()), usual(line({ asked: "interviewer" })), usual(line({ items: 0 }))]).toEqual(["client", "asked", "entered"]);
  });
});

describe("a sheet", () => {
  it("is answered by number keys, one after another, and kept once", async () => {
    const [form, host, done] = await begun([item("1"), item("2")]);
    form.digit(2);
    form.digit(7);
    form.digit(1);
    expect([form.at, form.answered]).toEqual([1, 2]);
    await form.keep();
    expect(done).toEqual([view]);
    const [asked] = host.asks("measures_take");
    expect(asked).toMatchObject({ mode: "asked", answers: [{ item: "1", values: [2] }, { item: "2", values: [1] }], on: null });
    expect(asked?.request).toMatch(/^[0-9a-f]{32}$/);
    expect(host.asks("forms_keep").at(-1)).toMatchObject({ text: "" });
  });

  it("ticks boxes and takes them back", async () => {
    const [form] = await begun([item("1", { several: true })]);
    for (const n of [2, 0, 2]) form.digit(n);
    expect(form.answers).toEqual([{ item: "1", values: [0] }]);
  });

  it("asks what hangs on an answer, and forgets it when that changes", async () => {
    const [form] = await begun([item("1"), item("2", { asked_if: { item: "1", is: 1 } })]);
    expect(form.items.map((one) => one.id)).toEqual(["1"]);
    form.digit(1);
    form.answer(item("2"), 2);
    expect(form.answers).toHaveLength(2);
    form.answer(item("1"), 0);
    expect(form.answers).toEqual([{ item: "1", values: [0] }]);
  });

  it("says at once that an answer does not wait", async () => {
    const [form] = await begun([item("1", { stop_at: 1 })]);
    form.digit(0);
    expect(form.stops).toEqual([]);
    form.at = 0;
    form.digit(2);
    expect(form.stops.map((one) => one.id)).toEqual(["1"]);
  });

  it("reads the clinic's plan once, and goes on without it where it cannot be read", async () => {
    const [form, host] = await begun([item("1", { stop_at: 1 })]);
    host.answers.course_crisis = () => ({ code: "KELP-014", measure: "", items: [], team: ["Stay."], client: [], own: null });
    await Promise.all([form.readCrisis(), form.readCrisis()]);
    expect([form.crisis?.team, host.asks("course_crisis").length]).toEqual([["Stay."], 1]);
    const [other, broken] = await begun([item("1", { stop_at: 1 })]);
    broken.answers.course_crisis = () => { throw failure("damaged"); };
    await other.readCrisis();
    expect(other.crisis).toBeNull();
  });

  it("keeps what is typed, and brings it back", async () => {
    vi.useFakeTimers();
    const [form, host] = await begun([item("1")]);
    form.digit(1);
    await vi.advanceTimersByTimeAsync(1_000);
    const text = host.asks("forms_keep").at(-1)?.text ?? "";
    vi.useRealTimers();
    const [again] = await begun([item("1")], undefined, [{ place: `entry ${"ab".repeat(8)}`, text }]);
    expect([again.unfinished?.waiting, again.answers]).toEqual([true, [{ item: "1", values: [1] }]]);
    const [broken] = await begun([item("1")], undefined, [{ place: `entry ${"ab".repeat(8)}`, text: "{" }]);
    expect(broken.answers).toEqual([]);
  });

  it("takes scores as people write them and refuses what is no score", async () => {
    const mean = score("mean", { entered: true, from: 100, to: 500, decimals: 2 });
    const [form, host] = await begun([], [mean]);
    form.type(mean, "5.01");
    await form.keep();
    expect([form.wrong(mean), host.asks("measures_take")]).toEqual([true, []]);
    form.type(mean, "3,25");
    await form.keep();
    expect(host.asks("measures_take")[0]?.answers).toEqual([{ item: "mean", values: [325] }]);
  });

  it("stays with everything when it could not be kept, under the same request", async () => {
    const host = new FakeHost({
      measures_list: () => [line({ asked: "either" })], measures_sheet: () => sheet([item("1")]), forms_of: () => [], forms_keep: () => undefined,
      measures_take: () => { throw failure("disk_full"); },
    });
    const form = new MeasureForm(host, "1", () => expect.unreachable());
    await form.load();
    form.mode = "entered";
    form.on = "2026-02-30x";
    await form.begin();
    expect(form.sheet).toBeNull();
    form.on = "2026-02-28";
    await form.begin();
    form.digit(1);
    await form.keep();
    await form.keep();
    const keys = host.asks("measures_take").map((args) => args.request);
    expect([form.answers.length, keys.length, new Set(keys).size, form.attempt.failure?.code]).toEqual([1, 2, 1, "disk_full"]);
  });
});

describe("a course", () => {
  const taken = (seq: number, on: string, value: number | null, digest = "ab".repeat(32)): Taken => ({
    seq, on, entered_wall_ms: 0, zone_minutes: 0, by: "MS", measure: "phq-9 v1", short: digest.slice(0, 2), digest, mode: "client", occasion: "", answers: [],
    unanswered: 0, findings: [], stops: [], waits: false, struck: null, scores: [{ id: "total", title: "Total", value, decimals: 0, missing: 0, entered: false, first: null }],
  });

  it("brings back the reason of a strike that was typed and not kept", async () => {
    const host = new FakeHost({ course_look: () => view, forms_keep: () => undefined, forms_of: ({ client }) => [{ client, place: "strike measure 3", text: '{"reason":"another f"}', caret: 0 }] });
    const course = new Course(host, "1");
    course.startStriking({ seq: 3 } as Taken);
    await vi.waitFor(() => expect([course.striking.reason, course.striking.unfinished?.waiting]).toEqual(["another f", true]));
    course.striking.type("another form");
    course.striking.leave();
    expect(host.asks("forms_keep")).toEqual([{ client: "1", place: "strike measure 3", text: '{"reason":"another form"}', caret: 0 }]);
  });

  it("strikes only with a reason, once", async () => {
    const host = new FakeHost({ course_look: () => view, course_strike: () => view });
    const course = new Course(host, "1");
    course.startStriking(taken(3, "2026-01-01", 4));
    await course.striking.go();
    expect(host.asks("course_strike")).toEqual([]);
    course.striking.reason = " another form ";
    await course.striking.go();
    expect(host.asks("course_strike")[0]).toMatchObject({ seq: 3, reason: "another form" });
    expect(course.striking.entry).toBeNull();
  });

  it("draws what was measured where it was measured, and nothing in between", () => {
    const course: CourseView = {
      ...view, taken: [taken(0, "2026-01-01", 4), taken(1, "2026-02-01", null), taken(2, "2026-03-01", 1), taken(3, "2026-03-01", 9, "cd".repeat(32))],
      dosing: [{ on: "2026-01-15", number: 1 }],
    };
    const drawn = outcome(course, sheet([item("1")]));
    expect(drawn?.lines[0]?.points.map((point) => point.label)).toEqual(["4", "1"]);
    const [first, last] = drawn?.lines[0]?.points ?? [];
    expect(first && last && first.x < last.x && first.y < last.y).toBe(true);
    expect(drawn?.dosing[0]?.at).toBeGreaterThan(first?.x ?? 0);
    expect(outcome(view, sheet([item("1")]))).toBeNull();
  });

  it("draws the score that the protocol names first, and its bands from end to end", () => {
    const score = (id: string, to: number, bands: ScoreLine["bands"]): ScoreLine => ({ id, title: id, entered: false, from: 0, to, decimals: 0, bands, cuts: [], changes: [] });
    const band = (from: number, to: number, title: string) => ({ from, to, title, population: "", source: "" });
    const scores = [score("b", 10, []), score("total", 20, [band(0, 4, "few"), band(5, 5, "five"), band(6, 20, "many")])];
    const one = taken(0, "2026-01-01", 4);
    const course: CourseView = { ...view, taken: [{ ...one, scores: one.scores.map((each) => ({ ...each, value: 12 })) }] };
    const drawn = outcome(course, { ...sheet([item("1")]), scores }, "total", 300);
    expect(drawn?.scores.map((each) => each.id)).toEqual(["total", "b"]);
    expect(drawn?.width).toBe(420);
    const [few, five, many] = drawn?.bands ?? [];
    expect([few?.top, five?.top]).toEqual([five?.bottom, many?.bottom]);
    expect([few?.fits, five?.fits, many?.fits]).toEqual([true, false, true]);
    expect(outcome(course, { ...sheet([item("1")]), scores }, null)?.scores[0]?.id).toBe("b");
  });
});
