import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Unfinished } from "./unfinished.svelte";
import { FakeHost } from "./fake";

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
  at.flush();
  expect(texts(host)).toEqual([]);
  at.typed();
  at.flush();
  expect(texts(host)).toEqual(['{"name":"Signe"}']);
});
