// Which key means which act, in one table: the footer, the sheet, the palette and the key handler read it. A key means one
// thing in every state of the room; what has no key is in the palette.

export type ActId =
  | "vitals"
  | "notnow"
  | "effect"
  | "touch"
  | "fluid"
  | "star"
  | "red"
  | "dose"
  | "quiet"
  | "author"
  | "who"
  | "undo"
  | "keys"
  | "veil"
  | "help"
  | "write"
  | "seen"
  | "reason"
  | "told"
  | "declined"
  | "withheld"
  | "phase"
  | "step"
  | "lists"
  | "close"
  | "deviation"
  | "amend"
  | "chart"
  | "intention"
  | "log"
  | "palette"
  | "theme"
  | "dimmer"
  | "brighter"
  | "larger"
  | "smaller"
  | "peek"
  | "dose_time"
  | "confirm_time"
  | "timekeeper"
  | "office"
  | "training_go"
  | "training_next"
  | "training_slower"
  | "training_faster"
  | "training_take";

/** Where an act is named: along the foot, on the sheet only, or only in the palette. */
export interface KeyLine {
  act: ActId;
  /** The pressed key as `event.key` says it; null: no single key. */
  key: string | null;
  /** As printed on the sheet. */
  shown: string;
  foot: boolean;
  /** Part of the sheet. */
  part: "care" | "day" | "see" | "write" | "training";
  /** Not in the palette: it is the palette, or has no meaning there. */
  unlisted?: boolean;
  /** Words that may be typed after `/` besides the name. */
  slash?: string[];
}

export const KEYS: readonly KeyLine[] = [
  { act: "vitals", key: "v", shown: "v", foot: true, part: "care", slash: ["vitals"] },
  { act: "notnow", key: "d", shown: "d", foot: true, part: "care", slash: ["defer", "notnow"] },
  { act: "effect", key: "e", shown: "e", foot: true, part: "care", slash: ["effect"] },
  { act: "touch", key: "t", shown: "t", foot: true, part: "care", slash: ["touch"] },
  { act: "fluid", key: "f", shown: "f", foot: true, part: "care", slash: ["fluid", "drank"] },
  { act: "star", key: "s", shown: "s", foot: true, part: "care", slash: ["star"] },
  { act: "red", key: "r", shown: "r", foot: true, part: "care", slash: ["red"] },
  { act: "dose", key: "g", shown: "g", foot: true, part: "care", slash: ["dose", "give"] },
  { act: "quiet", key: "q", shown: "q", foot: true, part: "care", slash: ["quiet"] },
  { act: "author", key: "a", shown: "a", foot: true, part: "day", slash: ["author"] },
  { act: "who", key: "w", shown: "w", foot: true, part: "day", slash: ["who"] },
  { act: "undo", key: "z", shown: "z", foot: true, part: "write", slash: ["undo", "strike"] },
  { act: "seen", key: "Enter", shown: "Enter", foot: false, part: "care", unlisted: true },
  { act: "reason", key: "m", shown: "m", foot: false, part: "care", slash: ["missed"] },
  { act: "told", key: "p", shown: "p", foot: false, part: "care", slash: ["told"] },
  { act: "declined", key: "c", shown: "c", foot: false, part: "care", slash: ["declined"] },
  { act: "withheld", key: "o", shown: "o", foot: false, part: "care", slash: ["withheld"] },
  { act: "help", key: "h", shown: "h  F1", foot: false, part: "care", slash: ["help"] },
  { act: "phase", key: "k", shown: "k", foot: false, part: "day", slash: ["phase"] },
  { act: "step", key: "u", shown: "u", foot: false, part: "day", slash: ["step"] },
  { act: "lists", key: "b", shown: "b", foot: false, part: "day", slash: ["gate", "lists"] },
  { act: "close", key: "l", shown: "l", foot: false, part: "day", slash: ["close", "leave"] },
  { act: "deviation", key: "y", shown: "y", foot: false, part: "day", slash: ["deviation"] },
  { act: "dose_time", key: null, shown: "", foot: false, part: "day", slash: ["dosetime"] },
  { act: "confirm_time", key: null, shown: "", foot: false, part: "day", slash: ["time"] },
  { act: "write", key: "n", shown: "n", foot: false, part: "write", unlisted: true },
  { act: "amend", key: "^", shown: "^", foot: false, part: "write", slash: ["amend"] },
  { act: "palette", key: null, shown: "Ctrl K", foot: false, part: "see", unlisted: true },
  { act: "chart", key: "i", shown: "i", foot: false, part: "see", slash: ["chart"] },
  { act: "intention", key: "-", shown: "-", foot: false, part: "see", slash: ["intention", "plan"] },
  { act: "log", key: "j", shown: "j", foot: false, part: "see", slash: ["log"] },
  { act: "keys", key: "?", shown: "?", foot: true, part: "see", slash: ["keys"] },
  { act: "veil", key: "x", shown: "x", foot: true, part: "see", slash: ["veil"] },
  { act: "peek", key: null, shown: "Space", foot: false, part: "see", unlisted: true },
  { act: "dimmer", key: "[", shown: "[  ]", foot: false, part: "see" },
  { act: "brighter", key: "]", shown: "", foot: false, part: "see" },
  { act: "theme", key: null, shown: "Ctrl T", foot: false, part: "see", slash: ["theme"] },
  { act: "larger", key: null, shown: "Ctrl +  Ctrl −", foot: false, part: "see" },
  { act: "smaller", key: null, shown: "", foot: false, part: "see" },
  { act: "office", key: null, shown: "", foot: false, part: "see", slash: ["office"] },
  { act: "training_go", key: ",", shown: ",", foot: false, part: "training", slash: ["pause"] },
  { act: "training_next", key: ".", shown: ".", foot: false, part: "training", slash: ["next"] },
  { act: "training_slower", key: "<", shown: "<", foot: false, part: "training", slash: ["slower"] },
  { act: "training_faster", key: ">", shown: ">", foot: false, part: "training", slash: ["faster"] },
  { act: "training_take", key: null, shown: "", foot: false, part: "training", slash: ["takeover"] },
];

/** The act of a key pressed in keys mode. */
export function actOf(key: string): ActId | null {
  return KEYS.find((k) => k.key === key)?.act ?? null;
}

/** Signs that begin a line when pressed in keys mode: they are its first character. */
export function beginsLine(key: string): boolean {
  return key.length === 1 && `"“„«#@!/`.includes(key);
}

/** The act of a slash command: its whole name, or the only one that begins so. */
export function actOfCommand(name: string): ActId | null {
  const named = KEYS.flatMap((k) => (k.slash ?? []).map((s) => ({ act: k.act, slash: s })));
  const whole = named.find((n) => n.slash === name);
  if (whole) return whole.act;
  const begun = new Set(named.filter((n) => name.length > 0 && n.slash.startsWith(name)).map((n) => n.act));
  return begun.size === 1 ? ([...begun][0] ?? null) : (KEYS.find((k) => k.key === name)?.act ?? null);
}
