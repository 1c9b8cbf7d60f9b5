//! Why the rules of a review say no.

/// Why a row may not be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// That is for the other side to do.
    #[error("that is for the other side")]
    OtherSide,
    /// Only who asked may close or open it.
    #[error("only who asked may do that")]
    NotTheAsker,
    /// Words are missing.
    #[error("words are missing")]
    WordsMissing,
    /// Words are too long.
    #[error("words are too long")]
    WordsTooLong,
    /// No such query.
    #[error("no such query")]
    NoQuery,
    /// The query is closed.
    #[error("the query is closed")]
    QueryClosed,
    /// The query is not closed.
    #[error("the query is not closed")]
    QueryOpen,
    /// Nobody has answered.
    #[error("the query has no answer")]
    Unanswered,
    /// Something that needs eyes was not looked at.
    #[error("{left} not looked at")]
    NotSeen {
        /// How many.
        left: usize,
    },
    /// A query of this reviewer is not settled.
    #[error("{left} queries are not closed")]
    QueriesLeft {
        /// How many.
        left: usize,
    },
    /// The decision already stands so.
    #[error("it stands so already")]
    Already,
    /// There is no decision to take back.
    #[error("there is no decision")]
    NoDecision,
    /// What is pointed at is not there.
    #[error("no such entry")]
    NoEntry,
    /// No such supervision, or one's own.
    #[error("no such supervision")]
    NoSupervision,
    /// A number outside what can be.
    #[error("not a length of time")]
    BadMinutes,
    /// The protocol of the session brings no such item, or its scale has no such step.
    #[error("no such item or step")]
    NoItem,
    /// A value that names no moment which shows it.
    #[error("no moment is named")]
    MomentMissing,
}
