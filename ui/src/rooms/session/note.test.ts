// The note line's grammar, sign by sign. A line that is not understood must stay exactly as typed.
import { describe, expect, it } from "vitest";
import { meaning, tagAtCaret, type Meaning, readersOf } from "./note";

const tags = ["music", "eyeshade", "toilet"];
const of = (line: string): Meaning => meaning(line, tags);
const note = (line: string): Extract<Meaning, { line: "note" }> => {
  const m = of(line);
  if (m.line !== "note") throw new Error(`${line} is ${m.line}`);
  return m;
};
const plain = { line: "note", voice: "observed", tags: [], starred: false, back: null, effectAfter: false, doubts: [] };

describe("plain words", () => {
  it.each(["eyeshade off, looks at AK", "Stop!", "5 * 3", "it's @home", "price is 3 /day", "a # b", "**", "*", "?", '"', "p", "t 4", "bpm high", "d'accord"])(
    "%s stays as it is",
    (line) => expect(of(line)).toEqual({ ...plain, text: line }),
  );
  it("is empty when nothing but blanks is typed", () => {
    expect(of("")).toEqual({ line: "empty" });
    expect(of("  \n ")).toEqual({ line: "empty" });
  });
  it("keeps a second line in the same entry", () => {
    expect(note("one\ntwo").text).toBe("one\ntwo");
  });
  it("leaves control and direction characters to the record, untouched", () => {
    expect(note("a\u202eb<b>c").text).toBe("a\u202eb<b>c");
  });
});

describe("voices", () => {
  it.each([
    ['"It was a door', "It was a door"],
    ['"It was a door"', "It was a door"],
    ["“It was a door.”", "It was a door."],
    ["„Eine Tür“", "Eine Tür"],
    ["« une porte »", "une porte"],
  ])("%s is the client's words", (line, text) => {
    expect(note(line)).toMatchObject({ voice: "client", text });
  });
  it("knows whom a process note names", () => {
    expect(readersOf("@ak @MS @ak we went quiet")).toEqual(["AK", "MS"]);
    expect(readersOf("we met @ak there")).toEqual([]);
    expect(readersOf("@13:05 late")).toEqual([]);
  });
  it("takes a thought", () => {
    expect(note("?father again")).toMatchObject({ voice: "thought", text: "father again" });
    expect(note("? father again")).toMatchObject({ voice: "thought", text: "father again" });
  });
  it("leaves a question mark at the end alone", () => {
    expect(note("why?")).toMatchObject({ voice: "observed", text: "why?" });
  });
});

describe("stars and effects", () => {
  it.each([
    ["a long breath *", "a long breath"],
    ["a long breath*", "a long breath"],
  ])("%s is starred", (line, text) => expect(note(line)).toMatchObject({ starred: true, text }));
  it("stars the client's words inside and outside the quotes", () => {
    expect(note('"a door"*')).toMatchObject({ starred: true, voice: "client", text: "a door" });
    expect(note('"a door *')).toMatchObject({ starred: true, voice: "client", text: "a door" });
  });
  it("opens an effect with the words behind the sign", () => {
    expect(of("!jaw")).toEqual({ line: "effect", words: "jaw", back: null });
    expect(of("! jaw, tight")).toEqual({ line: "effect", words: "jaw, tight", back: null });
    expect(of("!")).toEqual({ line: "effect", words: "", back: null });
    expect(of("!!nausea @-5")).toEqual({ line: "effect", words: "nausea", back: { back: "minutes", minutes: 5 } });
  });
  it("opens an effect after the note when the sign stands alone at the end", () => {
    expect(note("shaking legs !")).toMatchObject({ text: "shaking legs", effectAfter: true });
    expect(note("shaking legs !!")).toMatchObject({ text: "shaking legs", effectAfter: true });
    expect(note("shaking legs * !")).toMatchObject({ text: "shaking legs", effectAfter: true, starred: true });
    expect(note("Stop!")).toMatchObject({ text: "Stop!", effectAfter: false });
  });
});

describe("tags", () => {
  it("takes known tags off the ends and leaves them as words inside", () => {
    expect(note("#music changed the track")).toMatchObject({ text: "changed the track", tags: ["music"] });
    expect(note("changed the track #music #Eyeshade")).toMatchObject({ text: "changed the track", tags: ["music", "eyeshade"] });
    expect(note("asked for #music again")).toMatchObject({ text: "asked for music again", tags: ["music"] });
    expect(note("#toilet")).toMatchObject({ text: "", tags: ["toilet"] });
    expect(note("#music and #music")).toMatchObject({ tags: ["music"] });
  });
  it("asks once about an unknown tag and keeps it as typed", () => {
    expect(note("#dog barked")).toMatchObject({ text: "#dog barked", tags: [], doubts: [{ doubt: "unknown_tag", tag: "dog" }] });
  });
  it("knows the tag under the caret", () => {
    expect(tagAtCaret("asked #mu", 9)).toEqual({ from: 7, typed: "mu" });
    expect(tagAtCaret("#", 1)).toEqual({ from: 1, typed: "" });
    expect(tagAtCaret("a#b", 3)).toBeNull();
    expect(tagAtCaret("#music on", 9)).toBeNull();
  });
});

describe("back-dating", () => {
  it.each([
    ["@-5 eyeshade off", { back: "minutes", minutes: 5 }],
    ["eyeshade off @-5", { back: "minutes", minutes: 5 }],
    ["@13:05 eyeshade off", { back: "clock", hour: 13, minute: 5 }],
    ["@9:05 eyeshade off", { back: "clock", hour: 9, minute: 5 }],
    ["@dose+20 eyeshade off", { back: "dose", dose: 1, minutes: 20 }],
    ["eyeshade off @DOSE2+5", { back: "dose", dose: 2, minutes: 5 }],
  ])("%s", (line, back) => expect(note(line)).toMatchObject({ text: "eyeshade off", back }));
  it("goes with every other sign", () => {
    expect(note('@-5 "a door" #music *')).toMatchObject({ voice: "client", text: "a door", tags: ["music"], starred: true, back: { back: "minutes", minutes: 5 } });
    expect(note("?father @-5 *")).toMatchObject({ voice: "thought", text: "father", starred: true, back: { back: "minutes", minutes: 5 } });
  });
  it.each(["@25:00 odd", "@13:60 odd", "@- odd", "@dose odd", "@noon odd", "met @13:05 there"])("%s is only text", (line) => {
    expect(note(line)).toMatchObject({ text: line, back: null });
  });
  it("is only text when nothing else is there", () => expect(note("@-5")).toMatchObject({ text: "@-5", back: null }));
});

describe("values", () => {
  const values = (line: string): [string, number][] => {
    const m = of(line);
    if (m.line !== "reading") throw new Error(`${line} is ${m.line}`);
    return m.values.map((v) => [v.sign, v.value]);
  };
  it.each<[string, [string, number][]]>([
    ["bp 128/82 p 88 t 37.1 d 4", [["systolic", 128], ["diastolic", 82], ["pulse", 88], ["temperature", 371], ["distress", 4]]],
    ["BP128/82 P88 T37,1", [["systolic", 128], ["diastolic", 82], ["pulse", 88], ["temperature", 371]]],
    ["bp 128 / 82, p 88; d 0", [["systolic", 128], ["diastolic", 82], ["pulse", 88], ["distress", 0]]],
    ["bp 128 82", [["systolic", 128], ["diastolic", 82]]],
    ["t 371", [["temperature", 371]]],
    ["t 37", [["temperature", 370]]],
    ["spo2 97% rr 14", [["oxygen_saturation", 97], ["respiratory_rate", 14]]],
    ["d 10", [["distress", 10]]],
  ])("%s", (line, expected) => expect(values(line)).toEqual(expected));
  it("takes the time with it", () => {
    expect(of("@-3 bp 128/82")).toMatchObject({ line: "reading", back: { back: "minutes", minutes: 3 } });
    expect(of("bp 128/82 @13:05")).toMatchObject({ line: "reading", back: { back: "clock", hour: 13, minute: 5 } });
  });
  it("doubts a pair that is upside down", () => {
    expect(of("bp 82/128")).toMatchObject({ line: "reading", doubts: [{ doubt: "upside_down", systolic: 82, diastolic: 128 }] });
    expect(of("bp 128/82")).toMatchObject({ doubts: [] });
  });
  it("doubts a line that is half a reading", () => {
    expect(note("bp 128/82 left arm")).toMatchObject({ text: "bp 128/82 left arm", doubts: [{ doubt: "half_reading", rest: "left arm" }] });
    expect(note("bp 128/82 bp 130/80").doubts).toEqual([{ doubt: "half_reading", rest: "bp 130/80" }]);
  });
  it.each(["bp 12", "bp 128/", "p 1888", "t 37.15", "d 100", "bp 128/82.5", "p88x"])("%s is no reading", (line) => {
    expect(of(line).line).toBe("note");
  });
});

describe("commands", () => {
  it.each([
    ["/defer asleep", "defer", "asleep"],
    ["/Quiet 10", "quiet", "10"],
    ["/undo", "undo", ""],
    ["  /touch hand 2m ", "touch", "hand 2m"],
  ])("%s", (line, name, rest) => expect(of(line)).toEqual({ line: "command", name, rest }));
  it("leaves a lone slash and a number alone", () => {
    expect(of("/")).toMatchObject({ line: "note", text: "/" });
    expect(of("/2 left")).toMatchObject({ line: "note", text: "/2 left" });
  });
});
