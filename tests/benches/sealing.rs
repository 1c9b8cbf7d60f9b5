//! B9: sealing and opening a packet, signature and hashing included, against the `age` program on the same bytes; and what memory a large
//! one takes. B17: verifying a long chain, against one hash over the same bytes. B18: a session's report on paper. And the change of person.

use crate::line::{Line, Target, median, quantile, timed};
use crate::{Effort, Trouble};
use companion::clock::{Clock, MachineClock};
use companion::{Companion, Secret};
use export::report::Report;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use support::world;
use vault::packet::{Manifest, Recipient, Source};
use vault::{Cost, NewOwner, SystemEntropy, Unlocked};

const MIB: usize = 1 << 20;
/// As large as a part may be.
const PART: usize = 16 * MIB;

fn unlocked(home: &Path, person: u8) -> Result<Unlocked, Trouble> {
    let passphrase = Secret::from(world::PASSPHRASE);
    let owner = NewOwner {
        person_id: [person; 16],
        handle: "MS",
        passphrase: &passphrase,
    };
    let folder = home.join(format!("{person}.holdfast"));
    Ok(vault::create(
        &folder,
        &owner,
        true,
        Cost::FLOOR,
        &mut SystemEntropy::new(),
    )?
    .0)
}

fn manifest(reader: &Unlocked) -> Manifest {
    Manifest {
        packet: [1; 16],
        vault: [2; 16],
        kind: 1,
        thread: [1; 16],
        created_wall_ms: 0,
        zone_minutes: 0,
        expires_wall_ms: 0,
        redaction: 1,
        author: [0; 16],
        author_name: "Maren Sol".to_owned(),
        author_recipient: String::new(),
        recipients: vec![Recipient {
            recipient: reader.hand().packet_recipient(),
            sequence: 1,
            previous: [0; 32],
            role: 0,
        }],
        purpose: "measured".to_owned(),
        checkpoint: String::new(),
        parts: Vec::new(),
    }
}

/// Seals a file of `bytes` bytes, in parts, to another.
fn seal(
    author: &Unlocked,
    reader: &Unlocked,
    from: &Path,
    bytes: usize,
    to: &Path,
) -> Result<(), Trouble> {
    let sources: Vec<Source<'_>> = (0..bytes.div_ceil(PART))
        .map(|index| Source {
            kind: 1,
            version: 1,
            open: Box::new(move || {
                let mut file = File::open(from)?;
                std::io::Seek::seek(&mut file, std::io::SeekFrom::Start((index * PART) as u64))?;
                Ok(Box::new(file.take(PART as u64)))
            }),
        })
        .collect();
    let out = File::create(to)?;
    author
        .hand()
        .seal_packet(manifest(reader), &sources, BufWriter::new(&out))?;
    out.sync_all()?;
    Ok(())
}

/// Opens a packet and writes its parts into a file.
fn open(reader: &Unlocked, from: &Path, to: &Path) -> Result<(), Trouble> {
    let file = File::open(from)?;
    let length = file.metadata()?.len();
    let mut packet = reader
        .hand()
        .open_packet(Some(length), BufReader::new(file))?;
    let out = File::create(to)?;
    // Opening is what is measured: whoever takes a part writes it while the next one is opened.
    std::thread::scope(|scope| {
        let (give, given) = std::sync::mpsc::sync_channel::<Vec<u8>>(0);
        let writing = scope.spawn(move || {
            for part in given {
                (&out).write_all(&part)?;
            }
            out.sync_all()
        });
        while let Some((_, part)) = packet.next_part()? {
            give.send(part)?;
        }
        drop(give);
        Ok(writing.join().map_err(|_| "the writer panicked")??)
    })
}

/// Runs the `age` program and, as on our side, waits until what it wrote is on disk.
fn age(words: &[&str], written: &Path) -> Result<(), Trouble> {
    let done = Command::new("age")
        .args(words)
        .stdout(Stdio::null())
        .status()?;
    if !done.success() {
        return Err("age failed".into());
    }
    File::open(written)?.sync_all()?;
    Ok(())
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// Random-looking bytes, quickly made.
fn fill(path: &Path, bytes: usize) -> Result<(), Trouble> {
    let mut out = BufWriter::new(File::create(path)?);
    let mut at = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..bytes / 8 {
        at ^= at << 13;
        at ^= at >> 7;
        at ^= at << 17;
        out.write_all(&at.to_le_bytes())?;
    }
    out.flush()?;
    Ok(())
}

/// The most memory that this process held since the last call, in MiB; and what it holds now.
fn memory() -> Result<(f64, f64), Trouble> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let of = |name: &str| -> Result<f64, Trouble> {
        let line = status
            .lines()
            .find(|line| line.starts_with(name))
            .ok_or("no such figure")?;
        let kib: f64 = line.split_whitespace().nth(1).ok_or("no figure")?.parse()?;
        Ok(kib / 1024.0)
    };
    let found = (of("VmHWM:")?, of("VmRSS:")?);
    std::fs::write("/proc/self/clear_refs", "5")?;
    Ok(found)
}

pub fn packets(effort: Effort) -> Result<Vec<Line>, Trouble> {
    let home = tempfile::tempdir()?;
    let place = |name: &str| home.path().join(name);
    let (author, reader) = (unlocked(home.path(), 1)?, unlocked(home.path(), 2)?);
    let (plain, sealed, theirs, out) =
        (place("plain"), place("ours"), place("theirs"), place("out"));
    let identity = place("identity");
    std::fs::write(
        &identity,
        format!("{}\n", reader.hand().packet_identity().expose()),
    )?;
    let bytes = effort.sealed_mib * MIB;
    fill(&plain, bytes)?;
    let (mut seals, mut their_seals, mut opens, mut their_opens) = (vec![], vec![], vec![], vec![]);
    for _ in 0..effort.seals {
        let (done, ms) = timed(|| seal(&author, &reader, &plain, bytes, &sealed));
        done?;
        seals.push(ms);
        let recipient = reader.hand().packet_recipient();
        let words = ["-r", &recipient, "-o", text(&theirs), text(&plain)];
        let (done, ms) = timed(|| age(&words, &theirs));
        done?;
        their_seals.push(ms);
        let (done, ms) = timed(|| open(&reader, &sealed, &out));
        done?;
        opens.push(ms);
        let words = ["-d", "-i", text(&identity), "-o", text(&out), text(&theirs)];
        let (done, ms) = timed(|| age(&words, &out));
        done?;
        their_opens.push(ms);
    }
    // At least 0.7 of its throughput is at most 1 / 0.7 of its time.
    let target = Target::Ratio(1.43);
    let n = seals.len();
    let large = effort.large_mib * MIB;
    fill(&plain, large)?;
    let (_, before) = memory()?;
    seal(&author, &reader, &plain, large, &sealed)?;
    open(&reader, &sealed, &out)?;
    let (most, _) = memory()?;
    Ok(vec![
        Line::new(
            "B9.seal",
            "seal a packet, signed and hashed, median",
            median(&seals),
            "ms",
            Target::Value(0.0),
            n,
        )
        .against("age, synced", median(&their_seals), &target),
        Line::new(
            "B9.open",
            "open it, every part checked, median",
            median(&opens),
            "ms",
            Target::Value(0.0),
            n,
        )
        .against("age -d, synced", median(&their_opens), &target),
        Line::new(
            "B9.memory",
            "memory for a large one, sealed and opened",
            most - before,
            "MiB",
            Target::Value(64.0),
            1,
        ),
    ])
}

/// Takes every row of the chain from the engine, and how many bytes its entries have.
fn rows_read(db: &rusqlite::Connection) -> Result<usize, Trouble> {
    let mut statement = db.prepare("SELECT seq, entry, link FROM audit ORDER BY seq")?;
    let mut rows = statement.query([])?;
    let mut bytes = 0;
    while let Some(row) = rows.next()? {
        bytes += row.get_ref(1)?.as_blob()?.len();
        let _link = row.get_ref(2)?.as_blob()?;
    }
    Ok(bytes)
}

/// Milliseconds for counting the code of every page anew, and nothing else: SQLCipher does that before it lends a row, so nothing that goes
/// through it is faster on one core.
pub fn page_codes(db: &rusqlite::Connection) -> Result<f64, Trouble> {
    let (found, ms) = timed(|| {
        // SQLCipher works while it prepares.
        let mut check = db.prepare("PRAGMA cipher_integrity_check")?;
        Ok::<_, Trouble>(check.query([])?.next()?.is_none())
    });
    if found? {
        Ok(ms)
    } else {
        Err("a page does not hold".into())
    }
}

pub fn chain(effort: Effort) -> Result<Vec<Line>, Trouble> {
    let home = tempfile::tempdir()?;
    let mut open = unlocked(home.path(), 1)?;
    let genesis = vault::chain::genesis(&open.vault_id()).digest;
    let context = store::audit::Context {
        actor: None,
        stamp: MachineClock::new().stamp(),
        app: "bench",
        scripted: false,
    };
    let store = store::Store::open(open.database()?, genesis, &context)?;
    let mut head = store.audit_head()?;
    let db = store.into_connection();
    db.execute_batch("BEGIN")?;
    let mut all = 0;
    {
        let mut insert = db.prepare("INSERT INTO audit (seq, entry, link) VALUES (?1, ?2, ?3)")?;
        for _ in 0..effort.chained {
            let mut entry = context.entry("vault_opened", "vault", "0");
            entry.seq = head.seq + 1;
            let bytes = store::record::encode(&entry);
            all += bytes.len();
            head.link = vault::chain::link(&head.link, &bytes);
            head.seq += 1;
            insert.execute(rusqlite::params![head.seq, bytes, &head.link[..]])?;
        }
    }
    db.execute_batch("COMMIT")?;
    let mut store = store::Store::open(db, genesis, &context)?;
    let (mut ours, mut raw, mut read, mut pages) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let bytes = vec![0x5a; all];
    for _ in 0..3 {
        let (said, ms) = timed(|| store.audit_verify());
        let said = said?;
        if said.fault.is_some() || said.entries < effort.chained as u64 {
            return Err("the chain does not hold".into());
        }
        ours.push(ms);
        raw.push(timed(|| vault::chain::digest(&bytes)).1);
        let db = store.into_connection();
        let (rows, ms) = timed(|| rows_read(&db));
        if rows? < all {
            return Err("not every row was read".into());
        }
        read.push(ms);
        // The page check reads the main file alone.
        vault::database::checkpoint(&db)?;
        pages.push(page_codes(&db)?);
        store = store::Store::open(db, genesis, &context)?;
    }
    open.close_database(store.into_connection())?;
    let what = "verify a long chain, every entry read";
    Ok(vec![
        Line::new("B17", what, median(&ours), "ms", Target::Value(0.0), 3).against(
            "SHA-256 of the same bytes",
            median(&raw),
            &Target::Ratio(3.0),
        ),
        // Every page is decrypted and its HMAC checked before a row can be seen: nothing that reads the chain is faster than this.
        Line::new("B17.read", what, median(&ours), "ms", Target::Value(0.0), 3).against(
            "the same rows, read and not looked at",
            median(&read),
            &Target::Ratio(1.3),
        ),
        Line::new(
            "B17.pages",
            "the codes of the pages it lies on, no more",
            median(&pages),
            "ms",
            Target::Value(0.0),
            3,
        )
        .against(
            "SHA-256 of the same bytes",
            median(&raw),
            &Target::Ratio(3.0),
        ),
        Line::new(
            "B17.abs",
            "the same, by the clock",
            median(&ours),
            "ms",
            Target::Value(5000.0),
            3,
        ),
    ])
}

pub fn paper(effort: Effort) -> Result<Vec<Line>, Trouble> {
    let home = tempfile::tempdir()?;
    let mut companion = Companion::new(
        Box::new(MachineClock::new()),
        companion::places::Places::under(home.path()),
    );
    world::make(&mut companion, home.path())?;
    let session = world::session(&mut companion, "KELP-014")?;
    for number in 0..effort.noted {
        world::note(
            &mut companion,
            session,
            number,
            "eyes closed, hands resting on the blanket, breath slow",
        )?;
    }
    world::say(&mut companion, session, "close stopped \"moved away\"")?;
    let first = timed(|| -> Result<Vec<u8>, Trouble> {
        Ok(press::session(&Report::session(&mut companion, session)?)?)
    });
    first.0?;
    let mut later = Vec::new();
    for _ in 0..effort.seals.max(3) {
        let (set, ms) = timed(|| -> Result<Vec<u8>, Trouble> {
            Ok(press::session(&Report::session(&mut companion, session)?)?)
        });
        set?;
        later.push(ms);
    }
    let other = companion.person_by_initials("AK")?;
    let me = companion.author()?;
    let mut pens = Vec::new();
    for turn in 0..effort.seals.max(3) {
        let (who, pin) = if turn % 2 == 0 {
            (other, world::PIN_AK)
        } else {
            (me, world::PIN_MS)
        };
        let (taken, ms) = timed(|| companion.person_take_pen(who, &Secret::from(pin)));
        taken?;
        pens.push(ms);
    }
    let n = later.len();
    Ok(vec![
        Line::new(
            "B18.first",
            "a session's report on paper, the first time",
            first.1,
            "ms",
            Target::Value(3000.0),
            1,
        ),
        Line::new(
            "B18",
            "the same afterwards, median",
            median(&later),
            "ms",
            Target::Value(1000.0),
            n,
        ),
        Line::new(
            "pen",
            "change of person by PIN, slowest",
            quantile(&pens, 1.0),
            "ms",
            Target::Value(3000.0),
            pens.len(),
        ),
    ])
}
