import { beforeEach, describe, expect, it } from "vitest";
import type { LogLine, Logged } from "../../wire/log";
import { lastNote, lastOwn, merge, missedAt, nextWanted, rows } from "./logbook";
import { check, dayLog, t } from "./preview/days";

let next = 0;
const entry = (what: Logged, by: string | null = "MS", wall = next * 1000): LogLine => ({
  seq: next++, happened_ms: wall, happened_wall_ms: wall, entered_ms: wall, entered_wall_ms: wall, zone_minutes: 0, by, starred: false, struck: null, amended: null, what,
});
const note = (text: string): LogLine => entry({ kind: "noted", text, voice: "observed", tags: [] });
beforeEach(() => (next = 0));

describe("the log of the page", () => {
  it("takes lines in any order, each once", () => {
    const [a, b, c] = [note("a"), note("b"), note("c")];
    expect(merge(merge([], [c]), [a, b, c]).map((l) => l.seq)).toEqual([0, 1, 2]);
    expect(merge([a, b], [])).toEqual([a, b]);
  });
  it("asks for the first line it does not have", () => {
    const [a, b, c] = [note("a"), note("b"), note("c")];
    expect(nextWanted([])).toBe(0);
    expect(nextWanted([a, b])).toBe(2);
    expect(nextWanted([a, c])).toBe(1);
    expect(nextWanted([c])).toBe(0);
    expect(nextWanted([b, c])).toBe(3);
  });
  it("shows stars, strikes and amendments at the line they speak of", () => {
    const [a, b, c] = [note("a"), note("b"), note("c")];
    const log = merge([a, b, c], [entry({ kind: "starred", target: 0 }), entry({ kind: "struck", target: 1, reason: "slip" }), entry({ kind: "amended", target: 2, text: "d", reason: "name" }, "AK")]);
    expect(log[0]?.starred).toBe(true);
    expect(log[1]?.struck).toBe("slip");
    expect(log[2]?.amended).toMatchObject({ text: "d", reason: "name", by: "AK" });
    expect(rows(log, false)).toHaveLength(3);
    expect(rows(log, true)).toHaveLength(6);
  });
  it("makes one row of a reading and what it brought, and leaves out what the slot showed", () => {
    const log = dayLog();
    const row = rows(log, false).find((r) => r.line.seq === 14);
    expect(row?.follows.map((f) => f.what.kind)).toEqual(["flag_raised"]);
    expect(rows(log, false).some((r) => r.line.what.kind === "prompted")).toBe(false);
    expect(rows(log, true).some((r) => r.line.what.kind === "prompted")).toBe(true);
  });
  it("does not glue a flag of another moment to a reading", () => {
    const log = [entry({ kind: "reading_taken", values: [], taken_by: null, manner: "", from_paper: false, met: [] }), entry({ kind: "flag_settled", line: 4 }, "MS", 99_000)];
    expect(rows(log, false)).toHaveLength(2);
  });
  it("knows when the check was planned that fell missed as the next one fell due", () => {
    const of = (clock: string, id: string, state: "missed" | "due" = "missed") => check(clock, state, { id });
    const checks = [of("13:00", "p1.3"), of("13:30", "p1.4"), of("13:40", "r1.1"), of("13:45", "r1.2", "due"), of("14:00", "p1.5", "due")];
    const fell = (clock: string): LogLine => entry({ kind: "fell_missed", title: "Blood pressure, pulse" }, null, t(clock));
    expect(["13:30", "13:45", "14:00"].map((clock) => missedAt(fell(clock), checks))).toEqual(["13:00", "13:40", "13:30"].map(t));
    expect(missedAt(fell("14:00"), [])).toBeNull();
    expect(missedAt(note("a"), checks)).toBeNull();
  });
  it("finds the last own line that can be struck, and the last note", () => {
    const log = merge([], [note("mine"), entry({ kind: "noted", text: "theirs", voice: "observed", tags: [] }, "AK"), entry({ kind: "phase_set", title: "peak" })]);
    expect(lastOwn(log, "MS")?.seq).toBe(0);
    expect(lastNote(log)?.seq).toBe(1);
    expect(lastNote(log, "MS")?.seq).toBe(0);
    expect(lastOwn(merge(log, [entry({ kind: "struck", target: 0, reason: "x" })]), "MS")).toBeNull();
  });
});
