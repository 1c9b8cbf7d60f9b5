//! What something is pinned to.

use crate::id::SessionId;
use serde::{Deserialize, Serialize};

/// Longest name of a field, bytes.
const FIELD_MAX: usize = 200;

/// What something is pinned to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Place {
    /// The packet as a whole.
    Whole,
    /// An entry of a session.
    Entry {
        /// Which session.
        session: SessionId,
        /// Which row of it.
        seq: u64,
    },
    /// An entry of the client's course.
    CourseEntry {
        /// Which row of it.
        seq: u64,
    },
    /// One field of an entry: a sign of a reading, an answer, the grade of an adverse event.
    Field {
        /// Which session; none: the client's course.
        session: Option<SessionId>,
        /// Which row of it.
        seq: u64,
        /// Which of the fields that the entry has.
        field: String,
    },
}

impl Place {
    /// The field that it names.
    pub fn field(&self) -> Option<&str> {
        match self {
            Place::Field { field, .. } => Some(field),
            Place::Whole | Place::Entry { .. } | Place::CourseEntry { .. } => None,
        }
    }

    /// Whether a field's name is one that an entry could have.
    pub(super) fn is_short(&self) -> bool {
        self.field()
            .is_none_or(|field| (1..=FIELD_MAX).contains(&field.len()) && super::is_plain(field))
    }
}

/// An account in a packet that somebody looks through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Account {
    /// A session.
    Session(SessionId),
    /// What went along of the client's course. A packet is about one client.
    Course,
}
