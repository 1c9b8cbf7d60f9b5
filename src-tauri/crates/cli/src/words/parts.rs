//! Words of parts of a course, as they leave and as they are read.

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

/// An entry of a course as it is read.
pub fn course_entry(one: &ReviewedEntry) -> String {
    let entry = &one.entry;
    let about = if one.title.is_empty() {
        &entry.about
    } else {
        &one.title
    };
    let mut words = vec![format!("{} {about}", entry.what)];
    words.extend(export::course::said(one));
    format!(
        "    {:>3}  {}  {}  {}",
        entry.seq,
        entry.on,
        entry.by,
        words.join("; ")
    )
}
