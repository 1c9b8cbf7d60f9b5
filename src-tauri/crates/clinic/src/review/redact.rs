//! What is left out of a packet. Every event is named, so that a new one asks where its words go.

pub mod course;

use crate::people::Person;
use crate::session::event::{Event, GateAnswer, Recorded, Voice};
use crate::session::touch::sided;
use serde::{Deserialize, Serialize};

/// How much is left out of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Redaction {
    /// Nothing but what is left out anyway: the client as a person never goes into a packet, only their code.
    Coded,
    /// Free words, names and kit codes too: times, values and choices stay.
    WithoutWords,
}

/// What stands where words were left out.
pub const LEFT_OUT: &str = "\u{2026}";

/// Whether a row is a process note: its author's own thought. Out of a packet unless it is asked for.
pub fn is_process_note(row: &Recorded) -> bool {
    matches!(
        row.event,
        Event::NotedApart { .. }
            | Event::Noted {
                voice: Voice::Thought,
                ..
            }
    )
}

/// Whether a row is a process note or, over however many steps, says how one should read or strikes it.
pub fn is_of_process_note(rows: &[Recorded], seq: u64) -> bool {
    process_note_of(rows, seq).is_some()
}

/// The process note that a row is or, over however many steps, speaks of.
pub fn process_note_of(rows: &[Recorded], seq: u64) -> Option<&Recorded> {
    let mut seq = seq;
    loop {
        let at = rows.partition_point(|row| row.seq < seq);
        let row = rows.get(at).filter(|row| row.seq == seq)?;
        match row.event {
            Event::Amended { target, .. } | Event::Struck { target, .. } if target < seq => {
                seq = target;
            }
            _ => return Some(row).filter(|row| is_process_note(row)),
        }
    }
}

/// Rows without the words of process notes; the rows themselves stay, so that their numbers do. Answers how many there were.
pub fn without_process_notes(rows: &mut [Recorded]) -> usize {
    let count = rows.iter().filter(|row| is_process_note(row)).count();
    let about: Vec<bool> = rows
        .iter()
        .map(|row| is_of_process_note(rows, row.seq))
        .collect();
    for (row, about) in rows.iter_mut().zip(about) {
        if !about {
            continue;
        }
        match &mut row.event {
            Event::Noted { text, tags, .. } => {
                LEFT_OUT.clone_into(text);
                tags.clear();
            }
            Event::NotedApart { sealed, readers } => {
                sealed.clear();
                readers.clear();
            }
            Event::Amended { text, reason, .. } => {
                LEFT_OUT.clone_into(text);
                LEFT_OUT.clone_into(reason);
            }
            Event::Struck { reason, .. } => LEFT_OUT.clone_into(reason),
            _ => {}
        }
    }
    count
}

/// A row without free words, names and kit codes.
pub fn without_words(mut row: Recorded) -> Recorded {
    for text in free_text(&mut row.event) {
        if !text.is_empty() {
            LEFT_OUT.clone_into(text);
        }
    }
    if let Event::SessionOpened { people, .. } = &mut row.event {
        nameless(people);
    }
    row
}

/// What was touched as numbers, in every row alike: what was agreed and what was not can still be told apart.
pub fn without_parts(rows: &mut [Recorded]) {
    let mut known: Vec<String> = Vec::new();
    let mut coded = |part: &mut String| {
        if part.is_empty() {
            return;
        }
        let (side, rest) = sided(part);
        let at = known.iter().position(|one| *one == rest);
        let at = at.unwrap_or_else(|| {
            known.push(rest.clone());
            known.len() - 1
        });
        let number = at + 1;
        *part = if side.is_empty() {
            format!("part {number}")
        } else {
            format!("{side} part {number}")
        };
    };
    for row in rows {
        match &mut row.event {
            Event::TouchAgreed { parts, .. } => parts.iter_mut().for_each(&mut coded),
            Event::TouchNarrowed { part, .. }
            | Event::TouchRefused { part, .. }
            | Event::Touched { part, .. } => coded(part),
            _ => {}
        }
    }
}

/// People as numbers: their roles stay.
pub fn nameless(people: &mut [Person]) {
    for (number, person) in people.iter_mut().enumerate() {
        person.name = format!("Person {}", number + 1);
        person.initials = format!("P{}", number + 1);
    }
}

/// Every field that a person types into. A choice of the protocol (a reason by its id) is none.
fn free_text(event: &mut Event) -> Vec<&mut String> {
    match event {
        Event::TrueTimeChecked { reference, .. } => vec![reference],
        Event::ReadingTaken { manner, .. } => vec![manner],
        Event::RestExcused { text, .. }
        | Event::Deferred { text, .. }
        | Event::MissExplained { text, .. }
        | Event::SupplementalNotGiven { text, .. }
        | Event::EffectBegan { text, .. }
        | Event::Noted { text, .. } => vec![text],
        Event::ContactTold { who, said, .. } => vec![who, said],
        Event::DoseGiven {
            kit, out_of_window, ..
        } => std::iter::once(kit).chain(out_of_window).collect(),
        Event::DoseTimeCorrected { reason, .. }
        | Event::GateOverridden { reason, .. }
        | Event::Struck { reason, .. } => vec![reason],
        Event::GateAnswered { answer, .. } => match answer {
            GateAnswer::Finding { text } => vec![text],
            GateAnswer::Withdrawn { reason } => vec![reason],
            GateAnswer::Yes | GateAnswer::Timekeeper { .. } => vec![],
        },
        Event::WentOut { handover, .. } => vec![handover],
        Event::Amended { text, reason, .. } => vec![text, reason],
        Event::DeviationReported { text, action, .. } => vec![text, action],
        Event::ClosingAgreed { finding, .. } => vec![finding],
        Event::SessionClosed { note, .. } => vec![note],
        Event::TouchAgreed { stop, text, .. } => vec![stop, text],
        Event::TouchNarrowed { text, .. } | Event::TouchRefused { text, .. } => vec![text],
        Event::Touched { text, consent, .. } => vec![text, consent],
        // Words that were sealed apart are no text here; `without_process_notes` leaves them out.
        Event::NotedApart { .. }
        | Event::SessionOpened { .. }
        | Event::Prompted { .. }
        | Event::FellLate { .. }
        | Event::FellMissed { .. }
        | Event::Escalated { .. }
        | Event::QuietEnded
        | Event::WindowOpened
        | Event::WindowClosed { .. }
        | Event::Rebooted { .. }
        | Event::ClockStepped { .. }
        | Event::ZoneChanged { .. }
        | Event::Gap { .. }
        | Event::ElapsedConfirmed { .. }
        | Event::CheckMet { .. }
        | Event::Seen { .. }
        | Event::FlagRaised { .. }
        | Event::FlagRepeated { .. }
        | Event::FlagSettled { .. }
        | Event::TellAsked { .. }
        | Event::QuietBegan { .. }
        | Event::QuietBroken { .. }
        | Event::RedFlagSeen { .. }
        | Event::StepTicked { .. }
        | Event::PhaseSet { .. }
        | Event::CameIn { .. }
        | Event::Starred { .. }
        | Event::EffectChanged { .. }
        | Event::EffectEnded { .. }
        | Event::Drank { .. }
        | Event::TouchEnded { .. } => vec![],
    }
}
