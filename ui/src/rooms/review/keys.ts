// What each key does now, and whether it may. One list: the foot shows it, the keyboard runs it.
import { acts as words } from "../../words/review";
import type { Desk } from "./thread.svelte";

export interface Act {
  /** As `chord` names it. */
  key: string;
  /** As it stands on the screen. */
  shown: string;
  name: string;
  may: boolean;
  main?: boolean;
  /** It is used at every line. */
  often?: boolean;
  go: () => void;
}

export function actsOf(desk: Desk): Act[] {
  const { here, reviewer, held } = desk;
  const both: Act[] = [
    { key: "J", shown: "j", name: reviewer && here && !here.seen ? words.seenNext : words.next, may: desk.list.length > 0, main: reviewer && here !== null && !here.seen, often: true, go: () => desk.next() },
    { key: "K", shown: "k", name: words.previous, may: desk.eyeAt !== 0 && desk.list.length > 0, often: true, go: () => desk.previous() },
    { key: "ArrowLeft", shown: "\u2190", name: words.earlier, may: desk.log.length > 0 || desk.course !== null, go: () => desk.step(-1) },
    { key: "ArrowRight", shown: "\u2192", name: words.later, may: desk.log.length > 0 || desk.course !== null, go: () => desk.step(1) },
  ];
  // Whatever opens a box waits while something is typed in one.
  const say: Act[] = [
    { key: "C", shown: "c", name: words.comment, may: !held, go: () => desk.start("comment") },
    { key: "N", shown: "n", name: words.note, may: !held, go: () => desk.start("note") },
    { key: "H", shown: "h", name: words.supervision, may: !held, go: () => desk.start("supervise") },
  ];
  const { toAnswer, toClose, toReopen } = desk;
  if (!reviewer) {
    return [...both, { key: "R", shown: "r", name: words.answer, may: toAnswer !== null && !held, often: true, go: () => toAnswer && desk.start("answer", toAnswer) }, ...say];
  }
  const decided = desk.mine?.decided === "accepted";
  const waits = desk.unseen > 0 || desk.unsettled > 0;
  return [
    ...both,
    { key: "U", shown: "u", name: words.query, may: !held, often: true, go: () => desk.start("query") },
    ...say,
    ...(desk.form ? [{ key: "F", shown: "f", name: words.form(desk.rated, desk.form.items.length), may: !held, go: () => desk.startRating() }] : []),
    ...(toClose ? [{ key: "L", shown: "l", name: words.close, may: !held, go: () => desk.start("close", toClose) }] : []),
    ...(toReopen ? [{ key: "O", shown: "o", name: words.reopen, may: !held, go: () => desk.start("reopen", toReopen) }] : []),
    decided
      ? { key: "S", shown: "s", name: words.sign, may: desk.maySign && desk.view?.asks !== "no_key" && !held, often: true, go: () => desk.startSigning() }
      : { key: "Y", shown: "y", name: waits ? words.acceptAfter(desk.unseen, desk.unsettled) : words.accept, may: desk.mayAccept && !held, often: true, go: () => desk.start("accept") },
    { key: "B", shown: "b", name: words.giveBack, may: desk.mayReturn && !held, often: true, go: () => desk.start("return") },
  ];
}
