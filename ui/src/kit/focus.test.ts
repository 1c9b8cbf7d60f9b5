import { afterEach, describe, expect, it, vi } from "vitest";
import { focusHere } from "./focus";

/** A heading in a scrolled page; answers the frame that comes next. */
function page(): { around: HTMLElement; heading: HTMLElement; shown: () => number; frame: () => void } {
  const around = document.createElement("main");
  const heading = document.createElement("h1");
  heading.tabIndex = -1;
  around.append(heading);
  document.body.append(around);
  let frame = (): void => undefined;
  vi.spyOn(window, "requestAnimationFrame").mockImplementation((then) => ((frame = () => then(0)), 1));
  const scroll = vi.fn();
  heading.scrollIntoView = scroll;
  return { around, heading, shown: () => scroll.mock.calls.length, frame: () => frame() };
}

describe("the caret on a part that appears", () => {
  afterEach(() => vi.restoreAllMocks());

  it("brings it into view once the faces are in", () => {
    const { heading, shown, frame } = page();
    focusHere(heading);
    expect(document.activeElement).toBe(heading);
    frame();
    expect(shown()).toBe(1);
  });

  it("takes nobody back who has scrolled meanwhile", () => {
    const { around, heading, shown, frame } = page();
    focusHere(heading);
    around.scrollTop = 80;
    frame();
    expect(shown()).toBe(0);
  });
});
