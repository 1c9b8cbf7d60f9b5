//! The cohort as tables. Every word in them is a title of this file, of a protocol or of a measure; nothing names a client.

use crate::measures::shown;
use clinic::protocol::course::{Technique, VisitKind};
use companion::cohort::{
    Check, Effects, Group, LEAST, Nth, Place, Row, Sessions, Spread, Table, Taken,
};
use companion::measures::Measure;
use companion::{Companion, Error};
use serde::Serialize;
use std::sync::Arc;
#[cfg(test)]
use ts_rs::TS;

/// Every client in numbers. Where there are too few clients: no number and no table.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "cohort.ts"))]
pub struct Cohort {
    /// A number that rests on fewer clients is hidden.
    pub least: u64,
    /// Clients that are counted; none: fewer than `least`.
    pub clients: Option<u64>,
    /// Clients who were erased, of whom nothing is counted; none: hidden, or too few clients.
    pub erased: Option<u64>,
    /// Records that cannot be read are left out.
    pub unread: bool,
    pub tables: Vec<CohortTable>,
}

/// One table.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "cohort.ts"))]
pub struct CohortTable {
    /// `places`, `outcomes`, `sessions`, `nth`, `supplemental`, `techniques`, `effects`, `checks`.
    pub id: String,
    pub caption: String,
    /// How it is counted; may be empty.
    pub note: String,
    pub columns: Vec<String>,
    /// Cells by column, the first is what is counted; none: nothing of it may be shown, or nothing is on record.
    pub rows: Vec<Vec<CohortCell>>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "cohort.ts"))]
pub struct CohortCell {
    /// As it is shown; empty where it is hidden, or where nothing is on record.
    pub text: String,
    pub hidden: bool,
}

const CLIENTS: &str = "Clients";
const SPREAD: &str = "Median, in brackets the least and the most.";

impl Cohort {
    /// The cohort of the open vault.
    pub fn of(companion: &mut Companion) -> Result<Cohort, Error> {
        let now = companion.cohort()?;
        let least = u64::try_from(LEAST).unwrap_or(u64::MAX);
        let Some(cohort) = now.cohort else {
            return Ok(Cohort {
                least,
                clients: None,
                erased: None,
                unread: now.unread,
                tables: Vec::new(),
            });
        };
        let measures: Vec<Arc<Measure>> = companion
            .measures()?
            .into_iter()
            .map(|line| line.measure)
            .collect();
        let tables = vec![
            table(
                "places",
                "Where clients are",
                "Clients by the visit that is open or next.",
                &["Where", CLIENTS],
                &cohort.places,
                |line| vec![text(place(line.key)), number(line.number)],
            ),
            outcomes(&cohort.outcomes, &measures),
            table(
                "sessions",
                "Dosing sessions",
                "Sessions that ended and in which dose 1 was given.",
                &["Sessions", CLIENTS],
                &cohort.sessions,
                |line| vec![text(sessions(line.key)), number(line.number)],
            ),
            nth(&cohort.nth),
            table(
                "supplemental",
                "Supplemental dose",
                "",
                &["Taken", CLIENTS],
                &cohort.supplemental,
                |line| vec![text(taken(line.key)), number(line.number)],
            ),
            techniques(&cohort.techniques),
            effects(&cohort.effects),
            table(
                "checks",
                "Checks of dosing sessions",
                "Checks that the protocol requires; those that were to come when the session closed are not counted.",
                &["Taken", "Checks"],
                &cohort.checks,
                |line| vec![text(check(line.key)), number(line.number)],
            ),
        ];
        Ok(Cohort {
            least,
            clients: Some(cohort.clients),
            erased: now.erased,
            unread: now.unread,
            tables,
        })
    }
}

fn table<K>(
    id: &str,
    caption: &str,
    note: &str,
    columns: &[&str],
    table: &Table<K>,
    row: impl Fn(&Row<K>) -> Vec<CohortCell>,
) -> CohortTable {
    CohortTable {
        id: id.to_owned(),
        caption: caption.to_owned(),
        note: note.to_owned(),
        columns: columns.iter().map(|column| (*column).to_owned()).collect(),
        rows: table.lines.iter().flatten().map(row).collect(),
    }
}

fn outcomes(lines: &Table<Option<Group>>, measures: &[Arc<Measure>]) -> CohortTable {
    let score_of = |group: &Group| {
        let measure = measures.iter().find(|one| one.name() == group.measure)?;
        let score = measure.score_of(&group.score)?;
        Some((measure, score))
    };
    let title = |group: &Group| match score_of(group) {
        Some((measure, score)) => {
            format!("{}: {}, {}", group.protocol, measure.short, score.title)
        }
        None => format!("{}: {}, {}", group.protocol, group.measure, group.score),
    };
    let row = |line: &Row<Option<Group>>| match &line.key {
        None => vec![text(NO_CHANGE), number(line.number), text("")],
        Some(group) => {
            let decimals = score_of(group).map_or(0, |(_, score)| score.decimals);
            let change = CohortCell {
                hidden: line.number.is_none(),
                ..spread(line.spread, decimals)
            };
            vec![text(&title(group)), number(line.number), change]
        }
    };
    table(
        "outcomes",
        "Change of the outcome by protocol version",
        &format!(
            "The primary score of the protocol: the last one after the first dosing session, less the last one by its day. {SPREAD}"
        ),
        &["Protocol and score", CLIENTS, "Change"],
        lines,
        row,
    )
}

fn nth(lines: &[Nth]) -> CohortTable {
    let row = |line: &Nth| {
        vec![
            text(sessions(line.place)),
            spread(line.days, 0),
            // Micrograms as mg, micrograms a kilogram as mg/kg.
            spread(line.micrograms, 3),
            spread(line.micrograms_per_kilogram, 3),
        ]
    };
    let columns = ["Session", "Days since the one before", "mg", "mg/kg"];
    CohortTable {
        id: "nth".to_owned(),
        caption: "Spacing, and dose taken".to_owned(),
        note: format!(
            "{SPREAD} Everything that was given in a session, the supplemental dose too; mg/kg by the last weight on record by the day."
        ),
        columns: columns.map(str::to_owned).to_vec(),
        rows: lines.iter().map(row).collect(),
    }
}

fn techniques(lines: &[(Technique, Option<u64>)]) -> CohortTable {
    let row = |(technique, count): &(Technique, Option<u64>)| {
        vec![text(technique_title(*technique)), number(*count)]
    };
    CohortTable {
        id: "techniques".to_owned(),
        caption: "Techniques".to_owned(),
        note: "Clients with whom it was used at least once.".to_owned(),
        columns: vec!["Technique".to_owned(), CLIENTS.to_owned()],
        rows: lines.iter().map(row).collect(),
    }
}

fn effects(effects: &Effects) -> CohortTable {
    let dose = |(amount, clients): &(Option<u32>, u64)| match amount {
        Some(amount) => format!("{} mg, of {clients}", trimmed(&shown(*amount, 3))),
        None => format!("{NO_AMOUNT}, of {clients}"),
    };
    let row = |(effect, counts): &(Option<String>, Vec<Option<u64>>)| {
        let title = text(effect.as_deref().unwrap_or(OTHER_EFFECT));
        let counts = counts.iter().map(|count| number(*count));
        [title].into_iter().chain(counts).collect()
    };
    let columns = ["Effect".to_owned()];
    CohortTable {
        id: "effects".to_owned(),
        caption: "Effects by dose".to_owned(),
        note: "Clients who had the effect in a session of this dose, of those who had such a session. Doses and effects of which nothing may be shown are left out.".to_owned(),
        columns: columns.into_iter().chain(effects.doses.iter().map(dose)).collect(),
        rows: effects.lines.iter().map(row).collect(),
    }
}

fn text(text: &str) -> CohortCell {
    CohortCell {
        text: text.to_owned(),
        hidden: false,
    }
}

fn number(number: Option<u64>) -> CohortCell {
    CohortCell {
        text: number.map(|number| number.to_string()).unwrap_or_default(),
        hidden: number.is_none(),
    }
}

fn spread(spread: Option<Spread>, decimals: u8) -> CohortCell {
    text(&spread.map_or(String::new(), |spread| spread_text(spread, decimals)))
}

/// `-14.5 (-31 to -2)`.
fn spread_text(spread: Spread, decimals: u8) -> String {
    // Half of an odd number has one decimal more.
    let median = shown(spread.median_twice.saturating_mul(5), decimals + 1);
    let end = |value: i64| trimmed(&shown(value, decimals));
    format!(
        "{} ({} to {})",
        trimmed(&median),
        end(spread.least),
        end(spread.most)
    )
}

/// Without noughts at the end of the decimals.
fn trimmed(text: &str) -> String {
    if !text.contains('.') {
        return text.to_owned();
    }
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

const NO_CHANGE: &str = "No change on record";
const NO_AMOUNT: &str = "Amount not on record";
const OTHER_EFFECT: &str = "Others, in words";

fn place(place: Place) -> &'static str {
    match place {
        Place::NoCourse => "No course opened",
        Place::Next(VisitKind::Screening) => "Screening",
        Place::Next(VisitKind::Preparation) => "Preparation",
        Place::Next(VisitKind::Dosing) => "Dosing",
        Place::Next(VisitKind::Integration) => "Integration",
        Place::Next(VisitKind::Contact) => "Contact",
        Place::Next(VisitKind::FollowUp) => "Follow-up",
        Place::Through => "No visit to come, course not closed",
        Place::Closed => "Course closed",
    }
}

fn sessions(sessions: Sessions) -> &'static str {
    match sessions {
        Sessions::Just(0) => "None",
        Sessions::Just(1) => "1",
        Sessions::Just(2) => "2",
        Sessions::Just(_) => "3",
        Sessions::More => "4 or more",
    }
}

fn taken(taken: Taken) -> &'static str {
    match taken {
        Taken::NoSession => "No dosing session",
        Taken::Never => "In no session",
        Taken::Sometimes => "In some sessions",
        Taken::Always => "In each session",
    }
}

fn technique_title(technique: Technique) -> &'static str {
    match technique {
        Technique::Cbt => "Cognitive behavioural",
        Technique::Mindfulness => "Mindfulness",
        Technique::Narrative => "Narrative",
        Technique::Somatic => "Somatic",
        Technique::Other => "Other",
    }
}

fn check(check: Check) -> &'static str {
    match check {
        Check::OnTime => "On time",
        Check::Late => "Late",
        Check::NotTaken => "Not taken",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spreads_are_shown_without_noughts_that_say_nothing() {
        let spread = |median_twice, least, most| Spread {
            median_twice,
            least,
            most,
        };
        assert_eq!(spread_text(spread(-29, -31, -2), 0), "-14.5 (-31 to -2)");
        assert_eq!(spread_text(spread(60, 21, 40), 0), "30 (21 to 40)");
        assert_eq!(
            spread_text(spread(300_000, 62_500, 180_000), 3),
            "150 (62.5 to 180)"
        );
        assert_eq!(spread_text(spread(-1, -1, 0), 1), "-0.05 (-0.1 to 0)");
    }

    #[test]
    fn a_number_that_is_hidden_has_no_text() {
        assert_eq!(
            number(None),
            CohortCell {
                text: String::new(),
                hidden: true
            }
        );
        assert_eq!(number(Some(7)).text, "7");
    }
}
