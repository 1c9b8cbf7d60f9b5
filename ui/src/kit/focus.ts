// Puts the caret where the person goes on, when a part appears: `{@attach focusHere}`.
import { tick } from "svelte";

/** How far everything around it is scrolled. */
function scrolled(node: HTMLElement): number {
  let sum = 0;
  for (let around = node.parentElement; around; around = around.parentElement) sum += around.scrollTop;
  return sum;
}

export function focusHere(node: HTMLElement): void {
  node.focus();
  const there = scrolled(node);
  // The faces may come in after the first layout; then the place has moved. Who has scrolled meanwhile is not taken back.
  requestAnimationFrame(() => {
    if (scrolled(node) === there) node.scrollIntoView?.({ block: "nearest" });
  });
}

/** Puts the caret into the first box that is marked as wrong, with what is said about it in sight. */
export async function toWrong(form: EventTarget | null | undefined): Promise<void> {
  if (!(form instanceof HTMLElement)) return;
  await tick();
  const wrong = form.querySelector<HTMLElement>("[aria-invalid]");
  if (!wrong) return;
  wrong.focus({ preventScroll: true });
  const told = wrong.closest("[aria-describedby]")?.getAttribute("aria-describedby")?.split(" ").at(-1);
  if (told) document.getElementById(told)?.scrollIntoView?.({ block: "nearest" });
  wrong.scrollIntoView?.({ block: "nearest" });
}
