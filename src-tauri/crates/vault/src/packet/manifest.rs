//! What a packet says of itself: who sealed what for whom. Fixed order, length-prefixed, big-endian, one spelling.

use super::{BadPacket, PART_MAX, PARTS_MAX, PURPOSE_MAX, RECIPIENTS_MAX, ROLES, TOTAL_MAX};
use crate::card::{NAME_MAX, is_line, is_name};
use crate::slot::{self, RECIPIENT};

/// Longest checkpoint note.
const CHECKPOINT_MAX: usize = 1024;

/// What a packet says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// Of this packet alone.
    pub packet: [u8; 16],
    /// The vault it comes from.
    pub vault: [u8; 16],
    /// What it is, as a number that the vault does not read.
    pub kind: u8,
    /// The packet that this one belongs to; its own id: it begins a thread.
    pub thread: [u8; 16],
    /// When, UTC milliseconds.
    pub created_wall_ms: i64,
    /// Zone shown then, minutes east.
    pub zone_minutes: i16,
    /// To be destroyed by its reader after this time, UTC milliseconds; 0: no such wish.
    pub expires_wall_ms: i64,
    /// How much was left out, as a number that the vault does not read.
    pub redaction: u8,
    /// Who sealed it.
    pub author: [u8; 16],
    /// Their printed name.
    pub author_name: String,
    /// What an answer is sealed to.
    pub author_recipient: String,
    /// Who may read it.
    pub recipients: Vec<Recipient>,
    /// What for, in words.
    pub purpose: String,
    /// A signed checkpoint of the author's chain.
    pub checkpoint: String,
    /// What follows, in order.
    pub parts: Vec<Part>,
}

/// Somebody who may read a packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// Their age recipient (`age1…`).
    pub recipient: String,
    /// How many packets their author has sealed for them, this one included.
    pub sequence: u64,
    /// Digest of the one before, as [`super::Reader::digest`] gives it; zero: the first.
    pub previous: [u8; 32],
    /// In which role they read it, as a number that the vault does not read; zero: none is named.
    pub role: u8,
}

/// Something that lies in a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// What it is, as a number that the vault does not read.
    pub kind: u16,
    /// Version of its encoding.
    pub version: u16,
    /// Bytes.
    pub length: u64,
    /// SHA-256 of them.
    pub sha256: [u8; 32],
}

impl Manifest {
    /// The version that a packet with this manifest has: roles came with the second, and one without a role is written as ever.
    pub(super) fn version(&self) -> u16 {
        let roles = self.recipients.iter().any(|one| one.role != 0);
        if roles { ROLES } else { 1 }
    }

    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, BadPacket> {
        self.check()?;
        let mut out = Vec::with_capacity(512 + self.parts.len() * 44);
        out.extend_from_slice(&self.packet);
        out.extend_from_slice(&self.vault);
        out.push(self.kind);
        out.extend_from_slice(&self.thread);
        out.extend_from_slice(&self.created_wall_ms.to_be_bytes());
        out.extend_from_slice(&self.zone_minutes.to_be_bytes());
        out.extend_from_slice(&self.expires_wall_ms.to_be_bytes());
        out.push(self.redaction);
        out.extend_from_slice(&self.author);
        text(&mut out, &self.author_name);
        out.extend_from_slice(self.author_recipient.as_bytes());
        out.push(u8::try_from(self.recipients.len()).expect("checked"));
        for one in &self.recipients {
            out.extend_from_slice(one.recipient.as_bytes());
            out.extend_from_slice(&one.sequence.to_be_bytes());
            out.extend_from_slice(&one.previous);
            if self.version() >= ROLES {
                out.push(one.role);
            }
        }
        text(&mut out, &self.purpose);
        text(&mut out, &self.checkpoint);
        out.extend_from_slice(
            &u32::try_from(self.parts.len())
                .expect("checked")
                .to_be_bytes(),
        );
        for part in &self.parts {
            out.extend_from_slice(&part.kind.to_be_bytes());
            out.extend_from_slice(&part.version.to_be_bytes());
            out.extend_from_slice(&part.length.to_be_bytes());
            out.extend_from_slice(&part.sha256);
        }
        Ok(out)
    }

    pub(super) fn parse(bytes: &[u8], version: u16) -> Result<Manifest, BadPacket> {
        let mut from = Cursor(bytes);
        let manifest = Manifest {
            packet: from.array()?,
            vault: from.array()?,
            kind: from.array::<1>()?[0],
            thread: from.array()?,
            created_wall_ms: i64::from_be_bytes(from.array()?),
            zone_minutes: i16::from_be_bytes(from.array()?),
            expires_wall_ms: i64::from_be_bytes(from.array()?),
            redaction: from.array::<1>()?[0],
            author: from.array()?,
            author_name: from.text(NAME_MAX, "author")?,
            author_recipient: from.recipient()?,
            recipients: {
                let count = usize::from(from.array::<1>()?[0]);
                if count > RECIPIENTS_MAX {
                    return Err(BadPacket::Limit("recipients"));
                }
                (0..count)
                    .map(|_| {
                        Ok(Recipient {
                            recipient: from.recipient()?,
                            sequence: u64::from_be_bytes(from.array()?),
                            previous: from.array()?,
                            role: if version >= ROLES {
                                from.array::<1>()?[0]
                            } else {
                                0
                            },
                        })
                    })
                    .collect::<Result<_, BadPacket>>()?
            },
            purpose: from.text(PURPOSE_MAX, "purpose")?,
            checkpoint: from.text(CHECKPOINT_MAX, "checkpoint")?,
            parts: {
                let count = usize::try_from(u32::from_be_bytes(from.array()?))
                    .map_err(|_| BadPacket::Limit("parts"))?;
                if count > PARTS_MAX {
                    return Err(BadPacket::Limit("parts"));
                }
                (0..count)
                    .map(|_| {
                        Ok(Part {
                            kind: u16::from_be_bytes(from.array()?),
                            version: u16::from_be_bytes(from.array()?),
                            length: u64::from_be_bytes(from.array()?),
                            sha256: from.array()?,
                        })
                    })
                    .collect::<Result<_, BadPacket>>()?
            },
        };
        if !from.0.is_empty() {
            return Err(BadPacket::Field("manifest"));
        }
        manifest.check()?;
        // A role that nobody has needs no newer version: one spelling.
        if version == ROLES && manifest.version() < ROLES {
            return Err(BadPacket::Field("recipients"));
        }
        Ok(manifest)
    }

    /// The rules of a manifest, the same on both ways.
    fn check(&self) -> Result<(), BadPacket> {
        if !is_name(&self.author_name) {
            return Err(BadPacket::Field("author"));
        }
        if self.recipients.is_empty() || self.recipients.len() > RECIPIENTS_MAX {
            return Err(BadPacket::Limit("recipients"));
        }
        let mut named: Vec<&str> = self
            .recipients
            .iter()
            .map(|one| one.recipient.as_str())
            .collect();
        named.sort_unstable();
        named.dedup();
        if named.len() != self.recipients.len() {
            return Err(BadPacket::Field("recipients"));
        }
        if self
            .recipients
            .iter()
            .any(|one| one.sequence == 0 || (one.sequence == 1) != (one.previous == [0; 32]))
        {
            return Err(BadPacket::Field("sequence"));
        }
        // One line that says what it shows; it may be empty.
        if self.purpose.len() > PURPOSE_MAX || !is_line(&self.purpose) {
            return Err(BadPacket::Field("purpose"));
        }
        if self.checkpoint.len() > CHECKPOINT_MAX {
            return Err(BadPacket::Field("checkpoint"));
        }
        if self.parts.len() > PARTS_MAX {
            return Err(BadPacket::Limit("parts"));
        }
        if self.parts.iter().any(|part| part.length > PART_MAX) {
            return Err(BadPacket::Limit("part"));
        }
        // Each is below a limit that keeps the sum far from an overflow.
        if self.parts.iter().map(|part| part.length).sum::<u64>() > TOTAL_MAX {
            return Err(BadPacket::Limit("size"));
        }
        Ok(())
    }

    /// What the author wrote for this reader, if they are named.
    pub fn recipient(&self, recipient: &str) -> Option<&Recipient> {
        self.recipients
            .iter()
            .find(|one| one.recipient == recipient)
    }
}

fn text(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(&u16::try_from(text.len()).expect("checked").to_be_bytes());
    out.extend_from_slice(text.as_bytes());
}

struct Cursor<'a>(&'a [u8]);

impl Cursor<'_> {
    fn array<const N: usize>(&mut self) -> Result<[u8; N], BadPacket> {
        let (taken, rest) = self
            .0
            .split_first_chunk::<N>()
            .ok_or(BadPacket::Field("manifest"))?;
        self.0 = rest;
        Ok(*taken)
    }

    fn text(&mut self, most: usize, field: &'static str) -> Result<String, BadPacket> {
        let length = usize::from(u16::from_be_bytes(self.array()?));
        if length > most {
            return Err(BadPacket::Limit(field));
        }
        let (taken, rest) = self
            .0
            .split_at_checked(length)
            .ok_or(BadPacket::Field("manifest"))?;
        self.0 = rest;
        let text = std::str::from_utf8(taken).map_err(|_| BadPacket::Field(field))?;
        Ok(text.to_owned())
    }

    fn recipient(&mut self) -> Result<String, BadPacket> {
        let bytes = self.array::<RECIPIENT>()?;
        let recipient = slot::Recipient::parse(&bytes).ok_or(BadPacket::Field("recipients"))?;
        Ok(recipient.as_str().to_owned())
    }
}
