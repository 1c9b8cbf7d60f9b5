// Doors of care: vitals, not now, why missed, somebody told, red flag, help. Each opens a form; none keeps anything itself.
import { missWords, notNowWords, redWords, tellWords } from "../../../words/session-forms";
import { signList } from "../../../words/session-signs";
import type { Sign, SignValue } from "../../../wire/session";
import type { PromptView } from "../../../wire/view";
import { Fields } from "../fields.svelte";
import { Help } from "../help.svelte";
import { Pick } from "../pick.svelte";
import { Said } from "../said.svelte";
import { Seen } from "../seen.svelte";
import type { Room } from "../session.svelte";
import { openFlags, owed, promptingNow, promptIn, slotOf } from "../slot";
import { clockAt, MINUTE } from "../times";
import { asked } from "../vitals";
import { Vitals } from "../vitals.svelte";

/** The prompt a reading taken now would answer, for the heading and the reason of what is left out. */
function promptNow(room: Room): PromptView | null {
  return promptIn(slotOf(room.view)) ?? promptingNow(room.view)[0] ?? null;
}

/** `when`: what stands in the box of the time; `line`: the line that they were typed in. */
export function vitals(room: Room, values: readonly SignValue[] = [], from: { when?: string; line?: string; signs?: Sign[]; done?: () => void } = {}): void {
  const { when = "", line = "", signs = asked(room.view, room.plan), done } = from;
  const form = new Vitals(room, { values, prompt: promptNow(room), signs, done, line });
  form.when = when;
  room.show(form, room.veiled);
}

export function notNow(room: Room, typed = ""): void {
  const prompts = promptingNow(room.view);
  const first = prompts[0];
  if (!first) return room.show(new Said(room, "notnow", [notNowWords.nothing]));
  const { plan } = room;
  if (!first.deferrable) {
    const capped = first.flag === null && first.deferrals >= plan.deferral_cap;
    return room.show(new Said(room, "notnow", [capped ? notNowWords.capped(plan.deferral_line, plan.deferral_cap) : notNowWords.notDeferrable]));
  }
  const checks = prompts.filter((p) => p.deferrable).flatMap((p) => p.checks);
  const again = clockAt(room.view, room.now + plan.deferral_minutes * MINUTE);
  room.show(
    new Pick(room, {
      name: "notnow",
      title: notNowWords.title,
      options: plan.deferral_reasons,
      typing: "words",
      typed,
      foot: [notNowWords.again(again, plan.deferral_line, plan.deferral_cap, first.deferrals + 1)],
      picked: async (reason, text, form) => void (await form.keep({ act: "defer", checks, reason, text })),
    }),
  );
}

/** Seen: quiets the frame for what prompts now; the due time does not move. */
export function seen(room: Room): boolean {
  const late = promptingNow(room.view).filter((p) => (p.state === "late" || p.state === "due") && !p.seen);
  if (late.length === 0) return false;
  room.show(new Seen(room, late.flatMap((p) => p.checks)));
  return true;
}

/** Why a check was missed or partly taken; a late one that may not be deferred is recorded as missed. */
export function reason(room: Room): void {
  const waiting = owed(room.view)[0];
  const { plan, view } = room;
  if (waiting?.kind === "rest") {
    const { check } = waiting;
    return room.show(
      new Pick(room, {
        name: "rest",
        title: missWords.rest(clockAt(view, check.planned_ms), signList(check.outstanding)),
        options: plan.partial_reasons,
        typing: "words",
        picked: async (id, text, form) => void (await form.keep({ act: "excuse_rest", check: check.id, reason: id, text })),
      }),
    );
  }
  const late = promptingNow(view).find((p) => p.state === "late" && !p.deferrable);
  const check = waiting?.check.id ?? late?.checks[0];
  const at = waiting?.check.planned_ms ?? late?.due_ms;
  if (check === undefined || at === undefined) return room.show(new Said(room, "missed", [missWords.nothing]));
  room.show(
    new Pick(room, {
      name: "missed",
      title: (waiting ? missWords.title : missWords.record)(clockAt(view, at)),
      options: plan.missed_reasons,
      typing: "words",
      picked: async (id, text, form) => void (await form.keep({ act: "explain_miss", check, reason: id, text })),
    }),
  );
}

/** Somebody was told: who answered and what was said. Without a contact that is asked for, any of them. */
export function told(room: Room, contact?: string, flag: number | null = null): void {
  const { plan, view } = room;
  const asking = openFlags(view).find((f) => f.tell !== null && f.told_ms === null);
  const stage = promptingNow(view).find((p) => p.contact !== null);
  const id = contact ?? asking?.tell ?? stage?.contact ?? null;
  const known = plan.contacts.find((c) => c.id === id);
  if (plan.contacts.length === 0) return room.show(new Said(room, "told", [tellWords.none]), room.form?.name === "help");
  room.show(
    new Fields(room, {
      name: "told",
      title: known ? tellWords.title(known.title) : tellWords.called,
      lead: known ? [known.phone] : [],
      fields: [
        ...(known ? [] : [{ id: "contact", label: tellWords.contact, kind: "pick" as const, options: plan.contacts.map((c) => ({ id: c.id, title: c.title })) }]),
        { id: "who", label: tellWords.who, kind: "text", empty: "" },
        { id: "said", label: tellWords.said, kind: "text", empty: tellWords.saidEmpty },
      ],
      keeps: "",
      send: (value, form) =>
        room.act(
          { act: "tell_contact", contact: known?.id ?? value("contact"), who: value("who").trim(), said: value("said").trim(), flag: flag ?? asking?.flag ?? null },
          { key: form.key },
        ),
    }),
    room.form?.name === "help",
  );
}

export function redFlag(room: Room): void {
  const { plan } = room;
  if (plan.red_flags.length === 0) return help(room);
  room.show(
    new Pick(room, {
      name: "red",
      title: redWords.title,
      options: plan.red_flags.map((r) => ({ id: r.id, title: r.title })),
      typing: "none",
      picked: async (kind, _words, form) => {
        if (!(await form.keep({ act: "see_red_flag", kind }))) return;
        help(room, plan.red_flags.find((r) => r.id === kind)?.card);
      },
    }),
    true,
  );
}

export function help(room: Room, card?: string): void {
  if (room.form?.name !== "help") {
    const form = new Help(room);
    form.call = () => told(room);
    room.show(form, true);
  }
  room.card = room.plan.cards.find((c) => c.id === card)?.id ?? room.card;
}
