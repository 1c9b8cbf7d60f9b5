//! A program to be killed: opens the vault under a home, says what it finds, then types, keeps notes and readings by turns, and
//! says each one is kept.
//!
//! Lines on stdout: `found N,N,…` (every numbered act in the record, in order), `draft N` (what was being typed), `holds` (the
//! chain and every row), `typed N` after a draft is on disk, `kept N` after an act is. With `--lie` it says both before the
//! disk has them: the control that the test must catch.
//! With `--take-out` it opens, says `open`, takes AK out, and says `removed`.
//! With `--hold` it opens, says `open`, waits for a line, locks, says `locked`, and waits again.

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
    let lie = how == "--lie";
    let mut companion = world::companion(&home);
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
