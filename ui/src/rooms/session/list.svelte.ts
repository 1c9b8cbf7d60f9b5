// The list on the right: gate items before a dose, gate and closing lines before leaving. A number or an arrow goes to a
// line, Enter answers it; what needs words or a second person opens in the slot.
import type { ClosingView, GateItemView } from "../../wire/view";
import type { ListId, Room } from "./session.svelte";

export type ListRow =
  | { row: "gate"; item: GateItemView; met: boolean }
  | { row: "closing"; item: ClosingView; met: boolean }
  | { row: "do"; what: "dose" | "end"; met: boolean };

export interface ListDoors {
  gate(list: ListId, item: GateItemView): void;
  passOver(list: ListId, item: GateItemView): void;
  withdraw(list: ListId, item: GateItemView): void;
  closing(item: ClosingView): void;
  give(): void;
  end(): void;
}

export class List {
  at = $state(0);

  constructor(
    private readonly room: Room,
    private readonly doors: ListDoors,
  ) {}

  rows: ListRow[] = $derived.by(() => rowsOf(this.room));
  row: ListRow | undefined = $derived(this.rows[Math.min(this.at, this.rows.length - 1)]);

  /** Puts the mark on the first line that is not answered. */
  toOpen(): void {
    const open = this.rows.findIndex((r) => !r.met);
    this.at = Math.max(0, open);
  }

  /** After an answer: on to the next line that is open, from here downwards. */
  goOn(): void {
    const after = this.rows.findIndex((r, i) => i > this.at && !r.met);
    if (after >= 0) this.at = after;
    else this.toOpen();
  }

  onkey(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const row = this.row;
    switch (event.key) {
      case "ArrowDown":
        this.at = Math.min(this.at + 1, this.rows.length - 1);
        return true;
      case "ArrowUp":
        this.at = Math.max(this.at - 1, 0);
        return true;
      case "Home":
        this.at = 0;
        return true;
      case "End":
        this.at = this.rows.length - 1;
        return true;
      case "ArrowLeft":
      case "ArrowRight":
        this.other(event.key === "ArrowRight" ? 1 : -1);
        return true;
      case "Enter":
        if (row) this.answer(row);
        return true;
      case "y":
        if (row?.row !== "gate" || row.met) return false;
        this.doors.passOver(this.room.list, row.item);
        return true;
      case "z":
        if (row?.row !== "gate" || !row.met) return false;
        this.doors.withdraw(this.room.list, row.item);
        return true;
      default:
        if (!/^[1-9]$/.test(event.key)) return false;
        this.at = Math.min(Number(event.key) - 1, this.rows.length - 1);
        return true;
    }
  }

  answer(row: ListRow): void {
    this.at = Math.max(0, this.rows.indexOf(row));
    if (row.row === "gate") this.doors.gate(this.room.list, row.item);
    else if (row.row === "closing") this.doors.closing(row.item);
    else if (row.what === "dose") this.doors.give();
    else this.doors.end();
  }

  private other(step: number): void {
    const lists = listsOf(this.room);
    const here = lists.indexOf(this.room.list);
    const next = lists[(here + step + lists.length) % lists.length];
    if (next) this.room.list = next;
    this.toOpen();
  }
}

/** Lists this protocol has, in the order of the day. */
export function listsOf(room: Room): ListId[] {
  const gates = room.view.gates.map((g) => g.id);
  const all: ListId[] = ["dose1", "dose2", "leaving"];
  return all.filter((id) => gates.includes(id) || id === "leaving");
}

/** The list that matters now. */
export function listNow(room: Room): ListId {
  const { view } = room;
  if (view.dose1_ms === null) return "dose1";
  const s = view.supplemental;
  const undecided = s !== null && !s.given && s.not_given === null && view.now_ms < s.closes_ms;
  return undecided && listsOf(room).includes("dose2") ? "dose2" : "leaving";
}

function rowsOf(room: Room): ListRow[] {
  const { view } = room;
  const items = view.gates.find((g) => g.id === room.list)?.items ?? [];
  const gate = items.map((item): ListRow => ({ row: "gate", item, met: item.state === "met" || item.state === "overridden" }));
  if (room.list === "leaving") {
    const closing = view.closing.map((item): ListRow => ({ row: "closing", item, met: item.agreed !== null }));
    return [...gate, ...closing, { row: "do", what: "end", met: view.ended !== null }];
  }
  const given = room.list === "dose1" ? view.dose1_ms !== null : (view.supplemental?.given ?? false);
  return [...gate, { row: "do", what: "dose", met: given }];
}
