// Each kind of entry as one short line, in parts, so that the screen, the summary and a print-out set the same words.
// A kind that is missing here does not compile. Facts only: value, line, who, when; never what they mean.
import type { Logged, LogLine } from "../wire/log";
import type { Ending, GapCause, GateId, NotGiven, Valence } from "../wire/session";
import { touchLine } from "./touch";
import { milligrams, ordinal, shown, signList, signName, thousands, valueTexts } from "./session-signs";

/** A piece of a line: a tag in a frame, figures that stand out, the client's words, what is said quietly, plain words. */
export interface Part {
  kind: "tag" | "figures" | "quote" | "dim" | "text";
  text: string;
}

/** Mark in front of the line. */
export type Mark = "flag" | "not_now" | "missed" | "help" | "gap" | "dose" | null;

/** How times in a line are written: wall time of a session time. */
export type At = (sessionMs: number) => string;

const tag = (text: string): Part => ({ kind: "tag", text });
const plain = (text: string): Part => ({ kind: "text", text });
const dim = (text: string): Part => ({ kind: "dim", text });
const figures = (text: string): Part => ({ kind: "figures", text });
const quote = (text: string): Part => ({ kind: "quote", text });

const list = (titles: readonly string[]): string => titles.map((t, i) => (i === 0 ? t : lower(t))).join("; ");
const lower = (t: string): string => (/^[A-ZÆØÅ][a-zæøå]/.test(t) ? t.charAt(0).toLowerCase() + t.slice(1) : t);
const withReason = (reason: string, text: string): string => [reason, text].filter((t) => t !== "").join(": ");
const some = (...parts: (Part | null | false)[]): Part[] => parts.filter((p): p is Part => p !== null && p !== false && p.text !== "");

type ProcessNote = Extract<Logged, { kind: "process_note" }>;

/** What stands beside a process note: whose it is to read, and how it is kept from others. */
export function processNote(what: ProcessNote): string {
  const also = what.readers.length > 0 ? `, also for ${what.readers.join(", ")}` : "";
  if (!what.sealed) return what.text === null ? "its author alone reads it" : "not sealed, its author holds no key; nobody else is shown it";
  if (what.waits_for_key) return `sealed to you${also}; your key is not at hand`;
  return what.text === null ? `sealed, for its author alone${also}` : `sealed${also}`;
}

export function gateName(gate: GateId): string {
  switch (gate) {
    case "dose1":
      return "before dose 1";
    case "dose2":
      return "before the supplemental dose";
    case "leaving":
      return "before leaving";
  }
}

export function endingName(ending: Ending): string {
  switch (ending) {
    case "as_planned":
      return "ended as planned";
    case "transferred":
      return "transferred to hospital or ambulance";
    case "left_against_advice":
      return "left against advice";
    case "stopped":
      return "stopped by the team or the client";
    case "died":
      return "the client died";
  }
}

export function notGivenName(decision: NotGiven): string {
  return decision === "declined" ? "declined by the client" : "withheld by the team";
}

export function valenceName(valence: Valence): string {
  return valence;
}

function causeName(cause: GapCause): string {
  switch (cause) {
    case "slept":
      return "the laptop slept";
    case "closed":
      return "the program was closed";
    case "stopped":
      return "the program or the machine stopped";
  }
}

/** Seconds as `12 s`, longer as `3 min 12 s`. */
export function difference(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1000);
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
}

function zone(minutes: number): string {
  const abs = Math.abs(minutes);
  return `UTC${minutes < 0 ? "−" : "+"}${Math.floor(abs / 60)}:${String(abs % 60).padStart(2, "0")}`;
}

/** What the screen did by itself says nothing of an answer; the stages that ask a person are for a check that got none. */
function stageParts(stage: string, title: string, contact: string | null): Part[] {
  if (stage === "tone") return some(tag("soft tone"), plain(title));
  if (stage !== "ask_other" && stage !== "contact") return some(tag("shown"), plain(title), dim(stage === "tile" ? "still on the screen" : "on the screen"));
  return some(tag("no answer"), plain(title), dim(stage === "ask_other" ? "ask the other therapist by name" : contact === null ? "call the protocol's contact" : `call ${contact}`));
}

/** The mark in front of a line. */
export function markOf(what: Logged): Mark {
  if (what.kind === "flag_raised") return "flag";
  if (what.kind === "deferred") return "not_now";
  if (what.kind === "fell_missed") return "missed";
  if (what.kind === "red_flag_seen") return "help";
  if (what.kind === "gap" || what.kind === "rebooted") return "gap";
  if (what.kind === "dose_given") return "dose";
  return null;
}

/** The line of one entry as it stands now: amended words in place of the first ones. */
export function lineParts(line: LogLine, at: At): Part[] {
  return logParts(line.amended && line.what.kind === "noted" ? { ...line.what, text: line.amended.text } : line.what, at);
}

/** The line of one entry. */
export function logParts(what: Logged, at: At): Part[] {
  switch (what.kind) {
    case "session_opened":
      return some(tag("opened"), plain(`dosing session ${what.number}, ${what.protocol}`), dim(what.people.join(", ")));
    case "prompted":
      return some(tag("due"), plain(list(what.titles)));
    case "fell_late":
      return some(tag("late"), plain(what.title));
    case "fell_missed":
      return some(tag("missed"), plain(what.title));
    case "escalated":
      return stageParts(what.stage, what.title, what.contact);
    case "quiet_ended":
      return some(tag("quiet"), plain("ended by itself"));
    case "window_opened":
      return some(tag("supplemental dose"), plain("window open"));
    case "window_closed":
      return some(tag("supplemental dose"), plain("window over"), dim(what.decided ? "decision recorded" : "no decision recorded"));
    case "rebooted":
      return some(tag("restart"), plain("the machine was started anew; time since is estimated until a person confirms it"));
    case "clock_stepped":
      return some(tag("clock"), plain(`the wall clock moved ${what.by_ms < 0 ? "back" : "forward"} ${difference(what.by_ms)}; session time did not move`));
    case "zone_changed":
      return some(tag("zone"), plain(`${zone(what.from)} to ${zone(what.to)}; session time did not move`));
    case "gap":
      return some(
        tag("gap"),
        plain(`${at(what.from_ms)} to ${at(what.to_ms)} nobody watched: ${causeName(what.cause)}`),
        what.fell_due.length > 0 && dim(`fell due: ${list(what.fell_due)}`),
      );
    case "elapsed_confirmed":
      return some(tag("time"), plain(what.by_ms === 0 ? "session time confirmed" : `session time confirmed, ${what.by_ms < 0 ? "minus" : "plus"} ${difference(what.by_ms)}`));
    case "true_time_checked":
      return some(
        tag("true time"),
        plain(what.difference_ms === 0 ? "laptop and reference agree to the second" : `laptop ${difference(what.difference_ms)} ${what.difference_ms > 0 ? "ahead of" : "behind"} the reference`),
        dim(some(plain(what.reference), plain(`with ${what.second}`)).map((p) => p.text).join(", ")),
      );
    case "reading_taken":
      return some(
        ...valueTexts(what.values).map((v) => figures(v.text)),
        what.taken_by !== null && dim(`taken by ${what.taken_by}`),
        dim(what.manner),
        what.from_paper && dim("from paper"),
      );
    case "check_met":
      return some(dim(what.after_miss ? `${lower(what.title)}: entered after it was missed` : `${lower(what.title)}: taken`));
    case "rest_excused":
      return some(tag("not taken"), plain(`${signList(what.signs)}: ${withReason(what.reason, what.text)}`), dim(what.title));
    case "deferred":
      return some(tag("not now"), plain(`${lower(list(what.titles))}: ${withReason(what.reason, what.text)}`), dim(`again ${at(what.until_ms)}, ${ordinal(what.in_a_row)} in a row`));
    case "seen":
      return some(tag("seen"), plain(lower(list(what.titles))));
    case "miss_explained":
      return some(tag("missed"), plain(`${lower(what.title)}: ${withReason(what.reason, what.text)}`));
    case "flag_raised":
      return some(
        figures(`${signName(what.sign)} ${shown(what.sign, what.value)}`),
        dim(`${what.above ? "above" : "below"} ${shown(what.sign, what.at)}, line ${what.line}`),
        what.recheck_due_ms !== null && dim(`repeat ${at(what.recheck_due_ms)}`),
      );
    case "flag_repeated":
      return some(
        dim(what.inside ? `repeat ${what.inside_in_a_row} of ${what.until_inside} for line ${what.line}` : `beyond ${what.at}, line ${what.line}`),
        what.recheck_due_ms !== null && dim(`again ${at(what.recheck_due_ms)}`),
      );
    case "flag_settled":
      return some(dim(`line ${what.line} satisfied`));
    case "tell_asked":
      return some(tag("tell"), plain(what.contact), dim(`asked by line ${what.line}`));
    case "contact_told":
      return some(tag("told"), plain(some(plain(what.contact), plain(what.who)).map((p) => p.text).join(", ")), what.said !== "" && quote(what.said));
    case "quiet_began":
      return some(tag("quiet"), plain(`until ${at(what.until_ms)}`));
    case "quiet_broken":
      return some(tag("quiet"), plain("ended"), dim(breakName(what.cause)));
    case "red_flag_seen":
      return some(tag("red flag"), plain(what.title));
    case "dose_given":
      return some(
        tag(what.dose === "first" ? "dose 1" : "supplemental dose"),
        plain(some(!/^(dose 1|supplemental( dose)?)$/i.test(what.title) && plain(what.title), plain(milligrams(what.amount)), what.kit !== "" && plain(`kit ${what.kit}`)).map((p) => p.text).join(", ")),
        dim(what.witness === null ? "unwitnessed" : `witness ${what.witness}`),
        what.out_of_window !== null && dim(`outside its window: ${what.out_of_window}`),
      );
    case "dose_time_corrected":
      return some(tag(what.dose === "first" ? "dose 1" : "supplemental dose"), plain(`time corrected from ${at(what.from_ms)} to ${at(what.to_ms)}`), dim(what.reason));
    case "supplemental_not_given":
      return some(tag("supplemental dose"), plain(`${notGivenName(what.decision)}: ${withReason(what.reason, what.text)}`));
    case "gate_answered":
      return some(tag(gateName(what.gate)), plain(withReason(what.title, what.withdrawn ? `taken back, ${what.text}` : what.text)));
    case "gate_overridden":
      return some(tag(gateName(what.gate)), plain(`${what.title}: passed over`), dim(`${what.reason}, with ${what.second}`));
    case "step_ticked":
      return some(tag("step"), plain(what.title));
    case "phase_set":
      return some(tag("phase"), plain(what.title));
    case "came_in":
      return some(tag("in"), plain(what.person));
    case "went_out":
      return some(tag("out"), plain(what.person), dim(what.handover));
    case "noted":
      return some(...what.tags.map(tag), what.voice === "thought" && tag("thought"), what.voice === "client" ? quote(what.text) : plain(what.text));
    case "process_note":
      return some(...what.tags.map(tag), tag("process note"), what.text === null ? dim(processNote(what)) : plain(what.text), what.text !== null && dim(processNote(what)));
    case "starred":
      return some(dim("an earlier line was starred"));
    case "struck":
      return some(tag("struck"), plain("an earlier line"), dim(what.reason));
    case "amended":
      return some(tag("amended"), plain(what.text), dim(what.reason));
    case "effect_began":
      return some(tag(what.title), plain(what.text), dim(`${valenceName(what.valence)}, ${what.severity} of 3`));
    case "effect_changed":
      return some(tag(what.title), dim(`now ${what.severity} of 3`));
    case "effect_ended":
      return some(tag(what.title), dim("ended"));
    case "drank":
      return some(tag("drank"), plain(`${thousands(what.millilitres)} ml`));
    case "touch_agreed":
    case "touch_narrowed":
    case "touch_refused":
    case "touched":
    case "touch_ended": {
      const line = touchLine(what);
      return some(tag(line.tag), plain(line.text), dim(line.dim));
    }
    case "deviation_reported":
      return some(tag(what.important ? "important deviation" : "deviation"), plain(what.text), dim(what.action));
    case "closing_agreed":
      return some(tag("closing"), plain(withReason(what.title, what.finding)), dim(`agreed with ${what.second}`));
    case "session_closed":
      return some(
        tag("end"),
        plain(endingName(what.ending)),
        dim(what.second === null ? "" : `with ${what.second}`),
        plain(what.note),
        what.unmet.length > 0 && dim(`not agreed: ${list(what.unmet)}`),
      );
  }
}

function breakName(cause: string): string {
  if (cause === "limit") return "a value crossed a line";
  if (cause === "red_flag") return "a red flag was recorded";
  if (cause === "person") return "by hand";
  if (cause === "closing") return "the session ended";
  return cause;
}
