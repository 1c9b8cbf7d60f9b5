// Puts the caret where the person goes on, when a part appears: `{@attach focusHere}`.
export function focusHere(node: HTMLElement): void {
  node.focus();
  // The faces may come in after the first layout; then the place has moved.
  requestAnimationFrame(() => node.scrollIntoView?.({ block: "nearest" }));
}
