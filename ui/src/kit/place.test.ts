import { describe, expect, it } from "vitest";
import { openerOf, placeAfter } from "./place";

function page(html: string): HTMLElement {
  const panel = document.createElement("div");
  panel.innerHTML = html;
  return panel;
}
const name = (one: HTMLElement | undefined): string | undefined => one?.textContent;

describe("the place after a form", () => {
  const open = "<div data-open='false'><button>A</button></div><div data-open='true'><button>Narrow</button><button>B</button></div><div data-open='true'><button>C</button></div><button class='main'>Close</button>";

  it("is what is open next, then the main step", () => {
    const panel = page(open);
    expect(name(placeAfter(panel, { name: "A", at: 0 }, true))).toBe("B");
    panel.querySelectorAll("[data-open]").forEach((one) => one.setAttribute("data-open", "false"));
    expect(name(placeAfter(panel, { name: "A", at: 0 }, true))).toBe("Close");
  });

  it("is where it was opened when it was left", () => {
    const panel = page(open);
    const opener = openerOf(panel, panel.querySelectorAll("button")[3] ?? null);
    expect(name(placeAfter(panel, opener, false))).toBe("C");
    // The button has another name now: the one in its place.
    expect(name(placeAfter(page("<button>X</button><button>Y</button>"), { name: "Gone", at: 1 }, false))).toBe("Y");
    expect(placeAfter(page(""), { name: "", at: -1 }, true)).toBeUndefined();
  });
});
