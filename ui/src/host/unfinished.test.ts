import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { dropTyped, flushTyped } from "./pending";
import { Unfinished } from "./unfinished.svelte";
import { failure, FakeHost } from "./fake";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function desk(kept: string[] = []): { host: FakeHost; form: { name: string }; at: Unfinished<{ name: string }> } {
  const form = { name: "" };
  const host = new FakeHost({ forms_keep: () => undefined, forms_of: () => kept.map((text) => ({ client: null, place: "client", text, caret: 0 })) });
  const at = new Unfinished<{ name: string }>(host, null, "client", () => (form.name === "" ? null : { name: form.name }), ({ name }) => { form.name = name ?? ""; });
  return { host, form, at };
}
const texts = (host: FakeHost): string[] => host.asks("forms_keep").map((form) => form.text);

it("remembers what is typed within a second, as it stands by then", async () => {
  const { host, form, at } = desk();
  form.name = "S";
  at.typed();
  form.name = "Signe";
  await vi.advanceTimersByTimeAsync(1000);
  expect(host.asks("forms_keep")).toEqual([{ client: null, place: "client", text: '{"name":"Signe"}', caret: 0 }]);
});

it("remembers nothing where everything was taken out again", async () => {
  const { host, at } = desk();
  at.typed();
  await vi.advanceTimersByTimeAsync(1000);
  expect(texts(host)).toEqual([""]);
});

it("puts back what was typed before, and says so", async () => {
  const { form, at } = desk(['{"name":"Signe"}']);
  await at.load();
  expect([form.name, at.waiting]).toEqual(["Signe", true]);
  const other = desk(["{"]);
  await other.at.load();
  expect([other.form.name, other.at.waiting]).toEqual(["", false]);
});

it("never writes over somebody who types already", async () => {
  const { form, at } = desk(['{"name":"Signe"}']);
  const loading = at.load();
  form.name = "T";
  at.typed();
  await loading;
  expect([form.name, at.waiting]).toEqual(["T", false]);
});

it("remembers on leaving, and forgets when it is kept", async () => {
  const { host, form, at } = desk();
  form.name = "Signe";
  at.typed();
  at.leave();
  form.name = "";
  await vi.advanceTimersByTimeAsync(1000);
  expect(texts(host)).toEqual(['{"name":"Signe"}']);
  form.name = "Signe";
  at.typed();
  await at.forget();
  await vi.advanceTimersByTimeAsync(1000);
  expect(texts(host)).toEqual(['{"name":"Signe"}', ""]);
});

it("puts nothing into a form that was left meanwhile, and says nothing where it could not be put back", async () => {
  const { form, at } = desk(['{"name":"Signe"}']);
  const loading = at.load();
  at.leave();
  await loading;
  expect([form.name, at.waiting]).toEqual(["", false]);
  const host = new FakeHost({ forms_of: () => [{ client: null, place: "client", text: "{}", caret: 0 }] });
  const declines = new Unfinished<object>(host, null, "client", () => null, () => false);
  await declines.load();
  expect(declines.waiting).toBe(false);
});

it("remembers at once when it is asked to, and the form stays", async () => {
  const { host, form, at } = desk();
  form.name = "Signe";
  void at.flush();
  expect(texts(host)).toEqual([]);
  at.typed();
  void at.flush();
  expect(texts(host)).toEqual(['{"name":"Signe"}']);
});

it("never waits longer than a second while somebody goes on typing", async () => {
  const { host, form, at } = desk();
  for (let i = 1; i <= 20; i++) {
    form.name = "x".repeat(i);
    at.typed();
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(texts(host).length).toBeGreaterThanOrEqual(2);
  expect(texts(host)[0]?.length).toBeLessThanOrEqual(22);
});

it("says that what is typed is nowhere yet where it could not be remembered, and tries again with the next key and on leaving", async () => {
  const { host, form, at } = desk();
  host.answers.forms_keep = () => { throw failure("disk_full"); };
  form.name = "Signe";
  at.typed();
  await vi.advanceTimersByTimeAsync(1000);
  expect(at.failure?.code).toBe("disk_full");
  host.answers.forms_keep = () => undefined;
  at.leave();
  await vi.advanceTimersByTimeAsync(0);
  expect([at.failure, texts(host)]).toEqual([null, ['{"name":"Signe"}', '{"name":"Signe"}']]);
});

it("says so where nothing could be read", async () => {
  const { host, at } = desk();
  host.answers.forms_of = () => { throw failure("damaged"); };
  await at.load();
  expect([at.failure?.code, at.waiting]).toEqual(["damaged", false]);
});

it("sends every form of the page that was typed in a moment ago, and waits for what is on its way", async () => {
  const { host, form, at } = desk();
  const other = new Unfinished<{ why: string }>(host, "1", "strike 3", () => ({ why: "slip" }), () => undefined);
  let answer = (): void => undefined;
  host.answers.forms_keep = () => new Promise<void>((done) => (answer = done));
  form.name = "Signe";
  at.typed();
  await vi.advanceTimersByTimeAsync(1000);
  expect(texts(host)).toEqual(['{"name":"Signe"}']);
  let safe = false;
  void flushTyped(host).then(() => (safe = true));
  await vi.advanceTimersByTimeAsync(0);
  expect(safe).toBe(false);
  answer();
  await vi.advanceTimersByTimeAsync(0);
  expect(safe).toBe(true);
  host.answers.forms_keep = () => undefined;
  other.typed();
  await flushTyped(host);
  expect(texts(host)).toEqual(['{"name":"Signe"}', '{"why":"slip"}']);
  await flushTyped(host);
  expect(texts(host)).toHaveLength(2);
});

it("never remembers as another's what could not be remembered before the pen went on", async () => {
  const { host, form, at } = desk();
  host.answers.forms_keep = () => { throw failure("disk_full"); };
  form.name = "Signe";
  at.typed();
  await flushTyped(host);
  dropTyped(host);
  host.answers.forms_keep = () => undefined;
  at.leave();
  await vi.advanceTimersByTimeAsync(1000);
  expect(texts(host)).toHaveLength(1);
});
