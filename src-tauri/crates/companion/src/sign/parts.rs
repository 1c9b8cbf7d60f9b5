//! What is signed by the very rows that it is made of: one entry of a session, and a gate that nobody went past.

use super::reach::First;
use super::{Object, Reach, Signed, Statement};
use crate::{Companion, Error, Open};
use clinic::course::Refusal;
use clinic::id::{ClientId, PersonId, SessionId};
use clinic::session::event::{Author, Event, Recorded, Voice};
use clinic::time::Date;
use std::collections::BTreeSet;
use store::signatures::About;

/// An entry of a session that has signatures of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntrySigned {
    /// Number of the entry.
    pub row: u64,
    /// Oldest first.
    pub lines: Vec<Signed>,
}

/// Whether the words of a row are for this person: a process note is for its author and whom they named.
pub(crate) fn is_for(row: &Recorded, person: PersonId) -> bool {
    let own = row.by == Author::Person(person);
    match &row.event {
        Event::NotedApart { readers, .. } => own || readers.contains(&person),
        Event::Noted {
            voice: Voice::Thought,
            ..
        } => own,
        _ => true,
    }
}

impl Statement {
    /// Whether its part and the rows that it names belong together: `store/FORMAT.md` 7.
    pub(super) fn fits_its_part(&self) -> bool {
        let part = self.part.as_deref().unwrap_or_default();
        let entry = part
            .strip_prefix("entry/")
            .filter(|_| self.about == "session");
        let Some((first, last)) = self.rows.first().zip(self.rows.last()) else {
            return entry.is_none();
        };
        let of_it = match entry {
            Some(entry) => entry == first.to_string(),
            None => self.about == "course" && part.starts_with("gate/"),
        };
        of_it && *last == self.last && self.rows.is_sorted_by(|a, b| a < b)
    }
}

impl Open {
    /// What a signature under one entry must reach.
    pub(super) fn entry_reach(
        &mut self,
        session: SessionId,
        row: u64,
    ) -> Result<Option<Reach>, Error> {
        let live = match self.live.get(&session) {
            Some(live) => live.clone(),
            None => self.session_replay(session)?,
        };
        let Some(rows) = live.session.rows_of_entry(row) else {
            return Ok(None);
        };
        let written = live.session.rows().iter().find(|one| one.seq == row);
        let Some((written, by)) = written.and_then(|one| match one.by {
            Author::Person(by) => Some((one, by)),
            Author::Clock => None,
        }) else {
            return Ok(None);
        };
        // What was amended after the session's end stands in the course.
        let client = live.row.client;
        let course = self.course(client)?;
        let mut amended = course.amendments(Some(session)).into_iter();
        let amended = amended.rfind(|one| one.seq == row);
        let hidden = !is_for(written, self.author);
        Ok(Some(Reach {
            last: rows.last().copied().unwrap_or(row),
            amended: amended.map(|one| (client, one.row.seq)),
            signable: !live.session.is_struck(row) && !hidden,
            first: First::Only(by),
            hidden,
            rows,
        }))
    }

    /// What a signature under a gate must reach.
    pub(super) fn gate_reach(
        &mut self,
        client: ClientId,
        gate: &str,
        today: Date,
    ) -> Result<Option<Reach>, Error> {
        let now = self.course_now(client, today)?;
        let stands = now.under.as_ref().and_then(|(_, now)| now.gate(gate));
        let Some(stands) = stands.filter(|gate| gate.overrides.is_empty()) else {
            return Ok(now.course.last_row_past_gate(gate).map(Reach::up_to));
        };
        let rows = now.course.rows_of_gate(stands);
        Ok(Some(Reach {
            last: rows.last().copied().unwrap_or_default(),
            amended: None,
            signable: !rows.is_empty() && !stands.is_open(),
            first: First::WhoWritesCare,
            hidden: false,
            rows,
        }))
    }

    /// What a gate that cannot be signed still asks for.
    pub(super) fn gate_asks(
        &mut self,
        client: ClientId,
        gate: &str,
        today: Date,
    ) -> Result<Error, Error> {
        let now = self.course_now(client, today)?;
        let stands = now.under.as_ref().and_then(|(_, now)| now.gate(gate));
        let open = stands.filter(|gate| gate.is_open());
        Ok(open.map_or(Error::Unknown { what: "record" }, |open| {
            Error::Course(Refusal::GateOpen {
                gate: open.id.clone(),
                missing: open.missing(),
                asks: open.asks(),
            })
        }))
    }

    /// What is signed by its own rows under a list, as the signatures name it.
    fn parts_signed(&self, about: About, kind: &str) -> Result<BTreeSet<String>, Error> {
        let mut parts = BTreeSet::new();
        for row in self.store.signatures_about(about)? {
            // One that cannot be read is named by `verify`.
            let said = store::record::decode::<Statement>(&row.body, "signature");
            let said = said.ok().filter(|said| !said.rows.is_empty());
            let part = said.and_then(|said| said.part);
            parts.extend(part.and_then(|part| part.strip_prefix(kind).map(str::to_owned)));
        }
        Ok(parts)
    }
}

impl Companion {
    /// The entries of a session that have signatures of their own, rising. Those of process notes are told only to whom their words are for.
    pub fn entries_signed(&mut self, session: SessionId) -> Result<Vec<EntrySigned>, Error> {
        let parts = self
            .open()?
            .parts_signed(About::Session(session), "entry/")?;
        let rows: BTreeSet<u64> = parts.iter().filter_map(|row| row.parse().ok()).collect();
        let mut all = Vec::new();
        for row in rows {
            let lines = self.signatures(&Object::Entry { session, row })?.lines;
            if !lines.is_empty() {
                all.push(EntrySigned { row, lines });
            }
        }
        Ok(all)
    }

    /// The gates of a client's course that were signed where nobody had gone past them, by name.
    pub fn gates_signed(&self, client: ClientId) -> Result<Vec<String>, Error> {
        let gates = self.open()?.parts_signed(About::Course(client), "gate/")?;
        Ok(gates.into_iter().collect())
    }
}
