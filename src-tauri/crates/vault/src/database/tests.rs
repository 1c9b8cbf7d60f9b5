//! The engine as it is, including what it gets wrong: the controls prove that the tests could see the faults they look for.

use super::*;
use crate::entropy::SystemEntropy;
use crate::folder::with_suffix;
use crate::seal;
use crate::secret::Key;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use tempfile::TempDir;

fn key() -> DatabaseKey {
    DatabaseKey::take(&mut [0x5a; 48])
}

/// An empty record in a folder of its own.
fn empty() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("record.db");
    create(&path, &key()).unwrap();
    (dir, path)
}

/// A record with one value of `bytes` × 'A', closed. `store` makes the stored value from the text.
fn with_value(store: impl FnOnce(&[u8]) -> Vec<u8>, bytes: usize) -> (TempDir, PathBuf) {
    let (dir, path) = empty();
    let db = open(&path, &key()).unwrap();
    db.execute_batch("CREATE TABLE note(id INTEGER PRIMARY KEY, body BLOB)")
        .unwrap();
    db.execute(
        "INSERT INTO note VALUES (1, ?1)",
        [store(&vec![b'A'; bytes])],
    )
    .unwrap();
    close(db).unwrap();
    (dir, path)
}

/// SQLCipher as a plain program would use it: the key and nothing else.
fn bare(path: &Path) -> Connection {
    let db = Connection::open(path).unwrap();
    db.busy_timeout(std::time::Duration::ZERO).unwrap();
    db.query_row("PRAGMA cipher_log = off", [], |_| Ok(()))
        .unwrap();
    db.query_row(&key().pragma(), [], |_| Ok(())).unwrap();
    db
}

fn read_value(db: &Connection) -> Result<Vec<u8>, rusqlite::Error> {
    db.query_row("SELECT body FROM note WHERE id = 1", [], |row| row.get(0))
}

fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 1;
    fs::write(path, bytes).unwrap();
}

#[test]
fn every_setting_is_what_the_specification_says() {
    let (_dir, path) = empty();
    let db = open(&path, &key()).unwrap();
    for (pragma, value) in [
        ("journal_mode", "wal"),
        ("locking_mode", "exclusive"),
        ("synchronous", "3"),
        ("foreign_keys", "1"),
        ("auto_vacuum", "0"),
        ("page_size", "4096"),
        ("trusted_schema", "0"),
        ("cell_size_check", "1"),
        ("secure_delete", "1"),
        ("temp_store", "2"),
        ("cipher_use_hmac", "1"),
        ("cipher_plaintext_header_size", "0"),
    ] {
        assert_eq!(text(&db, pragma).unwrap(), value, "{pragma}");
    }
    let engine = engine(&db).unwrap();
    assert!(engine.cipher.starts_with("4."), "{engine:?}");
    assert!(engine.provider.starts_with("openssl"), "{engine:?}");
    db.execute_batch("CREATE TABLE t(x); INSERT INTO t VALUES (1)")
        .unwrap();
    assert!(!with_suffix(&path, "-shm").exists());
    assert!(is_sound(&db));
    check(&db).unwrap();
    assert_eq!(fs::metadata(with_suffix(&path, "-wal")).unwrap().len(), 0);
}

#[test]
fn the_file_begins_with_the_salt_and_is_noise_after_it() {
    let (_dir, path) = with_value(<[u8]>::to_vec, 200_000);
    let bytes = fs::read(&path).unwrap();
    assert_eq!(&bytes[..16], key().salt());
    let mut counts = [0u32; 256];
    bytes[16..]
        .iter()
        .for_each(|byte| counts[usize::from(*byte)] += 1);
    let total = f64::from(counts.iter().sum::<u32>());
    let entropy: f64 = counts
        .iter()
        .filter(|n| **n > 0)
        .map(|n| f64::from(*n) / total)
        .map(|p| -p * p.log2())
        .sum();
    assert!(entropy > 7.9, "{entropy} bits a byte");
}

#[test]
fn another_key_and_another_salt_are_told_apart() {
    let (_dir, path) = empty();
    let mut wrong = [0x5a; 48];
    wrong[0] ^= 1;
    assert_eq!(
        open(&path, &DatabaseKey::take(&mut wrong)).unwrap_err(),
        DatabaseError::WrongKey
    );
    let mut foreign = [0x5a; 48];
    foreign[47] ^= 1;
    let refused = DatabaseError::Refused(Refused::Foreign);
    assert_eq!(
        open(&path, &DatabaseKey::take(&mut foreign)).unwrap_err(),
        refused
    );
    open(&path, &key()).unwrap();
}

#[test]
fn a_plain_database_is_refused_untouched() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("record.db");
    let plain = Connection::open(&path).unwrap();
    plain.execute_batch("CREATE TABLE t(x)").unwrap();
    close(plain).unwrap();
    let before = fs::read(&path).unwrap();
    assert!(before.starts_with(b"SQLite format 3\0"));
    assert_eq!(
        open(&path, &key()).unwrap_err(),
        DatabaseError::Refused(Refused::Plain)
    );
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn another_programs_file_a_folder_and_a_link_are_refused() {
    let (dir, path) = empty();
    let other = dir.path().join("other.db");
    fs::write(&other, vec![7u8; 8192]).unwrap();
    assert_eq!(guard(&other, &[key().salt()]), Err(Refused::Foreign));
    fs::create_dir(dir.path().join("folder")).unwrap();
    assert_eq!(
        guard(&dir.path().join("folder"), &[key().salt()]),
        Err(Refused::NotAFile)
    );
    assert_eq!(
        guard(&dir.path().join("nothing"), &[key().salt()]),
        Err(Refused::Missing)
    );
    #[cfg(unix)]
    {
        let link = dir.path().join("link.db");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert_eq!(guard(&link, &[key().salt()]), Err(Refused::NotAFile));
    }
    fs::write(with_suffix(&path, "-journal"), "x").unwrap();
    assert_eq!(guard(&path, &[key().salt()]), Err(Refused::StrayJournal));
}

/// Record and log as a crash leaves them: a second row that lives in the log alone.
fn with_log() -> (Vec<u8>, Vec<u8>) {
    let (dir, path) = with_value(<[u8]>::to_vec, 100);
    let db = open(&path, &key()).unwrap();
    db.execute_batch("INSERT INTO note VALUES (2, 'in the log')")
        .unwrap();
    let log = fs::read(with_suffix(&path, "-wal")).unwrap();
    let main = fs::read(&path).unwrap();
    drop((db, dir));
    assert!(log.len() > 4096);
    (main, log)
}

#[test]
fn a_short_or_missing_record_beside_its_log_is_refused_and_both_stay_as_they_are() {
    let (main, log) = with_log();
    for length in [0, 1, 15, 16, 4095] {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("record.db");
        fs::write(&path, &main[..length]).unwrap();
        fs::write(with_suffix(&path, "-wal"), &log).unwrap();
        let refused = Refused::ShortBesideLog {
            bytes: length as u64,
        };
        assert_eq!(
            open(&path, &key()).unwrap_err(),
            DatabaseError::Refused(refused)
        );
        assert_eq!(fs::read(&path).unwrap(), main[..length]);
        assert_eq!(fs::read(with_suffix(&path, "-wal")).unwrap(), log);
        fs::remove_file(&path).unwrap();
        assert_eq!(
            open(&path, &key()).unwrap_err(),
            DatabaseError::Refused(Refused::MissingBesideLog)
        );
        assert_eq!(fs::read(with_suffix(&path, "-wal")).unwrap(), log);
        fs::remove_file(with_suffix(&path, "-wal")).unwrap();
        fs::write(&path, &main[..length]).unwrap();
        let refused = Refused::Short {
            bytes: length as u64,
        };
        assert_eq!(
            open(&path, &key()).unwrap_err(),
            DatabaseError::Refused(refused)
        );
    }
}

#[test]
fn the_fault_that_the_guard_is_for_is_real() {
    let (_, log) = with_log();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("record.db");
    fs::write(&path, []).unwrap();
    fs::write(with_suffix(&path, "-wal"), log).unwrap();
    let db = bare(&path);
    let tables: i64 = db
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .unwrap();
    assert_eq!(tables, 0, "SQLite shows an empty database");
    drop(db);
    assert!(
        !with_suffix(&path, "-wal").exists(),
        "and has deleted the log"
    );
}

#[test]
fn a_log_beside_a_whole_record_is_replayed() {
    let (main, log) = with_log();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("record.db");
    fs::write(&path, main).unwrap();
    fs::write(with_suffix(&path, "-wal"), log).unwrap();
    let db = open(&path, &key()).unwrap();
    let rows: i64 = db
        .query_row("SELECT count(*) FROM note", [], |row| row.get(0))
        .unwrap();
    assert_eq!(rows, 2);
}

#[test]
fn a_record_cut_off_after_its_first_page_is_found_damaged() {
    let (_dir, path) = with_value(<[u8]>::to_vec, 30_000);
    let bytes = fs::read(&path).unwrap();
    for length in [4096, 8192, bytes.len() - 4096, bytes.len() - 1] {
        fs::write(&path, &bytes[..length]).unwrap();
        let found = open(&path, &key()).and_then(|db| check(&db));
        assert!(
            matches!(
                found,
                Err(DatabaseError::Damaged { .. } | DatabaseError::Unsound)
            ),
            "{length}: {found:?}"
        );
    }
}

#[test]
fn attach_vacuum_and_extensions_are_denied() {
    let (dir, path) = empty();
    let db = open(&path, &key()).unwrap();
    db.execute_batch("CREATE TABLE t(x)").unwrap();
    let other = dir.path().join("leak.db");
    for sql in [
        format!("ATTACH '{}' AS leak KEY ''", other.display()),
        format!("VACUUM INTO '{}'", other.display()),
        "ATTACH ':memory:' AS m".to_owned(),
        "VACUUM".to_owned(),
        "SELECT load_extension('x')".to_owned(),
        "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = ''".to_owned(),
        "SELECT \"no such column, only a string\"".to_owned(),
    ] {
        assert!(db.execute_batch(&sql).is_err(), "{sql}");
    }
    assert!(!other.exists());
}

#[test]
fn temporary_tables_stay_in_memory_whatever_a_statement_asks() {
    let (_dir, path) = empty();
    let db = open(&path, &key()).unwrap();
    db.execute_batch(
        "PRAGMA temp_store = FILE; PRAGMA cache_size = 1; CREATE TEMP TABLE big AS
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i, hex(randomblob(40)) AS h FROM n;",
    )
    .unwrap();
    let sorted: i64 = db
        .query_row(
            "SELECT count(*) FROM (SELECT h FROM big ORDER BY h)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(sorted, 20_000);
    #[cfg(target_os = "linux")]
    for open in fs::read_dir("/proc/self/fd").unwrap() {
        let target = fs::read_link(open.unwrap().path()).unwrap_or_default();
        assert!(
            !target.to_string_lossy().contains("etilqs"),
            "{}",
            target.display()
        );
    }
}

#[test]
fn a_flipped_bit_can_be_silent_in_sqlcipher_and_is_never_silent_in_a_sealed_value() {
    // The control. One bit in the last overflow page of a long value: no error, and zeros instead of text.
    let (_dir, path) = with_value(<[u8]>::to_vec, 12_000);
    let last_page = fs::metadata(&path).unwrap().len() as usize - 4096;
    flip(&path, last_page + 5);
    let db = bare(&path);
    let read =
        read_value(&db).expect("SQLCipher reports no error: if it now does, fact 2 is history");
    assert_eq!(read.len(), 12_000);
    assert!(
        read.iter().filter(|byte| **byte == 0).count() > 3000,
        "zeros instead of text"
    );
    assert!(!is_sound(&db), "the sentinel is the one sign");
    drop(db);

    // Ours: the same flip in the same place of a sealed value.
    let sealing = Key::take(&mut [1; 32]);
    let place = seal::associated("note", b"1", 1);
    let sealed =
        |text: &[u8]| seal::seal(&sealing, &place, text, &mut SystemEntropy::new()).unwrap();
    let (_dir, path) = with_value(sealed, 12_000);
    let pages = fs::metadata(&path).unwrap().len() as usize / 4096;
    let good = fs::read(&path).unwrap();
    let mut silent = 0;
    for page in 1..pages {
        flip(&path, page * 4096 + 5);
        let found = open(&path, &key()).map_err(|_| ()).and_then(|db| {
            let read = read_value(&db).map_err(|_| ())?;
            silent += 1;
            assert!(!is_sound(&db));
            Ok(read)
        });
        if let Ok(read) = found {
            assert!(
                seal::open(&sealing, &place, &read).is_err(),
                "page {page}: damage read as truth"
            );
        }
        let found = open(&path, &key()).and_then(|db| check(&db));
        assert!(found.is_err(), "page {page}: the check saw nothing");
        fs::write(&path, &good).unwrap();
    }
    assert!(
        silent > 0,
        "no page was silent, so this test has shown nothing"
    );
    let read = read_value(&open(&path, &key()).unwrap()).unwrap();
    assert_eq!(seal::open(&sealing, &place, &read).unwrap().len(), 12_000);
}

#[test]
fn an_old_page_put_back_passes_every_check_of_the_engine() {
    // The control for the head file and the chain (fact 3): page encryption does not know what is old.
    let (_dir, path) = with_value(<[u8]>::to_vec, 100);
    let old = fs::read(&path).unwrap();
    let db = open(&path, &key()).unwrap();
    db.execute("UPDATE note SET body = ?1", [b"new".as_slice()])
        .unwrap();
    checkpoint(&db).unwrap();
    close(db).unwrap();
    let mut spliced = fs::read(&path).unwrap();
    spliced[4096..8192].copy_from_slice(&old[4096..8192]);
    fs::write(&path, spliced).unwrap();
    let db = open(&path, &key()).unwrap();
    check(&db).unwrap();
    assert_eq!(read_value(&db).unwrap(), vec![b'A'; 100]);
}

fn copy_record(db: &Connection, to: &Path) -> Result<(), DatabaseError> {
    copy_to(db, &key(), to, Copied::Record, &mut |_| {})
}

#[test]
fn a_copy_opens_under_the_same_key_and_equals_its_source() {
    let (dir, path) = with_value(<[u8]>::to_vec, 30_000);
    let db = open(&path, &key()).unwrap();
    db.execute_batch("INSERT INTO note VALUES (2, 'still in the log')")
        .unwrap();
    let to = dir.path().join("copy.db");
    copy_record(&db, &to).unwrap();
    assert_eq!(
        copy_record(&db, &to),
        Err(DatabaseError::Io(std::io::ErrorKind::AlreadyExists))
    );
    db.execute_batch("INSERT INTO note VALUES (3, 'the source goes on')")
        .unwrap();
    let copy = open(&to, &key()).unwrap();
    let rows: i64 = copy
        .query_row("SELECT count(*) FROM note", [], |row| row.get(0))
        .unwrap();
    assert_eq!((rows, read_value(&copy).unwrap().len()), (2, 30_000));
    close(copy).unwrap();
    let left: Vec<_> = fs::read_dir(dir.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(
        left.iter()
            .all(|name| !name.to_string_lossy().contains("part")),
        "{left:?}"
    );
}

#[test]
fn a_damaged_record_is_not_copied_clean() {
    let (dir, path) = with_value(<[u8]>::to_vec, 12_000);
    let last_page = fs::metadata(&path).unwrap().len() as usize - 4096;
    flip(&path, last_page + 5);
    // The control: the bare backup API launders the damage.
    let laundered = dir.path().join("laundered.db");
    {
        let (from, mut to) = (bare(&path), bare(&laundered));
        assert_eq!(
            rusqlite::backup::Backup::new(&from, &mut to)
                .unwrap()
                .step(-1)
                .unwrap(),
            rusqlite::backup::StepResult::Done
        );
        assert_eq!(
            findings(&to, "PRAGMA cipher_integrity_check")
                .unwrap()
                .len(),
            0
        );
    }
    let db = open(&path, &key()).unwrap();
    let to = dir.path().join("copy.db");
    assert!(matches!(
        copy_record(&db, &to),
        Err(DatabaseError::Damaged { .. })
    ));
    assert!(!to.exists());
}

#[test]
fn a_second_connection_finds_the_record_busy() {
    let (_dir, path) = empty();
    let first = open(&path, &key()).unwrap();
    first.execute_batch("CREATE TABLE t(x)").unwrap();
    // A bare open, because our guard would open and close the file and drop the first one's locks (fact 5).
    let second = bare(&path);
    let error = second
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| {
            row.get::<_, i64>(0)
        })
        .unwrap_err();
    assert_eq!(DatabaseError::from(error), DatabaseError::Busy);
}

#[test]
fn a_backup_is_read_and_never_written_and_never_taken_for_the_record() {
    let (dir, path) = with_value(<[u8]>::to_vec, 30_000);
    let db = open(&path, &key()).unwrap();
    let to = dir.path().join("backup.db");
    let mut seen = Vec::new();
    copy_to(&db, &key(), &to, Copied::Backup, &mut |progress| {
        seen.push(progress);
    })
    .unwrap();
    assert_eq!(
        (seen.first(), seen.last()),
        (Some(&Progress::Source), Some(&Progress::Copy))
    );
    assert!(seen.iter().any(
        |progress| matches!(progress, Progress::Copying { done, of } if done == of && *of > 7)
    ));
    assert_eq!(open(&to, &key()).unwrap_err(), DatabaseError::Backup);
    close(db).unwrap();
    assert_eq!(
        open_backup(&path, &key()).unwrap_err(),
        DatabaseError::NotABackup
    );
    let before = fs::read(&to).unwrap();
    let backup = open_backup(&to, &key()).unwrap();
    check(&backup).unwrap();
    assert_eq!(read_value(&backup).unwrap().len(), 30_000);
    assert!(
        backup
            .execute_batch("INSERT INTO note VALUES (2, 'no')")
            .is_err()
    );
    // Back again: a record like the first.
    let record = dir.path().join("again.db");
    copy_to(&backup, &key(), &record, Copied::Record, &mut |_| {}).unwrap();
    close(backup).unwrap();
    assert_eq!(fs::read(&to).unwrap(), before);
    let record = open(&record, &key()).unwrap();
    record
        .execute_batch("INSERT INTO note VALUES (2, 'yes')")
        .unwrap();
    assert_eq!(read_value(&record).unwrap().len(), 30_000);
}

fn notes(db: &Connection) -> i64 {
    db.query_row("SELECT count(*) FROM note", [], |row| row.get(0))
        .unwrap()
}

#[test]
fn a_record_that_stands_still_is_copied_as_it_was_while_its_writer_goes_on() {
    let (dir, path) = with_value(<[u8]>::to_vec, 30_000_000);
    let (beside, db) = open_beside(&path, &key()).unwrap();
    db.execute_batch("INSERT INTO note VALUES (2, 'still in the log')")
        .unwrap();
    stand_still(&db).unwrap();
    let to = dir.path().join("copy.db");
    let stop = AtomicBool::new(false);
    let source = || backup::Source::Still {
        record: &beside,
        stop: &stop,
    };
    let main = fs::metadata(&path).unwrap().len();
    let mut kept = 2;
    let mut go_on = |progress| {
        if matches!(progress, Progress::Copying { done, of } if done < of) && kept < 6 {
            // More than the log holds before it is usually moved into the main file.
            kept += 1;
            db.execute("INSERT INTO note VALUES (?1, zeroblob(5000000))", [kept])
                .unwrap();
        }
    };
    backup::copy_pages_of(source(), &key(), &to, Copied::Backup, &mut go_on).unwrap();
    assert!(kept > 2, "the control: it was written meanwhile ({kept})");
    assert_eq!(notes(&db), kept);
    assert_eq!(fs::metadata(&path).unwrap().len(), main);
    let second = bare(&path).query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()));
    let error = DatabaseError::from(second.unwrap_err());
    assert_eq!(
        error,
        DatabaseError::Busy,
        "the writer holds its lock still"
    );
    prove(&to, &key(), Copied::Backup, None).unwrap();
    let copy = open_backup(&to, &key()).unwrap();
    assert_eq!(notes(&copy), 2);
    assert_eq!(read_value(&copy).unwrap(), vec![b'A'; 30_000_000]);

    // It stops in the middle, and leaves nothing.
    let other = dir.path().join("other.db");
    let mut stopping = |_| stop.store(true, std::sync::atomic::Ordering::Relaxed);
    let stopped = backup::copy_pages_of(source(), &key(), &other, Copied::Backup, &mut stopping);
    assert_eq!(stopped, Err(DatabaseError::Stopped));
    assert!(!other.exists() && !with_suffix(&other, ".part").exists());

    move_again(&db).unwrap();
    db.execute_batch("INSERT INTO note VALUES (99, 'moves the log')")
        .unwrap();
    assert!(fs::metadata(&path).unwrap().len() > main);
    close(db).unwrap();
    let db = open(&path, &key()).unwrap();
    assert_eq!(notes(&db), kept + 1);
    check(&db).unwrap();
}

#[test]
fn damage_in_a_record_that_stands_still_is_not_copied_under_good_codes() {
    let (dir, path) = with_value(<[u8]>::to_vec, 12_000);
    let last_page = fs::metadata(&path).unwrap().len() as usize - 4096;
    flip(&path, last_page + 5);
    let (beside, db) = open_beside(&path, &key()).unwrap();
    stand_still(&db).unwrap();
    // The control: it reads zeros and says nothing.
    assert!(read_value(&db).unwrap().contains(&0));
    let stop = AtomicBool::new(false);
    let source = backup::Source::Still {
        record: &beside,
        stop: &stop,
    };
    let to = dir.path().join("copy.db");
    let copied = backup::copy_pages_of(source, &key(), &to, Copied::Backup, &mut |_| {});
    assert_eq!(copied, Err(DatabaseError::Damaged { findings: 1 }));
    assert!(!to.exists() && !with_suffix(&to, ".part").exists());
}

/// How many pages do not hold, as they are counted here.
fn looked(path: &Path) -> Result<usize, DatabaseError> {
    let file = fs::File::open(path).unwrap();
    pages::look(&file, None, &Codes::of(&key()), None, &mut |_, _| {})
}

#[test]
fn the_codes_of_pages_are_what_the_engine_says_they_are() {
    let (_dir, path) = with_value(<[u8]>::to_vec, 40_000);
    let whole = fs::read(&path).unwrap();
    let engine = || damaged_pages(&bare(&path));
    assert_eq!((looked(&path), engine()), (Ok(0), Ok(0)));
    let pages = whole.len() / 4096;
    assert!(pages > 8);
    // One byte of each page: of its text, of its vector, of its code, the very last.
    for page in 1..pages {
        for at in [0, 17, 4015, 4016, 4031, 4032, 4095] {
            flip(&path, page * 4096 + at);
            assert_eq!((looked(&path), engine()), (Ok(1), Ok(1)), "{page} {at}");
            fs::write(&path, &whole).unwrap();
        }
    }
    // Two pages in each other's place; a page of nothing; another key; a file that ends within a page.
    let mut swapped = whole.clone();
    swapped[2 * 4096..4 * 4096].rotate_left(4096);
    fs::write(&path, &swapped).unwrap();
    assert_eq!((looked(&path), engine()), (Ok(2), Ok(2)));
    let mut empty = whole.clone();
    empty[3 * 4096..4 * 4096].fill(0);
    fs::write(&path, &empty).unwrap();
    assert_eq!((looked(&path), engine()), (Ok(1), Ok(1)));
    fs::write(&path, &whole).unwrap();
    let other = Codes::of(&DatabaseKey::take(&mut [0x5b; 48]));
    let file = fs::File::open(&path).unwrap();
    assert_eq!(
        super::pages::look(&file, None, &other, None, &mut |_, _| {}),
        Ok(pages)
    );
    fs::write(&path, &whole[..whole.len() - 1]).unwrap();
    assert_eq!(looked(&path), Ok(1));
}

#[test]
fn the_first_page_is_looked_at_but_for_its_salt() {
    let (_dir, path) = with_value(<[u8]>::to_vec, 40_000);
    let whole = fs::read(&path).unwrap();
    for (at, found) in [(0, 0), (15, 0), (16, 1), (4095, 1)] {
        flip(&path, at);
        assert_eq!(looked(&path), Ok(found), "{at}");
        fs::write(&path, &whole).unwrap();
    }
}

#[test]
fn a_look_at_pages_ends_when_it_is_asked_to() {
    let (_dir, path) = with_value(<[u8]>::to_vec, 24 << 20);
    let file = fs::File::open(&path).unwrap();
    let stop = AtomicBool::new(false);
    let mut heard = Vec::new();
    let mut each = |done, of| {
        heard.push((done, of));
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    };
    let stopped = pages::look(&file, None, &Codes::of(&key()), Some(&stop), &mut each);
    assert_eq!(stopped, Err(DatabaseError::Stopped));
    assert!(
        heard.iter().all(|(done, of)| done < of),
        "the control: it was under way"
    );
}
