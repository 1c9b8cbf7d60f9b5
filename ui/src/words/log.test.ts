// Every kind of entry has words; none of them judges, praises or alarms.
import { describe, expect, it } from "vitest";
import type { Logged } from "../wire/log";
import { logParts, markOf } from "./log";
import { slotWords, sessionWords, helpWords, listWords, veilWords } from "./session";
import { formWords, notNowWords, doseForm, vitalsWords } from "./session-forms";

const every: Logged[] = [
  { kind: "session_opened", protocol: "p v1", number: 2, people: ["MS", "AK"] },
  { kind: "prompted", titles: ["Blood pressure, pulse", "Distress"] },
  { kind: "fell_late", title: "Pulse" },
  { kind: "fell_missed", title: "Pulse" },
  { kind: "escalated", title: "Pulse", stage: "contact", contact: "Dr Lund" },
  { kind: "quiet_ended" },
  { kind: "window_opened" },
  { kind: "window_closed", decided: false },
  { kind: "rebooted" },
  { kind: "clock_stepped", by_ms: -3_600_000 },
  { kind: "zone_changed", from: 60, to: -210 },
  { kind: "gap", from_ms: 1, to_ms: 2, cause: "slept", fell_due: ["Pulse"] },
  { kind: "elapsed_confirmed", by_ms: 60_000 },
  { kind: "true_time_checked", difference_ms: -2000, reference: "radio", second: "AK" },
  { kind: "reading_taken", values: [{ sign: "systolic", value: 128 }, { sign: "diastolic", value: 82 }, { sign: "temperature", value: 371 }], taken_by: "AK", manner: "left arm", from_paper: true, met: [] },
  { kind: "check_met", title: "Pulse", after_miss: true },
  { kind: "rest_excused", title: "Pulse", signs: ["pulse"], reason: "declined", text: "" },
  { kind: "deferred", titles: ["Blood pressure, pulse"], reason: "asleep", text: "snores", until_ms: 5, in_a_row: 2 },
  { kind: "seen", titles: ["Pulse"] },
  { kind: "miss_explained", title: "Pulse", reason: "asleep", text: "" },
  { kind: "flag_raised", sign: "temperature", value: 386, at: 385, above: true, priority: "act_now", line: 8, recheck_due_ms: 5 },
  { kind: "flag_repeated", inside: false, inside_in_a_row: 0, until_inside: 2, line: 4, at: 160, recheck_due_ms: null },
  { kind: "flag_settled", line: 4 },
  { kind: "tell_asked", contact: "Dr Lund", line: 4 },
  { kind: "contact_told", contact: "Dr Lund", who: "herself", said: "162/98 at 12:50" },
  { kind: "quiet_began", until_ms: 5 },
  { kind: "quiet_broken", cause: "limit" },
  { kind: "red_flag_seen", title: "chest pain" },
  { kind: "dose_given", dose: "first", title: "Dose 1", amount: 62_500, kit: "K1", witness: null, out_of_window: "late kit" },
  { kind: "dose_time_corrected", dose: "supplemental", from_ms: 1, to_ms: 2, reason: "clock" },
  { kind: "supplemental_not_given", decision: "declined", reason: "enough", text: "" },
  { kind: "gate_answered", gate: "dose1", title: "Identity", text: "ok", withdrawn: false },
  { kind: "gate_overridden", gate: "leaving", title: "Escort", reason: "brother comes", second: "AK" },
  { kind: "step_ticked", title: "Food" },
  { kind: "phase_set", title: "peak" },
  { kind: "came_in", person: "AK" },
  { kind: "went_out", person: "AK", handover: "asleep" },
  { kind: "noted", text: "a door", voice: "client", tags: ["music"] },
  { kind: "starred", target: 1 },
  { kind: "struck", target: 1, reason: "slip" },
  { kind: "amended", target: 1, text: "b", reason: "name" },
  { kind: "effect_began", title: "Jaw tension", text: "left", valence: "unwanted", severity: 2 },
  { kind: "effect_changed", title: "Jaw tension", severity: 1 },
  { kind: "effect_ended", title: "Jaw tension" },
  { kind: "drank", millilitres: 1200 },
  { kind: "touch_agreed", parts: ["hand", "shoulder"], people: ["MS"], stop: "harbour", text: "", carried: true },
  { kind: "touch_narrowed", part: "shoulder", text: "too close" },
  { kind: "touch_refused", part: "", text: "harbour" },
  { kind: "touched", part: "hand", text: "", people: ["MS"], asked: "client", consent: "", length_ms: 120_000, outside: null },
  { kind: "touch_ended", part: "hand" },
  { kind: "deviation_reported", text: "wrong kit", important: true, action: "told the prescriber" },
  { kind: "closing_agreed", title: "Gait", finding: "steady", second: "AK" },
  { kind: "session_closed", ending: "as_planned", second: "AK", note: "", unmet: ["C-SSRS"] },
];
const at = (ms: number): string => `${ms}`;
const words = (what: Logged): string => logParts(what, at).map((p) => p.text).join(" ");
const comfort = /inside limits|nothing flagged|\bready\b|fit to leave|all clear|well done|great|\bgood\b|normal|\bsafe\b|alarm|warning|danger|urgent|\bfail(ed|ure)?\b|you missed|!/i;

describe("a line of the log", () => {
  it.each(every.map((e) => [e.kind, e] as const))("%s has words", (_kind, what) => {
    const parts = logParts(what, at);
    expect(parts.length).toBeGreaterThan(0);
    expect(parts.every((p) => p.text.trim() !== "")).toBe(true);
    expect(words(what)).not.toMatch(comfort);
  });
  it("gives value, line and time", () => {
    expect(words({ kind: "flag_raised", sign: "temperature", value: 386, at: 385, above: true, priority: "act_now", line: 8, recheck_due_ms: 5 })).toBe("temperature 38.6 above 38.5, line 8 repeat 5");
    expect(words(every[17] as Logged)).toBe("not now blood pressure, pulse: asleep: snores again 5, second in a row");
    expect(words(every[14] as Logged)).toBe("128/82 37.1 °C taken by AK left arm from paper");
    expect(words(every[28] as Logged)).toBe("dose 1 62.5 mg, kit K1 unwitnessed outside its window: late kit");
    expect(words(every[13] as Logged)).toBe("true time laptop 2 s behind the reference radio, with AK");
  });
  it("says of no answer only where a person was asked", () => {
    const stage = (stage: string, contact: string | null = null): string => words({ kind: "escalated", title: "Pulse", stage, contact });
    expect(["frame", "tile", "tone"].map((one) => stage(one))).toEqual(["shown Pulse on the screen", "shown Pulse still on the screen", "soft tone Pulse"]);
    expect([stage("ask_other"), stage("contact", "Dr Lund")]).toEqual(["no answer Pulse ask the other therapist by name", "no answer Pulse call Dr Lund"]);
  });
  it("marks flags, deferrals, misses, gaps and doses by shape", () => {
    const marked = every.map(markOf).filter((m) => m !== null);
    expect(new Set(marked)).toEqual(new Set(["flag", "not_now", "missed", "help", "gap", "dose"]));
  });
});

describe("the sentences of the room", () => {
  const said = (book: object): string[] =>
    Object.values(book).flatMap((v: unknown) => (typeof v === "string" ? [v] : typeof v === "object" && v !== null ? said(v) : []));
  it.each([...said(slotWords), ...said(sessionWords), ...said(helpWords), ...said(listWords), ...said(veilWords), ...said(formWords), ...said(notNowWords), ...said(doseForm), ...said(vitalsWords)])("%s", (sentence) => {
    expect(sentence).not.toMatch(comfort);
  });
});
