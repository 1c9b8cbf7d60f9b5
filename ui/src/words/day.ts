// A rehearsed day as rows of text.
import type { RehearsedPrompt } from "../wire/protocols";
import { signList } from "./signs";

export const day = {
  caption: "Every prompt of the day, counted from dose 1",
  columns: ["Planned", "From", "Late after", "What", "Why", "Line"],
} as const;

export function dayRows(prompts: RehearsedPrompt[], elapsed: (ms: number) => string): string[][] {
  return prompts.map((p) => [
    elapsed(p.planned_ms),
    elapsed(p.from_ms),
    elapsed(p.late_after_ms),
    p.signs.length > 0 ? signList(p.signs) : p.titles.join(", "),
    p.why.join(" "),
    p.lines.join(", "),
  ]);
}
