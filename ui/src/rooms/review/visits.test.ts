// Visits, calls and adverse events in packets: chosen, read by keyboard, asked about, signed; and whose keys are at work.
import { cleanup, render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { FakeHost, listing, type Answers } from "../../host/fake";
import { testids as id } from "../../kit/testids";
import type { OpenVault } from "../../wire/app";
import type { Client } from "../../wire/clients";
import { session } from "./preview/day";
import { Packet } from "./preview/packet";
import Probe from "./preview/Probe.svelte";
import { visits } from "./preview/visits";

const clients: Client[] = [{ id: "c1", code: "KELP-011", archived: null, sessions: [{ id: "s1", client: "c1", number: 1, protocol: "stillwater v3", opened_wall_ms: 0, zone_minutes: 60, ended_wall_ms: 5 }] }];
let host: FakeHost;
function room(packet: Packet, answers: Answers = {}): ReturnType<typeof userEvent.setup> {
  host = new FakeHost({ ...packet.answers(), clients_list: listing(clients), app_choose: () => ({ path: "/stick" }), ...answers });
  render(Probe, { host, open: { backup: false, author: { id: "p-ruth" } } as OpenVault });
  return userEvent.setup();
}
function packet(side: "reviewer" | "author" = "reviewer", sessions = [session()]): Packet {
  const made = new Packet(side, sessions);
  made.course = visits();
  return made;
}
async function enter(made: Packet): Promise<ReturnType<typeof userEvent.setup>> {
  const user = room(made);
  await user.click(await screen.findByTestId(id.reviewThread));
  await screen.findByTestId(id.thread);
  return user;
}
afterEach(cleanup);

describe("choosing what goes of a course", () => {
  it("offers each part, shows what leaves with it, and seals it without a session", async () => {
    const user = room(new Packet("author"));
    await user.click(await screen.findByTestId(id.reviewSealGo));
    await user.type(await screen.findByTestId(id.sealClient), "011{Enter}");
    await screen.findByText("Call on day 1 after Dosing session 1");
    await user.click(screen.getByLabelText(/Preparation 1/));
    await user.click(screen.getByLabelText(/Adverse event: headache/));
    await user.click(screen.getByLabelText(/Ruth Alm/));
    await user.type(screen.getByTestId(id.sealPurpose), "visits");
    await user.click(screen.getByTestId(id.sealLook));
    const out = await screen.findByTestId(id.sealLeaves);
    expect(out.textContent).toMatch(/Preparation 1, Tue 20 Oct 2026: 6 entries, 1 signature.*Adverse event: headache, Fri 13 Nov 2026/);
    expect(screen.getByTestId(id.sealStays).textContent).toMatch(/2 process notes, withheld.*Every other part of the course/);
    expect(host.asks("packets_look")[0]).toMatchObject({ sessions: [], course: ["preparation-1", "adverse/31"] });
  });
});

describe("reading visits by keyboard", () => {
  it("goes on from the sessions to the course, and says seen for each line of it", async () => {
    const user = await enter(packet());
    for (let i = 0; i < session().eyes.length; i++) await user.keyboard("j");
    expect((await screen.findByTestId(id.detail)).textContent).toContain("not signed by its author");
    expect(screen.getByTestId(id.threadHead).querySelector("h1")?.textContent).toContain("visits and calls");
    await user.keyboard("jjjj");
    await vi.waitFor(() => expect(screen.getByTestId(id.thread).dataset["unseen"]).toBe("0"));
    const said = host.asks("review_act").map((one) => one.do);
    expect(said.filter((one) => one.kind === "seen_in_course").map((one) => one.eye)).toEqual(visits().eyes.map((one) => one.key));
  });

  it("begins at the course where no session came, shows what was recorded, and pins a query to an entry", async () => {
    const user = await enter(packet("reviewer", []));
    const detail = await screen.findByTestId(id.detail);
    expect(detail.textContent).toMatch(/Preparation 1.*there: Maren Sol, Aksel Kim.*to sleep through a night.*90 min.*Calm\./);
    await user.keyboard("{ArrowRight}u");
    await user.type(screen.getByTestId(id.queryBox), "Whose words are these?");
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(await screen.findByTestId(id.query)).toHaveTextContent("Whose words are these?");
    expect(host.asks("review_act").at(-1)?.do).toEqual({ kind: "ask", on: { session: null, entry: 13 }, text: "Whose words are these?" });
    await user.click(screen.getAllByTestId(id.coursePiece)[1] as HTMLElement);
    expect(screen.getByTestId(id.detail).textContent).toMatch(/How did you sleep\s*3\s*flagged by the protocol/);
    expect(screen.queryByTestId(id.query)).toBeNull();
  });

  it("pins a query to one field of an entry, and says which", async () => {
    const user = await enter(packet("reviewer", []));
    await user.click(screen.getAllByTestId(id.coursePiece)[2] as HTMLElement);
    await user.keyboard("u");
    await user.type(await screen.findByTestId(id.queryBox), "Why two?");
    await user.click(screen.getByTestId(`${id.actField}-grade`));
    expect(screen.getByTestId(`${id.actField}-grade`)).toHaveAttribute("aria-pressed", "true");
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect((await screen.findByTestId(id.query)).textContent).toContain("grade");
    expect(host.asks("review_act").at(-1)?.do).toEqual({ kind: "ask", on: { session: null, entry: 31, field: "grade" }, text: "Why two?" });
    // At another entry nothing is picked beforehand; what has no field offers none.
    await user.click(screen.getAllByTestId(id.coursePiece)[0] as HTMLElement);
    await user.keyboard("u");
    await screen.findByTestId(id.queryBox);
    expect(screen.queryByTestId(id.actField)).toBeNull();
  });

  it("signs the part that is looked at, once it was accepted; a call is not signed", async () => {
    const made = packet("reviewer", []);
    made.decisions = [{ person: "p-ruth", name: "Ruth Alm", role: "supervisor", decided: "accepted", reason: "", wall_ms: 0, zone_minutes: 60, unseen: null }];
    const user = await enter(made);
    await user.keyboard("s");
    await user.keyboard("open sesame open sesame{Enter}");
    await screen.findByTestId(id.signed);
    expect(host.asks("review_sign")).toEqual([{ thread: "t1", session: null, part: "preparation-1", proof: "open sesame open sesame" }]);
    await user.click(screen.getAllByTestId(id.coursePiece)[1] as HTMLElement);
    expect(screen.getByTestId(`${id.footKey}-s`)).toBeDisabled();
  });

  it("waits at the author's side until they say that they saw an acceptance taken back", async () => {
    const made = packet("author", []);
    const row = { by: "p-ruth", n: 4 };
    made.decisions = [{ person: "p-ruth", name: "Ruth Alm", role: "supervisor", decided: "taken_back", reason: "The wrong day.", wall_ms: 0, zone_minutes: 60, unseen: row }];
    const user = await enter(made);
    await user.click(await screen.findByTestId(id.takenBackSeen));
    expect(host.asks("review_act").at(-1)?.do).toEqual({ kind: "taken_back_seen", of: row });
    await vi.waitFor(() => expect(screen.queryByTestId(id.takenBackSeen)).toBeNull());
    expect(screen.getByTestId(id.decision).textContent, "what happened stays").toContain("The wrong day.");
  });

  it("shows the author's side the query at its entry", async () => {
    const made = packet("author", []);
    made.queries = [{ row: { by: "p-ruth", n: 0 }, on: { session: null, entry: 33 }, state: "open", mine: false, said: [{ name: "Ruth Alm", wall_ms: 0, zone_minutes: 60, what: "asked", text: "Who saw this?" }] }];
    await enter(made);
    expect((await screen.findByTestId(id.query)).textContent).toContain("Who saw this?");
    expect(screen.getByTestId(id.detail).dataset["entry"]).toBe("33");
  });
});

describe("what cannot be read, and what came late", () => {
  it("names a packet that is damaged and opens the sound ones", async () => {
    const made = packet();
    made.damaged = ["t0"];
    made.change = { late: true, missing: [2, 3] };
    const list = (): ReturnType<Packet["line"]>[] => [made.line(), { ...made.line(), thread: "t0", damaged: true, code: "" }];
    const user = room(made, { packets_list: list });
    const lines = await screen.findAllByTestId(id.reviewThread);
    expect(lines[1]?.textContent).toContain("cannot be read as it was kept");
    expect(lines[1]?.tagName).toBe("P");
    expect(lines[0]?.textContent).toMatch(/A newer one of this author was read already.*Numbers 2 and 3 of this author did not come/);
    await user.click(lines[0] as HTMLElement);
    expect((await screen.findByTestId(id.threadDamaged)).textContent).toContain("1 packet of this author cannot be read");
  });
});

describe("whose keys are at work", () => {
  it("asks for one's own passphrase once, and says what a wrong one is", async () => {
    const made = packet();
    made.asks = "passphrase";
    const user = room(made);
    await user.type(await screen.findByTestId(id.ownKeysTyped), "wrong{Enter}");
    expect((await screen.findByTestId("failure")).textContent).toMatch(/passphrase/i);
    await user.type(screen.getByTestId(id.ownKeysTyped), "open sesame open sesame{Enter}");
    await vi.waitFor(() => expect(screen.queryByTestId(id.ownKeys)).toBeNull());
    expect(host.asks("packets_keys")).toHaveLength(2);
  });

  it("says to whom holds no key what they cannot do", async () => {
    const made = packet();
    made.asks = "no_key";
    room(made);
    expect((await screen.findByTestId(id.ownKeys)).textContent).toContain("You hold no key of this vault");
  });
});
