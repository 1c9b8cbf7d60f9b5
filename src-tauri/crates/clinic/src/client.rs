//! What is known of a client as a person: kept apart from the course, shown on demand only.

use crate::time::Date;
use serde::{Deserialize, Serialize};

/// Longest text of one field, in characters.
pub const FIELD_CHARS_MAX: usize = 1_000;

/// A client as a person. Every field may be empty; none is ever computed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Details {
    /// Name.
    pub name: String,
    /// Day of birth.
    pub born: Option<Date>,
    /// Pronouns.
    pub pronouns: String,
    /// How to reach the client.
    pub contact: String,
    /// Whom to call in an emergency.
    pub emergency: String,
    /// Who supports the client at home and on the way.
    pub support: String,
    /// Other clinicians.
    pub clinicians: String,
    /// Allergies.
    pub allergies: String,
}

impl std::fmt::Debug for Details {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Details")
    }
}

/// Why details are not kept. Names the field in a fixed word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadDetails {
    /// Longer than [`FIELD_CHARS_MAX`].
    #[error("too long: {0}")]
    TooLong(&'static str),
    /// A control character that is no line end.
    #[error("a control character in {0}")]
    Control(&'static str),
    /// Born after today.
    #[error("that day has not come")]
    NotBorn,
}

impl Details {
    /// The same without blanks at the ends of its fields, where it may be kept on this day.
    ///
    /// # Errors
    ///
    /// The first field that may not.
    pub fn checked(&self, today: Date) -> Result<Details, BadDetails> {
        if self.born.is_some_and(|born| born > today) {
            return Err(BadDetails::NotBorn);
        }
        let line = |what, typed: &str| text(what, typed, false);
        let lines = |what, typed: &str| text(what, typed, true);
        Ok(Details {
            name: line("name", &self.name)?,
            born: self.born,
            pronouns: line("pronouns", &self.pronouns)?,
            contact: lines("contact", &self.contact)?,
            emergency: lines("emergency", &self.emergency)?,
            support: lines("support", &self.support)?,
            clinicians: lines("clinicians", &self.clinicians)?,
            allergies: lines("allergies", &self.allergies)?,
        })
    }

    /// Whole years on a day; none where no day of birth is known.
    pub fn age(&self, on: Date) -> Option<u32> {
        self.born.and_then(|born| born.years_to(on))
    }
}

fn text(what: &'static str, typed: &str, lines: bool) -> Result<String, BadDetails> {
    let typed = typed.trim();
    if typed.chars().count() > FIELD_CHARS_MAX {
        return Err(BadDetails::TooLong(what));
    }
    if typed
        .chars()
        .any(|c| c.is_control() && !(lines && c == '\n'))
    {
        return Err(BadDetails::Control(what));
    }
    Ok(typed.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    #[test]
    fn age_is_whole_years() {
        let born = |text: &str| Details {
            born: Some(day(text)),
            ..Details::default()
        };
        assert_eq!(born("1985-11-26").age(day("2026-11-26")), Some(41));
        assert_eq!(born("1985-11-27").age(day("2026-11-26")), Some(40));
        assert_eq!(born("2004-02-29").age(day("2026-02-28")), Some(21));
        assert_eq!(born("2027-01-01").age(day("2026-11-26")), None);
        assert_eq!(Details::default().age(day("2026-11-26")), None);
    }

    #[test]
    fn what_may_not_be_kept_names_its_field() {
        let today = day("2026-11-26");
        let with = |change: fn(&mut Details)| {
            let mut details = Details::default();
            change(&mut details);
            details.checked(today)
        };
        assert_eq!(
            with(|d| d.name = "a\nb".to_owned()),
            Err(BadDetails::Control("name"))
        );
        assert_eq!(
            with(|d| d.allergies = "x".repeat(1_001)),
            Err(BadDetails::TooLong("allergies"))
        );
        assert_eq!(
            with(|d| d.born = "2026-11-27".parse().ok()),
            Err(BadDetails::NotBorn)
        );
        let kept = with(|d| d.contact = " 1 Quay\n2 Shore ".to_owned()).expect("kept");
        assert_eq!(kept.contact, "1 Quay\n2 Shore");
    }
}
