//! *What comes from elsewhere is hostile until it is proven.* Packets that were damaged, forged, passed on, sent again or written by a pinned
//! author who lies: each is refused under a name of its own, at once, in little memory; nothing is shown and not one byte is written.
//! Control: the packets before and after them, by the same hands in good form, are taken.

use crate::forge::{Forge, Part, files, parts_at, point};
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use support::world;

/// A refusal takes no longer and needs no more.
const MS: u64 = 100;
const KIB: u64 = 64 << 10;

/// The reader's program, in a process of its own.
struct Reader {
    child: Child,
    hand: Option<ChildStdin>,
    words: Lines<BufReader<ChildStdout>>,
}

impl Reader {
    fn on(home: &Path) -> Reader {
        let mut child = Command::new(env!("CARGO_BIN_EXE_victim"))
            .arg(home)
            .arg("--packets")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let hand = child.stdin.take();
        let words = BufReader::new(child.stdout.take().expect("it speaks")).lines();
        let mut reader = Reader { child, hand, words };
        assert_eq!(reader.word(), "open");
        reader
    }

    fn word(&mut self) -> String {
        self.words.next().expect("a line").expect("a line")
    }

    /// The code of the answer, milliseconds and KiB.
    fn open(&mut self, file: &Path) -> (String, u64, u64) {
        let hand = self.hand.as_mut().expect("it listens");
        writeln!(hand, "{}", file.display()).expect("it hears");
        let line = self.word();
        let mut words = line.split(' ');
        let mut next = || words.next().expect("three words");
        let code = next().to_owned();
        let mut figure = || next().parse().expect("a figure");
        (code, figure(), figure())
    }

    fn end(mut self) {
        drop(self.hand.take());
        assert!(self.child.wait().expect("it ends").success());
    }
}

/// Where age's chunks begin: after its header and a nonce of 16 bytes.
fn chunks_at(sealed: &[u8]) -> usize {
    const MARK: &[u8] = b"\n--- ";
    let mark = sealed.windows(MARK.len()).position(|w| w == MARK);
    let last = mark.expect("a header") + 1;
    let end = sealed[last..].iter().position(|byte| *byte == b'\n');
    last + end.expect("a line") + 1 + 16
}

/// A chunk with its tag.
const CHUNK: usize = (64 << 10) + 16;

struct Case {
    name: &'static str,
    bytes: Vec<u8>,
    code: &'static str,
}

/// Everything that is wrong with the file or with what lies in it.
fn damaged(forge: &Forge) -> Vec<Case> {
    // Some chunks long; nothing that lies in it is looked at before all of it was read.
    let mut parts = forge.parts.clone();
    parts.push((3, 1, vec![b' '; 3 * CHUNK]));
    let good = forge.sealed(&forge.author, 2, |_| (), &parts);
    let inside = forge.inside(&good);
    let at = parts_at(&inside);
    let begin = chunks_at(&good);
    assert!(good.len() > begin + 2 * CHUNK, "three chunks");
    let bent = |at: usize, bytes: &[u8]| {
        let mut bent = inside.clone();
        bent[at..at + bytes.len()].copy_from_slice(bytes);
        forge.around(&bent)
    };
    let lying = |change: &dyn Fn(&mut Vec<u8>)| {
        forge.around(&forge.signed_anew(&inside, |front| change(front)))
    };
    // The table of parts ends the manifest: kind, version, length, digest of each.
    let table = at - 96 - 44 * parts.len();
    let flipped = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        bytes
    };
    let swapped = [
        &good[..begin],
        &good[begin + CHUNK..begin + 2 * CHUNK],
        &good[begin..begin + CHUNK],
        &good[begin + 2 * CHUNK..],
    ]
    .concat();
    let twice = [&good[..begin + CHUNK], &good[begin..]].concat();
    let endless = [
        b"age-encryption.org/v1\n".to_vec(),
        b"-> X25519 AAAA\nAAAA\n".repeat(100_000),
    ]
    .concat();
    let second = at + 12 + forge.parts[0].2.len();
    let case = |name, bytes, code| Case { name, bytes, code };
    vec![
        case("an empty file", Vec::new(), "not_a_packet"),
        case(
            "another file",
            b"%PDF-1.4 and so on".to_vec(),
            "not_a_packet",
        ),
        case("noise", vec![0x5a; 1 << 20], "not_a_packet"),
        case(
            "no payload of ours",
            forge.around(&[7; 500]),
            "not_a_packet",
        ),
        case("a header without an end", endless, "packet_limit"),
        case(
            "a bit of age's header",
            flipped(begin - 30),
            "packet_damaged",
        ),
        case(
            "a bit of the first chunk",
            flipped(begin + 7),
            "packet_damaged",
        ),
        case(
            "a bit of the last chunk",
            flipped(good.len() - 3),
            "packet_damaged",
        ),
        case("two chunks exchanged", swapped, "packet_damaged"),
        case("a chunk twice", twice, "packet_damaged"),
        case(
            "bytes after the end",
            [good.as_slice(), b"more"].concat(),
            "packet_damaged",
        ),
        case(
            "without its last chunk",
            good[..begin + 2 * CHUNK].to_vec(),
            "packet_cut",
        ),
        // A piece of a chunk says no more than that it is not whole.
        case(
            "half of it",
            good[..good.len() / 2].to_vec(),
            "packet_damaged",
        ),
        case(
            "its header alone",
            good[..begin - 16].to_vec(),
            "packet_cut",
        ),
        case(
            "cut inside, sealed whole",
            forge.around(&inside[..inside.len() - 5]),
            "packet_cut",
        ),
        case(
            "a byte too many inside",
            forge.around(&[inside.as_slice(), b"x"].concat()),
            "packet_damaged",
        ),
        case(
            "a newer reader is wanted",
            bent(8, &[0, 9, 0, 9]),
            "packet_newer",
        ),
        case(
            "a manifest of four thousand million bytes",
            bent(12, &u32::MAX.to_be_bytes()),
            "packet_limit",
        ),
        case(
            "a byte of the manifest",
            bent(40, &[0xee]),
            "packet_signature",
        ),
        case(
            "a byte of the signature",
            bent(at - 9, &[!inside[at - 9]]),
            "packet_signature",
        ),
        case(
            "a signed part of 2^64 bytes",
            lying(&|front| front[table + 4..table + 12].copy_from_slice(&u64::MAX.to_be_bytes())),
            "packet_limit",
        ),
        case(
            "a thousand million signed parts",
            lying(&|front| {
                front[table - 4..table].copy_from_slice(&1_000_000_000u32.to_be_bytes());
            }),
            "packet_limit",
        ),
        case(
            "a part more than is listed",
            lying(&|front| {
                let more = u32::try_from(parts.len()).expect("few") + 1;
                front[table - 4..table].copy_from_slice(&more.to_be_bytes());
            }),
            "packet_malformed",
        ),
        case(
            "the right bytes under another length",
            bent(at + 4, &u64::MAX.to_be_bytes()),
            "packet_malformed",
        ),
        case(
            "a signed length that is one too small",
            lying(&|front| {
                let less = forge.parts[0].2.len() as u64 - 1;
                front[table + 4..table + 12].copy_from_slice(&less.to_be_bytes());
            }),
            "packet_malformed",
        ),
        case(
            "a number twice",
            bent(second, &0u32.to_be_bytes()),
            "packet_malformed",
        ),
        case(
            "a hole in the numbers",
            bent(second, &2u32.to_be_bytes()),
            "packet_malformed",
        ),
        case(
            "other bytes under the digest",
            bent(at + 40, b"!"),
            "packet_damaged",
        ),
        case(
            "sealed to somebody else",
            forge.elsewhere(&inside),
            "packet_not_for_you",
        ),
    ]
}

/// Everything that is in good form and says what it must not.
fn lying(forge: &Forge) -> Vec<Case> {
    let by = &forge.author;
    let parts = &forge.parts;
    let case = |name, bytes, code| Case { name, bytes, code };
    let thread = forge.manifest.packet;
    let with = |kind: u16, version: u16, bytes: &[u8]| -> Vec<Part> {
        let mut parts = parts.clone();
        parts.push((kind, version, bytes.to_vec()));
        parts
    };
    // A recipient of the same length that is nobody's here.
    let other = forge.other([0x77; 16]);
    let forwarded = forge.sealed(
        &other,
        1,
        |manifest| manifest.recipients[0].recipient = other.hand().packet_recipient(),
        parts,
    );
    let mut handed_on = Vec::new();
    let mut opened = other
        .hand()
        .open_packet(None, forwarded.as_slice())
        .expect("it is theirs");
    while opened.next_part().expect("whole").is_some() {}
    let identity: age::x25519::Identity = other
        .hand()
        .packet_identity()
        .expose()
        .parse()
        .expect("an identity");
    handed_on.extend(forge.around(&age::decrypt(&identity, &forwarded).expect("theirs")));
    let same_name = forge.other(forge.author.person_id());
    let large: Vec<Part> = vec![(2, 1, vec![0; 15 << 20]); 5];
    vec![
        case(
            "passed on by who may read it",
            handed_on,
            "packet_forwarded",
        ),
        case(
            "by a stranger",
            forge.sealed(&other, 1, |_| (), parts),
            "unknown_author",
        ),
        case(
            "by a pinned author with other keys",
            forge.sealed(&same_name, 1, |_| (), parts),
            "keys_changed",
        ),
        case(
            "a checkpoint of another vault",
            forge.sealed(by, 2, |m| m.checkpoint = point(&other, 5_000), parts),
            "packet_signature",
        ),
        case(
            "no checkpoint",
            forge.sealed(by, 2, |m| m.checkpoint = "none".to_owned(), parts),
            "packet_signature",
        ),
        case("the same once more", forge.first.clone(), "packet_known"),
        case(
            "another under the same number",
            forge.sealed(by, 1, |_| (), parts),
            "packet_older",
        ),
        case(
            "the next, after another than was opened",
            forge.sealed(by, 2, |m| m.recipients[0].previous = [9; 32], parts),
            "packet_fork",
        ),
        case(
            "a chain that has become shorter",
            forge.sealed(by, 2, |m| m.checkpoint = point(by, 1), parts),
            "packet_rolled_back",
        ),
        case(
            "its time is over",
            forge.sealed(by, 2, |m| m.expires_wall_ms = 1, parts),
            "packet_expired",
        ),
        case(
            "an answer to nothing",
            forge.sealed(
                by,
                2,
                |m| (m.kind, m.thread) = (2, [7; 16]),
                &[(3, 1, b"{\"v\":1,\"rows\":[]}".to_vec())],
            ),
            "packet_no_thread",
        ),
        case(
            "a kind that nobody knows",
            forge.sealed(by, 2, |m| (m.kind, m.thread) = (9, thread), parts),
            "packet_malformed",
        ),
        case(
            "how much was left out is not said",
            forge.sealed(by, 2, |m| m.redaction = 7, parts),
            "packet_malformed",
        ),
        case(
            "no session in it",
            forge.sealed(by, 2, |_| (), &parts[..1]),
            "packet_malformed",
        ),
        case(
            "a session twice",
            forge.sealed(by, 2, |_| (), &with(2, 1, &parts[1].2)),
            "packet_malformed",
        ),
        case(
            "a session without its protocol",
            forge.sealed(by, 2, |_| (), &parts[1..]),
            "packet_malformed",
        ),
        case(
            "a session in no form",
            forge.sealed(by, 2, |_| (), &with(2, 1, &vec![b'['; 4 << 20])),
            "packet_malformed",
        ),
        case(
            "parts of a course in no form",
            forge.sealed(by, 2, |_| (), &with(5, 1, b"{\"v\":1}")),
            "packet_malformed",
        ),
        case(
            "a protocol that is none",
            forge.sealed(
                by,
                2,
                |_| (),
                &with(1, 1, "a = [".repeat(10_000).as_bytes()),
            ),
            "packet_malformed",
        ),
        case(
            "a part that nobody knows",
            forge.sealed(by, 2, |_| (), &with(77, 1, b"")),
            "packet_newer",
        ),
        case(
            "more than is taken in at once",
            forge.sealed(by, 2, |_| (), &large),
            "packet_limit",
        ),
    ]
}

#[test]
fn each_hostile_packet_is_refused_by_name_at_once_and_leaves_nothing() {
    let forge = Forge::new();
    let stick = tempfile::tempdir().expect("a temporary folder");
    let place = |name: &str, bytes: &[u8]| -> PathBuf {
        let path = stick.path().join(name.replace(' ', "-"));
        std::fs::write(&path, bytes).expect("written");
        path
    };
    let folder = world::folder(forge.away.path());
    let mut reader = Reader::on(forge.away.path());
    let first = place("the first", &forge.first);
    assert_eq!(reader.open(&first).0, "taken", "control");
    let before = files(&folder);
    let mut complaints = Vec::new();
    let mut codes = std::collections::BTreeSet::new();
    let mut tried = 0;
    for case in damaged(&forge).into_iter().chain(lying(&forge)) {
        let path = place(case.name, &case.bytes);
        // A busy machine may keep anybody waiting: what counts is the quickest of three.
        let answers: Vec<_> = (0..3).map(|_| reader.open(&path)).collect();
        let (code, ..) = &answers[0];
        let ms = answers.iter().map(|(_, ms, _)| *ms).min().expect("three");
        let kib = answers.iter().map(|(.., kib)| *kib).max().expect("three");
        if code != case.code || ms > MS || kib > KIB {
            complaints.push(format!("{}: {code}, {ms} ms, {kib} KiB", case.name));
        }
        if files(&folder) != before {
            complaints.push(format!("{}: something was written", case.name));
        }
        codes.insert(case.code);
        tried += 1;
    }
    // What is no file is not waited for.
    let pipe = stick.path().join("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("mkfifo is there").success());
    for path in [&pipe, stick.path()] {
        assert_eq!(reader.open(path).0, "no_file", "{}", path.display());
    }
    assert!(complaints.is_empty(), "{complaints:#?}");
    assert!(tried > 45 && codes.len() > 15, "{tried} {codes:?}");
    // Control: the one that follows the first is taken, and written.
    let next = place(
        "next",
        &forge.sealed(&forge.author, 2, |_| (), &forge.parts),
    );
    assert_eq!(reader.open(&next).0, "taken");
    assert_ne!(files(&folder), before);
    reader.end();
}

#[test]
fn the_largest_packet_streams_through_little_memory() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let said = Command::new(env!("CARGO_BIN_EXE_victim"))
        .arg(home.path())
        .arg("--stream")
        .output()
        .expect("the program starts");
    let text = String::from_utf8(said.stdout).expect("UTF-8");
    let (bytes, kib) = text.trim().split_once(' ').expect("two figures");
    assert_eq!(bytes, "536870912");
    let kib: u64 = kib.parse().expect("a figure");
    println!("{kib} KiB");
    assert!(kib > 1_000, "nothing was measured");
    assert!(kib <= KIB, "{kib} KiB");
}
