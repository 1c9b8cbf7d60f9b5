// The session read back: checks by series, flags with how they were handled, deviations in words, effects. Pure, and only
// counting: it never says whether a day was good.
import { endingName, gateName } from "../../words/log";
import { closingForm } from "../../words/session-forms";
import { deviationText, flagText, summaryWords } from "../../words/session-summary";
import type { LogLine } from "../../wire/log";
import type { CheckView, DeviationView, SessionView } from "../../wire/view";
import { clockAt } from "./times";

export interface Adherence {
  title: string;
  planned: number;
  onTime: number;
  late: number;
  deferred: number;
  missed: number;
  cancelled: number;
}

/** A check that a crossed line asked for. */
const isRepeat = (check: CheckView): boolean => /^r\d+\./.test(check.id);

/** Checks counted by the words of their series, in the order of the day. */
export function adherence(checks: readonly CheckView[]): Adherence[] {
  const byTitle = new Map<string, Adherence>();
  for (const check of [...checks].sort((a, b) => a.planned_ms - b.planned_ms)) {
    const title = isRepeat(check) ? summaryWords.repeats(check.line) : check.title;
    const row = byTitle.get(title) ?? { title, planned: 0, onTime: 0, late: 0, deferred: 0, missed: 0, cancelled: 0 };
    byTitle.set(title, row);
    row.planned += 1;
    if (check.put_off > 0) row.deferred += 1;
    if (check.state === "missed") row.missed += 1;
    else if (check.state === "cancelled") row.cancelled += 1;
    else if (check.state === "done") {
      if (check.done_ms !== null && check.done_ms > check.late_after_ms) row.late += 1;
      else row.onTime += 1;
    }
  }
  return [...byTitle.values()];
}

export interface SummaryLine {
  key: string;
  at: string;
  what: string;
  rest: string;
}

export function flagLines(view: SessionView): SummaryLine[] {
  return view.flags.map((f) => ({ key: String(f.flag), at: clockAt(view, f.raised_ms), ...flagText(f, (ms) => clockAt(view, ms)) }));
}

export function deviationLines(view: SessionView): SummaryLine[] {
  return view.deviations.map((d: DeviationView, i) => ({ key: String(i), at: clockAt(view, d.at_ms), ...deviationText(d, gateName, (ms) => clockAt(view, ms)) }));
}

/** Effects from the log: when they began, how strong at most, when they ended. */
export function effectLines(view: SessionView, log: readonly LogLine[]): SummaryLine[] {
  const began = log.flatMap((l) => (l.what.kind === "effect_began" && l.struck === null ? [{ line: l, what: l.what }] : []));
  return began.map(({ line, what }) => {
    const later = log.filter((l) => l.seq > line.seq && l.struck === null);
    const ended = later.find((l) => l.what.kind === "effect_ended" && l.what.title === what.title);
    const until = ended?.seq ?? Infinity;
    const peak = Math.max(what.severity, ...later.flatMap((l) => (l.what.kind === "effect_changed" && l.what.title === what.title && l.seq < until ? [l.what.severity] : [])));
    const end = ended ? clockAt(view, ended.happened_ms) : summaryWords.effectOpen;
    return {
      key: String(line.seq),
      at: clockAt(view, line.happened_ms),
      what: [what.title, what.text].filter((t) => t !== "").join(": "),
      rest: summaryWords.effect(what.valence, peak, end),
    };
  });
}

/** How it ended, in words and time. */
export function endLine(view: SessionView): string {
  return view.ended ? `${view.ended.ending === "as_planned" ? closingForm.endings.as_planned : endingName(view.ended.ending)}, ${clockAt(view, view.ended.at_ms)}` : "";
}
