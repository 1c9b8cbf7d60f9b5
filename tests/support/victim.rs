//! A program to be killed: opens the vault under a home, says what it finds, then types, keeps notes and readings by turns, and
//! says each one is kept.
//!
//! Lines on stdout: `found N,N,…` (every numbered act in the record, in order), `draft N` (what was being typed), `holds` (the
//! chain and every row), `typed N` after a draft is on disk, `kept N` after an act is. With `--lie` it says both before the
//! disk has them: the control that the test must catch.
//! With `--take-out` it opens, says `open`, takes AK out, and says `removed`.
//! With `--hold` it opens, says `open`, waits for a line, locks, says `locked`, and waits again.
//! With `--packets` it opens, says `open`, and tries to open each packet that a line names: it says the code of the failure (or `taken`),
//! the milliseconds that it took, and by how many KiB its memory grew.
//! With `--unlock` it tries to unlock the vault in the home that a line names: it says the same three of that.
//! With `--stream` it makes two vaults, seals half a GiB from one to the other and opens it: it says by how many KiB its memory grew.

use clinic::quantity::Sign;
use clinic::session::act::{Act, When};
use clinic::session::event::{Event, Voice};
use companion::session::Told;
use companion::{Error, RequestKey};
use std::io::Write;
use support::world;

/// The form that is typed in.
const PLACE: &str = "vitals";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let home = std::path::PathBuf::from(arguments.next().ok_or("a home is needed")?);
    let how = arguments.next().unwrap_or_default();
    if how == "--stream" {
        return stream(&home);
    }
    let lie = how == "--lie";
    let mut companion = world::companion(&home);
    if how == "--unlock" {
        return measured(|path| {
            world::unlock(&mut companion, path)?;
            companion.vault_lock()
        });
    }
    world::unlock(&mut companion, &home)?;
    if how == "--hold" {
        return hold(&mut companion);
    }
    if how == "--take-out" {
        say("open")?;
        let person = companion.person_by_initials("AK")?;
        let proof = companion::Secret::from(world::PASSPHRASE);
        companion.person_remove(person, &proof, &mut |_| {})?;
        say("removed")?;
        return Ok(());
    }
    if how == "--packets" {
        return packets(&mut companion);
    }
    let session = *companion.session_live().first().ok_or("a session runs")?;

    let (live, ..) = companion.session_look(session)?;
    let found: Vec<u64> = live
        .session
        .rows()
        .iter()
        .filter_map(|row| match &row.event {
            Event::Noted { text, .. } => text.strip_prefix("note ")?.parse().ok(),
            Event::ReadingTaken { manner, .. } => manner.strip_prefix("cuff ")?.parse().ok(),
            _ => None,
        })
        .collect();
    let words: Vec<String> = found.iter().map(u64::to_string).collect();
    say(&format!("found {}", words.join(",")))?;
    for draft in companion.drafts(session)? {
        let caret = draft.row.caret.to_string();
        if draft.row.text == format!("typing {caret}") {
            say(&format!("draft {caret}"))?;
        }
    }
    let report = companion.audit_verify()?;
    if report.chain.fault.is_none() && report.unreadable.is_none() {
        say("holds")?;
    }

    let mut number = found.last().map_or(0, |last| last + 1);
    loop {
        let typed = format!("typed {number}");
        let kept = format!("kept {number}");
        if lie {
            say(&typed)?;
            say(&kept)?;
        }
        let caret = u32::try_from(number)?;
        companion.draft_keep(session, PLACE, &format!("typing {number}"), caret)?;
        if !lie {
            say(&typed)?;
        }
        keep(&mut companion, session, number)?;
        if !lie {
            say(&kept)?;
        }
        number += 1;
    }
}

/// Open, then locked, each until a line comes.
fn hold(companion: &mut companion::Companion) -> Result<(), Box<dyn std::error::Error>> {
    let mut line = String::new();
    say("open")?;
    std::io::stdin().read_line(&mut line)?;
    companion.vault_lock()?;
    say("locked")?;
    std::io::stdin().read_line(&mut line)?;
    Ok(())
}

/// One packet a line.
fn packets(companion: &mut companion::Companion) -> Result<(), Box<dyn std::error::Error>> {
    say("open")?;
    let mut trust = false;
    measured(|path| {
        let path = path.to_str().unwrap_or_default();
        let path = path
            .strip_prefix('+')
            .inspect(|_| trust = true)
            .unwrap_or(path);
        let trust = std::mem::take(&mut trust);
        companion
            .packet_open(std::path::Path::new(path), trust)
            .map(drop)
    })?;
    companion.vault_lock()?;
    Ok(())
}

/// Does something with each path that a line names: says how that ended, the milliseconds, and by how many KiB the memory grew.
fn measured(
    mut with: impl FnMut(&std::path::Path) -> Result<(), Error>,
) -> Result<(), Box<dyn std::error::Error>> {
    for line in std::io::stdin().lines() {
        let path = std::path::PathBuf::from(line?);
        let before = memory("VmRSS:")?;
        std::fs::write("/proc/self/clear_refs", "5")?;
        let began = std::time::Instant::now();
        let answer = with(&path);
        let ms = began.elapsed().as_millis();
        let grown = memory("VmHWM:")?.saturating_sub(before);
        let code = match answer {
            Ok(()) => "taken".to_owned(),
            Err(error) => serde_json::to_value(wire::failure::Failure::from(error).code)?
                .as_str()
                .ok_or("a code is a word")?
                .to_owned(),
        };
        say(&format!("{code} {ms} {grown}"))?;
    }
    Ok(())
}

/// As many bytes as a packet may have, in parts as large as they may be.
fn stream(home: &std::path::Path) -> Result<(), Box<dyn std::error::Error>> {
    use vault::packet::{Manifest, PART_MAX, Recipient, Source, TOTAL_MAX};
    let made = |person: u8| {
        let owner = vault::NewOwner {
            person_id: [person; 16],
            handle: "MS",
            passphrase: &companion::Secret::from(world::PASSPHRASE),
        };
        let folder = home.join(format!("{person}.holdfast"));
        let cost = vault::Cost::FLOOR;
        vault::create(
            &folder,
            &owner,
            true,
            cost,
            &mut vault::SystemEntropy::new(),
        )
    };
    let (author, reader) = (made(1)?.0, made(2)?.0);
    let manifest = Manifest {
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
        purpose: "large".to_owned(),
        checkpoint: String::new(),
        parts: Vec::new(),
    };
    let sources: Vec<Source<'_>> = (0..TOTAL_MAX / PART_MAX)
        .map(|index| Source {
            kind: 1,
            version: 1,
            open: Box::new(move || {
                let bytes = std::io::repeat(index.to_be_bytes()[7]);
                Ok(Box::new(std::io::Read::take(bytes, PART_MAX)))
            }),
        })
        .collect();
    let path = home.join("large");
    let before = memory("VmRSS:")?;
    std::fs::write("/proc/self/clear_refs", "5")?;
    let out = std::io::BufWriter::new(std::fs::File::create(&path)?);
    author.hand().seal_packet(manifest, &sources, out)?;
    let file = std::fs::File::open(&path)?;
    let length = file.metadata()?.len();
    let mut packet = reader
        .hand()
        .open_packet(Some(length), std::io::BufReader::new(file))?;
    let mut bytes = 0;
    while let Some((_, part)) = packet.next_part()? {
        bytes += part.len();
    }
    let grown = memory("VmHWM:")?.saturating_sub(before);
    say(&format!("{bytes} {grown}"))?;
    Ok(())
}

/// A figure of this process, in KiB.
fn memory(name: &str) -> Result<u64, Box<dyn std::error::Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let figure = status.lines().find_map(|line| line.strip_prefix(name));
    let figure = figure.and_then(|rest| rest.split_whitespace().next());
    Ok(figure.ok_or("no such figure")?.parse()?)
}

fn keep(
    companion: &mut companion::Companion,
    session: companion::SessionId,
    number: u64,
) -> Result<(), Error> {
    let mut key = [0u8; 16];
    key[8..].copy_from_slice(&number.to_be_bytes());
    let act = if number % 3 == 2 {
        Act::TakeReading {
            values: [
                (Sign::Systolic, 124),
                (Sign::Diastolic, 80),
                (Sign::Pulse, 72),
            ]
            .into(),
            confirmed: Vec::new(),
            taken_by: None,
            manner: format!("cuff {number}"),
            from_paper: false,
        }
    } else {
        Act::Note {
            text: format!("note {number}"),
            voice: Voice::Observed,
            tags: Vec::new(),
            starred: false,
        }
    };
    companion.session_act(session, RequestKey(key), &act, Told::When(When::Now))
}

fn say(line: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}
