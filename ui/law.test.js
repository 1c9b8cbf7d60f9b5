// The import law can fail: each forbidden edge is refused, each permitted one passes.
import { describe, expect, it } from "vitest";
import { refusal } from "./law.js";

describe("the import law", () => {
  it.each([
    ["App.svelte", "./rooms/session/Session.svelte"],
    ["rooms/session/Session.svelte", "../../kit/Button.svelte"],
    ["rooms/session/parts/Slot.svelte", "../session.svelte"],
    ["rooms/session/session.test.ts", "vitest"],
    ["host/tauri.ts", "@tauri-apps/api/core"],
    ["words/refusals.ts", "../wire/refusal"],
    ["words/licences.ts", "../time/elapsed"],
    ["kit/Chart.svelte", "d3-scale"],
  ])("lets %s import %s", (file, source) => {
    expect(refusal(file, source)).toBeNull();
  });

  it.each([
    ["rooms/session/Session.svelte", "../course/Course.svelte"],
    ["rooms/session/Session.svelte", "@tauri-apps/api/core"],
    ["App.svelte", "@tauri-apps/api/event"],
    ["kit/Button.svelte", "../rooms/session/session.svelte"],
    ["kit/Button.svelte", "../words/common"],
    ["kit/Button.svelte", "../host/host"],
    ["wire/session.ts", "../time/clock"],
    ["wire/session.ts", "svelte"],
    ["words/common.ts", "../host/host"],
    ["host/fake.ts", "@tauri-apps/api/mocks"],
    ["rooms/session/Session.svelte", "vitest"],
    ["rooms/session/Session.svelte", "../../App.svelte"],
  ])("stops %s importing %s", (file, source) => {
    expect(refusal(file, source)).not.toBeNull();
  });
});
