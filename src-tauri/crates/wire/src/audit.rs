//! The audit chain, verified.

use serde::Serialize;
#[cfg(test)]
use ts_rs::TS;

/// What verification proved.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "audit.ts"))]
pub struct Verified {
    /// Entries in the chain.
    pub entries: u64,
    /// First entry that does not hold, where there is one.
    pub broken_at: Option<u64>,
    /// What is wrong there.
    pub fault: Option<String>,
    /// Short code of the head, for print and voice.
    pub head: String,
    /// Sessions whose rows were opened and replayed.
    pub sessions: u64,
}
