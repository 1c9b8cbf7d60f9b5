// What needs me: the session that runs, the ones of the last days, what the vault lacks to begin.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import { Verify } from "../../host/verify.svelte";
import type { OpenVault } from "../../wire/app";
import type { Client, SessionLine } from "../../wire/clients";

const week_ms = 7 * 24 * 3_600_000;

export interface Line { code: string; session: SessionLine }

export class Today {
  clients = $state<Client[] | null>(null);
  readonly attempt = new Attempt();
  readonly verify: Verify;

  readonly lines: Line[] = $derived(
    (this.clients ?? []).flatMap((c) => c.sessions.map((session) => ({ code: c.code, session })))
      .sort((a, b) => b.session.opened_wall_ms - a.session.opened_wall_ms),
  );
  /** Not ended: the live one first. */
  readonly running = $derived.by(() => this.lines.filter((l) => l.session.ended_wall_ms === null));
  readonly recent = $derived.by(() => this.lines.filter((l) => (l.session.ended_wall_ms ?? 0) > this.now - week_ms));
  readonly lacksPerson = $derived.by(() => this.open.people.length < 2);
  readonly lacksClient = $derived(this.clients?.length === 0);

  constructor(private readonly host: Host, private readonly open: OpenVault, private readonly now: number) {
    this.verify = new Verify(host);
  }

  /** Begins a training day; answers its session. */
  async play(speed: number): Promise<string | undefined> {
    return (await this.attempt.run(() => this.host.call("training_start", { speed })))?.session;
  }

  async load(): Promise<void> {
    this.clients = (await this.attempt.run(() => this.host.call("clients_list"))) ?? null;
  }
}
