// Letting an inspector in: who, why, until when; the access code is shown once.
import { Attempt } from "../../host/attempt.svelte";
import { Unfinished } from "../../host/unfinished.svelte";
import type { Host } from "../../host/host";
import type { OpenVault } from "../../wire/app";
import { Beside } from "./beside.svelte";

interface Typed { name: string; initials: string; reason: string; until: string }

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
  /** Where the form waits. */
  unfinished = $state.raw<Unfinished<Typed> | null>(null);
  readonly attempt = new Attempt();
  /** Who stands by, where whoever gives the code may not see the care of clients. */
  readonly beside = new Beside();

  /** A code is being made, or shown. */
  get busy(): boolean {
    return this.attempt.busy || this.groups.length > 0;
  }

  constructor(private readonly host: Host, private readonly done: (open: OpenVault) => void) {}

  begin(glass = false): void {
    if (this.busy) return;
    this.clear();
    this.asking = true;
    this.glass = glass;
    const read = (): Typed | null => {
      const { name, initials, reason, until } = this;
      return name + initials + reason + until === "" ? null : { name, initials, reason, until };
    };
    this.unfinished = new Unfinished(this.host, null, glass ? "glass" : "inspector", read, (typed) => {
      [this.name, this.initials, this.reason, this.until] = [typed.name ?? "", typed.initials ?? "", typed.reason ?? "", typed.until ?? ""];
    });
    void this.unfinished.load();
  }

  /** Something was typed. */
  typed(): void {
    this.unfinished?.typed();
  }

  /** Not while the code is made, and not while it is shown: it is shown once. */
  leave(): void {
    if (!this.busy) this.clear();
  }

  /** The code is written down. */
  written(): void {
    this.clear();
  }

  private clear(): void {
    this.unfinished?.leave();
    this.unfinished = null;
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
    // The code first: the page holds it before anything else may lead away.
    this.groups = made.groups;
    this.done(made.open);
    await this.unfinished?.forget();
  }
}
