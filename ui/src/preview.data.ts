// Invented people, clients and protocols for the preview. Nothing of it is in the app.
import { everything } from "./kit/rights";
import { FakeHost, failure, listing, type Answers } from "./host/fake";
import { session as reviewed } from "./rooms/review/preview/day";
import { Packet } from "./rooms/review/preview/packet";
import { visits } from "./rooms/review/preview/visits";
import type { AppState, OpenVault } from "./wire/app";
import type { Client, SessionLine } from "./wire/clients";
import type { Cohort, CohortCell } from "./wire/cohort";
import type { LicenceLine, Papers } from "./wire/licences";
import type { Person, Role } from "./wire/people";
import type { RaterView } from "./wire/rater";
import type { TodayLine } from "./wire/today";
import type { Difference, FoundProtocol, ProtocolLine, RehearsedPrompt } from "./wire/protocols";

const min = 60_000;
const day = 86_400_000;

export function person(id: string, name: string, initials: string, roles: Role[], passphrase = false): Person {
  return { id, name, initials, roles, has_pin: true, has_passphrase: passphrase };
}
const maren = person("p1", "Maren Sol", "MS", ["lead_therapist", "vault_keeper"], true);
const aksel = person("p2", "Aksel Krog", "AK", ["co_therapist"]);
const lund = person("p3", "Dr Inga Lund", "IL", ["prescriber", "medical_monitor"]);

const lapsing: LicenceLine = { number: "PSY-12/4", jurisdiction: "Vestland", until: "2031-06-21", standing: "lapses_soon", days: 39 };
const lapsed: LicenceLine = { number: "MED-88", jurisdiction: "Oslo", until: "2031-05-01", standing: "lapsed", days: 12 };
const papers: Papers[] = [
  { person: "p1", licence: { ...lapsing, number: "PSY-7/1", until: "2033-05-31", standing: "holds", days: 750 }, duties: [] },
  { person: "p2", licence: lapsing, duties: [
    { line: 0, kind: "trained", words: "Manual, part 1", on: "2030-11-03", by: null, ends: null, ended: null },
    { line: 1, kind: "delegated", words: "Vital signs", on: "2030-11-10", by: "MS", ends: null, ended: null },
  ] },
  { person: "p3", licence: lapsed, duties: [] },
];

export function vault(change: Partial<OpenVault> = {}): OpenVault {
  return {
    name: "Stillwater Clinic", path: "/home/maren/.local/share/holdfast/Stillwater Clinic.holdfast", training: false, author: maren,
    people: [maren, aksel, lund], recovery_owed: false, live_session: null, older_than_head: false, header: "alike", wrong_passphrases: 0, veiled: false, idle_minutes: 10, blind: false, backup: false, inspection: null, inspections: [], glass_used_wall_ms: null, rights: everything, ...change,
  };
}

function session(id: string, client: string, number: number, opened: number, hours: number | null): SessionLine {
  return {
    id, client, number, protocol: "three-point v1", opened_wall_ms: opened, zone_minutes: 60,
    ended_wall_ms: hours === null ? null : opened + hours * 60 * min,
  };
}

export function clients(now: number, live: boolean): Client[] {
  return [
    { id: "c1", code: "KELP-003", archived: null, sessions: [session("s1", "c1", 1, now - 40 * day, 8.2)] },
    { id: "c2", code: "KELP-006", archived: null, sessions: [] },
    { id: "c3", code: "KELP-009", archived: null, sessions: [session("s4", "c3", 1, now - 3 * day, 8.6)] },
    { id: "c4", code: "KELP-014", archived: null, sessions: [...(live ? [session("s3", "c4", 2, now - 3 * 60 * min, null)] : []), session("s2", "c4", 1, now - 24 * day, 7.9)] },
  ];
}

/** What waits in the preview: one of each kind. */
function waiting(now: number): TodayLine[] {
  const on = (days: number): string => new Date(now + days * day).toISOString().slice(0, 10);
  const line = (client: number, kind: string, id: string, title: string, days: number | null, change: Partial<TodayLine> = {}): TodayLine => ({
    client: `c${client}`, code: ["", "KELP-003", "KELP-006", "KELP-009", "KELP-014"][client] ?? "", kind, id, title, days,
    due: days === null ? null : on(days), open: false, missing: 0, line: 40 + client, blinded: false, before_of: "", before: [], grade: null, serious: false, ...change,
  });
  return [
    line(2, "visit", "preparation-2", "Preparation visit 2", null, { open: true }),
    line(3, "call", "dosing-1 3", "Dosing session 1", -1, { before_of: "Mood", before: ["6", "5"] }),
    line(4, "dosing", "dosing-2", "Dosing session 2", 0, { missing: 2 }),
    line(1, "measure", "pcl-5 v1", "pcl-5 v1", 3),
    line(1, "visit", "follow-up-1", "Follow-up visit 1", 5, { due: on(12) }),
    line(4, "finding", "ecg", "ECG", 9),
    line(3, "alliance", "integration-1", "Integration visit 1", null),
  ];
}

const summary = "Vital signs at baseline, before and after the supplemental dose and at closing; blood pressure, pulse and temperature; distress with each.";
const differs: Difference = {
  before: "stillwater v3", after: "stillwater v4",
  changes: [
    { part: "Limits", rule: "systolic", line: 4, kind: "changed", key: "above", before: "160 mmHg", after: "155 mmHg" },
    { part: "Course: hand-outs", rule: "water", line: null, kind: "added", key: "", before: null, after: "title: Water; text: Drink when you are thirsty." },
  ],
};
const complaints = [
  { line: 14, blocks: true, text: "\"abov\" is no key here. Did you mean \"above\"?" },
  { line: 31, blocks: false, text: "Two checks fall due at the same minute; they are one prompt." },
];

export const protocols: ProtocolLine[] = [
  { digest: "9c4177e012ab55d0c3a1f0e7b2d94c6688aa01f3", name: "three-point v1", title: "Three-point pattern", summary, training: true, adopted_by: ["lead_therapist", "prescriber"], adoptions: [], usable: true, before: null, adopting: "nothing" },
  { digest: "17fa03b9e4415c8d20fe9911aa73bd02c4d5e6f7", name: "stillwater v3", title: "Stillwater protocol, version 3", summary, training: false, adopted_by: ["lead_therapist", "prescriber"], adoptions: [{ name: "Maren Sol", role: "lead_therapist", wall_ms: Date.UTC(2026, 10, 2, 9) }], usable: false, before: null, adopting: "nothing" },
];
const waiting4: ProtocolLine = {
  digest: "5be1209a77ffc013d2a8844e6610bb90aa17c2de", name: "stillwater v4", title: "Stillwater protocol, version 4", summary, training: false, adopted_by: ["lead_therapist", "prescriber"],
  adoptions: [], usable: false, before: "17fa03b9e4415c8d20fe9911aa73bd02c4d5e6f7", adopting: "passphrase",
};

const prompts: RehearsedPrompt[] = [-60, -15, 60, 90, 120, 150, 240, 360, 480].map((at, i) => ({
  planned_ms: at * min, from_ms: (at - 5) * min, late_after_ms: (at + 10) * min,
  signs: i % 2 === 0 ? ["systolic", "diastolic", "pulse", "temperature"] : ["systolic", "diastolic", "pulse", "distress"],
  titles: [], why: [at < 0 ? "baseline" : at === 90 ? "before the supplemental dose" : "course of the day"], lines: [40 + i],
}));

/** Seventeen clients in the preview, one line of them hidden with the line beside it. */
export function cohort(): Cohort {
  const cells = (row: (string | null)[]): CohortCell[] => row.map((text) => ({ text: text ?? "", hidden: text === null }));
  const rows = (...all: (string | null)[][]): CohortCell[][] => all.map(cells);
  return {
    least: 5, clients: 17, erased: 0, unread: false,
    tables: [
      { id: "places", caption: "Where clients are", note: "", columns: ["Where", "Clients"], rows: rows(["Screening", null], ["Integration", "8"], ["Course closed", null]) },
      { id: "sessions", caption: "Dosing sessions", note: "Median, in brackets the least and the most.", columns: ["Sessions", "Clients", "Days between"], rows: rows(["None", "5", ""], ["3", "12", "28 (21 to 35)"]) },
      { id: "effects", caption: "Effects by dose", note: "", columns: ["Effect"], rows: [] },
    ],
  };
}

export function previewHost(room: string): FakeHost {
  const now = Date.now();
  const live = room === "live";
  const training = room === "training";
  const fresh = room === "start";
  let open: OpenVault | null = ["unlock", "start"].includes(room)
    ? null
    : vault({ training, live_session: null, ...(room === "owed" ? { recovery_owed: true } : {}), ...(room === "empty" ? { people: [maren] } : {}), ...(room === "rater" ? { blind: true, author: lund } : {}), ...(room === "older" ? { older_than_head: true, wrong_passphrases: 2 } : {}) });
  const state = (): AppState => ({
    version: "0.1.0", cipher: "SQLCipher 4.20", vaults_folder: "/home/maren/.local/share/holdfast", documents_folder: "/home/maren/Documents", open, handover: null,
    vaults: fresh ? [] : [
      { name: "Stillwater Clinic", path: "/v/1", training: false, handles: ["MS"], opened_wall_ms: now - 70 * min, trouble: null },
      { name: "Training", path: "/v/2", training: true, handles: ["MS", "AK"], opened_wall_ms: now - 3 * day, trouble: null },
      { name: "Old laptop", path: "/v/3", training: false, handles: ["MS"], opened_wall_ms: null, trouble: "vault_newer" },
    ],
  });
  let shelf = protocols;
  const found: FoundProtocol = {
    ...waiting4, place: "free", difference: differs, day: prompts,
    parts: [{ title: "Checks", rules: 3 }, { title: "Limits", rules: 5 }, { title: "Course: visits", rules: 14 }],
  };
  const rated = (digest: string, short: string, asked: boolean) => ({ asked, line: { digest, name: `${short} v1`, title: short, short, asked: "interviewer" as const, items: 0, kept: true } });
  const raters: RaterView = { clients: ["KELP-003", "KELP-014"].map((code) => ({ client: code, code, measures: [rated("c1", "CAPS-5", code === "KELP-014"), rated("5d", "SDS", false)], today: [] })) };
  let list = room === "empty" ? [] : clients(now, live);
  const packet = new Packet(room === "author" ? "author" : "reviewer", room === "two" ? [reviewed("s1", 1), reviewed("s2", 2)] : [reviewed()]);
  const eyes = packet.sessions[0]?.eyes ?? [];
  if (room === "visits") packet.course = visits();
  if (room === "keys") packet.asks = "passphrase";
  packet.act({ kind: "seen", session: "s1", eye: eyes[0]?.key ?? "" });
  packet.act({ kind: "seen", session: "s1", eye: eyes[1]?.key ?? "" });
  packet.asked("Who decided to repeat at five minutes, and was Dr Lund told?", eyes[2]?.entry ?? null, room !== "author");
  const answers: Answers = {
    ...packet.answers(),
    ...(room === "empty" ? { packets_list: () => [], contacts_list: () => ({ name: "Maren Sol", words: "amber plough cradle socket river finch", contacts: [], role: null, asks: "nothing" as const }) } : {}),
    app_state: state,
    vault_strength: ({ passphrase }) => ({ characters: passphrase.length, least: 15, objection: passphrase.length < 15 ? "too_short" : null }),
    vault_phrase: () => ({ phrase: "lantern gravel sixpence orchid barn tidal", bits: 77 }),
    vault_create: () => new Promise((done) => setTimeout(() => done({ recovery_groups: ["7F3A9", "0C2M1", "QRST4", "VWXY8", "1H2J3", "K4M5N", "ABCDE", "ZZZZ7"] }), 400)),
    vault_save_code: () => undefined,
    vault_confirm_code: () => (open = vault({ people: [maren], training: true })),
    vault_unlock: ({ passphrase }) => {
      if (passphrase !== "open") throw failure("wrong_passphrase");
      return (open = vault());
    },
    vault_recover: () => { throw failure("recovery_code_typo", { group: "3" }); },
    vault_lock: () => { open = null; },
    people_add: (p) => (open = { ...(open ?? vault()), people: [...(open?.people ?? []), { ...person(p.initials, p.name, p.initials, p.roles) }] }),
    people_papers: () => papers,
    people_licence: () => papers,
    people_duty: () => papers,
    people_take_pen: ({ proof }) => {
      const next = open?.people.find((p) => p.id === proof.person);
      if (proof.pin !== "1234" || !next || !open) throw failure("wrong_pin", { left: "4" });
      return (open = { ...open, author: next });
    },
    clients_list: (args) => listing(list)(args),
    clients_add: ({ code }) => {
      const added: Client = { id: code, code, archived: null, sessions: [] };
      list = [...list, added];
      return added;
    },
    today_sessions: () => ({
      today: new Date(now).toISOString().slice(0, 10), clients: list.length,
      licences: room === "empty" ? [] : [{ initials: "AK", name: "Aksel Krog", licence: lapsing }, { initials: "IL", name: "Dr Inga Lund", licence: lapsed }],
      lines: list.flatMap((one) => one.sessions.map((session) => ({ code: one.code, session, running: session.ended_wall_ms === null ? { dose1_wall_ms: session.opened_wall_ms + 5_400_000, next_wall_ms: now + 360_000, due: false, zone_minutes: 60 } : null }))),
    }),
    rater_look: () => raters,
    rater_take: () => raters,
    today_look: () => ({ today: new Date(now).toISOString().slice(0, 10), lines: room === "empty" ? [] : waiting(now), courses: 3 }),
    cohort: () => (room === "empty" ? { least: 5, clients: null, erased: null, unread: false, tables: [] } : cohort()),
    protocols_list: () => shelf,
    protocols_rehearse: () => prompts,
    protocols_difference: () => differs,
    protocols_read: ({ path }) => path.endsWith("bad.toml") ? { path, complaints, found: null } : { path, complaints: complaints.slice(1), found },
    protocols_import: () => {
      shelf = [...shelf, waiting4];
      return { protocol: waiting4, wall_ms: now };
    },
    protocols_adopt: ({ digest, proof }) => {
      if (proof !== "open sesame open sesame") throw failure("wrong_passphrase");
      const adopted: ProtocolLine = { ...waiting4, adopting: "nothing", adoptions: [{ name: "Maren Sol", role: "lead_therapist", wall_ms: now }] };
      shelf = shelf.map((one) => (one.digest === digest ? adopted : one));
      return adopted;
    },
    app_choose: () => ({ path: null }),
    vault_backup_state: () => ({ last: room === "empty" ? null : { wall_ms: now - 9 * 86_400_000, days: 9, since: 143 }, due: true, folder: room === "empty" ? "" : "/media/stick" }),
    vault_backup: ({ path }) => ({ path: `${path}/Quay 2026-11-27 06.52.51.holdfast-backup`, entries: 18_412, bytes: 7_340_032 }),
    confidence_waiting: () => ({ waiting: room === "empty" ? 0 : 1 }),
    sign_waiting: () => room === "empty" ? [] : [
      { client: "c14", code: "KELP-014", object: { session: "5e", client: "", visit: "" }, title: "", number: 2, on: "2026-11-20", why: "new" },
      { client: "c14", code: "KELP-014", object: { session: null, client: "c14", visit: "integration-1" }, title: "Integration 1", number: 0, on: "2026-11-21", why: "added" },
    ],
    sign_look: () => ({ asks: "passphrase", author_first: false, entries: [], meaning: "co_signer", lock: { locked: true, voided: 0, name: "Maren Sol", initials: "MS", wall_ms: now - 1_800_000, zone_minutes: 60, holds: true }, turn: "passphrase", lines: [
      { number: 3, name: "Maren Sol", initials: "MS", meaning: "author", wall_ms: now - 3_600_000, zone_minutes: 60, role: null, taken_back: null, standing: "added_since" },
      { number: 4, name: "Aksel Kvist", initials: "AK", meaning: "co_signer", wall_ms: now - 1_800_000, zone_minutes: 60, role: null, taken_back: null, standing: "broken" },
    ] }),
    forms_of: () => [],
    forms_keep: () => undefined,
    audit_verify: () => room === "older"
      ? { entries: 18_412, broken_at: 917, fault: "an entry was changed", head: "", sessions: 11, signatures: 2, taken_back: [], witnessed: null }
      : { entries: 18_412, broken_at: null, fault: null, head: "7F3A-91C2", sessions: 11, signatures: 2, taken_back: [], witnessed: null },
  };
  return new FakeHost(answers);
}
