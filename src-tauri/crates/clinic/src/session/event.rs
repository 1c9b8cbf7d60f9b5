//! Everything that can have happened in a session. Past tense, facts only, integers only; append-only once kept.
//!
//! The encoding (serde, tag `event`) is the record's format `session_v1`: a released variant or field never changes.

use super::touch::{TouchAsked, TouchNeed};
use crate::id::{BootId, PersonId};
use crate::people::Person;
use crate::protocol::{Anchor, Channel, GateId, Priority, Valence};
use crate::quantity::{Micrograms, Millilitres, Sign, Values};
use crate::time::{Elapsed, Span, Stamp};
use serde::{Deserialize, Serialize};

/// One row of the record: what happened, when it happened, when and by whom it was entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// Position in the session, from 0, no holes.
    pub seq: u64,
    /// What the clocks said when it was entered.
    pub entered: Stamp,
    /// Session time of entry.
    pub elapsed: Elapsed,
    /// Session time at which it happened.
    pub happened: Elapsed,
    /// Who says so.
    pub by: Author,
    /// What.
    pub event: Event,
}

/// Who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    /// Time alone.
    Clock,
    /// A person, by PIN or passphrase.
    Person(PersonId),
}

/// One planned or recheck measurement. Stable for the life of the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckId {
    /// The n-th instance (from 0) of the protocol's series number `series` (from 0).
    Planned {
        /// Index in the protocol's list of series.
        series: u16,
        /// Index in the series' offsets.
        n: u16,
    },
    /// The n-th repeat (from 0) asked for by a flag.
    Recheck {
        /// Sequence number of the [`Event::FlagRaised`].
        flag: u64,
        /// Which repeat.
        n: u16,
    },
}

/// Which dose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dose {
    /// The first.
    First,
    /// The supplemental.
    Supplemental,
}

/// Whether a second person saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Witness {
    /// A second person proved presence by PIN.
    Proven(PersonId),
    /// Nobody did. Shown as the word *unwitnessed*.
    Unwitnessed,
}

/// Why the machine did not watch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GapCause {
    /// The laptop slept.
    Slept,
    /// The program was closed and opened again.
    Closed,
    /// The program or the machine stopped without notice.
    Stopped,
}

/// How the session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// Closed by the protocol's checklist.
    AsPlanned,
    /// Handed to a hospital or ambulance.
    Transferred,
    /// The client left against advice.
    LeftAgainstAdvice,
    /// Stopped by the team or the client.
    Stopped,
    /// The client died.
    Died,
}

/// What a gate item was found to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "answer", deny_unknown_fields)]
pub enum GateAnswer {
    /// Yes.
    Yes,
    /// Yes, with what was found.
    Finding {
        /// In words.
        text: String,
    },
    /// Who keeps time today, and whether a soft tone may sound.
    Timekeeper {
        /// Who.
        person: PersonId,
        /// Opted in to the tone.
        tone: bool,
    },
    /// Taken back; the item is open again.
    Withdrawn {
        /// Why.
        reason: String,
    },
}

/// Where the words of a note come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Voice {
    /// Seen or heard by the author.
    Observed,
    /// The client's own words.
    Client,
    /// The author's own thought; left out of the record class of export.
    Thought,
}

/// What was decided about the supplemental dose, other than giving it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotGiven {
    /// The client did not want it.
    Declined,
    /// The team held it back.
    Withheld,
}

/// What was seen when a reading met a limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crossing {
    /// Which limit, by its id in the protocol.
    pub limit: String,
    /// Which sign.
    pub sign: Sign,
    /// The value taken.
    pub value: i32,
    /// Where the line stood then (baseline added, where the limit is relative).
    pub at: i32,
    /// How pressing.
    pub priority: Priority,
}

/// Everything that can have happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event", deny_unknown_fields)]
pub enum Event {
    /// The session was opened.
    SessionOpened {
        /// `id vN` of the protocol.
        protocol: String,
        /// SHA-256 of the protocol file, hex.
        digest: String,
        /// Which dosing session of the course, from 1.
        number: u16,
        /// Who may act, pinned.
        people: Vec<Person>,
    },

    // What time alone brings.
    /// Checks fell due together: one prompt.
    Prompted {
        /// Which.
        checks: Vec<CheckId>,
    },
    /// The late tolerance passed.
    FellLate {
        /// Which.
        check: CheckId,
    },
    /// The next of its series fell due, or the session closed.
    FellMissed {
        /// Which.
        check: CheckId,
    },
    /// An unanswered check reached a stage.
    Escalated {
        /// Which.
        check: CheckId,
        /// What happens.
        channel: Channel,
    },
    /// The quiet window ended by itself.
    QuietEnded,
    /// The supplemental window opened.
    WindowOpened,
    /// The supplemental window closed.
    WindowClosed {
        /// Whether a decision stood by then.
        decided: bool,
    },

    // What the clocks did.
    /// The machine was started anew; elapsed time continues from the wall clock until a person confirms it.
    Rebooted {
        /// The boot before.
        before: BootId,
    },
    /// The wall clock moved by itself or by hand. Elapsed time did not.
    ClockStepped {
        /// By how much, milliseconds, forwards positive.
        by: Span,
    },
    /// The zone shown changed.
    ZoneChanged {
        /// Minutes east of UTC before.
        from: i16,
        /// After.
        to: i16,
    },
    /// The machine did not watch.
    Gap {
        /// From.
        from: Elapsed,
        /// To.
        to: Elapsed,
        /// Why.
        cause: GapCause,
        /// Checks that fell due meanwhile.
        fell_due: Vec<CheckId>,
    },
    /// A person confirmed or corrected elapsed time after a reboot.
    ElapsedConfirmed {
        /// Added to the estimate.
        by: Span,
    },
    /// Two people compared the laptop with a reference clock.
    TrueTimeChecked {
        /// Laptop minus reference.
        difference: Span,
        /// What the reference was.
        reference: String,
        /// The second person.
        second: PersonId,
    },

    // Readings and checks.
    /// Values were taken.
    ReadingTaken {
        /// What.
        values: Values,
        /// Signs typed twice because they lay outside the plausible range.
        confirmed: Vec<Sign>,
        /// Who took them, when not the author.
        taken_by: Option<PersonId>,
        /// Arm, posture, device, in words.
        manner: String,
        /// From the paper day sheet, entered afterwards.
        from_paper: bool,
    },
    /// A reading satisfied a check, wholly or in part.
    CheckMet {
        /// Which.
        check: CheckId,
        /// Sequence number of the reading.
        reading: u64,
        /// What it covered.
        signs: Vec<Sign>,
        /// Whether the check was already missed: it stays missed and shows this late entry.
        after_miss: bool,
    },
    /// A reason was given for signs left out; the check is done.
    RestExcused {
        /// Which.
        check: CheckId,
        /// What was left out.
        signs: Vec<Sign>,
        /// Reason id from the protocol, or `other`.
        reason: String,
        /// Words.
        text: String,
    },
    /// "Not now".
    Deferred {
        /// Which.
        checks: Vec<CheckId>,
        /// Reason id from the protocol.
        reason: String,
        /// Words.
        text: String,
        /// New due time.
        until: Elapsed,
        /// Which in a row, from 1.
        in_a_row: u8,
    },
    /// A person looked; the due time did not move.
    Seen {
        /// Which.
        checks: Vec<CheckId>,
    },
    /// A reason was given for a missed check, or it was recorded as missed by a person.
    MissExplained {
        /// Which.
        check: CheckId,
        /// Reason id from the protocol, or `other`.
        reason: String,
        /// Words.
        text: String,
    },

    // Limits.
    /// A reading crossed a limit.
    FlagRaised {
        /// The reading that raised it.
        reading: u64,
        /// What was crossed.
        crossing: Crossing,
        /// When the repeat is due, where one is asked for.
        recheck_due: Option<Elapsed>,
    },
    /// A repeat was taken under an open flag.
    FlagRepeated {
        /// Sequence number of the flag.
        flag: u64,
        /// The reading.
        reading: u64,
        /// Whether it lay inside (hysteresis counted).
        inside: bool,
        /// How many in a row inside so far.
        inside_in_a_row: u8,
        /// How many in a row outside so far, the raising one counted.
        outside_in_a_row: u8,
        /// When the next repeat is due, unless settled.
        recheck_due: Option<Elapsed>,
    },
    /// Enough readings in a row lay inside.
    FlagSettled {
        /// Which.
        flag: u64,
    },
    /// The protocol asks that a contact be told.
    TellAsked {
        /// Which flag.
        flag: u64,
        /// Contact id of the protocol.
        contact: String,
    },
    /// A contact was told or called.
    ContactTold {
        /// Contact id of the protocol, or empty for somebody else.
        contact: String,
        /// Who answered, in words.
        who: String,
        /// What was said.
        said: String,
        /// The flag it was about.
        flag: Option<u64>,
    },

    // Quiet, help.
    /// A quiet window began.
    QuietBegan {
        /// Ends by itself then.
        until: Elapsed,
    },
    /// The quiet window was broken by a limit, a red flag, or a person.
    QuietBroken {
        /// By what.
        cause: QuietBreak,
    },
    /// A red flag symptom was seen.
    RedFlagSeen {
        /// Id from the protocol.
        kind: String,
    },

    // Doses.
    /// A dose was swallowed.
    DoseGiven {
        /// Which.
        dose: Dose,
        /// How much; none where the kit is blinded.
        amount: Option<Micrograms>,
        /// Kit code, may be empty.
        kit: String,
        /// Who saw it.
        witness: Witness,
        /// Why outside the window, when it was.
        out_of_window: Option<String>,
    },
    /// The time of a dose was corrected. The old plan stays visible.
    DoseTimeCorrected {
        /// Which.
        dose: Dose,
        /// Before.
        from: Elapsed,
        /// After.
        to: Elapsed,
        /// Why.
        reason: String,
    },
    /// The supplemental dose was not given.
    SupplementalNotGiven {
        /// Declined or withheld.
        decision: NotGiven,
        /// Reason id from the protocol, or `other`.
        reason: String,
        /// Words.
        text: String,
    },

    // Gates, run sheet, phases, presence.
    /// A gate item was answered.
    GateAnswered {
        /// Which gate.
        gate: GateId,
        /// Item id.
        item: String,
        /// What.
        answer: GateAnswer,
    },
    /// A gate item was passed over by two people.
    GateOverridden {
        /// Which gate.
        gate: GateId,
        /// Item id.
        item: String,
        /// Why.
        reason: String,
        /// The second person.
        second: PersonId,
    },
    /// A step of the run sheet was ticked.
    StepTicked {
        /// Step id.
        step: String,
    },
    /// A person named the stretch of the day.
    PhaseSet {
        /// Phase id.
        phase: String,
    },
    /// Somebody came in.
    CameIn {
        /// Who.
        person: PersonId,
    },
    /// Somebody left the room.
    WentOut {
        /// Who.
        person: PersonId,
        /// Two-line handover, may be empty.
        handover: String,
    },

    // Notes, effects, fluids.
    /// A line was written.
    Noted {
        /// Words, exactly.
        text: String,
        /// Whose.
        voice: Voice,
        /// Tag ids.
        tags: Vec<String>,
        /// Starred for integration.
        starred: bool,
    },
    /// A process note was written: its words are sealed to those who may read them, and nobody else of the vault can.
    NotedApart {
        /// The sealed words, hex: `store/FORMAT.md` 10.
        sealed: String,
        /// Who may read them besides their author.
        readers: Vec<PersonId>,
    },
    /// An entry was starred.
    Starred {
        /// Which.
        target: u64,
    },
    /// An entry was struck out. The original stays.
    Struck {
        /// Which.
        target: u64,
        /// Why.
        reason: String,
    },
    /// The words of a note were amended. The original stays.
    Amended {
        /// Which.
        target: u64,
        /// New words.
        text: String,
        /// Why.
        reason: String,
    },
    /// An effect began.
    EffectBegan {
        /// Id from the protocol, or `other`.
        effect: String,
        /// Words, may be empty.
        text: String,
        /// Wanted, neutral, unwanted.
        valence: Valence,
        /// 0–3.
        severity: u8,
    },
    /// The severity of an open effect changed (its peak is the highest).
    EffectChanged {
        /// Sequence number of its beginning.
        effect: u64,
        /// 0–3.
        severity: u8,
    },
    /// An effect ended.
    EffectEnded {
        /// Sequence number of its beginning.
        effect: u64,
    },
    /// The client drank.
    Drank {
        /// How much.
        amount: Millilitres,
    },

    // Touch.
    /// What touch was agreed, sober: carried in from preparation when the session opened, or said before dose 1.
    TouchAgreed {
        /// Parts of the body or kinds of touch, as they were said; none: no touch is agreed.
        parts: Vec<String>,
        /// By whom; nobody named: by a therapist.
        people: Vec<PersonId>,
        /// Stop word or gesture, may be empty.
        stop: String,
        /// The agreement in its own words, may be empty.
        text: String,
        /// It was made in preparation.
        carried: bool,
    },
    /// The agreement was made narrower.
    TouchNarrowed {
        /// What is taken away; empty: all touch.
        part: String,
        /// Words, may be empty.
        text: String,
    },
    /// The client refused touch, or said stop.
    TouchRefused {
        /// What was refused; empty: all touch.
        part: String,
        /// Words, may be empty.
        text: String,
    },
    /// Somebody touched the client.
    Touched {
        /// Part of the body or kind of touch.
        part: String,
        /// Words, may be empty.
        text: String,
        /// Who touched.
        people: Vec<PersonId>,
        /// Who asked.
        asked: TouchAsked,
        /// The client's word or sign of consent, may be empty.
        consent: String,
        /// How long from when it happened; none: until it is ended.
        length: Option<Span>,
        /// A fall or a resuscitation.
        need: Option<TouchNeed>,
    },
    /// A touch ended.
    TouchEnded {
        /// Sequence number of its beginning.
        touch: u64,
    },

    // Deviations, closing.
    /// A person reported that the protocol was not followed.
    DeviationReported {
        /// What, in words.
        text: String,
        /// Minor or important.
        important: bool,
        /// What was done about it.
        action: String,
    },
    /// A line of the closing checklist was agreed by two, with what was found.
    ClosingAgreed {
        /// Item id.
        item: String,
        /// Finding, may be empty.
        finding: String,
        /// The second person.
        second: PersonId,
    },
    /// The session ended.
    SessionClosed {
        /// How.
        ending: Ending,
        /// The second person.
        second: Option<PersonId>,
        /// Words.
        note: String,
        /// Closing items not agreed, truthfully.
        unmet: Vec<String>,
        /// Checks cancelled.
        cancelled: Vec<CheckId>,
    },
}

impl Event {
    /// The fields that this entry has and that a reviewer can speak of on their own: the signs of a reading.
    pub fn fields(&self) -> Vec<String> {
        match self {
            Event::ReadingTaken { values, .. } => {
                values.keys().map(|sign| sign.name().to_owned()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether it tells something of the day; what strikes or amends speaks of a row only.
    pub fn is_account(&self) -> bool {
        !matches!(self, Event::Struck { .. } | Event::Amended { .. })
    }
}

/// What broke a quiet window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuietBreak {
    /// A limit was crossed.
    Limit,
    /// A red flag symptom.
    RedFlag,
    /// A person ended it.
    Person,
    /// The session closed.
    Closing,
}

/// The moment an anchor stands at, with what it was before a correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnchorTime {
    /// Which.
    pub anchor: Anchor,
    /// When.
    pub at: Elapsed,
    /// Where it stood before, oldest first.
    pub before: Vec<Elapsed>,
}
