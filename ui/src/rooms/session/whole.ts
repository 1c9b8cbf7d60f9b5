// A line that does not fit whole is not shown at all: half a line of a record is worse than none. For lists that are cut
// at their foot, and for the log, which is cut at its head.

/** An attachment: hides the children that do not lie whole inside the node, and tells how many are hidden. */
export function whole(edge: "head" | "foot", hidden: (n: number) => void = () => {}): (node: HTMLElement) => () => void {
  return (node) => {
    const look = (): void => {
      const { clientHeight } = node;
      // Where nothing is laid out there is no height to measure by.
      const drawn = node.getClientRects().length > 0;
      let away = 0;
      for (const child of node.children) {
        if (!(child instanceof HTMLElement)) continue;
        const out = edge === "head" ? child.offsetTop < node.offsetTop - 1 : child.offsetTop - node.offsetTop + child.offsetHeight > clientHeight + 2;
        child.style.visibility = drawn && out ? "hidden" : "";
        if (drawn && out) away += 1;
      }
      hidden(away);
    };
    const sizes = new ResizeObserver(look);
    sizes.observe(node);
    const changes = new MutationObserver(look);
    changes.observe(node, { childList: true, subtree: true, characterData: true });
    look();
    return () => {
      sizes.disconnect();
      changes.disconnect();
    };
  };
}
