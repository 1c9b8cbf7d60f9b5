// The signs that can be taken, as they are named in a list.
import type { Sign } from "../wire/session";

export const signs: Record<Sign, string> = {
  systolic: "systolic",
  diastolic: "diastolic",
  pulse: "pulse",
  temperature: "temperature",
  oxygen_saturation: "oxygen saturation",
  respiratory_rate: "breathing rate",
  distress: "distress",
};

/** `Blood pressure, pulse`: the two pressures are one thing to take. */
export function signList(taken: Sign[]): string {
  const pressure = taken.includes("systolic") && taken.includes("diastolic");
  const names = taken.filter((s) => !(pressure && s === "diastolic")).map((s) => (pressure && s === "systolic" ? "blood pressure" : signs[s]));
  const text = names.join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
