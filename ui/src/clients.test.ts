// The clients' room as a person meets it: arrows in the list, the person on demand, the panels about the person.
import { cleanup, render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, describe, expect, it, vi } from "vitest";
import AppView from "./App.svelte";
import { failure, listing, type Answers, type FakeHost } from "./host/fake";
import { testids as id } from "./kit/testids";
import { previewHost } from "./preview.data";
import type { Client, ClientFile, Receipt } from "./wire/clients";

vi.mock("./rooms/session/SessionScreen.svelte", () => ({ default: () => undefined }));

const many = Array.from({ length: 250 }, (_, i): Client => ({
  id: `c${i}`, code: `KELP-${String(i).padStart(3, "0")}`, archived: i === 3 ? "2030-01-02" : null, sessions: [],
}));
const details = { name: "Ragna", born: "1985-04-30", pronouns: "she/her", contact: "", emergency: "", support: "", clinicians: "", allergies: "" };
const file: ClientFile = { client: "c1", details, age: 41, retain_until: "2036-03-02" };
const receipt: Receipt = { client: "c1", code: "KELP-001", on: "2031-05-13", entry: 917, sessions: 0, copies: [], log_emptied: true };
const codes = (): (string | undefined)[] => screen.queryAllByTestId(id.clientRow).map((row) => row.dataset["code"]);

interface Room { host: FakeHost; user: ReturnType<typeof userEvent.setup> }

async function room(answers: Answers = {}, code = ""): Promise<Room> {
  const host = previewHost("office");
  Object.assign(host.answers, {
    clients_list: listing(many), clients_file: () => file, forms_of: () => [], forms_keep: () => undefined,
    clients_change: ({ details }) => ({ ...file, details }),
    course_look: () => ({ client: "c1", code: "", taken: [], outcomes: [], series: [], struck: [], dosing: [], now: null, entries: [], handed_on: [] }), course_plan: () => [],
    ...answers,
  } satisfies Answers);
  render(AppView, { host });
  const user = userEvent.setup();
  await screen.findByTestId(id.today);
  await user.keyboard("2");
  await vi.waitFor(() => expect(codes()).toHaveLength(18));
  if (code) await user.type(screen.getByTestId(id.clientsSearch), `${code}{Enter}`);
  return { host, user };
}
async function complaints(): Promise<string[]> {
  const found = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
  return found.violations.map((v) => `${v.id}: ${v.nodes[0]?.html ?? ""}`);
}

afterEach(cleanup);

describe("the list", () => {
  it("shows the first, says how many more, and leaves out those put away", async () => {
    const { user } = await room();
    expect(screen.getByTestId(id.clientsMore)).toHaveTextContent("231 more, type to narrow.");
    expect(codes()).not.toContain("KELP-003");
    await user.type(screen.getByTestId(id.clientsSearch), "p-00");
    expect(codes()).toHaveLength(9);
    expect(screen.queryByTestId(id.clientsMore)).toBeNull();
    await user.click(screen.getByTestId(id.clientsAway));
    expect(codes()).toContain("KELP-003");
  });

  it("is entered by the arrow down from where the page begins", async () => {
    const { user } = await room();
    await user.keyboard("{ArrowDown}");
    await vi.waitFor(() => expect((document.activeElement as HTMLElement).dataset["code"]).toBe("KELP-000"));
  });

  it("gives the caret to the head of a client who was added", async () => {
    const { user } = await room({ clients_add: ({ code }) => ({ id: "new", code, archived: null, sessions: [] }) });
    await user.keyboard("+");
    await user.type(await screen.findByTestId(id.clientCode), "KELP-900{Enter}");
    await vi.waitFor(() => expect((document.activeElement as HTMLElement).textContent).toBe("KELP-900"));
    await new Promise((done) => setTimeout(done, 50));
    expect((document.activeElement as HTMLElement).id).toBe("code");
  });

  it("is walked by arrows and Enter", async () => {
    const { user } = await room();
    await user.click(screen.getByTestId(id.clientsSearch));
    await user.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}");
    expect(document.activeElement).toHaveAttribute("data-code", "KELP-002");
    await user.keyboard("{ArrowUp}{Enter}");
    expect(await screen.findByTestId(id.client)).toHaveTextContent("KELP-001");
    await user.keyboard("{End}");
    expect(document.activeElement).toHaveAttribute("data-code", "KELP-018");
    await user.keyboard("{Home}{ArrowUp}");
    expect(screen.getByTestId(id.clientsSearch)).toHaveFocus();
    await user.keyboard("249{Enter}");
    expect(screen.getByTestId(id.client)).toHaveTextContent("KELP-249");
  });
});

describe("the person", () => {
  it("is shown and hidden by one key, with pronouns and age", async () => {
    const { user } = await room({}, "KELP-001");
    (await screen.findByTestId(id.clientDetails)).focus();
    await user.keyboard("n");
    expect(await screen.findByTestId(id.clientNameShown)).toHaveTextContent(/Ragna\s+she\/her\s+·\s+41 years/);
    await user.keyboard("n");
    expect(screen.queryByTestId(id.clientNameShown)).toBeNull();
  });

  it("is changed in the details and kept", async () => {
    const { user, host } = await room({}, "KELP-001");
    await user.click(await screen.findByTestId(id.clientDetails));
    await user.type(await screen.findByTestId(`${id.detailsField}-allergies`), "latex");
    expect(screen.getByTestId(id.details)).toHaveTextContent("The record is to be kept until Sun 2 Mar 2036.");
    expect(await complaints()).toEqual([]);
    await user.click(screen.getByTestId(id.detailsKeep));
    await vi.waitFor(() => expect(screen.queryByTestId(id.details)).toBeNull());
    expect(host.asks("clients_change")).toEqual([{ client: "c1", details: { ...details, allergies: "latex" } }]);
  });

  it("is put away with a day and taken out again", async () => {
    const line = { ...(many[1] as Client) };
    const { user, host } = await room({ clients_archive: () => ({ ...line, archived: "2031-05-13" }), clients_reopen: () => line }, "KELP-001");
    await user.click(await screen.findByTestId(id.clientDetails));
    await user.click(await screen.findByTestId(id.clientAway));
    await vi.waitFor(() => expect(screen.getByTestId(id.awayUntil)).toHaveValue("2036-03-02"));
    expect(await complaints()).toEqual([]);
    await user.click(screen.getByTestId(id.awayGo));
    expect(await screen.findByTestId(id.clientArchived)).toHaveTextContent("put away on Tue 13 May 2031");
    expect(host.asks("clients_archive")).toEqual([{ client: "c1", retain_until: "2036-03-02" }]);
    expect(codes()).toEqual([]);
    await user.click(screen.getByTestId(id.clientTakeOut));
    await vi.waitFor(() => expect(codes()).toContain("KELP-001"));
    expect(screen.queryByTestId(id.clientArchived)).toBeNull();
  });
});

describe("erasing", () => {
  async function erasing(answers: Answers): Promise<Room> {
    const made = await room(answers, "KELP-001");
    await made.user.click(await screen.findByTestId(id.clientDetails));
    await made.user.click(await screen.findByTestId(id.clientErase));
    expect(screen.getByTestId(id.erase)).toHaveTextContent(/Older copies|older copies/);
    return made;
  }

  it("takes the code once more, then leaves nothing of the client but a receipt that stays until it is dismissed", async () => {
    const { user, host } = await erasing({ clients_erase: () => receipt });
    expect(await complaints()).toEqual([]);
    await user.type(screen.getByTestId(id.eraseCode), "KELP-002{Enter}");
    expect(host.asks("clients_erase")).toEqual([]);
    await user.clear(screen.getByTestId(id.eraseCode));
    await user.type(screen.getByTestId(id.eraseCode), "KELP-001{Enter}");
    expect(within(await screen.findByTestId(id.receipt)).getByText("917")).toBeVisible();
    expect(screen.queryByTestId(id.client)).toBeNull();
    await user.clear(screen.getByTestId(id.clientsSearch));
    expect(codes()).not.toContain("KELP-001");
    expect(codes()).toContain("KELP-002");

    const put = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue(undefined);
    const print = vi.fn();
    vi.stubGlobal("print", print);
    await user.click(screen.getByTestId(id.receiptCopy));
    expect(await screen.findByText("Copied.")).toBeVisible();
    expect(put.mock.calls[0]?.[0]).toMatch(/KELP-001 was erased\n(.*\n)*Entry of the chain: 917/);
    await user.click(screen.getByTestId(id.receiptPrint));
    expect(print).toHaveBeenCalledOnce();
    expect(await complaints()).toEqual([]);
    vi.unstubAllGlobals();

    await user.keyboard("{Escape}1");
    await screen.findByTestId(id.today);
    await user.keyboard("2");
    await user.click(within(await screen.findByTestId(id.receipt)).getByTestId(id.receiptDismiss));
    expect(screen.queryByTestId(id.receipt)).toBeNull();
  });

  it("says until when the record is to be kept, and that nothing was erased", async () => {
    const { user } = await erasing({ clients_erase: () => { throw failure("retained", { until: "2036-03-02" }); } });
    await user.type(screen.getByTestId(id.eraseCode), "KELP-001{Enter}");
    expect(await screen.findByTestId(id.failure)).toHaveTextContent(/Sun 2 Mar 2036.*Nothing was erased/);
    expect(screen.queryByTestId(id.receipt)).toBeNull();
    expect(codes()).toEqual(["KELP-001"]);
  });
});

describe("an answer that did not wait", () => {
  const measured = (seq: number, waits: boolean) => ({ seq, on: "2026-03-02", entered_wall_ms: 0, zone_minutes: 0, by: "MS", measure: "phq-9 v1", short: "PHQ-9", digest: "m1", mode: "client", occasion: "",
    answers: [{ item: "9", values: [2] }], unanswered: 0, scores: [], findings: [], stops: ["9"], waits, struck: null });
  const question = { id: "9", text: "Thoughts of being better off dead", heading: null, choices: [{ value: 2, title: "More than half the days" }], several: false, asked_if: null, stop_at: 1 };
  const sheet = { line: { digest: "m1", name: "phq-9 v1", title: "PHQ-9", short: "PHQ-9", asked: "client", items: 9, kept: true }, language: "en", recall: null, instruction: null, licence: "", attribution: null, sources: [], items: [question], scores: [], findings: [] };
  const answers = (waits: boolean): Answers => ({
    course_look: () => ({ client: "c1", code: "", taken: [measured(4, waits)], outcomes: [{ digest: "m1", short: "PHQ-9", score: null, rank: "other" }], series: [], struck: [], dosing: [], now: null, entries: [], handed_on: [] }) as never,
    measures_sheet: () => sheet as never, course_crisis: () => ({ code: "", measure: "", items: [], team: ["Stay."], client: [], own: null }),
  });

  it("stands at the top of the client's page with its question, and leads to the plan and the measure", async () => {
    const { user } = await room(answers(true), "001");
    const card = await screen.findByTestId(id.unwaited);
    await vi.waitFor(() => expect(card).toHaveTextContent(/Thoughts of being better off dead.*“More than half the days” \(2\)/));
    expect(card.compareDocumentPosition(await screen.findByTestId(id.course)) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
    await user.click(within(card).getByText("See the plan"));
    expect(await within(card).findByText("Stay.")).toBeTruthy();
    expect(await complaints()).toEqual([]);
    await user.click(within(card).getByText("See the measure"));
    await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByTestId(id.outcomePick)));
  });

  it("is gone from there when the core tells it no more", async () => {
    await room(answers(false), "001");
    await screen.findByTestId(id.taken);
    expect(screen.queryByTestId(id.unwaited)).toBeNull();
  });
});
