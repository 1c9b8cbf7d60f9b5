// The import law of the screen, as a lint rule. One table says which folder may look into which; everything else is refused.
// Folders: kit (parts without a clinical word), wire (generated types), time, words (sentences), host (the way to Rust),
// rooms/<name> (one screen each, never another room). Files at the root of src may look everywhere, except at Tauri.
import path from "node:path";

const svelte = /^svelte(\/|$)/;
const charts = /^d3-(scale|shape)$/;
const tauri = /^@tauri-apps\//;
const proving = /^(vitest|@testing-library\/|axe-core$|node:)/;

/** folder → [folders of ours, packages from outside] */
const law = {
  kit: [["kit"], [svelte, charts]],
  wire: [["wire"], []],
  time: [["time"], [svelte]],
  words: [["words", "wire", "time"], []],
  host: [["host", "wire"], [svelte]],
  rooms: [["kit", "host", "wire", "words", "time"], [svelte, charts]],
};

/** Where a file under src lives: its folder, and its room if it is in one. */
function place(file) {
  const parts = file.split("/");
  if (parts.length === 1) return { folder: "", room: "" };
  return { folder: parts[0], room: parts[0] === "rooms" && parts.length > 2 ? parts[1] : "" };
}

/** Why `file` (path below src) may not import `source`; null when it may. */
export function refusal(file, source) {
  const from = place(file);
  const isTest = /\.test\.ts$/.test(file);
  if (source.startsWith(".")) {
    const to = place(path.posix.normalize(path.posix.join(path.posix.dirname(file), source.replace(/\?.*$/, ""))));
    if (from.folder === "") return null;
    if (from.folder === "rooms" && to.folder === "rooms") {
      return from.room !== "" && from.room === to.room ? null : "a room never imports another room";
    }
    if (law[from.folder]?.[0].includes(to.folder)) return null;
    return `${from.folder}/ never imports ${to.folder === "" ? "the root of src" : `${to.folder}/`}`;
  }
  if (tauri.test(source)) return file === "host/tauri.ts" ? null : "only host/tauri.ts talks to Tauri";
  if (isTest && proving.test(source)) return null;
  if (from.folder === "") return null;
  if (law[from.folder]?.[1].some((allowed) => allowed.test(source))) return null;
  return `${from.folder}/ never imports the package ${source}`;
}

/** @type {import("eslint").Rule.RuleModule} */
export const importLaw = {
  meta: { type: "problem", schema: [], messages: { forbidden: "Import law: {{ why }} (ui/law.js)." } },
  create(context) {
    const file = path.relative(path.join(context.cwd, "src"), context.filename).split(path.sep).join("/");
    if (file.startsWith("..")) return {};
    const check = (node) => {
      if (typeof node.source?.value !== "string") return;
      const why = refusal(file, node.source.value);
      if (why) context.report({ node, messageId: "forbidden", data: { why } });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    };
  },
};
