// Which room is on screen. Rust says what is open; the page only remembers where somebody stands in it.
import { asFailure, type Host } from "./host/host";
import { held } from "./kit/held.svelte";
import type { Opened } from "./kit/opened";
import { flushTyped } from "./host/pending";
import { roomsOf } from "./kit/rights";
import type { TodayLine } from "./wire/today";
import type { AppState, OpenVault } from "./wire/app";
import type { Receipt } from "./wire/clients";
import type { Failure } from "./wire/failure";

export type RoomName = "today" | "clients" | "review" | "protocols" | "cohort" | "vault";

/** Rust hears at most this often that somebody is there. */
const told_every_ms = 15_000;
/** So long a lock, or the end of the window, waits at most for what was typed a moment ago. */
const flush_ms = 2_000;

export class App {
  private told = -told_every_ms;
  state = $state<AppState | null>(null);
  failure = $state<Failure | null>(null);
  /** A new vault is being made; it stays so until its last page, although the vault is open before. */
  making = $state(false);
  /** A vault is to be made out of a backup, or one opened. */
  restoring = $state(false);
  room = $state<RoomName>("today");
  /** A room is entered to add something at once. */
  adding = $state(false);
  /** The client that the clients' room is entered for. */
  client = $state("");
  /** What of the client it is entered for. */
  target = $state.raw<Pick<TodayLine, "kind" | "id"> | null>(null);
  /** The person whose licence and log the vault's room is entered for, by initials. */
  papersOf = $state("");
  /** The vault's room was entered for what was said in confidence. */
  confided = $state(false);
  /** What the room of packets is entered for: a thread, or a file that was double-clicked. */
  packet = $state.raw({ thread: "", path: "" });
  /** How often the room on screen was asked for again: it shows its beginning then. */
  again = $state(0);
  /** What the last erasure did, until it is dismissed. */
  receipt = $state.raw<Receipt | null>(null);
  session = $state<string | null>(null);
  /** The record on screen was opened from a client: it leads back there. */
  from = $state.raw<Opened | null>(null);
  /** The window was asked to close while a session runs and the office is on screen; the session room asks for itself. */
  closing = $state(false);

  readonly open: OpenVault | null = $derived(this.state?.open ?? null);
  /** The room on screen: the one that was asked for, or the first that whoever has the pen may enter. */
  readonly shown: RoomName = $derived.by(() => {
    const may = this.open ? roomsOf(this.open.rights) : [];
    return may.includes(this.room) ? this.room : (may[0] ?? this.room);
  });
  readonly where = $derived.by(() => {
    if (this.failure) return "trouble" as const;
    if (!this.state) return "boot" as const;
    if (this.making || this.open?.recovery_owed) return "start" as const;
    if (!this.open) return this.state.vaults.length === 0 && !this.restoring ? ("start" as const) : ("unlock" as const);
    return this.session ? ("session" as const) : ("office" as const);
  });

  constructor(private readonly host: Host) {}

  /** The window was asked to close. */
  closeAsked(): void {
    this.closing = this.where === "office";
  }

  /** Back to what is running. */
  stay(): void {
    if (held.stays()) return;
    this.closing = false;
    this.session = this.open?.live_session ?? null;
  }

  /** Closes the window: the session stays open, its gap will be written. */
  async close(): Promise<void> {
    await this.settled();
    try {
      await this.host.call("window_close");
    } catch (thrown) {
      this.failure = asFailure(thrown);
    }
  }

  /** Asks Rust where things stand. The live session is entered at once: that is what the room waits for. */
  async look(): Promise<void> {
    try {
      const state = await this.host.call("app_state");
      this.failure = null;
      const entering = state.open !== null && this.state?.open?.path !== state.open.path;
      this.state = state;
      if (entering) this.session = state.open?.live_session ?? null;
      this.making = this.making || state.open?.recovery_owed === true;
    } catch (thrown) {
      this.failure = asFailure(thrown);
    }
  }

  /** The vault was opened, or something about it changed. */
  opened(open: OpenVault): void {
    if (!this.state) return;
    const entering = this.state.open === null;
    this.restoring = false;
    // What the room was entered to add or to show is whoever asked for it: another pen stays where it stands.
    if (this.state.open?.author.id !== open.author.id) {
      this.adding = this.confided = false;
      this.papersOf = "";
    }
    this.state = { ...this.state, open };
    if (!entering) return;
    this.room = "today";
    this.session = open.live_session;
    this.making = open.recovery_owed;
    void this.packetOffered();
  }

  /** A packet was double-clicked: it is offered in its room, and opened by a person's act alone. A session that runs is not left for it. */
  async packetOffered(): Promise<void> {
    if (this.where !== "office" || this.state?.handover || held.why !== null || !this.open?.rights.includes("packets")) return;
    const offered = await this.host.call("packets_offered").catch(() => null);
    if (offered?.path) this.goPacket({ thread: "", path: offered.path });
  }

  /** Into the room of packets, for one of them. */
  goPacket(packet: { thread: string; path: string }): void {
    if (!this.go("review")) return;
    this.packet = packet;
  }

  /** Nothing of the vault stays on the page. */
  async locked(): Promise<void> {
    if (this.state) this.state = { ...this.state, open: null };
    this.session = null;
    this.making = this.adding = false;
    this.client = "";
    this.receipt = this.from = null;
    await this.look();
  }

  /** Somebody is there. Rust counts the idle minutes; it need not hear of every key. */
  active(): void {
    const now = performance.now();
    if (!this.open || now - this.told < told_every_ms) return;
    this.told = now;
    void this.host.call("app_activity").catch(() => undefined);
  }

  /** The veil falls over a running session. Who stands elsewhere in the vault is taken to it: the office shows clients too. */
  async veilAsked(): Promise<void> {
    const live = this.open?.live_session ?? null;
    if (live === null || this.session === live) return;
    await this.look();
    this.from = null;
    this.session = this.open?.live_session ?? null;
  }

  /** What was typed a moment ago is remembered first; a disk that does not answer keeps no vault open, and no window. */
  private settled(): Promise<unknown> {
    return Promise.race([flushTyped(this.host), new Promise((done) => setTimeout(done, flush_ms))]);
  }

  /** By a person, or because nobody is there, or because the system says so. */
  async lock(): Promise<void> {
    await this.settled();
    try {
      await this.host.call("vault_lock");
      await this.locked();
    } catch (thrown) {
      this.failure = asFailure(thrown);
    }
  }

  /** Out, and to the way in from a backup. */
  async toBackup(): Promise<void> {
    this.restoring = true;
    await this.lock();
  }

  /** The first start is done; a session that was begun there is entered. */
  made(open: OpenVault, session?: string): void {
    this.making = false;
    this.opened(open);
    if (session) this.session = session;
    void this.look();
  }

  /** Answers whether somebody was led there: not while the room on screen holds what would be lost. */
  go(room: RoomName, adding = false): boolean {
    if (held.stays()) return false;
    if (room === this.room) this.again++;
    this.room = room;
    this.adding = adding;
    this.client = this.papersOf = "";
    this.confided = false;
    this.target = null;
    if (this.packet.thread !== "" || this.packet.path !== "") this.packet = { thread: "", path: "" };
    return true;
  }

  /** Into the clients' room with this client picked. */
  goClient(client: string, target: Pick<TodayLine, "kind" | "id"> | null = null): void {
    if (!this.go("clients")) return;
    this.client = client;
    this.target = target;
  }

  /** Somebody stands at a client, on the page of a visit or not: another pen finds the room there. */
  standsAt(client: string, visit: string): void {
    this.client = client;
    this.target = visit === "" ? null : { kind: "visit", id: visit };
  }

  /** Into the vault's room, with this person's licence and log open. */
  goPapers(initials: string): void {
    if (!this.go("vault")) return;
    this.papersOf = initials;
  }

  /** Into the vault's room, at what was said in confidence. */
  goConfidence(): void {
    this.confided = this.go("vault");
  }

  /** Into a session: to run it, or to read its record. */
  enter(session: string, from: Opened | null = null): void {
    this.from = from;
    this.session = session;
  }

  async left(): Promise<void> {
    const client = this.from?.client;
    this.session = this.from = null;
    if (client) this.goClient(client);
    else this.go("today");
    await this.look();
    await this.packetOffered();
  }
}
