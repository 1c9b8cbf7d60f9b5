//! The outside of a packet: a binary age v1 file (C2SP `age.md`). age makes and reads its header, wraps the file key and answers for the header's
//! MAC; the payload is done here, with ring, which is more than twice as fast. A test holds both to each other, chunk by chunk.
//!
//! Payload: sixteen random bytes behind the header are the salt of HKDF-SHA256 over the file key (info `payload`). Under that key each 64 KiB are
//! one ChaCha20-Poly1305 message; its nonce is an 11-byte counter from 0, big-endian, and one byte that is 1 in the last message only. The last
//! one may be short, and empty only where it is the first.

use crate::hazmat::kdf;
use age::secrecy::ExposeSecret;
use age_core::format::{FileKey, Stanza};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use std::cell::RefCell;
use std::collections::HashSet;
use std::io::{self, BufRead, Read, Write};
use zeroize::{Zeroize, Zeroizing};

/// Plain bytes of one message, and what the cipher adds.
pub(super) const CHUNK: usize = 64 << 10;
pub(super) const TAG: usize = 16;
const SEALED: usize = CHUNK + TAG;
/// Length of the payload's salt.
pub(super) const SALT: usize = 16;

/// A person's key as age knows it, which remembers the file key that went through it.
struct Heard<'a, T> {
    by: &'a T,
    key: RefCell<Option<Zeroizing<[u8; 16]>>>,
}

impl<'a, T> Heard<'a, T> {
    fn by(by: &'a T) -> Self {
        Self {
            by,
            key: RefCell::new(None),
        }
    }

    fn hears(&self, key: &FileKey) {
        *self.key.borrow_mut() = Some(Zeroizing::new(*key.expose_secret()));
    }

    /// The key of the payload behind `salt`; none: no file key went through.
    fn payload(&self, salt: &[u8]) -> Option<Stream> {
        let key = self.key.borrow();
        Some(Stream::new(&kdf::hkdf_sha256::<32>(
            salt,
            key.as_ref()?.as_slice(),
            &[b"payload"],
        )))
    }
}

impl age::Recipient for Heard<'_, age::x25519::Recipient> {
    fn wrap_file_key(
        &self,
        key: &FileKey,
    ) -> Result<(Vec<Stanza>, HashSet<String>), age::EncryptError> {
        self.hears(key);
        self.by.wrap_file_key(key)
    }
}

impl age::Identity for Heard<'_, age::x25519::Identity> {
    fn unwrap_stanza(&self, stanza: &Stanza) -> Option<Result<FileKey, age::DecryptError>> {
        let found = self.by.unwrap_stanza(stanza);
        if let Some(Ok(key)) = &found {
            self.hears(key);
        }
        found
    }
}

/// The key of one payload and how far it went. ring does not wipe its keys; this one opens a single file and lives as long as one call.
struct Stream {
    key: Box<LessSafeKey>,
    counter: u64,
}

impl Stream {
    fn new(key: &[u8; 32]) -> Self {
        let key = UnboundKey::new(&CHACHA20_POLY1305, key).expect("the key has 32 bytes");
        Self {
            key: Box::new(LessSafeKey::new(key)),
            counter: 0,
        }
    }

    fn nonce(&self, last: bool) -> Nonce {
        let mut nonce = [0; 12];
        nonce[3..11].copy_from_slice(&self.counter.to_be_bytes());
        nonce[11] = u8::from(last);
        Nonce::assume_unique_for_key(nonce)
    }
}

/// Seals what is written to it into `out`.
pub(super) struct Sealing<W: Write> {
    stream: Stream,
    /// What waits for its message to be full.
    plain: Zeroizing<Vec<u8>>,
    out: W,
}

/// Begins a file for `recipients`; none of them: an error.
pub(super) fn seal<W: Write>(
    recipients: &[age::x25519::Recipient],
    mut out: W,
) -> Result<Sealing<W>, Unsealed> {
    let heard: Vec<Heard<'_, _>> = recipients.iter().map(Heard::by).collect();
    let encryptor =
        age::Encryptor::with_recipients(heard.iter().map(|one| one as &dyn age::Recipient))
            .map_err(|_| Unsealed::Recipients)?;
    // age writes the header and the salt; its own payload is never begun.
    let mut front = Vec::new();
    encryptor.wrap_output(&mut front)?;
    let salt = front.len().checked_sub(SALT).ok_or(Unsealed::Recipients)?;
    let stream = heard
        .first()
        .and_then(|one| one.payload(&front[salt..]))
        .ok_or(Unsealed::Recipients)?;
    out.write_all(&front)?;
    Ok(Sealing {
        stream,
        plain: Zeroizing::new(Vec::with_capacity(SEALED)),
        out,
    })
}

/// Why a file could not be begun.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unsealed {
    #[error("nobody to seal it to")]
    Recipients,
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl<W: Write> Sealing<W> {
    /// Writes the last message. A file that lacks it does not open.
    pub(super) fn finish(mut self) -> io::Result<W> {
        self.message(true)?;
        Ok(self.out)
    }

    fn message(&mut self, last: bool) -> io::Result<()> {
        let nonce = self.stream.nonce(last);
        self.stream
            .key
            .seal_in_place_append_tag(nonce, Aad::empty(), &mut *self.plain)
            .map_err(|_| io::Error::other("the cipher refused"))?;
        self.stream.counter += 1;
        self.out.write_all(&self.plain)?;
        self.plain.clear();
        Ok(())
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A full message waits until it is known not to be the last.
        if self.plain.len() == CHUNK && !bytes.is_empty() {
            self.message(false)?;
        }
        let taken = bytes.len().min(CHUNK - self.plain.len());
        self.plain.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Reads what was sealed. A changed, moved or foreign message is `InvalidData`, a missing one `UnexpectedEof`.
pub(super) struct Opening<R: Read> {
    stream: Stream,
    from: R,
    /// One message and the first byte of the next, so that the last one is known as such before it is opened.
    held: Zeroizing<Vec<u8>>,
    /// Sealed bytes that were read and not opened.
    filled: usize,
    /// Plain bytes in `held` that were not handed out yet.
    plain: std::ops::Range<usize>,
    over: bool,
}

/// Opens a file whose header (up to its end) was read from it. What fails is as age says it.
pub(super) fn open<R: BufRead>(
    identity: &age::x25519::Identity,
    header: &[u8],
    mut from: R,
) -> Result<Opening<R>, age::DecryptError> {
    let mut front = header.to_vec();
    let mut salt = [0; SALT];
    from.read_exact(&mut salt)?;
    front.extend_from_slice(&salt);
    let heard = Heard::by(identity);
    // age looks for the stanza and checks the header's MAC; its reader of the payload is never used.
    age::Decryptor::new_buffered(front.as_slice())?
        .decrypt(std::iter::once(&heard as &dyn age::Identity))?;
    let stream = heard
        .payload(&salt)
        .ok_or(age::DecryptError::NoMatchingKeys)?;
    Ok(Opening {
        stream,
        from,
        held: Zeroizing::new(vec![0; SEALED + 1]),
        filled: 0,
        plain: 0..0,
        over: false,
    })
}

impl<R: Read> Opening<R> {
    /// Reads and opens the next message.
    fn message(&mut self) -> io::Result<()> {
        // What was handed out is wiped by what is read over it; the first byte of this message was read with the last one.
        self.held.swap(0, SEALED);
        while self.filled <= SEALED {
            match self.from.read(&mut self.held[self.filled..]) {
                Ok(0) => break,
                Ok(count) => self.filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        let last = self.filled <= SEALED;
        let length = self.filled.min(SEALED);
        if length == 0 {
            return Err(truncated());
        }
        if length < TAG {
            return Err(changed());
        }
        // A full message at the end may be one from the middle whose rest is missing: that is another answer than a changed one.
        let again = (last && length == SEALED).then(|| self.held[..length].to_vec());
        let nonce = self.stream.nonce(last);
        let opened = self
            .stream
            .key
            .open_in_place(nonce, Aad::empty(), &mut self.held[..length]);
        let plain = match opened {
            Ok(plain) => plain.len(),
            Err(_) => {
                let nonce = self.stream.nonce(false);
                let cut = again.is_some_and(|mut bytes| {
                    let cut = self
                        .stream
                        .key
                        .open_in_place(nonce, Aad::empty(), &mut bytes)
                        .is_ok();
                    bytes.zeroize();
                    cut
                });
                return Err(if cut { truncated() } else { changed() });
            }
        };
        if plain == 0 && self.stream.counter > 0 {
            return Err(changed());
        }
        self.stream.counter += 1;
        self.over = last;
        self.plain = 0..plain;
        self.filled -= length;
        Ok(())
    }
}

fn truncated() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the last message is missing")
}

fn changed() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a message was changed")
}

impl<R: Read> Read for Opening<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        if self.plain.is_empty() {
            if self.over {
                return Ok(0);
            }
            self.message()?;
        }
        let count = out.len().min(self.plain.len());
        let from = self.plain.start;
        out[..count].copy_from_slice(&self.held[from..from + count]);
        self.plain.start += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::person;
    use super::*;
    use io::ErrorKind::{InvalidData, UnexpectedEof};

    /// A file to one reader, whose messages may be put together otherwise than they are written.
    struct Craft {
        identity: age::x25519::Identity,
        front: Vec<u8>,
        stream: Stream,
    }

    impl Craft {
        fn new() -> Self {
            let identity = person(2).packets;
            let mut front = Vec::new();
            let sealing = seal(&[identity.to_public()], &mut front).unwrap();
            let stream = sealing.stream;
            Self {
                identity,
                front,
                stream,
            }
        }

        fn message(&mut self, counter: u64, last: bool, plain: &[u8]) -> Vec<u8> {
            self.stream.counter = counter;
            let mut bytes = plain.to_vec();
            let nonce = self.stream.nonce(last);
            let key = &self.stream.key;
            key.seal_in_place_append_tag(nonce, Aad::empty(), &mut bytes)
                .unwrap();
            bytes
        }

        fn file(&self, messages: &[&[u8]]) -> Vec<u8> {
            [&self.front, messages.concat().as_slice()].concat()
        }

        fn ours(&self, file: &[u8]) -> Result<Vec<u8>, io::ErrorKind> {
            let mut out = Vec::new();
            let header = self.front.len() - SALT;
            let mut opening = open(&self.identity, &file[..header], &file[header..]).map_err(
                |error| match error {
                    age::DecryptError::Io(error) => error.kind(),
                    other => panic!("{other}"),
                },
            )?;
            opening
                .read_to_end(&mut out)
                .map_err(|error| error.kind())?;
            Ok(out)
        }

        fn theirs(&self, file: &[u8]) -> Result<Vec<u8>, io::ErrorKind> {
            let mut out = Vec::new();
            let decryptor = age::Decryptor::new_buffered(file).map_err(|error| match error {
                age::DecryptError::Io(error) => error.kind(),
                other => panic!("{other}"),
            })?;
            let identity = std::iter::once(&self.identity as &dyn age::Identity);
            let mut reader = decryptor.decrypt(identity).unwrap();
            reader.read_to_end(&mut out).map_err(|error| error.kind())?;
            Ok(out)
        }
    }

    fn bytes(length: usize) -> Vec<u8> {
        (0..length).map(|at| (at * 7 + at / 251) as u8).collect()
    }

    #[test]
    fn age_opens_what_is_sealed_here_and_the_other_way_round() {
        let reader = person(2).packets;
        let around = |chunks: usize| [chunks * CHUNK - 1, chunks * CHUNK, chunks * CHUNK + 1];
        for length in [vec![0, 1, 1000], around(1).into(), around(2).into()].concat() {
            let plain = bytes(length);
            let mut file = Vec::new();
            let mut sealing = seal(&[reader.to_public()], &mut file).unwrap();
            // Written in pieces that fit no message.
            for piece in plain.chunks(10_007) {
                sealing.write_all(piece).unwrap();
            }
            sealing.finish().unwrap();
            assert_eq!(age::decrypt(&reader, &file).unwrap(), plain, "{length}");

            let theirs = age::encrypt(&reader.to_public(), &plain).unwrap();
            let header = theirs.windows(5).position(|bytes| bytes == b"\n--- ");
            let header = header.unwrap() + 5 + 43 + 1;
            let mut opening = open(&reader, &theirs[..header], &theirs[header..]).unwrap();
            let mut out = Vec::new();
            opening.read_to_end(&mut out).unwrap();
            assert_eq!(out, plain, "{length}");
        }
    }

    #[test]
    fn messages_that_are_not_the_whole_file_in_order_are_refused_as_age_refuses_them() {
        let mut craft = Craft::new();
        let (one, two, end) = (bytes(CHUNK), vec![9; CHUNK], vec![3; 100]);
        let first = craft.message(0, false, &one);
        let second = craft.message(1, false, &two);
        let third = craft.message(2, true, &end);
        let whole = craft.file(&[&first, &second, &third]);
        let plain = [one.as_slice(), &two, &end].concat();
        assert_eq!(craft.ours(&whole).unwrap(), plain);
        assert_eq!(craft.theirs(&whole).unwrap(), plain);

        let full_last = craft.message(1, true, &two);
        let empty_last = craft.message(2, true, b"");
        let only_empty = craft.message(0, true, b"");
        let early_last = craft.message(0, true, &one);
        let short_first = craft.message(0, false, &one[..CHUNK - 1]);
        let late_counter = craft.message(3, true, &end);
        let from_one = craft.message(1, true, &end);
        let no_last = craft.message(2, false, &end);
        let full_middle = craft.message(2, false, &two);
        let (cut_tag, cut_to_tag) = (&third[..third.len() - 1], &third[..TAG - 1]);
        for good in [
            craft.file(&[&first, &full_last]),
            craft.file(&[&only_empty]),
            craft.file(&[&early_last]),
        ] {
            assert_eq!(craft.ours(&good).unwrap(), craft.theirs(&good).unwrap());
        }
        let bad: [(&str, Vec<&[u8]>, io::ErrorKind); 17] = [
            ("nothing", vec![], UnexpectedEof),
            ("cut after the first", vec![&first], UnexpectedEof),
            ("cut after the second", vec![&first, &second], UnexpectedEof),
            (
                "cut in the last",
                vec![&first, &second, cut_tag],
                InvalidData,
            ),
            (
                "cut to less than a tag",
                vec![&first, &second, cut_to_tag],
                InvalidData,
            ),
            ("exchanged", vec![&second, &first, &third], InvalidData),
            ("twice", vec![&first, &first, &second, &third], InvalidData),
            ("the first is gone", vec![&second, &third], InvalidData),
            ("the middle is gone", vec![&first, &third], InvalidData),
            ("no last", vec![&first, &second, &no_last], InvalidData),
            (
                "no last, and full",
                vec![&first, &second, &full_middle],
                UnexpectedEof,
            ),
            (
                "an empty last",
                vec![&first, &second, &empty_last],
                InvalidData,
            ),
            (
                "a last in the middle",
                vec![&early_last, &second, &third],
                InvalidData,
            ),
            (
                "a short one in the middle",
                vec![&short_first, &second, &third],
                InvalidData,
            ),
            (
                "a number left out",
                vec![&first, &second, &late_counter],
                InvalidData,
            ),
            ("counted from one", vec![&from_one], InvalidData),
            (
                "a byte after the end",
                vec![&first, &second, &third, b"x"],
                InvalidData,
            ),
        ];
        for (what, messages, expected) in bad {
            let file = craft.file(&messages);
            assert_eq!(craft.ours(&file).unwrap_err(), expected, "{what}");
            assert_eq!(craft.theirs(&file).unwrap_err(), expected, "{what}, by age");
        }
        // After a full last message too.
        let after = craft.file(&[&first, &full_last, b"x"]);
        assert_eq!(craft.ours(&after).unwrap_err(), InvalidData);
        // In the salt, and under another salt.
        assert_eq!(
            craft.ours(&whole[..craft.front.len() - 1]).unwrap_err(),
            UnexpectedEof
        );
        let mut bent = whole.clone();
        bent[craft.front.len() - 1] ^= 1;
        assert_eq!(craft.ours(&bent).unwrap_err(), InvalidData);
    }

    #[test]
    fn nothing_of_a_changed_message_is_handed_out() {
        let mut craft = Craft::new();
        let first = craft.message(0, false, &bytes(CHUNK));
        let second = craft.message(1, true, b"end");
        let file = craft.file(&[&first, &second]);
        let header = craft.front.len() - SALT;
        for at in [
            0,
            1,
            CHUNK - 1,
            CHUNK,
            CHUNK + TAG - 1,
            CHUNK + TAG,
            CHUNK + TAG + 3,
        ] {
            let mut bent = file.clone();
            bent[craft.front.len() + at] ^= 0x80;
            let mut opening = open(&craft.identity, &bent[..header], &bent[header..]).unwrap();
            let mut out = Vec::new();
            assert!(opening.read_to_end(&mut out).is_err());
            assert_eq!(out.len(), if at < CHUNK + TAG { 0 } else { CHUNK }, "{at}");
        }
    }
}
