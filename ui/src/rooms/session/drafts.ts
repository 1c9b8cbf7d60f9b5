// What is being typed, kept within a second: 300 ms after the last change, 900 ms after the first at the latest.
import type { Host } from "../../host/host";
import { asFailure } from "../../host/host";
import { isSafe, typedNow } from "../../host/pending";
import type { Failure } from "../../wire/failure";

export const REST_MS = 300;
export const LONGEST_MS = 900;

export type Place = "note" | "vitals";

export class Drafts {
  private readonly waiting = new Map<Place, { text: string; caret: number; since: number; timer: ReturnType<typeof setTimeout> }>();
  private sending: Promise<void> = Promise.resolve();
  /** What was sent last, so that nothing is said twice. */
  private readonly sent = new Map<Place, string>();

  constructor(
    private readonly host: Host,
    private readonly session: string,
    private readonly failed: (failure: Failure | null) => void,
  ) {}

  keep(place: Place, text: string, caret: number): void {
    const now = performance.now();
    const before = this.waiting.get(place);
    if (before) clearTimeout(before.timer);
    const since = before?.since ?? now;
    if (!before && (this.sent.get(place) ?? "\u00000") === `${text}\u0000${caret}`) return;
    if (!before && text === "" && (this.sent.get(place) ?? "").startsWith("\u0000")) return;
    const wait = Math.max(0, Math.min(REST_MS, since + LONGEST_MS - now));
    typedNow(this.host, this.flush, () => this.another());
    this.waiting.set(place, { text, caret, since, timer: setTimeout(() => void this.send(place), wait) });
  }

  /** Another writes from now on, whose drafts are others. */
  another(): void {
    for (const draft of this.waiting.values()) clearTimeout(draft.timer);
    this.waiting.clear();
    this.sent.clear();
  }

  /** Sends what waits, now: the line was left, the page goes, another takes the pen. Answers when all of it was answered. */
  readonly flush = async (): Promise<void> => {
    for (const place of [...this.waiting.keys()]) void this.send(place);
    await this.sending;
    if (this.waiting.size === 0) isSafe(this.host, this.flush);
  };

  private send(place: Place): Promise<void> {
    const draft = this.waiting.get(place);
    if (!draft) return this.sending;
    clearTimeout(draft.timer);
    this.waiting.delete(place);
    this.sent.set(place, `${draft.text}\u0000${draft.caret}`);
    const going = this.put(place, draft);
    this.sending = Promise.all([this.sending, going]).then(() => undefined);
    return this.sending;
  }

  private async put(place: Place, draft: { text: string; caret: number }): Promise<void> {
    try {
      await this.host.call("drafts_keep", { session: this.session, place, text: draft.text, caret: draft.caret });
      this.failed(null);
    } catch (thrown) {
      this.sent.delete(place);
      this.failed(asFailure(thrown));
    }
  }
}
