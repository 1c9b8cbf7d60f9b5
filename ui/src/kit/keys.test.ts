import { describe, expect, it } from "vitest";
import { chord, typing } from "./keys";

function pressed(target: HTMLElement, init: KeyboardEventInit): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { bubbles: true, ...init });
  document.body.append(target);
  target.dispatchEvent(event);
  return event;
}

describe("keys", () => {
  it("have one name each", () => {
    const body = document.createElement("div");
    expect(chord(pressed(body, { key: "l", ctrlKey: true }))).toBe("Ctrl+L");
    expect(chord(pressed(body, { key: "l", metaKey: true }))).toBe("Ctrl+L");
    expect(chord(pressed(body, { key: "?", shiftKey: true }))).toBe("?");
    expect(chord(pressed(body, { key: "2", altKey: true }))).toBe("Alt+2");
    expect(chord(pressed(body, { key: "Escape" }))).toBe("Escape");
  });

  it("go to text only where text is taken", () => {
    const box = document.createElement("input");
    const tick = Object.assign(document.createElement("input"), { type: "checkbox" });
    expect(typing(pressed(box, { key: "1" }))).toBe(true);
    expect(typing(pressed(tick, { key: "1" }))).toBe(false);
    expect(typing(pressed(document.createElement("select"), { key: "m" })), "a letter picks from a list").toBe(true);
    expect(typing(pressed(document.createElement("button"), { key: "1" }))).toBe(false);
  });
});

it("go to an open box from all of it, and where nothing has the caret", () => {
  const page = document.createElement("div");
  const [button, nav] = [document.createElement("button"), document.createElement("button")];
  page.append(button);
  document.body.append(page, nav);
  const on = (target: HTMLElement): boolean => {
    const event = new KeyboardEvent("keydown", { bubbles: true, key: "a" });
    target.dispatchEvent(event);
    return typing(event);
  };
  expect([on(button), on(document.body), on(nav)]).toEqual([false, false, false]);
  page.dataset["box"] = "true";
  expect([on(button), on(document.body), on(nav)]).toEqual([true, true, false]);
  page.remove();
});
