//! A client's whole file on its way out of the vault: for the client, who has a right to a copy, or for another system. What leaves is
//! not encrypted, so the act stands in the chain before the files have their names.

use crate::courses::digest_of;
use crate::inspection::Looked;
use crate::packets::{files_write, names};
use crate::{Companion, Error};
use clinic::course::Course;
use clinic::course::event::Event;
use clinic::id::{ClientId, PersonId, hex};
pub use clinic::people::Person;
use clinic::protocol::Protocol;
pub use clinic::review::redact::LEFT_OUT;
use clinic::review::redact::course::without_process_notes;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// Everything of a client that stands outside the dosing sessions, as it may leave.
#[derive(Debug)]
pub struct Whole {
    /// Every row. Process notes, and what speaks of them, stand there without their words.
    pub course: Course,
    /// How many process notes there are.
    pub process_notes: usize,
    /// The protocols that the course was under, oldest first, each with the row from which on.
    pub under: Vec<Under>,
    /// Everybody whom a row names, by initials: whoever wrote, was there or stood beside it.
    pub people: Vec<Person>,
}

/// A protocol that a course was under.
#[derive(Debug)]
pub struct Under {
    /// The row with which it began.
    pub from: u64,
    /// Digest of its file, hex.
    pub digest: String,
    /// What it says.
    pub protocol: Arc<Protocol>,
}

impl Whole {
    /// The protocol that the course was under when a row was written.
    pub fn at(&self, row: u64) -> Option<&Protocol> {
        let before = self.under.iter().rfind(|under| under.from <= row);
        before.map(|under| under.protocol.as_ref())
    }
}

impl Companion {
    /// A client's course as it may leave.
    pub fn client_whole(&mut self, client: ClientId) -> Result<Whole, Error> {
        self.looked(Looked::Client(client))?;
        let open = self.open()?;
        let mut rows = open.course(client)?.rows().to_vec();
        let mut under = Vec::new();
        for row in &rows {
            let (Event::Opened { digest, .. }
            | Event::Moved {
                to_digest: digest, ..
            }) = &row.event
            else {
                continue;
            };
            let known = digest_of(digest)?;
            under.push(Under {
                from: row.seq,
                digest: hex(&known),
                protocol: open.protocol(&known)?,
            });
        }
        let process_notes = without_process_notes(&mut rows, None);
        let mut people: Vec<Person> = open
            .store
            .people()?
            .into_iter()
            .map(|row| row.person)
            .collect();
        let named: BTreeSet<PersonId> = rows.iter().flat_map(names).collect();
        people.retain(|person| named.contains(&person.id));
        people.sort_by(|one, other| one.initials.cmp(&other.initials));
        Ok(Whole {
            course: Course::replay(rows),
            process_notes,
            under,
            people,
        })
    }

    /// Writes a client's whole file: all of `files`, or none, never over another file and never into the vault's own folder. The chain says
    /// that it left before one of them has its name.
    pub fn client_export(
        &mut self,
        client: ClientId,
        files: &[(PathBuf, Vec<u8>)],
    ) -> Result<(), Error> {
        let open = self.open()?;
        open.writes()?;
        for (path, _) in files {
            // A bare name lies in the folder where the program runs.
            let parent = path
                .parent()
                .filter(|parent| !parent.as_os_str().is_empty());
            let here = std::path::Path::new(".");
            open.outside(Some(parent.unwrap_or(here)), "folder")?;
        }
        let context = self.context(Some(open.author));
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        files_write(files, || {
            let entry = context.entry("client_exported", "client", &client.to_string());
            open.store.audit_note(entry)?;
            Ok(())
        })?;
        self.head_write()
    }
}
