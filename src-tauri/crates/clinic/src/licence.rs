//! Licences of people: number, jurisdiction, the last day on which one holds. Where the licence of somebody who is to give care has lapsed, a
//! session does not begin. Whoever has none recorded is not stopped, because not every role has one; that is said where people are listed.

use crate::people::{Person, line};
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// A licence that lapses within so many days is told beforehand. A number of the house, not of a protocol: it stops nothing.
pub const LAPSES_SOON_DAYS: i64 = 60;

/// Longest number and longest jurisdiction, in characters.
const LONGEST: usize = 120;

/// A licence as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Licence {
    /// Its number, as the authority writes it.
    pub number: String,
    /// Where it holds.
    pub jurisdiction: String,
    /// The last day on which it holds.
    pub until: Date,
}

/// How a licence stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It holds.
    Holds,
    /// It holds, and lapses within [`LAPSES_SOON_DAYS`].
    LapsesSoon {
        /// Days left; nought: this is the last one.
        days: i64,
    },
    /// Its last day is past.
    Lapsed {
        /// By so many days.
        days: i64,
    },
}

/// A part of a licence is no line of text, or too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a licence: {what}")]
pub struct BadLicence {
    /// Which part, in fixed words.
    pub what: &'static str,
}

impl Licence {
    /// A licence of what was typed.
    pub fn typed(number: &str, jurisdiction: &str, until: Date) -> Result<Licence, BadLicence> {
        let part = |text, what| line(text, LONGEST).ok_or(BadLicence { what });
        Ok(Licence {
            number: part(number, "licence number")?,
            jurisdiction: part(jurisdiction, "jurisdiction")?,
            until,
        })
    }

    /// How it stands on a day.
    pub fn on(&self, today: Date) -> Standing {
        match today.days_to(self.until) {
            days if days < 0 => Standing::Lapsed { days: -days },
            days if days <= LAPSES_SOON_DAYS => Standing::LapsesSoon { days },
            _ => Standing::Holds,
        }
    }
}

/// The first of these people who is to give care and whose recorded licence has lapsed, with its last day.
pub fn lapsed<'a>(
    people: impl IntoIterator<Item = (&'a Person, Option<&'a Licence>)>,
    today: Date,
) -> Option<(&'a Person, Date)> {
    people.into_iter().find_map(|(person, licence)| {
        let licence = licence.filter(|_| person.gives_care())?;
        matches!(licence.on(today), Standing::Lapsed { .. }).then_some((person, licence.until))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::PersonId;
    use crate::people::Role;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn licence(until: &str) -> Licence {
        Licence::typed("PSY-1", "Bergen", day(until)).expect("a licence")
    }

    fn person(roles: &[Role]) -> Person {
        Person {
            id: PersonId([1; 16]),
            name: "Person".to_owned(),
            initials: "PE".to_owned(),
            roles: roles.to_vec(),
        }
    }

    #[test]
    fn a_licence_holds_to_the_end_of_its_last_day() {
        let licence = licence("2026-05-31");
        for (today, standing) in [
            ("2026-04-01", Standing::LapsesSoon { days: 60 }),
            ("2026-03-31", Standing::Holds),
            ("2026-05-31", Standing::LapsesSoon { days: 0 }),
            ("2026-06-01", Standing::Lapsed { days: 1 }),
        ] {
            assert_eq!(licence.on(day(today)), standing, "{today}");
        }
    }

    #[test]
    fn only_who_gives_care_is_stopped_and_only_by_what_has_lapsed() {
        let stops = [
            Role::LeadTherapist,
            Role::CoTherapist,
            Role::Prescriber,
            Role::NightAttendant,
        ];
        let (past, last) = (licence("2026-03-01"), licence("2026-03-02"));
        let today = day("2026-03-02");
        for role in Role::ALL {
            let one = person(&[role]);
            let found = lapsed([(&one, Some(&past))], today);
            let expected = stops.contains(&role).then_some((&one, past.until));
            assert_eq!(found, expected, "{role:?}");
            assert_eq!(lapsed([(&one, Some(&last))], today), None, "{role:?}");
            assert_eq!(lapsed([(&one, None)], today), None, "{role:?}");
        }
        // Of several roles one is enough; of several people the first is named.
        let (both, lead) = (
            person(&[Role::Supervisor, Role::CoTherapist]),
            person(&[Role::LeadTherapist]),
        );
        let people = [(&lead, None), (&both, Some(&past))];
        assert_eq!(lapsed(people, today), Some((&both, past.until)));
    }

    #[test]
    fn a_number_and_a_jurisdiction_are_a_line_of_text() {
        let until = day("2026-05-31");
        let typed = Licence::typed("  PSY 12/4 ", " Vestland ", until).expect("a licence");
        assert_eq!(
            (&*typed.number, &*typed.jurisdiction),
            ("PSY 12/4", "Vestland")
        );
        let long = "x".repeat(LONGEST + 1);
        for (number, jurisdiction, what) in [
            ("", "Bergen", "licence number"),
            ("1", "  ", "jurisdiction"),
            ("1\n2", "Bergen", "licence number"),
            (&long, "Bergen", "licence number"),
            ("1", &long, "jurisdiction"),
        ] {
            let said = Licence::typed(number, jurisdiction, until);
            assert_eq!(said, Err(BadLicence { what }));
        }
    }
}
