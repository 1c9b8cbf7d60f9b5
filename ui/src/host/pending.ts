// What was typed a moment ago and lies nowhere but on the page: whoever takes the page, the vault or the pen away waits for it first.
import type { Host } from "./host";

type Flush = () => Promise<void>;
type Drop = () => void;
/** On each page, what was typed and is nowhere yet. */
const pending = new WeakMap<Host, Map<Flush, Drop>>();

/** Something typed is nowhere yet, until `isSafe`: before the page, the vault or the pen goes it is sent by `flush`. */
export function typedNow(host: Host, flush: Flush, drop: Drop): void {
  pending.set(host, (pending.get(host) ?? new Map<Flush, Drop>()).set(flush, drop));
}
export function isSafe(host: Host, flush: Flush): void {
  pending.get(host)?.delete(flush);
}

/** Everything typed a moment ago is remembered, or could not be: to be awaited before a lock, another pen, a client's hands. */
export async function flushTyped(host: Host): Promise<void> {
  await Promise.all([...(pending.get(host)?.keys() ?? [])].map((flush) => flush()));
}

/** Another has the pen: what could not be remembered before is not remembered as theirs. */
export function dropTyped(host: Host): void {
  for (const drop of pending.get(host)?.values() ?? []) drop();
  pending.delete(host);
}
