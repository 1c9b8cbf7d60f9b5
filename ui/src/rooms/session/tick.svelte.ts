// A plain yes on its way to the record: Enter on a line of a list is the confirmation, so it asks nothing more. It is in
// the slot only while it is under way or when it failed.
import type { Act } from "../../wire/act";
import { Form, type Sender } from "./form.svelte";

export class Tick extends Form {
  readonly name = "tick";

  constructor(
    sender: Sender,
    readonly title: string,
    private readonly yes: Act,
    private readonly done: () => void,
  ) {
    super(sender);
    void this.send();
  }

  onkey(event: KeyboardEvent): boolean {
    if (event.key !== "Enter") return false;
    void this.send();
    return true;
  }

  private async send(): Promise<void> {
    if (await this.keep(this.yes)) this.done();
  }
}
