//! Damage to the header, with the wrap key given, so that thousands of tries pay for one derivation.

use super::*;
use crate::copies::open_slot;
use crate::cost::Cost;
use crate::create::make_slot;
use crate::entropy::SystemEntropy;
use crate::keys::Keys;
use crate::slot::{Bundle, LEAVING, NotOpened, SlotSecret, WrapKey};
use proptest::prelude::*;
use std::sync::OnceLock;

pub(super) const PASSPHRASE: &str = "caf\u{e9} und neun graue G\u{e4}nse";
pub(super) const CODE: [u8; 20] = [0x42; 20];

/// A header of two people, three slots: A by passphrase, A by recovery code, B by passphrase.
pub(super) struct Sample {
    pub header: Header,
    pub master: [u8; 32],
    /// Wrap keys of the three slots.
    pub wraps: [[u8; 64]; 3],
}

impl Sample {
    pub(super) fn keys(&self) -> Keys {
        self.keys_of(&self.header)
    }

    pub(super) fn keys_of(&self, header: &Header) -> Keys {
        Keys::derive(
            Key::take(&mut self.master.clone()),
            header.binding(header.epoch),
        )
    }

    pub(super) fn file(&self) -> Vec<u8> {
        self.signed(&self.header)
    }

    /// A header signed by somebody who has the master key: what an insider can do.
    pub(super) fn signed(&self, header: &Header) -> Vec<u8> {
        header.to_file(&self.keys_of(header).header)
    }
}

pub(super) fn make_sample(training: bool) -> Sample {
    let mut entropy = SystemEntropy::new();
    let mut header = Header {
        format: FORMAT,
        min_reader: 1,
        training,
        vault_id: crate::entropy::make_bytes(&mut entropy).unwrap(),
        seq: 3,
        epoch: 1,
        pending: None,
        slots: vec![],
    };
    let master: [u8; 32] = crate::entropy::make_bytes(&mut entropy).unwrap();
    let a = Bundle::make([0xaa; 16], &mut entropy).unwrap();
    let b = Bundle::make([0xbb; 16], &mut entropy).unwrap();
    let prepared = crate::passphrase::prepare(PASSPHRASE).unwrap();
    let cost = Cost::FLOOR;
    let passphrase = || SlotSecret::Passphrase {
        prepared: &prepared,
        cost,
    };
    let mut wraps = [[0; 64]; 3];
    for (i, (handle, bundle, secret, bytes)) in [
        ("AA", &a, passphrase(), prepared.as_slice()),
        ("AA", &a, SlotSecret::Recovery { code: &CODE }, &CODE),
        ("BB", &b, passphrase(), prepared.as_slice()),
    ]
    .into_iter()
    .enumerate()
    {
        let key = Key::take(&mut master.clone());
        let slot = make_slot(&header, handle, bundle, &key, &secret, &mut entropy).unwrap();
        let Lock::Wrapped(wrapped) = &slot.lock else {
            unreachable!("just wrapped")
        };
        wraps[i] = WrapKey::derive(bytes, &wrapped.cost, &wrapped.salt)
            .unwrap()
            .okm();
        header.slots.push(slot);
    }
    Sample {
        header,
        master,
        wraps,
    }
}

pub(super) fn sample() -> &'static Sample {
    static SAMPLE: OnceLock<Sample> = OnceLock::new();
    SAMPLE.get_or_init(|| make_sample(false))
}

/// What a reader who holds the wrap key of slot `slot` makes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    Refused(BadHeader),
    Wrong,
    Damaged,
    Opens { masters: Vec<[u8; 32]> },
}

pub(super) fn judge(file: &[u8], slot: usize, okm: &[u8; 64]) -> Verdict {
    let written = match parse(file) {
        Ok(written) => written,
        Err(bad) => return Verdict::Refused(bad),
    };
    let Some(slot) = written.header.slots.get(slot) else {
        return Verdict::Wrong;
    };
    let Lock::Wrapped(wrapped) = &slot.lock else {
        return Verdict::Wrong;
    };
    match open_slot(&written, slot, wrapped, &WrapKey::from_okm(okm)) {
        Ok((_, keys)) if keys[0].speaks_for(&written) => Verdict::Opens {
            masters: keys.iter().map(|keys| *keys.master.expose()).collect(),
        },
        Ok(_) | Err(NotOpened::Damaged) => Verdict::Damaged,
        Err(NotOpened::Wrong) => Verdict::Wrong,
    }
}

fn wrapped(header: &mut Header, slot: usize) -> &mut crate::slot::Wrapped {
    match &mut header.slots[slot].lock {
        Lock::Wrapped(wrapped) => wrapped,
        Lock::BreakGlass => panic!("not a wrapped slot"),
    }
}

/// A header changed and signed again by an insider, as slot 0's owner sees it.
fn judge_changed(change: impl FnOnce(&mut Header)) -> Verdict {
    let mut header = sample().header.clone();
    change(&mut header);
    judge(&sample().signed(&header), 0, &sample().wraps[0])
}

#[test]
fn each_slot_opens_to_the_same_master_key() {
    let sample = sample();
    for (slot, okm) in sample.wraps.iter().enumerate() {
        let opens = Verdict::Opens {
            masters: vec![sample.master],
        };
        assert_eq!(judge(&sample.file(), slot, okm), opens);
        assert_eq!(judge(&sample.file(), (slot + 1) % 3, okm), Verdict::Wrong);
    }
}

#[test]
fn every_value_of_every_byte_is_refused_or_opens_nothing() {
    let sample = sample();
    let (good, keys) = (sample.file(), sample.keys());
    let body = good.len() - MAC;
    let second = good
        .windows(16)
        .position(|w| w == sample.header.slots[1].id)
        .unwrap();
    let mut bent = good.clone();
    for at in 0..good.len() {
        for change in 1..=255u8 {
            bent[at] = good[at] ^ change;
            // The MAC under the true key: the last word on every byte.
            assert!(
                !kdf::hmac_sha256_holds(&keys.header, &bent[..body], &bent[body..]),
                "byte {at} ^ {change}"
            );
            // The whole way in: every single bit of the prefix, our slot and the MAC; one bit of each byte elsewhere.
            let ours = at < second || at >= body;
            if change.count_ones() == 1 && (ours || change == 1 << (at % 8)) {
                let verdict = judge(&bent, 0, &sample.wraps[0]);
                assert!(
                    !matches!(verdict, Verdict::Opens { .. }),
                    "byte {at} ^ {change}: {verdict:?}"
                );
            }
        }
        bent[at] = good[at];
    }
    assert!(matches!(
        judge(&bent, 0, &sample.wraps[0]),
        Verdict::Opens { .. }
    ));
}

#[test]
fn every_length_but_the_right_one_is_refused() {
    let good = sample().file();
    for length in 0..good.len() {
        assert!(parse(&good[..length]).is_err(), "{length}");
    }
    assert_eq!(
        parse(&[good.clone(), vec![0]].concat()),
        Err(BadHeader::Trailing)
    );
    assert_eq!(
        parse(&[good, vec![0; LONGEST]].concat()),
        Err(BadHeader::TooLong)
    );
}

#[test]
fn nobody_with_the_master_key_alone_can_make_anothers_bundle_open_elsewhere() {
    let other = make_sample(false);
    let opens = Verdict::Opens {
        masters: vec![sample().master],
    };
    assert_eq!(
        judge_changed(|_| {}),
        opens,
        "the insider's signature is good: what follows is caught by more than the MAC"
    );
    assert_eq!(judge_changed(|h| h.training = true), Verdict::Damaged);
    assert_eq!(judge_changed(|h| h.vault_id[0] ^= 1), Verdict::Damaged);
    assert_eq!(judge_changed(|h| h.slots[0].id[0] ^= 1), Verdict::Damaged);
    assert_eq!(
        judge_changed(|h| wrapped(h, 0).kind = crate::slot::Kind::Recovery),
        Verdict::Damaged
    );
    assert_eq!(
        judge_changed(|h| wrapped(h, 0).cost = Cost::new(65_536, 4, 1).unwrap()),
        Verdict::Damaged
    );
    assert_eq!(
        judge_changed(|h| wrapped(h, 0).salt[0] ^= 1),
        Verdict::Damaged
    );
    assert_eq!(
        judge_changed(|h| h.slots[0].recipient = h.slots[2].recipient.clone()),
        Verdict::Damaged
    );
    assert_eq!(
        judge_changed(|h| wrapped(h, 0).verifier = wrapped(h, 2).verifier),
        Verdict::Damaged
    );
    assert_eq!(
        judge_changed(|h| h.slots[0].sealed = h.slots[1].sealed.clone()),
        Verdict::Damaged,
        "sealed for another slot"
    );
    assert_eq!(judge_changed(|h| h.epoch = 2), Verdict::Damaged);
    assert_eq!(
        judge_changed(|h| h.slots[0].lock = h.slots[1].lock.clone()),
        Verdict::Wrong
    );
    assert_eq!(
        judge_changed(|h| wrapped(h, 0).commit[0] ^= 1),
        Verdict::Wrong
    );
    // Somebody else's whole slot in our header: his own key finds damage, ours finds nothing.
    let mut header = sample().header.clone();
    header.slots[0] = other.header.slots[0].clone();
    assert_eq!(
        judge(&sample().signed(&header), 0, &other.wraps[0]),
        Verdict::Damaged
    );
    assert_eq!(
        judge(&sample().signed(&header), 0, &sample().wraps[0]),
        Verdict::Wrong
    );
    // Two bundles exchanged: each finds itself in another's place.
    let mut header = sample().header.clone();
    let (a, b) = (header.slots[0].lock.clone(), header.slots[2].lock.clone());
    (header.slots[0].lock, header.slots[2].lock) = (b, a);
    assert_eq!(
        judge(&sample().signed(&header), 2, &sample().wraps[0]),
        Verdict::Damaged
    );
}

#[test]
fn a_header_in_the_middle_of_a_rotation_opens_to_both_epochs() {
    let rotating = rotating();
    let okm = &sample().wraps[0];
    let file = sample().signed(&rotating);
    let Verdict::Opens { masters } = judge(&file, 0, okm) else {
        panic!("does not open")
    };
    assert_eq!(masters, [sample().master, [9; 32]]);
    assert!(matches!(
        judge_changed(|h| h.pending = Some(2)),
        Verdict::Refused(_)
    ));
}

/// The sample with a second master key, for the epoch to come.
pub(super) fn rotating() -> Header {
    let mut header = sample().header.clone();
    header.pending = Some(2);
    for slot in &mut header.slots {
        let next = Key::take(&mut [9; 32]);
        slot.sealed.push(
            slot.recipient
                .seal_master(&header.vault_id, 2, &slot.id, &next),
        );
    }
    header
}

/// The same, and the second person leaves.
pub(super) fn leaving() -> Header {
    let mut header = rotating();
    header.slots[2].sealed[1] = LEAVING.to_vec();
    header
}

#[test]
fn a_slot_that_leaves_opens_to_the_old_epoch_alone() {
    let header = leaving();
    let file = sample().signed(&header);
    assert!(parse(&file).unwrap().header == header);
    let masters = |slot: usize| match judge(&file, slot, &sample().wraps[slot]) {
        Verdict::Opens { masters } => masters,
        other => panic!("{other:?}"),
    };
    assert_eq!(masters(0), [sample().master, [9; 32]]);
    assert_eq!(masters(2), [sample().master]);
    // A slot that stays has no such byte, and nobody leaves with the only epoch there is.
    let mut bent = rotating();
    bent.slots[0].sealed[1] = vec![1];
    assert_eq!(
        judge(&sample().signed(&bent), 0, &sample().wraps[0]),
        Verdict::Damaged
    );
    let only = judge_changed(|h| h.slots[0].sealed[0] = LEAVING.to_vec());
    assert_eq!(only, Verdict::Damaged);
}

pub(super) const ACCESS: [u8; 20] = [0x24; 20];

/// The sample with an inspector's slot at the end, and the wrap key of that slot.
pub(super) fn with_inspector() -> (Header, [u8; 64]) {
    let mut header = sample().header.clone();
    let mut entropy = SystemEntropy::new();
    let inspector = Bundle::make([0xcc; 16], &mut entropy).unwrap();
    let secret = SlotSecret::Inspector { code: &ACCESS };
    let key = Key::take(&mut sample().master.clone());
    let slot = make_slot(&header, "IN", &inspector, &key, &secret, &mut entropy).unwrap();
    let Lock::Wrapped(wrapped) = &slot.lock else {
        unreachable!("just wrapped")
    };
    let okm = WrapKey::derive(&ACCESS, &wrapped.cost, &wrapped.salt)
        .unwrap()
        .okm();
    header.slots.push(slot);
    header.min_reader = header.asks_reader();
    (header, okm)
}

#[test]
fn an_inspectors_slot_asks_for_a_reader_that_knows_it() {
    let (header, okm) = with_inspector();
    assert_eq!((header.format, header.min_reader), (1, 2));
    let file = sample().signed(&header);
    let opens = Verdict::Opens {
        masters: vec![sample().master],
    };
    assert_eq!(judge(&file, 3, &okm), opens);
    assert_eq!(
        judge(&file, 0, &sample().wraps[0]),
        opens,
        "nobody else is shut out"
    );
    // An older reader never comes as far as the slot: it reads the two bytes that say what it needs.
    assert_eq!(file[10..12], [0, 2]);
    let mut bent = header.clone();
    bent.min_reader = 1;
    assert_eq!(
        parse(&sample().signed(&bent)),
        Err(BadHeader::Field("slot kind"))
    );
    // Whoever has the code cannot make it one of another kind, nor another's slot one of theirs.
    for (slot, kind) in [
        (3, crate::slot::Kind::Passphrase),
        (3, crate::slot::Kind::Recovery),
    ] {
        let mut bent = header.clone();
        wrapped(&mut bent, slot).kind = kind;
        bent.min_reader = bent.asks_reader();
        assert_eq!(judge(&sample().signed(&bent), 3, &okm), Verdict::Damaged);
    }
    let mut bent = header;
    wrapped(&mut bent, 0).kind = crate::slot::Kind::Inspector;
    let own = judge(&sample().signed(&bent), 0, &sample().wraps[0]);
    assert_eq!(own, Verdict::Damaged);
}

/// The sample with a break-glass slot in the middle.
pub(super) fn with_break_glass() -> Header {
    let mut header = sample().header.clone();
    let mut slot = header.slots[2].clone();
    slot.id = [0x0b; 16];
    slot.handle = "safe".to_owned();
    slot.lock = Lock::BreakGlass;
    header.slots.insert(1, slot);
    header
}

#[test]
fn a_break_glass_slot_is_read_past() {
    let file = sample().signed(&with_break_glass());
    assert!(matches!(
        judge(&file, 0, &sample().wraps[0]),
        Verdict::Opens { .. }
    ));
    assert_eq!(judge(&file, 1, &sample().wraps[0]), Verdict::Wrong);
    assert_eq!(parse(&file).unwrap().header, with_break_glass());
}

#[test]
fn the_largest_header_fits_its_limit() {
    let mut header = rotating();
    let slot = header.slots[0].clone();
    header.slots = (0..SLOTS_MAX)
        .map(|i| {
            let mut slot = slot.clone();
            slot.id[0] = i as u8;
            slot.handle = "h".repeat(HANDLE_MAX);
            slot.sealed
                .iter_mut()
                .for_each(|sealed| sealed.resize(crate::slot::SEALED_MAX, 0));
            slot
        })
        .collect();
    let file = sample().signed(&header);
    assert!(file.len() <= LONGEST, "{}", file.len());
    assert_eq!(parse(&file).unwrap().header, header);
}

#[test]
fn a_header_of_a_newer_format_for_older_readers_is_read() {
    let mut header = sample().header.clone();
    header.format = 2;
    let read = parse(&sample().signed(&header)).unwrap().header;
    assert_eq!((read.format, read.min_reader), (2, 1));
    header.min_reader = 2;
    assert_eq!(
        parse(&sample().signed(&header)),
        Err(BadHeader::Newer { min_reader: 2 })
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn what_is_read_writes_the_same_bytes(at in 0usize..4000, value: u8, cut in 0usize..4000) {
        let mut file = sample().file();
        let at = at % file.len();
        file[at] = value;
        if cut < 400 {
            file.truncate(file.len() - cut.min(file.len()));
        }
        if let Ok(written) = parse(&file) {
            prop_assert_eq!(&written.header.to_body(), &written.body);
            prop_assert_eq!([written.body, written.mac.to_vec()].concat(), file);
        }
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes: Vec<u8>, begin: bool) {
        let bytes = if begin { [b"HOLDFAST\0\x01\0\x01\0\x01\0\0".as_slice(), &bytes].concat() } else { bytes };
        prop_assert!(parse(&bytes).is_err());
    }
}
