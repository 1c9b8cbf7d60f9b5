// Forms of the course, as data: what is asked, and the act that comes of what was typed. Pure.
import { shown, stored } from "../../kit/figure";
import { isDay } from "../../time/elapsed";
import type { Answer, CourseAct } from "../../wire/course";
import type { CoursePlan, PlanConsent, PlanItem, PlanQuestion } from "../../wire/plan_of_course";
import type { ContactLine, VisitLine } from "../../wire/standing";
import { course as words } from "../../words/course";

export interface Option { value: string; title: string }
export interface Part {
  name: string; label: string; type: "line" | "words" | "figure" | "choice" | "ticks";
  options?: Option[]; hint?: string; start?: string;
  /** It may stay unanswered. */
  open?: boolean;
}
/** What stands against one field. */
export interface Wrong { wrong: string; why: string }
export type Typed = Record<string, string>;

export interface Spec {
  /** Names the form: its draft is kept under it. */
  place: string;
  title: string;
  help?: string[];
  parts: Part[];
  /** The day may be typed, and of what it is the day. */
  day?: string;
  /** What is picked in this part is compared with this protocol, and the difference is seen before the act. */
  compare?: { part: string; before: string };
  /** A second person shows by PIN that it is them. */
  second?: boolean;
  act: (typed: Typed) => CourseAct | Wrong;
}

export const isWrong = (made: CourseAct | Wrong): made is Wrong => "wrong" in made;
const of = (typed: Typed, name: string): string => (typed[name] ?? "").trim();
/** Whether a choice stands without an answer that the act asks for. */
export const unanswered = (part: Part, typed: Typed): boolean =>
  part.type === "choice" && !part.open && of(typed, part.name) === "" && of(typed, "applies") !== "no";
const needed = (wrong: string, why: string = words.needed): Wrong => ({ wrong, why });
const list = (record: Record<string, string>): Option[] => Object.entries(record).map(([value, title]) => ({ value, title }));
const yesNo: Option[] = [{ value: "yes", title: words.yes }, { value: "no", title: words.no }];
const some = (text: string): string | null => (text === "" ? null : text);
export const ids = (text: string): string[] => text.split(" ").filter(Boolean);

function whole(text: string, from: number, to: number): number | undefined {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  return value >= from && value <= to ? value : undefined;
}

/** A form of one needed text. */
function told(place: string, title: string, label: string, act: (words: string) => CourseAct, more: Partial<Spec> = {}): Spec {
  return {
    place, title, parts: [{ name: "words", label, type: "words" }], ...more,
    act: (typed) => (of(typed, "words") === "" ? needed("words") : act(of(typed, "words"))),
  };
}

/** Where there is a choice of protocols none is taken to begin with. */
export function openCourse(protocols: Option[]): Spec {
  const [only, ...others] = protocols;
  return {
    place: "open", title: words.open, day: words.days.opens,
    parts: [{ name: "protocol", label: words.protocol, type: "choice", options: protocols, ...(only && others.length === 0 ? { start: only.value } : {}) }],
    act: (typed) => (of(typed, "protocol") === "" ? needed("protocol") : { act: "open", protocol: of(typed, "protocol") }),
  };
}

export function moveCourse(protocols: Option[], before: string): Spec {
  return {
    place: "move", title: words.move, compare: { part: "protocol", before },
    parts: [{ name: "protocol", label: words.protocol, type: "choice", options: protocols }, { name: "reason", label: words.reason, type: "words" }],
    act: (typed) => of(typed, "protocol") === "" ? needed("protocol") : of(typed, "reason") === "" ? needed("reason")
      : { act: "move", protocol: of(typed, "protocol"), reason: of(typed, "reason") },
  };
}

export const closeCourse = (): Spec => told("close", words.close, words.reason, (reason) => ({ act: "close", reason }), { day: words.days.closes });
export const reopenCourse = (): Spec => told("reopen", words.reopen, words.reason, (reason) => ({ act: "reopen", reason }));
/** `reads`: what the entry says now. */
export const strike = (seq: number, reads: string): Spec => told(`strike ${seq}`, words.strikeTitle(seq), words.reason, (reason) => ({ act: "strike", seq, reason }), { help: [reads, words.strikeHelp] });
export function amend(seq: number, start: string, reads: string): Spec {
  return {
    place: `amend ${seq}`, title: words.amendTitle(seq), help: [reads, words.amendHelp],
    parts: [{ name: "words", label: words.shouldRead, type: "words", ...(start === "" ? {} : { start }) }, { name: "reason", label: words.reason, type: "words" }],
    act: (typed) => of(typed, "words") === "" ? needed("words") : of(typed, "reason") === "" ? needed("reason")
      : { act: "amend", seq, words: of(typed, "words"), reason: of(typed, "reason") },
  };
}
export const override = (gate: string, title: string): Spec =>
  told(`override ${gate}`, `${words.override}: ${title}`, words.reason, (reason) => ({ act: "override_gate", gate, reason }), { second: true, help: [words.overridingTwo] });
export const reflect = (visit: string): Spec => told(`reflect ${visit}`, words.reflect, words.words, (said) => ({ act: "reflect", visit, words: said }), { day: words.days.done });
export const narrow = (item: PlanItem): Spec => told(`narrow ${item.id}`, `${words.narrow}: ${item.title}`, words.words, (said) => ({ act: "narrow_agreement", item: item.id, words: said }));

const there = (people: Option[], author: string, form: string): Part[] => [
  { name: "form", label: words.form, type: "choice", options: list(words.forms), start: form in words.forms ? form : "in_person" },
  { name: "present", label: words.present, type: "ticks", options: people, start: author },
  { name: "others", label: words.others, type: "line" },
];

export function beginVisit(visit: VisitLine, people: Option[], author: string): Spec {
  return {
    place: `begin ${visit.id}`, title: words.begin, day: words.days.began, parts: there(people, author, visit.form),
    act: (typed) => ids(of(typed, "present")).length === 0 ? needed("present")
      : { act: "begin_visit", visit: visit.id, form: of(typed, "form"), present: ids(of(typed, "present")), others: of(typed, "others") },
  };
}

export function beginExtra(people: Option[], author: string): Spec {
  const kinds = list(words.kinds).filter((one) => one.value !== "dosing");
  return {
    place: "begin extra", title: words.extra, day: words.days.began,
    parts: [{ name: "kind", label: words.kind, type: "choice", options: kinds, start: "integration" }, { name: "title", label: words.words, type: "line" }, ...there(people, author, "")],
    act: (typed) => of(typed, "title") === "" ? needed("title") : ids(of(typed, "present")).length === 0 ? needed("present")
      : { act: "begin_extra_visit", kind: of(typed, "kind"), title: of(typed, "title"), form: of(typed, "form"), present: ids(of(typed, "present")), others: of(typed, "others") },
  };
}

export function closeVisit(visit: string, minutes: number | null): Spec {
  return {
    place: `close ${visit}`, title: words.closeVisit, day: words.days.visit,
    parts: [{ name: "minutes", label: words.minutes, type: "figure", ...(minutes ? { start: String(minutes) } : {}) }, { name: "note", label: words.note, type: "words" }],
    act: (typed) => {
      const n = whole(of(typed, "minutes"), 1, 1440);
      return n === undefined ? needed("minutes", words.minutesWrong) : { act: "close_visit", visit, minutes: n, note: of(typed, "note") };
    },
  };
}

export function holdOtherwise(visit: string): Spec {
  return {
    place: `otherwise ${visit}`, title: words.otherwise, day: words.days.visit,
    parts: [{ name: "how", label: words.how, type: "words" }, { name: "minutes", label: words.minutes, type: "figure" }],
    act: (typed) => {
      const n = whole(of(typed, "minutes"), 1, 1440);
      if (of(typed, "how") === "") return needed("how");
      if (of(typed, "minutes") !== "" && n === undefined) return needed("minutes", words.minutesWrong);
      return { act: "hold_otherwise", visit, how: of(typed, "how"), minutes: n ?? null };
    },
  };
}

export function doNotHold(visit: string): Spec {
  return {
    place: `not-held ${visit}`, title: words.notHeld, day: words.days.notHeld,
    parts: [{ name: "how", label: words.notHeld, type: "choice", options: list(words.hows), start: "cancelled" }, { name: "reason", label: words.reason, type: "words" }],
    act: (typed) => of(typed, "reason") === "" ? needed("reason") : { act: "do_not_hold", visit, how: of(typed, "how"), reason: of(typed, "reason") },
  };
}

export function rate(visit: string): Spec {
  return {
    place: `rate ${visit}`, title: words.rate, day: words.days.rated,
    parts: [
      { name: "mode", label: words.ratedHow, type: "choice", options: list(words.ratedHows) },
      { name: "safe", label: words.safe, type: "figure" }, { name: "understood", label: words.understood, type: "figure" },
    ],
    act: (typed) => {
      const mode = of(typed, "mode");
      if (mode !== "asked" && mode !== "entered") return needed("mode");
      const [safe, understood] = [whole(of(typed, "safe"), 0, 10), whole(of(typed, "understood"), 0, 10)];
      if (safe === undefined) return needed("safe", words.outOfTen);
      if (understood === undefined) return needed("understood", words.outOfTen);
      return { act: "rate_alliance", visit, safe, understood, mode };
    },
  };
}

export function consent(one: PlanConsent, gives: boolean): Spec {
  return {
    place: `${gives ? "give" : "withdraw"} ${one.id}`, title: `${gives ? words.give : words.withdraw}: ${one.title}`, day: gives ? words.days.given : words.days.withdrawn,
    help: [words.version(one.version), ...one.text], parts: [{ name: "note", label: words.note, type: "words" }],
    act: (typed) => ({ act: gives ? "give_consent" : "withdraw_consent", consent: one.id, note: of(typed, "note") }),
  };
}

function decide(item: PlanItem): Spec {
  return {
    place: "decide", title: item.title, day: words.days.decided,
    parts: [{ name: "eligible", label: words.decision, type: "choice", options: yesNo }, { name: "reason", label: words.reason, type: "words" }],
    act: (typed) => of(typed, "eligible") === "" ? needed("eligible") : of(typed, "reason") === "" ? needed("reason")
      : { act: "decide", eligible: of(typed, "eligible") === "yes", reason: of(typed, "reason") },
  };
}

function figureOf(scale: PlanItem["scale"], text: string): Answer | Wrong {
  if (!scale) return needed("value");
  const value = stored(text, scale.decimals);
  if (value === undefined || value < scale.from || value > scale.to) {
    return needed("value", words.numberWrong(shown(scale.from, scale.decimals), shown(scale.to, scale.decimals)));
  }
  return { kind: "number", stored: value, decimals: scale.decimals };
}

/** The parts in which an item's answer is typed. */
function asked(item: PlanItem): Part[] {
  const scale = item.scale;
  switch (item.kind) {
    case "finding": case "text": return [{ name: "value", label: words.words, type: "words" }];
    case "date": return [{ name: "value", label: words.date, type: "figure", hint: "2026-03-02" }];
    case "number": return [{ name: "value", label: [words.number, scale?.unit].filter(Boolean).join(", "), type: "figure", ...(scale ? { hint: words.numberWrong(shown(scale.from, scale.decimals), shown(scale.to, scale.decimals)) } : {}) }];
    case "choice": return [{ name: "value", label: words.choice, type: "choice", options: item.parts.map((part) => ({ value: part.id, title: part.title })) }];
    case "agreement": return item.parts.map((part) => ({ name: `part ${part.id}`, label: part.title, type: "words" }));
    case "suicidality": return [{ name: "value", label: words.ideation, type: "figure" }, { name: "behaviour", label: words.behaviour, type: "choice", options: yesNo }];
    default: return [];
  }
}

function answerOf(item: PlanItem, typed: Typed): Answer | Wrong {
  const value = of(typed, "value");
  if (item.kind === "tick") return { kind: "tick" };
  if (item.kind === "agreement") {
    const parts = Object.fromEntries(item.parts.flatMap((part) => { const said = of(typed, `part ${part.id}`); return said === "" ? [] : [[part.id, said]]; }));
    return Object.keys(parts).length === 0 ? needed(`part ${item.parts[0]?.id ?? ""}`) : { kind: "agreement", parts };
  }
  if (value === "") return needed("value");
  if (item.kind === "finding") return { kind: "finding", words: value };
  if (item.kind === "text") return { kind: "text", words: value };
  if (item.kind === "date") return isDay(value) ? { kind: "date", on: value } : needed("value", words.dayWrong);
  if (item.kind === "number") return figureOf(item.scale, value);
  if (item.kind === "choice") return { kind: "choice", id: value };
  const ideation = whole(value, 0, 5);
  if (ideation === undefined) return needed("value", words.numberWrong("0", "5"));
  if (of(typed, "behaviour") === "") return needed("behaviour");
  return { kind: "suicidality", ideation, behaviour: of(typed, "behaviour") === "yes" };
}

const mayNotApply = ["tick", "finding", "text", "date", "number", "choice"];

/** The form of an item, by its kind; a consent and the decision are acts of their own. */
export function item(one: PlanItem, plan: CoursePlan, visit: string | null): Spec {
  const agreed = one.kind === "consent" && plan.consents.find((each) => each.id === one.consent);
  if (agreed) return consent(agreed, true);
  if (one.kind === "decision") return decide(one);
  const applies: Part[] = mayNotApply.includes(one.kind)
    ? [{ name: "applies", label: words.applies, type: "choice", start: "yes", options: [{ value: "yes", title: one.kind === "tick" ? words.given : words.applies }, { value: "no", title: words.notApplicable }] }] : [];
  return {
    place: `item ${one.id}`, title: one.title, day: words.days.answer, help: [one.help ?? "", words.askedBy(one.line)].filter(Boolean),
    parts: [...applies, ...asked(one), { name: "source", label: words.source, type: "line" }, { name: "note", label: words.note, type: "words" }],
    act: (typed) => {
      const off = applies.length > 0 && of(typed, "applies") === "no";
      if (off && of(typed, "note") === "") return needed("note", words.noteNeeded);
      const value = off ? ({ kind: "not_applicable" } as const) : answerOf(one, typed);
      return "wrong" in value ? value : { act: "answer", item: one.id, value, source: of(typed, "source"), note: of(typed, "note"), visit };
    },
  };
}

function heard(one: PlanQuestion, text: string): Answer | Wrong {
  if (one.kind === "number") { const made = figureOf(one.scale, text); return "wrong" in made ? { ...made, wrong: one.id } : made; }
  return one.kind === "yes_no" ? { kind: "yes_no", yes: text === "yes" } : { kind: "text", words: text };
}

export function call(one: ContactLine, title: string, questions: PlanQuestion[]): Spec {
  const part = (q: PlanQuestion): Part => {
    const hint = q.scale ? words.numberWrong(shown(q.scale.from, q.scale.decimals), shown(q.scale.to, q.scale.decimals)) : words.line(q.line);
    return q.kind === "yes_no" ? { name: q.id, label: q.title, type: "choice", options: yesNo, open: true } : { name: q.id, label: q.title, type: q.kind === "number" ? "figure" : "words", hint };
  };
  return {
    place: `call ${one.after} ${one.day}`, title, day: words.days.call, parts: questions.map(part),
    act: (typed) => {
      const answers: Record<string, Answer> = {};
      for (const q of questions) {
        if (of(typed, q.id) === "") continue;
        const made = heard(q, of(typed, q.id));
        if ("wrong" in made) return made;
        answers[q.id] = made;
      }
      return Object.keys(answers).length === 0 ? needed(questions[0]?.id ?? "", words.somethingAnswered) : { act: "make_contact", after: one.after, day: one.day, answers };
    },
  };
}

export function notReached(one: ContactLine, title: string): Spec {
  return { place: `miss ${one.after} ${one.day}`, title: `${words.notReached}: ${title}`, day: words.days.call, parts: [{ name: "note", label: words.note, type: "words" }],
    act: (typed) => ({ act: "miss_contact", after: one.after, day: one.day, note: of(typed, "note") }) };
}

export { list, of, needed, some, told };
