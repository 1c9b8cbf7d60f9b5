// A straight line from numbers to pixels. The charting libraries that offer one assign to frozen prototypes when they load,
// and the window freezes its prototypes; five lines of arithmetic are the smaller risk.

export interface Scale {
  (value: number): number;
  domain: () => [number, number];
}

/** Maps `domain` onto `range`; a domain without width maps to the range's middle. */
export function linear(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const [from, to] = domain;
  const [start, end] = range;
  const at = (value: number): number => (to === from ? (start + end) / 2 : start + ((value - from) / (to - from)) * (end - start));
  return Object.assign(at, { domain: (): [number, number] => [from, to] });
}
