// A copy of a whole vault on its way: how far it has come, as the shell tells it.
import type { CopyProgress } from "../wire/backup";
import { Attempt } from "./attempt.svelte";
import type { Host } from "./host";

export class Copying {
  progress = $state.raw<CopyProgress | null>(null);
  readonly attempt = new Attempt();

  constructor(private readonly host: Host) {}

  /** Listens while the work runs. */
  async run<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.attempt.busy) return undefined;
    this.progress = null;
    const off = await this.host.on("copy_progress", (progress) => (this.progress = progress));
    try {
      return await this.attempt.run(work);
    } finally {
      off();
      this.progress = null;
    }
  }
}
