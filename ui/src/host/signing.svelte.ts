// The signatures under one thing, and signing it as whoever has the pen.
import type { Signable, SignatureView } from "../wire/sign";
import { Attempt } from "./attempt.svelte";
import type { Host } from "./host";

export class Signing {
  view = $state.raw<SignatureView | null>(null);
  /** Passphrase or PIN; never kept. */
  proof = $state("");
  readonly looking = new Attempt();
  readonly attempt = new Attempt();

  constructor(private readonly host: Host, private readonly object: () => Signable) {}

  async load(): Promise<void> {
    const view = await this.looking.run(() => this.host.call("sign_look", this.object()));
    if (view) this.view = view;
  }

  /** Answers whether it was kept. */
  async sign(): Promise<boolean> {
    const proof = this.proof;
    if (proof === "") return false;
    this.proof = "";
    const view = await this.attempt.run(() => this.host.call("sign", { object: this.object(), proof }));
    if (view) this.view = view;
    return view !== undefined;
  }
}
