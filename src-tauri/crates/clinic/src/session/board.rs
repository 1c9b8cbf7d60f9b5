//! What a screen needs to know, derived at one stamp. Facts only; words are made at the doors.

use super::event::{AnchorTime, CheckId, Crossing, Dose, Ending, GateAnswer, NotGiven, Witness};
use super::touch::TouchBoard;
use crate::id::PersonId;
use crate::protocol::{Channel, GateId, Valence};
use crate::quantity::{Micrograms, Millilitres, Sign};
use crate::time::{Elapsed, Span};

/// Everything a screen shows, at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Board {
    /// Session time of this board.
    pub now: Elapsed,
    /// Wall clock of this board, UTC milliseconds, and its zone.
    pub wall_ms: i64,
    /// Minutes east of UTC.
    pub zone_minutes: i16,
    /// Elapsed time is estimated since a reboot and nobody confirmed it.
    pub estimated: bool,
    /// Number of events so far.
    pub seq: u64,
    /// Set when the session ended.
    pub ended: Option<(Ending, Elapsed)>,
    /// Anchors that stand.
    pub anchors: Vec<AnchorTime>,
    /// Current stretch of the day.
    pub phase: Option<String>,
    /// Open prompts and the ones to come, soonest first: instances planned in the same minute are one prompt.
    pub prompts: Vec<Prompt>,
    /// Every check of the session, planned order: for the chart, the review and adherence.
    pub checks: Vec<CheckView>,
    /// Last value of each sign ever taken.
    pub values: Vec<ValueView>,
    /// All flags, oldest first.
    pub flags: Vec<FlagView>,
    /// Quiet window in force.
    pub quiet_until: Option<Elapsed>,
    /// Gates with every item.
    pub gates: Vec<GateView>,
    /// Doses given.
    pub doses: Vec<DoseView>,
    /// The supplemental dose, where the protocol has one and dose 1 was given.
    pub supplemental: Option<SupplementalView>,
    /// Who is in the room.
    pub present: Vec<PersonId>,
    /// Fewer therapists than the protocol asks for, since.
    pub alone_since: Option<Elapsed>,
    /// Who keeps time, and whether the soft tone was opted in.
    pub timekeeper: Option<(PersonId, bool)>,
    /// Drunk since dose 1.
    pub drunk: Millilitres,
    /// What was agreed on touch, and each touch.
    pub touch: TouchBoard,
    /// Effects that began and did not end.
    pub effects: Vec<EffectView>,
    /// Steps of the run sheet not ticked, in order; the first is the quiet *next step* line.
    pub steps: Vec<StepView>,
    /// Closing checklist.
    pub closing: Vec<ClosingView>,
    /// Deviations: derived ones and reported ones, in time order.
    pub deviations: Vec<Deviation>,
    /// When the engine next wants waking, and why.
    pub next_wake: Option<(Elapsed, Wake)>,
}

/// The state of one check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CheckState {
    /// More than ten minutes away.
    Resting,
    /// Ten minutes away or less, or may already be taken.
    Near,
    /// Planned time reached, tolerance not passed.
    Due,
    /// Tolerance passed.
    Late,
    /// The next of its series fell due, or a person recorded it as missed.
    Missed,
    /// A person chose "not now".
    Deferred,
    /// Every sign taken or excused.
    Done,
    /// The session closed first.
    Cancelled,
}

impl CheckState {
    /// Every state.
    pub const ALL: [CheckState; 8] = [
        CheckState::Resting,
        CheckState::Near,
        CheckState::Due,
        CheckState::Late,
        CheckState::Missed,
        CheckState::Deferred,
        CheckState::Done,
        CheckState::Cancelled,
    ];
}

/// One check with its times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckView {
    /// Which.
    pub id: CheckId,
    /// Words of its series, or of its limit for a repeat.
    pub title: String,
    /// Line of the protocol.
    pub line: u16,
    /// State at the board's moment.
    pub state: CheckState,
    /// Planned time now.
    pub planned: Elapsed,
    /// Planned times before corrections of the anchor, oldest first.
    pub planned_before: Vec<Elapsed>,
    /// May be taken from.
    pub due_from: Elapsed,
    /// When it is due now (planned, or the new time after a deferral).
    pub due: Elapsed,
    /// Late after.
    pub late_after: Elapsed,
    /// What is to be taken.
    pub signs: Vec<Sign>,
    /// What is still outstanding.
    pub outstanding: Vec<Sign>,
    /// The reading that met it (the last one, when several did).
    pub reading: Option<u64>,
    /// When it was done (happened).
    pub done: Option<Elapsed>,
    /// Deferrals in a row that stand on it now.
    pub deferrals: u8,
    /// How often it was put off in all; stays when it is done.
    pub put_off: u8,
    /// Reason of the deferral in force.
    pub deferral_reason: Option<String>,
    /// Seen by a person since it fell due.
    pub seen: bool,
    /// Highest stage reached.
    pub stage: Option<Channel>,
    /// Missed, and nobody said why yet.
    pub wants_reason: bool,
    /// Partly taken, and nobody said why the rest was left out.
    pub wants_rest_reason: bool,
    /// Whether a miss is a deviation.
    pub required: bool,
}

/// Checks that stand as one prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// Which.
    pub checks: Vec<CheckId>,
    /// The most pressing state among them.
    pub state: CheckState,
    /// When due.
    pub due: Elapsed,
    /// May be taken from.
    pub due_from: Elapsed,
    /// Late after.
    pub late_after: Elapsed,
    /// Union of what is outstanding.
    pub signs: Vec<Sign>,
    /// Titles, without repeats.
    pub titles: Vec<String>,
    /// Deferrals in a row, the highest among them.
    pub deferrals: u8,
    /// Whether "not now" would be accepted.
    pub deferrable: bool,
}

/// Last value of a sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueView {
    /// Which.
    pub sign: Sign,
    /// Stored integer.
    pub value: i32,
    /// When it was taken.
    pub happened: Elapsed,
    /// The reading.
    pub reading: u64,
    /// Older than the interval of its series.
    pub stale: bool,
    /// The value before dose 1, where one was taken.
    pub baseline: Option<i32>,
}

/// One flag and its life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlagView {
    /// Sequence number of its raising.
    pub flag: u64,
    /// The reading that raised it.
    pub reading: u64,
    /// When (happened).
    pub raised: Elapsed,
    /// What was crossed.
    pub crossing: Crossing,
    /// The protocol's words.
    pub card: String,
    /// Line of the protocol.
    pub line: u16,
    /// Repeats: reading, inside?
    pub repeats: Vec<(u64, bool)>,
    /// In a row inside so far, and how many are asked for.
    pub inside_in_a_row: u8,
    /// How many are asked for; 0 where no repeat is asked for.
    pub until_inside: u8,
    /// When the next repeat is due.
    pub recheck_due: Option<Elapsed>,
    /// When it was settled.
    pub settled: Option<Elapsed>,
    /// Contact the protocol asks to tell, once asked for.
    pub tell: Option<String>,
    /// When somebody was told.
    pub told: Option<Elapsed>,
}

/// A gate at the board's moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateView {
    /// Which.
    pub id: GateId,
    /// Items in order.
    pub items: Vec<GateItemView>,
    /// How many are open.
    pub open: usize,
    /// How many were passed over.
    pub overridden: usize,
}

/// One gate item at the board's moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateItemView {
    /// Item id.
    pub id: String,
    /// Words.
    pub title: String,
    /// Line of the protocol.
    pub line: u16,
    /// Met, open, expired or passed over.
    pub state: GateItemState,
    /// The answer in force.
    pub answer: Option<GateAnswer>,
    /// Who answered and when.
    pub by: Option<(PersonId, Elapsed)>,
    /// Holds until.
    pub holds_until: Option<Elapsed>,
}

/// Where a gate item stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GateItemState {
    /// Nothing yet, or taken back.
    Open,
    /// Met.
    Met,
    /// Was met; its shelf life passed.
    Expired,
    /// Passed over by two people.
    Overridden {
        /// Why.
        reason: String,
        /// The second person.
        second: PersonId,
    },
}

/// A dose that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoseView {
    /// Which.
    pub dose: Dose,
    /// Sequence number.
    pub seq: u64,
    /// When swallowed, corrected.
    pub at: Elapsed,
    /// How much.
    pub amount: Option<Micrograms>,
    /// Kit.
    pub kit: String,
    /// Witness.
    pub witness: Witness,
}

/// The supplemental dose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupplementalView {
    /// Opens.
    pub opens: Elapsed,
    /// Closes.
    pub closes: Elapsed,
    /// What was decided, and when.
    pub decision: Option<(SupplementalDecision, Elapsed)>,
    /// Conditions with value and age.
    pub conditions: Vec<ConditionView>,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SupplementalDecision {
    /// Given.
    Given,
    /// Not given.
    NotGiven {
        /// Declined or withheld.
        decision: NotGiven,
        /// Reason id.
        reason: String,
    },
}

/// One condition: value, age, line. Never a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionView {
    /// Words.
    pub title: String,
    /// Line of the protocol.
    pub line: u16,
    /// Which sign.
    pub sign: Option<Sign>,
    /// Last value.
    pub value: Option<i32>,
    /// When taken.
    pub happened: Option<Elapsed>,
    /// The protocol's figure.
    pub at_most: Option<i32>,
    /// How old the protocol lets the value be.
    pub not_older_than: Option<Span>,
}

/// An effect that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EffectView {
    /// Sequence number of its beginning.
    pub effect: u64,
    /// Id from the protocol, or `other`.
    pub kind: String,
    /// Words.
    pub title: String,
    /// Valence.
    pub valence: Valence,
    /// Now.
    pub severity: u8,
    /// Highest so far.
    pub peak: u8,
    /// Since.
    pub since: Elapsed,
}

/// A step not ticked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepView {
    /// Step id.
    pub id: String,
    /// Words.
    pub title: String,
    /// From, where its anchor stands.
    pub from: Option<Elapsed>,
    /// Line of the protocol.
    pub line: u16,
}

/// One line of the closing checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosingView {
    /// Item id.
    pub id: String,
    /// Words.
    pub title: String,
    /// Line of the protocol.
    pub line: u16,
    /// The record's value beside it: sign, value, when; and the figure or baseline it stands against.
    pub beside: Option<(Sign, i32, Elapsed)>,
    /// The protocol's figure or the baseline, where there is one.
    pub against: Option<i32>,
    /// Needs words.
    pub wants_finding: bool,
    /// Agreed by, second, finding, when.
    pub agreed: Option<(PersonId, PersonId, String, Elapsed)>,
}

/// The protocol was not followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deviation {
    /// When.
    pub at: Elapsed,
    /// What.
    pub kind: DeviationKind,
    /// Line of the protocol, where there is one.
    pub line: Option<u16>,
    /// Reason given, in words or as an id of the protocol.
    pub reason: Option<String>,
}

/// What was not followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeviationKind {
    /// A required check was done late.
    Late(CheckId),
    /// A required check was missed.
    Missed(CheckId),
    /// A dose outside its window.
    OutOfWindow(Dose),
    /// The supplemental window closed without a decision.
    NoDecision,
    /// A gate item was passed over.
    Overridden(GateId, String),
    /// Nobody witnessed a dose.
    Unwitnessed(Dose),
    /// Fewer therapists than the protocol asks for, until (none: still).
    Alone(Option<Elapsed>),
    /// More was drunk than the protocol's cap.
    FluidCap,
    /// The laptop's clock differed from the reference by more than the tolerance.
    TrueTime,
    /// Closed before the protocol's time, or with lines not agreed.
    ClosedEarly,
    /// Closing lines not agreed.
    ClosingUnmet(Vec<String>),
    /// Reported by a person: sequence number.
    Reported(u64),
}

/// Why the engine wants waking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wake {
    /// A check falls due.
    Due,
    /// A check falls late or missed.
    Late,
    /// A stage is reached.
    Stage,
    /// The quiet window ends.
    QuietEnds,
    /// The supplemental window opens or closes.
    Window,
    /// A shown state changes (near, stale, expired, alone) without an event.
    Shown,
}
