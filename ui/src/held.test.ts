// What is shown once, runs, or lies nowhere else is not lost by going elsewhere: the whole office with the fake host.
import { cleanup, render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import AppView from "./App.svelte";
import { failure, type Answers, type FakeHost } from "./host/fake";
import { testids as id } from "./kit/testids";
import { previewHost, vault } from "./preview.data";

vi.mock("./rooms/session/SessionScreen.svelte", () => ({ default: () => undefined }));

let host: FakeHost;
async function enter(answers: Answers = {}): Promise<ReturnType<typeof userEvent.setup>> {
  host = previewHost("office");
  Object.assign(host.answers, { confidence_look: () => ({ ...confided, readers: [] }) }, answers);
  render(AppView, { host });
  await screen.findByTestId(id.today);
  const user = userEvent.setup();
  await user.keyboard("6");
  await screen.findByTestId(id.vaultPeople);
  return user;
}
/** Something that is asked for and answered when the test says so. */
function later<T>(answer: T): { ask: () => Promise<T>; now: () => void } {
  let now = (): void => undefined;
  const asked = new Promise<T>((done) => (now = () => done(answer)));
  return { ask: () => asked, now: () => now() };
}
const reader = { person: "p9", name: "Ruth Lund", here: false, words: "amber plough cradle socket river finch", reachable: true };
const confided = { readers: [reader], may_name: false, candidates: [], concerns: [] };

afterEach(cleanup);

/** Neither a key nor a click leads away, and it is said why; Change person does nothing either. */
async function stays(user: ReturnType<typeof userEvent.setup>, what: string): Promise<void> {
  await user.keyboard("{Escape}1a");
  expect(screen.getByTestId(what)).toBeInTheDocument();
  await user.click(screen.getByTestId(id.navToday));
  await user.click(screen.getByTestId(id.takePen));
  expect(screen.getByTestId(what)).toBeInTheDocument();
  expect(screen.queryByTestId(id.takePenPin)).toBeNull();
  expect(await screen.findByTestId(id.held)).toHaveTextContent("waits until");
}
async function goes(user: ReturnType<typeof userEvent.setup>): Promise<void> {
  expect(screen.queryByTestId(id.held)).toBeNull();
  await user.click(screen.getByTestId(id.navToday));
  expect(await screen.findByTestId(id.today)).toBeInTheDocument();
}

describe("a code that is shown once", () => {
  it("of an inspector stays until it is written down, also where Esc is pressed while it is made", async () => {
    const made = later({ open: vault(), groups: ["7F3A9", "0C2M1"] });
    const user = await enter({ people_inspector: made.ask });
    await user.click(screen.getByTestId(id.inspectorOpen));
    await user.type(screen.getByTestId(id.inspectorName), "Ida Moe");
    await user.type(screen.getByTestId(id.inspectorInitials), "IM");
    await user.type(screen.getByTestId(id.inspectorReason), "yearly");
    await user.type(screen.getByTestId(id.inspectorUntil), "2031-01-01{Enter}");
    await stays(user, id.inspector);
    made.now();
    expect(await screen.findByTestId(id.inspectorCode)).toHaveFocus();
    await stays(user, id.inspectorCode);
    expect(screen.getByTestId(id.inspectorCode)).toHaveTextContent("7F3A9");
    await user.click(screen.getByTestId(id.inspectorDone));
    expect(screen.queryByTestId(id.inspectorCode)).toBeNull();
    await goes(user);
  });

  it("for an envelope stays", async () => {
    const user = await enter({ vault_glass: () => ({ open: vault(), groups: ["7F3A9"] }) });
    await user.click(screen.getByTestId(id.glassOpen));
    await user.type(screen.getByTestId(id.inspectorReason), "the safe{Enter}");
    expect(await screen.findByTestId(id.inspectorCode)).toHaveFocus();
    await stays(user, id.inspectorCode);
    await user.click(screen.getByTestId(id.inspectorDone));
    await goes(user);
  });

  it("on the slip of what was said in confidence stays", async () => {
    const made = later({ slip: "AAAAA-BBBBB" });
    const user = await enter({ confidence_look: () => confided, confidence_write: made.ask });
    await user.click(await screen.findByTestId(id.confidenceWrite));
    await user.type(screen.getByTestId(id.confidenceText), "what happened on Tuesday");
    await user.click(screen.getByTestId(id.confidenceKeep));
    await stays(user, id.confidencePanel);
    made.now();
    await screen.findByTestId(id.confidenceSlipText);
    await stays(user, id.confidenceSlipText);
    await user.click(screen.getByTestId(id.confidenceSlipDone));
    expect(screen.queryByTestId(id.confidenceSlipText)).toBeNull();
    await goes(user);
  });

  it("of a person's new key stays, and whoever asked for the pen before it was made does not get it", async () => {
    const made = later({ open: vault(), recovery_groups: ["7F3A9", "0C2M1"] });
    const user = await enter({ people_enrol: made.ask });
    await user.click(screen.getByTestId(id.takePen));
    await user.click((await screen.findAllByTestId(id.enrolGo))[0] as HTMLElement);
    await user.type(screen.getByTestId(id.enrolPin), "1234");
    for (const field of [id.enrolPassphrase, id.enrolAgain]) await user.type(screen.getByTestId(field), "a lantern of their own");
    await user.keyboard("{Enter}");
    made.now();
    await screen.findByTestId(id.enrolCode);
    await user.type(screen.getByTestId(id.takePenPin), "1234{Enter}");
    expect(host.asks("people_take_pen")).toEqual([]);
    expect(screen.getByTestId(id.enrolCode)).toHaveTextContent("7F3A9");
    expect(screen.getByTestId(id.held)).toBeInTheDocument();
  });

  it("waits for no packet that is double-clicked meanwhile: that one is offered afterwards", async () => {
    const user = await enter({ vault_glass: () => ({ open: vault(), groups: ["7F3A9"] }), packets_offered: () => ({ path: "/stick/a.holdfast-packet" }) });
    await user.click(screen.getByTestId(id.glassOpen));
    await user.type(screen.getByTestId(id.inspectorReason), "the safe{Enter}");
    await screen.findByTestId(id.inspectorCode);
    const before = host.asks("packets_offered").length;
    host.tell("packet_offered", undefined);
    await new Promise((done) => setTimeout(done, 0));
    expect(host.asks("packets_offered")).toHaveLength(before);
    expect(screen.getByTestId(id.inspectorCode)).toBeInTheDocument();
    await user.click(screen.getByTestId(id.inspectorDone));
    expect(await screen.findByTestId(id.reviewOpenPath)).toHaveValue("/stick/a.holdfast-packet");
  });

  it("keeps nobody from locking", async () => {
    const user = await enter({ vault_glass: () => ({ open: vault(), groups: ["7F3A9"] }) });
    await user.click(screen.getByTestId(id.glassOpen));
    await user.type(screen.getByTestId(id.inspectorReason), "the safe{Enter}");
    await screen.findByTestId(id.inspectorCode);
    await user.keyboard("{Control>}l{/Control}");
    expect(await screen.findByTestId(id.unlock)).toBeInTheDocument();
  });
});

describe("words that are said in confidence", () => {
  const said = (n: number) => ({ id: `c${String(n)}`, said: { from: null, text: `concern ${String(n)}`, wall_ms: 0, zone_minutes: 0 }, readers: ["Ruth Lund"], elsewhere: true, fresh: false, answers: [] });
  const two = { ...confided, concerns: [said(1), said(2)] };

  it("are not lost by a click on another answer, on another room or on Change person, nor by a number", async () => {
    const user = await enter({ confidence_look: () => two });
    await user.click(await screen.findByTestId(id.confidenceWrite));
    await user.type(screen.getByTestId(id.confidenceText), "what happened on Tuesday");
    for (const one of screen.getAllByTestId(id.confidenceAnswerOpen)) await user.click(one);
    expect(screen.getByTestId(id.confidenceText)).toHaveValue("what happened on Tuesday");
    // With the caret on a tick.
    screen.getByTestId(`${id.confidenceNamed}-name`).focus();
    await user.keyboard("1a");
    await user.click(screen.getByTestId(id.navToday));
    await user.click(screen.getByTestId(id.takePen));
    expect(screen.getByTestId(id.confidenceText)).toHaveValue("what happened on Tuesday");
    expect(screen.getByTestId(id.held)).toBeInTheDocument();
    await user.type(screen.getByTestId(id.confidenceText), "{Escape}");
    expect(screen.queryByTestId(id.confidenceText)).toBeNull();
    await goes(user);
  });

  it("stay while an answer is typed, and Esc leaves the answer", async () => {
    const user = await enter({ confidence_look: () => two });
    const [first, second] = await screen.findAllByTestId(id.confidenceAnswerOpen);
    await user.click(first as HTMLElement);
    await user.type(screen.getByTestId(id.confidenceAnswer), "we saw it");
    await user.click(second as HTMLElement);
    expect(screen.getByTestId(id.confidenceAnswer)).toHaveValue("we saw it");
    await user.type(screen.getByTestId(id.confidenceAnswer), "{Escape}");
    expect(screen.queryByTestId(id.confidenceAnswer)).toBeNull();
    expect(screen.getAllByTestId(id.confidenceAnswerOpen)).toHaveLength(2);
  });
});

describe("what one person typed unseen", () => {
  it("is gone when another has the pen, in every room", async () => {
    const user = await enter();
    await user.click(await screen.findByTestId(id.passphraseOpen));
    await user.type(screen.getByTestId(id.passphraseOld), "the old one");
    await user.click(screen.getByTestId(id.takePen));
    await user.keyboard("1234{Enter}");
    await vi.waitFor(() => expect(screen.getByTestId(id.author)).toHaveTextContent("Aksel Krog"));
    expect(screen.queryByTestId(id.passphraseOld)).toBeNull();
    // Another room: the proof under a protocol.
    await user.keyboard("4");
    await user.keyboard("+/stick/good.toml{Enter}");
    await user.click(await screen.findByTestId(id.protocolKeep));
    await user.type(await screen.findByTestId(id.protocolProof), "theirs");
    await user.click(screen.getByTestId(id.takePen));
    await user.type(screen.getByTestId(id.takePenPin), "1234{Enter}");
    await vi.waitFor(() => expect(screen.getByTestId(id.author)).toHaveTextContent("Maren Sol"));
    expect(screen.queryByTestId(id.protocolProof)).toBeNull();
  });
});

describe("something that runs", () => {
  it("keeps the page until its end was said", async () => {
    let refuse = (): void => undefined;
    const user = await enter({ vault_drill: () => new Promise((_, no) => (refuse = () => { no(failure("disk_full") as unknown as Error); })) });
    await user.click(await screen.findByTestId(id.drillOpen));
    await user.type(screen.getByTestId(id.drillCode), "AAAA{Enter}");
    await stays(user, id.drillPanel);
    refuse();
    expect(await screen.findByTestId("failure")).toHaveTextContent("The disk is full");
  });
  it("goes on without its page where it may, and its end is said to whoever comes back", async () => {
    let refuse = (): void => undefined;
    const user = await enter({ vault_backup: () => new Promise((_, no) => (refuse = () => { no(failure("disk_full") as unknown as Error); })) });
    await user.click(await screen.findByTestId(id.backupGo));
    await screen.findByTestId(id.backupWorking);
    await goes(user);
    await user.keyboard("6");
    await screen.findByTestId(id.backupWorking);
    refuse();
    expect(await screen.findByTestId("failure")).toHaveTextContent("The disk is full");
  });
});
