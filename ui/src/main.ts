// Mounts the one page of the window.
import { mount } from "svelte";
import App from "./App.svelte";
import "./fonts.css";
import { tauriHost } from "./host/tauri";
import "./look.css";

const target = document.getElementById("app");
if (!target) throw new Error("index.html has no #app");
// The web view's own menu offers to load the page anew or to look behind it; neither belongs in a session.
document.addEventListener("contextmenu", (event) => event.preventDefault());
mount(App, { target, props: { host: tauriHost } });
