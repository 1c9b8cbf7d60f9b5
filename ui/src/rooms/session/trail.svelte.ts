// The trail of an entry of a session that has ended, looked up when it is asked for.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import type { TrailView } from "../../wire/trail";
import type { Room } from "./session.svelte";

export class Trail {
  /** The entries offer it. */
  offered = $state(false);
  /** The entry whose trail is asked for. */
  seq = $state(-1);
  view = $state.raw<TrailView | null>(null);
  attempt = $state.raw(new Attempt());

  constructor(private readonly host: Host, private readonly room: Room) {}

  async look(seq: number): Promise<void> {
    this.leave();
    this.seq = seq;
    const attempt = (this.attempt = new Attempt());
    const view = await attempt.run(() => this.host.call("audit_trail", { session: this.room.session, client: "", seq }));
    // Another entry is asked for by now, or none.
    if (view && this.attempt === attempt) this.view = view;
  }

  leave(): void {
    this.seq = -1;
    this.view = null;
    this.attempt = new Attempt();
  }
}
