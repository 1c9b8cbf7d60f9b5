// The log as the page has it: lines by number, with what later lines say about earlier ones. Pure.
import type { LogLine } from "../../wire/log";
import type { CheckView } from "../../wire/view";

/** Puts new lines to the old ones. Stars, strikes and amendments of earlier lines show at their place. */
export function merge(have: readonly LogLine[], fresh: readonly LogLine[]): LogLine[] {
  if (fresh.length === 0) return [...have];
  const bySeq = new Map(have.map((line) => [line.seq, line]));
  for (const line of fresh) bySeq.set(line.seq, line);
  for (const line of fresh) applyTo(bySeq, line);
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

function applyTo(lines: Map<number, LogLine>, line: LogLine): void {
  const what = line.what;
  if (what.kind !== "starred" && what.kind !== "struck" && what.kind !== "amended") return;
  const target = lines.get(what.target);
  if (!target) return;
  if (what.kind === "starred") lines.set(target.seq, { ...target, starred: true });
  else if (what.kind === "struck") lines.set(target.seq, { ...target, struck: target.struck ?? what.reason });
  // What was amended after the end came with the line itself, and is newer.
  else if (!target.amended || target.amended.wall_ms <= line.entered_wall_ms) lines.set(target.seq, { ...target, amended: { text: what.text, reason: what.reason, by: line.by ?? "", wall_ms: line.entered_wall_ms } });
}

/** The first line the page does not have: everything before it is there. */
export function nextWanted(lines: readonly LogLine[]): number {
  let next = lines[0]?.seq === 0 || lines[0]?.seq === 1 ? lines[0].seq : 0;
  for (const line of lines) {
    if (line.seq !== next) break;
    next += 1;
  }
  return next;
}

/** One row of the log on screen: a line with those that the same moment brought (a reading and the line it crossed). */
export interface Row {
  line: LogLine;
  follows: LogLine[];
}

const FOLLOWERS = new Set<LogLine["what"]["kind"]>(["check_met", "flag_raised", "flag_repeated", "flag_settled", "tell_asked", "quiet_broken"]);
/** What the clock writes for the review and the live log leaves out: the slot shows it while it matters. */
const QUIET = new Set<LogLine["what"]["kind"]>(["prompted", "fell_late", "starred", "struck", "amended"]);

function leadsTo(head: LogLine, line: LogLine): boolean {
  if (!FOLLOWERS.has(line.what.kind) || line.entered_wall_ms !== head.entered_wall_ms) return false;
  if (line.what.kind === "quiet_broken") return head.what.kind === "reading_taken" || head.what.kind === "red_flag_seen";
  return head.what.kind === "reading_taken";
}

/** Rows of the log. `all`: every line, also what the clock wrote; otherwise what people look for while they sit there. */
export function rows(lines: readonly LogLine[], all: boolean): Row[] {
  const out: Row[] = [];
  let head: Row | null = null;
  for (const line of lines) {
    if (head && leadsTo(head.line, line)) {
      if (all || line.what.kind !== "check_met" || line.what.after_miss) head.follows.push(line);
      continue;
    }
    if (!all && hidden(line)) continue;
    const row: Row = { line, follows: [] };
    out.push(row);
    head = line.by === null ? head : row;
  }
  return out;
}

function hidden(line: LogLine): boolean {
  if (QUIET.has(line.what.kind)) return true;
  return line.what.kind === "escalated" && line.what.stage !== "contact" && line.what.stage !== "ask_other";
}

const seriesOf = (check: CheckView): string => check.id.slice(0, check.id.lastIndexOf("."));

/** When the check was planned that this line says was missed: it fell missed as the next of its series fell due. None: not known. */
export function missedAt({ what, happened_ms }: LogLine, checks: readonly CheckView[]): number | null {
  if (what.kind !== "fell_missed") return null;
  const nextOf = (check: CheckView): number => Math.min(...checks.filter((c) => seriesOf(c) === seriesOf(check) && c.planned_ms > check.planned_ms).map((c) => c.due_ms));
  const missed = checks.filter((c) => c.state === "missed" && c.title === what.title && c.planned_ms < happened_ms);
  return (missed.find((c) => nextOf(c) === happened_ms) ?? missed.at(-1))?.planned_ms ?? null;
}

const STRIKEABLE = new Set<LogLine["what"]["kind"]>([
  "noted",
  "reading_taken",
  "drank",
  "touched",
  "effect_began",
  "effect_changed",
  "effect_ended",
  "step_ticked",
  "contact_told",
  "deviation_reported",
  "came_in",
  "went_out",
  "red_flag_seen",
]);

/** The last line this person wrote that can be struck out. */
export function lastOwn(lines: readonly LogLine[], initials: string): LogLine | null {
  return [...lines].reverse().find((l) => l.by === initials && l.struck === null && STRIKEABLE.has(l.what.kind)) ?? null;
}

/** The last written line, for the star and for an amendment. */
export function lastNote(lines: readonly LogLine[], initials: string | null = null): LogLine | null {
  return [...lines].reverse().find((l) => l.what.kind === "noted" && l.struck === null && (initials === null || l.by === initials)) ?? null;
}
