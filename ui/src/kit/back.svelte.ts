// The caret comes back when a box closes: to what it was at when the box opened, or to what stands in its place.
import { onMount, tick, untrack } from "svelte";
import { openerOf, placeAfter, sameAs, type Opener } from "./place";

/** Whether nothing of the page has the caret. */
function lost(): boolean {
  const at = document.activeElement;
  return at === null || at === document.body || !at.isConnected;
}

/** Where the caret was, and the button that it was on, seen from each part of the page around it. */
function whereAt(): { at: Element | null; around: { part: Element; opener: Opener }[] } {
  const at = document.activeElement;
  const around: { part: Element; opener: Opener }[] = [];
  for (let part = at?.parentElement; part; part = part.parentElement) around.push({ part, opener: openerOf(part, at) });
  return { at, around };
}

/**
 * For a panel that is there only while it is open, called while it is made: the caret goes back to where it came from, or into its place.
 * `own`: the panel itself. A room that knows a better place goes first.
 */
export function caretLeaves(own: () => HTMLElement | undefined): void {
  const { at, around } = whereAt();
  onMount(() => {
    const within = own()?.parentElement;
    return () => void tick().then(tick).then(() => {
      if (!within?.isConnected || !lost()) return;
      if (at instanceof HTMLElement && at !== document.body && at.isConnected) at.focus();
      if (!lost()) return;
      const opener = around.find((one) => one.part === within)?.opener ?? { name: around[0]?.opener.name ?? "", at: -1 };
      (sameAs(within, opener) ?? placeAfter(within, opener, false))?.focus();
    });
  });
}

/**
 * `busy`: whether a box is open. `panel`: where its opener stands, and where the caret may go. `rest`: where it goes when the opener is
 * gone; without it to the button in the opener's place. Called while a component is made.
 */
export function caretBack(busy: () => boolean, panel: () => HTMLElement | undefined, rest?: () => HTMLElement | null | undefined): void {
  let before: { opener: Opener; at: Element | null } | null = null;
  function go({ opener, at }: { opener: Opener; at: Element | null }): void {
    const within = panel();
    if (!within || !lost()) return;
    if (at instanceof HTMLElement && at !== document.body && at.isConnected) at.focus();
    if (lost()) (sameAs(within, opener) ?? rest?.() ?? placeAfter(within, opener, false))?.focus();
  }
  $effect.pre(() => {
    const is = busy();
    untrack(() => {
      const within = panel();
      if (is && !before && within) before = { opener: openerOf(within, document.activeElement), at: document.activeElement };
      else if (!is && before) {
        const was = before;
        before = null;
        void tick().then(() => go(was));
      }
    });
  });
}
