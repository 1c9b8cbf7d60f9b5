// A stored integer with decimals, as it is shown and as it is typed.

/** `325` with two decimals is `3.25`. */
export function shown(value: number, decimals: number): string {
  return (value / 10 ** decimals).toFixed(decimals);
}

/** `+2.5`, `−3`, `0`: a change with its sign. */
export function change(by: number, decimals: number): string {
  const size = shown(Math.abs(by), decimals);
  return by > 0 ? `+${size}` : by < 0 ? `\u2212${size}` : size;
}

/** `3,25` or `3.25` with two decimals is 325; undefined: no number, or finer than it is kept. */
export function stored(typed: string, decimals: number): number | undefined {
  const text = typed.trim().replace(",", ".");
  const match = text.match(/^(-?)(\d{1,7})(?:\.(\d+))?$/);
  if (!match) return undefined;
  const [, sign, whole, rest = ""] = match;
  if (rest.length > decimals) return undefined;
  const value = Number(`${whole}${rest.padEnd(decimals, "0")}`);
  return sign && value !== 0 ? -value : value;
}
