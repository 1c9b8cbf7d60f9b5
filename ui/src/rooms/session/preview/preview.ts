// The session room before a typed fake, for looking at: /preview-session.html?state=late&theme=day&text=200&keys=d,1
// Never part of the app: only preview-session.html loads it.
import { everything } from "../../../kit/rights";
import { mount } from "svelte";
import { FakeHost } from "../../../host/fake";
import { appearance } from "../../../kit/appearance.svelte";
import type { Draft } from "../../../wire/drafts";
import Preview from "./Preview.svelte";
import { moments } from "./days";
import { AK, MS, plan } from "./plans";

const asked = new URLSearchParams(location.search);
const view = (moments[asked.get("state") ?? "near"] ?? moments["near"])?.();
if (!view) throw new Error("no such moment");
const drafts: Draft[] = asked.has("note") ? [{ session: plan.session, place: "note", text: asked.get("note") ?? "", caret: (asked.get("note") ?? "").length }] : [];
const started = performance.now();
const moved = (): typeof view => ({ ...view, now_ms: view.now_ms + Math.floor(performance.now() - started), wall_ms: view.wall_ms + Math.floor(performance.now() - started) });

const host = new FakeHost({
  session_plan: () => ({
    ...plan,
    training: asked.has("training"),
    ...(asked.has("six") ? { plausible: [...plan.plausible, { sign: "oxygen_saturation" as const, from: 50, to: 100 }, { sign: "respiratory_rate" as const, from: 4, to: 60 }] } : {}),
  }),
  session_look: () => moved(),
  session_act: () => {
    if (asked.has("fail")) throw { code: "disk_full", facts: {}, record_safe: true };
    return moved();
  },
  drafts_keep: () => undefined,
  drafts_of: () => drafts,
  people_prove: () => {
    throw { code: "wrong_pin", facts: { left: "4" }, record_safe: true };
  },
  people_take_pen: () => ({ name: "Quay", path: "/v", training: false, author: MS, people: [MS, AK], recovery_owed: false, live_session: plan.session, older_than_head: false, header: "alike", wrong_passphrases: 0, veiled: false, idle_minutes: 10, blind: false, backup: false, inspection: null, inspections: [], glass_used_wall_ms: null, rights: everything }),
});

appearance.enter("room");
const size = Number(asked.get("text") ?? 100);
for (let at = appearance.text; at < size; at = appearance.text) appearance.larger(1);
const target = document.getElementById("app");
if (!target) throw new Error("no #app");
mount(Preview, { target, props: { host, session: plan.session } });
if (asked.get("theme") === "day") setTimeout(() => appearance.theme === "night" && appearance.toggleTheme(), 50);

/** Keys after the page stands, one every 30 ms; a word like `w:hello` is typed into the box that has the caret. */
const keys = (asked.get("keys") ?? "").split(",").filter((k) => k !== "");
keys.forEach((key, i) => setTimeout(() => press(key), 250 + i * 450));
function press(key: string): void {
  const at = document.activeElement ?? document.body;
  if (key.startsWith("w:")) {
    if (!(at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement)) return;
    at.value += key.slice(2);
    at.dispatchEvent(new InputEvent("input", { bubbles: true }));
    return;
  }
  const named = key === "ctrl-k" ? { key: "k", ctrlKey: true } : { key };
  at.dispatchEvent(new KeyboardEvent("keydown", { ...named, bubbles: true, cancelable: true }));
}
