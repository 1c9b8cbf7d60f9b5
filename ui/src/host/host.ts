// The way to Rust, as the rooms see it. A room asks the context for it; tests and the preview put a fake there.
import { createContext } from "svelte";
import type { Commands, News } from "../wire/commands";
import type { Failure } from "../wire/failure";

export interface Host {
  /** Runs one command. Rejects with a wire `Failure`, never with anything else. */
  call<K extends keyof Commands>(name: K, args?: Commands[K]["takes"]): Promise<Commands[K]["answers"]>;
  /** Listens to news of the shell; answers the function that stops listening. */
  on<K extends keyof News>(name: K, fn: (news: News[K]) => void): Promise<() => void>;
}

export const [getHost, setHost] = createContext<Host>();

/** A failure as data, whatever was thrown. */
export function asFailure(thrown: unknown): Failure {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && "facts" in thrown) return thrown as Failure;
  const said = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: "panic", facts: { said }, record_safe: false };
}
