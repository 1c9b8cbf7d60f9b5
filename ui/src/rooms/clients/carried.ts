// Forms of the lists: medicines, insights, practices, what helps, techniques, what is written down at the beginning. Pure.
import type { CoursePlan, PlanPredictor } from "../../wire/plan_of_course";
import { elapsed, isDay } from "../../time/elapsed";
import type { HandedOn } from "../../wire/course";
import type { LogLine } from "../../wire/log";
import type { AdverseLine, CarriedLine, InsightLine, MedicineLine, ReportLine } from "../../wire/standing";
import { course as words } from "../../words/course";
import { ids, list, needed, of, some, told, type Option, type Spec } from "./acts";

/** Whether two names are one, case and blanks aside. */
const alike = (a: string, b: string): boolean => [a, b].map((name) => name.toLowerCase().replace(/\s/g, "")).every((name, _, all) => name === all[0]);

/** A medicine; `before` is the row that this one takes the place of. */
export function medicine(plan: CoursePlan, before: MedicineLine | null): Spec {
  const tabled: Option[] = [{ value: "none", title: words.notTabled }, ...plan.medicines.map((one) => ({ value: one.id, title: `${one.title}, ${words.line(one.line)}` }))];
  return {
    place: `medicine ${before?.row ?? "new"}`, title: before ? `${words.changeMedicine}: ${before.name}` : words.addMedicine, day: words.days.told,
    parts: [
      { name: "name", label: words.medicine, type: "line", start: before?.name ?? "" },
      { name: "medicine", label: words.tabled, type: "choice", options: tabled, start: before?.medicine ?? "none" },
      { name: "dose", label: words.dose, type: "line", start: before?.dose ?? "" },
      { name: "stop", label: words.stop, type: "figure", hint: "2026-03-02", start: before?.stop ?? "" },
      { name: "note", label: words.note, type: "words" },
    ],
    act: (typed) => {
      const [name, stop, tabledAs] = [of(typed, "name"), of(typed, "stop"), of(typed, "medicine")];
      if (name === "") return needed("name");
      const line = tabledAs === "none" && plan.medicines.find((one) => alike(one.title, name));
      if (line) return needed("medicine", words.isTabled(line.title));
      if (stop !== "" && !isDay(stop)) return needed("stop", words.dayWrong);
      return { act: "keep_medicine", replaces: before?.row ?? null, name, medicine: tabledAs === "none" ? null : some(tabledAs), dose: of(typed, "dose"), stop, note: of(typed, "note") };
    },
  };
}

export const insight = (): Spec =>
  told("insight", words.addInsight, words.words, (said) => ({ act: "keep_insight", words: said, session: null, seq: null, visit: null }), { day: words.days.told });

/** A note in the client's own words. */
export const isOwn = (line: LogLine): boolean => line.what.kind === "noted" && line.what.voice === "client";

/** An insight that goes back to a moment of a session; the client's own words stand in it to begin with. */
export function taken(from: HandedOn, line: LogLine, visit: string | null): Spec {
  const own = line.what.kind === "noted" && isOwn(line) ? (line.amended?.text ?? line.what.text) : "";
  return {
    place: `insight ${from.session} ${line.seq}`, title: words.takeUp, help: [words.saidAt(clockOf(from, line), from.number, isOwn(line))], day: words.days.told,
    parts: [{ name: "words", label: words.words, type: "words", start: own }],
    act: (typed) => of(typed, "words") === "" ? needed("words") : { act: "keep_insight", words: of(typed, "words"), session: from.session, seq: line.seq, visit },
  };
}

/** Time on the session's own clock: from dose 1, or from the beginning where none was given. */
export const clockOf = (from: HandedOn, line: LogLine): string => elapsed(line.happened_ms - (from.dose1_ms ?? 0));

/** The moment that an insight goes back to, in words; none where its session cannot be read. */
export function momentOf(all: readonly HandedOn[], one: InsightLine): string | null {
  const from = all.find((each) => each.session === one.session);
  const line = [...(from?.lines ?? []), ...(from?.linked ?? [])].find((each) => each.seq === one.seq);
  return from && line ? words.saidAt(clockOf(from, line), from.number, isOwn(line)) : null;
}
export const practice = (from: number | null): Spec =>
  told(`practice ${from ?? ""}`.trim(), words.addPractice, words.words, (said) => ({ act: "agree_practice", words: said, insight: from }), { day: words.days.agreed });
export const coping = (): Spec => told("coping", words.addCoping, words.words, (said) => ({ act: "keep_coping", words: said }), { day: words.days.told });

export function review(one: CarriedLine, which: "practice" | "coping"): Spec {
  return {
    place: `review ${one.row}`, title: `${words.review}: ${one.words}`, day: words.days.done,
    parts: [{ name: "outcome", label: words.outcome, type: "choice", options: list(words.outcomes), start: "kept" }, { name: "words", label: words.words, type: "words" }],
    act: (typed) => {
      const [outcome, said] = [of(typed, "outcome"), of(typed, "words")];
      if (outcome === "changed" && said === "") return needed("words");
      return which === "practice" ? { act: "review_practice", practice: one.row, outcome, words: said } : { act: "review_coping", coping: one.row, outcome, words: said };
    },
  };
}

const gradeOf = (text: string, from: number): number | undefined => (/^[1-5]$/.test(text) && Number(text) >= from ? Number(text) : undefined);

/** An adverse event, told in a visit or in a call. */
export function adverse(visit: string | null): Spec {
  return {
    place: "adverse", title: words.addAdverse, day: words.days.told,
    parts: [
      { name: "term", label: words.term, type: "line" },
      { name: "onset", label: words.onset, type: "figure", hint: words.dayHint },
      { name: "grade", label: words.grade, type: "figure" },
      { name: "serious", label: words.serious, type: "ticks", options: list(words.seriousness) },
      { name: "words", label: words.adverseWords, type: "words" },
    ],
    act: (typed) => {
      const [term, onset, grade, serious] = [of(typed, "term"), of(typed, "onset"), gradeOf(of(typed, "grade"), 1), ids(of(typed, "serious"))];
      if (term === "") return needed("term");
      if (onset !== "" && !isDay(onset)) return needed("onset", words.dayWrong);
      if (grade === undefined) return needed("grade", words.gradeWrong);
      if ((grade === 5) !== serious.includes("death")) return needed("grade", words.gradeDeath);
      return of(typed, "words") === "" ? needed("words") : { act: "note_adverse", term, onset, grade, serious, words: of(typed, "words"), visit };
    },
  };
}

export function followAdverse(one: AdverseLine): Spec {
  return {
    place: `adverse ${one.row}`, title: `${words.followAdverse}: ${one.term}`, day: words.days.told,
    parts: [
      { name: "outcome", label: words.standsNow, type: "choice", options: list(words.adverseOutcomes) },
      { name: "grade", label: words.grade, type: "figure", start: String(one.grade) },
      { name: "words", label: words.adverseWords, type: "words" },
    ],
    act: (typed) => {
      const [outcome, grade] = [of(typed, "outcome"), gradeOf(of(typed, "grade"), one.grade)];
      if (outcome === "") return needed("outcome");
      if (grade === undefined) return needed("grade", words.gradeLower(one.grade));
      if ((grade === 5) !== (outcome === "fatal")) return needed("grade", words.gradeDeath);
      return of(typed, "words") === "" ? needed("words") : { act: "follow_adverse", adverse: one.row, grade, outcome, words: of(typed, "words") };
    },
  };
}

/** That nothing of what was done here brought it about: a choice of its own, which the act says by naming nothing. */
const no_suspect = "nothing";

/** What brought it about, as far as somebody can judge. */
export function judgeAdverse(one: AdverseLine): Spec {
  return {
    place: `adverse judged ${one.row}`, title: `${words.judgeAdverse}: ${one.term}`, day: words.days.judged,
    parts: [
      { name: "suspects", label: words.suspects, type: "ticks", options: [...list(words.suspectKinds), { value: no_suspect, title: words.suspectNone }] },
      { name: "expected", label: words.expected, type: "choice", options: list(words.expectedKinds) },
      { name: "action", label: words.action, type: "choice", options: list(words.actions) },
      { name: "words", label: words.grounds, type: "words" },
    ],
    act: (typed) => {
      const [suspects, expected, action] = [ids(of(typed, "suspects")), of(typed, "expected"), of(typed, "action")];
      if (suspects.length === 0) return needed("suspects");
      if (suspects.includes(no_suspect) && suspects.length > 1) return needed("suspects", words.suspectEither);
      if (expected === "") return needed("expected");
      if (action === "") return needed("action");
      if (of(typed, "words") === "") return needed("words");
      return { act: "judge_adverse", adverse: one.row, suspects: suspects.filter((each) => each !== no_suspect), expected: expected === "yes", action, words: of(typed, "words") };
    },
  };
}

/** A report on it was made. */
export function reportAdverse(one: AdverseLine, report: ReportLine): Spec {
  return {
    place: `adverse report ${one.row} ${report.id}`, title: `${words.reportMade}: ${report.title}, ${one.term}`, day: words.days.reported,
    parts: [{ name: "words", label: words.reportWords, type: "words" }],
    act: (typed) => (of(typed, "words") === "" ? needed("words") : { act: "report_adverse", adverse: one.row, report: report.id, words: of(typed, "words") }),
  };
}

export function technique(plan: CoursePlan): Spec {
  const guides: Option[] = [{ value: "none", title: words.noGuide }, ...plan.guides.map((one) => ({ value: one.id, title: one.title }))];
  return {
    place: "technique", title: words.addTechnique, day: words.days.used,
    parts: [
      { name: "technique", label: words.technique, type: "choice", options: list(words.tags) },
      { name: "guide", label: words.guide, type: "choice", options: guides, start: "none" },
      { name: "words", label: words.words, type: "words" },
    ],
    act: (typed) => {
      const [tag, guide] = [of(typed, "technique"), of(typed, "guide")];
      if (tag === "") return needed("technique");
      return of(typed, "words") === "" ? needed("words") : { act: "use_technique", technique: tag, guide: guide === "none" ? null : some(guide), words: of(typed, "words"), visit: null };
    },
  };
}

export function predictor(one: PlanPredictor): Spec {
  return {
    place: `predictor ${one.id}`, title: one.title, day: words.days.taken,
    parts: [{ name: "value", label: [words.value, one.unit].filter(Boolean).join(", "), type: "line" }, { name: "method", label: words.method, type: "line", start: one.method ?? "" }],
    act: (typed) => of(typed, "value") === "" ? needed("value") : { act: "take_predictor", predictor: one.id, value: of(typed, "value"), method: of(typed, "method") },
  };
}
