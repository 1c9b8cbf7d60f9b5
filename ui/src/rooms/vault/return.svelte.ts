// A person who was taken out is let in anew: they type a new PIN themselves.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import type { OpenVault } from "../../wire/app";
import type { Person } from "../../wire/people";
import { Beside } from "./beside.svelte";

export class Return {
  person = $state.raw<Person | null>(null);
  pin = $state("");
  again = $state("");
  tried = $state(false);
  /** Where they held roles that whoever lets them in does not. */
  readonly beside = new Beside();
  readonly attempt = new Attempt();
  readonly differs = $derived(this.tried && this.again !== this.pin);

  constructor(private readonly host: Host, private readonly set: (open: OpenVault) => void) {}

  begin(person: Person): void {
    this.leave();
    this.person = person;
  }

  leave(): void {
    this.person = null;
    this.pin = this.again = "";
    this.beside.clear();
    this.tried = false;
    this.attempt.failure = null;
  }

  async go(): Promise<void> {
    this.tried = true;
    const { person, pin } = this;
    if (!person || pin === "" || this.differs) return;
    const open = await this.attempt.run(() => this.host.call("people_return", { person: person.id, pin, ...this.beside.proof }));
    this.beside.answered(this.attempt.failure);
    if (!open) return;
    this.leave();
    this.set(open);
  }
}
