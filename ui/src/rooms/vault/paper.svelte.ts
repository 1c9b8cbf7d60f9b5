// A short code from a printed page, held against the record.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import type { CheckedCode } from "../../wire/audit";

/** The number of an entry: figures, blanks between them. */
const number = (typed: string): number => (/^\d{1,15}$/.test(typed.replace(/\s/g, "")) ? Number(typed.replace(/\s/g, "")) : 0);
/** Ten signs; case, blanks and dashes do not matter. */
const isCode = (typed: string): boolean => /^[0-9a-tv-z]{10}$/i.test(typed.replace(/[\s\-\u2010-\u2014]/g, ""));

export class Paper {
  entry = $state("");
  code = $state("");
  tried = $state(false);
  result = $state.raw<CheckedCode | null>(null);
  readonly attempt = new Attempt();
  readonly entryWrong = $derived(this.tried && number(this.entry) === 0);
  readonly codeWrong = $derived(this.tried && !isCode(this.code));

  constructor(private readonly host: Host) {}

  async go(): Promise<void> {
    this.tried = true;
    this.result = null;
    if (this.entryWrong || this.codeWrong) return;
    this.result = (await this.attempt.run(() => this.host.call("audit_code", { entry: number(this.entry), code: this.code }))) ?? null;
  }
}
