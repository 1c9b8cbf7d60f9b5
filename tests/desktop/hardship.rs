//! Hard days in the real window: a disk that fills up, a machine that lost its clock, a forgotten passphrase, a window that is
//! off the screen or under another one.

use crate::outside::{DOSE_AT, day_begun, unlock};
use companion::clock;
use serde_json::json;
use std::path::Path;
use std::time::{Duration, Instant};
use support::own_mounts::{fill, inside, mount, small_disk};
use support::window::bus::Desktop;
use support::window::{Stage, Window};
use support::world;

/// When the record is read again.
const LATER: &str = "2026-03-02T11:00:00+01:00";
const CANARY: &str = "Signe Sommerfugl";

/// Puts a text in a box at once, as pasting does.
const PASTE: &str = "const box = document.querySelector(`[data-testid='${arguments[0]}']`);
    if (!box) return false;
    box.focus();
    box.value = arguments[1];
    box.dispatchEvent(new Event('input', { bubbles: true }));
    return true;";

async fn paste(window: &Window, testid: &str, text: &str) {
    let arguments = vec![json!(testid), json!(text)];
    window
        .until(&format!("{testid} takes a text"), PASTE, arguments)
        .await;
}

/// How often a text stands in the log.
async fn logged(window: &Window, text: &str) -> u64 {
    let script = "return (document.querySelector(\"[data-testid='session-log']\")?.textContent ?? '').split(arguments[0]).length - 1";
    let count = window.run(script, vec![json!(text)]).await;
    count.as_u64().expect("a number")
}

async fn until_logged(window: &Window, text: &str) {
    let script = "return (document.querySelector(\"[data-testid='session-log']\")?.textContent ?? '').includes(arguments[0])";
    window
        .until(&format!("{text} is in the log"), script, vec![json!(text)])
        .await;
}

/// A failure is in sight, of this code, and the box still holds the text.
async fn refused(window: &Window, failure: &str, code: &str, testid: &str, text: &str) {
    let script = "const said = document.querySelector(`[data-testid='${arguments[0]}']`);
        const box = document.querySelector(`[data-testid='${arguments[2]}']`);
        return !!said && said.dataset.code === arguments[1] && !!box && box.value === arguments[3];";
    let arguments = vec![json!(failure), json!(code), json!(testid), json!(text)];
    window
        .until(&format!("{text:.20} stays, with {code}"), script, arguments)
        .await;
}

fn vault(home: &Path) -> std::path::PathBuf {
    home.join(".local/share/holdfast")
}

/// The chain holds, and this is in the record once.
fn holds_with(home: &Path, words: &str, times: usize) {
    let home = vault(home);
    let at = clock::scripted(LATER).expect("a time");
    let mut companion = world::companion_with(&home, at);
    // A helper of the program that was just killed may hold the lock for a moment longer.
    let deadline = Instant::now() + Duration::from_secs(20);
    while let Err(error) = world::unlock(&mut companion, &home) {
        assert!(Instant::now() < deadline, "it does not open: {error}");
        std::thread::sleep(Duration::from_millis(200));
    }
    let report = companion.audit_verify().expect("verified");
    assert!(report.chain.fault.is_none() && report.unreadable.is_none());
    let session = *companion.session_live().first().expect("a session runs");
    let live = companion.session_load(session).expect("readable");
    let rows = serde_json::to_string(live.session.rows()).expect("rows");
    assert_eq!(rows.matches(words).count(), times, "{words}");
    companion.vault_lock().expect("locks");
}

#[test]
fn a_full_disk_keeps_what_was_typed_in_sight() {
    if inside("hardship::a_full_disk_keeps_what_was_typed_in_sight") {
        run(full_disk());
    }
}

fn run(work: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(work);
}

async fn full_disk() {
    let stage = Stage::set();
    let disk = vault(stage.home());
    small_disk(&disk, 12);
    day_begun(stage.home());
    let clock = format!("{DOSE_AT} x1 since {}", support::now_rfc3339());
    let stage = stage.with("HOLDFAST_CLOCK", &clock);
    let window = stage.open().await;
    unlock(&window).await;
    paste(&window, "session-note", "kept while there is room").await;
    window.keys("Enter").await;
    until_logged(&window, "kept while there is room").await;

    let ballast = disk.join("ballast");
    fill(&ballast);
    let long = format!("a long breath {}", "and another ".repeat(400));
    paste(&window, "session-note", &long).await;
    window.keys("Enter").await;
    refused(
        &window,
        "session-note-failure",
        "disk_full",
        "session-note",
        &long,
    )
    .await;
    assert_eq!(logged(&window, "a long breath").await, 0, "it is not kept");
    window.shot("disk-full").await;
    // Again, while it is full: still there, still not kept.
    window.keys("Enter").await;
    refused(
        &window,
        "session-note-failure",
        "disk_full",
        "session-note",
        &long,
    )
    .await;

    std::fs::remove_file(&ballast).expect("room again");
    window.keys("Enter").await;
    until_logged(&window, "a long breath").await;
    let empty = "return document.querySelector(\"[data-testid='session-note']\").value === ''
        && !document.querySelector(\"[data-testid='session-note-failure']\")";
    window
        .wait_for_script("the line is free again", empty)
        .await;

    // A reading, while it is full again.
    window.keys("Escape").await;
    window.keys("v").await;
    window.marked("box-systolic").await;
    for (testid, text) in [
        ("box-systolic", "126"),
        ("box-diastolic", "82"),
        ("box-pulse", "74"),
    ] {
        paste(&window, testid, text).await;
    }
    fill(&ballast);
    for _ in 0..5 {
        window.keys("Enter").await;
    }
    let stays = "const said = document.querySelector(\"[data-testid='session-failure-text']\");
        const box = (sign) => document.querySelector(`[data-testid='box-${sign}']`)?.value;
        return !!said && said.dataset.code === 'disk_full' && /was not kept/.test(said.textContent) && /Make room/.test(said.textContent)
          && box('systolic') === '126' && box('diastolic') === '82' && box('pulse') === '74';";
    window
        .wait_for_script("the reading stays in sight", stays)
        .await;
    window.shot("disk-full-reading").await;
    std::fs::remove_file(&ballast).expect("room again");
    window.keys("Enter").await;
    until_logged(&window, "126/82").await;
    window.kill().await;

    // A disk that may not be written opens nothing, and says so; writable again, everything is there.
    mount(&["-o", "remount,ro"], &disk);
    let window = stage.open().await;
    let field = window.marked("unlock-passphrase").await;
    field.click().await.expect("a field can be clicked");
    window.type_text(world::PASSPHRASE).await;
    window.keys("Enter").await;
    window.wait_for("cannot be written").await;
    window.shot("disk-read-only").await;
    mount(&["-o", "remount,rw"], &disk);
    window.keys("Enter").await;
    window.marked("session").await;
    until_logged(&window, "126/82").await;
    window.kill().await;
    holds_with(stage.home(), "a long breath", 1);
    holds_with(stage.home(), "\"systolic\":126", 1);
}

#[tokio::test]
async fn a_forgotten_passphrase_is_replaced_by_the_recovery_code() {
    const NEW: &str = "seven herons over a slow river";
    let stage = Stage::set();
    let home = vault(stage.home());
    let mut companion = world::companion(&home);
    let code = world::make_owed(&mut companion, &home, true).expect("a vault");
    companion.vault_confirm_code(&code).expect("confirmed");
    companion.vault_lock().expect("locks");
    let window = stage.open().await;
    window
        .marked("unlock-recover")
        .await
        .click()
        .await
        .expect("a way in");

    let groups: Vec<&str> = code.split('-').collect();
    let type_code = async |groups: &[String]| {
        for (number, group) in groups.iter().enumerate() {
            paste(&window, &format!("unlock-code-{}", number + 1), group).await;
        }
    };
    // One sign of the third group is another: the group is named, nothing is opened.
    let mut wrong: Vec<String> = groups.iter().map(|group| (*group).to_owned()).collect();
    let other = if wrong[2].starts_with('7') { "8" } else { "7" };
    wrong[2].replace_range(0..1, other);
    type_code(&wrong).await;
    paste(&window, "unlock-new-passphrase", NEW).await;
    paste(&window, "unlock-new-passphrase-again", NEW).await;
    window
        .marked("unlock-go")
        .await
        .click()
        .await
        .expect("a button");
    let marked = "return document.querySelector(\"[data-testid='unlock-code-3']\")?.getAttribute('aria-invalid') === 'true'";
    window.wait_for_script("the group is marked", marked).await;
    window
        .wait_for("Group 3 of the code has a typing error.")
        .await;
    window.shot("recover-wrong-group").await;

    let right: Vec<String> = groups.iter().map(|group| (*group).to_owned()).collect();
    type_code(&right).await;
    window
        .marked("unlock-go")
        .await
        .click()
        .await
        .expect("a button");
    window.marked("today").await;
    window.shot("recovered").await;
    window.kill().await;

    let refused = world::unlock(&mut companion, &home);
    assert!(
        matches!(refused, Err(companion::Error::WrongPassphrase)),
        "the old passphrase: {refused:?}"
    );
    let passphrase = companion::Secret::from(NEW);
    companion
        .vault_unlock(&world::folder(&home), &passphrase)
        .expect("the new one opens");
    assert!(
        companion
            .audit_verify()
            .expect("verified")
            .chain
            .fault
            .is_none()
    );
}

#[tokio::test]
async fn a_machine_that_says_1970_keeps_the_record_and_says_so() {
    let stage = Stage::set();
    day_begun(stage.home());
    let clock = format!(
        "1970-01-01T00:01:00+00:00 x60 since {}",
        support::now_rfc3339()
    );
    let stage = stage.with("HOLDFAST_CLOCK", &clock);
    let window = stage.open().await;
    unlock(&window).await;
    paste(&window, "session-note", "the clock on the wall is right").await;
    window.keys("Enter").await;
    until_logged(&window, "the clock on the wall is right").await;
    // The day goes on from where it was watched last: no time is made up, and the estimate is said.
    // What was on the wall when the dose was given stays what it was; the machine's clock is called what it is.
    let said = "const page = document.querySelector(\"[data-testid='session']\").textContent;
        return /time estimated/.test(page) && /clock says Thu 1 Jan 1970, earlier than the record/.test(page)
          && /since dose 1, 09:00/.test(page) && !/NaN|undefined|Invalid/.test(page);";
    window.wait_for_script("the estimate is said", said).await;
    window.shot("clock-1970").await;
    window.kill().await;
    holds_with(stage.home(), "the clock on the wall is right", 1);
}

#[tokio::test]
async fn a_window_off_the_screen_prompts_on_time_and_comes_to_the_front() {
    let stage = Stage::set();
    day_begun(stage.home());
    let clock = format!("{DOSE_AT} x60 since {}", support::now_rfc3339());
    let stage = stage.with("HOLDFAST_CLOCK", &clock);
    let desktop = Desktop::on(stage.bus()).await;
    let window = stage.open().await;
    unlock(&window).await;
    assert!(desktop.notices().is_empty(), "nothing is due yet");

    // What any program on this screen can read of its windows.
    let named = |titles: &[String]| titles.iter().any(|title| title.contains(CANARY));
    let titles = stage.titles().expect("titles");
    assert!(titles.iter().any(|title| title == "Holdfast"), "{titles:?}");
    assert!(!named(&titles) && !titles.iter().any(|title| title.contains("KELP")));
    // Control: a window that says the name is seen.
    let cover = stage.cover(CANARY).expect("a window over everything");
    assert!(named(&stage.titles().expect("titles")));

    // A second start brings the first window up from under it. Control: nothing else did.
    assert!(!stage.in_front_of(&cover).expect("an answer"));
    assert_eq!(stage.start_again().await, Some(0), "a second start stays");
    let deadline = Instant::now() + Duration::from_secs(20);
    while !stage.in_front_of(&cover).expect("an answer") {
        assert!(Instant::now() < deadline, "the window stays underneath");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    drop(cover);

    stage.hide().expect("off the screen");
    let before = desktop.notices().len();
    let deadline = Instant::now() + Duration::from_secs(90);
    while desktop.notices().len() == before {
        assert!(Instant::now() < deadline, "no notice while off the screen");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    window.kill().await;

    let home = vault(stage.home());
    let at = clock::scripted(LATER).expect("a time");
    let mut companion = world::companion_with(&home, at);
    world::unlock(&mut companion, &home).expect("opens");
    let opened_again = clock::scripted(LATER).expect("a time").stamp().wall_ms;
    let session = *companion.session_live().first().expect("a session runs");
    let live = companion.session_load(session).expect("readable");
    use clinic::session::event::Event;
    let prompts: Vec<i64> = live
        .session
        .rows()
        .iter()
        .filter(|row| matches!(row.event, Event::Prompted { .. }))
        // What fell due after the kill is entered when the record is opened again.
        .filter(|row| row.entered.wall_ms < opened_again)
        .map(|row| row.elapsed.0 - row.happened.0)
        .collect();
    assert!(!prompts.is_empty(), "the prompt is in the record");
    // A minute of this day lasts a second: two minutes are two seconds of a busy machine.
    assert!(
        prompts.iter().all(|late| (0..120_000).contains(late)),
        "late by {prompts:?} ms of the day"
    );
}
