//! The trail of an entry, for whoever asks where a value comes from.

use crate::session::ask::session_id;
use crate::sign::SignatureLine;
use companion::trail::{Did, Place};
use companion::{Companion, Error};
use serde::{Deserialize, Serialize};
#[cfg(test)]
use ts_rs::TS;

/// Which entry: of a session, or of a client's course.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "trail.ts"))]
pub struct TrailOf {
    /// Session id; none: an entry of the course.
    pub session: Option<String>,
    /// Client id; empty for a session.
    pub client: String,
    /// Number of the entry.
    pub seq: u64,
}

/// Where an entry comes from and what became of it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "trail.ts"))]
pub struct TrailView {
    /// Number of the entry.
    pub seq: u64,
    /// Its protocol and version; empty: none.
    pub protocol: String,
    /// Digest of the protocol's file.
    pub digest: String,
    /// Lines of it that the entry answers to.
    pub lines: Vec<u16>,
    /// Acts of the chain about it, oldest first.
    pub acts: Vec<TrailAct>,
    /// Signatures that reach over it.
    pub signatures: Vec<SignatureLine>,
}

/// An act of the chain.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "trail.ts"))]
pub struct TrailAct {
    /// Number in the chain.
    pub seq: u64,
    /// It wrote the entry; else something that speaks of it.
    pub kept: bool,
    /// The row that it wrote.
    pub row: u64,
    /// What was done, as the fixed word of the chain.
    pub action: String,
    /// Name of who did it; none: the clock.
    pub by: Option<String>,
    /// When, UTC milliseconds.
    pub wall_ms: i64,
    /// Zone shown then.
    pub zone_minutes: i16,
    /// Version of the program.
    pub app: String,
    /// Digest of what stood there before; none: nothing did, rows are only added.
    pub before: Option<String>,
    /// Digest of what was written.
    pub after: Option<String>,
}

impl TrailOf {
    /// The trail.
    pub fn run(&self, companion: &mut Companion) -> Result<TrailView, Error> {
        let place = match &self.session {
            Some(session) => Place::Session(session_id(session)?, self.seq),
            None => {
                let client = self.client.parse();
                let client = client.map_err(|_| Error::Unknown { what: "client" })?;
                Place::Course(client, self.seq)
            }
        };
        let trail = companion.trail(place)?;
        let people = companion.people()?;
        let acts = trail.acts.into_iter().map(|(did, row, entry)| TrailAct {
            seq: entry.seq,
            kept: did == Did::Kept,
            row,
            action: entry.action,
            by: entry.actor.map(|id| {
                let known = people.iter().find(|record| record.person.id == id);
                known.map_or_else(|| id.to_string(), |record| record.person.name.clone())
            }),
            wall_ms: entry.wall_ms,
            zone_minutes: entry.zone_minutes,
            app: entry.app,
            before: entry.before,
            after: entry.after,
        });
        Ok(TrailView {
            seq: self.seq,
            protocol: trail.protocol,
            digest: trail.digest,
            lines: trail.lines,
            acts: acts.collect(),
            signatures: trail
                .signatures
                .into_iter()
                .map(SignatureLine::from)
                .collect(),
        })
    }
}
