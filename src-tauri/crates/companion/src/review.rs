//! Review: reading a packet, saying something about it, deciding; and taking in what the other side said.

mod trends;
mod waiting;

pub use trends::{Counted, Pair};
pub use waiting::Waiting;

use crate::packets::{ADOPTION_OWED, Read, Thread, key_of_hex, signature_of_hex};
use crate::sign::{Asks, Meaning, NAMESPACE, Statement};
use crate::{Companion, Error, Secret};
use clinic::id::{PacketId, PersonId, SessionId, hex};
use clinic::review::{Decision, Event, Needs, Place, Refusal, Row, Side};
use clinic::session::eyes::{Concern, Eye};
use clinic::time::Elapsed;
use std::collections::BTreeSet;
use store::signatures::About;

/// A thread with what needs eyes in it.
#[derive(Debug, Clone)]
pub struct Reviewed {
    /// The thread.
    pub thread: Thread,
    /// Its sessions, as they were sealed.
    pub sessions: Vec<Read>,
    /// What needs eyes in them.
    pub needs: Needs,
    /// Who looks: whoever has the pen.
    pub me: PersonId,
    /// What a signature of theirs would need.
    pub asks: Asks,
}

/// How a signature that came in a packet stands, as far as a reader without the record can tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// As printed then.
    pub name: String,
    /// As printed then.
    pub initials: String,
    /// With what meaning.
    pub meaning: Meaning,
    /// When, UTC milliseconds.
    pub wall_ms: i64,
    /// Zone shown then.
    pub zone_minutes: i16,
    /// It speaks of the very rows that the packet's author names, Ed25519 holds, and the key is not known here as somebody else's or as
    /// another one than this person's.
    pub holds: bool,
    /// The key is known here as this person's.
    pub known: bool,
}

impl Companion {
    /// A thread, its sessions and what needs eyes in them.
    pub fn review(&mut self, thread: PacketId) -> Result<Reviewed, Error> {
        let mut sessions = self.thread_sessions(thread)?;
        let open = self.open()?;
        let me = open.author;
        let asks = open.signer_asks(me)?;
        let now = self.thread(thread)?;
        // What was accepted last before this packet was sealed: an older one that is looked at again was not changed since.
        let accepted = self.accepted_elsewhere(&now, me)?;
        for read in &mut sessions {
            let before = accepted.iter().filter(|(sealed, id, _)| {
                *id == read.live.row.id && *sealed < now.packet.row.created_wall_ms
            });
            let last = before.max_by_key(|(sealed, ..)| *sealed);
            read.changed = last.is_some_and(|(.., amended)| amended_marks(read) != *amended);
        }
        let needs = needs(&sessions);
        Ok(Reviewed {
            thread: now,
            sessions,
            needs,
            me,
            asks,
        })
    }

    /// Sessions of the same author that this person accepted in other packets: when each packet was sealed, which session, and what of it
    /// was amended then. The rows of a session that has ended stay as they are.
    fn accepted_elsewhere(
        &mut self,
        thread: &Thread,
        me: PersonId,
    ) -> Result<Vec<(i64, SessionId, Marks)>, Error> {
        let mut found = Vec::new();
        if thread.side != Side::Reviewer {
            return Ok(found);
        }
        for other in self.threads()? {
            let theirs = other.packet.row.author == thread.packet.row.author;
            let accepted = matches!(other.review.decision(me), Decision::Accepted(_));
            let id = other.packet.row.packet;
            if !theirs || !accepted || id == thread.packet.row.packet {
                continue;
            }
            if !self.open()?.accepted.borrow().contains_key(&id) {
                let sessions = self.thread_sessions(id)?;
                let marks = sessions
                    .iter()
                    .map(|read| (read.live.row.id, amended_marks(read)))
                    .collect();
                self.open()?.accepted.borrow_mut().insert(id, marks);
            }
            if let Some(marks) = self.open()?.accepted.borrow().get(&id) {
                let sealed = other.packet.row.created_wall_ms;
                found.extend(marks.iter().map(|(id, marks)| (sealed, *id, marks.clone())));
            }
        }
        Ok(found)
    }

    /// Adds a row of whoever has the pen, where the rules let it.
    pub fn review_act(&mut self, thread: PacketId, event: Event) -> Result<(), Error> {
        if matches!(event, Event::CoSigned { .. }) {
            // A signature is made with a proof, by its own verb.
            return Err(Error::NotAllowed);
        }
        self.review_add(thread, event)
    }

    fn review_add(&mut self, thread: PacketId, event: Event) -> Result<(), Error> {
        let now = self.review(thread)?;
        let open = self.open()?;
        if open.store.is_backup() {
            return Err(Error::Backup);
        }
        // The thread speaks in the name of who sealed it or of whom it was sealed for: their key signs what leaves.
        open.part_of(&now.thread)?;
        let mut event = event;
        if let Event::Answered { query, after, .. } = &mut event {
            *after = now.thread.review.answer_after(*query);
        }
        let side = now.thread.side;
        now.thread.review.decide(&event, now.me, side, &now.needs)?;
        there(&event, &now.sessions)?;
        let person = open.person(now.me)?;
        if side == Side::Reviewer {
            not_their_own(&person, &now.sessions)?;
        }
        let key = open.packet_key(now.thread.packet.client)?;
        let seq = open.store.review_rows(thread, &key)?.len() as u64;
        let context = self.context(Some(now.me));
        let row = Row {
            by: now.me,
            name: person.name,
            n: now.thread.review.next(now.me),
            wall_ms: context.stamp.wall_ms,
            zone_minutes: context.stamp.zone_minutes,
            event,
        };
        let Companion { open, entropy, .. } = self;
        let open = open.as_mut().ok_or(Error::Locked)?;
        open.store
            .review_append(thread, seq, &row, &key, entropy, &context)?;
        Ok(())
    }

    /// Signs the very rows of a session that was accepted, as its reviewer. The signature goes back with the answer and stands under the
    /// session in its own vault.
    pub fn review_sign(
        &mut self,
        thread: PacketId,
        session: SessionId,
        proof: Option<&Secret>,
    ) -> Result<(), Error> {
        let now = self.review(thread)?;
        self.open()?.part_of(&now.thread)?;
        match (now.asks, proof) {
            (Asks::NoKey, _) => return Err(Error::NotAllowed),
            // A door that was opened with their passphrase for this one verb.
            (_, None) => {}
            (Asks::Passphrase, Some(proof)) => self.signer_open(now.me, proof)?,
            (_, Some(proof)) => self.person_prove(now.me, proof)?,
        }
        let read = now
            .sessions
            .iter()
            .find(|read| read.live.row.id == session)
            .ok_or(Error::Unknown { what: "session" })?;
        let context = self.context(Some(now.me));
        let open = self.open()?;
        let person = open.person(now.me)?;
        let statement = Statement {
            v: 1,
            about: "session".to_owned(),
            id: session.to_string(),
            part: Some(read_packet(&now.thread.packet.row.digest)),
            last: read.last,
            digest: read.digest.clone(),
            amended: None,
            meaning: Meaning::Reviewer,
            person: person.id,
            name: person.name,
            initials: person.initials,
            wall_ms: context.stamp.wall_ms,
            zone_minutes: context.stamp.zone_minutes,
        };
        let body = store::record::encode(&statement);
        let (signature, key) = open.sign_as(now.me, NAMESPACE, &body)?;
        let body = String::from_utf8(body).map_err(|_| Error::Damaged { what: "name" })?;
        self.review_add(
            thread,
            Event::CoSigned {
                session,
                body,
                signature: hex(&signature),
                key: hex(key.as_bytes()),
            },
        )
    }

    /// Puts signatures that came in answers under the sessions of this vault. Only those that hold; nothing twice.
    pub(crate) fn signatures_adopt(&mut self, thread: PacketId) -> Result<(), Error> {
        let now = self.thread(thread)?;
        if now.side != Side::Author {
            return Ok(());
        }
        let sealed: Vec<SessionId> = self
            .thread_sessions(thread)?
            .iter()
            .map(|read| read.live.row.id)
            .collect();
        let author = self.open()?.author;
        let context = self.context(Some(author));
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        for (_, row) in now.review.rows() {
            let Event::CoSigned {
                session,
                body,
                signature,
                key,
            } = &row.event
            else {
                continue;
            };
            let about = About::Session(*session);
            let parsed = (
                signature_of_hex(signature),
                key_of_hex(key),
                store::record::decode::<Statement>(body.as_bytes(), "signature"),
            );
            let (Some(signature), Some(key), Ok(said)) = parsed else {
                continue;
            };
            // In the name of who sealed the answer, who accepted; about a session that lay in the packet that they read, and that packet.
            let accepted = matches!(now.review.decision(row.by), Decision::Accepted(_));
            let fits = accepted
                && sealed.contains(session)
                && said.person == row.by
                && said.name == row.name
                && said.meaning == Meaning::Reviewer
                && said.part == Some(read_packet(&now.packet.row.digest))
                && said.id == session.to_string();
            let kept = open.store.signatures_about(about)?;
            if !fits || kept.iter().any(|kept| kept.body == body.as_bytes()) {
                continue;
            }
            let candidate = store::signatures::SignatureRow {
                number: 0,
                about: about.to_string(),
                body: body.clone().into_bytes(),
                signature: signature.to_vec(),
                public_key: key.as_bytes().to_vec(),
            };
            if open.signature_check(&candidate)? {
                open.store.signature_keep(
                    about,
                    candidate.body,
                    &signature,
                    key.as_bytes(),
                    "record_review_signed",
                    &context,
                )?;
            }
        }
        Ok(())
    }

    /// After opening a vault: where a power cut came between an answer and its signatures, they are put in place now.
    pub(crate) fn adoption_resume(&mut self) -> Result<(), Error> {
        if self.open()?.store.counter(ADOPTION_OWED)? == 0 {
            return Ok(());
        }
        for packet in self.open()?.store.packets()? {
            if packet.row.packet != packet.row.thread {
                continue;
            }
            match self.signatures_adopt(packet.row.thread) {
                // Destroyed since; or damaged, which verification names and which does not shut the vault.
                Ok(()) | Err(Error::Unknown { .. } | Error::Damaged { .. } | Error::Packet(_)) => {}
                Err(error) => return Err(error),
            }
        }
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        Ok(open.store.count_set(ADOPTION_OWED, 0)?)
    }

    /// Signatures that came with a session, looked at as far as a reader can.
    pub fn carried(&self, read: &Read) -> Result<Vec<Carried>, Error> {
        let open = self.open()?;
        let mut all = Vec::new();
        for one in &read.signatures {
            let Ok(said) = store::record::decode::<Statement>(one.body.as_bytes(), "signature")
            else {
                continue;
            };
            let keys = open.store.person_keys(said.person)?;
            let (signed, known) = match (key_of_hex(&one.key), signature_of_hex(&one.signature)) {
                (Some(key), Some(signature)) => (
                    key.verify(NAMESPACE, one.body.as_bytes(), &signature)
                        .is_ok(),
                    keys.contains(key.as_bytes()),
                ),
                _ => (false, false),
            };
            let rows = said.last == read.last
                && said.digest == read.digest
                && said.id == read.live.row.id.to_string();
            all.push(Carried {
                // Of whom no key is known here, nobody here can say that it is another's.
                holds: signed && rows && (known || keys.is_empty()),
                known,
                name: said.name,
                initials: said.initials,
                meaning: said.meaning,
                wall_ms: said.wall_ms,
                zone_minutes: said.zone_minutes,
            });
        }
        Ok(all)
    }
}

/// What a reviewer's statement names besides the rows: the packet that they read, by the digest of what its author signed.
fn read_packet(digest: &str) -> String {
    format!("packet/{digest}")
}

/// What of a session was amended after its end: which entries, and when. Words may be left out of one packet and not of another.
pub(crate) type Marks = Vec<(u64, i64)>;

fn amended_marks(read: &Read) -> Marks {
    let amended = read.live.amended.iter();
    amended.map(|later| (later.seq, later.wall_ms)).collect()
}

impl Read {
    /// What needs eyes in it.
    pub fn eyes(&self) -> Vec<Eye> {
        let mut eyes = self.live.eyes();
        if self.changed {
            eyes.push(Eye {
                key: format!("changed/{}", self.live.amended.len()),
                at: Elapsed(0),
                entry: self.live.amended.last().map(|later| later.seq),
                concern: Concern::ChangedSinceAccepted,
            });
        }
        eyes
    }
}

/// What needs eyes in each session.
fn needs(sessions: &[Read]) -> Needs {
    let keys = |read: &Read| -> BTreeSet<String> {
        let eyes = read.eyes().into_iter();
        eyes.map(|eye| eye.key).collect()
    };
    sessions
        .iter()
        .map(|read| (read.live.row.id, keys(read)))
        .collect()
}

/// Whether what a row speaks of is in the packet.
fn there(event: &Event, sessions: &[Read]) -> Result<(), Refusal> {
    let find = |id: &SessionId| sessions.iter().find(|read| read.live.row.id == *id);
    let entry = |id: &SessionId, seq: u64| match find(id) {
        Some(read) if seq <= read.last => Ok(()),
        _ => Err(Refusal::NoEntry),
    };
    match event {
        Event::Commented { on, .. }
        | Event::Asked { on, .. }
        | Event::NotedPrivately { on, .. } => match on {
            Place::Whole => Ok(()),
            Place::Entry { session, seq } => entry(session, *seq),
        },
        Event::Rated {
            session,
            item,
            value,
            entry: shown,
            ..
        } => {
            let read = find(session).ok_or(Refusal::NoEntry)?;
            let form = read.live.session.protocol().adherence.as_ref();
            if !form.is_some_and(|form| form.takes(item, *value)) {
                return Err(Refusal::NoItem);
            }
            shown.map_or(Ok(()), |seq| entry(session, seq))
        }
        _ => Ok(()),
    }
}

/// Nobody reviews or supervises a session in which they took part.
fn not_their_own(person: &clinic::people::Person, sessions: &[Read]) -> Result<(), Error> {
    let own = sessions.iter().any(|read| {
        let session = &read.live.session;
        clinic::conflict::took_part(session.people(), session.rows(), person.id, &person.name)
    });
    if own { Err(Error::OwnSession) } else { Ok(()) }
}
