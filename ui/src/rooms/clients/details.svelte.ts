// A client as a person: the details, what was typed and is not kept yet, and the day until which the record is to be kept.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import { isDay } from "../../time/elapsed";
import type { Client, ClientDetails, ClientFile } from "../../wire/clients";

/** Which form, as the drafts know it. */
const place = "details";
const remembered_after_ms = 400;

const empty: ClientDetails = { name: "", born: "", pronouns: "", contact: "", emergency: "", support: "", clinicians: "", allergies: "" };
const names = Object.keys(empty) as (keyof ClientDetails)[];
const same = (a: ClientDetails, b: ClientDetails): boolean => names.every((name) => a[name].trim() === b[name].trim());

export class Details {
  file = $state.raw<ClientFile | null>(null);
  fields = $state<ClientDetails>({ ...empty });
  /** What was typed before and not kept is here again. */
  waiting = $state(false);
  tried = $state(false);
  readonly attempt = new Attempt();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private closed = false;

  readonly bornWrong = $derived(this.fields.born.trim() !== "" && !isDay(this.fields.born.trim()));

  constructor(private readonly host: Host, private readonly client: string, private readonly done: () => void) {}

  async load(): Promise<void> {
    const client = this.client;
    const read = await this.attempt.run(() => Promise.all([this.host.call("clients_file", { client }), this.host.call("forms_of", { client })]));
    if (!read || this.closed) return;
    const [file, forms] = read;
    this.fields = { ...file.details };
    this.restore(forms.find((form) => form.place === place)?.text);
    this.file = file;
  }

  private restore(text: string | undefined): void {
    if (!text) return;
    try {
      const typed = JSON.parse(text) as Partial<ClientDetails>;
      names.forEach((name) => { if (typeof typed[name] === "string") this.fields[name] = typed[name]; });
      this.waiting = true;
    } catch {
      // A draft of another version: the details stand as they are kept.
    }
  }

  type(name: keyof ClientDetails, text: string): void {
    this.fields[name] = text;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.remember(), remembered_after_ms);
  }

  private async remember(): Promise<void> {
    this.timer = undefined;
    const kept = this.file !== null && same(this.fields, this.file.details);
    await this.draft(kept ? "" : JSON.stringify(this.fields));
  }

  private async draft(text: string): Promise<void> {
    await this.host.call("forms_keep", { client: this.client, place, text, caret: 0 }).catch(() => undefined);
  }

  async keep(): Promise<void> {
    this.tried = true;
    if (!this.file || this.bornWrong) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    const args = { client: this.client, details: { ...this.fields, born: this.fields.born.trim() } };
    const file = await this.attempt.run(() => this.host.call("clients_change", args));
    if (!file) return void this.remember();
    this.file = file;
    await this.draft("");
    this.done();
  }

  /** What was typed goes; the details stand as they are kept. */
  async discard(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.file) this.fields = { ...this.file.details };
    this.waiting = this.tried = false;
    await this.draft("");
  }

  /** The panel goes; what was typed a moment ago is still kept as a draft. */
  close(): void {
    this.closed = true;
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    void this.remember();
  }
}

/** Puts a client away, with the day until which the record is to be kept. */
export class PutAway {
  until = $state("");
  tried = $state(false);
  readonly attempt = new Attempt();
  readonly wrong = $derived(this.until.trim() !== "" && !isDay(this.until.trim()));

  constructor(private readonly host: Host, private readonly client: string, private readonly done: (client: Client) => void) {}

  async load(): Promise<void> {
    const file = await this.attempt.run(() => this.host.call("clients_file", { client: this.client }));
    if (this.until === "") this.until = file?.retain_until ?? "";
  }

  async go(): Promise<void> {
    this.tried = true;
    if (this.wrong) return;
    const client = await this.attempt.run(() => this.host.call("clients_archive", { client: this.client, retain_until: this.until.trim() }));
    if (client) this.done(client);
  }
}
