// An effect: pick it, say how strong, words if any. One that is open already is altered or ended in the same place.
import type { SessionPlan, EffectChoice } from "../../wire/plan";
import type { EffectView, SessionView } from "../../wire/view";
import type { Valence } from "../../wire/session";
import type { Act } from "../../wire/act";
import { Form, type Sender } from "./form.svelte";
import { asWhen } from "./when";

export interface EffectRoom extends Sender {
  readonly plan: SessionPlan;
  readonly view: SessionView;
  readonly now: number;
  readonly line: { keptBy(text: string): void };
}

/** Where an effect comes from, when the note line opened it: the session time that was typed there, and the line. */
export interface EffectFrom {
  happened?: number | null;
  line?: string;
}

/** A row of the list: an effect of the protocol, an open one in words, or `other`. */
export interface EffectRow {
  id: string;
  title: string;
  valence: Valence;
  open: EffectView | null;
}

const VALENCES: Valence[] = ["wanted", "neutral", "unwanted"];

export class Effect extends Form {
  readonly name = "effect";
  filter = $state("");
  at = $state(-1);
  /** The picked row; null: still picking. */
  picked = $state.raw<EffectRow | null>(null);
  severity = $state<number | null>(null);
  words = $state("");
  valence = $state<Valence>("neutral");

  constructor(
    private readonly room: EffectRoom,
    words = "",
    private readonly from: EffectFrom = {},
  ) {
    super(room);
    this.filter = words;
    if (words === "") return;
    const found = this.matching();
    if (found.length === 1 && found[0] && found[0].id !== "other") this.pick(found[0]);
    else if (found.every((r) => r.id === "other")) {
      this.pick({ id: "other", title: "", valence: "neutral", open: null });
      this.words = words;
    }
  }

  /** Session time at which it happened, where the note line said so. */
  get happened(): number | null {
    return this.from.happened ?? null;
  }

  rows: EffectRow[] = $derived.by(() => this.matching());

  private matching(): EffectRow[] {
    const open = (choice: EffectChoice): EffectView | null => this.room.view.effects.find((e) => e.kind === choice.id) ?? null;
    const listed: EffectRow[] = this.room.plan.effects.map((e) => ({ ...e, open: open(e) }));
    const inWords = this.room.view.effects
      .filter((e) => !this.room.plan.effects.some((p) => p.id === e.kind))
      .map((e): EffectRow => ({ id: `open-${e.effect}`, title: e.title, valence: e.valence, open: e }));
    const other: EffectRow = { id: "other", title: "", valence: "neutral", open: null };
    const typed = this.filter.trim().toLowerCase();
    if (typed === "") return [...listed, ...inWords, other];
    const all = [...listed, ...inWords];
    const begins = all.filter((r) => r.title.toLowerCase().startsWith(typed));
    return [...begins, ...all.filter((r) => !begins.includes(r) && r.title.toLowerCase().includes(typed)), other];
  }

  pick(row: EffectRow): void {
    this.picked = row;
    this.valence = row.open?.valence ?? row.valence;
    this.severity = null;
    this.complaint = "";
    if (row.id === "other" && this.filter !== "") this.words = this.filter;
  }

  /** Number keys of the first step are the protocol's own first nine. */
  byNumber(n: number): void {
    const row = this.rows[n - 1];
    if (row) this.pick(row);
  }

  onkey(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    return this.picked ? this.stepTwo(event, this.picked) : this.stepOne(event);
  }

  private stepOne(event: KeyboardEvent): boolean {
    if (/^[1-9]$/.test(event.key)) {
      this.byNumber(Number(event.key));
      return true;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.at = (Math.max(this.at, step < 0 ? 0 : -1) + step + this.rows.length) % this.rows.length;
      return true;
    }
    if (event.key === "Enter") {
      const row = this.rows[this.at === -1 && this.filter !== "" ? 0 : this.at];
      if (row) this.pick(row);
      else this.complaint = "pick";
      return true;
    }
    return false;
  }

  private stepTwo(event: KeyboardEvent, row: EffectRow): boolean {
    const writing = event.target instanceof HTMLInputElement && this.words !== "";
    if (/^[0-3]$/.test(event.key) && !writing) {
      this.severity = Number(event.key);
      return true;
    }
    if (row.open && event.key === "x" && !writing) {
      this.end(row.open);
      return true;
    }
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      if (writing || row.open) return false;
      const step = event.key === "ArrowRight" ? 1 : VALENCES.length - 1;
      this.valence = VALENCES[(VALENCES.indexOf(this.valence) + step) % VALENCES.length] ?? this.valence;
      return true;
    }
    if (event.key === "Backspace" && this.words === "" && this.severity === null) {
      this.picked = null;
      return true;
    }
    if (event.key === "Enter" && !event.shiftKey) {
      this.finish(row);
      return true;
    }
    return false;
  }

  finish(row: EffectRow): void {
    if (this.severity === null) {
      this.complaint = "severity";
      return;
    }
    if (row.open) {
      void this.send({ act: "change_effect", effect: row.open.effect, severity: this.severity });
      return;
    }
    if (row.id === "other" && this.words.trim() === "") {
      this.complaint = "words";
      return;
    }
    void this.send({ act: "begin_effect", effect: row.id, text: this.words.trim(), valence: this.valence, severity: this.severity });
  }

  end(open: EffectView): void {
    void this.send({ act: "end_effect", effect: open.effect });
  }

  private async send(act: Act): Promise<void> {
    const kept = await this.keep(act, this.happened === null ? {} : { when: asWhen(this.happened, this.room.now) });
    if (kept) this.room.line.keptBy(this.from.line ?? "");
  }
}
