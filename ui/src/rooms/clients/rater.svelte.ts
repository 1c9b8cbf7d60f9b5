// The pen is in a blinded rater's hand: whom to rate, the form of one measure, what was entered today. Rust decides what a rater
// may see; this room asks for nothing else.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import { Growing } from "../../kit/growing.svelte";
import type { MeasureLine } from "../../wire/measures";
import type { RaterView, Rating } from "../../wire/rater";
import { allows, MeasureForm } from "./course.svelte";
import { Striking } from "./strike.svelte";

const lines_shown = 40;
const folded = (code: string): string => code.trim().toLowerCase();

export class Rater {
  view = $state.raw<RaterView | null>(null);
  search = $state("");
  picked = $state("");
  form = $state<MeasureForm | null>(null);
  readonly growing = new Growing(lines_shown);
  readonly attempt = new Attempt();
  readonly striking: Striking<Rating>;

  private readonly found = $derived.by(() => (this.view?.clients ?? []).filter((one) => folded(one.code).includes(folded(this.search))));
  readonly lines = $derived(this.found.slice(0, this.growing.shown));
  readonly more = $derived(this.found.length - this.lines.length);
  readonly client = $derived(this.view?.clients.find((one) => one.client === this.picked));

  constructor(private readonly host: Host) {
    this.striking = new Striking(host, "rating strike", async (args) => {
      const view = await this.attempt.run(() => host.call("rater_strike", args));
      if (view) this.view = view;
      return view !== undefined;
    }, this.attempt);
  }

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
    this.striking.leave();
    this.picked = client;
  }

  /** The form of a measure: asked where its words ship, otherwise its scores are entered. */
  rate(line: MeasureLine): void {
    this.striking.leave();
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
    this.striking.start(this.picked, entry);
  }
}
