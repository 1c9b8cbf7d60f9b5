// An invented day of eight hours, as it stands in a packet. For the preview and the tests; never part of the app.
import type { LogLine, Logged } from "../../../wire/log";
import type { Person } from "../../../wire/people";
import type { SessionPlan } from "../../../wire/plan";
import type { AdherenceForm, EyeView, EyeWhat, ReviewedSession, StripLane, StripMark } from "../../../wire/review";
import type { SignValue } from "../../../wire/session";
import type { SessionView } from "../../../wire/view";

const minute = 60_000;
const hour = 60 * minute;
/** Arrival 09:10, dose 1 10:25, one hour east of UTC. */
const arrival_wall = Date.UTC(2026, 10, 14, 8, 10);
export const dose1 = 75 * minute;
/** Session time of so many hours and minutes after dose 1. */
export const T = (hours: number, minutes = 0): number => dose1 + hours * hour + minutes * minute;

const person = (id: string, name: string, initials: string): Person => ({ id, name, initials, roles: ["lead_therapist"], has_pin: false, has_passphrase: false });
export const maren = person("p-ms", "Maren Sol", "MS");
export const aksel = person("p-ak", "Aksel Kim", "AK");

const bp = (systolic: number, diastolic: number, pulse: number): SignValue[] => [{ sign: "systolic", value: systolic }, { sign: "diastolic", value: diastolic }, { sign: "pulse", value: pulse }];
const curve = (h: number): number => (h < 0 ? 0 : h < 2 ? 14 * h : 28 * Math.exp(-((h - 2.2) ** 2) / 10));

function plan(session: string, number: number): SessionPlan {
  return {
    session, carried: [], client: "c11", client_code: "KELP-011", number, training: false, protocol: "stillwater v3", protocol_title: "Stillwater protocol", digest: "17fa03b9e441", people: [maren, aksel],
    dose1: { title: "Dose 1", amount: 120_000, line: 10 }, dose2: null, limits: [{ id: "sys", sign: "systolic", above: 160, below: null, above_baseline: null, priority: "soon", card: "", line: 4 }],
    plausible: [], deferral_reasons: [], deferral_minutes: 10, deferral_cap: 3, deferral_line: 7, missed_reasons: [], partial_reasons: [], supplemental_reasons: [], quiet_offers_ms: [], quiet_line: 22,
    phases: [], effects: [], tags: [], fluid: null, red_flags: [], site: "", contacts: [{ id: "lund", title: "Dr Lund", phone: "", say: "" }], cards: [], therapists: 2,
  };
}

function log(): { lines: LogLine[]; seq: (find: (what: Logged) => boolean) => number } {
  const drafts: { at: number; by: string | null; what: Logged; more: Partial<LogLine> }[] = [];
  const add = (at: number, by: string | null, what: Logged, more: Partial<LogLine> = {}): void => void drafts.push({ at, by, what, more });
  const reading = (at: number, values: SignValue[]): void => add(at, "AK", { kind: "reading_taken", values, taken_by: null, manner: "", from_paper: false, met: [] });
  const note = (at: number, by: string, text: string, more: Partial<LogLine> = {}): void => add(at, by, { kind: "noted", text, voice: "observed", tags: [] }, more);
  add(0, "MS", { kind: "session_opened", protocol: "stillwater v3", number: 1, people: ["MS", "AK"] });
  add(5 * minute, "MS", { kind: "came_in", person: "MS" });
  add(6 * minute, "AK", { kind: "came_in", person: "AK" });
  for (let i = -1; i < 33; i++) {
    const h = i / 4;
    if ((h > 5.5 && h < 5.8) || h === 2.5) continue;
    reading(T(0) + h * hour, bp(Math.round(122 + curve(h) + (((i * 7) % 5) - 2)), Math.round(78 + curve(h) * 0.45), Math.round(72 + curve(h) * 0.85)));
  }
  add(T(0), "MS", { kind: "dose_given", dose: "first", title: "Dose 1", amount: 120_000, kit: "K-0417", witness: "AK", out_of_window: null });
  add(T(0, 48), "AK", { kind: "fell_late", title: "Blood pressure, pulse" });
  add(T(1, 24), "AK", { kind: "deferred", titles: ["Blood pressure, pulse"], reason: "deep in process", text: "", until_ms: T(1, 34), in_a_row: 1 });
  add(T(1, 34), "AK", { kind: "deferred", titles: ["Blood pressure, pulse"], reason: "deep in process", text: "", until_ms: T(1, 44), in_a_row: 2 });
  add(T(1, 50), "MS", { kind: "dose_given", dose: "supplemental", title: "Supplemental dose", amount: 60_000, kit: "K-0418", witness: "AK", out_of_window: null });
  note(T(2, 21), "MS", "hands and legs shaking, slow, eyes closed");
  reading(T(2, 25), bp(162, 98, 99));
  add(T(2, 25) + 1, "AK", { kind: "flag_raised", sign: "systolic", value: 162, at: 160, above: true, priority: "soon", line: 4, recheck_due_ms: T(2, 30) });
  reading(T(2, 30), bp(148, 91, 96));
  add(T(2, 31), "MS", { kind: "drank", millilitres: 200 });
  note(T(2, 43), "MS", "It was a door, and I was the one holding it shut.", { starred: true });
  add(T(3, 10), "AK", { kind: "went_out", person: "AK", handover: "MS stays" });
  add(T(3, 24), "AK", { kind: "came_in", person: "AK" });
  note(T(4, 2), "MS", "shoulder withdrawn; hand only, asked for", { amended: { text: "shoulder withdrawn; hand only, asked for twice", reason: "precise words", by: "MS", wall_ms: 0 } });
  for (const [at, minutes] of [[T(1, 24), 4], [T(2, 36), 3], [T(4, 6), 6]] as const) add(at, "AK", { kind: "touched", part: "hand", text: "", people: ["AK"], asked: "client", consent: "", length_ms: minutes * minute, outside: null });
  add(T(4, 2), "AK", { kind: "touch_narrowed", part: "shoulder", text: "" });
  add(T(5, 10), "MS", { kind: "touched", part: "shoulder", text: "blanket put back", people: ["MS"], asked: "therapist", consent: "", length_ms: minute, outside: "withdrawn" });
  add(T(5, 40), null, { kind: "gap", from_ms: T(5, 33), to_ms: T(5, 40), cause: "slept", fell_due: ["Blood pressure, pulse"] });
  for (let i = 0; i < 40; i++) note(T(0, 8 + i * 11 + ((i * 5) % 7)), i % 3 === 0 ? "AK" : "MS", ["breath long and even", "eyeshade off for a moment", "asks for water", "hand on the blanket"][i % 4] ?? "");
  add(T(8, 15), "MS", { kind: "session_closed", ending: "as_planned", second: "AK", note: "", unmet: [] });
  const wall = (at: number): number => arrival_wall + at;
  const lines = drafts.sort((a, b) => a.at - b.at).map((one, seq): LogLine => ({
    seq, happened_ms: one.at, happened_wall_ms: wall(one.at), entered_ms: one.at, entered_wall_ms: wall(one.at), zone_minutes: 60, by: one.by, starred: false, struck: null, amended: null, what: one.what, ...one.more,
  }));
  return { lines, seq: (find) => lines.find((one) => find(one.what))?.seq ?? -1 };
}

const form = (): AdherenceForm => ({
  title: "How the session kept to the plan", help: "Rated from the record alone.",
  steps: [{ value: 0, title: "not as planned" }, { value: 1, title: "partly as planned" }, { value: 2, title: "as planned" }],
  items: [
    { id: "setting", title: "Room, light, sound and place as agreed in preparation", help: "", line: 601, ratings: [] },
    { id: "two-present", title: "Two therapists in the room, every leave handed over", help: "", line: 604, ratings: [] },
  ],
});

export function session(id = "s1", number = 1): ReviewedSession {
  const { lines, seq } = log();
  const flag = seq((what) => what.kind === "flag_raised");
  const reading = seq((what) => what.kind === "reading_taken" && what.values[0]?.value === 162);
  const end = T(8, 15);
  const view: SessionView = {
    session: id, seq: lines.length, now_ms: end, wall_ms: arrival_wall + end, zone_minutes: 60, ties: [], clock_behind: false, amendments_unreadable: false, estimated: false, kept_wall_ms: arrival_wall + end, ended: { ending: "as_planned", at_ms: end },
    arrival_ms: 0, dose1_ms: dose1, dose2_ms: T(1, 50), phase: null, phase_by: null, prompts: [], checks: [], values: [], quiet_until_ms: null, gates: [], supplemental: null, present: [], alone_since_ms: null,
    readings: lines.flatMap((one) => (one.what.kind === "reading_taken" ? [{ seq: one.seq, happened_ms: one.happened_ms, values: one.what.values, flagged: one.seq === reading ? ["systolic" as const] : [] }] : [])),
    flags: [{ flag, reading, raised_ms: T(2, 25), sign: "systolic", value: 162, at: 160, above: true, priority: "soon", card: "", line: 4, inside_in_a_row: 2, until_inside: 2, recheck_due_ms: null, settled_ms: T(2, 45), tell: "lund", told_ms: null }],
    doses: [], timekeeper: null, tone: false, drunk_ml: 200, touch_agreed: { parts: ["hand"], withdrawn: ["shoulder"], people: [], stop: "harbour", text: "", carried: true }, touches: [], effects: [], steps: [], closing: [], deviations: [], author: "", log: lines, next_wake_ms: null, pace: 1, training: null,
  };
  const eye = (key: string, at_ms: number, entry: number | null, what: EyeWhat): EyeView => ({ key, at_ms, entry, seen: false, what });
  const eyes = [
    eye("late/bp.3", T(0, 48), seq((what) => what.kind === "fell_late"), { kind: "deviation", deviation: { at_ms: T(0, 48), what: { kind: "late", title: "Blood pressure, pulse" }, line: 3, reason: null } }),
    eye("put_off/9", T(1, 34), seq((what) => what.kind === "deferred" && what.in_a_row === 2), { kind: "put_off", in_a_row: 2 }),
    eye(`flag/${flag}`, T(2, 25), flag, { kind: "line_crossed" }),
    eye("alone/1", T(3, 10), seq((what) => what.kind === "went_out"), { kind: "deviation", deviation: { at_ms: T(3, 10), what: { kind: "alone", until_ms: T(3, 24) }, line: 8, reason: null } }),
    eye("amended/1", T(4, 2), seq((what) => what.kind === "noted" && what.text.startsWith("shoulder")), { kind: "amended" }),
    eye("gap/1", T(5, 40), seq((what) => what.kind === "gap"), { kind: "gap" }),
  ];
  const mark = (lane: StripLane, from_ms: number, until_ms: number | null, entry: number, heavy = false, who: string | null = null): StripMark => ({ lane, from_ms, until_ms, entry, person: who, heavy });
  const strip = [
    ...lines.flatMap((one): StripMark[] => {
      if (one.what.kind === "dose_given") return [mark("dose", one.happened_ms, null, one.seq, true)];
      if (one.what.kind === "noted") return [mark("note", one.happened_ms, null, one.seq, one.starred)];
      if (one.what.kind === "deferred") return [mark("put_off", one.happened_ms, null, one.seq, one.what.in_a_row > 1)];
      if (one.what.kind === "fell_late") return [mark("check", one.happened_ms, null, one.seq)];
      if (one.what.kind === "flag_raised") return [mark("line", one.happened_ms, null, one.seq, true)];
      if (one.what.kind === "touched") return [mark("touch", one.happened_ms, one.happened_ms + (one.what.length_ms ?? 0), one.seq, one.what.outside !== null)];
      if (one.what.kind === "touch_narrowed") return [mark("touch", one.happened_ms, null, one.seq, true)];
      if (one.what.kind === "gap") return [mark("gap", one.what.from_ms, one.what.to_ms, one.seq, true)];
      return [];
    }),
    mark("effect", T(0, 36), T(3, 24), 9), mark("effect", T(1, 6), T(2, 6), 14, true), mark("effect", T(4, 24), T(5), 31), mark("quiet", T(0, 42), T(1, 20), 10), mark("quiet", T(3, 30), T(4), 28),
    mark("present", 5 * minute, end, 1, false, "MS"), mark("present", 6 * minute, T(3, 10), 2, false, "AK"), mark("present", T(3, 24), end, seq((what) => what.kind === "went_out") + 1, false, "AK"),
  ];
  return {
    plan: plan(id, number), view, eyes, strip, left_out: 19, signed: false, adherence: form(),
    signatures: [{ name: "Maren Sol", initials: "MS", meaning: "author", wall_ms: arrival_wall + end + 20 * minute, zone_minutes: 60, role: null, holds: true, known: true, amended_since: false, taken_back: null }],
  };
}
