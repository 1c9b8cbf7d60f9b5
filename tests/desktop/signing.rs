//! One entry and one gate, signed alone, in the real window: the entry from its own line in the record of a session, the gate where it stands
//! on a client's course.

use companion::sign::Object;
use serde_json::json;
use support::window::{Stage, Window};
use support::world;

const AK_PASSPHRASE: &str = "a lantern of their own nineteen";

/// A session that has ended, with a note of MS and one of AK, who holds a key; beside it a client whose preparation has begun. Answers the
/// latter's code.
fn vault(stage: &Stage) -> String {
    let home = stage.data();
    let (mut companion, session) = world::with_session(&home, &["in MS", "note \"eyes closed\""]);
    let ak = companion.person_by_initials("AK").expect("known");
    let pin = companion::Secret::from(world::PIN_AK);
    let passphrase = companion::Secret::from(AK_PASSPHRASE);
    companion
        .person_enrol(ak, &pin, &passphrase)
        .expect("a key");
    let ms = companion.author().expect("a pen");
    companion.person_take_pen(ak, &pin).expect("proven");
    world::say(&mut companion, session, "note \"a laugh\"").expect("kept");
    let pin = companion::Secret::from(world::PIN_MS);
    companion.person_take_pen(ms, &pin).expect("proven");
    world::say(&mut companion, session, "close transferred \"moved\"").expect("closes");
    let client = companion.training_course(14).expect("a course");
    let code = companion.client_code(client).expect("a code");
    companion.vault_lock().expect("locks");
    code
}

/// Presses the button of this mark in the entry that says these words.
async fn of_entry(window: &Window, words: &str, mark: &str) {
    let script = "const entry = [...document.querySelectorAll(\"[data-testid='entry']\")].find((one) => one.textContent.includes(arguments[0]));
        const button = entry?.querySelector(`[data-testid='${arguments[1]}']`);
        if (!button) return false;
        button.focus();
        button.click();
        return true;";
    window
        .until(words, script, vec![json!(words), json!(mark)])
        .await;
    window.marked("session-entry-signs").await;
}

#[tokio::test]
async fn an_entry_and_a_gate_are_signed_alone() {
    let stage = Stage::set();
    let code = vault(&stage);
    let window = stage.open().await;
    window.unlock(world::PASSPHRASE).await;
    window.keys("1").await;
    window.click("today-read").await;
    window.marked("signatures").await;
    window.click("session-sign-offer").await;

    // What another wrote waits for them.
    of_entry(&window, "a laugh", "session-sign-entry").await;
    window.wait_for("Its author signs it first").await;
    window.expect_accessible().await;
    window.keys("Escape").await;
    let gone = "return !document.querySelector(\"[data-testid='session-entry-signs']\")";
    window.wait_for_script("Esc puts it away", gone).await;

    // One's own is signed, and the entry says so.
    of_entry(&window, "eyes closed", "session-sign-entry").await;
    let inside = |mark: &str| format!("[data-testid='session-entry-signs'] [data-testid='{mark}']");
    let press = "const button = document.querySelector(arguments[0]);
        if (!button) return false;
        button.click();
        return true;";
    window
        .until("it is signed", press, vec![json!(inside("sign-open"))])
        .await;
    window.marked("sign-proof").await;
    window.expect_accessible().await;
    window.in_both_themes("sign-entry-ask").await;
    window.enter("sign-proof", world::PASSPHRASE).await;
    window.keys("Enter").await;
    window.marked("session-entry-signed").await;
    window.wait_for("signed by MS").await;
    window.wait_for("signed as its author").await;
    window.expect_accessible().await;
    window.in_both_themes("sign-entry").await;
    window.click("session-entry-signs-leave").await;
    window.wait_for_script("it is put away", gone).await;
    // The session itself is as little signed as before.
    window.wait_for("Nobody has signed it.").await;
    window.click("session-leave").await;

    window.keys("2").await;
    window.marked("clients").await;
    let pick = "const row = document.querySelector(`[data-testid='client-row'][data-code='${arguments[0]}']`);
        if (!row) return false;
        row.click();
        return true;";
    window.until("the client", pick, vec![json!(code)]).await;
    window.marked("course-passed").await;
    window.expect_accessible().await;
    window.click("course-passed-show").await;
    window.marked("signatures").await;
    window.wait_for("Nobody has signed it.").await;
    window.click("sign-open").await;
    window.enter("sign-proof", world::PIN_MS).await;
    window.keys("Enter").await;
    window.wait_for("signed as its author").await;
    window.expect_accessible().await;
    window.in_both_themes("sign-gate").await;
    window.close().await;

    let mut companion = world::companion(&stage.data());
    world::unlock(&mut companion, &stage.data()).expect("opens");
    let report = companion.audit_verify().expect("verified");
    // Three stand under the visits of that course.
    assert_eq!(
        (report.signatures.hold, report.signatures.broken),
        (5, None)
    );
    let client = companion.client_by_code(&code).expect("a client");
    let gates = companion.gates_signed(client).expect("told");
    assert_eq!(gates, ["to-preparation"]);
    let gate = Object::Gate {
        client,
        gate: gates[0].clone(),
    };
    let found = companion.signatures(&gate).expect("looked at");
    assert_eq!(found.lines[0].initials, "MS");
}
