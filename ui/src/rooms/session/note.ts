// The grammar of the note line: one line in, one meaning out. Pure, and the only place that knows the signs of the
// grammar. It never decides what is kept: it says what Enter would do, so that the line can echo it before Enter.
//
// **Invariant:** a line it does not understand is a plain note with exactly the typed words.
import type { SignValue } from "../../wire/session";
import type { Voice } from "../../wire/session";

/** When it happened, as typed. `minutes` before now; `clock` on the wall; minutes after a dose. */
export type Back =
  | { back: "minutes"; minutes: number }
  | { back: "clock"; hour: number; minute: number }
  | { back: "dose"; dose: 1 | 2; minutes: number };

/** Why Enter asks once more before it keeps the line. */
export type Doubt =
  | { doubt: "unknown_tag"; tag: string }
  | { doubt: "half_reading"; rest: string }
  | { doubt: "upside_down"; systolic: number; diastolic: number };

/** What a line means. */
export type Meaning =
  | { line: "empty" }
  | { line: "note"; text: string; voice: Voice; tags: string[]; starred: boolean; back: Back | null; effectAfter: boolean; doubts: Doubt[] }
  | { line: "effect"; words: string; back: Back | null }
  | { line: "reading"; values: SignValue[]; back: Back | null; doubts: Doubt[] }
  | { line: "command"; name: string; rest: string };

const BACK = /^@(?:-(\d{1,4})|(\d{1,2}):(\d{2})|dose([12])?\+(\d{1,4}))$/i;
const TAG = /^#[\p{L}\p{N}][\p{L}\p{N}_-]*$/u;
const OPENING = `"“„«”`;
const CLOSING = `"”“»`;

function backOf(token: string): Back | null {
  const found = BACK.exec(token);
  if (!found) return null;
  if (found[1] !== undefined) return { back: "minutes", minutes: Number(found[1]) };
  if (found[5] !== undefined) return { back: "dose", dose: found[4] === "2" ? 2 : 1, minutes: Number(found[5]) };
  const [hour, minute] = [Number(found[2]), Number(found[3])];
  return hour < 24 && minute < 60 ? { back: "clock", hour, minute } : null;
}

/** Takes a back-dating token from the head or the tail of the text. */
function takeBack(text: string): { text: string; back: Back | null } {
  const head = /^(\S+)\s+/.exec(text);
  const first = backOf(head?.[1] ?? text);
  if (first) return { text: text.slice((head?.[0] ?? text).length), back: first };
  const tail = /\s+(\S+)$/.exec(text);
  const last = tail?.[1] === undefined ? null : backOf(tail[1]);
  if (tail && last) return { text: text.slice(0, tail.index), back: last };
  return { text, back: null };
}

const PAIRS: { sign: RegExp; take: (found: RegExpExecArray) => SignValue[] }[] = [
  {
    sign: /^bp\s*(\d{2,3})\s*[/ ]\s*(\d{2,3})(?![\d.])/i,
    take: (f) => [
      { sign: "systolic", value: Number(f[1]) },
      { sign: "diastolic", value: Number(f[2]) },
    ],
  },
  { sign: /^(?:p|hr|pulse)\s*(\d{2,3})(?![\d.])/i, take: (f) => [{ sign: "pulse", value: Number(f[1]) }] },
  { sign: /^(?:t|temp)\s*(\d{2})(?:[.,](\d))?(?!\d)/i, take: (f) => [{ sign: "temperature", value: Number(f[1]) * 10 + Number(f[2] ?? 0) }] },
  { sign: /^(?:t|temp)\s*(\d{3})(?![\d.])/i, take: (f) => [{ sign: "temperature", value: Number(f[1]) }] },
  { sign: /^(?:o2|spo2|sat)\s*(\d{2,3})\s*%?(?![\d.])/i, take: (f) => [{ sign: "oxygen_saturation", value: Number(f[1]) }] },
  { sign: /^(?:rr|resp)\s*(\d{1,2})(?![\d./])/i, take: (f) => [{ sign: "respiratory_rate", value: Number(f[1]) }] },
  { sign: /^(?:d|suds|distress)\s*(\d{1,2})(?![\d.])/i, take: (f) => [{ sign: "distress", value: Number(f[1]) }] },
];

/** Reads `bp 128/82 p 88 t 37.1 d 4`; `rest` is what could not be read, null when the text does not begin like values. */
function readValues(text: string): { values: SignValue[]; rest: string } | null {
  const values: SignValue[] = [];
  let rest = text;
  for (;;) {
    const pair = PAIRS.map((p) => ({ found: p.sign.exec(rest), take: p.take })).find((p) => p.found);
    if (!pair?.found) break;
    for (const value of pair.take(pair.found)) {
      if (values.some((v) => v.sign === value.sign)) return values.length > 0 ? { values, rest } : null;
      values.push(value);
    }
    rest = rest.slice(pair.found[0].length).replace(/^[\s,;]+/, "");
    if (rest === "") break;
  }
  return values.length === 0 ? null : { values, rest };
}

/** Tags at the head and tail are taken off; a tag inside a sentence stays there as a word. Unknown ones stay as typed. */
function takeTags(text: string, known: readonly string[]): { text: string; tags: string[]; doubts: Doubt[] } {
  const tags: string[] = [];
  const doubts: Doubt[] = [];
  const idOf = (token: string): string | undefined => known.find((id) => id.toLowerCase() === token.slice(1).toLowerCase());
  const note = (id: string): void => {
    if (!tags.includes(id)) tags.push(id);
  };
  const pieces = text.split(/(\s+)/);
  const isTag = pieces.map((piece) => TAG.test(piece));
  const words = pieces.map((piece, i) => !isTag[i] && piece.trim() !== "");
  const [first, last] = [words.indexOf(true), words.lastIndexOf(true)];
  const kept = pieces.map((piece, i) => {
    if (!isTag[i]) return piece;
    const id = idOf(piece);
    if (id === undefined) {
      doubts.push({ doubt: "unknown_tag", tag: piece.slice(1) });
      return piece;
    }
    note(id);
    return first !== -1 && i > first && i < last ? piece.slice(1) : "";
  });
  return { text: kept.join("").trim(), tags, doubts };
}

/** What Enter would do with this line. `tags` are the ids the protocol knows. */
export function meaning(line: string, tags: readonly string[]): Meaning {
  let text = line.trim();
  if (text === "") return { line: "empty" };

  const command = /^\/([a-z]+)(?:\s+([\s\S]*))?$/i.exec(text);
  if (command?.[1] !== undefined) return { line: "command", name: command[1].toLowerCase(), rest: (command[2] ?? "").trim() };

  const taken = takeBack(text);
  text = taken.text.trim();
  let back = taken.back;
  if (text === "") return { line: "note", text: line.trim(), voice: "observed", tags: [], starred: false, back: null, effectAfter: false, doubts: [] };

  const effect = /^!+\s*([^!][\s\S]*)?$/.exec(text);
  if (effect) {
    const rest = takeBack((effect[1] ?? "").trim());
    return { line: "effect", words: rest.text.trim(), back: back ?? rest.back };
  }

  const doubts: Doubt[] = [];
  const read = readValues(text);
  if (read && read.rest === "") {
    const systolic = read.values.find((v) => v.sign === "systolic")?.value;
    const diastolic = read.values.find((v) => v.sign === "diastolic")?.value;
    if (systolic !== undefined && diastolic !== undefined && systolic <= diastolic) doubts.push({ doubt: "upside_down", systolic, diastolic });
    return { line: "reading", values: read.values, back, doubts };
  }
  if (read && /^(bp|spo2|suds)\s*\d/i.test(text)) doubts.push({ doubt: "half_reading", rest: read.rest });

  let effectAfter = false;
  const event = /\s+!{1,2}$/.exec(text);
  if (event) {
    effectAfter = true;
    text = text.slice(0, event.index);
  }
  let starred = false;
  if (text.length > 1 && text.endsWith("*") && !text.endsWith("**")) {
    starred = true;
    text = text.slice(0, -1).trimEnd();
  }
  if (!back) {
    const late = takeBack(text);
    text = late.text.trim();
    back = late.back;
  }

  let voice: Voice = "observed";
  let body = text;
  const sign = text.charAt(0);
  if (OPENING.includes(sign) && text.length > 1) {
    voice = "client";
    body = text.slice(1).trimStart();
  } else if (sign === "?" && text.length > 1) {
    voice = "thought";
    body = text.slice(1).trimStart();
  }
  const tagged = takeTags(body, tags);
  body = tagged.text;
  if (voice === "client" && body.length > 1 && CLOSING.includes(body.charAt(body.length - 1))) body = body.slice(0, -1).trimEnd();
  return { line: "note", text: body, voice, tags: tagged.tags, starred, back, effectAfter, doubts: [...doubts, ...tagged.doubts] };
}

/** Whom a process note names at its beginning: `@AK @MS words`. What counts is what the record makes of it. */
export function readersOf(text: string): string[] {
  const named: string[] = [];
  let rest = text.trimStart();
  for (let found = /^@(\p{L}{1,4})(?=\s|$)\s*/u.exec(rest); found?.[1] !== undefined; found = /^@(\p{L}{1,4})(?=\s|$)\s*/u.exec(rest)) {
    const initials = found[1].toUpperCase();
    if (!named.includes(initials)) named.push(initials);
    rest = rest.slice(found[0].length);
  }
  return named;
}

/** The tag being typed at the caret, for completion: its start and what is typed so far; null when there is none. */
export function tagAtCaret(line: string, caret: number): { from: number; typed: string } | null {
  const found = /(?:^|\s)#([\p{L}\p{N}_-]*)$/u.exec(line.slice(0, caret));
  if (found?.[1] === undefined) return null;
  return { from: caret - found[1].length, typed: found[1].toLowerCase() };
}
