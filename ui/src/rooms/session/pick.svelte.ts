// Pick first, words second: a list with number keys and a box for words beside it. A number picks and keeps at once when
// the form was opened for that; the arrows and Enter do the same slowly.
import { Form, type Sender } from "./form.svelte";

export interface PickOption {
  id: string;
  title: string;
  /** Said quietly behind the title. */
  hint?: string;
  /** Keys that do the same without the list. */
  keys?: string[];
}

export interface PickSpec {
  name: string;
  title: string;
  /** Lines above the list. */
  lead?: string[];
  /** Lines below the list. */
  foot?: string[];
  options: PickOption[];
  /** What typed letters are: words that go with the pick, or a filter of the list. */
  typing?: "words" | "filter" | "none";
  /** Words typed before the form opened. */
  typed?: string;
  /** How many options fit; more are reached by filter and arrows. */
  rows?: number;
  /** Numbers pick; not in a list that is only searched. */
  numbers?: boolean;
  /** Enter takes the first one before anything is typed: only where a pick keeps nothing. */
  first?: boolean;
  /** What a pick does. */
  picked: (id: string, words: string, form: Pick) => void | Promise<void>;
}

export class Pick extends Form {
  readonly name: string;
  typed = $state("");
  at = $state(-1);

  constructor(
    sender: Sender,
    readonly spec: PickSpec,
  ) {
    super(sender);
    this.name = spec.name;
    this.typed = spec.typed ?? "";
    this.filtered();
  }

  /** The mark stands on the first one that fits what is typed. */
  filtered(): void {
    if (this.spec.typing === "filter") this.at = this.typed !== "" || this.spec.first === true ? 0 : -1;
  }

  /** The options that are shown: filtered by what is typed, where typing filters. */
  shown: PickOption[] = $derived.by(() => this.matching());

  private matching(): PickOption[] {
    const words = this.spec.typing === "filter" ? this.typed.trim().toLowerCase() : "";
    if (words === "") return this.spec.options;
    // What begins so stands first, then what has a word that does, then what says it anywhere.
    const places = (o: PickOption): number => {
      const title = o.title.toLowerCase();
      if (title.startsWith(words) || o.id.startsWith(words)) return 0;
      if (title.split(/\s+/).some((word) => word.startsWith(words))) return 1;
      return `${title} ${o.hint ?? ""} ${o.keys?.join(" ") ?? ""}`.toLowerCase().includes(words) ? 2 : 3;
    };
    return [0, 1, 2].flatMap((place) => this.spec.options.filter((o) => places(o) === place));
  }

  /** The part of the list that fits, with the chosen row in it. */
  window: { option: PickOption; index: number }[] = $derived.by(() => {
    const rows = this.spec.rows ?? 9;
    const from = Math.max(0, Math.min(this.at - rows + 1, this.shown.length - rows));
    return this.shown.slice(from, from + rows).map((option, i) => ({ option, index: from + i }));
  });

  onkey(event: KeyboardEvent): boolean {
    const inWords = event.target instanceof HTMLInputElement;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (this.shown.length > 0) this.at = (Math.max(this.at, step < 0 ? 0 : -1) + step + this.shown.length) % this.shown.length;
      return true;
    }
    if (event.key === "Enter" && !event.shiftKey) {
      const option = this.shown[this.at === -1 && this.spec.typing === "filter" && this.typed !== "" ? 0 : this.at];
      if (option) this.choose(option.id);
      else if (this.spec.options.length > 0) this.complaint = "pick";
      return true;
    }
    const wordsBegun = this.spec.typing === "words" && this.typed !== "";
    if (/^[1-9]$/.test(event.key) && this.spec.numbers !== false && !(inWords && wordsBegun) && !event.ctrlKey && !event.metaKey) {
      const option = this.shown[Number(event.key) - 1];
      if (option) this.choose(option.id);
      return true;
    }
    return false;
  }

  choose(id: string): void {
    if (this.busy) return;
    this.at = this.shown.findIndex((o) => o.id === id);
    this.complaint = "";
    void this.spec.picked(id, this.typed.trim(), this);
  }
}
