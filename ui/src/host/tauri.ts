// The only file that knows Tauri. Commands take one argument named `args`; commands that take nothing take none.
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Commands, News } from "../wire/commands";
import { asFailure, type Host } from "./host";

export const tauriHost: Host = {
  async call<K extends keyof Commands>(name: K, args?: Commands[K]["takes"]): Promise<Commands[K]["answers"]> {
    try {
      return await invoke<Commands[K]["answers"]>(name, args === undefined ? {} : { args });
    } catch (thrown) {
      throw asFailure(thrown);
    }
  },
  async on<K extends keyof News>(name: K, fn: (news: News[K]) => void): Promise<() => void> {
    return listen<News[K]>(name, (event) => fn(event.payload));
  },
};
