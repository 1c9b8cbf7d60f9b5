//! Every row of a course in short: what a person wrote stands in it, nothing is added.

use super::now::Initials;
use crate::measures::shown;
use crate::session::log::Amended;
use clinic::course::Amendment;
use clinic::course::event::Recorded;
use companion::courses::{Course, Event, Mode, Value};
use serde::Serialize;
use std::collections::BTreeMap;
#[cfg(test)]
use ts_rs::TS;

/// A row of the course.
#[derive(Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "course.ts"))]
pub struct Entry {
    pub seq: u64,
    /// The day it happened, `2026-03-02`.
    pub on: String,
    pub entered_wall_ms: i64,
    pub zone_minutes: i16,
    /// Initials.
    pub by: String,
    /// What was done, as a fixed word: that of the event.
    pub what: String,
    /// What it is about: a visit, an item, a consent, a measure; may be empty.
    pub about: String,
    /// Words that were written; may be empty.
    pub words: String,
    /// It was struck by a later row.
    pub struck: bool,
    /// As it should read, the newest, with the reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub amended: Option<Amended>,
    /// Page of the protocol that a technique went by.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub guide: Option<String>,
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Entry({})", self.seq)
    }
}

pub(super) fn of(course: &Course, by: Initials<'_>) -> Vec<Entry> {
    let amendments = course.amendments(None).into_iter();
    let amended: BTreeMap<u64, Amendment<'_>> = amendments.map(|one| (one.seq, one)).collect();
    let rows = course.rows().iter();
    rows.map(|row| entry_of(row, course.is_struck(row.seq), amended.get(&row.seq), by))
        .collect()
}

/// One row in short; `amended`: how it should read, the newest.
pub(crate) fn entry_of(
    row: &Recorded,
    struck: bool,
    amended: Option<&Amendment<'_>>,
    by: Initials<'_>,
) -> Entry {
    let (what, about, words) = told(&row.event);
    Entry {
        seq: row.seq,
        on: row.on.to_string(),
        entered_wall_ms: row.entered.wall_ms,
        zone_minutes: row.entered.zone_minutes,
        by: by(row.by),
        what: what.to_owned(),
        about,
        words,
        struck,
        amended: amended.map(|one| Amended {
            text: one.words.to_owned(),
            reason: one.reason.to_owned(),
            by: by(one.row.by),
            wall_ms: one.row.entered.wall_ms,
        }),
        guide: match &row.event {
            Event::TechniqueUsed { guide, .. } => guide.clone(),
            _ => None,
        },
    }
}

/// What was done, what about, in which words.
fn told(event: &Event) -> (&'static str, String, String) {
    let none = String::new;
    match event {
        Event::MeasureTaken(taken) => (
            "measure_taken",
            taken.measure.clone(),
            taken.occasion.clone(),
        ),
        Event::Struck { seq, reason } => ("struck", seq.to_string(), reason.clone()),
        Event::Amended { seq, words, .. } => ("amended", seq.to_string(), words.clone()),
        Event::Unlocked { visit, reason, .. } => (
            "unlocked",
            visit.clone().unwrap_or_default(),
            reason.clone(),
        ),
        Event::Opened { protocol, .. } => ("opened", protocol.clone(), none()),
        Event::Moved { to, reason, .. } => ("moved", to.clone(), reason.clone()),
        Event::VisitBegun(begun) => ("visit_begun", begun.visit.clone(), begun.title.clone()),
        Event::VisitClosed { visit, note, .. } => ("visit_closed", visit.clone(), note.clone()),
        Event::VisitHeldOtherwise { visit, how, .. } => {
            ("visit_held_otherwise", visit.clone(), how.clone())
        }
        Event::VisitNotHeld { visit, reason, .. } => {
            ("visit_not_held", visit.clone(), reason.clone())
        }
        Event::Answered(answered) => (
            "answered",
            answered.item.clone(),
            [value(&answered.value), answered.note.clone()]
                .into_iter()
                .filter(|words| !words.is_empty())
                .collect::<Vec<_>>()
                .join("; "),
        ),
        Event::AgreementNarrowed { item, words } => {
            ("agreement_narrowed", item.clone(), words.clone())
        }
        Event::MedicineKept(kept) => ("medicine_kept", kept.name.clone(), kept.note.clone()),
        Event::ConsentGiven { consent, note, .. } => {
            ("consent_given", consent.clone(), note.clone())
        }
        Event::ConsentWithdrawn { consent, note, .. } => {
            ("consent_withdrawn", consent.clone(), note.clone())
        }
        Event::Decided {
            eligible, reason, ..
        } => (
            if *eligible {
                "decided_for"
            } else {
                "decided_against"
            },
            none(),
            reason.clone(),
        ),
        Event::GateOverridden { gate, reason, .. } => {
            ("gate_overridden", gate.clone(), reason.clone())
        }
        Event::ContactMade(made) => (
            "contact_made",
            format!("{} {}", made.after, made.day),
            none(),
        ),
        Event::ContactNotReached { after, day, note } => (
            "contact_not_reached",
            format!("{after} {day}"),
            note.clone(),
        ),
        Event::AllianceRated {
            visit,
            safe,
            understood,
            mode,
        } => {
            let how = match mode {
                Some(Mode::Client) => ", answered by the client",
                Some(Mode::Asked) => ", answered aloud",
                Some(Mode::Entered) => ", carried over from paper",
                None => "",
            };
            let words = format!("safe {safe}, understood {understood}, 0 to 10{how}");
            ("alliance_rated", visit.clone(), words)
        }
        Event::Reflected { visit, words } => ("reflected", visit.clone(), words.clone()),
        Event::InsightKept { words, .. } => ("insight_kept", none(), words.clone()),
        Event::PracticeAgreed { words, .. } => ("practice_agreed", none(), words.clone()),
        Event::PracticeReviewed {
            practice, words, ..
        } => ("practice_reviewed", practice.to_string(), words.clone()),
        Event::CopingKept { words } => ("coping_kept", none(), words.clone()),
        Event::CopingReviewed { coping, words, .. } => {
            ("coping_reviewed", coping.to_string(), words.clone())
        }
        Event::AdverseNoted(noted) => ("adverse_noted", noted.term.clone(), noted.words.clone()),
        Event::AdverseFollowed { adverse, words, .. } => {
            ("adverse_followed", adverse.to_string(), words.clone())
        }
        Event::AdverseJudged { adverse, words, .. } => {
            ("adverse_judged", adverse.to_string(), words.clone())
        }
        Event::AdverseReported { report, words, .. } => {
            ("adverse_reported", report.clone(), words.clone())
        }
        Event::TechniqueUsed {
            technique, words, ..
        } => ("technique_used", technique.word().to_owned(), words.clone()),
        Event::PredictorTaken {
            predictor, value, ..
        } => ("predictor_taken", predictor.clone(), value.clone()),
        Event::Closed { reason } => ("closed", none(), reason.clone()),
        Event::Reopened { reason } => ("reopened", none(), reason.clone()),
    }
}

/// An answer in short.
fn value(value: &Value) -> String {
    match value {
        Value::Tick {} | Value::NotApplicable {} => String::new(),
        Value::Finding { words } | Value::Text { words } => words.clone(),
        Value::Date { on } => on.to_string(),
        Value::Number { stored, decimals } => shown(*stored, *decimals),
        Value::YesNo { yes } => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Choice { id } => id.clone(),
        Value::Agreement { parts } => parts.values().cloned().collect::<Vec<_>>().join("; "),
        Value::Suicidality {
            ideation,
            behaviour,
        } => format!("{ideation}{}", if *behaviour { " +" } else { "" }),
    }
}
