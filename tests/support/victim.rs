//! A program to be killed: opens the vault under a home, says what it finds, then keeps notes and says each one is kept.
//!
//! Lines on stdout: `found N,N,…` (every note in the record, in order), `holds` (the chain and every row), `kept N` after
//! each note is on disk. With `--lie` it says `kept` before the commit: the control that the test must catch.

use clinic::session::act::{Act, When};
use clinic::session::event::{Event, Voice};
use companion::session::Told;
use companion::{Error, RequestKey};
use std::io::Write;
use support::world;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let home = std::path::PathBuf::from(arguments.next().ok_or("a home is needed")?);
    let lie = arguments.any(|word| word == "--lie");
    let mut companion = world::companion(&home);
    world::unlock(&mut companion, &home)?;
    let session = *companion.session_live().first().ok_or("a session runs")?;

    let (live, ..) = companion.session_look(session)?;
    let found: Vec<u64> = live
        .session
        .rows()
        .iter()
        .filter_map(|row| match &row.event {
            Event::Noted { text, .. } => text
                .strip_prefix("note ")
                .and_then(|number| number.parse().ok()),
            _ => None,
        })
        .collect();
    let words: Vec<String> = found.iter().map(u64::to_string).collect();
    say(&format!("found {}", words.join(",")))?;
    let report = companion.audit_verify()?;
    if report.chain.fault.is_none() && report.unreadable.is_none() {
        say("holds")?;
    }

    let mut number = found.last().map_or(0, |last| last + 1);
    loop {
        if lie {
            say(&format!("kept {number}"))?;
        }
        keep(&mut companion, session, number)?;
        if !lie {
            say(&format!("kept {number}"))?;
        }
        number += 1;
    }
}

fn keep(
    companion: &mut companion::Companion,
    session: companion::SessionId,
    number: u64,
) -> Result<(), Error> {
    let mut key = [0u8; 16];
    key[8..].copy_from_slice(&number.to_be_bytes());
    let act = Act::Note {
        text: format!("note {number}"),
        voice: Voice::Observed,
        tags: Vec::new(),
        starred: false,
    };
    companion.session_act(session, RequestKey(key), &act, Told::When(When::Now))
}

fn say(line: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}
