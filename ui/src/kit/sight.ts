// What a person is led to comes into sight: a form that opens, a word that warns, the field that was refused. What is in sight already
// does not move.
import type { Attachment } from "svelte/attachments";

/** From where to where the page around it is seen: not what lies under a head that stays. */
function seenOf(node: Element): { top: number; bottom: number } {
  for (let around = node.parentElement; around; around = around.parentElement) {
    const { overflowY, scrollPaddingTop } = getComputedStyle(around);
    if (overflowY !== "auto" && overflowY !== "scroll") continue;
    const { top, bottom } = around.getBoundingClientRect();
    return { top: Math.max(0, top) + (parseFloat(scrollPaddingTop) || 0), bottom: Math.min(innerHeight, bottom) };
  }
  return { top: 0, bottom: innerHeight };
}

const nearest = (node: Element): void => node.scrollIntoView?.({ block: "nearest" });

/** What is seen stays seen while the window or its text changes size. `place` brings it there. Answers what ends it. */
export function staysInSight(node: Element, place = (): void => nearest(node)): () => void {
  if (typeof IntersectionObserver === "undefined") return () => undefined;
  let seen = true;
  const watch = new IntersectionObserver((entries) => void (seen = entries.at(-1)?.isIntersecting ?? seen));
  const again = (): void => {
    if (seen) place();
  };
  watch.observe(node);
  addEventListener("resize", again);
  return () => {
    watch.disconnect();
    removeEventListener("resize", again);
  };
}

/** What has the caret stays in sight while it has it and is seen. Answers what ends it. */
export function caretStays(): () => void {
  let end = (): void => undefined;
  const onfocus = (event: FocusEvent): void => {
    end();
    end = event.target instanceof Element ? staysInSight(event.target) : () => undefined;
  };
  addEventListener("focusin", onfocus);
  return () => {
    end();
    removeEventListener("focusin", onfocus);
  };
}

/** It comes into sight when it appears, also after the frame that lays it out, and stays there: `{@attach inSight}`. */
export const inSight: Attachment = (node) => {
  const show = (): void => nearest(node);
  show();
  const frame = requestAnimationFrame(show);
  const end = staysInSight(node);
  return () => {
    cancelAnimationFrame(frame);
    end();
  };
};

/** What is said beneath a box comes into sight while the caret is in that box: also as it is typed, and no button was pressed. */
export const beneath: Attachment = (node) => {
  const frame = requestAnimationFrame(() => {
    if (node.closest("[data-field]")?.contains(document.activeElement)) nearest(node);
  });
  return () => cancelAnimationFrame(frame);
};

/** Acts of a person: from then on nothing is moved under their hands. */
const hands = ["keydown", "pointerdown", "click", "wheel"] as const;

/**
 * A form that opens stands with its heading at the top of what is seen, and the caret or the question in hand is seen too. It stays where
 * it is while all of it is seen, or its beginning in the upper third. What comes in later does not push it away, until somebody acts;
 * another size of the window or its text does not either.
 */
export const opened: Attachment = (node) => {
  if (typeof ResizeObserver === "undefined") return;
  const place = (): void => {
    const { top, bottom } = seenOf(node);
    const at = node.getBoundingClientRect();
    if (at.top < top || (at.bottom > bottom && at.top > top + (bottom - top) / 3)) node.scrollIntoView?.({ block: "start" });
    const caret = document.activeElement;
    const hand = node.querySelector("[aria-current=step]") ?? (caret && node.contains(caret) ? caret : null);
    if (hand) nearest(hand);
  };
  const steady = staysInSight(node.firstElementChild ?? node, place);
  const sizes = new ResizeObserver(place);
  const end = (): void => {
    sizes.disconnect();
    for (const hand of hands) removeEventListener(hand, end, true);
  };
  sizes.observe(node);
  for (const hand of hands) addEventListener(hand, end, true);
  return () => {
    end();
    steady();
  };
};

/** The first part of a form that is refused, as its kit marks it. */
const refusedOf = (form: Element): HTMLElement | null => form.querySelector<HTMLElement>("[aria-invalid], fieldset[data-objected]");

/**
 * Where a form kept nothing, the caret goes to the first field that is refused, and its words come into sight; where no field is named,
 * the words of the form do.
 */
export function toRefused(form: Element): void {
  const wrong = refusedOf(form);
  const field = wrong instanceof HTMLFieldSetElement ? (wrong.querySelector<HTMLElement>("input:checked") ?? wrong.querySelector<HTMLElement>("input:not(:disabled)")) : wrong;
  field?.focus();
  const whole = wrong?.closest("fieldset, [data-field]") ?? wrong ?? form.querySelector("[role=alert]");
  if (whole) nearest(whole);
  // Where the whole of it is taller than the page, what is said against it is what is seen.
  const said = whole?.querySelector(".problem");
  if (said) nearest(said);
}

/** A form that refuses at once: `{@attach refusing}`. One that asks the core first calls `toRefused` with the answer. */
export const refusing: Attachment<HTMLFormElement> = (form) => {
  const onsubmit = (): void => void setTimeout(() => toRefused(form));
  form.addEventListener("submit", onsubmit);
  return () => form.removeEventListener("submit", onsubmit);
};
