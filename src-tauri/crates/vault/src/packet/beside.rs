//! A digest that another core counts while this one works on the same bytes.

use super::BadPacket;
use super::write::array;
use ring::digest::{Context, SHA256};
use std::io::Read;
use std::sync::Arc;
use std::sync::mpsc::{channel, sync_channel};
use zeroize::Zeroizing;

/// Bytes that are handed on at a time.
const PIECE: usize = 256 << 10;
/// Pieces under way.
const PIECES: usize = 4;

/// A piece of what is read; it is wiped, since it may be anybody's words.
type Piece = Zeroizing<Vec<u8>>;

/// Hands all of `from` to `to`, piece by piece, and answers its SHA-256.
pub(super) fn pump(
    from: &mut dyn Read,
    to: &mut dyn FnMut(&[u8]) -> Result<(), BadPacket>,
) -> Result<[u8; 32], BadPacket> {
    let mut digest = Context::new(&SHA256);
    let mut piece = next(from, Piece::default())?;
    if piece.len() < PIECE {
        // All of it, and not worth another core.
        to(&piece)?;
        digest.update(&piece);
        return Ok(array(digest.finish()));
    }
    std::thread::scope(|scope| {
        let (give, given) = channel::<Arc<Piece>>();
        let (release, free) = channel();
        let counting = std::thread::Builder::new().spawn_scoped(scope, move || {
            for piece in given {
                digest.update(&piece);
                // Nobody waits for it any more where the work has failed.
                if release.send(piece).is_err() {
                    break;
                }
            }
            digest.finish()
        })?;
        let mut under_way = 0;
        while !piece.is_empty() {
            let shared = Arc::new(piece);
            give.send(Arc::clone(&shared))
                .expect("it counts until the last piece");
            to(&shared)?;
            drop(shared);
            under_way += 1;
            let used = if under_way < PIECES {
                Piece::default()
            } else {
                under_way -= 1;
                let piece = free.recv().expect("every piece comes back");
                Arc::into_inner(piece).expect("both sides are done with it")
            };
            piece = next(from, used)?;
        }
        drop(give);
        Ok(array(counting.join().expect("counting does not fail")))
    })
}

/// The same for what `open` opens, of which `length` bytes are expected: where they are many, the other core reads them too.
pub(super) fn pump_opened<'a>(
    open: &(dyn Fn() -> std::io::Result<Box<dyn Read + 'a>> + Sync),
    length: u64,
    to: &mut dyn FnMut(&[u8]) -> Result<(), BadPacket>,
) -> Result<[u8; 32], BadPacket> {
    if length <= PIECE as u64 {
        return pump(&mut open()?, to);
    }
    std::thread::scope(|scope| {
        let (give, given) = sync_channel::<Piece>(PIECES);
        let (release, free) = channel::<Piece>();
        let reading = std::thread::Builder::new().spawn_scoped(scope, move || {
            let mut from = open()?;
            let mut digest = Context::new(&SHA256);
            loop {
                let piece = next(&mut from, free.try_recv().unwrap_or_default())?;
                digest.update(&piece);
                // Nobody takes it any more where the work has failed.
                if piece.is_empty() || give.send(piece).is_err() {
                    return Ok(array(digest.finish()));
                }
            }
        })?;
        for piece in given {
            to(&piece)?;
            // It reads no more where all was read.
            drop(release.send(piece));
        }
        reading.join().expect("reading does not panic")
    })
}

/// As much as there is, at most one piece.
fn next(from: &mut dyn Read, mut used: Piece) -> Result<Piece, BadPacket> {
    used.resize(PIECE, 0);
    let mut filled = 0;
    while filled < PIECE {
        match from.read(&mut used[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    used.truncate(filled);
    Ok(used)
}
