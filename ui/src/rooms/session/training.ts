// Steering a training day: what its keys do.
import { SPEEDS } from "../../kit/speeds";
import type { Steer } from "../../wire/training";
import type { TrainingView } from "../../wire/view";

/** One step slower (-1) or faster (1) among the offered speeds. */
export function stepped(day: TrainingView, by: -1 | 1): Steer {
  const at = SPEEDS.findIndex((s) => s >= day.speed);
  const next = SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, (at < 0 ? SPEEDS.length - 1 : at) + by))] ?? day.speed;
  return { what: "speed", speed: next };
}
