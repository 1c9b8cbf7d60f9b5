// A sentence in the slot where a form cannot open: nothing to keep, any key leaves it.
import { Form, type Sender } from "./form.svelte";

export class Said extends Form {
  constructor(
    sender: Sender,
    readonly name: string,
    readonly lines: string[],
    /** What Enter opens instead. */
    readonly way: { key: string; words: string; open: () => void } | null = null,
  ) {
    super(sender);
  }

  onkey(event: KeyboardEvent): boolean {
    if (event.key !== "Enter") return false;
    this.sender.close(this);
    this.way?.open();
    return true;
  }
}
