// Doors of the day: fluid, quiet, phase, steps, who writes, who is here, session time, a deviation.
import { authorWords, closeWords, deviationWords, fluidWords, phaseWords, quietWords, stepWords, timeForm, whoWords } from "../../../words/session-forms";
import { elapsed, span } from "../../../time/elapsed";
import { Fields } from "../fields.svelte";
import { asOptions } from "../people";
import { Pick } from "../pick.svelte";
import { Said } from "../said.svelte";
import type { Room } from "../session.svelte";
import { clockAt, MINUTE } from "../times";

export function fluid(room: Room, typed = ""): void {
  const plan = room.plan.fluid;
  const lead = [fluidWords.sofar(room.view.drunk_ml), ...(plan ? [fluidWords.cap(plan.cap_ml, plan.line)] : [])];
  room.show(
    new Fields(room, {
      name: "fluid",
      title: fluidWords.title,
      lead: [lead.join("; ")],
      fields: [{ id: "ml", label: fluidWords.ml, kind: "figures", value: /^\d+$/.test(typed) ? typed : "", ...(plan ? { empty: fluidWords.glass(plan.glass_ml) } : {}) }],
      keeps: "",
      check: (value) => (value("ml").trim() === "" || /^\d{1,4}$/.test(value("ml").trim()) ? null : fluidWords.noAmount),
      send: (value, form) => room.act({ act: "drink", millilitres: Number(value("ml").trim() || (plan?.glass_ml ?? 0)) }, { key: form.key }),
    }),
  );
}

export function quiet(room: Room): void {
  const { plan, view } = room;
  if (view.quiet_until_ms !== null) {
    return room.show(
      new Pick(room, {
        name: "quiet",
        title: quietWords.running(clockAt(view, view.quiet_until_ms)),
        options: [{ id: "end", title: quietWords.end }],
        typing: "none",
        picked: async (_id, _words, form) => void (await form.keep({ act: "end_quiet" })),
      }),
    );
  }
  room.show(
    new Pick(room, {
      name: "quiet",
      title: quietWords.title,
      options: plan.quiet_offers_ms.map((ms) => ({ id: String(ms), title: span(ms), hint: quietWords.until(clockAt(view, room.now + ms)) })),
      typing: "none",
      foot: [quietWords.line(plan.quiet_line)],
      picked: async (id, _words, form) => void (await form.keep({ act: "begin_quiet", length_ms: Number(id) })),
    }),
  );
}

export function phase(room: Room, typed = ""): void {
  const { plan, view } = room;
  if (plan.phases.length === 0) return room.show(new Said(room, "phase", [phaseWords.none]));
  room.show(
    new Pick(room, {
      name: "phase",
      title: phaseWords.title,
      options: plan.phases.map((p) => ({ id: p.id, title: p.title, ...(p.id === view.phase ? { hint: phaseWords.now } : {}) })),
      typing: "filter",
      typed,
      rows: 7,
      picked: async (id, _words, form) => void (await form.keep({ act: "set_phase", phase: id })),
    }),
  );
}

export function step(room: Room): void {
  const { view } = room;
  if (view.steps.length === 0) return room.show(new Said(room, "step", [stepWords.none]));
  room.show(
    new Pick(room, {
      name: "step",
      title: stepWords.title,
      options: view.steps.map((s) => ({
        id: s.id,
        title: s.title,
        hint: [s.from_ms === null ? "" : stepWords.from(clockAt(view, s.from_ms)), stepWords.line(s.line)].filter((t) => t !== "").join(", "),
      })),
      typing: "none",
      rows: 6,
      picked: async (id, _words, form) => void (await form.keep({ act: "tick_step", step: id })),
    }),
  );
}

export function author(room: Room): void {
  const others = asOptions(room.plan.people.filter((p) => p.has_pin && p.id !== room.view.author), room.view);
  if (others.length === 0) return room.show(new Said(room, "author", [authorWords.nobody]));
  const only = others.length === 1 ? others[0]?.id : undefined;
  const form: Fields = new Fields(room, {
    name: "author",
    title: authorWords.title,
    fields: [
      { id: "second", label: authorWords.person, kind: "pick", options: others, value: only ?? "" },
      { id: "pin", label: authorWords.pin, kind: "pin", when: (value) => value("second") !== "" },
    ],
    keeps: "",
    send: (value) => room.takePen({ person: value("second"), pin: value("pin") }),
  });
  if (only !== undefined) form.at = 1;
  room.show(form);
}

export function who(room: Room): void {
  const { plan, view } = room;
  room.show(
    new Pick(room, {
      name: "who",
      title: whoWords.title,
      options: plan.people.map((p) => ({ id: p.id, title: `${p.initials}  ${p.name}`, hint: view.present.includes(p.id) ? whoWords.here : whoWords.out })),
      typing: "filter",
      rows: 7,
      foot: [whoWords.changes],
      picked: async (person, _words, form) => {
        if (view.present.includes(person)) goesOut(room, person);
        else await form.keep({ act: "come_in", person });
      },
    }),
  );
}

function goesOut(room: Room, person: string): void {
  room.show(
    new Fields(room, {
      name: "out",
      title: whoWords.goesOut(room.initials(person)),
      fields: [{ id: "handover", label: whoWords.handover, kind: "text", empty: whoWords.none }],
      keeps: "",
      send: (value, form) => room.act({ act: "go_out", person, handover: value("handover").trim() }, { key: form.key }),
    }),
  );
}

/** Time since the dose as typed, in milliseconds; null when it is no time. */
export function typedElapsed(text: string): number | null {
  const parts = /^(\d{1,2}):?(\d{2})$/.exec(text.trim());
  if (!parts || Number(parts[2]) > 59) return null;
  return (Number(parts[1]) * 60 + Number(parts[2])) * MINUTE;
}

export function confirmTime(room: Room): void {
  if (!room.view.estimated) return room.show(new Said(room, "time", [timeForm.none]));
  const since = room.view.dose1_ms ?? room.view.arrival_ms;
  room.show(
    new Fields(room, {
      name: "time",
      title: timeForm.title,
      lead: [timeForm.shown(elapsed(room.now - since))],
      fields: [{ id: "since", label: timeForm.time, kind: "time", empty: timeForm.empty }],
      keeps: "",
      check: (value) => (value("since").trim() === "" || typedElapsed(value("since")) !== null ? null : timeForm.noTime),
      send: (value, form) => {
        const typed = typedElapsed(value("since"));
        const now = room.now - since;
        // Typed minutes are whole: the seconds of the estimate stay.
        const by_ms = typed === null ? 0 : Math.round((typed - (now - (((now % MINUTE) + MINUTE) % MINUTE))) / MINUTE) * MINUTE;
        return room.act({ act: "confirm_elapsed", by_ms }, { key: form.key });
      },
    }),
  );
}

export function deviation(room: Room): void {
  room.show(
    new Fields(room, {
      name: "deviation",
      title: deviationWords.title,
      fields: [
        { id: "text", label: deviationWords.text, kind: "text" },
        {
          id: "weight",
          label: deviationWords.weight,
          kind: "pick",
          options: [
            { id: "minor", title: deviationWords.minor },
            { id: "important", title: deviationWords.important },
          ],
        },
        { id: "action", label: deviationWords.action, kind: "text", empty: "" },
      ],
      keeps: "",
      send: (value, form) =>
        room.act({ act: "report_deviation", text: value("text").trim(), important: value("weight") === "important", action: value("action").trim() }, { key: form.key }),
    }),
  );
}

export function closeWindow(room: Room): void {
  if (room.form?.name === "closewindow") return;
  room.show(new Fields(room, { name: "closewindow", title: closeWords.title, lead: [closeWords.lead], fields: [], keeps: "", send: () => room.closeWindow() }), true);
}
