// Who came to the record and what left it, newest first, a piece at a time.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import type { AccessLine } from "../../wire/audit";

/** Lines that are asked for at once. */
const most = 50;

export class Access {
  lines = $state.raw<AccessLine[]>([]);
  /** It was looked at. */
  shown = $state(false);
  /** There are older ones. */
  more = $state(false);
  readonly attempt = new Attempt();

  constructor(private readonly host: Host) {}

  async go(): Promise<void> {
    const before = this.lines.at(-1)?.seq ?? null;
    const view = await this.attempt.run(() => this.host.call("audit_access", { before, most }));
    if (!view) return;
    this.lines = [...this.lines, ...view.lines];
    this.more = view.more;
    this.shown = true;
  }
}
