// One packet by keyboard, on both sides: going through the list, queries, decisions, the answer.
import { cleanup, render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { FakeHost, failure, type Answers } from "../../host/fake";
import { testids as id } from "../../kit/testids";
import type { OpenVault } from "../../wire/app";
import type { ReviewDo } from "../../wire/review";
import { session } from "./preview/day";
import { Packet } from "./preview/packet";
import Probe from "./preview/Probe.svelte";
import { stripOf } from "./strip";
import { Desk } from "./thread.svelte";

let host: FakeHost;
const acts = (): ReviewDo[] => host.asks("review_act").map((one) => one.do);
const selected = (): string | undefined => screen.getAllByTestId(id.eye).find((one) => one.dataset["on"] === "true")?.dataset["key"];
async function enter(packet: Packet, answers: Answers = {}): Promise<ReturnType<typeof userEvent.setup>> {
  host = new FakeHost({ ...packet.answers(), app_choose: () => ({ path: "/stick" }), ...answers });
  render(Probe, { host, open: { backup: false, author: { id: "p-ruth" } } as OpenVault });
  const user = userEvent.setup();
  await user.click(await screen.findByTestId(id.reviewThread));
  await screen.findByTestId(id.strip);
  return user;
}
async function seen(user: ReturnType<typeof userEvent.setup>, times = 6): Promise<void> {
  for (let i = 0; i < times; i++) await user.keyboard("j");
  await vi.waitFor(() => expect(screen.getByTestId(id.thread).dataset["unseen"]).toBe("0"));
}
afterEach(cleanup);

describe("going through what needs eyes", () => {
  it("says seen once for each line that a reviewer moves on from, and for nothing else", async () => {
    const user = await enter(new Packet("reviewer"));
    expect(selected()).toBe("late/bp.3");
    await user.click(screen.getAllByTestId(id.eye)[2] as HTMLElement);
    await user.keyboard("k{ArrowRight}{ArrowLeft}");
    expect(acts()).toEqual([]);
    await user.click(screen.getAllByTestId(id.eye)[0] as HTMLElement);
    await user.keyboard("jj");
    await user.keyboard("kkjjjjjj{Enter}jj");
    await vi.waitFor(() => expect(screen.getByTestId(id.thread).dataset["unseen"]).toBe("0"));
    expect(acts().map((one) => one.kind === "seen" && one.eye)).toEqual(session().eyes.map((one) => one.key));
  });

  it("never says it for the author's side", async () => {
    const user = await enter(new Packet("author"));
    await user.keyboard("jjjjjjjj{Enter}");
    expect(selected()).toBe("gap/1");
    expect(acts()).toEqual([]);
  });

  it("keeps a line unseen and says so when it cannot be kept", async () => {
    const user = await enter(new Packet("reviewer"), { review_act: () => { throw failure("disk_full"); } });
    await user.keyboard("j");
    expect((await screen.findByTestId("failure")).textContent).toContain("The disk is full.");
    expect(screen.getAllByTestId(id.eye)[0]?.dataset["seen"]).toBe("false");
  });

  it("is gone along with the arrows too: another line is looked at while a box is open and keeps its words", async () => {
    const user = await enter(new Packet("reviewer"));
    await user.keyboard("u");
    const box = screen.getByTestId<HTMLTextAreaElement>(id.queryBox);
    await user.type(box, "Who decided?");
    const first = selected();
    screen.getAllByTestId(id.eye).find((one) => one.dataset["on"] === "true")?.focus();
    await user.keyboard("{ArrowDown}");
    expect(selected()).not.toBe(first);
    await vi.waitFor(() => expect((document.activeElement as HTMLElement).dataset["on"]).toBe("true"));
    await user.keyboard("{ArrowUp}");
    expect([selected(), screen.getByTestId<HTMLTextAreaElement>(id.queryBox).value, acts()]).toEqual([first, "Who decided?", []]);
  });

  it("writes the report on it for paper", async () => {
    const user = await enter(new Packet("reviewer"), { reports_print: () => ({ path: "/stick/KELP-014.pdf" }) });
    await user.click(screen.getByTestId(id.printOpen));
    await user.type(screen.getByTestId(id.printFolder), "/stick{Enter}");
    expect((await screen.findByTestId(id.printedPath)).textContent).toContain("/stick/KELP-014.pdf");
  });

  it("shows the crossed line with its reading, what is recorded about it, and what stands beside it", async () => {
    const user = await enter(new Packet("reviewer"));
    await user.keyboard("jj");
    const detail = screen.getByTestId(id.detail);
    expect(detail.textContent).toMatch(/T\+2:25.*12:50.*systolic 162, above 160.*162\/98.*Line 4 of the protocol.*Repeats satisfied 13:10.*Dr Lund is not recorded as told/);
    expect(within(screen.getByTestId(id.around)).getByText(/hands and legs shaking/)).toBeTruthy();
    expect(screen.getByTestId(id.stripText).textContent).toContain("T+2:25: 162/98, pulse 99");
  });

  it("goes on to the next session after the last line, and begins where nobody looked", async () => {
    const first = session("s1", 1);
    const user = await enter(new Packet("reviewer", [{ ...first, eyes: first.eyes.map((one) => ({ ...one, seen: true })) }, session("s2", 2)]));
    expect(screen.getByTestId(id.threadHead).querySelector("h1")?.textContent).toContain("dosing session 2");
    await user.click(screen.getAllByTestId(id.threadSession)[0] as HTMLElement);
    await user.keyboard("jjjjjj");
    expect(screen.getByTestId(id.threadHead).querySelector("h1")?.textContent).toContain("dosing session 2");
    expect(acts()).toEqual([]);
  });
});

describe("words", () => {
  it("asks at the entry that is looked at, keeps nothing by Esc, and needs words", async () => {
    const user = await enter(new Packet("reviewer"));
    const eye = session().eyes[2];
    await user.click(screen.getAllByTestId(id.eye)[2] as HTMLElement);
    await user.keyboard("u");
    await user.type(screen.getByTestId(id.queryBox), "jjy");
    await user.keyboard("{Escape}");
    expect(screen.queryByTestId(id.queryBox)).toBeNull();
    await user.keyboard("u");
    expect(screen.getByTestId(id.queryBox)).toHaveValue("");
    await user.click(screen.getByTestId(id.queryGo));
    expect(screen.getByText("Words are needed.")).toBeTruthy();
    expect(acts()).toEqual([]);
    await user.type(screen.getByTestId(id.queryBox), "Was Dr Lund told?");
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(await screen.findByTestId(id.query)).toHaveTextContent("Was Dr Lund told?");
    expect(acts()).toEqual([{ kind: "ask", on: { session: "s1", entry: eye?.entry }, text: "Was Dr Lund told?" }]);
    expect(screen.getAllByTestId(id.eye)[2]?.textContent).toContain("query");
  });

  it("means nothing by single keys while a box is open", async () => {
    const user = await enter(new Packet("reviewer"));
    await user.keyboard("b");
    screen.getByTestId(id.returnBox).blur();
    await user.keyboard("juy");
    expect(screen.getByTestId(id.returnBox)).toBeTruthy();
    expect(acts()).toEqual([]);
  });

  it("is answered by the author, and closed or opened again by who asked", async () => {
    const packet = new Packet("author");
    const entry = session().eyes[2]?.entry ?? 0;
    packet.asked("Was Dr Lund told?", entry);
    const user = await enter(packet);
    expect(screen.getByTestId(id.thread).dataset["at"]).toBe(String(entry));
    await user.keyboard("r");
    await user.type(screen.getByTestId(id.answerBox), "At 12:52.");
    await user.click(screen.getByTestId(id.answerGo));
    await vi.waitFor(() => expect(screen.getByTestId(id.query).dataset["state"]).toBe("answered"));
    expect(acts()).toMatchObject([{ kind: "answer", query: { by: "p-ruth", n: 0 }, text: "At 12:52." }]);
    cleanup();

    const other = new Packet("reviewer");
    other.asked("Was Dr Lund told?", entry, true);
    const reviewer = await enter(other);
    await reviewer.click(screen.getByTestId(id.queryRow));
    await reviewer.keyboard("o");
    await reviewer.type(screen.getByTestId(id.reopenBox), "By whom?");
    await reviewer.click(screen.getByTestId(id.reopenGo));
    await vi.waitFor(() => expect(screen.getByTestId(id.query).dataset["state"]).toBe("open"));
    expect(screen.queryByTestId(id.closeQuery)).toBeNull();
    await reviewer.keyboard("l");
    expect(screen.queryByTestId(id.closeBox)).toBeNull();
    expect(acts().map((one) => one.kind)).toEqual(["reopen"]);
    other.queries = other.queries.map((one) => ({ ...one, state: "answered" as const }));
    cleanup();
    const again = await enter(other);
    await again.click(screen.getByTestId(id.queryRow));
    // A key opens the question and commits nothing: not `x`, which is the veil elsewhere, and not Enter after it.
    await again.keyboard("xl{Enter}");
    expect(screen.getByTestId(id.closeBox).textContent).toContain("Was Dr Lund told?");
    expect(acts()).toEqual([]);
    await again.keyboard("{Escape}");
    expect(screen.queryByTestId(id.closeBox)).toBeNull();
    await again.keyboard("l{Tab}{Enter}");
    await vi.waitFor(() => expect(screen.getByTestId(id.query).dataset["state"]).toBe("closed"));
    expect(acts()).toEqual([{ kind: "close", query: { by: "p-ruth", n: 0 } }]);
  });

  it("keeps a private note, and a supervision with a day and minutes", async () => {
    const user = await enter(new Packet("reviewer"));
    await user.keyboard("n");
    await user.type(screen.getByTestId(id.noteBox), "ask in person");
    await user.click(screen.getByTestId(id.actWhole));
    await user.click(screen.getByTestId(id.noteGo));
    expect((await screen.findByTestId(id.note)).dataset["kind"]).toBe("private");
    await user.keyboard("h");
    await user.type(screen.getByTestId(id.superviseDay), "2026-02-30");
    await user.type(screen.getByTestId(id.superviseMinutes), "45");
    await user.type(screen.getByTestId(id.superviseTopics), "touch");
    await user.click(screen.getByTestId(id.superviseGo));
    expect(screen.getByText("A day like 2026-03-02.")).toBeTruthy();
    await user.clear(screen.getByTestId(id.superviseDay));
    await user.type(screen.getByTestId(id.superviseDay), "2026-03-02");
    await user.click(screen.getByTestId(id.superviseGo));
    await vi.waitFor(() => expect(acts()).toEqual([
      { kind: "note", on: { session: null, entry: null }, text: "ask in person" },
      { kind: "supervised", on: "2026-03-02", minutes: 45, topics: "touch" },
    ]));
  });
});

describe("deciding", () => {
  it("cannot accept before everything was seen and every query closed; then it asks once more", async () => {
    const packet = new Packet("reviewer");
    packet.asked("Was Dr Lund told?", 3, true);
    const user = await enter(packet);
    const accept = (): HTMLElement => screen.getByTestId(`${id.footKey}-y`);
    expect(accept()).toHaveTextContent("accept, after 6 more");
    expect(accept()).toBeDisabled();
    await user.keyboard("y");
    expect(screen.queryByTestId(id.acceptBox)).toBeNull();
    await seen(user);
    expect(accept()).toHaveTextContent("accept, after 1 query is closed");
    expect(accept()).toBeDisabled();
    await user.click(screen.getByTestId(id.queryRow));
    await user.click(screen.getByTestId(id.closeQuery));
    await user.click(screen.getByTestId(`${id.closeGo}-yes`));
    await vi.waitFor(() => expect(accept()).toBeEnabled());
    await user.keyboard("y");
    expect(screen.getByTestId(id.acceptBox).textContent).toContain("I have read what this packet holds");
    await user.keyboard("{Enter}");
    expect(acts().some((one) => one.kind === "accept")).toBe(false);
    await user.click(screen.getByTestId(`${id.acceptGo}-yes`));
    await vi.waitFor(() => expect(screen.getByTestId(id.decision).textContent).toContain("Accepted by Ruth Alm"));
    expect(acts().at(-1)).toEqual({ kind: "accept" });
  });

  it("signs after accepting, with a proof that is not kept", async () => {
    const packet = new Packet("reviewer");
    const user = await enter(packet);
    await user.keyboard("s");
    expect(screen.queryByTestId(id.signProof)).toBeNull();
    await seen(user);
    await user.keyboard("y");
    await user.click(screen.getByTestId(`${id.acceptGo}-yes`));
    await vi.waitFor(() => expect(screen.getByTestId(`${id.footKey}-s`)).toBeEnabled());
    await user.keyboard("s");
    await user.type(screen.getByTestId(id.signProof), "wrong{Enter}");
    await screen.findByTestId("failure");
    expect(screen.getByTestId(id.signProof)).toHaveValue("");
    await user.type(screen.getByTestId(id.signProof), "open sesame open sesame{Enter}");
    await screen.findByTestId(id.signed);
    expect(host.asks("review_sign").at(-1)).toEqual({ thread: "t1", session: "s1", part: null, proof: "open sesame open sesame" });
    expect(screen.queryByTestId(id.signOpen)).toBeNull();
  });

  it("gives back only with a reason, also while something is unseen", async () => {
    const user = await enter(new Packet("reviewer"));
    await user.keyboard("b");
    await user.click(screen.getByTestId(id.returnGo));
    expect(screen.getByText("A reason is needed.")).toBeTruthy();
    expect(acts()).toEqual([]);
    await user.type(screen.getByTestId(id.returnBox), "The amendment has no second reader.");
    await user.click(screen.getByTestId(id.returnGo));
    await vi.waitFor(() => expect(screen.getByTestId(id.decision).textContent).toContain("Given back by Ruth Alm"));
    expect(acts()).toEqual([{ kind: "return", reason: "The amendment has no second reader." }]);
    await user.click(screen.getByTestId(id.withdrawOpen));
    await user.type(screen.getByTestId(id.withdrawBox), "read too fast");
    await user.click(screen.getByTestId(id.withdrawGo));
    await vi.waitFor(() => expect(acts().at(-1)).toEqual({ kind: "withdraw", reason: "read too fast" }));
  });

  it("is not for the author's side", async () => {
    const user = await enter(new Packet("author"));
    for (const key of ["y", "b", "s", "u", "l", "o"]) expect(screen.queryByTestId(`${id.footKey}-${key}`)).toBeNull();
    await user.keyboard("ybsulo");
    expect(screen.queryByTestId(id.acceptBox)).toBeNull();
    expect(screen.queryByTestId(id.destroyOpen)).toBeNull();
    expect(acts()).toEqual([]);
  });
});

describe("the way back", () => {
  it("seals the answer into a folder, shows its path, and counts what is in no answer", async () => {
    const packet = new Packet("reviewer");
    packet.unsent = 3;
    const user = await enter(packet);
    expect(screen.getByTestId(id.decision).textContent).toContain("3 remarks are not sealed in an answer yet.");
    await user.click(screen.getByTestId(id.replyOpen));
    await user.click(screen.getByTestId(id.replyGo));
    expect(host.asks("packets_reply")).toEqual([]);
    await user.click(screen.getByTestId(`${id.replyFolder}-choose`));
    await user.click(screen.getByTestId(id.replyGo));
    expect((await screen.findByTestId(id.repliedPath)).textContent).toContain("/stick/KELP-011 answer.holdfast-packet");
    expect(host.asks("packets_reply")).toEqual([{ thread: "t1", folder: "/stick" }]);
    await vi.waitFor(() => expect(screen.queryByTestId(id.replyOpen)).toBeNull());
  });

  it("destroys only after it is asked once more, and leaves", async () => {
    const user = await enter(new Packet("reviewer"));
    await user.click(screen.getByTestId(id.destroyOpen));
    expect(host.asks("packets_destroy")).toEqual([]);
    await user.click(screen.getByTestId(`${id.destroy}-yes`));
    await screen.findByTestId(id.reviewThreads);
    expect(host.asks("packets_destroy")).toEqual([{ thread: "t1" }]);
  });
});

describe("the desk", () => {
  it("sends one act after the other, and never the same line twice", async () => {
    const packet = new Packet("reviewer");
    const slow: (() => void)[] = [];
    const fake = new FakeHost({ ...packet.answers(), review_act: ({ do: what }) => new Promise((done) => slow.push(() => done(packet.act(what)))) });
    const desk = new Desk(fake, "t1");
    await desk.load();
    desk.next();
    desk.previous();
    desk.next();
    desk.next();
    await vi.waitFor(() => expect(slow).toHaveLength(1));
    slow[0]?.();
    await vi.waitFor(() => expect(slow).toHaveLength(2));
    slow[1]?.();
    await vi.waitFor(() => expect(desk.unseen).toBe(4));
    expect(fake.asks("review_act").map((one) => one.do)).toMatchObject([{ eye: "late/bp.3" }, { eye: "put_off/9" }]);
  });
});

describe("the strip", () => {
  it("stops the pulse at a gap and where a check was put off, and keeps the worst reading in the picture", () => {
    const strip = stripOf(session(), 1000, 16);
    expect(strip.pulse.runs.length).toBeGreaterThanOrEqual(3);
    expect(Math.min(...strip.bars.map((bar) => bar.top))).toBeGreaterThanOrEqual(strip.top);
    expect(strip.bars.filter((bar) => bar.flagged)).toHaveLength(1);
    expect(strip.gaps).toHaveLength(1);
  });

  it("finds the entry that was touched, and none where nothing lies", () => {
    const read = session();
    const strip = stripOf(read, 1000, 16);
    const dose = strip.shapes.find((one) => one.lane === "dose");
    expect(strip.entryAt((dose?.x ?? 0) + 3, (dose?.y ?? 0) + 5)).toBe(dose?.entry);
    expect(strip.entryAt(strip.right - 2, (dose?.y ?? 0) + 5)).toBeNull();
  });
});

describe("the protocol's rating form", () => {
  it("keeps a step with the moment that somebody names, and none without one", async () => {
    const user = await enter(new Packet("reviewer"));
    const item = (name: string): HTMLElement => screen.getAllByTestId(id.adherenceItem).find((one) => one.dataset["item"] === name) as HTMLElement;
    const moment = Number(screen.getByTestId(id.thread).dataset["at"]);
    await user.keyboard("f");
    expect(within(item("setting")).getByTestId(id.adherenceBox)).toBeTruthy();
    await user.click(screen.getByTestId(id.adherenceGo));
    expect(screen.getByText("Pick one.")).toBeTruthy();
    expect(acts()).toEqual([]);
    await user.click(screen.getByTestId(`${id.adherenceStep}-2`));
    await user.click(screen.getByTestId(id.adherenceGo));
    expect(screen.getByTestId(id.adherenceShown)).toHaveTextContent("no moment yet");
    expect(acts()).toEqual([]);
    await user.click(screen.getByTestId(id.adherenceThis));
    await user.click(screen.getByTestId(id.adherenceGo));
    await vi.waitFor(() => expect(acts()).toEqual([{ kind: "rate", session: "s1", item: "setting", value: 2, entry: moment, text: "" }]));
    await vi.waitFor(() => expect(screen.getByTestId(id.adherence).dataset["rated"]).toBe("1"));
    expect(item("setting").textContent).toContain("as planned");
    // What the record does not show names no moment.
    await user.keyboard("f");
    expect(within(item("two-present")).getByTestId(id.adherenceBox)).toBeTruthy();
    await user.click(screen.getByTestId(`${id.adherenceStep}-none`));
    await user.click(screen.getByTestId(id.adherenceGo));
    await vi.waitFor(() => expect(acts().at(-1)).toEqual({ kind: "rate", session: "s1", item: "two-present", value: null, entry: null, text: "" }));
  });

  it("is read and not filled in by the author's side", async () => {
    const user = await enter(new Packet("author"));
    await user.keyboard("f");
    expect(screen.queryByTestId(id.adherenceBox)).toBeNull();
    expect(screen.queryByTestId(id.adherenceRate)).toBeNull();
    expect(screen.getByTestId(id.adherence).textContent).toContain("Two therapists in the room");
  });
});

describe("words that are not kept yet", () => {
  it("lie with the packet, come back where they were typed, and go when the box is left", async () => {
    const packet = new Packet("reviewer");
    const user = await enter(packet);
    await user.keyboard("j");
    const at = screen.getByTestId(id.thread).dataset["at"];
    await user.keyboard("u");
    await user.type(screen.getByTestId(id.queryBox), "Who was told?");
    await vi.waitFor(() => expect(host.asks("forms_keep")).toHaveLength(1));
    const kept = host.asks("forms_keep")[0];
    expect(kept).toMatchObject({ client: null, thread: "t1", place: "review box" });
    cleanup();
    await enter(packet, { forms_of: ({ thread }) => [{ client: null, thread: thread ?? "", place: "review box", text: kept?.text ?? "", caret: 0 }] });
    const box = await screen.findByTestId<HTMLTextAreaElement>(id.queryBox);
    expect(box.value).toBe("Who was told?");
    expect(screen.getByTestId(id.thread).dataset["at"]).toBe(at);
    await userEvent.setup().keyboard("{Escape}");
    expect(host.asks("forms_keep").at(-1)).toMatchObject({ thread: "t1", text: "" });
    expect(acts()).toEqual([]);
  });
});

describe("a box that is open", () => {
  const eye = (n: number): HTMLElement => screen.getAllByTestId(id.eye)[n] as HTMLElement;
  const at = (): string | undefined => screen.getByTestId(id.thread).dataset["at"];
  const forgotten = (): boolean => host.asks("forms_keep").some((one) => one.text === "");

  it("keeps what is typed wherever one looks meanwhile, and its words stand where it was opened", async () => {
    const eyes = session().eyes;
    const user = await enter(new Packet("reviewer", [session("s1", 1), session("s2", 2)]));
    await user.click(eye(2));
    await user.keyboard("u");
    await user.type(screen.getByTestId(id.queryBox), "Was Dr Lund told?");
    await user.click(eye(4));
    expect(at()).toBe(String(eyes[4]?.entry));
    await user.click(screen.getByTestId(`${id.footKey}-j`));
    await user.click(screen.getByTestId(`${id.footKey}-\u2190`));
    await user.click(screen.getAllByTestId(id.threadSession)[1] as HTMLElement);
    expect(screen.getByTestId(id.queryBox)).toHaveValue("Was Dr Lund told?");
    expect(screen.getByTestId(id.queryBox).closest("form")?.textContent).toContain("It stands at T+2:25, 12:50.");
    // Nothing that opens another box is on offer meanwhile.
    for (const key of ["c", "n", "h", "f", "b", "u"]) expect(screen.getByTestId(`${id.footKey}-${key}`)).toBeDisabled();
    expect(screen.getByTestId(id.destroyOpen)).toBeDisabled();
    await user.click(screen.getByTestId(id.queryGo));
    await vi.waitFor(() => expect(acts().at(-1)).toEqual({ kind: "ask", on: { session: "s1", entry: eyes[2]?.entry }, text: "Was Dr Lund told?" }));
    expect(host.asks("forms_keep").map((one) => one.text).filter((text) => text === "")).toHaveLength(1);
    await vi.waitFor(() => expect(screen.getByTestId(`${id.footKey}-c`)).toBeEnabled());
  });

  it("takes the moment that one goes to for a step of the rating form, in the session that is rated", async () => {
    const eyes = session().eyes;
    const user = await enter(new Packet("reviewer", [session("s1", 1), session("s2", 2)]));
    await user.keyboard("f");
    await user.click(eye(3));
    await user.click(screen.getByTestId(`${id.adherenceStep}-2`));
    await user.type(within(screen.getByTestId(id.adherenceBox)).getByRole("textbox"), "seen twice");
    await user.click(eye(2));
    expect(screen.getAllByTestId(id.threadSession)[1]).toBeDisabled();
    expect(screen.getAllByTestId(id.adherenceRate)[0]).toBeDisabled();
    expect(forgotten()).toBe(false);
    await user.click(screen.getByTestId(id.adherenceGo));
    await vi.waitFor(() => expect(acts().at(-1)).toEqual({ kind: "rate", session: "s1", item: "setting", value: 2, entry: eyes[2]?.entry, text: "seen twice" }));
    expect(screen.getAllByTestId(id.threadSession)[1]).toBeEnabled();
  });

  it("is not taken away by the answer to what another one kept", async () => {
    const packet = new Packet("reviewer");
    let answer = (): void => undefined;
    const fake = new FakeHost({ ...packet.answers(), review_act: ({ do: what }) => new Promise((done) => (answer = () => done(packet.act(what)))) });
    const desk = new Desk(fake, "t1");
    await desk.load();
    desk.start("comment");
    desk.text = "first";
    const keeping = desk.keep();
    desk.leave();
    desk.start("note");
    desk.text = "second";
    await vi.waitFor(() => expect(fake.asks("review_act")).toHaveLength(1));
    answer();
    await keeping;
    expect([desk.box, desk.text]).toEqual(["note", "second"]);
  });

  it("forgets words that were taken out again", async () => {
    const user = await enter(new Packet("reviewer"));
    await user.keyboard("c");
    await user.type(screen.getByTestId(id.commentBox), "no");
    await vi.waitFor(() => expect(host.asks("forms_keep").at(-1)?.text).toContain("no"));
    await user.clear(screen.getByTestId(id.commentBox));
    await user.click(screen.getByTestId(id.threadBack));
    await vi.waitFor(() => expect(host.asks("forms_keep").at(-1)?.text).toBe(""));
  });

  it("says that words are here again only where they are", async () => {
    const text = JSON.stringify({ box: "answer", session: "s1", eye: "", entry: 3, query: { by: "p-gone", n: 9 }, text: "At 12:52." });
    const user = await enter(new Packet("reviewer"), { forms_of: () => [{ client: null, thread: "t1", place: "review box", text, caret: 0 }] });
    await user.keyboard("c");
    expect(screen.getByTestId(id.commentBox)).toHaveValue("");
    expect(screen.getByTestId(id.commentBox).closest("form")?.textContent).not.toContain("typed before");
  });

  it("keeps no proof after Esc or Leave, and stands alone", async () => {
    const packet = new Packet("reviewer");
    const user = await enter(packet);
    await seen(user);
    await user.keyboard("y");
    await user.click(screen.getByTestId(`${id.acceptGo}-yes`));
    await vi.waitFor(() => expect(screen.getByTestId(`${id.footKey}-s`)).toBeEnabled());
    await user.keyboard("c");
    await user.click(screen.getByTestId(id.signOpen));
    expect(screen.queryByTestId(id.commentBox)).toBeNull();
    await user.type(screen.getByTestId(id.signProof), "wrong{Enter}");
    await screen.findByTestId("failure");
    await user.type(screen.getByTestId(id.signProof), "half a pass{Escape}");
    expect(screen.queryByTestId(id.signProof)).toBeNull();
    await user.click(screen.getByTestId(id.signOpen));
    expect(screen.getByTestId(id.signProof)).toHaveValue("");
    expect(screen.queryByTestId("failure")).toBeNull();
  });

  it("gives the caret back to what opened it, to the line that is looked at, or to its heading", async () => {
    const user = await enter(new Packet("reviewer"));
    await user.click(eye(2));
    await user.keyboard("c{Escape}");
    await vi.waitFor(() => expect(document.activeElement).toBe(eye(2)));
    await user.click(screen.getByTestId(`${id.footKey}-n`));
    await user.keyboard("ask in person{Control>}{Enter}{/Control}");
    await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByTestId(`${id.footKey}-n`)));
    await user.click(screen.getByTestId(id.destroyOpen));
    await user.keyboard("{Escape}");
    await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByTestId(id.destroyOpen)));
    await user.click(eye(0));
    await seen(user);
    await user.keyboard("y");
    await user.click(screen.getByTestId(`${id.acceptGo}-yes`));
    await vi.waitFor(() => expect(screen.getByTestId(`${id.footKey}-s`)).toBeEnabled());
    expect(document.activeElement).not.toBe(document.body);
    await user.click(screen.getByTestId(id.signOpen));
    await user.type(screen.getByTestId(id.signProof), "open sesame open sesame{Enter}");
    await screen.findByTestId(id.signed);
    await vi.waitFor(() => expect(document.activeElement?.textContent).toBe("Signatures"));
  });
});
