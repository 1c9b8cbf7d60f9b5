import { beforeEach, describe, expect, it } from "vitest";
import { FakeHost, failure, type Answers } from "../../host/fake";
import type { AppState, OpenVault } from "../../wire/app";
import { Start } from "./start.svelte";

const shown = ["7F3A9", "0C2M1", "QRST4", "VWXY8", "1H2J3", "K4M5N", "ABCDE", "ZZZZ7"];
const owner = { name: "Maren Sol", initials: "MS", roles: ["lead_therapist"], pin: "4071", again: "4071" };
const app: AppState = {
  version: "0", cipher: "c", vaults_folder: "/home/maren/.local/share/holdfast", documents_folder: "/home/maren/Documents", open: null, handover: null,
  vaults: [{ name: "Old", path: "/v/old", training: false, handles: [], opened_wall_ms: null, trouble: null }],
};
const open = { name: "New", people: [{ id: "1" }], recovery_owed: false } as unknown as OpenVault;

function begin(answers: Answers = {}, owed: OpenVault | null = null): [Start, FakeHost] {
  const host = new FakeHost({ vault_create: () => ({ recovery_groups: shown }), vault_confirm_code: () => open, vault_save_code: () => undefined, ...answers });
  return [new Start(host, app, owed), host];
}

async function made(answers: Answers = {}): Promise<[Start, FakeHost]> {
  const [start, host] = begin(answers);
  start.name = " Stillwater ";
  start.kind = "training";
  start.named();
  start.owned(owner);
  start.passphrase = start.again = "six words drawn by chance today";
  await start.make();
  return [start, host];
}

describe("the first start", () => {
  let start: Start;
  let host: FakeHost;
  beforeEach(async () => ([start, host] = await made()));

  it("asks for a name that a folder can have and that is free", () => {
    const [fresh] = begin();
    fresh.go("vault");
    fresh.named();
    expect([fresh.page, fresh.nameProblem]).toEqual(["vault", "A name is needed."]);
    fresh.kind = "training";
    expect(fresh.nameProblem).toBe("");
    fresh.kind = "clinical";
    for (const bad of ["a/b", ".x", "OLD", "what?"]) {
      fresh.name = bad;
      fresh.named();
      expect([bad, fresh.page]).toEqual([bad, "vault"]);
    }
    fresh.name = "Stillwater";
    expect(fresh.folder).toBe("/home/maren/.local/share/holdfast/Stillwater.holdfast");
    fresh.named();
    expect(fresh.page).toBe("owner");
  });

  it("makes the vault and forgets the secrets", () => {
    expect(host.asks("vault_create")).toEqual([{
      name: "Stillwater", training: true, passphrase: "six words drawn by chance today",
      owner: { name: "Maren Sol", initials: "MS", roles: ["lead_therapist"], pin: "4071" },
    }]);
    expect([start.page, start.passphrase, start.again, start.owner.pin]).toEqual(["code", "", "", ""]);
  });

  it("makes nothing while the two passphrases differ", async () => {
    const [fresh, other] = begin();
    fresh.passphrase = "six words drawn by chance today";
    fresh.again = "six words drawn by chance toda";
    await fresh.make();
    expect(other.asks("vault_create")).toEqual([]);
    expect(fresh.differs).toBe(true);
  });

  it("goes back page by page until the vault is made, then only between showing and typing the code", () => {
    const [fresh] = begin();
    fresh.go("owner");
    expect([fresh.back(), fresh.page]).toEqual([true, "vault"]);
    expect(start.back()).toBe(false);
    start.go("typed");
    expect([start.back(), start.page]).toEqual([true, "code"]);
  });

  it("names the wrong group before anything is sent", async () => {
    start.go("typed");
    start.typed = [...shown];
    start.typed[2] = "qrst5";
    await start.compare();
    expect([start.marked, start.problem]).toEqual([[3], "Group 3 is not as it was shown."]);
    // What is written in its place is not held against what was wrong.
    start.typeCode(start.typed.map((group, n) => (n === 0 ? "KKKKK" : group)));
    expect(start.marked).toEqual([3]);
    start.typeCode(start.typed.map((group, n) => (n === 2 ? "MMMMM" : group)));
    expect([start.marked, start.problem]).toEqual([[], ""]);
    expect(host.asks("vault_confirm_code")).toEqual([]);
  });

  it("takes small letters and O for zero, confirms, and forgets the code", async () => {
    start.go("typed");
    start.typed = shown.map((g) => g.toLowerCase().replace("0", "o"));
    await start.compare();
    expect([start.page, start.shown]).toEqual(["people", []]);
    expect(host.asks("vault_confirm_code")).toHaveLength(1);
  });

  it("saves the code only by choice, and says where", async () => {
    expect(start.path).toBe("/home/maren/Documents/Holdfast recovery code.txt");
    await start.save();
    expect(start.savedAs).toBe(start.path);
    expect(host.asks("vault_save_code")).toEqual([{ path: start.path }]);
  });

  it("takes the place that was chosen for the code, and leaves the old one where nobody chose", async () => {
    const [other, far] = await made({ app_choose: () => ({ path: "/media/stick/code.txt" }) });
    await other.choosePlace();
    expect(other.path).toBe("/media/stick/code.txt");
    expect(far.asks("app_choose")[0]).toMatchObject({ what: "new_file", path: "/home/maren/Documents/Holdfast recovery code.txt" });
    expect([other.savedAs, far.asks("vault_save_code")]).toEqual(["", []]);
    const [same] = await made({ app_choose: () => ({ path: null }) });
    await same.choosePlace();
    expect(same.path).toBe("/home/maren/Documents/Holdfast recovery code.txt");
  });

  it("writes paths the way this system does", () => {
    const windows = { ...app, vaults_folder: "C:\\Data\\holdfast", documents_folder: "C:\\Users\\maren\\Documents" };
    const other = new Start(new FakeHost(), windows, null);
    other.name = "Stillwater";
    expect([other.folder, other.path]).toEqual(["C:\\Data\\holdfast\\Stillwater.holdfast", "C:\\Users\\maren\\Documents\\Holdfast recovery code.txt"]);
  });

  it("does not say saved when it was not", async () => {
    const [other] = await made({ vault_save_code: () => { throw failure("read_only"); } });
    await other.save();
    expect([other.savedAs, other.attempt.failure?.code]).toEqual(["", "read_only"]);
  });
});

describe("a start that was left half-way", () => {
  it("asks a person who was given a key for their code and lets them in", async () => {
    const full = { ...open, people: [{ id: "1" }, { id: "2" }] } as OpenVault;
    const entered: OpenVault[] = [];
    const host = new FakeHost({ vault_confirm_code: () => full });
    const start = new Start(host, app, { ...full, recovery_owed: true }, (next) => entered.push(next));
    start.typed = start.typed.map(() => "ABCDE");
    await start.compare();
    expect([start.furnished, start.page, entered]).toEqual([true, "typed", [full]]);
  });

  it("is taken up where the code is owed, and marks the group that Rust names", async () => {
    const [start, host] = begin({ vault_confirm_code: () => { throw failure("recovery_code_typo", { group: "4" }); } }, open);
    expect([start.page, start.back()]).toEqual(["typed", false]);
    start.typed = [...shown];
    await start.compare();
    expect([host.asks("vault_confirm_code").length, start.marked, start.page]).toEqual([1, [4], "typed"]);
  });
});

describe("a training vault at first start", () => {
  it("needs no name of its own, unless the usual one is taken", () => {
    const [start] = begin();
    start.kind = "training";
    expect(start.folder).toMatch(/Training\.holdfast$/);
    start.named();
    expect([start.page, start.name]).toEqual(["owner", "Training"]);
    const taken = { ...app, vaults: app.vaults.map((v) => ({ ...v, name: "training" })) };
    const second = new Start(new FakeHost(), taken, null);
    second.kind = "training";
    second.named();
    expect(second.nameProblem).toBe("A name is needed.");
  });
  it("goes on without the code on paper, and plays a day at once", async () => {
    const [start, host] = await made({ vault_waive_code: () => open, training_start: () => ({ session: "s1" }) as never });
    await start.skipCode();
    expect([start.page, start.shown.length]).toEqual(["people", 0]);
    expect(await start.play(60)).toBe("s1");
    expect(host.asks("training_start")).toEqual([{ speed: 60 }]);
  });
});
