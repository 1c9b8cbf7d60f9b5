//! The cohort: every client of a vault in numbers, without a name, a code or a day. Small numbers are hidden ([`LEAST`]).
//!
//! Counts, and for what was measured the median with the least and the most. Nothing is compared, tested or judged.

mod hide;
mod member;
#[cfg(test)]
mod tests;

pub use hide::LEAST;
pub use member::{Change, Checks, Held, Member, Place};

use crate::protocol::course::Technique;
use hide::{Line, Told};
use std::collections::{BTreeMap, BTreeSet};

/// Clients by their place in the list that was gathered.
pub type Clients = BTreeSet<usize>;

/// Everything that may be shown of a vault's clients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cohort {
    /// How many clients it rests on, [`LEAST`] at least.
    pub clients: u64,
    /// Where clients are.
    pub places: Table<Place>,
    /// Change of the outcome: by the protocol that the course is under, the measure and its score. None: no change is on record.
    pub outcomes: Table<Option<Group>>,
    /// Dosing sessions held.
    pub sessions: Table<Sessions>,
    /// Spacing and dose by the place of a session in its course; a place of which nothing may be shown is left out.
    pub nth: Vec<Nth>,
    /// Supplemental doses.
    pub supplemental: Table<Taken>,
    /// Clients with whom each technique was used; none: hidden.
    pub techniques: Vec<(Technique, Option<u64>)>,
    /// Effects by the dose of a session.
    pub effects: Effects,
    /// Checks of dosing sessions that the protocol requires.
    pub checks: Table<Check>,
}

/// A table of one total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table<K> {
    /// Its lines; none: nothing of it may be shown.
    pub lines: Option<Vec<Row<K>>>,
}

/// A line of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<K> {
    /// What is counted.
    pub key: K,
    /// How many; none: hidden.
    pub number: Option<u64>,
    /// What was measured in the clients of this line. None: nothing, or it is hidden.
    pub spread: Option<Spread>,
}

/// What was measured in [`LEAST`] clients or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// Twice the median, so that it is a whole number.
    pub median_twice: i64,
    /// The least.
    pub least: i64,
    /// The most.
    pub most: i64,
}

impl Spread {
    /// Of values, each with its client. None: they rest on fewer than [`LEAST`] clients.
    fn of(values: &[(usize, i64)]) -> Option<Spread> {
        let clients: Clients = values.iter().map(|(client, _)| *client).collect();
        if clients.len() < LEAST {
            return None;
        }
        let mut sorted: Vec<i64> = values.iter().map(|(_, value)| *value).collect();
        sorted.sort_unstable();
        let upper = sorted.get(sorted.len() / 2)?;
        let lower = sorted.get((sorted.len() - 1) / 2)?;
        Some(Spread {
            median_twice: lower.saturating_add(*upper),
            least: *sorted.first()?,
            most: *sorted.last()?,
        })
    }
}

/// Whose change is counted together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    /// `three-point v1`.
    pub protocol: String,
    /// `caps-5 v1`.
    pub measure: String,
    /// Its score.
    pub score: String,
}

/// Sessions of one place in their courses: the first, the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nth {
    /// Which; never nought.
    pub place: Sessions,
    /// Days since the session before.
    pub days: Option<Spread>,
    /// Everything that was given in a session.
    pub micrograms: Option<Spread>,
    /// The same for each kilogram, where a weight was on record by the day.
    pub micrograms_per_kilogram: Option<Spread>,
}

/// How many dosing sessions a client had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sessions {
    /// So many, nought to three.
    Just(u8),
    /// Four or more.
    More,
}

impl Sessions {
    /// Every line.
    pub const ALL: [Sessions; 5] = [
        Sessions::Just(0),
        Sessions::Just(1),
        Sessions::Just(2),
        Sessions::Just(3),
        Sessions::More,
    ];

    fn of(number: usize) -> Sessions {
        match u8::try_from(number) {
            Ok(few @ 0..=3) => Sessions::Just(few),
            _ => Sessions::More,
        }
    }
}

/// In how many of a client's sessions the supplemental dose was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Taken {
    /// No dosing session was held.
    NoSession,
    /// In none.
    Never,
    /// In some.
    Sometimes,
    /// In each.
    Always,
}

impl Taken {
    /// Every line.
    pub const ALL: [Taken; 4] = [
        Taken::NoSession,
        Taken::Never,
        Taken::Sometimes,
        Taken::Always,
    ];

    fn of(member: &Member) -> Taken {
        let with = member.sessions.iter().filter(|held| held.supplemental);
        match (with.count(), member.sessions.len()) {
            (_, 0) => Taken::NoSession,
            (0, _) => Taken::Never,
            (with, all) if with == all => Taken::Always,
            _ => Taken::Sometimes,
        }
    }
}

/// What became of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    /// Taken within its tolerance.
    OnTime,
    /// Taken later.
    Late,
    /// Not taken.
    NotTaken,
}

impl Check {
    /// Every line.
    pub const ALL: [Check; 3] = [Check::OnTime, Check::Late, Check::NotTaken];

    fn of(self, checks: &Checks) -> u32 {
        match self {
            Check::OnTime => checks.on_time,
            Check::Late => checks.late,
            Check::NotTaken => checks.not_taken,
        }
    }
}

/// Effects by the dose of a session. A dose that too few clients took has no column; an effect of which nothing may be shown
/// has no line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effects {
    /// Dose of a session in micrograms, with how many clients took it; none: the amount is not on record (a blinded kit).
    pub doses: Vec<(Option<u32>, u64)>,
    /// Effect, by its words in the protocol (none: one that no protocol lists), with how many clients had it at each dose;
    /// none there: hidden.
    pub lines: Vec<(Option<String>, Vec<Option<u64>>)>,
}

/// The cohort of these clients; none: they are fewer than [`LEAST`], and nothing is shown.
pub fn cohort(members: &[Member]) -> Option<Cohort> {
    if members.len() < LEAST {
        return None;
    }
    let mut told = Told::new(members.len());
    let places = table(members, &mut told, &Place::ALL, |one| one.place, None);
    let sessions = table(
        members,
        &mut told,
        &Sessions::ALL,
        |one| Sessions::of(one.sessions.len()),
        None,
    );
    let supplemental = table(members, &mut told, &Taken::ALL, Taken::of, None);
    let group = |one: &Member| {
        let change = one.change.as_ref()?;
        Some(Group {
            protocol: one.protocol.clone()?,
            measure: change.measure.clone(),
            score: change.score.clone(),
        })
    };
    let mut groups: BTreeSet<Option<Group>> = members.iter().map(group).collect();
    // Those without a change stand last.
    let without = groups.take(&None);
    let groups: Vec<Option<Group>> = groups.into_iter().chain(without).collect();
    let outcomes = table(members, &mut told, &groups, group, Some(&changes));
    let techniques = Technique::WORDS.iter().map(|(_, technique)| {
        let with = all_who(members, |one| one.techniques.contains(technique));
        (*technique, part(&mut told, with))
    });
    Some(Cohort {
        clients: u64::try_from(members.len()).unwrap_or(u64::MAX),
        techniques: techniques.collect(),
        effects: effects(members, &mut told),
        checks: checks(members),
        nth: nth(members),
        places,
        sessions,
        supplemental,
        outcomes,
    })
}

/// A number of things that a vault knows of besides, as clients who were erased; none: hidden.
pub fn lone(number: usize) -> Option<u64> {
    let shown = number == 0 || number >= LEAST;
    shown.then(|| u64::try_from(number).unwrap_or(u64::MAX))
}

fn all_who(members: &[Member], holds: impl Fn(&Member) -> bool) -> Clients {
    let members = members.iter().enumerate();
    let some = members.filter(|(_, member)| holds(member));
    some.map(|(place, _)| place).collect()
}

/// What a client of a line adds to a column.
type Column<'a> = &'a dyn Fn(&Member) -> Vec<i64>;

/// A table in which each client stands in one line.
fn table<K: Clone + PartialEq>(
    members: &[Member],
    told: &mut Told,
    keys: &[K],
    key_of: impl Fn(&Member) -> K,
    column: Option<Column<'_>>,
) -> Table<K> {
    let within = |key: &K| Line::of(all_who(members, |one| key_of(one) == *key));
    let lines: Vec<Line> = keys.iter().map(within).collect();
    let shown = told.show(&lines);
    let row = |((key, line), shown): ((&K, &Line), bool)| Row {
        key: key.clone(),
        number: shown.then_some(line.value),
        spread: column
            .and_then(|column| spread(members, &line.clients, column))
            .filter(|_| shown),
    };
    let rows = shown.map(|shown| keys.iter().zip(&lines).zip(shown).map(row).collect());
    Table { lines: rows }
}

fn spread(members: &[Member], clients: &Clients, column: Column<'_>) -> Option<Spread> {
    let within = clients.iter().filter_map(|place| {
        let member = members.get(*place)?;
        Some((*place, column(member)))
    });
    let values: Vec<(usize, i64)> = within
        .flat_map(|(place, values)| values.into_iter().map(move |value| (place, value)))
        .collect();
    Spread::of(&values)
}

/// How many of all are in a part; none: hidden, so that neither the part nor the rest can be known.
fn part(told: &mut Told, with: Clients) -> Option<u64> {
    let rest = told.others(&with);
    let lines = [Line::of(with), Line::of(rest)];
    let shown = told.show(&lines)?;
    shown.first().filter(|shown| **shown)?;
    lines.first().map(|line| line.value)
}

/// Every session with its client and how many the client had before it.
fn placed(members: &[Member]) -> impl Iterator<Item = (usize, usize, &Held)> {
    members.iter().enumerate().flat_map(|(client, member)| {
        let sessions = member.sessions.iter().enumerate();
        sessions.map(move |(before, held)| (client, before, held))
    })
}

fn nth(members: &[Member]) -> Vec<Nth> {
    let of = |place: Sessions| {
        let here =
            || placed(members).filter(move |(_, before, _)| Sessions::of(before + 1) == place);
        let days = here().filter_map(|(client, before, held)| {
            let last = members.get(client)?.sessions.get(before.checked_sub(1)?)?;
            Some((client, last.on.days_to(held.on)))
        });
        let doses =
            here().filter_map(|(client, _, held)| Some((client, i64::from(held.micrograms?))));
        let by_weight = here().filter_map(|(client, _, held)| {
            let thousandfold = i64::from(held.micrograms?) * 1_000;
            Some((client, thousandfold.checked_div(i64::from(held.grams?))?))
        });
        Nth {
            place,
            days: Spread::of(&days.collect::<Vec<_>>()),
            micrograms: Spread::of(&doses.collect::<Vec<_>>()),
            micrograms_per_kilogram: Spread::of(&by_weight.collect::<Vec<_>>()),
        }
    };
    let all = Sessions::ALL.into_iter().skip(1).map(of);
    all.filter(|one| one.days.or(one.micrograms).is_some())
        .collect()
}

fn changes(member: &Member) -> Vec<i64> {
    member.change.iter().map(|change| change.by).collect()
}

fn effects(members: &[Member], told: &mut Told) -> Effects {
    let sessions = || members.iter().flat_map(|one| &one.sessions);
    let mut doses: Vec<Option<u32>> = sessions().map(|held| held.micrograms).collect();
    // Those of which no amount is on record stand last.
    doses.sort_unstable_by_key(|dose| dose.unwrap_or(u32::MAX));
    doses.dedup();
    let listed: BTreeSet<&String> = sessions()
        .flat_map(|held| &held.effects)
        .flatten()
        .collect();
    let listed = listed.into_iter().map(|words| Some(words.clone()));
    let kinds: Vec<Option<String>> = listed.chain([None]).collect();
    let at = |dose: Option<u32>| {
        all_who(members, |one| {
            one.sessions.iter().any(|held| held.micrograms == dose)
        })
    };
    let mut columns = Vec::new();
    let mut lines: BTreeMap<usize, Vec<Option<u64>>> = BTreeMap::new();
    for dose in doses {
        let took = at(dose);
        let Some(number) = part(told, took.clone()) else {
            continue;
        };
        columns.push((dose, number));
        for (place, kind) in kinds.iter().enumerate() {
            let had = all_who(members, |one| {
                let mut sessions = one.sessions.iter();
                sessions.any(|held| held.micrograms == dose && held.effects.contains(kind))
            });
            let rest = took.difference(&had).copied().collect();
            let both = [Line::of(had), Line::of(rest)];
            let shown = told.show(&both).unwrap_or_default();
            let number = both.first().map(|line| line.value);
            let number = number.filter(|_| shown.first() == Some(&true));
            lines.entry(place).or_default().push(number);
        }
    }
    let something = |numbers: &[Option<u64>]| numbers.iter().flatten().any(|number| *number > 0);
    Effects {
        doses: columns,
        lines: kinds
            .into_iter()
            .enumerate()
            .filter_map(|(place, kind)| Some((kind, lines.remove(&place)?)))
            .filter(|(_, numbers)| something(numbers))
            .collect(),
    }
}

fn checks(members: &[Member]) -> Table<Check> {
    let number = |kind: Check, member: &Member| -> u64 {
        let sessions = member.sessions.iter();
        sessions.map(|held| u64::from(kind.of(&held.checks))).sum()
    };
    let lines: Vec<Line> = Check::ALL
        .iter()
        .map(|kind| Line {
            value: members.iter().map(|one| number(*kind, one)).sum(),
            clients: all_who(members, |one| number(*kind, one) > 0),
        })
        .collect();
    let row = |((key, line), shown): ((&Check, &Line), bool)| Row {
        key: *key,
        number: shown.then_some(line.value),
        spread: None,
    };
    let shown = Told::apart(&lines);
    Table {
        lines: shown.map(|shown| Check::ALL.iter().zip(&lines).zip(shown).map(row).collect()),
    }
}
