// The author changes: somebody picks themselves and proves it. Three seconds: one key for who, the PIN, Enter.
import { Attempt } from "../../host/attempt.svelte";
import { dropTyped, flushTyped } from "../../host/pending";
import type { Host } from "../../host/host";
import type { OpenVault } from "../../wire/app";
import type { Person } from "../../wire/people";

export class Pen {
  who = $state("");
  pin = $state("");
  private spent = $state<string[]>([]);
  readonly attempt = new Attempt();
  /** Five wrong PINs: the passphrase of the same person is asked instead. */
  readonly letters = $derived.by(() => this.spent.includes(this.who));
  readonly others: Person[];
  readonly person = $derived.by(() => this.others.find((p) => p.id === this.who));

  constructor(private readonly host: Host, open: OpenVault) {
    this.others = open.people.filter((p) => p.has_pin && p.id !== open.author.id);
    this.who = this.others[0]?.id ?? "";
  }

  pick(n: number): boolean {
    const person = this.others[n - 1];
    if (person) this.who = person.id;
    return !!person;
  }

  async take(): Promise<OpenVault | undefined> {
    if (this.pin === "" || this.who === "") return undefined;
    const proof = { person: this.who, pin: this.pin };
    this.pin = "";
    // What somebody typed is theirs: it is remembered before another has the pen.
    await flushTyped(this.host);
    const taken = await this.attempt.run(() => this.host.call("people_take_pen", { proof }));
    if (taken) dropTyped(this.host);
    if (this.attempt.failure?.code === "pin_passphrase_needed") this.spent = [...this.spent, proof.person];
    return taken;
  }
}
