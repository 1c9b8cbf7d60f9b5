// Striking an entry: the entry, the reason as it is typed, and the act. The reason waits in the vault until it is kept.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import { Unfinished } from "../../host/unfinished.svelte";
import { requestKey } from "../../kit/request";
import type { StrikeEntry } from "../../wire/course";

export class Striking<T extends { seq: number }> {
  /** The entry that is about to be struck. */
  entry = $state.raw<T | null>(null);
  reason = $state("");
  tried = $state(false);
  private client = "";
  private request = "";
  /** Where the reason waits. */
  unfinished = $state<Unfinished<{ reason: string }> | null>(null);

  /** `place` names the form of an entry; `send` strikes it and answers whether that was kept. */
  constructor(
    private readonly host: Host, private readonly place: string, private readonly send: (args: StrikeEntry) => Promise<boolean>, readonly attempt = new Attempt(),
  ) {}

  start(client: string, entry: T): void {
    this.leave();
    this.client = client;
    this.entry = entry;
    this.reason = "";
    this.tried = false;
    this.request = requestKey();
    const read = (): { reason: string } | null => (this.reason.trim() === "" ? null : { reason: this.reason });
    this.unfinished = new Unfinished(this.host, client, `${this.place} ${entry.seq}`, read, ({ reason }) => {
      if (this.entry?.seq === entry.seq) this.reason = reason ?? "";
    });
    void this.unfinished.load();
  }

  type(text: string): void {
    this.reason = text;
    this.unfinished?.typed();
  }

  /** Leaves it; the reason waits. */
  leave(): void {
    this.unfinished?.leave();
    this.entry = null;
  }

  async go(): Promise<void> {
    this.tried = true;
    const entry = this.entry;
    if (!entry || this.reason.trim() === "") return;
    if (!(await this.send({ request: this.request, client: this.client, seq: entry.seq, reason: this.reason.trim() }))) return;
    await this.unfinished?.forget();
    this.entry = null;
  }
}
