// What every failure says: what happened, whether the record is safe, what to do. One entry a code: a missing one does not
// compile. The facts that a code may bring are named in its line; a fact that is absent leaves its words out.
import { dayText } from "../time/elapsed";
import type { Code, Failure } from "../wire/failure";

export interface Said { what: string; record: string; todo: string }
type Facts = Failure["facts"];

const asItWas = "The record is as it was.";
const closed = "Nothing was opened or changed.";
const notMade = "Nothing was made.";

/** What a field or a thing is called, by the fixed word that Rust uses for it. A test of the house knows every word. */
const things: Record<string, string> = {
  // what is typed
  code: "the code", name: "the name", initials: "the initials", roles: "the roles", people: "the people", "older copy": "an older copy", path: "the path", passphrase: "another person\u2019s passphrase",
  folder: "the folder, which must be there and outside the vault\u2019s own", file: "the file", "vault name": "the name of the vault", draft: "the draft", form: "the form",
  date: "the day", days: "the number of days", clock: "the clock, which this vault cannot take", minutes: "the minutes", speed: "the speed", mode: "the way in which it is taken",
  answers: "the answers", values: "the values", check: "the check", words: "the words", text: "the words", reason: "the reason", purpose: "what it is for",
  "licence number": "the number of the licence", jurisdiction: "the jurisdiction", born: "the day of birth", retain_until: "the day until which the record is kept",
  pronouns: "the pronouns", contact: "the contact", emergency: "the person to call", support: "the support", clinicians: "the clinicians", allergies: "the allergies",
  // what does not read
  "database page": "a page of the record\u2019s file",
  // what is looked for, or there already
  adoption: "the adoption", answer: "the answer", "anything to keep": "what was to be kept", client: "the client", concern: "what was said in confidence", consent: "the consent", decision: "a decision that was taken back and not seen",
  contacts: "the readers, or how many there are", entry: "the entry", gate: "the checklist", guide: "the page about it", inspector: "the inspector", item: "the item", key: "the key", keys: "the keys",
  "live session": "the session that runs", lock: "the lock", measure: "the measure", medicine: "the medicine", packet: "the packet", part: "the part of the course",
  person: "the person", place: "the place in the packet", predictor: "the finding", protocol: "the protocol", query: "the query", question: "the question", reader: "the reader", readers: "the readers",
  record: "what was to be signed", "recovery code": "the recovery code", report: "the report", request: "what was asked before", rotation: "the exchange of the master key",
  row: "the entry", session: "the session", sessions: "the sessions, or how many there are", signature: "the signature", supervision: "the supervision", task: "the task",
  "training day": "the training day", visit: "the visit",
};
const thing = (what: string | undefined): string | undefined => (what === undefined ? undefined : (things[what] ?? what));

/** ` before`, fact, ` after`, or nothing. */
const until = (f: Facts): string | undefined => f["until"] && dayText(f["until"]);
const opt = (fact: string | undefined, before = "", after = ""): string => (fact ? `${before}${fact}${after}` : "");

export const failures: Record<Code, (facts: Facts) => Said> = {
  // the vault
  locked: () => ({ what: "The vault is locked.", record: "Everything kept before is in it.", todo: "Unlock it and go on." }),
  // seconds
  too_soon: (f) => ({ what: "Several wrong passphrases in a row.", record: closed, todo: `Wait ${f["seconds"] ?? "a few"} s, then try again. Nobody is locked out.` }),
  handed_over: () => ({ what: "The computer is in the client's hands.", record: asItWas, todo: "Take it back by PIN, then go on." }),
  blind: () => ({ what: "A blinded rater has the pen.", record: asItWas, todo: "Another person takes over first, by PIN." }),
  wrong_passphrase: () => ({ what: "This passphrase does not open the vault.", record: closed,
    todo: "Type it again; Caps Lock and the keyboard layout matter." }),
  other_recovery_code: () => ({ what: "This is not the recovery code of whoever opened the vault.", record: asItWas, todo: "Do not throw the paper away: it may be another person\u2019s, or that of an older copy. Whose it is shows when that person opens the vault and tries it." }),
  wrong_recovery_code: () => ({ what: "The code is well typed but does not belong to this vault.", record: closed,
    todo: "Take the code of this vault, or the passphrase." }),
  // group
  recovery_code_typo: (f) => ({ what: f["group"] ? `Group ${f["group"]} of the code has a typing error.` : "The code has a typing error.",
    record: closed, todo: "Compare it with the paper, character by character, and type it again." }),
  // left
  wrong_pin: (f) => ({ what: "This PIN is not the one of this person.", record: asItWas,
    todo: `Type it again.${opt(f["left"], " ", " more before the passphrase is asked.")}` }),
  pin_passphrase_needed: () => ({ what: "Five wrong PINs in a row.", record: asItWas,
    todo: "Type the passphrase of the vault instead. Nobody is locked out." }),
  weak_passphrase: () => ({ what: "This passphrase is too easy to guess.", record: notMade,
    todo: "Take 15 characters or more that nobody would try, or the phrase on offer." }),
  bad_pin: () => ({ what: "A PIN has four to six figures.", record: asItWas, todo: "Type another one." }),
  vault_exists: () => ({ what: "There is a vault of this name already.", record: "It was not touched.",
    todo: "Take another name, or unlock that one." }),
  no_vault: () => ({ what: "There is no vault in this place.", record: closed, todo: "Check the folder. A stick may not be plugged in." }),
  vault_in_use: () => ({ what: "Another Holdfast has this vault open.", record: "Two writers would spoil it, so only one may.",
    todo: "Close it there, then unlock it here." }),
  // what
  vault_damaged: (f) => ({ what: `A part of this vault does not read as it was written${opt(thing(f["what"]), ": ")}.`, record: "Nothing in the folder was changed.",
    todo: "Do not try further. Copy the whole folder, then open a backup." }),
  vault_newer: () => ({ what: "A newer Holdfast wrote this vault.", record: closed, todo: "Open it with that version or a later one." }),
  not_a_vault: () => ({ what: "This folder is no vault.", record: closed, todo: "Pick the folder whose name ends in .holdfast." }),
  inspecting: () => ({ what: "An inspector has the vault open: it is read, not changed.", record: asItWas, todo: "To change something, lock the vault and open it with a passphrase." }),
  // until
  inspection_over: (f) => ({ what: `The access that was given to this inspector is over${opt(until(f), ", its last day was ")}.`, record: closed, todo: "Whoever keeps the vault gives another code." }),
  backup: () => ({ what: "This is a backup. It is read, never written.", record: "Nothing was changed in it.",
    todo: "To go on with it, lock it and make a vault out of it: From a backup." }),
  not_a_backup: () => ({ what: "This folder is no backup.", record: closed, todo: "Pick the folder whose name ends in .holdfast-backup." }),
  older_record: () => ({ what: "An older Holdfast wrote this record last.", record: closed, todo: "Somebody opens it with a passphrase first, which brings it up to date. Looking writes nothing." }),
  older_backup: () => ({ what: "An older Holdfast made this backup.", record: closed, todo: "Make a vault out of it first: From a backup. The backup stays as it is." }),
  no_encryption: () => ({ what: "The encryption of this program does not answer.", record: closed, todo: "Install Holdfast again from its signed file." }),
  // input: what
  bad_input: (f) => ({ what: f["what"] === "folder" ? "This folder is not there, or lies inside the vault." : `This cannot be kept as it is typed${opt(thing(f["what"]), ": ")}.`, record: asItWas, todo: "Correct it and go on." }),
  unknown: (f) => ({ what: `The vault does not know this${opt(thing(f["what"]), " ")}.`, record: asItWas, todo: "Go back and pick it from the list." }),
  duplicate: (f) => ({ what: `This is taken already${opt(thing(f["what"]), ": ")}.`, record: asItWas, todo: "Take another one." }),
  no_file: () => ({ what: "No file can be read at this place.", record: asItWas, todo: "Choose the file again, or correct the path. A stick may have been taken out." }),
  file_changed: () => ({ what: "The file was changed since it was looked at.", record: asItWas, todo: "Look at it again, then decide." }),
  // rules
  session_ended: () => ({ what: "This session has ended.", record: asItWas, todo: "Nothing can be added to it but amendments." }),
  // initials, until
  licence_lapsed: (f) => ({ what: `The licence of ${f["initials"] ?? "somebody"} has lapsed${opt(until(f), ", its last day was ")}.`, record: "No session was begun. The record is as it was.",
    todo: "Record the renewed licence under Vault, People, or begin without this person." }),
  // roles, licensed, apart, why, line
  pair_rule: (f) => ({
    what: f["roles"] ? `The protocol asks for these roles, each held by somebody else: ${f["roles"]}${opt(f["line"], " (line ", ")")}.`
      : f["licensed"] ? `The protocol asks that ${f["licensed"]} of the pair hold a licence that has not lapsed${opt(f["line"], " (line ", ")")}.`
      : `The protocol keeps ${f["apart"] ?? "these people"} apart${opt(f["why"], ": ")}${opt(f["line"], " (line ", ")")}.`,
    record: asItWas, todo: "Let other people hold this session together, and say who is in the room." }),
  own_session: () => ({ what: "Nobody reviews a session in which they took part, or rates blind whom they treated.", record: asItWas, todo: "Somebody else does it." }),
  // initials
  no_key: (f) => ({ what: `${f["initials"] ?? "Somebody"} holds no key of their own, so nothing can be sealed to them.`, record: asItWas,
    todo: "Write it without naming a reader, or give them a passphrase of their own under Vault, People." }),
  backup_runs: () => ({ what: "A backup is being made.", record: asItWas, todo: "Try again when it is done." }),
  session_live: () => ({ what: "A session is running.", record: asItWas, todo: "End that one first." }),
  record_locked: () => ({ what: "This is locked.", record: asItWas, todo: "Amend an entry: it stands beside the first words. To add entries, somebody who may unlocks it with a reason." }),
  author_first: () => ({ what: "Its author signs it first, as it stands.", record: asItWas, todo: "Sign beside the author afterwards." }),
  not_signed: () => ({ what: "Only what its author signed to its end is locked.", record: asItWas, todo: "Sign it first." }),
  not_locked: () => ({ what: "This is not locked.", record: asItWas, todo: "Go on." }),
  // until
  retained: (f) => ({ what: `The record of this client is to be kept${opt(until(f), " until ")}.`, record: "Nothing was erased.",
    todo: "Erase it after that day. Whoever answers for the records may set another day first." }),
  no_course: () => ({ what: "This protocol lays out no course.", record: asItWas, todo: "Choose a protocol that lays one out." }),
  other_protocol: () => ({ what: "This course goes by another protocol.", record: asItWas, todo: "Take the protocol of the course, or move the course with a reason." }),
  // missing
  course_gate_open: (f) => ({ what: `The gate before this asks for more${opt(f["missing"], ": ")}.`, record: asItWas,
    todo: "Answer what is missing, or go past it with a reason and a second person." }),
  // items
  gate_open: (f) => ({ what: `The checklist before this is open${opt(f["items"], ": ")}.`, record: asItWas,
    todo: "Answer them, or override with a reason and a second person." }),
  // what
  refused: (f) => ({ what: `The rules of this session refuse it${opt(f["what"], ": ")}.`, record: asItWas, todo: "Leave it, or record what happened as a deviation." }),
  // what
  course_refused: (f) => ({ what: `This cannot be kept so${opt(f["what"], ": ")}.`, record: asItWas, todo: "Change what is typed and keep it again, or leave it." }),
  // cap, line
  deferral_cap: (f) => ({ what: `Not now was used ${f["cap"] ?? "as"} ${f["cap"] ? "times in a row, as many as the protocol allows" : "often as the protocol allows"}${opt(f["line"], " (line ", ")")}.`,
    record: asItWas, todo: "Take the check, or record it as missed with a reason." }),
  not_deferrable: (f) => ({ what: `The protocol does not let this repeat wait${opt(f["line"], " (line ", ")")}.`, record: asItWas, todo: "Take it, or record it as missed with a reason." }),
  nothing_due: () => ({ what: "No check is open for this.", record: asItWas, todo: "A reading can be taken at any time." }),
  in_future: () => ({ what: "This time has not come yet.", record: asItWas, todo: "Type a time that has passed." }),
  before_session: () => ({ what: "This time lies before the session.", record: asItWas, todo: "Type a later time." }),
  // signs
  implausible: (f) => ({ what: `A value lies outside what is usually measured${opt(f["signs"], ": ")}.`, record: asItWas, todo: "If it is what was measured, type it a second time." }),
  second_person_needed: () => ({ what: "This needs a second person.", record: asItWas, todo: "The second person types a PIN of their own." }),
  pen_passed: () => ({ what: "Somebody else has the pen since this was looked at.", record: "Nothing was sealed.", todo: "Look at what leaves once more, then seal it." }),
  same_person: () => ({ what: "The second person is the one who writes.", record: asItWas, todo: "Somebody else types a PIN." }),
  // who
  role_needs_second: (f) => ({ what: "This gives more than you hold.", record: "Nothing was given.", todo: `Somebody who holds it stands by and types a PIN: ${f["who"] ?? ""}.` }),
  own_removal: () => ({ what: "Nobody takes themselves out of the vault.", record: asItWas, todo: "Another person who manages people opens the vault and does it." }),
  last_keeper: () => ({ what: "This is the only vault keeper who holds a key.", record: asItWas, todo: "Add another vault keeper and give them a key first." }),
  out_of_window: () => ({ what: "This is outside the window of the protocol.",
    record: asItWas, todo: "Give a reason, or leave it." }),
  too_long: () => ({ what: "This text is too long.", record: asItWas, todo: "Shorten it or split it in two. It stays in the box." }),
  not_adopted: () => ({ what: "This protocol is not adopted in this vault.", record: asItWas, todo: "The persons it names adopt it first, or use a training vault." }),
  // count
  protocol_complaints: (f) => ({ what: `This file has ${f["count"] ?? "some"} complaints.`, record: asItWas, todo: "Read the list, correct the file, import it again." }),
  // item, what
  bad_answers: (f) => ({ what: `An answer does not fit the measure${opt(f["what"], ": ")}.`, record: asItWas, todo: "Correct it and go on." }),
  not_allowed: () => ({ what: "The role of this person does not cover this.", record: asItWas, todo: "Somebody whose role does takes the pen." }),
  // packets and reviews
  not_a_card: () => ({ what: "This file is no contact card, or it was changed.", record: asItWas, todo: "Ask for the card again. Its name ends in .holdfast-card." }),
  // name, words
  keys_changed: (f) => ({ what: `Stop: the keys of ${f["name"] ?? "this person"} are others than before.`, record: asItWas,
    todo: `Call them on a number that you know, and let them read out their six words. Here they would be: ${f["words"] ?? ""}. Take the new keys only if all six are the same.` }),
  unknown_author: (f) => ({ what: `Nobody here knows ${f["name"] ?? "who sealed this"} yet.`, record: asItWas,
    todo: `Call them on a number that you know, and let them read out their six words. Here they are: ${f["words"] ?? ""}. Open it only if all six are the same.` }),
  // name
  author_revoked: (f) => ({ what: `Nothing more is taken from ${f["name"] ?? "this person"}, and nothing is sealed for them: they were revoked here.`, record: asItWas,
    todo: "Take the revocation back under Review, Contacts, if it was a mistake." }),
  not_a_packet: () => ({ what: "This file is no packet.", record: asItWas, todo: "Pick the file whose name ends in .holdfast-packet." }),
  packet_not_for_you: () => ({ what: "This packet is sealed to somebody else.", record: asItWas, todo: "Ask its author to seal one for you. They need your contact card." }),
  packet_forwarded: () => ({ what: "The author of this packet did not seal it for you. Somebody passed it on.", record: "Nothing of it was shown or kept.", todo: "Tell its author, and ask them to seal one for you." }),
  packet_newer: () => ({ what: "A newer Holdfast sealed this packet.", record: asItWas, todo: "Open it with that version or a later one." }),
  // what
  packet_limit: (f) => ({ what: `This packet is larger than a packet may be${opt(f["what"], ": ")}.`, record: asItWas, todo: "Ask its author to seal fewer sessions at once." }),
  packet_cut: () => ({ what: "This packet ends too early: it was not copied whole.", record: "Nothing of it was shown or kept.", todo: "Copy it again from where it came from." }),
  packet_damaged: () => ({ what: "This packet is not as it was sealed: it was cut or changed on the way.", record: "Nothing of it was shown or kept.", todo: "Copy it again from where it came from, or ask for a new one." }),
  packet_malformed: () => ({ what: "This packet is not in the form that a packet has.", record: "Nothing of it was shown or kept.", todo: "Tell its author, and ask them to seal it again with an unchanged Holdfast." }),
  packet_signature: () => ({ what: "The signature of this packet does not hold.", record: "Nothing of it was shown or kept.", todo: "Do not use it. Tell the person whose name it bears." }),
  packet_known: () => ({ what: "This packet was opened here before.", record: asItWas, todo: "It is in the list under Review." }),
  packet_older: () => ({ what: "A later packet of this author was opened here before.", record: asItWas, todo: "Ask for the newest one. If this is the newest, their vault is an older copy." }),
  // next
  packet_between: (f) => ({ what: "A later packet of this author was opened here before.", record: asItWas, todo: `Only number ${f["next"] ?? "one"} of their packets shows whether this one belongs before it. Open that one first, or ask for a new one.` }),
  own_record_older: () => ({ what: "This record is older than it was: an older copy of the vault was put back.", record: "Nothing was sealed.", todo: "Take the newest copy of this vault. What is sealed from an older one looks like another history to whoever reads it." }),
  key_asked: () => ({ what: "Your own keys are not at hand.", record: asItWas, todo: "Open them with your passphrase in Review, then do it again." }),
  packet_rolled_back: () => ({ what: "The record of this author is shorter than it was in an earlier packet.", record: "Nothing of it was shown or kept.", todo: "Call them: an older copy of their vault may have been put back." }),
  packet_fork: () => ({ what: "This packet does not follow the one before it.", record: "Nothing of it was shown or kept.", todo: "Call its author: there may be two copies of their vault in use." }),
  packet_no_thread: () => ({ what: "This is an answer to a packet that this vault does not have.", record: asItWas, todo: "Open it in the vault that the packet came from." }),
  packet_expired: () => ({ what: "The time of this packet is over.", record: "Nothing of it was shown or kept.", todo: "Ask its author to seal it again." }),
  // left
  not_seen: (f) => ({ what: `Not everything that needs eyes was looked at${opt(f["left"], ": ", " left")}.`, record: asItWas, todo: "Go through the list, then accept." }),
  queries_left: (f) => ({ what: `Not all of your queries are closed${opt(f["left"], ": ", " left")}.`, record: asItWas, todo: "Close them, or give the packet back." }),
  // what
  review_refused: (f) => ({ what: `This cannot be kept so${opt(f["what"], ": ")}.`, record: asItWas, todo: "Change it, or leave it." }),
  // the machine
  disk_full: () => ({ what: "The disk is full.", record: "This was not kept and stays in the box. What was kept before is safe.", todo: "Make room, then do it again." }),
  read_only: () => ({ what: "This place cannot be written to.", record: "This was not kept. What was kept before is safe.", todo: "Unlock the stick or choose another folder." }),
  // what
  // What the store calls it helps nobody at the table.
  io: (f) => ({ what: `The computer could not read or write${f["what"] === "disk I/O error" ? "" : opt(f["what"], ": ")}.`, record: "This was not kept and stays in the box. What was kept before is safe.",
    todo: "Try again. If it stays so, go on with the day sheet on paper." }),
  damaged: (f) => ({ what: `A part of the record does not read as it was written${opt(thing(f["what"]), ": ")}.`, record: "Holdfast shows nothing in its place.",
    todo: "First copy the whole folder. Then verify the record. Then open a backup." }),
  panic: () => ({ what: "Something in Holdfast went wrong.", record: asItWas, todo: "Try again. If it stays so, lock and start Holdfast again." }),
};

/** What a gate asks for as a list of its own, where it is known thing by thing. */
export const sayAsking = (failure: Failure, items: string[]): Said & { items: string[] } => ({ ...say(items.length > 0 ? { ...failure, facts: {} } : failure), items });

/** The three sentences of a failure. Where it is not certain that the record is as it was, that is said instead. */
export function say(failure: Failure): Said {
  const said = failures[failure.code](failure.facts);
  // Damage that was found was there before: its own sentence says so.
  if (failure.record_safe || failure.code === "damaged" || failure.code === "vault_damaged") return said;
  return { ...said, record: "It is not certain whether this was kept. Look at the record before doing it again." };
}

/** Where an act asks for one's own passphrase: it opens no vault there. `undone`: what was not done. */
export function sayOf(failure: Failure, undone: string): Said {
  const said = say(failure);
  if (!failure.record_safe) return said;
  if (failure.code === "wrong_passphrase") return { ...said, what: "This is not your passphrase.", record: undone };
  return failure.code === "too_soon" ? { ...said, record: undone } : said;
}
