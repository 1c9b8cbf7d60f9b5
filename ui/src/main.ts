// Mounts the one page of the window.
import { mount } from "svelte";
import App from "./App.svelte";
import "./fonts.css";
import { tauriHost } from "./host/tauri";
import "./look.css";

const target = document.getElementById("app");
if (!target) throw new Error("index.html has no #app");
mount(App, { target, props: { host: tauriHost } });
