import { describe, expect, it } from "vitest";
import type { HandedOn } from "../../wire/course";
import type { LogLine, Logged } from "../../wire/log";
import type { CoursePlan } from "../../wire/plan_of_course";
import type { AdverseLine, CarriedLine, ContactLine, InsightLine, MedicineLine } from "../../wire/standing";
import { call, notReached, strike } from "./acts";
import { judgedState, medicineLine, reportState } from "../../words/course";
import { adverse, clockOf, followAdverse, insight, judgeAdverse, medicine, momentOf, practice, predictor, reportAdverse, review, taken, technique } from "./carried";

const plan = { medicines: [{ id: "m", title: "M", line: 2 }], guides: [{ id: "g", title: "G" }] } as CoursePlan;
const contact = { after: "dosing-1", day: 3 } as ContactLine;
const question = (id: string, kind: string) => ({ id, title: id, kind, scale: { from: 0, to: 10, decimals: 0, unit: null }, flag_at_most: null, flag_at_least: null, flag_is: null, line: 1 });

describe("forms of the lists", () => {
  it("an adverse event has a grade that goes with its criteria, and is followed upwards only", () => {
    const told = { term: "fall", onset: "", grade: "3", serious: "important hospitalisation", words: "on the stairs" };
    const act = { act: "note_adverse", term: "fall", onset: "", grade: 3, serious: ["important", "hospitalisation"], words: "on the stairs", visit: "a" };
    expect(adverse("a").act(told)).toEqual(act);
    for (const [change, wrong] of [[{ term: " " }, "term"], [{ onset: "1 March" }, "onset"], [{ grade: "6" }, "grade"], [{ grade: "5" }, "grade"], [{ serious: "death" }, "grade"], [{ words: "" }, "words"]] as const) {
      expect(adverse(null).act({ ...told, ...change })).toMatchObject({ wrong });
    }
    const one = { row: 7, term: "fall", grade: 3 } as AdverseLine;
    const seen = { outcome: "recovering", grade: "3", words: "walks" };
    expect(followAdverse(one).act(seen)).toEqual({ act: "follow_adverse", adverse: 7, grade: 3, outcome: "recovering", words: "walks" });
    expect(followAdverse(one).act({ ...seen, grade: "2" })).toMatchObject({ wrong: "grade" });
    expect(followAdverse(one).act({ ...seen, outcome: "fatal" })).toMatchObject({ wrong: "grade" });
    expect(followAdverse(one).act({ ...seen, outcome: "" })).toMatchObject({ wrong: "outcome" });
  });
  it("the cause of an adverse event is judged whole, and a report says how it was made", () => {
    const one = { row: 7, term: "fall", grade: 3 } as AdverseLine;
    const judged = { suspects: "medicine procedure", expected: "no", action: "dose_put_off", words: "dizzy" };
    expect(judgeAdverse(one).act(judged)).toEqual({ act: "judge_adverse", adverse: 7, suspects: ["medicine", "procedure"], expected: false, action: "dose_put_off", words: "dizzy" });
    expect(judgeAdverse(one).act({ ...judged, suspects: "nothing" })).toMatchObject({ act: "judge_adverse", suspects: [] });
    expect(judgeAdverse(one).act({ ...judged, suspects: "nothing medicine" })).toMatchObject({ wrong: "suspects" });
    for (const part of ["suspects", "expected", "action", "words"]) expect(judgeAdverse(one).act({ ...judged, [part]: "" })).toMatchObject({ wrong: part });
    const report = { id: "sponsor", title: "The sponsor", due: "2026-03-02", days: 1, line: 571, made: null };
    expect(reportAdverse(one, report).act({ words: "by telephone" })).toEqual({ act: "report_adverse", adverse: 7, report: "sponsor", words: "by telephone" });
    expect(reportAdverse(one, report).act({})).toMatchObject({ wrong: "words" });
    expect([1, 0, -2].map((days) => reportState({ ...report, days }))).toEqual([
      "due in 1 day, by Mon 2 Mar 2026, protocol line 571", "today is the last day, protocol line 571", "overdue by 2 days, since Mon 2 Mar 2026, protocol line 571",
    ]);
    expect(judgedState(null)).toBe("not judged yet");
    expect(judgedState({ on: "2026-03-05", suspects: [], expected: true, action: "none" })).toBe("nothing that was done here; expected; nothing; judged Thu 5 Mar 2026");
  });
  it("a medicine takes the place of its row, and its last dose is a day", () => {
    const before = { row: 4, name: "M", medicine: "m", dose: "10 mg", stop: null } as MedicineLine;
    expect(medicine(plan, before).act({ name: "M", medicine: "m", stop: "1 March" })).toMatchObject({ wrong: "stop" });
    expect(medicine(plan, before).act({ name: "N", medicine: "none", stop: "2026-03-01" }))
      .toEqual({ act: "keep_medicine", replaces: 4, name: "N", medicine: null, dose: "", stop: "2026-03-01", note: "" });
    expect(medicine(plan, before).parts.map((part) => part.start)).toEqual(["M", "m", "10 mg", "", undefined]);
  });

  it("a name that is a line of the table is not kept as one that is not in it", () => {
    const of = (name: string, tabled: string) => medicine(plan, null).act({ name, medicine: tabled });
    expect([of(" m ", "none"), of("M", "m"), of("Mx", "none")]).toMatchObject([{ wrong: "medicine" }, { medicine: "m" }, { medicine: null }]);
  });
  it("a medicine without a sum says its day, and why there is none", () => {
    const line = (tabled: string | null, stop: string | null) => medicineLine({ row: 1, name: "M", medicine: tabled, dose: "", stop, earliest: null, days_left: null });
    expect([line(null, "2026-03-02"), line(null, null), line("m", null), line("m", "2026-03-02")]).toEqual([
      "last dose Mon 2 Mar 2026, not in the protocol's table: no arithmetic", "no last dose written down, not in the protocol's table: no arithmetic",
      "no last dose written down", "last dose Mon 2 Mar 2026, no arithmetic in the protocol's table",
    ]);
  });

  it("a change is told in words; what was kept needs none", () => {
    const one = { row: 9, words: "walk" } as CarriedLine;
    expect(review(one, "practice").act({ outcome: "changed" })).toMatchObject({ wrong: "words" });
    expect(review(one, "practice").act({ outcome: "kept" })).toEqual({ act: "review_practice", practice: 9, outcome: "kept", words: "" });
    expect(review(one, "coping").act({ outcome: "dropped" })).toEqual({ act: "review_coping", coping: 9, outcome: "dropped", words: "" });
  });

  it("a practice names its insight, a technique its page", () => {
    expect(insight().act({ words: "  " })).toMatchObject({ wrong: "words" });
    expect(practice(3).act({ words: "walk" })).toEqual({ act: "agree_practice", words: "walk", insight: 3 });
    expect(technique(plan).act({ technique: "cbt", guide: "g", words: "x" })).toMatchObject({ technique: "cbt", guide: "g" });
    expect(technique(plan).act({ technique: "cbt", guide: "none", words: "x" })).toMatchObject({ guide: null });
    expect(predictor({ id: "p", title: "P", unit: "ms", method: "ECG" }).act({ value: "41", method: "ECG" })).toEqual({ act: "take_predictor", predictor: "p", value: "41", method: "ECG" });
    expect(strike(5, "Insight").act({ words: "wrong client" })).toEqual({ act: "strike", seq: 5, reason: "wrong client" });
  });

  it("a moment of a session is taken up by its row, in the client's own words only where they are theirs", () => {
    const line = (seq: number, voice: "client" | "observed", more: Partial<LogLine> = {}): LogLine =>
      ({ seq, happened_ms: 3_600_000 + seq * 60_000, happened_wall_ms: 0, entered_ms: 0, entered_wall_ms: 0, zone_minutes: 0, by: "MS", starred: true, struck: null, amended: null,
        what: { kind: "noted", text: `said ${seq}`, voice, tags: [] } as unknown as Logged, ...more });
    const from: HandedOn = { session: "s1", number: 2, dose1_ms: 3_600_000, visit: "i1", intention: [], lines: [line(161, "client")], linked: [line(5, "observed")] };
    const own = taken(from, line(161, "client"), "i1");
    expect(own.parts[0]?.start).toBe("said 161");
    expect(own.act({ words: "a door" })).toEqual({ act: "keep_insight", words: "a door", session: "s1", seq: 161, visit: "i1" });
    expect(own.act({ words: " " })).toMatchObject({ wrong: "words" });
    expect(taken(from, line(161, "client", { amended: { text: "as amended", reason: "", by: "MS", wall_ms: 0 } }), null).parts[0]?.start).toBe("as amended");
    expect(taken(from, line(5, "observed"), null).parts[0]?.start).toBe("");
    expect(clockOf(from, line(161, "client"))).toBe("T+2:41");
    const insightOf = (session: string | null, seq: number | null) => momentOf([from], { row: 1, on: "", words: "", session, seq, practices: [] } as InsightLine);
    expect(insightOf("s1", 161)).toBe("Said at T+2:41 in session 2");
    expect(insightOf("s1", 5)).toContain("T+0:05");
    expect([insightOf(null, null), insightOf("s1", 6), insightOf("s2", 161)]).toEqual([null, null, null]);
  });

  it("a call keeps what was answered and refuses what is off its scale", () => {
    const form = call(contact, "Day 3", [question("mood", "number"), question("safe", "yes_no"), question("more", "text")]);
    expect(form.act({})).toMatchObject({ wrong: "mood" });
    expect(form.act({ mood: "11" })).toMatchObject({ wrong: "mood" });
    expect(form.act({ mood: "0", safe: "no" })).toEqual({ act: "make_contact", after: "dosing-1", day: 3, answers: { mood: { kind: "number", stored: 0, decimals: 0 }, safe: { kind: "yes_no", yes: false } } });
    expect(notReached(contact, "Day 3").act({})).toEqual({ act: "miss_contact", after: "dosing-1", day: 3, note: "" });
  });
});
