//! A packet of one session, in the real window: from the key that opens the file to the moment after the frame in which the day stands on its
//! strip was painted. The sum is everything a supervisor waits for: age, signature, digests, the replay of the day, keeping it in the vault,
//! and drawing it. Each round opens a packet of its own, for none is opened twice.

use crate::line::{Line, Target, quantile};
use crate::screens::{CHANGE, marked, took};
use crate::{Effort, Trouble};
use clinic::review::redact::Redaction;
use companion::packets::Choice;
use companion::{Companion, SessionId};
use std::path::PathBuf;
use support::window::Stage;
use support::world;

/// Most that somebody waits, milliseconds.
const MOST: f64 = 3000.0;

pub fn opened(effort: Effort) -> Result<Vec<Line>, Trouble> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let (took, entries) = runtime.block_on(rounds(effort.rounds))?;
    eprintln!("day: a session of {entries} entries");
    let line = |id: &str, what: &str, value: f64| {
        Line::new(id, what, value, "ms", Target::Value(MOST), took.len())
    };
    Ok(vec![
        line(
            "day",
            "one-session packet, open to day strip, median",
            quantile(&took, 0.5),
        ),
        line("day.max", "the same, slowest", quantile(&took, 1.0)),
    ])
}

/// A reader's vault, and as many packets of the fullest session of an invented course.
fn sealed(stage: &Stage, rounds: usize) -> Result<(Vec<PathBuf>, usize), Trouble> {
    let elsewhere = tempfile::tempdir()?;
    let mut author = world::companion(elsewhere.path());
    world::make(&mut author, elsewhere.path())?;
    author.training_course(400)?;
    let (session, client, entries) = fullest(&mut author)?;
    let home = stage.home().join(".local/share/holdfast");
    let mut reader = world::companion(&home);
    world::make_reader(&mut reader, &home)?;
    reader.contact_add(&author.contact_card()?, false)?;
    let known = author.contact_add(&reader.contact_card()?, false)?;
    let choice = Choice {
        client,
        sessions: vec![session],
        course: Vec::new(),
        to: vec![known.row.person],
        process_notes: Vec::new(),
        redaction: Redaction::Coded,
        purpose: "Supervision".to_owned(),
        days: None,
    };
    let mut files = Vec::new();
    for _ in 0..rounds {
        files.push(author.packet_seal(&choice, &stage.stick())?.path);
    }
    author.vault_lock()?;
    reader.vault_lock()?;
    Ok((files, entries))
}

fn fullest(author: &mut Companion) -> Result<(SessionId, companion::ClientId, usize), Trouble> {
    let mut found = None;
    for row in author.session_list()? {
        if row.ended_wall_ms.is_some() {
            let entries = author.session_load(row.id)?.session.rows().len();
            found = found.max(Some((entries, row.id, row.client)));
        }
    }
    let (entries, session, client) = found.ok_or("no session has ended")?;
    Ok((session, client, entries))
}

async fn rounds(rounds: usize) -> Result<(Vec<f64>, usize), Trouble> {
    let stage = Stage::set();
    let (files, entries) = sealed(&stage, rounds)?;
    let window = stage.open().await;
    window.unlock(world::PASSPHRASE).await;
    window.keys("3").await;
    window.marked("review").await;
    let mut all = Vec::new();
    for file in files {
        window.go("review-open-go").await;
        window.write_path("review-open-path", &file).await;
        window.settle().await;
        let way = [marked("review-open"), marked("strip")];
        all.push(took(&window, CHANGE, [&way[0], &way[1]]).await?);
        window.go("thread-back").await;
        window.marked("review-threads").await;
    }
    window.kill().await;
    drop(stage);
    Ok((all, entries))
}
