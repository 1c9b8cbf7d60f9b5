// The vitals form: empty boxes, Enter moves on, the last one keeps. A value outside the plausible range is typed a second
// time in its own box. What is typed is a draft until it is kept.
//
// **Invariant:** no box is ever filled by the program; only a restored draft brings typed text back.
import type { Act } from "../../wire/act";
import type { CheckView, PromptView, SessionView } from "../../wire/view";
import type { Sign, SignValue } from "../../wire/session";
import type { SessionPlan } from "../../wire/plan";
import { Form, type Sender } from "./form.svelte";
import { asWhen, parseWhen } from "./when";
import { asked, knownSigns, outside, typedValue } from "./vitals";

/** What the form needs of the room. */
export interface VitalsRoom extends Sender {
  readonly plan: SessionPlan;
  readonly view: SessionView;
  readonly now: number;
  readonly line: { keptBy(text: string): void };
  keepDraft(place: "vitals", text: string, caret: number): void;
}

/** The draft, as it is stored. */
interface Typed {
  signs: Sign[];
  texts: Partial<Record<Sign, string>>;
  when: string;
  takenBy: string;
  manner: string;
  at: number;
  /** The line that it came from, which stands until the form is kept. */
  line?: string;
}

export class Vitals extends Form {
  readonly name = "vitals";
  signs = $state<Sign[]>([]);
  texts = $state<Partial<Record<Sign, string>>>({});
  /** Values that wait for a second typing, and those typed twice. */
  unusual = $state<Partial<Record<Sign, number>>>({});
  confirmed = $state<Sign[]>([]);
  when = $state("");
  takenBy = $state("");
  manner = $state("");
  /** Index of the box with the caret; the boxes come first, then time, taken by, manner. */
  at = $state(0);
  /** Where the caret belongs in that box after a draft came back. */
  caret = $state<number | null>(null);
  /** One reason for what stays empty, from the protocol; null: not asked yet; `later`: kept without. */
  reason = $state<string | null>(null);
  asking = $state(false);
  /** The prompt the form was opened for, for its heading. */
  readonly prompt: PromptView | null;

  constructor(
    private readonly room: VitalsRoom,
    private readonly options: { signs?: Sign[]; prompt?: PromptView | null; values?: readonly SignValue[]; done?: (() => void) | undefined; line?: string } = {},
  ) {
    super(room);
    this.signs = options.signs ?? asked(room.view, room.plan);
    this.prompt = options.prompt ?? null;
    for (const { sign, value } of options.values ?? []) {
      if (!this.signs.includes(sign)) this.signs = [...this.signs, sign];
      if (outside(room.plan, sign, value)) this.unusual[sign] = value;
      else this.texts[sign] = sign === "temperature" ? (value / 10).toFixed(1) : String(value);
    }
    const empty = this.signs.findIndex((s) => (this.texts[s] ?? "") === "");
    this.at = Math.max(0, empty);
  }

  /** Puts a draft back, caret included. */
  static restore(room: VitalsRoom, text: string, caret: number): Vitals | null {
    try {
      const typed = JSON.parse(text) as Typed;
      if (!Array.isArray(typed.signs) || typed.signs.length === 0) return null;
      const form = new Vitals(room, { signs: typed.signs, line: typed.line ?? "" });
      form.texts = typed.texts;
      form.when = typed.when;
      form.takenBy = typed.takenBy;
      form.manner = typed.manner;
      form.at = typed.at;
      form.caret = caret;
      return form;
    } catch {
      return null;
    }
  }

  /** Called at every change of a box. */
  typed(caret = 0): void {
    const draft: Typed = { signs: this.signs, texts: this.texts, when: this.when, takenBy: this.takenBy, manner: this.manner, at: this.at, line: this.options.line ?? "" };
    const blank = this.signs.every((s) => (this.texts[s] ?? "") === "") && this.when + this.manner + this.takenBy === "";
    this.room.keepDraft("vitals", blank ? "" : JSON.stringify(draft), caret);
  }

  override left(): void {
    this.room.keepDraft("vitals", "", 0);
  }

  /** Signs the protocol knows and the form does not show. */
  further: Sign[] = $derived.by(() => knownSigns(this.room.plan).filter((s) => !this.signs.includes(s)));

  addSign(): void {
    const next = this.further[0];
    if (!next) return;
    this.signs = [...this.signs, next];
    this.at = this.signs.length - 1;
  }

  onkey(event: KeyboardEvent): boolean {
    const inText = event.target instanceof HTMLInputElement && event.target.dataset["free"] === "yes";
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (this.asking && /^[1-9]$/.test(event.key)) {
      const reason = this.room.plan.partial_reasons[Number(event.key) - 1];
      if (reason) void this.because(reason.id);
      return true;
    }
    if (event.key === "Enter" && !event.shiftKey) {
      if (this.asking) void this.because("later");
      else this.enter();
      return true;
    }
    if (inText) return false;
    switch (event.key) {
      case "@":
        this.at = this.signs.length;
        return true;
      case "n":
        this.asking = !this.asking;
        return true;
      case "+":
        this.addSign();
        return true;
      case "ArrowRight":
      case "ArrowDown":
        this.at = Math.min(this.at + 1, this.signs.length + 2);
        return true;
      case "ArrowLeft":
      case "ArrowUp":
        this.at = Math.max(this.at - 1, 0);
        return true;
      default:
        // Boxes take figures only; other letters are keys of the room (help) or nothing. A minus stays in sight and is
        // refused there: swallowed, it would leave another figure than the one that was meant.
        return event.key.length === 1 && !/[-\d.,]/.test(event.key) && !/^[hr?]$/.test(event.key);
    }
  }

  /** Enter in a box: on to the next empty one, or keep on the last. */
  enter(): void {
    if (this.busy) return;
    this.complaint = "";
    const sign = this.signs[this.at];
    if (sign && !this.passes(sign)) return;
    if (this.at < this.signs.length - 1) {
      this.at += 1;
      return;
    }
    void this.submit();
  }

  /** Whether what stands in a box may stand there; says why not. */
  private passes(sign: Sign): boolean {
    const value = typedValue(sign, this.texts[sign] ?? "");
    if (value === null) return true;
    if (Number.isNaN(value)) {
      this.complaint = `no_number:${sign}`;
      return false;
    }
    if (!outside(this.room.plan, sign, value) || this.confirmed.includes(sign)) return true;
    if (this.unusual[sign] === value) {
      this.confirmed = [...this.confirmed, sign];
      return true;
    }
    this.unusual[sign] = value;
    this.texts[sign] = "";
    this.typed();
    return false;
  }

  /** A box was changed: what was confirmed before is typed anew. */
  changed(sign: Sign, text: string, caret: number): void {
    this.texts[sign] = text;
    this.confirmed = this.confirmed.filter((s) => s !== sign);
    this.typed(caret);
  }

  values(): SignValue[] {
    return this.signs.flatMap((sign) => {
      const value = typedValue(sign, this.texts[sign] ?? "");
      return value === null || Number.isNaN(value) ? [] : [{ sign, value }];
    });
  }

  /** Signs that stay empty although the form asks for them. */
  empty(): Sign[] {
    return this.signs.filter((s) => typedValue(s, this.texts[s] ?? "") === null);
  }

  async because(reason: string): Promise<void> {
    this.reason = reason;
    this.asking = false;
    if (this.values().length > 0) await this.submit();
  }

  async submit(): Promise<void> {
    if (this.busy) return;
    const bad = this.signs.find((s) => !this.passes(s));
    if (bad !== undefined) {
      this.at = this.signs.indexOf(bad);
      return;
    }
    const values = this.values();
    if (values.length === 0) {
      this.complaint = "nothing";
      return;
    }
    const at = parseWhen(this.when, this.room.view, this.room.now);
    if (at === null) {
      this.complaint = "no_time";
      this.at = this.signs.length;
      return;
    }
    const left = this.empty().filter((s) => this.prompt?.signs.includes(s) ?? false);
    if (left.length > 0 && this.reason === null && this.room.plan.partial_reasons.length > 0) {
      this.asking = true;
      return;
    }
    const act: Act = {
      act: "take_reading",
      values,
      confirmed: this.confirmed.filter((s) => values.some((v) => v.sign === s)),
      taken_by: this.takenBy === "" ? null : this.takenBy,
      manner: this.manner.trim(),
      from_paper: false,
    };
    const kept = await this.keep(act, { when: asWhen(at, this.room.now) }, true);
    if (!kept) {
      if (this.failure?.code === "implausible") this.again(this.failure.facts["sign"]);
      return;
    }
    this.room.keepDraft("vitals", "", 0);
    this.room.line.keptBy(this.options.line ?? "");
    if (this.reason !== null && this.reason !== "later") await this.excuse(this.reason);
    this.room.close(this);
    this.options.done?.();
  }

  /** Rust asks for a second typing that the form did not foresee. */
  private again(sign: string | undefined): void {
    const found = this.signs.find((s) => s === sign);
    if (!found) return;
    const value = typedValue(found, this.texts[found] ?? "");
    if (value !== null) this.unusual[found] = value;
    this.texts[found] = "";
    this.confirmed = this.confirmed.filter((s) => s !== found);
    this.at = this.signs.indexOf(found);
  }

  /** Gives the one reason to every check of the prompt that is now partly taken. */
  private async excuse(reason: string): Promise<void> {
    const ids = this.prompt?.checks ?? [];
    const partly = (c: CheckView): boolean => ids.includes(c.id) && c.wants_rest_reason;
    for (const check of this.room.view.checks.filter(partly)) {
      await this.keep({ act: "excuse_rest", check: check.id, reason, text: "" }, {}, true);
    }
  }
}
