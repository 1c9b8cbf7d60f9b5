// The computer in the client's hands, for a measure or the two ratings of a visit: one question a page. Rust keeps every answer as it is given and says where the client
// stands; the page only remembers which question is on it.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import type { OpenVault } from "../../wire/app";
import type { Back, HandoverView, StoppedView } from "../../wire/handover";
import type { MeasureItem } from "../../wire/measures";
import { ratings } from "../../words/measures";

export class Handover {
  view = $state.raw<HandoverView>() as HandoverView;
  at = $state(0);
  /** The person who takes the computer back. */
  taking = $state(false);
  who = $state("");
  pin = $state("");
  /** Where an answer did not wait and the computer is back: what the clinic's plan says. */
  stopped = $state.raw<StoppedView | null>(null);
  private spent = $state<string[]>([]);
  readonly attempt = new Attempt();

  readonly values = $derived(Object.fromEntries(this.view.answers.map((one) => [one.item, one.values])) as Record<string, number[]>);
  /** The two ratings of a visit: kept together or not at all. */
  readonly rating = $derived.by(() => this.view.sheet === null);
  private readonly every = $derived.by<MeasureItem[]>(() => this.view.sheet?.items ?? ratings);
  readonly items = $derived.by(() => this.every.filter((item) => !item.asked_if || this.values[item.asked_if.item]?.[0] === item.asked_if.is));
  readonly item = $derived(this.items[this.at]);
  readonly open = $derived.by(() => this.items.filter((item) => (this.values[item.id]?.length ?? 0) === 0));
  readonly letters = $derived(this.spent.includes(this.who));
  /** What was said before the first question of its part. */
  readonly heading = $derived.by(() => {
    const upTo = this.every.slice(0, this.every.findIndex((one) => one.id === this.item?.id) + 1);
    return upTo.reverse().find((one) => one.heading)?.heading ?? null;
  });

  constructor(private readonly host: Host, view: HandoverView, readonly vault: OpenVault) {
    this.view = view;
    this.at = Math.max(0, this.items.findIndex((item) => !this.values[item.id]));
    this.who = vault.author.id;
  }

  /** Answers the question on the page; one answer leads to the next page. */
  async answer(item: MeasureItem, value: number): Promise<void> {
    const before = this.values[item.id] ?? [];
    const boxes = before.includes(value) ? before.filter((v) => v !== value) : [...before, value].sort((a, b) => a - b);
    const given = item.several ? boxes : [value];
    const rest = this.view.answers.filter((one) => one.item !== item.id);
    const all = given.length > 0 ? [...rest, { item: item.id, values: given }] : rest;
    const asked = (id: string): boolean => {
      const on = this.every.find((one) => one.id === id)?.asked_if;
      return !on || all.find((one) => one.item === on.item)?.values[0] === on.is;
    };
    const view = await this.attempt.run(() => this.host.call("handover_keep", { answers: all.filter((one) => asked(one.item)) }));
    if (!view) return;
    this.view = view;
    if (!item.several && view.stage === "asking") this.next();
  }

  next(): void {
    this.at = Math.min(this.at + 1, this.items.length);
  }

  back(): void {
    this.at = Math.max(this.at - 1, 0);
  }

  toOpen(): void {
    const first = this.open[0];
    if (first) this.at = this.items.indexOf(first);
  }

  async finish(): Promise<void> {
    const view = await this.attempt.run(() => this.host.call("handover_finish"));
    if (view) this.view = view;
  }

  /** True: the computer is back, or the client goes on. */
  async end(back: Back): Promise<boolean> {
    if (this.pin === "" || this.who === "") return false;
    const proof = { person: this.who, pin: this.pin };
    this.pin = "";
    const done = await this.attempt.run(() => this.host.call("handover_end", { proof, back }));
    if (this.attempt.failure?.code === "pin_passphrase_needed") this.spent = [...this.spent, proof.person];
    this.stopped = done?.stopped ?? null;
    return done !== undefined;
  }
}
