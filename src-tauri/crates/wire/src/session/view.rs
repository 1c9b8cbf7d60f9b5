//! What a screen shows of a session at one moment. Every title is resolved; times are session milliseconds.

use super::log::LogLine;
use super::touch::{TouchAgreementView, TouchView};
use super::{CheckState, Dose, Ending, GateId, NotGiven, Priority, Sign, Valence};
use crate::failure::Failure;
use serde::Serialize;
#[cfg(test)]
use ts_rs::TS;

/// From a session time on, what the wall clock showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "view.ts"))]
pub struct WallTie {
    pub from_ms: i64,
    pub wall_ms: i64,
    pub zone_minutes: i16,
}

/// Everything that moves. Wall time of a session time `t` since the last of `ties`: `wall_ms - (now_ms - t)`; before it, that of
/// the tie it falls under.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "view.ts"))]
pub struct SessionView {
    pub session: String,
    /// Number of entries; a view with a smaller number is older.
    pub seq: u64,
    pub now_ms: i64,
    pub wall_ms: i64,
    pub zone_minutes: i16,
    /// Where the wall clock jumped against session time, or the zone changed: what it showed then, oldest first.
    pub ties: Vec<WallTie>,
    /// The computer's clock says an earlier time than one that was written down before.
    pub clock_behind: bool,
    /// Elapsed time is estimated since a restart and nobody confirmed it.
    pub estimated: bool,
    /// When the last entry was committed, wall time.
    pub kept_wall_ms: i64,
    pub ended: Option<EndedView>,
    /// The client's course cannot be read: what was amended after the end is missing here.
    pub amendments_unreadable: bool,
    pub arrival_ms: i64,
    pub dose1_ms: Option<i64>,
    pub dose2_ms: Option<i64>,
    /// Id of the stretch of the day.
    pub phase: Option<String>,
    pub phase_by: Option<String>,
    /// Open prompts and the ones to come, soonest first.
    pub prompts: Vec<PromptView>,
    /// Every check, for the chart and the review.
    pub checks: Vec<CheckView>,
    pub values: Vec<ValueView>,
    /// Every reading not struck, for the chart.
    pub readings: Vec<ReadingView>,
    pub flags: Vec<FlagView>,
    pub quiet_until_ms: Option<i64>,
    pub gates: Vec<GateView>,
    pub doses: Vec<DoseView>,
    pub supplemental: Option<SupplementalView>,
    /// Person ids in the room.
    pub present: Vec<String>,
    pub alone_since_ms: Option<i64>,
    pub timekeeper: Option<String>,
    pub tone: bool,
    /// Millilitres since dose 1.
    pub drunk_ml: u32,
    /// None: no agreement on touch is recorded.
    pub touch_agreed: Option<TouchAgreementView>,
    pub touches: Vec<TouchView>,
    pub effects: Vec<EffectView>,
    pub steps: Vec<StepView>,
    pub closing: Vec<ClosingView>,
    pub deviations: Vec<DeviationView>,
    /// Person id of who is writing.
    pub author: String,
    /// Log lines from the one asked for.
    pub log: Vec<LogLine>,
    /// When the page should look again even if nothing is pushed.
    pub next_wake_ms: Option<i64>,
    /// Milliseconds of session time in one of the page's; 0: the clock stands. 1 outside of training.
    pub pace: u32,
    /// The training day that is played in this session, or that a person took over.
    pub training: Option<TrainingView>,
}

/// Where a training day stands.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "view.ts"))]
pub struct TrainingView {
    /// The script plays; otherwise a person took the day over.
    pub playing: bool,
    /// The clock stands until a person says go on.
    pub paused: bool,
    pub speed: u32,
    /// When the script goes on.
    pub next_ms: Option<i64>,
    pub not_done: Option<NotDoneView>,
    /// PIN of its synthetic people, for whoever takes the day over.
    pub pin: String,
}

/// A line of the script that the rules refused.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "view.ts"))]
pub struct NotDoneView {
    pub at_ms: i64,
    /// Words of the shipped script.
    pub line: String,
    pub failure: Failure,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "view.ts"))]
pub struct EndedView {
    pub ending: Ending,
    pub at_ms: i64,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "view.ts"))]
pub struct PromptView {
    /// Ids of its checks.
    pub checks: Vec<String>,
    pub state: CheckState,
    pub due_ms: i64,
    pub from_ms: i64,
    pub late_after_ms: i64,
    /// What is outstanding.
    pub signs: Vec<Sign>,
    pub titles: Vec<String>,
    pub lines: Vec<u16>,
    pub deferrals: u8,
    pub deferrable: bool,
    pub deferral_reason: Option<String>,
    pub seen: bool,
    /// Highest stage: `frame`, `tile`, `tone`, `ask_other`, `contact`.
    pub stage: Option<String>,
    /// Contact id, when the stage is `contact`.
    pub contact: Option<String>,
    /// It is a repeat asked for by this flag.
    pub flag: Option<u64>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "view.ts"))]
pub struct CheckView {
    pub id: String,
    pub title: String,
    pub line: u16,
    pub state: CheckState,
    pub planned_ms: i64,
    pub planned_before_ms: Vec<i64>,
    pub due_ms: i64,
    pub late_after_ms: i64,
    pub signs: Vec<Sign>,
    pub outstanding: Vec<Sign>,
    pub reading: Option<u64>,
    pub done_ms: Option<i64>,
    /// In a row, and only while they stand on it.
    pub deferrals: u8,
    /// How often it was put off in all, also once it is done.
    pub put_off: u8,
    pub wants_reason: bool,
    pub wants_rest_reason: bool,
    pub required: bool,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "view.ts"))]
pub struct ValueView {
    pub sign: Sign,
    pub value: i32,
    pub happened_ms: i64,
    pub stale: bool,
    pub baseline: Option<i32>,
    /// Crosses a line of the protocol (a flag on it is open).
    pub flagged: bool,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "view.ts"))]
pub struct ReadingView {
    pub seq: u64,
    pub happened_ms: i64,
    pub values: Vec<super::SignValue>,
    /// Signs that crossed a line.
    pub flagged: Vec<Sign>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "view.ts"))]
pub struct FlagView {
    pub flag: u64,
    pub reading: u64,
    pub raised_ms: i64,
    pub sign: Sign,
    pub value: i32,
    /// Where the line stood.
    pub at: i32,
    /// The value lay above (true) or below the line.
    pub above: bool,
    pub priority: Priority,
    pub card: String,
    pub line: u16,
    pub inside_in_a_row: u8,
    pub until_inside: u8,
    pub recheck_due_ms: Option<i64>,
    pub settled_ms: Option<i64>,
    /// Contact id the protocol asks to tell.
    pub tell: Option<String>,
    pub told_ms: Option<i64>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "view.ts"))]
pub struct GateView {
    pub id: GateId,
    pub items: Vec<GateItemView>,
    pub open: u32,
    pub overridden: u32,
}

/// How a gate item is met.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "view.ts"))]
pub enum GateItemKind {
    Tick,
    Finding,
    Signs { signs: Vec<Sign> },
    TrueTime,
    Timekeeper,
}

/// Where a gate item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "view.ts"))]
pub enum GateItemState {
    Open,
    Met,
    Expired,
    Overridden,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "view.ts"))]
pub struct GateItemView {
    pub id: String,
    pub title: String,
    pub line: u16,
    pub kind: GateItemKind,
    pub state: GateItemState,
    /// The finding, or the reason of an override.
    pub text: String,
    /// Initials of who answered.
    pub by: Option<String>,
    pub at_ms: Option<i64>,
    pub holds_until_ms: Option<i64>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "view.ts"))]
pub struct DoseView {
    pub dose: Dose,
    pub title: String,
    pub at_ms: i64,
    /// Micrograms.
    pub amount: Option<u32>,
    pub kit: String,
    /// Initials; none: unwitnessed.
    pub witness: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "view.ts"))]
pub struct SupplementalView {
    pub title: String,
    pub line: u16,
    /// Planned micrograms.
    pub amount: Option<u32>,
    pub opens_ms: i64,
    pub closes_ms: i64,
    pub given: bool,
    pub not_given: Option<NotGiven>,
    /// Words of the reason.
    pub reason: Option<String>,
    pub decided_ms: Option<i64>,
    pub conditions: Vec<ConditionView>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "view.ts"))]
pub struct ConditionView {
    pub title: String,
    pub line: u16,
    pub sign: Option<Sign>,
    pub value: Option<i32>,
    pub happened_ms: Option<i64>,
    pub at_most: Option<i32>,
    pub not_older_than_ms: Option<i64>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "view.ts"))]
pub struct EffectView {
    pub effect: u64,
    pub kind: String,
    pub title: String,
    pub valence: Valence,
    pub severity: u8,
    pub peak: u8,
    pub since_ms: i64,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "view.ts"))]
pub struct StepView {
    pub id: String,
    pub title: String,
    pub from_ms: Option<i64>,
    pub line: u16,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "view.ts"))]
pub struct ClosingView {
    pub id: String,
    pub title: String,
    pub line: u16,
    /// The record's value beside the line.
    pub sign: Option<Sign>,
    pub value: Option<i32>,
    pub happened_ms: Option<i64>,
    /// The protocol's figure, or the baseline.
    pub against: Option<i32>,
    pub wants_finding: bool,
    pub agreed: Option<AgreedView>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "view.ts"))]
pub struct AgreedView {
    pub by: String,
    pub second: String,
    pub finding: String,
    pub at_ms: i64,
}

/// What was not followed.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "view.ts"))]
pub enum DeviationWhat {
    Late {
        title: String,
    },
    Missed {
        title: String,
    },
    OutOfWindow {
        dose: Dose,
    },
    NoDecision,
    Overridden {
        gate: GateId,
        title: String,
    },
    Unwitnessed {
        dose: Dose,
    },
    Alone {
        until_ms: Option<i64>,
    },
    FluidCap,
    TrueTime,
    ClosedEarly,
    ClosingUnmet {
        titles: Vec<String>,
    },
    Reported {
        text: String,
        important: bool,
        action: String,
    },
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "view.ts"))]
pub struct DeviationView {
    pub at_ms: i64,
    pub what: DeviationWhat,
    pub line: Option<u16>,
    pub reason: Option<String>,
}
