//! Signing what was recorded: a session that has ended, one entry of a session, a visit that was held, an adverse event, a gate. A signature says who, when and with what meaning, and is
//! bound to the sealed rows as they stood; what was added later is seen, what was changed breaks it.
//!
//! Whoever has the pen signs with a key of their own: the passphrase at the first signature since the vault was opened, the PIN afterwards.

mod enrol;
mod object;
mod parts;
mod reach;

pub use object::Object;
pub use parts::EntrySigned;
pub(crate) use parts::is_for;
pub(crate) use reach::Reach;
use reach::SoFar;

use crate::inspection::Looked;
use crate::locks::Turn;
use crate::review::part_read;
use crate::{Companion, Error, Open, Secret};
use clinic::course::VisitState;
use clinic::id::{ClientId, PersonId, hex};
use clinic::review::ReviewRole;
use clinic::time::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use store::signatures::{About, SignatureRow};
use vault::Signer;
use vault::sign::{Namespace, PublicKey, Signature};

/// Namespace of signatures under the record.
pub(crate) const NAMESPACE: Namespace = Namespace::new("holdfast/record/1");

/// What a signature means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// This is what happened, as its author recorded it.
    Author,
    /// Read and agreed to, beside its author.
    CoSigner,
    /// Read in a packet and agreed to, by somebody of another vault.
    Reviewer,
}

/// The signed words, as bytes: `store/FORMAT.md` 7.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Statement {
    pub(crate) v: u32,
    pub(crate) about: String,
    pub(crate) id: String,
    pub(crate) part: Option<String>,
    pub(crate) last: u64,
    pub(crate) digest: String,
    pub(crate) amended: Option<Amended>,
    pub(crate) meaning: Meaning,
    pub(crate) person: PersonId,
    pub(crate) name: String,
    pub(crate) initials: String,
    pub(crate) wall_ms: i64,
    pub(crate) zone_minutes: i16,
    /// In which role a reviewer signed, where one is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) role: Option<ReviewRole>,
    /// The very rows that are signed, where it is not all up to `last`: an entry, or a gate that nobody went past.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) rows: Vec<u64>,
}

/// The client's course as it stood where rows of it amend a session that is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Amended {
    pub(crate) last: u64,
    pub(crate) digest: String,
}

/// The list of rows that a signed statement names.
pub(crate) fn about_of(about: &str, id: &str) -> Option<About> {
    match about {
        "session" => id.parse().map(About::Session).ok(),
        "course" => id.parse().map(About::Course).ok(),
        _ => None,
    }
}

impl Signed {
    pub(crate) fn of(number: u64, said: Statement, standing: Standing) -> Signed {
        Signed {
            number,
            person: said.person,
            name: said.name,
            initials: said.initials,
            meaning: said.meaning,
            wall_ms: said.wall_ms,
            zone_minutes: said.zone_minutes,
            role: said.role,
            standing,
            taken_back: None,
        }
    }
}

impl Standing {
    /// It stands there as it was made, whatever was added or said since.
    pub(crate) fn is_there(self) -> bool {
        matches!(
            self,
            Standing::Holds | Standing::AddedSince | Standing::TakenBack
        )
    }
}

impl Statement {
    fn about(&self) -> Option<About> {
        about_of(&self.about, &self.id)
    }
}

/// How a signature stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The rows are those that were signed, and nothing was added to it since.
    Holds,
    /// The rows are those that were signed; more was added since.
    AddedSince,
    /// What it stands under was unlocked since.
    Voided,
    /// Its signer, a reviewer, took back or gave back what they had accepted when they signed.
    TakenBack,
    /// The rows are not those that were signed, or the signature is not that person's.
    Broken,
}

/// A signature, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Its number in the vault.
    pub number: u64,
    /// Who.
    pub person: PersonId,
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
    /// In which role a reviewer signed, where one is named.
    pub role: Option<ReviewRole>,
    /// How it stands.
    pub standing: Standing,
    /// When and why a reviewer took back what they had accepted; said beside a signature that is void for another reason too.
    pub taken_back: Option<TakenBack>,
}

/// A reviewer took back, or gave back, what they had accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenBack {
    /// When, UTC milliseconds.
    pub wall_ms: i64,
    /// Zone shown then.
    pub zone_minutes: i16,
    /// Why.
    pub reason: String,
}

/// What stands between whoever has the pen and their signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// It cannot be signed now: it goes on, or this person signed it as it stands.
    Nothing,
    /// The person's own passphrase: the first signature since the vault was opened.
    Passphrase,
    /// The PIN.
    Pin,
    /// This person holds no key of the vault.
    NoKey,
}

/// Everything about the signatures under one thing.
#[derive(Debug, Clone)]
pub struct Signatures {
    /// Oldest first.
    pub lines: Vec<Signed>,
    /// What a signature of whoever has the pen needs.
    pub asks: Asks,
    /// Whoever has the pen may sign it once its author has, as it stands.
    pub author_first: bool,
    /// What it would mean: the first is its author's.
    pub meaning: Meaning,
    /// The last that was locked or unlocked; none: it never was.
    pub lock: Option<Turn>,
    /// What whoever has the pen may do about the lock, and what that asks for.
    pub turn: Asks,
}

/// Something that waits for its author's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsigned {
    /// Whose.
    pub client: ClientId,
    /// The clinic's code.
    pub code: String,
    /// What.
    pub object: Object,
    /// A visit's title; empty for a session.
    pub title: String,
    /// Number of the session; nought for a visit.
    pub number: u16,
    /// The day it was held.
    pub on: Date,
    /// Why.
    pub why: Wanting,
}

/// Why a signature is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanting {
    /// Its author never signed it.
    New,
    /// It was signed, and more was added since.
    Added,
    /// It was signed, and unlocked since: by its author, or by whoever has the pen beside the author.
    Voided,
}

/// What verification found of all signatures.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    /// Those that hold.
    pub hold: u64,
    /// The first that does not.
    pub broken: Option<u64>,
    /// Those of them by reviewers who took back since what they had accepted, by number.
    pub taken_back: Vec<u64>,
}

impl Companion {
    /// The signatures under something, and what another would need.
    pub fn signatures(&mut self, object: &Object) -> Result<Signatures, Error> {
        self.looked(match object.about() {
            About::Session(session) => Looked::Session(session),
            About::Course(client) => Looked::Client(client),
        })?;
        let today = self.today();
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        let reach = open.reach(object, today)?;
        if reach.as_ref().is_some_and(|reach| reach.hidden) {
            return Ok(Signatures {
                lines: Vec::new(),
                asks: Asks::Nothing,
                author_first: false,
                meaning: Meaning::CoSigner,
                lock: None,
                turn: Asks::Nothing,
            });
        }
        let lines = open.signed(object, reach.as_ref())?;
        let author = open.author;
        let may_be_first = |reach: &Reach| reach.first.may(author, &open.roles);
        let holds = |line: &&Signed| line.standing == Standing::Holds;
        let meaning = if lines
            .iter()
            .filter(holds)
            .any(|line| line.meaning == Meaning::Author)
        {
            Meaning::CoSigner
        } else {
            Meaning::Author
        };
        let mine = lines.iter().filter(holds).any(|line| line.person == author);
        let signable = reach.as_ref().filter(|reach| reach.signable);
        let signable = signable.filter(|_| !mine && !open.reads_only());
        let barred = |reach: &Reach| meaning == Meaning::Author && !may_be_first(reach);
        let author_first = signable.is_some_and(barred);
        let meaning = if author_first {
            Meaning::CoSigner
        } else {
            meaning
        };
        let asks = if signable.is_none() || author_first {
            Asks::Nothing
        } else {
            open.signer_asks(author)?
        };
        let lock = open.lock_of(object)?;
        let locked = lock.as_ref().is_some_and(|turn| turn.locked);
        let finished = object.locks() && (locked || meaning == Meaning::CoSigner);
        let turn = if reach.is_none() || !finished || open.reads_only() {
            Asks::Nothing
        } else {
            open.signer_asks(author)?
        };
        Ok(Signatures {
            lines,
            asks,
            author_first,
            meaning,
            lock,
            turn,
        })
    }

    /// Signs as whoever has the pen.
    pub fn sign(&mut self, object: &Object, proof: &Secret) -> Result<(), Error> {
        let now = self.signatures(object)?;
        let meaning = now.meaning;
        match now.asks {
            Asks::Nothing => return Err(self.unsignable(object, &now)?),
            asks => self.signer_prove(asks, proof)?,
        }
        self.sign_proven(object, meaning)
    }

    /// Shows that whoever has the pen is who they are, by what their next signature needs.
    pub(crate) fn signer_prove(&mut self, asks: Asks, proof: &Secret) -> Result<(), Error> {
        let author = self.open()?.author;
        match asks {
            Asks::Nothing | Asks::NoKey => Err(Error::NotAllowed),
            Asks::Pin => self.person_prove(author, proof),
            Asks::Passphrase => self.signer_open(author, proof),
        }
    }

    /// Signs as whoever opened the vault, for a door that was opened with their passphrase for this one verb.
    pub fn sign_just_opened(&mut self, object: &Object) -> Result<(), Error> {
        let open = self.open()?;
        if !open.is_opener() {
            return Err(Error::NotAllowed);
        }
        let now = self.signatures(object)?;
        if now.asks == Asks::Nothing {
            return Err(self.unsignable(object, &now)?);
        }
        self.sign_proven(object, now.meaning)
    }

    /// Why nothing can be signed here now.
    fn unsignable(&mut self, object: &Object, now: &Signatures) -> Result<Error, Error> {
        let today = self.today();
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        Ok(match (open.reach(object, today)?, object) {
            _ if open.store.is_backup() => Error::Backup,
            (None, Object::Session(_)) => Error::SessionLive,
            (None, _) => Error::Unknown { what: "record" },
            (Some(_), _) if now.author_first => Error::AuthorFirst,
            (Some(reach), _) if reach.hidden => Error::NotAllowed,
            (Some(reach), Object::Gate { client, gate }) if !reach.signable => {
                open.gate_asks(*client, gate, today)?
            }
            (Some(reach), _) if !reach.signable => Error::Unknown { what: "record" },
            (Some(_), _) => Error::Duplicate { what: "signature" },
        })
    }

    /// The key of whoever has the pen, by their own passphrase. It is at hand until the vault is locked.
    pub(crate) fn signer_open(
        &mut self,
        author: PersonId,
        passphrase: &Secret,
    ) -> Result<(), Error> {
        let context = self.context(Some(author));
        let handle = self.open()?.person(author)?.initials;
        let signer = self.guess(|companion| match &companion.open {
            Some(open) => open.unlocked.signer(&handle, passphrase),
            None => Err(vault::Error::NobodyOfThatName),
        })??;
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        if signer.person_id() != author.0 {
            return Err(Error::NotAllowed);
        }
        // Where a power cut came between their enrolment and the record, whose key this is is written down now.
        let packets = Some(open.unlocked.hand_of(&signer).packet_recipient());
        open.key_known(author, &signer.public_key(), packets, &context)?;
        open.signers.insert(author, signer);
        Ok(())
    }

    /// The same without a proof: the signer's key is at hand.
    pub(crate) fn sign_proven(&mut self, object: &Object, meaning: Meaning) -> Result<(), Error> {
        let today = self.today();
        let author = self.open()?.author;
        let context = self.context(Some(author));
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        let about = object.about();
        let damaged = || Error::Damaged { what: "record" };
        let reach = open.reach(object, today)?;
        let reach = reach.filter(|reach| reach.signable);
        let reach = reach.ok_or(Error::Unknown { what: "record" })?;
        // All rows that stand there, not only those that speak of a visit: so nothing before it can be exchanged either. What is made of
        // rows of its own is signed by these alone.
        let (last, digest) = if reach.rows.is_empty() {
            let last = open.store.rows_last(about)?;
            let last = last.ok_or(Error::Unknown { what: "record" })?;
            (last, open.store.rows_digest(about, 0, last)?)
        } else {
            let digest = open.store.rows_digest_of(about, &reach.rows)?;
            (reach.last, digest)
        };
        let digest = digest.ok_or_else(damaged)?;
        let amended = match reach.amended {
            None => None,
            Some((client, _)) => {
                let course = About::Course(client);
                let last = open.store.rows_last(course)?.ok_or_else(damaged)?;
                let digest = open.store.rows_digest(course, 0, last)?;
                Some(Amended {
                    last,
                    digest: hex(&digest.ok_or_else(damaged)?),
                })
            }
        };
        let person = open.person(author)?;
        let about_text = about.to_string();
        let (kind, id) = about_text.split_once('/').expect("it is made of two parts");
        let statement = Statement {
            v: 1,
            about: kind.to_owned(),
            id: id.to_owned(),
            part: object.part(),
            last,
            digest: hex(&digest),
            amended,
            meaning,
            person: person.id,
            name: person.name,
            initials: person.initials,
            wall_ms: context.stamp.wall_ms,
            zone_minutes: context.stamp.zone_minutes,
            role: None,
            rows: reach.rows,
        };
        let body = store::record::encode(&statement);
        let (signature, key) = open.sign_as(author, NAMESPACE, &body)?;
        let action = match meaning {
            Meaning::Author => "record_signed",
            Meaning::CoSigner => "record_co_signed",
            Meaning::Reviewer => "record_review_signed",
        };
        open.store
            .signature_keep(about, body, &signature, key.as_bytes(), action, &context)?;
        Ok(())
    }

    /// What was held or ended and waits for its author's signature, or for another one of whoever has the pen where theirs was voided,
    /// oldest first. Clients who were put away are left out.
    pub fn unsigned(&mut self) -> Result<Vec<Unsigned>, Error> {
        let today = self.today();
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        let signed = open.signed_so_far()?;
        let mut all = Vec::new();
        let mut ended: BTreeMap<ClientId, Vec<store::sessions::SessionRow>> = BTreeMap::new();
        for row in open.store.sessions()? {
            if row.ended_wall_ms.is_some() {
                ended.entry(row.client).or_default().push(row);
            }
        }
        let begun: BTreeSet<ClientId> = open.store.courses_begun()?.into_iter().collect();
        let clients: BTreeSet<ClientId> = begun.iter().chain(ended.keys()).copied().collect();
        for client in clients {
            let Some(code) = open.card_in_use(client) else {
                continue;
            };
            // A course that cannot be read is named by `verify`.
            let now = if begun.contains(&client) {
                open.course_now(client, today).ok()
            } else {
                None
            };
            let mut wanting = |object: Object, reach: Reach, title: &str, number, on| {
                if let Some(why) = signed.wanting(&object, &reach) {
                    all.push(Unsigned {
                        client,
                        code: code.clone(),
                        object,
                        title: title.to_owned(),
                        number,
                        on,
                        why,
                    });
                }
            };
            for row in ended.get(&client).into_iter().flatten() {
                let amendments = now.as_ref().map(|now| now.course.amendments(Some(row.id)));
                let amended = amendments.and_then(|all| all.last().map(|one| one.row.seq));
                // Nothing is added to the rows of a session that has ended.
                let reach = Reach {
                    amended: amended.map(|last| (client, last)),
                    ..Reach::up_to(0)
                };
                let on = Date::shown(row.ended_wall_ms.unwrap_or(row.wall_ms), row.zone_minutes);
                wanting(Object::Session(row.id), reach, "", row.number, on);
            }
            let Some(now) = &now else { continue };
            let Some((_, standing)) = &now.under else {
                continue;
            };
            for visit in &standing.visits {
                let VisitState::Held {
                    on, session: None, ..
                } = visit.state
                else {
                    continue;
                };
                let object = Object::Visit {
                    client,
                    visit: visit.id.clone(),
                };
                if let Some(last) = now.course.last_row_of_visit(&visit.id) {
                    wanting(object, Reach::up_to(last), &visit.title, 0, on);
                }
            }
        }
        all.sort_by_key(|one| (one.on, one.code.to_lowercase()));
        Ok(all)
    }

    /// Checks every signature of the vault.
    pub fn signatures_check(&mut self) -> Result<Checked, Error> {
        let open = self.open()?;
        let mut checked = Checked::default();
        for row in open.store.signatures()? {
            if let Some(said) = open.check(&row)? {
                checked.hold += 1;
                if open.taken_back(&said, &row.body)?.is_some() {
                    checked.taken_back.push(row.number);
                }
            } else {
                checked.broken.get_or_insert(row.number);
            }
        }
        Ok(checked)
    }
}

impl Open {
    /// What a signature of this person needs.
    pub(crate) fn signer_asks(&self, person: PersonId) -> Result<Asks, Error> {
        Ok(if self.signers.contains_key(&person) {
            Asks::Pin
        } else if self.unlocked.holds_slot(&self.person(person)?.initials) {
            Asks::Passphrase
        } else {
            Asks::NoKey
        })
    }

    /// Signs with the key of a person, where it is at hand: they signed before, or they opened the vault.
    pub(crate) fn sign_as(
        &self,
        person: PersonId,
        namespace: Namespace,
        body: &[u8],
    ) -> Result<(Signature, PublicKey), Error> {
        match self.signers.get(&person) {
            Some(signer) => Ok((signer.sign(namespace, body), signer.public_key())),
            None if person.0 == self.unlocked.person_id() => {
                let signature = self.unlocked.sign(namespace, body);
                Ok((signature, self.unlocked.public_key()))
            }
            None => Err(Error::NotAllowed),
        }
    }

    pub(crate) fn person(&self, id: PersonId) -> Result<clinic::people::Person, Error> {
        let people = self.store.people()?.into_iter();
        people
            .map(|row| row.person)
            .find(|person| person.id == id)
            .ok_or(Error::Unknown { what: "person" })
    }

    /// What a signature must reach; none: it goes on, or is not there.
    pub(crate) fn reach(&mut self, object: &Object, today: Date) -> Result<Option<Reach>, Error> {
        match object {
            Object::Session(id) => {
                let row = self.store.session(*id)?;
                let ended = row.ended_wall_ms.is_some();
                let last = self.store.rows_last(object.about())?.filter(|_| ended);
                let Some(last) = last else { return Ok(None) };
                // Of an erased client nothing can be read, and nothing more is written. A course that cannot be read as it was written hides
                // what was amended: nobody is told then that all was signed.
                let amended = match self.course(row.client) {
                    Ok(course) => course.amendments(Some(*id)).last().map(|one| one.row.seq),
                    Err(Error::Unknown { .. }) => None,
                    Err(error) => return Err(error),
                };
                Ok(Some(Reach {
                    amended: amended.map(|last| (row.client, last)),
                    ..Reach::up_to(last)
                }))
            }
            Object::Entry { session, row } => self.entry_reach(*session, *row),
            Object::Visit { client, visit } => {
                let now = self.course_now(*client, today)?;
                let held = now.under.as_ref().and_then(|(_, now)| now.visit(visit));
                let held = held.is_some_and(|visit| {
                    matches!(visit.state, VisitState::Held { session: None, .. })
                });
                let last = now.course.last_row_of_visit(visit);
                Ok(last.filter(|_| held).map(Reach::up_to))
            }
            Object::Adverse { client, row } => {
                let course = self.course(*client)?;
                let stands = !course.is_struck(*row);
                let last = course.last_row_of_adverse(*row);
                Ok(last.filter(|_| stands).map(Reach::up_to))
            }
            Object::Gate { client, gate } => self.gate_reach(*client, gate, today),
        }
    }

    /// The signatures under something, checked.
    pub(crate) fn signed(
        &self,
        object: &Object,
        reach: Option<&Reach>,
    ) -> Result<Vec<Signed>, Error> {
        let mut lines = Vec::new();
        let part = object.part();
        let voided = self.voided(object.about())?;
        for row in self.store.signatures_about(object.about())? {
            // One that cannot be read is named by `verify`.
            let Ok(said) = store::record::decode::<Statement>(&row.body, "signature") else {
                continue;
            };
            // A reviewer's part names the packet that they read before the part of the object.
            let read = said.part.as_deref().and_then(part_read);
            let reviewer = said.meaning == Meaning::Reviewer && read == part.as_deref();
            if said.part != part && !reviewer {
                continue;
            }
            // A reviewer read what was amended by then in their packet; others signed over the course that amends.
            let reached = match (object, reach) {
                (_, None) => true,
                (Object::Session(session), Some(reach)) if reviewer => {
                    said.last >= reach.last && self.reviewed_as_amended(*session, &said)?
                }
                (_, Some(reach)) => reach.reached_by(&said),
            };
            let taken_back = self.taken_back(&said, &row.body)?;
            let standing = match self.check(&row)? {
                None => Standing::Broken,
                Some(_) if voided.contains(&row.number) => Standing::Voided,
                Some(_) if taken_back.is_some() => Standing::TakenBack,
                Some(_) if !reached => Standing::AddedSince,
                Some(_) => Standing::Holds,
            };
            lines.push(Signed {
                taken_back,
                ..Signed::of(row.number, said, standing)
            });
        }
        Ok(lines)
    }

    /// What a signature says, where it holds: that person's key, these very rows, under this list.
    fn check(&self, row: &SignatureRow) -> Result<Option<Statement>, Error> {
        let Ok(said) = store::record::decode::<Statement>(&row.body, "signature") else {
            return Ok(None);
        };
        let (Some(about), Ok(key), Ok(signature)) = (
            said.about(),
            <[u8; 32]>::try_from(row.public_key.as_slice()),
            Signature::try_from(row.signature.as_slice()),
        ) else {
            return Ok(None);
        };
        // Under another record it is worth nothing.
        let there = about.to_string() == row.about;
        let theirs = self.store.person_keys(said.person)?.contains(&key);
        let fits = PublicKey::parse(&key)
            .and_then(|key| key.verify(NAMESPACE, &row.body, &signature))
            .is_ok();
        let rows = match said.rows.as_slice() {
            _ if !said.fits_its_part() => None,
            [] => self.store.rows_digest(about, 0, said.last)?,
            rows => self.store.rows_digest_of(about, rows)?,
        };
        let same = rows.is_some_and(|digest| hex(&digest) == said.digest);
        let amended = match (&said.amended, about) {
            (None, _) => true,
            (Some(amended), About::Session(session)) => {
                let course = About::Course(self.store.session(session)?.client);
                let rows = self.store.rows_digest(course, 0, amended.last)?;
                rows.is_some_and(|digest| hex(&digest) == amended.digest)
            }
            (Some(_), About::Course(_)) => false,
        };
        Ok((there && theirs && fits && same && amended).then_some(said))
    }

    /// Whether a signature holds: for one that comes from elsewhere, before it is kept.
    pub(crate) fn signature_check(&self, row: &SignatureRow) -> Result<bool, Error> {
        Ok(self.check(row)?.is_some())
    }

    /// What was signed so far, by what it speaks of. Not checked: what it says is.
    fn signed_so_far(&self) -> Result<SoFar, Error> {
        let mut so_far = SoFar::default();
        let voided = self.voided_anywhere()?;
        for row in self.store.signatures()? {
            // One that cannot be read is named by `verify`.
            let Ok(said) = store::record::decode::<Statement>(&row.body, "signature") else {
                continue;
            };
            let Some(about) = said.about() else { continue };
            let mine = said.person == self.author && said.meaning == Meaning::CoSigner;
            if said.meaning != Meaning::Author && !mine {
                continue;
            }
            let place = (about, said.part.clone(), said.meaning == Meaning::Author);
            let under = so_far.0.entry(place).or_default();
            if voided.contains(&row.number) {
                under.voided = true;
            } else {
                let amended = said.amended.as_ref().map(|amended| amended.last);
                let reached = under.reached.get_or_insert((0, None));
                *reached = (reached.0.max(said.last), reached.1.max(amended));
            }
        }
        Ok(so_far)
    }
}

/// Keys at hand, by person.
pub(crate) type Signers = BTreeMap<PersonId, Signer>;
