// A burst of letters typed in keys mode by mistake. Single keys open things; a person who simply begins to write must not
// lose a letter nor leave something open. Three letters within 400 ms are writing; a blank, comma, stop or hyphen behind a
// letter counts as one ("it is", "no, thanks").
//
// **Invariant:** a burst starts only in keys mode, and what its letters opened is closed without trace by the caller.

export const BURST_LETTERS = 3;
export const BURST_MS = 400;

/** What one key press means for the burst. */
export type BurstSays =
  /** Not part of a burst: the key does what it does. */
  | { burst: "no" }
  /** The third letter: open the line with these words, close what the first opened. */
  | { burst: "writing"; letters: string };

export class Burst {
  private letters: { letter: string; at: number }[] = [];

  /** A key press. `fresh`: the page was in keys mode with nothing open when it came. */
  press(key: string, at: number, fresh: boolean): BurstSays {
    if (!isLetter(key) && !(this.letters.length > 0 && / |,|\.|-/.test(key) && key.length === 1)) {
      this.forget();
      return { burst: "no" };
    }
    if (fresh) this.letters = this.letters.filter((l) => at - l.at <= BURST_MS);
    else if (this.letters.length === 0) return { burst: "no" };
    this.letters.push({ letter: key, at });
    const recent = this.letters.slice(-BURST_LETTERS);
    const first = recent[0];
    if (recent.length < BURST_LETTERS || !first || at - first.at > BURST_MS) {
      if (!fresh && this.letters.length >= BURST_LETTERS) this.forget();
      return { burst: "no" };
    }
    const letters = recent.map((l) => l.letter).join("");
    this.forget();
    return { burst: "writing", letters };
  }

  forget(): void {
    this.letters = [];
  }
}

/** One typed letter, mark or apostrophe of any script; not a digit, not a named key. */
export function isLetter(key: string): boolean {
  return /^[\p{L}\p{M}'’]$/u.test(key);
}
