import { describe, expect, it } from "vitest";
import { App } from "./app.svelte";
import { Unfinished } from "./host/unfinished.svelte";
import { FakeHost, failure } from "./host/fake";
import type { AppState, OpenVault } from "./wire/app";

const entry = { name: "A", path: "/v/A", training: false, handles: [], opened_wall_ms: null, trouble: null };
const state = (open: OpenVault | null, vaults = [entry]): AppState => ({ version: "0", cipher: "c", vaults, vaults_folder: "/v", documents_folder: "/d", open, handover: null });
const vault = (change: Partial<OpenVault> = {}): OpenVault => ({ path: "/v/A", live_session: null, recovery_owed: false, author: { id: "MS" }, rights: [], ...change }) as unknown as OpenVault;

async function app(first: AppState): Promise<[App, FakeHost]> {
  const host = new FakeHost({ app_state: () => first, vault_lock: () => undefined });
  const made = new App(host);
  expect(made.where).toBe("boot");
  await made.look();
  return [made, host];
}

describe("a packet that was double-clicked", () => {
  const right = { rights: ["packets"] } as Partial<OpenVault>;

  it("is offered in its room after unlocking, once", async () => {
    const [made, host] = await app(state(null));
    let paths = ["/stick/a.holdfast-packet"];
    host.answers.packets_offered = () => ({ path: paths.shift() ?? null });
    await made.packetOffered();
    expect(host.asks("packets_offered")).toEqual([]);
    made.opened(vault(right));
    await expect.poll(() => made.room).toBe("review");
    expect(made.packet).toEqual({ thread: "", path: "/stick/a.holdfast-packet" });
    expect(host.asks("packets_open")).toEqual([]);
    made.go("today");
    await made.packetOffered();
    expect([made.room, made.packet.path]).toEqual(["today", ""]);
    paths = ["/stick/b.holdfast-packet"];
    await made.packetOffered();
    expect(made.packet.path).toBe("/stick/b.holdfast-packet");
  });

  it("leaves no session and asks nothing for whoever has no right to packets", async () => {
    const [made, host] = await app(state(vault({ ...right, live_session: "s1" })));
    await made.packetOffered();
    const [other, theirs] = await app(state(vault()));
    await other.packetOffered();
    expect([...host.asks("packets_offered"), ...theirs.asks("packets_offered")]).toEqual([]);
    host.answers.packets_offered = () => ({ path: "/stick/a.holdfast-packet" });
    host.answers.app_state = () => state(vault(right));
    await made.left();
    expect(made.room).toBe("review");
  });
});

describe("the room on screen", () => {
  it.each([
    ["start", state(null, [])],
    ["unlock", state(null)],
    ["office", state(vault())],
    ["session", state(vault({ live_session: "s1" }))],
    ["start", state(vault({ recovery_owed: true }))],
  ])("is %s", async (where, first) => expect((await app(first))[0].where).toBe(where));

  it("is the live session at once after unlocking, and stays left when it was left", async () => {
    const [made, host] = await app(state(null));
    made.opened(vault({ live_session: "s1" }));
    expect([made.where, made.session]).toEqual(["session", "s1"]);
    host.answers.app_state = () => state(vault({ live_session: "s1" }));
    await made.left();
    expect([made.where, made.room]).toEqual(["office", "today"]);
    made.opened(vault({ live_session: "s1" }));
    expect(made.where).toBe("office");
  });

  it("is the client again after a record that was opened from the client's page, and Today after any other", async () => {
    const [made] = await app(state(vault()));
    made.enter("s1", { client: "c4", place: 7 });
    expect([made.where, made.from?.place]).toEqual(["session", 7]);
    await made.left();
    expect([made.where, made.room, made.client, made.from]).toEqual(["office", "clients", "c4", null]);
    made.enter("s2");
    await made.left();
    expect([made.room, made.client]).toEqual(["today", ""]);
  });

  it("is the clients' room with one of them picked, until another room is entered", async () => {
    const [made] = await app(state(vault()));
    made.goClient("c4");
    expect([made.room, made.client, made.adding]).toEqual(["clients", "c4", false]);
    made.go("clients");
    expect(made.client).toBe("");
    made.goClient("c4");
    await made.lock();
    expect(made.client).toBe("");
  });

  it("asks in the office when the window is to close while a session runs, and leaves the asking to the session room", async () => {
    const [made, host] = await app(state(vault({ live_session: "s1" })));
    host.answers.window_close = () => undefined;
    made.closeAsked();
    expect(made.closing).toBe(false);
    await made.left();
    made.closeAsked();
    expect(made.closing).toBe(true);
    expect(host.asks("window_close")).toEqual([]);
    await made.close();
    expect(host.asks("window_close")).toHaveLength(1);
    made.stay();
    expect([made.closing, made.where]).toEqual([false, "session"]);
  });

  it("goes to the session when the veil falls while the office is on screen, and nowhere without one", async () => {
    const [made, host] = await app(state(vault({ live_session: "s1" })));
    await made.left();
    host.answers.app_state = () => state(vault({ live_session: "s1", veiled: true }));
    await made.veilAsked();
    expect([made.where, made.session, made.open?.veiled]).toEqual(["session", "s1", true]);
    const [calm] = await app(state(vault()));
    await calm.veilAsked();
    expect(calm.where).toBe("office");
  });

  it("locks only after what was typed a moment ago is remembered, whoever asked", async () => {
    const [made, host] = await app(state(vault()));
    host.answers.forms_keep = () => undefined;
    const typed = new Unfinished<string>(host, null, "client", () => "Signe", () => undefined);
    typed.typed();
    await made.lock();
    expect(host.asked.map((one) => one.name).filter((name) => name === "forms_keep" || name === "vault_lock")).toEqual(["forms_keep", "vault_lock"]);
  });

  it("keeps nothing of the vault after a lock", async () => {
    const [made, host] = await app(state(vault({ live_session: "s1" })));
    host.answers.app_state = () => state(null);
    await made.lock();
    expect([made.where, made.open, made.session]).toEqual(["unlock", null, null]);
  });

  it("stays with the start until its last page, although the vault is open", async () => {
    const [made] = await app(state(null));
    made.making = true;
    expect(made.where).toBe("start");
    made.made(vault());
    expect(made.where).toBe("office");
  });

  it("stays with the start when the owed code was typed back but people are still asked", async () => {
    const [made] = await app(state(vault({ recovery_owed: true })));
    expect([made.where, made.making]).toEqual(["start", true]);
  });

  it("says what is wrong when Rust does not answer, and can ask again", async () => {
    const host = new FakeHost({ app_state: () => { throw failure("no_encryption"); } });
    const made = new App(host);
    await made.look();
    expect([made.where, made.failure?.code]).toEqual(["trouble", "no_encryption"]);
    host.answers.app_state = () => state(null);
    await made.look();
    expect(made.where).toBe("unlock");
  });
});
