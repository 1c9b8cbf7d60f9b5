// While the system's own window for a place is open, no form says that it seals, copies or checks something.
import { describe, expect, it } from "vitest";
import { Attempt } from "./host/attempt.svelte";
import { FakeHost, failure, type Answers } from "./host/fake";
import { Printing } from "./host/printing.svelte";
import { Files } from "./rooms/protocols/files.svelte";
import { Protocols } from "./rooms/protocols/protocols.svelte";
import { Book } from "./rooms/review/contacts.svelte";
import { Opening } from "./rooms/review/opening.svelte";
import { Sealing } from "./rooms/review/sealing.svelte";
import { Desk } from "./rooms/review/thread.svelte";
import { Start } from "./rooms/start/start.svelte";
import { Restore } from "./rooms/unlock/restore.svelte";
import { Backup } from "./rooms/vault/backup.svelte";
import { Confidence } from "./rooms/vault/confidence.svelte";
import type { AppState } from "./wire/app";

type Case = (host: FakeHost) => { choose: () => Promise<unknown>; attempt: Attempt };
const nowhere = { vaults: [], vaults_folder: "/v", documents_folder: "/d" } as unknown as AppState;
function importing<At>(room: { startImport: (onkept: () => void) => void; importing: At | null }): At {
  room.startImport(() => undefined);
  if (!room.importing) throw new Error("no panel");
  return room.importing;
}
const cases: Record<string, Case> = {
  "a backup": (host) => { const at = new Backup(host); return { choose: () => at.choose(), attempt: at.copying.attempt }; },
  "a vault out of a backup": (host) => { const at = new Restore(host); return { choose: () => at.choose(), attempt: at.copying.attempt }; },
  "what is said in confidence": (host) => { const at = new Confidence(host); return { choose: () => at.choose("folder", "", ""), attempt: at.attempt }; },
  "a report": (host) => { const at = new Printing(host, () => Promise.resolve({ path: "" })); return { choose: () => at.choose(""), attempt: at.attempt }; },
  "a packet that is sealed": (host) => { const at = new Sealing(host); return { choose: () => at.chooseFolder(), attempt: at.sealing }; },
  "a packet that is opened": (host) => { const at = new Opening(host, () => undefined); return { choose: () => at.choose(), attempt: at.attempt }; },
  "one's own card": (host) => { const at = new Book(host); return { choose: () => at.chooseFolder(), attempt: at.giving }; },
  "somebody's card": (host) => { const at = new Book(host); return { choose: () => at.chooseFile(), attempt: at.taking }; },
  "an answer": (host) => { const at = new Desk(host, "t1"); return { choose: () => at.chooseFolder(), attempt: at.attempt }; },
  "a protocol": (host) => { const at = importing(new Protocols(host)); return { choose: () => at.choose(), attempt: at.attempt }; },
  "a measure": (host) => { const at = importing(new Files(host)); return { choose: () => at.choose(), attempt: at.attempt }; },
  "a code": (host) => { const at = new Start(host, nowhere, null); return { choose: () => at.choosePlace(), attempt: at.attempt }; },
};

describe("a place is chosen for", () => {
  it.each(Object.entries(cases))("%s", async (_, make) => {
    let chosen = (): void => undefined;
    const answers: Answers = { app_choose: () => new Promise((done) => (chosen = () => { done({ path: null }); })) };
    const host = new FakeHost(answers);
    const { choose, attempt } = make(host);
    const choosing = choose();
    await expect.poll(() => host.asks("app_choose")).toHaveLength(1);
    expect(attempt.busy).toBe(false);
    // A second press opens no second window.
    await choose();
    expect(host.asks("app_choose")).toHaveLength(1);
    chosen();
    await choosing;
  });

  it("nobody, when the window does not open: the form says why", async () => {
    const backup = new Backup(new FakeHost({ app_choose: () => { throw failure("io", { what: "portal" }); } }));
    await backup.choose();
    expect(backup.copying.attempt.failure?.code).toBe("io");
  });
});

it("a folder that is chosen after its form was left goes into no other", async () => {
  let chosen = (): void => undefined;
  const host = new FakeHost({ app_choose: () => new Promise((done) => (chosen = () => { done({ path: "/stick" }); })) });
  const at = new Confidence(host);
  at.show("carry");
  const choosing = at.choose("folder", "", "");
  at.leave();
  at.show("take");
  chosen();
  await choosing;
  expect(at.path).toBe("");
});
