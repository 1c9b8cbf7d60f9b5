//! Who may not do what beside whom: the pair that a protocol asks for, people whom it keeps apart, and nobody as the reviewer of a session in
//! which they took part or as the blinded rater of a client whom they treated.

use crate::id::PersonId;
use crate::people::{Person, Role};
use crate::protocol::team::Team;
use crate::session::event::{Author, Event, Recorded, Witness};

/// Why these people do not hold a session together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    /// The roles that the protocol asks for are not held by as many people.
    #[error("the pair is not there: {}", roles.join(", "))]
    Pair {
        /// All that it asks for, as files write them.
        roles: Vec<&'static str>,
        /// Line of the protocol.
        line: u16,
    },
    /// Too few of the pair have a licence that holds.
    #[error("{wanted} of the pair must hold a licence")]
    Licensed {
        /// How many must.
        wanted: u8,
        /// Line of the protocol.
        line: u16,
    },
    /// Two of them are kept apart.
    #[error("kept apart: {}", initials.join(", "))]
    Apart {
        /// The two.
        initials: [String; 2],
        /// Why, in the protocol's words.
        why: String,
        /// Line of the protocol.
        line: u16,
    },
}

/// Whether these people may hold a session together. With each: whether a licence of theirs is recorded and holds; none: it is not asked.
///
/// # Errors
///
/// The first [`Conflict`].
pub fn together(team: &Team, people: &[(&Person, Option<bool>)]) -> Result<(), Conflict> {
    let line = team.cite.line;
    for apart in &team.apart {
        let mut there = apart.people.iter().filter(|initials| {
            let same = |(person, _): &(&Person, _)| {
                person.initials.to_lowercase() == initials.to_lowercase()
            };
            people.iter().any(same)
        });
        if let (Some(one), Some(other)) = (there.next(), there.next()) {
            return Err(Conflict::Apart {
                initials: [one.clone(), other.clone()],
                why: apart.why.clone(),
                line: apart.cite.line,
            });
        }
    }
    let free: Vec<&Person> = people.iter().map(|(person, _)| *person).collect();
    if !filled(&team.pair, &free) {
        let roles = team.pair.iter();
        return Err(Conflict::Pair {
            roles: roles
                .map(|role| crate::protocol::check::role_name(*role))
                .collect(),
            line,
        });
    }
    let asked = people.iter().all(|(_, licensed)| licensed.is_some());
    let of_pair = people
        .iter()
        .filter(|(person, _)| person.roles.iter().any(|role| team.pair.contains(role)));
    let licensed = of_pair
        .filter(|(_, licensed)| *licensed == Some(true))
        .count();
    if asked && licensed < usize::from(team.licensed) {
        return Err(Conflict::Licensed {
            wanted: team.licensed,
            line,
        });
    }
    Ok(())
}

/// Whether every role can be given to somebody else.
fn filled(roles: &[Role], free: &[&Person]) -> bool {
    let Some((role, rest)) = roles.split_first() else {
        return true;
    };
    let fits = |person: &&&Person| person.roles.contains(role);
    free.iter().filter(fits).any(|taken| {
        let left: Vec<&Person> = free
            .iter()
            .copied()
            .filter(|person| person.id != taken.id)
            .collect();
        filled(rest, &left)
    })
}

/// Whether somebody took part in a session: wrote in it, was in the room, took a reading, or stood by as the second person. Whoever has the same
/// name as one who did counts as the same, because people of two vaults have two ids.
pub fn took_part(people: &[Person], rows: &[Recorded], who: PersonId, name: &str) -> bool {
    let same = |name: &str, other: &str| {
        let plain = |text: &str| {
            text.split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .to_lowercase()
        };
        plain(name) == plain(other)
    };
    let is = |id: PersonId| {
        let known = people.iter().find(|person| person.id == id);
        id == who || known.is_some_and(|person| same(&person.name, name))
    };
    rows.iter().any(|row| {
        let wrote = matches!(row.by, Author::Person(id) if is(id));
        wrote || beside(&row.event).is_some_and(is)
    })
}

/// Who else an entry names as there.
fn beside(event: &Event) -> Option<PersonId> {
    match event {
        Event::CameIn { person } | Event::WentOut { person, .. } => Some(*person),
        Event::ReadingTaken { taken_by, .. } => *taken_by,
        Event::DoseGiven {
            witness: Witness::Proven(person),
            ..
        } => Some(*person),
        Event::TrueTimeChecked { second, .. }
        | Event::GateOverridden { second, .. }
        | Event::ClosingAgreed { second, .. } => Some(*second),
        Event::SessionClosed { second, .. } => *second,
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Cite;
    use crate::protocol::team::Apart;

    fn person(id: u8, initials: &str, roles: &[Role]) -> Person {
        Person {
            id: PersonId([id; 16]),
            name: format!("Person {initials}"),
            initials: initials.to_owned(),
            roles: roles.to_vec(),
        }
    }

    fn cite(line: u16) -> Cite {
        Cite {
            line,
            source: "house".to_owned(),
        }
    }

    fn team(pair: &[Role], licensed: u8) -> Team {
        Team {
            pair: pair.to_vec(),
            licensed,
            apart: vec![Apart {
                people: vec!["AB".to_owned(), "CD".to_owned()],
                why: "One household".to_owned(),
                cite: cite(612),
            }],
            cite: cite(611),
        }
    }

    const PAIR: [Role; 2] = [Role::LeadTherapist, Role::CoTherapist];

    #[test]
    fn a_pair_is_two_people_whatever_each_of_them_may_be() {
        let both = person(1, "MS", &PAIR);
        let lead = person(2, "LE", &[Role::LeadTherapist]);
        let other = person(3, "NA", &[Role::NightAttendant]);
        let rule = team(&PAIR, 0);
        let of = |people: &[&Person]| {
            let people: Vec<_> = people.iter().map(|one| (*one, None)).collect();
            together(&rule, &people)
        };
        let alone = Conflict::Pair {
            roles: vec!["lead_therapist", "co_therapist"],
            line: 611,
        };
        assert_eq!(of(&[&both]), Err(alone.clone()), "one person is no pair");
        assert_eq!(of(&[&lead, &other]), Err(alone.clone()));
        assert_eq!(of(&[&both, &lead]), Ok(()), "whoever comes first");
        assert_eq!(of(&[&lead, &both]), Ok(()));
        let leads = team(&[Role::LeadTherapist; 2], 0);
        let two = [(&both, None), (&lead, None)];
        assert_eq!(together(&leads, &two), Ok(()));
        assert!(together(&leads, &two[..1]).is_err());
    }

    #[test]
    fn people_who_are_kept_apart_are_named_with_the_reason() {
        let (one, other) = (person(1, "ab", &PAIR), person(2, "CD", &PAIR));
        let third = person(3, "EF", &PAIR);
        let refused = together(&team(&PAIR, 0), &[(&one, None), (&other, None)]);
        assert_eq!(
            refused,
            Err(Conflict::Apart {
                initials: ["AB".to_owned(), "CD".to_owned()],
                why: "One household".to_owned(),
                line: 612
            })
        );
        assert_eq!(
            together(&team(&PAIR, 0), &[(&one, None), (&third, None)]),
            Ok(())
        );
    }

    #[test]
    fn licences_are_counted_where_they_are_known() {
        let (one, other) = (person(1, "MS", &PAIR), person(2, "AK", &PAIR));
        let of = |first, second| together(&team(&PAIR, 1), &[(&one, first), (&other, second)]);
        assert_eq!(of(Some(false), Some(true)), Ok(()));
        assert_eq!(
            of(Some(false), Some(false)),
            Err(Conflict::Licensed {
                wanted: 1,
                line: 611
            })
        );
        assert_eq!(of(None, None), Ok(()), "in the room nobody asks again");
    }
}
