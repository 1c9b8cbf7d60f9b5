//! Everything that can stand in a course. Past tense, facts only, integers only; append-only once kept.
//!
//! The encoding (serde, tag `event`) is the record's format `course_v1`: a released variant or field never changes.

use crate::id::{PersonId, SessionId};
use crate::measure::Answers;
use crate::protocol::course::{Form, Technique, VisitKind};
use crate::time::{Date, Stamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One row: what happened, on which day, when and by whom it was entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// Position in the course, from 0, no holes.
    pub seq: u64,
    /// What the clocks said when it was entered.
    pub entered: Stamp,
    /// Who entered it.
    pub by: PersonId,
    /// The day it happened, as the calendar on the wall has it.
    pub on: Date,
    /// What.
    pub event: Event,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// A measure was taken.
    MeasureTaken(MeasureTaken),
    /// An earlier row no longer counts.
    Struck {
        /// Which row.
        seq: u64,
        /// Why.
        reason: String,
    },
    /// An earlier row, of this course or of a session that has ended, should read otherwise. The row stays as it was kept.
    Amended {
        /// The session whose row it is; none: a row of this course.
        session: Option<SessionId>,
        /// Which row.
        seq: u64,
        /// As it should read.
        words: String,
        /// Why.
        reason: String,
    },
    /// What was locked may be added to again; the signatures under it no longer count.
    Unlocked {
        /// The session, where it was one.
        session: Option<SessionId>,
        /// The visit, where it was one.
        visit: Option<String>,
        /// Why.
        reason: String,
    },
    /// The course was opened under a protocol.
    Opened {
        /// `three-point v1`.
        protocol: String,
        /// Digest of its file, hex.
        digest: String,
    },
    /// The course goes on under another protocol.
    Moved {
        /// The protocol it was under.
        from: String,
        /// Its digest.
        from_digest: String,
        /// The protocol it is under now.
        to: String,
        /// Its digest.
        to_digest: String,
        /// Why.
        reason: String,
    },
    /// A visit began.
    VisitBegun(VisitBegun),
    /// A visit ended.
    VisitClosed {
        /// Which.
        visit: String,
        /// How long it took.
        minutes: u16,
        /// In the pair's words; may be empty.
        note: String,
    },
    /// A visit was held in another way than as a visit of this record.
    VisitHeldOtherwise {
        /// Which.
        visit: String,
        /// How, where, by whom.
        how: String,
        /// How long it took, where that is known.
        minutes: Option<u16>,
    },
    /// A visit was not held.
    VisitNotHeld {
        /// Which.
        visit: String,
        /// In which way.
        how: NotHeld,
        /// Why.
        reason: String,
    },
    /// An item was answered.
    Answered(Answered),
    /// An agreement was made narrower.
    AgreementNarrowed {
        /// Which item.
        item: String,
        /// What no longer holds, in the client's words.
        words: String,
    },
    /// A medicine, as it is taken or was stopped.
    MedicineKept(MedicineKept),
    /// A consent was given.
    ConsentGiven {
        /// Which.
        consent: String,
        /// The version of its text.
        version: u16,
        /// Words beside it; may be empty.
        note: String,
    },
    /// A consent was taken back.
    ConsentWithdrawn {
        /// Which.
        consent: String,
        /// The version that was taken back.
        version: u16,
        /// Words beside it; may be empty.
        note: String,
    },
    /// Whether the treatment may be offered was decided.
    Decided {
        /// It may.
        eligible: bool,
        /// On what grounds.
        reason: String,
        /// How long the decision holds; none: it does not lapse.
        valid_until: Option<Date>,
    },
    /// Two people went past a gate.
    GateOverridden {
        /// Which.
        gate: String,
        /// What was missing, as `item:ecg`, `visit:preparation-3`, `measure:pcl-5`.
        missing: Vec<String>,
        /// Why.
        reason: String,
        /// The second person.
        second: PersonId,
    },
    /// The client was called and answered.
    ContactMade(ContactMade),
    /// The client was called and not reached.
    ContactNotReached {
        /// Dosing visit that it comes after.
        after: String,
        /// Which day after it.
        day: u16,
        /// Words; may be empty.
        note: String,
    },
    /// The client rated the team after a visit, 0 to 10.
    AllianceRated {
        /// After which visit.
        visit: String,
        /// Felt safe with the team.
        safe: u8,
        /// Felt understood by the team.
        understood: u8,
        /// Who gave it: the client alone with the page, aloud, or on paper. None: written before this was asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mode: Option<Mode>,
    },
    /// The pair looked back on a visit.
    Reflected {
        /// On which visit.
        visit: String,
        /// Their words.
        words: String,
    },
    /// Something the client understood.
    InsightKept {
        /// In the client's words.
        words: String,
        /// The moment of a session that it goes back to.
        moment: Option<Moment>,
        /// In which visit it was said.
        visit: Option<String>,
    },
    /// The client means to do something; known from now on by the number of this row.
    PracticeAgreed {
        /// In the client's words.
        words: String,
        /// Row of the insight that it comes from.
        insight: Option<u64>,
    },
    /// What became of a practice.
    PracticeReviewed {
        /// Row in which it was agreed.
        practice: u64,
        /// What.
        outcome: Outcome,
        /// Words; what it is from now on, where it changed.
        words: String,
    },
    /// Something that helps the client; known from now on by the number of this row.
    CopingKept {
        /// In the client's words.
        words: String,
    },
    /// What became of it.
    CopingReviewed {
        /// Row in which it was kept.
        coping: u64,
        /// What.
        outcome: Outcome,
        /// Words; what it is from now on, where it changed.
        words: String,
    },
    /// Something unwanted that happened to the client, whether or not the treatment brought it about; known from now on by the
    /// number of this row.
    AdverseNoted(AdverseNoted),
    /// What became of it.
    AdverseFollowed {
        /// Row in which it was written down.
        adverse: u64,
        /// The highest grade so far.
        grade: u8,
        /// How it stands.
        outcome: AdverseOutcome,
        /// What was seen and done.
        words: String,
    },
    /// What brought it about, as far as somebody could judge; the last judgement counts.
    AdverseJudged {
        /// Row in which it was written down.
        adverse: u64,
        /// What it may come of; none: of nothing that was done here.
        suspects: Vec<Suspect>,
        /// It is among the effects that are known to happen.
        expected: bool,
        /// What was done about the treatment.
        action: TreatmentAction,
        /// On what grounds.
        words: String,
    },
    /// A report on it was made.
    AdverseReported {
        /// Row in which it was written down.
        adverse: u64,
        /// Which report of the protocol.
        report: String,
        /// To whom, by which way, under which number.
        words: String,
    },
    /// A technique was used.
    TechniqueUsed {
        /// What it belongs to.
        technique: Technique,
        /// Page of the protocol.
        guide: Option<String>,
        /// What was done.
        words: String,
        /// In which visit.
        visit: Option<String>,
    },
    /// Something that is written down at the beginning.
    PredictorTaken {
        /// Which.
        predictor: String,
        /// As it was found.
        value: String,
        /// Unit, as the protocol had it.
        unit: String,
        /// How it was found; may be empty.
        method: String,
    },
    /// The course ended.
    Closed {
        /// Why.
        reason: String,
    },
    /// It goes on after all.
    Reopened {
        /// Why.
        reason: String,
    },
}

impl Event {
    /// The visit whose account this is part of: what a signature under the visit must reach. The client's rating and the pair's looking back
    /// come after it and are no part of its account.
    pub fn of_visit(&self) -> Option<&str> {
        match self {
            Event::VisitBegun(VisitBegun { visit, .. })
            | Event::VisitClosed { visit, .. }
            | Event::VisitHeldOtherwise { visit, .. }
            | Event::VisitNotHeld { visit, .. } => Some(visit),
            Event::Answered(Answered { visit, .. })
            | Event::InsightKept { visit, .. }
            | Event::TechniqueUsed { visit, .. } => visit.as_deref(),
            _ => None,
        }
    }

    /// The adverse event that it speaks of, by the number of the row that told it; `seq`: this row's own.
    pub fn of_adverse(&self, seq: u64) -> Option<u64> {
        match self {
            Event::AdverseNoted(_) => Some(seq),
            Event::AdverseFollowed { adverse, .. }
            | Event::AdverseJudged { adverse, .. }
            | Event::AdverseReported { adverse, .. } => Some(*adverse),
            _ => None,
        }
    }

    /// Whether it tells something that happened; the others are acts about rows.
    pub fn is_account(&self) -> bool {
        !matches!(
            self,
            Event::Struck { .. } | Event::Amended { .. } | Event::Unlocked { .. }
        )
    }
}

/// A visit that began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitBegun {
    /// The protocol's name of it; `extra-` and the number of the row where it was not planned.
    pub visit: String,
    /// What for.
    pub kind: VisitKind,
    /// Words, where it was not planned; else empty.
    pub title: String,
    /// How people met.
    pub form: Form,
    /// People of the vault who were there.
    pub present: Vec<PersonId>,
    /// Others who were there; may be empty.
    pub others: String,
}

/// In which way a visit was not held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotHeld {
    /// Put off; it is still to come.
    Cancelled,
    /// The client did not come; it is still to come.
    NoShow,
    /// It will not be held.
    CalledOff,
}

/// An answer to an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// Which item.
    pub item: String,
    /// The answer.
    pub value: Value,
    /// Where it comes from: a letter, a device, a person; may be empty.
    pub source: String,
    /// Words beside it; may be empty.
    pub note: String,
    /// In which visit.
    pub visit: Option<String>,
    /// Last day on which it holds; none: it does not lapse.
    pub valid_until: Option<Date>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Value {
    /// Done.
    Tick {},
    /// It does not apply; the note says why.
    NotApplicable {},
    /// What was found.
    Finding {
        /// In words.
        words: String,
    },
    /// Words.
    Text {
        /// As they were said.
        words: String,
    },
    /// A day.
    Date {
        /// Which.
        on: Date,
    },
    /// A number.
    Number {
        /// The shown number × 10^decimals.
        stored: i32,
        /// Decimals shown.
        decimals: u8,
    },
    /// Yes or no.
    YesNo {
        /// Yes.
        yes: bool,
    },
    /// One answer of several.
    Choice {
        /// Which.
        id: String,
    },
    /// Words for each line of an agreement.
    Agreement {
        /// By line.
        parts: BTreeMap<String, String>,
    },
    /// Result of the clinic's own questions about suicide.
    Suicidality {
        /// Highest kind of ideation, 0 to 5.
        ideation: u8,
        /// Whether there was behaviour.
        behaviour: bool,
    },
}

/// A medicine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MedicineKept {
    /// Row that this one takes the place of.
    pub replaces: Option<u64>,
    /// As the client names it.
    pub name: String,
    /// The medicine of the protocol's table, where it is one.
    pub medicine: Option<String>,
    /// How much and how often; may be empty.
    pub dose: String,
    /// Day of the last dose, past or agreed; none: it goes on.
    pub stop: Option<Date>,
    /// The arithmetic, as it was shown.
    pub earliest: Option<Earliest>,
    /// Words beside it; may be empty.
    pub note: String,
}

/// Stop date + multiple × half-life, with everything that went into it. Arithmetic, never advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Earliest {
    /// Half-life that was taken, in minutes.
    pub half_life_minutes: u32,
    /// How many of them.
    pub multiple: u8,
    /// Their product, rounded up to whole days.
    pub half_lives_days: u16,
    /// Days added.
    pub plus: u16,
    /// At least so many days.
    pub at_least: u16,
    /// Days from the last dose: the larger of the sum and the least.
    pub days: u16,
    /// The day that comes of it.
    pub on: Date,
    /// Line of the protocol.
    pub line: u16,
}

/// A call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactMade {
    /// Dosing visit that it comes after.
    pub after: String,
    /// Which day after it.
    pub day: u16,
    /// Answers by question.
    pub answers: BTreeMap<String, Value>,
    /// Questions whose answer the protocol flags.
    pub flags: Vec<String>,
}

/// A row of a dosing session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moment {
    /// Which session.
    pub session: SessionId,
    /// Which row of it.
    pub seq: u64,
}

/// An adverse event, as it was first told. What brought it about is left to the report on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdverseNoted {
    /// What it is called.
    pub term: String,
    /// The day on which it began.
    pub onset: Date,
    /// Grade by CTCAE, 1 to 5; 5 is death.
    pub grade: u8,
    /// Which criteria of ICH E2A make it serious; none: it is not.
    pub serious: Vec<Seriousness>,
    /// What happened and what was done.
    pub words: String,
    /// In which visit it was told.
    pub visit: Option<String>,
}

/// What makes an adverse event serious (ICH E2A).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seriousness {
    /// It led to death.
    Death,
    /// The client was at risk of death when it happened.
    LifeThreatening,
    /// Taken into hospital, or kept there longer.
    Hospitalisation,
    /// Lasting or significant disability.
    Disability,
    /// A child was born with an anomaly.
    CongenitalAnomaly,
    /// Important by medical judgement.
    Important,
}

/// What an adverse event may come of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Suspect {
    /// The medicine.
    Medicine,
    /// The therapy.
    Therapy,
    /// Something that was done beside them: blood taken, a measure, the stay.
    Procedure,
}

/// What was done about the treatment because of an adverse event (after ICH E2B, for single doses).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TreatmentAction {
    /// Nothing.
    None,
    /// The next dose was put off.
    DosePutOff,
    /// The next dose was made smaller.
    DoseReduced,
    /// The treatment was ended.
    Ended,
    /// No dose was to come.
    NotApplicable,
}

impl Suspect {
    /// As the record writes it.
    pub fn word(self) -> &'static str {
        match self {
            Suspect::Medicine => "medicine",
            Suspect::Therapy => "therapy",
            Suspect::Procedure => "procedure",
        }
    }
}

impl TreatmentAction {
    /// As the record writes it.
    pub fn word(self) -> &'static str {
        match self {
            TreatmentAction::None => "none",
            TreatmentAction::DosePutOff => "dose_put_off",
            TreatmentAction::DoseReduced => "dose_reduced",
            TreatmentAction::Ended => "ended",
            TreatmentAction::NotApplicable => "not_applicable",
        }
    }
}

/// How an adverse event stands (ICH E2B).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdverseOutcome {
    /// It is over.
    Recovered,
    /// It is over and left something behind.
    RecoveredWithSequelae,
    /// It is getting less.
    Recovering,
    /// It goes on.
    NotRecovered,
    /// The client died of it.
    Fatal,
    /// Nobody knows.
    Unknown,
}

impl Seriousness {
    /// As the record writes it.
    pub fn word(self) -> &'static str {
        match self {
            Seriousness::Death => "death",
            Seriousness::LifeThreatening => "life_threatening",
            Seriousness::Hospitalisation => "hospitalisation",
            Seriousness::Disability => "disability",
            Seriousness::CongenitalAnomaly => "congenital_anomaly",
            Seriousness::Important => "important",
        }
    }
}

impl AdverseOutcome {
    /// As the record writes it.
    pub fn word(self) -> &'static str {
        match self {
            AdverseOutcome::Recovered => "recovered",
            AdverseOutcome::RecoveredWithSequelae => "recovered_with_sequelae",
            AdverseOutcome::Recovering => "recovering",
            AdverseOutcome::NotRecovered => "not_recovered",
            AdverseOutcome::Fatal => "fatal",
            AdverseOutcome::Unknown => "unknown",
        }
    }

    /// Whether nothing more is to come.
    pub fn is_over(self) -> bool {
        matches!(
            self,
            AdverseOutcome::Recovered
                | AdverseOutcome::RecoveredWithSequelae
                | AdverseOutcome::Fatal
        )
    }
}

/// What became of something that was to be carried on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Carried on.
    Kept,
    /// Carried on in another way.
    Changed,
    /// Let go.
    Dropped,
}

/// A measure that was taken: raw answers, and what the scorer made of them then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureTaken {
    /// `pcl-5 v1`.
    pub measure: String,
    /// Digest of the measure file, hex; the file stands on the vault's shelf.
    pub digest: String,
    /// Who answered.
    pub mode: Mode,
    /// What it was taken for, in the clinic's words; may be empty.
    pub occasion: String,
    /// Raw answers by item, entered scores by name.
    pub answers: Answers,
    /// Version of the scorer.
    pub scorer: u32,
    /// What came of it, in the order of the file.
    pub scores: Vec<ScoreKept>,
    /// Rules that held, did not hold, or were left undecided by missing answers.
    pub findings: Vec<FindingKept>,
    /// Items whose answer was not to wait.
    pub stops: Vec<String>,
}

impl MeasureTaken {
    /// The name of its file without the version: `pcl-5` of `pcl-5 v1`.
    pub fn id(&self) -> &str {
        super::known::measure_id(&self.measure)
    }
}

/// Who answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// The client, alone with the page.
    Client,
    /// A trained person asked.
    Asked,
    /// Carried over from paper or another system.
    Entered,
}

/// One score as it was computed or entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreKept {
    /// Its name in the file.
    pub id: String,
    /// Stored integer; none: incomplete.
    pub value: Option<i32>,
    /// Answers that were missing.
    pub missing: u8,
    /// Typed by a person instead of computed.
    pub entered: bool,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindingKept {
    /// Its name in the file.
    pub id: String,
    /// None: the missing answers decide.
    pub holds: Option<bool>,
}
