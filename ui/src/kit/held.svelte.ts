// What would be lost if somebody were led away from the page now: whoever holds it says why, and every way to another room, and to
// another person, asks here first. Locking asks nothing: it is always at hand.
import { untrack } from "svelte";

/** A code that is shown once, or being made; something that runs and whose end is said here; words that lie nowhere else. */
export type Hold = "code" | "running" | "words";
const order: readonly Hold[] = ["code", "running", "words"];

class Held {
  private holds = $state.raw<readonly { why: Hold }[]>([]);
  private tried = $state(false);
  /** Why the page stays; null: nothing is held. */
  readonly why: Hold | null = $derived(order.find((why) => this.holds.some((one) => one.why === why)) ?? null);
  /** The same, after somebody tried to go. */
  readonly said: Hold | null = $derived(this.tried ? this.why : null);

  /** Answers what lets it go. */
  hold(why: Hold): () => void {
    const mine = { why };
    this.holds = [...this.holds, mine];
    return () => {
      this.holds = this.holds.filter((one) => one !== mine);
      if (this.holds.length === 0) this.tried = false;
    };
  }

  /** Whether the page stays as it is; then it is said why. */
  stays(): boolean {
    if (this.why === null) return false;
    this.tried = true;
    return true;
  }
}

export const held = new Held();

/** Holds the page while `why` names a reason. Called while a component is made. */
export function holdWhile(why: () => Hold | null): void {
  $effect(() => {
    const is = why();
    return is === null ? undefined : untrack(() => {
      const letGo = held.hold(is);
      return () => untrack(letGo);
    });
  });
}
