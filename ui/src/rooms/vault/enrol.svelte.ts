// A key for a person of the vault: their PIN, a passphrase that they choose, and the recovery code that is shown once.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import { Weigh } from "../../host/weigh.svelte";
import type { OpenVault } from "../../wire/app";
import type { Person } from "../../wire/people";

export class Enrol {
  person = $state.raw<Person | null>(null);
  pin = $state("");
  passphrase = $state("");
  again = $state("");
  tried = $state(false);
  /** The recovery code, until it is written down. */
  groups = $state.raw<string[]>([]);
  readonly attempt = new Attempt();
  readonly weigh: Weigh;
  readonly differs = $derived((this.tried || this.again.length >= this.passphrase.length) && this.again !== "" && this.again !== this.passphrase);

  /** A key is being made, or its code is shown. */
  get busy(): boolean {
    return this.attempt.busy || this.groups.length > 0;
  }

  constructor(private readonly host: Host, private readonly done: (open: OpenVault) => void) {
    this.weigh = new Weigh(host);
  }

  begin(person: Person): void {
    this.leave();
    if (this.person === null) this.person = person;
  }

  /** Not while the key is made, and not while the code is shown: it is shown once. */
  leave(): void {
    if (!this.busy) this.clear();
  }

  /** The code is written down. */
  written(): void {
    this.clear();
  }

  private clear(): void {
    this.person = null;
    this.pin = this.passphrase = this.again = "";
    this.groups = [];
    this.tried = false;
    this.attempt.failure = null;
  }

  async go(): Promise<void> {
    this.tried = true;
    const { person, pin, passphrase, again } = this;
    if (!person || pin === "" || passphrase === "" || passphrase !== again || this.weigh.strength?.objection) return;
    const made = await this.attempt.run(() => this.host.call("people_enrol", { person: person.id, pin, passphrase }));
    this.pin = "";
    if (!made) return;
    this.passphrase = this.again = "";
    this.groups = made.recovery_groups;
    this.done(made.open);
  }
}
