import { describe, expect, it } from "vitest";
import { FakeHost, failure, type Answers } from "../../host/fake";
import type { Difference, FoundProtocol, ProtocolFile, ProtocolLine, RehearsedPrompt } from "../../wire/protocols";
import { differenceRows } from "../../words/difference";
import { Protocols } from "./protocols.svelte";

const line = (digest: string, change: Partial<ProtocolLine> = {}): ProtocolLine => ({ digest, name: digest, title: digest, summary: "", training: true, adopted_by: [], adoptions: [], usable: true, before: null, adopting: "nothing", ...change });

it("shows the first protocol with its day", async () => {
  const room = new Protocols(new FakeHost({ protocols_list: () => [line("a"), line("b")], protocols_rehearse: () => [] }));
  await room.load();
  expect([room.protocol?.digest, room.day]).toEqual(["a", []]);
});

it("never shows the day of another protocol", async () => {
  const slow: ((day: RehearsedPrompt[]) => void)[] = [];
  const room = new Protocols(new FakeHost({ protocols_rehearse: () => new Promise((done) => slow.push(done)) }));
  const first = room.pick("a");
  const second = room.pick("b");
  slow[0]?.([{ planned_ms: 1 } as RehearsedPrompt]);
  await first;
  expect(room.day).toBeNull();
  slow[1]?.([]);
  await second;
  expect(room.day).toEqual([]);
});

it("says why a day cannot be shown", async () => {
  const room = new Protocols(new FakeHost({ protocols_rehearse: () => { throw failure("protocol_complaints", { count: "2" }); } }));
  await room.pick("a");
  expect([room.day, room.rehearsal.failure?.code]).toEqual([null, "protocol_complaints"]);
});

const found = (change: Partial<FoundProtocol> = {}): FoundProtocol =>
  ({ digest: "n", name: "small v2", title: "Small", summary: "", training: false, adopted_by: [], place: "free", parts: [], day: [], difference: null, ...change });
const file = (path: string, change: Partial<ProtocolFile> = {}): ProtocolFile => ({ path, complaints: [], found: found(), ...change });
const differs: Difference = { before: "small v1", after: "small v2", changes: [{ part: "Limits", rule: "systolic", line: 4, kind: "changed", key: "above", before: "160 mmHg", after: "155 mmHg" }] };

async function opened(answers: Answers = {}): Promise<[Protocols, FakeHost]> {
  const host = new FakeHost({ protocols_list: () => [line("a")], protocols_rehearse: () => [], protocols_read: ({ path }) => file(path), ...answers });
  const room = new Protocols(host);
  await room.load();
  return [room, host];
}

describe("a file on its way into the vault", () => {
  it("is read when it is chosen, and nothing is kept by that", async () => {
    const [room, host] = await opened({ app_choose: () => ({ path: "/stick/small.toml" }) });
    room.startImport(() => undefined);
    const importing = room.importing;
    await importing?.choose();
    expect([importing?.path, importing?.found?.name]).toEqual(["/stick/small.toml", "small v2"]);
    expect(host.asks("protocols_import")).toEqual([]);
  });

  it("stays as it was when nobody chooses", async () => {
    const [room, host] = await opened({ app_choose: () => ({ path: null }) });
    room.startImport(() => undefined);
    room.importing?.type("/typed.toml");
    await room.importing?.choose();
    expect([room.importing?.path, host.asks("protocols_read")]).toEqual(["/typed.toml", []]);
  });

  it("shows every complaint and cannot be kept with an error", async () => {
    const complaints = [{ line: 3, blocks: true, text: "x" }, { line: 9, blocks: false, text: "y" }];
    const [room, host] = await opened({ protocols_read: ({ path }) => file(path, { complaints, found: null }) });
    room.startImport(() => undefined);
    room.importing?.type("/bad.toml");
    await room.importing?.look();
    expect([room.importing?.errors, room.importing?.notes]).toEqual([1, 1]);
    await room.importing?.keep();
    expect(host.asks("protocols_import")).toEqual([]);
  });

  it("shows nothing of a file whose path is another one by now", async () => {
    const slow: ((read: ProtocolFile) => void)[] = [];
    const [room] = await opened({ protocols_read: () => new Promise((done) => slow.push(done)) });
    room.startImport(() => undefined);
    const importing = room.importing;
    importing?.type("/one.toml");
    const looking = importing?.look();
    importing?.type("/two.toml");
    slow[0]?.(file("/one.toml"));
    await looking;
    expect(importing?.file).toBeNull();
  });

  it("is kept by its digest, and is then the one that is shown", async () => {
    let list = [line("a")];
    const [room, host] = await opened({
      protocols_list: () => list,
      protocols_import: () => { list = [...list, line("n")]; return { protocol: line("n"), wall_ms: 5 }; },
    });
    let told = 0;
    room.startImport(() => (told += 1));
    room.importing?.type(" /small.toml ");
    await room.importing?.look();
    await room.importing?.keep();
    expect(host.asks("protocols_import")).toEqual([{ path: "/small.toml", digest: "n" }]);
    expect([room.importing, room.picked, room.kept, told]).toEqual([null, "n", { digest: "n", name: "n", wall_ms: 5, signed: false }, 1]);
  });

  it("is not kept where another file has its name", async () => {
    for (const place of ["known", "taken"] as const) {
      const [room, host] = await opened({ protocols_read: ({ path }) => file(path, { found: found({ place }) }) });
      room.startImport(() => undefined);
      room.importing?.type("/small.toml");
      await room.importing?.look();
      await room.importing?.keep();
      expect(host.asks("protocols_import")).toEqual([]);
    }
  });
});

describe("a protocol that waits for a signature", () => {
  const waiting = line("n", { training: false, usable: false, before: "a", adopting: "passphrase", adopted_by: ["lead_therapist"] });
  const signed = { ...waiting, usable: true, adopting: "nothing" as const, adoptions: [{ name: "M", role: "lead_therapist" as const, wall_ms: 7 }] };

  it("is signed only after its difference was shown", async () => {
    let fails = true;
    const [room, host] = await opened({
      protocols_list: () => [line("a"), waiting],
      protocols_difference: () => { if (fails) throw failure("io"); return differs; },
      protocols_adopt: () => signed,
    });
    await room.pick("n");
    room.proof = "secret";
    expect([room.seen, await room.adopt(), host.asks("protocols_adopt")]).toEqual([false, false, []]);
    fails = false;
    await room.pick("n");
    expect(host.asks("protocols_difference").at(-1)).toEqual({ before: "a", after: "n" });
    room.proof = "secret";
    expect([room.seen, await room.adopt(), room.proof]).toEqual([true, true, ""]);
    expect(host.asks("protocols_adopt")).toEqual([{ digest: "n", proof: "secret" }]);
    expect(room.kept).toEqual({ digest: "n", name: "n", wall_ms: 7, signed: true });
  });

  it("keeps no proof of a signature that failed", async () => {
    const [room] = await opened({ protocols_list: () => [{ ...waiting, before: null }], protocols_adopt: () => { throw failure("wrong_passphrase"); } });
    room.proof = "wrong";
    expect([await room.adopt(), room.proof, room.signing.failure?.code, room.kept]).toEqual([false, "", "wrong_passphrase", null]);
  });

  it("is not asked of somebody who cannot sign", async () => {
    const [room, host] = await opened({ protocols_list: () => [{ ...waiting, before: null, adopting: "not_holder" }] });
    room.proof = "secret";
    expect([await room.adopt(), host.asks("protocols_adopt")]).toEqual([false, []]);
  });
});

it("sets a difference as rows: both values, and what came or went", () => {
  const base = { part: "Limits", rule: "pulse", line: null, key: "", before: null, after: null };
  expect(differenceRows([...differs.changes, { ...base, kind: "added", after: "x" }, { ...base, kind: "removed", before: "y" }, { ...base, kind: "changed", key: "above", after: "z" }])).toEqual([
    ["Limits", "systolic", "above", "160 mmHg", "155 mmHg", "4"],
    ["Limits", "pulse", "new rule", "", "x", ""],
    ["Limits", "pulse", "taken out", "y", "", ""],
    ["Limits", "pulse", "above", "not set", "z", ""],
  ]);
});
