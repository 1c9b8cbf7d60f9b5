import { describe, expect, it, vi } from "vitest";
import { FakeHost, failure, type Answers } from "../../host/fake";
import type { OpenVault } from "../../wire/app";
import type { CourseView } from "../../wire/course";
import type { CoursePlan, PlanItem } from "../../wire/plan_of_course";
import type { CourseNow, GateLine, NeedLine, VisitLine } from "../../wire/standing";
import { answer, course as words, need as needWords, sum, visitState } from "../../words/course";
import * as acts from "./acts";
import { ActForm, asksBefore, asksOf, begunAt, Care, countOf, titled } from "./care.svelte";

const item = (id: string, kind: string, change: Partial<PlanItem> = {}): PlanItem =>
  ({ id, title: id, help: null, kind, valid: null, line: 7, scale: null, parts: [], consent: null, ...change });
const plan = (items: PlanItem[]): CoursePlan =>
  ({ protocol: "small v1", title: "Small", digest: "d1", items, consents: [{ id: "touch", title: "Touch", version: 2, text: ["Text."], line: 9 }], medicines: [], questions: [],
    primary: "pcl-5", score: "total", secondary: [], predictors: [], guides: [], handouts: [] });
const need = (key: string, state: string): NeedLine => ({ key, title: key, line: 3, state, on: null, by: null, until: null, row: null });
const gate = (needs: NeedLine[]): GateLine => ({ id: "g", before: "dosing", title: "Gate", line: 5, open: true, may_override: true, passed: null, needs, overrides: [] });
const visit = (id: string, change: Partial<VisitLine> = {}): VisitLine =>
  ({ id, title: `Visit ${id}`, phase: "p", kind: "preparation", form: "video", line: 4, from: null, until: null, state: "in_window", days: 3, after: null, on: null, row: null, minutes: null, planned_minutes: 90,
    words: null, session: null, misses: [], agenda: [], measures: [], safe: null, understood: null, rated: null, alliance_due: false, reflections: [], ...change });
const now = (change: Partial<CourseNow> = {}): CourseNow =>
  ({ protocol: "small v1", digest: "d1", today: "2026-03-02", opened: "2026-03-01", closed: null, closed_because: null, phases: [], visits: [visit("a"), visit("b")], next: "b", gates: [], consents: [],
    items: [], decision: null, medicines: [], contacts: [], insights: [], practices: [], coping: [], adverse: [], sessions: 0, micrograms: 0, ...change });
const view = (change: Partial<CourseView> = {}): CourseView => ({ client: "1", code: "KELP-014", taken: [], outcomes: [], series: [], struck: [], dosing: [], now: now(), entries: [], handed_on: [], ...change });
const person = (id: string, has_pin = true) => ({ id, name: `P${id}`, initials: id, roles: [], has_pin, has_passphrase: false });
const vault = { author: person("1"), people: [person("1"), person("2"), person("3", false)] } as unknown as OpenVault;

const host = (more: Answers = {}): FakeHost =>
  new FakeHost({ course_look: () => view(), course_plan: () => [plan([item("ecg", "finding")])], protocols_list: () => [], forms_of: () => [], forms_keep: () => undefined, course_act: () => view({ code: "kept" }), ...more });
async function care(more: Answers = {}): Promise<[Care, FakeHost]> {
  const fake = host(more);
  const made = new Care(fake, "1", () => vault);
  await made.load();
  return [made, fake];
}

describe("what was typed becomes an act", () => {
  const act = (one: PlanItem, typed: acts.Typed) => acts.item(one, plan([one]), "v1").act(typed);

  it("by the kind of the item", () => {
    const value = (one: PlanItem, typed: acts.Typed) => { const made = act(one, typed); return "act" in made && made.act === "answer" ? made.value : made; };
    const scale = { from: 0, to: 2000, decimals: 1, unit: "mmHg" };
    expect(value(item("t", "tick"), { applies: "yes" })).toEqual({ kind: "tick" });
    expect(value(item("f", "finding"), { value: " QTc 410 " })).toEqual({ kind: "finding", words: "QTc 410" });
    expect(value(item("d", "date"), { value: "2026-03-02" })).toEqual({ kind: "date", on: "2026-03-02" });
    expect(value(item("n", "number", { scale }), { value: "120,5" })).toEqual({ kind: "number", stored: 1205, decimals: 1 });
    expect(value(item("n", "number", { scale }), { value: "200.1" })).toMatchObject({ wrong: "value" });
    expect(value(item("a", "agreement", { parts: [{ id: "x", title: "X" }, { id: "y", title: "Y" }] }), { "part x": "hand", "part y": " " })).toEqual({ kind: "agreement", parts: { x: "hand" } });
    expect(value(item("s", "suicidality"), { value: "5", behaviour: "no" })).toEqual({ kind: "suicidality", ideation: 5, behaviour: false });
    expect(value(item("s", "suicidality"), { value: "6", behaviour: "no" })).toMatchObject({ wrong: "value" });
    expect(value(item("s", "suicidality"), { value: "0" })).toMatchObject({ wrong: "behaviour" });
  });

  it("not applicable only with a note", () => {
    expect(act(item("f", "finding"), { applies: "no", value: "x" })).toMatchObject({ wrong: "note" });
    expect(act(item("f", "finding"), { applies: "no", note: "pacemaker" })).toMatchObject({ act: "answer", value: { kind: "not_applicable" }, note: "pacemaker", visit: "v1" });
  });

  it("consents and the decision by acts of their own", () => {
    expect(act(item("c", "consent", { consent: "touch" }), {})).toEqual({ act: "give_consent", consent: "touch", note: "" });
    expect(act(item("d", "decision"), { eligible: "no" })).toMatchObject({ wrong: "reason" });
    expect(act(item("d", "decision"), { eligible: "no", reason: "why" })).toEqual({ act: "decide", eligible: false, reason: "why" });
  });

  it("a visit is closed with minutes, rated from 0 to 10", () => {
    expect(acts.closeVisit("a", 50).act({ minutes: "1441" })).toMatchObject({ wrong: "minutes" });
    expect(acts.closeVisit("a", 50).act({ minutes: "50" })).toEqual({ act: "close_visit", visit: "a", minutes: 50, note: "" });
    // Whoever types it for the client says how it was answered; a client alone with the page is not one of the ways.
    for (const mode of ["", "client"]) expect(acts.rate("a").act({ mode, safe: "1", understood: "3" })).toMatchObject({ wrong: "mode" });
    expect(acts.rate("a").act({ mode: "asked", safe: "11", understood: "3" })).toMatchObject({ wrong: "safe" });
    expect(acts.rate("a").act({ mode: "entered", safe: "0", understood: "10" })).toEqual({ act: "rate_alliance", visit: "a", safe: 0, understood: 10, mode: "entered" });
    expect(acts.beginVisit(visit("a"), [], "1").act({ form: "video", present: "" })).toMatchObject({ wrong: "present" });
  });
});

describe("a form", () => {
  it("is kept once, under one request, and its draft is emptied", async () => {
    const fails = vi.fn().mockImplementationOnce(() => { throw failure("disk_full"); }).mockImplementation(() => view());
    const fake = host({ course_act: fails as never });
    const done: unknown[] = [];
    const form = new ActForm(fake, "1", acts.closeVisit("a", 50), (kept) => done.push(kept));
    await form.keep();
    expect([form.attempt.failure?.code, done]).toEqual(["disk_full", []]);
    form.typeDay("2026-03-02x");
    await form.keep();
    expect(form.problem("on")).toBeTruthy();
    form.typeDay("2026-03-02");
    await form.keep();
    const asked = fake.asks("course_act");
    expect(new Set(asked.map((one) => one.request)).size).toBe(1);
    expect(asked[1]).toMatchObject({ on: "2026-03-02", second: null, act: { act: "close_visit", minutes: 50 } });
    expect(fake.asks("forms_keep").at(-1)).toMatchObject({ place: "course close a", text: "" });
    expect(done).toHaveLength(1);
  });

  it("keeps a draft within a second and brings it back; a PIN is never in it", async () => {
    vi.useFakeTimers();
    const fake = host();
    const form = new ActForm(fake, "1", acts.override("g", "Gate"), () => undefined);
    form.pin = "1234";
    form.type("words", "no time");
    await vi.advanceTimersByTimeAsync(1_000);
    vi.useRealTimers();
    const text = fake.asks("forms_keep").at(-1)?.text ?? "";
    expect([text.includes("no time"), text.includes("1234")]).toEqual([true, false]);
    const again = new ActForm(host({ forms_of: () => [{ client: "1", place: "course override g", text, caret: 0 }] }), "1", acts.override("g", "Gate"), () => undefined);
    await again.load();
    expect([again.get("words"), again.unfinished.waiting]).toEqual(["no time", true]);
  });

  it("asks for the second person and the PIN", async () => {
    const fake = host();
    const form = new ActForm(fake, "1", acts.override("g", "Gate"), () => undefined);
    form.type("words", "no time");
    await form.keep();
    expect([form.wrong?.wrong, fake.asks("course_act")]).toEqual(["second", []]);
    form.second = "2";
    form.pin = "1234";
    await form.keep();
    expect(fake.asks("course_act")[0]).toMatchObject({ second: { person: "2", pin: "1234" }, act: { act: "override_gate", gate: "g", reason: "no time" } });
    expect(form.pin).toBe("");
  });
});

describe("the course on the page", () => {
  it("knows the next visit, who may stand beside, and the page an arrow leads to", async () => {
    const [made] = await care();
    expect([made.next?.id, made.seconds.map((one) => one.value), made.beside(-1), made.beside(1)]).toEqual(["b", ["2"], "entries", "visits"]);
  });

  it("records what a gate asks for, each by its own form", async () => {
    const [made] = await care();
    made.record(need("item:ecg", "missing"));
    expect(made.form?.spec.place).toBe("item ecg");
    made.record(need("consent:touch", "missing"));
    expect(made.form?.spec.place).toBe("give touch");
    made.record(need("visit:a", "missing"));
    expect([made.page, made.visit?.id, made.form]).toEqual(["visits", "a", null]);
  });

  it("takes the view that an act answers", async () => {
    const [made] = await care();
    made.start(acts.reflect("a"));
    made.form?.type("words", "quiet");
    await made.form?.keep();
    expect([made.view?.code, made.form]).toEqual(["kept", null]);
  });

  it("reads the plan when a course opens", async () => {
    const [made, fake] = await care({ course_look: () => view({ now: fake0.opened ? now() : null }), course_act: () => { fake0.opened = true; return view(); } });
    expect(made.plan).toBeNull();
    made.start(acts.openCourse([{ value: "d1", title: "Small" }]));
    await made.form?.keep();
    await vi.waitFor(() => expect(made.plan?.digest).toBe("d1"));
    expect(fake.asks("course_act")[0]?.act).toEqual({ act: "open", protocol: "d1" });
  });
  it("takes no protocol to begin with where there is a choice", async () => {
    const [made, fake] = await care();
    made.start(acts.openCourse([{ value: "d1", title: "Small" }, { value: "d2", title: "Large" }]));
    await made.form?.keep();
    expect([made.form?.problem("protocol"), fake.asks("course_act")]).toEqual([words.needed, []]);
  });
  const fake0 = { opened: false };

  it("keeps what an act answered though a reading that began before it ends later", async () => {
    let slow: (plans: CoursePlan[]) => void = () => undefined;
    const late = new Promise<CoursePlan[]>((done) => { slow = done; });
    const [made, fake] = await care();
    fake.answers.course_plan = () => late;
    const loading = made.load();
    made.start(acts.reflect("a"));
    made.form?.type("words", "quiet");
    await made.form?.keep();
    slow([]);
    await loading;
    expect(made.view?.code).toBe("kept");
  });

  it("counts a gate", () => {
    const one = gate([need("item:a", "met"), need("item:b", "overridden"), need("item:c", "lapsed")]);
    expect([countOf(one).done, countOf(one).all, countOf(one).left.map((each) => each.key)]).toEqual([1, 3, ["item:c"]]);
  });

  it("knows when an open visit began; a struck beginning does not count", () => {
    const entry = (seq: number, struck: boolean, about = "a") => ({ seq, on: "", entered_wall_ms: seq * 10, zone_minutes: 0, by: "", what: "visit_begun", about, words: "", struck });
    expect([begunAt(view({ entries: [entry(1, false), entry(2, true)] }), "a"), begunAt(view(), "a")]).toEqual([10, null]);
  });
});

describe("a page of the protocol", () => {
  it("is read again from the technique that went by it, and left with its page", async () => {
    const [one] = await care();
    one.openGuide("breath");
    expect([one.page, one.reading]).toEqual(["handouts", "g breath"]);
    one.go("carried");
    expect(one.reading).toBe("");
  });
});

describe("words", () => {
  it("say states, sums and answers", () => {
    expect(visitState(visit("a", { state: "overdue", days: 1 }), (id) => id)).toBe("overdue by 1 day");
    expect(visitState(visit("a", { state: "waiting", after: "b" }), (id) => id.toUpperCase())).toBe("after B");
    expect(needWords({ ...need("item:a", "met"), on: "2026-03-02", by: "MS" })).toBe("done Mon 2 Mar 2026 MS, protocol line 3");
    expect(sum({ half_life_minutes: 1560, multiple: 5, half_lives_days: 6, plus: 0, at_least: 0, days: 6, on: "2026-11-07", line: 12 }, "2026-11-01"))
      .toBe("5 \u00d7 26 h = 6 days after Sun 1 Nov 2026: Sat 7 Nov 2026, protocol line 12");
    expect(answer({ kind: "suicidality", ideation: 2, behaviour: false })).toBe("ideation 2 of 5, behaviour no");
  });
});

describe("a course that goes on under another protocol", () => {
  const differs = { before: "small v1", after: "small v2", changes: [] };
  const options = [{ value: "d2", title: "Two" }, { value: "d3", title: "Three" }];

  it("is moved only after the difference was read, and it is the one of what is picked", async () => {
    const slow: (() => void)[] = [];
    const fake = host({ protocols_difference: ({ after }) => new Promise((done) => slow.push(() => done({ ...differs, after }))) });
    const form = new ActForm(fake, "1", acts.moveCourse(options, "d1"), () => undefined);
    form.type("protocol", "d2");
    form.type("reason", "a new version");
    await form.keep();
    expect([fake.asks("course_act"), form.problem("protocol")]).toEqual([[], "What differs is read first."]);
    form.type("protocol", "d3");
    slow.forEach((done) => done());
    await vi.waitFor(() => expect(form.difference?.after).toBe("d3"));
    expect(fake.asks("protocols_difference")).toEqual([{ before: "d1", after: "d2" }, { before: "d1", after: "d3" }]);
    await form.keep();
    expect(fake.asks("course_act")).toMatchObject([{ act: { act: "move", protocol: "d3", reason: "a new version" } }]);
  });

  it("says why nothing can be compared, and tries again", async () => {
    let fails = true;
    const fake = host({ protocols_difference: () => { if (fails) throw failure("io"); return differs; } });
    const form = new ActForm(fake, "1", acts.moveCourse(options, "d1"), () => undefined);
    form.type("protocol", "d2");
    form.type("reason", "a new version");
    await vi.waitFor(() => expect(form.comparing.failure?.code).toBe("io"));
    fails = false;
    await form.keep();
    await vi.waitFor(() => expect(form.difference).not.toBeNull());
    expect(fake.asks("course_act")).toEqual([]);
  });
});

it("a refusal names the visit that comes first by its title", () => {
  const what = (said: string): string | undefined => titled({ code: "course_refused", facts: { what: said }, record_safe: true }, now()).facts["what"];
  expect([what("out of order: a comes first"), what("a visit is still open")]).toEqual(["out of order: \u201cVisit a\u201d comes first", "a visit is still open"]);
});

describe("what a gate that refused asks for", () => {
  const due = { measure: "pcl-5", title: "PCL-5", line: 3, state: "due", days: null, row: null, blinded: false };
  const asked = [{ ...need("item:ecg", "missing"), title: "ECG; who read it" }, { ...need("measure:pcl-5", "missing"), title: "pcl-5" }, need("item:done", "met")];
  const here = now({ visits: [visit("a", { measures: [due] }), visit("d", { kind: "dosing", phase: "dosing" })], gates: [gate(asked)] });

  it("is a list in which a measure has its name, and nothing where the view does not know it", () => {
    const refused = (missing: string) => asksOf({ code: "course_gate_open", facts: { missing }, record_safe: true }, here);
    expect([refused("ECG; who read it; pcl-5"), refused("Something else"), asksBefore(here.visits[1], here), asksBefore(here.visits[0], here)])
      .toEqual([["ECG; who read it", "PCL-5"], [], ["ECG; who read it", "PCL-5"], []]);
  });
});
