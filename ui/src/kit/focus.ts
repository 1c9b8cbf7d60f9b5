// Puts the caret where the person goes on, when a part appears: `{@attach focusHere}`.
export function focusHere(node: HTMLElement): void {
  node.focus({ preventScroll: false });
}
