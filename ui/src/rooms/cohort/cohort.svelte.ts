// The cohort of this vault: counted when the room is entered, never kept.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import type { Cohort as View, CohortTable } from "../../wire/cohort";
import { cohort as words } from "../../words/cohort";

/** The cells of a table as they are read. */
export function rows(table: CohortTable): string[][] {
  return table.rows.map((row) => row.map((cell) => (cell.hidden ? words.hidden : cell.text || words.none)));
}

/** Whether there is anything to read in it: a number that is neither hidden nor absent. */
export const says = (table: CohortTable): boolean => table.rows.some((row) => row.slice(1).some((cell) => !cell.hidden && cell.text !== ""));

export class Cohort {
  view = $state.raw<View | null>(null);
  readonly attempt = new Attempt();

  constructor(private readonly host: Host) {}

  async load(): Promise<void> {
    this.view = (await this.attempt.run(() => this.host.call("cohort"))) ?? this.view;
  }
}
