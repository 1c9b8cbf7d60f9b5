// The office as a person meets it: by keyboard, with the fake host; and what axe says of every room.
import { cleanup, render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import AppView from "./App.svelte";
import type { FakeHost } from "./host/fake";
import { testids as id } from "./kit/testids";
import type { FormDraft } from "./wire/drafts";
import { previewHost, vault } from "./preview.data";

vi.mock("./rooms/session/SessionScreen.svelte", () => ({ default: () => undefined }));

let host: FakeHost;
function enter(room: string): ReturnType<typeof userEvent.setup> {
  host = previewHost(room);
  render(AppView, { host });
  return userEvent.setup();
}

async function complaints(): Promise<string[]> {
  const found = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
  return found.violations.map((v) => `${v.id}: ${v.nodes[0]?.html ?? ""}`);
}

beforeEach(() => document.documentElement.setAttribute("lang", "en"));
afterEach(cleanup);

describe("the office by keyboard", () => {
  it("imports a protocol, sees what differs, and signs it, without a mouse", async () => {
    const user = enter("office");
    await screen.findByTestId(id.today);
    await user.keyboard("4");
    await screen.findByTestId(id.protocol);
    await user.keyboard("+");
    expect(document.activeElement).toBe(await screen.findByTestId(id.protocolPath));
    await user.keyboard("{Enter}");
    expect(screen.getByText("A file is needed.")).toBeTruthy();
    await user.keyboard("{Escape}");
    expect(screen.queryByTestId(id.protocolImport)).toBeNull();
    await user.keyboard("+/stick/good.toml{Enter}");
    (await screen.findByTestId(id.protocolKeep)).focus();
    await user.keyboard("{Enter}");
    const kept = await screen.findByTestId(id.protocolKept);
    expect(kept.textContent).toContain("stillwater v4 is kept in this vault");
    await vi.waitFor(() => expect(document.activeElement?.id).toBe("protocol-title"));
    expect((await screen.findByTestId(id.difference)).textContent).toContain("155 mmHg");
    const proof = await screen.findByTestId(id.protocolProof);
    proof.focus();
    await user.keyboard("wrong{Enter}");
    await screen.findByTestId("failure");
    expect((proof as HTMLInputElement).value).toBe("");
    await user.keyboard("open sesame open sesame{Enter}");
    await vi.waitFor(() => expect(screen.getByTestId(id.protocolKept).textContent).toContain("is adopted by you"));
    expect(screen.queryByTestId(id.protocolAdopt)).toBeNull();
  });

  it("tells that the key in the envelope was used, until a keeper says that it was looked into", async () => {
    const told = vault({ glass_used_wall_ms: 1_000 });
    host = previewHost("office");
    const state = await host.call("app_state");
    host.answers.app_state = () => ({ ...state, open: told });
    host.answers.vault_glass_seen = () => vault();
    render(AppView, { host });
    (await screen.findByTestId(id.glassSeen)).focus();
    await userEvent.setup().keyboard("{Enter}");
    await vi.waitFor(() => expect(screen.queryByTestId(id.glassUsed)).toBeNull());
  });

  it("leaves a panel by Esc where the caret was lost", async () => {
    const user = enter("office");
    await screen.findByTestId(id.today);
    await user.keyboard("4");
    await screen.findByTestId(id.protocol);
    await user.keyboard("+");
    (await screen.findByTestId(id.protocolPath)).blur();
    expect(document.activeElement).toBe(document.body);
    await user.keyboard("{Escape}");
    expect(screen.queryByTestId(id.protocolImport)).toBeNull();
  });

  it("remembers the form about a new person without the PIN", async () => {
    const user = enter("office");
    await screen.findByTestId(id.today);
    await user.keyboard("6");
    await user.click(await screen.findByTestId(id.vaultAddPerson));
    await user.type(screen.getByTestId(id.vaultPersonName), "Ida Lund");
    await user.type(screen.getByTestId(id.vaultPersonPin), "4071");
    await vi.waitFor(() => expect(host.asks("forms_keep").at(-1)).toEqual({ client: null, place: "person", text: '{"name":"Ida Lund","initials":"","roles":[]}', caret: 0 }));
    expect(JSON.stringify(host.asks("forms_keep"))).not.toContain("4071");
  });

  it("goes to each room by its number, and not while somebody types", async () => {
    const user = enter("office");
    await screen.findByTestId(id.today);
    for (const [key, room] of [["2", id.clients], ["3", id.review], ["4", id.protocols], ["5", id.cohort], ["6", id.vault], ["1", id.today], ["2", id.clients]] as const) {
      await user.keyboard(key);
      expect(await screen.findByTestId(room)).toHaveFocus();
    }
    await user.keyboard("/");
    await user.keyboard("34");
    expect(screen.getByTestId(id.clientsSearch)).toHaveValue("34");
    expect(screen.getByTestId(id.clients)).toBeInTheDocument();
  });

  it("goes from a field that stands by itself back to the keys by Esc", async () => {
    const user = enter("office");
    await screen.findByTestId(id.today);
    await user.keyboard("6");
    const folder = await screen.findByTestId(id.backupPath);
    folder.focus();
    await user.keyboard("4{Escape}");
    expect((folder as HTMLInputElement).value).toContain("4");
    await user.keyboard("4");
    expect(await screen.findByTestId(id.protocol)).toBeTruthy();
  });

  it("gives its numbers to the sheet of a measure while one is answered", async () => {
    const user = enter("office");
    await screen.findByTestId(id.today);
    const line = { digest: "ab", name: "suds v1", title: "Distress", short: "SUDS", asked: "either", items: 1, kept: false };
    const items = [{ id: "1", text: "Now?", heading: null, choices: [0, 1].map((value) => ({ value, title: "" })), several: false, asked_if: null, stop_at: null }];
    const sheet = { line, language: "en", recall: null, instruction: null, licence: "", attribution: null, sources: [], items, scores: [], findings: [] };
    Object.assign(host.answers, {
      measures_list: () => [line], measures_sheet: () => sheet, forms_of: () => [], forms_keep: () => undefined,
      course_look: () => ({ client: "1", code: "KELP-014", taken: [], outcomes: [], series: [], struck: [], dosing: [] }),
    });
    await user.keyboard("2");
    await user.click((await screen.findAllByTestId(id.clientRow))[0] as HTMLElement);
    await user.click(await screen.findByTestId(id.measuresTake));
    await user.click((await screen.findAllByTestId(id.measureMode))[2] as HTMLElement);
    await user.click(screen.getByTestId(id.measureGo));
    await screen.findAllByTestId(id.measureItem);
    await user.keyboard("1");
    expect(screen.getByTestId(id.clients)).toBeInTheDocument();
    expect(screen.getAllByTestId(id.measureAnswer).filter((one) => (one as HTMLInputElement).checked)).toHaveLength(1);
  });

  it("leaves a packet by the number or the name of its own room, and loses nothing that is typed", async () => {
    const user = enter("office");
    await screen.findByTestId(id.today);
    await user.keyboard("3");
    await user.click(await screen.findByTestId(id.reviewThread));
    await screen.findByTestId(id.strip);
    await user.keyboard("3");
    expect(await screen.findByTestId(id.review)).toHaveFocus();
    await user.click(screen.getByTestId(id.reviewThread));
    await screen.findByTestId(id.strip);
    await user.keyboard("c");
    await user.type(screen.getByTestId(id.commentBox), "half a sen");
    await user.click(screen.getByTestId(id.navReview));
    expect(await screen.findByTestId(id.reviewThreads)).toBeInTheDocument();
    expect(host.asks("forms_keep").at(-1)?.text).toContain("half a sen");
    // A form above the list stays where it is.
    await user.click(screen.getByTestId(id.reviewOpenGo));
    await user.type(screen.getByTestId(id.reviewOpenPath), "/stick/a");
    await user.click(screen.getByTestId(id.navReview));
    expect(screen.getByTestId(id.reviewOpenPath)).toHaveValue("/stick/a");
  });

  it("means nothing by its numbers and its letter while a box of a packet is open", async () => {
    const user = enter("office");
    await screen.findByTestId(id.today);
    await user.keyboard("3");
    await user.click(await screen.findByTestId(id.reviewThread));
    await screen.findByTestId(id.strip);
    await user.keyboard("f");
    expect(document.activeElement).toHaveAttribute("type", "radio");
    await user.keyboard("2");
    await user.keyboard("{Escape}u");
    await user.click(screen.getByTestId(id.actWhole));
    await user.keyboard("a1");
    // Nor where the caret was lost.
    (document.activeElement as HTMLElement).blur();
    await user.keyboard("a1");
    expect(screen.getByTestId(id.queryBox)).toBeInTheDocument();
    expect(screen.queryByTestId(id.takePenPin)).toBeNull();
    await user.keyboard("{Escape}1");
    expect(await screen.findByTestId(id.today)).toBeInTheDocument();
  });

  it("asks anew what waits and what is read when somebody else takes the pen", async () => {
    const user = enter("office");
    await screen.findByTestId(id.today);
    await screen.findByTestId(id.todayUnsigned);
    host.answers.sign_waiting = () => [];
    await user.keyboard("a1234{Enter}");
    await vi.waitFor(() => expect(screen.queryByTestId(id.todayUnsigned)).toBeNull());
    expect(screen.getByTestId(id.author)).toHaveTextContent("Aksel Krog");
    await user.keyboard("3");
    await user.click(await screen.findByTestId(id.reviewThread));
    await screen.findByTestId(id.strip);
    await user.keyboard("c");
    await user.type(screen.getByTestId(id.commentBox), "half a sen");
    const before = host.asked.length;
    await user.click(screen.getByTestId(id.takePen));
    await user.keyboard("1234{Enter}");
    await vi.waitFor(() => expect(screen.getByTestId(id.author)).toHaveTextContent("Maren Sol"));
    await vi.waitFor(() => expect(screen.queryByTestId(id.commentBox)).toBeNull());
    const asked = host.asked.slice(before).map((one) => one.name);
    // What is typed lies with whoever typed it before the pen changes hands.
    expect(asked.indexOf("forms_keep")).toBeGreaterThanOrEqual(0);
    expect(asked.indexOf("forms_keep")).toBeLessThan(asked.indexOf("people_take_pen"));
    expect(asked.lastIndexOf("forms_keep")).toBeLessThan(asked.indexOf("people_take_pen"));
    expect(asked).toEqual(expect.arrayContaining(["review_look", "packets_list", "forms_of"]));
    expect(await screen.findByTestId(id.strip)).toBeInTheDocument();
  });

  it("shows nobody what another was typing, in any room, and stays at the client", async () => {
    const user = enter("office");
    await screen.findByTestId(id.today);
    let author = "MS";
    const kept = new Map<string, FormDraft>();
    Object.assign(host.answers, {
      forms_keep: (form: FormDraft) => void kept.set(`${author} ${form.place}`, form), clients_file: ({ client }: { client: string }) => ({ client, details: { name: "Ragna", born: "", pronouns: "", contact: "", emergency: "", support: "", clinicians: "", allergies: "" }, age: null, retain_until: null }),
      forms_of: () => [...kept].filter(([key]) => key.startsWith(author)).map(([, form]) => form),
    });
    const take = async (): Promise<void> => {
      await user.click(screen.getByTestId(id.takePen));
      await user.keyboard("1234{Enter}");
      author = author === "MS" ? "AK" : "MS";
      await vi.waitFor(() => expect(screen.getByTestId(id.author)).toHaveTextContent(author === "MS" ? "Maren Sol" : "Aksel Krog"));
    };
    await user.keyboard("2");
    await user.click((await screen.findAllByTestId(id.clientRow))[0] as HTMLElement);
    await user.click(await screen.findByTestId(id.clientDetails));
    await user.type(await screen.findByTestId(`${id.detailsField}-name`), "xyz");
    await user.keyboard("{Escape}");
    await user.click(screen.getByTestId(id.clientDetails));
    await user.click(screen.getByTestId(id.clientsAdd));
    await user.type(await screen.findByTestId(id.clientCode), "FERN-9");
    await take();
    expect(await screen.findByTestId(id.client)).toBeInTheDocument();
    expect(screen.queryByTestId(id.clientCode)).toBeNull();
    expect(screen.queryByTestId(id.details)).toBeNull();
    await user.click(screen.getByTestId(id.clientsAdd));
    expect(await screen.findByTestId(id.clientCode)).toHaveValue("");
    await take();
    await user.click(screen.getByTestId(id.clientsAdd));
    await vi.waitFor(() => expect(screen.getByTestId(id.clientCode)).toHaveValue("FERN-9"));
    // Nor what is typed above the list of packets.
    await user.click(screen.getByTestId(id.navReview));
    await user.click(await screen.findByTestId(id.reviewOpenGo));
    await user.type(screen.getByTestId(id.reviewOpenPath), "/stick/a");
    await take();
    await vi.waitFor(() => expect(screen.queryByTestId(id.reviewOpenPath)).toBeNull());
  });

  it("shows a recovery code until it is written down, with the caret on it", async () => {
    const user = enter("office");
    await screen.findByTestId(id.today);
    let made = (): void => undefined;
    Object.assign(host.answers, {
      people_enrol: () => new Promise((done) => (made = () => done({ open: vault(), recovery_groups: ["7F3A9", "0C2M1"] }))),
    });
    await user.keyboard("6");
    await user.click((await screen.findAllByTestId(id.enrolGo))[0] as HTMLElement);
    await user.keyboard("{Escape}");
    await vi.waitFor(() => expect(document.activeElement).toHaveAttribute("data-testid", id.enrolGo));
    await user.keyboard("{Enter}");
    await user.type(screen.getByTestId(id.enrolPin), "1234");
    for (const field of [id.enrolPassphrase, id.enrolAgain]) await user.type(screen.getByTestId(field), "a lantern of their own");
    await user.keyboard("{Enter}{Escape}");
    made();
    const code = await screen.findByTestId(id.enrolCode);
    expect(code).toHaveFocus();
    await user.keyboard("{Escape}1a");
    expect(screen.getByTestId(id.enrolCode)).toHaveTextContent("7F3A9");
    await user.click(screen.getByTestId(id.enrolDone));
    expect(screen.queryByTestId(id.enrolCode)).toBeNull();
    await vi.waitFor(() => expect(document.activeElement).not.toBe(document.body));
  });

  it("goes from what waits to its client", async () => {
    const user = enter("office");
    await screen.findByTestId(id.today);
    const [first] = await screen.findAllByTestId(id.todayOpen);
    expect(first).toHaveAccessibleName("Open KELP-006");
    first?.focus();
    await user.keyboard("{Enter}");
    expect(await screen.findByTestId(id.client)).toHaveTextContent("KELP-006");
    await user.keyboard("1");
    await screen.findByTestId(id.today);
    await user.keyboard("2");
    await screen.findByTestId(id.clients);
    expect(screen.queryByTestId(id.client)).toBeNull();
  });

  it("changes the person in one key, a PIN and Enter", async () => {
    const user = enter("office");
    await screen.findByTestId(id.today);
    await user.keyboard("a");
    expect(await screen.findByTestId(id.takePenPin)).toHaveFocus();
    await user.keyboard("1234{Enter}");
    expect(await screen.findByTestId(id.author)).toHaveTextContent("Aksel Krog");
    expect(screen.queryByTestId(id.takePenPin)).toBeNull();
  });

  it("leaves the pen where it was on Esc", async () => {
    const user = enter("office");
    await screen.findByTestId(id.today);
    await user.keyboard("a12{Escape}");
    expect(screen.queryByTestId(id.takePenPin)).toBeNull();
    expect(host.asks("people_take_pen")).toEqual([]);
  });

  it("locks from anywhere, also while somebody types", async () => {
    const user = enter("office");
    await screen.findByTestId(id.today);
    await user.keyboard("2/KE{Control>}l{/Control}");
    expect(await screen.findByTestId(id.unlock)).toBeInTheDocument();
    expect(document.body).not.toHaveTextContent("KELP");
  });

  it("locks when the shell says so", async () => {
    enter("office");
    await screen.findByTestId(id.today);
    await host.call("vault_lock");
    host.tell("vault_locked", undefined);
    expect(await screen.findByTestId(id.unlock)).toBeInTheDocument();
  });
});

it("a person gets from the first page to Today with keys only", async () => {
  const user = enter("start");
  await screen.findByTestId(id.start);
  await user.keyboard("{Enter}");
  expect(await screen.findByTestId(id.startVault)).toHaveFocus();
  await user.keyboard("{ArrowDown}");
  await user.click(screen.getByTestId(id.startTraining));
  await user.type(screen.getByTestId(id.startVaultName), "Stillwater{Enter}");
  await user.type(await screen.findByTestId(id.startOwnerName), "Maren Sol");
  await user.type(screen.getByTestId(id.startOwnerInitials), "ms");
  await user.click(screen.getByTestId(`${id.startOwnerRole}-lead_therapist`));
  await user.type(screen.getByTestId(id.startOwnerPin), "40x71");
  await user.type(screen.getByTestId(id.startOwnerPinAgain), "4071{Enter}");
  await user.type(await screen.findByTestId(id.startPassphrase), "six words drawn by chance");
  await user.type(screen.getByTestId(id.startPassphraseAgain), "six words drawn by chance{Enter}");
  const code = (await screen.findByTestId(id.startCode, {}, { timeout: 3000 })).textContent ?? "";
  expect(code).toContain("7F3A9");
  await user.keyboard("{Enter}");
  await user.click(await screen.findByTestId(`${id.startCodeTyped}-1`));
  await user.keyboard("7f3a9oc2m1qrst4vwxy8ih2j3k4m5nabcdezzzz7{Enter}");
  await user.type(await screen.findByTestId(id.startPersonName), "Aksel Krog");
  await user.type(screen.getByTestId(id.startPersonInitials), "ak");
  await user.click(screen.getByTestId(`${id.startPersonRole}-co_therapist`));
  await user.type(screen.getByTestId(id.startPersonPin), "1234");
  await user.type(screen.getByTestId(id.startPersonPinAgain), "1234{Enter}");
  await user.click(await screen.findByTestId(id.startDone));
  expect(await screen.findByTestId(id.today)).toBeInTheDocument();
  expect(host.asks("vault_create")[0]).toMatchObject({ name: "Stillwater", training: true, owner: { initials: "MS", pin: "4071" } });
  expect(screen.getByTestId(id.training)).toBeVisible();
});

describe("axe finds nothing in", () => {
  it.each([["start"], ["owed"], ["unlock"], ["office"], ["empty"], ["training"], ["older"], ["live"], ["rater"]])("%s", async (room) => {
    enter(room);
    await vi.waitFor(() => expect(screen.queryByTestId(id.boot)).toBeNull());
    expect(await complaints()).toEqual([]);
  });

  it("a protocol file on its way into the vault", async () => {
    const user = enter("office");
    await screen.findByTestId(id.today);
    await user.keyboard("4");
    await screen.findByTestId(id.protocol);
    await user.keyboard("+/stick/bad.toml{Enter}");
    await screen.findByTestId(id.protocolComplaints);
    expect(screen.queryByTestId(id.protocolKeep)).toBeNull();
    expect(await complaints()).toEqual([]);
    await user.clear(screen.getByTestId(id.protocolPath));
    await user.keyboard("/stick/good.toml{Enter}");
    await screen.findByTestId(id.protocolFound);
    expect(await complaints()).toEqual([]);
    await user.click(screen.getByTestId(id.protocolKeep));
    await screen.findByTestId(id.protocolAdopt);
    expect(await complaints()).toEqual([]);
  });
  it("the list of packets and its forms", async () => {
    const user = enter("office");
    await user.click(await screen.findByTestId(id.navReview));
    await screen.findByTestId(id.reviewThreads);
    for (const [panel, shown] of [[id.reviewOpenGo, id.reviewOpenPath], [id.reviewSealGo, id.sealClient], [id.reviewContactsGo, id.contactOwnWords]] as const) {
      await user.click(screen.getByTestId(panel));
      await screen.findByTestId(shown);
      expect(await complaints()).toEqual([]);
    }
  });
  it("a packet that is read, and its boxes", async () => {
    const user = enter("office");
    await user.click(await screen.findByTestId(id.navReview));
    await user.click(await screen.findByTestId(id.reviewThread));
    await screen.findByTestId(id.strip);
    expect(await complaints()).toEqual([]);
    for (const key of ["u", "{Escape}h"]) {
      await user.keyboard(key);
      expect(await complaints()).toEqual([]);
    }
  });
  it("the other rooms and their forms", async () => {
    const user = enter("office");
    await screen.findByTestId(id.today);
    await user.keyboard("?");
    expect(await complaints()).toEqual([]);
    await user.keyboard("{Escape}a");
    expect(await complaints()).toEqual([]);
    await user.keyboard("{Escape}");
    await user.click(screen.getByTestId(id.navClients));
    await user.keyboard("+");
    await user.click((await screen.findAllByTestId(id.clientRow))[0] as HTMLElement);
    await user.click(screen.getByTestId(id.clientStart));
    await user.click((await screen.findAllByTestId(id.sessionProtocol))[0] as HTMLElement);
    await user.click(screen.getByTestId(id.sessionDay));
    await screen.findByTestId(id.dayTable);
    expect(await complaints()).toEqual([]);
    await user.click(screen.getByTestId(id.navProtocols));
    await screen.findByTestId(id.protocol);
    expect(await complaints()).toEqual([]);
    await user.click(screen.getByTestId(id.navCohort));
    await screen.findAllByTestId(id.cohortTable);
    expect(await complaints()).toEqual([]);
    await user.click(screen.getByTestId(id.navVault));
    await user.click(screen.getByTestId(id.vaultAddPerson));
    expect(await complaints()).toEqual([]);
  });
});
