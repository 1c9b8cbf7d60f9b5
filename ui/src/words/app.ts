// Words of the frame around every room.
export const app = {
  name: "Holdfast",
  training: "Training vault. Synthetic clients only.",
  opening: "Opening",
  again: "Try again",
  esc: "Back",
  closing: {
    what: "A session is running. If the window closes, nobody watches until it is opened again.",
    record: "The record is kept.",
    stay: "Back to the session",
    leave: "Close the window",
  },
} as const;
