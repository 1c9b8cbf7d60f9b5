import { expect, it } from "vitest";
import { FakeHost, failure } from "../../host/fake";
import type { OpenVault } from "../../wire/app";
import type { Person } from "../../wire/people";
import { backup as words, size } from "../../words/backup";
import { Backup } from "./backup.svelte";
import { Enrol } from "./enrol.svelte";
import { Keys } from "./keys.svelte";

const last = { wall_ms: 1, days: 3, since: 1 };

it("offers the folder of the last backup, and shows what was made and how old it is then", async () => {
  let made = false;
  const host = new FakeHost({
    vault_backup_state: () => ({ last: made ? { ...last, days: 0, since: 0 } : last, due: false, folder: "/media/stick" }),
    vault_backup: ({ path }) => ((made = true), { path: `${path}/Quay.holdfast-backup`, entries: 1200, bytes: 2_500_000 }),
    app_choose: () => ({ path: "/media/other" }),
  });
  const backup = new Backup(host);
  await backup.load();
  expect([backup.path, words.last(backup.state?.last ?? last)]).toEqual(["/media/stick", "The last backup was made 3 days ago. 1 entry was kept since."]);
  await backup.choose();
  expect(host.asks("app_choose")).toMatchObject([{ what: "folder", path: "/media/stick" }]);
  await backup.go();
  expect(backup.made?.path).toBe("/media/other/Quay.holdfast-backup");
  expect(backup.made && words.made(backup.made).what).toBe("The backup was made and found whole: 1\u202f200 entries, 2.5 MB.");
  expect(backup.state?.last?.days).toBe(0);
  expect(size(4096)).toBe("5 kB");
});

it("asks nothing without a folder, and says why a backup was not made", async () => {
  const host = new FakeHost({ vault_backup_state: () => ({ last: null, due: true, folder: "" }), vault_backup: () => { throw failure("disk_full"); } });
  const backup = new Backup(host);
  await backup.load();
  await backup.go();
  expect([backup.tried, host.asks("vault_backup").length]).toEqual([true, 0]);
  backup.path = "/media/stick";
  await backup.go();
  expect([backup.copying.attempt.failure?.code, backup.made]).toEqual(["disk_full", null]);
});

it("gives a person a key once both passphrases are the same, and forgets what was typed", async () => {
  const given: OpenVault[] = [];
  const open = { name: "Quay" } as OpenVault;
  const host = new FakeHost({
    vault_strength: () => ({ characters: 30, least: 15, objection: null }),
    people_enrol: () => ({ open, recovery_groups: ["AAAA", "BBBB"] }),
  });
  const enrol = new Enrol(host, (next) => given.push(next));
  enrol.begin({ id: "p2" } as Person);
  [enrol.pin, enrol.passphrase, enrol.again] = ["8306", "a lantern of their own", "another"];
  await enrol.go();
  expect([enrol.differs, host.asks("people_enrol").length]).toEqual([true, 0]);
  enrol.again = enrol.passphrase;
  await enrol.go();
  expect(host.asks("people_enrol")).toEqual([{ person: "p2", pin: "8306", passphrase: "a lantern of their own" }]);
  expect([enrol.groups, enrol.pin, enrol.passphrase, enrol.again, given]).toEqual([["AAAA", "BBBB"], "", "", "", [open]]);
  enrol.leave();
  expect([enrol.groups, enrol.person]).toEqual([[], null]);
});

it("changes a passphrase once both are the same, and tries a code without keeping it", async () => {
  const host = new FakeHost({ vault_strength: () => ({ characters: 30, least: 15, objection: null }), vault_passphrase: () => undefined, vault_drill: ({ code }) => { if (code !== "AAAA") throw failure("wrong_recovery_code"); } });
  const keys = new Keys(host);
  keys.begin("passphrase");
  [keys.old, keys.passphrase, keys.again] = ["the old one", "a lantern of their own", "another"];
  await keys.change();
  expect([keys.differs, host.asks("vault_passphrase").length]).toEqual([true, 0]);
  keys.again = keys.passphrase;
  await keys.change();
  expect(host.asks("vault_passphrase")).toEqual([{ old: "the old one", new: "a lantern of their own" }]);
  expect([keys.done, keys.panel, keys.old, keys.passphrase, keys.again]).toEqual(["changed", "", "", "", ""]);
  keys.begin("drill");
  keys.code = "BBBB";
  await keys.drill();
  expect([keys.attempt.failure?.code, keys.done]).toEqual(["wrong_recovery_code", ""]);
  keys.code = "AAAA";
  await keys.drill();
  expect([keys.done, keys.code]).toEqual(["fits", ""]);
});
