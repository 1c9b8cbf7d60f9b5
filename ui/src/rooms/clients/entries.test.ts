import { expect, it } from "vitest";
import type { CourseView, Entry } from "../../wire/course";
import type { CoursePlan } from "../../wire/plan_of_course";
import { entryAbout, entryWords } from "./entries";

const plan = {
  protocol: "small v1", title: "Small", digest: "d1", items: [{ id: "ecg-item", title: "ECG", kind: "choice", parts: [{ id: "ok", title: "Within limits" }] }], consents: [{ id: "touch-consent", title: "Touch" }],
  predictors: [{ id: "genotype-x", title: "Genotype" }],
} as unknown as CoursePlan;
const view = {
  now: { visits: [{ id: "prep-1", title: "First preparation" }], gates: [{ id: "dose-gate", title: "Before the dose" }], adverse: [{ reports: [{ id: "ethics-r", title: "Ethics board" }] }] },
  taken: [{ seq: 7, short: "PCL-5" }], struck: [{ seq: 8, short: "SUDS" }],
} as unknown as CourseView;
const entry = (what: string, about: string, words = "", seq = 1): Entry => ({ seq, on: "2026-03-02", entered_wall_ms: 0, zone_minutes: 0, by: "MS", what, about, words, struck: false });

it.each([
  ["answered", "ecg-item", "ECG"], ["agreement_narrowed", "ecg-item", "ECG"], ["visit_begun", "prep-1", "First preparation"], ["visit_closed", "prep-1", "First preparation"],
  ["visit_held_otherwise", "prep-1", "First preparation"], ["visit_not_held", "prep-1", "First preparation"], ["alliance_rated", "prep-1", "First preparation"], ["reflected", "prep-1", "First preparation"],
  ["unlocked", "prep-1", "First preparation"], ["consent_given", "touch-consent", "Touch"], ["consent_withdrawn", "touch-consent", "Touch"], ["gate_overridden", "dose-gate", "Before the dose"],
  ["contact_made", "prep-1 3", "Day 3 after First preparation"], ["contact_not_reached", "prep-1 3", "Day 3 after First preparation"], ["predictor_taken", "genotype-x", "Genotype"],
  ["adverse_reported", "ethics-r", "Ethics board"], ["technique_used", "cbt", "Cognitive behavioural"], ["opened", "d1", "Small"], ["moved", "small v1", "Small"], ["struck", "12", "entry 12"],
  ["practice_reviewed", "12", "entry 12"], ["adverse_noted", "Headache", "Headache"], ["medicine_kept", "Sertraline", "Sertraline"], ["opened", "", ""], ["answered", "gone-item", "gone-item"],
])("tells what %s %s is about", (what, about, said) => expect(entryAbout(entry(what, about), view, [plan])).toBe(said));

it("tells a measure by its short title, a choice by the title of what was chosen", () => {
  expect([7, 8].map((seq) => entryAbout(entry("measure_taken", "pcl-5 v1", "", seq), view, [plan]))).toEqual(["PCL-5", "SUDS"]);
  expect(entryWords(entry("answered", "ecg-item", "ok; by phone"), [plan])).toBe("Within limits; by phone");
  expect(entryWords(entry("reflected", "prep-1", "ok"), [plan])).toBe("ok");
  expect(entryWords(entry("alliance_rated", "prep-1", "safe 8, understood 7, 0 to 10, answered aloud"), [plan])).toBe("safe 8 of 10\u2002\u00b7\u2002understood 7 of 10, answered aloud");
  const lasted = { now: { visits: [{ id: "prep-1", title: "First preparation", minutes: 45 }] }, taken: [], struck: [] } as unknown as CourseView;
  expect([entry("visit_closed", "prep-1", "calm"), { ...entry("visit_closed", "prep-1"), struck: true }].map((one) => entryWords(one, [plan], lasted))).toEqual(["45 min, calm", ""]);
  const scored = { ...view, taken: [{ seq: 7, short: "PCL-5", scores: [{ title: "Total", value: 44, decimals: 0 }] }] } as unknown as CourseView;
  expect(entryWords(entry("measure_taken", "pcl-5 v1", "", 7), [plan], scored)).toBe("Total 44");
});
