//! Faults and bad input in the real window: a wrong passphrase, a second start, hostile words and numbers, a kill while a
//! reading is typed, and nothing of the client outside the vault before or after it.

use crate::outside::{DOSE_AT, day_begun, unlock};
use serde_json::json;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;
use support::sweep::{spellings, sweep};
use support::window::{Stage, Window};

const CANARY: &str = "Signe Sommerfugl";

/// Inert text, each of them: markup, a template, reversed and invisible letters, control characters, an address.
const HOSTILE: &[&str] = &[
    "<img src=x onerror=\"window.harmed = 1\"> <script>window.harmed = 2</script> Signe Sommerfugl",
    "{{constructor.constructor('window.harmed = 3')()}} ${window.harmed = 4} </textarea></li>",
    "\u{202e}txet desrever\u{202c} \u{2067}inner\u{2069} zero\u{200b}width \u{feff}mark",
    "bell \u{7} escape \u{1b}[31m red, delete \u{7f}, one \u{1} end",
    "javascript:window.harmed=5 '; DROP TABLE session_event; --",
];

/// Puts a text in a box at once, as pasting does; true when it is in.
const PASTE: &str = "const box = document.querySelector(`[data-testid='${arguments[0]}']`);
    if (!box) return false;
    box.focus();
    box.value = arguments[1];
    box.dispatchEvent(new Event('input', { bubbles: true }));
    return true;";

pub(crate) async fn paste(window: &Window, testid: &str, text: &str) {
    let arguments = vec![json!(testid), json!(text)];
    window
        .until(&format!("{testid} takes a text"), PASTE, arguments)
        .await;
}

/// The number of the newest row that the page knows.
async fn seq(window: &Window) -> String {
    let script = "return document.querySelector(\"[data-testid='session']\").dataset.seq";
    let seq = window.run(script, vec![]).await;
    seq.as_str().expect("a number").to_owned()
}

async fn hostile_words(window: &Window) {
    let said = "return (document.querySelector(\"[data-testid='session-log']\")?.textContent ?? '').includes(arguments[0])";
    for words in HOSTILE {
        paste(window, "session-note", words).await;
        window.keys("Enter").await;
        window
            .until(
                &format!("{words:?} is in the log"),
                said,
                vec![json!(words)],
            )
            .await;
    }
    let inert = "return window.harmed === undefined
        && !document.querySelector(\"[data-testid='session-log'] img, [data-testid='session-log'] script\")";
    window.wait_for_script("words are words", inert).await;
    let refused = window.refused().await;
    assert!(refused.is_empty(), "something was tried: {refused:?}");

    // Far too long: said, nothing kept, nothing lost.
    let before = seq(window).await;
    let huge = "quiet ".repeat(170_000);
    paste(window, "session-note", &huge).await;
    window.keys("Enter").await;
    window.marked("session-note-failure").await;
    let there = "return document.querySelector(\"[data-testid='session-note']\").value.length === arguments[0]";
    window
        .until("the long text stays", there, vec![json!(huge.len())])
        .await;
    assert_eq!(seq(window).await, before, "a part of it was kept");
    window.shot("note-too-long").await;
    paste(window, "session-note", "").await;
    window.keys("Escape").await;
}

async fn hostile_numbers(window: &Window) {
    let before = seq(window).await;
    for text in [
        "1e999",
        "NaN",
        "-1",
        "99999999999",
        "１２０",
        "0x1F",
        "Infinity",
    ] {
        window.keys("v").await;
        window.marked("box-systolic").await;
        paste(window, "box-systolic", text).await;
        // Enter in every box, and once more.
        for _ in 0..6 {
            window.keys("Enter").await;
        }
        // What was typed stands as it was typed: a sign left out would make another figure of it.
        let stands =
            "return document.querySelector(\"[data-testid='box-systolic']\").value === arguments[0]
            && document.body.textContent.includes('figures only')";
        window
            .until(
                &format!("{text} stands and is refused"),
                stands,
                vec![json!(text)],
            )
            .await;
        assert_eq!(seq(window).await, before, "{text} was kept");
        window.keys("Escape").await;
        let gone = "return !document.querySelector('[data-form]')";
        window.wait_for_script("the form is closed", gone).await;
    }
    assert_eq!(seq(window).await, before);
}

#[tokio::test]
async fn bad_input_a_second_start_and_a_kill_lose_nothing_and_show_nothing() {
    let stage = Stage::set();
    day_begun(stage.home());
    let clock = format!("{DOSE_AT} x1 since {}", support::now_rfc3339());
    let stage = stage.with("HOLDFAST_CLOCK", &clock);
    let window = stage.open().await;

    let field = window.marked("unlock-passphrase").await;
    field.click().await.expect("a field can be clicked");
    window.type_text("quiet harbour lantern seventeen").await;
    window.keys("Enter").await;
    window
        .wait_for("This passphrase does not open the vault.")
        .await;
    window.shot("unlock-wrong").await;
    field.clear().await.expect("a field can be emptied");
    unlock(&window).await;

    assert_eq!(stage.start_again().await, Some(0), "a second start stays");
    window.marked("session").await;

    hostile_words(&window).await;
    hostile_numbers(&window).await;

    window.keys("v").await;
    window.marked("box-systolic").await;
    paste(&window, "box-systolic", "125").await;
    let caret = "const box = document.querySelector(\"[data-testid='box-systolic']\");
        box.setSelectionRange(1, 1);
        box.dispatchEvent(new Event('input', { bubbles: true }));
        return true;";
    window.run(caret, vec![]).await;
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    assert!(!window.title().await.contains(CANARY));
    let nowhere = Vec::<PathBuf>::new();
    assert_eq!(sweep(stage.home(), CANARY), nowhere, "while open");
    window.kill().await;
    assert_eq!(sweep(stage.home(), CANARY), nowhere, "after the kill");
    // Control: the sweep finds what is there, in a folder of the web view's too.
    let planted = stage.home().join(".cache/planted");
    fs::create_dir_all(stage.home().join(".cache")).expect("a folder");
    for spelling in spellings(CANARY) {
        fs::write(&planted, spelling).expect("planted");
        assert_eq!(sweep(stage.home(), CANARY), vec![planted.clone()]);
    }

    let window = stage.open().await;
    window.marked("unlock").await;
    unlock(&window).await;
    let back = "const box = document.querySelector(\"[data-testid='box-systolic']\");
        return !!box && box.value === '125' && document.activeElement === box && box.selectionStart === 1;";
    window
        .wait_for_script("the reading and its caret are back", back)
        .await;
    window.shot("vitals-back").await;
    window.kill().await;
}
