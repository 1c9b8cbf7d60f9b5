//! *A backup is whole, or it is not there.* Damage is refused on both ways; a full disk and a kill leave only what has no name;
//! what a backup holds comes back word for word.

use companion::backup::{Copied, Progress, Way};
use companion::{Companion, Error, Secret, SessionId};
use std::fs;
use std::path::{Path, PathBuf};
#[cfg(target_os = "linux")]
use support::own_mounts::{inside, mount, small_disk};
use support::world;

pub(crate) fn temporary() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// A vault with a session that has ended, open.
fn vault(home: &Path) -> (Companion, SessionId) {
    let mut companion = world::companion(home);
    world::make(&mut companion, home).expect("a vault");
    let session = world::session(&mut companion, "KELP-014").expect("a session");
    for number in 0..40 {
        let text = format!("{number:03} {}", "quiet ".repeat(600));
        world::note(&mut companion, session, number, &text).expect("kept");
    }
    world::say(&mut companion, session, "close transferred \"moved\"").expect("closed");
    (companion, session)
}

pub(crate) fn back_up(companion: &mut Companion, into: &Path) -> Result<Copied, Error> {
    companion.vault_backup(into, &mut |_| {})
}

pub(crate) fn restore(
    companion: &mut Companion,
    backup: &Path,
    to: &Path,
) -> Result<Copied, Error> {
    let passphrase = Secret::from(world::PASSPHRASE);
    companion.vault_restore(backup, to, &Way::Passphrase(&passphrase), &mut |_| {})
}

/// Every file in a folder with its bytes.
pub(crate) fn bytes_of(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<(PathBuf, Vec<u8>)> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_file())
        .map(|path| (path.clone(), fs::read(path).expect("readable")))
        .collect();
    files.sort();
    files
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries
        .map(|entry| {
            let name = entry.expect("an entry").file_name();
            name.to_string_lossy().into_owned()
        })
        .collect()
}

#[test]
fn a_lost_vault_comes_back_word_for_word() {
    let (place, stick) = (temporary(), temporary());
    let (mut companion, session) = vault(place.path());
    let rows = companion
        .session_load(session)
        .expect("readable")
        .session
        .rows()
        .to_vec();
    let mut seen = Vec::new();
    let made = companion
        .vault_backup(stick.path(), &mut |progress| seen.push(progress))
        .expect("made");
    assert!(
        seen.contains(&Progress::Source) && seen.contains(&Progress::Copy),
        "{seen:?}"
    );
    let last = companion
        .vault_backup_last()
        .expect("asked")
        .expect("known");
    assert_eq!((last.days, last.since), (0, 0));
    companion
        .client_add("KELP-015", "")
        .expect("kept after the backup");
    let last = companion
        .vault_backup_last()
        .expect("asked")
        .expect("known");
    assert!(last.since > 0, "{last:?}");
    companion.vault_lock().expect("locks");

    fs::remove_dir_all(world::folder(place.path())).expect("the laptop is lost");
    let to = place.path().join("vaults/Found.holdfast");
    let restored = restore(&mut companion, &made.folder, &to).expect("restored");
    assert_eq!(restored.entries, made.entries);
    companion
        .vault_unlock(&to, &Secret::from(world::PASSPHRASE))
        .expect("opens");
    assert!(!companion.vault_opened().expect("open").older_than_head);
    let back = companion.session_load(session).expect("readable");
    assert_eq!(back.session.rows(), rows);
    companion
        .client_add("KELP-015", "")
        .expect("it is written again");
    let report = companion.audit_verify().expect("verified");
    assert!(report.chain.fault.is_none() && report.checkpoint_differs.is_none());
    assert_eq!(report.sessions, 1);
}

#[test]
fn a_backup_is_read_and_stays_as_it_was() {
    let (place, stick) = (temporary(), temporary());
    let (mut companion, session) = vault(place.path());
    let made = back_up(&mut companion, stick.path()).expect("made");
    companion.vault_lock().expect("locks");
    let before = bytes_of(&made.folder);
    let open = |companion: &mut Companion, folder: &Path| {
        companion.vault_unlock(folder, &Secret::from(world::PASSPHRASE))
    };
    open(&mut companion, &made.folder).expect("opens");
    assert!(companion.vault_opened().expect("open").backup);
    assert!(
        companion
            .session_load(session)
            .expect("readable")
            .session
            .rows()
            .len()
            > 40
    );
    let report = companion.audit_verify().expect("verified");
    assert!(report.chain.fault.is_none());
    assert!(matches!(
        companion.client_add("KELP-015", ""),
        Err(Error::Backup)
    ));
    assert!(matches!(
        back_up(&mut companion, place.path()),
        Err(Error::Backup)
    ));
    companion.session_beat().expect("nothing runs");
    companion.head_beat().expect("nothing is written");
    // PINs are counted there too, although nothing is written.
    let owner = companion.author().expect("open");
    let mut prove = |pin: &str| companion.person_prove(owner, &Secret::from(pin));
    for left in (1..5).rev() {
        let said = prove("1357");
        assert!(
            matches!(said, Err(Error::WrongPin { left: l }) if l == left),
            "{said:?}"
        );
    }
    prove(world::PIN_MS).expect("the right one");
    for _ in 0..4 {
        assert!(prove("1357").is_err());
    }
    assert!(matches!(prove("1357"), Err(Error::PinPassphraseNeeded)));
    assert!(matches!(
        prove(world::PIN_MS),
        Err(Error::PinPassphraseNeeded)
    ));
    prove(world::PASSPHRASE).expect("the passphrase");
    prove(world::PIN_MS).expect("the PIN again");
    companion.vault_lock().expect("locks");
    assert_eq!(bytes_of(&made.folder), before, "touched");

    // Under a vault's name it is none; and a vault under a backup's name is no backup.
    let posing = stick.path().join("Posing.holdfast");
    fs::rename(&made.folder, &posing).expect("renamed");
    assert!(matches!(open(&mut companion, &posing), Err(Error::Backup)));
    let posing = stick.path().join("Posing.holdfast-backup");
    fs::rename(world::folder(place.path()), &posing).expect("renamed");
    assert!(matches!(
        open(&mut companion, &posing),
        Err(Error::NotABackup)
    ));
    let to = place.path().join("Other.holdfast");
    assert!(matches!(
        restore(&mut companion, &posing, &to),
        Err(Error::NotABackup)
    ));
    assert!(!to.exists());
}

#[test]
fn a_flipped_bit_anywhere_is_neither_backed_up_nor_restored() {
    let (place, stick) = (temporary(), temporary());
    let (mut companion, _) = vault(place.path());
    let made =
        back_up(&mut companion, stick.path()).expect("the control: a whole vault is backed up");
    companion.vault_lock().expect("locks");

    let backup = made.folder.join("record.db");
    let whole = fs::read(&backup).expect("the record");
    let pages = whole.len() / 4096;
    assert!(pages > 40, "{pages}");
    let to = place.path().join("Other.holdfast");
    for page in (0..pages).step_by(7) {
        let mut bent = whole.clone();
        bent[page * 4096 + 2000] ^= 1;
        fs::write(&backup, &bent).expect("written");
        let answer = restore(&mut companion, &made.folder, &to);
        assert!(
            matches!(answer, Err(Error::Damaged { .. })),
            "page {page}: {answer:?}"
        );
        assert!(!to.exists(), "page {page}");
    }
    fs::write(&backup, &whole).expect("written");
    restore(&mut companion, &made.folder, &to).expect("the control: a whole backup is restored");

    let record = to.join("record.db");
    let whole = fs::read(&record).expect("the record");
    let other = temporary();
    for page in (1..pages).step_by(7) {
        let mut bent = whole.clone();
        bent[page * 4096 + 2000] ^= 1;
        fs::write(&record, &bent).expect("written");
        let opened = companion.vault_unlock(&to, &Secret::from(world::PASSPHRASE));
        if opened.is_ok() {
            let answer = back_up(&mut companion, other.path());
            assert!(
                matches!(answer, Err(Error::Damaged { .. })),
                "page {page}: {answer:?}"
            );
        }
        drop(companion.vault_lock());
        fs::write(&record, &whole).expect("written");
        drop(fs::remove_file(to.join("record.db-wal")));
        drop(fs::remove_file(to.join("head")));
        assert!(
            names(other.path()).is_empty(),
            "page {page}: {:?}",
            names(other.path())
        );
    }
}

#[test]
fn a_session_goes_on_while_a_backup_is_made_and_the_copy_is_the_record_of_its_beginning() {
    let (place, stick) = (temporary(), temporary());
    let (mut companion, _) = vault(place.path());
    let session = world::session(&mut companion, "KELP-015").expect("a session");
    world::note(&mut companion, session, 1, "before").expect("kept");
    let rows = |companion: &mut Companion| {
        let live = companion.session_load(session).expect("readable");
        live.session.rows().to_vec()
    };
    let backing = companion
        .vault_backup_begin(stick.path())
        .expect("it begins");
    // Nobody is kept looking at the client because a copy is made.
    let idle = i64::from(companion.idle_minutes().expect("open")) * 60_000;
    assert!(companion.lock_due_at(companion::clock::uptime_ms() + 2 * idle));
    let before = rows(&mut companion);
    let entries = companion.audit_entries(1, 100_000).expect("entries").len();
    // One act with each word about how far it is, and each is kept at once.
    let mut number = 1;
    let proven = backing.run(&mut |_| {
        number += 1;
        let text = "meanwhile ".repeat(400);
        world::note(&mut companion, session, number, &text).expect("kept");
        companion.head_beat().expect("the beat goes on");
    });
    assert!(number > 3, "the control: {number}");
    assert!(names(stick.path()).iter().all(|name| name.starts_with('.')));
    let made = companion.vault_backup_end(proven).expect("made");
    let made_of = usize::try_from(made.entries).expect("few");
    assert_eq!(made_of, entries, "the record of its beginning");
    let last = companion.vault_backup_last().expect("asked");
    assert!(last.expect("known").since >= u64::from(number) - 1);
    assert_eq!(
        rows(&mut companion).len(),
        before.len() + usize::from(number) - 1
    );
    world::say(&mut companion, session, "close transferred \"moved\"").expect("closed");
    let report = companion.audit_verify().expect("verified");
    assert!(report.chain.fault.is_none(), "{report:?}");
    assert!(companion.vault_check_pages().expect("looked").is_empty());
    companion.vault_lock().expect("locks");
    let passphrase = Secret::from(world::PASSPHRASE);
    companion
        .vault_unlock(&made.folder, &passphrase)
        .expect("opens");
    assert_eq!(rows(&mut companion), before);
    companion.vault_lock().expect("locks");
    // Restored, the session is one that was cut off, and goes on.
    let to = place.path().join("vaults/Found.holdfast");
    restore(&mut companion, &made.folder, &to).expect("restored");
    companion.vault_unlock(&to, &passphrase).expect("opens");
    assert_eq!(companion.session_live(), [session]);
    world::say(&mut companion, session, "close transferred \"moved\"").expect("closed");
}

#[test]
fn a_lock_ends_a_backup_and_nothing_of_it_is_left() {
    let (place, stick) = (temporary(), temporary());
    let (mut companion, _) = vault(place.path());
    let begin =
        |companion: &mut Companion| companion.vault_backup_begin(stick.path()).expect("begins");
    // In the middle of the copy.
    let backing = begin(&mut companion);
    std::thread::scope(|scope| {
        let (said, heard) = std::sync::mpsc::channel();
        let copying = scope.spawn(move || {
            let mut waits = true;
            backing.run(&mut |progress| {
                if matches!(progress, Progress::Copying { .. }) && std::mem::take(&mut waits) {
                    said.send(()).expect("heard");
                    std::thread::sleep(std::time::Duration::from_millis(100));
                }
            })
        });
        heard.recv().expect("it copies");
        companion.vault_lock().expect("locks");
        let stopped = copying.join().expect("no panic");
        assert!(matches!(stopped, Err(Error::Locked)), "{stopped:?}");
        let ended = companion.vault_backup_end(stopped);
        assert!(matches!(ended, Err(Error::Locked)), "{ended:?}");
    });
    assert!(names(stick.path()).is_empty());
    // After it, before it got its name; open again is another opening.
    world::unlock(&mut companion, place.path()).expect("opens");
    let proven = begin(&mut companion).run(&mut |_| {});
    assert!(proven.is_ok());
    companion.vault_lock().expect("locks");
    world::unlock(&mut companion, place.path()).expect("opens");
    let ended = companion.vault_backup_end(proven);
    assert!(matches!(ended, Err(Error::Locked)), "{ended:?}");
    assert!(names(stick.path()).is_empty());
    let report = companion.audit_verify().expect("verified");
    assert!(report.chain.fault.is_none(), "{report:?}");
    back_up(&mut companion, stick.path()).expect("the control: made");
}

#[test]
fn what_would_move_the_record_under_a_backup_waits_for_it() {
    let (place, stick) = (temporary(), temporary());
    let (mut companion, _) = vault(place.path());
    let client = companion.client_by_code("KELP-014").expect("known");
    let proof = Secret::from(world::PASSPHRASE);
    let backing = companion.vault_backup_begin(stick.path()).expect("begins");
    let waits = |answer: Result<(), Error>| {
        assert!(matches!(answer, Err(Error::BackupRuns)), "{answer:?}");
    };
    waits(back_up(&mut companion, stick.path()).map(drop));
    waits(companion.vault_check_pages().map(drop));
    waits(companion.client_erase(client, "KELP-014").map(drop));
    waits(companion.vault_rotate(&proof, &mut |_| {}).map(drop));
    let dl = companion.person_by_initials("DL").expect("known");
    waits(companion.person_remove(dl, &proof, &mut |_| {}).map(drop));
    let idle = i64::from(companion.idle_minutes().expect("open")) * 60_000;
    let far = companion::clock::uptime_ms() + 2 * idle;
    assert!(!companion.lock_due_at(far), "it comes to its end first");
    let hung = far + 31 * 60_000;
    assert!(companion.lock_due_at(hung), "a stick that does not answer");
    // However it ends, the record moves again.
    drop(backing);
    assert!(companion.lock_due_at(far));
    let known = companion.vault_backup_folder().expect("open");
    assert_eq!(known, "", "a try that came to nothing hides no copy");
    assert!(companion.vault_check_pages().expect("looked").is_empty());
    companion
        .vault_rotate(&proof, &mut |_| {})
        .expect("another key");
    back_up(&mut companion, stick.path()).expect("made");
    companion.client_erase(client, "KELP-014").expect("erased");
}

#[test]
fn nothing_is_written_over() {
    let (place, stick) = (temporary(), temporary());
    let (mut companion, _) = vault(place.path());
    let inside = world::folder(place.path()).join("backups");
    for nowhere in [&inside, &stick.path().join("not there")] {
        let answer = back_up(&mut companion, nowhere);
        assert!(
            matches!(answer, Err(Error::BadInput { what: "folder" })),
            "{answer:?}"
        );
    }
    let made = back_up(&mut companion, stick.path()).expect("made");
    companion.vault_lock().expect("locks");
    let there = world::folder(place.path());
    let answer = restore(&mut companion, &made.folder, &there);
    assert!(matches!(answer, Err(Error::VaultExists)), "{answer:?}");
    let wrong = Secret::from("another harbour lantern seventeen");
    let to = place.path().join("Other.holdfast");
    let answer = companion.vault_restore(&made.folder, &to, &Way::Passphrase(&wrong), &mut |_| {});
    assert!(matches!(answer, Err(Error::WrongPassphrase)), "{answer:?}");
    assert!(!to.exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_stick_leaves_no_backup_and_the_vault_goes_on() {
    if !inside("backups::a_full_stick_leaves_no_backup_and_the_vault_goes_on") {
        return;
    }
    let (place, stick) = (temporary(), temporary());
    let (mut companion, _) = vault(place.path());
    small_disk(stick.path(), 2);
    let ballast = stick.path().join("ballast");
    fs::write(&ballast, vec![1u8; (2 << 20) - (100 << 10)]).expect("there is room");
    let answer = back_up(&mut companion, stick.path());
    assert!(matches!(answer, Err(Error::DiskFull)), "{answer:?}");
    assert_eq!(names(stick.path()), ["ballast"]);
    companion
        .client_add("KELP-015", "")
        .expect("the vault goes on");
    fs::remove_file(&ballast).expect("room again");
    let made = back_up(&mut companion, stick.path()).expect("made");
    assert!(made.folder.is_dir());
}

#[cfg(target_os = "linux")]
#[test]
fn a_write_protected_stick_is_read_and_restored_from() {
    if !inside("backups::a_write_protected_stick_is_read_and_restored_from") {
        return;
    }
    let (place, stick) = (temporary(), temporary());
    let (mut companion, session) = vault(place.path());
    small_disk(stick.path(), 8);
    let made = back_up(&mut companion, stick.path()).expect("made");
    companion.vault_lock().expect("locks");
    mount(&["-o", "remount,ro"], stick.path());
    let passphrase = Secret::from(world::PASSPHRASE);
    companion
        .vault_unlock(&made.folder, &passphrase)
        .expect("opens as it is");
    companion.session_load(session).expect("readable");
    companion.vault_lock().expect("locks");
    let to = place.path().join("vaults/Found.holdfast");
    restore(&mut companion, &made.folder, &to).expect("restored");
    companion.vault_unlock(&to, &passphrase).expect("opens");
    companion
        .client_add("KELP-015", "")
        .expect("and is written");
}

#[test]
fn a_key_that_the_record_does_not_know_yet_is_written_down_by_its_first_signature() {
    let place = temporary();
    let (mut companion, session) = vault(place.path());
    let other = companion.person_by_initials("AK").expect("known");
    companion.vault_lock().expect("locks");
    // A power cut after the header was written, before the record was: the slot is there, and nothing says whose.
    let own = Secret::from("a lantern of their own nineteen");
    let owner = vault::NewOwner {
        person_id: other.0,
        handle: "AK",
        passphrase: &own,
    };
    let folder = world::folder(place.path());
    let mut unlocked =
        vault::unlock(&folder, None, &Secret::from(world::PASSPHRASE)).expect("opens");
    unlocked
        .enrol(&owner, vault::Cost::FLOOR, &mut vault::SystemEntropy::new())
        .expect("enrolled");
    drop(unlocked);
    world::unlock(&mut companion, place.path()).expect("opens");
    companion
        .person_take_pen(other, &Secret::from(world::PIN_AK))
        .expect("the pen");
    let object = companion::sign::Object::Session(session);
    companion.sign(&object, &own).expect("signed");
    let checked = companion.audit_verify().expect("verified").signatures;
    assert_eq!((checked.hold, checked.broken), (1, None));
}

/// However a folder was typed it is one place; and a copy of another vault is not this one's, whatever it is called.
#[test]
fn copies_are_known_by_what_they_are_and_not_by_how_they_were_typed() {
    use companion::people::NewPerson;
    use companion::vault::NewVault;
    let (place, stick) = (temporary(), temporary());
    let (mut companion, _) = vault(place.path());
    companion.vault_lock().expect("locks");
    companion
        .vault_create(NewVault {
            folder: place.path().join("vaults/Test two.holdfast"),
            training: true,
            passphrase: Secret::from(world::PASSPHRASE),
            owner: NewPerson {
                name: "Maren Sol".to_owned(),
                initials: "MS".to_owned(),
                roles: vec![companion::Role::LeadTherapist],
                pin: Secret::from(world::PIN_MS),
            },
            quick: true,
        })
        .expect("another vault");
    back_up(&mut companion, stick.path()).expect("made");
    companion.vault_lock().expect("locks");

    let typed = place.path().join("vaults/../vaults/Test.holdfast");
    companion
        .vault_unlock(&typed, &Secret::from(world::PASSPHRASE))
        .expect("opens");
    let name = stick.path().file_name().expect("a name");
    let made = back_up(&mut companion, &stick.path().join("..").join(name)).expect("made");
    let made = stick.path().join(made.folder.file_name().expect("a name"));
    companion.vault_lock().expect("locks");
    // A copy that was renamed is one all the same.
    let renamed = stick.path().join("Old.holdfast-backup");
    fs::rename(&made, &renamed).expect("renamed");

    world::unlock(&mut companion, place.path()).expect("opens");
    let ak = companion.person_by_initials("AK").expect("known");
    let removal = companion.person_removal(ak).expect("may go");
    assert_eq!(removal.copies, [renamed.to_string_lossy()]);
    let known = companion.vaults_known();
    let names: Vec<&str> = known.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Test", "Test two"]);
}

/// An older record that was put back may be backed up and taken further; its chain is not vouched for.
#[test]
fn an_older_record_is_not_vouched_for() {
    let (place, stick) = (temporary(), temporary());
    let (mut companion, _) = vault(place.path());
    companion.vault_lock().expect("locks");
    let folder = world::folder(place.path());
    let older = fs::read(folder.join("record.db")).expect("the record");
    world::unlock(&mut companion, place.path()).expect("opens");
    companion.client_add("KELP-015", "").expect("kept");
    companion.vault_lock().expect("locks");
    fs::write(folder.join("record.db"), older).expect("put back");
    world::unlock(&mut companion, place.path()).expect("opens");
    assert!(companion.vault_opened().expect("open").older_than_head);
    let signed = |companion: &Companion| {
        let entries = companion.audit_entries(1, 10_000).expect("entries");
        let signed = entries
            .iter()
            .filter(|one| one.action == "checkpoint_signed");
        signed.count()
    };
    let before = signed(&companion);
    let session = world::session(&mut companion, "KELP-016").expect("a session");
    world::say(&mut companion, session, "close transferred \"moved\"").expect("closed");
    back_up(&mut companion, stick.path()).expect("made");
    let proof = Secret::from(world::PASSPHRASE);
    let dl = companion.person_by_initials("DL").expect("known");
    companion
        .person_remove(dl, &proof, &mut |_| {})
        .expect("taken out");
    companion
        .vault_rotate(&proof, &mut |_| {})
        .expect("another key");
    assert_eq!(signed(&companion), before);
    assert!(companion.vault_opened().expect("open").older_than_head);
}

#[test]
fn nothing_is_signed_or_locked_in_a_backup_and_that_is_what_is_said() {
    use companion::sign::Object;
    let (place, stick) = (temporary(), temporary());
    let (mut companion, session) = vault(place.path());
    let open = Object::Session(session);
    let unsigned = back_up(&mut companion, stick.path()).expect("made").folder;
    companion.sign_just_opened(&open).expect("signed");
    companion.lock_record(&open, None).expect("locked");
    let other = temporary();
    let locked = back_up(&mut companion, other.path()).expect("made").folder;
    companion.vault_lock().expect("locks");
    let proof = Secret::from(world::PASSPHRASE);
    for backup in [unsigned, locked] {
        companion.vault_unlock(&backup, &proof).expect("opens");
        let answers = [
            companion.sign_just_opened(&open),
            companion.sign(&open, &proof),
            companion.lock_record(&open, None),
            companion.unlock_record(&open, "slip", None),
        ];
        for answer in answers {
            assert!(matches!(answer, Err(Error::Backup)), "{answer:?}");
        }
        companion.vault_lock().expect("locks");
    }
}

/// Takes a vault's tables back to what the program before knew.
fn made_older(home: &Path) {
    let passphrase = Secret::from(world::PASSPHRASE);
    let mut open = vault::unlock(&world::folder(home), None, &passphrase).expect("opens");
    let record = open.database().expect("the record");
    record
        .execute_batch(
            "DROP TABLE confidence; DROP TABLE confidence_reader; DELETE FROM migration WHERE number = 8; PRAGMA user_version = 7;",
        )
        .expect("older");
    open.close_database(record).expect("closes");
}

/// A record of an earlier program is brought up to date only beside a copy that was found whole, and never for somebody who only looks.
#[test]
fn a_proven_copy_precedes_a_migration_and_an_inspector_brings_none_about() {
    let place = temporary();
    let (mut companion, session) = vault(place.path());
    let until = companion.today();
    let groups = companion
        .inspector_add(
            &companion::inspection::NewInspector {
                name: "Ida Norling".to_owned(),
                initials: "IN".to_owned(),
                reason: "an inspection".to_owned(),
                until,
            },
            None,
        )
        .expect("let in");
    companion.vault_lock().expect("locks");
    let folder = world::folder(place.path());
    let own = folder.join("backups");
    let look = |companion: &mut Companion| companion.vault_inspect(&folder, &groups.join("-"));
    look(&mut companion).expect("the control: it is up to date");
    companion.vault_lock().expect("locks");
    world::unlock(&mut companion, place.path()).expect("opens");
    companion.vault_lock().expect("locks");
    assert!(names(&own).is_empty(), "the control");

    made_older(place.path());
    let before: Vec<_> = bytes_of(&folder);
    let looked = look(&mut companion);
    assert!(matches!(looked, Err(Error::OlderRecord)), "{looked:?}");
    let told = |files: &[(PathBuf, Vec<u8>)]| {
        let mut files = files.to_vec();
        // The lock names a process, and an empty log holds nothing.
        files.retain(|(path, bytes)| !path.ends_with("lock") && !bytes.is_empty());
        files
    };
    assert_eq!(told(&bytes_of(&folder)), told(&before));
    assert!(names(&own).is_empty());

    world::unlock(&mut companion, place.path()).expect("opens, up to date");
    let copies = names(&own);
    assert_eq!(copies.len(), 1, "{copies:?}");
    assert!(companion.client_add("KELP-016", "").is_ok());
    companion.vault_lock().expect("locks");
    world::unlock(&mut companion, place.path()).expect("opens");
    assert_eq!(names(&own), copies, "once");
    companion.vault_lock().expect("locks");
    // The copy holds the record as the program before left it, and comes back whole.
    let passphrase = Secret::from(world::PASSPHRASE);
    let mut copy = vault::unlock(&own.join(&copies[0]), None, &passphrase).expect("opens");
    let record = copy.database().expect("the record");
    let version = record.query_row("PRAGMA user_version", [], |row| row.get::<_, u32>(0));
    assert_eq!(version, Ok(7));
    copy.close_database(record).expect("closes");
    drop(copy);
    let to = place.path().join("vaults/Found.holdfast");
    restore(&mut companion, &own.join(&copies[0]), &to).expect("restored");
    companion.vault_unlock(&to, &passphrase).expect("opens");
    assert_eq!(
        companion
            .session_load(session)
            .expect("readable")
            .session
            .rows()
            .len(),
        42
    );
}

/// No copy, no migration: the record stays as it lies.
#[cfg(target_os = "linux")]
#[test]
fn where_no_copy_can_be_made_nothing_is_brought_up_to_date() {
    let place = temporary();
    let (mut companion, _) = vault(place.path());
    companion.vault_lock().expect("locks");
    made_older(place.path());
    let folder = world::folder(place.path());
    fs::remove_dir(folder.join("backups")).expect("empty");
    fs::write(folder.join("backups"), "in the way").expect("written");
    let record = fs::read(folder.join("record.db")).expect("the record");
    let answer = world::unlock(&mut companion, place.path());
    assert!(answer.is_err(), "{answer:?}");
    assert_eq!(
        fs::read(folder.join("record.db")).expect("the record"),
        record
    );
    fs::remove_file(folder.join("backups")).expect("out of the way");
    fs::create_dir(folder.join("backups")).expect("made");
    world::unlock(&mut companion, place.path()).expect("opens");
}

/// What leaves in the clear is whole, or it is not there: the first of two files does not stay where the second found no room.
#[cfg(target_os = "linux")]
#[test]
fn a_full_stick_leaves_nothing_of_a_whole_file() {
    if !inside("backups::a_full_stick_leaves_nothing_of_a_whole_file") {
        return;
    }
    let (place, stick) = (temporary(), temporary());
    let (mut companion, _) = vault(place.path());
    let client = companion.client_by_code("KELP-014").expect("a client");
    let (_, markdown) = export::whole::Whole::of(&mut companion, client).expect("a file");
    small_disk(stick.path(), 2);
    let ballast = stick.path().join("ballast");
    // Room for the Markdown, and for little of the JSON.
    let room = markdown.len() + (16 << 10);
    fs::write(&ballast, vec![1u8; (2 << 20) - room]).expect("there is room");
    let left = |companion: &mut Companion| {
        let entries = companion.audit_access().expect("entries").into_iter();
        entries
            .filter(|one| one.action == "client_exported")
            .count()
    };
    let answer = export::whole::put(&mut companion, client, stick.path());
    assert!(matches!(answer, Err(Error::DiskFull)), "{answer:?}");
    assert_eq!(names(stick.path()), ["ballast"]);
    assert_eq!(left(&mut companion), 0);
    fs::remove_file(&ballast).expect("room again");
    let made = export::whole::put(&mut companion, client, stick.path()).expect("written");
    assert!(
        made.path.ends_with("KELP-014 whole file.md"),
        "{}",
        made.path
    );
    assert_eq!(
        names(stick.path()),
        ["KELP-014 whole file.json", "KELP-014 whole file.md"]
    );
    assert_eq!(left(&mut companion), 1);
}
