// The signatures under one thing; signing, locking and unlocking it as whoever has the pen. Why it is unlocked waits in the vault until
// it is kept; a proof is never kept.
import type { Signable, SignatureView } from "../wire/sign";
import { Attempt } from "./attempt.svelte";
import type { Host } from "./host";
import { Unfinished } from "./unfinished.svelte";

export type SignDoing = "sign" | "lock" | "unlock";

export class Signing {
  view = $state.raw<SignatureView | null>(null);
  /** The act whose box is open. */
  doing = $state<SignDoing | null>(null);
  /** Passphrase or PIN; never kept. */
  proof = $state("");
  reason = $state("");
  tried = $state(false);
  unfinished = $state.raw<Unfinished<{ reason: string }> | null>(null);
  readonly looking = new Attempt();
  readonly attempt = new Attempt();

  /** `client`: whom it is about; `kept`: something was signed, locked or unlocked. */
  constructor(private readonly host: Host, private readonly object: () => Signable, private readonly client: () => string, private readonly kept: () => void = () => {}) {}

  get busy(): boolean {
    return this.attempt.busy;
  }

  /** The reason was typed before and not kept. */
  get waiting(): boolean {
    return this.unfinished?.waiting ?? false;
  }

  /** A PIN was wrong so often that a passphrase is typed into its box. */
  get letters(): boolean {
    return this.attempt.failure?.code === "pin_passphrase_needed";
  }

  async load(): Promise<void> {
    const view = await this.looking.run(() => this.host.call("sign_look", this.object()));
    if (view) this.view = view;
  }

  open(doing: SignDoing): void {
    this.leave();
    this.doing = doing;
    if (doing !== "unlock") return;
    const { session, visit } = this.object();
    const read = (): { reason: string } | null => (this.reason.trim() === "" ? null : { reason: this.reason });
    this.unfinished = new Unfinished(this.host, this.client(), `unlock ${session ?? visit}`, read, ({ reason }) => (this.reason = reason ?? ""));
    void this.unfinished.load();
  }

  type(reason: string): void {
    this.reason = reason;
    this.unfinished?.typed();
  }

  /** Leaves the box; a reason waits, a proof does not. */
  leave(): void {
    this.unfinished?.leave();
    this.unfinished = null;
    this.doing = null;
    this.proof = this.reason = "";
    this.tried = false;
    this.attempt.failure = null;
  }

  /** Answers whether it was kept. */
  async act(): Promise<boolean> {
    const { proof, doing } = this;
    const reason = this.reason.trim();
    this.tried = true;
    if (proof === "" || doing === null || (doing === "unlock" && reason === "")) return false;
    this.proof = "";
    const object = this.object();
    const view = await this.attempt.run(() =>
      doing === "sign" ? this.host.call("sign", { object, proof }) : doing === "lock" ? this.host.call("sign_lock", { object, proof }) : this.host.call("sign_unlock", { object, reason, proof }));
    if (!view) return false;
    await this.unfinished?.forget();
    this.unfinished = null;
    this.leave();
    this.view = view;
    this.kept();
    return true;
  }
}
