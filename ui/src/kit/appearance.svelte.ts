// How the screen looks here and now: theme, text size, dimmer. The office and the room each keep their own theme.
// Remembered for this window only; it says nothing about anybody.
export type Theme = "day" | "night";
export type Place = "office" | "room";
export const textSizes = [100, 125, 150, 200] as const;
export type TextSize = (typeof textSizes)[number];

const shelf = "holdfast.appearance";
const dimmest = 0.9;

interface Kept { office: Theme; room: Theme; text: TextSize; dim: number }

function remembered(): Kept {
  const dark = globalThis.matchMedia?.("(prefers-color-scheme: dark)").matches ?? false;
  const plain: Kept = { office: dark ? "night" : "day", room: "night", text: 100, dim: 0 };
  try {
    return { ...plain, ...(JSON.parse(sessionStorage.getItem(shelf) ?? "{}") as Partial<Kept>) };
  } catch {
    return plain;
  }
}

/** Whether some of it stands within the window. */
function stands(at: Element): boolean {
  const { top, bottom } = at.getBoundingClientRect();
  return at !== document.body && bottom > 0 && top < window.innerHeight;
}

/** The page is told that its text size changes, for the frame that shows it and the one after. What has the caret and was in sight stays so. */
function resizing(root: HTMLElement): void {
  root.dataset["resizing"] = "";
  const at = document.activeElement;
  const seen = at !== null && stands(at);
  requestAnimationFrame(() => {
    if (seen) at.scrollIntoView?.({ block: "nearest" });
    requestAnimationFrame(() => delete root.dataset["resizing"]);
  });
}

class Appearance {
  private kept = $state<Kept>(remembered());
  private place = $state<Place>("office");

  readonly theme: Theme = $derived(this.kept[this.place]);
  readonly text: TextSize = $derived(this.kept.text);
  /** 0 … 0.9 of black over the page. */
  readonly dim: number = $derived(this.kept.dim);

  /** Which of the two themes holds from now on. */
  enter(place: Place): void {
    this.place = place;
    this.show();
  }

  toggleTheme(): void {
    this.keep({ [this.place]: this.theme === "day" ? "night" : "day" });
  }

  larger(by: 1 | -1): void {
    const at = Math.min(textSizes.length - 1, Math.max(0, textSizes.indexOf(this.text) + by));
    this.keep({ text: textSizes[at] ?? 100 });
  }

  plainText(): void {
    this.keep({ text: 100 });
  }

  dimmer(by: 1 | -1): void {
    this.keep({ dim: Math.min(dimmest, Math.max(0, Math.round((this.dim + by * 0.15) * 100) / 100)) });
  }

  private keep(change: Partial<Kept>): void {
    this.kept = { ...this.kept, ...change };
    try {
      sessionStorage.setItem(shelf, JSON.stringify(this.kept));
    } catch {
      // A window without storage forgets it; nothing else depends on it.
    }
    this.show();
  }

  private show(): void {
    const root = document.documentElement;
    const other = root.dataset["text"] !== String(this.text);
    if (other) resizing(root);
    root.dataset["theme"] = this.theme;
    root.dataset["text"] = String(this.text);
    root.style.setProperty("--dimmer", String(this.dim));
    if (this.dim > 0) root.dataset["dimmed"] = "";
    else delete root.dataset["dimmed"];
    // What keeps its place when the window changes size keeps it now (kit/sight).
    if (other) window.dispatchEvent(new Event("resize"));
  }
}

export const appearance = new Appearance();

/** The chords that change how the page looks, everywhere. True when the event was one of them. */
export function appearanceKey(name: string): boolean {
  switch (name) {
    case "Ctrl++":
    case "Ctrl+=":
      appearance.larger(1);
      return true;
    case "Ctrl+-":
      appearance.larger(-1);
      return true;
    case "Ctrl+0":
      appearance.plainText();
      return true;
    case "Ctrl+T":
      appearance.toggleTheme();
      return true;
    case "Ctrl+ArrowDown":
      appearance.dimmer(1);
      return true;
    case "Ctrl+ArrowUp":
      appearance.dimmer(-1);
      return true;
    default:
      return false;
  }
}
