// Words of Protocols.
import type { ProtocolLine } from "../wire/protocols";
import { roles } from "./roles";

export const protocols = {
  title: "Protocols",
  lead: "Every number that Holdfast shows comes from one of these files.",
  none: "No protocol is in this vault.",
  training: "training only",
  adopted: "adopted",
  waiting: "not adopted yet",
  usable: "A session can be started from it in this vault.",
  unusable: "No session can be started from it in this vault.",
  digest: "Digest",
  digestHint: "The true name of the file. A session keeps it for good.",
  adoption: "Adoption",
  adoptedBy: (name: string, role: keyof typeof roles, on: string): string => `${name}, ${roles[role]}, ${on}`,
  mustAdopt: (by: string): string => `Must be adopted by: ${by}.`,
  day: "The day it makes",
  pick: "Pick a protocol from the list.",
} as const;

/** `9c41 77e0 12ab`: enough of a digest to compare by eye. */
export const shortDigest = (digest: string): string => (digest.slice(0, 12).match(/.{1,4}/g) ?? []).join(" ");

export function protocolState(p: ProtocolLine): string {
  if (p.training) return protocols.training;
  return missingRoles(p) === "" ? protocols.adopted : protocols.waiting;
}

/** The same as a sentence of its own. */
export function protocolSentence(p: ProtocolLine): string {
  const state = protocolState(p);
  return `${state.charAt(0).toUpperCase()}${state.slice(1)}.`;
}

/** The roles that have not adopted it. */
export function missingRoles(p: ProtocolLine): string {
  return p.adopted_by.filter((role) => !p.adoptions.some((a) => a.role === role)).map((role) => roles[role]).join(", ");
}
