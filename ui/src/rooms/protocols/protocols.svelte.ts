// The protocol files of this vault, and the day that one of them makes.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import type { ProtocolLine, RehearsedPrompt } from "../../wire/protocols";

export class Protocols {
  list = $state<ProtocolLine[] | null>(null);
  picked = $state("");
  day = $state<RehearsedPrompt[] | null>(null);
  readonly attempt = new Attempt();
  readonly rehearsal = new Attempt();
  readonly protocol = $derived(this.list?.find((p) => p.digest === this.picked));

  constructor(private readonly host: Host) {}

  async load(): Promise<void> {
    this.list = (await this.attempt.run(() => this.host.call("protocols_list"))) ?? null;
    const first = this.list?.[0];
    if (first && this.picked === "") await this.pick(first.digest);
  }

  async pick(digest: string): Promise<void> {
    this.picked = digest;
    this.day = null;
    this.rehearsal.busy = false;
    const day = await this.rehearsal.run(() => this.host.call("protocols_rehearse", { digest }));
    if (this.picked === digest) this.day = day ?? null;
  }
}
