// The client list: by code, searched as one types; a client as a person on demand only, gone again after ten seconds.
// Ten thousand clients are searched on every key: the list is not watched line by line. Its beginning is asked for and shown
// first, the rest follows; so many lines are laid out as are looked at.
import { Attempt } from "../../host/attempt.svelte";
import { Unfinished } from "../../host/unfinished.svelte";
import type { Host } from "../../host/host";
import { Growing } from "../../kit/growing.svelte";
import type { Client, ClientFile, ClientList } from "../../wire/clients";

const name_shown_ms = 10_000;
/** Lines that are laid out at first, about what a window shows: each key of a search lays them out anew. More come with each time that
 * their end comes into sight. */
export const lines_shown = 18;
export const lines_more = 40;
/** While keys follow one another so many lines are filled; the places of the others stay, because to take them away costs more than to
 * empty them. Lines come back, and empty places go, when typing pauses. */
export const lines_typed = 12;
const typing_pause_ms = 150;

/** After the frame that shows what there is. */
const painted = (): Promise<void> => new Promise((done) => {
  if (typeof requestAnimationFrame === "undefined") return done();
  requestAnimationFrame(() => setTimeout(done));
});
/** The whole list as it was last read: as long as the record is at the same mark it need not be read again. It goes with the page. */
const whole = new WeakMap<Host, Pick<ClientList, "lines" | "mark">>();
const folded = (code: string): string => code.trim().toLowerCase();

export class Clients {
  list = $state.raw<Client[] | null>(null);
  /** Clients in use and clients put away, counted where the list is not whole yet. */
  private counts = $state.raw<{ used: number; away: number } | null>(null);
  readonly growing = new Growing(lines_shown, lines_more);
  search = $state("");
  /** Keys of the search follow one another. */
  typing = $state(false);
  private pause: ReturnType<typeof setTimeout> | undefined;
  /** Clients who were put away are shown too. */
  away = $state(false);
  picked = $state("");
  /** The line that the arrows stand on. */
  at = $state(0);
  adding = $state(false);
  code = $state("");
  name = $state("");
  tried = $state(false);
  /** Grows when a line changes here. */
  private turn = 0;
  /** The person who is shown now; null: hidden. */
  shown = $state.raw<ClientFile | null>(null);
  readonly attempt = new Attempt();
  /** The list on its way: no act waits for it, and it waits for none. */
  readonly loading = new Attempt();
  /** Where the form of a new client waits. */
  readonly unfinished: Unfinished<{ code: string; name: string }>;
  private hide: ReturnType<typeof setTimeout> | undefined;

  private readonly index = $derived((this.list ?? []).map((client) => ({ client, code: folded(client.code) })));
  /** In one pass over all of them, on each key. */
  private readonly sought = $derived.by(() => {
    const [wanted, away] = [folded(this.search), this.away];
    const found: Client[] = [];
    let hidden = 0;
    for (const { client, code } of this.index) {
      if (!code.includes(wanted)) continue;
      if (away || client.archived === null) found.push(client);
      else hidden += 1;
    }
    return { found, hidden };
  });
  readonly found = $derived(this.sought.found);
  /** Clients in all, of those that the list may show; read anew when the list is, not on each key. */
  private readonly all = $derived.by(() => {
    if (this.counts) return this.counts.used + (this.away ? this.counts.away : 0);
    return this.away ? this.index.length : this.index.filter(({ client }) => client.archived === null).length;
  });
  private said: { all: number; found: number | null } = { all: 0, found: null };
  /** What is said over the list: how many there are and how many were found. It stays as it is while keys follow one another. */
  readonly count = $derived.by(() => {
    if (!this.typing) this.said = { all: this.all, found: this.counts || folded(this.search) === "" ? null : this.found.length };
    return this.said;
  });
  readonly lines = $derived(this.found.slice(0, this.typing ? Math.min(lines_typed, this.growing.shown) : this.growing.shown));
  /** Places that the last keys left empty, until typing pauses. */
  readonly blank = $derived(this.typing ? Math.max(0, Math.min(lines_shown, this.list?.length ?? 0) - this.lines.length) : 0);
  /** Found, but not shown; before the whole list is here, counted. */
  readonly more = $derived.by(() => {
    const counts = folded(this.search) === "" ? this.counts : null;
    const found = counts ? counts.used + (this.away ? counts.away : 0) : this.found.length;
    return Math.max(0, found - this.lines.length);
  });
  /** Matches that are hidden because they were put away. */
  readonly hidden = $derived(this.sought.hidden);
  readonly anyAway = $derived.by(() => (this.counts?.away ?? 0) > 0 || (this.list ?? []).some((client) => client.archived !== null));
  readonly here = $derived(Math.max(0, Math.min(this.at, this.lines.length - 1)));
  readonly client = $derived(this.list?.find((c) => c.id === this.picked));
  /** The client who is open and whom the list leaves out. */
  readonly outside = $derived.by(() => {
    const one = this.client;
    return one && (!folded(one.code).includes(folded(this.search)) || (one.archived !== null && !this.away)) ? one : undefined;
  });
  /** The client who has the code that is typed for a new one. */
  readonly taken = $derived.by(() => this.index.find((line) => line.code === folded(this.code))?.client);

  constructor(private readonly host: Host) {
    const blank = (): boolean => this.code.trim() === "" && this.name.trim() === "";
    this.unfinished = new Unfinished(host, null, "client", () => (blank() ? null : { code: this.code, name: this.name }), (typed) => {
      this.code = typed.code ?? "";
      this.name = typed.name ?? "";
    });
  }

  async load(): Promise<void> {
    const first = await this.loading.run(() => this.host.call("clients_list", { most: lines_shown }));
    if (!first) return;
    const { lines, used, away, mark } = first;
    const known = whole.get(this.host);
    this.list = known?.mark === mark ? known.lines : lines;
    if (this.list.length === used + away) return;
    this.counts = { used, away };
    await painted();
    let turn: number;
    do {
      turn = this.turn;
      const all = await this.loading.run(() => this.host.call("clients_list", { most: null }));
      if (!all) return;
      // Added, put away or erased meanwhile: asked once more.
      if (turn === this.turn) {
        this.list = all.lines;
        whole.set(this.host, all);
      }
    } while (turn !== this.turn);
    this.counts = null;
  }

  find(text: string): void {
    this.search = text;
    this.at = 0;
    this.growing.reset();
    this.typing = true;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => (this.typing = false), typing_pause_ms);
  }

  /** A key in the list: where it goes, or nothing. */
  move(key: string): boolean {
    this.typing = false;
    if (key === "ArrowDown" && this.here === this.lines.length - 1) this.growing.more();
    const to = { ArrowDown: this.here + 1, ArrowUp: this.here - 1, Home: 0, End: this.lines.length - 1 }[key];
    if (to === undefined || to < 0 || to >= this.lines.length) return false;
    this.at = to;
    return true;
  }

  pick(id: string): void {
    this.hideName();
    this.leaveAdding();
    this.picked = id;
    this.at = Math.max(0, this.lines.findIndex((client) => client.id === id));
  }

  startAdding(): void {
    if (this.adding) return;
    this.code = this.name = "";
    this.tried = false;
    this.attempt.failure = null;
    this.adding = true;
    void this.unfinished.load();
  }

  type(field: "code" | "name", text: string): void {
    this[field] = text;
    this.unfinished.typed();
  }

  /** Leaves the form of a new client; what was typed waits. */
  leaveAdding(): void {
    this.unfinished.leave();
    this.adding = false;
  }

  async add(): Promise<Client | undefined> {
    this.tried = true;
    const code = this.code.trim();
    if (code === "" || this.taken) return undefined;
    const added = await this.attempt.run(() => this.host.call("clients_add", { code, name: this.name.trim() }));
    if (!added) return undefined;
    await this.unfinished.forget();
    this.name = "";
    this.turn += 1;
    this.list = [...(this.list ?? []), added].sort((a, b) => a.code.localeCompare(b.code));
    this.search = "";
    this.pick(added.id);
    return added;
  }

  /** The line of a client is another one now. */
  changed(client: Client): void {
    this.turn += 1;
    this.list = (this.list ?? []).map((one) => (one.id === client.id ? client : one));
  }

  /** A client was erased: nothing of it stays on the page. */
  gone(id: string): void {
    this.hideName();
    this.turn += 1;
    if (this.picked === id) this.picked = "";
    this.list = (this.list ?? []).filter((one) => one.id !== id);
  }

  async takeOut(client: string): Promise<void> {
    const line = await this.attempt.run(() => this.host.call("clients_reopen", { client }));
    if (line) this.changed(line);
  }

  async showName(): Promise<void> {
    if (this.shown !== null || !this.picked) return this.hideName();
    const client = this.picked;
    const answer = await this.attempt.run(() => this.host.call("clients_file", { client }));
    if (!answer || this.picked !== client) return;
    this.shown = answer;
    this.hide = setTimeout(() => this.hideName(), name_shown_ms);
  }

  hideName(): void {
    clearTimeout(this.hide);
    this.shown = null;
  }
}
