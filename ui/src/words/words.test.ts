import { describe, expect, it } from "vitest";
import { dayRows } from "./day";
import { code, strengthWords } from "./passphrase";
import { missingRoles, protocolSentence, shortDigest } from "./protocols";
import { supervisionSum } from "./review";
import { sign } from "./sign";
import { signList } from "./signs";
import { checked, unverified, verified } from "./verify";

describe("words", () => {
  it("take the two pressures as one thing", () => {
    expect(signList(["systolic", "diastolic", "pulse"])).toBe("Blood pressure, pulse");
    expect(signList(["systolic"])).toBe("Systolic");
  });
  it("name the groups of a code", () => {
    expect(code.wrong([3])).toBe("Group 3 is not as it was shown.");
    expect(code.short([5, 6, 8])).toBe("Groups 5, 6 and 8 are not complete.");
  });
  it("weigh a passphrase", () => {
    expect(strengthWords({ characters: 9, least: 15, objection: "too_short" })).toBe("9 characters; at least 15.");
    expect(strengthWords(null)).toMatch(/At least 15/);
  });
  it("say what a verification proved, and what it did not", () => {
    expect(verified({ entries: 18412, broken_at: null, fault: null, head: "7F3A-91C2", sessions: 1, signatures: 2, taken_back: [], witnessed: null })).toMatchObject({
      what: "18\u202f412 entries in one unbroken chain, 1 session read through from beginning to end, 2 signatures checked.",
      todo: "This shows that nothing was changed, removed or put in between. It cannot show that nothing was cut off after the last head that somebody else keeps, on paper or in a packet.",
    });
    expect(verified({ entries: 20, broken_at: null, fault: null, head: "7F3A-91C2", sessions: 1, signatures: 2, taken_back: [], witnessed: 12 }).todo).toContain("cut off after entry 12, which a reader");
    expect(verified({ entries: 20, broken_at: 3, fault: "changed", head: "", sessions: 0, signatures: 0, taken_back: [], witnessed: null }).what).toBe("Entry 3 of 20 does not hold: changed.");
  });
  it("say what a code from paper shows, and what to do where it does not fit", () => {
    expect(checked({ entry: 12, entries: 13, standing: "same", broken_at: null }).todo).toBe("It says nothing of the 1 entry after it.");
    expect(checked({ entry: 13, entries: 13, standing: "same", broken_at: null }).todo).toBe("It is the last entry there is.");
    expect(checked({ entry: 12, entries: 13, standing: "differs", broken_at: null }).what).toBe("The code does not fit at entry 12.");
    expect(checked({ entry: 1200, entries: 13, standing: "shorter", broken_at: null }).what).toBe("This record has 13 entries, and the page speaks of entry 1\u202f200.");
    expect(checked({ entry: 12, entries: 13, standing: "broken", broken_at: 9 }).what).toContain("does not hold at entry 9");
  });
  it("say who a protocol waits for", () => {
    const line = { digest: "9c4177e012ab55", name: "x v1", title: "X", summary: "", training: false, usable: false, before: null, adopting: "pin" as const,
      adopted_by: ["lead_therapist" as const, "prescriber" as const], adoptions: [{ name: "M", role: "lead_therapist" as const, wall_ms: 0 }] };
    expect(missingRoles(line)).toBe("prescriber");
    expect(protocolSentence(line)).toBe("Not adopted yet.");
    expect(protocolSentence({ ...line, training: true })).toBe("Training only.");
    expect(shortDigest(line.digest)).toBe("9c41 77e0 12ab");
  });
  it("set a rehearsed day as rows", () => {
    const prompt = { planned_ms: 60, from_ms: 50, late_after_ms: 70, signs: ["pulse" as const], titles: ["t"], why: ["a", "b"], lines: [4, 9] };
    expect(dayRows([prompt, { ...prompt, signs: [] }], String)).toEqual([
      ["60", "50", "70", "Pulse", "a b", "4, 9"],
      ["60", "50", "70", "t", "a b", "4, 9"],
    ]);
  });
});

it("says what the computer does not do for the room, and nothing else", async () => {
  const { sessionWords } = await import("./session");
  const machine = { watched: true, awake: true, sound: "played" as const };
  expect([sessionWords.machine(null, true, ""), sessionWords.machine(machine, true, "")]).toEqual(["", ""]);
  expect(sessionWords.machine({ ...machine, sound: "absent" }, false, "")).toBe("");
  expect(sessionWords.machine({ ...machine, sound: "absent" }, true, "")).toContain("no sound device");
  expect(sessionWords.machine(null, true, "1970-01-01")).toContain("1970-01-01, earlier than the record");
  expect(sessionWords.machine({ ...machine, awake: false, sound: "absent" }, true, "")).toMatch(/asleep.*; no sound/);
});

it("say of each signature who, when, with what meaning, and whether it holds", () => {
  const line = { number: 3, name: "Maren Sol", initials: "MS", meaning: "author", wall_ms: 0, zone_minutes: 60, role: null, taken_back: null, standing: "holds" } as const;
  const lock = { locked: true, voided: 0, name: "Aksel Kind", initials: "AK", wall_ms: 0, zone_minutes: 60, holds: true };
  const view = { asks: "nothing" as const, author_first: false, entries: [], meaning: "author" as const, lock, turn: "pin" as const, lines: [line, { ...line, number: 4, standing: "broken" as const }] };
  const box = sign.box({ ...view, lines: [...view.lines] }, () => "2026-03-02 13:12", true);
  const said = box.lines;
  expect(said[2]?.text).toBe("Locked by Aksel Kind (AK), 2026-03-02 13:12");
  // What unlocking voids is named before it is done; who may not do it is not asked.
  expect(box.acts.map((act) => [act.id, act.reason])).toEqual([["unlock", "Why"]]);
  expect(box.acts[0]?.lead).toContain("This signature becomes void: Maren Sol (MS).");
  expect(sign.box({ ...view, lines: [] }, () => "", false).acts).toEqual([]);
  expect(said[0]?.text).toBe("Maren Sol (MS), 2026-03-02 13:12, signed as its author: this is what happened");
  expect(said.map((one) => one.sound)).toEqual([true, false, true]);
  // A reviewer’s says in which role, and what became of the acceptance behind it; it stays.
  const back = { wall_ms: 0, zone_minutes: 60, reason: "I read the wrong day." };
  const reviewed = sign.box({ ...view, lock: null, lines: [{ ...line, meaning: "reviewer", role: "medical_monitor", standing: "taken_back", taken_back: back }] }, () => "2026-03-02 13:12", true).lines[0];
  expect(reviewed).toMatchObject({
    text: "Maren Sol (MS), 2026-03-02 13:12, signed as its reviewer, medical monitor, in another vault: read and agreed to",
    state: "The signature stands; what it says holds no longer. The acceptance behind it was taken back, 2026-03-02 13:12: I read the wrong day.", sound: true, shape: "ring",
  });
});

it("says of a damaged record which folder to copy, and what is known of a backup", () => {
  const failure = { code: "damaged" as const, facts: { what: "database page" }, record_safe: true };
  const none = unverified(failure, "/v/Quay.holdfast", { last: null, due: true, folder: "" });
  expect(none.todo).toBe("Copy the whole folder before anything else: /v/Quay.holdfast. No backup of this vault is known here.");
  expect(unverified(failure, "/v/Quay.holdfast-backup", null).todo).toBe("Copy the whole folder before anything else: /v/Quay.holdfast-backup");
  expect(unverified({ code: "io", facts: {}, record_safe: true }, "/v", null).what).toMatch(/^The computer/);
});

it("adds up the supervision that is listed, and what of it both agreed to", () => {
  const held = (minutes: number, agreed: string | null) => ({ what: { kind: "supervised" as const, on: "2026-03-02", minutes, agreed, to_agree: false } });
  expect(supervisionSum([held(45, null), { what: { kind: "comment" } }])).toBe("");
  expect(supervisionSum([held(45, null), held(60, "Maren Sol"), { what: { kind: "comment" } }])).toBe("1 h 45 min of supervision in 2 meetings, 1 h of it agreed by both");
  expect(supervisionSum([held(15, null), held(30, null)])).toBe("45 min of supervision in 2 meetings, 0 min of it agreed by both");
});
