// What a row of the course is about and what it says, by the names that people know: the protocol's own titles, never its ids. Pure.
import type { CourseView, Entry } from "../../wire/course";
import type { CoursePlan } from "../../wire/plan_of_course";
import { course as words } from "../../words/course";
import { scoresOf } from "./outcome";

type Titled = { id: string; title: string };
const named = (all: readonly Titled[], id: string): string => all.find((one) => one.id === id)?.title ?? id;
/** Rows that are about another row, by its number. */
const ofRows = new Set(["struck", "amended", "practice_reviewed", "coping_reviewed", "adverse_followed", "adverse_judged"]);

/** What it is about. `plans`: the protocols of the course, the newest use first; what none of them names stays as it was written. */
export function entryAbout(one: Entry, view: CourseView, plans: readonly CoursePlan[]): string {
  const { what, about } = one;
  const now = view.now;
  const visit = (id: string): string => named(now?.visits ?? [], id);
  if (about === "") return "";
  if (ofRows.has(what)) return words.entryNumber(about);
  if (what.startsWith("visit_") || what === "alliance_rated" || what === "reflected" || what === "unlocked") return visit(about);
  if (what.startsWith("contact_")) {
    const [after = "", day = ""] = about.split(" ");
    return words.callTitle(visit(after), Number(day));
  }
  if (what.startsWith("consent_")) return named(plans.flatMap((plan) => plan.consents), about);
  switch (what) {
    case "answered": case "agreement_narrowed": return named(plans.flatMap((plan) => plan.items), about);
    case "gate_overridden": return named(now?.gates ?? [], about);
    case "predictor_taken": return named(plans.flatMap((plan) => plan.predictors), about);
    case "adverse_reported": return named((now?.adverse ?? []).flatMap((each) => each.reports), about);
    case "technique_used": return words.tags[about] ?? about;
    case "measure_taken": return [...view.taken, ...view.struck].find((each) => each.seq === one.seq)?.short ?? about;
    case "opened": case "moved": return plans.find((plan) => plan.digest === about || plan.protocol === about)?.title ?? about;
    default: return about;
  }
}

/** What was written; a choice by its title, a measure by its scores, ratings by their scale. */
export function entryWords(one: Entry, plans: readonly CoursePlan[], view: CourseView | null = null): string {
  const taken = one.what === "measure_taken" && view ? [...view.taken, ...view.struck].find((each) => each.seq === one.seq) : undefined;
  if (taken) return [scoresOf(taken), one.words].filter(Boolean).join(", ");
  if (one.what === "alliance_rated") return one.words.replace(/^safe (\d+), understood (\d+), 0 to 10/, (_, safe: string, understood: string) => words.ratedOf(safe, understood));
  const minutes = one.what === "visit_closed" && !one.struck ? view?.now?.visits.find((each) => each.id === one.about)?.minutes : null;
  if (typeof minutes === "number") return [words.lasted(minutes), one.words].filter(Boolean).join(", ");
  if (one.what !== "answered") return one.words;
  const item = plans.flatMap((plan) => plan.items).find((each) => each.id === one.about && each.kind === "choice");
  const [id = "", ...rest] = one.words.split("; ");
  return item ? [named(item.parts, id), ...rest].join("; ") : one.words;
}
