// A short form of a few boxes in the slot: Enter goes on, the last one keeps. A box may be a text, figures, a time, one of
// a few, or a PIN. Which boxes there are may depend on what was picked before.
import type { Failure } from "../../wire/failure";
import type { When } from "../../wire/act";
import { Form, type Sender } from "./form.svelte";
import { asWhen, parseWhen } from "./when";
import type { Tie } from "./times";

export interface FieldSpec {
  id: string;
  label: string;
  kind: "text" | "figures" | "time" | "pick" | "pin";
  /** May stay empty; the words say what empty means. */
  empty?: string;
  options?: { id: string; title: string }[];
  /** Sixths of the slot's width; a whole row when absent. */
  wide?: number;
  hint?: string;
  /** Shown only while this holds. */
  when?: (value: (id: string) => string) => boolean;
  value?: string;
}

export interface FieldsSpec {
  name: string;
  title: string;
  lead?: string[];
  fields: FieldSpec[];
  /** What Enter on the last box does, in words. */
  keeps: string;
  /** What is mistyped, in words; null: nothing. */
  check?: (value: (id: string) => string) => string | null;
  /** Sends it; null: it was kept. */
  send: (value: (id: string) => string, form: Fields) => Promise<Failure | null>;
  /** Called when a box is left by Enter: the moment a true time is read, say. */
  passed?: (id: string) => void;
}

export class Fields extends Form {
  readonly name: string;
  values = $state<Record<string, string>>({});
  at = $state(0);
  /** A number has just brought the caret into the box of a PIN. */
  private arrived = false;
  /** After five wrong PINs a passphrase is asked. */
  letters = $state(false);

  constructor(
    sender: Sender,
    readonly spec: FieldsSpec,
  ) {
    super(sender);
    this.name = spec.name;
    this.values = Object.fromEntries(spec.fields.map((f) => [f.id, f.value ?? ""]));
  }

  readonly value = (id: string): string => this.values[id] ?? "";
  fields: FieldSpec[] = $derived.by(() => this.spec.fields.filter((f) => f.when?.(this.value) ?? true));
  current: FieldSpec | undefined = $derived(this.fields[Math.min(this.at, this.fields.length - 1)]);

  onkey(event: KeyboardEvent): boolean {
    if (event.key === "Enter" && !event.shiftKey) {
      void this.enter();
      return true;
    }
    const field = this.current;
    if (field?.kind === "pick" && field.options && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const here = field.options.findIndex((o) => o.id === this.value(field.id));
      const step = event.key === "ArrowRight" || event.key === "ArrowDown" ? 1 : event.key === "ArrowLeft" || event.key === "ArrowUp" ? -1 : 0;
      if (step !== 0) {
        const next = field.options[(here + step + field.options.length) % field.options.length];
        if (next) this.values[field.id] = next.id;
        return true;
      }
      if (/^[1-9]$/.test(event.key)) {
        const option = field.options[Number(event.key) - 1];
        if (option) this.values[field.id] = option.id;
        if (option) this.toPin(field);
        return true;
      }
    }
    return false;
  }

  /** Where a PIN comes next, whoever picked a person by number types it at once: its digits must not pick somebody else. */
  private toPin(picked: FieldSpec): void {
    const next = this.fields.indexOf(picked) + 1;
    if (this.fields[next]?.kind !== "pin") return;
    this.at = next;
    this.arrived = true;
  }

  /** A box took the caret by mouse or Tab. */
  focus(id: string): void {
    const index = this.fields.findIndex((f) => f.id === id);
    if (index >= 0) this.at = index;
  }

  pick(id: string, option: string): void {
    this.values[id] = option;
    this.focus(id);
  }

  private async enter(): Promise<void> {
    if (this.busy) return;
    const field = this.current;
    // Enter after the number: the PIN's box has the caret already.
    const again = this.arrived && field?.kind === "pin" && this.value(field.id) === "";
    this.arrived = false;
    if (again) return;
    if (field && this.lacks(field)) {
      this.complaint = field.label;
      return;
    }
    this.complaint = "";
    if (field) this.spec.passed?.(field.id);
    if (field && this.fields.indexOf(field) < this.fields.length - 1) {
      this.at = this.fields.indexOf(field) + 1;
      return;
    }
    await this.submit();
  }

  async submit(): Promise<void> {
    const lacking = this.fields.find((f) => this.lacks(f));
    if (lacking) {
      this.at = this.fields.indexOf(lacking);
      this.complaint = lacking.label;
      return;
    }
    const mistyped = this.spec.check?.(this.value) ?? null;
    if (mistyped !== null) {
      this.complaint = mistyped;
      return;
    }
    await this.run(() => this.spec.send(this.value, this));
    if (this.failure) this.refused(this.failure);
  }

  /** A wrong PIN empties its box and takes the caret there; everything else stays typed. */
  private refused(failure: Failure): void {
    if (failure.code !== "wrong_pin" && failure.code !== "pin_passphrase_needed" && failure.code !== "same_person") return;
    const pin = this.fields.findIndex((f) => f.kind === "pin");
    const field = this.fields[pin];
    if (!field) return;
    this.letters = this.letters || failure.code === "pin_passphrase_needed";
    this.values[field.id] = "";
    this.at = pin;
  }

  private lacks(field: FieldSpec): boolean {
    const value = this.value(field.id);
    if (value.trim() === "") return field.empty === undefined;
    return field.kind === "pick" && !field.options?.some((o) => o.id === value);
  }
}

/** The When of a time box: empty is now, `-5` five minutes ago, `13:05` on the wall; null when it is no time. */
export function whenOf(text: string, tie: Tie, now: number): When | null {
  const back = parseWhen(text, tie, now);
  return back === null ? null : asWhen(back, now);
}
