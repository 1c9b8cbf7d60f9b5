// A person who was taken out is let in anew: they type a new PIN themselves.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import type { OpenVault } from "../../wire/app";
import type { Person } from "../../wire/people";

export class Return {
  person = $state.raw<Person | null>(null);
  pin = $state("");
  again = $state("");
  tried = $state(false);
  /** Who stands by, where they held roles that whoever lets them in does not. */
  second = $state("");
  secondPin = $state("");
  /** Initials of those who could; empty: nobody is asked for. */
  could = $state.raw<string[]>([]);
  readonly attempt = new Attempt();
  readonly differs = $derived(this.tried && this.again !== this.pin);

  constructor(private readonly host: Host, private readonly set: (open: OpenVault) => void) {}

  begin(person: Person): void {
    this.leave();
    this.person = person;
  }

  leave(): void {
    this.person = null;
    this.pin = this.again = this.second = this.secondPin = "";
    this.could = [];
    this.tried = false;
    this.attempt.failure = null;
  }

  async go(): Promise<void> {
    this.tried = true;
    const { person, pin } = this;
    if (!person || pin === "" || this.differs) return;
    const second = this.second === "" ? {} : { second: { person: this.second, pin: this.secondPin } };
    const open = await this.attempt.run(() => this.host.call("people_return", { person: person.id, pin, ...second }));
    this.secondPin = "";
    if (!open) {
      const { code, facts } = this.attempt.failure ?? {};
      if (code === "role_needs_second") this.could = (facts?.["who"] ?? "").split(", ");
      return;
    }
    this.leave();
    this.set(open);
  }
}
