// A long list that is shown from its beginning and grows when its end comes into sight: what is laid out is what is looked at.
import type { Attachment } from "svelte/attachments";

export class Growing {
  /** So many lines are shown. */
  shown = $state(0);

  /** At first so many, then so many more each time. */
  constructor(private readonly first: number, private readonly step = first) {
    this.shown = first;
  }

  more(): void {
    this.shown += this.step;
  }

  /** All of them, for paper and for whoever asks. */
  all(): void {
    this.shown = Infinity;
  }

  /** From the beginning again. */
  reset(): void {
    this.shown = this.first;
  }
}

/** Calls when the element comes into sight, or nearly; on paper everything is in sight. */
export function seen(fn: () => unknown, paper: () => unknown = fn): Attachment {
  return (element) => {
    addEventListener("beforeprint", paper);
    if (typeof IntersectionObserver === "undefined") return () => removeEventListener("beforeprint", paper);
    const watch = new IntersectionObserver((entries) => entries.some((one) => one.isIntersecting) && fn(), { rootMargin: "30% 0%" });
    watch.observe(element);
    return () => {
      watch.disconnect();
      removeEventListener("beforeprint", paper);
    };
  };
}
