// A box of several lines is as tall as its text, up to a third of the window: `{@attach asTallAs(value)}`.
export const asTallAs = (text: string) => (node: HTMLTextAreaElement): void => {
  if (text === "") node.style.removeProperty("height");
  if (text === "" || node.scrollHeight <= node.clientHeight) return;
  const edges = node.offsetHeight - node.clientHeight;
  node.style.height = `${Math.min(node.scrollHeight + edges, window.innerHeight / 3)}px`;
};
