import { expect, it } from "vitest";
import { FakeHost } from "../../host/fake";
import type { LogLine } from "../../wire/log";
import type { SignatureLine, SignatureView } from "../../wire/sign";
import { sign } from "../../words/sign";
import { EntrySigning, signable } from "./entry-signing.svelte";

const line = (change: Partial<LogLine>): LogLine => ({ seq: 7, by: "MS", struck: null, what: { kind: "noted", text: "a", voice: "observed", tags: [] }, ...change }) as LogLine;
const signed = (change: Partial<SignatureLine>): SignatureLine => ({ number: 1, name: "Maren", initials: "MS", meaning: "author", wall_ms: 0, zone_minutes: 0, role: null, taken_back: null, standing: "holds", ...change });
const view = (change: Partial<SignatureView> = {}): SignatureView => ({ lines: [], asks: "passphrase", author_first: false, meaning: "author", lock: null, turn: "nothing", entries: [], ...change });

it("signs one entry by its number, and says so to whoever shows the record", async () => {
  const host = new FakeHost({ sign_look: () => view(), sign: () => view({ lines: [signed({})], asks: "nothing" }) });
  let kept = 0;
  const signing = new EntrySigning(host, () => ({ session: "s", client: "c" }), () => (kept += 1));
  signing.turn();
  signing.look(7);
  const desk = signing.desk;
  await Promise.resolve();
  desk?.open("sign");
  if (desk) desk.proof = "a passphrase";
  expect(await desk?.act()).toBe(true);
  const object = { session: "s", client: "", visit: "", entry: 7 };
  expect([host.asks("sign_look"), host.asks("sign"), kept]).toEqual([[object], [{ object, proof: "a passphrase" }], 1]);
  signing.turn();
  expect([signing.offered, signing.seq, signing.desk]).toEqual([false, -1, null]);
});

it("offers it where a person wrote of the day and the words are not for others", () => {
  const apart = (text: string | null, waits_for_key: boolean): LogLine["what"] => ({ kind: "process_note", text, tags: [], sealed: true, readers: [], waits_for_key });
  expect(signable(line({}))).toBe(true);
  expect(signable(line({ by: null }))).toBe(false);
  expect(signable(line({ struck: "slip" }))).toBe(false);
  expect(signable(line({ what: { kind: "starred", target: 2 } }))).toBe(false);
  expect([signable(line({ what: apart("a", false) })), signable(line({ what: apart(null, true) })), signable(line({ what: apart(null, false) }))]).toEqual([true, true, false]);
});

it("says in short who signed an entry, and what waits for its author", () => {
  expect(sign.entry([signed({}), signed({ initials: "AK", meaning: "co_signer" }), signed({})])).toBe("signed by MS, AK");
  expect(sign.entry([signed({ standing: "broken" })])).toBe("a signature under it does not hold");
  expect(sign.box(view({ asks: "nothing", author_first: true }), () => "", false).unable).toBe("Its author signs it first, as it stands.");
  expect(sign.box(view({ asks: "no_key" }), () => "", false).unable).toBe(sign.words.noKey);
  expect(sign.box(view(), () => "", false).unable).toBeNull();
});
