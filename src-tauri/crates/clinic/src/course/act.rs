//! What a person wants kept.

use super::event::{
    AdverseOutcome, Mode, Moment, NotHeld, Outcome, Seriousness, Suspect, TreatmentAction, Value,
};
use crate::id::{PersonId, SessionId};
use crate::measure::{Answers, Measure};
use crate::protocol::course::{Form, Technique, VisitKind};
use crate::time::Date;
use std::collections::BTreeMap;

/// What a person wants kept.
#[derive(Debug, Clone)]
pub enum Act<'a> {
    /// A measure was taken.
    TakeMeasure {
        /// The version that was used.
        measure: &'a Measure,
        /// Digest of its file, hex.
        digest: &'a str,
        /// Who answered.
        mode: Mode,
        /// Raw answers; what is absent was not answered.
        answers: Answers,
        /// What it was taken for, in the clinic's words; may be empty.
        occasion: &'a str,
    },
    /// A row is struck: it stays, and no longer counts.
    Strike {
        /// Which row.
        seq: u64,
        /// Why.
        reason: &'a str,
    },
    /// A row should read otherwise: it stays as it was kept, and what it should say stands beside it.
    Amend {
        /// The session whose row it is, which has ended, and its last row; none: a row of this course.
        session: Option<(SessionId, u64)>,
        /// Which row.
        seq: u64,
        /// As it should read.
        words: &'a str,
        /// Why.
        reason: &'a str,
    },
    /// Something that was locked may be added to again.
    Unlock {
        /// The session, where it is one.
        session: Option<SessionId>,
        /// The visit, where it is one.
        visit: Option<&'a str>,
        /// Why.
        reason: &'a str,
    },
    /// The course is opened under a protocol.
    Open {
        /// `three-point v1`.
        protocol: &'a str,
        /// Digest of its file, hex.
        digest: &'a str,
    },
    /// The course goes on under another protocol.
    Move {
        /// `three-point v2`.
        protocol: &'a str,
        /// Digest of its file, hex.
        digest: &'a str,
        /// Why.
        reason: &'a str,
    },
    /// A planned visit begins.
    BeginVisit {
        /// Which.
        visit: &'a str,
        /// How people meet.
        form: Form,
        /// People of the vault who are there.
        present: &'a [PersonId],
        /// Others who are there; may be empty.
        others: &'a str,
    },
    /// A visit that was not planned begins; its row gives it a name.
    BeginExtraVisit {
        /// What for; not dosing.
        kind: VisitKind,
        /// Words.
        title: &'a str,
        /// How people meet.
        form: Form,
        /// People of the vault who are there.
        present: &'a [PersonId],
        /// Others who are there; may be empty.
        others: &'a str,
    },
    /// A visit ends.
    CloseVisit {
        /// Which.
        visit: &'a str,
        /// How long it took.
        minutes: u16,
        /// In the pair's words; may be empty.
        note: &'a str,
    },
    /// A planned visit was held in another way than as a visit of this record.
    HoldOtherwise {
        /// Which.
        visit: &'a str,
        /// How, where, by whom.
        how: &'a str,
        /// How long it took, where that is known.
        minutes: Option<u16>,
    },
    /// A planned visit is not held.
    DoNotHold {
        /// Which.
        visit: &'a str,
        /// In which way.
        how: NotHeld,
        /// Why.
        reason: &'a str,
    },
    /// An item is answered.
    Answer {
        /// Which.
        item: &'a str,
        /// The answer.
        value: Value,
        /// Where it comes from; may be empty.
        source: &'a str,
        /// Words beside it; may be empty.
        note: &'a str,
        /// In which visit.
        visit: Option<&'a str>,
    },
    /// An agreement is made narrower: at any time, also while a dose acts.
    NarrowAgreement {
        /// Which item.
        item: &'a str,
        /// What no longer holds.
        words: &'a str,
    },
    /// A medicine is taken, or was or will be stopped.
    KeepMedicine {
        /// Row that this one takes the place of.
        replaces: Option<u64>,
        /// As the client names it.
        name: &'a str,
        /// The medicine of the protocol's table, where it is one.
        medicine: Option<&'a str>,
        /// How much and how often; may be empty.
        dose: &'a str,
        /// Day of the last dose, past or agreed.
        stop: Option<Date>,
        /// Words beside it; may be empty.
        note: &'a str,
    },
    /// A consent is given, in the version of the protocol.
    GiveConsent {
        /// Which.
        consent: &'a str,
        /// Words beside it; may be empty.
        note: &'a str,
    },
    /// A consent is taken back: at any time.
    WithdrawConsent {
        /// Which.
        consent: &'a str,
        /// Words beside it; may be empty.
        note: &'a str,
    },
    /// Whether the treatment may be offered is decided.
    Decide {
        /// It may.
        eligible: bool,
        /// On what grounds.
        reason: &'a str,
    },
    /// Two people go past a gate.
    OverrideGate {
        /// Which.
        gate: &'a str,
        /// Why.
        reason: &'a str,
        /// The second person, who has shown that it is them.
        second: PersonId,
    },
    /// The client was called and answered.
    MakeContact {
        /// Dosing visit that it comes after.
        after: &'a str,
        /// Which day after it.
        day: u16,
        /// Answers by question.
        answers: BTreeMap<String, Value>,
    },
    /// The client was called and not reached.
    MissContact {
        /// Dosing visit that it comes after.
        after: &'a str,
        /// Which day after it.
        day: u16,
        /// Words; may be empty.
        note: &'a str,
    },
    /// The client rates the team after a visit.
    RateAlliance {
        /// After which visit.
        visit: &'a str,
        /// Felt safe with the team, 0 to 10.
        safe: u8,
        /// Felt understood by the team, 0 to 10.
        understood: u8,
        /// Who gave it; none: not said.
        mode: Option<Mode>,
    },
    /// The pair looks back on a visit.
    Reflect {
        /// On which visit.
        visit: &'a str,
        /// Their words.
        words: &'a str,
    },
    /// Something the client understood.
    KeepInsight {
        /// In the client's words.
        words: &'a str,
        /// The moment of a session that it goes back to.
        moment: Option<Moment>,
        /// In which visit it was said.
        visit: Option<&'a str>,
    },
    /// The client means to do something.
    AgreePractice {
        /// In the client's words.
        words: &'a str,
        /// Row of the insight that it comes from.
        insight: Option<u64>,
    },
    /// What became of a practice.
    ReviewPractice {
        /// Row in which it was agreed.
        practice: u64,
        /// What.
        outcome: Outcome,
        /// Words; needed where it changed.
        words: &'a str,
    },
    /// Something that helps the client.
    KeepCoping {
        /// In the client's words.
        words: &'a str,
    },
    /// What became of it.
    ReviewCoping {
        /// Row in which it was kept.
        coping: u64,
        /// What.
        outcome: Outcome,
        /// Words; needed where it changed.
        words: &'a str,
    },
    /// Something unwanted happened to the client.
    NoteAdverse {
        /// What it is called.
        term: &'a str,
        /// The day on which it began; the day of the entry where nothing is said.
        onset: Option<Date>,
        /// Grade by CTCAE, 1 to 5.
        grade: u8,
        /// What makes it serious.
        serious: &'a [Seriousness],
        /// What happened and what was done.
        words: &'a str,
        /// In which visit it was told.
        visit: Option<&'a str>,
    },
    /// What became of it.
    FollowAdverse {
        /// Row in which it was written down.
        adverse: u64,
        /// The highest grade so far.
        grade: u8,
        /// How it stands.
        outcome: AdverseOutcome,
        /// What was seen and done.
        words: &'a str,
    },
    /// What brought it about.
    JudgeAdverse {
        /// Row in which it was written down.
        adverse: u64,
        /// What it may come of; none: of nothing that was done here.
        suspects: &'a [Suspect],
        /// It is among the effects that are known to happen.
        expected: bool,
        /// What was done about the treatment.
        action: TreatmentAction,
        /// On what grounds.
        words: &'a str,
    },
    /// A report on it was made.
    ReportAdverse {
        /// Row in which it was written down.
        adverse: u64,
        /// Which report of the protocol.
        report: &'a str,
        /// To whom, by which way, under which number.
        words: &'a str,
    },
    /// A technique was used.
    UseTechnique {
        /// What it belongs to.
        technique: Technique,
        /// Page of the protocol.
        guide: Option<&'a str>,
        /// What was done.
        words: &'a str,
        /// In which visit.
        visit: Option<&'a str>,
    },
    /// Something that is written down at the beginning.
    TakePredictor {
        /// Which.
        predictor: &'a str,
        /// As it was found.
        value: &'a str,
        /// How it was found; may be empty.
        method: &'a str,
    },
    /// The course ends.
    Close {
        /// Why.
        reason: &'a str,
    },
    /// It goes on after all.
    Reopen {
        /// Why.
        reason: &'a str,
    },
}

impl Act<'_> {
    /// What the chain says was done, as a fixed word.
    pub fn word(&self) -> &'static str {
        match self {
            Act::TakeMeasure { .. } => "measure_taken",
            Act::Strike { .. } => "entry_struck",
            Act::Amend { .. } => "entry_amended",
            Act::Unlock { .. } => "unlock_reasoned",
            Act::Open { .. } => "course_opened",
            Act::Move { .. } => "course_moved",
            Act::BeginVisit { .. } | Act::BeginExtraVisit { .. } => "visit_begun",
            Act::CloseVisit { .. } => "visit_closed",
            Act::HoldOtherwise { .. } => "visit_held_otherwise",
            Act::DoNotHold { .. } => "visit_not_held",
            Act::Answer { .. } => "item_answered",
            Act::NarrowAgreement { .. } => "agreement_narrowed",
            Act::KeepMedicine { .. } => "medicine_kept",
            Act::GiveConsent { .. } => "consent_given",
            Act::WithdrawConsent { .. } => "consent_withdrawn",
            Act::Decide { .. } => "eligibility_decided",
            Act::OverrideGate { .. } => "gate_overridden",
            Act::MakeContact { .. } => "contact_made",
            Act::MissContact { .. } => "contact_not_reached",
            Act::RateAlliance { .. } => "alliance_rated",
            Act::Reflect { .. } => "visit_reflected",
            Act::KeepInsight { .. } => "insight_kept",
            Act::AgreePractice { .. } => "practice_agreed",
            Act::ReviewPractice { .. } => "practice_reviewed",
            Act::KeepCoping { .. } => "coping_kept",
            Act::ReviewCoping { .. } => "coping_reviewed",
            Act::NoteAdverse { .. } => "adverse_noted",
            Act::FollowAdverse { .. } => "adverse_followed",
            Act::JudgeAdverse { .. } => "adverse_judged",
            Act::ReportAdverse { .. } => "adverse_reported",
            Act::UseTechnique { .. } => "technique_used",
            Act::TakePredictor { .. } => "predictor_taken",
            Act::Close { .. } => "course_closed",
            Act::Reopen { .. } => "course_reopened",
        }
    }
}
