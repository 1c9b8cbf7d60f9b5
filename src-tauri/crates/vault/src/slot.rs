//! One way into the vault: a secret wraps a person's bundle, and the master key is sealed to that person's public key.
//!
//! The two steps are apart on purpose. Whoever holds the master key can seal a new one to everybody, without anybody's passphrase;
//! and a new passphrase rewraps the bundle without touching the master key.
//!
//! **Invariant:** a wrap key seals one bundle in its life, because every wrap draws a new salt.

use crate::cost::Cost;
use crate::entropy::{Entropy, NoEntropy, make_bytes};
use crate::hazmat::{aead, kdf};
use crate::secret::Key;
use crate::sign::{PublicKey, SigningKey};
use age::secrecy::ExposeSecret;
use std::str::FromStr;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, Zeroizing};

const IDENTITY: usize = 74;
const BUNDLE: usize = 16 + IDENTITY + 32;
/// Length of a wrapped bundle.
pub(crate) const WRAPPED: usize = BUNDLE + aead::TAG;
/// Length of an age X25519 recipient as text.
pub(crate) const RECIPIENT: usize = 62;
/// Most bytes of a sealed master key; age's own grease keeps it below 500.
pub(crate) const SEALED_MAX: usize = 768;
const MASTER: usize = 16 + 4 + 16 + 32;

/// Which secret a slot answers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A passphrase that somebody remembers.
    Passphrase = 1,
    /// The recovery code on paper.
    Recovery = 2,
    /// A key pair in the clinic's safe. Read past, but neither written nor opened by this version: its key for an emergency is an inspector's.
    BreakGlass = 3,
    /// An inspector's access code. Whoever opens with it reads; the program writes nothing for them but who looked at what.
    Inspector = 4,
}

/// In the place of a sealed master key of the pending epoch: this slot leaves with the old one. No age file is this short.
pub(crate) const LEAVING: &[u8] = &[0];

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Slot {
    pub id: [u8; 16],
    pub handle: String,
    pub lock: Lock,
    pub recipient: Recipient,
    /// The master key of the header's epoch, then that of its pending epoch if there is one.
    pub sealed: Vec<Vec<u8>>,
}

impl Slot {
    /// Whether a rotation that is under way takes this slot out.
    pub(crate) fn is_leaving(&self) -> bool {
        self.sealed.get(1).is_some_and(|sealed| sealed == LEAVING)
    }

    /// Whose passphrase it answers to, by their public key.
    pub(crate) fn passphrase_of(&self) -> Option<PublicKey> {
        match &self.lock {
            Lock::Wrapped(wrapped) if wrapped.kind == Kind::Passphrase => Some(wrapped.verifier),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Lock {
    Wrapped(Box<Wrapped>),
    BreakGlass,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wrapped {
    /// Any but [`Kind::BreakGlass`].
    pub kind: Kind,
    pub cost: Cost,
    pub salt: [u8; 32],
    pub commit: [u8; 32],
    pub nonce: [u8; aead::NONCE],
    pub bundle: [u8; WRAPPED],
    pub verifier: PublicKey,
}

/// What binds a bundle to its header besides the slot itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Context {
    pub format: u16,
    pub suite: u16,
    pub flags: u16,
    pub vault_id: [u8; 16],
}

/// Why a slot did not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotOpened {
    /// Another secret.
    Wrong,
    /// The right secret, and bytes that have changed since.
    Damaged,
}

/// What Argon2id makes of a secret: the key of one bundle, and the value that tells a wrong secret from a damaged header.
pub(crate) struct WrapKey {
    key: Key,
    commit: [u8; 32],
}

impl WrapKey {
    pub(crate) fn derive(
        secret: &[u8],
        cost: &Cost,
        salt: &[u8; 32],
    ) -> Result<Self, kdf::NotDerived> {
        let master = cost.derive(secret, salt)?;
        let okm = kdf::hkdf_sha256::<64>(&[], master.as_slice(), &[b"holdfast/slot/1"]);
        Ok(Self::from_okm(&okm))
    }

    /// Key and commitment as they come out of HKDF: the damage tests begin here, past the slow part.
    pub(crate) fn from_okm(okm: &[u8; 64]) -> Self {
        let (key, commit) = okm.split_at(32);
        let mut key: [u8; 32] = key.try_into().expect("half of 64");
        let commit = commit.try_into().expect("half of 64");
        Self {
            key: Key::take(&mut key),
            commit,
        }
    }

    #[cfg(test)]
    pub(crate) fn okm(&self) -> [u8; 64] {
        let mut okm = [0; 64];
        okm[..32].copy_from_slice(self.key.expose());
        okm[32..].copy_from_slice(&self.commit);
        okm
    }
}

/// A person's own secrets: who, what opens master keys sealed to them, what signs for them, and what opens packets for them.
pub(crate) struct Bundle {
    pub person_id: [u8; 16],
    pub identity: age::x25519::Identity,
    pub signing: SigningKey,
    /// Comes from the seed and is not written anywhere. It opens no vault, so its owner may take it elsewhere.
    pub packets: age::x25519::Identity,
}

impl Bundle {
    pub(crate) fn make(person_id: [u8; 16], entropy: &mut dyn Entropy) -> Result<Self, NoEntropy> {
        let mut seed = make_bytes::<32>(entropy)?;
        let signing = SigningKey::from_seed(&seed);
        seed.zeroize();
        Ok(Self::of(
            person_id,
            age::x25519::Identity::generate(),
            signing,
        ))
    }

    pub(crate) fn of(
        person_id: [u8; 16],
        identity: age::x25519::Identity,
        signing: SigningKey,
    ) -> Self {
        let packets = packet_identity(&person_id, &signing);
        Self {
            person_id,
            identity,
            signing,
            packets,
        }
    }

    /// The same person with another identity for master keys: what signs and what opens packets stays.
    pub(crate) fn with_another_identity(&self) -> Self {
        Self::of(
            self.person_id,
            age::x25519::Identity::generate(),
            SigningKey::from_seed(self.signing.seed()),
        )
    }

    pub(crate) fn recipient(&self) -> Recipient {
        Recipient::of(&self.identity)
    }

    /// What packets for this person are sealed to.
    pub(crate) fn packet_recipient(&self) -> Recipient {
        Recipient::of(&self.packets)
    }

    /// What was sealed apart for this person, to either of their identities.
    pub(crate) fn open_apart(&self, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        crate::apart::open(&[&self.identity, &self.packets], sealed)
    }

    fn to_bytes(&self) -> Zeroizing<[u8; BUNDLE]> {
        let mut out = Zeroizing::new([0u8; BUNDLE]);
        out[..16].copy_from_slice(&self.person_id);
        out[16..16 + IDENTITY]
            .copy_from_slice(self.identity.to_string().expose_secret().as_bytes());
        out[16 + IDENTITY..].copy_from_slice(self.signing.seed());
        out
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let (person_id, rest) = bytes.split_first_chunk::<16>()?;
        let (identity, seed) = rest.split_first_chunk::<IDENTITY>()?;
        Some(Self::of(
            *person_id,
            age::x25519::Identity::from_str(std::str::from_utf8(identity).ok()?).ok()?,
            SigningKey::from_seed(seed.try_into().ok()?),
        ))
    }
}

/// A person's identity for packets: FORMAT.md 12.
fn packet_identity(person_id: &[u8; 16], signing: &SigningKey) -> age::x25519::Identity {
    let scalar = kdf::hkdf_sha256::<32>(
        &[],
        signing.seed(),
        &[b"holdfast/packet-identity/1", person_id],
    );
    identity_of(scalar.as_slice())
}

/// An age identity by its 32 bytes.
pub(crate) fn identity_of(scalar: &[u8]) -> age::x25519::Identity {
    // age takes an identity as its text alone.
    let prefix = bech32::Hrp::parse_unchecked("AGE-SECRET-KEY-");
    let text = Zeroizing::new(
        bech32::encode_upper::<bech32::Bech32>(prefix, scalar)
            .expect("a short prefix and 32 bytes"),
    );
    age::x25519::Identity::from_str(&text).expect("32 bytes are an identity")
}

/// An age X25519 recipient in its one spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Recipient([u8; RECIPIENT]);

impl Recipient {
    pub(crate) fn of(identity: &age::x25519::Identity) -> Self {
        Self(
            identity
                .to_public()
                .to_string()
                .into_bytes()
                .try_into()
                .expect("a recipient has 62 characters"),
        )
    }

    pub(crate) fn parse(bytes: &[u8; RECIPIENT]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let key = age::x25519::Recipient::from_str(text).ok()?;
        (key.to_string() == text).then_some(Self(*bytes))
    }

    pub(crate) fn as_bytes(&self) -> &[u8; RECIPIENT] {
        &self.0
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("parsed as text")
    }

    /// Seals the master key of `epoch` to this recipient, for one slot.
    pub(crate) fn seal_master(
        &self,
        vault_id: &[u8; 16],
        epoch: u32,
        slot_id: &[u8; 16],
        master: &Key,
    ) -> Vec<u8> {
        let mut plain = Zeroizing::new([0u8; MASTER]);
        plain[..16].copy_from_slice(vault_id);
        plain[16..20].copy_from_slice(&epoch.to_be_bytes());
        plain[20..36].copy_from_slice(slot_id);
        plain[36..].copy_from_slice(master.expose());
        let key = age::x25519::Recipient::from_str(self.as_str()).expect("parsed as a recipient");
        age::encrypt(&key, plain.as_slice()).expect("age writes into memory")
    }
}

impl Wrapped {
    /// Wraps a bundle anew, under a new salt.
    pub(crate) fn make(
        bundle: &Bundle,
        context: &Context,
        slot_id: &[u8; 16],
        secret: &SlotSecret,
        entropy: &mut dyn Entropy,
    ) -> Result<Self, WrapFailed> {
        let salt = make_bytes::<32>(entropy)?;
        let nonce = make_bytes(entropy)?;
        let (kind, cost, bytes) = match secret {
            SlotSecret::Passphrase { prepared, cost } => (Kind::Passphrase, *cost, *prepared),
            SlotSecret::Recovery { code } => (Kind::Recovery, Cost::FLOOR, code.as_slice()),
            SlotSecret::Inspector { code } => (Kind::Inspector, Cost::FLOOR, code.as_slice()),
        };
        let key = WrapKey::derive(bytes, &cost, &salt)?;
        let verifier = bundle.signing.public_key();
        let mut made = Self {
            kind,
            cost,
            salt,
            commit: key.commit,
            nonce,
            bundle: [0; WRAPPED],
            verifier,
        };
        let associated = made.associated(context, slot_id, &bundle.recipient());
        let sealed = aead::encrypt(
            &key.key,
            &made.nonce,
            &associated,
            bundle.to_bytes().as_slice(),
        );
        made.bundle = sealed.try_into().expect("a bundle and a tag");
        Ok(made)
    }

    pub(crate) fn open(
        &self,
        context: &Context,
        slot_id: &[u8; 16],
        recipient: &Recipient,
        key: &WrapKey,
    ) -> Result<Bundle, NotOpened> {
        if !bool::from(self.commit.ct_eq(&key.commit)) {
            return Err(NotOpened::Wrong);
        }
        let associated = self.associated(context, slot_id, recipient);
        let plain = aead::decrypt(&key.key, &self.nonce, &associated, &self.bundle)
            .map_err(|_| NotOpened::Damaged)?;
        let bundle = Bundle::parse(&plain).ok_or(NotOpened::Damaged)?;
        if bundle.recipient() != *recipient || bundle.signing.public_key() != self.verifier {
            return Err(NotOpened::Damaged);
        }
        Ok(bundle)
    }

    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    fn associated(&self, context: &Context, slot_id: &[u8; 16], recipient: &Recipient) -> Vec<u8> {
        let mut out = Vec::with_capacity(192);
        out.extend_from_slice(crate::header::MAGIC);
        for field in [context.format, context.suite, context.flags] {
            out.extend_from_slice(&field.to_be_bytes());
        }
        out.extend_from_slice(&context.vault_id);
        out.extend_from_slice(slot_id);
        out.push(self.kind() as u8);
        for field in [self.cost.m_kib(), self.cost.t(), self.cost.p()] {
            out.extend_from_slice(&field.to_be_bytes());
        }
        out.extend_from_slice(&self.salt);
        out.extend_from_slice(recipient.as_bytes());
        out.extend_from_slice(self.verifier.as_bytes());
        out
    }
}

/// The secret of a new wrap.
pub(crate) enum SlotSecret<'a> {
    Passphrase { prepared: &'a [u8], cost: Cost },
    Recovery { code: &'a [u8; 20] },
    Inspector { code: &'a [u8; 20] },
}

/// A wrap could not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum WrapFailed {
    #[error(transparent)]
    Entropy(#[from] NoEntropy),
    #[error(transparent)]
    Derivation(#[from] kdf::NotDerived),
}

/// Opens one sealed master key and checks that it was sealed for just this place.
pub(crate) fn unseal_master(
    sealed: &[u8],
    identity: &age::x25519::Identity,
    vault_id: &[u8; 16],
    epoch: u32,
    slot_id: &[u8; 16],
) -> Option<Key> {
    let plain = Zeroizing::new(age::decrypt(identity, sealed).ok()?);
    let (place, master) = plain.split_at_checked(36)?;
    let expected = [vault_id.as_slice(), &epoch.to_be_bytes(), slot_id].concat();
    if place != expected {
        return None;
    }
    let mut master: [u8; 32] = master.try_into().ok()?;
    Some(Key::take(&mut master))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;

    #[test]
    fn the_identity_for_packets_opens_no_master_key() {
        let bundle = Bundle::make([7; 16], &mut SystemEntropy::new()).unwrap();
        let sealed =
            bundle
                .recipient()
                .seal_master(&[1; 16], 1, &[2; 16], &Key::take(&mut [3; 32]));
        let open = |identity| unseal_master(&sealed, identity, &[1; 16], 1, &[2; 16]);
        assert!(open(&bundle.packets).is_none());
        assert_eq!(open(&bundle.identity).unwrap().expose(), &[3; 32]);
    }

    #[test]
    fn it_is_the_same_every_time_and_another_for_every_person_and_seed() {
        let of = |person: u8, seed: u8| {
            let bundle = Bundle::of(
                [person; 16],
                age::x25519::Identity::generate(),
                SigningKey::from_seed(&[seed; 32]),
            );
            bundle.packet_recipient()
        };
        assert_eq!(of(1, 1), of(1, 1));
        assert_ne!(of(1, 1), of(2, 1));
        assert_ne!(of(1, 1), of(1, 2));
    }
}
