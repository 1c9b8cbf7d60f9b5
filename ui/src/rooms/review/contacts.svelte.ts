// One's own card, and the people of other vaults with the words of their keys.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import type { ChangeContact, ContactChange, Contacts, ContactView, ReviewRole } from "../../wire/packets";
import { contacts as words, type RoleChoice } from "../../words/review-packets";
import { chooseFile, chooseFolder, stranger } from "./place";

const roleOf = (role: RoleChoice): ReviewRole | null => (role === "none" ? null : role);

export class Book {
  book = $state.raw<Contacts | null>(null);
  folder = $state("");
  gaveTried = $state(false);
  /** In which role one’s own card says that one reviews. */
  role = $state<RoleChoice>("none");
  private rolePicked = false;
  /** Where one's own card lies. */
  given = $state("");
  path = $state("");
  tookTried = $state(false);
  taken = $state.raw<ContactView | null>(null);
  /** Who is about to be revoked. */
  revoking = $state("");
  /** Whose role is about to be said. */
  roling = $state("");
  roleTo = $state<RoleChoice>("none");
  readonly looking = new Attempt();
  readonly giving = new Attempt();
  readonly taking = new Attempt();
  readonly changing = new Attempt();
  /** What came of keeping a role stands in its own form. */
  readonly saying = new Attempt();
  readonly changed = $derived(stranger(this.taking.failure, "keys_changed"));

  constructor(private readonly host: Host) {}

  async load(): Promise<void> {
    this.book = (await this.looking.run(() => this.host.call("contacts_list"))) ?? this.book;
    if (!this.rolePicked) this.role = this.book?.role ?? "none";
  }

  async chooseFolder(): Promise<void> {
    const chosen = await this.giving.choose(() => chooseFolder(this.host, words.cardTitle, this.folder));
    if (chosen) this.folder = chosen;
  }

  pickRole(role: RoleChoice): void {
    this.role = role;
    this.rolePicked = true;
  }

  async give(): Promise<void> {
    this.gaveTried = true;
    const folder = this.folder.trim();
    if (folder === "") return;
    this.given = "";
    this.given = (await this.giving.run(() => this.host.call("contacts_give_card", { folder, role: roleOf(this.role) })))?.path ?? "";
  }

  typePath(path: string): void {
    this.path = path;
    this.tookTried = false;
    this.taken = null;
    this.taking.failure = null;
  }

  async chooseFile(): Promise<void> {
    const chosen = await this.taking.choose(() => chooseFile(this.host, words.takeTitle, this.path, words.takeKind, "holdfast-card"));
    if (chosen) this.typePath(chosen);
  }

  /** `instead`: other keys than before are taken. Only after their words were shown. */
  async take(instead = false): Promise<void> {
    this.tookTried = true;
    const path = this.path.trim();
    if (path === "" || (instead && this.changed === null)) return;
    this.taken = null;
    const taken = await this.taking.run(() => this.host.call("contacts_take_card", { path, instead }));
    if (!taken) return;
    this.typePath("");
    this.taken = taken;
    await this.load();
  }

  startRole(one: ContactView): void {
    this.roling = one.person;
    this.roleTo = one.role ?? "none";
    this.saying.failure = null;
  }

  leaveRole(): void {
    if (!this.saying.busy) this.roling = "";
  }

  async keepRole(): Promise<void> {
    const role = roleOf(this.roleTo);
    const kept = await this.changeTo(this.saying, { person: this.roling, change: "role", ...(role === null ? {} : { role }) });
    if (kept) this.roling = "";
  }

  async change(person: string, change: Exclude<ContactChange, "role">): Promise<void> {
    await this.changeTo(this.changing, { person, change });
    this.revoking = "";
  }

  private async changeTo(attempt: Attempt, change: ChangeContact): Promise<boolean> {
    const changed = await attempt.run(() => this.host.call("contacts_change", change));
    if (changed && this.book) this.book = { ...this.book, contacts: this.book.contacts.map((one) => (one.person === changed.person ? changed : one)) };
    return changed !== undefined;
  }
}
