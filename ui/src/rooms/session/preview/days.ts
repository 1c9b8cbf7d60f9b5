// Plausible moments of an invented day, one per state of the slot. For the preview and the tests; never part of the app.
import type { LogLine, Logged } from "../../../wire/log";
import type { Sign, SignValue } from "../../../wire/session";
import type { CheckView, FlagView, GateItemView, GateView, PromptView, ReadingView, SessionView, ValueView } from "../../../wire/view";
import { HOUR, MINUTE, SECOND } from "../times";
import { AK, MS, plan } from "./plans";

/** Arrival 09:10, dose 1 10:25, now 13:12:20, one hour east of UTC. */
export const WALL = Date.UTC(2026, 10, 26, 12, 12, 20);
export const NOW = 4 * HOUR + 2 * MINUTE + 20 * SECOND;
export const DOSE1 = 75 * MINUTE;
/** Session time of a wall time that day. */
export const t = (clock: string): number => {
  const [h = 0, m = 0] = clock.split(":").map(Number);
  return (h * 60 + m) * MINUTE - (9 * 60 + 10) * MINUTE;
};

let seq = 0;
export function line(clock: string, by: string | null, what: Logged, more: Partial<LogLine> = {}): LogLine {
  const at = t(clock);
  const wall = WALL - (NOW - at);
  return { seq: seq++, happened_ms: at, happened_wall_ms: wall, entered_ms: at, entered_wall_ms: wall, zone_minutes: 60, by, starred: false, struck: null, amended: null, what, ...more };
}

export function values(systolic?: number, diastolic?: number, pulse?: number, temperature?: number, distress?: number): SignValue[] {
  const all: [Sign, number | undefined][] = [["systolic", systolic], ["diastolic", diastolic], ["pulse", pulse], ["temperature", temperature], ["distress", distress]];
  return all.flatMap(([sign, value]) => (value === undefined ? [] : [{ sign, value }]));
}

const reading = (clock: string, by: string, v: SignValue[], manner = ""): LogLine => line(clock, by, { kind: "reading_taken", values: v, taken_by: null, manner, from_paper: false, met: [] });
const note = (clock: string, by: string, text: string, more: Partial<Extract<Logged, { kind: "noted" }>> = {}, starred = false): LogLine =>
  line(clock, by, { kind: "noted", text, voice: "observed", tags: [], ...more }, { starred });

export function dayLog(): LogLine[] {
  seq = 0;
  return [
    line("09:10", "MS", { kind: "session_opened", protocol: "worked-example v1", number: 2, people: ["MS", "AK", "DL"] }),
    reading("09:49", "AK", values(121, 78, 71, 367)),
    reading("10:19", "AK", values(124, 79, 74)),
    line("10:25", "MS", { kind: "dose_given", dose: "first", title: "Dose 1", amount: 120_000, kit: "K-0417", witness: "AK", out_of_window: null }),
    reading("10:55", "AK", values(131, 83, 79)),
    reading("11:25", "AK", values(143, 88, 86, 366)),
    reading("11:55", "AK", values(151, 92, 92)),
    reading("12:10", "AK", values(152, 92, 95, 369)),
    line("12:14", "MS", { kind: "dose_given", dose: "supplemental", title: "Supplemental", amount: 60_000, kit: "K-0418", witness: "AK", out_of_window: null }),
    line("12:31", "AK", { kind: "reading_taken", values: values(undefined, undefined, undefined, 371), taken_by: null, manner: "", from_paper: false, met: [] }),
    line("12:37", null, { kind: "prompted", titles: ["Blood pressure, pulse"] }),
    line("12:38", "AK", { kind: "deferred", titles: ["Blood pressure, pulse"], reason: "deep in process", text: "", until_ms: t("12:48"), in_a_row: 1 }),
    line("12:45", "MS", { kind: "reading_taken", values: values(undefined, undefined, undefined, undefined, 4), taken_by: null, manner: "", from_paper: false, met: [] }),
    line("12:46", "MS", { kind: "effect_began", title: "Shaking", text: "hands and legs, slow, eyes closed", valence: "neutral", severity: 1 }),
    reading("12:50", "AK", values(162, 98, 99)),
    line("12:50", "AK", { kind: "flag_raised", sign: "systolic", value: 162, at: 160, above: true, priority: "soon", line: 4, recheck_due_ms: t("12:55") }),
    reading("12:55", "AK", values(148, 91, 96)),
    line("12:55", "AK", { kind: "flag_repeated", inside: true, inside_in_a_row: 1, until_inside: 2, line: 4, at: 160, recheck_due_ms: t("13:00") }),
    line("12:56", "MS", { kind: "drank", millilitres: 200 }),
    reading("13:01", "AK", values(146, 90, 94)),
    line("13:01", "AK", { kind: "flag_repeated", inside: true, inside_in_a_row: 2, until_inside: 2, line: 4, at: 160, recheck_due_ms: null }),
    line("13:01", "AK", { kind: "flag_settled", line: 4 }),
    line("13:02", "MS", { kind: "touched", part: "hand", text: "", people: ["MS"], asked: "client", consent: "", length_ms: 2 * MINUTE, outside: null }),
    note("13:03", "MS", "second blanket, asked for it", { tags: ["music"] }),
    note("13:08", "MS", "It was a door, and I was the one holding it shut.", { voice: "client" }, true),
    note("13:11", "MS", "Long breath. Eyeshade off, looks at AK, smiles."),
  ];
}

export function prompt(clock: string, state: PromptView["state"], signs: Sign[], title: string, more: Partial<PromptView> = {}): PromptView {
  const due = t(clock);
  return {
    checks: [`c-${clock}`], state, due_ms: due, from_ms: due - 5 * MINUTE, late_after_ms: due + 5 * MINUTE, signs, titles: [title], lines: [3],
    deferrals: 0, deferrable: true, deferral_reason: null, seen: false, stage: null, contact: null, flag: null, ...more,
  };
}

export function check(clock: string, state: CheckView["state"], more: Partial<CheckView> = {}): CheckView {
  const planned = t(clock);
  return {
    id: `c-${clock}`, title: "Blood pressure, pulse", line: 3, state, planned_ms: planned, planned_before_ms: [], due_ms: planned, late_after_ms: planned + 5 * MINUTE,
    signs: ["systolic", "diastolic", "pulse"], outstanding: [], reading: null, done_ms: state === "done" ? planned : null, deferrals: 0, put_off: 0, wants_reason: false, wants_rest_reason: false, required: true, ...more,
  };
}

const value = (sign: Sign, v: number, clock: string, stale = false, baseline: number | null = null): ValueView => ({ sign, value: v, happened_ms: t(clock), stale, baseline, flagged: false });

export function readingsOf(log: readonly LogLine[], flagged: Record<number, Sign[]> = {}): ReadingView[] {
  return log.flatMap((l) => (l.what.kind === "reading_taken" ? [{ seq: l.seq, happened_ms: l.happened_ms, values: l.what.values, flagged: flagged[l.seq] ?? [] }] : []));
}

export function flag(more: Partial<FlagView> = {}): FlagView {
  return {
    flag: 15, reading: 14, raised_ms: t("12:50"), sign: "systolic", value: 162, at: 160, above: true, priority: "soon", card: plan.limits[0]?.card ?? "", line: 4,
    inside_in_a_row: 2, until_inside: 2, recheck_due_ms: null, settled_ms: t("13:01"), tell: null, told_ms: null, ...more,
  };
}

const item = (id: string, title: string, lineNo: number, kind: GateItemView["kind"], state: GateItemView["state"], text = "", by: string | null = null, clock = "", holds = ""): GateItemView => ({
  id, title, line: lineNo, kind, state, text, by, at_ms: clock === "" ? null : t(clock), holds_until_ms: holds === "" ? null : t(holds),
});

export function gates(open: boolean): GateView[] {
  const dose1: GateItemView[] = [
    item("identity", "Identity confirmed by two", 61, { kind: "tick" }, "met", "", "MS", "09:14"),
    item("consent", "Consent and touch agreement read aloud, stop word said", 62, { kind: "tick" }, "met", "", "MS", "09:16"),
    item("pregnancy", "Pregnancy test", 63, { kind: "finding" }, "met", "negative, lot 2291", "AK", "09:22", "11:22"),
    item("ecg", "Medicines and fasting", 64, { kind: "finding" }, open ? "open" : "met", open ? "" : "fasting since 22:00", open ? null : "AK", open ? "" : "09:40"),
    item("baseline", "Baseline values", 65, { kind: "signs", signs: ["systolic", "diastolic", "pulse", "temperature"] }, "met", "", "AK", "09:49", "10:49"),
    item("cssrs", "C-SSRS today", 66, { kind: "finding" }, open ? "expired" : "met", "no new item", "MS", "09:20", "09:50"),
    item("rescue", "Rescue medicine, oxygen and cuff within reach", 67, { kind: "tick" }, open ? "open" : "met", "", open ? null : "AK", open ? "" : "09:52"),
    item("escort", "Escort named, number checked", 68, { kind: "finding" }, open ? "overridden" : "met", open ? "sister on the way, call again at 15:00" : "sister", "MS", "09:54"),
    item("truetime", "True time compared", 69, { kind: "true_time" }, open ? "open" : "met", open ? "" : "laptop 1 s ahead", open ? null : "MS", open ? "" : "09:58"),
    item("timekeeper", "Who keeps time", 70, { kind: "timekeeper" }, open ? "open" : "met", open ? "" : "AK, soft tone", open ? null : "MS", open ? "" : "09:59"),
  ];
  const dose2 = [item("wish", "The client says yes again, in own words", 71, { kind: "finding" }, open ? "open" : "met", "", null), item("seen", "Both therapists agree", 72, { kind: "tick" }, "met", "", "MS", "12:12")];
  const leaving = [item("escort2", "Escort is here", 81, { kind: "tick" }, "open"), item("plan", "Safety plan and numbers in hand", 82, { kind: "tick" }, "open")];
  const of = (id: GateView["id"], items: GateItemView[]): GateView => ({
    id, items, open: items.filter((i) => i.state === "open" || i.state === "expired").length, overridden: items.filter((i) => i.state === "overridden").length,
  });
  return [of("dose1", dose1), of("dose2", dose2), of("leaving", leaving)];
}

const BP: Sign[] = ["systolic", "diastolic", "pulse"];

/** The picture of the sketch: 13:12, a check in four minutes. */
export function sketch(more: Partial<SessionView> = {}): SessionView {
  const log = dayLog();
  return {
    session: plan.session, seq: log.length, now_ms: NOW, wall_ms: WALL, zone_minutes: 60, ties: [], clock_behind: false, amendments_unreadable: false, estimated: false, kept_wall_ms: WALL - 38 * SECOND, ended: null, arrival_ms: 0,
    dose1_ms: DOSE1, dose2_ms: t("12:14"), phase: "peak", phase_by: "MS",
    prompts: [
      prompt("13:16", "near", BP, "Blood pressure, pulse"),
      prompt("13:31", "resting", [...BP, "temperature"], "Blood pressure, pulse, temperature"),
      prompt("13:45", "resting", ["distress"], "Distress 0–10", { lines: [10] }),
    ],
    checks: [check("10:55", "done"), check("11:25", "done"), check("11:55", "done"), check("12:10", "done"), check("12:38", "done", { put_off: 1 }), check("13:16", "near")],
    values: [value("systolic", 146, "13:01", false, 121), value("diastolic", 90, "13:01", false, 78), value("pulse", 94, "13:01", false, 71), value("temperature", 371, "12:31", true), value("distress", 4, "12:45")],
    readings: readingsOf(log, { 14: ["systolic"] }), flags: [flag()], quiet_until_ms: null, gates: gates(false),
    doses: [
      { dose: "first", title: "Dose 1", at_ms: DOSE1, amount: 120_000, kit: "", witness: "AK" },
      { dose: "supplemental", title: "Supplemental", at_ms: t("12:14"), amount: 60_000, kit: "", witness: "AK" },
    ],
    supplemental: { title: "Supplemental", line: 12, amount: 60_000, opens_ms: t("11:55"), closes_ms: t("12:55"), given: true, not_given: null, reason: null, decided_ms: t("12:14"), conditions: [] },
    touch_agreed: { parts: ["hand", "shoulder"], withdrawn: [], people: [], stop: "harbour", text: "", carried: true },
    touches: log.flatMap((l) => (l.what.kind === "touched" ? [{ touch: l.seq, from_ms: l.happened_ms, until_ms: l.what.length_ms === null ? null : l.happened_ms + l.what.length_ms, part: l.what.part, people: l.what.people, outside: l.what.outside }] : [])),
    present: [MS.id, AK.id], alone_since_ms: null, timekeeper: AK.id, tone: false, drunk_ml: 650,
    effects: [{ effect: 13, kind: "shaking", title: "Shaking", valence: "neutral", severity: 1, peak: 2, since_ms: t("12:46") }],
    steps: [{ id: "food", title: "Light food", from_ms: t("14:00"), line: 51 }, { id: "closing", title: "Closing talk", from_ms: t("17:00"), line: 52 }],
    closing: closing(), deviations: [], author: MS.id, log, next_wake_ms: t("13:16"), pace: 1, training: null, ...more,
  };
}

function closing(): SessionView["closing"] {
  return [
    { id: "vitals", title: "Last pressure read", line: 91, sign: "systolic", value: 146, happened_ms: t("13:01"), against: 140, wants_finding: false, agreed: null },
    { id: "distress", title: "Distress against the morning", line: 92, sign: "distress", value: 4, happened_ms: t("12:45"), against: 6, wants_finding: false, agreed: { by: "MS", second: "AK", finding: "", at_ms: t("13:05") } },
    { id: "gait", title: "Walks the corridor and back", line: 93, sign: null, value: null, happened_ms: null, against: null, wants_finding: true, agreed: null },
    { id: "cssrs", title: "C-SSRS before leaving", line: 94, sign: null, value: null, happened_ms: null, against: null, wants_finding: true, agreed: null },
  ];
}

const first = (state: PromptView["state"], clock: string, more: Partial<PromptView> = {}): PromptView[] => [prompt(clock, state, BP, "Blood pressure, pulse", more), ...sketch().prompts.slice(1)];

/** One view per state of the slot, by name. */
export const moments: Record<string, () => SessionView> = {
  near: () => sketch(),
  resting: () => sketch({ prompts: first("resting", "13:28") }),
  due: () => sketch({ prompts: first("due", "13:11") }),
  late: () => sketch({ prompts: first("late", "13:06", { stage: "ask_other" }) }),
  seen: () => sketch({ prompts: first("late", "13:06", { seen: true, stage: "contact", contact: "lund" }) }),
  deferred: () => sketch({ prompts: first("deferred", "13:21", { deferrals: 2, deferral_reason: "deep in process" }) }),
  capped: () => sketch({ prompts: first("late", "13:06", { deferrals: 2, deferrable: false }) }),
  missed: () => sketch({ prompts: first("near", "13:21"), checks: [...sketch().checks.slice(0, 5), check("13:06", "missed", { wants_reason: true })] }),
  partly: () => sketch({ prompts: first("resting", "13:31"), checks: [...sketch().checks.slice(0, 5), check("13:06", "done", { wants_rest_reason: true, outstanding: ["pulse"] })] }),
  flag: () =>
    sketch({
      now_ms: t("12:50") + 48 * SECOND, wall_ms: WALL - (NOW - t("12:50") - 48 * SECOND),
      flags: [flag({ settled_ms: null, inside_in_a_row: 0, recheck_due_ms: t("12:55"), tell: "lund" })],
      prompts: [prompt("12:55", "near", BP, "Blood pressure, pulse", { flag: 15, deferrable: false, from_ms: t("12:50") }), prompt("13:08", "resting", BP, "Blood pressure, pulse")],
      values: sketch().values.map((v) => (v.sign === "systolic" ? { ...v, value: 162, happened_ms: t("12:50"), flagged: true } : v.sign === "diastolic" ? { ...v, value: 98, happened_ms: t("12:50") } : v.sign === "pulse" ? { ...v, value: 99, happened_ms: t("12:50") } : v)),
      log: dayLog().slice(0, 16), seq: 16, readings: readingsOf(dayLog().slice(0, 16), { 14: ["systolic"] }),
    }),
  supplemental: () =>
    sketch({
      now_ms: t("12:06"), wall_ms: WALL - (NOW - t("12:06")), dose2_ms: null, doses: sketch().doses.slice(0, 1), flags: [], log: dayLog().slice(0, 7), seq: 7, readings: readingsOf(dayLog().slice(0, 7)),
      prompts: [prompt("12:25", "resting", BP, "Blood pressure, pulse")],
      values: [value("systolic", 151, "11:55", false, 121), value("diastolic", 92, "11:55"), value("pulse", 92, "11:55"), value("temperature", 366, "11:25", true), value("distress", 3, "11:58")],
      supplemental: {
        title: "Supplemental dose", line: 12, amount: 60_000, opens_ms: t("11:55"), closes_ms: t("12:55"), given: false, not_given: null, reason: null, decided_ms: null,
        conditions: [
          { title: "Systolic", line: 13, sign: "systolic", value: 151, happened_ms: t("11:55"), at_most: 160, not_older_than_ms: 15 * MINUTE },
          { title: "Diastolic", line: 13, sign: "diastolic", value: 92, happened_ms: t("11:55"), at_most: 100, not_older_than_ms: 10 * MINUTE },
          { title: "Pulse", line: 14, sign: "pulse", value: 92, happened_ms: t("11:55"), at_most: 110, not_older_than_ms: 15 * MINUTE },
          { title: "The client says yes in own words", line: 15, sign: null, value: null, happened_ms: null, at_most: null, not_older_than_ms: null },
        ],
      },
      phase: "onset",
    }),
  early: () => {
    const log = dayLog().slice(0, 5);
    return sketch({ now_ms: t("10:58"), wall_ms: WALL - (NOW - t("10:58")), dose2_ms: null, doses: sketch().doses.slice(0, 1), supplemental: null, flags: [], log, seq: 5, readings: readingsOf(log), phase: null, phase_by: null, present: [], alone_since_ms: t("10:25"), drunk_ml: 0, effects: [] });
  },
  gate: () => before(true),
  gateclear: () => before(false),
  quiet: () => sketch({ quiet_until_ms: t("13:22"), alone_since_ms: t("13:05"), present: [MS.id] }),
  estimated: () => sketch({ estimated: true }),
  empty: () => sketch({ prompts: [] }),
  ended: () => sketch({ ended: { ending: "as_planned", at_ms: t("13:11") }, prompts: [], deviations: [{ at_ms: t("12:43"), what: { kind: "late", title: "Blood pressure, pulse" }, line: 3, reason: null }, { at_ms: t("13:05"), what: { kind: "reported", text: "eyeshade forgotten", important: false, action: "noted" }, line: null, reason: null }] }),
};

function before(open: boolean): SessionView {
  const log = dayLog().slice(0, 2);
  return sketch({
    now_ms: t("10:01"), wall_ms: WALL - (NOW - t("10:01")), dose1_ms: null, dose2_ms: null, doses: [], supplemental: null, phase: "arrival", prompts: [], checks: [], flags: [], drunk_ml: 0, effects: [],
    values: [value("systolic", 121, "09:49", false, 121), value("diastolic", 78, "09:49", false, 78), value("pulse", 71, "09:49", false, 71), value("temperature", 367, "09:49")],
    gates: gates(open), log, seq: 2, readings: readingsOf(log), steps: [{ id: "tests", title: "Tests and baseline", from_ms: t("09:30"), line: 50 }],
  });
}
