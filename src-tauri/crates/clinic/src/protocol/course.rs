//! The course of care as a protocol lays it out: phases, visits with their windows, what is gone through in a visit, gates,
//! consents, the clinic's half-life table, contacts after a dosing day, outcomes, and pages to read.
//!
//! A protocol without a course is a protocol of one dosing day. Nothing here is computed; [`crate::course::standing`] does.

use super::Cite;
use crate::time::Span;
use serde::{Deserialize, Serialize};

/// The course of a protocol. Every name in it was found when the file was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Stretches of the course, in order.
    pub phases: Vec<Phase>,
    /// Visits, in order; those of one phase stand together.
    pub visits: Vec<Visit>,
    /// What visits go through and gates ask for.
    pub items: Vec<Item>,
    /// What must be there before a phase begins.
    pub gates: Vec<Gate>,
    /// Consents, each given and taken back on its own.
    pub consents: Vec<Consent>,
    /// The clinic's half-life table.
    pub medicines: Vec<Medicine>,
    /// Short calls in the days after a dosing visit.
    pub contacts: Option<Contacts>,
    /// What the course chart follows.
    pub outcome: Outcome,
    /// Pages about techniques.
    pub guides: Vec<Guide>,
    /// Pages for the client.
    pub handouts: Vec<Handout>,
    /// The clinic's own plan beside an answer that does not wait.
    pub crisis: Option<Crisis>,
    /// Whom an adverse event is reported to, and by when.
    pub reports: Vec<Report>,
}

impl Plan {
    /// A visit.
    pub fn visit(&self, id: &str) -> Option<&Visit> {
        self.visits.iter().find(|visit| visit.id == id)
    }

    /// An item.
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// The agreement on touch: the item of that kind whose name begins with `touch`.
    pub fn touch_agreement(&self) -> Option<&Item> {
        let agreements = |item: &&Item| matches!(item.kind, ItemKind::Agreement(_));
        let mut agreements = self.items.iter().filter(agreements);
        agreements.find(|item| item.id.starts_with("touch"))
    }

    /// A consent.
    pub fn consent(&self, id: &str) -> Option<&Consent> {
        self.consents.iter().find(|consent| consent.id == id)
    }

    /// A medicine of the table.
    pub fn medicine(&self, id: &str) -> Option<&Medicine> {
        self.medicines.iter().find(|medicine| medicine.id == id)
    }

    /// A gate.
    pub fn gate(&self, id: &str) -> Option<&Gate> {
        self.gates.iter().find(|gate| gate.id == id)
    }

    /// The gates before a phase.
    pub fn gates_before<'a>(&'a self, phase: &'a str) -> impl Iterator<Item = &'a Gate> {
        self.gates.iter().filter(move |gate| gate.before == phase)
    }

    /// Visits of a kind, in order.
    pub fn visits_of(&self, kind: VisitKind) -> impl Iterator<Item = &Visit> {
        self.visits.iter().filter(move |visit| visit.kind == kind)
    }

    /// A predictor.
    pub fn predictor(&self, id: &str) -> Option<&Predictor> {
        self.outcome.predictors.iter().find(|one| one.id == id)
    }
}

/// A stretch of the course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phase {
    /// Short name, unique.
    pub id: String,
    /// Words.
    pub title: String,
}

/// What a visit is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitKind {
    /// Whether the treatment may be offered.
    Screening,
    /// Getting ready.
    Preparation,
    /// A dosing session.
    Dosing,
    /// Making sense of a session.
    Integration,
    /// A short planned contact.
    Contact,
    /// Long afterwards.
    FollowUp,
}

impl VisitKind {
    /// Every kind as files write it.
    pub const WORDS: [(&'static str, VisitKind); 6] = [
        ("screening", VisitKind::Screening),
        ("preparation", VisitKind::Preparation),
        ("dosing", VisitKind::Dosing),
        ("integration", VisitKind::Integration),
        ("contact", VisitKind::Contact),
        ("follow_up", VisitKind::FollowUp),
    ];

    /// The word of the file.
    pub fn word(self) -> &'static str {
        Self::WORDS
            .iter()
            .find(|(_, kind)| *kind == self)
            .map_or("", |(word, _)| word)
    }
}

/// How people meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// In one room.
    InPerson,
    /// By video.
    Video,
    /// By telephone.
    Phone,
}

impl Form {
    /// Every form as files write it.
    pub const WORDS: [(&'static str, Form); 3] = [
        ("in_person", Form::InPerson),
        ("video", Form::Video),
        ("phone", Form::Phone),
    ];

    /// The word of the file.
    pub fn word(self) -> &'static str {
        Self::WORDS
            .iter()
            .find(|(_, form)| *form == self)
            .map_or("", |(word, _)| word)
    }
}

/// A planned visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// Short name, unique.
    pub id: String,
    /// Which [`Phase`].
    pub phase: String,
    /// Words.
    pub title: String,
    /// What for.
    pub kind: VisitKind,
    /// How people meet; in person where nothing is said.
    pub form: Form,
    /// When, counted from another visit; none: whenever it can be.
    pub window: Option<Window>,
    /// Time planned for it.
    pub lasts: Span,
    /// Items gone through, in order.
    pub agenda: Vec<String>,
    /// Measures taken, by the name of their file.
    pub measures: Vec<String>,
    /// Whether the client is asked the two-question rating afterwards.
    pub alliance: bool,
    /// Where it stands.
    pub cite: Cite,
}

/// When a visit is planned: days counted from the day on which another visit was held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// From which visit. Where that one was called off: from the last of its kind that was held before it.
    pub after: String,
    /// First day.
    pub from: u16,
    /// Last day.
    pub until: u16,
}

/// One thing that is gone through, found out or agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Short name, unique.
    pub id: String,
    /// Words.
    pub title: String,
    /// More about it, for those who ask.
    pub help: Option<String>,
    /// How it is answered.
    pub kind: ItemKind,
    /// How many days an answer holds; none: it does not lapse.
    pub valid: Option<u16>,
    /// Where it stands.
    pub cite: Cite,
}

/// How an item is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemKind {
    /// A person says that it was done.
    Tick,
    /// What was found, with where it comes from.
    Finding,
    /// Words, usually the client's own.
    Text,
    /// A day of the calendar.
    Date,
    /// A number.
    Number(Scale),
    /// One of these.
    Choice(Vec<Part>),
    /// Words for each of these lines; agreed together, never widened while a dose acts.
    Agreement(Vec<Part>),
    /// The result of the clinic's own questions about suicide: ideation 0–5, behaviour.
    Suicidality,
    /// Answered by giving this consent.
    Consent(String),
    /// Answered by the decision that the treatment may be offered.
    Decision,
}

impl ItemKind {
    /// The word of the file.
    pub fn word(&self) -> &'static str {
        match self {
            ItemKind::Tick => "tick",
            ItemKind::Finding => "finding",
            ItemKind::Text => "text",
            ItemKind::Date => "date",
            ItemKind::Number(_) => "number",
            ItemKind::Choice(_) => "choice",
            ItemKind::Agreement(_) => "agreement",
            ItemKind::Suicidality => "suicidality",
            ItemKind::Consent(_) => "consent",
            ItemKind::Decision => "decision",
        }
    }
}

/// One line of an agreement, one answer of a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Short name, unique in its list.
    pub id: String,
    /// Words.
    pub title: String,
}

/// The numbers that may be typed. Stored integers: the shown number × 10^decimals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    /// Lowest.
    pub from: i32,
    /// Highest.
    pub to: i32,
    /// Decimals shown, 0 or 1.
    pub decimals: u8,
    /// Unit, where it has one.
    pub unit: Option<String>,
}

/// What must be there before a phase begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// Short name, unique.
    pub id: String,
    /// Which [`Phase`] it stands before.
    pub before: String,
    /// Words.
    pub title: String,
    /// Items with an answer that has not lapsed.
    pub items: Vec<String>,
    /// Visits that were held.
    pub visits: Vec<String>,
    /// Consents that stand, in the version of this protocol.
    pub consents: Vec<String>,
    /// Measures taken since the last dosing visit; in the whole course where there was none.
    pub measures: Vec<String>,
    /// Where it stands.
    pub cite: Cite,
}

/// One consent. It is given, and taken back, on its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// Short name, unique.
    pub id: String,
    /// Words.
    pub title: String,
    /// Version of its text; a consent given to another version does not stand.
    pub version: u16,
    /// What is consented to, paragraph by paragraph.
    pub text: Vec<String>,
    /// Where it stands.
    pub cite: Cite,
}

/// A medicine of the clinic's table. The arithmetic on it is shown, and is never advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Medicine {
    /// Short name, unique.
    pub id: String,
    /// Words.
    pub title: String,
    /// Half-life, or the lower end of what is published.
    pub half_life: Span,
    /// Upper end of what is published; the arithmetic takes it where it is given.
    pub half_life_to: Option<Span>,
    /// How many half-lives must have passed.
    pub multiple: u8,
    /// Days added to that.
    pub plus: Option<u16>,
    /// At least so many days, whatever the half-life says.
    pub at_least: Option<u16>,
    /// Where it stands.
    pub cite: Cite,
}

/// Short calls in the days after each dosing visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contacts {
    /// Days after the dosing visit, rising.
    pub days: Vec<u16>,
    /// What is asked, in order.
    pub questions: Vec<Question>,
    /// Where it stands.
    pub cite: Cite,
}

/// One question of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Short name, unique.
    pub id: String,
    /// Words.
    pub title: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// Flagged at this number and below, stored integer.
    pub flag_at_most: Option<i32>,
    /// Flagged at this number and above, stored integer.
    pub flag_at_least: Option<i32>,
    /// Flagged by this answer.
    pub flag_is: Option<bool>,
    /// Where it stands.
    pub cite: Cite,
}

/// How a question of a call is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuestionKind {
    /// A number.
    Number(Scale),
    /// Yes or no.
    YesNo,
    /// Words.
    Text,
}

/// What the course is followed by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The primary measure, by the name of its file.
    pub primary: String,
    /// Its score.
    pub score: String,
    /// Further measures.
    pub secondary: Vec<String>,
    /// Those of them that a rater takes who sees nothing of the sessions.
    pub blinded: Vec<String>,
    /// What is written down at the beginning, exported, and never turned into a prediction.
    pub predictors: Vec<Predictor>,
    /// Where it stands.
    pub cite: Cite,
}

/// Something that is written down at the beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Predictor {
    /// Short name, unique.
    pub id: String,
    /// Words.
    pub title: String,
    /// Unit.
    pub unit: String,
    /// How it is usually found.
    pub method: Option<String>,
    /// Key of a source.
    pub source: String,
}

/// What a technique belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Technique {
    /// Cognitive behavioural.
    Cbt,
    /// Mindfulness.
    Mindfulness,
    /// Narrative.
    Narrative,
    /// With the body.
    Somatic,
    /// Another.
    Other,
}

impl Technique {
    /// Every technique as files write it.
    pub const WORDS: [(&'static str, Technique); 5] = [
        ("cbt", Technique::Cbt),
        ("mindfulness", Technique::Mindfulness),
        ("narrative", Technique::Narrative),
        ("somatic", Technique::Somatic),
        ("other", Technique::Other),
    ];

    /// The word of the file.
    pub fn word(self) -> &'static str {
        Self::WORDS
            .iter()
            .find(|(_, technique)| *technique == self)
            .map_or("", |(word, _)| word)
    }
}

/// A page about a technique, for the pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guide {
    /// Short name, unique.
    pub id: String,
    /// Words.
    pub title: String,
    /// What it belongs to.
    pub tag: Technique,
    /// What it is and what it is for.
    pub text: String,
    /// How, step by step.
    pub steps: Vec<String>,
    /// Key of a source.
    pub source: String,
}

/// A page for the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handout {
    /// Short name, unique.
    pub id: String,
    /// Words.
    pub title: String,
    /// The page, paragraph by paragraph.
    pub text: Vec<String>,
    /// Key of a source.
    pub source: String,
}

/// The clinic's own plan beside an answer that does not wait. The program shows it and adds nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crisis {
    /// What the client reads until somebody is there, paragraph by paragraph.
    pub client: Vec<String>,
    /// What the pair goes by.
    pub team: Vec<String>,
    /// The [`ItemKind::Agreement`] that holds the client's own safety plan.
    pub safety_plan: Option<String>,
    /// Key of a source.
    pub source: String,
}

/// A report on an adverse event that somebody outside waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Short name, unique.
    pub id: String,
    /// To whom, in words.
    pub title: String,
    /// On which adverse events.
    pub on: ReportOn,
    /// Days from the day on which it was told.
    pub within: u16,
    /// Where it stands.
    pub cite: Cite,
}

/// Which adverse events are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportOn {
    /// All.
    Any,
    /// Serious ones (ICH E2A).
    Serious,
    /// Serious ones, unless they were judged to be expected.
    SeriousUnexpected,
    /// Fatal and life-threatening ones, unless they were judged to be expected.
    GraveUnexpected,
}

impl ReportOn {
    /// As a protocol writes it.
    pub const WORDS: [(&'static str, ReportOn); 4] = [
        ("any", ReportOn::Any),
        ("serious", ReportOn::Serious),
        ("serious_unexpected", ReportOn::SeriousUnexpected),
        ("grave_unexpected", ReportOn::GraveUnexpected),
    ];

    /// As a protocol writes it.
    pub fn word(self) -> &'static str {
        match self {
            ReportOn::Any => "any",
            ReportOn::Serious => "serious",
            ReportOn::SeriousUnexpected => "serious_unexpected",
            ReportOn::GraveUnexpected => "grave_unexpected",
        }
    }
}
