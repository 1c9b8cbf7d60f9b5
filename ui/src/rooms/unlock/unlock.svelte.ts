// The door: which vault, with what.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import { Weigh } from "../../host/weigh.svelte";
import { blankCode, shortGroups } from "../../kit/code";
import type { AppState, OpenVault, VaultEntry } from "../../wire/app";
import { code } from "../../words/passphrase";
import { Restore } from "./restore.svelte";

export type Way = "passphrase" | "recover" | "restore" | "inspect";

export class Unlock {
  picked = $state("");
  way = $state<Way>("passphrase");
  /** A vault that is not in the list: its folder is typed. */
  elsewhere = $state(false);
  path = $state("");
  passphrase = $state("");
  again = $state("");
  groups = $state<string[]>(blankCode());
  marked = $state<number[]>([]);
  problem = $state("");
  tried = $state(false);
  readonly attempt = new Attempt();
  readonly weigh: Weigh;
  readonly restore: Restore;
  /** The name of a vault that came out of a backup and waits for its recovery code. */
  restored = $state("");

  readonly entry: VaultEntry | undefined = $derived.by(() => this.elsewhere ? undefined : this.app.vaults.find((v) => v.path === this.picked));
  readonly folder = $derived.by(() => (this.elsewhere ? this.path.trim() : this.picked));
  readonly differs = $derived((this.tried || this.again.length >= this.passphrase.length) && this.again !== "" && this.again !== this.passphrase);

  /** Something runs whose end opens a vault, or says why not. */
  get busy(): boolean {
    return this.attempt.busy || this.restore.copying.attempt.busy;
  }

  constructor(private readonly host: Host, private readonly app: AppState) {
    this.weigh = new Weigh(host);
    this.restore = new Restore(host);
    this.picked = (app.vaults.find((v) => !v.trouble) ?? app.vaults[0])?.path ?? "";
    this.elsewhere = app.vaults.length === 0;
  }

  /** The nth vault of the list, from 1. */
  pick(n: number): boolean {
    const vault = this.app.vaults[n - 1];
    if (!vault || this.busy) return false;
    this.picked = vault.path;
    this.elsewhere = false;
    this.attempt.failure = null;
    return true;
  }

  /** Another way in, or back to the passphrase of a listed vault. Nothing typed goes along. */
  turn(way: Way, elsewhere = this.elsewhere): void {
    if (this.busy) return;
    this.way = way;
    this.elsewhere = elsewhere || this.app.vaults.length === 0;
    this.passphrase = this.again = this.problem = "";
    this.groups = blankCode();
    this.marked = [];
    this.tried = false;
    this.restored = "";
    this.restore.forget();
    this.attempt.failure = null;
  }

  async go(): Promise<OpenVault | undefined> {
    this.tried = true;
    if (this.folder === "" || (this.passphrase === "" && this.way !== "inspect")) return undefined;
    const opened = this.way === "passphrase" ? await this.open() : this.way === "inspect" ? await this.inspect() : await this.recover();
    if (opened) this.turn("passphrase", false);
    return opened;
  }

  /** A vault out of a backup. By passphrase it is opened at once; by code, a new passphrase is asked for first. */
  async goRestore(): Promise<OpenVault | undefined> {
    const made = await this.restore.go();
    if (!made) return undefined;
    const { byCode, passphrase, groups, name } = this.restore;
    this.turn(byCode ? "recover" : "passphrase", true);
    this.path = made.path;
    if (byCode) {
      this.groups = groups;
      this.restored = name.trim();
      return undefined;
    }
    this.passphrase = passphrase;
    return this.go();
  }

  private open(): Promise<OpenVault | undefined> {
    return this.attempt.run(() => this.host.call("vault_unlock", { path: this.folder, passphrase: this.passphrase }));
  }

  /** Whether the code is whole. */
  private whole(): boolean {
    this.marked = shortGroups(this.groups);
    this.problem = this.marked.length > 0 ? code.short(this.marked) : "";
    return this.marked.length === 0;
  }

  /** A group with a typing error is marked. */
  private mark(): void {
    const group = Number(this.attempt.failure?.facts["group"]);
    if (group > 0) this.marked = [group];
  }

  private async inspect(): Promise<OpenVault | undefined> {
    if (!this.whole()) return undefined;
    const opened = await this.attempt.run(() => this.host.call("vault_inspect", { path: this.folder, code: this.groups.join("-") }));
    this.mark();
    return opened;
  }

  private async recover(): Promise<OpenVault | undefined> {
    if (!this.whole() || this.again !== this.passphrase || this.weigh.strength?.objection) return undefined;
    const typed = { path: this.folder, code: this.groups.join("-"), passphrase: this.passphrase };
    const opened = await this.attempt.run(() => this.host.call("vault_recover", typed));
    this.mark();
    return opened;
  }
}
