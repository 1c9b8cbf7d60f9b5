// A protocol file on its way into the vault: its path, what a look at it found, and the act that keeps it.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import type { ImportedProtocol, ProtocolFile } from "../../wire/protocols";
import { importing as words } from "../../words/protocols";

export class Import {
  path = $state("");
  tried = $state(false);
  /** What was found in the file of this path; gone as soon as the path is another one. */
  file = $state.raw<ProtocolFile | null>(null);
  readonly attempt = new Attempt();
  private turn = 0;

  readonly found = $derived(this.file?.found ?? null);
  readonly errors = $derived((this.file?.complaints ?? []).filter((one) => one.blocks).length);
  readonly notes = $derived((this.file?.complaints.length ?? 0) - this.errors);

  constructor(private readonly host: Host, private readonly done: (imported: ImportedProtocol) => void) {}

  type(path: string): void {
    this.turn += 1;
    this.path = path;
    this.file = null;
    this.tried = false;
    this.attempt.failure = null;
  }

  /** The system's own window; a file that is chosen is looked at. */
  async choose(): Promise<void> {
    const ask = { title: words.chooseTitle, what: "file" as const, path: this.path.trim(), kind: words.kind, endings: ["toml"] };
    const chosen = await this.attempt.choose(() => this.host.call("app_choose", ask));
    if (!chosen?.path) return;
    this.type(chosen.path);
    await this.look();
  }

  async look(): Promise<void> {
    this.tried = true;
    const path = this.path.trim();
    if (path === "") return;
    this.file = null;
    const turn = this.turn;
    const file = await this.attempt.run(() => this.host.call("protocols_read", { path }));
    if (file && turn === this.turn) this.file = file;
  }

  async keep(): Promise<void> {
    const { file, found } = this;
    if (!file || found?.place !== "free") return;
    const imported = await this.attempt.run(() => this.host.call("protocols_import", { path: file.path, digest: found.digest }));
    if (imported) this.done(imported);
  }
}
