//! The door from outside: a real folder, real key derivation at the floor, real SQLCipher.
//! Derivations are the price here (about 0.4 s each), so vaults are made few times and copied.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;
use vault::chain::{Point, genesis};
use vault::{
    BadHeader, CopyState, Cost, DatabaseError, Error, Freshness, HeadFile, Kind, NewOwner,
    RecoveryCode, Refused, Secret, SystemEntropy, Unlocked, create, probe, seal, unlock,
    unlock_to_inspect, unlock_with_recovery,
};

const PASSPHRASE: &str = "nine grey geese keep house";
const OWNER: [u8; 16] = [0x11; 16];

fn owner(passphrase: &Secret) -> NewOwner<'_> {
    NewOwner {
        person_id: OWNER,
        handle: "ML",
        passphrase,
    }
}

/// A folder with one vault in it: a table, two rows, and everything closed.
struct Made {
    dir: TempDir,
    code: String,
}

impl Made {
    fn path(&self) -> PathBuf {
        self.dir.path().join("Ward.holdfast")
    }
}

/// The vault that most tests copy.
fn model() -> &'static Made {
    static MODEL: OnceLock<Made> = OnceLock::new();
    MODEL.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("Ward.holdfast");
        let (mut vault, code) = create(
            &path,
            &owner(&PASSPHRASE.into()),
            false,
            Cost::FLOOR,
            &mut SystemEntropy::new(),
        )
        .unwrap();
        let record = vault.database().unwrap();
        record
            .execute_batch("CREATE TABLE t(x); INSERT INTO t VALUES (1), (2);")
            .unwrap();
        vault.close_database(record).unwrap();
        Made {
            dir,
            code: code.to_paper().to_string(),
        }
    })
}

fn copy_of_model() -> Made {
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().join("Ward.holdfast");
    fs::create_dir(&to).unwrap();
    for name in ["vault.hdr", "vault.hdr.bak", "record.db"] {
        fs::copy(model().path().join(name), to.join(name)).unwrap();
    }
    Made {
        dir,
        code: model().code.clone(),
    }
}

fn open(path: &Path) -> Result<Unlocked, Error> {
    unlock(path, None, &PASSPHRASE.into())
}

fn rows(vault: &mut Unlocked) -> i64 {
    let record = vault.database().unwrap();
    let rows = record
        .query_row("SELECT count(*) FROM t", [], |row| row.get(0))
        .unwrap();
    vault.close_database(record).unwrap();
    rows
}

#[test]
fn a_vault_is_made_closed_and_opened_again() {
    let made = copy_of_model();
    let mut vault = open(&made.path()).unwrap();
    assert_eq!(rows(&mut vault), 2);
    assert_eq!(vault.person_id(), OWNER);
    assert_eq!(vault.handle(), "ML");
    assert!(!vault.training());
    assert!(vault.header_copies().agree());
    assert_eq!((vault.header_seq(), vault.epoch()), (1, 1));
    assert!(vault.hand().packet_recipient().starts_with("age1"));
    assert_eq!(
        vault.database().unwrap().path().map(Path::new),
        Some(made.path().join("record.db").as_path())
    );
    assert!(matches!(vault.database(), Err(DatabaseError::AlreadyOpen)));
    // Facts 1 and 3.4: encrypted, and no index file beside the log.
    assert!(
        !fs::read(made.path().join("record.db"))
            .unwrap()
            .starts_with(b"SQLite")
    );
    assert!(!made.path().join("record.db-shm").exists());
}

#[test]
fn a_wrong_passphrase_is_told_from_a_damaged_header() {
    let made = copy_of_model();
    let wrong = unlock(&made.path(), None, &"nine grey geese keep mouse".into());
    assert!(matches!(wrong, Err(Error::WrongSecret)));
    assert!(matches!(
        unlock(&made.path(), None, &"".into()),
        Err(Error::WrongSecret)
    ));
    // One bit of the wrapped bundle, in both copies: the passphrase is right and the header is not.
    for name in ["vault.hdr", "vault.hdr.bak"] {
        bend(&made.path().join(name), bundle_at());
    }
    assert!(matches!(open(&made.path()), Err(Error::HeaderDamaged)));
}

/// Offset of the first slot's bundle: prefix, slot id, kind, handle, cost, salt, commit, nonce.
fn bundle_at() -> usize {
    49 + 16 + 1 + 1 + 2 + 12 + 32 + 32 + 12
}

fn bend(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 1;
    fs::write(path, bytes).unwrap();
}

#[test]
fn either_copy_of_the_header_is_enough_and_the_other_is_reported() {
    let made = copy_of_model();
    let (first, second) = (
        made.path().join("vault.hdr"),
        made.path().join("vault.hdr.bak"),
    );
    let good = fs::read(&first).unwrap();

    bend(&first, bundle_at());
    let vault = open(&made.path()).unwrap();
    assert_eq!(
        (vault.header_copies().first, vault.header_copies().second),
        (CopyState::Damaged, CopyState::Good)
    );
    drop(vault);

    // A bit under the MAC alone: the slot opens, the bytes are not what was written.
    fs::write(&first, &good).unwrap();
    bend(&second, good.len() - 1);
    let vault = open(&made.path()).unwrap();
    assert_eq!(
        (vault.header_copies().first, vault.header_copies().second),
        (CopyState::Good, CopyState::Damaged)
    );
    drop(vault);

    fs::remove_file(&first).unwrap();
    fs::write(&second, &good).unwrap();
    let mut vault = open(&made.path()).unwrap();
    assert_eq!(vault.header_copies().first, CopyState::Missing);
    vault.mend_header().unwrap();
    assert!(vault.header_copies().agree());
    assert_eq!(fs::read(&first).unwrap(), fs::read(&second).unwrap());
    assert_eq!(probe(&made.path()).unwrap().header_seq, 2);
    drop(vault);

    for path in [&first, &second] {
        fs::write(path, &good[..100]).unwrap();
    }
    assert!(matches!(
        open(&made.path()),
        Err(Error::Header(BadHeader::Truncated))
    ));
    for path in [&first, &second] {
        fs::remove_file(path).unwrap();
    }
    assert!(matches!(open(&made.path()), Err(Error::NotAVault)));
    assert!(matches!(probe(&made.path()), Err(Error::NotAVault)));
}

#[test]
fn a_recovery_code_opens_and_a_new_passphrase_ends_the_old_one() {
    let made = copy_of_model();
    let old_header = fs::read(made.path().join("vault.hdr")).unwrap();
    let code = RecoveryCode::parse(&made.code.to_lowercase()).unwrap();
    let mut vault = unlock_with_recovery(&made.path(), &code).unwrap();
    assert_eq!((vault.person_id(), rows(&mut vault)), (OWNER, 2));
    let new = Secret::from("a quite different sentence");
    assert!(matches!(
        vault.change_passphrase(&"too short".into(), Cost::FLOOR, &mut SystemEntropy::new()),
        Err(Error::Weak(_))
    ));
    vault
        .change_passphrase(&new, Cost::FLOOR, &mut SystemEntropy::new())
        .unwrap();
    assert_eq!(vault.header_seq(), 2);
    assert!(vault.confirm_passphrase(&new).unwrap());
    assert!(!vault.confirm_passphrase(&PASSPHRASE.into()).unwrap());
    let public = vault.public_key();
    drop(vault);

    assert!(matches!(open(&made.path()), Err(Error::WrongSecret)));
    let mut vault = unlock(&made.path(), None, &new).unwrap();
    assert_eq!((vault.public_key(), rows(&mut vault)), (public, 2));
    drop(vault);

    // The power went between the two copies: the old passphrase does not come back through the older one.
    fs::write(made.path().join("vault.hdr.bak"), &old_header).unwrap();
    assert!(matches!(open(&made.path()), Err(Error::WrongSecret)));
    let vault = unlock(&made.path(), None, &new).unwrap();
    assert_eq!(
        (vault.header_copies().first, vault.header_copies().second),
        (CopyState::Good, CopyState::Older)
    );
}

#[test]
fn another_recovery_code_opens_nothing() {
    let made = copy_of_model();
    let other = RecoveryCode::make(&mut SystemEntropy::new()).unwrap();
    assert!(matches!(
        unlock_with_recovery(&made.path(), &other),
        Err(Error::WrongSecret)
    ));
}

#[test]
fn a_second_instance_is_told_who_has_the_vault() {
    let made = copy_of_model();
    let first = open(&made.path()).unwrap();
    match open(&made.path()) {
        Err(Error::InUse { holder }) => {
            assert_eq!(holder, format!("process {}", std::process::id()))
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(probe(&made.path()).unwrap().slots.len(), 2);
    drop(first);
    open(&made.path()).unwrap();
}

#[test]
fn what_the_header_claims_can_be_read_without_a_key() {
    let claim = probe(&model().path()).unwrap();
    assert!(!claim.training);
    assert_eq!(claim.format, 1);
    let kinds: Vec<_> = claim
        .slots
        .iter()
        .map(|slot| (slot.handle.as_str(), slot.kind))
        .collect();
    assert_eq!(kinds, [("ML", Kind::Passphrase), ("ML", Kind::Recovery)]);
    assert!(
        claim
            .slots
            .iter()
            .all(|slot| slot.cost == Some(Cost::FLOOR))
    );
}

#[test]
fn a_vault_cannot_be_turned_into_a_training_vault_nor_back() {
    let made = copy_of_model();
    for name in ["vault.hdr", "vault.hdr.bak"] {
        bend(&made.path().join(name), 15);
    }
    assert!(
        probe(&made.path()).unwrap().training,
        "the claim is turned over"
    );
    assert!(matches!(open(&made.path()), Err(Error::HeaderDamaged)));
}

#[test]
fn a_hostile_cost_is_refused_before_any_work() {
    let made = copy_of_model();
    let cost_at = 49 + 16 + 1 + 1 + 2;
    let good = fs::read(made.path().join("vault.hdr")).unwrap();
    for (at, value) in [
        (cost_at, u32::MAX),
        (cost_at, 8),
        (cost_at + 4, u32::MAX),
        (cost_at + 4, 0),
        (cost_at + 8, 1 << 24),
        (cost_at + 8, 0),
    ] {
        let mut bent = good.clone();
        bent[at..at + 4].copy_from_slice(&value.to_be_bytes());
        for name in ["vault.hdr", "vault.hdr.bak"] {
            fs::write(made.path().join(name), &bent).unwrap();
        }
        // A busy machine may keep anybody waiting: what counts is the quickest of three.
        let took = (0..3).map(|_| {
            let start = std::time::Instant::now();
            assert!(matches!(
                open(&made.path()),
                Err(Error::Header(BadHeader::Cost(_)))
            ));
            start.elapsed()
        });
        let took = took.min().unwrap();
        assert!(took.as_millis() < 10, "{took:?}");
    }
}

/// Whatever is wrong, a try costs its whole derivation: no answer comes early enough to say what it was.
#[test]
fn a_wrong_passphrase_a_wrong_slot_and_a_damaged_slot_cost_the_same() {
    let made = copy_of_model();
    let good = fs::read(made.path().join("vault.hdr")).unwrap();
    let quickest = |bent: Option<usize>, passphrase: &str| {
        for name in ["vault.hdr", "vault.hdr.bak"] {
            fs::write(made.path().join(name), &good).unwrap();
            if let Some(at) = bent {
                bend(&made.path().join(name), at);
            }
        }
        let took = (0..2).map(|_| {
            let start = std::time::Instant::now();
            assert!(unlock(&made.path(), None, &passphrase.into()).is_err());
            start.elapsed()
        });
        took.min().unwrap()
    };
    let wrong = quickest(None, "nine grey geese keep mouse");
    let commit = quickest(Some(bundle_at() - 12 - 32), PASSPHRASE);
    let sealed = quickest(Some(bundle_at()), PASSPHRASE);
    let salt = quickest(Some(bundle_at() - 12 - 64), PASSPHRASE);
    for (what, took) in [("commit", commit), ("bundle", sealed), ("salt", salt)] {
        assert!(
            took * 2 > wrong && wrong * 2 > took,
            "{what}: {took:?} and {wrong:?}"
        );
    }
    // Control: what needs no derivation answers at once, and would be seen.
    fs::write(made.path().join("vault.hdr"), b"HOLDFAST").unwrap();
    fs::write(made.path().join("vault.hdr.bak"), b"HOLDFAST").unwrap();
    let start = std::time::Instant::now();
    assert!(open(&made.path()).is_err());
    assert!(start.elapsed() * 2 < wrong);
}

#[test]
fn the_head_tells_an_older_vault() {
    let made = copy_of_model();
    let vault = open(&made.path()).unwrap();
    let start = genesis(&vault.vault_id());
    assert_eq!(vault.head().unwrap(), HeadFile::Absent);
    let later = Point {
        seq: 9,
        digest: [3; 32],
    };
    vault.write_head(&later, 1_700_000_000_000).unwrap();
    let head = vault.head().unwrap();
    let HeadFile::Present(said) = head else {
        panic!("{head:?}")
    };
    assert_eq!(
        (said.audit_seq, said.audit_head, said.wall_ms),
        (9, [3; 32], 1_700_000_000_000)
    );
    assert_eq!(
        head.compare(vault.header_seq(), 9, |_| Some([3; 32])),
        Freshness::Fresh
    );
    let older = Freshness::Older {
        entries: 9,
        header_writes: 0,
    };
    assert_eq!(
        head.compare(vault.header_seq(), 0, |_| Some(start.digest)),
        older
    );
    drop(vault);
    bend(&made.path().join("head"), 60);
    assert_eq!(
        open(&made.path()).unwrap().head().unwrap(),
        HeadFile::Damaged
    );
}

#[test]
fn a_second_person_has_keys_of_their_own_to_the_same_record() {
    let made = copy_of_model();
    let theirs = Secret::from("seven lamps along the quay");
    let mut vault = open(&made.path()).unwrap();
    let mut system = SystemEntropy::new();
    let person = NewOwner {
        person_id: [0x22; 16],
        handle: "AB",
        passphrase: &theirs,
    };
    vault.enrol(&person, Cost::FLOOR, &mut system).unwrap();
    let twice = NewOwner {
        person_id: [0x33; 16],
        handle: "AB",
        passphrase: &theirs,
    };
    assert!(matches!(
        vault.enrol(&twice, Cost::FLOOR, &mut system),
        Err(Error::HandleTaken)
    ));
    let (key, wrapped) = vault.make_client_key(&[7; 16], &mut system).unwrap();
    let place = seal::associated("note", b"1", 1);
    let sealed = seal::seal(&key, &place, b"words", &mut system).unwrap();
    let first_key = vault.public_key();
    drop(vault);

    let mut vault = unlock(&made.path(), Some("AB"), &theirs).unwrap();
    assert_eq!(
        (vault.person_id(), rows(&mut vault), vault.handle()),
        ([0x22; 16], 2, "AB")
    );
    assert_ne!(vault.public_key(), first_key);
    let key = vault.unwrap_client_key(&[7; 16], &wrapped).unwrap();
    assert_eq!(seal::open(&key, &place, &sealed).unwrap()[..], b"words"[..]);
    assert!(vault.unwrap_client_key(&[8; 16], &wrapped).is_err());
    drop(vault);

    assert!(matches!(
        unlock(&made.path(), Some("ML"), &theirs),
        Err(Error::WrongSecret)
    ));
    assert!(matches!(
        unlock(&made.path(), Some("ZZ"), &theirs),
        Err(Error::NobodyOfThatName)
    ));
    assert_eq!(open(&made.path()).unwrap().public_key(), first_key);
}

#[test]
fn an_inspector_comes_in_by_code_until_the_master_key_is_another() {
    let made = copy_of_model();
    let mut entropy = SystemEntropy::new();
    let mut vault = open(&made.path()).unwrap();
    let (code, key) = vault.admit([0x33; 16], "IN", &mut entropy).unwrap();
    assert!(matches!(
        vault.admit([0x34; 16], "IN", &mut entropy),
        Err(Error::HandleTaken)
    ));
    drop(vault);
    let mut looks = unlock_to_inspect(&made.path(), &code).unwrap();
    assert!(looks.inspects());
    assert_eq!((looks.person_id(), looks.public_key()), ([0x33; 16], key));
    assert_eq!(rows(&mut looks), 2, "it is the same record");
    drop(looks);
    // It is no recovery code, and the recovery code is no access code.
    assert!(matches!(
        unlock_with_recovery(&made.path(), &code),
        Err(Error::WrongSecret)
    ));
    let recovery = RecoveryCode::parse(&made.code).unwrap();
    assert!(matches!(
        unlock_to_inspect(&made.path(), &recovery),
        Err(Error::WrongSecret)
    ));
    // Only while such a slot is there does a reader have to know it.
    let reader = || fs::read(made.path().join("vault.hdr")).unwrap()[10..12].to_vec();
    assert_eq!(reader(), [0, 2]);
    let mut vault = open(&made.path()).unwrap();
    assert!(!vault.inspects());
    vault
        .rotation_begin(Some("IN"), None, &mut entropy)
        .unwrap();
    let record = vault.database().unwrap();
    let fresh = vault.rotation_copy(&record, &mut |_| {}).unwrap();
    fresh.close().unwrap();
    vault.close_database(record).unwrap();
    vault.rotation_swap().unwrap();
    drop(vault);
    assert_eq!(reader(), [0, 1]);
    assert!(matches!(
        unlock_to_inspect(&made.path(), &code),
        Err(Error::NobodyOfThatName)
    ));
    assert_eq!(rows(&mut open(&made.path()).unwrap()), 2);
}

/// The first copy of a header is renamed into place, and the disk does not take the second: it has happened, and its answer says so.
#[test]
fn an_act_whose_header_took_its_place_is_not_called_a_failure() {
    let made = copy_of_model();
    let (first, second) = (
        made.path().join("vault.hdr"),
        made.path().join("vault.hdr.bak"),
    );
    let mut entropy = SystemEntropy::new();
    let new = Secret::from("a quite different sentence");
    let blocked = made.path().join("vault.hdr.bak.tmp");
    fs::create_dir(&blocked).unwrap();
    let before = fs::read(&second).unwrap();
    let mut vault = open(&made.path()).unwrap();
    let answer = vault.change_passphrase(&new, Cost::FLOOR, &mut entropy);
    let copies = vault.header_copies();
    drop(vault);
    let old = open(&made.path()).is_ok();
    let by_new = unlock(&made.path(), None, &new);
    assert_eq!((answer.is_ok(), old, by_new.is_ok()), (true, false, true));
    assert_eq!(
        (copies.first, copies.second),
        (CopyState::Good, CopyState::Older)
    );
    assert_eq!(fs::read(&second).unwrap(), before);

    // Whoever is let in has a code that was shown.
    let mut vault = by_new.unwrap();
    assert_eq!(vault.header_copies(), copies, "as it is found");
    let (code, _) = vault.admit([0x33; 16], "IN", &mut entropy).unwrap();
    assert_eq!(vault.header_copies(), copies);
    drop(vault);
    unlock_to_inspect(&made.path(), &code).unwrap();

    // Control: where the first does not take its place nothing has happened, and with both out of the way both are written.
    let in_the_way = made.path().join("vault.hdr.tmp");
    fs::create_dir(&in_the_way).unwrap();
    let before = fs::read(&first).unwrap();
    let mut vault = unlock(&made.path(), None, &new).unwrap();
    assert!(matches!(vault.mend_header(), Err(Error::Io { .. })));
    assert_eq!(fs::read(&first).unwrap(), before);
    fs::remove_dir(in_the_way).unwrap();
    fs::remove_dir(blocked).unwrap();
    vault.mend_header().unwrap();
    assert!(vault.header_copies().agree());
    assert_eq!(fs::read(&first).unwrap(), fs::read(&second).unwrap());
}

#[test]
fn signatures_and_checkpoints_verify_with_the_public_key_alone() {
    const NAMESPACE: vault::sign::Namespace = vault::sign::Namespace::new("note/1");
    let made = copy_of_model();
    let vault = open(&made.path()).unwrap();
    let signature = vault.sign(NAMESPACE, b"text");
    let public = vault::sign::PublicKey::parse(vault.public_key().as_bytes()).unwrap();
    public.verify(NAMESPACE, b"text", &signature).unwrap();
    let point = genesis(&vault.vault_id());
    let read = vault::checkpoint::verify(&vault.sign_checkpoint(&point), &public).unwrap();
    assert_eq!(
        (read.vault_id, read.point, read.signer),
        (vault.vault_id(), point, OWNER)
    );
}

#[test]
fn a_record_that_is_not_there_is_said_so_and_nothing_is_made() {
    let made = copy_of_model();
    let record = made.path().join("record.db");
    fs::rename(&record, made.path().join("elsewhere.db")).unwrap();
    fs::write(made.path().join("record.db-wal"), "a log").unwrap();
    let mut vault = open(&made.path()).unwrap();
    assert_eq!(
        vault.database().unwrap_err(),
        DatabaseError::Refused(Refused::MissingBesideLog)
    );
    fs::remove_file(made.path().join("record.db-wal")).unwrap();
    assert_eq!(
        vault.database().unwrap_err(),
        DatabaseError::Refused(Refused::Missing)
    );
    assert!(!record.exists());
    fs::rename(made.path().join("elsewhere.db"), &record).unwrap();
    assert_eq!(rows(&mut vault), 2);
}

#[test]
fn a_backup_opens_by_every_secret_and_is_a_vault_again_when_restored() {
    let made = copy_of_model();
    let mut vault = open(&made.path()).unwrap();
    let record = vault.database().unwrap();
    let to = made
        .dir
        .path()
        .join("Quay 2026-11-27 06.52.51.holdfast-backup");
    let copy = vault.copy(&record, &to, &mut |_| {}).unwrap();
    assert!(!to.exists(), "named before it was looked into");
    drop(copy);
    assert_eq!(
        fs::read_dir(made.dir.path()).unwrap().count(),
        1,
        "an unfinished one stays"
    );
    let copy = vault.copy(&record, &to, &mut |_| {}).unwrap();
    let whole = copy.pages().unwrap();
    copy.finish(whole).unwrap();
    assert!(matches!(
        vault.copy(&record, &to, &mut |_| {}),
        Err(Error::AlreadyThere)
    ));
    drop(record);
    drop(vault);

    let code = RecoveryCode::parse(&made.code).unwrap();
    let mut backup = unlock_with_recovery(&to, &code).unwrap();
    assert!(backup.is_backup());
    assert_eq!(rows(&mut backup), 2);
    let changed = backup.change_passphrase(
        &Secret::from("another harbour lantern seventeen"),
        Cost::FLOOR,
        &mut SystemEntropy::new(),
    );
    assert!(matches!(
        changed,
        Err(Error::Database(DatabaseError::Backup))
    ));
    // Nobody locks what nobody writes: it opens twice at once, and holds no lock file.
    let mut second = open(&to).unwrap();
    assert_eq!(rows(&mut second), 2);
    assert!(!to.join("lock").exists());
    let record = second.database().unwrap();
    let again = made.dir.path().join("Again.holdfast");
    let copy = second.copy(&record, &again, &mut |_| {}).unwrap();
    let whole = copy.pages().unwrap();
    copy.finish(whole).unwrap();
    drop(record);
    let mut again = open(&again).unwrap();
    assert!(!again.is_backup());
    assert_eq!(rows(&mut again), 2);
}

#[test]
fn nothing_is_made_where_something_is_or_with_a_weak_passphrase() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("New.holdfast");
    let mut system = SystemEntropy::new();
    let weak = create(
        &path,
        &owner(&"short".into()),
        false,
        Cost::FLOOR,
        &mut system,
    );
    assert!(matches!(weak, Err(Error::Weak(_))));
    let good = Secret::from(PASSPHRASE);
    let long = NewOwner {
        handle: "a name far longer than thirty-two bytes",
        ..owner(&good)
    };
    assert!(matches!(
        create(&path, &long, false, Cost::FLOOR, &mut system),
        Err(Error::Handle)
    ));
    fs::create_dir(&path).unwrap();
    fs::write(path.join("mine.txt"), "x").unwrap();
    let taken = create(&path, &owner(&good), false, Cost::FLOOR, &mut system);
    assert!(matches!(taken, Err(Error::AlreadyThere)));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    assert_eq!(fs::read_dir(&path).unwrap().count(), 1);
}

#[test]
fn a_training_vault_says_so_and_lies_whole_in_its_folder() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("Training.holdfast");
    fs::create_dir(&path).unwrap();
    let good = Secret::from(PASSPHRASE);
    let (mut vault, _) = create(
        &path,
        &owner(&good),
        true,
        Cost::FLOOR,
        &mut SystemEntropy::new(),
    )
    .unwrap();
    assert!(vault.training() && probe(&path).unwrap().training);
    let record = vault.database().unwrap();
    assert!(vault::database::is_sound(&record));
    let mut names: Vec<_> = fs::read_dir(&path)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "backups",
            "lock",
            "record.db",
            "record.db-wal",
            "vault.hdr",
            "vault.hdr.bak"
        ]
    );
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    // No secret of the owner's stands in any file.
    for name in ["vault.hdr", "record.db", "record.db-wal", "lock"] {
        let bytes = fs::read(path.join(name)).unwrap();
        assert!(
            !bytes.windows(8).any(|w| w == &PASSPHRASE.as_bytes()[..8]),
            "{name}"
        );
        assert!(
            !bytes.windows(15).any(|w| w == b"AGE-SECRET-KEY-"),
            "{name}"
        );
    }
}

/// The fixture vault: made once by this program, opened by every later one and by the Python reader.
#[test]
fn the_vault_that_was_made_earlier_still_opens() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../tests/fixtures/vectors/valid/small-vault");
    let files = ["vault.hdr", "vault.hdr.bak", "record.db", "head"];
    let passphrase = Secret::from("nine grey geese keep house");
    if std::env::var_os("HOLDFAST_WRITE_VECTORS").is_some() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("small.holdfast");
        let (mut vault, code) = create(
            &path,
            &owner(&passphrase),
            true,
            Cost::FLOOR,
            &mut SystemEntropy::new(),
        )
        .unwrap();
        let record = vault.database().unwrap();
        record
            .execute_batch("CREATE TABLE t(x); INSERT INTO t VALUES (1), (2);")
            .unwrap();
        vault.close_database(record).unwrap();
        vault
            .write_head(&genesis(&vault.vault_id()), 1_700_000_000_000)
            .unwrap();
        fs::create_dir_all(&kept).unwrap();
        for name in files {
            fs::copy(path.join(name), kept.join(name)).unwrap();
        }
        let secrets = format!("{PASSPHRASE}\n{}\n", code.to_paper().as_str());
        fs::write(kept.with_extension("secrets"), secrets).unwrap();
    }
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("small.holdfast");
    fs::create_dir(&path).unwrap();
    for name in files {
        fs::copy(kept.join(name), path.join(name)).unwrap();
    }
    let mut vault = unlock(&path, Some("ML"), &passphrase).unwrap();
    assert_eq!((rows(&mut vault), vault.training()), (2, true));
    let start = genesis(&vault.vault_id());
    let freshness = vault
        .head()
        .unwrap()
        .compare(vault.header_seq(), 0, |_| Some(start.digest));
    assert_eq!(freshness, Freshness::Fresh);
    drop(vault);
    let secrets = fs::read_to_string(kept.with_extension("secrets")).unwrap();
    let code = RecoveryCode::parse(secrets.lines().nth(1).unwrap()).unwrap();
    assert_eq!(
        unlock_with_recovery(&path, &code).unwrap().person_id(),
        OWNER
    );
}
