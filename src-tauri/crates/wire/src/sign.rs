//! Signatures under sessions and visits, and keys for people.

use crate::app::OpenVault;
use crate::packets::ReviewRole;
use crate::session::ask::session_id;
use crate::session::show::Moment;
use crate::session::view::SessionView;
use companion::sign::{self, Object, Signed, Unsigned};
use companion::{Companion, Error, Secret};
use serde::{Deserialize, Serialize};
use std::fmt;
#[cfg(test)]
use ts_rs::TS;

/// What is signed: a session by its id, or one entry of it; or a visit, an adverse event, or a gate, of a client.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "sign.ts"))]
pub struct Signable {
    /// Id of a session; none: a visit.
    pub session: Option<String>,
    /// Whose visit; empty for a session.
    pub client: String,
    /// Which visit; empty for the others.
    pub visit: String,
    /// Row of the course in which an adverse event was told.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub adverse: Option<u64>,
    /// Which gate.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub gate: Option<String>,
    /// Number of an entry of the session; none: the whole session.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub entry: Option<u64>,
}

/// The signatures under something, and what another would need.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "sign.ts"))]
pub struct SignatureView {
    /// Oldest first.
    pub lines: Vec<SignatureLine>,
    /// What a signature of whoever has the pen needs.
    pub asks: SignatureAsks,
    /// Whoever has the pen may sign it once its author has, as it stands.
    pub author_first: bool,
    /// What it would mean.
    pub meaning: SignatureMeaning,
    /// The last that was locked or unlocked; none: it never was.
    pub lock: Option<LockLine>,
    /// What locking it, or unlocking it, needs of whoever has the pen.
    pub turn: SignatureAsks,
    /// Of a session: its entries that have signatures of their own.
    pub entries: Vec<EntrySigned>,
}

/// An entry of a session that has signatures of its own.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "sign.ts"))]
pub struct EntrySigned {
    /// Number of the entry.
    pub entry: u64,
    /// Oldest first.
    pub lines: Vec<SignatureLine>,
}

/// Something was locked, or unlocked again.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "sign.ts"))]
pub struct LockLine {
    /// It is locked; else unlocked.
    pub locked: bool,
    /// How many signatures unlocking voided.
    pub voided: u32,
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

/// One signature, checked.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "sign.ts"))]
pub struct SignatureLine {
    /// Its number in the vault.
    pub number: u64,
    /// As printed then.
    pub name: String,
    /// As printed then.
    pub initials: String,
    pub meaning: SignatureMeaning,
    /// When, UTC milliseconds.
    pub wall_ms: i64,
    /// Zone shown then.
    pub zone_minutes: i16,
    /// In which role a reviewer signed, where one is named.
    pub role: Option<ReviewRole>,
    pub standing: SignatureStanding,
    /// When and why a reviewer took back what they had accepted.
    pub taken_back: Option<TakenBack>,
}

/// A reviewer took back, or gave back, what they had accepted when they signed.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "sign.ts"))]
pub struct TakenBack {
    /// When, UTC milliseconds.
    pub wall_ms: i64,
    /// Zone shown then.
    pub zone_minutes: i16,
    /// Why.
    pub reason: String,
}

impl From<sign::TakenBack> for TakenBack {
    fn from(one: sign::TakenBack) -> TakenBack {
        TakenBack {
            wall_ms: one.wall_ms,
            zone_minutes: one.zone_minutes,
            reason: one.reason,
        }
    }
}

/// What a signature means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "sign.ts"))]
pub enum SignatureMeaning {
    /// This is what happened, as its author recorded it.
    Author,
    /// Read and agreed to, beside its author.
    CoSigner,
    /// Read in a packet and agreed to, by somebody of another vault.
    Reviewer,
}

/// How a signature stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "sign.ts"))]
pub enum SignatureStanding {
    /// What was signed stands as it was, and nothing was added.
    Holds,
    /// What was signed stands as it was; more was added since.
    AddedSince,
    /// It was unlocked since.
    Voided,
    /// A reviewer's: they took back since what they had accepted.
    TakenBack,
    /// What stands there is not what was signed.
    Broken,
}

/// What a signature needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "sign.ts"))]
pub enum SignatureAsks {
    /// It cannot be signed now, or this person has signed it.
    Nothing,
    /// The person's own passphrase.
    Passphrase,
    Pin,
    /// The person holds no key of the vault.
    NoKey,
}

/// Signing.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "sign.ts"))]
pub struct Sign {
    pub object: Signable,
    /// Passphrase or PIN, as asked.
    pub proof: String,
}

impl fmt::Debug for Sign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sign")
    }
}

/// Locking.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "sign.ts"))]
pub struct LockRecord {
    pub object: Signable,
    /// Passphrase or PIN, as asked.
    pub proof: String,
}

/// Unlocking.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "sign.ts"))]
pub struct UnlockRecord {
    pub object: Signable,
    /// Why.
    pub reason: String,
    /// Passphrase or PIN, as asked.
    pub proof: String,
}

/// Saying how an entry of a session that has ended should read.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "sign.ts"))]
pub struct AmendEntry {
    /// Makes a retry harmless.
    pub request: String,
    pub session: String,
    /// Which entry.
    pub seq: u64,
    /// As it should read.
    pub words: String,
    /// Why.
    pub reason: String,
}

impl fmt::Debug for LockRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LockRecord")
    }
}

impl fmt::Debug for UnlockRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UnlockRecord")
    }
}

impl fmt::Debug for AmendEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AmendEntry")
    }
}

/// Something that waits for its author's signature.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "sign.ts"))]
pub struct UnsignedLine {
    pub client: String,
    pub code: String,
    pub object: Signable,
    /// A visit's title; empty for a session.
    pub title: String,
    /// Number of the session; nought for a visit.
    pub number: u16,
    /// The day it was held: `2026-03-02`.
    pub on: String,
    /// Why.
    pub why: Wanting,
}

/// Why a signature is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "sign.ts"))]
pub enum Wanting {
    /// Its author never signed it.
    New,
    /// It was signed, and more was added since.
    Added,
    /// It was signed, and unlocked since.
    Voided,
}

/// A person gets a key and a passphrase of their own.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "sign.ts"))]
pub struct Enrol {
    pub person: String,
    /// Their PIN.
    pub pin: String,
    /// The passphrase that they chose and nobody else knows.
    pub passphrase: String,
}

impl fmt::Debug for Enrol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Enrol")
    }
}

/// A person holds a key now.
#[derive(Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "sign.ts"))]
pub struct Enrolled {
    pub open: OpenVault,
    /// Groups of their recovery code, shown once.
    pub recovery_groups: Vec<String>,
}

impl fmt::Debug for Enrolled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Enrolled")
    }
}

impl Signable {
    /// What it names.
    pub fn object(&self) -> Result<Object, Error> {
        let unknown = |what| move |_| Error::Unknown { what };
        if let Some(id) = &self.session {
            let session = id.parse().map_err(unknown("session"))?;
            return Ok(match self.entry {
                None => Object::Session(session),
                Some(row) => Object::Entry { session, row },
            });
        }
        let client = self.client.parse().map_err(unknown("client"))?;
        Ok(match (self.adverse, &self.gate) {
            (Some(row), _) => Object::Adverse { client, row },
            (None, Some(gate)) => Object::Gate {
                client,
                gate: gate.clone(),
            },
            (None, None) => Object::Visit {
                client,
                visit: self.visit.clone(),
            },
        })
    }
}

impl From<&Object> for Signable {
    fn from(object: &Object) -> Signable {
        let entry = match object {
            Object::Entry { row, .. } => Some(*row),
            _ => None,
        };
        let (session, client, visit, adverse, gate) = match object {
            Object::Session(id) | Object::Entry { session: id, .. } => {
                (Some(id.to_string()), None, None, None, None)
            }
            Object::Visit { client, visit } => (None, Some(client), Some(visit), None, None),
            Object::Adverse { client, row } => (None, Some(client), None, Some(*row), None),
            Object::Gate { client, gate } => (None, Some(client), None, None, Some(gate.clone())),
        };
        Signable {
            session,
            client: client.map(ToString::to_string).unwrap_or_default(),
            visit: visit.cloned().unwrap_or_default(),
            adverse,
            gate,
            entry,
        }
    }
}

impl SignatureView {
    /// The signatures under something.
    pub fn of(companion: &mut Companion, object: &Object) -> Result<SignatureView, Error> {
        let found = companion.signatures(object)?;
        let entries = match object {
            Object::Session(session) => companion.entries_signed(*session)?,
            _ => Vec::new(),
        };
        Ok(SignatureView {
            entries: entries.into_iter().map(EntrySigned::from).collect(),
            lines: found.lines.into_iter().map(SignatureLine::from).collect(),
            asks: found.asks.into(),
            author_first: found.author_first,
            meaning: found.meaning.into(),
            lock: found.lock.map(|turn| LockLine {
                locked: turn.locked,
                voided: u32::try_from(turn.voids.len()).unwrap_or(u32::MAX),
                name: turn.name,
                initials: turn.initials,
                wall_ms: turn.wall_ms,
                zone_minutes: turn.zone_minutes,
                holds: turn.holds,
            }),
            turn: found.turn.into(),
        })
    }
}

impl LockRecord {
    /// Locks, and answers what stands there then.
    pub fn run(self, companion: &mut Companion) -> Result<SignatureView, Error> {
        let object = self.object.object()?;
        companion.lock_record(&object, Some(&Secret::new(self.proof)))?;
        SignatureView::of(companion, &object)
    }
}

impl UnlockRecord {
    /// Unlocks, and answers what stands there then.
    pub fn run(self, companion: &mut Companion) -> Result<SignatureView, Error> {
        let object = self.object.object()?;
        companion.unlock_record(&object, &self.reason, Some(&Secret::new(self.proof)))?;
        SignatureView::of(companion, &object)
    }
}

impl AmendEntry {
    /// Keeps it, and answers the session.
    pub fn run(&self, companion: &mut Companion) -> Result<SessionView, Error> {
        let session = session_id(&self.session)?;
        let request = self.request.parse();
        let request = request.map_err(|_| Error::BadInput { what: "request" })?;
        companion.session_amend(session, Some(request), self.seq, &self.words, &self.reason)?;
        Ok(Moment::of(companion, session)?.view(0))
    }
}

impl Sign {
    /// Signs, and answers what stands there then.
    pub fn run(self, companion: &mut Companion) -> Result<SignatureView, Error> {
        let object = self.object.object()?;
        companion.sign(&object, &Secret::new(self.proof))?;
        SignatureView::of(companion, &object)
    }
}

impl Enrol {
    /// Lets the person in.
    pub fn run(self, companion: &mut Companion) -> Result<Enrolled, Error> {
        let unknown = |_| Error::Unknown { what: "person" };
        let person = self.person.parse().map_err(unknown)?;
        let (pin, passphrase) = (Secret::new(self.pin), Secret::new(self.passphrase));
        let recovery_groups = companion.person_enrol(person, &pin, &passphrase)?;
        Ok(Enrolled {
            open: OpenVault::of(companion)?,
            recovery_groups,
        })
    }
}

impl From<sign::Asks> for SignatureAsks {
    fn from(asks: sign::Asks) -> SignatureAsks {
        match asks {
            sign::Asks::Nothing => SignatureAsks::Nothing,
            sign::Asks::Passphrase => SignatureAsks::Passphrase,
            sign::Asks::Pin => SignatureAsks::Pin,
            sign::Asks::NoKey => SignatureAsks::NoKey,
        }
    }
}

impl From<sign::Meaning> for SignatureMeaning {
    fn from(meaning: sign::Meaning) -> SignatureMeaning {
        match meaning {
            sign::Meaning::Author => SignatureMeaning::Author,
            sign::Meaning::CoSigner => SignatureMeaning::CoSigner,
            sign::Meaning::Reviewer => SignatureMeaning::Reviewer,
        }
    }
}

impl From<sign::EntrySigned> for EntrySigned {
    fn from(one: sign::EntrySigned) -> EntrySigned {
        EntrySigned {
            entry: one.row,
            lines: one.lines.into_iter().map(SignatureLine::from).collect(),
        }
    }
}

impl From<Signed> for SignatureLine {
    fn from(signed: Signed) -> SignatureLine {
        SignatureLine {
            number: signed.number,
            name: signed.name,
            initials: signed.initials,
            meaning: signed.meaning.into(),
            wall_ms: signed.wall_ms,
            zone_minutes: signed.zone_minutes,
            role: signed.role.map(ReviewRole::from),
            taken_back: signed.taken_back.map(TakenBack::from),
            standing: match signed.standing {
                sign::Standing::Holds => SignatureStanding::Holds,
                sign::Standing::AddedSince => SignatureStanding::AddedSince,
                sign::Standing::Voided => SignatureStanding::Voided,
                sign::Standing::TakenBack => SignatureStanding::TakenBack,
                sign::Standing::Broken => SignatureStanding::Broken,
            },
        }
    }
}

impl From<&Unsigned> for UnsignedLine {
    fn from(one: &Unsigned) -> UnsignedLine {
        UnsignedLine {
            client: one.client.to_string(),
            code: one.code.clone(),
            object: (&one.object).into(),
            title: one.title.clone(),
            number: one.number,
            on: one.on.to_string(),
            why: match one.why {
                sign::Wanting::New => Wanting::New,
                sign::Wanting::Added => Wanting::Added,
                sign::Wanting::Voided => Wanting::Voided,
            },
        }
    }
}
