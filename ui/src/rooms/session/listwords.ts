// A row of a list in words: what it is, what was found, who answered and until when it holds. Pure.
import { listWords } from "../../words/session";
import { milligrams, shown, signUnit } from "../../words/session-signs";
import type { ClosingView } from "../../wire/view";
import type { ListRow } from "./list.svelte";
import { besideOf, signsOf } from "./doors/lists";
import type { Room } from "./session.svelte";
import { clockAt } from "./times";

export interface RowWords {
  title: string;
  what: string;
  by: string;
  line: number;
}

/** The figure of the protocol, which is a most; or the client's own baseline. */
function againstOf(room: Room, { sign, against }: ClosingView): string {
  if (sign === null || against === null) return "";
  const baseline = room.view.values.find((v) => v.sign === sign)?.baseline ?? null;
  return (against === baseline ? listWords.baseline : listWords.atMost)(`${shown(sign, against)} ${signUnit(sign)}`);
}

export function rowWords(room: Room, row: ListRow): RowWords {
  const at = (ms: number): string => clockAt(room.view, ms);
  if (row.row === "do") {
    if (row.what === "end") return { title: listWords.endSession, what: listWords.endHint, by: "", line: 0 };
    const { plan } = room;
    const dose = room.list === "dose1" ? plan.dose1 : plan.dose2;
    return { title: room.list === "dose1" ? listWords.giveDose : (dose?.title ?? ""), what: milligrams(dose?.amount ?? null), by: "", line: dose?.line ?? 0 };
  }
  if (row.row === "closing") {
    const { item } = row;
    const beside = besideOf(room, item);
    const against = againstOf(room, item);
    const agreed = item.agreed;
    const what = agreed && agreed.finding !== "" ? `${agreed.finding}${beside === "" ? "" : `; ${beside}`}` : `${beside}${beside === "" ? "" : against}`;
    return { title: item.title, what, by: agreed ? `${listWords.agreed(agreed.by, agreed.second)} ${at(agreed.at_ms)}` : "", line: item.line };
  }
  const { item } = row;
  const signs = signsOf(item);
  const open = item.state === "open" || item.state === "expired";
  const what = item.text !== "" ? item.text : open && signs !== "" ? listWords.signs(signs) : "";
  const stamp = item.by !== null && item.at_ms !== null ? listWords.by(item.by, at(item.at_ms)) : "";
  const state = item.state === "expired" ? listWords.expired : item.state === "overridden" ? listWords.passedOver : item.holds_until_ms !== null && !open ? listWords.holds(at(item.holds_until_ms)) : "";
  return { title: item.title, what, by: [stamp, state].filter((t) => t !== "").join(", "), line: item.line };
}
