//! What the course can be drawn by: the measures on record in the order of the protocol, and its number items as series.

use super::Taken;
use super::now::Initials;
use super::plan::PlanScale;
use clinic::protocol::course::{ItemKind, Plan};
use companion::courses::{Course, Event, Value};
use serde::Serialize;
use std::collections::BTreeMap;
#[cfg(test)]
use ts_rs::TS;

/// A measure on record. The first in a list is the one that a chart opens with.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "course.ts"))]
pub struct OutcomeLine {
    pub digest: String,
    pub short: String,
    pub rank: OutcomeRank,
    /// The score that the protocol names; none: the first of its file.
    pub score: Option<String>,
    /// A value of it is on record.
    pub drawn: bool,
}

/// What the protocol of the course says of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "course.ts"))]
pub enum OutcomeRank {
    Primary,
    Secondary,
    /// It does not name it, or no course is open.
    Other,
}

/// A number item of the visits, as a line of its own.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "course.ts"))]
pub struct Series {
    /// Item of the protocol.
    pub item: String,
    pub title: String,
    pub scale: PlanScale,
    /// Line of the protocol.
    pub line: u16,
    /// By the day they are of.
    pub points: Vec<SeriesPoint>,
}

/// One answer to it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "course.ts"))]
pub struct SeriesPoint {
    pub row: u64,
    /// `2026-03-02`.
    pub on: String,
    /// The visit; none: given outside of one.
    pub visit: Option<String>,
    /// Stored integer.
    pub value: i32,
    /// Initials.
    pub by: String,
}

/// Measures on record, those that can be drawn first: the primary, the secondary ones in the protocol's order, the rest by
/// when they were first taken. Of one measure in several versions, the one taken first last.
pub(super) fn outcomes(plan: Option<&Plan>, taken: &[Taken]) -> Vec<OutcomeLine> {
    let outcome = plan.map(|plan| &plan.outcome);
    let mut all: Vec<(usize, OutcomeLine)> = Vec::new();
    for one in taken {
        let drawn = one.scores.iter().any(|score| score.value.is_some());
        if let Some((_, known)) = all.iter_mut().find(|(_, line)| line.digest == one.digest) {
            known.drawn |= drawn;
            continue;
        }
        let id = one.measure.split(' ').next().unwrap_or_default();
        let secondary =
            outcome.and_then(|named| named.secondary.iter().position(|each| each == id));
        let (rank, place, score) = match (outcome, secondary) {
            (Some(named), _) if named.primary == id => {
                (OutcomeRank::Primary, 0, Some(named.score.clone()))
            }
            (_, Some(at)) => (OutcomeRank::Secondary, 1 + at, None),
            _ => (OutcomeRank::Other, usize::MAX, None),
        };
        let line = OutcomeLine {
            digest: one.digest.clone(),
            short: one.short.clone(),
            rank,
            score,
            drawn,
        };
        all.push((place, line));
    }
    let mut all: Vec<_> = (0_usize..)
        .zip(all)
        .map(|(at, (place, line))| {
            // Of a measure that the protocol names, the version that was taken up last.
            let turn = if line.rank == OutcomeRank::Other {
                at
            } else {
                usize::MAX - at
            };
            ((!line.drawn, place, turn), line)
        })
        .collect();
    all.sort_by_key(|(key, _)| *key);
    all.into_iter().map(|(_, line)| line).collect()
}

/// Number items that were answered, in the order of the protocol, without what was struck or did not apply.
pub(super) fn series(plan: Option<&Plan>, course: &Course, by: Initials<'_>) -> Vec<Series> {
    let Some(plan) = plan else {
        return Vec::new();
    };
    let mut points: BTreeMap<&str, Vec<SeriesPoint>> = BTreeMap::new();
    let mut rows: Vec<_> = course.rows().iter().collect();
    rows.sort_by_key(|row| (row.on, row.seq));
    for row in rows.into_iter().filter(|row| !course.is_struck(row.seq)) {
        if let Event::Answered(answered) = &row.event
            && let Value::Number { stored, .. } = answered.value
        {
            let points = points.entry(&answered.item).or_default();
            let point = SeriesPoint {
                row: row.seq,
                on: row.on.to_string(),
                visit: answered.visit.clone(),
                value: stored,
                by: by(row.by),
            };
            // Answered again in the same visit on the same day: the last answer stands, as everywhere.
            let again = |before: &SeriesPoint| before.on == point.on && before.visit == point.visit;
            match points.last_mut() {
                Some(before) if again(before) => *before = point,
                _ => points.push(point),
            }
        }
    }
    let series = plan.items.iter().filter_map(|item| {
        let ItemKind::Number(scale) = &item.kind else {
            return None;
        };
        Some(Series {
            item: item.id.clone(),
            title: item.title.clone(),
            scale: super::plan::scale(scale),
            line: item.cite.line,
            points: points.remove(item.id.as_str())?,
        })
    });
    series.collect()
}
