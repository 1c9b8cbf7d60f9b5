// Reading keys. Single keys mean something only while nobody is typing; chords with Ctrl (Cmd on a Mac) always do.

/** Whether the event goes to something that takes text, or to a part with an open box: there no single key leads elsewhere. */
export function typing(event: KeyboardEvent): boolean {
  const at = event.target;
  if (!(at instanceof HTMLElement)) return false;
  if (at instanceof HTMLTextAreaElement || at.isContentEditable) return true;
  // A letter picks from a list.
  if (at instanceof HTMLSelectElement) return true;
  // Where the caret was lost, an open box still has the keys.
  if (at === document.body ? document.querySelector("[data-box]") : at.closest("[data-box]")) return true;
  return at instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit", "range"].includes(at.type);
}

/** `Ctrl+L`, `Alt+2`, `?`, `Escape`: one name for a key press. Shift shows in the character itself. */
export function chord(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  return `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${key}`;
}

/** A key held down or one that an input method is still composing is no command. */
export function idle(event: KeyboardEvent): boolean {
  return event.repeat || event.isComposing || event.defaultPrevented;
}
