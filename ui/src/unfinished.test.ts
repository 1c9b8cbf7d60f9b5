// Every form of the screen, and where what is typed in it lies before it is kept. A new form that is not named here is refused.
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** The file that keeps it beside the record, or why nothing of it lies anywhere. */
type Lies = { in: string } | { nowhere: string };
const secret = { nowhere: "A proof: it lies nowhere before it is used." };
const place = { nowhere: "A path, which the system's own chooser answers again; it is no word about anybody." };
const first = { nowhere: "There is no vault yet in which it could lie." };

const forms: Record<string, Lies> = {
  "kit/PersonForm.svelte": { in: "rooms/vault/people.svelte.ts" }, "kit/PrintBox.svelte": place, "kit/SignBox.svelte": { in: "host/signing.svelte.ts" },
  "rooms/clients/AddClient.svelte": { in: "rooms/clients/clients.svelte.ts" }, "rooms/clients/AnswerSheet.svelte": { in: "rooms/clients/course.svelte.ts" },
  "rooms/clients/CourseForm.svelte": { in: "rooms/clients/care.svelte.ts" }, "rooms/clients/DetailsAway.svelte": { in: "rooms/clients/details.svelte.ts" },
  "rooms/clients/DetailsPanel.svelte": { in: "rooms/clients/details.svelte.ts" }, "rooms/clients/StrikeForm.svelte": { in: "rooms/clients/strike.svelte.ts" },
  "rooms/clients/RateForm.svelte": { in: "rooms/clients/course.svelte.ts" },
  "rooms/clients/ErasePanel.svelte": { nowhere: "The code is typed once more on purpose." },
  "rooms/clients/MeasureForm.svelte": { nowhere: "Which measure, how and what for, before it begins; its answers lie with the sheet." },
  "rooms/clients/SessionForm.svelte": { nowhere: "Picks of the people and the protocol that are there, before a session begins." },
  "rooms/handover/TakeBack.svelte": secret, "rooms/office/TakePen.svelte": secret,
  "rooms/protocols/AdoptPanel.svelte": secret, "rooms/protocols/FilePanel.svelte": { in: "rooms/protocols/import.svelte.ts" }, "rooms/clients/ExportPanel.svelte": place,
  "rooms/review/ActBox.svelte": { in: "rooms/review/thread.svelte.ts" }, "rooms/review/AdherencePart.svelte": { in: "rooms/review/thread.svelte.ts" },
  "rooms/review/ContactLine.svelte": { nowhere: "A role picked among three." },
  "rooms/review/ContactsPart.svelte": place, "rooms/review/OpenPanel.svelte": place, "rooms/review/OwnKeys.svelte": secret, "rooms/review/SealForm.svelte": { in: "rooms/review/sealing.svelte.ts" },
  "rooms/session/parts/AmendForm.svelte": { in: "rooms/session/amending.svelte.ts" }, "rooms/session/parts/OwnKey.svelte": secret,
  "rooms/start/CodePage.svelte": secret, "rooms/start/PassphrasePage.svelte": secret, "rooms/start/TypedPage.svelte": secret, "rooms/start/VaultPage.svelte": first, "rooms/start/WhatPage.svelte": first,
  "rooms/unlock/RestoreForm.svelte": first, "rooms/unlock/Unlock.svelte": secret,
  "rooms/vault/BackupSection.svelte": place, "rooms/vault/ConfidenceSection.svelte": { nowhere: "Said in confidence: whoever opens the vault could read it before it is sealed to its readers." },
  "rooms/vault/DutyForm.svelte": { in: "rooms/vault/papers.svelte.ts" }, "rooms/vault/LicenceForm.svelte": { in: "rooms/vault/papers.svelte.ts" }, "rooms/vault/EnrolPanel.svelte": secret,
  "rooms/vault/InspectorPanel.svelte": { in: "rooms/vault/inspector.svelte.ts" }, "rooms/vault/KeysSection.svelte": secret, "rooms/vault/ReturnPanel.svelte": secret, "rooms/vault/RecordSection.svelte": { nowhere: "A code from paper is held against the record at once and kept nowhere." }, "rooms/vault/RotationPanel.svelte": secret,
  // The slot of a session: forms of their own kind.
  "rooms/session/vitals.svelte.ts": { in: "rooms/session/vitals.svelte.ts" },
  "rooms/session/effect.svelte.ts": { nowhere: "Words from the note line stand in the line until the effect is kept; those typed in the form do not outlive a kill." },
  "rooms/session/fields.svelte.ts": { nowhere: "A few boxes between one key and Enter; the veil puts them aside, a kill loses them." },
  "rooms/session/pick.svelte.ts": { nowhere: "Picked, not written: a filter, or a few words beside a pick; the veil puts them aside, a kill loses them." },
  "rooms/session/tick.svelte.ts": { nowhere: "Nothing is written in it." }, "rooms/session/seen.svelte.ts": { nowhere: "Nothing is written in it." },
  "rooms/session/said.svelte.ts": { nowhere: "Nothing is written in it." }, "rooms/session/help.svelte.ts": { nowhere: "Nothing is written in it." },
};

it("lies beside the record, or says why it lies nowhere", () => {
  const source = (file: string): string => readFileSync(`src/${file}`, "utf8");
  const all = readdirSync("src", { recursive: true, encoding: "utf8" }).map((file) => file.replaceAll("\\", "/")).filter((file) => /\.(svelte|ts)$/.test(file) && !file.endsWith(".test.ts"));
  const found = all.filter((file) => (file.endsWith(".svelte") ? /<form\b/ : /\bextends Form\b/).test(source(file)));
  expect(found.sort()).toEqual(Object.keys(forms).sort());
  const kept = Object.values(forms).flatMap((one) => ("in" in one ? [one.in] : []));
  expect(kept.filter((file) => !/new Unfinished\b|keepDraft\(/.test(source(file)))).toEqual([]);
});
