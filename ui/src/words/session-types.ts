// Shapes that sentences need and that the rooms make: words never import a room.

export type DoubtWords =
  | { doubt: "unknown_tag"; tag: string }
  | { doubt: "half_reading"; rest: string }
  | { doubt: "upside_down"; systolic: number; diastolic: number };

export type BackTroubleWords = "future" | "before_session" | "no_dose";
