/** Speeds a training day is offered at. */
export const SPEEDS = [1, 10, 60, 600] as const;
export const SPEED_FIRST = 60;
