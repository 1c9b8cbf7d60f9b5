// The note line: what is typed, what Enter would do with it, and the entry on its way. Its text leaves only when the record
// has kept it.
import type { Act } from "../../wire/act";
import type { Failure } from "../../wire/failure";
import { requestKey } from "../../kit/request";
import { meaning, type Doubt, type Meaning } from "./note";
import type { Room } from "./session.svelte";
import { asWhen, backTime, type BackTrouble } from "./when";

/** What the line asks the room to open: the doors are wired by the screen. */
export interface LineDoors {
  /** `happened`: session time that was typed; null: none was. `line`: the text that the form comes from. */
  effect(words: string, happened: number | null, line: string): void;
  vitals(values: Extract<Meaning, { line: "reading" }>["values"], happened: number | null, line: string): void;
  command(name: string, rest: string): boolean;
  implausible(values: Extract<Meaning, { line: "reading" }>["values"]): boolean;
}

/** A line that somebody left when the pen went on. */
export interface LineAside { text: string; begun: number | null; key: string; asked: string }

export class Line {
  text = $state("");
  /** Where the caret belongs after the program changed the text. */
  caret = $state<number | null>(null);
  failure = $state.raw<Failure | null>(null);
  trouble = $state<BackTrouble | "command" | null>(null);
  busy = $state(false);
  /** Doubts that were shown: the next Enter keeps. */
  asked = $state("");
  doors: LineDoors | null = null;
  private key = requestKey();
  /** Session time of the first letter. */
  private begun: number | null = null;

  constructor(private readonly room: Room) {}

  meaning: Meaning = $derived.by(() => meaning(this.text, this.room.ready ? this.room.plan.tags.map((t) => t.id) : []));
  doubts: Doubt[] = $derived.by(() => (this.meaning.line === "note" || this.meaning.line === "reading" ? this.meaning.doubts : []));
  /** Session time at which it happened, with its back-dating. */
  at: number | BackTrouble = $derived.by(() => {
    const m = this.meaning;
    const now = this.room.now;
    if (m.line === "empty" || m.line === "command" || m.back === null) return this.begun ?? now;
    return backTime(m.back, this.room.view, now, this.room.view, this.room.view.arrival_ms);
  });

  /** Opens the line; letters typed before it opened are its first words. */
  write(letters = ""): void {
    if (letters !== "") this.insert(letters);
    this.room.writing = true;
  }

  insert(letters: string): void {
    const at = this.caret ?? this.text.length;
    this.changed(this.text.slice(0, at) + letters + this.text.slice(at), at + letters.length);
    this.caret = at + letters.length;
  }

  /** The text changed, by hand or by a restored draft. */
  changed(text: string, caret: number): void {
    if (this.text === "" && text !== "") {
      this.begun = this.room.now;
      this.key = requestKey();
    }
    if (text.trim() === "") this.begun = null;
    this.text = text;
    this.trouble = null;
    this.room.keepDraft("note", text, caret);
  }

  restore(text: string, caret: number): void {
    this.text = text;
    this.begun = this.room.now;
    this.caret = Math.min(caret, text.length);
    this.room.writing = true;
  }

  /** The pen goes on. The words leave the page and stay their author's. */
  putAside(): LineAside {
    const { text, begun, key, asked } = this;
    this.empty();
    return { text, begun, key, asked };
  }

  takeUp(aside: LineAside): void {
    Object.assign(this, aside);
    this.caret = aside.text.length;
  }

  /** Back to keys; the words stay as a draft. */
  leave(): void {
    this.room.writing = false;
    void this.room.flush();
  }

  /** A form that this text opened was kept: the text has left. */
  keptBy(text: string): void {
    if (text !== "" && this.text === text) this.cleared();
  }

  private empty(): void {
    this.text = "";
    this.caret = null;
    this.begun = null;
    this.failure = null;
    this.trouble = null;
    this.asked = "";
    this.key = requestKey();
  }

  private cleared(): void {
    this.empty();
    this.room.keepDraft("note", "", 0);
    void this.room.flush();
    this.room.writing = false;
  }

  /** Enter. */
  async enter(): Promise<void> {
    const m = this.meaning;
    if (this.busy || !this.doors) return;
    if (m.line === "empty") {
      this.leave();
      return;
    }
    if (m.line === "command") {
      const { name, rest } = m;
      if (this.doors.command(name, rest)) this.cleared();
      else this.trouble = "command";
      return;
    }
    if (typeof this.at !== "number") {
      this.trouble = this.at;
      return;
    }
    const doubts = JSON.stringify(this.doubts);
    if (this.doubts.length > 0 && this.asked !== doubts) {
      this.asked = doubts;
      return;
    }
    const happened = m.back === null ? null : this.at;
    // What needs a form stands in the line until the form is kept.
    if (m.line === "effect") return this.doors.effect(m.words, happened, this.text);
    if (m.line === "reading" && this.doors.implausible(m.values)) return this.doors.vitals(m.values, happened, this.text);
    const after = m.line === "note" && m.effectAfter;
    if (await this.send(actOf(m))) {
      this.cleared();
      if (after) this.doors.effect("", happened, "");
    }
  }

  private async send(act: Act): Promise<boolean> {
    this.busy = true;
    this.failure = null;
    const at = typeof this.at === "number" ? this.at : this.room.now;
    this.failure = await this.room.act(act, { key: this.key, when: asWhen(at, this.room.now) });
    this.busy = false;
    if (this.failure?.record_safe) this.key = requestKey();
    return this.failure === null;
  }
}

function actOf(m: Extract<Meaning, { line: "note" | "reading" }>): Act {
  if (m.line === "reading") return { act: "take_reading", values: m.values, confirmed: [], taken_by: null, manner: "", from_paper: false };
  return { act: "note", text: m.text, voice: m.voice, tags: m.tags, starred: m.starred };
}
