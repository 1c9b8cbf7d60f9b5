//! *No file brings the program down.* Headers, packets, manifests, contact cards, protocol and measure files, changed at random from good
//! ones: each is answered within a second, in bounded memory, without a panic. `cargo xtask fuzz` goes on for as long as it is told to.
//! Control: a reader that trusts a length is brought down within the same seconds.

use crate::forge::{Forge, Part};
use clinic::review::{Event, Place, Row};
use companion::Companion;
use companion::packets::Stopped;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use support::world;
use vault::card::Card;

/// What one round takes where nobody says for how long.
const ROUND: Duration = Duration::from_secs(2);
/// No input takes longer.
const LONGEST: Duration = Duration::from_secs(1);
/// Bytes that the process of a round may take for its data: a key derivation of a test vault needs a quarter of it.
const MEMORY: u64 = 256 << 20;
/// The round goes on inside a process of its own.
const INSIDE: &str = "HOLDFAST_FUZZ_INSIDE";

/// Chance that is the same each time, unless `HOLDFAST_FUZZ_SEED` says otherwise.
struct Chance(u64);

impl Chance {
    fn new() -> Chance {
        let said = std::env::var("HOLDFAST_FUZZ_SEED").ok();
        let seed = said.map_or(1, |seed| seed.parse().expect("a number"));
        Chance(0x9e37_79b9_7f4a_7c15 ^ (seed << 1 | 1))
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound.max(1) as u64).expect("below a size")
    }
}

/// Numbers and words that have brought readers down before.
const WORDS: &[&str] = &[
    "0",
    "-1",
    "1",
    "255",
    "256",
    "65535",
    "65536",
    "2147483648",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551615",
    "1e308",
    "-0.0",
    "nan",
    "inf",
    "\"\"",
    "null",
    "true",
    "[]",
    "{}",
    "[[",
    "}}",
    "\"",
    "'''",
    "\\u0000",
    "\\ud800",
    "\u{202e}",
    "\u{0}",
    "\u{feff}",
    "#",
    "=",
    "x = 1\n",
    "[a.b.c]\n",
    "[[a]]\n",
];

/// One input after another, made from good ones.
fn bend(chance: &mut Chance, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = seeds[chance.below(seeds.len())].clone();
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len());
        let end = (at + 1 + chance.below(40)).min(bytes.len());
        match chance.below(10) {
            0 if !bytes.is_empty() => bytes[at] ^= 1 << chance.below(8),
            1 if !bytes.is_empty() => bytes[at] = [0, 1, 0x7f, 0x80, 0xff][chance.below(5)],
            2 => drop(bytes.drain(at..end)),
            3 => {
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            4 => bytes.truncate(at),
            5 => {
                let other = &seeds[chance.below(seeds.len())];
                let from = chance.below(other.len());
                let to = (from + chance.below(200)).min(other.len());
                bytes.splice(at..end, other[from..to].iter().copied());
            }
            6 if bytes.len() >= at + 4 => {
                let number = [0, 1, 0xff, 0xffff, 0x7fff_ffff, u32::MAX][chance.below(6)];
                bytes[at..at + 4].copy_from_slice(&number.to_be_bytes());
            }
            // A whole line away, or another one before it.
            7 => {
                let from = bytes[..at]
                    .iter()
                    .rposition(|b| *b == b'\n')
                    .map_or(0, |at| at + 1);
                let to = bytes[at..]
                    .iter()
                    .position(|b| *b == b'\n')
                    .map_or(bytes.len(), |n| at + n + 1);
                let line: Vec<u8> = bytes.drain(from..to).collect();
                if chance.below(2) == 0 {
                    let at = chance.below(bytes.len());
                    bytes.splice(at..at, line);
                }
            }
            // A number, or a word in its place.
            8 => {
                let digit = |byte: &u8| byte.is_ascii_digit();
                if let Some(from) = bytes[at..].iter().position(digit).map(|n| at + n) {
                    let to = bytes[from..]
                        .iter()
                        .position(|b| !digit(b))
                        .map_or(bytes.len(), |n| from + n);
                    let word = WORDS[chance.below(WORDS.len())];
                    bytes.splice(from..to, word.bytes());
                }
            }
            _ => {
                let word = WORDS[chance.below(WORDS.len())];
                bytes.splice(at..at, word.bytes());
            }
        }
    }
    bytes
}

/// An input that brought the reader down, or kept it too long.
#[derive(Debug)]
struct Found {
    what: String,
    input: Vec<u8>,
}

/// Tries inputs until the time is over. Answers how many.
fn round(seeds: &[Vec<u8>], mut try_one: impl FnMut(&[u8])) -> Result<usize, Found> {
    let seconds = std::env::var("HOLDFAST_FUZZ_SECONDS").ok();
    let seconds = seconds.map(|text| Duration::from_secs(text.parse().expect("a number")));
    let until = Instant::now() + seconds.unwrap_or(ROUND);
    let mut chance = Chance::new();
    let mut tried = 0;
    while Instant::now() < until {
        let input = bend(&mut chance, seeds);
        let mut timed = || {
            let began = Instant::now();
            let done = catch_unwind(AssertUnwindSafe(|| try_one(&input)));
            done.map(|()| began.elapsed()).map_err(|thrown| {
                let text = thrown.downcast_ref::<String>().cloned();
                text.unwrap_or_else(|| "it panicked".to_owned())
            })
        };
        // A busy machine may keep anybody waiting: what counts is the quickest of three.
        let mut took = timed();
        for _ in 0..2 {
            if took.as_ref().is_ok_and(|took| *took > LONGEST) {
                took = timed();
            }
        }
        match took {
            Ok(took) if took <= LONGEST => tried += 1,
            Ok(took) => {
                return Err(Found {
                    what: format!("{took:?}"),
                    input,
                });
            }
            Err(what) => return Err(Found { what, input }),
        }
    }
    Ok(tried)
}

/// Whether this is the run in a process of its own, whose memory is bounded; otherwise runs the test there and answers no.
fn inside(test: &str) -> bool {
    if std::env::var_os(INSIDE).is_some() {
        return true;
    }
    let status = Command::new("prlimit")
        .arg(format!("--data={MEMORY}"))
        .arg(std::env::current_exe().expect("this program"))
        .args([&format!("fuzz::{test}"), "--exact", "--nocapture"])
        .env(INSIDE, "1")
        .status()
        .expect("prlimit is there");
    assert!(status.success(), "the round of {test} failed");
    false
}

/// A round that must find nothing. What is found is kept as a file, so that it can be looked at.
fn holds(test: &str, at_least: usize, seeds: &[Vec<u8>], try_one: impl FnMut(&[u8])) {
    match round(seeds, try_one) {
        Ok(tried) => {
            println!("{test}: {tried} inputs");
            assert!(tried >= at_least, "only {tried} inputs were tried");
        }
        Err(found) => {
            let kept = support::window::target().join(format!("fuzz-{test}"));
            std::fs::write(&kept, &found.input).expect("kept");
            panic!("{}: {}", kept.display(), found.what);
        }
    }
}

fn fixtures(folder: &str, ending: &str) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    below(&support::root().join(folder), ending, &mut found);
    found.sort();
    assert!(!found.is_empty(), "{folder} holds nothing");
    found
        .iter()
        .map(|path| std::fs::read(path).expect("a file"))
        .collect()
}

fn below(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            below(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
}

#[test]
fn header() {
    if !inside("header") {
        return;
    }
    let home = tempfile::tempdir().expect("a temporary folder");
    let folder = home.path().join("Any.holdfast");
    std::fs::create_dir(&folder).expect("a folder");
    let seeds = fixtures("tests/fixtures/vectors", ".hdr");
    let mut read = 0;
    holds("header", 100, &seeds, |bytes| {
        std::fs::write(folder.join("vault.hdr"), bytes).expect("written");
        if vault::probe(&folder).is_ok() {
            read += 1;
        }
    });
    assert!(
        read > 5,
        "only {read} were in form: nothing was looked into"
    );
}

#[test]
fn manifest() {
    if !inside("manifest") {
        return;
    }
    let forge = Forge::new();
    let whole = forge.inside(&forge.first);
    let reader = vault::unlock(
        &world::folder(forge.away.path()),
        None,
        &companion::Secret::from(world::PASSPHRASE),
    )
    .expect("it opens");
    let at = crate::forge::parts_at(&whole) - 96;
    let mut opened = 0;
    holds("manifest", 50, &[whole[16..at].to_vec()], |bytes| {
        let signed = forge.signed_anew(&whole, |front| {
            front.truncate(12);
            front.extend_from_slice(&u32::try_from(bytes.len()).expect("short").to_be_bytes());
            front.extend_from_slice(bytes);
        });
        let sealed = forge.around(&signed);
        if let Ok(mut packet) = reader.hand().open_packet(None, sealed.as_slice()) {
            opened += 1;
            while let Ok(Some(_)) = packet.next_part() {}
        }
    });
    assert!(opened > 0, "only {opened} opened: nothing was looked into");
}

/// Everything that the doors show of a packet.
fn looked_at(companion: &mut Companion, thread: clinic::id::PacketId) {
    let id = clinic::id::hex(&thread.0);
    let view = wire::review::ReviewView::of(companion, &id)
        .expect("a thread that was taken in can be shown");
    for session in &view.sessions {
        let report =
            export::report::Report::reviewed(&view, &session.plan.session).expect("and printed");
        drop(press::session(&report).expect("and set"));
    }
}

#[test]
fn packet() {
    if !inside("packet") {
        return;
    }
    let forge = Forge::new();
    let mut companion = world::companion(forge.away.path());
    world::unlock(&mut companion, forge.away.path()).expect("it opens");
    let file = forge.home.path().join("packet");
    std::fs::write(&file, &forge.first).expect("written");
    companion
        .packet_open(&file, false)
        .expect("control: the first is taken");
    let (protocol, session): (&Part, &Part) = (&forge.parts[0], &forge.parts[1]);
    let (mut number, mut taken) = (4, 0);
    let again = forge.sealed(&forge.author, number, |_| (), &forge.parts);
    std::fs::write(&file, again).expect("written");
    let thread = companion
        .packet_open(&file, false)
        .expect("control: a good one is taken");
    looked_at(&mut companion, thread);
    holds("packet", 20, std::slice::from_ref(&session.2), |bytes| {
        number += 2;
        let parts = [protocol.clone(), (session.0, session.1, bytes.to_vec())];
        std::fs::write(&file, forge.sealed(&forge.author, number, |_| (), &parts))
            .expect("written");
        match companion.packet_open(&file, false) {
            Ok(thread) => {
                taken += 1;
                looked_at(&mut companion, thread);
            }
            Err(companion::Error::Packet(Stopped::Malformed | Stopped::Fork | Stopped::Newer)) => {}
            Err(other) => panic!("{other}"),
        }
    });
    println!("packet: {taken} were taken in and shown");
}

/// What an author says in a thread, as it lies in an answer.
#[derive(serde::Serialize)]
struct Rows {
    v: u32,
    rows: Vec<Row>,
}

#[test]
fn answer() {
    if !inside("answer") {
        return;
    }
    let forge = Forge::new();
    let mut companion = world::companion(forge.away.path());
    world::unlock(&mut companion, forge.away.path()).expect("it opens");
    let file = forge.home.path().join("packet");
    std::fs::write(&file, &forge.first).expect("written");
    let thread = companion
        .packet_open(&file, false)
        .expect("control: the first is taken");
    // The query that is answered stands on this side, so that the answer has something to speak to.
    let asked = Event::Asked {
        on: Place::Whole,
        text: "Who stayed?".to_owned(),
    };
    companion.review_act(thread, asked).expect("kept");
    let query = companion.thread(thread).expect("a thread").review.queries()[0].id;
    let row = |n: u64, event: Event| Row {
        by: clinic::id::PersonId(forge.manifest.author),
        name: forge.manifest.author_name.clone(),
        n,
        wall_ms: 1_770_000_000_000,
        zone_minutes: 60,
        event,
    };
    let text = || "Both of us.".to_owned();
    let rows = |first: u64| {
        let rows = vec![
            row(
                first,
                Event::Answered {
                    query,
                    after: 0,
                    text: text(),
                },
            ),
            row(
                first + 1,
                Event::Commented {
                    on: Place::Whole,
                    text: text(),
                },
            ),
        ];
        store::record::encode(&Rows { v: 1, rows })
    };
    let mut number = 4;
    let (mut taken, mut refused) = (0, 0);
    let mut open = |companion: &mut Companion, bytes: &[u8]| {
        number += 2;
        let reply = |manifest: &mut vault::packet::Manifest| {
            (manifest.kind, manifest.thread) = (2, thread.0)
        };
        let sealed = forge.sealed(&forge.author, number, reply, &[(3, 1, bytes.to_vec())]);
        std::fs::write(&file, sealed).expect("written");
        let answer = companion.packet_open(&file, false);
        looked_at(companion, thread);
        answer
    };
    open(&mut companion, &rows(0)).expect("control: a good one is merged");
    holds("answer", 20, &[rows(2)], |bytes| {
        match open(&mut companion, bytes) {
            Ok(_) => taken += 1,
            Err(companion::Error::Packet(Stopped::Malformed | Stopped::Fork | Stopped::Newer)) => {
                refused += 1
            }
            Err(other) => panic!("{other}"),
        }
    });
    println!("answer: {taken} were merged, {refused} refused");
}

#[test]
fn card() {
    if !inside("card") {
        return;
    }
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path()).expect("a vault");
    let card = companion.contact_card().expect("a card");
    holds("card", 1_000, &[card.clone().into_bytes()], |bytes| {
        if let Ok(text) = std::str::from_utf8(bytes) {
            assert!(
                Card::parse(text).is_err() || text == card,
                "a changed card was taken"
            );
        }
    });
}

#[test]
fn protocol() {
    if !inside("protocol") {
        return;
    }
    let mut seeds = fixtures("assets/protocols", ".toml");
    seeds.extend(fixtures("tests/fixtures/protocols", ".toml"));
    let mut whole = 0;
    holds("protocol", 30, &seeds, |bytes| {
        if let Ok(protocol) = std::str::from_utf8(bytes)
            .map_err(drop)
            .and_then(|text| Companion::protocol_lint(text).map_err(drop))
        {
            whole += 1;
            drop(clinic::protocol::rehearse::rehearse(&protocol));
        }
    });
    assert!(whole > 0, "none was whole: nothing was looked into");
}

#[test]
fn measure() {
    if !inside("measure") {
        return;
    }
    let seeds = fixtures("assets/measures", ".toml");
    let mut whole = 0;
    holds("measure", 100, &seeds, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        if let Ok(line) = companion::measures::read(&text) {
            whole += 1;
            for typed in ["", "0", "1 1 1 1 1 1 1 1 1 1", "9999999999", "- - -"] {
                if let Ok(answers) = line.measure.read_answers(typed) {
                    drop(clinic::measure::score(&line.measure, &answers));
                }
            }
        }
    });
    assert!(
        whole > 5,
        "only {whole} were whole: nothing was looked into"
    );
}

#[test]
fn a_reader_that_trusts_a_length_is_brought_down() {
    let seeds = fixtures("tests/fixtures/vectors/valid", ".hdr");
    let found = round(&seeds, |bytes| {
        let length = bytes.get(70).copied().unwrap_or(0);
        let rest = &bytes[bytes.len().min(71)..];
        assert!(
            rest.len() < 3
                || rest[..usize::from(length).min(rest.len())].len() == usize::from(length)
        );
    });
    assert!(!found.expect_err("it stands").input.is_empty());
    // And one that waits.
    let slow = round(&seeds, |_| std::thread::sleep(Duration::from_millis(1_050)));
    assert!(slow.expect_err("it is quick").what.contains('s'));
}
