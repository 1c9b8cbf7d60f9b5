//! One process per vault: a lock on a file of its own. Never on the database, whose POSIX locks die when any handle to it is closed.
//!
//! The system lets go of the lock when the process ends, however it ends; a file left behind means nothing.

use crate::folder::private;
use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;
use std::time::Duration;

/// A child that is just being started holds a copy of every open file until it becomes its own program, and a killed program's
/// lock goes with the last of its threads: so a lock that is not to be had is asked for again for a moment.
const TRIES: u32 = 40;
const APART: Duration = Duration::from_millis(25);

/// The vault is ours while this lives.
pub(crate) struct Lock {
    /// Closing it is what unlocks.
    _file: File,
}

/// The lock was not to be had.
pub(crate) enum NotLocked {
    /// Somebody else has the vault open; what the lock file says about them.
    InUse {
        holder: String,
    },
    Io(io::Error),
}

impl Lock {
    pub(crate) fn take(path: &Path) -> Result<Self, NotLocked> {
        let mut file = private()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(NotLocked::Io)?;
        let mut tries = TRIES;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if tries > 0 => {
                    tries -= 1;
                    std::thread::sleep(APART);
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(NotLocked::InUse {
                        holder: holder(&mut file),
                    });
                }
                Err(TryLockError::Error(error)) => return Err(NotLocked::Io(error)),
            }
        }
        // Best effort: the lock holds without its text.
        let text = format!("{}\n", std::process::id());
        if file.set_len(0).is_ok()
            && file.rewind().is_ok()
            && file.write_all(text.as_bytes()).is_err()
        {
            file.set_len(0).map_err(NotLocked::Io)?;
        }
        Ok(Self { _file: file })
    }
}

fn holder(file: &mut File) -> String {
    let mut text = String::new();
    match file.take(32).read_to_string(&mut text) {
        Ok(_) if text.trim().parse::<u32>().is_ok() => format!("process {}", text.trim()),
        _ => "another process".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_comer_learns_who_holds_it_and_gets_it_afterwards() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        let first = Lock::take(&path).ok().unwrap();
        let Err(NotLocked::InUse { holder }) = Lock::take(&path) else {
            panic!("two locks on one vault")
        };
        assert_eq!(holder, format!("process {}", std::process::id()));
        drop(first);
        assert!(Lock::take(&path).is_ok());
    }

    #[test]
    fn a_stale_or_strange_lock_file_is_no_obstacle() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        std::fs::write(&path, "999999999 and something else that is rather long").unwrap();
        let lock = Lock::take(&path).ok().unwrap();
        assert_eq!(
            std::fs::read_to_string(&path).unwrap(),
            format!("{}\n", std::process::id())
        );
        std::fs::write(&path, "<script>").unwrap();
        assert!(
            matches!(Lock::take(&path), Err(NotLocked::InUse { holder }) if holder == "another process")
        );
        drop(lock);
    }
}
