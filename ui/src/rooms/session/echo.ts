// What the note line says before Enter: what would be kept, and when it happened. Pure but for the room it reads.
import { backWords, doubtWords, lineWords } from "../../words/session-forms";
import { valueTexts } from "../../words/session-signs";
import { actNames } from "../../words/session-keys";
import { actOfCommand } from "./keys";
import { readersOf } from "./note";
import type { Room } from "./session.svelte";
import { clockAt } from "./times";

export interface Echo {
  words: string;
  doubt: boolean;
  enter: string;
}

export function noteEcho(room: Room): Echo {
  const { line } = room;
  const m = line.meaning;
  if (line.trouble === "command" && m.line === "command") return { words: lineWords.noCommand(m.name), doubt: true, enter: "" };
  if (line.trouble !== null && line.trouble !== "command") return { words: backWords[line.trouble], doubt: true, enter: "" };
  if (m.line === "empty") return { words: "", doubt: false, enter: "" };
  if (m.line === "command") {
    const act = actOfCommand(m.name);
    return act === null ? { words: lineWords.noCommand(m.name), doubt: true, enter: "" } : { words: lineWords.command(actNames[act]), doubt: false, enter: "" };
  }
  const asked = line.doubts.length > 0 && line.asked === JSON.stringify(line.doubts);
  if (line.doubts.length > 0) {
    return { words: line.doubts.map(doubtWords).join("; "), doubt: true, enter: asked ? lineWords.again : "" };
  }
  const happened = m.back === null ? "" : typeof line.at === "number" ? lineWords.happened(clockAt(room.view, line.at)) : backWords[line.at];
  const trouble = m.back !== null && typeof line.at !== "number";
  if (m.line === "effect") return { words: joined(lineWords.effect, happened), doubt: trouble, enter: "" };
  if (m.line === "reading") return { words: joined(`${lineWords.reading}: ${valueTexts(m.values).map((v) => v.text).join(", ")}`, happened), doubt: trouble, enter: lineWords.keeps };
  const special = [m.voice === "client" ? lineWords.client : "", m.voice === "thought" ? lineWords.process(readersOf(m.text), room.author?.has_passphrase === false) : "", ...m.tags.map((t) => `#${t}`), m.starred ? lineWords.starred : "", happened, m.effectAfter ? lineWords.effectAfter : ""];
  return { words: joined(...special), doubt: trouble, enter: "" };
}

const joined = (...parts: string[]): string => parts.filter((p) => p !== "").join(", ");
