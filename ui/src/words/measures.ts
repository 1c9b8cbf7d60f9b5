// Words of measures: taking one, reading what was taken, and the page in the client's hands.
import { dayText } from "../time/elapsed";
import type { OutcomeRank } from "../wire/course";
import type { Asked, MeasureItem, Mode } from "../wire/measures";

export const measures = {
  title: "Measures",
  none: "No measure is on record yet.",
  take: "Take a measure",
  leave: "Leave",
  which: "Which measure",
  questions: (n: number): string => (n === 0 ? "scores are entered" : n === 1 ? "1 question" : `${n} questions`),
  how: "How it is answered",
  modes: {
    client: { title: "The client answers here", note: "The whole screen shows the questions and nothing else. A PIN takes the computer back." },
    asked: { title: "Somebody asks", note: "Read the questions aloud and press the number of the answer." },
    entered: { title: "Carried over from paper", note: "Type the answers, or the scores, that stand on it." },
  } satisfies Record<Mode, { title: string; note: string }>,
  barred: { client: "This measure is asked by a trained person.", asked: "The client reads and answers this one.", entered: "" },
  noWords: "Its questions are not part of Holdfast. Its scores are entered.",
  occasion: "What for",
  occasionHint: "For example: baseline, before dose 2, two months. May stay empty.",
  day: "Day it was taken",
  dayHint: "2026-03-02; empty: today",
  dayWrong: "A day of the calendar, as 2026-03-02.",
  go: { client: "Hand the computer over", asked: "Begin", entered: "Begin" } satisfies Record<Mode, string>,
  keep: "Keep",
  answered: (n: number, all: number): string => `${n} of ${all} answered`,
  keys: "Number keys answer and move on. Backspace takes an answer back.",
  between: (from: string, to: string): string => `${from} to ${to}`,
  scoreNeeded: "One score is needed.",
  scoreYesNo: { yes: "Yes", no: "No", none: "Not known" },
  scoresOf: (on: string): string => `Taken ${on === "" ? "today" : `on ${on}`}. A score that is not known stays empty.`,
  scoreWrong: (from: string, to: string): string => `A number from ${from} to ${to}.`,
  stops: (items: string[]): string => `Did not wait: ${items.join("; ")}`,
  stop: (id: string, answer: string): string => `question ${id}${answer === "" ? "" : `, ${answer}`}`,
  notWait: "This answer does not wait: ask about it now, and go by the clinic's plan.",
  waiting: "Answers from before are here again.",
  licence: "Terms",
  // what was taken
  by: { client: "answered by the client", asked: "asked", entered: "carried over" } satisfies Record<Mode, string>,
  missing: (n: number): string => (n === 1 ? "1 not answered" : `${n} not answered`),
  filled: (n: number): string => `${n} not answered, counted as the mean of the others`,
  noScore: "no score",
  since: (change: string): string => `${change} since the first`,
  holds: "yes",
  notHolds: "no",
  undecided: "not decided, answers are missing",
  strike: "Strike",
  strikeWhy: "Why it no longer counts",
  strikeWhyMissing: "A reason is needed.",
  strikeGo: "Strike this entry",
  struck: (why: string): string => `struck: ${why}`,
  chart: (name: string): string => `${name} over the course`,
  table: "Table",
  chartAgain: "Chart",
  columns: ["Day", "Measure", "What for", "Scores", "How", "By"],
  dosing: (n: number): string => `dosing ${n}`,
  ranks: { primary: "Primary", secondary: "Secondary", other: "Others" } satisfies Record<OutcomeRank, string>,
  sourceOf: (text: string): string => `Source: ${text}`,
  cut: (title: string, population: string): string => `${title} (${population})`,
  /** In either direction. */
  changeBy: (by: string): string => `\u00b1${by}`,
  changes: "Change that others found to be more than error",
  change: (by: string, title: string, population: string): string => `${by}: ${title} (${population})`,
} as const;

/** Measure files: those that ship, those that were brought here, and one on its way in. */
export const files = {
  title: "Measures",
  shipped: "ships with Holdfast",
  kept: "in this vault",
  go: "Import a measure file",
  chooseTitle: "Choose a measure file",
  kind: "Measure files",
  taken: "Another file has this name and version. A changed file needs a new version of its own.",
  done: (name: string, at: string): string => `${name} is kept in this vault, ${at}.`,
  version: "Name and version",
  asked: "Who answers",
  questions: "Questions",
  language: "Language",
  /** Its English name; a code that nobody knows stands as it is. */
  languageOf: (code: string): string => {
    try {
      return new Intl.DisplayNames("en", { type: "language" }).of(code) ?? code;
    } catch {
      return code;
    }
  },
  recall: "About",
  licence: "Terms",
  sources: "Sources",
  items: "Its questions",
  asBefore: "the same",
  itemColumns: ["Number", "Question", "Answers"],
  scores: "Its scores",
  scoreColumns: ["Score", "From", "To", "How"],
  computed: "computed",
  entered: "entered by a person",
  findings: (titles: string[]): string => `Rules that hold or do not: ${titles.join(", ")}.`,
} as const;

/** Who may answer, in a word. */
export const asked: Record<Asked, string> = { client: "the client", interviewer: "a trained person asks", either: "either way" };

/** The page in the client's hands. Spoken to the client: plain, short, no code, no name. */
export const handover = {
  unseen: "Questions",
  step: (n: number, all: number): string => `${n} of ${all}`,
  answers: (n: number): string => `${n} answers`,
  end: (value: number, title: string): string => `${value}: ${title}`,
  next: "Next",
  back: "Back",
  skip: "Leave this one out",
  finish: "Finish",
  through: "That was the last question.",
  throughOpen: (n: number): string => (n === 1 ? "One question is not answered. You can go back to it." : `${n} questions are not answered. You can go back to them.`),
  keepOpen: "Finish as it is",
  first: "Back to the first one left out",
  called: "Please call your therapist over now.",
  calledMore: "You do not need to answer anything else. Your answers are safe.",
  done: "Thank you.",
  doneMore: "Your answers are kept. Please give the computer back.",
  takeBack: "For the therapist",
  who: "Who takes it back",
  pin: (name: string): string => `PIN of ${name}`,
  passphrase: "Passphrase of the vault",
  goOn: "Go on with the questions",
  keep: "Keep what was answered",
  later: "Keep nothing yet; the answers wait for the next time",
  open: "Take it back",
} as const;

/** An answer as the client read it, and its number: `“Nearly every day” (3)`; empty: none is known. */
export const answeredWith = (item: MeasureItem | undefined, values: readonly number[] = []): string =>
  values.map((value) => {
    const title = item?.choices.find((one) => one.value === value)?.title;
    return title ? `\u201c${title}\u201d (${value})` : String(value);
  }).join(", ");

const outOfTen = (least: string, most: string): MeasureItem["choices"] =>
  Array.from({ length: 11 }, (_, value) => ({ value, title: value === 0 ? least : value === 10 ? most : "" }));

/** The two ratings of a visit, asked of the client. */
export const ratings: MeasureItem[] = [
  {
    id: "safe", text: "In this visit, how safe did you feel with the team?", heading: "Two questions about the visit. The team reads the answers later, with your record.",
    choices: outOfTen("0: not at all", "10: completely"), several: false, asked_if: null, stop_at: null,
  },
  { id: "understood", text: "In this visit, how well did you feel understood by the team?", heading: null, choices: outOfTen("0: not at all", "10: completely"), several: false, asked_if: null, stop_at: null },
];

/** For the pair, once the computer is back after an answer that did not wait. */
export const stopped = {
  title: (code: string, measure: string, items: string[]): string => `${code}: the answer to question ${items.join(", ")} of ${measure} does not wait`,
  team: "The clinic's plan",
  client: "What the client has read",
  noPlan: "The protocol of the course lays out no plan, or no course is open.",
  own: "The client's own safety plan",
  agreed: (on: string): string => `Agreed on ${dayText(on)}`,
  narrowed: (on: string): string => `No longer holds, since ${dayText(on)}`,
  noOwn: "None is on record.",
  close: "Close",
} as const;

/** On the client's page, for some days after an answer that did not wait. */
export const unwaited = {
  title: "Answers that did not wait",
  said: (measure: string, on: string, by: string): string => `Did not wait: ${measure}, ${on} ${by}`,
  measure: "See the measure", plan: "See the plan", hidePlan: "Hide the plan",
} as const;

/** The same where a person asks: the client has read nothing. */
export const stoppedAsked = { ...stopped, client: "To be said to the client" };
