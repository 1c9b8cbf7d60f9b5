import { describe, expect, it } from "vitest";
import { FakeHost, type Answers } from "../../host/fake";
import type { MeasureFile, MeasureLine, MeasureSheet } from "../../wire/measures";
import type { Place } from "../../wire/protocols";
import { Files } from "./files.svelte";

const line = (digest: string): MeasureLine => ({ digest, name: `${digest} v1`, title: digest, short: digest, asked: "client", items: 1, kept: false });
const sheet = (digest: string): MeasureSheet =>
  ({ line: line(digest), language: "en", recall: null, instruction: null, licence: "", attribution: null, sources: [], items: [], scores: [], findings: [] });
const good = (path: string, place: Place = "free"): MeasureFile => ({ path, complaints: [], found: { sheet: sheet("n"), place } });

async function opened(answers: Answers = {}): Promise<[Files, FakeHost]> {
  const host = new FakeHost({
    measures_list: () => [line("a"), line("b")], measures_sheet: ({ digest }) => sheet(digest), measures_read: ({ path }) => good(path),
    forms_of: () => [], forms_keep: () => undefined, ...answers,
  });
  const files = new Files(host);
  await files.load();
  return [files, host];
}

it("shows the first measure, and never another one's sheet", async () => {
  const slow: ((sheet: MeasureSheet) => void)[] = [];
  const [files, host] = await opened();
  expect(files.sheet?.line.digest).toBe("a");
  host.answers.measures_sheet = () => new Promise((done) => slow.push(done));
  const [first, second] = [files.pick("b"), files.pick("a")];
  slow[0]?.(sheet("b"));
  await first;
  expect(files.sheet).toBeNull();
  slow[1]?.(sheet("a"));
  await second;
  expect(files.sheet?.line.digest).toBe("a");
});

describe("a measure file on its way into the vault", () => {
  it("shows every complaint and cannot be kept with an error", async () => {
    const complaints = [{ line: 3, blocks: true, text: "x" }, { line: 5, blocks: true, text: "z" }, { line: 9, blocks: false, text: "y" }];
    const [files, host] = await opened({ measures_read: ({ path }) => ({ path, complaints, found: null }) });
    files.startImport(() => undefined);
    files.importing?.type("/bad.toml");
    await files.importing?.look();
    expect([files.importing?.errors, files.importing?.notes]).toEqual([2, 1]);
    await files.importing?.keep();
    expect(host.asks("measures_import")).toEqual([]);
  });

  it("is kept by its digest, is then the one that is shown, and its path waits no longer", async () => {
    const [files, host] = await opened({ measures_import: () => ({ measure: line("n"), wall_ms: 5 }) });
    let told = 0;
    files.startImport(() => (told += 1));
    files.importing?.type(" /own.toml ");
    await files.importing?.look();
    await files.importing?.keep();
    expect(host.asks("measures_import")).toEqual([{ path: "/own.toml", digest: "n" }]);
    expect(host.asks("forms_keep").at(-1)).toMatchObject({ place: "measure file", text: "" });
    await expect.poll(() => told).toBe(1);
    expect(files.sheet?.line.digest).toBe("n");
    expect([files.importing, files.kept]).toEqual([null, { digest: "n", name: "n v1", wall_ms: 5 }]);
  });

  it("is not kept where another file has its name, and a path that was typed before is there again", async () => {
    const before = [{ client: null, place: "measure file", text: JSON.stringify({ path: "/own.toml" }), caret: 0 }];
    const [files, host] = await opened({ measures_read: ({ path }) => good(path, "taken"), forms_of: () => before });
    files.startImport(() => undefined);
    await expect.poll(() => files.importing?.path).toBe("/own.toml");
    await files.importing?.look();
    await files.importing?.keep();
    expect(host.asks("measures_import")).toEqual([]);
  });
});
