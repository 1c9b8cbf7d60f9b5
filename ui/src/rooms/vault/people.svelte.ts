// People of the vault: a new one types the PIN themselves.
import { Attempt } from "../../host/attempt.svelte";
import { Unfinished } from "../../host/unfinished.svelte";
import type { Host } from "../../host/host";
import { blankPerson, personTyped, type PersonDraft, type PersonTyped } from "../../kit/person";
import type { OpenVault } from "../../wire/app";
import type { Role } from "../../wire/people";
import { Beside } from "./beside.svelte";

export class People {
  adding = $state(false);
  draft = $state<PersonDraft>(blankPerson());
  readonly attempt = new Attempt();
  /** Who stands by, where roles are given that whoever gives them does not hold. */
  readonly beside = new Beside();

  /** Where the form waits; a PIN never lies there. */
  readonly unfinished: Unfinished<PersonTyped>;

  constructor(private readonly host: Host) {
    this.unfinished = new Unfinished(host, null, "person", () => personTyped(this.draft), (typed) => (this.draft = { ...blankPerson(), ...typed }));
  }

  begin(): void {
    this.clear();
    this.adding = true;
    void this.unfinished.load();
  }

  leave(): void {
    this.unfinished.leave();
    this.clear();
    this.adding = false;
  }

  /** Nothing that was typed stays, a PIN least of all. */
  private clear(): void {
    this.draft = blankPerson();
    this.attempt.failure = null;
    this.beside.clear();
  }

  async add(draft: PersonDraft): Promise<OpenVault | undefined> {
    const { name, initials, pin } = draft;
    const open = await this.attempt.run(() => this.host.call("people_add", { name, initials, pin, roles: draft.roles as Role[], ...this.beside.proof }));
    this.beside.answered(this.attempt.failure);
    if (!open) return undefined;
    await this.unfinished.forget();
    this.leave();
    return open;
  }
}
