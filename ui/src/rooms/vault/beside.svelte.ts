// Who stands by where more is given than whoever gives it holds: asked for only once the shell says that somebody has to.
import type { Failure } from "../../wire/failure";
import type { Proof } from "../../wire/people";

export class Beside {
  second = $state("");
  pin = $state("");
  /** Initials of those who could; empty: nobody is asked for. */
  could = $state.raw<string[]>([]);

  /** What goes with the act; nothing where nobody was chosen. */
  get proof(): { second?: Proof } {
    return this.second === "" ? {} : { second: { person: this.second, pin: this.pin } };
  }

  /** The act was answered: a PIN is typed anew, and who could stand by is remembered. */
  answered(failure: Failure | null): void {
    this.pin = "";
    if (failure?.code === "role_needs_second") this.could = (failure.facts["who"] ?? "").split(", ");
  }

  clear(): void {
    this.second = this.pin = "";
    this.could = [];
  }
}
