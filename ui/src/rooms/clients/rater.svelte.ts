// The pen is in a blinded rater's hand: whom to rate, the form of one measure, what was entered today. Rust decides what a rater
// may see; this room asks for nothing else.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import { Unfinished } from "../../host/unfinished.svelte";
import { Growing } from "../../kit/growing.svelte";
import { requestKey } from "../../kit/request";
import type { MeasureLine } from "../../wire/measures";
import type { RaterView, Rating } from "../../wire/rater";
import { allows, MeasureForm } from "./course.svelte";

const lines_shown = 40;
const folded = (code: string): string => code.trim().toLowerCase();

export class Rater {
  view = $state.raw<RaterView | null>(null);
  search = $state("");
  picked = $state("");
  form = $state<MeasureForm | null>(null);
  /** The entry that is about to be struck. */
  striking = $state.raw<Rating | null>(null);
  reason = $state("");
  tried = $state(false);
  /** Where the reason waits. */
  unfinished = $state<Unfinished<{ reason: string }> | null>(null);
  readonly growing = new Growing(lines_shown);
  readonly attempt = new Attempt();
  private request = "";

  private readonly found = $derived.by(() => (this.view?.clients ?? []).filter((one) => folded(one.code).includes(folded(this.search))));
  readonly lines = $derived(this.found.slice(0, this.growing.shown));
  readonly more = $derived(this.found.length - this.lines.length);
  readonly client = $derived(this.view?.clients.find((one) => one.client === this.picked));

  constructor(private readonly host: Host) {}

  async load(): Promise<void> {
    this.view = (await this.attempt.run(() => this.host.call("rater_look"))) ?? null;
    const first = this.view?.clients[0];
    if (first && this.view?.clients.length === 1) this.picked = first.client;
  }

  find(text: string): void {
    this.search = text;
    this.growing.reset();
  }

  pick(client: string): void {
    this.form?.leave();
    this.leaveStriking();
    this.picked = client;
  }

  /** The form of a measure: asked where its words ship, otherwise its scores are entered. */
  rate(line: MeasureLine): void {
    this.leaveStriking();
    const client = this.picked;
    const form = new MeasureForm(this.host, client, () => (this.form = null), async (args) => {
      this.view = await this.host.call("rater_take", args);
    });
    form.lines = [line];
    form.pick(line.digest);
    form.mode = allows(line, "asked") ? "asked" : "entered";
    this.form = form;
  }

  startStriking(entry: Rating): void {
    this.form?.leave();
    this.leaveStriking();
    this.striking = entry;
    this.reason = "";
    this.tried = false;
    this.request = requestKey();
    const read = (): { reason: string } | null => (this.reason.trim() === "" ? null : { reason: this.reason });
    this.unfinished = new Unfinished(this.host, this.picked, `rating strike ${entry.seq}`, read, ({ reason }) => {
      if (this.striking?.seq === entry.seq) this.reason = reason ?? "";
    });
    void this.unfinished.load();
  }

  typeReason(text: string): void {
    this.reason = text;
    this.unfinished?.typed();
  }

  /** Leaves the strike; its reason waits. */
  leaveStriking(): void {
    this.unfinished?.leave();
    this.striking = null;
  }

  async strike(): Promise<void> {
    this.tried = true;
    const entry = this.striking;
    if (!entry || this.reason.trim() === "") return;
    const args = { request: this.request, client: this.picked, seq: entry.seq, reason: this.reason.trim() };
    const view = await this.attempt.run(() => this.host.call("rater_strike", args));
    if (!view) return;
    await this.unfinished?.forget();
    this.view = view;
    this.striking = null;
  }
}
