// Doors of the doses: giving, not giving, correcting a time. Only the confirmation at the end of a form records anything.
import { doseForm, doseTimeForm, formWords, notGivenForm } from "../../../words/session-forms";
import { notGivenName } from "../../../words/log";
import { slotWords } from "../../../words/session";
import { milligrams } from "../../../words/session-signs";
import type { Dose, NotGiven } from "../../../wire/session";
import type { PlannedDose } from "../../../wire/plan";
import { lapsed, lapsedWords } from "../lapsed";
import { Fields, whenOf, type FieldSpec } from "../fields.svelte";
import { asOptions, seconds } from "../people";
import { Pick } from "../pick.svelte";
import { Said } from "../said.svelte";
import type { Room } from "../session.svelte";
import { vitals } from "./care";

/** Who may be the second person, and the PIN box that goes with it. */
export function secondFields(room: Room, options: { nobody?: string } = {}): FieldSpec[] {
  const people = asOptions(seconds(room.plan, room.view), room.view);
  const choices = options.nobody === undefined ? people : [...people, { id: "nobody", title: options.nobody }];
  const only = options.nobody === undefined && people.length === 1 ? people[0]?.id : undefined;
  return [
    { id: "second", label: options.nobody === undefined ? formWords.second : doseForm.witness, kind: "pick", options: choices, value: only ?? "", wide: 4 },
    { id: "pin", label: formWords.pin, kind: "pin", wide: 2, when: (value) => value("second") !== "" && value("second") !== "nobody" },
  ];
}

/** The proof in a form, null when nobody was picked. */
export function proofOf(value: (id: string) => string): { person: string; pin: string } | null {
  const person = value("second");
  return person === "" || person === "nobody" ? null : { person, pin: value("pin") };
}

/** Micrograms of a typed number of milligrams; null: planned; NaN: no number. */
export function microgramsOf(text: string, planned: number | null): number | null {
  const typed = text.trim().replace(",", ".");
  if (typed === "") return planned;
  return /^\d{1,4}(\.\d{1,3})?$/.test(typed) ? Math.round(Number(typed) * 1000) : NaN;
}

export function giveDose(room: Room): void {
  const { plan, view } = room;
  if (view.dose1_ms === null) return giveForm(room, "first", plan.dose1);
  const s = view.supplemental;
  if (!plan.dose2 || !s) return room.show(new Said(room, "dose", [doseForm.given, doseForm.noSupplemental]));
  if (s.given) return room.show(new Said(room, "dose", [doseForm.given]));
  if (s.not_given !== null) return room.show(new Said(room, "dose", [doseForm.decided(notGivenName(s.not_given))]));
  giveForm(room, "supplemental", plan.dose2);
}

function giveForm(room: Room, dose: Dose, planned: PlannedDose): void {
  const { view } = room;
  const gate = view.gates.find((g) => g.id === (dose === "first" ? "dose1" : "dose2"));
  if (gate && gate.open > 0) {
    const toList = (): void => {
      room.list = gate.id;
      room.side = "list";
    };
    const gone = dose === "first" ? lapsed(view) : [];
    const old = gone.find(({ item }) => item.kind.kind === "signs");
    const signs = old?.item.kind.kind === "signs" ? old.item.kind.signs : null;
    return room.show(new Said(room, "dose", [doseForm.gateOpen(gate.open), ...gone.slice(0, 2).map((one) => lapsedWords(one, room.now))], [
      ...(signs ? [{ key: "v", words: slotWords.take, open: () => vitals(room, [], { signs }) }] : []),
      { key: "Enter", words: doseForm.toList, open: toList },
    ]));
  }
  const s = view.supplemental;
  const outside = dose === "supplemental" && s !== null && (view.now_ms < s.opens_ms || view.now_ms >= s.closes_ms);
  room.show(
    new Fields(room, {
      name: "dose",
      title: doseForm.title(planned.title, planned.amount, planned.line),
      fields: [
        planned.amount === null
          ? { id: "kit", label: doseForm.kit, kind: "text", hint: doseForm.blinded, wide: 3 }
          : { id: "amount", label: doseForm.amount, kind: "figures", empty: doseForm.amountEmpty(milligrams(planned.amount)), wide: 3 },
        ...(planned.amount === null ? [] : [{ id: "kit", label: doseForm.kit, kind: "text" as const, empty: doseForm.kitEmpty, wide: 3 }]),
        { id: "when", label: doseForm.when, kind: "time", empty: doseForm.whenEmpty, wide: 3 },
        ...(outside ? [{ id: "reason", label: doseForm.reason, kind: "text" as const }] : []),
        ...secondFields(room, { nobody: doseForm.unwitnessed }),
      ],
      keeps: doseForm.keeps,
      check: (value) => {
        if (Number.isNaN(microgramsOf(value("amount"), planned.amount))) return doseForm.noAmount;
        return whenOf(value("when"), view, room.now) === null ? formWords.noTime : null;
      },
      send: (value, form) =>
        room.act(
          { act: "give_dose", dose, amount: planned.amount === null ? null : microgramsOf(value("amount"), planned.amount), kit: value("kit").trim(), out_of_window: outside ? value("reason").trim() : null },
          { key: form.key, when: whenOf(value("when"), room.view, room.now) ?? { when: "now" }, second: proofOf(value) },
        ),
    }),
  );
}

export function notGiven(room: Room, decision: NotGiven): void {
  const s = room.view.supplemental;
  if (!s || s.given || s.not_given !== null) return room.show(new Said(room, "notgiven", [notGivenForm.tooEarly]));
  room.show(
    new Pick(room, {
      name: decision,
      title: decision === "declined" ? notGivenForm.declined : notGivenForm.withheld,
      options: room.plan.supplemental_reasons,
      typing: "words",
      picked: async (reason, text, form) => void (await form.keep({ act: "decide_not_given", decision, reason, text })),
    }),
  );
}

export function correctTime(room: Room): void {
  const { doses } = room.view;
  if (doses.length === 0) return room.show(new Said(room, "dosetime", [doseTimeForm.none]));
  const options = doses.map((d) => ({ id: d.dose, title: d.dose === "first" ? doseTimeForm.first : doseTimeForm.supplemental }));
  const only = options.length === 1 ? options[0]?.id : undefined;
  room.show(
    new Fields(room, {
      name: "dosetime",
      title: doseTimeForm.title,
      fields: [
        { id: "dose", label: doseTimeForm.dose, kind: "pick", options, value: only ?? "", wide: 3 },
        { id: "when", label: doseTimeForm.time, kind: "time", wide: 3 },
        { id: "reason", label: doseTimeForm.reason, kind: "text" },
      ],
      keeps: "",
      check: (value) => (whenOf(value("when"), room.view, room.now) === null ? formWords.noTime : null),
      send: (value, form) =>
        room.act(
          { act: "correct_dose_time", dose: value("dose") === "supplemental" ? "supplemental" : "first", reason: value("reason").trim() },
          { key: form.key, when: whenOf(value("when"), room.view, room.now) ?? { when: "now" } },
        ),
    }),
  );
}
