import { expect, it } from "vitest";
import { FakeHost, failure } from "../../host/fake";
import type { AppState, OpenVault } from "../../wire/app";
import { nameIn } from "../../words/backup";
import { Unlock } from "./unlock.svelte";

const app = { vaults: [] } as unknown as AppState;
const made = { path: "/home/maren/vaults/Quay.holdfast", entries: 12, bytes: 4096 };

it.each([
  ["/media/stick/Quay 2026-11-27 06.52.51.holdfast-backup", "Quay"],
  ["E:\\Backups\\North ward 2026-11-27 06.52.51.holdfast-backup\\", "North ward"],
  ["/media/stick/Old.holdfast-backup", "Old"],
  ["/media/stick/Quay.holdfast", ""],
])("takes the name of the vault out of the folder's: %s", (path, name) => {
  expect(nameIn(path)).toBe(name);
});

it("makes a vault out of a backup by passphrase and opens it with the same", async () => {
  const open = { name: "Quay" } as OpenVault;
  const host = new FakeHost({ vault_restore: () => made, vault_unlock: () => open });
  const door = new Unlock(host, app);
  door.turn("restore");
  expect(await door.goRestore()).toBeUndefined();
  expect(host.asks("vault_restore")).toEqual([]);
  door.restore.typePath("/media/stick/Quay 2026-11-27 06.52.51.holdfast-backup");
  door.restore.passphrase = "harbour lantern";
  expect(await door.goRestore()).toBe(open);
  expect(host.asks("vault_restore")).toEqual([{ backup: "/media/stick/Quay 2026-11-27 06.52.51.holdfast-backup", name: "Quay", passphrase: "harbour lantern", code: "" }]);
  expect(host.asks("vault_unlock")).toEqual([{ path: made.path, passphrase: "harbour lantern" }]);
});

it("goes on to a new passphrase where the recovery code opened the backup, and keeps a typed name", async () => {
  const host = new FakeHost({ vault_restore: () => made });
  const door = new Unlock(host, app);
  door.turn("restore");
  door.restore.typeName("Harbour");
  door.restore.typePath("/media/stick/Quay.holdfast-backup");
  door.restore.turn();
  door.restore.groups = door.restore.groups.map(() => "ABCDE");
  expect(await door.goRestore()).toBeUndefined();
  expect([door.way, door.path, door.restored, door.groups[0]]).toEqual(["recover", made.path, "Harbour", "ABCDE"]);
  expect(host.asks("vault_restore")).toMatchObject([{ name: "Harbour", passphrase: "" }]);
});

it("stays where it is and marks the group when the backup does not open", async () => {
  const host = new FakeHost({ vault_restore: () => { throw failure("recovery_code_typo", { group: "3" }); } });
  const door = new Unlock(host, app);
  door.turn("restore");
  door.restore.typePath("/media/stick/Quay.holdfast-backup");
  door.restore.turn();
  door.restore.groups = door.restore.groups.map(() => "ABCDE");
  await door.goRestore();
  expect([door.way, door.restore.marked]).toEqual(["restore", [3]]);
});
