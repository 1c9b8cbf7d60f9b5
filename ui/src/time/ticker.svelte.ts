// Moves the digits between two looks at the engine. It decides nothing: what is due comes from Rust. The page's own timers
// are throttled while it is hidden, so the value is read from the steady clock of the page, never counted.
const step = 1000;

export class Ticker {
  /** Milliseconds now, on the scale of the last `set`. */
  now = $state(0);
  private base = 0;
  private at = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly fresh = (): void => this.beat();

  /** What Rust said the time is. */
  set(ms: number): void {
    this.base = ms;
    this.at = performance.now();
    this.now = ms;
  }

  /** Begins to tick, on whole seconds; answers the function that ends it (for `$effect` and `onMount`). */
  start(): () => void {
    document.addEventListener("visibilitychange", this.fresh);
    this.beat();
    return () => {
      clearTimeout(this.timer);
      document.removeEventListener("visibilitychange", this.fresh);
    };
  }

  private beat(): void {
    clearTimeout(this.timer);
    const exact = this.base + performance.now() - this.at;
    this.now = Math.floor(exact);
    const rest = step - (((exact % step) + step) % step);
    this.timer = setTimeout(this.fresh, rest);
  }
}
