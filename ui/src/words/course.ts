// The course of care: values, ages and lines of the protocol; never a judgement.
import { dayText } from "../time/elapsed";
import type { Answer, Entry } from "../wire/course";
import type { AdverseLine, AgendaLine, CarriedLine, ContactLine, EarliestLine, ItemLine, JudgedLine, MedicineLine, NeedLine, ReportLine, VisitLine } from "../wire/standing";
import type { Mode } from "../wire/measures";
import type { PlanItem, PlanQuestion } from "../wire/plan_of_course";
import { days } from "./count";

const when = (on: string | null, by?: string | null): string => [on && dayText(on), by].filter(Boolean).join(" ");
const hours = (minutes: number): string => `${Number((minutes / 60).toFixed(2))} h`;

export const pages = {
  overview: "Overview", visits: "Visits", consents: "Consents", medicines: "Medicines", calls: "Calls",
  carried: "Carried on", handouts: "Pages", entries: "Entries",
} as const;
export type Page = keyof typeof pages;

export const course = {
  title: "Course of care",
  pages: "Pages of the course",
  none: "No course is open.",
  noProtocol: "No protocol that may be used in this vault lays out a course.",
  open: "Open a course",
  under: (title: string | undefined, protocol: string, opened: string | null): string => `${title ? `${title} (${protocol})` : protocol}${opened ? `, opened ${dayText(opened)}` : ""}`,
  closed: (on: string, why: string | null): string => `Closed ${dayText(on)}${why ? `: ${why}` : ""}`,
  notCompared: "What differs is read first.",
  close: "Close the course", reopen: "Reopen the course", move: "Go on under another protocol",
  working: "Keeping",
  keep: "Keep", leave: "Back",
  waiting: "What was typed before is here again.",
  days: {
    opens: "Day the course opens", closes: "Day the course closes", done: "Day it was done", began: "Day the visit began", visit: "Day of the visit", notHeld: "Day it was put off, missed or called off",
    rated: "Day it was rated", given: "Day it was given", withdrawn: "Day it was withdrawn", decided: "Day it was decided", answer: "Day of the answer", call: "Day of the call", told: "Day it was told",
    agreed: "Day it was agreed", judged: "Day it was judged", reported: "Day it was reported", used: "Day it was used", taken: "Day it was taken",
  },
  dayHint: "2026-03-02; empty: today", dayWrong: "A day, as 2026-03-02.",
  needed: "This is needed.",
  reason: "Reason", note: "Note", words: "In words", source: "From whom or where it is known",
  /** Which line of the protocol asks for it. */
  askedBy: (n: number | null): string => (n === null ? "" : `Asked for by line ${n} of the protocol.`),
  line: (n: number | null): string => (n === null ? "" : `protocol line ${n}`),
  // the line
  lineTitle: "Visits in order",
  lineKeys: "Arrows move along the line, Enter opens a visit.",
  phases: { not_begun: "not begun", open: "open", done: "done", passed_over: "passed over" } as Record<string, string>,
  overridden: "gate overridden",
  unplanned: "Not planned",
  here: "now",
  givenInAll: (sessions: number, micrograms: number): string =>
    sessions === 0 ? "No dose was given in this course so far." : `Doses were given in ${sessions === 1 ? "1 session" : `${sessions} sessions`} of this course, ${Number((micrograms / 1000).toFixed(3))} mg in all.`,
  // the gate
  next: "Next",
  noNext: "No visit is left.",
  before: (title: string): string => `Before ${title}`,
  /** A gate's own title says before what it stands, or the phase does. */
  gateTitle: (phase: string, title: string): { head: string; more: string } => /^before\b/i.test(title) ? { head: title, more: "" } : { head: course.before(phase), more: title },
  count: (done: number, all: number): string => `${done} of ${all} done`,
  show: "show", hide: "hide",
  passed: "Gates behind",
  passedOn: (on: string): string => `Passed ${dayText(on)}`,
  record: "Record",
  openVisit: "Open the visit",
  override: "Go past this gate",
  overridingTwo: "Two people answer for it: the one who writes, and a second who types a PIN here.",
  overriddenBy: (on: string, by: string, second: string, why: string): string => `Overridden ${dayText(on)} by ${by} and ${second}: ${why}`,
  second: "Second person", noSecond: "A second person of this vault is needed.",
  pin: "PIN of the second person",
  // a visit
  begin: "Begin the visit", form: "How people meet",
  forms: { in_person: "In person", video: "By video", phone: "By phone" } as Record<string, string>,
  present: "Who is there", others: "Others who are there",
  visits: "Visits",
  extra: "A visit that was not planned", kind: "What for",
  kinds: { screening: "Screening", preparation: "Preparation", integration: "Integration", contact: "Contact", follow_up: "Follow-up", dosing: "Dosing" } as Record<string, string>,
  bySession: "A dosing visit is held by its session, started under \u201cDosing sessions\u201d below.",
  firstComes: (title: string): string => `It begins after another visit: \u201c${title}\u201d comes first.`,
  gateFirst: (phase: string): string => `The gate before \u201c${phase}\u201d asks for more first; the overview lists it.`,
  toVisits: "All visits",
  since: (span: string): string => `open for ${span}`, planned: (minutes: number): string => `of ${minutes} min planned`,
  closeVisit: "Close the visit", minutes: "Minutes", minutesWrong: "Whole minutes, 1 to 1440.",
  notHeld: "Not held", otherwise: "Held another way", how: "How, where, by whom",
  hows: { cancelled: "Put off", no_show: "The client did not come", called_off: "Called off for good" } as Record<string, string>,
  agenda: "Agenda", noAgenda: "No agenda in the protocol.",
  measures: "Measures", take: "Take", blinded: "a blinded rater takes it",
  noAnswer: "not answered",
  answer: "Answer", again: "Answer again", lastTime: (answer: string): string => `Last time: ${answer}`, narrow: "Make narrower", narrowed: "Made narrower",
  applies: "Answer", given: "Done", notApplicable: "Not applicable", noteNeeded: "Not applicable: say why in the note.",
  date: "Date", number: "Number", choice: "Choice",
  numberWrong: (from: string, to: string): string => `A number from ${from} to ${to}.`,
  ideation: "Suicidal ideation, 0 to 5", behaviour: "Suicidal behaviour", yes: "Yes", no: "No",
  decision: "May the treatment be offered",
  protocol: "Protocol",
  rate: "Write down the client's two ratings", rateDue: "The client's two ratings are open.", rateHand: "Hand over for the client's two ratings", rateAloud: "Answered aloud or on paper",
  ratedHow: "How the client answered", ratedHows: { asked: "Aloud, asked by somebody", entered: "On paper, carried over here" } as Record<string, string>,
  safe: "Safe with the team, 0 to 10", understood: "Understood by the team, 0 to 10", outOfTen: "A whole number from 0 to 10.",
  rated: (safe: number, understood: number, how: Mode | null): string =>
    `Safe with ${safe}, understood by ${understood} (0 to 10)${how === null ? "" : `, ${{ client: "answered by the client", asked: "answered aloud", entered: "carried over from paper" }[how]}`}`,
  reflect: "Look back on the visit",
  missed: (on: string, noShow: boolean, why: string): string => `${dayText(on)} ${noShow ? "did not come" : "put off"}: ${why}`,
  // lists
  give: "Give consent", withdraw: "Withdraw consent", version: (n: number): string => `version ${n}`,
  consentStates: { not_given: "not given", stands: "stands", other_version: "given in another version", withdrawn: "withdrawn" } as Record<string, string>,
  text: "Text",
  medicines: "Medicines", noMedicines: "No medicines are written down.", addMedicine: "Add a medicine", changeMedicine: "Change",
  medicine: "Medicine, as the client names it", tabled: "In the protocol's table", notTabled: "Not in the table", dose: "Dose", stop: "Day of the last dose", lastDose: (on: string): string => `last dose ${dayText(on)}`, noStop: "no last dose written down",
  outOfTable: "not in the protocol's table: no arithmetic", noSum: "no arithmetic in the protocol's table",
  isTabled: (title: string): string => `\u201c${title}\u201d is a line of the table. Choose it, or change the name.`,
  calls: "Calls", noCalls: "No calls come from the visits held so far.", call: "Write down the call", notReached: "Not reached",
  callTitle: (after: string, day: number): string => `Day ${day} after ${after}`,
  callStates: { planned: "planned", due: "due today", overdue: "overdue", made: "made", not_made: "not made" } as Record<string, string>,
  flag: "flagged by the protocol", tries: (on: string[]): string => `Not reached ${on.map(dayText).join(", ")}`,
  series: "Numbers of the visits", visitColumn: "Visit",
  flagLine: (at: string, below: boolean, line: number): string => `the protocol flags ${at} and ${below ? "less" : "more"}, line ${line}`,
  callsChart: "Numbers of the calls over the days", figures: "Numbers of the calls", somethingAnswered: "Answer one question, or take \u201cNot reached\u201d.",
  insights: "Insights", practices: "Practices", coping: "What helps", techniques: "Techniques used", predictors: "Written down at the beginning",
  fromSession: (number: number): string => `From session ${number}`, takeUp: "Take up", readMoment: "Read in the record", takenUp: "taken up", ownWords: "the client\u2019s own words", starred: "starred",
  saidAt: (clock: string, number: number, own: boolean): string => `${own ? "Said" : "Noted"} at ${clock} in session ${number}`, comesOf: (insight: string): string => `from \u201c${insight}\u201d`, openGuide: "Read its page",
  addInsight: "Add an insight", addPractice: "Add a practice", addCoping: "Add what helps", addTechnique: "Add a technique", addPredictor: "Write down",
  review: "Look again", outcome: "What became of it", outcomes: { kept: "Kept", changed: "Changed", dropped: "Dropped" } as Record<string, string>, nothing: "Nothing yet.",
  adverse: "Adverse events", addAdverse: "Write down an adverse event", followAdverse: "Follow up", term: "What it is called", onset: "Day on which it began",
  grade: "Grade by CTCAE, 1 to 5", gradeWrong: "A whole number from 1 to 5.", gradeLower: (n: number): string => `The highest so far: a whole number from ${n} to 5.`,
  gradeDeath: "Grade 5 is death, and death is grade 5.", serious: "Serious by ICH E2A, where one of these is so", standsNow: "How it stands", adverseWords: "What happened and what was done",
  seriousness: { death: "Death", life_threatening: "Life-threatening", hospitalisation: "Taken into hospital, or kept there longer", disability: "Lasting disability", congenital_anomaly: "Congenital anomaly", important: "Important by medical judgement" } as Record<string, string>,
  judgeAdverse: "Judge its cause", suspects: "What it may come of", suspectNone: "Nothing that was done here", suspectEither: "Either nothing that was done here, or what it may come of.", suspectKinds: { medicine: "The medicine", therapy: "The therapy", procedure: "Something done beside them, such as a blood sample" } as Record<string, string>,
  expected: "Is it among the effects that are known to happen?", expectedKinds: { yes: "Yes, expected", no: "No, unexpected" } as Record<string, string>, grounds: "On what grounds",
  action: "What was done about the treatment", actions: { none: "Nothing", dose_put_off: "The next dose was put off", dose_reduced: "The next dose was made smaller", ended: "The treatment was ended", not_applicable: "There was no next dose" } as Record<string, string>,
  adverseFacts: ["How bad", "Began", "Told", "Since then", "Cause"], reports: "Reports", reportMade: "Record the report", reportWords: "To whom, by which way, under which number",
  adverseOutcomes: { recovered: "Recovered", recovered_with_sequelae: "Recovered with sequelae", recovering: "Recovering", not_recovered: "Not recovered", fatal: "Fatal", unknown: "Unknown" } as Record<string, string>,
  technique: "Belongs to", tags: { cbt: "Cognitive behavioural", mindfulness: "Mindfulness", narrative: "Narrative", somatic: "Somatic", other: "Other" } as Record<string, string>,
  guide: "Page of the protocol", noGuide: "No page", value: "Value", method: "Method",
  handouts: "For the client", guides: "Techniques", print: "Print this page", sourceOf: (text: string): string => `Source: ${text}`,
  enteredOn: (at: string): string => `entered ${at}`, enteredLater: "entered on another day",
  ratedOf: (safe: string, understood: string): string => `safe ${safe} of 10\u2002\u00b7\u2002understood ${understood} of 10`,
  find: "Find an entry", found: (n: number, all: number): string => (n === all ? (all === 1 ? "1 entry" : `${all} entries`) : `${n} of ${all} entries`),
  entries: "Entries", more: (n: number): string => `${n} more`, columns: ["Day", "What", "About", "Words", "By"], strike: "Strike", struck: "struck", entryNumber: (seq: string): string => `entry ${seq}`, strikeTitle: (seq: number): string => `Strike entry ${seq}`,
  strikeHelp: "Strike what should not stand: the entry stays to be read, counts for nothing, and what it did is undone. Without its closing a visit is open again.",
  amendHelp: "Amend words that should read otherwise: the entry goes on counting as it does. A wrong day, number of minutes or answer is struck and written anew.",
  correct: "Correct an entry of it", lasted: (minutes: number): string => `${minutes} min`,
  amend: "Amend", amendTitle: (seq: number): string => `Amend entry ${seq}`, shouldRead: "As it should read", shouldReadShown: (text: string): string => `should read: ${text}`,
  amendedBy: (by: string, reason: string): string => `amended by ${by}: ${reason}`,
} as const;

const needStates: Record<string, string> = { met: "done", lapsed: "lapsed", withdrawn: "withdrawn", other_version: "given in another version",
  decided_against: "decided against", missing: "missing", overridden: "overridden" };

/** `done Mon 2 Mar 2026 MS, until Wed 1 Apr 2026, protocol line 60`. */
export function need(one: NeedLine): string {
  const state = one.state === "missing" && one.key.startsWith("visit:") ? "not held yet" : (needStates[one.state] ?? one.state);
  return [[state, when(one.on, one.by)].filter(Boolean).join(" "), one.until && `until ${dayText(one.until)}`, course.line(one.line)].filter(Boolean).join(", ");
}

/** Where a visit stands, in words. */
export function visitState(visit: VisitLine, title: (id: string) => string): string {
  const n = visit.days;
  switch (visit.state) {
    case "waiting": return visit.after ? `after ${title(visit.after)}` : "waiting";
    case "planned": return n === null ? "planned" : `window opens in ${days(n)}`;
    case "in_window": return n === null ? "may be held now" : `in its window, ${days(n)} left`;
    case "overdue": return n === null ? "overdue" : `overdue by ${days(n)}`;
    case "open": return `open since ${dayText(visit.on ?? "")}`.trim();
    case "held": return `held ${dayText(visit.on ?? "")}${n ? `, ${days(n)} outside its window` : ""}`.trim();
    case "called_off": return `called off ${dayText(visit.on ?? "")}`.trim();
    default: return "not held";
  }
}

/** `5 × 26 h = 6 days after Sun 1 Nov 2026: Sat 7 Nov 2026, protocol line 12`. */
export function sum(one: EarliestLine, stop: string | null): string {
  const product = `${one.multiple} \u00d7 ${hours(one.half_life_minutes)} = ${days(one.half_lives_days)}`;
  const more = [one.plus > 0 && `plus ${days(one.plus)}`, one.at_least > 0 && `at least ${days(one.at_least)}`].filter(Boolean);
  const total = more.length > 0 ? `, ${more.join(", ")}: ${days(one.days)}` : "";
  return `${product}${total}${stop ? ` after ${dayText(stop)}` : ""}: ${dayText(one.on)}, ${course.line(one.line)}`;
}

/** The sum, or the day of the last dose and why there is no sum. */
export function medicineLine(one: MedicineLine): string {
  if (one.earliest) return sum(one.earliest, one.stop);
  const why = one.medicine === null ? course.outOfTable : one.stop ? course.noSum : "";
  return [one.stop ? course.lastDose(one.stop) : course.noStop, why].filter(Boolean).join(", ");
}

const figure = (stored: number, decimals: number): string => (stored / 10 ** decimals).toFixed(decimals);

/** An answer in words. */
export function answer(value: Answer, plan?: PlanItem | PlanQuestion | null): string {
  const parts = plan && "parts" in plan ? plan.parts : [];
  const part = (id: string): string => parts.find((one) => one.id === id)?.title ?? id;
  switch (value.kind) {
    case "tick": return "done";
    case "not_applicable": return "not applicable";
    case "finding": case "text": return value.words;
    case "date": return dayText(value.on);
    case "number": return [figure(value.stored, value.decimals), plan?.scale?.unit].filter(Boolean).join(" ");
    case "yes_no": return value.yes ? "yes" : "no";
    case "choice": return part(value.id);
    case "agreement": return Object.entries(value.parts).map(([id, words]) => `${part(id)}: ${words}`).join("; ");
    case "suicidality": return `ideation ${value.ideation} of 5, behaviour ${value.behaviour ? "yes" : "no"}`;
  }
}

/** `said`: when and by whom, as it was written down. `Mon 2 Mar 2026 14:05 MS, 3 days ago, holds until Wed 1 Apr 2026 (27 days left), protocol line 9`. */
export function provenance(item: ItemLine, said = when(item.on, item.by)): string {
  const ago = item.age === 0 ? "today" : `${days(item.age)} ago`;
  const left = item.days_left === null ? "" : item.days_left < 0 ? ` (lapsed ${days(-item.days_left)} ago)` : ` (${days(item.days_left)} left)`;
  return [said, ago, item.until && `holds until ${dayText(item.until)}${left}`, item.source && `from ${item.source}`, course.line(item.line)].filter(Boolean).join(", ");
}

/** `due today`, `made Thu 5 Mar 2026`. */
export function callState(call: ContactLine): string {
  return [course.callStates[call.state] ?? call.state, call.on ? dayText(call.on) : `on ${dayText(call.due)}`].join(" ");
}

export function carriedState(one: CarriedLine): string {
  return one.outcome ? `${(course.outcomes[one.outcome] ?? one.outcome).toLowerCase()} ${dayText(one.outcome_on ?? "")}`.trim() : "";
}

/** An adverse event, fact by fact: how bad, when it began, when and in which visit it was told, how it stands, its cause. */
export function adverseFacts(one: AdverseLine, visit: string): { name: string; text: string }[] {
  const serious = one.serious.map((each) => (course.seriousness[each] ?? each).toLowerCase()).join(", ");
  const told = one.outcome ? `${(course.adverseOutcomes[one.outcome] ?? one.outcome).toLowerCase()} ${dayText(one.outcome_on ?? "")}`.trim() : "nothing was heard";
  const facts = [`grade ${one.grade}, ${serious ? `serious: ${serious}` : "not serious"}`, dayText(one.onset), [`${dayText(one.on)} ${one.by}`, visit].filter(Boolean).join(", "), told, judgedState(one.judged)];
  return course.adverseFacts.map((name, i) => ({ name, text: facts[i] ?? "" }));
}

/** `may come of the medicine; unexpected; the next dose was put off; judged Thu 5 Mar 2026`. */
export function judgedState(judged: JudgedLine | null): string {
  if (!judged) return "not judged yet";
  const named = judged.suspects.map((each) => (course.suspectKinds[each] ?? each).toLowerCase()).join(", ");
  const cause = named ? `may come of ${named}` : "nothing that was done here";
  return [cause, judged.expected ? "expected" : "unexpected", (course.actions[judged.action] ?? judged.action).toLowerCase(), `judged ${dayText(judged.on)}`].join("; ");
}

/** `made Thu 5 Mar 2026`, or by when it is to be made. */
export function reportState(report: ReportLine): string {
  const days = Math.abs(report.days);
  const many = `${days} ${days === 1 ? "day" : "days"}`;
  const when = report.days < 0 ? `overdue by ${many}, since ${dayText(report.due)}` : report.days === 0 ? "today is the last day" : `due in ${many}, by ${dayText(report.due)}`;
  return report.made ? `made ${dayText(report.made)}, due by ${dayText(report.due)}, ${course.line(report.line)}` : `${when}, ${course.line(report.line)}`;
}

const did: Record<string, string> = {
  adverse_judged: "Cause of an adverse event judged", adverse_reported: "Adverse event reported",
  adverse_noted: "Adverse event", adverse_followed: "Adverse event followed up",
  measure_taken: "Measure taken", struck: "Entry struck", amended: "Entry amended", unlocked: "Unlocked", opened: "Course opened", moved: "Moved to another protocol", visit_begun: "Visit begun", visit_closed: "Visit closed",
  visit_held_otherwise: "Visit held otherwise", visit_not_held: "Visit not held", answered: "Answered", agreement_narrowed: "Agreement made narrower", medicine_kept: "Medicine written down",
  consent_given: "Consent given", consent_withdrawn: "Consent withdrawn", decided_for: "Decided: may be offered", decided_against: "Decided: may not be offered", gate_overridden: "Gate overridden",
  contact_made: "Call made", contact_not_reached: "Call: not reached", alliance_rated: "Rated by the client", reflected: "Looked back", insight_kept: "Insight", practice_agreed: "Practice agreed",
  practice_reviewed: "Practice looked at again", coping_kept: "What helps", coping_reviewed: "What helps, looked at again", technique_used: "Technique used", predictor_taken: "Written down at the beginning",
  closed: "Course closed", reopened: "Course reopened",
};
export const entry = (one: Entry): string => did[one.what] ?? one.what;
export const measureState = (state: string, n: number | null): string =>
  state === "in_window" || state === "due" ? "due" : state === "overdue" ? `overdue${n === null ? "" : ` by ${days(n)}`}` : state === "planned" ? `planned${n === null ? "" : ` in ${days(n)}`}` : state === "taken" ? "taken" : state === "not_taken" ? "not taken" : "waiting";
/** What an agenda line stands on. */
export const answered = (lines: AgendaLine[]): string => course.count(lines.filter((one) => one.row !== null).length, lines.length);
