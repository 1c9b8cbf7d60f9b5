// The signatures under one entry of the log, looked up when they are asked for, and whoever has the pen signing that entry alone.
import type { Host } from "../../host/host";
import { Signing } from "../../host/signing.svelte";
import type { LogLine } from "../../wire/log";

/** Entries that only speak of another one. */
const ABOUT = new Set<LogLine["what"]["kind"]>(["amended", "struck", "starred"]);

export class EntrySigning {
  /** The entries offer it. */
  offered = $state(false);
  /** The entry whose signatures are asked for. */
  seq = $state(-1);
  desk = $state.raw<Signing | null>(null);

  /** `of`: the session and whom it is about; `kept`: something was signed. */
  constructor(private readonly host: Host, private readonly of: () => { session: string; client: string }, private readonly kept: () => void) {}

  /** Offered or not; what was open is put away. */
  turn(): void {
    this.leave();
    this.offered = !this.offered;
  }

  look(seq: number): void {
    this.leave();
    this.seq = seq;
    this.desk = new Signing(this.host, () => ({ session: this.of().session, client: "", visit: "", entry: seq }), () => this.of().client, this.kept);
    void this.desk.load();
  }

  leave(): void {
    this.desk?.leave();
    this.desk = null;
    this.seq = -1;
  }
}

/** Whether an entry may be signed alone: a person wrote it of the day, it was not struck, and its words are not for others. */
export function signable(line: LogLine): boolean {
  const apart = line.what.kind === "process_note" && line.what.text === null && !line.what.waits_for_key;
  return line.by !== null && line.struck === null && !ABOUT.has(line.what.kind) && !apart;
}
