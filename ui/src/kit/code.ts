// A long code typed back in groups. Reading is tolerant in the way the code's alphabet allows.
export const groupCount = 8;
export const groupLength = 5;

/** Capitals; O is 0, I and L are 1; everything that is no letter or figure is skipped. */
export function read(typed: string): string {
  return typed.toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1").replace(/[^0-9A-Z]/g, "");
}

/** A pasted or over-long text spread over the boxes from `at` on. */
export function spread(groups: string[], at: number, typed: string): string[] {
  const symbols = read(typed);
  return groups.map((group, i) => {
    if (i < at) return group;
    const part = symbols.slice((i - at) * groupLength, (i - at + 1) * groupLength);
    return part === "" && i > at ? group : part;
  });
}

/** Numbers, from 1, of groups that are too short. */
export const shortGroups = (groups: string[]): number[] => numbers(groups, (group) => read(group).length < groupLength);

/** Numbers, from 1, of groups that differ from the ones shown. */
export const wrongGroups = (groups: string[], shown: string[]): number[] => numbers(groups, (group, i) => read(group) !== read(shown[i] ?? ""));

function numbers(groups: string[], wrong: (group: string, i: number) => boolean): number[] {
  return groups.flatMap((group, i) => (wrong(group, i) ? [i + 1] : []));
}

export const blankCode = (): string[] => Array.from({ length: groupCount }, () => "");
