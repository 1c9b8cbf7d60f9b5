//! Protocol files exactly as imported, and who adopted them.

use crate::audit::{Context, Head};
use crate::{Error, Store};
use clinic::id::PersonId;
use clinic::id::hex;
use rusqlite::{OptionalExtension, params};

/// A protocol file on the shelf.
#[derive(Debug, Clone)]
pub struct ProtocolRow {
    /// SHA-256 of the text.
    pub digest: [u8; 32],
    /// The file.
    pub text: String,
}

/// One signed adoption.
#[derive(Debug, Clone)]
pub struct AdoptionRow {
    /// Which protocol.
    pub protocol: [u8; 32],
    /// Who.
    pub person: PersonId,
    /// The signed statement, canonical bytes.
    pub body: Vec<u8>,
    /// Ed25519.
    pub signature: Vec<u8>,
    /// The signer's key.
    pub public_key: Vec<u8>,
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut out = [0u8; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (index, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * index..2 * index + 2], 16).ok()?;
    }
    Some(out)
}

impl Store {
    /// Every protocol in the vault.
    pub fn protocols(&self) -> Result<Vec<ProtocolRow>, Error> {
        let mut statement = self
            .read()
            .prepare("SELECT digest, body FROM protocol ORDER BY rowid")?;
        let rows = statement.query_map([], |row| {
            Ok(ProtocolRow {
                digest: row.get(0)?,
                text: row.get(1)?,
            })
        })?;
        rows.map(|row| checked(row?)).collect()
    }

    /// One protocol by its digest.
    pub fn protocol(&self, digest: &[u8; 32]) -> Result<Option<ProtocolRow>, Error> {
        self.read()
            .query_row(
                "SELECT digest, body FROM protocol WHERE digest = ?1",
                [&digest[..]],
                |row| {
                    Ok(ProtocolRow {
                        digest: row.get(0)?,
                        text: row.get(1)?,
                    })
                },
            )
            .optional()?
            .map(checked)
            .transpose()
    }

    /// Puts a protocol file on the shelf. Importing the same file again changes nothing.
    pub fn protocol_keep(&mut self, text: &str, context: &Context) -> Result<[u8; 32], Error> {
        let digest = vault::chain::digest(text.as_bytes());
        if self.protocol(&digest)?.is_some() {
            return Ok(digest);
        }
        let tx = self.begin()?;
        tx.sql().execute(
            "INSERT INTO protocol (digest, body) VALUES (?1, ?2)",
            params![&digest[..], text],
        )?;
        tx.commit(
            context
                .entry("protocol_imported", "protocol", &hex(&digest))
                .after(digest),
        )?;
        Ok(digest)
    }

    /// Keeps a signed adoption.
    pub fn adoption_keep(&mut self, row: &AdoptionRow, context: &Context) -> Result<Head, Error> {
        let tx = self.begin()?;
        tx.sql().execute(
            "INSERT INTO protocol_adoption (protocol, person, body, signature, public_key) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![&row.protocol[..], &row.person.0[..], row.body, row.signature, row.public_key],
        )?;
        let id = format!("{}/{}", hex(&row.protocol), row.person);
        tx.commit(
            context
                .entry("protocol_adopted", "adoption", &id)
                .after(adoption_bytes(row)),
        )
    }

    /// Every adoption of one protocol.
    pub fn adoptions(&self, protocol: &[u8; 32]) -> Result<Vec<AdoptionRow>, Error> {
        let mut statement = self.read().prepare(
            "SELECT protocol, person, body, signature, public_key FROM protocol_adoption WHERE protocol = ?1
             ORDER BY rowid",
        )?;
        let rows = statement.query_map([&protocol[..]], |row| {
            Ok(AdoptionRow {
                protocol: row.get(0)?,
                person: PersonId(row.get(1)?),
                body: row.get(2)?,
                signature: row.get(3)?,
                public_key: row.get(4)?,
            })
        })?;
        rows.map(|row| row.map_err(Error::from)).collect()
    }

    pub(crate) fn protocol_digest(&self, id: &str) -> Result<Option<[u8; 32]>, Error> {
        let Some(digest) = unhex(id) else {
            return Ok(None);
        };
        Ok(self.protocol(&digest)?.map(|row| row.digest))
    }

    pub(crate) fn adoption_digest(&self, id: &str) -> Result<Option<[u8; 32]>, Error> {
        let Some((protocol, person)) = id.split_once('/') else {
            return Ok(None);
        };
        let Some(protocol) = unhex(protocol) else {
            return Ok(None);
        };
        let found = self
            .adoptions(&protocol)?
            .into_iter()
            .find(|row| row.person.to_string() == person);
        Ok(found.map(|row| adoption_bytes(&row)))
    }
}

/// The text must still be what its name says.
fn checked(row: ProtocolRow) -> Result<ProtocolRow, Error> {
    if vault::chain::digest(row.text.as_bytes()) == row.digest {
        Ok(row)
    } else {
        Err(Error::Damaged {
            what: "protocol file",
        })
    }
}

fn adoption_bytes(row: &AdoptionRow) -> [u8; 32] {
    let mut all = row.body.clone();
    all.extend_from_slice(&row.signature);
    all.extend_from_slice(&row.public_key);
    vault::chain::digest(&all)
}
