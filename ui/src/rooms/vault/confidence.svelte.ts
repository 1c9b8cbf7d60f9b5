// What is said in confidence: writing it, its slip, reading, answering, naming the readers, and the file that carries it. What is typed
// here is kept nowhere before it is sealed.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import type { ConcernView, ConfidenceView } from "../../wire/confidence";

export type ConfidencePanel = "" | "write" | "slip" | "name" | "carry" | "take";

export class Confidence {
  view = $state.raw<ConfidenceView | null>(null);
  panel = $state<ConfidencePanel>("");
  text = $state("");
  /** Who is to read it, by person. */
  to = $state<string[]>([]);
  named = $state<string[]>([]);
  /** The slip of what was just kept; shown until it is on paper. */
  slip = $state("");
  typed = $state("");
  opened = $state.raw<ConcernView[] | null>(null);
  path = $state("");
  /** Where a file lies, or that one was taken in. */
  carried = $state("");
  taken = $state(false);
  /** The concern that is answered. */
  answering = $state("");
  tried = $state(false);
  readonly looking = new Attempt();
  readonly attempt = new Attempt();
  /** What whoever looks reads and has said so; how many came since. */
  readonly known = $derived((this.view?.concerns ?? []).filter((one) => !one.fresh));
  readonly fresh = $derived((this.view?.concerns.length ?? 0) - this.known.length);
  readonly reachable = $derived((this.view?.readers ?? []).filter((one) => one.reachable));

  /** Why nobody is led away: a slip is shown or made, or words lie here and nowhere else. */
  readonly held: "code" | "words" | null = $derived.by(() => {
    if (this.slip !== "" || (this.panel === "write" && this.attempt.busy)) return "code";
    return this.text.trim() !== "" ? "words" : null;
  });

  constructor(private readonly host: Host) {}

  async load(): Promise<void> {
    this.view = (await this.looking.run(() => this.host.call("confidence_look"))) ?? this.view;
  }

  /** What came since is read now. */
  async seen(): Promise<void> {
    this.view = (await this.looking.run(() => this.host.call("confidence_seen"))) ?? this.view;
  }

  show(panel: ConfidencePanel): void {
    if (this.held !== null) return;
    this.clear();
    this.panel = panel;
    this.to = this.reachable.map((one) => one.person);
    if (panel === "name") this.named = (this.view?.readers ?? []).map((one) => one.person);
  }

  /** Nothing that was typed or opened stays. Not while something is on its way, and not while a slip is shown: it is shown once. */
  leave(): void {
    if (!this.attempt.busy && this.slip === "") this.clear();
  }

  /** The slip is on paper. */
  written(): void {
    this.clear();
  }

  private clear(): void {
    this.panel = "";
    this.text = this.slip = this.typed = this.path = this.carried = this.answering = "";
    this.named = [];
    this.opened = null;
    this.taken = this.tried = false;
    this.attempt.failure = null;
  }

  async write(): Promise<void> {
    this.tried = true;
    if (this.text.trim() === "" || this.to.length === 0) return;
    const without = this.reachable.filter((one) => !this.to.includes(one.person)).map((one) => one.person);
    const ask = { text: this.text, with_name: this.named.includes("name"), without };
    const kept = await this.attempt.run(() => this.host.call("confidence_write", ask));
    if (!kept) return;
    this.text = "";
    this.slip = kept.slip;
    await this.load();
  }

  async read(): Promise<void> {
    const slip = this.typed;
    if (slip.trim() === "") return;
    this.opened = (await this.attempt.run(() => this.host.call("confidence_slip", { slip }))) ?? null;
  }

  answer(concern: string): void {
    if (this.held !== null) return;
    this.clear();
    this.answering = concern;
  }

  async sendAnswer(): Promise<void> {
    this.tried = true;
    const { answering: concern, text } = this;
    if (text.trim() === "") return;
    const view = await this.attempt.run(() => this.host.call("confidence_answer", { concern, text }));
    if (!view) return;
    this.clear();
    this.view = view;
  }

  async name(): Promise<void> {
    const people = [...this.named];
    const view = await this.attempt.run(() => this.host.call("confidence_name", { people }));
    if (!view) return;
    this.clear();
    this.view = view;
  }

  async choose(what: "folder" | "file", title: string, kind: string): Promise<void> {
    const endings = what === "file" ? ["holdfast-confidence"] : [];
    const ask = { title, what, path: this.path.trim(), kind: what === "file" ? kind : "", endings };
    const { panel } = this;
    const chosen = await this.attempt.choose(() => this.host.call("app_choose", ask));
    // Somebody may have left the form meanwhile.
    if (chosen?.path && this.panel === panel) this.path = chosen.path;
  }

  async carry(): Promise<void> {
    this.tried = true;
    const folder = this.path.trim();
    if (folder === "") return;
    const written = await this.attempt.run(() => this.host.call("confidence_carry", { folder }));
    if (written) this.carried = written.path;
  }

  async take(): Promise<void> {
    this.tried = true;
    const path = this.path.trim();
    if (path === "") return;
    const view = await this.attempt.run(() => this.host.call("confidence_take", { path }));
    if (!view) return;
    this.view = view;
    this.taken = true;
  }
}
