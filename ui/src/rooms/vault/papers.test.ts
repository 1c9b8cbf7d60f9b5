import { expect, it } from "vitest";
import { FakeHost, failure } from "../../host/fake";
import type { FormDraft } from "../../wire/drafts";
import type { LicenceLine, Papers } from "../../wire/licences";
import type { Person } from "../../wire/people";
import { dutyWhat, licences as words, stands } from "../../words/licences";
import { PapersDesk } from "./papers.svelte";

const licence: LicenceLine = { number: "PSY-1", jurisdiction: "Vestland", until: "2031-05-01", standing: "lapsed", days: 12 };
const papers = (change: Partial<Papers> = {}): Papers[] => [{ person: "p2", licence: null, duties: [], ...change }, { person: "p3", licence: null, duties: [] }];
const ak = { id: "p2", name: "Aksel Krog", initials: "AK" } as Person;
const task = { line: 0, kind: "delegated" as const, words: "Vital signs", on: "2031-05-01", by: "MS", ends: null, ended: null };

async function desk(answers: Partial<ConstructorParameters<typeof FakeHost>[0]> = {}, kept = papers()): Promise<{ host: FakeHost; at: PapersDesk }> {
  const forms: FormDraft[] = [];
  const host = new FakeHost({
    people_papers: () => kept, people_licence: ({ number, jurisdiction, until }) => papers({ licence: { ...licence, number, jurisdiction, until, standing: "holds", days: 700 } }),
    people_duty: () => papers({ duties: [task] }), forms_of: () => forms, forms_keep: (form) => void forms.push(form), ...answers,
  });
  const at = new PapersDesk(host);
  await at.load();
  at.begin(ak);
  return { host, at };
}

it("asks nothing until number, jurisdiction and a day of the calendar are typed, and shows what was kept", async () => {
  const { host, at } = await desk();
  at.open("licence");
  at.type("number", " PSY-12/4 ");
  at.type("until", "2033-02-29");
  await at.keepLicence();
  expect([at.tried, at.untilWrong, host.asks("people_licence")]).toEqual([true, true, []]);
  at.type("until", "2033-05-31");
  await at.keepLicence();
  expect(host.asks("people_licence")).toEqual([]);
  at.type("jurisdiction", "Vestland");
  await at.keepLicence();
  expect(host.asks("people_licence")).toEqual([{ person: "p2", number: "PSY-12/4", jurisdiction: "Vestland", until: "2033-05-31" }]);
  expect([at.form, words.cell(at.kept)]).toEqual(["", "PSY-12/4, Vestland, until Tue 31 May 2033"]);
  expect(host.asks("forms_keep").at(-1)).toMatchObject({ place: "licence p2", text: "" });
});

it("begins a renewal with what stands, but not with its day, and keeps what was typed where it is refused", async () => {
  const { at } = await desk({ people_licence: () => { throw failure("not_allowed"); } }, papers({ licence }));
  at.open("licence");
  expect(at.licence).toEqual({ number: "PSY-1", jurisdiction: "Vestland", until: "" });
  at.type("until", "2033-05-31");
  await at.keepLicence();
  expect([at.form, at.attempt.failure?.code, at.licence.until]).toEqual(["licence", "not_allowed", "2033-05-31"]);
});

it("finds a form again that was left, and leaves the form before the sheet", async () => {
  const { at } = await desk();
  at.open("licence");
  at.type("number", "PSY-12");
  at.back();
  expect([at.form, at.person?.id]).toEqual(["", "p2"]);
  at.open("licence");
  await Promise.resolve();
  await new Promise((done) => setTimeout(done));
  expect([at.licence.number, at.unfinished?.licence.waiting]).toEqual(["PSY-12", true]);
  at.back();
  at.back();
  expect(at.person).toBe(null);
});

it("writes down a training, a delegated task with who delegates it, and that one has ended", async () => {
  const { host, at } = await desk();
  at.open("duty");
  at.typeDuty("words", "Vital signs");
  at.typeDuty("what", "delegated");
  await at.keepDuty();
  expect(host.asks("people_duty")).toEqual([]);
  at.typeDuty("by", "p1");
  at.typeDuty("on", "31.5.2031");
  await at.keepDuty();
  expect([at.onWrong, host.asks("people_duty")]).toEqual([true, []]);
  at.typeDuty("on", "");
  await at.keepDuty();
  expect(host.asks("people_duty")).toEqual([{ person: "p2", kind: "delegated", words: "Vital signs", on: "", by: "p1", ends: null }]);
  expect(at.tasks.map((line) => line.line)).toEqual([0]);
  at.open("duty");
  at.typeDuty("what", "ended 0");
  at.typeDuty("words", "on leave");
  await at.keepDuty();
  expect(host.asks("people_duty").at(-1)).toEqual({ person: "p2", kind: "ended", words: "on leave", on: "", by: null, ends: 0 });
});

it("says how a licence stands, and what a line says", () => {
  expect(words.cell(null)).toBe("no licence recorded");
  expect([null, licence, { ...licence, standing: "holds" as const }].map(words.short)).toEqual(["none recorded", "lapsed Thu 1 May 2031", "until Thu 1 May 2031"]);
  expect(stands(licence)).toBe("lapsed, its last day was Thu 1 May 2031, 12 days ago");
  expect(stands({ ...licence, standing: "lapses_soon", days: 1 })).toBe("until Thu 1 May 2031, 1 day left");
  expect(stands({ ...licence, standing: "lapses_soon", days: 0 })).toBe("today is its last day");
  const ended = { ...task, ended: "2031-05-02" };
  expect(dutyWhat(ended, [ended])).toBe("delegated by MS, ended Fri 2 May 2031");
  expect(dutyWhat({ ...task, line: 1, kind: "ended", ends: 0 }, [ended])).toBe("ended: Vital signs");
});

it("puts late answers about one person into nobody else's form", async () => {
  const waits: (() => void)[] = [];
  const forms = [{ client: null, place: "licence p2", text: '{"number":"PSY-12"}', caret: 0 }];
  const { host, at } = await desk({ forms_of: () => new Promise((done) => waits.push(() => done(forms))), people_licence: () => new Promise((done) => waits.push(() => done(papers()))) });
  at.open("licence");
  at.begin({ id: "p3", name: "Inga Lund" } as Person);
  at.open("licence");
  waits.splice(0).forEach((answer) => answer());
  await new Promise((done) => setTimeout(done));
  expect(at.licence.number).toBe("");
  at.begin(ak);
  at.open("licence");
  for (const [field, text] of [["number", "PSY-1"], ["jurisdiction", "Vestland"], ["until", "2033-05-31"]] as const) at.type(field, text);
  const keeping = at.keepLicence();
  at.begin({ id: "p3", name: "Inga Lund" } as Person);
  at.open("licence");
  at.type("number", "MED-9");
  await expect.poll(() => host.asks("people_licence").length).toBe(1);
  waits.splice(0).forEach((answer) => answer());
  await keeping;
  expect([at.form, at.licence.number]).toEqual(["licence", "MED-9"]);
  expect(host.asks("forms_keep").filter((form) => form.text === "").map((form) => form.place)).toEqual(["licence p2"]);
});
