//! The intention and the plan for stopping early, as a session and the visit after it show them.

use super::now::Initials;
use companion::courses::{CarriedIn as Rule, CarriedKind};
use serde::Serialize;
#[cfg(test)]
use ts_rs::TS;

/// What the client said before a session, as it stood on its day.
#[derive(Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "plan.ts"))]
pub struct CarriedIn {
    /// Item of the protocol.
    pub item: String,
    pub title: String,
    /// `intention`, `stopping`.
    pub kind: String,
    pub lines: Vec<CarriedInLine>,
    /// What was taken away since; the heading is the day.
    pub narrowed: Vec<CarriedInLine>,
    /// How it should read, where it was amended.
    pub amended: Option<String>,
    /// `2026-03-02`.
    pub on: String,
    /// Initials.
    pub by: String,
    pub row: u64,
}

impl std::fmt::Debug for CarriedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CarriedIn({})", self.row)
    }
}

/// One line of it.
#[derive(Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "plan.ts"))]
pub struct CarriedInLine {
    /// Empty: the words stand alone.
    pub title: String,
    pub words: String,
}

impl CarriedIn {
    pub(crate) fn all(carried: Vec<Rule>, by: Initials<'_>) -> Vec<CarriedIn> {
        let line = |(title, words)| CarriedInLine { title, words };
        let one = |one: Rule| CarriedIn {
            item: one.item,
            title: one.title,
            kind: match one.kind {
                CarriedKind::Intention => "intention",
                CarriedKind::Stopping => "stopping",
            }
            .to_owned(),
            lines: one.lines.into_iter().map(line).collect(),
            narrowed: (one.narrowed.into_iter())
                .map(|(on, words)| line((on.to_string(), words)))
                .collect(),
            amended: one.amended,
            on: one.on.to_string(),
            by: by(one.by),
            row: one.row,
        };
        carried.into_iter().map(one).collect()
    }
}
