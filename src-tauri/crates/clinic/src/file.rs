//! A protocol file as a document: tables with known keys, each value with the row of the file it stands on.
//!
//! Nothing here knows what a rule means; `check` does. The document is walked by hand, so that one look reports every
//! complaint and not only the first.
//!
//! **Invariant:** a reader that answers `None` has left a complaint of severity error in the log.

pub mod complaint;
pub(crate) mod log;
pub(crate) mod shape;
pub(crate) mod units;
pub(crate) mod value;

pub(crate) use log::Log;
pub(crate) use value::Entry;

use crate::protocol::Cite;
use complaint::{ComplaintCode as Code, nearest};
use shape::Shape;
use toml::de::DeTable;

/// Larger files are refused unread.
pub const LARGEST_BYTES: usize = 256 * 1024;

/// One table of the file, opened with its known keys.
pub(crate) struct Table<'d> {
    /// Which keys it may and must have.
    pub shape: &'static Shape,
    /// Row of its header.
    pub row: u32,
    entries: Vec<Entry<'d>>,
    log: &'d Log<'d>,
}

/// A rule with the rows it was read from, kept until the rules have been compared with each other.
pub(crate) struct Placed<T> {
    /// The rule.
    pub rule: T,
    /// Row of its header.
    pub row: u32,
    rows: Vec<(String, u32)>,
}

impl<T> Placed<T> {
    /// Row of a key, or of the header where the key is absent.
    pub fn row_of(&self, key: &str) -> u32 {
        let found = self.rows.iter().find(|(name, _)| name == key);
        found.map_or(self.row, |(_, row)| *row)
    }
}

impl<'d> Table<'d> {
    /// Opens a table: unknown and missing keys are reported at once.
    pub fn open(
        shape: &'static Shape,
        row: u32,
        table: &'d DeTable<'d>,
        log: &'d Log<'d>,
    ) -> Table<'d> {
        let mut entries = Vec::with_capacity(table.len());
        for (key, value) in table {
            let row = log.row(key.span().start);
            let key: &str = key.get_ref();
            if shape.knows(key) {
                entries.push(Entry::new(key, row, value, log));
            } else {
                log.say(
                    row,
                    Code::UnknownKey {
                        table: shape.name,
                        key: log::excerpt(key),
                        near: nearest(key, shape.keys()),
                    },
                );
            }
        }
        for key in shape.must {
            if !entries.iter().any(|entry| entry.key == *key) {
                log.say(
                    row,
                    Code::MissingKey {
                        table: shape.name,
                        key,
                    },
                );
            }
        }
        Table {
            shape,
            row,
            entries,
            log,
        }
    }

    /// The value of a known key, where it is given.
    pub fn get(&self, key: &'static str) -> Option<Entry<'d>> {
        debug_assert!(
            self.shape.knows(key),
            "{} has no key {key}",
            self.shape.name
        );
        self.entries.iter().find(|entry| entry.key == key).copied()
    }

    /// Whether a known key is given.
    pub fn has(&self, key: &'static str) -> bool {
        self.get(key).is_some()
    }

    /// Reads a key that may be absent: `Some(None)` absent, `None` given but unreadable.
    pub fn maybe<T>(
        &self,
        key: &'static str,
        read: impl FnOnce(Entry<'d>) -> Option<T>,
    ) -> Option<Option<T>> {
        match self.get(key) {
            None => Some(None),
            Some(entry) => read(entry).map(Some),
        }
    }

    /// One line of words.
    pub fn label(&self, key: &'static str) -> Option<String> {
        self.get(key)?.label()
    }

    /// Several sentences.
    pub fn paragraph(&self, key: &'static str) -> Option<String> {
        self.get(key)?.paragraph()
    }

    /// A short name.
    pub fn id(&self, key: &'static str) -> Option<String> {
        self.get(key)?.id()
    }

    /// A table inside this one.
    pub fn table(&self, key: &'static str, shape: &'static Shape) -> Option<Table<'d>> {
        self.get(key)?.table(shape)
    }

    /// The tables of a list, in order; an unreadable item is left out (and complained about).
    pub fn tables(&self, key: &'static str, shape: &'static Shape) -> Vec<Table<'d>> {
        self.get(key)
            .map_or_else(Vec::new, |entry| entry.tables(shape))
    }

    /// `line` and `source`, entered in the ledger of citations.
    pub fn cite(&self) -> Option<Cite> {
        let line = self.get("line").and_then(|entry| {
            let line = u16::try_from(entry.whole(1, 999)?).ok()?;
            self.log.cite_line(line, entry.row);
            Some(line)
        });
        let source = self.source();
        Some(Cite {
            line: line?,
            source: source?,
        })
    }

    /// `source` alone, entered in the ledger of citations.
    pub fn source(&self) -> Option<String> {
        let entry = self.get("source")?;
        let source = entry.id()?;
        self.log.cite_source(&source, entry.row);
        Some(source)
    }

    /// Keeps the rows of this table with the rule that was read from it.
    pub fn place<T>(&self, rule: T) -> Placed<T> {
        let rows = self
            .entries
            .iter()
            .map(|entry| (entry.key.to_owned(), entry.row))
            .collect();
        Placed {
            rule,
            row: self.row,
            rows,
        }
    }

    /// Complains about a key that has no use here.
    pub fn no_use(&self, key: &'static str, because: &'static str) {
        if let Some(entry) = self.get(key) {
            let code = Code::KeyWithoutUse {
                table: self.shape.name,
                key,
                because,
            };
            self.log.say(entry.row, code);
        }
    }

    /// Reads a key that this rule needs though its table does not always.
    pub fn needed(&self, key: &'static str) -> Option<Entry<'d>> {
        let entry = self.get(key);
        if entry.is_none() {
            self.say(Code::MissingKey {
                table: self.shape.name,
                key,
            });
        }
        entry
    }

    /// How many tables a list has, readable or not.
    pub fn count(&self, key: &'static str) -> usize {
        self.get(key).map_or(0, |entry| entry.count())
    }

    /// Complains at a row.
    pub fn say_at(&self, row: u32, code: Code) {
        self.log.say(row, code);
    }

    /// Complains at the header of this table.
    pub fn say(&self, code: Code) {
        self.log.say(self.row, code);
    }
}

/// Reads the text as a document; answers its root, or leaves the one complaint that forbids to read on.
pub(crate) fn parse<'d>(text: &'d str, log: &Log<'d>) -> Option<DeTable<'d>> {
    if text.len() > LARGEST_BYTES {
        log.say(
            1,
            Code::FileTooLarge {
                bytes: text.len(),
                most: LARGEST_BYTES,
            },
        );
        return None;
    }
    match DeTable::parse(text) {
        Ok(root) => {
            log.scan_characters();
            Some(root.into_inner())
        }
        Err(error) => {
            let row = error.span().map_or(1, |span| log.row(span.start));
            log.say(
                row,
                Code::Syntax {
                    message: log::excerpt(error.message()),
                },
            );
            None
        }
    }
}
