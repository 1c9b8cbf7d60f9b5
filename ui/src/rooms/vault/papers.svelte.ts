// What people bring: their licence, and the log of what they were trained in and what was delegated to them. Both forms wait beside the
// record while they are typed.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import { Unfinished } from "../../host/unfinished.svelte";
import { isDay } from "../../time/elapsed";
import type { DutyKind, DutyLine, LicenceLine, Papers } from "../../wire/licences";
import type { Person } from "../../wire/people";

interface LicenceTyped { number: string; jurisdiction: string; until: string }
interface DutyTyped { what: string; words: string; by: string; on: string }

const blankDuty = (): DutyTyped => ({ what: "trained", words: "", by: "", on: "" });

/** `trained`, `delegated`, or `ended 2`: the line that ends. */
function kindOf(what: string): { kind: DutyKind; ends: number | null } {
  const line = /^ended (\d+)$/.exec(what)?.[1];
  return line === undefined ? { kind: what === "delegated" ? "delegated" : "trained", ends: null } : { kind: "ended", ends: Number(line) };
}

export class PapersDesk {
  all = $state.raw<Papers[]>([]);
  person = $state.raw<Person | null>(null);
  /** Which form is open. */
  form = $state<"" | "licence" | "duty">("");
  licence = $state<LicenceTyped>({ number: "", jurisdiction: "", until: "" });
  duty = $state<DutyTyped>(blankDuty());
  tried = $state(false);
  unfinished = $state.raw<{ licence: Unfinished<LicenceTyped>; duty: Unfinished<DutyTyped> } | null>(null);
  readonly attempt = new Attempt();
  readonly looking = new Attempt();

  readonly kept = $derived.by(() => (this.person ? this.licenceOf(this.person.id) : null));
  readonly log = $derived.by((): DutyLine[] => this.all.find((one) => one.person === this.person?.id)?.duties ?? []);
  /** Tasks that were delegated and are theirs still. */
  readonly tasks = $derived.by(() => this.log.filter((line) => line.kind === "delegated" && line.ended === null));
  readonly kind = $derived.by(() => kindOf(this.duty.what).kind);

  readonly untilWrong = $derived.by(() => !isDay(this.licence.until.trim()));
  readonly onWrong = $derived.by(() => this.duty.on.trim() !== "" && !isDay(this.duty.on.trim()));

  constructor(private readonly host: Host) {}

  licenceOf(person: string): LicenceLine | null {
    return this.all.find((one) => one.person === person)?.licence ?? null;
  }

  async load(): Promise<void> {
    this.all = (await this.looking.run(() => this.host.call("people_papers"))) ?? this.all;
  }

  begin(person: Person): void {
    this.leave();
    this.person = person;
    this.blank();
    this.unfinished = {
      licence: new Unfinished(
        this.host, null, `licence ${person.id}`,
        () => (this.licence.number === (this.kept?.number ?? "") && this.licence.jurisdiction === (this.kept?.jurisdiction ?? "") && this.licence.until === "" ? null : { ...this.licence }),
        (typed) => (this.licence = { ...this.licence, ...typed }),
      ),
      duty: new Unfinished(
        this.host, null, `duty ${person.id}`, () => (this.duty.words === "" && this.duty.on === "" ? null : { ...this.duty }),
        (typed) => (this.duty = { ...this.duty, ...typed }),
      ),
    };
  }

  open(form: "licence" | "duty"): void {
    this.blank();
    this.form = form;
    void this.unfinished?.[form].load();
  }

  type(field: keyof LicenceTyped, text: string): void {
    this.licence[field] = text;
    this.unfinished?.licence.typed();
  }

  typeDuty(field: keyof DutyTyped, text: string): void {
    this.duty[field] = text;
    this.unfinished?.duty.typed();
  }

  /** The form goes, the person's sheet stays. */
  closeForm(): void {
    if (this.form !== "") this.unfinished?.[this.form].leave();
    this.form = "";
    this.blank();
  }

  leave(): void {
    this.closeForm();
    this.person = null;
    this.unfinished = null;
  }

  /** Esc: the form first, then the sheet. */
  back(): void {
    if (this.form === "") this.leave();
    else this.closeForm();
  }

  async keepLicence(): Promise<void> {
    this.tried = true;
    const { person, licence } = this;
    const typed = { number: licence.number.trim(), jurisdiction: licence.jurisdiction.trim(), until: licence.until.trim() };
    if (!person || typed.number === "" || typed.jurisdiction === "" || this.untilWrong) return;
    await this.keep("licence", () => this.host.call("people_licence", { person: person.id, ...typed }));
  }

  async keepDuty(): Promise<void> {
    this.tried = true;
    const { person, duty } = this;
    const { kind, ends } = kindOf(duty.what);
    if (!person || duty.words.trim() === "" || this.onWrong || (kind === "delegated" && duty.by === "")) return;
    const by = kind === "delegated" ? duty.by : null;
    await this.keep("duty", () => this.host.call("people_duty", { person: person.id, kind, words: duty.words.trim(), on: duty.on.trim(), by, ends }));
  }

  private async keep(form: "licence" | "duty", work: () => Promise<Papers[]>): Promise<void> {
    const { unfinished } = this;
    const all = await this.attempt.run(work);
    if (!all) return;
    this.all = all;
    await unfinished?.[form].forget();
    // Another form may be open by now: it stays.
    if (this.unfinished !== unfinished || this.form !== form) return;
    this.form = "";
    this.blank();
  }

  private blank(): void {
    this.tried = false;
    this.attempt.failure = null;
    this.licence = { number: this.kept?.number ?? "", jurisdiction: this.kept?.jurisdiction ?? "", until: "" };
    this.duty = blankDuty();
  }
}
