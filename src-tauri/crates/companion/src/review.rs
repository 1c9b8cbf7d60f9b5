//! Review: reading a packet, saying something about it, deciding; and taking in what the other side said.

mod course;
mod signed;
mod trends;
mod waiting;

pub(crate) use course::part_read;
pub use signed::Carried;
pub use trends::{Counted, Pair};
pub use waiting::{Piece, Waiting};

use crate::packets::{
    ADOPTION_OWED, Read, ReadCourse, SignatureV1, Thread, Within, is_damage, key_of_hex,
    signature_of_hex,
};
use crate::sign::{Asks, Meaning, NAMESPACE, Statement};
use crate::{Companion, Error, Open, Secret};
use clinic::id::{ClientId, PacketId, PersonId, SessionId, hex};
use clinic::review::{Account, Decision, Event, Needs, Place, Refusal, ReviewRole, Row, Side};
use clinic::session::eyes::{Concern, Eye, in_order};
use clinic::time::Elapsed;
use std::collections::{BTreeMap, BTreeSet};
use store::signatures::About;

/// A thread with what needs eyes in it.
#[derive(Debug, Clone)]
pub struct Reviewed {
    /// The thread.
    pub thread: Thread,
    /// Its sessions, as they were sealed.
    pub sessions: Vec<Read>,
    /// What went along of the client's course.
    pub course: Option<ReadCourse>,
    /// Packets of the same author that cannot be read as they were kept: nothing is compared with them.
    pub damaged: Vec<PacketId>,
    /// What needs eyes in them.
    pub needs: Needs,
    /// Who looks: whoever has the pen.
    pub me: PersonId,
    /// What a signature of theirs would need.
    pub asks: Asks,
}

impl Companion {
    /// A thread, its sessions and what needs eyes in them.
    pub fn review(&mut self, thread: PacketId) -> Result<Reviewed, Error> {
        let Within {
            mut sessions,
            mut course,
        } = self.thread_within(thread)?;
        let open = self.open()?;
        let me = open.author;
        let asks = open.signer_asks(me)?;
        let now = self.thread(thread)?;
        // What was accepted last before this packet was sealed: an older one that is looked at again was not changed since.
        let (accepted, damaged) = self.accepted_elsewhere(&now, me)?;
        let mut accepted: Vec<_> = accepted
            .into_iter()
            .filter(|(sealed, _)| *sealed < now.packet.row.created_wall_ms)
            .collect();
        accepted.sort_by_key(|(sealed, _)| *sealed);
        for read in &mut sessions {
            let id = read.live.row.id;
            let before = accepted.iter().rev();
            let last = before
                .filter_map(|(_, marks)| marks.sessions.get(&id))
                .next();
            read.changed = last.is_some_and(|amended| amended_marks(read) != *amended);
        }
        if let Some(course) = &mut course {
            let mut changed = BTreeSet::new();
            for (told, of) in course.excerpt.pieces() {
                let part = (course.id, told.part.clone());
                let before = accepted.iter().rev();
                let last = before
                    .filter_map(|(_, marks)| marks.parts.get(&part))
                    .next();
                if last.is_some_and(|rows| rows != of) {
                    changed.insert(told.part.clone());
                }
            }
            course.changed = changed;
        }
        let needs = needs(&sessions, course.as_ref());
        Ok(Reviewed {
            thread: now,
            sessions,
            course,
            damaged,
            needs,
            me,
            asks,
        })
    }

    /// Packets of the same author that this person accepted beside this one: when each was sealed, and what stood in it. Beside them those
    /// packets of the same author that cannot be read: they are named, and shut no other.
    fn accepted_elsewhere(&mut self, thread: &Thread, me: PersonId) -> Result<Elsewhere, Error> {
        let mut found = Vec::new();
        let mut damaged = Vec::new();
        if thread.side != Side::Reviewer {
            return Ok((found, damaged));
        }
        let (threads, unread) = self.threads_told()?;
        let unread = unread.into_iter().map(|packet| packet.row);
        let of_author = unread.filter(|row| row.author == thread.packet.row.author);
        damaged.extend(of_author.map(|row| row.packet));
        for other in threads {
            let theirs = other.packet.row.author == thread.packet.row.author;
            let accepted = matches!(other.review.decision(me), Decision::Accepted(_));
            let id = other.packet.row.packet;
            if !theirs || !accepted || id == thread.packet.row.packet {
                continue;
            }
            if !self.open()?.accepted.borrow().contains_key(&id) {
                let within = match self.thread_within(id) {
                    Ok(within) => within,
                    Err(error) if is_damage(&error) => {
                        damaged.push(id);
                        continue;
                    }
                    Err(error) => return Err(error),
                };
                let marks = Accepted::of(&within);
                self.open()?.accepted.borrow_mut().insert(id, marks);
            }
            if let Some(marks) = self.open()?.accepted.borrow().get(&id) {
                found.push((other.packet.row.created_wall_ms, marks.clone()));
            }
        }
        Ok((found, damaged))
    }

    /// Adds a row of whoever has the pen, where the rules let it.
    pub fn review_act(&mut self, thread: PacketId, event: Event) -> Result<(), Error> {
        if matches!(
            event,
            Event::CoSigned { .. } | Event::CoSignedInCourse { .. }
        ) {
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
        // The thread speaks in the name of who sealed it or of whom it was sealed for: their own key signs what leaves.
        open.part_of(&now.thread)?;
        let mut event = event;
        if let Event::Answered { query, after, .. } = &mut event {
            *after = now.thread.review.answer_after(*query);
        }
        let side = now.thread.side;
        now.thread.review.decide(&event, now.me, side, &now.needs)?;
        there(&event, &now)?;
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
        self.reviewer_prove(&now, proof)?;
        let read = now
            .sessions
            .iter()
            .find(|read| read.live.row.id == session)
            .ok_or(Error::Unknown { what: "session" })?;
        let signed = Under {
            about: "session",
            id: session.to_string(),
            part: read_packet(&now.thread.packet.row.digest),
            last: read.last,
            digest: read.digest.clone(),
        };
        let SignatureV1 {
            body,
            signature,
            key,
        } = self.reviewer_sign(&now, signed)?;
        self.review_add(
            thread,
            Event::CoSigned {
                session,
                body,
                signature,
                key,
            },
        )
    }

    /// Shows that whoever has the pen is who they are, before they sign what they read.
    fn reviewer_prove(&mut self, now: &Reviewed, proof: Option<&Secret>) -> Result<(), Error> {
        match (now.asks, proof) {
            (Asks::NoKey, _) => return Err(Error::NotAllowed),
            // A door that was opened with their passphrase for this one verb.
            (_, None) => {}
            (Asks::Passphrase, Some(proof)) => self.signer_open(now.me, proof)?,
            (_, Some(proof)) => self.person_prove(now.me, proof)?,
        }
        self.open()?.part_of(&now.thread)
    }

    /// A reviewer's statement about rows of the author's, signed.
    fn reviewer_sign(&mut self, now: &Reviewed, under: Under) -> Result<SignatureV1, Error> {
        let me = now.me;
        let context = self.context(Some(me));
        let open = self.open()?;
        let person = open.person(me)?;
        // As whoever sealed the packet asked them to; where that names nothing, as what they are in their own vault.
        let role = open.reviews_as(&now.thread)?;
        let statement = Statement {
            v: 1,
            about: under.about.to_owned(),
            id: under.id,
            part: Some(under.part),
            last: under.last,
            digest: under.digest,
            amended: None,
            meaning: Meaning::Reviewer,
            person: person.id,
            name: person.name,
            initials: person.initials,
            wall_ms: context.stamp.wall_ms,
            zone_minutes: context.stamp.zone_minutes,
            role,
            rows: Vec::new(),
        };
        let body = store::record::encode(&statement);
        let (signature, key) = open.sign_as(me, NAMESPACE, &body)?;
        Ok(SignatureV1 {
            body: String::from_utf8(body).map_err(|_| Error::Damaged { what: "name" })?,
            signature: hex(&signature),
            key: hex(key.as_bytes()),
        })
    }

    /// Puts signatures that came in answers under the sessions of this vault. Only those that hold; nothing twice.
    pub(crate) fn signatures_adopt(&mut self, thread: PacketId) -> Result<(), Error> {
        let now = self.thread(thread)?;
        if now.side != Side::Author {
            return Ok(());
        }
        let within = self.thread_within(thread)?;
        let author = self.open()?.author;
        let context = self.context(Some(author));
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        for (id, row) in now.review.rows() {
            let Some(signed) = signed_here(&row.event, &now, &within) else {
                continue;
            };
            let Signed {
                about,
                part,
                body,
                signature,
                key,
            } = signed;
            let parsed = (
                signature_of_hex(signature),
                key_of_hex(key),
                store::record::decode::<Statement>(body.as_bytes(), "signature"),
            );
            let (Some(signature), Some(key), Ok(said)) = parsed else {
                continue;
            };
            // In the name of who sealed the answer, who accepted; about a session that lay in the packet that they read, and that packet.
            // Whoever sealed it said as what they read it: nobody signs as something else.
            let reader = open.contact(row.by)?.map(|contact| contact.row.recipient);
            let mut readers = now.packet.row.recipients.iter();
            let asked = readers.find(|one| Some(&one.recipient) == reader.as_ref());
            let asked = asked.and_then(|one| one.role);
            let as_asked = asked.is_none() || said.role == asked;
            let accepted = matches!(now.review.decision(row.by), Decision::Accepted(_));
            let stands = accepted && now.review.taken_back(id).is_none();
            let fits = stands
                && as_asked
                && said.person == row.by
                && said.name == row.name
                && said.meaning == Meaning::Reviewer
                && said.part == Some(part)
                && format!("{}/{}", said.about, said.id) == about.to_string();
            let kept = open.store.signatures_about(about)?;
            if !fits || kept.iter().any(|kept| kept.body == body.as_bytes()) {
                continue;
            }
            let candidate = store::signatures::SignatureRow {
                number: 0,
                about: about.to_string(),
                body: body.to_owned().into_bytes(),
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
}

/// What was accepted, as [`Companion::accepted_elsewhere`] tells it, and packets that cannot be read.
type Elsewhere = (Vec<(i64, Accepted)>, Vec<PacketId>);

/// What stood in a packet that was accepted: of each session what was amended, of each part of a course its rows. The rows of a session that
/// has ended stay as they are, and so does every row of a course; more may come.
#[derive(Debug, Clone, Default)]
pub(crate) struct Accepted {
    sessions: BTreeMap<SessionId, Marks>,
    parts: BTreeMap<(ClientId, String), BTreeSet<u64>>,
}

impl Accepted {
    fn of(within: &Within) -> Accepted {
        let sessions = within.sessions.iter();
        let parts = within.course.iter().flat_map(|course| {
            let pieces = course.excerpt.pieces().iter();
            pieces.map(|(told, of)| ((course.id, told.part.clone()), of.clone()))
        });
        Accepted {
            sessions: sessions
                .map(|read| (read.live.row.id, amended_marks(read)))
                .collect(),
            parts: parts.collect(),
        }
    }
}

/// What a reviewer signs.
struct Under {
    about: &'static str,
    id: String,
    part: String,
    last: u64,
    digest: String,
}

/// A signature in an answer, and what it has to name.
struct Signed<'a> {
    about: About,
    part: String,
    body: &'a str,
    signature: &'a str,
    key: &'a str,
}

/// A signature in an answer about something that lay in the packet that was sealed here.
fn signed_here<'a>(event: &'a Event, now: &Thread, within: &Within) -> Option<Signed<'a>> {
    let digest = &now.packet.row.digest;
    match event {
        Event::CoSigned {
            session,
            body,
            signature,
            key,
        } => {
            let mut sealed = within.sessions.iter();
            sealed.find(|read| read.live.row.id == *session)?;
            Some(Signed {
                about: About::Session(*session),
                part: read_packet(digest),
                body,
                signature,
                key,
            })
        }
        Event::CoSignedInCourse {
            part,
            body,
            signature,
            key,
        } => {
            let course = within.course.as_ref()?;
            let mut sealed = course.excerpt.pieces().iter();
            sealed.find(|(told, _)| told.part == *part)?;
            Some(Signed {
                about: About::Course(now.packet.client),
                part: course::read_part(digest, part),
                body,
                signature,
                key,
            })
        }
        _ => None,
    }
}

impl Open {
    /// In which role whoever has the pen reviews a packet: the one that its author named; else what they are in this vault.
    fn reviews_as(&self, thread: &Thread) -> Result<Option<ReviewRole>, Error> {
        let mine = self.hand()?.packet_recipient();
        let readers = &thread.packet.row.recipients;
        let named = readers.iter().find(|one| one.recipient == mine);
        let own = ReviewRole::of(&self.person(self.author)?.roles);
        Ok(named.and_then(|one| one.role).or(own))
    }

    /// Whether every amendment of a session lay in the packet that a reviewer's statement names.
    pub(crate) fn reviewed_as_amended(
        &self,
        session: SessionId,
        said: &Statement,
    ) -> Result<bool, Error> {
        let now = self.session_amended(&self.store.session(session)?)?.len();
        if now == 0 {
            return Ok(true);
        }
        let packets = self.store.packets()?.into_iter();
        let mut named = packets.filter(|packet| said.part == Some(read_packet(&packet.row.digest)));
        let Some(packet) = named.next() else {
            return Ok(false);
        };
        Ok(self.packet_amendments(&packet, session)? == Some(now))
    }
}

/// What a reviewer's statement names besides the rows: the packet that they read, by the digest of what its author signed.
fn read_packet(digest: &str) -> String {
    format!("packet/{digest}")
}

/// What of a session was amended after its end: which entries, and when. Words may be left out of one packet and not of another.
type Marks = Vec<(u64, i64)>;

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
        in_order(&mut eyes);
        eyes
    }
}

/// What needs eyes in each session.
fn needs(sessions: &[Read], course: Option<&ReadCourse>) -> Needs {
    let keys = |read: &Read| -> BTreeSet<String> {
        let eyes = read.eyes().into_iter();
        eyes.map(|eye| eye.key).collect()
    };
    let sessions = sessions
        .iter()
        .map(|read| (Account::Session(read.live.row.id), keys(read)));
    let course = course.map(|course| {
        let eyes = course.eyes().into_iter();
        (Account::Course, eyes.map(|eye| eye.key).collect())
    });
    sessions.chain(course).collect()
}

/// Whether what a row speaks of is in the packet.
fn there(event: &Event, now: &Reviewed) -> Result<(), Refusal> {
    let find = |id: &SessionId| now.sessions.iter().find(|read| read.live.row.id == *id);
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
            Place::CourseEntry { seq } => {
                let course = now.course.as_ref();
                let there = course.and_then(|course| course.excerpt.row(*seq));
                there.map(|_| ()).ok_or(Refusal::NoEntry)
            }
            Place::Field {
                session,
                seq,
                field,
            } => {
                let fields = match session {
                    Some(id) => find(id)
                        .and_then(|read| {
                            read.live.session.rows().iter().find(|row| row.seq == *seq)
                        })
                        .map(|row| row.event.fields()),
                    None => {
                        let course = now.course.as_ref();
                        let row = course.and_then(|course| course.excerpt.row(*seq));
                        row.map(|row| row.event.fields())
                    }
                };
                let there = fields.is_some_and(|fields| fields.contains(field));
                there.then_some(()).ok_or(Refusal::NoEntry)
            }
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
