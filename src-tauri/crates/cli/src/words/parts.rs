//! Words of parts of a course, as they leave and as they are read.

use wire::course::value::Answer as Value;
use wire::packets::{PieceKind, PieceView};
use wire::review::{PieceSigned, ReviewedEntry, ReviewedPiece};

/// No part of a course can be sealed.
pub const NO_PARTS: &str =
    "Nothing stands in this client's course that can be sealed beside the sessions.";

/// A part of a course.
pub fn part(one: &PieceView) -> String {
    part_words(one.kind, &one.title, one.day, &one.on)
}

fn part_words(kind: PieceKind, title: &str, day: Option<u16>, on: &str) -> String {
    match (kind, day) {
        (PieceKind::Call, Some(day)) => format!("call on day {day} after {title}, {on}"),
        (PieceKind::Adverse, _) => format!("adverse event: {title}, {on}"),
        (PieceKind::Gate, _) => format!("gate gone past by two: {title}, {on}"),
        _ => format!("visit: {title}, {on}"),
    }
}

/// A part that leaves.
pub fn leaving_part(one: &PieceView, entries: u32) -> String {
    format!("{}: {entries} entries", part(one))
}

/// What went along of a course.
pub fn reviewed_course(protocol: &str, left_out: u64) -> String {
    format!("Course under {protocol}, process notes left out: {left_out}.")
}

/// A part of a course as it is read.
pub fn part_told(one: &ReviewedPiece) -> String {
    let signed = match one.state {
        PieceSigned::Never => "not to be signed",
        PieceSigned::NotYet => "not signed",
        PieceSigned::Holds => "signed",
        PieceSigned::AddedSince => "signed, more was added since",
        PieceSigned::Voided => "unlocked since it was signed",
    };
    let locked = if one.locked { ", locked" } else { "" };
    let words = part_words(one.kind, &one.title, one.day, &one.on);
    format!("{words}; {signed}{locked}")
}

/// An answer in short.
fn answered(answer: &Value) -> String {
    match answer {
        Value::Tick => "done".to_owned(),
        Value::NotApplicable => "not applicable".to_owned(),
        Value::Finding { words } | Value::Text { words } => words.clone(),
        Value::Date { on } => on.clone(),
        Value::Number { stored, decimals } => wire::measures::shown(*stored, *decimals),
        Value::YesNo { yes } => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Choice { id } => id.clone(),
        Value::Agreement { parts } => parts
            .iter()
            .map(|(line, words)| format!("{line}: {words}"))
            .collect::<Vec<_>>()
            .join("; "),
        Value::Suicidality {
            ideation,
            behaviour,
        } => format!(
            "ideation {ideation} of 5, behaviour {}",
            if *behaviour { "yes" } else { "no" }
        ),
    }
}

/// An entry of a course as it is read.
pub fn course_entry(one: &ReviewedEntry) -> String {
    let entry = &one.entry;
    let about = if one.title.is_empty() {
        &entry.about
    } else {
        &one.title
    };
    let mut words: Vec<String> = vec![format!("{} {about}", entry.what)];
    words.extend(one.answers.iter().map(|line| {
        let flagged = if line.flagged { " (flagged)" } else { "" };
        let asked = if line.title.is_empty() { "" } else { ": " };
        format!("{}{asked}{}{flagged}", line.title, answered(&line.answer))
    }));
    words.extend(Some(entry.words.clone()).filter(|words| !words.is_empty()));
    words.extend(one.minutes.map(|minutes| format!("{minutes} min")));
    words.extend(one.grade.map(|grade| format!("grade {grade}")));
    words.extend(one.serious.iter().cloned());
    words.extend(Some(one.outcome.clone()).filter(|words| !words.is_empty()));
    words.extend(
        one.missing
            .iter()
            .map(|missing| format!("missing {missing}")),
    );
    words.extend(one.people.iter().cloned());
    if entry.struck {
        words.push("struck".to_owned());
    }
    if let Some(amended) = &entry.amended {
        words.push(format!("amended: {} ({})", amended.text, amended.reason));
    }
    format!(
        "    {:>3}  {}  {}  {}",
        entry.seq,
        entry.on,
        entry.by,
        words.join("; ")
    )
}
