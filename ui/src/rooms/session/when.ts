// When it happened, from what is typed in a time box or at the note line, to a session time. Pure.
import type { When } from "../../wire/act";
import type { Back } from "./note";
import { backTo, MINUTE, type Tie } from "./times";

/** Anchors that `@dose+20` hangs on. */
export interface Anchors {
  dose1_ms: number | null;
  dose2_ms: number | null;
}

/** Session time of a time box: empty is now, `-5` or `5` minutes ago, `13:05` or `1305` on the wall. Null: no time. */
export function parseWhen(text: string, tie: Tie, now: number): number | null {
  const typed = text.trim().replace(/^@/, "").replace("−", "-");
  if (typed === "") return now;
  const minutes = /^-\s*(\d{1,4})$/.exec(typed) ?? /^(\d{1,2})$/.exec(typed);
  if (minutes) return now - Number(minutes[1]) * MINUTE;
  return backTo(tie, now, typed);
}

/** Why a back-dating cannot be meant. */
export type BackTrouble = "future" | "before_session" | "no_dose";

/** Session time of a note's back-dating. */
export function backTime(back: Back, tie: Tie, now: number, anchors: Anchors, arrival: number): number | BackTrouble {
  const at = rawTime(back, tie, now, anchors);
  if (at === null) return "no_dose";
  if (at > now) return "future";
  return at < arrival ? "before_session" : at;
}

function rawTime(back: Back, tie: Tie, now: number, anchors: Anchors): number | null {
  switch (back.back) {
    case "minutes":
      return now - back.minutes * MINUTE;
    case "clock":
      return backTo(tie, now, `${back.hour}:${String(back.minute).padStart(2, "0")}`);
    case "dose": {
      const dose = back.dose === 1 ? anchors.dose1_ms : anchors.dose2_ms;
      return dose === null ? null : dose + back.minutes * MINUTE;
    }
  }
}

/** A session time as the act says it: how long ago, so that the page's clock cannot put it in the future. */
export function asWhen(at: number, now: number): When {
  const ms = Math.round(now - at);
  return ms <= 0 ? { when: "now" } : { when: "ago", ms };
}
