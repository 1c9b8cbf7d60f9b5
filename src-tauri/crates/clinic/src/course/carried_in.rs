//! What a client said in preparation that a session and the visit after it show again: the intention, and the plan for stopping early.

use super::Course;
use super::event::{Event, Recorded, Value};
use crate::id::PersonId;
use crate::protocol::course::{ItemKind, Plan};
use crate::time::Date;
use std::collections::BTreeMap;

/// What it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CarriedKind {
    /// The intention in the client's own words: a text whose name begins with `intention`.
    Intention,
    /// What was agreed for stopping early: an agreement whose name begins with `stop`.
    Stopping,
}

/// One of them, as it stood on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedIn {
    /// Item of the protocol.
    pub item: String,
    /// Its words.
    pub title: String,
    /// What it is.
    pub kind: CarriedKind,
    /// Heading (empty with an intention) and the words, in the order of the protocol.
    pub lines: Vec<(String, String)>,
    /// What was taken away since, oldest first.
    pub narrowed: Vec<(Date, String)>,
    /// How it should read, where it was amended: the newest.
    pub amended: Option<String>,
    /// The day on which it was said.
    pub on: Date,
    /// Who wrote it.
    pub by: PersonId,
    /// Row.
    pub row: u64,
}

/// What stood there at the end of `day`, in the order of the protocol. A struck answer does not count.
pub fn carried_in(plan: &Plan, course: &Course, day: Date) -> Vec<CarriedIn> {
    let mut last: BTreeMap<&str, (&Recorded, &Value)> = BTreeMap::new();
    let rows = course.counted().into_iter().filter(|row| row.on <= day);
    for row in rows.clone() {
        if let Event::Answered(answered) = &row.event {
            last.insert(&answered.item, (row, &answered.value));
        }
    }
    let amendments = course.amendments(None);
    let carried = plan.items.iter().filter_map(|item| {
        let (row, value) = *last.get(item.id.as_str())?;
        let (kind, lines) = match (&item.kind, value) {
            (ItemKind::Text, Value::Text { words }) if item.id.starts_with("intention") => {
                (CarriedKind::Intention, vec![(String::new(), words.clone())])
            }
            (ItemKind::Agreement(titles), Value::Agreement { parts })
                if item.id.starts_with("stop") =>
            {
                let said = titles.iter().filter_map(|title| {
                    let words = parts.get(&title.id)?;
                    Some((title.title.clone(), words.clone()))
                });
                (CarriedKind::Stopping, said.collect())
            }
            _ => return None,
        };
        let narrowed = rows.clone().filter_map(|later| match &later.event {
            Event::AgreementNarrowed { item: of, words }
                if *of == item.id && (later.on, later.seq) > (row.on, row.seq) =>
            {
                Some((later.on, words.clone()))
            }
            _ => None,
        });
        let amended = amendments.iter().rfind(|one| one.seq == row.seq);
        Some(CarriedIn {
            item: item.id.clone(),
            title: item.title.clone(),
            kind,
            lines,
            narrowed: narrowed.collect(),
            amended: amended.map(|one| one.words.to_owned()),
            on: row.on,
            by: row.by,
            row: row.seq,
        })
    });
    carried.collect()
}
