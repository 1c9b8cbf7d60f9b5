// The course of care on the page: where the client stands, the page in hand, and the one form that is open.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import { Unfinished } from "../../host/unfinished.svelte";
import { requestKey } from "../../kit/request";
import { isDay } from "../../time/elapsed";
import type { OpenVault } from "../../wire/app";
import type { CourseRequest, CourseView } from "../../wire/course";
import type { CoursePlan } from "../../wire/plan_of_course";
import type { Failure } from "../../wire/failure";
import type { Difference, ProtocolLine } from "../../wire/protocols";
import type { CourseNow, GateLine, NeedLine, VisitLine } from "../../wire/standing";
import type { TodayLine } from "../../wire/today";
import { course as words, pages, type Page } from "../../words/course";
import { isWrong, unanswered, type Option, type Spec, type Typed, type Wrong } from "./acts";
import * as acts from "./acts";
import { MeasureForm } from "./course.svelte";
import { Shelf } from "./shelf.svelte";

/** What a client's page is opened for. */
export type Lead = Pick<TodayLine, "kind" | "id">;

/** One form: typed, kept as a draft, sent once under its own request. */
export class ActForm {
  typed = $state<Typed>({});
  on = $state("");
  second = $state("");
  /** Never in a draft. */
  pin = $state("");
  tried = $state(false);
  /** What differs between the protocol of the course and the one that is picked. */
  difference = $state.raw<Difference | null>(null);
  readonly attempt = new Attempt();
  readonly comparing = new Attempt();
  private compared = "";
  private readonly request = requestKey();
  /** Where it waits. */
  readonly unfinished: Unfinished<{ typed: Typed; on: string }>;

  readonly made = $derived.by(() => this.spec.act(this.typed));
  readonly wrong = $derived.by<Wrong | null>(() => {
    if (isWrong(this.made)) return this.made;
    if (this.spec.compare && !this.difference) return { wrong: this.spec.compare.part, why: words.notCompared };
    if (this.on.trim() !== "" && !isDay(this.on.trim())) return { wrong: "on", why: words.dayWrong };
    if (this.spec.second && this.second === "") return { wrong: "second", why: words.noSecond };
    return this.spec.second && this.pin === "" ? { wrong: "pin", why: words.needed } : null;
  });

  constructor(private readonly host: Host, private readonly client: string, readonly spec: Spec, private readonly done: (view: CourseView | null) => void) {
    this.typed = Object.fromEntries(spec.parts.flatMap((part) => (part.start === undefined ? [] : [[part.name, part.start]])));
    this.unfinished = new Unfinished(host, client, `course ${spec.place}`, () => ({ typed: this.typed, on: this.on }), (kept) => {
      this.typed = { ...this.typed, ...kept.typed };
      this.on = kept.on ?? "";
      void this.compare();
    });
  }

  problem(name: string): string | undefined {
    if (!this.tried || !this.wrong) return undefined;
    if (this.wrong.wrong === name) return this.wrong.why;
    return this.spec.parts.some((part) => part.name === name && unanswered(part, this.typed)) ? words.needed : undefined;
  }

  get(name: string): string {
    return this.typed[name] ?? "";
  }

  /** Puts back what was typed before, unless somebody types already. */
  async load(): Promise<void> {
    await this.unfinished.load();
  }

  type(name: string, text: string): void {
    this.typed = { ...this.typed, [name]: text };
    this.unfinished.typed();
    if (this.spec.compare?.part === name) void this.compare();
  }

  /** Reads what differs between the two protocols; what belongs to an earlier pick is dropped. */
  private async compare(): Promise<void> {
    const compare = this.spec.compare;
    const after = compare ? this.get(compare.part) : "";
    if (!compare || after === "" || after === this.compared) return;
    this.compared = after;
    this.difference = null;
    this.comparing.busy = false;
    const difference = await this.comparing.run(() => this.host.call("protocols_difference", { before: compare.before, after }));
    if (this.compared !== after) return;
    this.difference = difference ?? null;
    if (!difference) this.compared = "";
  }

  typeDay(text: string): void {
    this.on = text;
    this.unfinished.typed();
  }

  /** Leaves the form; what was typed in the last moments is kept as a draft. */
  leave(): void {
    this.unfinished.leave();
    this.done(null);
  }

  async keep(): Promise<void> {
    this.tried = true;
    if (!this.difference) void this.compare();
    if (this.wrong || isWrong(this.made)) return;
    const second = this.spec.second ? { person: this.second, pin: this.pin } : null;
    const args: CourseRequest = { request: this.request, client: this.client, on: this.on.trim(), second, act: this.made };
    const view = await this.attempt.run(() => this.host.call("course_act", args));
    this.pin = "";
    if (!view) return;
    await this.unfinished.forget();
    this.done(view);
  }
}

export class Care {
  plans = $state.raw<CoursePlan[]>([]);
  protocols = $state.raw<ProtocolLine[]>([]);
  page = $state<Page>("overview");
  /** The visit whose page is open. */
  visitId = $state("");
  /** What entries are looked for to begin with. */
  sought = $state("");
  /** The page of the protocol that is read, `h id` or `g id`. */
  reading = $state("");
  form = $state<ActForm | null>(null);
  taking = $state<MeasureForm | null>(null);
  readonly attempt = new Attempt();

  readonly view = $derived.by(() => this.shelf.view);
  readonly now = $derived(this.view?.now ?? null);
  readonly plan = $derived.by(() => this.plans.find((plan) => plan.digest === this.now?.digest) ?? null);
  readonly visit = $derived.by(() => this.now?.visits.find((one) => one.id === this.visitId) ?? null);
  readonly next = $derived.by(() => this.now?.visits.find((one) => one.id === this.now?.next) ?? null);
  /** The first gate that nobody has gone through. */
  readonly gate = $derived.by(() => this.now?.gates.find((gate) => gate.passed === null) ?? null);
  readonly usable = $derived.by<Option[]>(() => this.protocols.filter((one) => one.usable).map((one) => ({ value: one.digest, title: `${one.title} (${one.name})` })));
  readonly people = $derived.by<Option[]>(() => this.open().people.map((one) => ({ value: one.id, title: one.name })));
  /** Whoever has the pen may unlock what was locked. */
  readonly mayUnlock = $derived.by(() => this.open().rights.includes("unlock"));
  /** Who may stand beside the one who writes. */
  readonly seconds = $derived.by<Option[]>(() =>
    this.open().people.filter((one) => one.has_pin && one.id !== this.open().author.id).map((one) => ({ value: one.id, title: one.name })));

  constructor(private readonly host: Host, readonly client: string, private readonly open: () => OpenVault, private readonly shelf = new Shelf(host, client),
    /** Opens a session's record at one of its entries. */
    readonly read: (session: string, place: number) => void = () => undefined) {}

  async load(): Promise<void> {
    await this.attempt.run(async () => {
      const [plans, protocols] = await Promise.all([
        this.host.call("course_plan", { client: this.client }), this.host.call("protocols_list"), this.shelf.read(),
      ]);
      [this.plans, this.protocols] = [plans, protocols];
    });
  }

  title(visit: string): string {
    return this.now?.visits.find((one) => one.id === visit)?.title ?? visit;
  }

  item(id: string) {
    return this.plan?.items.find((one) => one.id === id) ?? null;
  }

  phaseTitle(id: string): string {
    return this.now?.phases.find((one) => one.id === id)?.title ?? id;
  }

  /** Opens a form; only one is open at a time. */
  start(spec: Spec): void {
    this.taking = null;
    const before = this.plan;
    const form = new ActForm(this.host, this.client, spec, (view) => {
      if (this.form === form) this.form = null;
      if (!view) return;
      this.shelf.took(view);
      if (view.now && view.now.digest !== before?.digest) void this.load();
    });
    this.form = form;
    void form.load();
  }

  go(page: Page): void {
    this.form = this.taking = null;
    this.visitId = this.reading = this.sought = "";
    this.page = page;
  }

  /** The page that an arrow key leads to. */
  beside(step: number): Page {
    const all = Object.keys(pages) as Page[];
    return all[(all.indexOf(this.page) + step + all.length) % all.length] ?? "overview";
  }

  openVisit(id: string): void {
    this.go("visits");
    this.visitId = id;
  }

  /** Leads to the entries of a visit, where one is amended or struck. */
  correct(visit: VisitLine): void {
    this.go("entries");
    this.sought = visit.title;
  }

  /** Reads the page that a technique went by. */
  openGuide(id: string): void {
    this.go("handouts");
    this.reading = `g ${id}`;
  }

  /** Where a line of Today leads. */
  lead({ kind, id }: Lead): void {
    if (kind === "visit" || kind === "alliance") this.openVisit(id);
    else if (kind === "call") this.go("calls");
    else if (kind === "adverse" || kind === "report") this.go("carried");
    else if (kind === "measure") void this.take(id);
    else if (kind === "finding") this.answer(id, null);
    else this.go("overview");
  }

  begin(visit: VisitLine): void {
    this.start(acts.beginVisit(visit, this.people, this.open().author.id));
  }

  beginExtra(): void {
    this.start(acts.beginExtra(this.people, this.open().author.id));
  }

  answer(id: string, visit: string | null): void {
    const one = this.item(id);
    if (one && this.plan) this.start(acts.item(one, this.plan, visit));
  }

  /** The computer goes into the client's hands for the two ratings of a visit. */
  async handRating(visit: string): Promise<boolean> {
    return (await this.attempt.run(() => this.host.call("handover_rate", { client: this.client, visit }))) !== undefined;
  }

  consent(id: string, gives: boolean): void {
    const one = this.plan?.consents.find((each) => each.id === id);
    if (one) this.start(acts.consent(one, gives));
  }

  /** Takes a measure of the protocol, by the name of its file. */
  async take(name: string): Promise<void> {
    this.form = null;
    const taking = new MeasureForm(this.host, this.client, (view) => {
      this.taking = null;
      if (view) this.shelf.took(view);
    });
    this.taking = taking;
    await taking.load();
    const line = taking.lines?.find((each) => each.name === name || each.name.startsWith(`${name} `));
    if (line) taking.pick(line.digest);
  }

  /** Records what a gate asks for. */
  record(need: NeedLine): void {
    const [kind, id = ""] = need.key.split(/:(.*)/s);
    if (kind === "item") this.answer(id, null);
    else if (kind === "consent") this.consent(id, true);
    else if (kind === "measure") void this.take(id);
    else if (kind === "visit") this.openVisit(id);
  }
}

/** Whether a need no longer stands in the way. */
export const settled = (need: NeedLine): boolean => need.state === "met" || need.state === "overridden";
/** `n of m`, and what is left. */
export function countOf(gate: GateLine): { done: number; all: number; left: NeedLine[]; rest: NeedLine[] } {
  const left = gate.needs.filter((need) => !settled(need));
  return { done: gate.needs.filter((need) => need.state === "met").length, all: gate.needs.length, left, rest: gate.needs.filter(settled) };
}
/** What a gate asks for, as people call it: a measure by its name in the visits, where the record names its file. */
export const needTitle = (need: NeedLine, now: CourseNow | null): string =>
  now?.visits.flatMap((visit) => visit.measures).find((one) => need.key === `measure:${one.measure}`)?.title ?? need.title;
/** What the gate before this visit still asks for. */
export function asksBefore(visit: VisitLine | undefined, now: CourseNow | null): string[] {
  const gates = now?.gates.filter((gate) => visit && gate.open && gate.before === visit.phase) ?? [];
  return gates.flatMap((gate) => countOf(gate).left.map((need) => needTitle(need, now)));
}
/** What a gate that refused asks for, thing by thing; none: it was refused by something else, or by what this view does not know. */
export function asksOf(failure: Failure, now: CourseNow | null): string[] {
  const missing = failure.code === "course_gate_open" ? failure.facts["missing"] : undefined;
  const gate = now?.gates.find((one) => one.open && countOf(one).left.map((need) => need.title).join("; ") === missing);
  return gate ? countOf(gate).left.map((need) => needTitle(need, now)) : [];
}
/** A refusal that names by its id the visit that comes first names it by its title. */
export function titled(failure: Failure, now: CourseNow | null): Failure {
  const what = failure.facts["what"]?.replace(/^(out of order: )(\S+)( comes first)$/, (_, before: string, id: string, after: string) =>
    `${before}\u201c${now?.visits.find((visit) => visit.id === id)?.title ?? id}\u201d${after}`);
  return what ? { ...failure, facts: { ...failure.facts, what } } : failure;
}
/** Since when an open visit runs, on the wall. */
export function begunAt(view: CourseView, visit: string): number | null {
  const begun = view.entries.findLast((entry) => !entry.struck && entry.what === "visit_begun" && (entry.about === visit || visit === `extra-${entry.seq}`));
  return begun?.entered_wall_ms ?? null;
}
