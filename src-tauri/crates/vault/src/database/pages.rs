//! Pages as they lie in the file, without the engine: their codes counted anew on every core, and copied as they are.
//!
//! **Invariant:** what is copied here stays what it was. A damaged page keeps its bad code; through the engine it would get a good one (TRUST,
//! fact 2). Each page is looked at before it is written.
//!
//! The layout is SQLCipher 4's: of the 4096 bytes of a page the last 64 are an HMAC-SHA512 over everything before them and the page's number;
//! of the first page the salt is left out. The engine's own check says the same (`tests.rs`); it works on one core and
//! cannot be ended.

use super::{DatabaseError, DatabaseKey, PAGE};
use ring::hmac::{self, HMAC_SHA512};
use ring::pbkdf2;
use std::fs::File;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use zeroize::Zeroizing;

/// Bytes of a page.
const BYTES: usize = PAGE as usize;
/// Bytes of its code, the last of the page.
const CODE: usize = 64;
/// Bytes of the salt, the first of the file.
const SALT: usize = 16;
/// SQLCipher's `fast_kdf_iter`: the key is random, nothing is to be slowed.
const ROUNDS: NonZeroU32 = NonZeroU32::new(2).expect("two");
/// What SQLCipher turns the salt with for the key of the codes.
const TURNED: u8 = 0x3a;
/// Pages that one core takes at a time: one MiB.
const PIECE: usize = 256;
/// Bytes on their way to the disk, at most, before they are waited for: a commit on the same disk waits for them too.
const ON_THEIR_WAY: u64 = 2 << 20;
/// More cores than this wait for the disk.
const CORES: usize = 4;

/// What the codes of a record's pages are counted with.
pub(crate) struct Codes(Box<hmac::Key>);

impl Codes {
    /// Under the key of a record. ring does not wipe what it keeps of a key.
    pub(crate) fn of(key: &DatabaseKey) -> Self {
        let salt = key.salt().map(|byte| byte ^ TURNED);
        let mut own = Zeroizing::new([0; 32]);
        pbkdf2::derive(
            pbkdf2::PBKDF2_HMAC_SHA512,
            ROUNDS,
            &salt,
            &key.0[..32],
            &mut *own,
        );
        Self(Box::new(hmac::Key::new(HMAC_SHA512, &*own)))
    }

    /// Whether a page's code is its own. Pages count from one.
    fn holds(&self, number: u32, page: &[u8]) -> bool {
        let (said, code) = page.split_at(BYTES - CODE);
        let from = if number == 1 { SALT } else { 0 };
        let mut counted = hmac::Context::with_key(&self.0);
        counted.update(&said[from..]);
        counted.update(&number.to_le_bytes());
        // Both are public: they stand in the file.
        counted.sign().as_ref() == code
    }
}

/// Reads at a place, wherever the file stands.
#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], place: u64) -> std::io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, place)
}

#[cfg(unix)]
fn write_at(file: &File, bytes: &[u8], place: u64) -> std::io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, place)
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut place: u64) -> std::io::Result<()> {
    while !bytes.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, bytes, place)? {
            0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
            count => {
                bytes = &mut bytes[count..];
                place += count as u64;
            }
        }
    }
    Ok(())
}

#[cfg(windows)]
fn write_at(file: &File, mut bytes: &[u8], mut place: u64) -> std::io::Result<()> {
    while !bytes.is_empty() {
        match std::os::windows::fs::FileExt::seek_write(file, bytes, place)? {
            0 => return Err(std::io::ErrorKind::WriteZero.into()),
            count => {
                bytes = &bytes[count..];
                place += count as u64;
            }
        }
    }
    Ok(())
}

/// Looks at every page of a file, and copies it where `to` is given; on disk when it answers. Answers how many pages do not hold; after the first
/// that does not, nothing more is copied. `each` hears how many pages of how many are done.
pub(crate) fn look(
    file: &File,
    to: Option<&File>,
    codes: &Codes,
    stop: Option<&AtomicBool>,
    each: &mut dyn FnMut(u64, u64),
) -> Result<usize, DatabaseError> {
    let bytes = file.metadata()?.len();
    let pages = bytes / PAGE;
    if pages > u64::from(u32::MAX) {
        return Err(DatabaseError::Damaged { findings: 1 });
    }
    let work = Work {
        file,
        to,
        codes,
        stop,
        pages,
        next: AtomicU64::new(0),
        done: AtomicU64::new(0),
        findings: AtomicUsize::new(usize::from(bytes % PAGE != 0)),
        over: AtomicBool::new(false),
    };
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get().min(CORES));
    std::thread::scope(|scope| {
        // Where no thread is to be had, this one does it all.
        let others: Vec<_> = (1..cores)
            .map_while(|_| {
                std::thread::Builder::new()
                    .spawn_scoped(scope, || work.run(&mut |_| Ok(())))
                    .ok()
            })
            .collect();
        let mut on_disk = 0;
        let mut told = work.run(&mut |done| {
            each(done, pages);
            if let Some(to) = to
                && done * PAGE >= on_disk + ON_THEIR_WAY
            {
                on_disk = done * PAGE;
                to.sync_data()?;
            }
            Ok(())
        });
        for other in others {
            let other = other.join().map_err(|_| DatabaseError::Sqlite(1));
            told = told.and(other.flatten());
        }
        told
    })?;
    if let Some(to) = to {
        to.sync_all()?;
    }
    each(pages, pages);
    Ok(work.findings.into_inner())
}

/// What the cores share.
struct Work<'a> {
    file: &'a File,
    to: Option<&'a File>,
    codes: &'a Codes,
    stop: Option<&'a AtomicBool>,
    pages: u64,
    next: AtomicU64,
    done: AtomicU64,
    findings: AtomicUsize,
    /// One of them failed: the others need not go on.
    over: AtomicBool,
}

impl Work<'_> {
    fn run(
        &self,
        each: &mut dyn FnMut(u64) -> Result<(), DatabaseError>,
    ) -> Result<(), DatabaseError> {
        let said = self.pieces(each);
        if said.is_err() {
            self.over.store(true, Ordering::Relaxed);
        }
        said
    }

    fn pieces(
        &self,
        each: &mut dyn FnMut(u64) -> Result<(), DatabaseError>,
    ) -> Result<(), DatabaseError> {
        // What lies in the file is encrypted: nothing here is to be wiped.
        let mut piece = vec![0; PIECE * BYTES];
        while !self.over.load(Ordering::Relaxed) {
            if self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
                return Err(DatabaseError::Stopped);
            }
            let first = self.next.fetch_add(PIECE as u64, Ordering::Relaxed);
            if first >= self.pages {
                break;
            }
            let count = (self.pages - first).min(PIECE as u64);
            let piece = &mut piece[..count as usize * BYTES];
            read_at(self.file, piece, first * PAGE)?;
            let bad = |(page, number): &(&[u8], u64)| {
                // Fewer pages than a u32 counts.
                !self.codes.holds(u32::try_from(*number).unwrap_or(0), page)
            };
            let found = piece.chunks(BYTES).zip(first + 1..).filter(bad).count();
            let found = found + self.findings.fetch_add(found, Ordering::Relaxed);
            if let Some(to) = self.to
                && found == 0
            {
                write_at(to, piece, first * PAGE)?;
            }
            each(self.done.fetch_add(count, Ordering::Relaxed) + count)?;
        }
        Ok(())
    }
}

/// A record's file, held open beside the engine to be read as it lies. Opened before the engine's connection and closed after it: on Unix the
/// engine's locks go with the first handle that is closed, whoever opened it (TRUST, fact 5).
pub(crate) type Beside = Arc<File>;
