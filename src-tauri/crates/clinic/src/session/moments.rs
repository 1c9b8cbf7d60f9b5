//! What a session hands on to the talk after it: starred moments, and the client's own words.

use super::Session;
use super::event::{Event, Recorded, Voice};

impl Session {
    /// Rows to begin the first integration visit with, by when they happened: what was starred, and notes in the client's own
    /// words. Struck rows are left out.
    pub fn moments(&self) -> Vec<&Recorded> {
        let theirs = |event: &Event| {
            matches!(
                event,
                Event::Noted {
                    voice: Voice::Client,
                    ..
                }
            )
        };
        let mut rows: Vec<&Recorded> = self
            .rows
            .iter()
            .filter(|row| self.state.starred.contains(&row.seq) || theirs(&row.event))
            .filter(|row| !self.state.struck.contains(&row.seq))
            .collect();
        rows.sort_by_key(|row| (row.happened, row.seq));
        rows
    }
}
