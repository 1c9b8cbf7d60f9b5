// What the slot holds when nobody is filling anything in. Pure: a view in, one of a few states out. It reads states that
// Rust derived; it never decides that something is due. What presses most wins, the rest stays in sight beside it.
import { capital } from "../../words/session";
import { signList } from "../../words/session-signs";
import type { CheckView, FlagView, PromptView, SessionView, SupplementalView } from "../../wire/view";

/** A check that waits for words: missed, or partly taken. */
export interface Owed {
  check: CheckView;
  kind: "missed" | "rest";
}

export type Slot =
  | { slot: "flag"; flag: FlagView; prompt: PromptView | null; more: number }
  | { slot: "late" | "due" | "near" | "resting" | "deferred"; prompt: PromptView }
  | { slot: "supplemental"; supplemental: SupplementalView; next: PromptView | null }
  | { slot: "before_dose"; open: number }
  | { slot: "empty" };

/** Prompts that still ask for something, soonest first. */
export function openPrompts(view: SessionView): PromptView[] {
  return view.prompts.filter((p) => p.state !== "done" && p.state !== "cancelled" && p.state !== "missed");
}

/** Flags nobody settled, most pressing first, then newest. */
export function openFlags(view: SessionView): FlagView[] {
  const weight = { act_now: 2, soon: 1, note: 0 };
  return view.flags.filter((f) => f.settled_ms === null).sort((a, b) => weight[b.priority] - weight[a.priority] || b.flag - a.flag);
}

/** Whether a flag still wants something from a person: a repeat, or somebody to be told. */
function wants(flag: FlagView): boolean {
  return flag.recheck_due_ms !== null || (flag.tell !== null && flag.told_ms === null);
}

/** What waits for a reason, oldest first. */
export function owed(view: SessionView): Owed[] {
  return view.checks
    .filter((c) => c.wants_reason || c.wants_rest_reason)
    .sort((a, b) => a.planned_ms - b.planned_ms)
    .map((check) => ({ check, kind: check.wants_reason ? "missed" : "rest" }));
}

/** The supplemental dose while its window is open and nothing is decided. */
export function openSupplemental(view: SessionView): SupplementalView | null {
  const s = view.supplemental;
  if (!s || s.given || s.not_given !== null) return null;
  return view.now_ms >= s.opens_ms && view.now_ms < s.closes_ms ? s : null;
}

/** The prompt that repeats this flag's reading, else the soonest one. */
function promptOf(flag: FlagView, prompts: PromptView[]): PromptView | null {
  return prompts.find((p) => p.flag === flag.flag) ?? null;
}

export function slotOf(view: SessionView): Slot {
  const prompts = openPrompts(view);
  const first = prompts[0] ?? null;
  const flags = openFlags(view);
  const flag = flags.find(wants);
  if (flag) return { slot: "flag", flag, prompt: promptOf(flag, prompts), more: flags.length - 1 };
  const pressing = prompts.find((p) => p.state === "late") ?? prompts.find((p) => p.state === "due");
  if (pressing && (pressing.state === "late" || pressing.state === "due")) return { slot: pressing.state, prompt: pressing };
  const supplemental = openSupplemental(view);
  if (supplemental) return { slot: "supplemental", supplemental, next: first };
  if (first && (first.state === "near" || first.state === "resting" || first.state === "deferred")) return { slot: first.state, prompt: first };
  if (view.dose1_ms === null) return { slot: "before_dose", open: view.gates.find((g) => g.id === "dose1")?.open ?? 0 };
  return { slot: "empty" };
}

/** What a prompt asks for, in words: a repeat by its signs, both pressures as one. */
export function promptTitles(prompt: PromptView): string {
  return prompt.flag === null || prompt.signs.length === 0 ? prompt.titles.join("; ") : capital(signList(prompt.signs).replace(/^(?:sys|dias)tolic/, "blood pressure"));
}

/** Up to two prompts behind the one in the slot. */
export function following(view: SessionView, shown: PromptView | null): PromptView[] {
  return openPrompts(view)
    .filter((p) => p !== shown)
    .slice(0, 2);
}

/** The prompt the slot is about, if it is about one. */
export function promptIn(slot: Slot): PromptView | null {
  switch (slot.slot) {
    case "flag":
    case "late":
    case "due":
    case "near":
    case "resting":
    case "deferred":
      return slot.prompt;
    case "supplemental":
      return slot.next;
    case "before_dose":
    case "empty":
      return null;
  }
}

/** Checks that "not now" or "seen" would speak of: everything that prompts now, else the soonest. */
export function promptingNow(view: SessionView): PromptView[] {
  const now = openPrompts(view).filter((p) => p.state === "due" || p.state === "late");
  return now.length > 0 ? now : openPrompts(view).slice(0, 1);
}
