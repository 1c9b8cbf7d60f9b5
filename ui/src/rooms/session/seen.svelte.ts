// "Seen" on its way to the record: it asks nothing, so it is only in sight while it is under way or when it failed.
import { Form, type Sender } from "./form.svelte";

export class Seen extends Form {
  readonly name = "seen";

  constructor(
    sender: Sender,
    private readonly checks: string[],
  ) {
    super(sender);
    void this.keep({ act: "see", checks });
  }

  onkey(event: KeyboardEvent): boolean {
    if (event.key !== "Enter") return false;
    void this.keep({ act: "see", checks: this.checks });
    return true;
  }
}
