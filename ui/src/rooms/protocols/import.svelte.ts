// A file of rules on its way into the vault: its path, what a look at it found, and the act that keeps it.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import { Unfinished } from "../../host/unfinished.svelte";
import type { Complaint, Place } from "../../wire/protocols";

/** What a look at a file found. */
interface Looked<Found> { path: string; complaints: Complaint[]; found: Found | null }

/** One kind of file: where its path waits, the words of the system's chooser, and its two commands. */
export interface Way<Found, Kept> {
  place: string;
  chooseTitle: string;
  kind: string;
  read: (path: string) => Promise<Looked<Found>>;
  keep: (path: string, found: Found) => Promise<Kept>;
}

export class Import<Found extends { place: Place }, Kept> {
  path = $state("");
  tried = $state(false);
  /** What was found in the file of this path; gone as soon as the path is another one. */
  file = $state.raw<Looked<Found> | null>(null);
  readonly attempt = new Attempt();
  /** Where the path waits. */
  readonly unfinished: Unfinished<{ path: string }>;
  private turn = 0;

  readonly found = $derived(this.file?.found ?? null);
  readonly errors = $derived((this.file?.complaints ?? []).filter((one) => one.blocks).length);
  readonly notes = $derived((this.file?.complaints.length ?? 0) - this.errors);

  constructor(private readonly host: Host, private readonly way: Way<Found, Kept>, private readonly done: (kept: Kept) => void) {
    this.unfinished = new Unfinished(host, null, way.place, () => (this.path === "" ? null : { path: this.path }), ({ path }) => (this.path = path ?? ""));
  }

  type(path: string): void {
    this.turn += 1;
    this.path = path;
    this.file = null;
    this.tried = false;
    this.attempt.failure = null;
    this.unfinished.typed();
  }

  /** The system's own window; a file that is chosen is looked at. */
  async choose(): Promise<void> {
    const ask = { title: this.way.chooseTitle, what: "file" as const, path: this.path.trim(), kind: this.way.kind, endings: ["toml"] };
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
    const file = await this.attempt.run(() => this.way.read(path));
    if (file && turn === this.turn) this.file = file;
  }

  async keep(): Promise<void> {
    const { file, found } = this;
    if (!file || found?.place !== "free") return;
    const kept = await this.attempt.run(() => this.way.keep(file.path, found));
    if (!kept) return;
    await this.unfinished.forget();
    this.done(kept);
  }
}
