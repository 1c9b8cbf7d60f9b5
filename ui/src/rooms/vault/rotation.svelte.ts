// Taking a person out, or another master key with nobody taken out: what it means is said first, the passphrase asked, the way told.
import { Attempt } from "../../host/attempt.svelte";
import { Copying } from "../../host/copying.svelte";
import type { Host } from "../../host/host";
import type { OpenVault } from "../../wire/app";
import type { Person, Removal, Removed } from "../../wire/people";

export class Rotation {
  asking = $state(false);
  person = $state.raw<Person | null>(null);
  /** What it would mean for this person; null while it is looked for, and where nobody is taken out. */
  removal = $state.raw<Removal | null>(null);
  passphrase = $state("");
  /** What was done last, and to whom, until something else is begun. */
  done = $state.raw<{ name: string; removed: Removed } | null>(null);
  looking = $state.raw(new Attempt());
  readonly copying: Copying;

  constructor(private readonly host: Host, private readonly set: (open: OpenVault) => void) {
    this.copying = new Copying(host);
  }

  /** It is being done: its panel stays, because its end is said there. */
  get busy(): boolean {
    return this.copying.attempt.busy;
  }

  async begin(person: Person | null): Promise<void> {
    if (this.busy) return;
    this.clear();
    this.done = null;
    this.person = person;
    this.asking = true;
    if (!person) return;
    const looking = (this.looking = new Attempt());
    const removal = await looking.run(() => this.host.call("people_removal", { person: person.id }));
    // Somebody else is asked about by now, or nobody.
    if (this.looking === looking && this.person === person) this.removal = removal ?? null;
  }

  /** Nothing that was typed stays. Not while it is being done: it cannot be taken back, and how it ends is said here. */
  leave(): void {
    if (!this.busy) this.clear();
  }

  private clear(): void {
    this.asking = false;
    this.person = null;
    this.removal = null;
    this.passphrase = "";
    this.looking = new Attempt();
    this.copying.attempt.failure = null;
  }

  async go(): Promise<void> {
    const { person, passphrase } = this;
    if (passphrase === "") return;
    this.passphrase = "";
    const removed = await this.copying.run(() =>
      person ? this.host.call("people_remove", { person: person.id, passphrase }) : this.host.call("vault_rotate", { passphrase }));
    if (!removed) return;
    this.clear();
    this.done = { name: person?.name ?? "", removed };
    // A code that is owed takes the whole page: what was done is read first.
    if (!removed.open.recovery_owed) this.set(removed.open);
  }

  /** What was done was read: on to the recovery code that is owed. */
  toCode(): void {
    if (this.done) this.set(this.done.removed.open);
  }
}
