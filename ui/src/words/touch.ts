// Words about touch: agreed, taken back, touched, and how a touch stands to the agreement. Facts only, never a verdict.
import type { Logged } from "../wire/log";
import type { TouchAsked, TouchOutside } from "../wire/session";
import type { TouchAgreementView, TouchView } from "../wire/view";

export const touchWords = {
  title: "Touch",
  ends: (part: string, at: string): string => `ends: ${part}, since ${at}`,
  other: "another part, in words",
  fall: "a fall",
  resuscitation: "resuscitation",
  stop: "client says no, or stop",
  narrow: "make it narrower",
  agree: "agree on touch, sober",
  agreed: "agreed",
  notAgreed: "No agreement on touch is recorded.",
  agreedOn: (parts: string): string => `Agreed: ${parts}`,
  noneAgreed: "No touch is agreed.",
  whoAsked: (part: string): string => `${part}: who asked`,
  asked: { client: "the client asked", yes: "offered, the client says yes", nobody: "nobody asked", more: "more: minutes, words, by whom" } as const,
  begins: "It runs until it is ended: t, then its number.",
  lasted: (length: string): string => `It lasted ${length} and is over.`,
  part: "part, or kind of touch",
  asking: "who asked",
  consent: "word or sign of consent",
  consentEmpty: "none recorded",
  minutes: "minutes",
  minutesEmpty: "it goes on",
  noMinutes: "Type whole minutes.",
  noPerson: "Initials of somebody of this session.",
  words: "words",
  wordsEmpty: "none",
  people: "by whom",
  stopTitle: "The client says no, or stop",
  narrowTitle: "No longer agreed",
  all: "all touch",
  nothingLeft: "Nothing is agreed that could be taken out.",
  agreeTitle: "Agreed on touch",
  agreeLead: "Before dose 1. Afterwards it is only made narrower.",
  parts: "parts, with commas",
  partsEmpty: "no touch is agreed",
  stopWord: "stop word or gesture",
  stopWordEmpty: "none",
  dosed: "After dose 1 no agreement is made; it is only made narrower.",
  line: (parts: string): string => `Touch agreed: ${parts}`,
  lineNone: "Touch: none is agreed",
  lineAbsent: "Touch: no agreement is recorded",
  stopLine: (stop: string): string => `stop: ${stop}`,
  takenBack: (parts: string): string => `taken back: ${parts}`,
  runsLine: (part: string): string => `Touch goes on: ${part}`,
  from: (at: string): string => `from ${at}`,
};

/** The part as it is shown: a fall may name none. */
export const partText = (part: string, outside: TouchOutside | null): string => (part !== "" ? part : outside === "resuscitation" ? touchWords.resuscitation : outside === "fall" ? touchWords.fall : "touch");

/** Seconds below a minute, else whole minutes. */
export const lengthText = (ms: number): string => (ms < 60_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`);

const why: Record<TouchOutside, string> = {
  fall: "outside the agreement: a fall",
  resuscitation: "outside the agreement: a resuscitation",
  no_agreement: "no agreement on touch is recorded",
  part: "outside the agreement: not agreed",
  withdrawn: "outside the agreement: taken back before",
  person: "outside the agreement: not agreed for this person",
  not_asked: "outside the agreement: nobody asked",
  no_consent: "outside the agreement: no word of consent is recorded",
};
/** How a touch stands to the agreement. */
export const standsText = (outside: TouchOutside | null): string => (outside === null ? "inside the agreement" : why[outside]);

const askedText: Record<TouchAsked, string> = { client: "asked by the client", therapist: "offered", nobody: "not asked for" };

type Told = Extract<Logged, { kind: "touch_agreed" | "touch_narrowed" | "touch_refused" | "touched" | "touch_ended" }>;
const allOr = (part: string): string => (part === "" ? touchWords.all : part);
const some = (...texts: string[]): string => texts.filter((text) => text !== "").join(", ");

/** A line of the log on touch: its tag, its words, what is said quietly. */
export function touchLine(what: Told): { tag: string; text: string; dim: string } {
  switch (what.kind) {
    case "touch_agreed":
      return {
        tag: "touch", text: what.parts.length === 0 ? "none is agreed" : `agreed: ${what.parts.join(", ")}`,
        dim: some(what.people.length > 0 ? `by ${what.people.join(", ")}` : "", what.stop === "" ? "" : touchWords.stopLine(what.stop), what.carried ? "from preparation" : "", what.text),
      };
    case "touch_narrowed":
      return { tag: "touch", text: `no longer agreed: ${allOr(what.part)}`, dim: what.text };
    case "touch_refused":
      return { tag: "stop", text: `${allOr(what.part)}, refused by the client`, dim: what.text };
    case "touched": {
      const consent = what.consent === "" ? "" : `says: ${what.consent}`;
      const length = what.length_ms === null ? "goes on" : lengthText(what.length_ms);
      return { tag: "touch", text: some(partText(what.part, what.outside), askedText[what.asked], length, what.text), dim: some(standsText(what.outside), `by ${what.people.join(", ")}`, consent) };
    }
    case "touch_ended":
      return { tag: "touch", text: `${what.part === "" ? "touch" : what.part} ends`, dim: "" };
  }
}

/** The quiet line about the agreement: what is agreed, and the stop word beside it. */
export function agreedLine(agreed: TouchAgreementView | null): { what: string; value: string } {
  if (agreed === null) return { what: touchWords.lineAbsent, value: "" };
  const taken = agreed.withdrawn.map((part) => allOr(part)).join(", ");
  const value = agreed.stop !== "" ? touchWords.stopLine(agreed.stop) : taken === "" ? "" : touchWords.takenBack(taken);
  return { what: agreed.parts.length === 0 ? touchWords.lineNone : touchWords.line(agreed.parts.join(", ")), value };
}

/** A touch of the chart, for whoever does not see it. */
export const touchText = (one: TouchView, from: string, until: string | null): string => `${partText(one.part, one.outside)}, ${until === null ? touchWords.from(from) : `${from} to ${until}`}, ${standsText(one.outside)}`;
