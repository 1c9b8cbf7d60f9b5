// One act on its way to Rust: whether it runs, what it failed with. A second press while it runs does nothing.
import type { Failure } from "../wire/failure";
import { asFailure } from "./host";

export class Attempt {
  busy = $state(false);
  failure = $state<Failure | null>(null);

  /** Answers undefined when it failed (then `failure` says why) or was already running. */
  async run<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.failure = null;
    try {
      return await work();
    } catch (thrown) {
      this.failure = asFailure(thrown);
      return undefined;
    } finally {
      this.busy = false;
    }
  }
}
