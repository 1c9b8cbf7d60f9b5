//! The whole job, as two therapists do it: first start, vault, people, client, gate, dose, a prompt that comes due, a
//! reading, a line crossed, not now, veil, kill -9, reopening into the running session, closing, verifying.

use serde_json::json;
use support::window::{Stage, Window};

const PASSPHRASE: &str = "quiet harbour lantern sixteen";
const PIN_MS: &str = "4927";
const PIN_AK: &str = "8306";

/// Clicks what is marked.
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

/// Types into what is marked, as a person does.
async fn enter(window: &Window, testid: &str, text: &str) {
    let field = window.marked(testid).await;
    field.click().await.expect("a field can be clicked");
    field.clear().await.expect("a field can be emptied");
    field
        .send_keys(text)
        .await
        .expect("a field can be typed into");
}

/// Waits until an attribute of what is marked has a value.
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

async fn gone(window: &Window, testid: &str) {
    let script = "return !document.querySelector(`[data-testid='${arguments[0]}']`)";
    window
        .until(&format!("{testid} is gone"), script, vec![json!(testid)])
        .await;
}

/// First start up to the office, in a training vault.
async fn first_start(window: &Window) -> Vec<String> {
    window.marked("start").await;
    window.shot("start-1-what").await;
    click(window, "start-next").await;
    click(window, "start-training").await;
    enter(window, "start-vault-name", "Stillwater").await;
    window.shot("start-2-vault").await;
    click(window, "start-next").await;
    enter(window, "start-owner-name", "Maren Sol").await;
    enter(window, "start-owner-initials", "MS").await;
    click(window, "start-owner-role-lead_therapist").await;
    click(window, "start-owner-role-vault_keeper").await;
    enter(window, "start-owner-pin", PIN_MS).await;
    enter(window, "start-owner-pin-again", PIN_MS).await;
    window.shot("start-3-owner").await;
    click(window, "start-next").await;
    enter(window, "start-passphrase", PASSPHRASE).await;
    enter(window, "start-passphrase-again", PASSPHRASE).await;
    window.shot("start-4-passphrase").await;
    click(window, "start-next").await;
    window.marked("start-code").await;
    let script = "return [...document.querySelectorAll(\"[data-testid^='start-code-group-']\")].map((group) => group.textContent.trim())";
    let groups: Vec<String> = window
        .run(script, vec![])
        .await
        .as_array()
        .expect("groups")
        .iter()
        .map(|group| group.as_str().expect("text").to_owned())
        .collect();
    assert_eq!(groups.len(), 8, "{groups:?}");
    window.shot("start-5-code").await;
    click(window, "start-next").await;
    for (number, group) in groups.iter().enumerate() {
        enter(
            window,
            &format!("start-code-typed-{}", number + 1),
            &group.to_lowercase(),
        )
        .await;
    }
    window.shot("start-6-typed").await;
    click(window, "start-next").await;
    enter(window, "start-person-name", "Anders Kvist").await;
    enter(window, "start-person-initials", "AK").await;
    click(window, "start-person-role-co_therapist").await;
    enter(window, "start-person-pin", PIN_AK).await;
    enter(window, "start-person-pin-again", PIN_AK).await;
    window.shot("start-7-people").await;
    click(window, "start-person-add").await;
    window.wait_for("AK").await;
    window
        .until(
            "the second person is in the vault",
            "return (document.querySelector(\"[data-testid='start-people']\")?.textContent ?? '').includes('Anders Kvist')",
            vec![],
        )
        .await;
    click(window, "start-done").await;
    window.marked("today").await;
    window.shot("today-empty").await;
    groups
}

/// A client and a session of the worked example.
async fn open_session(window: &Window) {
    click(window, "nav-clients").await;
    click(window, "clients-add").await;
    enter(window, "client-code", "KELP-014").await;
    enter(window, "client-name", "Signe Sommerfugl").await;
    click(window, "client-keep").await;
    window.marked("client").await;
    window.shot("client").await;
    click(window, "client-start").await;
    window.marked("session-form").await;
    let script =
        "const row = [...document.querySelectorAll(\"[data-testid='session-form'] label\")]
          .find((o) => o.textContent.includes('Worked example'));
        if (!row) return false;
        row.click();
        return true;";
    window
        .until("the worked example can be chosen", script, vec![])
        .await;
    window.shot("session-form").await;
    click(window, "session-open").await;
    window.marked("session").await;
}

/// What a script finds, as text.
async fn found(window: &Window, script: &str) -> String {
    window
        .run(script, vec![])
        .await
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

/// The name of the form in the slot; empty: none.
async fn form(window: &Window) -> String {
    found(
        window,
        "return document.querySelector(\"[data-form]\")?.dataset.form ?? ''",
    )
    .await
}

async fn wait_form(window: &Window, name: &str) {
    let script =
        "return (document.querySelector('[data-form]')?.dataset.form ?? '') === arguments[0]";
    window
        .until(
            &format!("the form {name:?} is in the slot"),
            script,
            vec![json!(name)],
        )
        .await;
}

/// Types and confirms.
async fn line(window: &Window, text: &str) {
    window.type_text(text).await;
    window.keys("Enter").await;
}

/// Answers every open line of the list on the right, each by its own form; answers how many.
async fn pass_gate(window: &Window) -> usize {
    let next =
        "const row = [...document.querySelectorAll(\"[data-testid='list-row'][data-gate='gate']\")]
          .find((r) => ['open', 'expired'].includes(r.dataset.state));
        if (!row) return '';
        row.click();
        return row.dataset.item;";
    let state = "return document.querySelector(`[data-testid='list-row'][data-item='${arguments[0]}']`)?.dataset.state === 'met'";
    let mut answered = 0;
    loop {
        let item = found(window, next).await;
        if item.is_empty() {
            return answered;
        }
        match form(window).await.as_str() {
            "" | "tick" => {}
            "finding" => line(window, "as it should be").await,
            "truetime" => {
                let wall = found(window, "return document.querySelector(\"[data-testid='session-wall']\").textContent.trim()").await;
                line(window, &format!("{wall}:00")).await;
                line(window, "radio clock").await;
                window.keys("Enter").await;
                line(window, PIN_AK).await;
            }
            "timekeeper" => {
                line(window, "2").await;
                line(window, "1").await;
            }
            "vitals" => {
                for value in ["124", "79", "72", "36.7", "4"] {
                    line(window, value).await;
                }
            }
            other => panic!("a gate line opens {other}"),
        }
        window
            .until(&format!("{item} is answered"), state, vec![json!(item)])
            .await;
        answered += 1;
    }
}

/// Waits until the slot is in a state.
async fn slot(window: &Window, state: &str) {
    attribute(window, "session-slot", "data-state", state).await;
}

/// Waits until the log says something.
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

#[tokio::test]
async fn a_session_from_first_start_to_its_end_and_a_kill_between() {
    // A minute passes in a second: the day's first checks come due while the test watches.
    let since = support::now_rfc3339();
    let clock = format!("2026-03-02T09:00:00+01:00 x60 since {since}");
    let stage = Stage::set().with("HOLDFAST_CLOCK", &clock);
    let window = stage.open().await;
    first_start(&window).await;
    open_session(&window).await;
    attribute(&window, "session", "data-mode", "keys").await;
    window.shot("session-gate").await;

    let answered = pass_gate(&window).await;
    assert!(answered > 20, "the gate has {answered} lines");
    window.shot("session-gate-answered").await;

    // The protocol asks for the pair in the room before a dose.
    for person in ["1", "2"] {
        window.keys("w").await;
        wait_form(&window, "who").await;
        window.keys(person).await;
        wait_form(&window, "").await;
    }

    // Giving the dose opens the slot; only its confirmation with witness keeps it.
    window.keys("g").await;
    wait_form(&window, "dose").await;
    window.shot("session-dose").await;
    window.keys("Enter").await;
    line(&window, "K-118").await;
    window.keys("Enter").await;
    line(&window, "1").await;
    line(&window, PIN_AK).await;
    wait_form(&window, "").await;
    window.wait_for("since dose 1").await;

    // A prompt comes due by itself, driven from the core.
    slot(&window, "due").await;
    window.shot("session-due").await;
    window.keys("v").await;
    wait_form(&window, "vitals").await;
    for value in ["171", "104", "99"] {
        line(&window, value).await;
    }
    wait_form(&window, "").await;
    slot(&window, "flag").await;
    window.shot("session-flag").await;
    logged(&window, "171/104").await;

    // A note, and one half written when the program dies.
    window.keys("n").await;
    line(&window, "\"It was a door *").await;
    logged(&window, "It was a door").await;
    window.keys("n").await;
    attribute(&window, "session", "data-mode", "writing").await;
    // Letters within 400 ms of a key are a burst: the key itself would be kept as a letter.
    tokio::time::sleep(std::time::Duration::from_millis(600)).await;
    window.type_text("half a sent").await;
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    window.kill().await;

    let window = stage.open().await;
    window.marked("unlock").await;
    window.shot("unlock").await;
    enter(&window, "unlock-passphrase", PASSPHRASE).await;
    click(&window, "unlock-go").await;
    window.marked("session").await;
    logged(&window, "171/104").await;
    logged(&window, "It was a door").await;
    let draft =
        "return document.querySelector(\"[data-testid='session-note']\").value === 'half a sent'
        && document.querySelector(\"[data-testid='session-note']\").selectionStart === 11";
    window
        .wait_for_script("the half sentence and its caret are back", draft)
        .await;
    let gap = "return [...document.querySelectorAll(\"[data-testid='entry']\")].some((entry) => entry.dataset.kind === 'gap')";
    window.wait_for_script("the gap is in the log", gap).await;
    window.shot("session-resumed").await;
    window.keys("Escape").await;
    attribute(&window, "session", "data-mode", "keys").await;

    // The veil hides the client; a PIN lifts it.
    window.keys("x").await;
    window.marked("session-veil").await;
    let text = window.text().await;
    for secret in ["KELP-014", "It was a door", "171/104"] {
        assert!(!text.contains(secret), "the veil shows {secret}: {text}");
    }
    window.shot("session-veil").await;
    line(&window, PIN_MS).await;
    gone(&window, "session-veil").await;

    // Help is one key from anywhere.
    window.keys("h").await;
    wait_form(&window, "help").await;
    window.wait_for("112").await;
    window.shot("session-help").await;
    window.keys("Escape").await;
    wait_form(&window, "").await;

    // The end, other than planned: the checklist stays truthfully unmet.
    window.keys("l").await;
    click_row(&window, "end").await;
    wait_form(&window, "end").await;
    line(&window, "4").await;
    line(&window, "Stopped by the client, stays the night.").await;
    window.marked("session-summary").await;
    window.shot("session-summary").await;
    click(&window, "session-leave").await;
    window.marked("today").await;
    click(&window, "today-verify").await;
    window.marked("verified").await;
    window.shot("today-verified").await;
    window.expect_accessible().await;
    window.close().await;
}

/// Clicks a line of the list by its item.
async fn click_row(window: &Window, item: &str) {
    let script = "const row = document.querySelector(`[data-testid='list-row'][data-item='${arguments[0]}']`);
        if (!row) return false; row.click(); return true;";
    window
        .until(
            &format!("the line {item} is there"),
            script,
            vec![json!(item)],
        )
        .await;
}
