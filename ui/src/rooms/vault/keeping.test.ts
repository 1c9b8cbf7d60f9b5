import { expect, it } from "vitest";
import { FakeHost, failure } from "../../host/fake";
import type { OpenVault } from "../../wire/app";
import type { Person } from "../../wire/people";
import { backup as words, size } from "../../words/backup";
import { Backup } from "./backup.svelte";
import { Enrol } from "./enrol.svelte";
import { rotation as rotationWords } from "../../words/rotation";
import { Keys } from "./keys.svelte";
import { Access } from "./access.svelte";
import { Inspector } from "./inspector.svelte";
import { Paper } from "./paper.svelte";
import { People } from "./people.svelte";
import { Return } from "./return.svelte";
import { Rotation } from "./rotation.svelte";

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
  enrol.written();
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

it("asks for the passphrase before another recovery code, and keeps nothing of it", async () => {
  const owed = { recovery_owed: true } as OpenVault;
  const host = new FakeHost({ vault_code_lost: ({ passphrase }) => { if (passphrase !== "right") throw failure("wrong_passphrase"); return owed; } });
  const keys = new Keys(host);
  keys.begin("lost");
  keys.old = "wrong";
  expect([await keys.lost(), keys.attempt.failure?.code, keys.panel, keys.old]).toEqual([undefined, "wrong_passphrase", "lost", ""]);
  keys.old = "right";
  expect([await keys.lost(), keys.panel, keys.old]).toEqual([owed, "", ""]);
});

it("says what taking a person out means before it is done, and names the copies after", async () => {
  const given: OpenVault[] = [];
  const open = { name: "Quay" } as OpenVault;
  const owed = { name: "Quay", recovery_owed: true } as OpenVault;
  const copies = ["/media/stick/Quay.holdfast-backup"];
  const host = new FakeHost({
    people_removal: () => ({ name: "Anders Kvist", holds_key: true, copies }),
    people_remove: ({ passphrase }) => { if (passphrase !== "right") throw failure("wrong_passphrase"); return { open, rotated: true, copies, unfinished: false, forms_lost: 0 }; },
    vault_rotate: () => ({ open: owed, rotated: true, copies: [], unfinished: true, forms_lost: 2 }),
  });
  const rotation = new Rotation(host, (next) => given.push(next));
  await rotation.begin({ id: "p2", name: "Anders Kvist", initials: "AK" } as Person);
  expect(rotation.removal && rotationWords.before(rotation.removal).join(" ")).toContain("read or copied before");
  await rotation.go();
  expect(host.asks("people_remove")).toEqual([]);
  rotation.passphrase = "wrong";
  await rotation.go();
  expect([rotation.copying.attempt.failure?.code, rotation.asking, rotation.passphrase]).toEqual(["wrong_passphrase", true, ""]);
  rotation.passphrase = "right";
  await rotation.go();
  expect([rotation.asking, given]).toEqual([false, [open]]);
  const { name, removed } = rotation.done ?? { name: "", removed: { open, rotated: false, copies: [], unfinished: false, forms_lost: 0 } };
  const said = rotationWords.removed(name, removed);
  expect([said.what, said.todo.includes(copies[0] ?? "-")]).toEqual(["Anders Kvist was taken out.", true]);
  await rotation.begin(null);
  rotation.passphrase = "right";
  await rotation.go();
  const again = rotationWords.removed("", rotation.done?.removed ?? removed);
  expect(again.what).toBe("The vault has another master key.");
  expect([again.record.includes("could not be read any more: 2"), again.todo.includes("the disk did not take everything")]).toEqual([true, true]);
  // A code is owed: the page stays until what was done was read.
  expect(given).toEqual([open]);
  rotation.toCode();
  expect(given).toEqual([open, owed]);
});

it("lets a person in anew once both PINs are the same", async () => {
  const host = new FakeHost({ people_return: () => ({ name: "Quay" }) as OpenVault });
  const entry = new Return(host, () => undefined);
  entry.begin({ id: "p2" } as Person);
  [entry.pin, entry.again] = ["6158", "6159"];
  await entry.go();
  expect([entry.differs, host.asks("people_return").length]).toEqual([true, 0]);
  entry.again = "6158";
  await entry.go();
  expect([host.asks("people_return"), entry.person, entry.pin]).toEqual([[{ person: "p2", pin: "6158" }], null, ""]);
});

it("keeps the panel, and whose code it is, while a key is made and its code is shown", async () => {
  let made = (): void => undefined;
  const answer = { open: { name: "Quay" } as OpenVault, recovery_groups: ["AAAA"] };
  const host = new FakeHost({ vault_strength: () => ({ characters: 30, least: 15, objection: null }), people_enrol: () => new Promise((done) => (made = () => done(answer))) });
  const enrol = new Enrol(host, () => undefined);
  const [ak, il] = [{ id: "p2" } as Person, { id: "p3" } as Person];
  enrol.begin(ak);
  [enrol.pin, enrol.passphrase, enrol.again] = ["8306", "a lantern of their own", "a lantern of their own"];
  const going = enrol.go();
  enrol.leave();
  enrol.begin(il);
  expect(enrol.person).toBe(ak);
  made();
  await going;
  enrol.leave();
  enrol.begin(il);
  expect([enrol.person, enrol.groups]).toEqual([ak, ["AAAA"]]);
  enrol.written();
  expect([enrol.person, enrol.groups]).toEqual([null, []]);
});

it("shows for each person what taking out means for them, however late the answer comes", async () => {
  const answers = new Map<string, () => void>();
  const host = new FakeHost({ people_removal: ({ person }) => new Promise((done) => answers.set(person, () => done({ name: person, holds_key: true, copies: [] }))) });
  const rotation = new Rotation(host, () => undefined);
  const first = rotation.begin({ id: "p2" } as Person);
  const second = rotation.begin({ id: "p3" } as Person);
  await expect.poll(() => answers.size).toBe(2);
  answers.get("p3")?.();
  await second;
  answers.get("p2")?.();
  await first;
  expect(rotation.removal?.name).toBe("p3");
  const third = rotation.begin({ id: "p2" } as Person);
  rotation.leave();
  answers.get("p2")?.();
  await third;
  expect(rotation.removal).toBeNull();
});

it("keeps the panel while a master key is taken in exchange, so that it can say how that ended", async () => {
  let refuse = (): void => undefined;
  const host = new FakeHost({ vault_rotate: () => new Promise((_, no) => (refuse = () => { no(failure("disk_full") as unknown as Error); })), people_removal: () => ({ name: "AK", holds_key: true, copies: [] }) });
  const rotation = new Rotation(host, () => undefined);
  await rotation.begin(null);
  rotation.passphrase = "right";
  const going = rotation.go();
  await expect.poll(() => host.asks("vault_rotate")).toHaveLength(1);
  rotation.leave();
  await rotation.begin({ id: "p2" } as Person);
  expect([rotation.asking, rotation.person]).toEqual([true, null]);
  refuse();
  await going;
  expect([rotation.asking, rotation.copying.attempt.failure?.code]).toEqual([true, "disk_full"]);
  rotation.leave();
  expect(rotation.asking).toBe(false);
});

it("keeps the panel of a passphrase that is being changed, and opens no other meanwhile", async () => {
  let done = (): void => undefined;
  const host = new FakeHost({ vault_strength: () => ({ characters: 30, least: 15, objection: null }), vault_passphrase: () => new Promise((yes) => (done = () => { yes(undefined); })) });
  const keys = new Keys(host);
  keys.begin("passphrase");
  [keys.old, keys.passphrase, keys.again] = ["the old one", "a lantern of their own", "a lantern of their own"];
  const going = keys.change();
  keys.leave();
  keys.begin("drill");
  expect(keys.panel).toBe("passphrase");
  done();
  await going;
  expect([keys.panel, keys.done]).toEqual(["", "changed"]);
});

it("forgets the PIN of whoever stood by when the form about a new person is left", () => {
  const people = new People(new FakeHost({ forms_of: () => [], forms_keep: () => undefined }));
  people.begin();
  [people.beside.second, people.beside.pin] = ["p3", "8306"];
  people.leave();
  expect([people.beside.second, people.beside.pin]).toEqual(["", ""]);
});

it("holds a code from paper against the record, however it was typed, and asks nothing for half a one", async () => {
  const host = new FakeHost({ audit_code: ({ entry }) => ({ entry, entries: 20, standing: "same", broken_at: null }) });
  const paper = new Paper(host);
  await paper.go();
  expect([paper.entryWrong, paper.codeWrong]).toEqual([true, true]);
  for (const [entry, code] of [["0", "7f3a0-91c2x"], ["12", "7F3A"], ["12", "7F3A0-91CUX"], ["x", "7f3a0-91c2x"]] as const) {
    [paper.entry, paper.code] = [entry, code];
    await paper.go();
  }
  expect(host.asks("audit_code")).toEqual([]);
  [paper.entry, paper.code] = ["1 200", " 7f3a0 \u2013 91c2x"];
  await paper.go();
  expect(host.asks("audit_code")).toEqual([{ entry: 1200, code: " 7f3a0 \u2013 91c2x" }]);
  expect(paper.result?.standing).toBe("same");
});

it("reads the access log a piece at a time, each older than the last", async () => {
  const line = (seq: number) => ({ seq, action: "vault_opened", about: null, session: null, wrong: 0, restored: null, by: "Maren", wall_ms: seq, zone_minutes: 0 });
  const host = new FakeHost({ audit_access: ({ before }) => ({ lines: before === null ? [line(9), line(7)] : [line(3)], more: before === null }) });
  const access = new Access(host);
  await access.go();
  expect(access.more).toBe(true);
  await access.go();
  expect([access.lines.map((one) => one.seq), access.more]).toEqual([[9, 7, 3], false]);
  expect(host.asks("audit_access")).toEqual([{ before: null, most: 50 }, { before: 7, most: 50 }]);
});

it("asks who stands by once the shell says that somebody has to, and types their PIN anew each time", async () => {
  let refused = true;
  const open = { name: "Quay" } as OpenVault;
  const host = new FakeHost({ vault_glass: () => { if (refused) throw failure("role_needs_second", { who: "LE, TO" }); return { open, groups: ["AAAA"] }; } });
  const inspector = new Inspector(host, () => undefined);
  inspector.begin(true);
  inspector.reason = "Safe";
  await inspector.go();
  expect(inspector.beside.could).toEqual(["LE", "TO"]);
  [inspector.beside.second, inspector.beside.pin] = ["p2", "5071"];
  await inspector.go();
  expect([inspector.beside.pin, inspector.beside.second]).toEqual(["", "p2"]);
  refused = false;
  inspector.beside.pin = "5071";
  await inspector.go();
  expect(host.asks("vault_glass")).toEqual([{ lies: "Safe" }, { lies: "Safe", second: { person: "p2", pin: "5071" } }, { lies: "Safe", second: { person: "p2", pin: "5071" } }]);
  expect(inspector.groups).toEqual(["AAAA"]);
  inspector.written();
  expect([inspector.beside.could, inspector.beside.second]).toEqual([[], ""]);
});
