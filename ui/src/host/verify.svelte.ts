// Verification of the record, asked from more than one room; what it proved stays in sight.
import type { Verified } from "../wire/audit";
import { Attempt } from "./attempt.svelte";
import type { Host } from "./host";

export class Verify {
  result = $state<Verified | null>(null);
  readonly attempt = new Attempt();

  constructor(private readonly host: Host) {}

  async go(): Promise<void> {
    this.result = (await this.attempt.run(() => this.host.call("audit_verify"))) ?? null;
  }
}
