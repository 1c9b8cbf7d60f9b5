// What the record says of one client's course: read once, shared by everything on the page that shows it or changes it.
import type { Host } from "../../host/host";
import type { CourseView } from "../../wire/course";

export class Shelf {
  view = $state.raw<CourseView | null>(null);
  /** The measure that somebody was led to, by its digest. */
  looked = $state("");
  private turn = 0;

  constructor(private readonly host: Host, readonly client: string) {}

  async read(): Promise<void> {
    const turn = this.turn;
    const view = await this.host.call("course_look", { client: this.client });
    // What an act answered meanwhile is newer.
    if (turn === this.turn) this.view = view;
  }

  /** Leads to a measure further down. */
  look(digest: string): void {
    this.looked = digest;
  }

  /** What an act answered. */
  took(view: CourseView): void {
    this.turn += 1;
    this.view = view;
  }
}
