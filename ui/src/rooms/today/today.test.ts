import { describe, expect, it } from "vitest";
import { FakeHost, failure } from "../../host/fake";
import type { OpenVault } from "../../wire/app";
import type { SessionLine } from "../../wire/clients";
import type { TodayLine, TodaySessions } from "../../wire/today";
import { confidence } from "../../words/confidence";
import type { ReviewWaits } from "../../wire/review";
import { reviewFacts, runningFacts, waits, waitsFacts } from "../../words/today";
import { dayWords, sectionOf, Today } from "./today.svelte";

const session = (id: string, opened: number, ended: string | null): SessionLine => ({
  id, client: "c", number: 1, protocol: "p v1", opened_wall_ms: opened, zone_minutes: 60, ended_wall_ms: ended === null ? null : Date.parse(ended),
});
const sessions = (clients = 2): TodaySessions => ({
  today: "2031-05-13", clients, licences: [],
  lines: [{ code: "B", session: session("runs", 9, null), running: null }, { code: "A", session: session("ended", 3, "2031-05-06T23:01:00Z"), running: null }],
});
const open = { people: [{ id: "1" }], rights: [] } as unknown as OpenVault;
const line = (kind: string, days: number | null, change: Partial<TodayLine> = {}): TodayLine => ({
  client: "a", code: "A", kind, id: `${kind}-1`, title: "T", days, due: null, open: false, missing: 0, line: 7, blinded: false, before_of: "", before: [], grade: null, serious: false, ...change,
});
const host = (lines: TodayLine[] = [], answers = {}): FakeHost =>
  new FakeHost({ today_sessions: () => sessions(), today_look: () => ({ today: "2031-05-13", lines, courses: 1 }), vault_backup_state: () => ({ last: null, due: false, folder: "" }), sign_waiting: () => [], confidence_waiting: () => ({ waiting: 0 }), ...answers });

it("puts what runs apart from what ended, and names the day that Rust counts by", async () => {
  const today = new Today(host(), open);
  await today.load();
  expect(today.headline).toBe("Tuesday 13 May");
  expect(today.running.map((l) => [l.code, l.session.id])).toEqual([["B", "runs"]]);
  expect(today.recent.map((l) => l.session.id)).toEqual(["ended"]);
  // Its end was at 00:01 of the clinic's day, not at 23:01 of the one before.
  expect(today.recent.map((l) => today.endedOn(l.session))).toEqual(["2031-05-07"]);
  expect([today.lacksClient, today.lacksPerson]).toEqual([false, true]);
});

it("says that a client is lacking only once the list is known", async () => {
  const today = new Today(host([], { today_sessions: () => sessions(0) }), { people: [{}, {}], rights: [] } as unknown as OpenVault);
  expect(today.lacksClient).toBe(false);
  await today.load();
  expect([today.lacksClient, today.lacksPerson]).toEqual([true, false]);
});

it("begins a training day at the chosen speed and answers its session", async () => {
  const fake = host([], { training_start: () => ({ session: "s9" }) as never });
  const today = new Today(fake, open);
  expect(await today.play(600)).toBe("s9");
  expect(fake.asks("training_start")).toEqual([{ speed: 600 }]);
});

it("says in one line what is not there, and that nothing waits only where nothing does", async () => {
  const people = { people: [{}, {}], rights: [] } as unknown as OpenVault;
  const none = async (lines: TodayLine[], answers = {}): Promise<string[]> => {
    const today = new Today(host(lines, { today_sessions: () => ({ ...sessions(), lines: [] }), ...answers }), people);
    expect(today.none).toEqual([]);
    await today.load();
    return today.none;
  };
  expect(await none([])).toEqual(["now", "today", "waiting", "recent"]);
  expect(await none([line("call", 0)])).toEqual(["now", "today", "recent"]);
  expect(await none([], { sign_waiting: () => [{}] })).toEqual(["now", "today", "recent"]);
  expect(await none([], { today_look: () => { throw failure("damaged"); } })).toEqual(["now", "recent"]);
  expect(await none([line("visit", null, { open: true })], { today_sessions: () => sessions() })).toEqual([]);
});

it("still shows the sessions and the day when what waits cannot be read", async () => {
  const today = new Today(host([], { today_look: () => { throw failure("damaged"); } }), open);
  await today.load();
  expect([today.looking.failure?.code, today.attempt.failure, today.headline]).toEqual(["damaged", null, "Tuesday 13 May"]);
  expect([today.running.length, today.recent.length]).toEqual([1, 1]);
});

describe("what waits", () => {
  it.each([
    ["today", line("visit", null, { open: true })],
    ["today", line("dosing", 0, { due: "2031-05-13" })],
    ["today", line("visit", 3, { due: "2031-05-16" })],
    ["today", line("visit", -2, { due: "2031-05-11" })],
    ["next", line("visit", 3, { due: "2031-05-20" })],
    ["next", line("dosing", null)],
    ["call", line("call", -1, { due: "2031-05-12" })],
    ["waiting", line("measure", 3)],
    ["waiting", line("finding", 9)],
    ["waiting", line("alliance", null)],
  ])("stands under %s (%#)", (section, one) => expect(sectionOf(one, "2031-05-13")).toBe(section));

  it("shows the first fifty of a section, and fifty more on demand", async () => {
    const today = new Today(host(Array.from({ length: 120 }, (_, i) => line("call", 0, { id: `d ${i}` }))), open);
    await today.load();
    expect([today.section("call").lines.length, today.section("call").more]).toEqual([50, 70]);
    today.more("call");
    expect([today.section("call").lines.at(-1)?.id, today.section("call").more, today.section("waiting").more]).toEqual(["d 99", 20, 0]);
    today.more("call");
    expect([today.section("call").lines.length, today.section("call").more]).toEqual([120, 0]);
  });

  it("says since when or until when, what is missing, and the line of the protocol", async () => {
    const lines = [
      line("visit", -1, { due: "2031-05-12" }), line("dosing", 0, { due: "2031-05-13", missing: 2 }), line("visit", 3, { due: "2031-05-20" }),
      line("call", 0, { id: "dosing-1 3", title: "Dosing session 1", due: "2031-05-13", before_of: "Mood", before: ["6", "5.5"] }),
      line("finding", 9, { due: "2031-05-22", line: null }), line("alliance", null), line("visit", null, { open: true }),
    ];
    const today = new Today(host(lines), open);
    await today.load();
    const said = lines.map((one) => {
      const { due, opens } = today.days(one);
      return `${waits(one)}: ${waitsFacts(one, due, opens)}`.replaceAll("\u2002", " ");
    });
    expect(said).toEqual([
      "T: overdue by 1 day, since Monday 12 May · line 7",
      "T: today is the last day · 2 missing at the gate · line 7",
      "T: in 3 days, from Friday 16 May to Tuesday 20 May · line 7",
      "Call on day 3 after Dosing session 1: due today · Mood, in earlier calls: 6, 5.5 · line 7",
      "T: lapses in 9 days, on Thursday 22 May",
      "Client's rating of T: not asked yet · line 7",
      "T: begun, not closed · line 7",
    ]);
  });

  it("names the year where it is another one", () => expect(dayWords("2032-01-02", "2031-12-30")).toBe("Friday 2 January 2032"));
});

describe("what is said in confidence", () => {
  it("waits with its readers by number alone, and is not asked for by an inspector", async () => {
    const answers = { confidence_waiting: () => ({ waiting: 2 }) };
    const today = new Today(host([], answers), open);
    await today.load();
    expect(today.confided).toBe(2);
    expect(confidence.waits(2)).toBe("2 concerns wait for you to read them");
    const looking = new Today(host([], answers), { ...open, inspection: {} } as OpenVault);
    await looking.load();
    expect(looking.confided).toBe(0);
  });
});

describe("reviews", () => {
  const one: ReviewWaits = { thread: "t1", side: "reviewer", code: "KELP-011", purpose: "Supervision", others: ["Maren Sol"], unseen: 6, undecided: true, to_close: 0, to_answer: 0, given_back: 0, taken_back: [], sessions: [], parts: [], unsent: 0 };

  it("are asked for only with the right to packets", async () => {
    const answers = { review_waiting: () => [one] };
    const without = new Today(host([], answers), open);
    await without.load();
    expect(without.reviews).toEqual([]);
    const today = new Today(host([], answers), { ...open, rights: ["packets"] } as OpenVault);
    await today.load();
    expect(today.reviews).toEqual([one]);
  });

  it("say what waits and with whom", () => {
    const words = (change: Partial<ReviewWaits>): string => reviewFacts({ ...one, ...change }).replace(/\s+/g, " ");
    expect(words({})).toBe("6 lines need your eyes · from Maren Sol");
    expect(words({ unseen: 0 })).toBe("waits for your decision · from Maren Sol");
    const back = { side: "author" as const, others: ["Ruth Alm"], unseen: 0, undecided: false, taken_back: ["Ruth Alm"] };
    expect(words({ ...back, sessions: [2], parts: ["First call"] })).toBe("Ruth Alm took back the acceptance of session 2, First call · read by Ruth Alm");
    expect(words(back)).toBe("Ruth Alm took back the acceptance · read by Ruth Alm");
    expect(words({ side: "author", others: ["Ruth Alm"], unseen: 0, undecided: false, to_answer: 1, given_back: 1, unsent: 2 })).toBe("1 query waits for an answer · given back · 2 lines are in no answer yet · read by Ruth Alm");
  });
});

it("tells where a running session stands, in times of the day", () => {
  const running = { dose1_wall_ms: Date.parse("2031-05-13T08:00:00Z"), next_wall_ms: Date.parse("2031-05-13T11:30:00Z"), due: false, zone_minutes: 120 };
  expect(runningFacts(running)).toEqual(["dose 1 at 10:00", "next check 13:30"]);
  expect(runningFacts({ ...running, dose1_wall_ms: null, due: true })).toEqual(["no dose yet", "the check of 13:30 is due"]);
  expect(runningFacts({ ...running, next_wall_ms: null })).toEqual(["dose 1 at 10:00"]);
  expect(runningFacts(null)).toEqual([]);
});

it("a serious event says so, with its grade", () => {
  const event = { grade: 3, serious: true, due: "2031-05-11" };
  expect(waitsFacts(line("adverse", null, event), "Sun 11 May 2031")).toContain("serious, grade 3; not over, since Sun 11 May 2031");
  expect(waitsFacts(line("adverse", null, { ...event, grade: 1, serious: false }), "x")).toContain("grade 1; not over, since x");
});
