//! What is signed, and what of the record that means.

use clinic::id::{ClientId, SessionId};
use store::signatures::About;

/// What is signed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Object {
    /// A session that has ended.
    Session(SessionId),
    /// One entry of a session's log, of whatever kind, that a person wrote: a note, a reading, an answer at a gate. The session may still run.
    Entry {
        /// Of which session.
        session: SessionId,
        /// Number of the entry.
        row: u64,
    },
    /// A visit that was held.
    Visit {
        /// Whose.
        client: ClientId,
        /// The protocol's name of it.
        visit: String,
    },
    /// An adverse event, with everything that was heard of it.
    Adverse {
        /// Whose.
        client: ClientId,
        /// Row of the course in which it was told.
        row: u64,
    },
    /// A gate of the course: that two people went past it; where nobody did, that what it asks for was there.
    Gate {
        /// Whose.
        client: ClientId,
        /// The protocol's name of it.
        gate: String,
    },
}

impl Object {
    pub(crate) fn about(&self) -> About {
        match self {
            Object::Session(id) | Object::Entry { session: id, .. } => About::Session(*id),
            Object::Visit { client, .. }
            | Object::Adverse { client, .. }
            | Object::Gate { client, .. } => About::Course(*client),
        }
    }

    /// The part of the list that it is, as `store/FORMAT.md` 7 writes it. A visit's name holds no stroke.
    pub(crate) fn part(&self) -> Option<String> {
        match self {
            Object::Session(_) => None,
            Object::Entry { row, .. } => Some(format!("entry/{row}")),
            Object::Visit { visit, .. } => Some(visit.clone()),
            Object::Adverse { row, .. } => Some(format!("adverse/{row}")),
            Object::Gate { gate, .. } => Some(format!("gate/{gate}")),
        }
    }

    /// Whether it can be locked: an account of its own, which others stand in.
    pub(crate) fn locks(&self) -> bool {
        matches!(self, Object::Session(_) | Object::Visit { .. })
    }
}
