//! What people of the vault bring: licences, what they were trained in, which tasks were delegated to them.

use crate::measures::date;
use crate::session::ask::person_id;
use clinic::duty::{Duty, What, ended};
use clinic::licence::{Licence, Standing};
use companion::people::PersonRecord;
use companion::{Companion, Date, Error, PersonId};
use serde::{Deserialize, Serialize};
#[cfg(test)]
use ts_rs::TS;

/// How a licence stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "licences.ts"))]
pub enum LicenceStanding {
    Holds,
    LapsesSoon,
    Lapsed,
}

/// A licence, and how it stands today.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "licences.ts"))]
pub struct LicenceLine {
    pub number: String,
    pub jurisdiction: String,
    /// `2026-05-31`: the last day on which it holds.
    pub until: String,
    pub standing: LicenceStanding,
    /// Days left, or days since it lapsed.
    pub days: i64,
}

impl LicenceLine {
    fn of(licence: &Licence, today: Date) -> LicenceLine {
        LicenceLine {
            number: licence.number.clone(),
            jurisdiction: licence.jurisdiction.clone(),
            until: licence.until.to_string(),
            standing: match licence.on(today) {
                Standing::Holds => LicenceStanding::Holds,
                Standing::LapsesSoon { .. } => LicenceStanding::LapsesSoon,
                Standing::Lapsed { .. } => LicenceStanding::Lapsed,
            },
            days: today.days_to(licence.until).abs(),
        }
    }
}

/// What a line of the log says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "licences.ts"))]
pub enum DutyKind {
    Trained,
    Delegated,
    Ended,
}

/// A line of what a person was trained in and what was delegated to them.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "licences.ts"))]
pub struct DutyLine {
    /// From 0.
    pub line: u64,
    pub kind: DutyKind,
    pub words: String,
    /// `2026-03-02`.
    pub on: String,
    /// Initials of who delegated it.
    pub by: Option<String>,
    /// The line that this one ends.
    pub ends: Option<u64>,
    /// A delegated task: the day on which it ended.
    pub ended: Option<String>,
}

/// What one person brings.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "licences.ts"))]
pub struct Papers {
    /// Person id.
    pub person: String,
    pub licence: Option<LicenceLine>,
    /// In the order in which it was written down.
    pub duties: Vec<DutyLine>,
}

impl Papers {
    /// Everybody's, by initials.
    pub fn all(companion: &mut Companion) -> Result<Vec<Papers>, Error> {
        let today = companion.today();
        let people = companion.people()?;
        let logs = companion.duties_by_person()?;
        let papers = |record: &PersonRecord| {
            let log = logs.get(&record.person.id);
            Papers {
                person: record.person.id.to_string(),
                licence: licence_line(record, today),
                duties: duty_lines(log.map_or(&[], Vec::as_slice), &people),
            }
        };
        Ok(people.iter().map(papers).collect())
    }
}

fn licence_line(record: &PersonRecord, today: Date) -> Option<LicenceLine> {
    let licence = record.licence.as_ref()?;
    Some(LicenceLine::of(licence, today))
}

fn duty_lines(log: &[Duty], people: &[PersonRecord]) -> Vec<DutyLine> {
    let initials = |id: PersonId| {
        let known = people.iter().find(|record| record.person.id == id);
        known.map(|record| record.person.initials.clone())
    };
    (0u64..)
        .zip(log)
        .map(|(line, duty)| {
            let (kind, by, ends) = match duty.what {
                What::Trained => (DutyKind::Trained, None, None),
                What::Delegated { by } => (DutyKind::Delegated, initials(by), None),
                What::Ended { line } => (DutyKind::Ended, None, Some(line)),
            };
            DutyLine {
                line,
                kind,
                words: duty.words.clone(),
                on: duty.on.to_string(),
                by,
                ends,
                ended: ended(log, line).map(|on| on.to_string()),
            }
        })
        .collect()
}

/// A licence that has lapsed or soon does, for Today.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "licences.ts"))]
pub struct LapsingLine {
    pub initials: String,
    pub name: String,
    pub licence: LicenceLine,
}

impl LapsingLine {
    /// Those of everybody who may act, the one that lapses first in front.
    pub fn all(companion: &mut Companion) -> Result<Vec<LapsingLine>, Error> {
        let today = companion.today();
        let people = companion.people()?.into_iter();
        let mut lines: Vec<LapsingLine> = people
            .filter(|record| record.has_pin || record.has_passphrase)
            .filter_map(|record| {
                Some(LapsingLine {
                    licence: licence_line(&record, today)?,
                    initials: record.person.initials,
                    name: record.person.name,
                })
            })
            .filter(|line| line.licence.standing != LicenceStanding::Holds)
            .collect();
        lines.sort_by(|a, b| a.licence.until.cmp(&b.licence.until));
        Ok(lines)
    }
}

/// A person and how their licence stands, for the side door.
#[derive(Debug, Clone, Serialize)]
pub struct PersonLine {
    #[serde(flatten)]
    pub person: crate::people::Person,
    pub licence: Option<LicenceLine>,
}

impl PersonLine {
    /// Everybody, by initials.
    pub fn all(companion: &mut Companion) -> Result<Vec<PersonLine>, Error> {
        let today = companion.today();
        let line = |record: &PersonRecord| PersonLine {
            person: record.into(),
            licence: licence_line(record, today),
        };
        Ok(companion.people()?.iter().map(line).collect())
    }
}

/// A licence as it is typed.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "licences.ts"))]
pub struct RecordLicence {
    /// Person id.
    pub person: String,
    pub number: String,
    pub jurisdiction: String,
    /// `2026-05-31`.
    pub until: String,
}

impl RecordLicence {
    /// Whose, and what the companion is asked to keep.
    pub fn into_licence(self) -> Result<(PersonId, Licence), Error> {
        let licence = Licence {
            number: self.number,
            jurisdiction: self.jurisdiction,
            until: date(&self.until)?,
        };
        Ok((person_id(&self.person)?, licence))
    }
}

/// A line of the log as it is typed.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "licences.ts"))]
pub struct RecordDuty {
    /// Person id.
    pub person: String,
    pub kind: DutyKind,
    pub words: String,
    /// `2026-03-02`; empty: today.
    pub on: String,
    /// Person id of who delegates.
    pub by: Option<String>,
    /// The line that this one ends.
    pub ends: Option<u64>,
}

impl RecordDuty {
    /// Whose, and what the companion is asked to keep.
    pub fn into_duty(self, companion: &mut Companion) -> Result<(PersonId, Duty), Error> {
        let what = match (self.kind, self.by, self.ends) {
            (DutyKind::Trained, ..) => What::Trained,
            (DutyKind::Delegated, Some(by), _) => What::Delegated {
                by: person_id(&by)?,
            },
            (DutyKind::Delegated, None, _) => return Err(Error::Unknown { what: "person" }),
            (DutyKind::Ended, _, Some(line)) => What::Ended { line },
            (DutyKind::Ended, _, None) => return Err(Error::Unknown { what: "task" }),
        };
        let on = match self.on.as_str() {
            "" => companion.today(),
            day => date(day)?,
        };
        let duty = Duty {
            what,
            words: self.words,
            on,
        };
        Ok((person_id(&self.person)?, duty))
    }
}
