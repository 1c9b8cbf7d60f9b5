// A sentence in the slot where a form cannot open: nothing to keep, any key leaves it.
import { Form, type Sender } from "./form.svelte";

export class Said extends Form {
  constructor(
    sender: Sender,
    readonly name: string,
    readonly lines: string[],
    /** What keys open instead. */
    readonly ways: readonly { key: string; words: string; open: () => void }[] = [],
  ) {
    super(sender);
  }

  onkey(event: KeyboardEvent): boolean {
    const way = this.ways.find((one) => one.key === event.key);
    if (!way && event.key !== "Enter") return false;
    this.sender.close(this);
    way?.open();
    return true;
  }
}
