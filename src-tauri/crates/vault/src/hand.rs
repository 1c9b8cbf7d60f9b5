//! What somebody's own keys do for packets: whoever opened the vault, or whoever has the pen and said their passphrase.

use crate::chain::Point;
use crate::packet::{self, BadPacket, Manifest, Source};
use crate::secret::Secret;
use crate::sign::{Namespace, PublicKey, Signature};
use crate::slot::Bundle;
use crate::{card, checkpoint};
use age::secrecy::ExposeSecret;
use std::fmt;
use std::io::{BufRead, Read, Write};

/// A person's keys at work, in the name of the vault that they belong to. It holds no key of the vault.
#[derive(Clone, Copy)]
pub struct Hand<'a> {
    bundle: &'a Bundle,
    vault_id: &'a [u8; 16],
}

impl<'a> Hand<'a> {
    pub(crate) fn of(bundle: &'a Bundle, vault_id: &'a [u8; 16]) -> Hand<'a> {
        Hand { bundle, vault_id }
    }

    /// Whose.
    pub fn person_id(self) -> [u8; 16] {
        self.bundle.person_id
    }

    /// Signs.
    pub fn sign(self, namespace: Namespace, bytes: &[u8]) -> Signature {
        self.bundle.signing.sign(namespace, bytes)
    }

    /// The key that these signatures are checked with.
    pub fn public_key(self) -> PublicKey {
        self.bundle.signing.public_key()
    }

    /// A signed checkpoint of the vault's audit chain.
    pub fn sign_checkpoint(self, point: &Point) -> String {
        let Bundle {
            person_id, signing, ..
        } = self.bundle;
        checkpoint::make(self.vault_id, point, person_id, signing)
    }

    /// The age recipient (`age1…`) that packets for this person are sealed to.
    pub fn packet_recipient(self) -> String {
        self.bundle.packet_recipient().as_str().to_owned()
    }

    /// The age identity (`AGE-SECRET-KEY-1…`) that opens them. It opens no vault.
    pub fn packet_identity(self) -> Secret {
        Secret::from(self.bundle.packets.to_string().expose_secret())
    }

    /// The contact card, for people of other vaults, where it is said with the role in which they review; none: name or role may not stand
    /// on one.
    pub fn card(self, name: &str, role: Option<&str>) -> Option<String> {
        card::make(self.bundle, name, role)
    }

    /// Seals a packet. Answers the manifest as it was signed and the digest that the next packet to the same readers follows.
    pub fn seal_packet(
        self,
        manifest: Manifest,
        sources: &[Source<'_>],
        out: impl Write,
    ) -> Result<(Manifest, [u8; 32]), BadPacket> {
        packet::seal(self.bundle, manifest, sources, out)
    }

    /// Opens a packet that is sealed to this person.
    pub fn open_packet<R: BufRead>(
        self,
        length: Option<u64>,
        file: R,
    ) -> Result<packet::Reader<impl Read + use<R>>, BadPacket> {
        packet::open(self.bundle, length, file)
    }
}

impl fmt::Debug for Hand<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hand")
    }
}
