// The first start, page by page. Nothing exists until `make`; after it the recovery code is owed until typed back.
import { Attempt } from "../../host/attempt.svelte";
import { Unfinished } from "../../host/unfinished.svelte";
import type { Host } from "../../host/host";
import { Weigh } from "../../host/weigh.svelte";
import { blankCode, shortGroups, wrongGroups } from "../../kit/code";
import { blankPerson, personTyped, type PersonDraft, type PersonTyped } from "../../kit/person";
import type { AppState, OpenVault } from "../../wire/app";
import type { NewPerson, Role } from "../../wire/people";
import { code } from "../../words/passphrase";
import { start as words } from "../../words/start";

export const pages = ["what", "vault", "owner", "passphrase", "code", "typed", "people"] as const;
export type Page = (typeof pages)[number];

const unfit = /[/\\:*?"<>|]|^\.|\.$/;

export function newPerson(draft: PersonDraft): NewPerson {
  return { name: draft.name, initials: draft.initials, roles: draft.roles as Role[], pin: draft.pin };
}

/** A name inside a folder, with the sign that this system puts between them. */
function inside(folder: string, name: string): string {
  return `${folder}${folder.includes("\\") ? "\\" : "/"}${name}`;
}

export class Start {
  page = $state<Page>("what");
  kind = $state<"clinical" | "training">("clinical");
  name = $state("");
  owner = $state<PersonDraft>(blankPerson());
  passphrase = $state("");
  again = $state("");
  offered = $state<{ phrase: string; bits: number } | null>(null);
  /** Groups as shown; empty when the window was closed in between: then only the paper knows them. */
  shown = $state<string[]>([]);
  typed = $state<string[]>(blankCode());
  marked = $state<number[]>([]);
  problem = $state("");
  path = $state("");
  savedAs = $state("");
  open = $state<OpenVault | null>(null);
  next = $state<PersonDraft>(blankPerson());
  tried = $state(false);
  readonly attempt = new Attempt();
  readonly weigh: Weigh;
  /** Where the next person's form waits: the same place as the one in Vault. */
  readonly unfinished: Unfinished<PersonTyped>;

  readonly number = $derived(pages.indexOf(this.page) + 1);
  /** What a training vault is called when nobody gives it a name. */
  readonly unnamed = $derived.by(() => {
    const { trainingName } = words.vault;
    const free = !this.app.vaults.some((v) => v.name.toLowerCase() === trainingName.toLowerCase());
    return this.kind === "training" && free ? trainingName : "";
  });
  readonly folder = $derived.by(() => inside(this.app.vaults_folder, `${this.name.trim() || this.unnamed || "\u2026"}.holdfast`));
  readonly nameProblem = $derived.by(() => {
    const name = this.name.trim();
    if (name === "") return this.tried && this.unnamed === "" ? words.vault.missing : "";
    if (unfit.test(name)) return words.vault.signs;
    return this.app.vaults.some((v) => v.name.toLowerCase() === name.toLowerCase()) ? words.vault.taken : "";
  });
  readonly differs = $derived(this.again !== "" && (this.tried || this.again.length >= this.passphrase.length) && this.again !== this.passphrase);
  readonly makeable = $derived.by(() => this.passphrase !== "" && this.again === this.passphrase && !this.weigh.strength?.objection);

  /** The vault has its people already: whoever was given a key opens it for the first time and types a code back, nothing else. */
  readonly furnished: boolean;

  constructor(private readonly host: Host, private readonly app: AppState, owed: OpenVault | null, private readonly done: (open: OpenVault) => void = () => undefined) {
    this.furnished = (owed?.people.length ?? 0) > 1;
    this.weigh = new Weigh(host);
    this.unfinished = new Unfinished(host, null, "person", () => personTyped(this.next), (typed) => (this.next = { ...blankPerson(), ...typed }));
    this.path = inside(app.documents_folder, words.code.file);
    if (owed) {
      this.open = owed;
      this.kind = owed.training ? "training" : "clinical";
      this.page = "typed";
    }
  }

  go(page: Page): void {
    this.tried = false;
    this.attempt.failure = null;
    this.page = page;
  }

  /** One page back; false when there is none, or no way back any more. */
  back(): boolean {
    const before: Partial<Record<Page, Page>> = { vault: "what", owner: "vault", passphrase: "owner" };
    const to = this.page === "typed" && this.shown.length > 0 ? "code" : before[this.page];
    if (!to || this.attempt.busy) return false;
    this.go(to);
    return true;
  }

  named(): void {
    this.tried = true;
    if (this.name.trim() === "") this.name = this.unnamed;
    if (this.name.trim() !== "" && this.nameProblem === "") this.go("owner");
  }

  owned(owner: PersonDraft): void {
    this.owner = owner;
    this.go("passphrase");
  }

  async offer(): Promise<void> {
    this.offered = (await this.attempt.run(() => this.host.call("vault_phrase"))) ?? this.offered;
  }

  takeOffer(): void {
    this.passphrase = this.offered?.phrase ?? "";
    this.again = "";
    this.weigh.typed(this.passphrase);
  }

  async make(): Promise<void> {
    this.tried = true;
    if (!this.makeable) return;
    const made = await this.attempt.run(() =>
      this.host.call("vault_create", {
        name: this.name.trim(), training: this.kind === "training", passphrase: this.passphrase, owner: newPerson(this.owner),
      }),
    );
    if (!made) return;
    this.shown = made.recovery_groups;
    this.typed = made.recovery_groups.map(() => "");
    // The secrets have done their work; the page keeps none of them.
    this.passphrase = this.again = "";
    this.offered = null;
    this.owner = { ...this.owner, pin: "", again: "" };
    this.go("code");
  }

  /** The system's own window for the place of the file. */
  async choosePlace(): Promise<void> {
    const ask = { title: words.code.chooseTitle, what: "new_file" as const, path: this.path.trim(), kind: words.code.kind, endings: ["txt"] };
    const chosen = await this.attempt.choose(() => this.host.call("app_choose", ask));
    if (chosen?.path) this.path = chosen.path;
  }

  async save(): Promise<void> {
    const path = this.path.trim();
    if (path === "") return;
    await this.attempt.run(async () => {
      await this.host.call("vault_save_code", { path });
      this.savedAs = path;
    });
  }

  /** A new code in place of one that is on no paper; the old one opens nothing any more. */
  async renew(): Promise<void> {
    const made = await this.attempt.run(() => this.host.call("vault_new_code"));
    if (!made) return;
    this.shown = made.recovery_groups;
    this.typed = made.recovery_groups.map(() => "");
    this.go("code");
  }

  /** The code as it is typed; what was found wrong is not held against what is written in its place. */
  typeCode(typed: string[]): void {
    this.marked = this.marked.filter((group) => typed[group - 1] === this.typed[group - 1]);
    if (this.marked.length === 0) this.problem = "";
    this.typed = typed;
  }

  async compare(): Promise<void> {
    const short = shortGroups(this.typed);
    const wrong = short.length > 0 || this.shown.length === 0 ? [] : wrongGroups(this.typed, this.shown);
    this.marked = short.length > 0 ? short : wrong;
    this.problem = short.length > 0 ? code.short(short) : wrong.length > 0 ? code.wrong(wrong) : "";
    if (this.marked.length > 0) return;
    const open = await this.attempt.run(() => this.host.call("vault_confirm_code", { code: this.typed.join("-") }));
    const group = Number(this.attempt.failure?.facts["group"]);
    if (group > 0) this.marked = [group];
    if (open) this.proven(open);
  }

  /** The code is on paper, or none is needed. A vault that has its people already is entered at once. */
  private proven(open: OpenVault): void {
    this.open = open;
    this.shown = [];
    this.typed = blankCode();
    if (this.furnished) this.done(open);
    else this.go("people");
  }

  /** A training vault holds nobody's record, so it needs no code on paper. */
  async skipCode(): Promise<void> {
    const open = await this.attempt.run(() => this.host.call("vault_waive_code"));
    if (open) this.proven(open);
  }

  /** Begins a training day; answers its session. */
  async play(speed: number): Promise<string | undefined> {
    return (await this.attempt.run(() => this.host.call("training_start", { speed })))?.session;
  }

  async add(person: PersonDraft): Promise<void> {
    const open = await this.attempt.run(() => this.host.call("people_add", newPerson(person)));
    if (!open) return;
    await this.unfinished.forget();
    this.open = open;
    this.next = blankPerson();
  }
}
