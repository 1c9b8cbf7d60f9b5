//! Why the engine did not do what was asked, and the named limits of everything that grows.
//!
//! A refusal is a fact with the protocol line or figure it stands on. It carries no client words: it may be logged.

use crate::protocol::GateId;
use crate::quantity::Sign;
use crate::time::{Elapsed, Span};

/// Longest text of any field, in characters.
pub const TEXT_CHARS_MAX: usize = 20_000;
/// Most rows of one session that acts may write; closing is always possible.
pub const ROWS_MAX: usize = 50_000;
/// Most clock steps and zone changes written in one session; later ones still move the reference.
pub const CLOCK_ROWS_MAX: u32 = 2_000;
/// Most checks named in one act.
pub const CHECKS_PER_ACT_MAX: usize = 256;
/// Most instances made from one series.
pub const INSTANCES_MAX: usize = 1_000;
/// Most repeats asked for by one flag.
pub const REPEATS_MAX: u16 = 1_000;
/// Most tags on one note.
pub const TAGS_MAX: usize = 32;
/// Most that can be drunk in one entry, millilitres.
pub const DRINK_MAX: u32 = 5_000;
/// Most of a medicine in one dose entry, micrograms.
pub const DOSE_MAX: u32 = 1_000_000;
/// Most parts of an agreement on touch.
pub const TOUCH_PARTS_MAX: usize = 64;
/// Most people of one touch.
pub const TOUCH_PEOPLE_MAX: usize = 32;
/// Longest touch of one entry.
pub const TOUCH_MAX: Span = Span::minutes(24 * 60);
/// Highest severity of an effect.
pub const SEVERITY_MAX: u8 = 3;
/// The furthest a person may move elapsed time when confirming it.
pub const CONFIRM_MAX: Span = Span::minutes(7 * 24 * 60);
/// Elapsed time ends here, whatever the clocks say (a hundred years).
pub const ELAPSED_MAX: Elapsed = Elapsed(100 * 366 * 24 * 3_600_000);

/// A value outside what is plausible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outside {
    /// Which.
    pub sign: Sign,
    /// Lowest plausible, stored integer.
    pub from: i32,
    /// Highest plausible, stored integer.
    pub to: i32,
    /// Line of the protocol.
    pub line: u16,
}

/// Why an act was not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The session was closed.
    #[error("the session ended")]
    SessionEnded,
    /// [`ROWS_MAX`] was reached.
    #[error("the session holds {limit} rows and takes only its closing")]
    Full {
        /// The limit.
        limit: usize,
    },
    /// Those in the room may not hold the session together.
    #[error(transparent)]
    Team(#[from] crate::conflict::Conflict),
    /// The person is not one of the session's people.
    #[error("no such person in this session")]
    UnknownPerson,
    /// The second person is the first.
    #[error("the second person must be another person")]
    SecondMustDiffer,
    /// Two people are needed.
    #[error("a second person is needed")]
    SecondNeeded,
    /// The time given lies ahead.
    #[error("the time given lies in the future")]
    HappenedInFuture,
    /// The time given lies before the session was opened.
    #[error("the time given lies before the session")]
    HappenedBeforeSession,
    /// The time given lies before what it is about (the effect's beginning, the dose before).
    #[error("the time given lies before what it belongs to")]
    HappenedTooEarly,
    /// This act happens now or not at all.
    #[error("this act cannot be back-dated")]
    OnlyNow,
    /// A text has more than [`TEXT_CHARS_MAX`] characters.
    #[error("a text is longer than {limit} characters")]
    TooLong {
        /// The limit.
        limit: usize,
    },
    /// A list is longer than its limit.
    #[error("a list is longer than {limit}")]
    TooMany {
        /// The limit.
        limit: usize,
    },
    /// Words are needed and none were given.
    #[error("words are needed")]
    WordsNeeded,
    /// The protocol offers no such reason.
    #[error("the protocol has no such reason")]
    UnknownReason,
    /// The protocol has no such item, step, phase, effect, tag, contact or red flag.
    #[error("the protocol has no such entry")]
    UnknownItem,
    /// A reading without values.
    #[error("the reading has no value")]
    EmptyReading,
    /// Values outside what is plausible, not typed twice.
    #[error("{} value(s) outside the plausible range", signs.len())]
    Implausible {
        /// Which, with their ranges.
        signs: Vec<Outside>,
    },
    /// Nothing of the kind is open (check, effect, flag, missed check without a reason).
    #[error("nothing such is open")]
    NothingSuchOpen,
    /// Nothing prompts that could be deferred.
    #[error("nothing to defer")]
    NothingToDefer,
    /// The protocol lets this repeat not be deferred.
    #[error("line {line}: this check may not be deferred")]
    NotDeferrable {
        /// Line of the protocol.
        line: u16,
    },
    /// As many deferrals in a row as the protocol allows.
    #[error("line {line}: at most {cap} deferrals in a row")]
    DeferralCap {
        /// The protocol's figure.
        cap: u8,
        /// Line of the protocol.
        line: u16,
    },
    /// Longer than the protocol's quiet window.
    #[error("a quiet window is at most {} min", longest.whole_minutes())]
    QuietTooLong {
        /// The protocol's figure.
        longest: Span,
    },
    /// A quiet window is in force already.
    #[error("a quiet window is in force")]
    QuietAlready,
    /// No quiet window is in force.
    #[error("no quiet window is in force")]
    NotQuiet,
    /// Gate items are neither met nor passed over.
    #[error("{} gate item(s) open", items.len())]
    GateOpen {
        /// Which gate.
        gate: GateId,
        /// Ids of the items.
        items: Vec<String>,
    },
    /// This item is answered in another way.
    #[error("this gate item is answered in another way")]
    WrongAnswer,
    /// The protocol has no such dose.
    #[error("the protocol has no such dose")]
    NoSuchDose,
    /// Dose 1 was not given.
    #[error("no dose was given yet")]
    NoDoseYet,
    /// The dose was given.
    #[error("the dose was given already")]
    DoseAlreadyGiven,
    /// Neither an amount nor a kit was named, or the amount is nil or above [`DOSE_MAX`].
    #[error("an amount or a kit is needed")]
    AmountOrKitNeeded,
    /// Outside its window a dose is recorded with a reason.
    #[error("outside its window a dose needs a reason")]
    OutOfWindowNeedsReason {
        /// Opens.
        opens: Elapsed,
        /// Closes.
        closes: Elapsed,
    },
    /// The person is in the room.
    #[error("the person is in the room already")]
    AlreadyPresent,
    /// The person is not in the room.
    #[error("the person is not in the room")]
    NotPresent,
    /// This kind of entry is corrected in another way, or is not a person's.
    #[error("this entry cannot be struck, starred or amended so")]
    NotThatKind,
    /// The entry was struck, starred or ticked before.
    #[error("done already")]
    Already,
    /// The entry is another person's.
    #[error("the entry is another person's")]
    NotYours,
    /// A number is outside its range.
    #[error("a number is outside its range")]
    OutOfRange,
    /// Closing as planned with lines not agreed.
    #[error("{} closing line(s) not agreed", items.len())]
    ClosingUnmet {
        /// Ids of the lines.
        items: Vec<String>,
    },
    /// An agreement is made sober: not between dose 1 and closing.
    #[error("no agreement is made while a dose acts")]
    NotWhileDosed,
    /// There is an agreement on touch; it can be made narrower only.
    #[error("touch was agreed and can be made narrower only")]
    TouchAgreed,
    /// No agreement on touch stands that could be made narrower.
    #[error("no agreement on touch stands")]
    NoTouchAgreement,
    /// This part is not in the agreement.
    #[error("this is not part of the agreement on touch")]
    NotInAgreement,
    /// Elapsed time is not estimated.
    #[error("elapsed time is not estimated")]
    NotEstimated,
    /// Elapsed time never runs backwards.
    #[error("elapsed time would run backwards")]
    WouldRunBackwards {
        /// The least correction that is possible now.
        least: Span,
    },
}

/// Why rows are not a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    /// No rows.
    #[error("no rows")]
    Empty,
    /// The first row does not open a session.
    #[error("the first row does not open a session")]
    NotOpened,
    /// A row is missing, doubled or out of order.
    #[error("row {expected} expected, row {found} found")]
    Hole {
        /// Expected position.
        expected: u64,
        /// Position found.
        found: u64,
    },
    /// The rows were written under another protocol.
    #[error("the rows were written under another protocol")]
    OtherProtocol,
}
