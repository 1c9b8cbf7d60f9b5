// Puts the caret where the person goes on, when a part appears: `{@attach focusHere}`.

/** How far everything around it is scrolled. */
function scrolled(node: HTMLElement): number {
  let sum = 0;
  for (let around = node.parentElement; around; around = around.parentElement) sum += around.scrollTop;
  return sum;
}

/** The faces may come in after the first layout; then the place has moved. Who has scrolled meanwhile is not taken back. */
function settled(node: HTMLElement): void {
  const there = scrolled(node);
  requestAnimationFrame(() => {
    if (scrolled(node) === there) node.scrollIntoView?.({ block: "nearest" });
  });
}

export function focusHere(node: HTMLElement): void {
  node.focus();
  settled(node);
}
