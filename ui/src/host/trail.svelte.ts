// The trail of an entry, of a session that has ended or of a course, looked up when it is asked for.
import type { TrailView } from "../wire/trail";
import { Attempt } from "./attempt.svelte";
import type { Host } from "./host";

export class Trail {
  /** The entries offer it. */
  offered = $state(false);
  /** The entry whose trail is asked for. */
  seq = $state(-1);
  view = $state.raw<TrailView | null>(null);
  attempt = $state.raw(new Attempt());

  /** `of`: the session, or the client whose course it is. */
  constructor(private readonly host: Host, private readonly of: { session: string } | { client: string }) {}

  /** Offered or not; what was open is put away. */
  turn(): void {
    this.leave();
    this.offered = !this.offered;
  }

  async look(seq: number): Promise<void> {
    this.leave();
    this.seq = seq;
    const place = "session" in this.of ? { session: this.of.session, client: "" } : { session: null, client: this.of.client };
    const attempt = (this.attempt = new Attempt());
    const view = await attempt.run(() => this.host.call("audit_trail", { ...place, seq }));
    // Another entry is asked for by now, or none.
    if (view && this.attempt === attempt) this.view = view;
  }

  leave(): void {
    this.seq = -1;
    this.view = null;
    this.attempt = new Attempt();
  }
}
