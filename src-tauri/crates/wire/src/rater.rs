//! What a blinded rater has before them.

use crate::course::TakenScore;
use crate::measures::MeasureLine;
use companion::rater::{RatedMeasure as Rated, Rating as Entered, ToRate as Asked};
use companion::{Companion, Error};
use serde::Serialize;
#[cfg(test)]
use ts_rs::TS;

/// Whom a rater can rate. Nothing of a session, of a visit, or of what was found before today.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "rater.ts"))]
pub struct RaterView {
    /// By code.
    pub clients: Vec<ToRate>,
}

/// A client as a rater sees them.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "rater.ts"))]
pub struct ToRate {
    pub client: String,
    pub code: String,
    /// What the protocol gives to a rater.
    pub measures: Vec<RatedMeasure>,
    /// What this rater entered today, oldest first.
    pub today: Vec<Rating>,
}

/// A measure that a rater takes.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "rater.ts"))]
pub struct RatedMeasure {
    pub line: MeasureLine,
    /// Its time has come and it was not taken yet.
    pub asked: bool,
}

/// What a rater entered.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "rater.ts"))]
pub struct Rating {
    /// Entry of the course.
    pub seq: u64,
    pub short: String,
    pub entered_wall_ms: i64,
    pub zone_minutes: i16,
    pub scores: Vec<TakenScore>,
}

impl RaterView {
    /// Whom a rater can rate today.
    pub fn of(companion: &mut Companion) -> Result<RaterView, Error> {
        let clients = companion.rater_look()?;
        let clients = clients.into_iter().map(|one| ToRate::of(companion, one));
        Ok(RaterView {
            clients: clients.collect::<Result<_, _>>()?,
        })
    }
}

impl ToRate {
    fn of(companion: &Companion, asked: Asked) -> Result<ToRate, Error> {
        let rating = |one: &Entered| {
            let measure = companion.measure_of(&one.taken.digest)?;
            Ok(Rating {
                seq: one.seq,
                short: measure.short.clone(),
                entered_wall_ms: one.entered.wall_ms,
                zone_minutes: one.entered.zone_minutes,
                scores: TakenScore::all(&measure, &one.taken, |_| None),
            })
        };
        let today = asked
            .today
            .iter()
            .map(rating)
            .collect::<Result<_, Error>>()?;
        let measure = |one: &Rated| RatedMeasure {
            line: MeasureLine::of(&one.line),
            asked: one.asked,
        };
        Ok(ToRate {
            client: asked.client.to_string(),
            code: asked.code,
            measures: asked.measures.iter().map(measure).collect(),
            today,
        })
    }
}
