// A typed session for the preview and the tests: an invented client, an invented protocol. Never part of the app.
import type { LimitLine, SessionPlan } from "../../../wire/plan";
import type { Person } from "../../../wire/people";
import type { Sign } from "../../../wire/session";

export const MS: Person = { id: "a".repeat(32), name: "Maja Sten", initials: "MS", roles: ["lead_therapist"], has_pin: true, has_passphrase: true };
export const AK: Person = { id: "b".repeat(32), name: "Anders Kvist", initials: "AK", roles: ["co_therapist"], has_pin: true, has_passphrase: false };
export const LUND: Person = { id: "c".repeat(32), name: "Dr Lund", initials: "DL", roles: ["prescriber"], has_pin: true, has_passphrase: false };

export function limit(sign: Sign, at: { above?: number; below?: number; above_baseline?: number; line: number; card?: string; priority?: LimitLine["priority"] }): LimitLine {
  return {
    id: `${sign}-${at.line}`,
    sign,
    above: at.above ?? null,
    below: at.below ?? null,
    above_baseline: at.above_baseline ?? null,
    priority: at.priority ?? "soon",
    card: at.card ?? "Repeat within 5 min until two below. Tell the prescriber if three in a row are above.",
    line: at.line,
  };
}

export const plan: SessionPlan = {
  carried: [
    { item: "intention", title: "Intention, in the client's own words", kind: "intention", lines: [{ title: "", words: "To look at it once, and not alone." }], narrowed: [], amended: null, on: "2026-11-19", by: "MS", row: 31 },
    { item: "stop-plan", title: "If the client wishes to stop early", kind: "stopping", lines: [{ title: "How the client says it", words: "Both hands up." }], narrowed: [], amended: null, on: "2026-11-24", by: "AK", row: 44 },
  ],
  session: "5".repeat(32),
  client: "c".repeat(32),
  client_code: "KELP-014",
  number: 2,
  training: false,
  protocol: "worked-example v1",
  protocol_title: "Worked example, two doses",
  digest: "7f3a".repeat(16),
  people: [MS, AK, LUND],
  dose1: { title: "Dose 1", amount: 120_000, line: 11 },
  dose2: { title: "Supplemental", amount: 60_000, line: 12 },
  limits: [
    limit("systolic", { above: 160, line: 4 }),
    limit("diastolic", { above: 100, line: 5 }),
    limit("systolic", { above: 180, line: 6, priority: "act_now", card: "Repeat in 2 min on the other arm. Call the prescriber." }),
    limit("pulse", { above: 120, line: 7 }),
    limit("temperature", { above: 385, line: 8 }),
  ],
  plausible: [
    { sign: "systolic", from: 60, to: 260 },
    { sign: "diastolic", from: 30, to: 160 },
    { sign: "pulse", from: 30, to: 220 },
    { sign: "temperature", from: 340, to: 430 },
    { sign: "distress", from: 0, to: 10 },
  ],
  deferral_reasons: [
    { id: "deep", title: "deep in process" },
    { id: "asleep", title: "asleep" },
    { id: "declined", title: "declined" },
    { id: "bathroom", title: "bathroom" },
    { id: "equipment", title: "equipment" },
  ],
  deferral_minutes: 10,
  deferral_cap: 2,
  deferral_line: 9,
  missed_reasons: [
    { id: "deep", title: "deep in process" },
    { id: "declined", title: "declined" },
    { id: "emergency", title: "something else came first" },
    { id: "other", title: "other, in words" },
  ],
  partial_reasons: [
    { id: "declined", title: "declined" },
    { id: "equipment", title: "equipment" },
    { id: "asleep", title: "asleep" },
  ],
  supplemental_reasons: [
    { id: "enough", title: "enough for today" },
    { id: "vitals", title: "values" },
    { id: "process", title: "process" },
    { id: "other", title: "other, in words" },
  ],
  quiet_offers_ms: [300_000, 600_000, 900_000],
  quiet_line: 22,
  phases: [
    { id: "arrival", title: "arrival" },
    { id: "onset", title: "onset" },
    { id: "peak", title: "peak" },
    { id: "plateau", title: "plateau" },
    { id: "return", title: "return" },
  ],
  effects: [
    { id: "jaw", title: "Jaw tension", valence: "unwanted" },
    { id: "shaking", title: "Shaking", valence: "neutral" },
    { id: "nausea", title: "Nausea", valence: "unwanted" },
    { id: "tears", title: "Tears", valence: "neutral" },
    { id: "warmth", title: "Warmth", valence: "wanted" },
    { id: "ease", title: "Ease", valence: "wanted" },
    { id: "cold", title: "Feeling cold", valence: "neutral" },
    { id: "gaze", title: "Gaze flicker", valence: "unwanted" },
    { id: "closeness", title: "Closeness", valence: "wanted" },
    { id: "anxiety", title: "Anxiety", valence: "unwanted" },
    { id: "headache", title: "Headache", valence: "unwanted" },
  ],
  tags: [
    { id: "music", title: "music" },
    { id: "eyeshade", title: "eyeshade" },
    { id: "toilet", title: "toilet" },
  ],
  fluid: { cap_ml: 1200, glass_ml: 200, line: 31 },
  red_flags: [
    { id: "chest", title: "chest pain", card: "chest", line: 41 },
    { id: "breath", title: "breathlessness", card: "chest", line: 42 },
    { id: "neuro", title: "weakness, speech, vision", card: "neuro", line: 43 },
    { id: "confusion", title: "confusion", card: "hot", line: 44 },
    { id: "seizure", title: "seizure", card: "seizure", line: 45 },
    { id: "unconscious", title: "loss of consciousness", card: "seizure", line: 46 },
    { id: "hot", title: "high temperature", card: "hot", line: 47 },
  ],
  site: "Stillwater, Quay 4, side door. Somebody waits at the gate to the yard.",
  contacts: [
    { id: "ambulance", title: "ambulance", phone: "112", say: "Adult, took MDMA under medical care, at Stillwater, Quay 4, side door. Somebody waits at the door." },
    { id: "lund", title: "Dr Lund", phone: "+47 55 00 00 01", say: "Last pressure and pulse, doses with times." },
    { id: "second", title: "Second physician on call", phone: "+47 55 00 00 02", say: "The same, when Dr Lund does not answer." },
    { id: "night", title: "Psychiatrist on call", phone: "+47 55 00 00 03", say: "" },
  ],
  cards: [
    { id: "chest", title: "Chest pain or breathlessness", observe: "pressure, tightness, short of breath, grey, sweating", steps: ["Sit upright, loosen clothing.", "Call the ambulance, say the site.", "Take pressure, pulse and oxygen saturation every 2 min.", "One stays with the client, one goes to the door."] },
    { id: "neuro", title: "Weakness, speech, vision", observe: "face, arm, speech on one side", steps: ["Note the time it began.", "Call the ambulance.", "Nothing to eat or drink."] },
    { id: "seizure", title: "Seizure or loss of consciousness", observe: "jerks, no answer, no normal breath", steps: ["Make space, protect the head.", "Call the ambulance.", "Side position when it ends.", "No normal breath: begin resuscitation."] },
    { id: "hot", title: "High temperature or confusion", observe: "hot skin, rigid, confused", steps: ["Cool the room, remove blankets.", "Take the temperature every 5 min.", "Call the prescriber, then the ambulance."] },
  ],
  therapists: 2,
};
