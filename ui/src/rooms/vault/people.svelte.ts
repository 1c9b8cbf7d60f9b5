// People of the vault: a new one types the PIN themselves.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import { blankPerson, type PersonDraft } from "../../kit/person";
import type { OpenVault } from "../../wire/app";
import type { Role } from "../../wire/people";

export class People {
  adding = $state(false);
  draft = $state<PersonDraft>(blankPerson());
  readonly attempt = new Attempt();

  constructor(private readonly host: Host) {}

  begin(): void {
    this.draft = blankPerson();
    this.attempt.failure = null;
    this.adding = true;
  }

  leave(): void {
    this.draft = blankPerson();
    this.adding = false;
  }

  async add(draft: PersonDraft): Promise<OpenVault | undefined> {
    const { name, initials, pin } = draft;
    const open = await this.attempt.run(() => this.host.call("people_add", { name, initials, pin, roles: draft.roles as Role[] }));
    if (open) this.leave();
    return open;
  }
}
