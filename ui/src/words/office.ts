// Words of the office frame.
import { roleList } from "./roles";
import type { Person } from "../wire/people";

export const office = {
  rooms: { today: "Today", clients: "Clients", review: "Review", protocols: "Protocols", cohort: "Cohort", vault: "Vault" },
  nav: "Rooms",
  writing: "writing",
  role: (p: Person): string => roleList(p.roles.slice(0, 2)),
  change: "Change person",
  lock: "Lock",
  day: "Day",
  night: "Night",
  theme: (to: "day" | "night"): string => (to === "day" ? "Day theme" : "Night theme"),
  keys: "Keys",
  pen: {
    title: "Who is typing?",
    who: "Person",
    pin: (name: string): string => `PIN of ${name}`,
    passphrase: "Passphrase of the vault",
    take: "Take over",
    leave: "Leave",
    alone: "Nobody else in this vault has a PIN. People are added in Vault.",
  },
  /** Why nobody is led to another room or person now. */
  held: {
    code: { what: "A code is shown once, on this page. Another room, or another person, waits until it is written down.", todo: "Write it on paper, then say so below it." },
    running: { what: "Something runs on this page, and its end is said here. Another room, or another person, waits until then.", todo: "" },
    words: { what: "What is typed here in confidence lies nowhere else. Another room, or another person, waits until it is sealed or left.", todo: "Seal it, or leave it with its own button." },
  },
  sheet: {
    title: "Keys",
    leave: "Close",
    lead: "Single keys work while no box is being typed in.",
    /** A blinded rater has no use for these. */
    notRater: ["1 2 3 4 5 6", "/", "\u2193 \u2191", "Home End", "+", "n", "Ctrl O"] as readonly string[],
    keys: [
      ["1 2 3 4 5 6", "Today, Clients, Review, Protocols, Cohort, Vault"],
      ["a", "change person"],
      ["/", "search the clients"],
      ["\u2193 \u2191", "along the list of clients, from its search too"],
      ["Home End", "first and last line of it"],
      ["+", "add a client, import a protocol"],
      ["n", "show or hide the name, in Clients"],
      ["Ctrl O", "another vault, at the door"],
      ["?", "this sheet"],
      ["Ctrl L", "lock the vault"],
      ["Ctrl T", "day or night"],
      ["Ctrl +", "larger text"],
      ["Ctrl \u2212", "smaller text"],
      ["Ctrl 0", "text as it was"],
      ["Ctrl \u2193", "darker"],
      ["Ctrl \u2191", "brighter"],
      ["Tab", "next thing on the page"],
      ["Enter", "do it"],
      ["Esc", "leave without trace"],
    ],
  },
} as const;
