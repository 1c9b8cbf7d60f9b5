// The protocol files of this vault: one of them with its day and what differs from its earlier version; importing; adopting.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import type { Difference, FoundProtocol, ImportedProtocol, ProtocolLine, RehearsedPrompt } from "../../wire/protocols";
import { importing as words } from "../../words/protocols";
import { Import } from "./import.svelte";

/** What was kept just now. */
export interface Kept { digest: string; name: string; wall_ms: number; signed: boolean }

export class Protocols {
  list = $state<ProtocolLine[] | null>(null);
  picked = $state("");
  day = $state<RehearsedPrompt[] | null>(null);
  /** What differs from the earlier version; null where there is none, or while it is read. */
  difference = $state.raw<Difference | null>(null);
  importing = $state<Import<FoundProtocol, ImportedProtocol> | null>(null);
  kept = $state.raw<Kept | null>(null);
  /** Passphrase or PIN of the one who adopts. */
  proof = $state("");
  readonly attempt = new Attempt();
  readonly rehearsal = new Attempt();
  readonly signing = new Attempt();
  readonly protocol = $derived(this.list?.find((p) => p.digest === this.picked));
  /** The difference to an earlier version is seen before a protocol is adopted. */
  readonly seen = $derived(this.protocol?.before == null || this.difference !== null);

  constructor(private readonly host: Host) {}

  async load(): Promise<void> {
    this.list = (await this.attempt.run(() => this.host.call("protocols_list"))) ?? null;
    const first = this.list?.[0];
    if (first && this.picked === "") await this.pick(first.digest);
  }

  async pick(digest: string): Promise<void> {
    this.picked = digest;
    this.day = this.difference = null;
    this.proof = "";
    this.signing.failure = null;
    this.rehearsal.busy = false;
    if (this.kept?.digest !== digest) this.kept = null;
    const before = this.protocol?.before;
    const read = await this.rehearsal.run(() => Promise.all([
      this.host.call("protocols_rehearse", { digest }),
      before ? this.host.call("protocols_difference", { before, after: digest }) : null,
    ]));
    if (this.picked !== digest) return;
    [this.day, this.difference] = read ?? [null, null];
  }

  /** Opens the panel; a file that was kept closes it and is shown. */
  startImport(onkept: () => void): void {
    if (this.importing) return;
    const way = {
      place: "protocol file", chooseTitle: words.chooseTitle, kind: words.kind,
      read: (path: string) => this.host.call("protocols_read", { path }),
      keep: (path: string, { digest }: FoundProtocol) => this.host.call("protocols_import", { path, digest }),
    };
    this.importing = new Import(this.host, way, ({ protocol, wall_ms }) => {
      this.importing = null;
      this.kept = { digest: protocol.digest, name: protocol.name, wall_ms, signed: false };
      this.list = [...(this.list ?? []), protocol];
      void this.pick(protocol.digest);
      void this.freshen();
      onkept();
    });
    void this.importing.unfinished.load();
  }

  leaveImport(): void {
    this.importing?.unfinished.leave();
    this.importing = null;
  }

  /** Signs the protocol that is shown; answers whether it was kept. */
  async adopt(): Promise<boolean> {
    const { digest, adopting } = this.protocol ?? {};
    const asked = adopting === "passphrase" || adopting === "pin";
    if (!digest || !asked || !this.seen || this.proof === "") return false;
    const proof = this.proof;
    this.proof = "";
    const line = await this.signing.run(() => this.host.call("protocols_adopt", { digest, proof }));
    if (!line) return false;
    const wall_ms = Math.max(...line.adoptions.map((adoption) => adoption.wall_ms));
    this.kept = { digest, name: line.name, wall_ms, signed: true };
    this.list = (this.list ?? []).map((one) => (one.digest === digest ? line : one));
    // The next signature asks for the PIN, whichever protocol it is for.
    await this.freshen();
    return true;
  }

  /** The list as it is now; the old one stays where it cannot be read. */
  private async freshen(): Promise<void> {
    this.list = (await this.attempt.run(() => this.host.call("protocols_list"))) ?? this.list;
  }
}
