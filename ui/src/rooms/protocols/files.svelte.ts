// The measure files: one of them as it stands, and the way in for another.
import { Attempt } from "../../host/attempt.svelte";
import type { Host } from "../../host/host";
import type { FoundMeasure, ImportedMeasure, MeasureLine, MeasureSheet } from "../../wire/measures";
import { files as words } from "../../words/measures";
import { Import } from "./import.svelte";

export class Files {
  list = $state.raw<MeasureLine[] | null>(null);
  picked = $state("");
  sheet = $state.raw<MeasureSheet | null>(null);
  importing = $state<Import<FoundMeasure, ImportedMeasure> | null>(null);
  /** What was kept just now. */
  kept = $state.raw<{ digest: string; name: string; wall_ms: number } | null>(null);
  readonly attempt = new Attempt();
  readonly reading = new Attempt();

  constructor(private readonly host: Host) {}

  async load(): Promise<void> {
    this.list = (await this.attempt.run(() => this.host.call("measures_list"))) ?? this.list;
    const first = this.list?.[0];
    if (first && this.picked === "") await this.pick(first.digest);
  }

  async pick(digest: string): Promise<void> {
    this.picked = digest;
    this.sheet = null;
    this.reading.busy = false;
    if (this.kept?.digest !== digest) this.kept = null;
    const sheet = await this.reading.run(() => this.host.call("measures_sheet", { digest }));
    if (sheet && this.picked === digest) this.sheet = sheet;
  }

  /** Opens the panel; a file that was kept closes it and is shown. */
  startImport(onkept: () => void): void {
    if (this.importing) return;
    const way = {
      place: "measure file", chooseTitle: words.chooseTitle, kind: words.kind,
      read: (path: string) => this.host.call("measures_read", { path }),
      keep: (path: string, { sheet }: FoundMeasure) => this.host.call("measures_import", { path, digest: sheet.line.digest }),
    };
    this.importing = new Import(this.host, way, ({ measure, wall_ms }) => {
      this.importing = null;
      this.kept = { digest: measure.digest, name: measure.name, wall_ms };
      this.picked = measure.digest;
      void this.load();
      // The caret goes to the measure once it is there.
      void this.pick(measure.digest).then(onkept);
    });
    void this.importing.unfinished.load();
  }

  leaveImport(): void {
    this.importing?.unfinished.leave();
    this.importing = null;
  }
}
