//! B12: a backup, proven before it counts, against a plain copy of the same bytes that was synced; and how long whoever writes waits meanwhile.
//!
//! The copy is made as the window makes it: the record stands still for it, and acts of a running session go on beside it through the same lock.

use crate::line::{Line, Target, median, quantile, timed};
use crate::sealing::page_codes;
use crate::{Effort, Trouble};
use clinic::session::act::{Act, When};
use clinic::session::event::Voice;
use companion::session::{NewSession, Told};
use companion::{Companion, Error, PersonId, RequestKey, Secret, SessionId};
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use support::world;

/// Where memory-backed storage is on Linux: a large record is filled there.
const MEMORY: &str = "/dev/shm";
/// Notes of one session, each of a few kilobytes.
const NOTES: u128 = 100;
const WORDS: &str = "eyes closed, hands resting on the blanket, breath slow and even; ";
/// Pause between two acts: fifty a second at most.
const PAUSE: Duration = Duration::from_millis(20);

fn note(companion: &mut Companion, session: SessionId, number: u128) -> Result<(), Error> {
    let act = Act::Note {
        text: WORDS.repeat(30 + usize::try_from(number % 30).unwrap_or(0)),
        voice: Voice::Observed,
        tags: Vec::new(),
        starred: false,
    };
    let key = RequestKey(number.to_be_bytes());
    companion.session_act(session, key, &act, Told::When(When::Now))
}

fn begin(companion: &mut Companion, code: &str) -> Result<SessionId, Error> {
    let client = companion.client_add(code, "")?;
    let protocol = companion.protocol_named("worked-example")?.digest;
    let people: Vec<PersonId> = companion
        .people()?
        .into_iter()
        .filter(|record| record.has_pin)
        .map(|record| record.person.id)
        .collect();
    companion.session_open(&NewSession {
        client,
        protocol,
        number: 1,
        people,
    })
}

/// Fills a vault by the verbs that fill any, session after session, until its record has so many bytes; closed.
fn fill(home: &Path, bytes: u64) -> Result<(), Trouble> {
    let mut companion = world::companion(home);
    world::make(&mut companion, home)?;
    let record = world::folder(home).join("record.db");
    let mut number = 0;
    while fs::metadata(&record)?.len() < bytes {
        let session = begin(&mut companion, &format!("KELP-{number:06}"))?;
        for _ in 0..NOTES.min(u128::from(bytes >> 11) + 1) {
            number += 1;
            note(&mut companion, session, number)?;
        }
        world::say(&mut companion, session, "close transferred \"moved\"")?;
    }
    Ok(companion.vault_lock()?)
}

fn moved(from: &Path, to: &Path) -> Result<(), Trouble> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let there = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            moved(&entry.path(), &there)?;
        } else {
            fs::copy(entry.path(), &there)?;
            fs::File::open(&there)?.sync_all()?;
        }
    }
    Ok(())
}

/// A plain copy of a file, on disk when it answers.
fn plain(from: &Path, to: &Path) -> Result<(), Trouble> {
    let (mut source, mut copy) = (fs::File::open(from)?, fs::File::create(to)?);
    let mut piece = vec![0; 1 << 20];
    loop {
        let count = source.read(&mut piece)?;
        if count == 0 {
            break;
        }
        copy.write_all(&piece[..count])?;
    }
    copy.sync_all()?;
    Ok(())
}

/// Acts of a running session, one after the other, while `work` is done. Answers how long each waited until it was kept, in milliseconds.
fn beside<T>(
    companion: &Mutex<Companion>,
    session: SessionId,
    number: &mut u128,
    work: impl FnOnce() -> T,
) -> Result<(T, Vec<f64>), Trouble> {
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut waited = Vec::new();
            while !over.load(Ordering::Relaxed) {
                *number += 1;
                let (kept, ms) = timed(|| {
                    let mut companion = companion.lock().expect("nobody panics");
                    // As the window's heart does, more often.
                    companion.head_beat()?;
                    note(&mut companion, session, *number)
                });
                kept?;
                waited.push(ms);
                std::thread::sleep(PAUSE);
            }
            Ok::<_, Error>(waited)
        });
        let done = work();
        over.store(true, Ordering::Relaxed);
        let waited = writer.join().map_err(|_| "the writer panicked")?;
        Ok((done, waited?))
    })
}

/// As the window does it.
fn back_up(companion: &Mutex<Companion>, into: &Path) -> Result<PathBuf, Error> {
    let held = || companion.lock().expect("nobody panics");
    let backing = held().vault_backup_begin(into)?;
    let proven = backing.run(&mut |_| {});
    let made = held().vault_backup_end(proven)?;
    Ok(made.folder)
}

/// Milliseconds for one look at every page of a backup: no proven copy is faster than this.
fn pages(backup: &Path) -> Result<f64, Trouble> {
    let mut open = vault::unlock(backup, None, &Secret::from(world::PASSPHRASE))?;
    let record = open.database()?;
    let ms = page_codes(&record);
    open.close_database(record)?;
    ms
}

pub fn backup(effort: Effort) -> Result<Vec<Line>, Trouble> {
    let home = tempfile::tempdir()?;
    let memory = tempfile::Builder::new()
        .prefix("holdfast-bench-")
        .tempdir_in(MEMORY)?;
    fill(memory.path(), (effort.backed_mib as u64) << 20)?;
    moved(memory.path(), home.path())?;
    drop(memory);
    let mut companion = world::companion(home.path());
    world::unlock(&mut companion, home.path())?;
    let session = begin(&mut companion, "KELP-LIVE")?;
    let companion = Mutex::new(companion);
    let stick = home.path().join("stick");
    fs::create_dir(&stick)?;
    let copy = home.path().join("plain");
    let mut number = 1 << 64;
    let (mut ours, mut theirs, mut floor) = (Vec::new(), Vec::new(), Vec::new());
    let (mut waited, mut alone) = (Vec::new(), Vec::new());
    for _ in 0..effort.backups {
        let (made, ms) = timed(|| back_up(&companion, &stick));
        let made = made?;
        ours.push(ms);
        floor.push(pages(&made)?);
        // The copy lies as the record does, and nobody has it open.
        let (done, ms) = timed(|| plain(&made.join("record.db"), &copy));
        done?;
        theirs.push(ms);
        fs::remove_file(&copy)?;
        fs::remove_dir_all(&made)?;
        let (made, waits) = beside(&companion, session, &mut number, || {
            back_up(&companion, &stick)
        })?;
        fs::remove_dir_all(made?)?;
        waited.extend(waits);
        let ((), waits) = beside(&companion, session, &mut number, || {
            std::thread::sleep(Duration::from_millis(ms as u64 + 400));
        })?;
        alone.extend(waits);
    }
    let n = ours.len();
    let value = || Target::Value(0.0);
    let ratio = Target::Ratio(2.5);
    let limit = "a plain copy of the same bytes, synced";
    let stall = Target::Value(50.0);
    Ok(vec![
        Line::new(
            "B12",
            "a backup, copied and proven, median",
            median(&ours),
            "ms",
            value(),
            n,
        )
        .against(limit, median(&theirs), &ratio),
        Line::new(
            "B12.pages",
            "one look at every page of it, no more",
            median(&floor),
            "ms",
            value(),
            n,
        )
        .against(limit, median(&theirs), &ratio),
        Line::new(
            "B12.stall",
            "an act kept while one is made, slowest",
            quantile(&waited, 1.0),
            "ms",
            value(),
            waited.len(),
        )
        .against("slowest without", quantile(&alone, 1.0), &stall),
        Line::new(
            "B12.p99",
            "the same, 99th of 100",
            quantile(&waited, 0.99),
            "ms",
            value(),
            waited.len(),
        )
        .against("without", quantile(&alone, 0.99), &stall),
    ])
}
