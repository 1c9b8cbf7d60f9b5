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
    window.enter("unlock-passphrase", world::PASSPHRASE).await;
    window.keys("Enter").await;
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

async fn to_client(window: &Window) {
    window.pick("nav-clients", "").await;
    window.pick("client-row", CODE).await;
    window.marked("measures").await;
}

async fn hand_over(window: &Window) {
    window.pick("measures-take", "").await;
    let pick = "const row = [...document.querySelectorAll(\"[data-testid='measure-form'] label\")].find((one) => one.textContent.includes('Patient Health'));
        if (!row) return false; row.click(); return true;";
    window.wait_for_script("PHQ-9 can be picked", pick).await;
    window.enter("measure-occasion", "baseline").await;
    window.pick("measure-go", "").await;
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
    window.pick("handover-choice", "Several days").await;
    question(&window, "3").await;

    // Nothing else can be had, whatever the page asks for, also after it is loaded anew.
    let every_client = json!({ "args": { "most": null } });
    for (command, args) in [
        ("clients_list", &every_client),
        ("audit_verify", &json!({})),
        ("protocols_list", &json!({})),
    ] {
        assert_eq!(
            window.asked(command, args.clone()).await,
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
    window.pick("handover-take", "").await;
    window.enter("handover-pin", "1357").await;
    window.pick("handover-go-on", "").await;
    window.marked("failure").await;
    window.shot("handover-wrong-pin").await;
    window.enter("handover-pin", world::PIN_MS).await;
    window.pick("handover-keep", "").await;
    // This client has no course: the page says that there is no plan to show.
    window.marked("stopped-plan").await;
    window.expect_accessible().await;
    window.shot("handover-stopped").await;
    window.pick("stopped-close", "").await;
    window.marked("office").await;
    to_client(&window).await;
    window.wait_for("PHQ-9").await;
    // 2 + 1 + six times 1 + 3.
    window.wait_for("12").await;
    window.shot("client-measures").await;
    window.expect_accessible().await;
    assert_eq!(window.asked("clients_list", every_client).await, "done");
    window.close().await;
}

#[tokio::test]
async fn whoever_types_the_answers_finds_the_plan_beside_them() {
    let stage_ = Stage::set();
    let home = stage_.home().join(".local/share/holdfast");
    let mut companion = world::companion(&home);
    world::make(&mut companion, &home).expect("a vault");
    let client = companion.training_course(22).expect("a course");
    let code = companion.client_code(client).expect("a code");
    companion.vault_lock().expect("locks");
    let window = stage_.open().await;
    unlock(&window).await;
    window.marked("today").await;
    window.keys("2").await;
    window.pick("client-row", &code).await;
    window.marked("course").await;
    window.keys("m").await;
    let pick = "const row = [...document.querySelectorAll(\"[data-testid='measure-form'] label\")].find((one) => one.textContent.includes('Patient Health'));
        if (!row) return false; row.click(); return true;";
    window.wait_for_script("PHQ-9 can be picked", pick).await;
    window.pick("measure-mode", "Carried over from paper").await;
    window.pick("measure-go", "").await;
    window.marked("measure-item").await;
    for _ in 0..8 {
        window.keys("1").await;
    }
    let none = "return !document.querySelector(\"[data-testid='stopped-plan']\")";
    window
        .wait_for_script("no plan stands there yet", none)
        .await;
    window.keys("3").await;
    window.marked("measure-not-wait").await;
    window.marked("stopped-plan").await;
    window.expect_accessible().await;
    window.shot("typed-not-to-wait").await;
    window.close().await;
}
