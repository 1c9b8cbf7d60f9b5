// The office with invented data, for looking at. /preview.html?room=unlock&theme=night&text=200&do=click:ID;type:ID=TEXT;key:Ctrl+L
import { mount } from "svelte";
import App from "./App.svelte";
import "./fonts.css";
import "./look.css";
import { previewHost } from "./preview.data";

const ask = new URLSearchParams(location.search);
const theme = ask.get("theme") ?? "day";
sessionStorage.setItem("holdfast.appearance", JSON.stringify({ office: theme, text: Number(ask.get("text") ?? 100) }));

const target = document.getElementById("app");
if (!target) throw new Error("preview.html has no #app");
const { appearance } = await import("./kit/appearance.svelte");
mount(App, { target, props: { host: previewHost(ask.get("room") ?? "office") } });
if (appearance.theme !== theme) appearance.toggleTheme();
while (String(appearance.text) !== (ask.get("text") ?? "100")) appearance.larger(1);

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const find = (id: string): HTMLElement | null => document.querySelector(`[data-testid="${id}"]`);

for (const step of (ask.get("do") ?? "").split(";").filter(Boolean)) {
  await wait(120);
  const [verb, rest = ""] = step.split(/:(.*)/);
  if (verb === "click") find(rest)?.click();
  else if (verb === "key") document.body.dispatchEvent(new KeyboardEvent("keydown", { key: rest, bubbles: true }));
  else if (verb === "wait") await wait(Number(rest));
  else {
    const [id = "", text = ""] = rest.split("=");
    const box = find(id) as HTMLInputElement | null;
    if (box) {
      box.focus();
      box.value = text;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}
document.documentElement.dataset["shot"] = "ready";
