//! Words of parts of a course, as they leave and as they are read.

use export::part;
use wire::packets::{PieceKind, PieceView};
use wire::review::{ReviewedEntry, ReviewedPiece};

/// No part of a course can be sealed.
pub const NO_PARTS: &str =
    "Nothing stands in this client's course that can be sealed beside the sessions.";

/// A part of a course.
pub fn part_line(one: &PieceView) -> String {
    part_words(one.kind, &one.title, one.day, &one.on)
}

fn part_words(kind: PieceKind, title: &str, day: Option<u16>, on: &str) -> String {
    format!("{}, {on}", part::title(kind, title, day))
}

/// A part that leaves.
pub fn leaving_part(one: &PieceView, entries: u32) -> String {
    format!("{}: {entries} entries", part_line(one))
}

/// What went along of a course.
pub fn reviewed_course(protocol: &str, left_out: u64) -> String {
    format!("Course under {protocol}, process notes left out: {left_out}.")
}

/// A part of a course as it is read.
pub fn part_told(one: &ReviewedPiece) -> String {
    let signed = part::signed(one);
    let locked = if one.locked { ", locked" } else { "" };
    let words = part_words(one.kind, &one.title, one.day, &one.on);
    format!("{words}; {signed}{locked}")
}

/// An entry of a course as it is read.
pub fn course_entry(one: &ReviewedEntry) -> String {
    let entry = &one.entry;
    let fields: Vec<&str> = one.fields.iter().map(|one| one.field.as_str()).collect();
    let fields = if fields.is_empty() {
        String::new()
    } else {
        format!("  [{}]", fields.join(", "))
    };
    format!(
        "    {:>3}  {}  {}  {}{fields}",
        entry.seq,
        entry.on,
        entry.by,
        part::entry_words(one)
    )
}
