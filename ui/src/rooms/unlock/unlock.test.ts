import { describe, expect, it } from "vitest";
import { FakeHost, failure } from "../../host/fake";
import type { AppState, OpenVault, VaultEntry } from "../../wire/app";
import { Unlock } from "./unlock.svelte";

const entry = (name: string, trouble: VaultEntry["trouble"] = null): VaultEntry => ({ name, path: `/v/${name}`, training: false, handles: ["MS"], opened_wall_ms: 0, trouble });
const app = (vaults: VaultEntry[]): AppState => ({ version: "0", cipher: "c", vaults, vaults_folder: "/v", documents_folder: "/d", open: null, handover: null });
const open = { name: "A" } as OpenVault;

describe("the door", () => {
  it("offers the first vault that can be opened", () => {
    expect(new Unlock(new FakeHost(), app([entry("new", "vault_newer"), entry("A")])).picked).toBe("/v/A");
  });

  it("picks by number and ignores numbers without a vault", () => {
    const door = new Unlock(new FakeHost(), app([entry("A"), entry("B")]));
    expect([door.pick(2), door.picked, door.pick(3), door.picked]).toEqual([true, "/v/B", false, "/v/B"]);
  });

  it("opens, and keeps no passphrase on the page", async () => {
    const host = new FakeHost({ vault_unlock: () => open });
    const door = new Unlock(host, app([entry("A")]));
    door.passphrase = "typed";
    expect(await door.go()).toBe(open);
    expect(host.asks("vault_unlock")).toEqual([{ path: "/v/A", passphrase: "typed" }]);
    expect(door.passphrase).toBe("");
  });

  it("keeps what was typed after a wrong one, so that it can be looked at", async () => {
    const door = new Unlock(new FakeHost({ vault_unlock: () => { throw failure("wrong_passphrase"); } }), app([entry("A")]));
    door.passphrase = "typod";
    expect(await door.go()).toBeUndefined();
    expect([door.attempt.failure?.code, door.passphrase]).toEqual(["wrong_passphrase", "typod"]);
  });

  it("opens a vault elsewhere by its folder", async () => {
    const host = new FakeHost({ vault_unlock: () => open });
    const door = new Unlock(host, app([entry("A")]));
    door.turn("passphrase", true);
    door.path = " /mnt/stick/B.holdfast ";
    door.passphrase = "typed";
    await door.go();
    expect(host.asks("vault_unlock")).toEqual([{ path: "/mnt/stick/B.holdfast", passphrase: "typed" }]);
  });

  it("sends a recovery code only when it is whole and the passphrases agree", async () => {
    const host = new FakeHost({ vault_recover: () => open });
    const door = new Unlock(host, app([entry("A")]));
    door.turn("recover");
    door.passphrase = "six words drawn by chance";
    await door.go();
    expect(door.marked).toHaveLength(8);
    door.groups = door.groups.map(() => "abcde");
    await door.go();
    door.again = "six words drawn by chance";
    expect(host.asks("vault_recover")).toEqual([]);
    expect(await door.go()).toBe(open);
    expect(host.asks("vault_recover")[0]?.code).toBe(Array(8).fill("abcde").join("-"));
  });

  it("marks the group that Rust names", async () => {
    const door = new Unlock(new FakeHost({ vault_recover: () => { throw failure("recovery_code_typo", { group: "3" }); } }), app([entry("A")]));
    door.turn("recover");
    door.groups = door.groups.map(() => "ABCDE");
    door.passphrase = door.again = "six words drawn by chance";
    await door.go();
    expect(door.marked).toEqual([3]);
  });

  it("forgets what opens a backup when its form is left", () => {
    const door = new Unlock(new FakeHost(), app([entry("A")]));
    door.turn("restore");
    door.restore.passphrase = "typed";
    door.turn("passphrase", false);
    door.turn("restore");
    expect(door.restore.passphrase).toBe("");
    door.restore.turn();
    door.restore.groups = ["ABCDE"];
    door.turn("passphrase", false);
    expect(door.restore.groups.join("")).toBe("");
  });

  it("is not left, and opens nothing else, while a vault is made out of a backup", async () => {
    let made = (): void => undefined;
    const host = new FakeHost({ vault_unlock: () => open, vault_restore: () => new Promise((done) => (made = () => done({ path: "/v/B", entries: 1, bytes: 1 }))) });
    const door = new Unlock(host, app([entry("A")]));
    door.turn("restore");
    [door.restore.path, door.restore.name, door.restore.passphrase] = ["/stick/B.holdfast-backup", "B", "typed"];
    const going = door.goRestore();
    await expect.poll(() => host.asks("vault_restore")).toHaveLength(1);
    door.turn("passphrase", false);
    expect([door.way, door.pick(1)]).toEqual(["restore", false]);
    made();
    expect(await going).toBe(open);
    expect(host.asks("vault_unlock")).toEqual([{ path: "/v/B", passphrase: "typed" }]);
  });
});
