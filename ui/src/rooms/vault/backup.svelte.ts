// A backup of the vault that is open: where it goes, how far it is, what came of it, how old the last one is.
import { Attempt } from "../../host/attempt.svelte";
import { Copying } from "../../host/copying.svelte";
import type { Host } from "../../host/host";
import type { BackedUp, BackupState } from "../../wire/backup";
import { backup as words } from "../../words/backup";

const made = new WeakMap<Host, Backup>();

export class Backup {
  state = $state.raw<BackupState | null>(null);
  path = $state("");
  tried = $state(false);
  made = $state.raw<BackedUp | null>(null);
  readonly looking = new Attempt();
  readonly copying: Copying;

  constructor(private readonly host: Host) {
    this.copying = new Copying(host);
  }

  /** The one backup of a page: who leaves it and comes back finds it as it goes or as it ended. */
  static of(host: Host): Backup {
    const own = made.get(host) ?? new Backup(host);
    made.set(host, own);
    return own;
  }

  async load(): Promise<void> {
    this.state = (await this.looking.run(() => this.host.call("vault_backup_state"))) ?? null;
    if (this.path === "" && this.state) this.path = this.state.folder;
  }

  async choose(): Promise<void> {
    const ask = { title: words.chooseTitle, what: "folder" as const, path: this.path.trim(), kind: "", endings: [] };
    const chosen = await this.copying.attempt.choose(() => this.host.call("app_choose", ask));
    if (chosen?.path) this.path = chosen.path;
  }

  async go(): Promise<void> {
    this.tried = true;
    const path = this.path.trim();
    if (path === "" || this.copying.attempt.busy) return;
    this.made = null;
    this.made = (await this.copying.run(() => this.host.call("vault_backup", { path }))) ?? null;
    if (this.made) await this.load();
  }
}
