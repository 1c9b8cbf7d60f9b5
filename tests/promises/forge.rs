//! A person of another vault who writes packets by hand: with their own true keys, and without the program's manners.

use age::secrecy::ExposeSecret;
use clinic::review::redact::Redaction;
use companion::Secret;
use companion::packets::Choice;
use ring::digest::{SHA256, digest};
use std::path::PathBuf;
use std::str::FromStr;
use support::world;
use vault::chain::Point;
use vault::packet::{Manifest, Source};
use vault::sign::Namespace;
use vault::{Cost, NewOwner, SystemEntropy, Unlocked};

/// One part: kind, version, bytes.
pub type Part = (u16, u16, Vec<u8>);

pub struct Forge {
    pub home: tempfile::TempDir,
    pub away: tempfile::TempDir,
    /// The author's vault, whose card the reader has.
    pub author: Unlocked,
    reader: age::x25519::Identity,
    /// The author's first packet as the program sealed it, what it says, and what lies in it.
    pub first: Vec<u8>,
    pub digest: [u8; 32],
    pub manifest: Manifest,
    pub parts: Vec<Part>,
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

impl Forge {
    /// Both vaults are locked; the author's keys are in the forger's hands.
    pub fn new() -> Forge {
        let (home, away, stick) = (folder(), folder(), folder());
        let mut author = world::companion(home.path());
        world::make(&mut author, home.path()).expect("a vault");
        let session = world::session(&mut author, "KELP-014").expect("a session");
        for words in [
            "in MS",
            "read 128/82 72",
            "note \"eyes closed\"",
            "close stopped \"moved away\"",
        ] {
            world::say(&mut author, session, words).expect("kept");
        }
        let mut reader = world::companion(away.path());
        world::make_reader(&mut reader, away.path()).expect("a vault");
        let card = author.contact_card().expect("a card");
        reader.contact_add(&card, false).expect("pinned");
        let card = reader.contact_card().expect("a card");
        let known = author.contact_add(&card, false).expect("pinned");
        let choice = Choice {
            client: author.client_by_code("KELP-014").expect("a client"),
            sessions: vec![session],
            to: vec![known.row.person],
            course: Vec::new(),
            process_notes: Vec::new(),
            redaction: Redaction::Coded,
            purpose: "Supervision".to_owned(),
            days: None,
        };
        let sealed = author.packet_seal(&choice, stick.path()).expect("sealed");
        let first = std::fs::read(sealed.path).expect("a packet");
        author.vault_lock().expect("locks");
        let identity = stick.path().join("identity");
        reader
            .contact_identity_write(&Secret::from(world::PASSPHRASE), &identity)
            .expect("exported");
        reader.vault_lock().expect("locks");
        let identity = std::fs::read_to_string(identity).expect("an identity");
        let identity = age::x25519::Identity::from_str(identity.trim()).expect("an identity");
        let passphrase = Secret::from(world::PASSPHRASE);
        let there =
            vault::unlock(&world::folder(away.path()), None, &passphrase).expect("it opens");
        let mut packet = there
            .hand()
            .open_packet(Some(first.len() as u64), first.as_slice())
            .expect("a packet");
        let (manifest, digest) = (packet.manifest().clone(), packet.digest());
        let mut parts = Vec::new();
        while let Some((part, bytes)) = packet.next_part().expect("a part") {
            parts.push((part.kind, part.version, bytes));
        }
        drop(packet);
        drop(there);
        Forge {
            author: vault::unlock(&world::folder(home.path()), None, &passphrase)
                .expect("it opens"),
            home,
            away,
            reader: identity,
            first,
            digest,
            manifest,
            parts,
        }
    }

    /// Somebody with keys of their own who says that they are this person.
    pub fn other(&self, person_id: [u8; 16]) -> Unlocked {
        let owner = NewOwner {
            person_id,
            handle: "MS",
            passphrase: &Secret::from(world::PASSPHRASE),
        };
        let name = format!("{:02x}.holdfast", person_id[0]);
        let made = vault::create(
            &self.home.path().join(name),
            &owner,
            true,
            Cost::FLOOR,
            &mut SystemEntropy::new(),
        );
        made.expect("a vault").0
    }

    /// A packet that `by` seals in good form: a later one than every other so far, unless `change` says otherwise.
    pub fn sealed(
        &self,
        by: &Unlocked,
        number: u64,
        change: impl FnOnce(&mut Manifest),
        parts: &[Part],
    ) -> Vec<u8> {
        let mut manifest = self.manifest.clone();
        manifest.packet = digest_of(&[b"packet".as_slice(), &number.to_be_bytes()])[..16]
            .try_into()
            .expect("16 bytes");
        manifest.thread = manifest.packet;
        manifest.vault = by.vault_id();
        manifest.checkpoint = point(by, 1_000 + number);
        manifest.recipients[0].sequence = number;
        manifest.recipients[0].previous = match number {
            1 => [0; 32],
            2 => self.digest,
            _ => [9; 32],
        };
        change(&mut manifest);
        let sources: Vec<Source<'_>> = parts
            .iter()
            .map(|(kind, version, bytes)| Source::bytes(*kind, *version, bytes))
            .collect();
        let mut out = Vec::new();
        by.hand()
            .seal_packet(manifest, &sources, &mut out)
            .expect("in good form");
        out
    }

    /// What lies inside a packet for the reader.
    pub fn inside(&self, sealed: &[u8]) -> Vec<u8> {
        age::decrypt(&self.reader, sealed).expect("it is for the reader")
    }

    /// Other bytes, sealed to the reader.
    pub fn around(&self, inside: &[u8]) -> Vec<u8> {
        age::encrypt(&self.reader.to_public(), inside).expect("sealed")
    }

    /// The same, sealed to somebody else.
    pub fn elsewhere(&self, inside: &[u8]) -> Vec<u8> {
        let nobody = age::x25519::Identity::generate();
        assert_ne!(
            nobody.to_string().expose_secret(),
            self.reader.to_string().expose_secret()
        );
        age::encrypt(&nobody.to_public(), inside).expect("sealed")
    }

    /// Changes what stands before the signature, and signs it anew with the author's own key.
    pub fn signed_anew(&self, inside: &[u8], change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
        let at = parts_at(inside);
        let mut front = inside[..at - 96].to_vec();
        change(&mut front);
        front.extend_from_slice(self.author.public_key().as_bytes());
        let signed = digest_of(&[&front]);
        let signature = self
            .author
            .sign(Namespace::new("holdfast/packet/1"), &signed);
        front.extend_from_slice(&signature);
        front.extend_from_slice(&inside[at..]);
        front
    }
}

/// Where the first part begins: after the front, the author's key and their signature.
pub fn parts_at(inside: &[u8]) -> usize {
    let length = u32::from_be_bytes(inside[12..16].try_into().expect("four bytes"));
    16 + length as usize + 96
}

/// A checkpoint that says the author's chain has so many entries.
pub fn point(by: &Unlocked, seq: u64) -> String {
    by.sign_checkpoint(&Point {
        seq,
        digest: [5; 32],
    })
}

fn digest_of(pieces: &[&[u8]]) -> [u8; 32] {
    let digest = digest(&SHA256, &pieces.concat());
    digest.as_ref().try_into().expect("32 bytes")
}

/// The reader's folder, file by file.
pub fn files(folder: &std::path::Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all: Vec<_> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_file())
        .map(|path| (path.clone(), std::fs::read(path).expect("a file")))
        .collect();
    all.sort();
    all
}
