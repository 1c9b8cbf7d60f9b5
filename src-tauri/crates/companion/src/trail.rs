//! The trail of an entry: which acts of the chain wrote it and spoke of it later, and which signatures reach over it.

use crate::audit::Entry;
use crate::inspection::Looked;
use crate::sign::{Signed, Standing, Statement, is_for};
use crate::{Companion, Error, Open};
use clinic::id::{ClientId, SessionId};
use clinic::review::redact::is_process_note;
use clinic::time::Date;
use store::packets::Way;
use store::signatures::{About, SignatureRow};

/// An entry of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A row of a session.
    Session(SessionId, u64),
    /// A row of a client's course.
    Course(ClientId, u64),
}

/// What an act of the chain did about an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Did {
    /// Wrote it.
    Kept,
    /// Starred, struck or amended it.
    Spoke,
}

/// Where an entry comes from and what became of it.
#[derive(Debug, Clone)]
pub struct Trail {
    /// Its protocol, as `name vN`; empty: none.
    pub protocol: String,
    /// Digest of the protocol's file, hex.
    pub digest: String,
    /// Lines of it that the entry answers to.
    pub lines: Vec<u16>,
    /// Acts of the chain, oldest first, each with the row that it wrote.
    pub acts: Vec<(Did, u64, Entry)>,
    /// Signatures that reach over the entry, checked, oldest first.
    pub signatures: Vec<Signed>,
}

impl Companion {
    /// The trail of an entry.
    pub fn trail(&mut self, place: Place) -> Result<Trail, Error> {
        self.looked(match place {
            Place::Session(session, _) => Looked::Session(session),
            Place::Course(client, _) => Looked::Client(client),
        })?;
        match place {
            Place::Session(session, seq) => self.trail_of_session(session, seq),
            Place::Course(client, seq) => self.trail_of_course(client, seq),
        }
    }

    /// Acts of the chain about a session as a whole and what is in it, oldest first: its rows, signatures and locks under it, what was
    /// amended after its end, packets that it left with. Who only looked at it stands in the access log.
    pub fn session_acts(&mut self, session: SessionId) -> Result<Vec<Entry>, Error> {
        let live = self.session_load(session)?;
        // Who signed a process note alone is for its readers.
        let apart = |row: &SignatureRow| {
            let said = store::record::decode::<Statement>(&row.body, "signature");
            let entry = said.ok().and_then(|said| said.rows.first().copied());
            let mut rows = live.session.rows().iter();
            rows.any(|row| Some(row.seq) == entry && is_process_note(row))
        };
        let open = self.open()?;
        let client = open.store.session(session)?.client;
        let about = About::Session(session);
        let mut objects = vec![("session", session.to_string())];
        let signatures = open.store.signatures_about(about)?.into_iter();
        let signatures = signatures.filter(|row| !apart(row));
        objects.extend(signatures.map(|row| ("signature", row.number.to_string())));
        let locks = open.store.locks_about(about)?.into_iter();
        objects.extend(locks.map(|row| ("lock", row.number.to_string())));
        let packets = open.store.packets()?.into_iter();
        for packet in packets.filter(|packet| packet.client == client) {
            // A packet that is damaged says nothing here; verification names it.
            let within = matches!(open.packet_amendments(&packet, session), Ok(Some(_)));
            if packet.row.way == Way::Out && within {
                objects.push(("packet", packet.row.packet.to_string()));
            }
        }
        let course = open.course(client)?;
        let later: Vec<u64> = course
            .amendments(Some(session))
            .iter()
            .map(|one| one.row.seq)
            .collect();
        if !later.is_empty() {
            objects.push(("course", client.to_string()));
        }
        let mut acts = open.store.audit_of(&objects)?;
        acts.retain(|entry| {
            let wrote = |row: &u64| {
                let rows = entry.first.zip(entry.last);
                rows.is_some_and(|(first, last)| (first..=last).contains(row))
            };
            entry.action != "inspected" && (entry.kind != "course" || later.iter().any(wrote))
        });
        Ok(acts)
    }

    fn trail_of_session(&mut self, session: SessionId, seq: u64) -> Result<Trail, Error> {
        let live = self.session_load(session)?;
        let open = self.open()?;
        let rows = live.session.rows().len() as u64;
        if seq >= rows {
            return Err(Error::Unknown { what: "entry" });
        }
        let client = live.row.client;
        // Who signed a process note alone is for those whom its words are for.
        let entry = live.session.rows().iter().find(|row| row.seq == seq);
        let hidden = entry.is_some_and(|row| !is_for(row, open.author));
        let later = live.session.about_entry(seq);
        let rows = [seq].into_iter().chain(later.iter().copied());
        let mut acts = open.acts("session", &session.to_string(), Some(seq), rows)?;
        // What was amended after the session's end stands in the course.
        let course = open.course(client)?;
        let amended = course.amendments(Some(session)).into_iter();
        let amended: Vec<u64> = amended
            .filter(|one| one.seq == seq)
            .map(|one| one.row.seq)
            .collect();
        if !amended.is_empty() {
            let spoke = open.acts("course", &client.to_string(), None, amended.into_iter())?;
            acts.extend(spoke);
        }
        Ok(Trail {
            protocol: self.protocol_name(&live.row.protocol)?,
            digest: clinic::id::hex(&live.row.protocol),
            lines: live.session.cited(seq),
            acts,
            signatures: self
                .open()?
                .signed_over(About::Session(session), seq, hidden)?,
        })
    }

    fn trail_of_course(&mut self, client: ClientId, seq: u64) -> Result<Trail, Error> {
        let today: Date = self.today();
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        let now = open.course_now(client, today)?;
        if seq >= now.course.rows().len() as u64 {
            return Err(Error::Unknown { what: "entry" });
        }
        let later = now.course.about_entry(seq);
        let rows = [seq].into_iter().chain(later.iter().copied());
        let acts = open.acts("course", &client.to_string(), Some(seq), rows)?;
        let signatures = open.signed_over(About::Course(client), seq, false)?;
        let (protocol, digest) = match now.course.under() {
            Some(under) => (under.protocol.to_owned(), under.digest.to_owned()),
            None => (String::new(), String::new()),
        };
        let plan = now
            .under
            .as_ref()
            .and_then(|(protocol, _)| protocol.course.as_ref());
        Ok(Trail {
            protocol,
            digest,
            lines: plan
                .map(|plan| now.course.cited(plan, seq))
                .unwrap_or_default(),
            acts,
            signatures,
        })
    }
}

impl Open {
    /// The acts that wrote these rows of a list, in the order of the rows: the one that wrote the entry itself, where it is in the list, the others what speaks of it.
    /// The chain is looked through once.
    fn acts(
        &self,
        kind: &str,
        id: &str,
        entry: Option<u64>,
        rows: impl Iterator<Item = u64>,
    ) -> Result<Vec<(Did, u64, Entry)>, Error> {
        let about = self.store.audit_of(&[(kind, id.to_owned())])?;
        let wrote = |act: &Entry, row: u64| {
            let written = act.first.zip(act.last);
            written.is_some_and(|(first, last)| (first..=last).contains(&row))
        };
        Ok(rows
            .filter_map(|row| {
                let act = about.iter().find(|act| wrote(act, row))?;
                let did = if entry == Some(row) {
                    Did::Kept
                } else {
                    Did::Spoke
                };
                Some((did, row, act.clone()))
            })
            .collect())
    }

    /// The signatures over a list that reach a row of it. `hidden`: those under the row alone are not told.
    fn signed_over(&self, about: About, seq: u64, hidden: bool) -> Result<Vec<Signed>, Error> {
        let voided = self.voided(about)?;
        let mut lines = Vec::new();
        for row in self.store.signatures_about(about)? {
            let Ok(said) = store::record::decode::<Statement>(&row.body, "signature") else {
                continue;
            };
            let reaches = match said.rows.as_slice() {
                [] => said.last >= seq,
                rows => !hidden && rows.contains(&seq),
            };
            if !reaches {
                continue;
            }
            let taken_back = self.taken_back(&said, &row.body)?;
            let standing = if !self.signature_check(&row)? {
                Standing::Broken
            } else if voided.contains(&row.number) {
                Standing::Voided
            } else if taken_back.is_some() {
                Standing::TakenBack
            } else {
                Standing::Holds
            };
            lines.push(Signed {
                taken_back,
                ..Signed::of(row.number, said, standing)
            });
        }
        Ok(lines)
    }
}
