//! Locking what was signed, amending it, and unlocking it. Signing says that an account is true; locking, that it is finished: from then
//! on nothing is added to it, and what should read otherwise stands beside it. Unlocking needs a reason, and voids the signatures.

use crate::courses::Act;
use crate::session::AmendedLater;
use crate::sign::{Asks, Object, about_of};
use crate::{Companion, Error, Open, Secret};
use clinic::course::Refusal;
use clinic::id::{ClientId, PersonId, RequestKey, SessionId};
use clinic::session::event::Recorded;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use store::audit::Context;
use store::locks::LockRow;
use store::sessions::SessionRow;
use store::signatures::About;
use vault::sign::{Namespace, PublicKey, Signature};

/// Namespace of signatures under a lock or an unlocking.
const NAMESPACE: Namespace = Namespace::new("holdfast/lock/1");

/// What is said, as bytes: `store/FORMAT.md` 9.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Statement {
    v: u32,
    about: String,
    id: String,
    part: Option<String>,
    locked: bool,
    last: u64,
    voids: Vec<u64>,
    person: PersonId,
    name: String,
    initials: String,
    wall_ms: i64,
    zone_minutes: i16,
}

/// A lock or an unlocking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Its number in the vault.
    pub number: u64,
    /// Locked from here on; else unlocked.
    pub locked: bool,
    /// Numbers of the signatures that it voids.
    pub voids: Vec<u64>,
    /// As printed then.
    pub name: String,
    /// As printed then.
    pub initials: String,
    /// When, UTC milliseconds.
    pub wall_ms: i64,
    /// Zone shown then.
    pub zone_minutes: i16,
    /// It is that person's, and stands where it was put.
    pub holds: bool,
}

/// What verification found of all locks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Checked {
    /// Those that hold.
    pub hold: u64,
    /// The first that does not, or under which something was added.
    pub broken: Option<u64>,
}

impl Companion {
    /// Locks what its author signed as it stands: it is finished. Whoever has the pen says so with a key of their own.
    pub fn lock_record(&mut self, object: &Object, proof: Option<&Secret>) -> Result<(), Error> {
        self.writable()?;
        let now = self.signatures(object)?;
        if now.lock.is_some_and(|turn| turn.locked) {
            return Err(Error::Duplicate { what: "lock" });
        }
        // Only what an author's signature reaches to its end is finished.
        if now.turn == Asks::Nothing {
            return Err(Error::NotSigned);
        }
        self.turn_proven(now.turn, proof)?;
        let author = self.open()?.author;
        let context = self.context(Some(author));
        let row = self.turn(object, true, Vec::new(), &context)?;
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        open.store.lock_keep(row, "record_locked", &context)?;
        Ok(())
    }

    /// Unlocks it again, with a reason. The signatures under it are void from then on.
    pub fn unlock_record(
        &mut self,
        object: &Object,
        reason: &str,
        proof: Option<&Secret>,
    ) -> Result<(), Error> {
        self.writable()?;
        let now = self.signatures(object)?;
        if !now.lock.is_some_and(|turn| turn.locked) {
            return Err(Error::NotLocked);
        }
        let voids = now
            .lines
            .iter()
            .filter(|line| line.standing.is_there())
            .map(|line| line.number)
            .collect();
        let (client, session, visit) = match object {
            Object::Session(id) => (self.open()?.store.session(*id)?.client, Some(*id), None),
            Object::Visit { client, visit } => (*client, None, Some(visit.as_str())),
            Object::Entry { .. } | Object::Adverse { .. } | Object::Gate { .. } => {
                return Err(Error::NotLocked);
            }
        };
        self.turn_proven(now.turn, proof)?;
        // The reason is about a client: it is sealed in the course, and kept together with the unlocking or not at all.
        let act = Act::Unlock {
            session,
            visit,
            reason,
        };
        let author = self.open()?.author;
        let context = self.context(Some(author));
        let row = self.turn(object, false, voids, &context)?;
        self.course_act_beside(client, None, &act, None, Some((row, "record_unlocked")))?;
        Ok(())
    }

    /// Says how a row of a session that has ended should read.
    pub fn session_amend(
        &mut self,
        session: SessionId,
        request: Option<RequestKey>,
        seq: u64,
        words: &str,
        reason: &str,
    ) -> Result<(), Error> {
        let open = self.open()?;
        let row = open.store.session(session)?;
        if row.ended_wall_ms.is_none() {
            return Err(Error::SessionLive);
        }
        let last = open.store.rows_last(About::Session(session))?;
        let last = last.ok_or(Error::Unknown { what: "record" })?;
        // What strikes or amends is an act about a row, not an account of what happened.
        let live = self.session_load(session)?;
        let is_about = |row: &Recorded| row.seq == seq && !row.event.is_account();
        if live.session.rows().iter().any(is_about) {
            return Err(Error::Course(Refusal::NoSuchRow));
        }
        crate::process::not_a_process_note(&live.session, seq)?;
        let act = Act::Amend {
            session: Some((session, last)),
            seq,
            words,
            reason,
        };
        self.course_act(row.client, request, &act, None).map(|_| ())
    }

    /// Checks every lock of the vault, and that nothing was added under one.
    pub fn locks_check(&mut self) -> Result<Checked, Error> {
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        let mut checked = Checked::default();
        let rows = open.store.locks()?;
        // From the last to the first, so that each finds the next one about the same thing.
        let mut later: BTreeMap<(&str, &str), &LockRow> = BTreeMap::new();
        for row in rows.iter().rev() {
            let next = later.insert((&row.about, &row.part), row);
            if open.lock_check(row)?.is_some() && open.kept_shut(row, next)? {
                checked.hold += 1;
            } else {
                checked.broken = Some(row.number);
            }
        }
        Ok(checked)
    }

    fn turn_proven(&mut self, asks: Asks, proof: Option<&Secret>) -> Result<(), Error> {
        match (asks, proof) {
            (Asks::Nothing | Asks::NoKey, _) => Err(Error::NotAllowed),
            (asks, Some(proof)) => self.signer_prove(asks, proof),
            // A door that was opened with their passphrase for this one verb.
            (_, None) if self.open()?.is_opener() => Ok(()),
            (_, None) => Err(Error::NotAllowed),
        }
    }

    /// A backup is read, never written: said before anything is looked at.
    fn writable(&self) -> Result<(), Error> {
        if self.open()?.store.is_backup() {
            return Err(Error::Backup);
        }
        Ok(())
    }

    /// A lock or an unlocking as whoever has the pen says it, signed.
    fn turn(
        &self,
        object: &Object,
        locked: bool,
        voids: Vec<u64>,
        context: &Context,
    ) -> Result<LockRow, Error> {
        let open = self.open()?;
        let author = open.author;
        let about = object.about();
        let about_text = about.to_string();
        let (kind, id) = about_text.split_once('/').expect("it is made of two parts");
        let last = open.store.rows_last(about)?;
        let person = open.person(author)?;
        let statement = Statement {
            v: 1,
            about: kind.to_owned(),
            id: id.to_owned(),
            part: object.part(),
            locked,
            last: last.ok_or(Error::Unknown { what: "record" })?,
            voids,
            person: person.id,
            name: person.name,
            initials: person.initials,
            wall_ms: context.stamp.wall_ms,
            zone_minutes: context.stamp.zone_minutes,
        };
        let body = store::record::encode(&statement);
        let (signature, key) = open.sign_as(author, NAMESPACE, &body)?;
        Ok(LockRow {
            number: 0,
            about: about_text,
            part: object.part().unwrap_or_default(),
            locked,
            body,
            signature: signature.to_vec(),
            public_key: key.as_bytes().to_vec(),
        })
    }
}

impl Open {
    /// The visits of a client that are locked.
    pub(crate) fn visits_locked(&self, client: ClientId) -> Result<Vec<String>, Error> {
        let mut locked = BTreeSet::new();
        for row in self.store.locks_about(About::Course(client))? {
            if row.locked {
                locked.insert(row.part);
            } else {
                locked.remove(&row.part);
            }
        }
        Ok(locked.into_iter().collect())
    }

    /// The last that was locked or unlocked.
    pub(crate) fn lock_of(&self, object: &Object) -> Result<Option<Turn>, Error> {
        let part = object.part().unwrap_or_default();
        let rows = self.store.locks_about(object.about())?;
        let Some(row) = rows.into_iter().rfind(|row| row.part == part) else {
            return Ok(None);
        };
        let said: Statement = store::record::decode(&row.body, "lock")?;
        Ok(Some(Turn {
            number: row.number,
            locked: row.locked,
            holds: self.lock_check(&row)?.is_some(),
            voids: said.voids,
            name: said.name,
            initials: said.initials,
            wall_ms: said.wall_ms,
            zone_minutes: said.zone_minutes,
        }))
    }

    /// Numbers of the signatures under one list that were voided by unlocking.
    pub(crate) fn voided(&self, about: About) -> Result<BTreeSet<u64>, Error> {
        Ok(voids(&self.store.locks_about(about)?))
    }

    /// The same of every list.
    pub(crate) fn voided_anywhere(&self) -> Result<BTreeSet<u64>, Error> {
        Ok(voids(&self.store.locks()?))
    }

    /// What a lock says, where it is that person's and stands where it was put.
    fn lock_check(&self, row: &LockRow) -> Result<Option<Statement>, Error> {
        let Ok(said) = store::record::decode::<Statement>(&row.body, "lock") else {
            return Ok(None);
        };
        let (Some(about), Ok(key), Ok(signature)) = (
            about_of(&said.about, &said.id),
            <[u8; 32]>::try_from(row.public_key.as_slice()),
            Signature::try_from(row.signature.as_slice()),
        ) else {
            return Ok(None);
        };
        let there = about.to_string() == row.about
            && said.part.as_deref().unwrap_or_default() == row.part
            && said.locked == row.locked;
        let theirs = self.store.person_keys(said.person)?.contains(&key);
        let fits = PublicKey::parse(&key)
            .and_then(|key| key.verify(NAMESPACE, &row.body, &signature))
            .is_ok();
        Ok((there && theirs && fits).then_some(said))
    }

    /// Whether nothing was added to what a lock stands over, until it was unlocked.
    fn kept_shut(&self, row: &LockRow, next: Option<&LockRow>) -> Result<bool, Error> {
        let last = |row: &LockRow| {
            store::record::decode::<Statement>(&row.body, "lock").map(|said| said.last)
        };
        let about = row.about.split_once('/');
        let client = match about.and_then(|(kind, id)| about_of(kind, id)) {
            // Nothing is added to a session that has ended, locked or unlocked again: its last row is the one that was said.
            Some(session @ About::Session(_)) => {
                return Ok(self.store.rows_last(session)? == Some(last(row)?));
            }
            Some(About::Course(client)) if row.locked => client,
            // An unlocking shuts nothing.
            _ => return Ok(true),
        };
        let from = last(row)?;
        let until = next.map(last).transpose()?.unwrap_or(u64::MAX);
        let course = match self.course(client) {
            Ok(course) => course,
            // Of an erased client nothing can be read, and nothing added.
            Err(Error::Unknown { .. }) => return Ok(true),
            // What cannot be read as it was written is not known to be shut.
            Err(error) if crate::packets::is_damage(&error) => return Ok(false),
            Err(error) => return Err(error),
        };
        let mut later = course.rows().iter();
        Ok(!later.any(|one| {
            one.seq > from
                && one.seq <= until
                && course.visit_changed(&one.event) == Some(row.part.as_str())
        }))
    }

    /// What was amended in a session after its end, oldest first.
    pub(crate) fn session_amended(&self, session: &SessionRow) -> Result<Vec<AmendedLater>, Error> {
        let course = self.course(session.client)?;
        let all = course.amendments(Some(session.id)).into_iter();
        all.map(|one| {
            Ok(AmendedLater {
                seq: one.seq,
                words: one.words.to_owned(),
                reason: one.reason.to_owned(),
                by: self.person(one.row.by)?.initials,
                wall_ms: one.row.entered.wall_ms,
                zone_minutes: one.row.entered.zone_minutes,
            })
        })
        .collect()
    }
}

fn voids(rows: &[LockRow]) -> BTreeSet<u64> {
    rows.iter()
        .filter(|row| !row.locked)
        .filter_map(|row| store::record::decode::<Statement>(&row.body, "lock").ok())
        .flat_map(|said| said.voids)
        .collect()
}
