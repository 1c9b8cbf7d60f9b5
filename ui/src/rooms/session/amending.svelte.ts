// Saying how an entry of a session that has ended should read. What is typed waits in the vault until it is kept.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import { Unfinished } from "../../host/unfinished.svelte";
import { requestKey } from "../../kit/request";
import type { LogLine } from "../../wire/log";
import type { Room } from "./session.svelte";

interface Typed { words: string; reason: string }

export class Amending {
  /** The entries offer it. */
  offered = $state(false);
  line = $state.raw<LogLine | null>(null);
  words = $state("");
  reason = $state("");
  tried = $state(false);
  unfinished = $state.raw<Unfinished<Typed> | null>(null);
  readonly attempt = new Attempt();
  private request = "";

  constructor(private readonly host: Host, private readonly room: Room) {}

  start(line: LogLine): void {
    this.leave();
    this.line = line;
    const begun = line.amended?.text ?? (line.what.kind === "noted" ? line.what.text : "");
    this.words = begun;
    this.request = requestKey();
    const read = (): Typed | null => (this.words === begun && this.reason.trim() === "" ? null : { words: this.words, reason: this.reason });
    this.unfinished = new Unfinished(this.host, this.room.plan.client, `amend ${this.room.session} ${line.seq}`, read, ({ words, reason }) => {
      this.words = words ?? begun;
      this.reason = reason ?? "";
    });
    void this.unfinished.load();
  }

  type(field: "words" | "reason", text: string): void {
    this[field] = text;
    this.unfinished?.typed();
  }

  /** Leaves it; what was typed waits. */
  leave(): void {
    this.unfinished?.leave();
    this.unfinished = null;
    this.line = null;
    this.words = this.reason = "";
    this.tried = false;
    this.attempt.failure = null;
  }

  /** Answers whether it was kept. */
  async go(): Promise<boolean> {
    this.tried = true;
    const { line, request, room, unfinished } = this;
    const [words, reason] = [this.words.trim(), this.reason.trim()];
    if (!line || words === "" || reason === "") return false;
    const view = await this.attempt.run(() => this.host.call("session_amend", { request, session: room.session, seq: line.seq, words, reason }));
    if (!view) return false;
    room.absorb(view);
    await unfinished?.forget();
    // Another entry may be amended by now: its form stays.
    if (this.unfinished !== unfinished) return true;
    this.unfinished = null;
    this.leave();
    return true;
  }
}
