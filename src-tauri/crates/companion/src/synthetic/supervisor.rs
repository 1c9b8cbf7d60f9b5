//! A synthetic supervisor beside a training vault: a vault of their own on this computer, and packets between the two, so that the room of
//! packets has life. Everything goes through the same verbs as a real review.

use crate::clock::ScriptedClock;
use crate::packets::Choice;
use crate::people::NewPerson;
use crate::places::ENDING;
use crate::training::PIN;
use crate::vault::{NewVault, name_of};
use crate::{Companion, Error};
use clinic::course::excerpt::Piece;
use clinic::id::{ClientId, PacketId, SessionId};
use clinic::people::Role;
use clinic::review::redact::Redaction;
use clinic::review::{Event, Place, RowId};
use clinic::time::Date;
use std::path::{Path, PathBuf};
use vault::Secret;

/// Passphrase of the synthetic supervisor's vault. No secret: it holds nobody, and it is told to whoever makes one.
pub const PASSPHRASE: &str = "a training supervisor reads slowly forty";

/// A supervisor's vault that lies beside a training vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supervisor {
    /// Its folder.
    pub folder: PathBuf,
    /// The packet that both have.
    pub thread: PacketId,
    /// The author's answer, sealed for the supervisor and not opened yet.
    pub answer: PathBuf,
}

impl Companion {
    /// Seals the sessions of a client and the last visit that was held for a synthetic supervisor, lets them read a part, ask and give back, answers, and leaves the answer
    /// where their vault can open it. None: this client has no session that ended, or whoever has the pen did not open the vault.
    pub fn training_supervisor(&mut self, client: ClientId) -> Result<Option<Supervisor>, Error> {
        let open = self.open()?;
        if !open.unlocked.training() {
            return Err(Error::ScriptedClock);
        }
        let ended: Vec<SessionId> = self
            .client_sessions(client)?
            .into_iter()
            .filter(|row| row.ended_wall_ms.is_some())
            .map(|row| row.id)
            .collect();
        let open = self.open()?;
        if ended.is_empty() || !open.is_opener() {
            return Ok(None);
        }
        let name = format!("{} supervisor.{ENDING}", name_of(&open.folder));
        let folder = open.folder.with_file_name(name);
        let stick = self.places.documents.join("Holdfast training");
        std::fs::create_dir_all(&stick)?;
        let mut reader = self.synthetic_reader(&folder)?;
        let introduced = self.introduce(&mut reader);
        let done = introduced.and_then(|reader_id| {
            // A visit goes along, where one was held.
            let pieces = self.packet_pieces(client)?.into_iter();
            let mut held = pieces.filter(|line| matches!(line.piece, Piece::Visit(_)));
            let visit = held.next_back().map(|line| line.piece.to_string());
            let choice = Choice {
                client,
                sessions: ended,
                to: vec![reader_id],
                course: visit.into_iter().collect(),
                process_notes: Vec::new(),
                redaction: Redaction::Coded,
                purpose: "Supervision in training".to_owned(),
                days: None,
            };
            let sealed = self.packet_seal(&choice, &stick)?;
            let thread = reader.packet_open(&sealed.path, false)?;
            reader.read_a_part(thread)?;
            let back = reader.packet_reply(thread, &stick)?;
            self.packet_open(&back.path, false)?;
            self.answer_what_was_asked(thread)?;
            let answer = self.packet_reply(thread, &stick)?;
            Ok(Supervisor {
                folder,
                thread,
                answer: answer.path,
            })
        });
        reader.vault_lock()?;
        // The vault that the person is in is the one that is offered next, not the one that was made beside it.
        self.known_last()?;
        done.map(Some)
    }

    /// The supervisor's vault, made where it is not there yet.
    fn synthetic_reader(&mut self, folder: &Path) -> Result<Companion, Error> {
        let clock = ScriptedClock::new(self.clock.stamp());
        let mut reader = Companion::new(Box::new(clock), self.places.clone());
        let passphrase = Secret::from(PASSPHRASE);
        if folder.exists() {
            reader.vault_unlock(folder, &passphrase)?;
            return Ok(reader);
        }
        reader.vault_create(NewVault {
            folder: folder.to_path_buf(),
            training: true,
            passphrase,
            owner: NewPerson {
                name: "Training supervisor".to_owned(),
                initials: "TS".to_owned(),
                roles: vec![Role::Supervisor, Role::VaultKeeper],
                pin: Secret::from(PIN),
            },
            quick: true,
        })?;
        reader.vault_waive_code()?;
        Ok(reader)
    }

    /// Each takes the other's card, as if the words had been compared.
    fn introduce(&mut self, reader: &mut Companion) -> Result<clinic::id::PersonId, Error> {
        let known = self.contact_add(&reader.contact_card()?, false)?.row.person;
        self.contact_compared(known)?;
        let author = reader.contact_add(&self.contact_card()?, false)?.row.person;
        reader.contact_compared(author)?;
        Ok(known)
    }

    /// Looks at the first half of what needs eyes, asks about the first of it, rates two items, and gives the packet back.
    fn read_a_part(&mut self, thread: PacketId) -> Result<(), Error> {
        let now = self.review(thread)?;
        let Some(first) = now.sessions.first() else {
            return Err(Error::Unknown { what: "session" });
        };
        let session = first.live.row.id;
        let eyes = first.live.session.eyes();
        for eye in &eyes[..eyes.len().div_ceil(2)] {
            let eye = eye.key.clone();
            self.review_act(thread, Event::Seen { session, eye })?;
        }
        let moment = eyes.iter().find_map(|eye| eye.entry);
        let on = moment.map_or(Place::Whole, |seq| Place::Entry { session, seq });
        let text = "What was agreed between you two at this moment?".to_owned();
        self.review_act(
            thread,
            Event::Asked {
                on: on.clone(),
                text,
            },
        )?;
        let text = "Ask in person how the afternoon felt to them.".to_owned();
        self.review_act(thread, Event::NotedPrivately { on, text })?;
        let items = first.live.session.protocol().adherence.as_ref();
        let rated = items.map_or(&[][..], |form| &form.items[..2.min(form.items.len())]);
        for (item, entry) in rated.iter().zip([moment, None]) {
            let value = items
                .filter(|_| entry.is_some())
                .and_then(|form| form.steps.last());
            let rated = Event::Rated {
                session,
                item: item.id.clone(),
                value: value.map(|step| step.value),
                entry,
                text: String::new(),
            };
            self.review_act(thread, rated)?;
        }
        let held = Event::Supervised {
            on: Date::of(&self.clock.stamp()),
            minutes: 45,
            topics: "The first session of this course.".to_owned(),
        };
        self.review_act(thread, held)?;
        let reason = "One question first.".to_owned();
        self.review_act(thread, Event::Returned { reason })
    }

    fn answer_what_was_asked(&mut self, thread: PacketId) -> Result<(), Error> {
        let review = self.thread(thread)?.review;
        for query in review.queries() {
            let text = "To wait ten minutes and look again, aloud, both of us.".to_owned();
            let answered = Event::Answered {
                query: query.id,
                after: 0,
                text,
            };
            self.review_act(thread, answered)?;
        }
        let held: Vec<RowId> = review
            .rows()
            .into_iter()
            .filter(|(_, row)| matches!(row.event, Event::Supervised { .. }))
            .map(|(id, _)| id)
            .collect();
        for of in held {
            self.review_act(thread, Event::SupervisionAgreed { of })?;
        }
        Ok(())
    }
}
