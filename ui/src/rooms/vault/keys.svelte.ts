// One's own way in: another passphrase, and the drill with the recovery code on paper.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import { Weigh } from "../../host/weigh.svelte";
import type { OpenVault } from "../../wire/app";

export class Keys {
  panel = $state<"" | "passphrase" | "drill" | "lost">("");
  old = $state("");
  passphrase = $state("");
  again = $state("");
  code = $state("");
  tried = $state(false);
  /** What was done last, until something else is begun. */
  done = $state<"" | "changed" | "fits">("");
  readonly attempt = new Attempt();
  readonly weigh: Weigh;
  readonly differs = $derived((this.tried || this.again.length >= this.passphrase.length) && this.again !== "" && this.again !== this.passphrase);

  constructor(private readonly host: Host) {
    this.weigh = new Weigh(host);
  }

  begin(panel: "passphrase" | "drill" | "lost"): void {
    if (this.attempt.busy) return;
    this.clear();
    this.done = "";
    this.panel = panel;
  }

  /** Nothing that was typed stays. Not while it is being done: how it ends is said in its panel. */
  leave(): void {
    if (!this.attempt.busy) this.clear();
  }

  private clear(): void {
    this.panel = "";
    this.old = this.passphrase = this.again = this.code = "";
    this.tried = false;
    this.attempt.failure = null;
  }

  async change(): Promise<void> {
    this.tried = true;
    const { old, passphrase, again } = this;
    if (old === "" || passphrase === "" || passphrase !== again || this.weigh.strength?.objection) return;
    const ok = await this.attempt.run(async () => (await this.host.call("vault_passphrase", { old, new: passphrase }), true));
    this.old = "";
    if (!ok) return;
    this.clear();
    this.done = "changed";
  }

  /** Another recovery code: what follows takes the whole page. */
  async lost(): Promise<OpenVault | undefined> {
    const passphrase = this.old;
    if (passphrase === "") return undefined;
    this.old = "";
    const open = await this.attempt.run(() => this.host.call("vault_code_lost", { passphrase }));
    if (open) this.clear();
    return open;
  }

  async drill(): Promise<void> {
    const { code } = this;
    if (code.trim() === "") return;
    const ok = await this.attempt.run(async () => (await this.host.call("vault_drill", { code }), true));
    if (!ok) return;
    this.clear();
    this.done = "fits";
  }
}
