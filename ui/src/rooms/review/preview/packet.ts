// A thread that answers as the shell does, from an invented packet. For the preview and the tests; never part of the app.
import { failure, type Answers } from "../../../host/fake";
import type { Contacts, ContactView, PieceView, ThreadLine, ThreadSide } from "../../../wire/packets";
import type { AdherenceForm, NoteView, QueryView, ReviewDo, ReviewedCourse, ReviewedSession, ReviewView, RowRef, SaidWhat, TrendLine } from "../../../wire/review";
import type { SignatureAsks } from "../../../wire/sign";
import { session } from "./day";

export const sealed = Date.UTC(2026, 10, 16, 9, 40);
const me = { reviewer: "p-ruth", author: "p-ms" } as const;
const names = { reviewer: "Ruth Alm", author: "Maren Sol" } as const;

export const contact = (change: Partial<ContactView> = {}): ContactView => ({ person: "p-ruth", name: "Ruth Alm", words: "harbor velvet onion ladder copper moth", compared: true, revoked: false, by_card: true, role: "supervisor", ...change });

const trend = (session: string, number: number, put_off: number, alone: number): TrendLine => ({
  thread: "t1", session, code: "KELP-011", number, wall_ms: sealed, zone_minutes: 60, length_ms: 495 * 60_000, put_off, put_off_again: Math.max(0, put_off - 1), late: 1, missed: 0, entered_late: 0, touches: 3, touch_ms: 9 * 60_000, touch_outside: number - 1, alone_ms: alone * 60_000, gaps_ms: 0,
});

/** What stands in the course beside the sessions and can be sealed. */
const parts: PieceView[] = [
  { part: "preparation-1", kind: "visit", title: "Preparation 1", day: null, on: "2026-10-20" },
  { part: "call/dosing-1/1", kind: "call", title: "Dosing session 1", day: 1, on: "2026-11-13" },
  { part: "adverse/31", kind: "adverse", title: "headache", day: null, on: "2026-11-13" },
];

export class Packet {
  sessions: ReviewedSession[];
  queries: QueryView[] = [];
  notes: NoteView[] = [];
  decisions: ThreadLine["decisions"] = [];
  unsent = 0;
  course: ReviewedCourse | null = null;
  damaged: string[] = [];
  asks: SignatureAsks = "nothing";
  change: Partial<ThreadLine> = {};
  private n = 0;

  constructor(readonly side: ThreadSide, sessions: ReviewedSession[] = [session()]) {
    this.sessions = sessions;
  }

  /** A query of the reviewer that came with the packet. */
  asked(text: string, entry: number | null, answered = false): RowRef {
    const row = { by: me.reviewer, n: this.n++ };
    this.queries = [...this.queries, {
      row, on: { session: entry === null ? null : (this.sessions[0]?.plan.session ?? ""), entry }, state: answered ? "answered" : "open", mine: this.side === "reviewer",
      said: [this.said(names.reviewer, "asked", text), ...(answered ? [this.said(names.author, "answered", "She was told at 12:52, it was not written down.")] : [])],
    }];
    return row;
  }

  line(): ThreadLine {
    return {
      thread: "t1", side: this.side, author: names.author, readers: [{ name: names.reviewer, role: "supervisor" }], code: "KELP-011", purpose: "Supervision in November", redaction: "coded", created_wall_ms: sealed, zone_minutes: 60, expires_wall_ms: null,
      decisions: this.decisions, open: this.queries.filter((one) => one.state === "open").length, answered: this.queries.filter((one) => one.state === "answered").length, unsent: this.unsent,
      number: this.side === "reviewer" ? 1 : null, late: false, missing: [], damaged: false, ...this.change,
    };
  }

  view(): ReviewView {
    return {
      line: this.line(), me: me[this.side], chain: { entries: 412, short_code: "7F3A9-0C2M1" }, sessions: this.sessions, course: this.course, damaged: this.damaged, queries: this.queries, notes: this.notes,
      unseen: [...this.sessions.flatMap((one) => one.eyes), ...(this.course?.eyes ?? [])].filter((one) => !one.seen).length, unsettled: this.queries.filter((one) => one.mine && one.state !== "closed").length, asks: "passphrase",
    };
  }

  act(what: ReviewDo): ReviewView {
    this.unsent += what.kind === "note" || what.kind === "taken_back_seen" ? 0 : 1;
    if (what.kind === "seen") this.sessions = this.sessions.map((one) => (one.plan.session === what.session ? { ...one, eyes: one.eyes.map((eye) => (eye.key === what.eye ? { ...eye, seen: true } : eye)) } : one));
    if (what.kind === "seen_in_course" && this.course) this.course = { ...this.course, eyes: this.course.eyes.map((eye) => (eye.key === what.eye ? { ...eye, seen: true } : eye)) };
    if (what.kind === "ask") this.queries = [...this.queries, { row: { by: me[this.side], n: this.n++ }, on: what.on, state: "open", mine: true, said: [this.said(names[this.side], "asked", what.text)] }];
    if (what.kind === "answer") this.settle(what.query, "answered", "answered", what.text);
    if (what.kind === "close") this.settle(what.query, "closed", "closed", "");
    if (what.kind === "reopen") this.settle(what.query, "open", "reopened", what.reason);
    if (what.kind === "comment" || what.kind === "note") this.keep({ on: what.on, text: what.text, what: { kind: what.kind === "note" ? "private" : "comment" } });
    if (what.kind === "supervised") this.keep({ on: { session: null, entry: null }, text: what.topics, what: { kind: "supervised", on: what.on, minutes: what.minutes, agreed: null, to_agree: false } });
    if (what.kind === "accept" && this.view().unseen > 0) throw failure("not_seen", { left: String(this.view().unseen) });
    if (what.kind === "accept" || what.kind === "return") this.decisions = [{ person: me[this.side], name: names[this.side], role: "supervisor", decided: what.kind === "accept" ? "accepted" : "returned", reason: what.kind === "return" ? what.reason : "", wall_ms: sealed + 3_600_000, zone_minutes: 60, unseen: null }];
    if (what.kind === "withdraw") this.decisions = [{ person: me[this.side], name: names[this.side], role: "supervisor", decided: "taken_back", reason: what.reason, wall_ms: sealed + 3_700_000, zone_minutes: 60, unseen: null }];
    if (what.kind === "taken_back_seen") this.decisions = this.decisions.map((one) => ({ ...one, unseen: null }));
    if (what.kind === "rate") this.sessions = this.sessions.map((one) => (one.plan.session === what.session ? { ...one, adherence: this.rated(one.adherence, what) } : one));
    return this.view();
  }

  /** What a host answers about this packet. */
  answers(): Answers {
    return {
      packets_list: () => [this.line()],
      review_look: () => this.view(),
      review_act: ({ do: what }) => this.act(what),
      review_sign: ({ session: id, part, proof }) => {
        if (proof !== "open sesame open sesame") throw failure("wrong_passphrase");
        this.sessions = this.sessions.map((one) => (one.plan.session === id ? { ...one, signed: true } : one));
        if (this.course) this.course = { ...this.course, pieces: this.course.pieces.map((one) => (one.part === part ? { ...one, signed: true } : one)) };
        return this.view();
      },
      packets_parts: () => parts,
      packets_keys: ({ passphrase }) => {
        if (passphrase !== "open sesame open sesame") throw failure("wrong_passphrase");
        this.asks = "nothing";
        return this.book();
      },
      packets_reply: ({ folder }) => {
        this.unsent = 0;
        return { packet: "k2", thread: "t1", path: `${folder}/KELP-011 answer.holdfast-packet`, bytes: 4096 };
      },
      packets_destroy: () => undefined,
      forms_of: () => [],
      forms_keep: () => undefined,
      review_trends: () => ({ pairs: [{ names: ["Maren Sol", "Aksel Kim"], sessions: [trend("s1", 1, 2, 14), trend("s2", 2, 0, 0)] }] }),
      packets_open: ({ path, trust }) => {
        if (path.includes("changed")) throw failure("keys_changed", { name: names.author, words: "amber plough cradle socket river finch" });
        if (!trust) throw failure("unknown_author", { name: names.author, words: "amber plough cradle socket river finch" });
        return { thread: "t1" };
      },
      packets_look: (choice) => ({
        by: "p-maren", code: "KELP-011", protocols: ["stillwater v3"], to: [contact()], process_for: choice.process_notes.length > 0 ? [contact().name] : [], bytes: 81_920,
        sessions: choice.sessions.map((id, i) => ({ session: id, number: i + 1, wall_ms: sealed, zone_minutes: 60, entries: 412, notes: 64, process_notes: 19, process_leaves: choice.process_notes.length > 0 ? 19 : 0, names: ["Maren Sol", "Aksel Kim"], signatures: 1 })),
        course: parts.filter((one) => choice.course.includes(one.part)).map((part) => ({ part, entries: 6, process_notes: 1, process_leaves: choice.process_notes.length === choice.to.length ? 1 : 0, names: ["Maren Sol"], signatures: 1 })),
      }),
      packets_seal: ({ folder }) => ({ packet: "k1", thread: "t1", path: `${folder}/KELP-011 2026-11-16.holdfast-packet`, bytes: 81_920 }),
      contacts_list: () => this.book(),
      contacts_give_card: ({ folder }) => ({ path: `${folder}/Maren Sol.holdfast-card` }),
      contacts_take_card: ({ path, instead }) => {
        if (path.includes("changed") && !instead) throw failure("keys_changed", { name: "Ruth Alm", words: "north cedar lamp thistle drum pearl" });
        return contact({ words: "north cedar lamp thistle drum pearl", compared: instead });
      },
      contacts_change: ({ person, change, role }) => contact({ person, ...(change === "role" ? { role: role ?? null } : {}), compared: change !== "restored", revoked: change === "revoked" }),
    };
  }

  private book(): Contacts {
    return { name: "Maren Sol", words: "amber plough cradle socket river finch", role: null, asks: this.asks, contacts: [contact(), contact({ person: "p-jon", name: "Jon Vik", compared: false, role: "peer", words: "tulip anchor gravel spoon ember quilt" }), contact({ person: "p-old", name: "Old Reader", revoked: true })] };
  }

  private rated(form: AdherenceForm | null, what: Extract<ReviewDo, { kind: "rate" }>): AdherenceForm | null {
    const rating = { name: names[this.side], mine: true, value: what.value, entry: what.entry, text: what.text, wall_ms: sealed, zone_minutes: 60 };
    return form && { ...form, items: form.items.map((item) => (item.id === what.item ? { ...item, ratings: [rating] } : item)) };
  }

  private keep(note: Omit<NoteView, "row" | "name" | "wall_ms" | "zone_minutes">): void {
    this.notes = [...this.notes, { row: { by: me[this.side], n: this.n++ }, name: names[this.side], wall_ms: sealed + 1_800_000, zone_minutes: 60, ...note }];
  }

  private settle(row: RowRef, state: QueryView["state"], what: SaidWhat, text: string): void {
    this.queries = this.queries.map((one) => (one.row.n === row.n && one.row.by === row.by ? { ...one, state, said: [...one.said, this.said(names[this.side], what, text)] } : one));
  }

  private said(name: string, what: SaidWhat, text: string): QueryView["said"][number] {
    return { name, wall_ms: sealed + 1_200_000, zone_minutes: 60, what, text };
  }
}
