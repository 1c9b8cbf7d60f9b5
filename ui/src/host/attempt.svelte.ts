// One act on its way to Rust: whether it runs, what it failed with. A second press while it runs does nothing.
import type { Failure } from "../wire/failure";
import { asFailure } from "./host";

export class Attempt {
  busy = $state(false);
  failure = $state<Failure | null>(null);
  private choosing = false;

  /** Answers undefined when it failed (then `failure` says why) or was already running. */
  async run<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.busy || this.choosing) return undefined;
    this.busy = true;
    try {
      return await this.made(work);
    } finally {
      this.busy = false;
    }
  }

  /** The system's own window for a place of this act is open. Nothing is done meanwhile, so nothing says that it is. */
  async choose<T>(ask: () => Promise<T>): Promise<T | undefined> {
    if (this.busy || this.choosing) return undefined;
    this.choosing = true;
    try {
      return await this.made(ask);
    } finally {
      this.choosing = false;
    }
  }

  private async made<T>(work: () => Promise<T>): Promise<T | undefined> {
    this.failure = null;
    try {
      return await work();
    } catch (thrown) {
      this.failure = asFailure(thrown);
      return undefined;
    }
  }
}
