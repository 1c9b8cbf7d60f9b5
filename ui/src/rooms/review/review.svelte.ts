// The room: every thread of this vault, and what stands above the list.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import type { ThreadLine } from "../../wire/packets";
import type { TrendsView } from "../../wire/review";
import type { SignatureAsks } from "../../wire/sign";
import { Book } from "./contacts.svelte";
import { Opening } from "./opening.svelte";
import { Sealing } from "./sealing.svelte";

export type Panel = "" | "open" | "seal" | "contacts" | "trends";

export class Review {
  threads = $state.raw<ThreadLine[] | null>(null);
  panel = $state<Panel>("");
  /** The thread that is read; empty: the list. */
  thread = $state("");
  opening = $state.raw<Opening | null>(null);
  sealing = $state.raw<Sealing | null>(null);
  book = $state.raw<Book | null>(null);
  trends = $state.raw<TrendsView | null>(null);
  /** What is asked before one's own keys are at hand; none: not known yet. */
  asks = $state<SignatureAsks | null>(null);
  /** One's own passphrase; never kept. */
  passphrase = $state("");
  keysTried = $state(false);
  loading = $state.raw(new Attempt());
  readonly keys = new Attempt();
  readonly counting = new Attempt();

  /** `offered`: a file that waits to be opened. */
  constructor(private readonly host: Host, offered = "", thread = "") {
    this.thread = thread;
    if (offered === "") return;
    this.show("open");
    this.opening?.type(offered);
  }

  /** The list, and whose keys are at work, appear at once: nothing moves away under a pointer. What was asked last counts. */
  async load(): Promise<void> {
    const loading = (this.loading = new Attempt());
    const both = await loading.run(() => Promise.all([this.host.call("packets_list"), this.host.call("contacts_list").catch(() => null)]));
    if (!both || this.loading !== loading) return;
    const [threads, book] = both;
    this.threads = threads;
    this.asks = book?.asks ?? this.asks;
  }

  /** Somebody else has the pen: what the one before chose, typed and looked at is not theirs. */
  passed(): void {
    this.leave();
    this.passphrase = "";
    this.keysTried = false;
    this.asks = null;
  }

  /** From now on one's own keys seal, open and answer, until the vault is locked. */
  async openKeys(): Promise<void> {
    const { passphrase } = this;
    this.keysTried = true;
    if (passphrase === "") return;
    this.passphrase = "";
    const book = await this.keys.run(() => this.host.call("packets_keys", { passphrase }));
    if (!book) return;
    this.keysTried = false;
    if (this.book) this.book.book = book;
    await this.load();
  }

  /** One panel at a time; a second press closes it. */
  show(panel: Panel): void {
    this.sealing?.leave();
    this.panel = this.panel === panel ? "" : panel;
    this.opening = this.panel === "open" ? new Opening(this.host, (thread) => this.enter(thread)) : null;
    this.sealing = this.panel === "seal" ? new Sealing(this.host) : null;
    this.book = this.panel === "contacts" ? new Book(this.host) : null;
    void this.sealing?.load();
    void this.book?.load();
    if (this.panel === "trends") void this.count();
  }

  private async count(): Promise<void> {
    this.trends = (await this.counting.run(() => this.host.call("review_trends"))) ?? null;
  }

  leave(): void {
    if (this.panel !== "") this.show(this.panel);
  }

  async seal(): Promise<void> {
    if (await this.sealing?.seal()) await this.load();
  }

  enter(thread: string): void {
    this.leave();
    this.thread = thread;
  }

  back(): void {
    this.thread = "";
    void this.load();
  }
}
