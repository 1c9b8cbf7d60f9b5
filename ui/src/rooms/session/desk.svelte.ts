// The desk: every key press of the room goes through here, and every act by name. It opens things; what a key opens is kept
// only by the form's own confirmation.
//
// Order of a key press: input methods are left alone; help works everywhere; under the veil only the veil's keys; a burst of
// letters is writing; then the form in the slot, the list, the single keys.
import { appearance } from "../../kit/appearance.svelte";
import { typing } from "../../kit/keys";
import { Burst, isLetter } from "./burst";
import * as care from "./doors/care";
import * as day from "./doors/day";
import * as dose from "./doors/dose";
import * as entries from "./doors/entries";
import * as lists from "./doors/lists";
import * as touch from "./doors/touch";
import { actOf, actOfCommand, beginsLine, KEYS, type ActId } from "./keys";
import { List, listNow, type ListDoors } from "./list.svelte";
import { Pick } from "./pick.svelte";
import type { Room, Side } from "./session.svelte";
import { owed } from "./slot";
import { ids } from "./testids";
import { clockAt, MINUTE } from "./times";
import { stepped } from "./training";
import { outside } from "./vitals";
import { actHints, actNames, paletteWords } from "../../words/session-keys";

export class Desk {
  readonly list: List;
  private readonly burst = new Burst();
  /** Pages back in the log, newest first. */
  logPage = $state(0);

  constructor(
    readonly room: Room,
    private readonly onleave: () => void,
  ) {
    const done = (): void => this.list.goOn();
    const doors: ListDoors = {
      gate: (list, item) => lists.answer(room, list, item, done),
      passOver: (list, item) => lists.passOver(room, list, item, done),
      withdraw: (list, item) => lists.withdraw(room, list, item),
      closing: (item) => (item.agreed === null ? lists.agree(room, item, done) : undefined),
      give: () => dose.giveDose(room),
      end: () => lists.end(room),
    };
    this.list = new List(room, doors);
    room.closeAsked = () => {
      if (!room.ready || room.view.ended) return void room.closeWindow();
      room.touched();
      day.closeWindow(room);
    };
    room.line.doors = {
      effect: (words, happened, line) => entries.effect(room, words, { happened, line }),
      vitals: (values, happened, line) => care.vitals(room, values, { when: happened === null ? "" : clockAt(room.view, happened), line }),
      command: (name, rest) => this.command(name, rest),
      implausible: (values) => values.some((v) => outside(room.plan, v.sign, v.value) !== null),
    };
  }

  /** Whether the list fills the right side: asked for, or before the first dose. */
  get listShown(): boolean {
    const { side, view } = this.room;
    return side === "list" || (side === "auto" && view.dose1_ms === null && view.ended === null);
  }

  onkeydown = (event: KeyboardEvent): void => {
    const { room } = this;
    if (!room.ready || event.isComposing || event.key === "Process" || event.defaultPrevented) return;
    if (event.key === "Shift" || event.key === "Control" || event.key === "Alt" || event.key === "Meta") return;
    if (event.key === " " && (room.glance || room.peek)) {
      room.peek = true;
      event.preventDefault();
      return;
    }
    room.touched();
    if (room.view.ended) return;
    if (this.handle(event)) event.preventDefault();
  };

  onkeyup = (event: KeyboardEvent): void => {
    if (event.key === " ") this.room.peek = false;
  };

  private handle(event: KeyboardEvent): boolean {
    const { room } = this;
    if (event.key === "F1") return this.run("help");
    if (event.ctrlKey || event.metaKey || event.altKey) return this.chord(event);
    if (this.letters(event)) return true;
    if (room.veiled) return this.underVeil(event);
    if (room.mode === "writing") return this.whileWriting(event);
    if (event.key === "Escape") {
      room.leave();
      return true;
    }
    const { form } = room;
    if (form) return form.onkey(event) || this.helpOverForm(event);
    if (this.onControl(event)) return false;
    if (this.listShown && this.list.onkey(event)) return true;
    return this.single(event);
  }

  /** Enter or Space on a button that has the focus is the button's. */
  private onControl(event: KeyboardEvent): boolean {
    if (event.key !== "Enter" && event.key !== " ") return false;
    // A row of the list is answered where the mark stands, which the arrows may have moved on.
    return event.target instanceof HTMLButtonElement && event.target.dataset["testid"] !== ids.listRow;
  }

  private chord(event: KeyboardEvent): boolean {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      if (this.room.veiled) return true;
      return this.run("palette");
    }
    // What locks elsewhere hides here: a session is never locked away from those who keep it.
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "l") return this.room.veiled || this.run("veil");
    // Appearance chords belong to the whole app; it hears them where they are not taken.
    return false;
  }

  private letters(event: KeyboardEvent): boolean {
    const { room } = this;
    if (event.repeat) return false;
    if (room.mode === "writing") {
      // `n` opened the line and what follows is the text, however fast it comes.
      this.burst.forget();
      return false;
    }
    const fresh = room.mode === "keys" && !room.veiled && !typing(event);
    const said = this.burst.press(event.key, event.timeStamp, fresh);
    if (said.burst === "no") return false;
    room.undoOpened();
    room.line.write(said.letters);
    return true;
  }

  private whileWriting(event: KeyboardEvent): boolean {
    const { line } = this.room;
    if (event.key === "Escape") {
      line.leave();
      return true;
    }
    if (event.key === "Enter" && !event.shiftKey) {
      void line.enter();
      return true;
    }
    // The caret may not be in the line yet: nothing typed meanwhile is lost.
    if (event.key.length === 1 && !typing(event)) {
      line.insert(event.key);
      return true;
    }
    return false;
  }

  private underVeil(event: KeyboardEvent): boolean {
    const { room } = this;
    const { form } = room;
    if (event.key === "Escape") {
      if (form) room.leave();
      return true;
    }
    if (form && (form.onkey(event) || this.helpOverForm(event))) return true;
    const inBox = typing(event);
    if (form) return !inBox && event.key.length === 1;
    if (isLetter(event.key) && inBox && (event.target as HTMLInputElement).dataset["letters"] === "yes") return false;
    if (event.key === "h" || event.key === "r" || event.key === "v") return this.run(actOf(event.key) ?? "help");
    return false;
  }

  /** Help and the red flag work over a form too, where the letter is not text. */
  private helpOverForm(event: KeyboardEvent): boolean {
    const text = typing(event) && (event.target as HTMLElement).dataset["figures"] !== "yes";
    if (text || event.repeat) return false;
    if (event.key === "h") return this.run("help");
    if (event.key === "r" && this.room.form?.name !== "red") return this.run("red");
    return false;
  }

  private single(event: KeyboardEvent): boolean {
    const { room } = this;
    if (typing(event) || event.repeat) return false;
    if (event.key === "PageUp" || event.key === "PageDown") {
      this.logPage = Math.max(0, this.logPage + (event.key === "PageUp" ? 1 : -1));
      return true;
    }
    if (event.key === "Enter") {
      if (!care.seen(room)) room.line.write();
      return true;
    }
    if (beginsLine(event.key)) {
      room.line.write(event.key);
      return true;
    }
    if (/^[1-9]$/.test(event.key)) {
      if (room.plan.effects.length >= Number(event.key)) entries.effect(room, "", { number: Number(event.key) });
      return true;
    }
    const act = actOf(event.key);
    return act === null ? false : this.run(act);
  }

  /** One act by name: from a key, a button, the palette or the line. */
  run(act: ActId, typed = ""): boolean {
    const { room } = this;
    switch (act) {
      case "vitals":
        care.vitals(room);
        break;
      case "notnow":
        care.notNow(room, typed);
        break;
      case "effect":
        entries.effect(room, typed);
        break;
      case "touch":
        touch.touch(room, typed);
        break;
      case "fluid":
        day.fluid(room, typed);
        break;
      case "star":
        entries.star(room);
        break;
      case "red":
        care.redFlag(room);
        break;
      case "dose":
        dose.giveDose(room);
        break;
      case "quiet":
        day.quiet(room);
        break;
      case "author":
        day.author(room);
        break;
      case "who":
        day.who(room);
        break;
      case "undo":
        entries.undo(room);
        break;
      case "keys":
        this.turn("keys");
        break;
      case "veil":
        room.veil();
        break;
      case "help":
        care.help(room);
        break;
      case "write":
        room.line.write(typed);
        break;
      case "seen":
        care.seen(room);
        break;
      case "reason":
        care.reason(room);
        break;
      case "told":
        care.told(room);
        break;
      case "declined":
      case "withheld":
        dose.notGiven(room, act);
        break;
      case "phase":
        day.phase(room, typed);
        break;
      case "step":
        day.step(room);
        break;
      case "lists":
        room.list = listNow(room);
        this.turn("list");
        this.list.toOpen();
        break;
      case "close":
        room.list = "leaving";
        room.side = "list";
        this.list.toOpen();
        break;
      case "deviation":
        day.deviation(room);
        break;
      case "amend":
        entries.amend(room);
        break;
      case "intention":
        this.turn("intention");
        break;
      case "chart":
        this.turn("chart");
        break;
      case "log":
        this.turn("log");
        break;
      case "palette":
        this.palette();
        break;
      case "theme":
        appearance.toggleTheme();
        break;
      case "dimmer":
        appearance.dimmer(1);
        break;
      case "brighter":
        appearance.dimmer(-1);
        break;
      case "larger":
        appearance.larger(1);
        break;
      case "smaller":
        appearance.larger(-1);
        break;
      case "dose_time":
        dose.correctTime(room);
        break;
      case "confirm_time":
        day.confirmTime(room);
        break;
      case "office":
        this.onleave();
        break;
      case "training_go":
      case "training_next":
      case "training_slower":
      case "training_faster":
      case "training_take":
        return this.training(act);
      case "timekeeper":
      case "peek":
        break;
    }
    return true;
  }

  /** The keys of a played training day; in any other session they are nothing. */
  private training(act: ActId): boolean {
    const { room } = this;
    if (!room.view.training) return false;
    if (act === "training_go") void room.steer((now) => ({ what: now.paused ? "go" : "pause" }));
    else if (act === "training_next") void room.steer({ what: "skip" });
    else if (act === "training_take") void room.steer({ what: "take_over" });
    else void room.steer((now) => stepped(now, act === "training_slower" ? -1 : 1));
    return true;
  }

  private turn(side: Side): void {
    this.logPage = 0;
    this.room.side = this.room.side === side ? "auto" : side;
  }

  private command(name: string, rest: string): boolean {
    const act = actOfCommand(name);
    if (act === null) return false;
    this.room.writing = false;
    return this.run(act, rest);
  }

  private palette(): void {
    const { room } = this;
    const useful = (act: ActId): boolean => {
      if (act === "confirm_time") return room.view.estimated;
      if (act.startsWith("training_")) return room.view.training !== null;
      if (act === "reason") return owed(room.view).length > 0;
      return true;
    };
    const options = KEYS.filter((k) => !k.unlisted && useful(k.act)).map((k) => ({
      id: k.act,
      title: actNames[k.act],
      hint: actHints[k.act] ?? "",
      keys: k.shown === "" ? [] : k.shown.split("  "),
    }));
    room.show(
      new Pick(room, {
        name: "palette",
        title: paletteWords.title,
        options,
        typing: "filter",
        rows: 5,
        numbers: false,
        first: true,
        picked: (id, _words, form) => {
          room.close(form);
          const found = KEYS.find((k) => k.act === id);
          if (found) this.run(found.act);
        },
      }),
    );
  }

  /** Minutes since the view's minute changed, for the frame that breathes once a minute. */
  get minute(): number {
    return Math.floor(this.room.now / MINUTE);
  }
}
