import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeHost, failure, listing, type Answers } from "../../host/fake";
import type { OpenVault } from "../../wire/app";
import type { Client, ClientFile } from "../../wire/clients";
import { clients as clientWords, personLine } from "../../words/clients";
import type { Person, Role } from "../../wire/people";
import type { SessionPlan } from "../../wire/plan";
import type { ProtocolLine } from "../../wire/protocols";
import { Clients } from "./clients.svelte";
import { Plan } from "./plan.svelte";

const kelp: Client = { id: "1", code: "KELP-014", archived: null, sessions: [] };
const moss: Client = { id: "4", code: "MOSS-009", archived: "2030-01-02", sessions: [] };
const details = { name: "Ragna", born: "1985-04-30", pronouns: "she/her", contact: "", emergency: "", support: "", clinicians: "", allergies: "" };
const file: ClientFile = { client: "1", details, age: 41, retain_until: null };
const fern: Client = { id: "2", code: "FERN-002", archived: null, sessions: [] };

describe("clients", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  async function room(answers = {}): Promise<[Clients, FakeHost]> {
    const host = new FakeHost({
      clients_list: listing([fern, kelp]), clients_file: () => file, clients_add: ({ code }) => ({ id: "3", code, archived: null, sessions: [] }), ...answers,
    });
    const clients = new Clients(host);
    await clients.load();
    return [clients, host];
  }

  it("are found by any part of the code", async () => {
    const [clients] = await room();
    clients.find(" elp-0");
    expect(clients.found.map((c) => c.code)).toEqual(["KELP-014"]);
  });

  it("show a name for ten seconds, or until another is picked", async () => {
    const [clients, host] = await room();
    clients.pick("1");
    await clients.showName();
    expect(clients.shown?.details.name).toBe("Ragna");
    vi.advanceTimersByTime(9_999);
    expect(clients.shown?.details.name).toBe("Ragna");
    vi.advanceTimersByTime(1);
    expect(clients.shown).toBeNull();
    await clients.showName();
    clients.pick("2");
    expect(clients.shown).toBeNull();
    expect(host.asks("clients_file")).toHaveLength(2);
  });

  it("hide a name on the second press without asking again", async () => {
    const [clients, host] = await room();
    clients.pick("1");
    await clients.showName();
    await clients.showName();
    expect([clients.shown, host.asks("clients_file").length]).toEqual([null, 1]);
  });

  it("show pronouns and age as far as they are kept", () => {
    expect(personLine(file)).toBe("she/her\u2002·\u200241 years");
    expect(personLine({ ...file, age: 1, details: { ...details, pronouns: "" } })).toBe("1 year");
    expect(personLine({ ...file, age: null, details: { ...details, pronouns: "" } })).toBe("");
  });

  it("leave those put away out until they are asked for, and say how many match", async () => {
    const [clients] = await room({ clients_list: listing([fern, kelp, moss]) });
    expect([clients.found.length, clients.hidden, clients.anyAway]).toEqual([2, 1, true]);
    clients.find("moss");
    expect([clients.found, clients.hidden]).toEqual([[], 1]);
    clients.away = true;
    expect([clients.found.map((c) => c.code), clients.hidden]).toEqual([["MOSS-009"], 0]);
    clients.code = "moss-009";
    expect(clients.taken?.archived).toBe("2030-01-02");
  });

  it("move by arrows within what is shown, and begin anew with another search", async () => {
    const [clients] = await room();
    expect([clients.move("ArrowUp"), clients.here]).toEqual([false, 0]);
    expect([clients.move("ArrowDown"), clients.here, clients.move("ArrowDown"), clients.here]).toEqual([true, 1, false, 1]);
    expect([clients.move("Home"), clients.here, clients.move("End"), clients.here, clients.move("x")]).toEqual([true, 0, true, 1, false]);
    clients.find("k");
    expect(clients.here).toBe(0);
    clients.find("nobody");
    expect([clients.here, clients.move("End"), clients.move("Home")]).toEqual([0, false, false]);
  });

  it("search ten thousand on each key in under 30 ms, twelve lines while one types and eighteen when one pauses", async () => {
    const many = Array.from({ length: 10_000 }, (_, i): Client => ({ id: String(i), code: `KELP-${String(i).padStart(5, "0")}`, archived: null, sessions: [] }));
    vi.useRealTimers();
    const [clients] = await room({ clients_list: listing(many) });
    const took = ["k", "ke", "kel", "kelp", "kelp-", "kelp-0", "kelp-09", "kelp-099"].map((text) => {
      const from = performance.now();
      clients.find(text);
      expect(clients.lines.length).toBe(12);
      expect(clients.more).toBe(clients.found.length - 12);
      return performance.now() - from;
    });
    expect(took.sort((a, b) => a - b)[4]).toBeLessThan(30);
    await vi.waitFor(() => expect([clients.lines.length, clients.more]).toEqual([18, clients.found.length - 18]));
    clients.find("kelp-099");
    expect([clients.move("ArrowDown"), clients.lines.length]).toEqual([true, 18]);
    clients.find("kelp-09999");
    expect([clients.lines.map((c) => c.code), clients.more]).toEqual([["KELP-09999"], 0]);
  });

  it("begin with the first lines, count the rest, and ask again where a line changed meanwhile", async () => {
    vi.useRealTimers();
    const many = Array.from({ length: 90 }, (_, i): Client => ({ id: String(i), code: `KELP-${String(i).padStart(2, "0")}`, archived: i === 89 ? "2030-01-02" : null, sessions: [] }));
    const said: string[] = [];
    const here: { room?: Clients } = {};
    const host = new FakeHost({
      clients_list: (args) => {
        said.push(`${args.most}: ${here.room?.lines.length ?? 0} shown, ${here.room?.more ?? 0} more, put away ${here.room?.anyAway ?? false}`);
        if (said.length === 2) here.room?.changed({ ...(many[0] as Client), archived: "2031-01-02" });
        return listing(many)(args);
      },
    });
    const clients = (here.room = new Clients(host));
    await clients.load();
    expect(said).toEqual(["18: 0 shown, 0 more, put away false", "null: 18 shown, 71 more, put away true", "null: 17 shown, 72 more, put away true"]);
    expect([clients.lines.length, clients.more, clients.found.length]).toEqual([18, 71, 89]);
    clients.growing.more();
    expect([clients.lines.length, clients.more]).toEqual([58, 31]);
    clients.at = 57;
    expect([clients.move("ArrowDown"), clients.here, clients.lines.length]).toEqual([true, 58, 89]);
    expect(clients.count).toEqual({ all: 89, found: null });
    clients.find("kelp-1");
    expect([clients.lines.length, clients.here]).toEqual([10, 0]);
    // Not a word changes while keys follow one another.
    expect(clients.count).toEqual({ all: 89, found: null });
    await vi.waitFor(() => expect(clients.count).toEqual({ all: 89, found: 10 }));
    clients.find("kelp");
    expect([clients.lines.length, clients.here, clients.count.found]).toEqual([12, 0, 10]);
    await vi.waitFor(() => expect(clients.lines.length).toBe(18));
    expect(clientWords.count(clients.count.all, clients.count.found)).toBe("89 clients, 89 found");
  });

  it("are listed whole although an act is under way, and an act is done although the list is", async () => {
    vi.useRealTimers();
    const many = Array.from({ length: 60 }, (_, i): Client => ({ id: String(i), code: `KELP-${String(i).padStart(2, "0")}`, archived: null, sessions: [] }));
    let go = (): void => undefined;
    const waits = new Promise<ClientFile>((done) => (go = () => done(file)));
    const clients = new Clients(new FakeHost({ clients_list: listing(many), clients_file: () => waits }));
    clients.pick("1");
    const act = clients.showName();
    await clients.load();
    expect([clients.found.length, clients.attempt.busy]).toEqual([60, true]);
    go();
    await act;
    expect(clients.shown?.details.name).toBe("Ragna");
    clients.hideName();
  });

  it("are taken out again, and leave nothing when they are erased", async () => {
    const [clients, host] = await room({ clients_list: listing([kelp, moss]), clients_reopen: () => ({ ...moss, archived: null }) });
    await clients.takeOut("4");
    expect(host.asks("clients_reopen")).toEqual([{ client: "4" }]);
    expect(clients.found.map((c) => c.code)).toEqual(["KELP-014", "MOSS-009"]);
    clients.pick("1");
    await clients.showName();
    clients.gone("1");
    expect([clients.shown, clients.client, clients.found.map((c) => c.code)]).toEqual([null, undefined, ["MOSS-009"]]);
  });

  it("are added by code and picked at once", async () => {
    const [clients, host] = await room();
    clients.startAdding();
    clients.code = " kelp-014";
    await clients.add();
    expect(host.asks("clients_add")).toEqual([]);
    clients.code = "MOSS-001 ";
    await clients.add();
    expect(host.asks("clients_add")).toEqual([{ code: "MOSS-001", name: "" }]);
    expect([clients.client?.code, clients.adding, clients.found.map((c) => c.code)]).toEqual(["MOSS-001", false, ["FERN-002", "KELP-014", "MOSS-001"]]);
  });

  it("wait while they are typed: the form comes back after a lock, and goes when it is kept", async () => {
    const texts: string[] = [];
    const answers: Answers = { forms_keep: ({ client, place, text }) => { expect([client, place]).toEqual([null, "client"]); texts.push(text); } };
    const [clients] = await room(answers);
    clients.startAdding();
    clients.type("code", "MOSS-001");
    clients.type("name", "Somebody");
    clients.leaveAdding();
    expect(texts).toEqual(['{"code":"MOSS-001","name":"Somebody"}']);
    const [again] = await room({ ...answers, forms_of: () => [{ client: null, place: "client", text: texts[0] ?? "", caret: 0 }] });
    again.startAdding();
    await vi.waitFor(() => expect([again.code, again.name, again.unfinished.waiting]).toEqual(["MOSS-001", "Somebody", true]));
    await again.add();
    expect(texts.at(-1)).toBe("");
  });

  it("keep what was typed when adding fails", async () => {
    const [clients] = await room({ clients_add: () => { throw failure("disk_full"); } });
    clients.startAdding();
    clients.code = "MOSS-001";
    clients.name = "Somebody";
    await clients.add();
    expect([clients.adding, clients.code, clients.name, clients.attempt.failure?.code]).toEqual([true, "MOSS-001", "Somebody", "disk_full"]);
  });
});

describe("the plan of a session", () => {
  const person = (id: string, ...roles: Role[]): Person => ({ id, name: id, initials: id, roles, has_pin: true, has_passphrase: false });
  const people = [person("MS", "lead_therapist"), person("IL", "prescriber"), person("AK", "co_therapist"), person("BO", "co_therapist")];
  const open = { author: people[0], people } as unknown as OpenVault;
  const line = (digest: string, usable: boolean): ProtocolLine => ({ digest, name: digest, title: digest, summary: "", training: !usable, adopted_by: [], adoptions: [], usable, before: null, adopting: "nothing" });
  const plan = { session: "s9" } as SessionPlan;

  it("suggests two therapists, the next number, and the only protocol that can be used", async () => {
    const session = { id: "s", client: "1", number: 2, protocol: "p", opened_wall_ms: 0, zone_minutes: 0, ended_wall_ms: 1 };
    const host = new FakeHost({ protocols_list: () => [line("no", false), line("yes", true)], session_open: () => plan });
    const form = new Plan(host, open, { ...kelp, sessions: [session] });
    await form.load();
    expect([form.people, form.therapists, form.number, form.protocol]).toEqual([["MS", "AK"], 2, "3", "yes"]);
    expect(form.protocols?.map((p) => p.digest)).toEqual(["yes", "no"]);
    expect(await form.start()).toBe(plan);
    expect(host.asks("session_open")).toEqual([{ client: "1", protocol: "yes", number: 3, people: ["MS", "AK"] }]);
  });

  it("suggests the author and two therapists when the author is none", () => {
    expect(new Plan(new FakeHost(), { ...open, author: people[1] } as OpenVault, kelp).people).toEqual(["IL", "MS", "AK"]);
  });

  it("opens nothing without a protocol, a whole number and a person", async () => {
    const host = new FakeHost({ protocols_list: () => [line("a", true), line("b", true)], session_open: () => plan });
    const form = new Plan(host, open, kelp);
    await form.load();
    expect(await form.start()).toBeUndefined();
    form.protocol = "a";
    for (const number of ["", "0", "1.5", "-1", "two"]) {
      form.number = number;
      expect([number, await form.start()]).toEqual([number, undefined]);
    }
    form.number = "1";
    form.people = [];
    expect(await form.start()).toBeUndefined();
    expect(host.asks("session_open")).toEqual([]);
  });

  it("shows the day of the protocol that is picked", async () => {
    const host = new FakeHost({ protocols_rehearse: () => [] });
    const form = new Plan(host, open, kelp);
    await form.seeDay();
    form.protocol = "a";
    await form.seeDay();
    form.protocol = "b";
    expect(host.asks("protocols_rehearse")).toEqual([{ digest: "a" }]);
    form.picked();
    await vi.waitFor(() => expect(form.attempt.busy).toBe(false));
    expect(host.asks("protocols_rehearse")).toEqual([{ digest: "a" }, { digest: "b" }]);
    expect(form.day).toEqual([]);
  });
});
