//! A pair across its sessions: counts and lengths, side by side.

use companion::{Companion, Error};
use serde::Serialize;
#[cfg(test)]
use ts_rs::TS;

/// Pairs whose sessions lie in packets here, with counts over those sessions.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub struct TrendsView {
    pub pairs: Vec<PairTrend>,
}

/// One of them.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub struct PairTrend {
    pub names: Vec<String>,
    /// Oldest first.
    pub sessions: Vec<TrendLine>,
}

/// A session in counts and lengths.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub struct TrendLine {
    pub thread: String,
    pub session: String,
    pub code: String,
    pub number: u16,
    pub wall_ms: i64,
    pub zone_minutes: i16,
    pub length_ms: i64,
    pub put_off: u32,
    /// Second in a row, or more.
    pub put_off_again: u32,
    pub late: u32,
    pub missed: u32,
    pub entered_late: u32,
    pub touches: u32,
    pub touch_ms: i64,
    /// Outside the agreement.
    pub touch_outside: u32,
    pub alone_ms: i64,
    pub gaps_ms: i64,
}

impl TrendsView {
    /// Every pair, the one that was seen last first.
    pub fn of(companion: &mut Companion) -> Result<TrendsView, Error> {
        let pairs = companion
            .review_trends()?
            .into_iter()
            .map(|pair| PairTrend {
                names: pair.people.into_iter().map(|person| person.name).collect(),
                sessions: pair
                    .sessions
                    .into_iter()
                    .map(|one| TrendLine {
                        thread: one.thread.to_string(),
                        session: one.session.to_string(),
                        code: one.code,
                        number: one.number,
                        wall_ms: one.wall_ms,
                        zone_minutes: one.zone_minutes,
                        length_ms: one.tally.length.0,
                        put_off: one.tally.put_off,
                        put_off_again: one.tally.put_off_again,
                        late: one.tally.late,
                        missed: one.tally.missed,
                        entered_late: one.tally.entered_late,
                        touches: one.tally.touches,
                        touch_ms: one.tally.touch.0,
                        touch_outside: one.tally.touch_outside,
                        alone_ms: one.tally.alone.0,
                        gaps_ms: one.tally.gaps.0,
                    })
                    .collect(),
            });
        Ok(TrendsView {
            pairs: pairs.collect(),
        })
    }
}
