//! What falls due by itself: calls in the days after a dosing visit, measures of a visit.

use crate::course::event::Value;
use crate::course::known::{Known, measure_id};
use crate::protocol::course::{Visit, VisitKind};
use crate::time::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A call after a dosing visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactNow {
    /// The dosing visit.
    pub after: String,
    /// Which day after it.
    pub day: u16,
    /// That day of the calendar.
    pub due: Date,
    /// Line of the protocol.
    pub line: u16,
    /// Where it stands.
    pub state: ContactState,
    /// Days on which the client was called and not reached.
    pub tries: Vec<Date>,
}

/// Where a call stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContactState {
    /// Its day is to come.
    Planned {
        /// In so many days.
        in_days: i64,
    },
    /// Its day is today.
    Due,
    /// Its day has passed.
    Overdue {
        /// So many days ago.
        days: i64,
    },
    /// The client answered.
    Made {
        /// On that day.
        on: Date,
        /// Row.
        row: u64,
        /// Answers by question.
        answers: BTreeMap<String, Value>,
        /// Questions whose answer the protocol flags.
        flags: Vec<String>,
    },
    /// A later call was made instead, or the course was closed.
    NotMade,
}

/// A measure of a visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureNow {
    /// The visit.
    pub visit: String,
    /// The measure, by the name of its file.
    pub measure: String,
    /// First and last day of the visit's window, where they are known.
    pub window: Option<(Date, Date)>,
    /// Line of the protocol.
    pub line: u16,
    /// A rater takes it who sees nothing of the sessions.
    pub blinded: bool,
    /// Where it stands.
    pub state: MeasureState,
}

/// Where a measure stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MeasureState {
    /// The visit has no day yet.
    Waiting,
    /// The window opens later.
    Planned {
        /// In so many days.
        in_days: i64,
    },
    /// It may be taken.
    Due {
        /// Days until the window closes; none: it does not close.
        days_left: Option<i64>,
    },
    /// The window has closed.
    Overdue {
        /// So many days ago.
        days: i64,
    },
    /// It was taken.
    Taken {
        /// On that day.
        on: Date,
        /// Row.
        row: u64,
    },
    /// The visit was called off, the next visit that takes it has come, or the course was closed.
    NotTaken,
}

/// Calls after each dosing visit that was held.
pub(super) fn contacts(known: &Known<'_>, today: Date) -> Vec<ContactNow> {
    let Some(contacts) = &known.plan.contacts else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for visit in known.plan.visits_of(VisitKind::Dosing) {
        let Some(held) = known.held_on(&visit.id) else {
            continue;
        };
        let made = |day: u16| known.calls.get(&(visit.id.as_str(), day));
        let last_made = contacts
            .days
            .iter()
            .filter(|day| made(**day).is_some_and(|calls| calls.made.is_some()))
            .max();
        for day in &contacts.days {
            let Some(due) = held.plus_days(i64::from(*day)) else {
                continue;
            };
            let calls = made(*day);
            let done = calls.and_then(|calls| calls.made);
            let state = match done {
                Some((row, kept)) => ContactState::Made {
                    on: row.on,
                    row: row.seq,
                    answers: kept.answers.clone(),
                    flags: kept.flags.clone(),
                },
                None if last_made.is_some_and(|last| last > day) || known.closed.is_some() => {
                    ContactState::NotMade
                }
                None if today < due => ContactState::Planned {
                    in_days: today.days_to(due),
                },
                None if today == due => ContactState::Due,
                None => ContactState::Overdue {
                    days: due.days_to(today),
                },
            };
            let tries = calls.into_iter().flat_map(|calls| &calls.tries);
            all.push(ContactNow {
                after: visit.id.clone(),
                day: *day,
                due,
                line: contacts.cite.line,
                state,
                tries: tries.map(|row| row.on).collect(),
            });
        }
    }
    all
}

/// The stretch in which a measure of a visit is looked for: from when, and when its own time ends.
fn stretch(known: &Known<'_>, visit: &Visit) -> Option<(Date, Option<Date>)> {
    let held = known.held_on(&visit.id);
    match (known.window(visit), held) {
        (Some((from, until)), Some(held)) => Some((from.min(held), Some(until.max(held)))),
        (Some((from, until)), None) => Some((from, Some(until))),
        // A visit without a window: from the opening of the course until it was held.
        (None, held) if visit.window.is_none() => Some((known.opened?, held)),
        // Held before the visit that its window is counted from.
        (None, Some(held)) => Some((held, Some(held))),
        (None, None) => None,
    }
}

/// Measures of each visit. What was taken belongs to the first visit in whose time it falls.
pub(super) fn measures(known: &Known<'_>, today: Date) -> Vec<MeasureNow> {
    let mut used: BTreeSet<u64> = BTreeSet::new();
    let mut all = Vec::new();
    for (place, visit) in known.plan.visits.iter().enumerate() {
        for measure in &visit.measures {
            let later = known.plan.visits.iter().skip(place + 1);
            let mut later = later.filter(|one| one.measures.contains(measure));
            let next = later
                .find_map(|one| stretch(known, one))
                .map(|(from, _)| from);
            let state = measure_state(known, visit, measure, next, today, &mut used);
            all.push(MeasureNow {
                visit: visit.id.clone(),
                measure: measure.clone(),
                window: known.window(visit),
                line: visit.cite.line,
                blinded: known.plan.outcome.blinded.contains(measure),
                state,
            });
        }
    }
    all
}

fn measure_state(
    known: &Known<'_>,
    visit: &Visit,
    measure: &str,
    next: Option<Date>,
    today: Date,
    used: &mut BTreeSet<u64>,
) -> MeasureState {
    let stretch = stretch(known, visit);
    if let Some((from, until)) = stretch {
        let found = known.measures.iter().find(|(row, taken)| {
            measure_id(&taken.measure) == measure
                && !used.contains(&row.seq)
                && row.on >= from
                // Taken late, it still belongs here until the next visit that takes it.
                && (until.is_none_or(|until| row.on <= until)
                    || next.is_none_or(|next| row.on < next))
        });
        if let Some((row, _)) = found {
            used.insert(row.seq);
            return MeasureState::Taken {
                on: row.on,
                row: row.seq,
            };
        }
    }
    let passed = stretch.is_some_and(|(_, until)| until.is_some_and(|until| until < today));
    let over = known.closed.is_some()
        || known.called_off(&visit.id).is_some()
        || (passed && next.is_some_and(|next| next <= today));
    match stretch {
        _ if over => MeasureState::NotTaken,
        None => MeasureState::Waiting,
        Some((from, _)) if today < from => MeasureState::Planned {
            in_days: today.days_to(from),
        },
        Some((_, Some(until))) if today > until => MeasureState::Overdue {
            days: until.days_to(today),
        },
        Some((_, until)) => MeasureState::Due {
            days_left: until.map(|until| today.days_to(until)),
        },
    }
}
