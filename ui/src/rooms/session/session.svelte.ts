// The controller of the session room: the newest view, the log, who is typing what, and every act on its way to the record.
//
// **Invariant:** nothing is shown as true before Rust answered. A view older than the one shown is ignored. The page decides
// nothing about time: between two views only the digits move, and it looks again when Rust asked for that.
import { SvelteMap } from "svelte/reactivity";
import type { Host } from "../../host/host";
import { asFailure } from "../../host/host";
import { Ticker } from "../../time/ticker.svelte";
import type { Act, When } from "../../wire/act";
import type { Machine } from "../../wire/app";
import type { Failure } from "../../wire/failure";
import type { LogLine } from "../../wire/log";
import type { Person, Proof } from "../../wire/people";
import type { SessionPlan } from "../../wire/plan";
import type { Steer } from "../../wire/training";
import type { SessionView, TrainingView } from "../../wire/view";
import { Drafts, type Place } from "./drafts";
import type { Form } from "./form.svelte";
import { merge, nextWanted } from "./logbook";
import { Line, type LineAside } from "./line.svelte";
import { Vitals } from "./vitals.svelte";

/** What fills the right side: what the room shows by itself, or one page asked for by key. */
export type Side = "auto" | "chart" | "log" | "keys" | "list" | "intention";
export type ListId = "dose1" | "dose2" | "leaving";

interface Aside {
  forms: Form[];
  writing: boolean;
  card: string | null;
}
const NOTHING_ASIDE: Aside = { forms: [], writing: false, card: null };

export const GLANCE_MS = 60_000;
const LOOK_AGAIN_MS = 5_000;
/** A view this old is asked for anew, whatever was pushed. */
const OLD_VIEW_MS = 60_000;
const TRAINING_VIEW_MS = 5_000;

export class Room {
  readonly session: string;
  readonly ticker = new Ticker();
  private loaded = $state.raw<{ plan: SessionPlan; view: SessionView } | null>(null);
  log = $state.raw<LogLine[]>([]);
  /** Open forms; the last one is in the slot. Help lies over what was open. */
  forms = $state.raw<Form[]>([]);
  side = $state<Side>("auto");
  list = $state<ListId>("dose1");
  /** Card of help on the right side. */
  card = $state<string | null>(null);
  writing = $state(false);
  veiled = $state(false);
  glance = $state(false);
  peek = $state(false);
  /** Why the room could not be opened. */
  trouble = $state.raw<Failure | null>(null);
  /** A draft that could not be kept. */
  draftTrouble = $state.raw<Failure | null>(null);
  /** What time brought could not be kept. */
  beatTrouble = $state.raw<Failure | null>(null);
  /** What the system tells the shell: whether the tone is heard and the machine stays awake. */
  machine = $state.raw<Machine | null>(null);
  /** The last act of this page: when the record kept it, and the newest line it brought. */
  kept = $state.raw<{ wallMs: number; seq: number } | null>(null);
  readonly line: Line;
  private readonly drafts: Drafts;
  private aside: Aside = NOTHING_ASIDE;
  /** What each person was typing when the pen went on; it comes back with their pen, to nobody else. */
  private readonly theirs = new SvelteMap<string, Pick<Aside, "forms" | "writing"> & { line: LineAside }>();
  private asleepUntil = 0;
  private viewAt = performance.now();
  /** A training day may run faster than the wall, or stand: as Rust said with the last view. */
  private pace = $state(1);
  /** A training day that could not be steered. */
  steerTrouble = $state.raw<Failure | null>(null);
  private lastKey = performance.now();
  private looking = false;
  private steering = Promise.resolve();

  constructor(
    private readonly host: Host,
    session: string,
  ) {
    this.session = session;
    this.drafts = new Drafts(host, session, (failure) => (this.draftTrouble = failure));
    this.line = new Line(this);
  }

  get ready(): boolean {
    return this.loaded !== null;
  }
  get plan(): SessionPlan {
    if (!this.loaded) throw new Error("the room is not open yet");
    return this.loaded.plan;
  }
  get view(): SessionView {
    if (!this.loaded) throw new Error("the room is not open yet");
    return this.loaded.view;
  }
  /** Session time now, moved on from the last view. */
  get now(): number {
    const shown = this.loaded?.view.now_ms ?? 0;
    return shown + Math.max(0, this.ticker.now - shown) * this.pace;
  }
  /** Session time to the millisecond, for a clock that is compared with another. */
  exactNow(): number {
    return this.view.now_ms + (performance.now() - this.viewAt) * this.pace;
  }
  get form(): Form | null {
    return this.forms[this.forms.length - 1] ?? null;
  }
  /** Help is open, or lies under the record of a call. */
  get helping(): boolean {
    return this.card !== null || this.forms.some((f) => f.name === "help");
  }
  get mode(): "keys" | "writing" | "form" {
    if (this.form) return "form";
    return this.writing ? "writing" : "keys";
  }
  get author(): Person | undefined {
    return this.person(this.view.author);
  }
  person(id: string | null): Person | undefined {
    return this.plan.people.find((p) => p.id === id);
  }
  initials(id: string | null): string {
    return this.person(id)?.initials ?? "";
  }

  /** Loads plan, view and drafts, and listens. Answers what ends it. */
  async open(): Promise<() => void> {
    const listening = await Promise.all([
      this.host.on("session_moved", (view) => {
        this.beatTrouble = null;
        this.absorb(view);
      }),
      this.host.on("close_asked", () => this.closeAsked()),
      this.host.on("machine_changed", (machine) => (this.machine = machine)),
      this.host.on("beat_failed", (failure) => (this.beatTrouble = failure)),
    ]);
    void this.host.call("app_machine").then((machine) => (this.machine = machine)).catch(() => undefined);
    try {
      const [plan, view] = await Promise.all([
        this.host.call("session_plan", { session: this.session }), this.host.call("session_look", { session: this.session, log_from: 0 }),
      ]);
      this.loaded = { plan, view };
      this.log = [];
      this.absorb(view);
      this.list = view.dose1_ms === null ? "dose1" : "leaving";
      await this.restore();
    } catch (thrown) {
      this.trouble = asFailure(thrown);
    }
    return () => {
      void this.drafts.flush();
      for (const stop of listening) stop();
    };
  }

  private async restore(): Promise<void> {
    const drafts = await this.host.call("drafts_of", { session: this.session }).catch(() => []);
    const note = drafts.find((d) => d.place === "note" && d.text !== "");
    if (note) this.line.restore(note.text, note.caret);
    const vitals = drafts.find((d) => d.place === "vitals" && d.text !== "");
    const form = vitals && !this.view.ended ? Vitals.restore(this, vitals.text, vitals.caret) : null;
    if (form) this.show(form, this.helping);
  }

  /** Takes a view in, unless it is older than the one shown. */
  absorb(view: SessionView): void {
    if (view.session !== this.session || !this.loaded) return;
    const shown = this.loaded.view;
    if (view.log.length > 0) this.log = merge(this.log, view.log);
    if (view.seq < shown.seq || (view.seq === shown.seq && view.now_ms < shown.now_ms)) return;
    this.loaded = { plan: this.loaded.plan, view };
    const clock = performance.now();
    this.pace = view.pace;
    this.ticker.set(view.now_ms);
    this.viewAt = clock;
    if (view.dose1_ms !== null && shown.dose1_ms === null && this.side === "list") this.side = "auto";
    // News carries no lines of the log, and may have skipped some: what the count says is missing is asked for.
    if (nextWanted(this.log) < view.seq) void this.look();
  }

  /** Asks for a view, one at a time. */
  async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      this.absorb(await this.host.call("session_look", { session: this.session, log_from: nextWanted(this.log) }));
    } catch (thrown) {
      const failure = asFailure(thrown);
      if (failure.code === "locked") this.trouble = failure;
    } finally {
      this.looking = false;
    }
  }

  /** The whole log anew: what one person may read of it, another may not. */
  async again(): Promise<void> {
    try {
      const view = await this.host.call("session_look", { session: this.session, log_from: 0 });
      this.log = [];
      this.absorb(view);
    } catch {
      this.log = [];
      await this.look();
    }
  }

  /** Whoever has the pen puts their own key at hand. Null: what is sealed to them can be read. */
  async takeKey(passphrase: string): Promise<Failure | null> {
    try {
      await this.host.call("people_key", { passphrase });
      await this.again();
      return null;
    } catch (thrown) {
      return asFailure(thrown);
    }
  }

  /** Once a second: has the time come that Rust named, and is it a minute since the last key? */
  beat(ticked: number): void {
    if (!this.loaded) return;
    const { view, plan } = this.loaded;
    const clock = performance.now();
    const due = view.next_wake_ms !== null && (ticked >= view.next_wake_ms || this.now >= view.next_wake_ms);
    const age = clock - this.viewAt;
    const old = age >= OLD_VIEW_MS || (plan.training && age >= (this.pace > 1 ? 900 : TRAINING_VIEW_MS));
    if (view.ended === null && (due || old) && clock >= this.asleepUntil) {
      this.asleepUntil = clock + (this.pace > 1 ? 900 : LOOK_AGAIN_MS);
      void this.look();
    }
    if (!this.glance && clock - this.lastKey >= GLANCE_MS && this.mayGlance()) this.glance = true;
  }

  private mayGlance(): boolean {
    const { dose1_ms, ended, training } = this.view;
    // A day that plays by itself is there to be watched.
    if (training?.playing && !training.paused && this.pace > 1) return false;
    return dose1_ms !== null && ended === null && !this.veiled && this.form === null && this.line.text.trim() === "" && this.line.failure === null;
  }

  /** The veil falls: what was open lies aside, as it was, until it lifts. */
  veil(): void {
    if (this.veiled) return;
    // Rust knows of it too: a page that is loaded anew is under the veil as before.
    void this.host.call("session_veil").catch(() => undefined);
    void this.drafts.flush();
    this.aside = { forms: this.forms, writing: this.writing, card: this.card };
    this.forms = [];
    this.card = null;
    this.writing = false;
    this.veiled = true;
  }

  private unveil(): void {
    this.forms = this.aside.forms;
    this.writing = this.aside.writing;
    this.card = this.aside.card;
    this.aside = NOTHING_ASIDE;
    this.veiled = false;
  }

  /** A key was pressed: the picture is full again for a minute. */
  touched(): void {
    this.lastKey = performance.now();
    this.glance = false;
  }

  /** One act. Null: kept. The failure otherwise; nothing on screen changed. */
  async act(act: Act, how: { key: string; when?: When; second?: Proof | null }): Promise<Failure | null> {
    try {
      const view = await this.host.call("session_act", {
        session: this.session,
        key: how.key,
        when: how.when ?? { when: "now" },
        second: how.second ?? null,
        act,
        log_from: nextWanted(this.log),
      });
      this.absorb(view);
      const newest = view.log[view.log.length - 1]?.seq ?? view.seq;
      this.kept = { wallMs: view.kept_wall_ms, seq: newest };
      return null;
    } catch (thrown) {
      return asFailure(thrown);
    }
  }

  /** A training day goes on, stands, changes its speed, leaps, or is taken over. */
  steer(to: Steer | ((day: TrainingView) => Steer)): Promise<void> {
    // One after the other: a key pressed twice moves two steps.
    this.steering = this.steering.then(() => this.steerNow(to));
    return this.steering;
  }

  private async steerNow(to: Steer | ((day: TrainingView) => Steer)): Promise<void> {
    const day = this.view.training;
    if (!day) return;
    const steer = typeof to === "function" ? to(day) : to;
    try {
      this.absorb(await this.host.call("training_steer", { session: this.session, steer, log_from: nextWanted(this.log) }));
      this.steerTrouble = null;
    } catch (thrown) {
      this.steerTrouble = asFailure(thrown);
    }
  }

  /** What opens when the window is asked to close; wired by the desk. */
  closeAsked: () => void = () => {};

  /** Closes the window: the session stays open, nobody watches. */
  async closeWindow(): Promise<Failure | null> {
    await this.flush();
    try {
      await this.host.call("window_close");
      return null;
    } catch (thrown) {
      return asFailure(thrown);
    }
  }

  /** Somebody proves presence: the veil lifts. Another person than the author takes the pen by it. */
  async lift(proof: Proof): Promise<Failure | null> {
    if (proof.person !== this.view.author) return this.takePen(proof);
    const failure = await this.prove(proof);
    if (!failure) this.unveil();
    return failure;
  }

  private async prove(proof: Proof): Promise<Failure | null> {
    try {
      await this.host.call("people_prove", proof);
      return null;
    } catch (thrown) {
      return asFailure(thrown);
    }
  }

  /** The pen goes on, and lifts the veil. What one person was typing is put aside for them; the other finds what they left. */
  async takePen(proof: Proof): Promise<Failure | null> {
    const before = this.view.author;
    await this.drafts.flush();
    try {
      await this.host.call("people_take_pen", { proof });
    } catch (thrown) {
      return asFailure(thrown);
    }
    if (this.veiled) this.unveil();
    this.drafts.another();
    // Help is nobody's words: it stays open, whoever writes.
    const [help, forms] = [this.forms.filter((form) => form.name === "help"), this.forms.filter((form) => form.name !== "help" && !form.busy)];
    if (before !== null) this.theirs.set(before, { forms, writing: this.writing, line: this.line.putAside() });
    const left = this.theirs.get(proof.person);
    this.theirs.delete(proof.person);
    this.forms = [...(left?.forms ?? []), ...help];
    this.writing = left?.writing ?? false;
    if (left) this.line.takeUp(left.line);
    await this.again();
    if (!left) await this.restore();
    return null;
  }

  /** Opens a form in the slot, in place of what was there; `over` keeps what was there underneath. */
  show(form: Form, over = false): void {
    if (!over) for (const open of this.forms) open.left();
    this.forms = over ? [...this.forms, form] : [form];
    this.writing = false;
  }

  /** A form is done or left; what lay underneath is in the slot again. */
  close(form: Form): void {
    this.forms = this.forms.filter((f) => f !== form);
    if (form.name === "help") this.card = null;
  }

  /** Esc: the form closes without trace. */
  leave(): void {
    const form = this.form;
    if (form) {
      if (form.busy) return;
      form.left();
      this.close(form);
    } else if (this.writing) this.line.leave();
    else if (this.side !== "auto") this.side = "auto";
  }

  /** Everything that a burst of letters opened closes again, without trace. */
  undoOpened(): void {
    for (const form of this.forms) form.left();
    this.forms = [];
    this.card = null;
    if (this.veiled) this.unveil();
    this.side = "auto";
  }

  keepDraft(place: Place, text: string, caret: number): void {
    this.drafts.keep(place, text, caret);
  }

  flush(): Promise<void> {
    return this.drafts.flush();
  }
}
