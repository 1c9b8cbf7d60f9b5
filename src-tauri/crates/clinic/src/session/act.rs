//! Everything that can be asked of a session. Imperative; nothing is true until it became an event and was kept.

use super::event::{CheckId, Dose, Ending, GapCause, GateAnswer, NotGiven, Voice, Witness};
use super::touch::{TouchAgreement, TouchDone};
use crate::id::PersonId;
use crate::protocol::{GateId, Valence};
use crate::quantity::{Micrograms, Millilitres, Sign, Values};
use crate::time::{Elapsed, Span};
use serde::{Deserialize, Serialize};

/// When it happened, as a person says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// Now.
    #[default]
    Now,
    /// This long ago (≥ 0).
    Ago(Span),
    /// At this session time.
    At(Elapsed),
}

/// Everything that can be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(
    missing_docs,
    reason = "each field means what it means in the event of the same name"
)]
pub enum Act {
    TakeReading {
        values: Values,
        confirmed: Vec<Sign>,
        taken_by: Option<PersonId>,
        manner: String,
        from_paper: bool,
    },
    ExcuseRest {
        check: CheckId,
        reason: String,
        text: String,
    },
    /// Defers everything that prompts now (or the named checks).
    Defer {
        checks: Vec<CheckId>,
        reason: String,
        text: String,
    },
    /// Quiets the frame for everything that prompts now (or the named checks).
    See {
        checks: Vec<CheckId>,
    },
    /// Gives the reason of a missed check; on a late check at the deferral cap: records it as missed.
    ExplainMiss {
        check: CheckId,
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
        length: Span,
    },
    EndQuiet,
    SeeRedFlag {
        kind: String,
    },
    GiveDose {
        dose: Dose,
        amount: Option<Micrograms>,
        kit: String,
        witness: Witness,
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
    OverrideGate {
        gate: GateId,
        item: String,
        reason: String,
        second: PersonId,
    },
    CompareTrueTime {
        difference: Span,
        reference: String,
        second: PersonId,
    },
    TickStep {
        step: String,
    },
    SetPhase {
        phase: String,
    },
    ComeIn {
        person: PersonId,
    },
    GoOut {
        person: PersonId,
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
        amount: Millilitres,
    },
    /// Sober, before dose 1, where no agreement was carried in.
    AgreeTouch(TouchAgreement),
    NarrowTouch {
        part: String,
        text: String,
    },
    /// Always possible; ends what runs.
    RefuseTouch {
        part: String,
        text: String,
    },
    Touch(TouchDone),
    EndTouch {
        touch: u64,
    },
    ReportDeviation {
        text: String,
        important: bool,
        action: String,
    },
    AgreeClosing {
        item: String,
        finding: String,
        second: PersonId,
    },
    Close {
        ending: Ending,
        second: Option<PersonId>,
        note: String,
    },
    /// The companion saw that nobody watched since `from`.
    NoticeGap {
        from: Elapsed,
        cause: GapCause,
    },
    ConfirmElapsed {
        by: Span,
    },
}
