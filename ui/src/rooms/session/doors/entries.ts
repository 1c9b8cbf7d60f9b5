// Doors that speak of entries already in the log: star, take back or strike, amend. And the effect, which has a form of its own.
import { amendWords, starWords, undoWords } from "../../../words/session-forms";
import { logParts } from "../../../words/log";
import type { LogLine } from "../../../wire/log";
import { Effect, type EffectFrom } from "../effect.svelte";
import { Fields } from "../fields.svelte";
import { lastNote, lastOwn } from "../logbook";
import { Said } from "../said.svelte";
import type { Room } from "../session.svelte";
import { clockAt, SECOND } from "../times";

/** How long an entry may be taken back without a reason of its own. */
export const AT_ONCE_MS = 10 * SECOND;

function inWords(room: Room, line: LogLine): string {
  const text = logParts(line.what, (t) => clockAt(room.view, t))
    .map((p) => p.text)
    .join("  ");
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

export function star(room: Room): void {
  const line = lastNote(room.log);
  if (!line) return room.show(new Said(room, "star", [starWords.none]));
  const said = `${clockAt(room.view, line.happened_ms)}  ${inWords(room, line)}`;
  if (line.starred) return room.show(new Said(room, "star", [starWords.already, said]));
  room.show(
    new Fields(room, {
      name: "star",
      title: starWords.title,
      lead: [said],
      fields: [],
      keeps: "",
      send: (_value, form) => room.act({ act: "star", target: line.seq }, { key: form.key }),
    }),
  );
}

export function undo(room: Room): void {
  const line = lastOwn(room.log, room.author?.initials ?? "");
  if (!line) return room.show(new Said(room, "undo", [undoWords.none]));
  const atOnce = room.now - line.entered_ms <= AT_ONCE_MS;
  room.show(
    new Fields(room, {
      name: "undo",
      title: atOnce ? undoWords.atOnce : undoWords.later,
      lead: [inWords(room, line)],
      fields: atOnce ? [] : [{ id: "reason", label: undoWords.reason, kind: "text" }],
      keeps: "",
      send: (value, form) => room.act({ act: "strike", target: line.seq, reason: atOnce ? undoWords.slip : value("reason").trim() }, { key: form.key }),
    }),
  );
}

export function amend(room: Room): void {
  const line = lastNote(room.log, room.author?.initials ?? "");
  if (!line || line.what.kind !== "noted") return room.show(new Said(room, "amend", [amendWords.none]));
  room.show(
    new Fields(room, {
      name: "amend",
      title: amendWords.title,
      fields: [
        { id: "text", label: amendWords.text, kind: "text", value: line.amended?.text ?? line.what.text },
        { id: "reason", label: amendWords.reason, kind: "text" },
      ],
      keeps: "",
      send: (value, form) => room.act({ act: "amend", target: line.seq, text: value("text").trim(), reason: value("reason").trim() }, { key: form.key }),
    }),
  );
}

export function effect(room: Room, words = "", from: EffectFrom & { number?: number } = {}): void {
  const form = new Effect(room, words, from);
  if (from.number !== undefined) form.byNumber(from.number);
  room.show(form);
}
