// Doors of touch: a touch begins, is told or ends; the client says stop; the agreement is made, sober, and made narrower.
// `t`, a part, who asked: three keys, and it is kept. Each list can be searched by letters.
import { lengthText, partText, touchWords as words } from "../../../words/touch";
import type { Act } from "../../../wire/act";
import type { TouchAsked, TouchNeed } from "../../../wire/session";
import { Fields } from "../fields.svelte";
import { Pick, type PickOption } from "../pick.svelte";
import { Said } from "../said.svelte";
import type { Room } from "../session.svelte";
import { clockAt, MINUTE, SECOND } from "../times";

/** What was typed behind `/touch`: a part, and how long it lasted. */
export function typedTouch(typed: string): { part: string; length_ms: number | null } {
  const found = /^(.*?)(?:^|\s+)(\d{1,4})\s*(s|sec|m|min|h)?$/i.exec(typed.trim());
  if (found?.[2] === undefined) return { part: typed.trim(), length_ms: null };
  const unit = (found[3] ?? "m").toLowerCase();
  const each = unit.startsWith("s") ? SECOND : unit === "h" ? 60 * MINUTE : MINUTE;
  const length = Number(found[2]) * each;
  return { part: (found[1] ?? "").trim(), length_ms: length > 0 ? length : null };
}

export function touch(room: Room, typed = ""): void {
  const { part, length_ms } = typedTouch(typed);
  if (part !== "") {
    if (/^(stop|no|refuse)$/i.test(part)) return stop(room);
    return whoAsked(room, part, length_ms);
  }
  const { view } = room;
  const agreed = view.touch_agreed;
  const running = view.touches.filter((one) => one.until_ms === null);
  const options: PickOption[] = [
    ...running.map((one) => ({ id: `end ${one.touch}`, title: words.ends(partText(one.part, one.outside), clockAt(view, one.from_ms)) })),
    ...(agreed?.parts ?? []).map((one, i) => ({ id: `part ${i}`, title: one })),
    { id: "stop", title: words.stop },
    { id: "other", title: words.other },
    { id: "fall", title: words.fall },
    { id: "resuscitation", title: words.resuscitation },
    ...((agreed?.parts.length ?? 0) > 0 ? [{ id: "narrow", title: words.narrow }] : []),
    ...(view.dose1_ms === null ? [{ id: "agree", title: words.agree }] : []),
  ];
  // Short names stand in two columns.
  const rows = options.some((one) => one.title.length > 25) ? 5 : 10;
  const stands = agreed === null ? words.notAgreed : agreed.parts.length === 0 ? words.noneAgreed : agreed.stop === "" ? "" : words.stopLine(agreed.stop);
  room.show(
    new Pick(room, {
      name: "touch",
      title: words.title,
      options,
      typing: "filter",
      rows,
      foot: stands === "" ? [] : [stands],
      picked: async (id, _words, form) => {
        const [kind, which] = id.split(" ");
        if (kind === "end") return void (await form.keep({ act: "end_touch", touch: Number(which) }));
        if (kind === "part") return whoAsked(room, agreed?.parts[Number(which)] ?? "", length_ms);
        if (kind === "stop") return stop(room);
        if (kind === "narrow") return narrow(room);
        if (kind === "agree") return agree(room);
        if (kind === "other") return told(room, "", length_ms, null);
        told(room, "", length_ms, kind === "fall" ? "fall" : "resuscitation");
      },
    }),
  );
}

interface Told { part: string; asked: TouchAsked; consent: string; length_ms: number | null; text: string; people: string[]; need: TouchNeed | null }
const actOf = (one: Told): Act => ({ act: "touch", ...one });

/** Who asked: one key keeps it. */
function whoAsked(room: Room, part: string, length_ms: number | null): void {
  room.show(
    new Pick(room, {
      name: "touchasked",
      title: words.whoAsked(part),
      options: [
        { id: "client", title: words.asked.client },
        { id: "yes", title: words.asked.yes },
        { id: "nobody", title: words.asked.nobody },
        { id: "more", title: words.asked.more },
      ],
      typing: "none",
      foot: [length_ms === null ? words.begins : words.lasted(lengthText(length_ms))],
      picked: async (id, _words, form) => {
        if (id === "more") return told(room, part, length_ms, null);
        const asked: TouchAsked = id === "client" ? "client" : id === "yes" ? "therapist" : "nobody";
        await form.keep(actOf({ part, asked, consent: id === "yes" ? "yes" : "", length_ms, text: "", people: [], need: null }));
      },
    }),
  );
}

/** Everything about a touch in boxes: what the short way does not ask. */
function told(room: Room, part: string, length_ms: number | null, need: TouchNeed | null): void {
  // Who touched, as initials; nobody named: the author.
  const named = (typed: string): (string | null)[] => typed.split(/[\s,+]+/).filter((one) => one !== "").map((one) => room.plan.people.find((p) => p.initials.toLowerCase() === one.toLowerCase())?.id ?? null);
  const offered = (value: (id: string) => string): boolean => need === null && value("asked") === "therapist";
  const asks = [
    { id: "client", title: words.asked.client },
    { id: "therapist", title: words.asked.yes.split(",")[0] ?? "" },
    { id: "nobody", title: words.asked.nobody },
  ];
  room.show(
    new Fields(room, {
      name: "touchtold",
      title: need === null ? words.title : words[need],
      fields: [
        ...(need === null
          ? [
              { id: "part", label: words.part, kind: "text" as const, value: part, wide: 4 },
              { id: "minutes", label: words.minutes, kind: "figures" as const, value: length_ms === null ? "" : String(Math.max(1, Math.round(length_ms / MINUTE))), empty: words.minutesEmpty, wide: 2 },
              { id: "asked", label: words.asking, kind: "pick" as const, options: asks },
              { id: "consent", label: words.consent, kind: "text" as const, empty: words.consentEmpty, wide: 2, when: offered },
            ]
          : [{ id: "minutes", label: words.minutes, kind: "figures" as const, empty: words.minutesEmpty, wide: 2 }]),
        { id: "text", label: words.words, kind: "text", empty: words.wordsEmpty, wide: 2, when: offered },
        { id: "text", label: words.words, kind: "text", empty: words.wordsEmpty, wide: 4, when: (value) => !offered(value) },
        { id: "people", label: words.people, kind: "text", empty: room.author?.initials ?? "", wide: 2 },
      ],
      keeps: "",
      check: (value) => {
        if (value("minutes").trim() !== "" && !/^[1-9]\d{0,3}$/.test(value("minutes").trim())) return words.noMinutes;
        return named(value("people")).includes(null) ? words.noPerson : null;
      },
      send: (value, form) => {
        const minutes = value("minutes").trim();
        const asked: TouchAsked = need !== null ? "nobody" : value("asked") === "client" ? "client" : value("asked") === "therapist" ? "therapist" : "nobody";
        const whose = named(value("people")).filter((one): one is string => one !== null);
        return room.act(
          actOf({
            part: value("part").trim(), asked, consent: asked === "therapist" ? value("consent").trim() : "", length_ms: minutes === "" ? null : Number(minutes) * MINUTE, text: value("text").trim(), people: whose, need,
          }),
          { key: form.key },
        );
      },
    }),
  );
}

/** Parts that a refusal or a narrowing can name: everything first. */
function partsPick(room: Room): PickOption[] {
  const agreed = room.view.touch_agreed?.parts ?? [];
  const running = room.view.touches.filter((one) => one.until_ms === null && one.part !== "").map((one) => one.part);
  const parts = [...new Set([...running, ...agreed])];
  return [{ id: "all", title: words.all }, ...parts.map((part, i) => ({ id: `part ${i}`, title: part }))];
}

function taken(options: readonly PickOption[], id: string): string {
  return id === "all" ? "" : (options.find((one) => one.id === id)?.title ?? "");
}

function stop(room: Room): void {
  const options = partsPick(room);
  room.show(
    new Pick(room, {
      name: "touchstop",
      title: words.stopTitle,
      options,
      typing: "words",
      picked: async (id, text, form) => void (await form.keep({ act: "refuse_touch", part: taken(options, id), text })),
    }),
  );
}

function narrow(room: Room): void {
  const agreed = room.view.touch_agreed?.parts ?? [];
  if (agreed.length === 0) return room.show(new Said(room, "touch", [words.nothingLeft]));
  const options: PickOption[] = [...agreed.map((part, i) => ({ id: `part ${i}`, title: part })), { id: "all", title: words.all }];
  room.show(
    new Pick(room, {
      name: "touchnarrow",
      title: words.narrowTitle,
      options,
      typing: "words",
      picked: async (id, text, form) => void (await form.keep({ act: "narrow_touch", part: taken(options, id), text })),
    }),
  );
}

function agree(room: Room): void {
  const known = room.view.touch_agreed;
  room.show(
    new Fields(room, {
      name: "touchagree",
      title: words.agreeTitle,
      lead: [words.agreeLead],
      fields: [
        { id: "parts", label: words.parts, kind: "text", value: known?.parts.join(", ") ?? "", empty: words.partsEmpty },
        { id: "stop", label: words.stopWord, kind: "text", value: known?.stop ?? "", empty: words.stopWordEmpty },
      ],
      keeps: "",
      send: (value, form) => {
        const parts = value("parts").split(",").map((part) => part.trim()).filter((part) => part !== "");
        const people = room.plan.people.filter((p) => known?.people.includes(p.initials)).map((p) => p.id);
        return room.act({ act: "agree_touch", parts, people, stop: value("stop").trim(), text: known?.text ?? "" }, { key: form.key });
      },
    }),
  );
}
