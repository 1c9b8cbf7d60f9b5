// Words of the trail of an entry: where it comes from, who wrote it, what speaks of it, who signed over it.
import type { SignatureLine } from "../wire/sign";
import type { TrailAct, TrailView } from "../wire/trail";
import { meant } from "./sign";

/** What was done, by the fixed word that the chain uses for it: of a session, then of a course. A test of the house knows every word. */
const actions: Record<string, string> = {
  session_opened: "session opened", session_ticked: "what fell due", session_resumed: "session taken up again",
  reading_taken: "reading", rest_excused: "rest of a check left out", deferred: "not now", seen: "prompt seen", miss_explained: "missed check explained",
  contact_told: "contact told", quiet_began: "quiet window begun", quiet_ended: "quiet window ended", red_flag_seen: "red flag", dose_given: "dose given",
  dose_time_corrected: "time of the dose corrected", dose_not_given: "dose not given", gate_answered: "checklist answered", gate_overridden: "checklist gone past",
  true_time_compared: "clock compared", step_ticked: "step of the day", phase_set: "phase", came_in: "somebody came in", went_out: "somebody went out",
  noted: "note", starred: "star", struck: "struck", amended: "amended", effect_began: "effect begun", effect_changed: "effect changed", effect_ended: "effect ended",
  drank: "drink", touch_agreed: "touch agreed on", touch_narrowed: "agreement on touch narrowed", touch_refused: "touch refused", touched: "touch", touch_ended: "touch ended",
  deviation_reported: "deviation reported", closing_agreed: "closing agreed on", session_closed: "session ended", gap_noticed: "gap", elapsed_confirmed: "elapsed time confirmed",
  measure_taken: "measure taken", entry_struck: "struck", entry_amended: "amended", unlock_reasoned: "unlocked with a reason", course_opened: "course opened",
  course_moved: "course moved to another protocol", visit_begun: "visit begun", visit_closed: "visit closed", visit_held_otherwise: "visit held otherwise",
  visit_not_held: "visit not held", item_answered: "answer", agreement_narrowed: "agreement narrowed", medicine_kept: "medicine", consent_given: "consent given",
  consent_withdrawn: "consent withdrawn", eligibility_decided: "eligibility decided", contact_made: "call", contact_not_reached: "call without an answer",
  alliance_rated: "alliance rated", visit_reflected: "looked back on a visit", insight_kept: "insight", practice_agreed: "practice agreed on",
  practice_reviewed: "practice looked at", coping_kept: "way to cope", coping_reviewed: "way to cope looked at", adverse_noted: "adverse event",
  adverse_followed: "adverse event followed", adverse_judged: "adverse event judged", adverse_reported: "adverse event reported", technique_used: "technique",
  predictor_taken: "finding at the beginning", course_closed: "course closed", course_reopened: "course opened again",
};

const standing: Record<SignatureLine["standing"], string> = { holds: "holds", added_since: "holds", voided: "void", taken_back: "the acceptance behind it was taken back", broken: "does not hold" };

export const trail = {
  offer: "Show where each entry comes from",
  title: "Trail of this entry",
  go: "Trail",
  ofEntry: (seq: number): string => `Trail of entry ${seq}`,
  leave: "Close",
  working: "Looking through the chain.",
  source: (view: TrailView): string => {
    if (view.protocol === "") return "No protocol lies under it.";
    const lines = view.lines.length === 0 ? "no line of it speaks of this entry" : `${view.lines.length === 1 ? "line" : "lines"} ${view.lines.join(", ")}`;
    return `${view.protocol}, ${lines}; its file ${view.digest.slice(0, 16)}`;
  },
  sourceTitle: "Protocol",
  columns: ["Chain", "Act", "Entry", "Who", "When", "Digest before", "Digest after"],
  caption: "Acts in the chain",
  row: (act: TrailAct, when: string): string[] => [
    String(act.seq), actions[act.action] ?? act.action.replaceAll("_", " "), String(act.row), act.by ?? "clock", when,
    act.before?.slice(0, 16) ?? "nothing stood there", act.after?.slice(0, 16) ?? "",
  ],
  signatures: "Signatures over it",
  none: "None.",
  signature: (line: SignatureLine, when: string): string => `${line.name} (${line.initials}), ${when}, ${meant(line.meaning, line.role)}; ${standing[line.standing]}`,
} as const;

/** A trail as it is shown; `when`: a moment in words. */
export const trailFound = (view: TrailView, when: (wall_ms: number, zone_minutes: number) => string) => ({
  source: trail.source(view),
  rows: view.acts.map((act) => trail.row(act, when(act.wall_ms, act.zone_minutes))),
  signatures: view.signatures.map((line) => trail.signature(line, when(line.wall_ms, line.zone_minutes))),
});
