// Asks Rust how a passphrase weighs, a moment after the last key.
import type { Strength } from "../wire/vault";
import type { Host } from "./host";

const pause_ms = 250;

export class Weigh {
  strength = $state<Strength | null>(null);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;

  constructor(private readonly host: Host) {}

  /** The passphrase changed. */
  typed(passphrase: string): void {
    clearTimeout(this.timer);
    this.strength = null;
    const mine = ++this.asked;
    if (passphrase === "") return;
    this.timer = setTimeout(() => void this.ask(passphrase, mine), pause_ms);
  }

  private async ask(passphrase: string, mine: number): Promise<void> {
    const strength = await this.host.call("vault_strength", { passphrase }).catch(() => null);
    if (mine === this.asked) this.strength = strength;
  }
}
