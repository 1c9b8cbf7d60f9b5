// What is typed in a form and not kept yet: it lies in the vault, beside the record, and comes back after a lock or a kill. A form
// about nobody in the record yet (a client who is being added, a person) has no client; what is said in a packet's review lies with
// the packet. A secret never lies there. Whose it is Rust knows: it answers what whoever has the pen typed, and nobody else's.
import type { FormDraft } from "../wire/drafts";
import type { Failure } from "../wire/failure";
import { asFailure, type Host } from "./host";
import { isSafe, typedNow } from "./pending";

/** It is remembered this long after the last key, and at the latest so long after the first that is nowhere yet. */
export const rest_ms = 400;
export const longest_ms = 900;

export class Unfinished<T> {
  /** What was typed before and not kept is here again. */
  waiting = $state(false);
  /** What is typed stands on the page only: why it could not be remembered, or why nothing could be read. */
  failure = $state.raw<Failure | null>(null);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private touched = false;
  /** When the first key fell that is nowhere yet. */
  private since: number | null = null;
  private sending: Promise<void> | null = null;
  /** Counts the times that the form came and went: an answer for an earlier time is not put into this one. */
  private time = 0;

  private readonly about: Pick<FormDraft, "client" | "thread">;

  /** `read` answers what is typed, null where nothing is; `put` puts it back; where it answers false, it could not. */
  constructor(
    private readonly host: Host, about: string | null | { thread: string }, private readonly place: string,
    private readonly read: () => T | null, private readonly put: (typed: Partial<T>) => unknown,
  ) {
    this.about = typeof about === "string" || about === null ? { client: about } : { client: null, thread: about.thread };
  }

  /** Puts back what was typed before, unless somebody types already. */
  async load(): Promise<void> {
    this.waiting = this.touched = false;
    this.failure = null;
    const time = ++this.time;
    let forms: FormDraft[];
    try {
      forms = await this.host.call("forms_of", this.about);
    } catch (thrown) {
      if (time === this.time) this.failure = asFailure(thrown);
      return;
    }
    const text = forms.find((form) => form.place === this.place)?.text;
    if (!text || this.touched || time !== this.time) return;
    try {
      this.waiting = this.put(JSON.parse(text) as Partial<T>) !== false;
    } catch {
      // A form of another version: the fields begin empty.
    }
  }

  /** Somebody typed. */
  typed(): void {
    const now = performance.now();
    this.touched = true;
    this.since ??= now;
    typedNow(this.host, this.flush, () => this.drop());
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), Math.max(0, Math.min(rest_ms, this.since + longest_ms - now)));
  }

  /** The form goes; what was typed a moment ago is still remembered. */
  leave(): void {
    this.time++;
    void this.flush();
  }

  /** What was typed a moment ago, or could not be remembered so far, is remembered now. */
  readonly flush = (): Promise<void> => {
    if (this.since === null) return this.sending ?? Promise.resolve();
    const typed = this.read();
    return this.send(typed === null ? "" : JSON.stringify(typed), this.since);
  };

  private drop(): void {
    clearTimeout(this.timer);
    this.since = null;
    this.time++;
  }

  /** What was typed is kept in the record now. */
  async forget(): Promise<void> {
    this.waiting = false;
    this.time++;
    await this.send("", null);
  }

  /** One after the other: the newest words stay. */
  private send(text: string, since: number | null): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.since = null;
    const go = async (): Promise<void> => {
      try {
        await this.host.call("forms_keep", { ...this.about, place: this.place, text, caret: 0 });
        this.failure = null;
      } catch (thrown) {
        this.failure = asFailure(thrown);
        this.since ??= since;
      }
    };
    const mine: Promise<void> = (this.sending ? this.sending.then(go) : go()).then(() => {
      if (this.sending !== mine) return;
      this.sending = null;
      if (this.since === null) isSafe(this.host, this.flush);
    });
    this.sending = mine;
    return mine;
  }
}
