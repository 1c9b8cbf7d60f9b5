//! Everything that can stand in a course. Past tense, facts only, integers only; append-only once kept.
//!
//! The encoding (serde, tag `event`) is the record's format `course_v1`: a released variant or field never changes.

use crate::id::PersonId;
use crate::measure::Answers;
use crate::time::{Date, Stamp};
use serde::{Deserialize, Serialize};

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
