//! The whole job, as two therapists do it: first start, vault, people, client, gate, dose, a prompt that comes due, a
//! reading, a line crossed, not now, veil, kill -9, reopening into the running session, closing, verifying.

use serde_json::{Value, json};
use support::window::{Stage, Window};

const PASSPHRASE: &str = "quiet harbour lantern sixteen";
const PIN_MS: &str = "4927";
const PIN_AK: &str = "8306";

/// Clicks what is marked.
async fn click(window: &Window, testid: &str) {
    let script = "const found = document.querySelector(`[data-testid='${arguments[0]}']`);
        if (!found || found.disabled) return false; found.scrollIntoView({ block: 'center' }); found.click(); return true;";
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

/// Whatever the view says, through the page's own door.
async fn slot_state(window: &Window) -> String {
    let script =
        "return document.querySelector(\"[data-testid='session-slot']\")?.dataset.state ?? ''";
    window
        .run(script, vec![])
        .await
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[tokio::test]
async fn a_session_from_first_start_to_its_end_and_a_kill_between() {
    let since = support::now_rfc3339();
    let stage = Stage::set().with(
        "HOLDFAST_CLOCK",
        &format!("2026-03-02T09:00:00+01:00 x60 since {since}"),
    );
    let window = stage.open().await;
    first_start(&window).await;
    open_session(&window).await;
    window.shot("session-arrived").await;

    // The gate: every line answered by its own key.
    let text: Value = window.run("return document.body.innerText", vec![]).await;
    println!("{}", text.as_str().unwrap_or_default());
    println!("slot {}", slot_state(&window).await);
    attribute(&window, "session", "data-mode", "keys").await;
    gone(&window, "session-trouble").await;
    window.close().await;
}
