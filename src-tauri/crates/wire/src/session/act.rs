//! What can be asked of a session.

use super::touch::{TouchAsked, TouchNeed};
use super::{Dose, Ending, GateId, NotGiven, Sign, SignValue, Valence, Voice};
use crate::people::Proof;
use serde::Deserialize;
#[cfg(test)]
use ts_rs::TS;

/// One act: who else proves presence, when it happened, what.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "act.ts"))]
pub struct Request {
    pub session: String,
    /// Made when the form was opened (32 hex digits): a retry with the same key is the same act.
    pub key: String,
    /// When it happened.
    pub when: When,
    /// The second person, proven by PIN, where the act asks for one.
    pub second: Option<Proof>,
    /// What.
    pub act: Act,
    /// The first log entry the page does not have yet.
    pub log_from: u64,
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Request")
    }
}

/// When it happened, as a person says it.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(tag = "when", rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "act.ts"))]
pub enum When {
    /// Now.
    Now,
    /// This many milliseconds ago.
    Ago { ms: i64 },
    /// At this wall time, UTC milliseconds.
    Wall { wall_ms: i64 },
    /// At this session time.
    At { at_ms: i64 },
}

/// What can be asked.
#[derive(Clone, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(test, derive(TS), ts(export_to = "act.ts"))]
pub enum Act {
    TakeReading {
        values: Vec<SignValue>,
        /// Signs typed twice because they lay outside the plausible range.
        confirmed: Vec<Sign>,
        /// Who took them, when not the author.
        taken_by: Option<String>,
        manner: String,
        from_paper: bool,
    },
    ExcuseRest {
        check: String,
        reason: String,
        text: String,
    },
    /// No checks named: everything that prompts now.
    Defer {
        checks: Vec<String>,
        reason: String,
        text: String,
    },
    See {
        checks: Vec<String>,
    },
    ExplainMiss {
        check: String,
        reason: String,
        text: String,
    },
    TellContact {
        contact: String,
        who: String,
        said: String,
        flag: Option<u64>,
    },
    BeginQuiet {
        length_ms: i64,
    },
    EndQuiet,
    SeeRedFlag {
        kind: String,
    },
    /// Witnessed when a second person is proven.
    GiveDose {
        dose: Dose,
        /// Micrograms; none where the kit is blinded.
        amount: Option<u32>,
        kit: String,
        /// Why outside the window, when it is.
        out_of_window: Option<String>,
    },
    CorrectDoseTime {
        dose: Dose,
        reason: String,
    },
    DecideNotGiven {
        decision: NotGiven,
        reason: String,
        text: String,
    },
    AnswerGate {
        gate: GateId,
        item: String,
        answer: GateAnswer,
    },
    /// Needs the second person.
    OverrideGate {
        gate: GateId,
        item: String,
        reason: String,
    },
    /// Needs the second person. Laptop minus reference, milliseconds.
    CompareTrueTime {
        difference_ms: i64,
        reference: String,
    },
    TickStep {
        step: String,
    },
    SetPhase {
        phase: String,
    },
    ComeIn {
        person: String,
    },
    GoOut {
        person: String,
        handover: String,
    },
    Note {
        text: String,
        voice: Voice,
        tags: Vec<String>,
        starred: bool,
    },
    Star {
        target: u64,
    },
    Strike {
        target: u64,
        reason: String,
    },
    Amend {
        target: u64,
        text: String,
        reason: String,
    },
    BeginEffect {
        effect: String,
        text: String,
        valence: Valence,
        severity: u8,
    },
    ChangeEffect {
        effect: u64,
        severity: u8,
    },
    EndEffect {
        effect: u64,
    },
    Drink {
        millilitres: u32,
    },
    /// Before dose 1.
    AgreeTouch {
        parts: Vec<String>,
        /// Ids; none: by a therapist.
        people: Vec<String>,
        stop: String,
        text: String,
    },
    /// Empty part: all touch.
    NarrowTouch {
        part: String,
        text: String,
    },
    RefuseTouch {
        part: String,
        text: String,
    },
    Touch {
        part: String,
        text: String,
        /// Ids; none: the author.
        people: Vec<String>,
        asked: TouchAsked,
        consent: String,
        /// None: it runs until it is ended.
        length_ms: Option<i64>,
        need: Option<TouchNeed>,
    },
    EndTouch {
        touch: u64,
    },
    ReportDeviation {
        text: String,
        important: bool,
        action: String,
    },
    /// Needs the second person.
    AgreeClosing {
        item: String,
        finding: String,
    },
    /// The second person is needed when it ends as planned.
    Close {
        ending: Ending,
        note: String,
    },
    ConfirmElapsed {
        by_ms: i64,
    },
}

/// Answer to a gate item.
#[derive(Clone, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "act.ts"))]
pub enum GateAnswer {
    Yes,
    Finding { text: String },
    Timekeeper { person: String, tone: bool },
    Withdrawn { reason: String },
}

/// The author changes: the person at the keyboard proves it by PIN.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "act.ts"))]
pub struct TakePen {
    pub proof: Proof,
}
