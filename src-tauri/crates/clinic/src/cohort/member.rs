//! One client as the cohort counts them: taken from the course and the sessions, without anything that names the client.

use crate::course::event::{Event as CourseEvent, Value};
use crate::course::{Course, Standing, measure_id};
use crate::protocol::course::{ItemKind, Outcome, Plan, Technique, VisitKind};
use crate::session::Session;
use crate::session::board::{CheckState, DeviationKind};
use crate::session::event::{Dose, Event};
use crate::time::Date;
use std::collections::BTreeSet;

/// The unit of a body weight, UCUM. Another unit is not turned into it.
const KILOGRAM: &str = "kg";
/// The effect that no protocol lists, as sessions write it.
const OTHER: &str = "other";

/// One client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Where the client is.
    pub place: Place,
    /// The protocol that the course is under, `three-point v1`; none: no course was opened.
    pub protocol: Option<String>,
    /// Change of the protocol's primary measure, where there is one on record.
    pub change: Option<Change>,
    /// Sessions that ended and in which dose 1 was given, oldest first.
    pub sessions: Vec<Held>,
    /// Techniques that were used.
    pub techniques: BTreeSet<Technique>,
}

/// Where a client is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// No course was opened.
    NoCourse,
    /// The visit that is open or next is of this kind; for a call, the other visits of its phase are.
    Next(VisitKind),
    /// Every visit was held or called off; the course is not closed.
    Through,
    /// The course was closed.
    Closed,
}

impl Place {
    /// Every place, in the order of a course.
    pub const ALL: [Place; 9] = [
        Place::NoCourse,
        Place::Next(VisitKind::Screening),
        Place::Next(VisitKind::Preparation),
        Place::Next(VisitKind::Dosing),
        Place::Next(VisitKind::Integration),
        Place::Next(VisitKind::Contact),
        Place::Next(VisitKind::FollowUp),
        Place::Through,
        Place::Closed,
    ];

    fn of(standing: &Standing) -> Place {
        if standing.closed.is_some() {
            return Place::Closed;
        }
        let Some(next) = standing.next.as_ref().and_then(|id| standing.visit(id)) else {
            return Place::Through;
        };
        // A call belongs to what its phase is for.
        let beside = standing.visits.iter().filter(|one| one.phase == next.phase);
        let mut kinds = beside
            .map(|one| one.kind)
            .filter(|one| *one != VisitKind::Contact);
        match next.kind {
            VisitKind::Contact => Place::Next(kinds.next().unwrap_or(next.kind)),
            kind => Place::Next(kind),
        }
    }
}

/// The last score after the first dosing session, less the last one before it or on its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// `caps-5 v1`; both scores are of this file.
    pub measure: String,
    /// Which score.
    pub score: String,
    /// By how much, stored integers; below nought: it fell.
    pub by: i64,
}

/// Checks that the protocol requires, of one session. Those that were to come when it closed are not counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Checks {
    /// Taken within their tolerance.
    pub on_time: u32,
    /// Taken later.
    pub late: u32,
    /// Not taken.
    pub not_taken: u32,
}

/// A dosing session that ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The day on which it was opened.
    pub on: Date,
    /// Everything that was given, in micrograms; none: the amount of a dose is not on record (a blinded kit).
    pub micrograms: Option<u32>,
    /// The supplemental dose was given.
    pub supplemental: bool,
    /// The last body weight on record by that day, in grams.
    pub grams: Option<u32>,
    /// Effects by their words in the protocol; none: one that no protocol lists.
    pub effects: BTreeSet<Option<String>>,
    /// Its checks.
    pub checks: Checks,
}

impl Held {
    /// What a session told. None: it runs, or dose 1 was not given. The weight stands in the course.
    pub fn of(session: &Session) -> Option<Held> {
        let (first, last) = (session.rows().first()?, session.rows().last()?);
        let board = session.board(last.entered);
        let dosed = board.doses.iter().any(|given| given.dose == Dose::First);
        if !session.is_ended() || !dosed {
            return None;
        }
        let amounts = board.doses.iter().map(|given| given.amount);
        let amounts: Option<Vec<u32>> = amounts.map(|amount| amount.map(|one| one.0)).collect();
        let mut checks = Checks::default();
        for check in board.checks.iter().filter(|check| check.required) {
            let late = DeviationKind::Late(check.id);
            match check.state {
                CheckState::Missed => checks.not_taken += 1,
                CheckState::Done if board.deviations.iter().any(|one| one.kind == late) => {
                    checks.late += 1;
                }
                CheckState::Done => checks.on_time += 1,
                _ => {}
            }
        }
        Some(Held {
            on: Date::of(&first.entered),
            micrograms: amounts
                .map(|all| all.iter().fold(0_u32, |sum, one| sum.saturating_add(*one))),
            supplemental: board
                .doses
                .iter()
                .any(|given| given.dose == Dose::Supplemental),
            grams: None,
            effects: effects(session),
            checks,
        })
    }
}

/// Effects that were recorded and not struck.
fn effects(session: &Session) -> BTreeSet<Option<String>> {
    let rows = session.rows().iter();
    let struck: BTreeSet<u64> = rows
        .clone()
        .filter_map(|row| match row.event {
            Event::Struck { target, .. } => Some(target),
            _ => None,
        })
        .collect();
    let listed = &session.protocol().effects;
    rows.filter(|row| !struck.contains(&row.seq))
        .filter_map(|row| match &row.event {
            Event::EffectBegan { effect, .. } => Some(effect),
            _ => None,
        })
        .map(|id| {
            let mut kinds = listed.iter().filter(|_| id != OTHER);
            let kind = kinds.find(|kind| kind.id == *id);
            kind.map(|kind| kind.title.clone())
        })
        .collect()
}

impl Member {
    /// A client with these sessions, oldest first, under a plan and standing where the rows say; none: no course was opened.
    pub fn of(course: &Course, under: Option<(&Plan, &Standing)>, sessions: Vec<Held>) -> Member {
        let used = course.counted().into_iter();
        let techniques = used.filter_map(|row| match &row.event {
            CourseEvent::TechniqueUsed { technique, .. } => Some(*technique),
            _ => None,
        });
        let techniques = techniques.collect();
        let Some((plan, standing)) = under else {
            return Member {
                place: Place::NoCourse,
                protocol: None,
                change: None,
                sessions,
                techniques,
            };
        };
        let weighed = |held: Held| Held {
            grams: weight(course, plan, held.on),
            ..held
        };
        let first = sessions.first().map(|held| held.on);
        Member {
            place: Place::of(standing),
            protocol: course.under().map(|under| under.protocol.to_owned()),
            change: first.and_then(|first| change(course, &plan.outcome, first)),
            sessions: sessions.into_iter().map(weighed).collect(),
            techniques,
        }
    }
}

fn change(course: &Course, outcome: &Outcome, first_dose: Date) -> Option<Change> {
    let scores: Vec<(Date, &str, i32)> = course
        .measures()
        .into_iter()
        .filter(|(_, taken)| measure_id(&taken.measure) == outcome.primary)
        .filter_map(|(row, taken)| {
            let score = taken.scores.iter().find(|one| one.id == outcome.score)?;
            Some((row.on, taken.measure.as_str(), score.value?))
        })
        .collect();
    let mut before = scores.iter().filter(|(on, ..)| *on <= first_dose);
    let (_, name, from) = before.next_back()?;
    let mut after = scores
        .iter()
        .filter(|(on, other, _)| *on > first_dose && other == name);
    let (_, _, to) = after.next_back()?;
    Some(Change {
        measure: (*name).to_owned(),
        score: outcome.score.clone(),
        by: i64::from(*to) - i64::from(*from),
    })
}

/// The last body weight on record by a day: the first item of the plan that is answered in kilograms.
fn weight(course: &Course, plan: &Plan, by: Date) -> Option<u32> {
    let item = plan.items.iter().find(|item| match &item.kind {
        ItemKind::Number(scale) => scale.unit.as_deref() == Some(KILOGRAM),
        _ => false,
    })?;
    let rows = course.counted().into_iter().filter(|row| row.on <= by);
    let mut found = rows.filter_map(|row| match &row.event {
        CourseEvent::Answered(answered) if answered.item == item.id => match answered.value {
            Value::Number { stored, decimals } => Some((stored, decimals)),
            _ => None,
        },
        _ => None,
    });
    let (stored, decimals) = found.next_back()?;
    let grams = i64::from(stored) * 1_000 / 10_i64.checked_pow(u32::from(decimals))?;
    u32::try_from(grams).ok().filter(|grams| *grams > 0)
}
