import { cleanup, render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FakeHost, failure } from "../../host/fake";
import { setHost } from "../../host/host";
import { testids as id } from "../../kit/testids";
import type { Cohort as View, CohortCell } from "../../wire/cohort";
import { cohort as words } from "../../words/cohort";
import Page from "./Cohort.svelte";

vi.mock("../../host/host", async (original) => {
  const real = await original<typeof import("../../host/host")>();
  let host: unknown;
  return { ...real, setHost: (next: unknown) => { host = next; }, getHost: () => host };
});

const cell = (text: string | null): CohortCell => ({ text: text ?? "", hidden: text === null });
const view: View = {
  least: 5, clients: 17, erased: null, unread: false,
  tables: [
    {
      id: "sessions", caption: "Dosing sessions", note: "How it is counted.", columns: ["Sessions", "Clients", "Days between"],
      rows: [["None", "5", ""], ["2", null, null], ["3", "9", "28 (21 to 35)"]].map((row) => row.map(cell)),
    },
    { id: "effects", caption: "Effects by dose", note: "", columns: ["Effect"], rows: [] },
  ],
};

function enter(answer: () => View | Promise<View>): FakeHost {
  const host = new FakeHost({ cohort: answer });
  setHost(host);
  render(Page);
  return host;
}

async function complaints(): Promise<string[]> {
  const found = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
  return found.violations.map((v) => `${v.id}: ${v.nodes[0]?.html ?? ""}`);
}

beforeEach(() => document.documentElement.setAttribute("lang", "en"));
afterEach(cleanup);

it("shows each table with its caption, row heads, hidden cells and those with nothing in them", async () => {
  enter(() => view);
  const table = await screen.findByRole("table", { name: "Dosing sessions" });
  expect(within(table).getAllByRole("columnheader").map((one) => one.textContent)).toEqual(["Sessions", "Clients", "Days between"]);
  const lines = within(table).getAllByRole("row").slice(1);
  expect(lines.map((line) => within(line).getByRole("rowheader").textContent)).toEqual(["None", "2", "3"]);
  const cells = lines.map((line) => within(line).getAllByRole("cell").map((one) => one.textContent));
  expect(cells).toEqual([["5", words.none], ["hidden", "hidden"], ["9", "28 (21 to 35)"]]);
  expect(screen.getByTestId(id.cohortClients)).toHaveTextContent("17 clients. Erased, and not counted: fewer than 5.");
  expect(document.body).toHaveTextContent(words.legend(5));
  expect(await complaints()).toEqual([]);
});

it("says that nothing of a table is shown", async () => {
  enter(() => view);
  const [, effects] = await screen.findAllByTestId(id.cohortTable);
  expect(effects).toHaveTextContent(words.nothing);
  expect(within(effects as HTMLElement).queryByRole("table")).toBeNull();
});

it("puts tables in which every number is hidden under those that have nothing to show", async () => {
  const techniques = { id: "techniques", caption: "Techniques", note: "", columns: ["Technique", "Clients"], rows: [["Somatic", null], ["Other", null]].map((row) => row.map(cell)) };
  enter(() => ({ ...view, tables: [...view.tables, techniques] }));
  expect(await screen.findAllByRole("table")).toHaveLength(1);
  expect(screen.getAllByTestId(id.cohortTable)).toHaveLength(1);
  expect(screen.getByRole("region", { name: words.nothingHead })).toHaveTextContent(/Effects by dose\s*Techniques/);
});

it("shows nothing but a sentence where there are too few clients", async () => {
  enter(() => ({ least: 5, clients: null, erased: null, unread: false, tables: [] }));
  expect(await screen.findByTestId(id.cohortClients)).toHaveTextContent(words.tooFew(5));
  expect(screen.queryByTestId(id.cohortTable)).toBeNull();
  expect(screen.queryByText(words.legend(5))).toBeNull();
  expect(document.querySelectorAll("table")).toHaveLength(0);
  expect(await complaints()).toEqual([]);
});

it("is reached by key: the head first, then each table that scrolls", async () => {
  enter(() => view);
  await screen.findByRole("table");
  expect(screen.getByTestId(id.cohort)).toHaveFocus();
  await userEvent.setup().tab();
  expect(screen.getByRole("group", { name: "Dosing sessions" })).toHaveFocus();
});

it("says that it counts, and why it could not", async () => {
  let refuse: (thrown: unknown) => void = () => undefined;
  enter(() => new Promise<View>((_, no) => (refuse = no)));
  expect(await screen.findByRole("status")).toHaveTextContent(words.counting);
  refuse(failure("damaged", { what: "seal" }));
  expect(await screen.findByTestId(id.failure)).toBeInTheDocument();
  expect(screen.queryByText(words.counting)).toBeNull();
  expect(screen.queryByTestId(id.cohortClients)).toBeNull();
});

it("says that records which cannot be read are left out", async () => {
  enter(() => ({ ...view, unread: true }));
  expect(await screen.findByTestId("unread")).toHaveTextContent(words.unread);
});
