//! What a person waits for in the real window: the client list of a large clinic, a key in its search, and a change of
//! screen in a training vault that is full. Each from the click or the key to the moment after the frame that shows it was
//! painted, by the page's own clock. There is no limit beside these: the targets are a person's patience.
//!
//! A frame of the screen is 17 ms long and part of every figure. Acts come 80 ms apart, as a fast typist's do, so that none pays for the
//! painting of the one before.

use crate::line::{Line, Target, quantile};
use crate::{Effort, Trouble};
use companion::Companion;
use serde_json::{Value, json};
use support::window::{Stage, Window};
use support::world;

/// Clicks what the first selector names and answers how long it took until the second one was painted.
pub const CHANGE: &str = "const [act, there, pause] = arguments, done = arguments[arguments.length - 1];
setTimeout(() => {
  const at = document.querySelector(act);
  if (!at) return done(`${act} is not there`);
  const began = performance.now();
  const painted = new MessageChannel();
  painted.port1.onmessage = () => done(performance.now() - began);
  const look = () => requestAnimationFrame(() => document.querySelector(there) ? painted.port2.postMessage(null) : look());
  at.click();
  look();
}, pause);";

/// Puts a text into a box as one key would and answers how long it took until it was painted.
const KEY: &str = "const [box, text, pause] = arguments, done = arguments[arguments.length - 1];
const at = document.querySelector(box);
if (!at) return done(`${box} is not there`);
setTimeout(() => {
  const began = performance.now();
  const painted = new MessageChannel();
  painted.port1.onmessage = () => done(performance.now() - began);
  at.value = text;
  at.dispatchEvent(new Event('input', { bubbles: true }));
  requestAnimationFrame(() => painted.port2.postMessage(null));
}, pause);";

/// Milliseconds between one act and the next: a fast typist's, twelve keys a second. The web view is done with the one before by then.
const PAUSE: u32 = 80;

pub fn screens(effort: Effort) -> Result<Vec<Line>, Trouble> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let Large { list, keys, floor } = runtime.block_on(large_clinic(effort))?;
    let changes = runtime.block_on(full_vault(effort.rounds))?;
    let line = |id: &str, what: &str, samples: &[f64], most: f64| {
        let tail = quantile(samples, 0.95);
        Line::new(id, what, tail, "ms", Target::Value(most), samples.len())
    };
    let mut by_screen: Vec<(&str, Vec<f64>)> = Vec::new();
    for (screen, took) in &changes {
        match by_screen.iter_mut().find(|(known, _)| known == screen) {
            Some((_, all)) => all.push(*took),
            None => by_screen.push((screen, vec![*took])),
        }
    }
    by_screen.sort_by(|a, b| quantile(&b.1, 0.95).total_cmp(&quantile(&a.1, 0.95)));
    for (screen, all) in by_screen.iter().take(5) {
        eprintln!(
            "screen: {screen} {:.0} ms (95th of 100)",
            quantile(all, 0.95)
        );
    }
    let changes: Vec<f64> = changes.iter().map(|(_, took)| *took).collect();
    Ok(vec![
        line(
            "list.first",
            "large clinic, list of clients, 95th of 100",
            &list,
            100.0,
        ),
        line(
            "list.key",
            "large clinic, one key of a search, 95th of 100",
            &keys,
            30.0,
        )
        .against(
            "a key that changes nothing but its box",
            quantile(&floor, 0.95),
            &Target::Value(30.0),
        ),
        line(
            "screen",
            "a change of screen, full vault, 95th of 100",
            &changes,
            100.0,
        ),
    ])
}

/// Opens a vault that was made so.
async fn open(
    make: impl FnOnce(&mut Companion) -> Result<(), Trouble>,
) -> Result<(Stage, Window), Trouble> {
    let stage = Stage::set();
    let home = stage.home().join(".local/share/holdfast");
    let mut companion = world::companion(&home);
    world::make(&mut companion, &home)?;
    make(&mut companion)?;
    companion.vault_lock()?;
    drop(companion);
    let window = stage.open().await;
    window.marked("unlock-passphrase").await.click().await?;
    window.type_text(world::PASSPHRASE).await;
    window.keys("Enter").await;
    window.marked("today").await;
    Ok((stage, window))
}

pub async fn took(window: &Window, script: &str, [one, two]: [&str; 2]) -> Result<f64, Trouble> {
    let words = vec![json!(one), json!(two), json!(PAUSE)];
    let answer = window.run_until_done(script, words).await;
    match answer {
        Value::Number(ms) => ms.as_f64().ok_or_else(|| "no time".into()),
        other => Err(format!("{other}").into()),
    }
}

pub fn marked(testid: &str) -> String {
    if testid.starts_with('[') {
        return testid.to_owned();
    }
    format!("[data-testid='{testid}']")
}

async fn change(window: &Window, act: &str, there: &str) -> Result<f64, Trouble> {
    window
        .until(
            act,
            "return !!document.querySelector(arguments[0])",
            vec![json!(act)],
        )
        .await;
    took(window, CHANGE, [act, there]).await
}

/// What was timed in a large clinic, in milliseconds.
struct Large {
    list: Vec<f64>,
    keys: Vec<f64>,
    /// Keys in a search that finds nobody before and after: the web view's own part in a key.
    floor: Vec<f64>,
}

/// A clinic with very many clients: the list opened again and again, and codes typed key by key.
async fn large_clinic(effort: Effort) -> Result<Large, Trouble> {
    let many = effort.listed;
    let (stage, window) = open(|companion| {
        for number in 1..=many {
            companion.client_add(&format!("KELP-{number:05}"), "")?;
        }
        Ok(())
    })
    .await?;
    let (mut list, mut keys, mut floor) = (Vec::new(), Vec::new(), Vec::new());
    let (clients, row) = (marked("nav-clients"), marked("client-row"));
    let (today, head) = (marked("nav-today"), marked("today"));
    for round in 0..effort.rounds {
        list.push(change(&window, &clients, &row).await?);
        let code = format!("kelp-{:05}", (round * 997) % many + 1);
        for end in 1..=code.len() {
            keys.push(took(&window, KEY, [&marked("clients-search"), &code[..end]]).await?);
        }
        let nobody = "nobody has this code";
        took(&window, KEY, [&marked("clients-search"), &nobody[..6]]).await?;
        for end in 7..=nobody.len() {
            floor.push(took(&window, KEY, [&marked("clients-search"), &nobody[..end]]).await?);
        }
        took(&window, KEY, [&marked("clients-search"), ""]).await?;
        change(&window, &today, &head).await?;
    }
    window.kill().await;
    drop(stage);
    Ok(Large { list, keys, floor })
}

/// The client whose course is a year and a half old.
const OLDEST: &str = "[data-testid='client-row'][data-code='TRAINING-5']";

/// What is clicked, and what is there when the screen has changed.
const WAY: &[(&str, &str, &str)] = &[
    ("clients", "nav-clients", "client-row"),
    ("a client", OLDEST, "course-line"),
    ("visits", "course-tab-visits", "visit-row"),
    ("a visit", "visit-row", "visit"),
    ("consents", "course-tab-consents", "course-consents"),
    ("medicines", "course-tab-medicines", "course-medicines"),
    ("calls", "course-tab-calls", "course-calls"),
    ("carried on", "course-tab-carried", "course-carried"),
    ("pages", "course-tab-handouts", "course-handouts"),
    ("entries", "course-tab-entries", "course-entries"),
    ("a session's record", "client-session", "session-summary"),
    ("the office again", "session-leave", "nav-clients"),
    ("protocols", "nav-protocols", "day-table"),
    ("the vault", "nav-vault", "vault"),
    ("today", "nav-today", "today-open"),
];

/// A vault filled with courses: every screen, round after round.
async fn full_vault(rounds: usize) -> Result<Vec<(&'static str, f64)>, Trouble> {
    let (stage, window) = open(|companion| {
        companion.training_fill()?;
        Ok(())
    })
    .await?;
    let mut all = Vec::new();
    for _ in 0..rounds {
        for (screen, act, there) in WAY {
            let ms = change(&window, &marked(act), &marked(there)).await;
            all.push((*screen, ms.map_err(|error| format!("{screen}: {error}"))?));
        }
    }
    window.kill().await;
    drop(stage);
    Ok(all)
}
