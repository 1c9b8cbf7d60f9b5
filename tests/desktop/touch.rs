//! Touch in the real window, by keyboard: agreed before, begun and ended, told in one line, refused; seen in log, lane and line.

use serde_json::json;
use support::window::{Stage, Window};

use crate::outside::{DOSE_AT, day_begun_with, unlock};

async fn form(window: &Window, name: &str) {
    let script =
        "return (document.querySelector('[data-form]')?.dataset.form ?? '') === arguments[0]";
    window
        .until(&format!("the form {name:?}"), script, vec![json!(name)])
        .await;
}

/// One key alone: not within the burst that would make letters of it.
async fn key(window: &Window, key: &str) {
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    window.keys(key).await;
}

/// Letters that look for something in a list: not within the burst either.
async fn letters(window: &Window, text: &str) {
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    window.type_text(text).await;
}

async fn logged(window: &Window, words: &str) {
    let script = "return (document.querySelector(\"[data-testid='session-log']\")?.innerText ?? '').replaceAll('\\n', ' ').includes(arguments[0])";
    window
        .until(
            &format!("the log says {words:?}"),
            script,
            vec![json!(words)],
        )
        .await;
}

/// The quiet lines beside the doses.
async fn line(window: &Window, words: &str) {
    let script = "return [...document.querySelectorAll(\"[data-testid='session-touch']\")].some((one) => one.textContent.includes(arguments[0]))";
    window
        .until(
            &format!("a line says {words:?}"),
            script,
            vec![json!(words)],
        )
        .await;
}

async fn shots(window: &Window, name: &str) {
    for theme in ["night", "day"] {
        let script = "return document.documentElement.dataset.theme === arguments[0]";
        if !window
            .run(script, vec![json!(theme)])
            .await
            .as_bool()
            .unwrap_or(false)
        {
            window.keys("Ctrl+T").await;
            window.until(theme, script, vec![json!(theme)]).await;
        }
        window.shot(&format!("{name}-{theme}")).await;
    }
    window.keys("Ctrl+T").await;
}

#[tokio::test]
async fn touch_is_recorded_by_keyboard_and_a_stop_ends_it() {
    let stage = Stage::set();
    day_begun_with(
        stage.home(),
        Some("touch agree hand, shoulder, upper back stop \"harbour\""),
    );
    let clock = format!("{DOSE_AT} x6 since {}", support::now_rfc3339());
    let stage = stage.with("HOLDFAST_CLOCK", &clock);
    let window = stage.open().await;
    unlock(&window).await;
    line(&window, "Touch agreed: hand, shoulder, upper back").await;

    // A part and who asked: three keys, and it is kept. It runs.
    key(&window, "t").await;
    form(&window, "touch").await;
    window.expect_accessible().await;
    shots(&window, "touch-form").await;
    key(&window, "1").await;
    form(&window, "touchasked").await;
    window.shot("touch-asked-night").await;
    key(&window, "1").await;
    form(&window, "").await;
    logged(&window, "hand, asked by the client, goes on").await;
    line(&window, "Touch goes on: hand").await;

    // What runs stands first; its number ends it.
    key(&window, "t").await;
    form(&window, "touch").await;
    key(&window, "1").await;
    form(&window, "").await;
    logged(&window, "hand ends").await;

    // Esc leaves no trace.
    // Prompts come meanwhile: only touch is counted.
    let kept = "return [...document.querySelectorAll(\"[data-testid='entry']\")].filter((entry) => entry.dataset.kind.startsWith('touch')).length";
    let before = window.run(kept, vec![]).await;
    assert!(before.as_u64() > Some(0), "control: {before}");
    key(&window, "t").await;
    form(&window, "touch").await;
    key(&window, "Escape").await;
    form(&window, "").await;
    assert_eq!(window.run(kept, vec![]).await, before);

    // One that is over, by the line.
    key(&window, "n").await;
    tokio::time::sleep(std::time::Duration::from_millis(600)).await;
    window.type_text("/touch shoulder 2m").await;
    window.keys("Enter").await;
    form(&window, "touchasked").await;
    window.wait_for("It lasted 2 min and is over.").await;
    key(&window, "2").await;
    form(&window, "").await;
    logged(&window, "shoulder, offered, 2 min").await;
    logged(&window, "inside the agreement").await;

    // A part in words, with everything else: outside, and kept all the same.
    key(&window, "t").await;
    form(&window, "touch").await;
    letters(&window, "anoth").await;
    window.keys("Enter").await;
    form(&window, "touchtold").await;
    window.type_text("forehead").await;
    window.keys("Enter").await;
    window.type_text("1").await;
    window.keys("Enter").await;
    key(&window, "1").await;
    window.keys("Enter").await;
    window.type_text("cloth laid on").await;
    window.keys("Enter").await;
    window.type_text("MS, AK").await;
    shots(&window, "touch-told").await;
    window.keys("Enter").await;
    form(&window, "").await;
    logged(&window, "outside the agreement: not agreed").await;

    // The client says stop: what runs ends, nothing is agreed any more.
    key(&window, "t").await;
    form(&window, "touch").await;
    key(&window, "2").await;
    form(&window, "touchasked").await;
    key(&window, "1").await;
    form(&window, "").await;
    line(&window, "Touch goes on: shoulder").await;
    key(&window, "t").await;
    form(&window, "touch").await;
    letters(&window, "stop").await;
    window.keys("Enter").await;
    form(&window, "touchstop").await;
    window.shot("touch-stop-night").await;
    key(&window, "1").await;
    form(&window, "").await;
    logged(&window, "all touch, refused by the client").await;
    logged(&window, "shoulder ends").await;
    line(&window, "Touch: none is agreed").await;
    window.expect_accessible().await;
    shots(&window, "touch-lane").await;
    key(&window, "?").await;
    window.wait_for("part, then who asked").await;
    shots(&window, "touch-keys").await;
    window.close().await;
}
