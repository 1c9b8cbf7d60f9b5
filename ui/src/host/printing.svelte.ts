// A file that somebody asked for on its way to paper: into which folder, and where it lies then.
import { Attempt } from "./attempt.svelte";
import type { Host } from "./host";

export class Printing {
  folder = $state("");
  tried = $state(false);
  /** Where the file lies. */
  path = $state("");
  readonly attempt = new Attempt();

  /** `write`: writes the file into a folder and answers where it lies. */
  constructor(private readonly host: Host, private readonly write: (folder: string) => Promise<{ path: string }>) {}

  async choose(title: string): Promise<void> {
    const ask = { title, what: "folder" as const, path: this.folder.trim(), kind: "", endings: [] };
    const chosen = await this.attempt.choose(() => this.host.call("app_choose", ask));
    if (chosen?.path) this.folder = chosen.path;
  }

  async go(): Promise<void> {
    this.tried = true;
    const folder = this.folder.trim();
    if (folder === "" || this.attempt.busy) return;
    this.path = "";
    const written = await this.attempt.run(() => this.write(folder));
    if (written) this.path = written.path;
  }
}
