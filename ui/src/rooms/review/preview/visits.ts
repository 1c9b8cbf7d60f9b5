// Parts of an invented course as they come in a packet. For the preview and the tests; never part of the app.
import type { Entry } from "../../../wire/course";
import type { ReviewedCourse, ReviewedEntry } from "../../../wire/review";

const entry = (seq: number, what: string, words: string, change: Partial<ReviewedEntry> = {}, more: Partial<Entry> = {}): ReviewedEntry => ({
  entry: { seq, on: "2026-10-20", entered_wall_ms: Date.UTC(2026, 9, 20, 9, 40), zone_minutes: 120, by: "MS", what, about: "", words, struck: false, ...more },
  title: "", answers: [], fields: [], people: [], minutes: null, grade: null, serious: [], outcome: "", missing: [], ...change,
});

export const visits = (): ReviewedCourse => ({
  id: "c1", protocol: "stillwater v3", digest: "00",
  left_out: 1,
  pieces: [
    {
      part: "preparation-1", kind: "visit", title: "Preparation 1", day: null, on: "2026-10-20", state: "not_yet", locked: false, signable: true, signed: false, signatures: [],
      entries: [
        entry(12, "visit_begun", "", { people: ["Maren Sol", "Aksel Kim"] }),
        entry(13, "answered", "", { title: "What the client hopes for", answers: [{ title: "", answer: { kind: "text", words: "to sleep through a night" }, flagged: false }] }),
        entry(14, "visit_closed", "Calm, a little hurried.", { minutes: 90 }, { amended: { text: "Calm.", reason: "said too much", by: "MS", wall_ms: Date.UTC(2026, 9, 21) } }),
        entry(15, "reflected", "\u2026"),
        entry(16, "amended", "Calm."),
      ],
    },
    {
      part: "call/dosing-1/1", kind: "call", title: "Dosing session 1", day: 1, on: "2026-11-13", state: "never", locked: false, signable: false, signed: false, signatures: [],
      entries: [entry(30, "contact_made", "", { answers: [{ title: "How did you sleep", answer: { kind: "number", stored: 3, decimals: 0 }, flagged: true }, { title: "Is somebody with you", answer: { kind: "yes_no", yes: true }, flagged: false }] }, { on: "2026-11-13" })],
    },
    {
      part: "adverse/31", kind: "adverse", title: "headache", day: null, on: "2026-11-13", state: "holds", locked: false, signable: true, signed: false,
      signatures: [{ name: "Maren Sol", initials: "MS", meaning: "author", wall_ms: Date.UTC(2026, 10, 13, 15), zone_minutes: 60, role: null, holds: true, known: true, amended_since: false, taken_back: null }],
      entries: [entry(31, "adverse_noted", "Since the morning, both sides.", { grade: 2, serious: ["important"], fields: ["term", "onset", "grade", "serious", "words"].map((field) => ({ field, title: "" })) }, { on: "2026-11-13", about: "headache" }), entry(33, "adverse_followed", "Gone by the evening.", { grade: 2, outcome: "recovered" }, { on: "2026-11-14" })],
    },
  ],
  eyes: [
    { key: "signature/preparation-1", on: "2026-10-20", entry: 12, piece: 0, seen: false, what: { kind: "unsigned" } },
    { key: "amended/16", on: "2026-10-20", entry: 16, piece: 0, seen: false, what: { kind: "amended" } },
    { key: "flagged/30", on: "2026-11-13", entry: 30, piece: 1, seen: false, what: { kind: "flagged" } },
    { key: "serious/31", on: "2026-11-13", entry: 31, piece: 2, seen: false, what: { kind: "serious" } },
  ],
});
