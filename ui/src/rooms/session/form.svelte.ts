// What every form in the slot has: a request key made when it opens, at most one act under way, and a failure that stays
// in sight with everything that was typed.
//
// **Invariant:** a form closes by itself only after the record has kept its act; Esc closes it without trace.
import { requestKey } from "../../kit/request";
import type { Act, When } from "../../wire/act";
import type { Failure } from "../../wire/failure";
import type { Proof } from "../../wire/people";

/** How an act is sent: the part of the room that a form needs. */
export interface Sender {
  act(act: Act, how: { key: string; when?: When; second?: Proof | null }): Promise<Failure | null>;
  close(form: Form): void;
}

export abstract class Form {
  /** What the form is about, for tests and for the screen to draw it. */
  abstract readonly name: string;
  key = requestKey();
  busy = $state(false);
  failure = $state.raw<Failure | null>(null);
  /** What is missing or mistyped, said by the form itself. */
  complaint = $state("");

  constructor(protected readonly sender: Sender) {}

  /** A key press while the form is open. True: the form took it. */
  abstract onkey(event: KeyboardEvent): boolean;

  /** It closes without an act: nothing stays behind. */
  left(): void {}

  /** Sends an act; closes when it is kept, stays with the failure when it is not. */
  async keep(act: Act, how: { when?: When; second?: Proof | null } = {}, stay = false): Promise<boolean> {
    return this.run(() => this.sender.act(act, { key: this.key, ...how }), stay);
  }

  /** Runs one request at a time. A failure that leaves the record as it was gives the next try a key of its own. */
  protected async run(request: () => Promise<Failure | null>, stay = false): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.failure = null;
    this.complaint = "";
    const failure = await request();
    this.busy = false;
    this.failure = failure;
    if (failure) {
      if (failure.record_safe) this.key = requestKey();
      return false;
    }
    this.key = requestKey();
    if (!stay) this.sender.close(this);
    return true;
  }
}
