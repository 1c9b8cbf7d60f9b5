// Words of the frame around every room.
export const app = {
  name: "Holdfast",
  training: "Training vault. Synthetic clients only.",
  opening: "Opening",
  again: "Try again",
  esc: "Back",
} as const;
