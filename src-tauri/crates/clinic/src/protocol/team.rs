//! Who may hold a session together: `[team]` of a protocol file.

use super::Cite;
use crate::people::Role;

/// `[team]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// Roles that must be there, each held by somebody else.
    pub pair: Vec<Role>,
    /// How many of those who hold them have a licence that is recorded and holds.
    pub licensed: u8,
    /// People who do not work together.
    pub apart: Vec<Apart>,
    /// Where it stands.
    pub cite: Cite,
}

/// People who are not in one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apart {
    /// Their initials, two or more.
    pub people: Vec<String>,
    /// Why.
    pub why: String,
    /// Where it stands.
    pub cite: Cite,
}
