// Help in the slot: numbers, the way here, words to say, cards by number. Enter records a call. It lies over whatever was
// open and gives it back.
import { Form, type Sender } from "./form.svelte";
import type { SessionPlan } from "../../wire/plan";

export interface HelpRoom extends Sender {
  readonly plan: SessionPlan;
  card: string | null;
}

export class Help extends Form {
  readonly name = "help";
  /** Opens the record of a call; wired by the screen. */
  call: () => void = () => {};

  constructor(private readonly room: HelpRoom) {
    super(room);
  }

  onkey(event: KeyboardEvent): boolean {
    if (/^[1-9]$/.test(event.key)) {
      const card = this.room.plan.cards[Number(event.key) - 1];
      if (card) this.room.card = this.room.card === card.id ? null : card.id;
      return true;
    }
    if (event.key === "Enter") {
      this.call();
      return true;
    }
    return false;
  }
}
