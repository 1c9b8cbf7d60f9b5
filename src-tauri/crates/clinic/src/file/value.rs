//! One value of a protocol file, read as what its rule needs; a value that cannot be read leaves a complaint.

use super::log::{Log, deceives, excerpt};
use super::shape::Shape;
use super::{Table, units};
use crate::file::complaint::{ComplaintCode as Code, Quantity, nearest};
use crate::quantity::{Micrograms, Millilitres, Sign};
use crate::time::Span;
use std::ops::Range;
use toml::Spanned;
use toml::de::DeValue;

/// Longest one-line text, in characters.
pub(crate) const LONGEST_LABEL: usize = 120;
/// Longest text of several sentences, in characters.
pub(crate) const LONGEST_PARAGRAPH: usize = 1200;
/// Longest list.
pub(crate) const LONGEST_LIST: usize = 120;

/// A value with its key and row.
#[derive(Clone, Copy)]
pub(crate) struct Entry<'d> {
    /// The key as typed; known to its table.
    pub key: &'d str,
    /// Row of the key, or of the item within a list.
    pub row: u32,
    spanned: &'d Spanned<DeValue<'d>>,
    log: &'d Log<'d>,
}

impl<'d> Entry<'d> {
    /// A value as it was found.
    pub fn new(
        key: &'d str,
        row: u32,
        spanned: &'d Spanned<DeValue<'d>>,
        log: &'d Log<'d>,
    ) -> Entry<'d> {
        Entry {
            key,
            row,
            spanned,
            log,
        }
    }

    /// Complains at this value.
    pub fn say(&self, code: Code) {
        self.log.say(self.row, code);
    }

    fn name(&self) -> String {
        self.key.to_owned()
    }

    fn span_in_file(&self) -> Range<usize> {
        self.spanned.span()
    }

    fn wrong_type<T>(&self, expected: &'static str) -> Option<T> {
        let found = match self.spanned.get_ref() {
            DeValue::String(_) => "text in quotes",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number with a decimal point",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date or time of day",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.say(Code::WrongType {
            key: self.name(),
            expected,
            found,
        });
        None
    }

    fn string(&self, expected: &'static str) -> Option<&'d str> {
        match self.spanned.get_ref() {
            DeValue::String(text) => Some(text),
            DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => self.wrong_type(expected),
        }
    }

    fn text(&self, most: usize, several_lines: bool) -> Option<String> {
        let text = self.string("text in quotes")?;
        let typed = self.log.typed(&self.span_in_file());
        let mut sound = true;
        for letter in text.chars() {
            let breaks = several_lines && matches!(letter, '\n' | '\r');
            let hidden = (letter.is_control() && !breaks) || deceives(letter);
            // What stands raw in the file was reported where it stands; what came by an escape is reported here.
            if hidden && !(deceives(letter) && typed.contains(letter)) {
                self.say(Code::BadCharacter {
                    code_point: u32::from(letter),
                });
            }
            sound &= !hidden;
        }
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let length = text.chars().count();
        if text.is_empty() {
            self.say(Code::EmptyText { key: self.name() });
            return None;
        }
        if length > most {
            self.say(Code::TextTooLong {
                key: self.name(),
                length,
                most,
            });
            return None;
        }
        sound.then_some(text)
    }

    /// One line of words.
    pub fn label(&self) -> Option<String> {
        self.text(LONGEST_LABEL, false)
    }

    /// Several sentences; line breaks in the file are spaces.
    pub fn paragraph(&self) -> Option<String> {
        self.text(LONGEST_PARAGRAPH, true)
    }

    /// A short name: lower-case letters, digits, hyphens; begins with a letter.
    pub fn id(&self) -> Option<String> {
        self.name_that_begins(|first| first.is_ascii_lowercase())
    }

    /// The name of an item: as a short name, or a number.
    pub fn item_id(&self) -> Option<String> {
        self.name_that_begins(|first| first.is_ascii_lowercase() || first.is_ascii_digit())
    }

    fn name_that_begins(&self, well: impl Fn(&u8) -> bool) -> Option<String> {
        let text = self.string("a short name in quotes")?;
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let good = text.as_bytes().first().is_some_and(well)
            && !text.ends_with('-')
            && text.len() <= 40
            && text.bytes().all(plain);
        if !good {
            self.say(Code::BadId {
                key: self.name(),
                typed: excerpt(text),
            });
            return None;
        }
        Some(text.to_owned())
    }

    /// One word of a fixed list.
    pub fn word<T: Copy>(&self, words: &[(&'static str, T)]) -> Option<T> {
        let text = self.string("a word in quotes")?;
        let found = words.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let known = words.iter().map(|(word, _)| *word);
            self.say(Code::UnknownWord {
                key: self.name(),
                word: excerpt(text),
                near: nearest(text, known.clone()),
                known: known.collect(),
            });
        }
        found.map(|(_, value)| *value)
    }

    /// One word of a fixed list, or `None` without a complaint.
    pub fn is_word(&self, word: &str) -> bool {
        matches!(self.spanned.get_ref(), DeValue::String(text) if text == word)
    }

    /// Text as typed, for codes that quote it; empty text included.
    pub fn raw(&self) -> Option<&'d str> {
        self.string("text in quotes")
    }

    /// True or false.
    pub fn flag(&self) -> Option<bool> {
        match self.spanned.get_ref() {
            DeValue::Boolean(flag) => Some(*flag),
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => self.wrong_type("true or false"),
        }
    }

    /// A whole number between two bounds.
    pub fn whole(&self, from: i64, to: i64) -> Option<i64> {
        let DeValue::Integer(number) = self.spanned.get_ref() else {
            return self.wrong_type("a whole number");
        };
        let value = i64::from_str_radix(number.as_str(), number.radix()).unwrap_or(i64::MAX);
        self.within(value, from, to, 0)
    }

    /// A figure of a sign, stored as the sign stores it.
    pub fn figure(&self, sign: Sign, from: i32, to: i32) -> Option<i32> {
        self.decimal(sign.decimals(), i64::from(from), i64::from(to))
    }

    /// A number with so many decimals at most, stored as an integer in steps of the last; the bounds are stored, too.
    pub fn decimal(&self, decimals: u8, from: i64, to: i64) -> Option<i32> {
        let typed = match self.spanned.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
            DeValue::Float(number) => number.as_str(),
            DeValue::Integer(_)
            | DeValue::String(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => return self.wrong_type("a number without quotes"),
        };
        let Some(stored) = units::decimal(typed, u32::from(decimals)) else {
            self.say(Code::BadFigure {
                key: self.name(),
                typed: excerpt(typed),
                decimals,
            });
            return None;
        };
        let stored = self.within(stored, from, to, decimals)?;
        i32::try_from(stored).ok()
    }

    fn within(&self, value: i64, from: i64, to: i64, decimals: u8) -> Option<i64> {
        if (from..=to).contains(&value) {
            return Some(value);
        }
        self.say(Code::OutOfRange {
            key: self.name(),
            value: units::shown(value, decimals),
            from: units::shown(from, decimals),
            to: units::shown(to, decimals),
        });
        None
    }

    /// A length of time between two bounds.
    pub fn span(&self, from: Span, to: Span) -> Option<Span> {
        let text = self.string("a length of time in quotes, such as \"30 min\"")?;
        let Some(span) = units::span(text) else {
            self.bad_unit(Quantity::Time, text);
            return None;
        };
        if !(from..=to).contains(&span) {
            self.say(Code::OutOfRange {
                key: self.name(),
                value: units::shown_span(span),
                from: units::shown_span(from),
                to: units::shown_span(to),
            });
            return None;
        }
        Some(span)
    }

    /// A length of time in whole minutes between two bounds: prompts are planned by the minute.
    pub fn minutes(&self, from: Span, to: Span) -> Option<Span> {
        let span = self.span(from, to)?;
        if span.0 % Span::minutes(1).0 != 0 {
            self.say(Code::NotWholeMinutes {
                key: self.name(),
                span,
            });
            return None;
        }
        Some(span)
    }

    /// An amount of medicine up to one gram.
    pub fn medicine(&self) -> Option<Micrograms> {
        let text = self.string("an amount in quotes, such as \"62.5 mg\"")?;
        let Some(amount) = units::micrograms(text) else {
            self.bad_unit(Quantity::Medicine, text);
            return None;
        };
        if !(1..=1_000_000).contains(&amount) {
            let (value, from, to) = (text.to_owned(), "1 µg".to_owned(), "1000 mg".to_owned());
            self.say(Code::OutOfRange {
                key: self.name(),
                value,
                from,
                to,
            });
            return None;
        }
        Some(Micrograms(amount))
    }

    /// An amount of fluid up to ten litres.
    pub fn fluid(&self) -> Option<Millilitres> {
        let text = self.string("an amount in quotes, such as \"200 ml\"")?;
        let Some(amount) = units::millilitres(text) else {
            self.bad_unit(Quantity::Fluid, text);
            return None;
        };
        if !(1..=10_000).contains(&amount) {
            let (value, from, to) = (text.to_owned(), "1 ml".to_owned(), "10 l".to_owned());
            self.say(Code::OutOfRange {
                key: self.name(),
                value,
                from,
                to,
            });
            return None;
        }
        Some(Millilitres(amount))
    }

    /// A number of days between two bounds.
    pub fn days(&self, from: u16, to: u16) -> Option<u16> {
        let text = self.string("a number of days in quotes, such as \"30 d\"")?;
        let Some(days) = units::days(text) else {
            self.bad_unit(Quantity::Days, text);
            return None;
        };
        if !(from..=to).contains(&days) {
            self.say(Code::OutOfRange {
                key: self.name(),
                value: text.to_owned(),
                from: format!("{from} d"),
                to: format!("{to} d"),
            });
            return None;
        }
        Some(days)
    }

    /// A list of texts of several sentences.
    pub fn paragraphs(&self) -> Option<Vec<String>> {
        let items = self.items()?;
        let texts: Vec<Option<String>> = items.iter().map(Entry::paragraph).collect();
        texts.into_iter().collect()
    }

    /// A list of short names, each once.
    pub fn ids(&self) -> Option<Vec<(String, u32)>> {
        let mut ids: Vec<(String, u32)> = Vec::new();
        let mut sound = true;
        for item in self.items()? {
            match item.id() {
                Some(id) if ids.iter().any(|(known, _)| *known == id) => {
                    item.say(Code::RepeatedItem {
                        key: self.name(),
                        item: id,
                    });
                    sound = false;
                }
                Some(id) => ids.push((id, item.row)),
                None => sound = false,
            }
        }
        sound.then_some(ids)
    }

    fn bad_unit(&self, quantity: Quantity, typed: &str) {
        self.say(Code::BadUnit {
            key: self.name(),
            quantity,
            typed: excerpt(typed),
        });
    }

    /// The items of a list that is not empty.
    pub fn items(&self) -> Option<Vec<Entry<'d>>> {
        let DeValue::Array(array) = self.spanned.get_ref() else {
            return self.wrong_type("a list");
        };
        if array.is_empty() {
            self.say(Code::EmptyList { key: self.name() });
            return None;
        }
        if array.len() > LONGEST_LIST {
            self.say(Code::ListTooLong {
                key: self.name(),
                length: array.len(),
                most: LONGEST_LIST,
            });
            return None;
        }
        let item = |value: &'d Spanned<DeValue<'d>>| {
            Entry::new(self.key, self.log.row(value.span().start), value, self.log)
        };
        Some(array.iter().map(item).collect())
    }

    /// How many items a list has; nought for what is no list.
    pub fn count(&self) -> usize {
        match self.spanned.get_ref() {
            DeValue::Array(array) => array.len(),
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Table(_) => 0,
        }
    }

    /// This value as a table.
    pub fn table(&self, shape: &'static Shape) -> Option<Table<'d>> {
        let DeValue::Table(table) = self.spanned.get_ref() else {
            return self.wrong_type("a table");
        };
        Some(Table::open(shape, self.row, table, self.log))
    }

    /// This value as a list of tables; an unreadable item is left out.
    pub fn tables(&self, shape: &'static Shape) -> Vec<Table<'d>> {
        if matches!(self.spanned.get_ref(), DeValue::Table(_)) {
            return self
                .wrong_type("a list of tables, each with [[double brackets]]")
                .unwrap_or_default();
        }
        let items = self.items().unwrap_or_default();
        items.iter().filter_map(|item| item.table(shape)).collect()
    }
}
