//! Why an act of the course is not done. Facts only; no client words.

use crate::measure::BadAnswers;
use crate::time::Date;

/// Why an act was not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Answers that do not belong to the measure.
    #[error("answers that do not fit: {0}")]
    Answers(#[from] BadAnswers),
    /// Not one answer.
    #[error("nothing was answered")]
    NothingAnswered,
    /// A measure for trained people answered by the client alone, or the other way round.
    #[error("this measure is not taken that way; what was filled in elsewhere is entered")]
    ModeNotAllowed,
    /// Later than today.
    #[error("that day has not come")]
    InFuture,
    /// No such row.
    #[error("no such entry")]
    NoSuchRow,
    /// It was struck before.
    #[error("it is struck already")]
    AlreadyStruck,
    /// It is locked: it is amended, or unlocked first.
    #[error("it is locked")]
    Locked,
    /// A reason is needed.
    #[error("a reason is needed")]
    ReasonNeeded,
    /// Too many characters.
    #[error("too long: at most {most} characters")]
    TooLong {
        /// At most.
        most: usize,
    },
    /// The course holds as many rows as it may.
    #[error("the course is full")]
    Full,
    /// Something of the course before it was opened under a protocol.
    #[error("no course is open")]
    NotOpen,
    /// Opened before.
    #[error("the course is open already")]
    AlreadyOpen,
    /// The course is closed.
    #[error("the course is closed")]
    Closed,
    /// It is not closed.
    #[error("the course is not closed")]
    NotClosed,
    /// The same protocol as before.
    #[error("the course is under that protocol already")]
    SameProtocol,
    /// Before the course was opened.
    #[error("that day is before the course was opened on {opened}")]
    BeforeOpening {
        /// The day on which it was.
        opened: Date,
    },
    /// Before something that it comes after.
    #[error("that day is before {after} on {on}")]
    BeforeThat {
        /// What it comes after: a visit.
        after: String,
        /// When that was.
        on: Date,
    },
    /// A name that the protocol of this course does not have.
    #[error("the protocol of this course has no {what} of that name")]
    Unknown {
        /// Visit, item, consent, …
        what: &'static str,
    },
    /// Nobody was there.
    #[error("nobody of the vault was there")]
    NobodyPresent,
    /// A dosing visit is held by its session.
    #[error("a dosing visit is held by its session")]
    HeldBySession,
    /// The visit has begun or was held.
    #[error("the visit has begun already")]
    VisitBegun,
    /// The visit was held.
    #[error("the visit was held already")]
    VisitHeld,
    /// The visit has not begun.
    #[error("the visit has not begun")]
    VisitNotBegun,
    /// A visit is still open.
    #[error("a visit is still open")]
    VisitOpen,
    /// Out of order: the visit that its window is counted from is still to come.
    #[error("out of order: {after} comes first")]
    OutOfOrder {
        /// The visit that comes first.
        after: String,
    },
    /// The gate before the phase of this visit asks for more.
    #[error("the gate {gate} asks for more: {}", asks.join("; "))]
    GateOpen {
        /// Which gate.
        gate: String,
        /// What is missing, as `item:ecg`.
        missing: Vec<String>,
        /// The same in the words of the protocol.
        asks: Vec<String>,
    },
    /// The gate asks for nothing more.
    #[error("nothing is missing at this gate")]
    NothingMissing,
    /// Consents are not overridden.
    #[error("a consent cannot be overridden: {}", missing.join("; "))]
    ConsentMissing {
        /// Which, in the words of the protocol.
        missing: Vec<String>,
    },
    /// The second person is the first.
    #[error("the second person must be another")]
    SecondMustDiffer,
    /// The answer is of another kind than the item, or outside its range.
    #[error("the answer does not fit the item")]
    DoesNotFit,
    /// Consents and the decision are given by acts of their own.
    #[error("this item is answered by an act of its own")]
    ActOfItsOwn,
    /// Words are needed.
    #[error("words are needed")]
    WordsNeeded,
    /// Not while a dose acts: between dose 1 and the closing of the session.
    #[error("not between dose 1 and the closing of the session")]
    WhileDosed,
    /// The consent stands in this version already.
    #[error("this consent stands already")]
    AlreadyGiven,
    /// The consent does not stand.
    #[error("this consent does not stand")]
    NotGiven,
    /// That call was made.
    #[error("this call was made already")]
    AlreadyMade,
    /// Rated before.
    #[error("this visit was rated already")]
    AlreadyRated,
    /// There is no agreement to make narrower.
    #[error("there is no agreement yet")]
    NoAgreement,
    /// Nothing more is to come of it.
    #[error("it is over already")]
    AlreadyOver,
    /// It was let go.
    #[error("it was let go already")]
    AlreadyDropped,
    /// Other rows stand on this one.
    #[error("other entries stand on this one")]
    OthersStandOnIt,
    /// Hours and minutes beyond a day, or none.
    #[error("a visit takes between 1 minute and 24 hours")]
    BadMinutes,
}
