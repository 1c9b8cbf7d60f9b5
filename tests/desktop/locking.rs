//! The system's lock, change of user and sleep: outside a session the vault locks and the page forgets, during one the veil
//! falls and outlives the page. Control: what concerns another session, or waking up, does nothing.

use companion::Companion;
use serde_json::json;
use std::path::Path;
use std::time::Duration;
use support::window::bus::{Bus, Logind, Say};
use support::window::{Stage, Window};
use support::world;

const CODE: &str = "KELP-014";

fn vault(home: &Path, session: bool) {
    let home = home.join(".local/share/holdfast");
    let mut companion: Companion = world::companion(&home);
    world::make(&mut companion, &home).expect("a vault is made");
    if session {
        world::session(&mut companion, CODE).expect("a session is opened");
    } else {
        companion.client_add(CODE, "").expect("a client");
    }
    companion.vault_lock().expect("locks");
}

async fn unlock(window: &Window, then: &str) {
    window.marked("unlock").await;
    let field = window.marked("unlock-passphrase").await;
    field.click().await.expect("a field can be clicked");
    field.send_keys(world::PASSPHRASE).await.expect("typed");
    window.keys("Enter").await;
    window.marked(then).await;
}

async fn watched(window: &Window) {
    let script = "window.machine = undefined;
        window.__TAURI_INTERNALS__.invoke('app_machine').then((machine) => (window.machine = machine));
        return true;";
    loop {
        window.run(script, vec![]).await;
        window
            .wait_for_script("an answer", "return window.machine !== undefined")
            .await;
        if window.run("return window.machine.watched", vec![]).await == json!(true) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

#[tokio::test]
async fn outside_a_session_the_vault_locks_and_the_page_forgets() {
    let stage = Stage::set();
    vault(stage.home(), false);
    let system = Bus::start(&stage.home().join("run/system-bus"));
    let logind = Logind::on(system.address()).await;
    let stage = stage.with("DBUS_SYSTEM_BUS_ADDRESS", system.address());
    let window = stage.open().await;
    for cause in [Say::Lock, Say::SwitchUser, Say::Sleep] {
        unlock(&window, "office").await;
        watched(&window).await;
        // Control: this is not about us, and waking up is no reason.
        for nothing in [Say::LockElsewhere, Say::Wake] {
            logind.say(nothing).await;
        }
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        window
            .run("window.planted = \"still here\"; return true;", vec![])
            .await;
        window.marked("office").await;
        logind.say(cause).await;
        window.marked("unlock").await;
        window
            .wait_for_script(
                "the page was loaded anew",
                "return window.planted === undefined",
            )
            .await;
    }
    // While a vault is open sleep waits for the lock; no longer.
    unlock(&window, "office").await;
    let held = || logind.held() == 1;
    while !held() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let asked = logind.asked();
    let last = asked.last().expect("asked");
    assert_eq!((last[0].as_str(), last[3].as_str()), ("sleep", "delay"));
    logind.say(Say::Sleep).await;
    window.marked("unlock").await;
    while logind.held() > 0 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    window.close().await;
}

#[tokio::test]
async fn during_a_session_the_veil_falls_and_outlives_the_page() {
    let stage = Stage::set();
    vault(stage.home(), true);
    let system = Bus::start(&stage.home().join("run/system-bus"));
    let logind = Logind::on(system.address()).await;
    let stage = stage.with("DBUS_SYSTEM_BUS_ADDRESS", system.address());
    let window = stage.open().await;
    unlock(&window, "session").await;
    watched(&window).await;
    window.keys("n").await;
    tokio::time::sleep(Duration::from_millis(600)).await;
    window.type_text("half a sent").await;
    logind.say(Say::Lock).await;
    window.marked("session-veil").await;
    assert!(
        !window.text().await.contains(CODE),
        "the veil names the client"
    );
    // A page that is loaded anew is under the veil as before.
    window.load_anew().await;
    window.marked("session-veil").await;
    assert!(
        !window.text().await.contains(CODE),
        "the veil names the client"
    );
    window.type_text(world::PIN_MS).await;
    window.keys("Enter").await;
    let lifted = "return !document.querySelector(\"[data-testid='session-veil']\")";
    window.wait_for_script("the veil is lifted", lifted).await;
    let draft =
        "return document.querySelector(\"[data-testid='session-note']\").value === 'half a sent'";
    window
        .wait_for_script("the half sentence is back", draft)
        .await;
    window.load_anew().await;
    window.marked("session").await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    window.wait_for_script("and stays lifted", lifted).await;
    window.close().await;
}
