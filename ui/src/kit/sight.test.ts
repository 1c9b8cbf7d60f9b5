import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { beneath, opened, refusing, staysInSight } from "./sight";

const box = (top: number, bottom: number): DOMRect => ({ top, bottom }) as DOMRect;
let shown: string[] = [];
let sizes = (): void => undefined;
let sighted: (isIntersecting: boolean) => void = () => undefined;
let ends: (() => void)[] = [];

beforeEach(() => {
  document.body.innerHTML = "";
  shown = [];
  Element.prototype.scrollIntoView = function (how) {
    shown.push(`${this.id || this.className} ${(how as ScrollIntoViewOptions).block ?? ""}`);
  };
  vi.stubGlobal("innerHeight", 600);
  vi.stubGlobal("ResizeObserver", class { constructor(place: () => void) { sizes = place; } observe(): void {} disconnect(): void { sizes = () => undefined; } });
  vi.stubGlobal("IntersectionObserver", class { constructor(look: (all: { isIntersecting: boolean }[]) => void) { sighted = (isIntersecting) => look([{ isIntersecting }]); } observe(): void {} disconnect(): void {} });
});
afterEach(() => {
  ends.forEach((end) => end());
  ends = [];
  vi.unstubAllGlobals();
});
const open = (node: HTMLElement): void => void ends.push(opened(node) as () => void);

/** A form with a heading and a box, where the page has laid it out. */
function form(top: number, bottom: number): HTMLElement {
  document.body.innerHTML = `<section id="form"><h2 id="head">A</h2><input id="field"></section>`;
  const section = document.getElementById("form") as HTMLElement;
  section.getBoundingClientRect = () => box(top, bottom);
  document.getElementById("field")?.focus();
  return section;
}

describe("a form that opens", () => {
  it.each([[100, 500, []], [150, 900, []], [300, 900, ["form start"]], [-200, 300, ["form start"]], [700, 800, ["form start"]]] as const)("from %i to %i", (top, bottom, moved) => {
    open(form(top, bottom));
    sizes();
    expect(shown).toEqual([...moved, "field nearest"]);
  });

  it("is moved no more once somebody acts, and keeps its place in another size while it is seen", () => {
    open(form(700, 800));
    window.dispatchEvent(new Event("click"));
    sizes();
    expect(shown).toEqual([]);
    window.dispatchEvent(new Event("resize"));
    expect(shown).toEqual(["form start", "field nearest"]);
    sighted(false);
    window.dispatchEvent(new Event("resize"));
    expect(shown).toHaveLength(2);
  });
});

it("what is seen stays seen in another size; what was left is not fetched back", () => {
  document.body.innerHTML = `<p id="word">A</p>`;
  const end = staysInSight(document.getElementById("word") as Element);
  window.dispatchEvent(new Event("resize"));
  expect(shown).toEqual(["word nearest"]);
  sighted(false);
  window.dispatchEvent(new Event("resize"));
  sighted(true);
  end();
  window.dispatchEvent(new Event("resize"));
  expect(shown).toHaveLength(1);
});

it("what is said beneath a box comes into sight while the caret is in that box", async () => {
  document.body.innerHTML = `<div data-field><input id="one"><p id="under-one">A</p></div><div data-field><input id="two"><p id="under-two">A</p></div>`;
  document.getElementById("two")?.focus();
  for (const id of ["under-one", "under-two"]) ends.push(beneath(document.getElementById(id) as Element) as () => void);
  await new Promise((done) => requestAnimationFrame(done));
  expect(shown).toEqual(["under-two nearest"]);
});

describe("a form that is refused", () => {
  async function submit(inner: string): Promise<void> {
    document.body.innerHTML = `<form>${inner}</form>`;
    const all = document.querySelector("form") as HTMLFormElement;
    all.addEventListener("submit", (event) => event.preventDefault());
    refusing(all);
    all.dispatchEvent(new Event("submit", { cancelable: true }));
    await new Promise((done) => setTimeout(done, 5));
  }

  it("puts the caret into the first field that is wrong, and shows what is said of it", async () => {
    await submit(`<input id="right"><div id="one" data-field><input id="wrong" aria-invalid="true"><p class="problem">A</p></div><div id="two" data-field><input aria-invalid="true"></div><p id="alert" role="alert">A</p>`);
    expect(document.activeElement?.id).toBe("wrong");
    expect(shown).toEqual(["one nearest", "problem nearest"]);
  });

  it("goes to a choice that was not made", async () => {
    await submit(`<fieldset id="pick" data-objected><input type="radio" id="barred" disabled><input type="radio" id="first"></fieldset>`);
    expect([document.activeElement?.id, shown]).toEqual(["first", ["pick nearest"]]);
  });

  it("shows the words of the form where no field is named", async () => {
    await submit(`<input id="right"><p id="alert" role="alert">A</p>`);
    expect(shown).toEqual(["alert nearest"]);
  });
});
