//! People of the vault. A person is a record first; a key slot may come later. Revisions are appended, the last wins.

use crate::audit::{Context, Head};
use crate::record::{decode, encode};
use crate::{Error, Store};
use clinic::id::PersonId;
use clinic::people::Person;
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

/// A person as kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonRow {
    /// Version tag.
    pub v: u32,
    /// Who.
    pub person: Person,
    /// PIN hash, in the vault's own text form; none: taken out of the vault.
    pub pin: Option<String>,
    /// Holds a key slot of the vault.
    pub slot: bool,
    /// Where their identity for packets is known here: its age recipient (`age1…`). It stays when a rotation gives them another key in
    /// their slot, so words for them are sealed to it too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packets: Option<String>,
    /// The time of this revision, UTC milliseconds.
    pub wall_ms: i64,
}

impl PersonRow {
    /// Was taken out of the vault: what they wrote and signed stays, and they act no more.
    pub fn is_removed(&self) -> bool {
        self.pin.is_none() && !self.slot
    }
}

impl Store {
    /// Everybody, by initials.
    pub fn people(&self) -> Result<Vec<PersonRow>, Error> {
        let mut statement = self.read().prepare(
            "SELECT body FROM person AS p WHERE revision = (SELECT max(revision) FROM person WHERE id = p.id)",
        )?;
        let rows = statement.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
        let mut people: Vec<PersonRow> = rows
            .map(|bytes| decode(&bytes?, "person"))
            .collect::<Result<_, Error>>()?;
        people.sort_by(|a, b| a.person.initials.cmp(&b.person.initials));
        Ok(people)
    }

    /// Adds a person or a new revision of one.
    pub fn person_keep(
        &mut self,
        row: &PersonRow,
        action: &str,
        context: &Context,
    ) -> Result<Head, Error> {
        let id = row.person.id;
        let taken = self.people()?.into_iter().any(|other| {
            other.person.id != id
                && other.person.initials.to_lowercase() == row.person.initials.to_lowercase()
        });
        if taken {
            return Err(Error::Duplicate);
        }
        let tx = self.begin()?;
        let before: Option<(u64, Vec<u8>)> = tx
            .sql()
            .query_row(
                "SELECT revision, body FROM person WHERE id = ?1 ORDER BY revision DESC LIMIT 1",
                [&id.0[..]],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        let revision = before.as_ref().map_or(0, |(revision, _)| revision + 1);
        let body = encode(row);
        tx.sql().execute(
            "INSERT INTO person (id, revision, body) VALUES (?1, ?2, ?3)",
            params![&id.0[..], revision, body],
        )?;
        let mut entry = context
            .entry(action, "person", &id.to_string())
            .after(vault::chain::digest(&body))
            .rows(revision, revision);
        if let Some((_, old)) = before {
            entry = entry.before(vault::chain::digest(&old));
        }
        tx.commit(entry)
    }

    pub(crate) fn person_digest(&self, id: &str, revision: u64) -> Result<Option<[u8; 32]>, Error> {
        let Ok(id) = id.parse::<PersonId>() else {
            return Ok(None);
        };
        let body: Option<Vec<u8>> = self
            .read()
            .query_row(
                "SELECT body FROM person WHERE id = ?1 AND revision = ?2",
                params![&id.0[..], revision],
                |row| row.get(0),
            )
            .optional()?;
        Ok(body.map(|bytes| vault::chain::digest(&bytes)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_from_before_packets_reads_and_stays_as_it_was_written() {
        let before = br#"{"person":{"id":"11111111111111111111111111111111","initials":"MS","name":"Maren Sol","roles":["lead_therapist"]},"pin":null,"slot":true,"v":1,"wall_ms":7}"#;
        let mut row: PersonRow = decode(before, "person").expect("reads");
        assert_eq!(row.packets, None);
        assert_eq!(encode(&row), before);
        row.packets = Some("age1".to_owned());
        let with = encode(&row);
        assert_eq!(decode::<PersonRow>(&with, "person").expect("reads"), row);
        assert_ne!(with, before);
    }
}
