//! A pair across its sessions: counts and lengths from the sessions that lie in packets here.

use crate::packets::is_damage;
use crate::{Companion, Error};
use clinic::id::{PacketId, PersonId, SessionId};
use clinic::people::Person;
use clinic::review::redact::Redaction;
use clinic::session::tally::Tally;
use std::collections::{BTreeMap, BTreeSet};

/// A pair with the sessions of theirs that lie in packets here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Who, by name. Where names were left out: as numbers.
    pub people: Vec<Person>,
    /// Oldest first.
    pub sessions: Vec<Counted>,
}

/// A session in counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The packet that it was read in, the latest.
    pub thread: PacketId,
    /// Which.
    pub session: SessionId,
    /// The client's code, as it was sealed.
    pub code: String,
    /// Number of the session.
    pub number: u16,
    /// When it was opened, UTC milliseconds.
    pub wall_ms: i64,
    /// Zone shown then.
    pub zone_minutes: i16,
    /// What is counted.
    pub tally: Tally,
}

impl Companion {
    /// Every pair whose sessions lie in packets of this vault, sealed here or opened here, with counts over those sessions.
    pub fn review_trends(&mut self) -> Result<Vec<Pair>, Error> {
        let mut pairs: BTreeMap<BTreeSet<PersonId>, Pair> = BTreeMap::new();
        let mut known: BTreeSet<SessionId> = BTreeSet::new();
        // The latest packet that holds a session tells of it.
        for thread in self.threads()? {
            let named = thread.packet.row.redaction == Redaction::Coded;
            let sessions = match self.thread_sessions(thread.packet.row.thread) {
                Ok(sessions) => sessions,
                // What cannot be read is named in the list of packets.
                Err(error) if is_damage(&error) => continue,
                Err(error) => return Err(error),
            };
            for read in sessions {
                let row = &read.live.row;
                let session = &read.live.session;
                let ids = session.pair();
                let people = || session.people().iter().filter(|one| ids.contains(&one.id));
                let pair = pairs.entry(ids.clone()).or_insert_with(|| Pair {
                    people: people().cloned().collect(),
                    sessions: Vec::new(),
                });
                if named {
                    pair.people = people().cloned().collect();
                }
                if known.insert(row.id) {
                    pair.sessions.push(Counted {
                        thread: thread.packet.row.thread,
                        session: row.id,
                        code: thread.code.clone(),
                        number: row.number,
                        wall_ms: row.wall_ms,
                        zone_minutes: row.zone_minutes,
                        tally: session.tally(),
                    });
                }
            }
        }
        let mut all: Vec<Pair> = pairs.into_values().collect();
        all.retain(|pair| !pair.sessions.is_empty());
        for pair in &mut all {
            pair.sessions.sort_by_key(|one| (one.wall_ms, one.session));
        }
        all.sort_by_key(|pair| std::cmp::Reverse(pair.sessions.last().map(|one| one.wall_ms)));
        Ok(all)
    }
}
