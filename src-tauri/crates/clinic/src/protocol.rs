//! A checked protocol: every clinical number of a session, each with the line it stands on and its source.
//!
//! A value of [`Protocol`] exists only when the whole file was checked without an error ([`check()`]); so the engine
//! trusts it. One file is one immutable version. Rules carry a `line`: the number by which people cite the rule.

pub mod adherence;
pub mod check;
pub mod course;
pub mod diff;
pub mod rehearse;
pub(crate) mod shape;
pub mod team;

pub use check::{Complaint, ComplaintCode, Examined, Severity, check, examine};

use crate::people::Role;
use crate::quantity::{Micrograms, Millilitres, Sign};
use crate::time::Span;

/// The whole of one protocol version.
#[derive(Debug, Clone, PartialEq)]
pub struct Protocol {
    /// Short name in lower case with hyphens; with `version` it names the file for ever.
    pub id: String,
    /// Version number, from 1.
    pub version: u32,
    /// Name for people.
    pub title: String,
    /// Training only, or meant for care once adopted.
    pub status: Status,
    /// One paragraph: what pattern this is and where its numbers come from.
    pub summary: String,
    /// Where numbers come from; rules cite them by `key`.
    pub sources: Vec<Source>,
    /// Roles that must adopt (sign) this protocol before it may run on a real client.
    pub adopted_by: Vec<Role>,
    /// Doses of the day.
    pub doses: Doses,
    /// Planned series of checks.
    pub series: Vec<Series>,
    /// How far a typed value may go before it must be typed twice.
    pub plausible: Vec<Plausible>,
    /// Lines that a reading may cross.
    pub limits: Vec<Limit>,
    /// How "not now" works.
    pub deferral: Deferral,
    /// What an unanswered check does as time passes, silent first, ascending by `after`.
    pub escalation: Vec<Stage>,
    /// How long the room may be kept quiet.
    pub quiet: Quiet,
    /// What must be true before dose 1, before the supplemental dose, before leaving.
    pub gates: Vec<Gate>,
    /// The day's steps in order.
    pub run_sheet: Vec<Step>,
    /// Names for stretches of the day, moved by a person only.
    pub phases: Vec<Phase>,
    /// What the client may experience, wanted, neutral or unwanted; first nine have keys 1–9.
    pub effects: Vec<EffectKind>,
    /// Tags for notes (music, eyeshade, …).
    pub tags: Vec<Tag>,
    /// Fluid cap, where the protocol has one.
    pub fluids: Option<FluidCap>,
    /// Signs that open help at once.
    pub red_flags: Vec<RedFlagKind>,
    /// Numbers, address, words to say, cards.
    pub help: Help,
    /// Checklist and ways to end.
    pub closing: Closing,
    /// Who must be in the room.
    pub presence: PresenceRule,
    /// Reasons offered for a missed or partial check, and for a supplemental dose not given.
    pub reasons: Reasons,
    /// Largest tolerated difference between the laptop and the reference clock before it is a deviation.
    pub true_time: TrueTime,
    /// The course around the dosing days, where the protocol lays one out.
    pub course: Option<course::Plan>,
    /// The form by which a reviewer rates a session, where the protocol brings one.
    pub adherence: Option<adherence::Adherence>,
    /// Who may hold a session together; none: the file does not say.
    pub team: Option<team::Team>,
}

/// Whether a protocol may ever run on a real client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Runs only in training vaults.
    Training,
    /// Runs in a clinical vault once adopted there.
    Clinical,
}

/// How sure the source of a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confidence {
    /// Read in a copy of the source.
    Found,
    /// From general knowledge of the source, not re-read.
    Knowledge,
    /// A proposal of the file's authors, for training.
    Proposal,
}

/// A source of numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Cited by rules.
    pub key: String,
    /// What it is, in words.
    pub text: String,
    /// How sure.
    pub confidence: Confidence,
}

/// Where a rule stands and where its number comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cite {
    /// The number people cite ("line 4"); unique in the file.
    pub line: u16,
    /// Key of a [`Source`].
    pub source: String,
}

/// A moment that other times hang on.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    /// The session was opened.
    Arrival,
    /// The first dose was swallowed.
    Dose1,
    /// The supplemental dose was swallowed.
    Dose2,
}

/// Doses of the day.
#[derive(Debug, Clone, PartialEq)]
pub struct Doses {
    /// The first dose.
    pub first: DosePlan,
    /// The supplemental dose, where the protocol has one.
    pub supplemental: Option<SupplementalPlan>,
}

/// One planned dose.
#[derive(Debug, Clone, PartialEq)]
pub struct DosePlan {
    /// Words on the slot and the record.
    pub title: String,
    /// The planned amount; `None` where kits are blinded and only a kit code is known.
    pub amount: Option<Micrograms>,
    /// Where it stands.
    pub cite: Cite,
}

/// The supplemental dose: window, conditions.
#[derive(Debug, Clone, PartialEq)]
pub struct SupplementalPlan {
    /// What is given.
    pub dose: DosePlan,
    /// After dose 1.
    pub opens: Span,
    /// After dose 1; later is out of window.
    pub closes: Span,
    /// Shown with value and age, never judged.
    pub conditions: Vec<Condition>,
}

/// One condition of the supplemental dose.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// Words.
    pub title: String,
    /// A sign to be at or below `at_most`, when the condition is about a sign.
    pub sign: Option<Sign>,
    /// Stored integer.
    pub at_most: Option<i32>,
    /// How old the value may be.
    pub not_older_than: Option<Span>,
    /// Where it stands.
    pub cite: Cite,
}

/// A planned series of checks.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Short name, unique.
    pub id: String,
    /// Words on the slot: "Blood pressure, pulse".
    pub title: String,
    /// What is taken; sorted, no repeats, at least one. `blood_pressure` in a file is both pressures.
    pub signs: Vec<Sign>,
    /// What the times hang on.
    pub anchor: Anchor,
    /// Times after the anchor, ascending, no repeats (`at` and `from/to/every` both end here).
    pub offsets: Vec<Span>,
    /// How much before the planned time it may be taken.
    pub early: Span,
    /// How much after the planned time it is late.
    pub late: Span,
    /// Whether a miss is a deviation.
    pub required: bool,
    /// Why it is taken, for the rehearsal.
    pub why: String,
    /// Where it stands.
    pub cite: Cite,
}

/// How far a typed value may go before it must be typed twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plausible {
    /// Which.
    pub sign: Sign,
    /// Lowest, stored integer.
    pub from: i32,
    /// Highest, stored integer.
    pub to: i32,
    /// Where it stands.
    pub cite: Cite,
}

/// A line that a reading may cross.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// Short name, unique.
    pub id: String,
    /// Which sign.
    pub sign: Sign,
    /// Where the line is.
    pub bound: Bound,
    /// How far inside a value must come back to count as inside, stored integer, ≥ 0.
    pub hysteresis: i32,
    /// Act now, soon, note.
    pub priority: Priority,
    /// What the protocol says to do, in its own words.
    pub card: String,
    /// Repeat measurement, where the protocol asks for one.
    pub recheck: Option<Recheck>,
    /// Whom to tell and when.
    pub tell: Option<Tell>,
    /// Where it stands.
    pub cite: Cite,
}

/// Where a limit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// Crossed by a value greater than this.
    Above(i32),
    /// Crossed by a value less than this.
    Below(i32),
    /// Crossed by a value greater than baseline + this.
    AboveBaseline(i32),
}

/// How pressing.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// `*`
    Note,
    /// `**`
    Soon,
    /// `***`
    ActNow,
}

/// Repeat measurement after a crossed limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recheck {
    /// Time from one reading to the next.
    pub every: Span,
    /// Late after this much.
    pub late: Span,
    /// How many readings in a row inside settle it.
    pub until_inside: u8,
    /// Whether a repeat may be deferred.
    pub deferrable: bool,
}

/// Whom to tell when a limit is crossed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tell {
    /// Key of a contact in [`Help`].
    pub contact: String,
    /// After how many readings in a row outside (1: at once).
    pub after_readings: u8,
}

/// How "not now" works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deferral {
    /// New due time from the moment of deferral.
    pub again_after: Span,
    /// How many in a row.
    pub cap: u8,
    /// Offered reasons, in key order.
    pub reasons: Vec<Reason>,
    /// Where it stands.
    pub cite: Cite,
}

/// A reason offered by the protocol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Short name, unique in its list.
    pub id: String,
    /// Words.
    pub title: String,
}

/// One stage of an unanswered check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// After the planned time.
    pub after: Span,
    /// What happens.
    pub channel: Channel,
    /// Where it stands.
    pub cite: Cite,
}

/// How a stage shows itself, in rising order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case", tag = "channel")]
pub enum Channel {
    /// The frame of the screen.
    Frame,
    /// The slot grows.
    Tile,
    /// A soft tone, only where the team opted in at the gate.
    Tone,
    /// Ask the other therapist by name.
    AskOther,
    /// A protocol contact, with number and words to say.
    Contact {
        /// Key of a contact in [`Help`].
        contact: String,
    },
}

/// How long the room may be kept quiet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quiet {
    /// Longest window.
    pub longest: Span,
    /// Lengths offered, ascending, each ≤ `longest`.
    pub offered: Vec<Span>,
    /// Where it stands.
    pub cite: Cite,
}

/// Which gate.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum GateId {
    /// Before dose 1.
    Dose1,
    /// Before the supplemental dose.
    Dose2,
    /// Before leaving.
    Leaving,
}

/// What must be true before something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// Which.
    pub id: GateId,
    /// Items in order.
    pub items: Vec<GateItem>,
}

/// One item of a gate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateItem {
    /// Short name, unique in the gate.
    pub id: String,
    /// Words.
    pub title: String,
    /// How it is met.
    pub kind: GateItemKind,
    /// How long a tick holds; `None`: the whole session.
    pub holds_for: Option<Span>,
    /// Where it stands.
    pub cite: Cite,
}

/// How a gate item is met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GateItemKind {
    /// A person says yes.
    Tick,
    /// A person says yes and writes the finding (a result, a lot number).
    Finding,
    /// These signs must have been taken since arrival (the baseline).
    Signs(Vec<Sign>),
    /// The laptop was compared with a reference clock by two people.
    TrueTime,
    /// A person is named who keeps time.
    Timekeeper,
}

/// One step of the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Short name, unique.
    pub id: String,
    /// Words.
    pub title: String,
    /// What the time hangs on.
    pub anchor: Anchor,
    /// From this time after the anchor.
    pub from: Span,
    /// Where it stands.
    pub cite: Cite,
}

/// A stretch of the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phase {
    /// Short name, unique.
    pub id: String,
    /// Words.
    pub title: String,
}

/// Whether an effect is wanted. The three are recorded with equal care.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Valence {
    /// Wanted.
    Wanted,
    /// Neither.
    Neutral,
    /// Unwanted.
    Unwanted,
}

/// Something a client may experience.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EffectKind {
    /// Short name, unique.
    pub id: String,
    /// Words.
    pub title: String,
    /// Usual valence; a person may record another.
    pub valence: Valence,
}

/// A tag for notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Typed after `#`.
    pub id: String,
    /// Words.
    pub title: String,
}

/// Fluid cap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FluidCap {
    /// Since dose 1.
    pub cap: Millilitres,
    /// One key's amount.
    pub glass: Millilitres,
    /// Where it stands.
    pub cite: Cite,
}

/// A sign that opens help at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedFlagKind {
    /// Short name, unique.
    pub id: String,
    /// Words.
    pub title: String,
    /// Card shown first.
    pub card: String,
    /// Where it stands.
    pub cite: Cite,
}

/// What help shows. No client data here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help {
    /// Where the ambulance must come.
    pub site: String,
    /// Whom to call, in order.
    pub contacts: Vec<Contact>,
    /// General cards.
    pub cards: Vec<Card>,
}

/// Someone to call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Short name, unique.
    pub id: String,
    /// Who, in words.
    pub title: String,
    /// Which role answers, where it is one of the vault's.
    pub role: Option<Role>,
    /// Number.
    pub phone: String,
    /// Words to say.
    pub say: String,
}

/// A general card: observe, do, call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Short name, unique.
    pub id: String,
    /// Words.
    pub title: String,
    /// How to recognise it.
    pub observe: String,
    /// What to do, in order.
    pub steps: Vec<String>,
    /// Key of a source.
    pub source: String,
}

/// How a session ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// Lines agreed by two people.
    pub items: Vec<ClosingItem>,
    /// Least time after the last dose before closing as planned; earlier is a deviation.
    pub not_before: Option<Span>,
    /// Where it stands.
    pub cite: Cite,
}

/// One line of the closing checklist, with the record's value beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosingItem {
    /// Short name, unique.
    pub id: String,
    /// Words.
    pub title: String,
    /// Value of the record shown beside it.
    pub beside: Beside,
    /// Where it stands.
    pub cite: Cite,
}

/// What the record shows beside a closing line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Beside {
    /// Nothing.
    Nothing,
    /// Last value of the sign and its age, with the protocol's figure.
    Sign {
        /// Which.
        sign: Sign,
        /// The protocol's figure, stored integer.
        at_most: Option<i32>,
    },
    /// Last value against baseline.
    AgainstBaseline {
        /// Which.
        sign: Sign,
    },
    /// A person writes the finding.
    Finding,
}

/// Who must be in the room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresenceRule {
    /// How many therapists.
    pub therapists: u8,
    /// Fewer than that for longer than this is a deviation.
    pub alone_after: Span,
    /// Where it stands.
    pub cite: Cite,
}

/// Offered reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reasons {
    /// For a missed check.
    pub missed: Vec<Reason>,
    /// For signs left out of a check.
    pub partial: Vec<Reason>,
    /// For a supplemental dose declined or withheld.
    pub supplemental: Vec<Reason>,
}

/// Comparison with a reference clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrueTime {
    /// Larger is a deviation.
    pub tolerance: Span,
    /// Where it stands.
    pub cite: Cite,
}

impl Protocol {
    /// `id` and version as written in records: `three-point v1`.
    pub fn name(&self) -> String {
        format!("{} v{}", self.id, self.version)
    }

    /// Whether its course asks for an agreement on touch.
    pub fn agrees_on_touch(&self) -> bool {
        let course = self.course.as_ref();
        course.is_some_and(|plan| plan.touch_agreement().is_some())
    }
}
