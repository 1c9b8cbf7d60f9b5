//! What is left out of a client's course. Every event is named, so that a new one asks where its words go.

use super::LEFT_OUT;
use crate::course::event::{
    AdverseNoted, Answered, Event, MeasureTaken, MedicineKept, Recorded, Value, VisitBegun,
};
use crate::id::PersonId;
use std::collections::BTreeMap;

/// Whether a row is a process note: the pair's own looking back. Out of a packet unless it is asked for.
pub fn is_process_note(row: &Recorded) -> bool {
    matches!(row.event, Event::Reflected { .. })
}

/// Rows without the words of process notes; the rows themselves stay, so that their numbers do. What `but` wrote themselves keeps its words:
/// nobody sends another's. Answers how many there were.
pub fn without_process_notes(rows: &mut [Recorded], but: Option<PersonId>) -> usize {
    let notes: BTreeMap<u64, PersonId> = rows
        .iter()
        .filter(|row| is_process_note(row))
        .map(|row| (row.seq, row.by))
        .collect();
    for row in rows.iter_mut() {
        let about = match &row.event {
            Event::Reflected { .. } => Some(&row.by),
            Event::Amended {
                session: None, seq, ..
            }
            | Event::Struck { seq, .. } => notes.get(seq),
            _ => None,
        };
        let goes = |author: &PersonId| but == Some(*author) && but == Some(row.by);
        if about.is_some_and(|author| !goes(author)) {
            leave_out(&mut row.event);
        }
    }
    notes.len()
}

/// A row without free words and names.
pub fn without_words(mut row: Recorded) -> Recorded {
    leave_out(&mut row.event);
    row
}

fn leave_out(event: &mut Event) {
    for text in free_text(event) {
        if !text.is_empty() {
            LEFT_OUT.clone_into(text);
        }
    }
}

/// The words of an answer.
fn answer(value: &mut Value) -> Vec<&mut String> {
    match value {
        Value::Finding { words } | Value::Text { words } => vec![words],
        Value::Agreement { parts } => parts.values_mut().collect(),
        Value::Tick {}
        | Value::NotApplicable {}
        | Value::Date { .. }
        | Value::Number { .. }
        | Value::YesNo { .. }
        | Value::Choice { .. }
        | Value::Suicidality { .. } => vec![],
    }
}

/// Every field that a person types into. A choice of the protocol, or a name in it, is none.
fn free_text(event: &mut Event) -> Vec<&mut String> {
    match event {
        Event::MeasureTaken(MeasureTaken { occasion, .. }) => vec![occasion],
        Event::Struck { reason, .. }
        | Event::Unlocked { reason, .. }
        | Event::Moved { reason, .. }
        | Event::VisitNotHeld { reason, .. }
        | Event::Decided { reason, .. }
        | Event::GateOverridden { reason, .. }
        | Event::Closed { reason }
        | Event::Reopened { reason } => vec![reason],
        Event::Amended { words, reason, .. } => vec![words, reason],
        Event::VisitBegun(VisitBegun { title, others, .. }) => vec![title, others],
        Event::VisitClosed { note, .. }
        | Event::ConsentGiven { note, .. }
        | Event::ConsentWithdrawn { note, .. }
        | Event::ContactNotReached { note, .. } => vec![note],
        Event::VisitHeldOtherwise { how, .. } => vec![how],
        Event::Answered(Answered {
            value,
            source,
            note,
            ..
        }) => {
            let mut texts = answer(value);
            texts.extend([source, note]);
            texts
        }
        Event::ContactMade(made) => made.answers.values_mut().flat_map(answer).collect(),
        Event::MedicineKept(MedicineKept {
            name, dose, note, ..
        }) => vec![name, dose, note],
        Event::AgreementNarrowed { words, .. }
        | Event::Reflected { words, .. }
        | Event::InsightKept { words, .. }
        | Event::PracticeAgreed { words, .. }
        | Event::PracticeReviewed { words, .. }
        | Event::CopingKept { words }
        | Event::CopingReviewed { words, .. }
        | Event::AdverseFollowed { words, .. }
        | Event::AdverseJudged { words, .. }
        | Event::AdverseReported { words, .. }
        | Event::TechniqueUsed { words, .. } => vec![words],
        Event::AdverseNoted(AdverseNoted { term, words, .. }) => vec![term, words],
        Event::PredictorTaken { value, method, .. } => vec![value, method],
        Event::Opened { .. } | Event::AllianceRated { .. } => vec![],
    }
}
