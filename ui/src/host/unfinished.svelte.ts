// What is typed in a form and not kept yet: it lies in the vault, beside the record, and comes back after a lock or a kill. A form
// about nobody in the record yet (a client who is being added, a person) has no client; what is said in a packet's review lies with
// the packet. A secret never lies there.
import type { FormDraft } from "../wire/drafts";
import type { Host } from "./host";

const remembered_after_ms = 400;

export class Unfinished<T> {
  /** What was typed before and not kept is here again. */
  waiting = $state(false);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private touched = false;
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
    const time = ++this.time;
    const forms = await this.host.call("forms_of", this.about).catch(() => []);
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
    this.touched = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.remember(), remembered_after_ms);
  }

  /** The form goes; what was typed a moment ago is still remembered. */
  leave(): void {
    this.time++;
    this.flush();
  }

  /** What was typed a moment ago is remembered now. */
  flush(): void {
    if (this.timer !== undefined) void this.remember();
  }

  /** What was typed is kept in the record now. */
  async forget(): Promise<void> {
    this.waiting = false;
    this.time++;
    await this.send("");
  }

  private remember(): Promise<void> {
    const typed = this.read();
    return this.send(typed === null ? "" : JSON.stringify(typed));
  }

  private async send(text: string): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.host.call("forms_keep", { ...this.about, place: this.place, text, caret: 0 }).catch(() => undefined);
  }
}
