use super::*;
use crate::entropy::SystemEntropy;
use crate::slot::Bundle;
use proptest::prelude::*;
use std::io::Read as _;

const ZERO: [u8; 32] = [0; 32];

pub(super) fn person(id: u8) -> Bundle {
    Bundle::make([id; 16], &mut SystemEntropy::new()).unwrap()
}

fn manifest(to: &[&Bundle]) -> Manifest {
    Manifest {
        packet: [1; 16],
        vault: [2; 16],
        kind: 1,
        thread: [1; 16],
        created_wall_ms: 1_770_000_000_000,
        zone_minutes: 60,
        expires_wall_ms: 0,
        redaction: 1,
        author: [0; 16],
        author_name: "Maren Sol".to_owned(),
        author_recipient: String::new(),
        recipients: to
            .iter()
            .map(|one| Recipient {
                recipient: one.packet_recipient().as_str().to_owned(),
                sequence: 1,
                previous: ZERO,
                role: 0,
            })
            .collect(),
        purpose: "Supervision".to_owned(),
        checkpoint: "note".to_owned(),
        parts: Vec::new(),
    }
}

pub(super) fn sealed(author: &Bundle, to: &[&Bundle], parts: &[&[u8]]) -> Vec<u8> {
    sealed_in_roles(author, to, &[], parts)
}

/// The same with a role for each of the readers that one is given for.
pub(super) fn sealed_in_roles(
    author: &Bundle,
    to: &[&Bundle],
    roles: &[u8],
    parts: &[&[u8]],
) -> Vec<u8> {
    let mut manifest = manifest(to);
    for (one, role) in manifest.recipients.iter_mut().zip(roles) {
        one.role = *role;
    }
    let sources: Vec<Source<'_>> = (1u16..)
        .zip(parts)
        .map(|(kind, part)| Source::bytes(kind, 1, part))
        .collect();
    let mut out = Vec::new();
    write::seal(author, manifest, &sources, &mut out).unwrap();
    out
}

/// Everything in a packet, or why not.
fn opened(reader: &Bundle, bytes: &[u8]) -> Result<(Manifest, Vec<Vec<u8>>), BadPacket> {
    let mut packet = read::open(reader, Some(bytes.len() as u64), bytes)?;
    let mut parts = Vec::new();
    while let Some((_, part)) = packet.next_part()? {
        parts.push(part);
    }
    Ok((packet.manifest().clone(), parts))
}

/// What lies inside, as the owner of the identity sees it with any age program.
pub(super) fn inside(reader: &Bundle, bytes: &[u8]) -> Vec<u8> {
    age::decrypt(&reader.packets, bytes).unwrap()
}

/// Somebody seals other bytes to the same reader.
pub(super) fn resealed(reader: &Bundle, inside: &[u8]) -> Vec<u8> {
    age::encrypt(&reader.packets.to_public(), inside).unwrap()
}

/// Signs a front anew after it was changed, as a malicious author could.
pub(super) fn signed_anew(
    author: &Bundle,
    inside: &[u8],
    change: impl FnOnce(&mut Vec<u8>),
) -> Vec<u8> {
    let length = u32::from_be_bytes(inside[12..16].try_into().unwrap()) as usize;
    let (mut front, rest) = (inside[..16 + length].to_vec(), &inside[16 + length + 96..]);
    change(&mut front);
    front.extend_from_slice(author.signing.public_key().as_bytes());
    let digest = ring::digest::digest(&ring::digest::SHA256, &front);
    let signature = author.signing.sign(NAMESPACE, digest.as_ref());
    front.extend_from_slice(&signature);
    front.extend_from_slice(rest);
    front
}

#[test]
fn what_is_sealed_opens_for_who_is_named() {
    let (author, first, second) = (person(1), person(2), person(3));
    let bytes = sealed(&author, &[&first, &second], &[b"one", b"", &[7; 100_000]]);
    for reader in [&first, &second] {
        let (manifest, parts) = opened(reader, &bytes).unwrap();
        assert_eq!(manifest.author, [1; 16]);
        assert_eq!(manifest.author_name, "Maren Sol");
        assert_eq!(parts, [b"one".to_vec(), vec![], vec![7; 100_000]]);
    }
    let packet = read::open(&first, None, bytes.as_slice()).unwrap();
    assert_eq!(*packet.author_key(), author.signing.public_key());
    assert_eq!(packet.fingerprint().split(' ').count(), 6);
}

#[test]
fn every_flipped_byte_and_every_cut_is_refused() {
    let (author, reader) = (person(1), person(2));
    let bytes = sealed(&author, &[&reader], &[&[9; 3000], b"end"]);
    assert!(opened(&reader, &bytes).is_ok());
    for at in 0..bytes.len() {
        let mut bent = bytes.clone();
        bent[at] ^= 1;
        assert!(opened(&reader, &bent).is_err(), "byte {at}");
        assert!(opened(&reader, &bytes[..at]).is_err(), "cut at {at}");
    }
    let longer = [bytes.as_slice(), b"x"].concat();
    assert!(opened(&reader, &longer).is_err());
}

#[test]
fn others_do_not_open_it_and_a_forwarded_one_says_so() {
    let (author, reader, other) = (person(1), person(2), person(3));
    let bytes = sealed(&author, &[&reader], &[b"one"]);
    assert!(matches!(opened(&other, &bytes), Err(BadPacket::NotForYou)));
    let forwarded = resealed(&other, &inside(&reader, &bytes));
    assert!(matches!(
        opened(&other, &forwarded),
        Err(BadPacket::Forwarded)
    ));
}

#[test]
fn each_hostile_inside_has_its_own_answer() {
    let (author, reader) = (person(1), person(2));
    let good = inside(&reader, &sealed(&author, &[&reader], &[b"one", b"two"]));
    let answer = |inside: &[u8]| opened(&reader, &resealed(&reader, inside)).unwrap_err();
    let bent = |at: usize, bytes: &[u8]| {
        let mut bent = good.clone();
        bent[at..at + bytes.len()].copy_from_slice(bytes);
        bent
    };
    assert!(matches!(answer(b"other"), BadPacket::Truncated));
    assert!(matches!(answer(&[0; 200]), BadPacket::NotAPacket));
    assert!(matches!(
        answer(&bent(10, &2u16.to_be_bytes())),
        BadPacket::Newer { min_reader: 2 }
    ));
    assert!(matches!(
        answer(&bent(10, &0u16.to_be_bytes())),
        BadPacket::Field("version")
    ));
    assert!(matches!(
        answer(&bent(12, &u32::MAX.to_be_bytes())),
        BadPacket::Limit("manifest")
    ));
    assert!(matches!(
        answer(&bent(12, &(1u32 << 20).to_be_bytes())),
        BadPacket::Truncated
    ));
    // One byte of the manifest, of the key, of the signature.
    let front = 16 + u32::from_be_bytes(good[12..16].try_into().unwrap()) as usize;
    for at in [16, 40, front - 1, front + 2, front + 40] {
        let byte = [good[at] ^ 1];
        assert!(
            matches!(answer(&bent(at, &byte)), BadPacket::Signature),
            "{at}"
        );
    }
    // A part's number, its length, its bytes; the two of them exchanged; one more; one less.
    let parts = front + 96;
    assert!(matches!(
        answer(&bent(parts, &[1])),
        BadPacket::Field("part")
    ));
    assert!(matches!(
        answer(&bent(parts + 4, &u64::MAX.to_be_bytes())),
        BadPacket::Field("part")
    ));
    assert!(matches!(
        answer(&bent(parts + 12, b"x")),
        BadPacket::Damaged
    ));
    let (first, second) = (&good[parts..parts + 15], &good[parts + 15..]);
    let swapped = [&good[..parts], second, first].concat();
    assert!(matches!(answer(&swapped), BadPacket::Field("part")));
    assert!(matches!(
        answer(&[&good[..], b"x"].concat()),
        BadPacket::Trailing
    ));
    assert!(matches!(
        answer(&good[..good.len() - 15]),
        BadPacket::Truncated
    ));
}

#[test]
fn an_author_who_lies_in_a_signed_manifest_is_refused_before_memory_is_taken() {
    let (author, reader) = (person(1), person(2));
    let good = inside(&reader, &sealed(&author, &[&reader], &[b"one"]));
    let answer = |change: &dyn Fn(&mut Vec<u8>)| {
        let inside = signed_anew(&author, &good, |front| change(front));
        opened(&reader, &resealed(&reader, &inside)).unwrap_err()
    };
    // The last 44 bytes are the one part: kind, version, length, digest; before them their count.
    let part = |front: &Vec<u8>| front.len() - 44;
    assert!(matches!(
        answer(&|front| {
            let at = part(front);
            front[at + 4..at + 12].copy_from_slice(&u64::MAX.to_be_bytes());
        }),
        BadPacket::Limit("part")
    ));
    assert!(matches!(
        answer(&|front| {
            let at = part(front);
            front[at - 4..at].copy_from_slice(&1_000_000_000u32.to_be_bytes());
        }),
        BadPacket::Limit("parts")
    ));
    assert!(matches!(
        answer(&|front| {
            let at = part(front);
            front[at - 4..at].copy_from_slice(&2u32.to_be_bytes());
        }),
        BadPacket::Field("manifest")
    ));
    // A signature by somebody else over what the author wrote: another author then, and known as such by the key.
    let inside = signed_anew(&person(9), &good, |_| ());
    let bytes = resealed(&reader, &inside);
    let packet = read::open(&reader, None, bytes.as_slice()).unwrap();
    assert_ne!(*packet.author_key(), author.signing.public_key());
}

#[test]
fn a_header_without_an_end_is_refused_unread() {
    let reader = person(2);
    let mut endless = b"age-encryption.org/v1\n".to_vec();
    for _ in 0..100_000 {
        endless.extend_from_slice(b"-> X25519 AAAA\nAAAA\n");
    }
    assert!(matches!(
        opened(&reader, &endless),
        Err(BadPacket::Limit("header"))
    ));
    let one_line = vec![b'a'; 1 << 20];
    assert!(matches!(
        opened(&reader, &one_line),
        Err(BadPacket::NotAPacket)
    ));
    assert!(matches!(opened(&reader, b""), Err(BadPacket::NotAPacket)));
    assert!(matches!(
        read::open(&reader, Some(TOTAL_MAX * 2), b"".as_slice()).map(|_| ()),
        Err(BadPacket::Limit("size"))
    ));
}

#[test]
fn what_may_not_be_written_is_not_written() {
    let (author, reader) = (person(1), person(2));
    let mut out = Vec::new();
    type Change = fn(&mut Manifest);
    let cases: [(&str, Change); 5] = [
        ("recipients", |m| m.recipients.clear()),
        ("recipients", |m| m.recipients.push(m.recipients[0].clone())),
        ("sequence", |m| m.recipients[0].sequence = 2),
        ("author", |m| m.author_name = "a\nb".to_owned()),
        ("purpose", |m| m.purpose = "x".repeat(PURPOSE_MAX + 1)),
    ];
    for (what, change) in cases {
        let mut manifest = manifest(&[&reader]);
        change(&mut manifest);
        let answer = write::seal(&author, manifest, &[], &mut out).unwrap_err();
        let named = match answer {
            BadPacket::Field(field) | BadPacket::Limit(field) => field,
            other => panic!("{other}"),
        };
        assert_eq!(named, what);
    }
    assert!(out.is_empty());
    // A part that changes while it is sealed is not what was signed.
    for length in [10, 3 << 20] {
        let turn = std::sync::atomic::AtomicU8::new(0);
        let changing = Source {
            kind: 1,
            version: 1,
            open: Box::new(|| {
                let turn = turn.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                Ok(Box::new(std::io::repeat(turn).take(length)))
            }),
        };
        let answer = write::seal(&author, manifest(&[&reader]), &[changing], &mut out);
        assert!(matches!(answer, Err(BadPacket::Damaged)), "{answer:?}");
    }
    // One that cannot be read, or is too large, says so whichever core comes upon it; and so does a place that takes nothing more.
    let read = |error: bool, length: u64| Source {
        kind: 1,
        version: 1,
        open: Box::new(move || match error {
            true => Err(std::io::ErrorKind::NotFound.into()),
            false => Ok(Box::new(std::io::repeat(1).take(length))),
        }),
    };
    let large = 2 << 20;
    for (at, bad, named) in [
        (0, read(true, 0), "NotFound"),
        (3, read(true, 0), "NotFound"),
        (2, read(false, PART_MAX + 1), "part"),
    ] {
        let mut sources: Vec<_> = (0..4).map(|_| read(false, large)).collect();
        sources[at] = bad;
        let answer = write::seal(&author, manifest(&[&reader]), &sources, &mut out).unwrap_err();
        assert!(format!("{answer:?}").contains(named), "{answer:?}");
    }
    struct Full(usize);
    impl std::io::Write for Full {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 = self
                .0
                .checked_sub(bytes.len())
                .ok_or(std::io::ErrorKind::StorageFull)?;
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let sources: Vec<_> = (0..4).map(|_| read(false, large)).collect();
    let full = Full(1 << 20);
    let answer = write::seal(&author, manifest(&[&reader]), &sources, full).unwrap_err();
    assert!(
        matches!(&answer, BadPacket::Io(error) if error.kind() == std::io::ErrorKind::StorageFull),
        "{answer:?}"
    );
}

proptest! {
    #[test]
    fn any_manifest_is_read_back(
        numbers: (u8, u8, i64, i16, i64), purpose in "[a-zA-Z0-9 äöü.,;:!?–]{0,200}", name in "[a-zA-Z .]{1,60}[a-z]",
        parts in proptest::collection::vec((any::<u16>(), any::<u16>(), 0..PART_MAX / 100, any::<[u8; 32]>()), 0..20),
        sequence in 2u64.., previous in any::<[u8; 32]>(), role: u8,
    ) {
        let reader = person(2);
        let mut made = manifest(&[&reader]);
        (made.kind, made.redaction, made.created_wall_ms, made.zone_minutes, made.expires_wall_ms) = numbers;
        made.author_recipient = reader.packet_recipient().as_str().to_owned();
        made.purpose = purpose;
        made.author_name = name;
        if previous != ZERO {
            (made.recipients[0].sequence, made.recipients[0].previous) = (sequence, previous);
        }
        made.recipients[0].role = role;
        made.parts = parts.into_iter().map(|(kind, version, length, sha256)| Part { kind, version, length, sha256 }).collect();
        let bytes = made.to_bytes().unwrap();
        let version = made.version();
        prop_assert_eq!(version, if role == 0 { 1 } else { 2 });
        prop_assert_eq!(Manifest::parse(&bytes, version).unwrap(), made);
        // Read as the other version it is none.
        prop_assert!(Manifest::parse(&bytes, 3 - version).is_err());
        for cut in 0..bytes.len() {
            prop_assert!(Manifest::parse(&bytes[..cut], version).is_err());
        }
    }

    #[test]
    fn any_bytes_are_refused_without_a_panic(bytes: Vec<u8>) {
        prop_assert!(Manifest::parse(&bytes, 1).is_err() && Manifest::parse(&bytes, 2).is_err());
        prop_assert!(opened(&person(2), &bytes).is_err());
    }

    #[test]
    fn any_inside_is_refused_without_a_panic(inside: Vec<u8>) {
        let reader = person(2);
        let front = [MAGIC.as_slice(), &[0, 1, 0, 1], &inside].concat();
        prop_assert!(opened(&reader, &resealed(&reader, &front)).is_err());
    }
}

#[test]
fn a_reader_is_named_with_their_role_and_without_one_nothing_is_newer() {
    let (author, first, second) = (person(1), person(2), person(3));
    let plain = inside(&first, &sealed(&author, &[&first, &second], &[b"one"]));
    assert_eq!(plain[8..12], [0, 1, 0, 1]);
    let bytes = sealed_in_roles(&author, &[&first, &second], &[3], &[b"one"]);
    assert_eq!(inside(&first, &bytes)[8..12], [0, 2, 0, 2]);
    let (manifest, parts) = opened(&second, &bytes).unwrap();
    let roles: Vec<u8> = manifest.recipients.iter().map(|one| one.role).collect();
    assert_eq!((roles, parts), (vec![3, 0], vec![b"one".to_vec()]));
    // Another role is not what was signed; nor is one that nobody has, whoever signs it.
    let good = inside(&first, &bytes);
    let at = 16
        + good[16..]
            .windows(32)
            .position(|zero| zero == ZERO)
            .unwrap()
        + 32;
    assert_eq!(good[at], 3);
    let mut bent = good.clone();
    bent[at] = 1;
    let answer = opened(&first, &resealed(&first, &bent));
    assert!(matches!(answer, Err(BadPacket::Signature)));
    let roleless = signed_anew(&author, &good, |front| front[at] = 0);
    let answer = opened(&first, &resealed(&first, &roleless));
    assert!(matches!(answer, Err(BadPacket::Field("recipients"))));
}
