// Letting an inspector in: who, why, until when; the access code is shown once.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import type { OpenVault } from "../../wire/app";
import { Beside } from "./beside.svelte";

export class Inspector {
  asking = $state(false);
  /** It is the key in an envelope, and nobody's: then the reason says where it lies. */
  glass = $state(false);
  name = $state("");
  initials = $state("");
  reason = $state("");
  until = $state("");
  tried = $state(false);
  /** The access code, until it is written down. */
  groups = $state.raw<string[]>([]);
  readonly attempt = new Attempt();
  /** Who stands by, where whoever gives the code may not see the care of clients. */
  readonly beside = new Beside();

  constructor(private readonly host: Host, private readonly done: (open: OpenVault) => void) {}

  begin(glass = false): void {
    this.leave();
    this.asking = true;
    this.glass = glass;
  }

  leave(): void {
    this.asking = this.tried = false;
    this.name = this.initials = this.reason = this.until = "";
    this.groups = [];
    this.beside.clear();
    this.attempt.failure = null;
  }

  async go(): Promise<void> {
    this.tried = true;
    const [name, initials, reason, until] = [this.name.trim(), this.initials.trim().toUpperCase(), this.reason.trim(), this.until.trim()];
    if ((this.glass ? [reason] : [name, initials, reason, until]).includes("")) return;
    const made = await this.attempt.run(() =>
      this.glass ? this.host.call("vault_glass", { lies: reason, ...this.beside.proof }) : this.host.call("people_inspector", { name, initials, reason, until, ...this.beside.proof }));
    this.beside.answered(this.attempt.failure);
    if (!made) return;
    this.groups = made.groups;
    this.done(made.open);
  }
}
