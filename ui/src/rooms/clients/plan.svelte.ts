// A dosing session before it is opened: by which protocol, the how manieth, by whom.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import type { OpenVault } from "../../wire/app";
import type { Client } from "../../wire/clients";
import type { Role } from "../../wire/people";
import type { SessionPlan } from "../../wire/plan";
import type { ProtocolLine, RehearsedPrompt } from "../../wire/protocols";

const therapist: Role[] = ["lead_therapist", "co_therapist"];

export class Plan {
  protocols = $state<ProtocolLine[] | null>(null);
  protocol = $state("");
  number = $state("");
  people = $state<string[]>([]);
  /** The rehearsed day; null: not asked for. */
  day = $state<RehearsedPrompt[] | null>(null);
  tried = $state(false);
  readonly attempt = new Attempt();

  readonly numberWrong = $derived(!/^[1-9]\d?$/.test(this.number.trim()));
  readonly therapists = $derived.by(
    () => this.open.people.filter((p) => this.people.includes(p.id) && p.roles.some((role) => therapist.includes(role))).length,
  );

  constructor(private readonly host: Host, private readonly open: OpenVault, private readonly client: Client) {
    this.number = String(1 + Math.max(0, ...client.sessions.map((s) => s.number)));
    const acting = open.people.filter((p) => p.has_pin && p.roles.some((role) => therapist.includes(role)));
    const suggested = acting.filter((p) => p.id !== open.author.id).slice(0, acting.some((p) => p.id === open.author.id) ? 1 : 2);
    this.people = [open.author.id, ...suggested.map((p) => p.id)];
  }

  async load(): Promise<void> {
    const all = await this.attempt.run(() => this.host.call("protocols_list"));
    if (!all) return;
    const course = await this.host.call("course_look", { client: this.client.id }).catch(() => null);
    this.protocols = [...all].sort((a, b) => Number(b.usable) - Number(a.usable));
    const usable = all.filter((p) => p.usable);
    const only = usable.length === 1 ? usable[0] : usable.find((p) => p.digest === course?.now?.digest);
    this.protocol = only?.digest ?? "";
  }

  picked(): void {
    if (this.day) void this.seeDay();
  }

  async seeDay(): Promise<void> {
    const digest = this.protocol;
    if (digest === "") return;
    const day = await this.attempt.run(() => this.host.call("protocols_rehearse", { digest }));
    if (this.protocol === digest) this.day = day ?? null;
  }

  hideDay(): void {
    this.day = null;
  }

  async start(): Promise<SessionPlan | undefined> {
    this.tried = true;
    if (this.protocol === "" || this.numberWrong || this.people.length === 0) return undefined;
    return this.attempt.run(() =>
      this.host.call("session_open", {
        client: this.client.id, protocol: this.protocol, number: Number(this.number), people: $state.snapshot(this.people),
      }),
    );
  }
}
