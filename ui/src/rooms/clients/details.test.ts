import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeHost, failure, type Answers } from "../../host/fake";
import type { Client, ClientFile, Receipt } from "../../wire/clients";
import { receiptLines } from "../../words/clients";
import { isDay } from "../../time/elapsed";
import { Details, PutAway } from "./details.svelte";
import { copy, Erase } from "./erase.svelte";

const kept = { name: "Ragna", born: "1985-04-30", pronouns: "she/her", contact: "", emergency: "", support: "", clinicians: "", allergies: "" };
const file: ClientFile = { client: "1", details: kept, age: 41, retain_until: "2036-03-02" };
const client: Client = { id: "1", code: "KELP-014", archived: null, sessions: [] };

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it.each([
  ["1985-04-30", true], ["2024-02-29", true], ["2023-02-29", false], ["1985-13-01", false], ["30.04.1985", false], ["1985-4-3", false], ["", false],
])("knows whether %s is a day", (text, is) => expect(isDay(text)).toBe(is));

describe("details", () => {
  const draft = (text: string) => ({ client: "1", place: "details", text, caret: 0 });

  async function panel(answers: Answers = {}): Promise<[Details, FakeHost, () => number]> {
    let left = 0;
    const host = new FakeHost({
      clients_file: () => file, forms_of: () => [], forms_keep: () => undefined, clients_change: ({ details }) => ({ ...file, details }), ...answers,
    });
    const form = new Details(host, "1", () => void left++);
    await form.load();
    return [form, host, () => left];
  }

  it("stand as they are kept, and are kept as they are typed", async () => {
    const [form, host, left] = await panel();
    expect([form.fields.name, form.unfinished.waiting]).toEqual(["Ragna", false]);
    form.type("allergies", "penicillin\nlatex");
    form.type("born", " 1985-05-01 ");
    await form.keep();
    expect(host.asks("clients_change")).toEqual([{ client: "1", details: { ...kept, born: "1985-05-01", allergies: "penicillin\nlatex" } }]);
    expect(host.asks("forms_keep")).toEqual([draft("")]);
    expect(left()).toBe(1);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(host.asks("forms_keep")).toHaveLength(1);
  });

  it("are a draft within a second, and no draft once they are as they were", async () => {
    const [form, host] = await panel();
    form.type("contact", "1 Quay");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(host.asks("forms_keep")).toEqual([draft(JSON.stringify({ ...kept, contact: "1 Quay" }))]);
    form.type("contact", "");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(host.asks("forms_keep")[1]).toEqual(draft(""));
  });

  it("keep the last key when the panel goes at once", async () => {
    const [form, host] = await panel();
    form.type("name", "Ragna S");
    form.close();
    await vi.advanceTimersByTimeAsync(0);
    expect(host.asks("forms_keep")).toEqual([draft(JSON.stringify({ ...kept, name: "Ragna S" }))]);
  });

  it("come back as they were typed, and can be discarded", async () => {
    const [form, host] = await panel({ forms_of: () => [{ ...draft("x"), place: "entry 1" }, draft(JSON.stringify({ name: "Ragna S", other: 1 }))] });
    expect([form.fields.name, form.fields.born, form.unfinished.waiting]).toEqual(["Ragna S", "1985-04-30", true]);
    await form.discard();
    expect([form.fields.name, form.unfinished.waiting, host.asks("forms_keep")]).toEqual(["Ragna", false, [draft("")]]);
  });

  it("stand as they are kept where a draft cannot be read", async () => {
    const [form] = await panel({ forms_of: () => [draft("{")] });
    expect([form.fields.name, form.unfinished.waiting]).toEqual(["Ragna", false]);
  });

  it("are not sent with a day that is none", async () => {
    const [form, host, left] = await panel();
    form.type("born", "1985-02-30");
    await form.keep();
    expect([form.bornWrong, host.asks("clients_change"), left()]).toEqual([true, [], 0]);
  });

  it("stay in the form and in the draft when keeping fails", async () => {
    const [form, host, left] = await panel({ clients_change: () => { throw failure("disk_full"); } });
    form.type("name", "Ragna S");
    await form.keep();
    expect([form.fields.name, form.attempt.failure?.code, left()]).toEqual(["Ragna S", "disk_full", 0]);
    expect(host.asks("forms_keep")).toEqual([draft(JSON.stringify({ ...kept, name: "Ragna S" }))]);
  });
});

describe("putting away", () => {
  it("takes the day that stands, and sends the one that is typed", async () => {
    const done: Client[] = [];
    const host = new FakeHost({ clients_file: () => file, clients_archive: () => ({ ...client, archived: "2031-05-13" }) });
    const form = new PutAway(host, "1", (line) => done.push(line));
    await form.load();
    expect(form.until).toBe("2036-03-02");
    form.until = "2036-02-30";
    await form.go();
    expect([form.wrong, host.asks("clients_archive")]).toEqual([true, []]);
    form.until = "";
    await form.go();
    expect(host.asks("clients_archive")).toEqual([{ client: "1", retain_until: "" }]);
    expect(done.map((line) => line.archived)).toEqual(["2031-05-13"]);
  });

  it("brings back a day that was typed and not kept, and forgets it when it is kept", async () => {
    const host = new FakeHost({ clients_file: () => file, clients_archive: () => client, forms_keep: () => undefined, forms_of: () => [{ client: "1", place: "put away", text: '{"until":"2040-01-01"}', caret: 0 }] });
    const form = new PutAway(host, "1", () => undefined);
    await form.load();
    expect([form.until, form.unfinished.waiting]).toEqual(["2040-01-01", true]);
    form.type("2041-01-01");
    await vi.advanceTimersByTimeAsync(1_000);
    await form.go();
    expect(host.asks("forms_keep").map((one) => one.text)).toEqual(['{"until":"2041-01-01"}', ""]);
  });

  it("does not go over what was typed before the day was read", async () => {
    const form = new PutAway(new FakeHost({ clients_file: () => file }), "1", () => undefined);
    const reading = form.load();
    form.until = "2040-01-01";
    await reading;
    expect(form.until).toBe("2040-01-01");
  });
});

describe("erasing", () => {
  const receipt: Receipt = { client: "1", code: "KELP-014", on: "2031-05-13", entry: 917, sessions: 2, copies: [], log_emptied: true };

  it("asks for nothing until the code is typed once more", async () => {
    const done: Receipt[] = [];
    const host = new FakeHost({ clients_erase: () => receipt });
    const form = new Erase(host, client, (what) => done.push(what));
    for (const code of ["", "KELP-01", "KELP-0144"]) {
      form.code = code;
      await form.go();
    }
    expect([form.tried, host.asks("clients_erase"), done]).toEqual([true, [], []]);
    form.code = " kelp-014 ";
    await form.go();
    expect([host.asks("clients_erase"), done]).toEqual([[{ client: "1", code: "kelp-014" }], [receipt]]);
  });

  it("gives no receipt where the record is to be kept longer", async () => {
    const done: Receipt[] = [];
    const form = new Erase(new FakeHost({ clients_erase: () => { throw failure("retained", { until: "2036-03-02" }); } }), client, (what) => done.push(what));
    form.code = "KELP-014";
    await form.go();
    expect([form.attempt.failure?.code, done]).toEqual(["retained", []]);
  });

  it("says on the receipt what is gone and which copies still hold the key", () => {
    const vault = { name: "Stillwater", training: false, by: "Maren Sol" };
    const lines = new Map(receiptLines({ ...receipt, copies: ["a.db", "b.db"] }, vault));
    expect([...lines.values()].slice(0, 5)).toEqual(["KELP-014", "Stillwater", "Tue 13 May 2031", "Maren Sol", "917"]);
    expect(lines.get("Destroyed")).toContain("2 dosing sessions");
    expect(lines.get("Not destroyed")).toContain("a.db, b.db");
    expect(new Map(receiptLines(receipt, { ...vault, training: true })).get("Vault")).toContain("training");
    expect(new Map(receiptLines(receipt, vault)).get("Not destroyed")).toContain("No older copy lies beside the vault");
  });

  it("says whether the receipt reached the clipboard", async () => {
    const put = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValueOnce().mockRejectedValueOnce(new Error("no"));
    expect([await copy("a"), await copy("b"), put.mock.calls]).toEqual([true, false, [["a"], ["b"]]]);
    put.mockRestore();
  });
});
