// The list of packets: opening one, sealing sessions, whose keys are whose.
import { cleanup, render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { FakeHost, failure, listing, type Answers } from "../../host/fake";
import { testids as id } from "../../kit/testids";
import type { OpenVault } from "../../wire/app";
import type { Client } from "../../wire/clients";
import { contact, Packet } from "./preview/packet";
import type { TrendLine } from "../../wire/review";
import type { PieceView } from "../../wire/packets";
import { Sealing } from "./sealing.svelte";
import Probe from "./preview/Probe.svelte";
import { plotOf } from "./trends";

const line = (session: string, number: number, ended: number | null) => ({ id: session, client: "c1", number, protocol: "stillwater v3", opened_wall_ms: 0, zone_minutes: 60, ended_wall_ms: ended });
const clients: Client[] = [
  { id: "c1", code: "KELP-011", archived: null, sessions: [line("s3", 3, null), line("s2", 2, 9), line("s1", 1, 5)] },
  { id: "c2", code: "KELP-012", archived: null, sessions: [] },
];

let host: FakeHost;
let page: ReturnType<typeof render>;
const open = (id: string): OpenVault => ({ backup: false, author: { id } }) as OpenVault;
function enter(answers: Answers = {}): ReturnType<typeof userEvent.setup> {
  host = new FakeHost({ ...new Packet("reviewer").answers(), clients_list: listing(clients), app_choose: () => ({ path: null }), ...answers });
  page = render(Probe, { host, open: open("p-ruth") });
  return userEvent.setup();
}
afterEach(cleanup);

describe("opening a packet", () => {
  it("shows the six words of somebody unknown, and opens only when they are the same", async () => {
    const user = enter();
    await user.click(await screen.findByTestId(id.reviewOpenGo));
    await user.keyboard("/stick/a.holdfast-packet{Enter}");
    const stopped = await screen.findByTestId(id.reviewStopped);
    expect(stopped.textContent).toContain("Maren Sol");
    expect([...stopped.querySelectorAll("li")].map((one) => one.textContent)).toEqual(["amber", "plough", "cradle", "socket", "river", "finch"]);
    expect(host.asks("packets_open")).toEqual([{ path: "/stick/a.holdfast-packet", trust: false }]);
    await user.click(screen.getByTestId(id.reviewTrust));
    await screen.findByTestId(id.thread);
    expect(host.asks("packets_open")[1]).toEqual({ path: "/stick/a.holdfast-packet", trust: true });
    expect(host.asks("review_look")).toEqual([{ thread: "t1" }]);
  });

  it("leaves somebody unknown without a trace", async () => {
    const user = enter();
    await user.click(await screen.findByTestId(id.reviewOpenGo));
    await user.keyboard("/stick/a.holdfast-packet{Enter}");
    await user.click(await screen.findByTestId(id.reviewLeave));
    expect(screen.queryByTestId(id.reviewStopped)).toBeNull();
    expect(host.asks("packets_open")).toHaveLength(1);
    await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByTestId(id.reviewOpenGo)));
  });

  it("has no way on when the keys of somebody known are others", async () => {
    const user = enter();
    await user.click(await screen.findByTestId(id.reviewOpenGo));
    await user.keyboard("/stick/changed.holdfast-packet{Enter}");
    const stopped = await screen.findByTestId(id.reviewStopped);
    expect(stopped.textContent).toContain("Stop: the keys of Maren Sol");
    expect(screen.queryByTestId(id.reviewTrust)).toBeNull();
    expect(stopped.querySelectorAll("button")).toHaveLength(1);
  });

  it("asks nothing without a file, takes a chosen one, and says why one was refused", async () => {
    const user = enter({ packets_open: () => { throw failure("packet_damaged"); }, app_choose: () => ({ path: "/stick/b.holdfast-packet" }) });
    await user.click(await screen.findByTestId(id.reviewOpenGo));
    await user.keyboard("{Enter}");
    expect(screen.getByText("Choose or type a file.")).toBeTruthy();
    expect(host.asks("packets_open")).toEqual([]);
    await user.click(screen.getByTestId(`${id.reviewOpenPath}-choose`));
    expect((await screen.findByTestId("failure")).textContent).toContain("cut or changed on the way");
    expect(host.asks("app_choose")[0]).toMatchObject({ what: "file", endings: ["holdfast-packet"] });
    expect(host.asks("packets_open")).toEqual([{ path: "/stick/b.holdfast-packet", trust: false }]);
  });
});

describe("sealing sessions", () => {
  async function filled(user: ReturnType<typeof userEvent.setup>): Promise<void> {
    await user.click(await screen.findByTestId(id.reviewSealGo));
    await user.type(await screen.findByTestId(id.sealClient), "011{Enter}");
    await user.click(screen.getByTestId(`${id.sealSession}-s1`));
    await user.click(screen.getByTestId(`${id.sealTo}-p-ruth`));
    await user.type(screen.getByTestId(id.sealPurpose), "Supervision in November");
  }

  it("shows line by line what leaves, and only then seals the same", async () => {
    const user = enter();
    await filled(user);
    expect(screen.queryByTestId(id.sealGo)).toBeNull();
    await user.click(screen.getByTestId(id.sealLook));
    const choice = { client: "c1", sessions: ["s1"], course: [], to: ["p-ruth"], purpose: "Supervision in November", redaction: "coded", process_notes: [], days: null };
    expect((await screen.findByTestId(id.sealLeaves)).textContent).toContain("412 entries, 64 notes in words, 1 signature");
    expect(screen.getByTestId(id.sealStays).textContent).toContain("19 process notes, withheld");
    expect(host.asks("packets_look")).toEqual([choice]);
    await user.click(screen.getByTestId(id.sealGo));
    expect(screen.getByText("Choose or type a folder.")).toBeTruthy();
    expect(host.asks("packets_seal")).toEqual([]);
    await user.type(screen.getByTestId(id.sealFolder), "/stick{Enter}");
    const made = await screen.findByTestId(id.sealedPath);
    expect(made.textContent).toContain("/stick/KELP-011 2026-11-16.holdfast-packet");
    expect(document.activeElement).toBe(made.parentElement);
    expect(host.asks("packets_seal")).toEqual([{ choice, by: "p-maren", folder: "/stick" }]);
    await vi.waitFor(() => expect(host.asks("packets_list")).toHaveLength(2));
  });

  it("waits with its client until it is sealed", async () => {
    let text = "";
    const typed = { forms_keep: (form: { text: string }) => void (text = form.text), forms_of: () => (text === "" ? [] : [{ client: "c1", place: "sealing", text, caret: 0 }]) };
    const user = enter(typed);
    await filled(user);
    await user.keyboard("{Escape}");
    await vi.waitFor(() => expect(text).toContain("Supervision in November"));
    expect(host.asks("forms_keep").at(-1)).toMatchObject({ client: "c1", place: "sealing" });
    await user.click(screen.getByTestId(id.reviewSealGo));
    await user.type(await screen.findByTestId(id.sealClient), "011{Enter}");
    await vi.waitFor(() => expect(screen.getByTestId(id.sealPurpose)).toHaveValue("Supervision in November"));
    expect(screen.getByTestId(`${id.sealSession}-s1`)).toBeChecked();
    expect(screen.getByTestId(`${id.sealTo}-p-ruth`)).toBeChecked();
  });

  it("forgets what was looked at when anything is changed, and lets process notes go only by a tick", async () => {
    const user = enter();
    await filled(user);
    await user.click(screen.getByTestId(id.sealLook));
    await screen.findByTestId(id.sealLeaves);
    await user.click(screen.getByTestId(`${id.sealProcess}-p-ruth`));
    expect(screen.queryByTestId(id.sealLeaves)).toBeNull();
    expect(screen.queryByTestId(id.sealGo)).toBeNull();
    await user.click(screen.getByTestId(id.sealLook));
    expect((await screen.findByTestId(id.sealLeaves)).textContent).toContain("19 process notes of your own, for ");
    expect(host.asks("packets_look")[1]).toMatchObject({ process_notes: ["p-ruth"] });
    await user.click(screen.getByTestId(id.sealWithoutWords));
    await user.type(screen.getByTestId(id.sealDays), "30");
    await user.click(screen.getByTestId(id.sealLook));
    expect((await screen.findByTestId(id.sealLeaves)).textContent).toContain("stay readable even without words");
    expect(host.asks("packets_look")[2]).toMatchObject({ process_notes: [], redaction: "without_words", days: 30 });
  });

  it("leaves nothing of it to the next pen: neither choice, preview nor passphrase", async () => {
    const user = enter({ contacts_list: () => ({ name: "Maren Sol", words: "a b c d e f", contacts: [contact()], role: null, asks: "passphrase" as const }) });
    await user.type(await screen.findByTestId(id.ownKeysTyped), "mine alone");
    await filled(user);
    await user.click(screen.getByTestId(id.sealLook));
    await screen.findByTestId(id.sealGo);
    await page.rerender({ open: open("p-jon") });
    expect(screen.queryByTestId(id.sealGo)).toBeNull();
    expect(screen.queryByTestId(id.sealForm)).toBeNull();
    expect(await screen.findByTestId(id.ownKeysTyped)).toHaveValue("");
    await user.click(screen.getByTestId(id.reviewContactsGo));
    await screen.findByTestId(id.contactOwnWords);
    await page.rerender({ open: open("p-ruth") });
    expect(screen.queryByTestId(id.contactOwnWords)).toBeNull();
  });

  it("offers the parts of whoever was picked last, however late those of the one before come", async () => {
    const part = (title: string) => [{ part: title, title, on: "2026-11-16", kind: "visit" }] as unknown as PieceView[];
    const answers = new Map<string, () => void>();
    const user = enter({ packets_parts: ({ client }) => new Promise((done) => answers.set(client, () => { done(part(client)); })) });
    await user.click(await screen.findByTestId(id.reviewSealGo));
    const sealing = new Sealing(host);
    await sealing.load();
    const [first, second] = [sealing.all[0] ?? null, sealing.all[1] ?? null];
    sealing.pick(first);
    sealing.pick(null);
    sealing.pick(second);
    await expect.poll(() => [...answers.keys()]).toEqual(["c1", "c2"]);
    answers.get("c2")?.();
    await expect.poll(() => sealing.parts.map((one) => one.part)).toEqual(["c2"]);
    answers.get("c1")?.();
    await new Promise((done) => setTimeout(done, 0));
    expect(sealing.parts.map((one) => one.part)).toEqual(["c2"]);
  });

  it("offers only sessions that ended and people who are not revoked, and says what is missing", async () => {
    const user = enter();
    await user.click(await screen.findByTestId(id.reviewSealGo));
    await user.type(await screen.findByTestId(id.sealClient), "011{Enter}");
    expect(screen.queryByTestId(`${id.sealSession}-s3`)).toBeNull();
    expect(screen.queryByTestId(`${id.sealTo}-p-old`)).toBeNull();
    expect(screen.getByTestId(`${id.sealTo}-p-jon`).closest("label")?.textContent).toContain("words not compared");
    await user.click(screen.getByTestId(id.sealLook));
    expect(screen.getByText("Say what it is for.")).toBeTruthy();
    expect(host.asks("packets_look")).toEqual([]);
  });

  it("says what to do first when nobody is known, and leads there", async () => {
    const user = enter({ contacts_list: () => ({ name: "Maren Sol", words: "a b c d e f", contacts: [contact({ revoked: true })], role: null, asks: "nothing" as const }) });
    await user.click(await screen.findByTestId(id.reviewSealGo));
    await user.click(await screen.findByTestId(id.sealContacts));
    expect((await screen.findByTestId(id.contactOwnWords)).querySelectorAll("li")).toHaveLength(6);
  });
});

describe("contacts", () => {
  it("shows one's own words once one's own keys were opened, in a panel that stood open before", async () => {
    const book = (asks: "passphrase" | "nothing", words: string) => ({ name: "Maren Sol", words, contacts: [contact()], role: null, asks });
    let keys = false;
    const user = enter({ contacts_list: () => (keys ? book("nothing", "a b c d e f") : book("passphrase", "")), packets_keys: () => ((keys = true), book("nothing", "a b c d e f")) });
    await user.click(await screen.findByTestId(id.reviewContactsGo));
    await screen.findByTestId(id.contactOwnWords);
    await user.type(screen.getByTestId(id.ownKeysTyped), "mine alone{Enter}");
    await vi.waitFor(() => expect(screen.getByTestId(id.contactOwnWords).querySelectorAll("li")).toHaveLength(6));
    expect(screen.queryByTestId(id.ownKeys)).toBeNull();
  });

  it("writes one's own card, takes one in, and takes other keys only after their words were shown", async () => {
    const user = enter();
    await user.click(await screen.findByTestId(id.reviewContactsGo));
    await user.type(await screen.findByTestId(id.contactCardFolder), "/stick{Enter}");
    expect((await screen.findByTestId(id.contactCardPath)).textContent).toContain("/stick/Maren Sol.holdfast-card");
    expect(screen.queryByTestId(id.contactInstead)).toBeNull();
    await user.type(screen.getByTestId(id.contactTakePath), "/stick/changed.holdfast-card{Enter}");
    expect(document.body.textContent).toContain("thistle");
    await user.click(await screen.findByTestId(id.contactInstead));
    // Taking them said that the words were compared: nothing more is asked for.
    expect((await screen.findByTestId(id.contactTaken)).textContent).not.toContain("Compare the six words");
    expect(host.asks("contacts_take_card").map((one) => one.instead)).toEqual([false, true]);
  });

  it("revokes only after it is asked once more", async () => {
    const user = enter();
    await user.click(await screen.findByTestId(id.reviewContactsGo));
    await user.click((await screen.findAllByTestId(id.contactRevoke))[0] as HTMLElement);
    expect(host.asks("contacts_change")).toEqual([]);
    await user.click(screen.getByTestId(`${id.contactRevoke}-yes`));
    await vi.waitFor(() => expect(host.asks("contacts_change")).toEqual([{ person: "p-ruth", change: "revoked" }]));
  });
});

it("says in which role one reviews, on one’s own card and of somebody else", async () => {
  const user = enter();
  await user.click(await screen.findByTestId(id.reviewContactsGo));
  await user.selectOptions(await screen.findByTestId(id.contactCardRole), "Medical monitor");
  await user.type(screen.getByTestId(id.contactCardFolder), "/stick{Enter}");
  await vi.waitFor(() => expect(host.asks("contacts_give_card")).toEqual([{ folder: "/stick", role: "medical_monitor" }]));
  await user.click(screen.getAllByTestId(id.contactRole)[1] as HTMLElement);
  const roles = screen.getByLabelText("Jon Vik reviews as");
  expect(roles).toBe(screen.getByTestId(id.contactRoles));
  expect(document.activeElement).toBe(roles);
  expect(within(screen.getByTestId(id.contactList)).queryByRole("radio"), "one line, not four").toBeNull();
  await user.selectOptions(roles, "Supervisor");
  // Nothing is kept by moving along the list.
  expect(host.asks("contacts_change")).toEqual([]);
  await user.click(screen.getByTestId(id.contactRoleKeep));
  await vi.waitFor(() => expect(host.asks("contacts_change")).toEqual([{ person: "p-jon", change: "role", role: "supervisor" }]));
  await vi.waitFor(() => expect(screen.queryByTestId(id.contactRoles)).toBeNull());
});

it("keeps the role that was picked where it could not be kept, and says so beside it", async () => {
  let full = true;
  const user = enter({ contacts_change: () => { if (full) throw failure("disk_full"); return { ...contact(), person: "p-ruth", role: "peer" as const }; } });
  await user.click(await screen.findByTestId(id.reviewContactsGo));
  await user.click((await screen.findAllByTestId(id.contactRole))[0] as HTMLElement);
  await user.selectOptions(screen.getByTestId(id.contactRoles), "Peer reviewer");
  await user.click(screen.getByTestId(id.contactRoleKeep));
  const said = await screen.findByTestId("failure");
  expect(screen.getByTestId(id.contactRoles)).toHaveValue("peer");
  expect(screen.getByTestId(id.contactRoles).closest("form")).toContainElement(said);
  full = false;
  await user.click(screen.getByTestId(id.contactRoleKeep));
  await vi.waitFor(() => expect(screen.queryByTestId(id.contactRoles)).toBeNull());
  expect(screen.queryByTestId("failure")).toBeNull();
});

it("moves no button when it hears whose keys are at work, and shows that and the list at once", async () => {
  let asks = (): void => undefined;
  const answer = { name: "Maren Sol", words: "a b c d e f", contacts: [contact()], role: null, asks: "passphrase" as const };
  enter({ contacts_list: () => new Promise((done) => (asks = () => { done(answer); })) });
  const button = await screen.findByTestId(id.reviewOpenGo);
  await vi.waitFor(() => expect(host.asks("contacts_list")).toHaveLength(1));
  expect(host.asks("packets_list"), "both are asked for at once").toHaveLength(1);
  await new Promise((done) => setTimeout(done, 0));
  expect(screen.queryByTestId(id.reviewThreads)).toBeNull();
  asks();
  const keys = await screen.findByTestId(id.ownKeys);
  expect(screen.getByTestId(id.reviewThreads)).toBeInTheDocument();
  expect(button.compareDocumentPosition(keys) & Node.DOCUMENT_POSITION_FOLLOWING, "below the buttons").toBeTruthy();
});

it("lists every packet with what waits in it, and says when there is none", async () => {
  const packet = new Packet("reviewer");
  packet.asked("Who was told?", 30);
  packet.unsent = 2;
  enter(packet.answers());
  const row = await screen.findByTestId(id.reviewThread);
  expect(row.dataset["thread"]).toBe("t1");
  expect(row.textContent).toMatch(/KELP-011.*no decision recorded.*1 query open.*2 remarks are not sealed in an answer yet.*from Maren Sol/);
  cleanup();
  enter({ packets_list: () => [] });
  expect(await screen.findByText("No packet was sealed here, and none was opened.")).toBeTruthy();
});

describe("pairs across sessions", () => {
  it("shows each count as a bar and in a table, oldest first", async () => {
    const user = enter();
    await user.click(await screen.findByTestId(id.reviewTrendsGo));
    const pair = await screen.findByTestId(id.trendPair);
    expect(pair.textContent).toContain("Maren Sol, Aksel Kim");
    expect(screen.getAllByTestId(id.trendPlot)).toHaveLength(7);
    const rows = [...screen.getByTestId(id.trendTable).querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent));
    expect(rows[0]).toEqual(["1", "KELP-011, 1", "16 Nov 2026", "8 h 15 min", "2", "1", "1", "0", "3"]);
    expect(rows[1]?.[4]).toBe("0");
    await user.keyboard("{Escape}");
    expect(screen.queryByTestId(id.trendPair)).toBeNull();
  });

  it("draws the latest sessions, each bar against the highest", () => {
    const line = (n: number, put_off: number): TrendLine => ({
      thread: "t1", session: `s${n}`, code: "KELP-011", number: n, wall_ms: n, zone_minutes: 0, length_ms: 0, put_off, put_off_again: 0, late: 0, missed: 0, entered_late: 0, touches: 0, touch_ms: 0, touch_outside: 0, alone_ms: 0, gaps_ms: 0,
    });
    const { bars, floor } = plotOf(Array.from({ length: 14 }, (_, i) => line(i, i)), (one) => one.put_off, (one) => String(one.put_off), 12);
    expect(bars.map((bar) => bar.text)).toEqual(["2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13"]);
    expect(bars[0]?.label).toBe("3");
    expect(Math.max(...bars.map((bar) => bar.height))).toBe(bars.at(-1)?.height);
    expect(plotOf([line(1, 0)], (one) => one.put_off, () => "0", 12).bars[0]).toMatchObject({ height: 0, y: expect.closeTo(floor) as number });
  });
});
