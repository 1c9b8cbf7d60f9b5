//! Contact cards, and packets to and from people of other vaults.

mod role;

pub use role::{ReaderView, ReviewRole};

use crate::review::RowRef;
use crate::sign::SignatureAsks;
use clinic::course::excerpt::Piece;
use clinic::id::PacketId;
use clinic::review::redact::Redaction as Left;
use clinic::review::{Decision, Event, QueryState, Side};
use companion::packets::{Choice, Contact, Leaving, PacketRow, Sealed, Thread, Way};
use companion::{Companion, Error, PersonId, Secret};
use serde::{Deserialize, Serialize};
use std::path::Path;

#[cfg(test)]
use ts_rs::TS;

/// A person of another vault, as pinned.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "packets.ts"))]
pub struct ContactView {
    pub person: String,
    pub name: String,
    /// Six words of their keys, to be compared by voice.
    pub words: String,
    /// The words were compared.
    pub compared: bool,
    /// Nothing more is taken from them or sealed for them.
    pub revoked: bool,
    /// They are known by their card; otherwise by a packet of theirs.
    pub by_card: bool,
    /// In which role they review what is sealed here; none is named.
    pub role: Option<ReviewRole>,
}

/// One's own card, and everybody of other vaults.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "packets.ts"))]
pub struct Contacts {
    /// Printed name on one's own card.
    pub name: String,
    /// Six words of one's own keys.
    pub words: String,
    /// In which role one reviews, where one's roles in this vault leave no choice.
    pub role: Option<ReviewRole>,
    pub contacts: Vec<ContactView>,
    /// What is asked before whoever has the pen seals, opens or answers with their own keys; until then name and words are not known.
    pub asks: SignatureAsks,
}

/// The passphrase of whoever has the pen: their keys are at hand from then on, until the vault is locked.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "packets.ts"))]
pub struct OwnKeys {
    pub passphrase: String,
}

impl std::fmt::Debug for OwnKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OwnKeys")
    }
}

/// Writes one's own card into a folder.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "packets.ts"))]
pub struct GiveCard {
    pub folder: String,
    /// In which role one reviews; none: the card names none.
    pub role: Option<ReviewRole>,
}

/// Where a file lies.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "packets.ts"))]
pub struct Written {
    pub path: String,
}

/// Takes a card in.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "packets.ts"))]
pub struct TakeCard {
    pub path: String,
    /// Its keys are to be taken instead of those that were pinned.
    pub instead: bool,
}

/// A change to a contact.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "packets.ts"))]
pub struct ChangeContact {
    pub person: String,
    pub change: ContactChange,
    /// The role, where that changes; none: in none that is named.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub role: Option<ReviewRole>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "packets.ts"))]
pub enum ContactChange {
    /// The six words were compared by voice.
    Compared,
    Revoked,
    Restored,
    /// In which role they review from now on.
    Role,
}

/// How much is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "packets.ts"))]
pub enum Redaction {
    /// The client as a person; their code goes.
    Coded,
    /// Free words, names, kit codes and the code too.
    WithoutWords,
}

/// What is to be sealed, and for whom.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "packets.ts"))]
pub struct PacketChoice {
    pub client: String,
    pub sessions: Vec<String>,
    /// Parts of the course, by name.
    pub course: Vec<String>,
    /// Contacts, by person.
    pub to: Vec<String>,
    /// Contacts among them who get the words of one's own process notes too; others of the packet do not.
    pub process_notes: Vec<String>,
    pub redaction: Redaction,
    pub purpose: String,
    /// To be destroyed by its reader after so many days; none: no such wish.
    pub days: Option<u16>,
}

/// What leaves with one session.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "packets.ts"))]
pub struct LeavingSession {
    pub session: String,
    pub number: u16,
    pub wall_ms: i64,
    pub zone_minutes: i16,
    pub entries: u32,
    /// Notes whose words go.
    pub notes: u32,
    pub process_notes: u32,
    /// Those of them whose words go, to the readers that were named for it.
    pub process_leaves: u32,
    /// Names of the team that stand in it.
    pub names: Vec<String>,
    pub signatures: u32,
}

/// What a part of a course is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "packets.ts"))]
pub enum PieceKind {
    Visit,
    /// Every try to call the client on one day.
    Call,
    Adverse,
    /// Two people went past a gate.
    Gate,
}

impl PieceKind {
    /// What a part is, and of a call which day after the visit.
    pub fn of(part: &str) -> (PieceKind, Option<u16>) {
        match part.parse() {
            Ok(Piece::Call { day, .. }) => (PieceKind::Call, Some(day)),
            Ok(Piece::Adverse(_)) => (PieceKind::Adverse, None),
            Ok(Piece::Gate(_)) => (PieceKind::Gate, None),
            Ok(Piece::Visit(_)) | Err(_) => (PieceKind::Visit, None),
        }
    }
}

/// A part of a client's course that can be sealed.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "packets.ts"))]
pub struct PieceView {
    /// Its name: a visit's, `call/dosing-1/1`, `adverse/12`, `gate/to-dosing`.
    pub part: String,
    pub kind: PieceKind,
    pub title: String,
    /// Which day after the visit, of a call.
    pub day: Option<u16>,
    /// The day it was held or told, `2026-03-02`.
    pub on: String,
}

/// What leaves with one part of the course.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "packets.ts"))]
pub struct LeavingPart {
    pub part: PieceView,
    pub entries: u32,
    pub process_notes: u32,
    /// Those of them whose words go: one's own, where every reader was named for it.
    pub process_leaves: u32,
    /// Names of people that stand in it.
    pub names: Vec<String>,
    pub signatures: u32,
}

/// Everything that would leave.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "packets.ts"))]
pub struct LeavingView {
    /// The person who looked: the only one who can seal what they saw.
    pub by: String,
    /// The client's code, as it would be read there.
    pub code: String,
    pub sessions: Vec<LeavingSession>,
    pub course: Vec<LeavingPart>,
    pub protocols: Vec<String>,
    pub to: Vec<ContactView>,
    /// Names of those who get the words of process notes.
    pub process_for: Vec<String>,
    pub bytes: u64,
}

/// Seals what was chosen into a folder.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "packets.ts"))]
pub struct SealPacket {
    pub choice: PacketChoice,
    /// The person who looked at what leaves ([`LeavingView::by`]).
    pub by: String,
    pub folder: String,
}

/// A packet that was sealed.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "packets.ts"))]
pub struct SealedView {
    pub packet: String,
    pub thread: String,
    pub path: String,
    pub bytes: u64,
}

/// Opens a packet.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "packets.ts"))]
pub struct OpenPacket {
    pub path: String,
    /// Somebody whom nobody here knows is taken in: their six words were shown.
    pub trust: bool,
}

/// Names a thread.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "packets.ts"))]
pub struct ThreadRef {
    pub thread: String,
}

/// Seals this side's words of a thread into a folder.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "packets.ts"))]
pub struct ReplyPacket {
    pub thread: String,
    pub folder: String,
}

/// Sets a report as PDF in a folder: of a session, or of a part of the course in a packet.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "packets.ts"))]
pub struct PrintReport {
    /// Empty: a part of the course.
    pub session: String,
    /// A part of the course that lies in the packet, by its name.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub part: Option<String>,
    /// The packet that the session lies in; none: a session of this vault.
    pub thread: Option<String>,
    pub folder: String,
}

/// Which side of a thread this vault is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "packets.ts"))]
pub enum ThreadSide {
    /// Whose record it is.
    Author,
    /// Whose eyes it was sealed for.
    Reviewer,
}

/// A reviewer's decision.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "packets.ts"))]
pub struct DecisionView {
    pub person: String,
    pub name: String,
    /// In which role they read it; none: the packet names none.
    pub role: Option<ReviewRole>,
    pub decided: Decided,
    /// Why, where it was given back or taken back.
    pub reason: String,
    pub wall_ms: i64,
    pub zone_minutes: i16,
    /// On the author's side: the row by which an acceptance was taken back, until somebody says that they saw it.
    pub unseen: Option<RowRef>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "packets.ts"))]
pub enum Decided {
    Accepted,
    Returned,
    /// A decision was taken back, and none took its place.
    TakenBack,
}

/// A thread in a list.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "packets.ts"))]
pub struct ThreadLine {
    pub thread: String,
    pub side: ThreadSide,
    /// Printed name of whoever sealed it.
    pub author: String,
    /// Those it is sealed for, as far as they are known here.
    pub readers: Vec<ReaderView>,
    pub code: String,
    pub purpose: String,
    pub redaction: Redaction,
    pub created_wall_ms: i64,
    pub zone_minutes: i16,
    pub expires_wall_ms: Option<i64>,
    pub decisions: Vec<DecisionView>,
    /// Queries that wait for an answer.
    pub open: u32,
    /// Queries that were answered and not closed.
    pub answered: u32,
    /// Rows of whoever has the pen that are in no answer yet.
    pub unsent: u32,
    /// Its number among the packets of its author; none: it was sealed here.
    pub number: Option<u64>,
    /// A later one of its author was opened before it.
    pub late: bool,
    /// Lower numbers of its author that never came.
    pub missing: Vec<u64>,
    /// It cannot be read as it was kept: nothing is known of it but what stands here.
    pub damaged: bool,
}

impl From<Redaction> for Left {
    fn from(redaction: Redaction) -> Left {
        match redaction {
            Redaction::Coded => Left::Coded,
            Redaction::WithoutWords => Left::WithoutWords,
        }
    }
}

impl From<Left> for Redaction {
    fn from(left: Left) -> Redaction {
        match left {
            Left::Coded => Redaction::Coded,
            Left::WithoutWords => Redaction::WithoutWords,
        }
    }
}

impl From<&Contact> for ContactView {
    fn from(contact: &Contact) -> ContactView {
        ContactView {
            person: contact.row.person.to_string(),
            name: contact.row.name.clone(),
            words: contact.words.clone(),
            compared: contact.row.compared,
            revoked: contact.row.revoked,
            by_card: contact.row.card.is_some(),
            role: contact.row.role.map(ReviewRole::from),
        }
    }
}

impl Contacts {
    /// One's own words, and everybody of other vaults.
    pub fn of(companion: &Companion) -> Result<Contacts, Error> {
        let asks = companion.hand_asks()?;
        let own = asks == companion::sign::Asks::Nothing;
        let words = own.then(|| companion.contact_words());
        Ok(Contacts {
            name: companion.contact_name()?,
            words: words.transpose()?.unwrap_or_default(),
            asks: asks.into(),
            role: companion.contact_role()?.map(ReviewRole::from),
            contacts: companion
                .contacts()?
                .iter()
                .map(ContactView::from)
                .collect(),
        })
    }
}

impl OwnKeys {
    /// Opens them.
    pub fn run(self, companion: &mut Companion) -> Result<Contacts, Error> {
        companion.hand_open(&Secret::new(self.passphrase))?;
        Contacts::of(companion)
    }
}

impl PieceView {
    /// Every part of a client's course that can be sealed, by day.
    pub fn all(companion: &mut Companion, client: &str) -> Result<Vec<PieceView>, Error> {
        let client = client
            .parse()
            .map_err(|_| Error::Unknown { what: "client" })?;
        let lines = companion.packet_pieces(client)?.into_iter();
        Ok(lines
            .map(|line| PieceView::of(&line.piece.to_string(), line.title, line.on.to_string()))
            .collect())
    }

    fn of(part: &str, title: String, on: String) -> PieceView {
        let (kind, day) = PieceKind::of(part);
        PieceView {
            part: part.to_owned(),
            kind,
            title,
            day,
            on,
        }
    }
}

impl GiveCard {
    /// Writes the card.
    pub fn run(&self, companion: &Companion) -> Result<Written, Error> {
        let path =
            companion.contact_card_write(Path::new(&self.folder), self.role.map(Into::into))?;
        Ok(Written {
            path: path.to_string_lossy().into_owned(),
        })
    }
}

impl TakeCard {
    /// Takes the card in.
    pub fn run(&self, companion: &mut Companion) -> Result<ContactView, Error> {
        let text = Companion::contact_card_read(Path::new(&self.path))?;
        Ok((&companion.contact_add(&text, self.instead)?).into())
    }
}

impl ChangeContact {
    /// Changes it.
    pub fn run(&self, companion: &mut Companion) -> Result<ContactView, Error> {
        let unknown = |_| Error::Unknown { what: "contact" };
        let person = self.person.parse().map_err(unknown)?;
        let contact = match self.change {
            ContactChange::Compared => companion.contact_compared(person),
            ContactChange::Revoked => companion.contact_revoke(person, true),
            ContactChange::Restored => companion.contact_revoke(person, false),
            ContactChange::Role => companion.contact_reviews_as(person, self.role.map(Into::into)),
        }?;
        Ok((&contact).into())
    }
}

impl PacketChoice {
    /// What it names.
    pub fn choice(&self) -> Result<Choice, Error> {
        let unknown = |what| move |_| Error::Unknown { what };
        let parsed = |texts: &[String], what| -> Result<Vec<_>, Error> {
            texts
                .iter()
                .map(|text| text.parse().map_err(unknown(what)))
                .collect()
        };
        let sessions = self
            .sessions
            .iter()
            .map(|text| text.parse().map_err(unknown("session")))
            .collect::<Result<_, Error>>()?;
        Ok(Choice {
            client: self.client.parse().map_err(unknown("client"))?,
            sessions,
            course: self.course.clone(),
            to: parsed(&self.to, "contact")?,
            process_notes: parsed(&self.process_notes, "contact")?,
            redaction: self.redaction.into(),
            purpose: self.purpose.clone(),
            days: self.days,
        })
    }

    /// What would leave.
    pub fn look(&self, companion: &mut Companion) -> Result<LeavingView, Error> {
        Ok(companion.packet_look(&self.choice()?)?.into())
    }
}

fn count(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl From<Leaving> for LeavingView {
    fn from(leaving: Leaving) -> LeavingView {
        LeavingView {
            by: leaving.by.to_string(),
            code: leaving.code,
            sessions: leaving
                .sessions
                .into_iter()
                .map(|one| LeavingSession {
                    session: one.session.to_string(),
                    number: one.number,
                    wall_ms: one.wall_ms,
                    zone_minutes: one.zone_minutes,
                    entries: count(one.entries),
                    notes: count(one.notes),
                    process_notes: count(one.process_notes),
                    process_leaves: count(one.process_leaves),
                    names: one.names,
                    signatures: count(one.signatures),
                })
                .collect(),
            course: leaving
                .course
                .into_iter()
                .map(|one| LeavingPart {
                    part: PieceView::of(&one.piece.to_string(), one.title, one.on.to_string()),
                    entries: count(one.entries),
                    process_notes: count(one.process_notes),
                    process_leaves: count(one.process_leaves),
                    names: one.names,
                    signatures: count(one.signatures),
                })
                .collect(),
            protocols: leaving.protocols,
            to: leaving.to.iter().map(ContactView::from).collect(),
            process_for: leaving.process_for,
            bytes: leaving.bytes,
        }
    }
}

impl From<Sealed> for SealedView {
    fn from(sealed: Sealed) -> SealedView {
        SealedView {
            packet: sealed.packet.to_string(),
            thread: sealed.thread.to_string(),
            path: sealed.path.to_string_lossy().into_owned(),
            bytes: sealed.bytes,
        }
    }
}

impl SealPacket {
    /// Seals, where whoever has the pen is the person who looked: whose words leave hangs on who seals.
    ///
    /// # Errors
    /// [`Error::PenPassed`] where somebody else has the pen by now.
    pub fn run(&self, companion: &mut Companion) -> Result<SealedView, Error> {
        if companion.author()?.to_string() != self.by {
            return Err(Error::PenPassed);
        }
        let choice = self.choice.choice()?;
        Ok(companion
            .packet_seal(&choice, Path::new(&self.folder))?
            .into())
    }
}

impl OpenPacket {
    /// Opens.
    pub fn run(&self, companion: &mut Companion) -> Result<ThreadRef, Error> {
        let thread = companion.packet_open(Path::new(&self.path), self.trust)?;
        Ok(ThreadRef {
            thread: thread.to_string(),
        })
    }
}

/// A packet's file that was opened from outside, by a double-click. Nothing of it was read yet.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "packets.ts"))]
pub struct Offered {
    /// None: nothing was.
    pub path: Option<String>,
}

/// A thread by its text.
pub(crate) fn thread_id(text: &str) -> Result<PacketId, Error> {
    text.parse().map_err(|_| Error::Unknown { what: "packet" })
}

impl ThreadRef {
    /// Which it names.
    pub fn id(&self) -> Result<PacketId, Error> {
        thread_id(&self.thread)
    }
}

impl ReplyPacket {
    /// Seals the answer.
    pub fn run(&self, companion: &mut Companion) -> Result<SealedView, Error> {
        let thread = thread_id(&self.thread)?;
        Ok(companion
            .packet_reply(thread, Path::new(&self.folder))?
            .into())
    }
}

impl ThreadLine {
    /// Every thread, the latest first. Those that cannot be read as they were kept stand beneath, so that somebody sees that they are.
    pub fn all(companion: &mut Companion) -> Result<Vec<ThreadLine>, Error> {
        let (threads, damaged) = companion.threads_told()?;
        let companion = &*companion;
        let sound = threads
            .iter()
            .map(|thread| ThreadLine::of(companion, thread));
        let damaged = damaged
            .iter()
            .map(|packet| ThreadLine::of_damaged(companion, &packet.row));
        sound.chain(damaged).collect()
    }

    /// What is known of a packet that cannot be read: nothing of it but its row.
    fn of_damaged(companion: &Companion, row: &PacketRow) -> Result<ThreadLine, Error> {
        let order = companion.packet_order(row)?;
        let out = row.way == Way::Out;
        let author = if out {
            name_of(companion, row.author)?
        } else {
            let contacts = companion.contacts()?.into_iter();
            let mut known = contacts.filter(|one| one.row.person == row.author);
            known.next().map(|one| one.row.name).unwrap_or_default()
        };
        Ok(ThreadLine {
            thread: row.thread.to_string(),
            side: if out {
                ThreadSide::Author
            } else {
                ThreadSide::Reviewer
            },
            author,
            readers: Vec::new(),
            code: String::new(),
            purpose: String::new(),
            redaction: row.redaction.into(),
            created_wall_ms: row.created_wall_ms,
            zone_minutes: row.zone_minutes,
            expires_wall_ms: row.expires_wall_ms,
            decisions: Vec::new(),
            open: 0,
            answered: 0,
            unsent: 0,
            number: order.number,
            late: order.late,
            missing: order.missing,
            damaged: true,
        })
    }

    /// A thread's line.
    pub fn of(companion: &Companion, thread: &Thread) -> Result<ThreadLine, Error> {
        let contacts = companion.contacts()?;
        let mine = companion.contact_recipient().ok();
        let my_name = companion.contact_name()?;
        let row = &thread.packet.row;
        let order = companion.packet_order(row)?;
        let named = |recipient: &str| {
            if mine.as_deref() == Some(recipient) {
                return Some(my_name.clone());
            }
            contacts
                .iter()
                .find(|contact| contact.row.recipient == recipient)
                .map(|contact| contact.row.name.clone())
        };
        // In which role somebody decided: by the recipient that their card names.
        let role = |person: PersonId| {
            let known = contacts.iter().find(|one| one.row.person == person);
            let me = (companion.author().ok() == Some(person)).then_some(mine.as_deref());
            let theirs = known
                .map(|one| one.row.recipient.as_str())
                .or(me.flatten())?;
            let mut readers = row.recipients.iter();
            readers.find(|one| one.recipient == theirs)?.role
        };
        let queries = thread.review.queries();
        let in_state = |state| count(queries.iter().filter(|query| query.state == state).count());
        let unseen = match thread.side {
            Side::Author => thread.review.taken_back_unseen(),
            Side::Reviewer => Vec::new(),
        };
        let decisions = thread
            .review
            .deciders()
            .into_iter()
            .filter_map(|person| {
                let (id, decided) = match thread.review.decision(person) {
                    Decision::Accepted(id) => (id, Decided::Accepted),
                    Decision::Returned(id) => (id, Decided::Returned),
                    Decision::None => (thread.review.withdrawn(person)?, Decided::TakenBack),
                };
                let row = thread.review.row(id)?;
                Some(DecisionView {
                    person: person.to_string(),
                    name: row.name.clone(),
                    role: role(person).map(ReviewRole::from),
                    decided,
                    reason: match &row.event {
                        Event::Returned { reason } | Event::DecisionWithdrawn { reason } => {
                            reason.clone()
                        }
                        _ => String::new(),
                    },
                    wall_ms: row.wall_ms,
                    zone_minutes: row.zone_minutes,
                    unseen: unseen.contains(&id).then(|| id.into()),
                })
            })
            .collect();
        Ok(ThreadLine {
            thread: row.thread.to_string(),
            side: match thread.side {
                Side::Author => ThreadSide::Author,
                Side::Reviewer => ThreadSide::Reviewer,
            },
            author: match row.way {
                Way::Out => name_of(companion, row.author)?,
                Way::In => thread.author_name.clone(),
            },
            readers: row
                .recipients
                .iter()
                .filter_map(|one| {
                    Some(ReaderView {
                        name: named(&one.recipient)?,
                        role: one.role.map(ReviewRole::from),
                    })
                })
                .collect(),
            code: thread.code.clone(),
            purpose: thread.purpose.clone(),
            redaction: row.redaction.into(),
            created_wall_ms: row.created_wall_ms,
            zone_minutes: row.zone_minutes,
            expires_wall_ms: row.expires_wall_ms,
            decisions,
            open: in_state(QueryState::Open),
            answered: in_state(QueryState::Answered),
            unsent: count(thread.unsent),
            number: order.number,
            late: order.late,
            missing: order.missing,
            damaged: false,
        })
    }
}

/// Printed name of somebody of this vault.
fn name_of(companion: &Companion, person: PersonId) -> Result<String, Error> {
    let people = companion.people()?.into_iter();
    let mut known = people.filter(|one| one.person.id == person);
    Ok(known.next().map(|one| one.person.name).unwrap_or_default())
}
