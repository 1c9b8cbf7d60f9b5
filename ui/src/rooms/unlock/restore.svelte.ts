// A vault out of a backup: which one, under what name, opened by what.
import { Copying } from "../../host/copying.svelte";
import type { Host } from "../../host/host";
import { blankCode, shortGroups } from "../../kit/code";
import type { BackedUp } from "../../wire/backup";
import { nameIn, restore as words } from "../../words/backup";
import { code } from "../../words/passphrase";

export class Restore {
  path = $state("");
  name = $state("");
  passphrase = $state("");
  byCode = $state(false);
  groups = $state<string[]>(blankCode());
  marked = $state<number[]>([]);
  problem = $state("");
  tried = $state(false);
  /** The folder that was asked for last. */
  asked = $state("");
  readonly copying: Copying;
  /** The name was typed: another folder does not change it. */
  private named = false;

  constructor(private readonly host: Host) {
    this.copying = new Copying(host);
  }

  typePath(path: string): void {
    this.path = path;
    if (!this.named) this.name = nameIn(path);
  }

  typeName(name: string): void {
    this.name = name;
    this.named = name !== "";
  }

  /** A passphrase or a code; what was typed of the other is gone. */
  turn(): void {
    this.byCode = !this.byCode;
    this.forget();
  }

  /** What opens the backup is not kept longer than its form. */
  forget(): void {
    this.passphrase = this.problem = "";
    this.groups = blankCode();
    this.marked = [];
    this.copying.attempt.failure = null;
  }

  async choose(): Promise<void> {
    const ask = { title: words.chooseTitle, what: "folder" as const, path: this.path.trim(), kind: "", endings: [] };
    const chosen = await this.copying.attempt.choose(() => this.host.call("app_choose", ask));
    if (chosen?.path) this.typePath(chosen.path);
  }

  async go(): Promise<BackedUp | undefined> {
    this.tried = true;
    this.marked = this.byCode ? shortGroups(this.groups) : [];
    this.problem = this.marked.length > 0 ? code.short(this.marked) : "";
    const [backup, name] = [this.path.trim(), this.name.trim()];
    if (backup === "" || name === "" || this.marked.length > 0 || (!this.byCode && this.passphrase === "")) return undefined;
    const ask = { backup, name, passphrase: this.byCode ? "" : this.passphrase, code: this.byCode ? this.groups.join("-") : "" };
    this.asked = backup;
    const made = await this.copying.run(() => this.host.call("vault_restore", ask));
    const group = Number(this.copying.attempt.failure?.facts["group"]);
    if (group > 0) this.marked = [group];
    return made;
  }
}
