//! What people bring: licences, of which the last revision counts, and the log of trainings and delegated tasks, of which every line does.

use crate::audit::{Context, Head};
use crate::record::{decode, encode};
use crate::{Error, Store};
use clinic::duty::Duty;
use clinic::id::PersonId;
use clinic::licence::Licence;
use clinic::time::Date;
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

/// A licence as kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LicenceRow {
    /// Version tag.
    pub v: u32,
    /// Whose.
    pub person: PersonId,
    /// As the authority writes it.
    pub number: String,
    /// Where it holds.
    pub jurisdiction: String,
    /// Its last day.
    pub until: Date,
    /// The time of this revision, UTC milliseconds.
    pub wall_ms: i64,
}

impl LicenceRow {
    /// What the rules know of it.
    pub fn licence(self) -> Licence {
        let LicenceRow {
            number,
            jurisdiction,
            until,
            ..
        } = self;
        Licence {
            number,
            jurisdiction,
            until,
        }
    }
}

/// A line of the log as kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DutyRow {
    /// Version tag.
    pub v: u32,
    /// Whose log.
    pub person: PersonId,
    /// Which line of it, from 0.
    pub line: u64,
    /// What it says.
    pub duty: Duty,
    /// Who wrote it down.
    pub entered_by: PersonId,
    /// When, UTC milliseconds.
    pub wall_ms: i64,
}

impl Store {
    /// Everybody's licence as it stands.
    pub fn licences(&self) -> Result<Vec<LicenceRow>, Error> {
        let mut statement = self.read().prepare(
            "SELECT body FROM licence AS l WHERE revision = (SELECT max(revision) FROM licence WHERE person = l.person)",
        )?;
        let rows = statement.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
        rows.map(|bytes| decode(&bytes?, "licence")).collect()
    }

    /// Keeps a licence, or a later revision of it.
    pub fn licence_keep(
        &mut self,
        row: &LicenceRow,
        action: &str,
        context: &Context,
    ) -> Result<Head, Error> {
        let tx = self.begin()?;
        let before: Option<(u64, Vec<u8>)> = tx
            .sql()
            .query_row(
                "SELECT revision, body FROM licence WHERE person = ?1 ORDER BY revision DESC LIMIT 1",
                [&row.person.0[..]],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        let revision = before.as_ref().map_or(0, |(revision, _)| revision + 1);
        let body = encode(row);
        tx.sql().execute(
            "INSERT INTO licence (person, revision, body) VALUES (?1, ?2, ?3)",
            params![&row.person.0[..], revision, body],
        )?;
        let mut entry = context
            .entry(action, "licence", &row.person.to_string())
            .after(vault::chain::digest(&body))
            .rows(revision, revision);
        if let Some((_, old)) = before {
            entry = entry.before(vault::chain::digest(&old));
        }
        tx.commit(entry)
    }

    /// Every log, by person and line.
    pub fn duties(&self) -> Result<Vec<DutyRow>, Error> {
        let mut statement = self
            .read()
            .prepare("SELECT body FROM duty ORDER BY person, line")?;
        let rows = statement.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
        rows.map(|bytes| decode(&bytes?, "duty")).collect()
    }

    /// Adds a line to a person's log.
    pub fn duty_keep(
        &mut self,
        row: &DutyRow,
        action: &str,
        context: &Context,
    ) -> Result<Head, Error> {
        let tx = self.begin()?;
        let body = encode(row);
        tx.sql().execute(
            "INSERT INTO duty (person, line, body) VALUES (?1, ?2, ?3)",
            params![&row.person.0[..], row.line, body],
        )?;
        let entry = context
            .entry(action, "duty", &row.person.to_string())
            .after(vault::chain::digest(&body))
            .rows(row.line, row.line);
        tx.commit(entry)
    }

    pub(crate) fn licence_digest(&self, id: &str, at: u64) -> Result<Option<[u8; 32]>, Error> {
        self.brought(
            "SELECT body FROM licence WHERE person = ?1 AND revision = ?2",
            id,
            at,
        )
    }

    pub(crate) fn duty_digest(&self, id: &str, at: u64) -> Result<Option<[u8; 32]>, Error> {
        self.brought(
            "SELECT body FROM duty WHERE person = ?1 AND line = ?2",
            id,
            at,
        )
    }

    pub(crate) fn brought(&self, sql: &str, id: &str, at: u64) -> Result<Option<[u8; 32]>, Error> {
        let Ok(id) = id.parse::<PersonId>() else {
            return Ok(None);
        };
        let body: Option<Vec<u8>> = self
            .read()
            .query_row(sql, params![&id.0[..], at], |row| row.get(0))
            .optional()?;
        Ok(body.map(|bytes| vault::chain::digest(&bytes)))
    }
}
