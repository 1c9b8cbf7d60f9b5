// A packet on its way in. Somebody whom nobody here knows is taken in only after their six words were compared.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import { opening as words } from "../../words/review-packets";
import { chooseFile, stranger } from "./place";

export class Opening {
  path = $state("");
  tried = $state(false);
  readonly attempt = new Attempt();
  readonly unknown = $derived(stranger(this.attempt.failure, "unknown_author"));
  readonly changed = $derived(stranger(this.attempt.failure, "keys_changed"));

  constructor(private readonly host: Host, private readonly done: (thread: string) => void) {}

  type(path: string): void {
    this.path = path;
    this.tried = false;
    this.attempt.failure = null;
  }

  async choose(): Promise<void> {
    const chosen = await this.attempt.choose(() => chooseFile(this.host, words.chooseTitle, this.path, words.kind, "holdfast-packet"));
    if (!chosen) return;
    this.type(chosen);
    await this.go();
  }

  /** `trust`: the six words of somebody unknown are the same. Only after they were shown. */
  async go(trust = false): Promise<void> {
    this.tried = true;
    const path = this.path.trim();
    if (path === "" || (trust && this.unknown === null)) return;
    const ref = await this.attempt.run(() => this.host.call("packets_open", { path, trust }));
    if (ref) this.done(ref.thread);
  }
}
