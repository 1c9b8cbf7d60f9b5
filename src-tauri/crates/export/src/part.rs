//! A part of a client's course in words, and the facts of its report: a visit, the calls of a day, an adverse event, a gate.

use crate::record;
use crate::report::{both_times, fact, signed_lines, vouched_by};
use companion::Error;
use serde::Serialize;
use wire::packets::PieceKind;
use wire::review::{PieceSigned, ReviewView, ReviewedEntry, ReviewedPiece};

/// The report of a part of a course that lies in a packet.
#[derive(Debug, Clone, Serialize)]
pub struct PartReport {
    /// The clinic's code.
    pub code: String,
    /// What part.
    pub title: String,
    /// A training vault: nobody was treated.
    pub training: bool,
    /// Facts that stand at the head: name and value.
    pub facts: Vec<(String, String)>,
    /// Every entry, in the order of the course.
    pub entries: Vec<PartEntry>,
    /// Signatures, one line each.
    pub signatures: Vec<Vec<String>>,
    /// What binds the page to the record: name and value.
    pub trail: Vec<(String, String)>,
}

/// One entry of it.
#[derive(Debug, Clone, Serialize)]
pub struct PartEntry {
    /// Its number in the course.
    pub seq: String,
    /// The day it happened.
    pub on: String,
    /// When it was entered.
    pub entered: String,
    /// Initials.
    pub by: String,
    /// Words.
    pub text: String,
}

/// What a part is called.
pub fn title(kind: PieceKind, title: &str, day: Option<u16>) -> String {
    match (kind, day) {
        (PieceKind::Call, Some(day)) => format!("call on day {day} after {title}"),
        (PieceKind::Adverse, _) => format!("adverse event: {title}"),
        (PieceKind::Gate, _) => format!("gate gone past by two: {title}"),
        _ => format!("visit: {title}"),
    }
}

/// How a part is signed in its author's record.
pub fn signed(one: &ReviewedPiece) -> &'static str {
    match one.state {
        PieceSigned::Never => "not to be signed",
        PieceSigned::NotYet => "not signed",
        PieceSigned::Holds => "signed",
        PieceSigned::AddedSince => "signed, more was added since",
        PieceSigned::Voided => "unlocked since it was signed",
    }
}

/// Everything that an entry says, in one line.
pub fn entry_words(one: &ReviewedEntry) -> String {
    let entry = &one.entry;
    let about = if one.title.is_empty() {
        &entry.about
    } else {
        &one.title
    };
    let mut words: Vec<String> = vec![format!("{} {about}", entry.what)];
    words.extend(crate::course::said(one));
    words.join("; ")
}

/// The same for paper: the fixed word of what was done as it is spoken.
fn on_paper(one: &ReviewedEntry) -> String {
    let words = entry_words(one);
    let what = &one.entry.what;
    let rest = words.strip_prefix(what.as_str()).unwrap_or(&words);
    format!("{}{rest}", what.replace('_', " "))
        .trim()
        .to_owned()
}

impl PartReport {
    /// The report of a part that lies in a packet.
    ///
    /// # Errors
    /// [`Error::Unknown`] where the packet holds no such part.
    pub fn reviewed(view: &ReviewView, part: &str, training: bool) -> Result<PartReport, Error> {
        let unknown = Error::Unknown { what: "part" };
        let Some(course) = &view.course else {
            return Err(unknown);
        };
        let mut pieces = course.pieces.iter();
        let piece = pieces.find(|piece| piece.part == part).ok_or(unknown)?;
        let title = title(piece.kind, &piece.title, piece.day);
        let at = both_times(view.line.created_wall_ms, view.line.zone_minutes);
        let locked = if piece.locked { "locked" } else { "not locked" };
        Ok(PartReport {
            code: view.line.code.clone(),
            training,
            facts: vec![
                fact("Client", &view.line.code),
                fact("Day", &piece.on),
                fact("Protocol", &course.protocol),
                fact(
                    "In its author's record",
                    &format!("{}, {locked}", signed(piece)),
                ),
                fact("Sealed", &at),
            ],
            entries: piece
                .entries
                .iter()
                .map(|one| PartEntry {
                    seq: one.entry.seq.to_string(),
                    on: one.entry.on.clone(),
                    entered: record::wall(one.entry.entered_wall_ms, one.entry.zone_minutes),
                    by: one.entry.by.clone(),
                    text: on_paper(one),
                })
                .collect(),
            signatures: signed_lines(&piece.signatures),
            trail: vec![
                fact("Checkpoint code", &view.chain.short_code),
                fact(
                    "Entries of the chain at the checkpoint",
                    &view.chain.entries.to_string(),
                ),
                fact("Vouched for by", &vouched_by(view)),
                fact(
                    "Process notes whose words are not here",
                    &course.left_out.to_string(),
                ),
                fact("Course", &course.id),
                fact("Part", &piece.part),
                fact("Protocol file, SHA-256", &course.digest),
                fact("Program", &format!("Holdfast {}", companion::VERSION)),
            ],
            title,
        })
    }
}
