//! A measure file in the real window: a bad one told whole and not taken, a good one shown and kept; what was typed outlives a kill.

use std::fs;
use std::path::PathBuf;
use support::window::{Stage, Window};
use support::{root, world};

/// A clinic's own file, made of a shipped one.
fn own() -> String {
    let shipped = root().join("assets/measures/suds/v1.toml");
    let shipped = fs::read_to_string(shipped).expect("shipped");
    shipped
        .replace("id = \"suds\"", "id = \"harbour\"")
        .replace("short = \"SUDS\"", "short = \"Harbour\"")
        .replace(
            "title = \"Subjective units of distress\"",
            "title = \"The harbour's own rating\"",
        )
        .replace(
            "A generic rating; nobody holds rights in it.",
            "The harbour clinic's own words, for its own use.",
        )
        .replace(
            "Rating of distress from 0 to 10, in general use.",
            "Written by the harbour clinic, 2026.",
        )
}

/// Several mistakes in one file, each on a line of its own.
fn bad() -> String {
    own()
        .replace("asked = \"either\"", "asked = \"nobody\"")
        .replace("answers = \"distress\"", "answers = \"unheard-of\"")
        .replace("rule = \"sum\"", "rule = \"guess\"")
        .replace("language = \"en\"", "language = \"en\"\nmood = \"blue\"")
}

async fn enter(window: &Window) {
    window.keys("4").await;
    window.marked("protocols").await;
    window.click("shelf-measures").await;
    window.marked("measure-file").await;
}

/// The same at 200 %, in both themes.
async fn large(window: &Window, name: &str) {
    for _ in 0..3 {
        window.keys("Ctrl+=").await;
    }
    let large = "return document.documentElement.dataset.text === '200'";
    window.wait_for_script("200 %", large).await;
    window.in_both_themes(name).await;
    window.keys("Ctrl+0").await;
}

async fn check(window: &Window, path: &std::path::Path) {
    window.path("measure-path", path).await;
    window.click("measure-look").await;
}

#[tokio::test]
async fn a_measure_file_is_told_whole_shown_and_kept() {
    let stage = Stage::set();
    let home = stage.data();
    let mut companion = world::companion(&home);
    world::make(&mut companion, &home).expect("a vault");
    let known = companion.measures().expect("measures").len();
    companion.vault_lock().expect("locks");
    let put = |name: &str, text: String| -> PathBuf {
        let path = stage.home().join(name);
        fs::write(&path, text).expect("written");
        path
    };
    let (broken, good) = (put("broken.toml", bad()), put("harbour.toml", own()));
    let complaints = companion::measures::complaints(&bad());
    assert!(
        complaints.iter().filter(|(_, blocks, _)| *blocks).count() >= 4,
        "{complaints:?}"
    );

    let window = stage.open().await;
    window.unlock(world::PASSPHRASE).await;
    enter(&window).await;
    window.wait_for("PCL-5").await;
    window.expect_accessible().await;
    window.in_both_themes("measure-files").await;
    large(&window, "measure-files-200").await;

    // Several errors: all of them at once, each with its line, and no way to keep it.
    window.type_text("+").await;
    window.marked("measure-import").await;
    check(&window, &broken).await;
    window.marked("measure-complaints").await;
    let rows = format!(
        "return document.querySelectorAll(\"[data-testid='measure-complaints'] tbody tr\").length === {}",
        complaints.len()
    );
    window
        .wait_for_script("every complaint is there", &rows)
        .await;
    for (line, _, words) in &complaints {
        let there = "return [...document.querySelectorAll(\"[data-testid='measure-complaints'] tbody tr\")].some((row) =>
            row.cells[0].textContent === arguments[0] && row.cells[2].textContent === arguments[1])";
        window
            .until(
                "a complaint is there",
                there,
                vec![line.to_string().into(), words.clone().into()],
            )
            .await;
    }
    let no_way = "return !document.querySelector(\"[data-testid='measure-file-keep']\")";
    window.wait_for_script("it cannot be kept", no_way).await;
    window.expect_accessible().await;
    window.in_both_themes("measure-bad-file").await;
    large(&window, "measure-bad-file-200").await;
    check(&window, std::path::Path::new("/nowhere/at-all.toml")).await;
    window.wait_for("No file can be read at this place.").await;

    // A good one: what it is, its questions, terms and sources. What was typed is there again after a kill.
    check(&window, &good).await;
    window.marked("measure-found").await;
    tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
    window.kill().await;
    let window = stage.open().await;
    window.unlock(world::PASSPHRASE).await;
    enter(&window).await;
    window.click("measure-import-go").await;
    window
        .wait_for("What was typed before is here again.")
        .await;
    let path =
        "return document.querySelector(\"[data-testid='measure-path']\")?.value === arguments[0]";
    let typed = good.to_str().expect("UTF-8").to_owned();
    window
        .until("the path is there again", path, vec![typed.into()])
        .await;
    window.go("measure-look").await;
    window.marked("measure-found").await;
    for words in [
        "The harbour's own rating",
        "harbour v1",
        "The harbour clinic's own words, for its own use.",
        "Written by the harbour clinic, 2026.",
        "How much distress do you feel right now?",
    ] {
        window.wait_for(words).await;
    }
    window.expect_accessible().await;
    window.in_both_themes("measure-good-file").await;
    large(&window, "measure-good-file-200").await;
    window.go("measure-file-keep").await;
    window.wait_for("harbour v1 is kept in this vault").await;
    let caret = "return document.activeElement?.id === 'measure-title' && document.activeElement.textContent.includes('harbour')";
    window
        .wait_for_script("the caret is at the new measure", caret)
        .await;
    window.expect_accessible().await;
    window.in_both_themes("measure-kept").await;

    // The same file again is known; another one of its name is not taken.
    window.click("measure-import-go").await;
    check(&window, &good).await;
    window
        .wait_for("This very file is in the vault already.")
        .await;
    fs::write(&good, own().replace("right now", "this week")).expect("written");
    check(&window, &good).await;
    window
        .wait_for("Another file has this name and version.")
        .await;
    window.kill().await;

    let mut companion = world::companion(&home);
    world::unlock(&mut companion, &home).expect("opens");
    let all = companion.measures().expect("measures");
    assert_eq!(all.len(), known + 1, "the bad file left nothing");
    let line = companion.measure_named("harbour v1").expect("kept");
    assert!(line.kept);
    assert!(
        companion
            .audit_verify()
            .expect("verified")
            .chain
            .fault
            .is_none()
    );
}
