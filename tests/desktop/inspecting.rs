//! An inspector at the window: let in by a code that is shown once, a vault that is read, the trail of an entry at hand.

use serde_json::json;
use support::window::{Stage, Window};
use support::world;

/// A vault with a session that has ended, locked.
fn vault(stage: &Stage) {
    let words = [
        "in MS",
        "read 128/76 72 36.8",
        "note \"eyes closed\"",
        "close transferred \"moved\"",
    ];
    let (mut companion, _) = world::with_session(&stage.data(), &words);
    companion.vault_lock().expect("locks");
}

/// Lets an inspector in from the vault's room; answers the code.
async fn let_in(window: &Window) -> String {
    window.unlock(world::PASSPHRASE).await;
    window.keys("6").await;
    window.click("inspector-open").await;
    window.marked("inspector").await;
    window.shot("inspector-form").await;
    for (field, typed) in [
        ("inspector-name", "Ida Norling"),
        ("inspector-initials", "IN"),
        ("inspector-reason", "Inspection of the authority, file 12/4"),
        ("inspector-until", "2199-03-31"),
    ] {
        window.enter(field, typed).await;
    }
    window.keys("Enter").await;
    let code = window.marked("inspector-code").await;
    window.expect_accessible().await;
    window.shot("inspector-code").await;
    let code = code.text().await.expect("text");
    window.click("inspector-done").await;
    code.split_whitespace().collect::<Vec<_>>().join("-")
}

#[tokio::test]
async fn an_inspector_opens_by_code_reads_and_finds_the_trail_of_an_entry() {
    let stage = Stage::set();
    vault(&stage);
    let window = stage.open().await;
    let code = let_in(&window).await;
    window.wait_for("access code, until 2199-03-31").await;
    window.shot("inspector-listed").await;
    window.lock().await;

    window.click("inspect-turn").await;
    for (number, group) in code.split('-').enumerate() {
        let group_box = format!("inspect-code-{}", number + 1);
        window.enter(&group_box, group).await;
    }
    window.shot("inspector-door").await;
    window.expect_accessible().await;
    window.keys("Enter").await;
    window.marked("inspect-band").await;
    window.marked("today").await;
    window.wait_for("Ida Norling inspects this vault").await;
    window.shot("inspector-today").await;
    let refused = window
        .asked(
            "clients_add",
            json!({ "args": { "code": "KELP-015", "name": "" } }),
        )
        .await;
    assert!(refused.contains("inspecting"), "{refused}");

    // An entry of the record, its trail one key away.
    window.click("today-read").await;
    window.marked("session-inspect-band").await;
    window.click("session-trail-entry").await;
    window.marked("session-trail-acts").await;
    window.wait_for("session opened").await;
    window.expect_accessible().await;
    window.shot("inspector-trail").await;
    window.keys("Escape").await;
    window
        .wait_for_script(
            "the trail is put away",
            "return document.querySelector(\"[data-testid='session-trail']\") === null",
        )
        .await;
    window.click("session-leave").await;
    window.keys("6").await;
    window.marked("vault").await;
    window.shot("inspector-vault").await;
    let offered = window
        .run(
            "return [...document.querySelectorAll('button')].map((one) => one.textContent)",
            vec![],
        )
        .await
        .to_string();
    for what in [
        "Let an inspector in",
        "Add a person",
        "Change person",
        "Make a backup",
    ] {
        assert!(!offered.contains(what), "{what} is offered: {offered}");
    }
    window.close().await;

    // Who looked at what is in the record.
    let mut companion = world::companion(&stage.data());
    world::unlock(&mut companion, &stage.data()).expect("opens");
    let access = companion.audit_access().expect("entries");
    let looked = access.iter().filter(|entry| entry.action == "inspected");
    assert!(looked.clone().any(|entry| entry.kind == "session"));
    assert!(
        companion
            .audit_verify()
            .expect("verified")
            .chain
            .fault
            .is_none()
    );
}
