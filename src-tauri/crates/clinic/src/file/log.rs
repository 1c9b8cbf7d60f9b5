//! The log of one look at a file: complaints so far, the rows of the text, and who cites what.

use crate::file::complaint::{Complaint, ComplaintCode as Code, Severity};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Complaints beyond this many say nothing new.
const MOST_COMPLAINTS: usize = 500;

/// Complaints, rows, citations. Shared by every table of the document while it is read.
pub(crate) struct Log<'d> {
    text: &'d str,
    /// Byte offset at which each row begins.
    starts: Vec<usize>,
    complaints: RefCell<Vec<Complaint>>,
    lines: RefCell<Vec<(u16, u32)>>,
    sources: RefCell<Vec<(String, u32)>>,
}

impl<'d> Log<'d> {
    /// A new log about this text.
    pub fn new(text: &'d str) -> Log<'d> {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Log {
            text,
            starts: std::iter::once(0)
                .chain(breaks.map(|(at, _)| at + 1))
                .collect(),
            complaints: RefCell::default(),
            lines: RefCell::default(),
            sources: RefCell::default(),
        }
    }

    /// The row, from 1, in which a byte stands.
    pub fn row(&self, byte: usize) -> u32 {
        let row = self.starts.partition_point(|start| *start <= byte);
        u32::try_from(row.max(1)).unwrap_or(u32::MAX)
    }

    /// The text between two bytes, as typed.
    pub fn typed(&self, span: &std::ops::Range<usize>) -> &'d str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    /// Complains.
    pub fn say(&self, line: u32, code: Code) {
        let mut complaints = self.complaints.borrow_mut();
        if complaints.len() < MOST_COMPLAINTS {
            complaints.push(Complaint { line, code });
        }
    }

    /// Whether a complaint so far refuses the file.
    pub fn has_error(&self) -> bool {
        let complaints = self.complaints.borrow();
        complaints
            .iter()
            .any(|complaint| complaint.severity() == Severity::Error)
    }

    /// A rule cites this line number.
    pub fn cite_line(&self, line: u16, row: u32) {
        self.lines.borrow_mut().push((line, row));
    }

    /// A rule cites this source.
    pub fn cite_source(&self, key: &str, row: u32) {
        self.sources.borrow_mut().push((key.to_owned(), row));
    }

    /// Every cited line number with its row, in the order of the rows.
    pub fn cited_lines(&self) -> Vec<(u16, u32)> {
        let mut lines = self.lines.borrow().clone();
        lines.sort_by_key(|(_, row)| *row);
        lines
    }

    /// Every cited source with its row.
    pub fn cited_sources(&self) -> Vec<(String, u32)> {
        self.sources.borrow().clone()
    }

    /// Complains about characters that show a text other than it is, wherever they stand, comments included.
    pub fn scan_characters(&self) {
        let mut seen = BTreeSet::new();
        // A byte order mark at the very front is some editors' habit, and harmless there.
        let body = self
            .text
            .char_indices()
            .filter(|(at, letter)| *at > 0 || *letter != '\u{feff}');
        for (at, letter) in body.filter(|(_, letter)| deceives(*letter)) {
            let row = self.row(at);
            if seen.insert((row, letter)) {
                self.say(
                    row,
                    Code::BadCharacter {
                        code_point: u32::from(letter),
                    },
                );
            }
        }
    }

    /// Ends the look: every complaint, by row.
    pub fn finish(self) -> Vec<Complaint> {
        let mut complaints = self.complaints.into_inner();
        complaints.sort_by(|a, b| (a.line, a.code.name()).cmp(&(b.line, b.code.name())));
        complaints.dedup();
        complaints
    }
}

/// Whether a character changes how the text around it is shown, or is not shown at all.
pub(crate) fn deceives(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// A short piece of what was typed, fit to stand in a sentence.
pub(crate) fn excerpt(typed: &str) -> String {
    let shown = |letter: char| {
        if letter.is_control() || deceives(letter) {
            '\u{fffd}'
        } else {
            letter
        }
    };
    let mut piece: String = typed.chars().take(60).map(shown).collect();
    if typed.chars().nth(60).is_some() {
        piece.push('…');
    }
    piece
}
