// The client list: by code, searched as one types; a name on demand only, gone again after ten seconds.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import type { Client } from "../../wire/clients";

const name_shown_ms = 10_000;

export class Clients {
  list = $state<Client[] | null>(null);
  search = $state("");
  picked = $state("");
  adding = $state(false);
  code = $state("");
  name = $state("");
  tried = $state(false);
  /** The name that is shown now; null: hidden. */
  shownName = $state<string | null>(null);
  readonly attempt = new Attempt();
  private hide: ReturnType<typeof setTimeout> | undefined;

  readonly found = $derived.by(() => {
    const wanted = this.search.trim().toLowerCase();
    return (this.list ?? []).filter((c) => c.code.toLowerCase().includes(wanted));
  });
  readonly client = $derived(this.list?.find((c) => c.id === this.picked));
  readonly taken = $derived.by(() => (this.list ?? []).some((c) => c.code.toLowerCase() === this.code.trim().toLowerCase()));

  constructor(private readonly host: Host) {}

  async load(): Promise<void> {
    this.list = (await this.attempt.run(() => this.host.call("clients_list"))) ?? this.list;
  }

  pick(id: string): void {
    this.hideName();
    this.adding = false;
    this.picked = id;
  }

  startAdding(): void {
    this.code = this.name = "";
    this.tried = false;
    this.attempt.failure = null;
    this.adding = true;
  }

  async add(): Promise<Client | undefined> {
    this.tried = true;
    const code = this.code.trim();
    if (code === "" || this.taken) return undefined;
    const added = await this.attempt.run(() => this.host.call("clients_add", { code, name: this.name.trim() }));
    if (!added) return undefined;
    this.name = "";
    this.list = [...(this.list ?? []), added].sort((a, b) => a.code.localeCompare(b.code));
    this.search = "";
    this.pick(added.id);
    return added;
  }

  async showName(): Promise<void> {
    if (this.shownName !== null || !this.picked) return this.hideName();
    const client = this.picked;
    const answer = await this.attempt.run(() => this.host.call("clients_name", { client }));
    if (!answer || this.picked !== client) return;
    this.shownName = answer.name;
    this.hide = setTimeout(() => this.hideName(), name_shown_ms);
  }

  hideName(): void {
    clearTimeout(this.hide);
    this.shownName = null;
  }
}
