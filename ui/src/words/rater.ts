// Words of the room of a blinded rater. Neutral: no visit, no session, no finding of anybody else.
export const rater = {
  title: "Measures to rate",
  lead: "By code only. Nothing of a session, of a visit or of what was found before today is shown here, and nothing else can be done until another person takes over.",
  search: "Find a code",
  none: "No course that goes on gives a measure to a rater.",
  noMatch: "No code like this.",
  pick: "Pick a client from the list.",
  asked: (n: number): string => (n === 0 ? "" : n === 1 ? "1 asked for" : `${n} asked for`),
  askedNow: "asked for now",
  notNow: "not due now, may be rated all the same",
  entered: (at: string): string => `entered today ${at}`,
  begin: "Rate",
  go: "Begin",
  day: "Day it was rated",
  today: "Entered by you today",
  nothingToday: "Nothing yet.",
  more: (n: number): string => `${n} more`,
} as const;
