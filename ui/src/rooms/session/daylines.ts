// Doses, touch, next step, open effects, fluids: the quiet lines under the values, what presses most first. Pure.
import { doseWords } from "../../words/session";
import { notGivenName } from "../../words/log";
import { agreedLine, partText, touchWords } from "../../words/touch";
import { lowerFirst } from "../../words/session";
import type { SessionPlan } from "../../wire/plan";
import type { SessionView } from "../../wire/view";
import { ids } from "./testids";
import { clockAt } from "./times";

export interface DayLine {
  id: string;
  what: string;
  value: string;
  time: boolean;
  quiet: boolean;
  testid: string;
}

/** How many letters of open effects fit into one line of the left column. */
const LINE = 36;

/** The first of them that fit into one line, and how many more there are. */
function few(titles: readonly string[]): [string[], number] {
  const shown = titles.filter((_, i) => i === 0 || titles.slice(0, i + 1).join(", ").length <= LINE);
  return [shown, titles.length - shown.length];
}

export function dayLines(plan: SessionPlan, view: SessionView): DayLine[] {
  const lines: DayLine[] = [];
  const push = (id: string, what: string, value: string, time: boolean, quiet: boolean, testid: string = ids.doses): void => {
    lines.push({ id, what, value, time, quiet, testid });
  };
  const [one, two] = view.doses;
  // Two doses are one line: what runs, what comes next and what is open need the room. Their kits stand in the log.
  if (one && two) push("doses", doseWords.both(view.doses.map((dose) => doseWords.short(dose.title, dose.amount, clockAt(view, dose.at_ms), dose.witness === null))), "", false, false);
  else if (one) {
    const words = [doseWords.given(one.title, one.amount), one.kit === "" ? "" : doseWords.kit(one.kit), one.witness === null ? doseWords.unwitnessed : ""];
    push(`dose-${one.dose}`, words.filter((w) => w !== "").join(", "), clockAt(view, one.at_ms), true, false);
  }
  if (view.dose1_ms === null) push("dose-first", doseWords.planned(plan.dose1.title, plan.dose1.amount), doseWords.notGiven, false, true);
  const s = view.supplemental;
  if (s && !s.given) {
    const what = doseWords.planned(s.title, s.amount);
    if (s.not_given === null) push("dose-supplemental", what, doseWords.window(clockAt(view, s.opens_ms), clockAt(view, s.closes_ms)), false, view.now_ms < s.opens_ms);
    else push("dose-supplemental", `${what}: ${notGivenName(s.not_given)}`, s.decided_ms === null ? "" : clockAt(view, s.decided_ms), true, false);
  }
  for (const touch of view.touches.filter((t) => t.until_ms === null)) push(`touch-${touch.touch}`, touchWords.runsLine(partText(touch.part, touch.outside)), touchWords.from(clockAt(view, touch.from_ms)), false, false, ids.touch);
  const agreed = agreedLine(view.touch_agreed);
  push("touch", agreed.what, agreed.value, false, true, ids.touch);
  const step = view.steps[0];
  if (step) push("step", doseWords.nextStep(step.title), step.from_ms === null ? "" : doseWords.from(clockAt(view, step.from_ms)), false, true, ids.step);
  if (view.effects.length > 0) push("effects", doseWords.effects(...few(view.effects.map((e) => `${lowerFirst(e.title)} ${e.severity}`))), "", false, true, "session-effects");
  if (view.dose1_ms !== null) {
    push("fluid", doseWords.drunk(view.drunk_ml, clockAt(view, view.dose1_ms)), plan.fluid ? doseWords.cap(plan.fluid.cap_ml, plan.fluid.line) : "", false, true, ids.fluid);
  }
  return lines;
}
