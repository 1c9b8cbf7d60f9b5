// A host for unit tests and the preview: typed answers, a list of what was asked, news on demand. Never part of the app.
import type { Client } from "../wire/clients";
import type { Commands, News } from "../wire/commands";
import type { Code, Failure } from "../wire/failure";
import type { Host } from "./host";

export type Answers = {
  [K in keyof Commands]?: (args: Commands[K]["takes"]) => Commands[K]["answers"] | Promise<Commands[K]["answers"]>;
};
type Listener = (news: never) => void;

/** The list of clients as the shell answers it: all of it, or its beginning. */
export const listing = (all: readonly Client[]) => ({ most }: Commands["clients_list"]["takes"]): Commands["clients_list"]["answers"] => ({
  lines: most === null ? [...all] : all.slice(0, most), used: all.filter((one) => one.archived === null).length, away: all.filter((one) => one.archived !== null).length, mark: JSON.stringify(all).length.toString(),
});

export class FakeHost implements Host {
  /** Every call so far, in order. */
  readonly asked: { name: keyof Commands; args: unknown }[] = [];
  private readonly listeners = new Map<keyof News, Set<Listener>>();

  constructor(readonly answers: Answers = {}) {}

  async call<K extends keyof Commands>(name: K, args?: Commands[K]["takes"]): Promise<Commands[K]["answers"]> {
    // As the real way does it: by value, as JSON.
    this.asked.push({ name, args: args === undefined ? undefined : JSON.parse(JSON.stringify(args)) });
    const answer = this.answers[name] as ((a: unknown) => Commands[K]["answers"]) | undefined;
    if (!answer) throw failure("panic", { said: `the fake has no answer for ${name}` });
    return answer(args);
  }

  on<K extends keyof News>(name: K, fn: (news: News[K]) => void): Promise<() => void> {
    const set = this.listeners.get(name) ?? new Set<Listener>();
    this.listeners.set(name, set);
    set.add(fn);
    return Promise.resolve(() => set.delete(fn));
  }

  /** Says news as the shell would. */
  tell<K extends keyof News>(name: K, news: News[K]): void {
    this.listeners.get(name)?.forEach((fn) => (fn as (n: News[K]) => void)(news));
  }

  /** What one command was asked with, every time. */
  asks<K extends keyof Commands>(name: K): Commands[K]["takes"][] {
    return this.asked.filter((a) => a.name === name).map((a) => a.args as Commands[K]["takes"]);
  }
}

export function failure(code: Code, facts: Failure["facts"] = {}, record_safe = true): Failure {
  return { code, facts, record_safe };
}
