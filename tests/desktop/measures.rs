//! The computer in the client's hands: one question a page, an answer that does not wait, a kill between, and no way back into
//! the vault but a PIN, whatever the page asks for.

use companion::Companion;
use serde_json::json;
use support::window::{Stage, Window};
use support::world;

const CODE: &str = "KELP-014";

/// A vault in the program's own place with one client.
fn vault_with_client(home: &std::path::Path) {
    let home = home.join(".local/share/holdfast");
    let mut companion: Companion = world::companion(&home);
    world::make(&mut companion, &home).expect("a vault is made");
    companion
        .client_add(CODE, "Signe Sommerfugl")
        .expect("a client");
    companion.vault_lock().expect("locks");
}

async fn unlock(window: &Window) {
    let field = window.marked("unlock-passphrase").await;
    field.click().await.expect("a field can be clicked");
    field.send_keys(world::PASSPHRASE).await.expect("typed");
    window.keys("Enter").await;
}

async fn click(window: &Window, testid: &str, with: &str) {
    let script = "const found = [...document.querySelectorAll(`[data-testid='${arguments[0]}']`)].find((one) => one.textContent.includes(arguments[1]));
        if (!found || found.disabled) return false; found.scrollIntoView({ block: 'center' }); found.click(); return true;";
    window
        .until(
            &format!("{testid} {with} can be clicked"),
            script,
            vec![json!(testid), json!(with)],
        )
        .await;
}

async fn type_into(window: &Window, testid: &str, text: &str) {
    let field = window.marked(testid).await;
    field.click().await.expect("a field can be clicked");
    field.send_keys(text).await.expect("typed");
}

async fn question(window: &Window, id: &str) {
    let script = "return document.querySelector(\"[data-testid='handover-item']\")?.dataset.item === arguments[0]";
    window
        .until(&format!("question {id}"), script, vec![json!(id)])
        .await;
}

async fn stage(window: &Window, name: &str) {
    let script = "return document.querySelector(\"[data-testid='handover']\")?.dataset.stage === arguments[0]";
    window
        .until(&format!("the stage {name}"), script, vec![json!(name)])
        .await;
}

/// What a command answers to a page that asks for it behind the back of the screen: the code of the failure, or "done".
async fn asked(window: &Window, command: &str, args: serde_json::Value) -> String {
    let script = "window.answer = undefined;
        window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1]).then(() => (window.answer = 'done'), (failure) => (window.answer = failure.code));
        return true;";
    window.run(script, vec![json!(command), args]).await;
    window
        .wait_for_script("an answer", "return window.answer !== undefined")
        .await;
    let answer = window.run("return window.answer", vec![]).await;
    answer.as_str().unwrap_or_default().to_owned()
}

async fn to_client(window: &Window) {
    click(window, "nav-clients", "").await;
    click(window, "client-row", CODE).await;
    window.marked("measures").await;
}

async fn hand_over(window: &Window) {
    click(window, "measures-take", "").await;
    let pick = "const row = [...document.querySelectorAll(\"[data-testid='measure-form'] label\")].find((one) => one.textContent.includes('Patient Health'));
        if (!row) return false; row.click(); return true;";
    window.wait_for_script("PHQ-9 can be picked", pick).await;
    type_into(window, "measure-occasion", "baseline").await;
    click(window, "measure-go", "").await;
    window.marked("handover").await;
}

#[tokio::test]
async fn a_measure_in_the_clients_hands() {
    let stage_ = Stage::set();
    vault_with_client(stage_.home());
    let window = stage_.open().await;
    window.marked("unlock").await;
    unlock(&window).await;
    to_client(&window).await;
    window.shot("client-measures-empty").await;
    hand_over(&window).await;
    question(&window, "1").await;
    window.expect_accessible().await;
    window.shot("handover-question").await;
    let text = window.text().await;
    assert!(
        !text.contains(CODE) && !text.contains("Signe"),
        "the page names the client: {text}"
    );

    // Number keys and fingers both answer and move on.
    window.keys("2").await;
    question(&window, "2").await;
    click(&window, "handover-choice", "Several days").await;
    question(&window, "3").await;

    // Nothing else can be had, whatever the page asks for, also after it is loaded anew.
    let every_client = json!({ "args": { "most": null } });
    for (command, args) in [
        ("clients_list", &every_client),
        ("audit_verify", &json!({})),
        ("protocols_list", &json!({})),
    ] {
        assert_eq!(
            asked(&window, command, args.clone()).await,
            "handed_over",
            "{command}"
        );
    }
    window.load_anew().await;
    window.marked("handover").await;
    question(&window, "3").await;

    // Killed in the middle: the passphrase is needed, and the answers wait.
    window.kill().await;
    let window = stage_.open().await;
    window.marked("unlock").await;
    unlock(&window).await;
    to_client(&window).await;
    hand_over(&window).await;
    question(&window, "3").await;
    for id in ["4", "5", "6", "7", "8", "9"] {
        window.keys("1").await;
        question(&window, id).await;
    }

    // The ninth answer does not wait.
    window.keys("3").await;
    stage(&window, "called").await;
    window.shot("handover-called").await;
    click(&window, "handover-take", "").await;
    type_into(&window, "handover-pin", "1357").await;
    click(&window, "handover-go-on", "").await;
    window.marked("failure").await;
    window.shot("handover-wrong-pin").await;
    type_into(&window, "handover-pin", world::PIN_MS).await;
    click(&window, "handover-keep", "").await;
    // This client has no course: the page says that there is no plan to show.
    window.marked("stopped-plan").await;
    window.expect_accessible().await;
    window.shot("handover-stopped").await;
    click(&window, "stopped-close", "").await;
    window.marked("office").await;
    to_client(&window).await;
    window.wait_for("PHQ-9").await;
    // 2 + 1 + six times 1 + 3.
    window.wait_for("12").await;
    window.shot("client-measures").await;
    window.expect_accessible().await;
    assert_eq!(asked(&window, "clients_list", every_client).await, "done");
    window.close().await;
}
