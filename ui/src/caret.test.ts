// The caret never falls to the top of the page: not while an act runs, not after it failed, not when a panel closes.
import { cleanup, render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import AppView from "./App.svelte";
import { failure, type Answers, type FakeHost } from "./host/fake";
import { testids as id } from "./kit/testids";
import { previewHost, vault } from "./preview.data";

vi.mock("./rooms/session/SessionScreen.svelte", () => ({ default: () => undefined }));

type User = ReturnType<typeof userEvent.setup>;
let host: FakeHost;
async function enter(room: string, answers: Answers = {}, page = "office"): Promise<User> {
  host = previewHost(page);
  Object.assign(host.answers, { confidence_look: () => ({ readers: [], may_name: true, candidates: [], concerns: [] }) }, answers);
  render(AppView, { host });
  await screen.findByTestId(id.today);
  const user = userEvent.setup();
  await user.click(screen.getByTestId(room));
  return user;
}
const caret = (): string | undefined => (document.activeElement as HTMLElement | null)?.dataset["testid"];

afterEach(cleanup);

describe("a panel that closes gives the caret back to", () => {
  it.each([
    ["an inspector", id.navVault, id.inspectorOpen, id.inspector],
    ["another passphrase", id.navVault, id.passphraseOpen, id.passphrasePanel],
    ["the drill", id.navVault, id.drillOpen, id.drillPanel],
    ["another master key", id.navVault, id.rotateGo, id.rotation],
    ["what is carried in confidence", id.navVault, id.confidenceCarry, id.confidencePanel],
    ["a new person", id.navVault, id.vaultAddPerson, id.vaultPersonName],
    ["a new client", id.navClients, id.clientsAdd, id.clientCode],
    ["contacts", id.navReview, id.reviewContactsGo, id.contacts],
  ])("%s: what it was opened by", async (_, room, opener, panel) => {
    const user = await enter(room);
    await user.click(await screen.findByTestId(opener));
    await screen.findByTestId(panel);
    await user.keyboard("{Escape}");
    expect(screen.queryByTestId(panel)).toBeNull();
    await vi.waitFor(() => expect(caret()).toBe(opener));
  });

  it("the details of a client, and the form of a session: what they were opened by", async () => {
    const user = await enter(id.navClients);
    await user.click((await screen.findAllByTestId(id.clientRow))[0] as HTMLElement);
    for (const opener of [id.clientDetails, id.clientStart]) {
      await user.click(await screen.findByTestId(opener));
      await user.keyboard("{Escape}");
      await vi.waitFor(() => expect(caret()).toBe(opener));
    }
  });

  it("hours for paper: the button that opened them", async () => {
    const user = await enter(id.navReview);
    await user.click(await screen.findByTestId(id.printOpen));
    await screen.findByTestId(id.printFolder);
    await user.click(screen.getByText("Leave"));
    await vi.waitFor(() => expect(caret()).toBe(id.printOpen));
  });

  it("one's own keys, once they are opened: the title", async () => {
    let asks: "passphrase" | "nothing" = "passphrase";
    const book = () => ({ name: "Maren Sol", words: "a b c d e f", contacts: [], role: null, asks });
    const user = await enter(id.navReview, { contacts_list: book, packets_keys: () => ((asks = "nothing"), book()) });
    await user.type(await screen.findByTestId(id.ownKeysTyped), "mine alone{Enter}");
    await vi.waitFor(() => expect(screen.queryByTestId(id.ownKeys)).toBeNull());
    await vi.waitFor(() => expect(caret()).toBe(id.review));
  });
});

it("stays on the button that was pressed, while its act runs and after it failed; Esc is heard there", async () => {
  let refuse = (): void => undefined;
  const user = await enter(id.navVault, { vault_drill: () => new Promise((_, no) => (refuse = () => { no(failure("wrong_recovery_code") as unknown as Error); })) });
  await user.click(await screen.findByTestId(id.drillOpen));
  await user.type(screen.getByTestId(id.drillCode), "AAAA");
  await user.click(screen.getByTestId(id.drillGo));
  const go = screen.getByTestId(id.drillGo);
  expect(go).toHaveFocus();
  expect(go).toHaveAttribute("aria-disabled", "true");
  await user.keyboard("{Enter}");
  expect(host.asks("vault_drill"), "a second press does nothing").toHaveLength(1);
  refuse();
  await screen.findByTestId("failure");
  expect(go).toHaveFocus();
  expect(go).not.toHaveAttribute("aria-disabled");
  await user.keyboard("{Escape}");
  expect(screen.queryByTestId(id.drillPanel)).toBeNull();
});

it("is not needed for Esc: the newest panel hears it where the caret was lost", async () => {
  const user = await enter(id.navVault, { vault_glass: () => ({ open: vault(), groups: ["7F3A9"] }) });
  await user.click(await screen.findByTestId(id.drillOpen));
  await user.click(screen.getByTestId(id.glassOpen));
  (document.activeElement as HTMLElement).blur();
  await user.keyboard("{Escape}");
  expect(screen.queryByTestId(id.inspector)).toBeNull();
  expect(screen.getByTestId(id.drillPanel)).toBeInTheDocument();
});

describe("at the door the caret goes to what was refused", () => {
  it("a group of the code that is not whole", async () => {
    render(AppView, { host: previewHost("unlock") });
    const user = userEvent.setup();
    await user.click(await screen.findByTestId(id.unlockRecover));
    await user.type(screen.getByTestId(`${id.unlockCode}-1`), "7KM3Q");
    for (const box of [id.unlockNewPassphrase, id.unlockNewPassphraseAgain]) await user.type(screen.getByTestId(box), "harbour lantern 12");
    await user.click(screen.getByTestId(id.unlockGo));
    await vi.waitFor(() => expect(caret()).toBe(`${id.unlockCode}-2`));
  });

  it("a folder in which there is no backup, until another one is typed", async () => {
    host = previewHost("unlock");
    host.answers.vault_restore = () => { throw failure("no_vault"); };
    render(AppView, { host });
    const user = userEvent.setup();
    await user.click(await screen.findByTestId(id.restore));
    await user.type(screen.getByTestId(id.restorePath), "/media/stick/Quay.holdfast-backup");
    await user.type(screen.getByTestId(id.restorePassphrase), "harbour lantern 12{Enter}");
    await vi.waitFor(() => expect(caret()).toBe(id.restorePath));
    expect(screen.getByText("There is no backup in this place.")).toBeInTheDocument();
    expect(screen.getByTestId(id.restorePath)).toHaveAttribute("aria-invalid");
    await user.type(screen.getByTestId(id.restorePath), "2");
    expect(screen.getByTestId(id.restorePath)).not.toHaveAttribute("aria-invalid");
  });
});
