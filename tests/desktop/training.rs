//! A training day in the real window: from first start to its summary, steered by its strip, through a kill -9.

use serde_json::json;
use support::window::{Stage, Window};

const PASSPHRASE: &str = "quiet harbour lantern sixteen";
const PIN: &str = "4927";

async fn click(window: &Window, testid: &str) {
    let script = "const found = document.querySelector(`[data-testid='${arguments[0]}']`);
        if (!found || found.disabled || found.ariaDisabled === 'true') return false; found.scrollIntoView({ block: 'center' }); found.click(); return true;";
    window
        .until(
            &format!("{testid} can be clicked"),
            script,
            vec![json!(testid)],
        )
        .await;
}

async fn enter(window: &Window, testid: &str, text: &str) {
    let field = window.marked(testid).await;
    field.click().await.expect("a field can be clicked");
    field
        .send_keys(text)
        .await
        .expect("a field can be typed into");
}

async fn attribute(window: &Window, testid: &str, name: &str, value: &str) {
    let script = "const found = document.querySelector(`[data-testid='${arguments[0]}']`);
        return !!found && found.getAttribute(arguments[1]) === arguments[2];";
    window
        .until(
            &format!("{testid} has {name} = {value}"),
            script,
            vec![json!(testid), json!(name), json!(value)],
        )
        .await;
}

async fn number(window: &Window, testid: &str, name: &str) -> i64 {
    let script = "return Number(document.querySelector(`[data-testid='${arguments[0]}']`)?.getAttribute(arguments[1]) ?? -1)";
    let found = window.run(script, vec![json!(testid), json!(name)]).await;
    found.as_i64().unwrap_or(-1)
}

async fn logged(window: &Window, words: &str) {
    let script = "return (document.querySelector(\"[data-testid='session-log']\")?.innerText ?? '').includes(arguments[0])";
    window
        .until(
            &format!("the log says {words:?}"),
            script,
            vec![json!(words)],
        )
        .await;
}

/// An entry of this kind is in the log.
async fn kept(window: &Window, kind: &str) {
    let script = "return [...document.querySelectorAll(\"[data-testid='entry']\")].some((entry) => entry.dataset.kind === arguments[0])";
    window
        .until(&format!("{kind} is in the log"), script, vec![json!(kind)])
        .await;
}

/// The word stands on this picture, in sight.
async fn marked_as_training(window: &Window, picture: &str) {
    let script = "return [...document.querySelectorAll(\"[data-testid='session-training'], [data-testid='training']\")].some((mark) => {
        const box = mark.getBoundingClientRect();
        return /training/i.test(mark.textContent) && box.height > 12 && box.top >= 0 && box.bottom <= innerHeight && box.width > innerWidth / 2;
      })";
    window
        .wait_for_script(&format!("{picture} says training"), script)
        .await;
}

/// Both themes of what is on screen; the room's own comes back.
async fn shots(window: &Window, name: &str) {
    window.shot(&format!("{name}-night")).await;
    window.keys("Ctrl+t").await;
    window
        .wait_for_script(
            "day",
            "return document.documentElement.dataset.theme === 'day'",
        )
        .await;
    window.shot(&format!("{name}-day")).await;
    window.keys("Ctrl+t").await;
    window
        .wait_for_script(
            "night",
            "return document.documentElement.dataset.theme === 'night'",
        )
        .await;
}

/// First start in a training vault, up to the offer of the day.
async fn first_start(window: &Window) {
    window.marked("start").await;
    click(window, "start-next").await;
    click(window, "start-training").await;
    click(window, "start-next").await;
    enter(window, "start-owner-name", "Maren Sol").await;
    enter(window, "start-owner-initials", "MS").await;
    click(window, "start-owner-role-lead_therapist").await;
    enter(window, "start-owner-pin", PIN).await;
    enter(window, "start-owner-pin-again", PIN).await;
    marked_as_training(window, "the owner's page").await;
    click(window, "start-next").await;
    enter(window, "start-passphrase", PASSPHRASE).await;
    enter(window, "start-passphrase-again", PASSPHRASE).await;
    click(window, "start-next").await;
    window.marked("start-code").await;
    window.shot("training-start-code").await;
    click(window, "start-skip-code").await;
    window.marked("training-play").await;
    marked_as_training(window, "the last page").await;
    window.shot("training-start-offer").await;
    window.expect_accessible().await;
}

/// One entry further, by its key, once the page shows it; answers when the one after it comes.
async fn step(window: &Window) -> i64 {
    let seq = number(window, "session", "data-seq").await;
    window.keys(".").await;
    let script = "return Number(document.querySelector(\"[data-testid='session']\").dataset.seq) > arguments[0]";
    window
        .until("the next entry", script, vec![json!(seq)])
        .await;
    number(window, "session-training", "data-next").await
}

/// Steps until the next line of the script is the one at this time since dose 1.
async fn up_to(window: &Window, hours: i64, minutes: i64) {
    // The session opens an hour and a half before the dose.
    let goal = (90 + 60 * hours + minutes) * 60_000;
    while step(window).await < goal {}
}

#[tokio::test]
async fn a_training_day_from_first_start_to_its_summary() {
    let stage = Stage::set();
    let window = stage.open().await;
    first_start(&window).await;
    click(&window, "training-speed-600").await;
    click(&window, "training-play").await;
    window.marked("session").await;
    attribute(&window, "session-training", "data-playing", "true").await;
    attribute(&window, "session-training", "data-speed", "600").await;

    // It plays by itself: people come in, steps are ticked, the intention is kept.
    window
        .wait_for_script(
            "entries come by themselves",
            "return Number(document.querySelector(\"[data-testid='session']\").dataset.seq) >= 9",
        )
        .await;
    window.keys(",").await;
    attribute(&window, "session-training", "data-paused", "true").await;
    let stands = number(&window, "session", "data-seq").await;
    shots(&window, "training-paused").await;
    assert_eq!(number(&window, "session", "data-seq").await, stands);

    // Forward, entry by entry: what falls due on the way is kept as if it had been waited for.
    up_to(&window, 1, 1).await;
    attribute(&window, "session-slot", "data-state", "near").await;
    shots(&window, "training-near").await;
    up_to(&window, 2, 18).await;
    for _ in 0..3 {
        window.keys("<").await;
    }
    attribute(&window, "session-training", "data-speed", "1").await;
    window.keys(">").await;
    window.keys(">").await;
    attribute(&window, "session-training", "data-speed", "60").await;
    window.keys(",").await;
    attribute(&window, "session-slot", "data-state", "due").await;
    window.keys(",").await;
    attribute(&window, "session-training", "data-paused", "true").await;
    shots(&window, "training-due").await;
    up_to(&window, 2, 21).await;
    kept(&window, "deferred").await;
    shots(&window, "training-deferred").await;
    up_to(&window, 2, 30).await;
    attribute(&window, "session-slot", "data-state", "flag").await;
    logged(&window, "162/98").await;
    shots(&window, "training-flag").await;
    window.expect_accessible().await;

    // A person may act in between.
    window.keys("n").await;
    window.type_text("a word of my own").await;
    window.keys("Enter").await;
    logged(&window, "a word of my own").await;

    // The veil, the text twice as large: the word stays.
    window.keys("x").await;
    window.marked("session-veil").await;
    marked_as_training(&window, "the veil").await;
    window.shot("training-veil").await;
    enter(&window, "veil-pin", PIN).await;
    window.keys("Enter").await;
    window.marked("session-slot").await;
    for _ in 0..3 {
        window.keys("Ctrl+=").await;
    }
    window
        .wait_for_script(
            "200 %",
            "return document.documentElement.dataset.text === '200'",
        )
        .await;
    marked_as_training(&window, "large text").await;
    window.shot("training-large").await;
    window.keys("Ctrl+0").await;

    // kill -9 while it plays: it goes on from there, when a person says so.
    window.keys(",").await;
    attribute(&window, "session-training", "data-paused", "false").await;
    logged(&window, "147/89").await;
    window.kill().await;
    let window = stage.open().await;
    enter(&window, "unlock-passphrase", PASSPHRASE).await;
    window.shot("training-unlock").await;
    window.keys("Enter").await;
    window.marked("session").await;
    attribute(&window, "session-training", "data-paused", "true").await;
    attribute(&window, "session-training", "data-playing", "true").await;
    logged(&window, "147/89").await;
    let kinds = "return [...document.querySelectorAll(\"[data-testid='entry']\")].filter((entry) => ['gap', 'rebooted', 'clock_stepped'].includes(entry.dataset.kind)).length";
    let strange = window.run(kinds, vec![]).await;
    assert_eq!(strange, json!(0), "the day's own clock went on");
    window.shot("training-resumed").await;

    up_to(&window, 4, 45).await;
    up_to(&window, 5, 7).await;
    kept(&window, "gap").await;
    shots(&window, "training-gap").await;
    up_to(&window, 7, 50).await;
    click(&window, "training-strip-speed-600").await;
    attribute(&window, "session-training", "data-speed", "600").await;
    up_to(&window, 8, 10).await;
    window.keys("l").await;
    window.marked("session-list").await;
    shots(&window, "training-closing").await;
    click(&window, "training-go").await;
    window.marked("session-summary").await;
    marked_as_training(&window, "the summary").await;
    shots(&window, "training-summary").await;
    window.expect_accessible().await;

    click(&window, "session-leave").await;
    window.marked("training-play").await;
    marked_as_training(&window, "the office").await;
    window.wait_for("TRAINING-1").await;
    window.shot("training-today").await;
    window.expect_accessible().await;

    // Another day, taken over at once and ended by hand.
    click(&window, "training-speed-1").await;
    click(&window, "training-play").await;
    window.marked("session").await;
    click(&window, "training-take").await;
    attribute(&window, "session-training", "data-playing", "false").await;
    window.wait_for("4927").await;
    window.shot("training-by-hand").await;
    window.close().await;
}
