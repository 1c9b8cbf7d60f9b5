// Sessions on their way to a supervisor: what goes, for whom, a look at what leaves, and only then the file.
import { Attempt } from "../../host/attempt.svelte";
import { Unfinished } from "../../host/unfinished.svelte";
import type { Host } from "../../host/host";
import type { Client } from "../../wire/clients";
import type { ContactView, LeavingView, PacketChoice, PieceView, Redaction, SealedView } from "../../wire/packets";
import { sealing as words } from "../../words/review-packets";
import { chooseFolder } from "./place";

/** So many codes are offered at once. */
const offered = 6;

/** What is chosen for a client and not sealed yet. */
type Typed = Pick<PacketChoice, "sessions" | "course" | "to" | "purpose" | "redaction"> & { process: string[]; days: string };

export class Sealing {
  all = $state.raw<Client[]>([]);
  known = $state.raw<ContactView[] | null>(null);
  search = $state("");
  client = $state.raw<Client | null>(null);
  sessions = $state<string[]>([]);
  /** Parts of this client's course that can be sealed, and those that are. */
  parts = $state.raw<PieceView[]>([]);
  course = $state<string[]>([]);
  to = $state<string[]>([]);
  purpose = $state("");
  /** Those of `to` who get one's own process notes. */
  process = $state<string[]>([]);
  redaction = $state<Redaction>("coded");
  days = $state("");
  folder = $state("");
  /** A look, or sealing, was asked for: what is missing is said. */
  tried = $state(false);
  sealTried = $state(false);
  made = $state.raw<SealedView | null>(null);
  private looked = $state.raw<{ of: string; view: LeavingView } | null>(null);
  /** Where it waits, with the client. */
  unfinished = $state.raw<Unfinished<Typed> | null>(null);
  readonly loading = new Attempt();
  asking = $state.raw(new Attempt());
  readonly looking = new Attempt();
  readonly sealing = new Attempt();

  /** Who may be sealed for. Whoever is revoked is not on offer. */
  readonly contacts = $derived((this.known ?? []).filter((one) => !one.revoked));
  readonly hits = $derived(this.find(this.search));
  readonly ended = $derived((this.client?.sessions ?? []).filter((one) => one.ended_wall_ms !== null));
  readonly daysWrong = $derived(this.days.trim() !== "" && !/^[1-9]\d{0,3}$/.test(this.days.trim()));
  readonly choice = $derived.by((): PacketChoice => ({
    client: this.client?.id ?? "", sessions: [...this.sessions], course: [...this.course], to: [...this.to], purpose: this.purpose.trim(), redaction: this.redaction,
    process_notes: this.redaction === "coded" ? this.process.filter((one) => this.to.includes(one)) : [], days: this.days.trim() === "" ? null : Number(this.days.trim()),
  }));
  /** How much goes. */
  readonly picked = $derived(this.sessions.length + this.course.length);
  /** What was looked at, as long as nothing was changed since. */
  readonly leaving = $derived(this.looked?.of === JSON.stringify(this.choice) ? this.looked.view : null);
  readonly whole = $derived(this.client !== null && this.picked > 0 && this.to.length > 0 && this.purpose.trim() !== "" && !this.daysWrong);

  constructor(private readonly host: Host) {}

  async load(): Promise<void> {
    await this.loading.run(async () => {
      this.known = (await this.host.call("contacts_list")).contacts;
      this.all = (await this.host.call("clients_list", { most: null })).lines;
    });
  }

  pick(client: Client | null): void {
    this.unfinished?.leave();
    this.unfinished = null;
    this.client = client;
    this.search = "";
    this.sessions = [];
    this.parts = [];
    this.course = [];
    this.made = null;
    this.asking = new Attempt();
    if (!client) return;
    void this.loadParts(client.id);
    const read = (): Typed | null => {
      const { sessions, course, to, purpose, redaction, process, days } = this;
      return this.picked === 0 && purpose + days === "" ? null : { sessions, course, to, purpose, redaction, process, days };
    };
    this.unfinished = new Unfinished(this.host, client.id, "sealing", read, (typed) => {
      this.sessions = (typed.sessions ?? []).filter((id) => this.ended.some((one) => one.id === id));
      this.course = typed.course ?? [];
      this.to = typed.to ?? this.to;
      this.purpose = this.purpose || (typed.purpose ?? "");
      this.redaction = typed.redaction ?? this.redaction;
      this.process = typed.process ?? [];
      this.days = typed.days ?? "";
    });
    void this.unfinished.load();
  }

  /** Something was typed or picked. */
  typed(): void {
    this.unfinished?.typed();
  }

  /** The form goes; what was chosen waits with the client. */
  leave(): void {
    this.unfinished?.leave();
  }

  private async loadParts(client: string): Promise<void> {
    // One of its own for each client: somebody else may be picked before this one is answered.
    const asking = (this.asking = new Attempt());
    const parts = await asking.run(() => this.host.call("packets_parts", { client }));
    if (parts && this.asking === asking) this.parts = parts;
  }

  async look(): Promise<void> {
    this.tried = true;
    this.made = null;
    if (!this.whole) return;
    const choice = this.choice;
    const view = await this.looking.run(() => this.host.call("packets_look", choice));
    if (view) this.looked = { of: JSON.stringify(choice), view };
  }

  async chooseFolder(): Promise<void> {
    const chosen = await this.sealing.choose(() => chooseFolder(this.host, words.folderTitle, this.folder));
    if (chosen) this.folder = chosen;
  }

  /** Nothing is sealed that was not looked at. */
  async seal(): Promise<boolean> {
    this.sealTried = true;
    const folder = this.folder.trim();
    const { choice, leaving } = this;
    if (folder === "" || leaving === null) return false;
    this.made = (await this.sealing.run(() => this.host.call("packets_seal", { choice, by: leaving.by, folder }))) ?? null;
    if (this.made) {
      this.looked = null;
      await this.unfinished?.forget();
    }
    return this.made !== null;
  }

  private find(text: string): Client[] {
    const wanted = text.trim().toUpperCase();
    return wanted === "" ? [] : this.all.filter((one) => one.code.toUpperCase().includes(wanted)).slice(0, offered);
  }
}
