// After how many idle minutes the vault locks, and whether the system is heard.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import type { Machine, OpenVault } from "../../wire/app";

/** On offer; Rust holds the bounds. */
export const idleMinutes = [2, 5, 10, 20, 60] as const;

export class Idle {
  machine = $state<Machine | null>(null);
  readonly attempt = new Attempt();

  constructor(private readonly host: Host, private readonly set_: (open: OpenVault) => void) {}

  /** Asks once, then listens. Answers what ends it. */
  watch(): () => void {
    void this.host.call("app_machine").then((machine) => (this.machine = machine)).catch(() => undefined);
    const stop = this.host.on("machine_changed", (machine) => (this.machine = machine));
    return () => void stop.then((off) => off());
  }

  async set(minutes: number): Promise<void> {
    const open = await this.attempt.run(() => this.host.call("vault_idle", { minutes }));
    if (open) this.set_(open);
  }
}
