// One thread on the desk: where somebody stands in it, the box that is open, and every act on its way, one after the other.
import { SvelteSet } from "svelte/reactivity";
import { Attempt } from "../../host/attempt.svelte";
import { asFailure, type Host } from "../../host/host";
import { Unfinished } from "../../host/unfinished.svelte";
import type { Failure } from "../../wire/failure";
import type { CourseEyeView, EyeView, FieldView, PinnedTo, QueryView, ReviewDo, ReviewView, RowRef } from "../../wire/review";
import { isDay } from "../../time/elapsed";
import { acts as words, fieldName } from "../../words/review";
import { chooseFolder } from "./place";

export type BoxKind = "query" | "comment" | "note" | "answer" | "reopen" | "accept" | "return" | "withdraw" | "supervise" | "rate" | "close" | "reply" | "destroy";
/** Boxes whose words are lost with a lock, for there are none. */
const wordless = new Set<BoxKind | "">(["", "accept", "close", "reply", "destroy"]);
/** A step of the scale that is none: the record does not show it. */
export const notSeen = "not seen";

/** A moment of a session: its line of the list and its entry, where it has them. */
interface Place { session: string; eye: string; entry: number | null; ms: number | null }
/** What is typed in a box and not kept yet, and where it stands. */
interface Typed { box: BoxKind; session: string; eye: string; entry: number | null; query: RowRef | null; text: string; day: string; minutes: string; whole: boolean; field: string; item: string; value: string; shown: number | null }

/** Names a row: `by/n`. */
export const rowKey = (row: RowRef): string => `${row.by}/${row.n}`;

export class Desk {
  view = $state.raw<ReviewView | null>(null);
  /** Which session, by its place; after the last: what went along of the client's course. */
  which = $state(0);
  /** The line of the list that is looked at; empty: an entry was picked otherwise. */
  eyeKey = $state("");
  entry = $state<number | null>(null);
  box = $state<BoxKind | "">("");
  /** The query that is answered, closed or opened again. */
  query = $state.raw<QueryView | null>(null);
  text = $state("");
  day = $state("");
  minutes = $state("");
  folder = $state("");
  tried = $state(false);
  /** What is written stands at the whole packet. */
  onWhole = $state(false);
  /** The field of the entry that it stands at; empty: at the entry. */
  field = $state("");
  /** Where the box was opened: its words stand there, wherever one looks meanwhile. */
  private from = $state.raw<Place | null>(null);
  /** The item of the rating form that is rated, and the step that was picked. */
  item = $state("");
  value = $state("");
  /** The entry that shows it: one that somebody went to, or named, since the form is open. None is taken for granted. */
  shown = $state<number | null>(null);
  /** Where the sealed answer lies. */
  replied = $state("");
  signing = $state(false);
  /** The box of the report on paper is open. */
  printing = $state(false);
  /** Passphrase or PIN; never kept. */
  proof = $state("");
  /** Saying *seen* failed: it stays unseen. */
  unsaid = $state.raw<Failure | null>(null);
  readonly looking = new Attempt();
  readonly attempt = new Attempt();
  readonly signs = new Attempt();
  readonly unfinished: Unfinished<Typed>;
  private line: Promise<unknown> = Promise.resolve();
  private readonly saying = new SvelteSet<string>();

  readonly reviewer = $derived(this.view?.line.side === "reviewer");
  readonly read = $derived(this.view?.sessions[this.which] ?? null);
  readonly session = $derived(this.read?.plan.session ?? "");
  readonly eyes = $derived(this.read?.eyes ?? []);
  readonly course = $derived(this.read === null ? (this.view?.course ?? null) : null);
  /** What needs eyes in what is looked at, a session or the course. */
  readonly list = $derived<readonly (EyeView | CourseEyeView)[]>(this.course?.eyes ?? this.eyes);
  readonly eyeAt = $derived(this.list.findIndex((one) => one.key === this.eyeKey));
  readonly here = $derived(this.list[this.eyeAt] ?? null);
  readonly eye = $derived(this.eyes.find((one) => one.key === this.eyeKey) ?? null);
  /** The part of the course that the entry belongs to. */
  readonly piece = $derived(this.course?.pieces.find((one) => one.entries.some((each) => each.entry.seq === this.entry)) ?? null);
  /** The log by when it happened. */
  readonly log = $derived([...(this.read?.view.log ?? [])].sort((a, b) => a.happened_ms - b.happened_ms || a.seq - b.seq));
  readonly entryLine = $derived(this.log.find((one) => one.seq === this.entry) ?? null);
  readonly atMs = $derived(this.eye?.at_ms ?? this.entryLine?.happened_ms ?? null);
  readonly mine = $derived(this.view?.line.decisions.find((one) => one.person === this.view?.me) ?? null);
  readonly unseen = $derived(this.view?.unseen ?? 0);
  readonly unsettled = $derived(this.view?.unsettled ?? 0);
  readonly mayAccept = $derived(this.reviewer && this.unseen === 0 && this.unsettled === 0 && this.mine?.decided !== "accepted");
  readonly mayReturn = $derived(this.reviewer && this.view !== null && this.mine?.decided !== "returned");
  readonly maySign = $derived(this.reviewer && this.mine?.decided === "accepted" && this.unsigned && this.view?.asks !== "nothing");
  /** Something is typed or picked in the open box: nothing but Esc, its button or keeping it takes that away. */
  readonly held = $derived(!wordless.has(this.box) && [this.text, this.day, this.minutes, this.value].some((one) => one.trim() !== ""));
  /** Where the words of the open box stand; in the course no session is named. The rating form stands where one looks. */
  readonly at = $derived.by((): Place => {
    const here = { session: this.session, eye: this.eyeKey, entry: this.entry, ms: this.atMs };
    return this.box === "rate" ? here : (this.from ?? here);
  });
  /** What a new row stands at: an entry of the course names no session. */
  readonly pin = $derived.by((): PinnedTo => (this.onWhole || this.at.entry === null ? { session: null, entry: null } : { session: this.at.session || null, entry: this.at.entry, ...(this.field === "" ? {} : { field: this.field }) }));
  /** Fields of the entry that the open box stands at. */
  readonly fields = $derived(this.fieldsOf(this.at));
  readonly queriesHere = $derived(this.queriesAt(this.entry));
  /** The first of these queries that each key acts on. */
  readonly toAnswer = $derived(this.reviewer ? null : (this.queriesHere.find((one) => one.state !== "closed") ?? null));
  readonly toClose = $derived(this.reviewer ? (this.queriesHere.find((one) => one.mine && one.state === "answered") ?? null) : null);
  readonly toReopen = $derived(this.reviewer ? (this.queriesHere.find((one) => one.mine && one.state !== "open") ?? null) : null);

  readonly form = $derived(this.read?.adherence ?? null);
  readonly rated = $derived(this.form?.items.filter((one) => one.ratings.some((rating) => rating.mine)).length ?? 0);

  /** What is looked at can be signed, and the looker has not. */
  get unsigned(): boolean {
    return this.course ? this.piece !== null && this.piece.signable && !this.piece.signed : this.read?.signed === false;
  }

  constructor(private readonly host: Host, readonly thread: string) {
    this.unfinished = new Unfinished(host, { thread }, "review box", () => this.typedNow(), (typed) => this.putBack(typed));
  }

  async load(): Promise<void> {
    const view = await this.looking.run(() => this.host.call("review_look", { thread: this.thread }));
    if (!view) return;
    const first = this.view === null;
    this.view = view;
    if (!first) return;
    this.begin(view);
    await this.unfinished.load();
  }

  private typedNow(): Typed | null {
    const { box, text, day, minutes, item, value, shown } = this;
    if (box === "" || !this.held) return null;
    const { session, eye, entry } = this.at;
    return { box, session, eye, entry, query: this.query?.row ?? null, text, day, minutes, whole: this.onWhole, field: this.field, item, value, shown };
  }

  /** Where it was typed, as it was typed. A query that is gone has no box any more. Answers whether it is there again. */
  private putBack(typed: Partial<Typed>): boolean {
    const which = this.whichOf(typed.session || null);
    const about = typed.query;
    const query = about ? (this.view?.queries.find((one) => rowKey(one.row) === rowKey(about)) ?? null) : null;
    if (!typed.box || which < 0 || (about && !query)) return false;
    this.which = which;
    this.eyeKey = typed.eye ?? "";
    this.entry = typed.entry ?? null;
    this.start(typed.box, query);
    this.text = typed.text ?? "";
    this.day = typed.day ?? "";
    this.minutes = typed.minutes ?? "";
    this.onWhole = typed.whole ?? false;
    this.field = typed.field ?? "";
    this.item = typed.item ?? "";
    this.value = typed.value ?? "";
    this.shown = typed.shown ?? null;
    return true;
  }

  /** A reviewer begins at what nobody looked at, then at what was answered; the author's side at what is asked. */
  private begin(view: ReviewView): void {
    const waits = view.line.side === "author" ? "open" : "answered";
    const asked = view.queries.find((one) => one.state === waits && one.on.entry !== null && (waits === "open" || one.mine));
    if (asked && (waits === "open" || view.unseen === 0)) return this.toQuery(asked);
    const unseen = view.line.side === "reviewer" ? view.sessions.findIndex((one) => one.eyes.some((eye) => !eye.seen)) : 0;
    const ofCourse = view.course !== null && (view.sessions.length === 0 || (unseen < 0 && view.course.eyes.some((eye) => !eye.seen)));
    this.toSession(ofCourse ? view.sessions.length : Math.max(0, unseen));
  }

  /** The place of a session, or of the course where no session is named; below nought: neither is there. */
  private whichOf(session: string | null): number {
    if (session === null) return this.view?.course ? this.view.sessions.length : -1;
    return this.view?.sessions.findIndex((one) => one.plan.session === session) ?? -1;
  }

  /** What is rated is rated in its own session: until it is kept or left, no other one is shown. */
  get staysHere(): boolean {
    return this.box === "rate" && this.held;
  }

  private turn(which: number): boolean {
    if (this.staysHere) return false;
    if (this.box === "rate") this.shut();
    this.which = which;
    return true;
  }

  toSession(which: number): void {
    if (!this.turn(which)) return;
    const eye = (this.reviewer ? this.list.find((one) => !one.seen) : undefined) ?? this.list[0];
    this.toEye(eye?.key ?? "");
    this.entry ??= this.course?.pieces[0]?.entries[0]?.entry.seq ?? null;
  }

  toEye(key: string): void {
    this.eyeKey = key;
    this.entry = this.here?.entry ?? null;
    this.moved();
  }

  toEntry(entry: number): void {
    this.eyeKey = this.list.find((one) => one.entry === entry)?.key ?? "";
    this.entry = entry;
    this.moved();
  }

  toQuery(query: QueryView): void {
    const which = query.on.entry === null ? -1 : this.whichOf(query.on.session);
    if (which >= 0) this.which = which;
    if (query.on.entry !== null) this.toEntry(query.on.entry);
  }

  /** On to the next line. A reviewer who moves on has seen the one before. */
  next(): void {
    const { here } = this;
    if (here) this.seen(this.session, here.key, here.seen);
    const following = here ? this.list[this.eyeAt + 1] : this.beside(1);
    if (following) return this.toEye(following.key);
    const later = this.view?.sessions.findIndex((one, i) => i > this.which && one.eyes.length > 0) ?? -1;
    const ofCourse = this.read !== null && (this.view?.course?.eyes.length ?? 0) > 0;
    if (later < 0 && !ofCourse) return;
    if (this.turn(later < 0 ? (this.view?.sessions.length ?? 0) : later)) this.toEye(this.list[0]?.key ?? "");
  }

  /** From an entry beside the list it goes on in time; in the course, by entry. */
  private beside(by: -1 | 1): EyeView | CourseEyeView | undefined {
    if (this.course) {
      const at = this.entry ?? 0;
      return by > 0 ? this.list.find((one) => (one.entry ?? 0) >= at) : this.list.findLast((one) => (one.entry ?? 0) <= at);
    }
    const at = this.atMs ?? 0;
    return by > 0 ? this.eyes.find((one) => one.at_ms >= at) : this.eyes.findLast((one) => one.at_ms <= at);
  }

  previous(): void {
    const before = this.here ? this.list[this.eyeAt - 1] : this.beside(-1);
    if (before) this.toEye(before.key);
  }

  /** Along the log by time. */
  step(by: -1 | 1): void {
    if (this.course) {
      const all = this.course.pieces.flatMap((one) => one.entries.map((each) => each.entry.seq));
      const next = all[all.indexOf(this.entry ?? -1) + by];
      if (next !== undefined) this.toEntry(next);
      return;
    }
    const here = this.log.findIndex((one) => one.seq === this.entry);
    const after = this.log.findIndex((one) => one.happened_ms >= (this.atMs ?? 0));
    const nearest = here >= 0 ? here + by : by > 0 ? after : after - 1;
    const line = this.log[nearest];
    if (line) this.toEntry(line.seq);
  }

  /** One box at a time; the one in which something is typed stays. */
  start(kind: BoxKind, query: QueryView | null = null): void {
    if (this.held) return;
    this.shut();
    this.replied = "";
    this.from = { session: this.session, eye: this.eyeKey, entry: this.entry, ms: this.atMs };
    this.box = kind;
    this.query = query;
  }

  /** The first item that this reviewer did not rate; then the first of all. */
  startRating(item = this.form?.items.find((one) => !one.ratings.some((rating) => rating.mine))?.id ?? this.form?.items[0]?.id): void {
    if (item === undefined || !this.reviewer || this.held) return;
    this.start("rate");
    this.item = item;
  }

  startSigning(): void {
    if (this.held) return;
    this.shut();
    this.signing = this.maySign;
  }

  /** Without trace. */
  leave(): void {
    if (!wordless.has(this.box)) void this.unfinished.forget();
    this.shut();
  }

  /** Another moment is looked at. The rating form waits for one; any other box stays where something is typed in it. */
  private moved(): void {
    if (this.box === "rate") this.shown = this.entry;
    else if (!this.held) this.shut();
  }

  private shut(): void {
    this.box = "";
    this.query = this.from = this.shown = null;
    this.text = this.day = this.minutes = this.proof = this.item = this.value = this.field = "";
    this.tried = this.onWhole = this.signing = false;
    this.attempt.failure = this.signs.failure = null;
  }

  /** Keeps what the open box says. Answers whether it was kept. */
  async keep(): Promise<boolean> {
    this.tried = true;
    const [what, from] = [this.said(), this.from];
    if (!what) return false;
    const kept = await this.attempt.run(() => this.act(what).then(() => true));
    // A box that was opened meanwhile is another one.
    if (kept && this.from === from) this.leave();
    return kept ?? false;
  }

  async agree(of: RowRef): Promise<void> {
    await this.attempt.run(() => this.act({ kind: "agree", of }));
  }

  /** The author saw that what was accepted was taken back. */
  async takenBackSeen(of: RowRef): Promise<void> {
    await this.attempt.run(() => this.act({ kind: "taken_back_seen", of }));
  }

  async sign(): Promise<void> {
    const { proof } = this;
    if (proof === "" || !this.maySign) return;
    this.proof = "";
    const what = this.course ? { session: null, part: this.piece?.part ?? null } : { session: this.session, part: null };
    const view = await this.signs.run(() => this.host.call("review_sign", { thread: this.thread, ...what, proof }));
    if (!view) return;
    this.view = view;
    this.signing = false;
  }

  async chooseFolder(): Promise<void> {
    const chosen = await this.attempt.choose(() => chooseFolder(this.host, words.replyChoose, this.folder));
    if (chosen) this.folder = chosen;
  }

  async reply(): Promise<void> {
    this.tried = true;
    const [folder, from] = [this.folder.trim(), this.from];
    if (folder === "") return;
    const sealed = await this.attempt.run(() => this.host.call("packets_reply", { thread: this.thread, folder }));
    if (!sealed) return;
    if (this.from === from) this.shut();
    this.replied = sealed.path;
    await this.load();
  }

  /** Answers whether it is gone. */
  async destroy(): Promise<boolean> {
    return (await this.attempt.run(() => this.host.call("packets_destroy", { thread: this.thread }).then(() => true))) ?? false;
  }

  /** What can be spoken of on its own: the signs of a reading, the fields of an entry of the course. */
  fieldsOf(at: { session: string; entry: number | null }): FieldView[] {
    if (at.entry === null) return [];
    if (at.session === "") return this.view?.course?.pieces.flatMap((one) => one.entries).find((one) => one.entry.seq === at.entry)?.fields ?? [];
    const read = this.view?.sessions.find((one) => one.plan.session === at.session);
    const line = read?.view.log.find((one) => one.seq === at.entry);
    return line?.what.kind === "reading_taken" ? line.what.values.map((one) => ({ field: one.sign, title: "" })) : [];
  }

  /** The field that something stands at, in words. */
  fieldNamed(on: PinnedTo): string {
    return fieldName(this.fieldsOf({ session: on.session ?? "", entry: on.entry }).find((one) => one.field === on.field) ?? { field: on.field ?? "", title: "" });
  }

  queriesAt(entry: number | null): QueryView[] {
    return (this.view?.queries ?? []).filter((one) => one.on.entry === entry && (entry === null || one.on.session === (this.course ? null : this.session)));
  }

  get dayWrong(): boolean {
    return !isDay(this.day.trim());
  }

  get minutesWrong(): boolean {
    const minutes = this.minutes.trim();
    return !/^[1-9]\d{0,3}$/.test(minutes) || Number(minutes) > 1440;
  }

  /** What the open box says, where it says enough. */
  private said(): ReviewDo | null {
    const text = this.text.trim();
    const { pin: on, query } = this;
    if (this.box === "accept") return this.mayAccept ? { kind: "accept" } : null;
    if (this.box === "close") return query && { kind: "close", query: query.row };
    if (this.box === "rate") return this.rating(text);
    if (text === "") return null;
    switch (this.box) {
      case "query":
        return { kind: "ask", on, text };
      case "comment":
        return { kind: "comment", on, text };
      case "note":
        return { kind: "note", on, text };
      case "answer":
        return query && { kind: "answer", query: query.row, text };
      case "reopen":
        return query && { kind: "reopen", query: query.row, reason: text };
      case "return":
        return { kind: "return", reason: text };
      case "withdraw":
        return { kind: "withdraw", reason: text };
      case "supervise":
        return this.dayWrong || this.minutesWrong ? null : { kind: "supervised", on: this.day.trim(), minutes: Number(this.minutes.trim()), topics: text };
      case "reply":
      case "destroy":
      case "":
        return null;
    }
  }

  /** A step is kept with the moment that shows it; what the record does not show has none. */
  private rating(text: string): ReviewDo | null {
    const { session, item, shown } = this;
    if (this.value === notSeen) return { kind: "rate", session, item, value: null, entry: null, text };
    if (this.value === "" || shown === null) return null;
    return { kind: "rate", session, item, value: Number(this.value), entry: shown, text };
  }

  /** Said once for each line, and never by the author's side. Moving on does not wait for it. */
  private seen(session: string, eye: string, already: boolean): void {
    const { course } = this;
    const key = `${session} ${eye}`;
    if (!this.reviewer || already || this.saying.has(key)) return;
    this.saying.add(key);
    this.unsaid = null;
    this.act(course ? { kind: "seen_in_course", eye } : { kind: "seen", session, eye }).catch((thrown: unknown) => (this.unsaid = asFailure(thrown))).finally(() => this.saying.delete(key));
  }

  /** One act after the other, so that no older view comes after a newer one. */
  private act(what: ReviewDo): Promise<void> {
    const going = this.line.then(async () => {
      this.view = await this.host.call("review_act", { thread: this.thread, do: what });
    });
    this.line = going.catch(() => undefined);
    return going;
  }
}
