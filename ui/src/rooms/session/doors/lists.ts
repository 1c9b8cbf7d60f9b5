// Doors of the lists: answering a gate item, passing it over, taking it back, agreeing a closing line, ending the session.
import { closingForm, gateForm } from "../../../words/session-forms";
import { gateName } from "../../../words/log";
import { shown, signList, signName } from "../../../words/session-signs";
import type { Act, GateAnswer } from "../../../wire/act";
import type { Ending } from "../../../wire/session";
import type { ClosingView, GateItemView } from "../../../wire/view";
import { Fields, type FieldSpec } from "../fields.svelte";
import { asOptions, seconds } from "../people";
import { Said } from "../said.svelte";
import { Tick } from "../tick.svelte";
import type { ListId, Room } from "../session.svelte";
import { clockAt, dayMs, differenceOf, secondsOfDay } from "../times";
import { vitals } from "./care";
import { proofOf, secondFields } from "./dose";

export function answer(room: Room, list: ListId, item: GateItemView, done: () => void): void {
  if (item.state === "met") return room.show(new Said(room, "gate", [item.title, gateForm.met]));
  const send = (given: GateAnswer): Act => ({ act: "answer_gate", gate: list, item: item.id, answer: given });
  switch (item.kind.kind) {
    case "tick":
      room.show(new Tick(room, item.title, send({ answer: "yes" }), done));
      return;
    case "finding":
      room.show(
        new Fields(room, {
          name: "finding",
          title: item.title,
          fields: [{ id: "finding", label: gateForm.finding, kind: "text" }],
          keeps: "",
          send: (value, form) => after(room.act(send({ answer: "finding", text: value("finding").trim() }), { key: form.key }), done),
        }),
      );
      return;
    case "signs":
      // A part of the signs leaves the line open, and the mark on it.
      vitals(room, [], { signs: item.kind.signs, done: () => { if (met(room, list, item.id)) done(); } });
      return;
    case "true_time":
      trueTime(room, done);
      return;
    case "timekeeper":
      timekeeper(room, list, item, done);
  }
}

const met = (room: Room, list: ListId, id: string): boolean =>
  room.view.gates.find((gate) => gate.id === list)?.items.find((item) => item.id === id)?.state === "met";

async function after<T>(outcome: Promise<T | null>, done: () => void): Promise<T | null> {
  const failure = await outcome;
  if (failure === null) done();
  return failure;
}

function trueTime(room: Room, done: () => void): void {
  let laptop: number | null = null;
  room.show(
    new Fields(room, {
      name: "truetime",
      title: gateForm.trueTime,
      lead: [gateForm.trueTimeHint],
      fields: [
        { id: "reference", label: gateForm.reference, kind: "figures" },
        { id: "name", label: gateForm.referenceName, kind: "text" },
        ...secondFields(room),
      ],
      keeps: "",
      // Read at the moment Enter is pressed in that box, not when the form is sent.
      passed: (id) => {
        if (id === "reference") laptop = dayMs(room.view, room.exactNow());
      },
      check: (value) => (secondsOfDay(value("reference")) === null || laptop === null ? gateForm.noTime : null),
      send: (value, form) => {
        const reference = secondsOfDay(value("reference")) ?? 0;
        const difference = differenceOf(laptop ?? reference, reference);
        return after(
          room.act({ act: "compare_true_time", difference_ms: Math.round(difference / 1000) * 1000, reference: value("name").trim() }, { key: form.key, second: proofOf(value) }),
          done,
        );
      },
    }),
  );
}

function timekeeper(room: Room, list: ListId, item: GateItemView, done: () => void): void {
  const people = asOptions(room.plan.people.filter((p) => p.has_pin), room.view);
  room.show(
    new Fields(room, {
      name: "timekeeper",
      title: item.title,
      fields: [
        { id: "person", label: gateForm.timekeeper, kind: "pick", options: people },
        {
          id: "tone",
          label: gateForm.tone,
          kind: "pick",
          options: [
            { id: "no", title: gateForm.toneNo },
            { id: "yes", title: gateForm.toneYes },
          ],
        },
      ],
      keeps: "",
      send: (value, form) =>
        after(
          room.act({ act: "answer_gate", gate: list, item: item.id, answer: { answer: "timekeeper", person: value("person"), tone: value("tone") === "yes" } }, { key: form.key }),
          done,
        ),
    }),
  );
}

export function passOver(room: Room, list: ListId, item: GateItemView, done: () => void): void {
  room.show(
    new Fields(room, {
      name: "override",
      title: `${gateForm.passOver}: ${item.title}`,
      lead: [gateName(list)],
      fields: [{ id: "reason", label: gateForm.reason, kind: "text" }, ...secondFields(room)],
      keeps: "",
      send: (value, form) => after(room.act({ act: "override_gate", gate: list, item: item.id, reason: value("reason").trim() }, { key: form.key, second: proofOf(value) }), done),
    }),
  );
}

export function withdraw(room: Room, list: ListId, item: GateItemView): void {
  room.show(
    new Fields(room, {
      name: "withdraw",
      title: `${gateForm.withdraw}: ${item.title}`,
      fields: [{ id: "reason", label: gateForm.reason, kind: "text" }],
      keeps: "",
      send: (value, form) => room.act({ act: "answer_gate", gate: list, item: item.id, answer: { answer: "withdrawn", reason: value("reason").trim() } }, { key: form.key }),
    }),
  );
}

/** The record's value beside a closing line, in words. */
export function besideOf(room: Room, item: ClosingView): string {
  if (item.sign === null) return "";
  if (item.value === null || item.happened_ms === null) return `${signName(item.sign)}: –`;
  return `${signName(item.sign)} ${shown(item.sign, item.value)} at ${clockAt(room.view, item.happened_ms)}`;
}

export function agree(room: Room, item: ClosingView, done: () => void): void {
  room.show(
    new Fields(room, {
      name: "closing",
      title: item.title,
      lead: [besideOf(room, item)].filter((t) => t !== ""),
      fields: [
        { id: "finding", label: closingForm.finding, kind: "text", ...(item.wants_finding ? {} : { empty: closingForm.findingEmpty }) },
        ...secondFields(room),
      ],
      keeps: "",
      send: (value, form) => after(room.act({ act: "agree_closing", item: item.id, finding: value("finding").trim() }, { key: form.key, second: proofOf(value) }), done),
    }),
  );
}

const ENDINGS: Ending[] = ["as_planned", "transferred", "left_against_advice", "stopped", "died"];

export function end(room: Room): void {
  const unmet = room.view.closing.filter((c) => c.agreed === null).length;
  const people = asOptions(seconds(room.plan, room.view), room.view);
  const only = people.length === 1 ? (people[0]?.id ?? "") : "";
  const asPlanned = (value: (id: string) => string): boolean => value("ending") === "as_planned";
  const second: FieldSpec[] = [
    { id: "second", label: closingForm.second, kind: "pick", options: people, value: only, wide: 4, when: asPlanned },
    ...secondFields(room)
      .filter((f) => f.kind === "pin")
      .map((f): FieldSpec => ({ ...f, when: (value) => asPlanned(value) && value("second") !== "" })),
  ];
  room.show(
    new Fields(room, {
      name: "end",
      title: closingForm.end,
      lead: [closingForm.unmet(unmet)].filter((t) => t !== ""),
      fields: [
        { id: "ending", label: closingForm.ending, kind: "pick", options: ENDINGS.map((id) => ({ id, title: closingForm.endings[id] })) },
        { id: "note", label: closingForm.note, kind: "text", empty: closingForm.noteEmpty },
        ...second,
      ],
      keeps: "",
      send: (value, form) => {
        const ending = ENDINGS.find((e) => e === value("ending")) ?? "stopped";
        return room.act({ act: "close", ending, note: value("note").trim() }, { key: form.key, second: asPlanned(value) ? proofOf(value) : null });
      },
    }),
  );
}

/** Titles of what a row of signs asks for, for the list. */
export const signsOf = (item: GateItemView): string => (item.kind.kind === "signs" ? signList(item.kind.signs) : "");
