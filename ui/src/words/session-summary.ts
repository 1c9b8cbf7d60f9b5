// What the summary of a session says. Counts, times, lines; no praise, no verdict.
import type { GateId, Valence } from "../wire/session";
import type { DeviationView, FlagView } from "../wire/view";
import { shown, signName } from "./session-signs";

export const summaryWords = {
  sealedToYou: (n: number): string => `${n === 1 ? "A process note is" : `${n} process notes are`} sealed to you. Your own passphrase opens ${n === 1 ? "it" : "them"} until the vault is locked.`,
  ownPassphrase: "Your own passphrase",
  openSealed: "Open with your key",
  opening: "Opening.",
  leaveSealed: "Leave it",
  title: "Session record",
  ended: "Ended",
  amendmentsUnreadable: {
    what: "The client's course cannot be read.", record: "The session itself is as it was kept.",
    todo: "What was amended in it after its end is missing here. Verify the record in Vault: it names what was changed.",
  },
  doses: "Doses",
  checks: "Checks",
  flags: "Lines crossed",
  deviations: "Deviations",
  effects: "Effects",
  log: "Log, every entry",
  amend: "Amend an entry",
  amendTitle: "Amend this entry",
  amendLead: "The entry stays as it was kept. What it should say stands beside it, with your initials and the reason.",
  amendWords: "As it should read",
  amendWordsMissing: "Say how it should read.",
  amendReason: "Why",
  amendReasonMissing: "A reason is needed.",
  amendGo: "Keep the amendment",
  waiting: "This was typed before and is not kept yet.",
  leave: "Leave",
  rest: (n: number): string => (n === 1 ? "Show the last entry" : `Show the other ${n} entries`),
  trend: "Trend",
  none: "none recorded",
  series: "series",
  repeats: (line: number): string => `Repeats after line ${line}`,
  planned: "planned",
  onTime: "in its time",
  late: "late",
  deferred: "not now",
  deferredTwice: "A check that was put off is counted under not now and again by how it ended.",
  missed: "missed",
  cancelled: "cancelled at the end",
  effectOpen: "open at the end",
  effect: (valence: Valence, peak: number, end: string): string => `${valence}, at most ${peak} of 3, until ${end}`,
  protocol: (title: string, name: string): string => `${title}, ${name}`,
  digest: (digest: string): string => `protocol file ${digest.slice(0, 12)}`,
  fluids: "Drunk since dose 1",
  people: "People",
  back: "Back to the client",
  foot: "This page shows the record as it was kept. What was amended stands beside the first words.",
};

const dose = (d: "first" | "supplemental"): string => (d === "first" ? "dose 1" : "supplemental dose");

/** A flag and how it was handled. */
export function flagText(f: FlagView, at: (ms: number) => string): { what: string; rest: string } {
  const what = `${signName(f.sign)} ${shown(f.sign, f.value)}, ${f.above ? "above" : "below"} ${shown(f.sign, f.at)}, line ${f.line}`;
  const handled = [
    f.settled_ms !== null ? `satisfied ${at(f.settled_ms)}` : f.until_inside > 0 ? "repeats not completed" : "",
    f.tell !== null ? (f.told_ms !== null ? `told ${at(f.told_ms)}` : "nobody told") : "",
  ].filter((t) => t !== "");
  return { what, rest: handled.join(", ") };
}

/** A deviation in words. A kind that is missing here does not compile. */
export function deviationText(d: DeviationView, gate: (g: GateId) => string, at: (ms: number) => string): { what: string; rest: string } {
  const rest = [d.line === null ? "" : `line ${d.line}`, d.reason ?? ""].filter((t) => t !== "").join(", ");
  const what = ((): string => {
    switch (d.what.kind) {
      case "late":
        return `late: ${d.what.title}`;
      case "missed":
        return `missed: ${d.what.title}`;
      case "out_of_window":
        return `${dose(d.what.dose)} outside its window`;
      case "no_decision":
        return "supplemental dose: no decision by the end of its window";
      case "overridden":
        return `passed over, ${gate(d.what.gate)}: ${d.what.title}`;
      case "unwitnessed":
        return `${dose(d.what.dose)} unwitnessed`;
      case "alone":
        return d.what.until_ms === null ? "fewer therapists than the protocol asks for, to the end" : `fewer therapists than the protocol asks for, until ${at(d.what.until_ms)}`;
      case "fluid_cap":
        return "more was drunk than the cap";
      case "true_time":
        return "the laptop's clock differed from the reference";
      case "closed_early":
        return "ended before the protocol's time";
      case "closing_unmet":
        return `not agreed: ${d.what.titles.join("; ")}`;
      case "reported":
        return [d.what.important ? "important" : "minor", d.what.text, d.what.action].filter((t) => t !== "").join(": ");
    }
  })();
  return { what, rest };
}
