// Erases a client: the code is typed once more; what was done is a receipt.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import type { Client, Receipt } from "../../wire/clients";

export class Erase {
  code = $state("");
  tried = $state(false);
  readonly attempt = new Attempt();
  readonly typed = $derived.by(() => this.code.trim().toLowerCase() === this.client.code.toLowerCase());

  constructor(private readonly host: Host, readonly client: Client, private readonly done: (receipt: Receipt) => void) {}

  async go(): Promise<void> {
    this.tried = true;
    if (!this.typed) return;
    const receipt = await this.attempt.run(() => this.host.call("clients_erase", { client: this.client.id, code: this.code.trim() }));
    if (receipt) this.done(receipt);
  }
}

/** Puts a text on the clipboard; answers whether it is there. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
