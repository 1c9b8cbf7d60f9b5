// What needs me: the session that runs, what the courses wait for, the sessions of the last days, what the vault lacks to begin.
// The day is the one that Rust counts by, never the machine's own.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import { Verify } from "../../host/verify.svelte";
import { date, dayName } from "../../time/elapsed";
import type { OpenVault } from "../../wire/app";
import type { SessionLine } from "../../wire/clients";
import type { BackupState } from "../../wire/backup";
import type { ReviewWaits } from "../../wire/review";
import type { UnsignedLine } from "../../wire/sign";
import type { TodayLine, TodaySessions, TodayView } from "../../wire/today";
import type { TrainingSupervisor } from "../../wire/training";

const day_ms = 24 * 3_600_000;
/** Lines of a section that are shown at first, and with each press on *more*. */
const shown_at_once = 50;

/** What may be missing: a session that runs, an open course, a visit of today, anything that waits, a session of these days. */
export type None = "now" | "courses" | "today" | "waiting" | "recent";
export type SectionName = "today" | "call" | "next" | "waiting";
export type Target = Pick<TodayLine, "kind" | "id">;

const at = (iso: string): number => Date.parse(`${iso}T00:00:00Z`);

/** Days from one day to another. */
export const daysTo = (from: string, to: string): number => Math.round((at(to) - at(from)) / day_ms);

/** `Sunday 29 November`; with its year where that is not the one of today. */
export function dayWords(iso: string, today: string): string {
  return iso.slice(0, 4) === today.slice(0, 4) ? dayName(at(iso), 0) : `${dayName(at(iso), 0)} ${iso.slice(0, 4)}`;
}

/** The first day of the window of a visit that is still to come; null: its window is open or no day is set. */
export function opensOn(line: TodayLine, today: string): string | null {
  const coming = ["visit", "dosing"].includes(line.kind) && !line.open && line.days !== null && line.days > 0 && line.due !== null;
  if (!coming || line.due === null || daysTo(today, line.due) <= (line.days ?? 0)) return null;
  return date(at(today) + (line.days ?? 0) * day_ms, 0);
}

export function sectionOf(line: TodayLine, today: string): SectionName {
  if (line.kind === "call") return "call";
  if (line.kind !== "visit" && line.kind !== "dosing") return "waiting";
  return line.open || (line.days !== null && opensOn(line, today) === null) ? "today" : "next";
}

export class Today {
  sessions = $state.raw<TodaySessions | null>(null);
  view = $state.raw<TodayView | null>(null);
  backup = $state.raw<BackupState | null>(null);
  unsigned = $state.raw<UnsignedLine[]>([]);
  reviews = $state.raw<ReviewWaits[]>([]);
  /** Concerns that whoever has the pen has not read. */
  confided = $state(0);
  unsignedShown = $state(8);
  /** The supervisor's vault that was made beside this one. */
  supervisor = $state.raw<TrainingSupervisor | null>(null);
  private limits = $state<Record<SectionName, number>>({ today: shown_at_once, call: shown_at_once, next: shown_at_once, waiting: shown_at_once });
  readonly attempt = new Attempt();
  readonly looking = new Attempt();
  readonly asking = new Attempt();
  readonly signing = new Attempt();
  readonly reviewing = new Attempt();
  readonly confiding = new Attempt();
  readonly filling = new Attempt();
  readonly verify: Verify;

  /** Not ended, newest first. */
  readonly running = $derived.by(() => this.sessions?.lines.filter((l) => l.session.ended_wall_ms === null) ?? []);
  /** Ended these days. */
  readonly recent = $derived.by(() => this.sessions?.lines.filter((l) => l.session.ended_wall_ms !== null) ?? []);
  private readonly sections = $derived.by(() => {
    const sections: Record<SectionName, TodayLine[]> = { today: [], call: [], next: [], waiting: [] };
    const view = this.view;
    view?.lines.forEach((line) => sections[sectionOf(line, view.today)].push(line));
    return sections;
  });
  /** What is not there, of what was read. */
  readonly none: None[] = $derived.by(() => {
    const { view, sessions, sections } = this;
    const none: None[] = sessions && this.running.length === 0 ? ["now"] : [];
    if (view && !this.lacksClient && sections.today.length === 0) none.push(view.courses === 0 ? "courses" : "today");
    const waits = sections.today.length + sections.call.length + sections.waiting.length + this.unsigned.length + this.reviews.length + this.confided + (sessions?.licences.length ?? 0);
    if (view && !this.lacksClient && !this.lacksPerson && waits === 0 && !this.backup?.due) none.push("waiting");
    return sessions && this.recent.length === 0 ? [...none, "recent"] : none;
  });
  readonly headline = $derived.by(() => this.sessions && dayWords(this.sessions.today, this.sessions.today));
  readonly lacksPerson = $derived.by(() => this.open.people.length < 2);
  readonly lacksClient = $derived(this.sessions?.clients === 0);

  constructor(private readonly host: Host, private readonly open: OpenVault) {
    this.verify = new Verify(host);
  }

  /** The lines of a section that are shown, and how many are not. */
  section(name: SectionName): { lines: TodayLine[]; more: number } {
    const all = this.sections[name];
    return { lines: all.slice(0, this.limits[name]), more: Math.max(0, all.length - this.limits[name]) };
  }

  more(name: SectionName): void {
    this.limits[name] += shown_at_once;
  }

  /** Its day in words, and the day on which its window opens where that is to come. */
  days(line: TodayLine): { due: string; opens: string } {
    const today = this.view?.today ?? "";
    const opens = opensOn(line, today);
    return { due: line.due ? dayWords(line.due, today) : "", opens: opens ? dayWords(opens, today) : "" };
  }

  endedOn(session: SessionLine): string | null {
    return session.ended_wall_ms === null ? null : date(session.ended_wall_ms, session.zone_minutes);
  }

  /** Begins a training day; answers its session. */
  async play(speed: number): Promise<string | undefined> {
    return (await this.attempt.run(() => this.host.call("training_start", { speed })))?.session;
  }

  /** Invents five courses; what waits is told anew. */
  async fill(): Promise<void> {
    const filled = await this.filling.run(() => this.host.call("training_fill"));
    if (!filled) return;
    this.supervisor = filled.supervisor;
    await this.load();
  }

  async load(): Promise<void> {
    const packets = this.open.rights.includes("packets");
    const [sessions, view, backup, unsigned, reviews, confided] = await Promise.all([
      this.attempt.run(() => this.host.call("today_sessions")), this.looking.run(() => this.host.call("today_look")),
      this.asking.run(() => this.host.call("vault_backup_state")), this.signing.run(() => this.host.call("sign_waiting")),
      packets ? this.reviewing.run(() => this.host.call("review_waiting")) : [],
      this.open.inspection ? null : this.confiding.run(() => this.host.call("confidence_waiting")),
    ]);
    this.backup = backup ?? null;
    this.unsigned = unsigned ?? [];
    this.reviews = reviews ?? [];
    this.confided = confided?.waiting ?? 0;
    this.sessions = sessions ?? null;
    this.view = view ?? null;
  }
}
