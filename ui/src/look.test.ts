// The colours are measured, not trusted: contrast of every ink on every ground, luminance of everything at night.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync("src/look.css", "utf8");

function tokens(theme: string): Record<string, string> {
  const block = css.match(new RegExp(`\\[data-theme="${theme}"\\] \\{([^}]*)\\}`))?.[1] ?? "";
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map((m) => [m[1], m[2]]));
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ["ground", "sheet", "sunk", "band", "accent-soft", "due-soft", "act-soft"];
const inks = ["ink", "ink-2", "ink-3", "accent", "due", "act", "note"];

describe.each(["day", "night"])("the %s theme", (theme) => {
  const colour = tokens(theme);
  it.each(inks.flatMap((ink) => grounds.map((ground) => [ink, ground] as const)))("reads %s on %s", (ink, ground) => {
    const soft = ground.endsWith("-soft");
    if (soft && !["ink", "ink-2", ground.replace("-soft", "")].includes(ink)) return;
    expect(contrast(colour[ink] ?? "", colour[ground] ?? "")).toBeGreaterThanOrEqual(4.5);
  });
  it("reads what stands on the accent", () => {
    expect(contrast(colour["on-accent"] ?? "", colour["accent"] ?? "")).toBeGreaterThanOrEqual(4.5);
  });
  it.each(["ground", "sheet", "sunk"])("shows the edge of a box on %s", (ground) => {
    expect(contrast(colour["edge"] ?? "", colour[ground] ?? "")).toBeGreaterThanOrEqual(3);
  });
});

it("keeps every night colour under the luminance cap", () => {
  const over = Object.entries(tokens("night")).filter(([, hex]) => luminance(hex) > 0.35);
  expect(over).toEqual([]);
});
