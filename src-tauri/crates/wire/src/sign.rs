//! Signatures under sessions and visits, and keys for people.

use crate::app::OpenVault;
use companion::sign::{self, Object, Signed, Unsigned};
use companion::{Companion, Error, Secret};
use serde::{Deserialize, Serialize};
use std::fmt;
#[cfg(test)]
use ts_rs::TS;

/// What is signed: a session by its id, or a visit of a client.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "sign.ts"))]
pub struct Signable {
    /// Id of a session; none: a visit.
    pub session: Option<String>,
    /// Whose visit; empty for a session.
    pub client: String,
    /// Which visit; empty for a session.
    pub visit: String,
}

/// The signatures under something, and what another would need.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "sign.ts"))]
pub struct SignatureView {
    /// Oldest first.
    pub lines: Vec<SignatureLine>,
    /// What a signature of whoever has the pen needs.
    pub asks: SignatureAsks,
    /// What it would mean.
    pub meaning: SignatureMeaning,
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
    pub standing: SignatureStanding,
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
    /// It was signed, and more was added since.
    pub added: bool,
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
        match &self.session {
            Some(id) => Ok(Object::Session(id.parse().map_err(unknown("session"))?)),
            None => Ok(Object::Visit {
                client: self.client.parse().map_err(unknown("client"))?,
                visit: self.visit.clone(),
            }),
        }
    }
}

impl From<&Object> for Signable {
    fn from(object: &Object) -> Signable {
        match object {
            Object::Session(id) => Signable {
                session: Some(id.to_string()),
                client: String::new(),
                visit: String::new(),
            },
            Object::Visit { client, visit } => Signable {
                session: None,
                client: client.to_string(),
                visit: visit.clone(),
            },
        }
    }
}

impl SignatureView {
    /// The signatures under something.
    pub fn of(companion: &mut Companion, object: &Object) -> Result<SignatureView, Error> {
        let found = companion.signatures(object)?;
        Ok(SignatureView {
            lines: found.lines.into_iter().map(SignatureLine::from).collect(),
            asks: found.asks.into(),
            meaning: found.meaning.into(),
        })
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

impl From<Signed> for SignatureLine {
    fn from(signed: Signed) -> SignatureLine {
        SignatureLine {
            number: signed.number,
            name: signed.name,
            initials: signed.initials,
            meaning: signed.meaning.into(),
            wall_ms: signed.wall_ms,
            zone_minutes: signed.zone_minutes,
            standing: match signed.standing {
                sign::Standing::Holds => SignatureStanding::Holds,
                sign::Standing::AddedSince => SignatureStanding::AddedSince,
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
            added: one.added,
        }
    }
}
