// Signs, amounts and counts as people read them. Numbers and units only; never what a number means.
import type { Sign, SignValue } from "../wire/session";

/** The order in which signs stand on every screen and print-out. */
export const SIGNS: readonly Sign[] = ["systolic", "diastolic", "pulse", "temperature", "oxygen_saturation", "respiratory_rate", "distress"];

/** Name in running text. */
export function signName(sign: Sign): string {
  switch (sign) {
    case "systolic":
      return "systolic";
    case "diastolic":
      return "diastolic";
    case "pulse":
      return "pulse";
    case "temperature":
      return "temperature";
    case "oxygen_saturation":
      return "oxygen saturation";
    case "respiratory_rate":
      return "breaths";
    case "distress":
      return "distress";
  }
}

/** Name above a box to type in. */
export function signLabel(sign: Sign): string {
  switch (sign) {
    case "temperature":
      return "°C";
    case "oxygen_saturation":
      return "SpO₂ %";
    case "respiratory_rate":
      return "breaths /min";
    case "systolic":
    case "diastolic":
    case "pulse":
    case "distress":
      return signName(sign);
  }
}

/** Unit in running text. */
export function signUnit(sign: Sign): string {
  switch (sign) {
    case "systolic":
    case "diastolic":
      return "mmHg";
    case "pulse":
    case "respiratory_rate":
      return "/min";
    case "temperature":
      return "°C";
    case "oxygen_saturation":
      return "%";
    case "distress":
      return "of 10";
  }
}

/** A stored integer as it is read: `371` is `37.1` for temperature. */
export function shown(sign: Sign, value: number): string {
  return sign === "temperature" ? (value / 10).toFixed(1) : String(value);
}

/** A stored difference as it is read, without its sign. */
export function shownStep(sign: Sign, value: number): string {
  return shown(sign, Math.abs(value));
}

/** Several signs in words: both pressures are *blood pressure*. */
export function signList(signs: readonly Sign[]): string {
  const both = signs.includes("systolic") && signs.includes("diastolic");
  const names = SIGNS.filter((s) => signs.includes(s)).flatMap((s) => {
    if (both && s === "systolic") return ["blood pressure"];
    if (both && s === "diastolic") return [];
    return [signName(s)];
  });
  return names.join(", ");
}

/** Values as one line: `146/90`, `94`, `37.1 °C`, `distress 4`. */
export function valueTexts(values: readonly SignValue[]): { sign: Sign; text: string }[] {
  const of = (sign: Sign): number | undefined => values.find((v) => v.sign === sign)?.value;
  const [systolic, diastolic] = [of("systolic"), of("diastolic")];
  const texts: { sign: Sign; text: string }[] = [];
  if (systolic !== undefined && diastolic !== undefined) texts.push({ sign: "systolic", text: `${systolic}/${diastolic}` });
  else if (systolic !== undefined) texts.push({ sign: "systolic", text: `systolic ${systolic}` });
  else if (diastolic !== undefined) texts.push({ sign: "diastolic", text: `diastolic ${diastolic}` });
  for (const sign of SIGNS.slice(2)) {
    const value = of(sign);
    if (value === undefined) continue;
    if (sign === "pulse") texts.push({ sign, text: `pulse ${value}` });
    else if (sign === "temperature") texts.push({ sign, text: `${shown(sign, value)} °C` });
    else if (sign === "oxygen_saturation") texts.push({ sign, text: `SpO₂ ${value} %` });
    else if (sign === "respiratory_rate") texts.push({ sign, text: `${value} breaths` });
    else texts.push({ sign, text: `distress ${value}` });
  }
  return texts;
}

/** Values as they are told to somebody outside: `BP 149/89 mmHg, pulse 94 /min, temperature 37.1 °C`. */
export function withUnits(values: readonly SignValue[]): string {
  const name = (sign: Sign, text: string): string => (text.includes("/") && sign === "systolic" ? `BP ${text}` : sign === "temperature" ? `temperature ${text}` : text);
  const unit = (sign: Sign): string => (["systolic", "diastolic", "pulse", "distress"].includes(sign) ? ` ${signUnit(sign)}` : "");
  return valueTexts(values).map(({ sign, text }) => `${name(sign, text)}${unit(sign)}`).join(", ");
}

/** Micrograms as `120 mg`, `62.5 mg`; no amount where the kit is blinded. */
export function milligrams(micrograms: number | null): string {
  return micrograms === null ? "" : `${Number((micrograms / 1000).toFixed(3))} mg`;
}

/** `1 200`: thousands with a thin space. */
export function thousands(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, "\u2009");
}

const ORDINALS = ["", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"];
const COUNTS = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

export function ordinal(n: number): string {
  return ORDINALS[n] ?? `${n}th`;
}

export function count(n: number): string {
  return COUNTS[n] ?? String(n);
}
