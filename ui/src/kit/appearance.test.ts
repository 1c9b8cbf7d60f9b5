import { beforeEach, describe, expect, it } from "vitest";
import { appearance, appearanceKey } from "./appearance.svelte";

const root = document.documentElement;

describe("the appearance", () => {
  beforeEach(() => {
    appearance.plainText();
    appearance.enter("office");
  });

  it("keeps one theme for the office and one for the room", () => {
    expect(root.dataset["theme"]).toBe("day");
    appearance.enter("room");
    expect(root.dataset["theme"]).toBe("night");
    expect(appearanceKey("Ctrl+T")).toBe(true);
    expect(root.dataset["theme"]).toBe("day");
    appearanceKey("Ctrl+T");
    appearance.enter("office");
    expect(root.dataset["theme"]).toBe("day");
  });

  it("grows the text in four steps and stops at both ends", () => {
    const seen = ["Ctrl++", "Ctrl+=", "Ctrl++", "Ctrl++"].map((key) => (appearanceKey(key), root.dataset["text"]));
    expect(seen).toEqual(["125", "150", "200", "200"]);
    appearanceKey("Ctrl+0");
    appearanceKey("Ctrl+-");
    expect(root.dataset["text"]).toBe("100");
  });

  it("dims down to a tenth and back to nothing", () => {
    for (let i = 0; i < 9; i++) appearanceKey("Ctrl+ArrowDown");
    expect(root.style.getPropertyValue("--dimmer")).toBe("0.9");
    expect(root.dataset).toHaveProperty("dimmed");
    for (let i = 0; i < 9; i++) appearanceKey("Ctrl+ArrowUp");
    expect(root.style.getPropertyValue("--dimmer")).toBe("0");
    expect(root.dataset).not.toHaveProperty("dimmed");
  });

  it("leaves every other key alone", () => expect(appearanceKey("Ctrl+L")).toBe(false));
});
