// Where the caret goes when a form is done: it never falls back to the top of the page.
const buttons = (panel: HTMLElement): HTMLButtonElement[] => [...panel.querySelectorAll<HTMLButtonElement>("button:not(:disabled)")];
const nameOf = (one: Element): string => one.getAttribute("aria-label") ?? one.textContent.trim();

/** The button that a form was opened by: its name, and which one of the page it was. */
export interface Opener { name: string; at: number }

export function openerOf(panel: HTMLElement, active: Element | null): Opener {
  return { name: active ? nameOf(active) : "", at: buttons(panel).findIndex((one) => one === active) };
}

/** The button of the same name, where it stands there again. */
export function sameAs(panel: HTMLElement, opener: Opener): HTMLElement | undefined {
  return buttons(panel).find((one) => nameOf(one) === opener.name);
}

/** Kept: on to what is open next, then to the main step. Left: back to where it was opened. */
export function placeAfter(panel: HTMLElement, opener: Opener, kept: boolean): HTMLElement | undefined {
  const all = buttons(panel);
  const back = sameAs(panel, opener) ?? all[Math.max(0, Math.min(opener.at, all.length - 1))];
  if (!kept) return back;
  const open = panel.querySelector("[data-open=true]");
  return all.findLast((one) => open?.contains(one)) ?? all.find((one) => one.classList.contains("main")) ?? back;
}
