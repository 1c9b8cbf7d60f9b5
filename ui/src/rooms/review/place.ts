// The system's own window for a folder or a file, and what a failure names.
import type { Host } from "../../host/host";
import type { Failure } from "../../wire/failure";

/** Undefined: nobody chose. */
export async function chooseFolder(host: Host, title: string, path: string): Promise<string | undefined> {
  const { path: chosen } = await host.call("app_choose", { title, what: "folder", path: path.trim(), kind: "", endings: [] });
  return chosen ?? undefined;
}

export async function chooseFile(host: Host, title: string, path: string, kind: string, ending: string): Promise<string | undefined> {
  const { path: chosen } = await host.call("app_choose", { title, what: "file", path: path.trim(), kind, endings: [ending] });
  return chosen ?? undefined;
}

/** Whose keys somebody has to compare by voice, and the six words. */
export interface Stranger { name: string; words: string[] }

/** What `unknown_author` and `keys_changed` bring. */
export function stranger(failure: Failure | null, code: Failure["code"]): Stranger | null {
  if (failure?.code !== code) return null;
  return { name: failure.facts["name"] ?? "", words: (failure.facts["words"] ?? "").split(/[\s,]+/).filter((word) => word !== "") };
}
