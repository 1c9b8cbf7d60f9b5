// A client as a person: the details, what was typed and is not kept yet, and the day until which the record is to be kept.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import { Unfinished } from "../../host/unfinished.svelte";
import { isDay } from "../../time/elapsed";
import type { Client, ClientDetails, ClientFile } from "../../wire/clients";

const empty: ClientDetails = { name: "", born: "", pronouns: "", contact: "", emergency: "", support: "", clinicians: "", allergies: "" };
const names = Object.keys(empty) as (keyof ClientDetails)[];
const same = (a: ClientDetails, b: ClientDetails): boolean => names.every((name) => a[name].trim() === b[name].trim());

export class Details {
  file = $state.raw<ClientFile | null>(null);
  fields = $state<ClientDetails>({ ...empty });
  tried = $state(false);
  readonly attempt = new Attempt();
  /** Where the form waits. */
  readonly unfinished: Unfinished<ClientDetails>;
  private closed = false;

  readonly bornWrong = $derived(this.fields.born.trim() !== "" && !isDay(this.fields.born.trim()));

  constructor(private readonly host: Host, private readonly client: string, private readonly done: () => void) {
    this.unfinished = new Unfinished(host, client, "details", () => (this.file && same(this.fields, this.file.details) ? null : { ...this.fields }), (typed) => {
      names.forEach((name) => { if (typeof typed[name] === "string") this.fields[name] = typed[name]; });
    });
  }

  async load(): Promise<void> {
    const client = this.client;
    const file = await this.attempt.run(() => this.host.call("clients_file", { client }));
    if (!file || this.closed) return;
    this.fields = { ...file.details };
    await this.unfinished.load();
    this.file = file;
  }

  type(name: keyof ClientDetails, text: string): void {
    this.fields[name] = text;
    this.unfinished.typed();
  }

  async keep(): Promise<void> {
    this.tried = true;
    if (!this.file || this.bornWrong) return;
    const args = { client: this.client, details: { ...this.fields, born: this.fields.born.trim() } };
    const file = await this.attempt.run(() => this.host.call("clients_change", args));
    if (!file) return void this.unfinished.flush();
    this.file = file;
    await this.unfinished.forget();
    this.done();
  }

  /** What was typed goes; the details stand as they are kept. */
  async discard(): Promise<void> {
    if (this.file) this.fields = { ...this.file.details };
    this.tried = false;
    await this.unfinished.forget();
  }

  /** The panel goes; what was typed a moment ago is still kept as a draft. */
  close(): void {
    this.closed = true;
    this.unfinished.leave();
  }
}

/** Puts a client away, with the day until which the record is to be kept. */
export class PutAway {
  until = $state("");
  tried = $state(false);
  readonly attempt = new Attempt();
  /** Where the day waits. */
  readonly unfinished: Unfinished<{ until: string }>;
  private kept = "";
  readonly wrong = $derived(this.until.trim() !== "" && !isDay(this.until.trim()));

  constructor(private readonly host: Host, private readonly client: string, private readonly done: (client: Client) => void) {
    this.unfinished = new Unfinished(host, client, "put away", () => (this.until === this.kept ? null : { until: this.until }), ({ until }) => (this.until = until ?? ""));
  }

  async load(): Promise<void> {
    const file = await this.attempt.run(() => this.host.call("clients_file", { client: this.client }));
    this.kept = file?.retain_until ?? "";
    if (this.until === "") this.until = this.kept;
    await this.unfinished.load();
  }

  type(until: string): void {
    this.until = until;
    this.unfinished.typed();
  }

  async go(): Promise<void> {
    this.tried = true;
    if (this.wrong) return;
    const client = await this.attempt.run(() => this.host.call("clients_archive", { client: this.client, retain_until: this.until.trim() }));
    if (!client) return;
    await this.unfinished.forget();
    this.done(client);
  }
}
