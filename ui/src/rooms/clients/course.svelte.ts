// A client's course on the page: what was taken, and the form that takes one.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import { flushTyped } from "../../host/pending";
import { Unfinished } from "../../host/unfinished.svelte";
import { stored } from "../../kit/figure";
import { requestKey } from "../../kit/request";
import { isDay } from "../../time/elapsed";
import type { CourseView, Taken } from "../../wire/course";
import { Shelf } from "./shelf.svelte";
import { Striking } from "./strike.svelte";
import type { StoppedView } from "../../wire/handover";
import type { Answered, MeasureItem, MeasureLine, MeasureSheet, Mode, ScoreLine, TakeMeasure } from "../../wire/measures";

export class Course {
  form = $state<MeasureForm | null>(null);
  readonly attempt = new Attempt();
  readonly striking: Striking<Taken>;

  constructor(private readonly host: Host, readonly client: string, private readonly shelf = new Shelf(host, client)) {
    this.striking = new Striking(host, "strike measure", async (args) => {
      const view = await this.attempt.run(() => host.call("course_strike", args));
      if (view) this.shelf.took(view);
      return view !== undefined;
    }, this.attempt);
  }

  get view(): CourseView | null {
    return this.shelf.view;
  }

  startTaking(): void {
    this.striking.leave();
    this.form = new MeasureForm(this.host, this.client, (view) => {
      if (view) this.shelf.took(view);
      this.form = null;
    });
    void this.form.load();
  }

  startStriking(entry: Taken): void {
    this.striking.start(this.client, entry);
  }
}

/** Whether a measure can be answered this way. */
export function allows(line: MeasureLine, mode: Mode): boolean {
  if (mode === "entered") return true;
  if (line.items === 0) return false;
  return mode === "client" ? line.asked !== "interviewer" : line.asked !== "client";
}

/** One way of answering that fits, the most usual first. */
export function usual(line: MeasureLine): Mode {
  return (["client", "asked", "entered"] as const).find((mode) => allows(line, mode)) ?? "entered";
}

/** A sheet as far as it is answered. */
interface Filled { values: Record<string, number[]>; typed: Record<string, string> }

export class MeasureForm {
  lines = $state<MeasureLine[] | null>(null);
  digest = $state("");
  mode = $state<Mode>("client");
  occasion = $state("");
  on = $state("");
  sheet = $state<MeasureSheet | null>(null);
  values = $state<Record<string, number[]>>({});
  typed = $state<Record<string, string>>({});
  /** The item that number keys answer. */
  at = $state(0);
  tried = $state(false);
  /** Where the answers wait, once a sheet is open. */
  unfinished = $state.raw<Unfinished<Filled> | null>(null);
  handed = $state(false);
  /** The clinic's plan and the client's own, once an answer does not wait. */
  crisis = $state.raw<StoppedView | null>(null);
  private crisisAsked = false;
  readonly attempt = new Attempt();
  private request = requestKey();

  readonly line = $derived(this.lines?.find((line) => line.digest === this.digest));
  readonly dayWrong = $derived(this.on.trim() !== "" && !isDay(this.on.trim()));
  readonly items = $derived.by(() => (this.sheet?.items ?? []).filter((item) => this.asks(item)));
  readonly scores = $derived.by(() => (this.sheet?.scores ?? []).filter((score) => score.entered));
  readonly answered = $derived.by(() => this.items.filter((item) => (this.values[item.id]?.length ?? 0) > 0).length);
  readonly stops = $derived.by(() =>
    this.items.filter((item) => item.stop_at !== null && (this.values[item.id] ?? []).some((value) => value >= (item.stop_at ?? 0))));

  /** `rated`: a blinded rater takes it, who is not shown what comes of it in the course. */
  constructor(
    private readonly host: Host, private readonly client: string, private readonly done: (view: CourseView | null) => void,
    private readonly rated?: (args: TakeMeasure) => Promise<void>,
  ) {}

  async load(): Promise<void> {
    this.lines = (await this.attempt.run(() => this.host.call("measures_list"))) ?? null;
    const first = this.lines?.[0];
    if (first) this.pick(first.digest);
  }

  pick(digest: string): void {
    this.digest = digest;
    const line = this.line;
    if (line && !allows(line, this.mode)) this.mode = usual(line);
  }

  leave(): void {
    this.unfinished?.leave();
    this.done(null);
  }

  private get place(): string {
    return `${this.rated ? "rating" : "entry"} ${this.digest.slice(0, 16)}`;
  }

  /** Begins: hands the computer over, or opens the sheet with what was typed before. */
  async begin(): Promise<void> {
    this.tried = true;
    if (!this.line || this.dayWrong) return;
    const measure = this.digest;
    if (this.mode === "client") {
      const args = { client: this.client, measure, occasion: this.occasion.trim() };
      // In a client's hands the shell takes no word of the form any more.
      await flushTyped(this.host);
      this.handed = (await this.attempt.run(() => this.host.call("handover_begin", args))) !== undefined;
      return;
    }
    const sheet = await this.attempt.run(() => this.host.call("measures_sheet", { digest: measure }));
    if (!sheet) return;
    const unfinished = new Unfinished<Filled>(this.host, this.client, this.place, () => ({ values: this.values, typed: this.typed }), (kept) => {
      this.values = kept.values ?? {};
      this.typed = kept.typed ?? {};
    });
    await unfinished.load();
    this.attempt.failure = unfinished.failure;
    if (unfinished.failure) return;
    this.unfinished = unfinished;
    this.tried = false;
    this.sheet = sheet;
    this.at = Math.max(0, this.items.findIndex((item) => !this.values[item.id]));
  }

  asks(item: MeasureItem): boolean {
    const on = item.asked_if;
    return !on || this.values[on.item]?.[0] === on.is;
  }

  /** Answers an item; a second press on a box takes it back. */
  answer(item: MeasureItem, value: number): void {
    const before = this.values[item.id] ?? [];
    const boxes = before.includes(value) ? before.filter((v) => v !== value) : [...before, value].sort((a, b) => a - b);
    const values = { ...this.values, [item.id]: item.several ? boxes : [value] };
    // What is no longer asked is no longer answered.
    const off = (this.sheet?.items ?? []).filter((other) => other.asked_if && values[other.asked_if.item]?.[0] !== other.asked_if.is);
    this.values = Object.fromEntries(Object.entries(values).filter(([id]) => !off.some((other) => other.id === id)));
    this.unfinished?.typed();
  }

  clear(item: MeasureItem): void {
    this.values = Object.fromEntries(Object.entries(this.values).filter(([id]) => id !== item.id));
    this.unfinished?.typed();
  }

  /** Reads the plan, once. A failure leaves the notice, which names the plan. */
  async readCrisis(): Promise<void> {
    if (this.crisisAsked) return;
    this.crisisAsked = true;
    this.crisis = await this.host.call("course_crisis", { client: this.client }).catch(() => null);
  }

  /** A number key: answers the item in hand and moves on. */
  digit(n: number): void {
    const item = this.items[this.at];
    const choice = item?.choices.find((c) => c.value === n);
    if (!item || !choice) return;
    this.answer(item, choice.value);
    if (!item.several) this.at = Math.min(this.at + 1, this.items.length - 1);
  }

  type(score: ScoreLine, text: string): void {
    this.typed = { ...this.typed, [score.id]: text };
    this.unfinished?.typed();
  }

  /** Of a sheet of scores alone nothing is typed. */
  get empty(): boolean {
    return this.items.length === 0 && this.answers.length === 0;
  }

  wrong(score: ScoreLine): boolean {
    const text = this.typed[score.id]?.trim() ?? "";
    if (text === "") return false;
    const value = stored(text, score.decimals);
    return value === undefined || value < score.from || value > score.to;
  }

  get answers(): Answered[] {
    const given = this.items.flatMap((item) => {
      const values = this.values[item.id] ?? [];
      return values.length > 0 ? [{ item: item.id, values }] : [];
    });
    const entered = this.scores.flatMap((score) => {
      const value = stored(this.typed[score.id] ?? "", score.decimals);
      return value === undefined ? [] : [{ item: score.id, values: [value] }];
    });
    return [...given, ...entered];
  }

  async keep(): Promise<void> {
    this.tried = true;
    if (this.empty || this.scores.some((score) => this.wrong(score))) return;
    const on = this.on.trim() || null;
    const args = { request: this.request, client: this.client, measure: this.digest, mode: this.mode, answers: this.answers, occasion: this.occasion.trim(), on };
    const view = await this.attempt.run(() => (this.rated ? this.rated(args).then(() => null) : this.host.call("measures_take", args)));
    if (view === undefined) return;
    await this.unfinished?.forget();
    this.done(view);
  }
}
