//! *What was kept and is gone is said.* The log beside the record holds the last acknowledged entries. Missing, cut at any
//! frame, bent or emptied: the vault opens to what is left, or not at all, and the head file tells that something is gone.
//! Control: beside its whole log every entry is there and nothing is said.

use clinic::session::event::Event;
use companion::{Error, SessionId};
use std::fs;
use std::path::Path;
use support::world;

const FRAME: usize = 24 + 4096;
const LOG_HEAD: usize = 32;

/// What a power cut leaves of a running session: record, log, head and headers.
struct Left {
    files: Vec<(std::ffi::OsString, Vec<u8>)>,
    session: SessionId,
    notes: usize,
}

const LOG: &str = "record.db-wal";

fn left_by_a_power_cut() -> Left {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path()).expect("a vault");
    let session = world::session(&mut companion, "KELP-014").expect("a session");
    // Locking moves the log into the main file: what follows lies in the log alone.
    companion.vault_lock().expect("locks");
    world::unlock(&mut companion, home.path()).expect("opens");
    let notes = 5;
    for number in 0..notes {
        world::note(&mut companion, session, number, &format!("note {number}")).expect("kept");
    }
    // The heartbeat does this every minute.
    companion.head_write().expect("the head is written");
    let folder = world::folder(home.path());
    let files = fs::read_dir(folder).expect("the vault").flatten();
    let files = files
        .filter(|entry| entry.path().is_file())
        .map(|entry| (entry.file_name(), fs::read(entry.path()).expect("a file")));
    Left {
        files: files.collect(),
        session,
        notes: usize::from(notes),
    }
}

/// How a vault opened.
#[derive(Debug)]
#[allow(dead_code, reason = "said when a test fails")]
enum Found {
    /// With so many of the notes, and whether the head told that something is gone.
    Open {
        notes: usize,
        said: bool,
    },
    Refused(String),
}

impl Left {
    fn log(&self) -> &[u8] {
        let log = self.files.iter().find(|(name, _)| name == LOG);
        &log.expect("a running session has a log").1
    }

    /// Opens what is left, after one file was changed (`None`: taken away).
    fn open(&self, file: &str, change: impl FnOnce(&[u8]) -> Option<Vec<u8>>) -> Found {
        let home = tempfile::tempdir().expect("a temporary folder");
        let folder = world::folder(home.path());
        fs::create_dir_all(&folder).expect("a folder");
        let mut change = Some(change);
        for (name, bytes) in &self.files {
            let changed = match change.take_if(|_| name == file) {
                Some(change) => change(bytes),
                None => Some(bytes.clone()),
            };
            if let Some(bytes) = changed {
                fs::write(folder.join(name), bytes).expect("written");
            }
        }
        assert!(change.is_none(), "{file} is not there");
        self.look(home.path())
    }

    fn look(&self, home: &Path) -> Found {
        let mut companion = world::companion(home);
        if let Err(error) = world::unlock(&mut companion, home) {
            return Found::Refused(error.to_string());
        }
        let said = companion.vault_opened().expect("open").older_than_head;
        let live = companion.session_load(self.session).expect("readable");
        let rows = live.session.rows().iter();
        let notes: Vec<&str> = rows
            .filter_map(|row| match &row.event {
                Event::Noted { text, .. } => Some(text.as_str()),
                _ => None,
            })
            .collect();
        // Whatever is left is a beginning of what was kept, in order.
        for (number, note) in notes.iter().enumerate() {
            assert_eq!(*note, format!("note {number}"));
        }
        let report = companion.audit_verify().expect("verified");
        assert_eq!(report.chain.fault, None, "what is left holds");
        Found::Open {
            notes: notes.len(),
            said,
        }
    }
}

#[test]
fn entries_that_went_with_the_log_are_missed() {
    let left = left_by_a_power_cut();
    let whole = left.open(LOG, |log| Some(log.to_vec()));
    assert!(
        matches!(whole, Found::Open { notes, said: false } if notes == left.notes),
        "the control: {whole:?}"
    );
    for (what, found) in [
        ("missing", left.open(LOG, |_| None)),
        ("empty", left.open(LOG, |_| Some(Vec::new()))),
        (
            "only its head",
            left.open(LOG, |log| Some(log[..LOG_HEAD].to_vec())),
        ),
    ] {
        assert!(
            matches!(
                found,
                Found::Open {
                    notes: 0,
                    said: true
                }
            ),
            "{what}: {found:?}"
        );
    }

    // Cut at the frames' edges and just beside them; a bit flipped in a frame ends the log there.
    let frames = (left.log().len() - LOG_HEAD) / FRAME;
    assert!(frames >= left.notes, "{frames} frames");
    let mut seen = Vec::new();
    let step = (frames / 6).max(1);
    for frame in (1..frames).step_by(step) {
        let edge = LOG_HEAD + frame * FRAME;
        for length in [edge - 1, edge, edge + 1] {
            seen.push((
                format!("cut at {length}"),
                left.open(LOG, |log| Some(log[..length].to_vec())),
            ));
        }
        seen.push((
            format!("a bit in frame {frame}"),
            left.open(LOG, |log| {
                let mut log = log.to_vec();
                log[edge + 1_000] ^= 4;
                Some(log)
            }),
        ));
    }
    let mut fewer = 0;
    for (what, found) in &seen {
        let Found::Open { notes, said } = found else {
            panic!("{what}: {found:?}");
        };
        assert!(*said, "{what}: {notes} notes and nothing was said");
        fewer += usize::from(*notes < left.notes);
    }
    assert!(fewer > 4, "hardly anything was cut off");

    // Control for the head itself: without it nobody could tell.
    let home = tempfile::tempdir().expect("a temporary folder");
    let folder = world::folder(home.path());
    fs::create_dir_all(&folder).expect("a folder");
    for (name, bytes) in &left.files {
        if name != LOG && name != "head" {
            fs::write(folder.join(name), bytes).expect("written");
        }
    }
    let blind = left.look(home.path());
    assert!(
        matches!(
            blind,
            Found::Open {
                notes: 0,
                said: false
            }
        ),
        "{blind:?}"
    );
}

#[test]
fn a_vault_that_lay_in_its_log_alone_is_not_begun_anew() {
    // A vault just made: its tables were never moved out of the log. Without the log the record is whole and empty.
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path()).expect("a vault");
    companion.head_write().expect("the head is written");
    let folder = world::folder(home.path());
    let cut = tempfile::tempdir().expect("a temporary folder");
    let to = world::folder(cut.path());
    fs::create_dir_all(&to).expect("a folder");
    for entry in fs::read_dir(folder).expect("the vault") {
        let entry = entry.expect("an entry");
        if entry.file_name() != LOG && entry.path().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).expect("copied");
        }
    }
    let before = fs::read(to.join("record.db")).expect("the record");
    let mut other = world::companion(cut.path());
    let refused = world::unlock(&mut other, cut.path());
    assert!(
        matches!(
            refused,
            Err(Error::Damaged {
                what: "record file"
            })
        ),
        "{refused:?}"
    );
    assert_eq!(fs::read(to.join("record.db")).expect("the record"), before);
}
