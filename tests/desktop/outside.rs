//! What the program does outside its window while a session runs: notices without client data, and a machine kept awake.

use companion::session::Told;
use companion::{Companion, clock};
use serde_json::json;
use std::net::TcpListener;
use std::path::Path;
use std::time::{Duration, Instant};
use support::window::bus::{Bus, Desktop, Logind};
use support::window::{Stage, Window};
use support::world;

const CODE: &str = "KELP-014";
pub(crate) const DOSE_AT: &str = "2026-03-02T09:00:00+01:00";
const PATIENCE: Duration = Duration::from_secs(90);

/// A vault in the program's own place with a session after its first dose, locked again.
pub(crate) fn day_begun(home: &Path) {
    day_begun_with(home, None);
}

/// The same, with something more said at the gate.
pub(crate) fn day_begun_with(home: &Path, gate: Option<&str>) {
    let home = home.join(".local/share/holdfast");
    let at = |time: &str| clock::scripted(&format!("2026-03-02T{time}:00+01:00")).expect("a time");
    let mut companion = world::companion_with(&home, at("08:45"));
    world::make(&mut companion, &home).expect("a vault is made");
    companion.set_clock(at("08:45")).expect("a training vault");
    let session = world::session(&mut companion, CODE).expect("a session is opened");
    let author = companion.person_by_initials("MS").expect("the owner");
    let act = |companion: &mut Companion, words: &str| {
        let (acts, when) = companion.session_words(session, words).expect("an act");
        for act in &acts {
            companion
                .session_act_as(session, None, act, Told::When(when), author)
                .unwrap_or_else(|error| panic!("{words}: {error}"));
        }
    };
    for words in ["in MS", "in AK", "read 124/80 72 36.6 d4 o98 r14"] {
        act(&mut companion, words);
    }
    companion.set_clock(at("08:55")).expect("a training vault");
    if let Some(words) = gate {
        act(&mut companion, words);
    }
    act(&mut companion, "gate dose1 pass");
    companion.set_clock(at("09:00")).expect("a training vault");
    act(&mut companion, "dose 120 mg with AK");
    companion.vault_lock().expect("the vault is locked");
}

pub(crate) async fn unlock(window: &Window) {
    let field = window.marked("unlock-passphrase").await;
    field.click().await.expect("a field can be clicked");
    field
        .send_keys(world::PASSPHRASE)
        .await
        .expect("a field can be typed into");
    window.keys("Enter").await;
    window.marked("session").await;
}

/// Waits until something is so outside the window.
async fn until(what: &str, so: impl Fn() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !so() {
        assert!(Instant::now() < deadline, "not in time: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Calls a command as the page's buttons do.
async fn call(window: &Window, command: &str) {
    let script = "window.__TAURI_INTERNALS__.invoke(arguments[0]); return true;";
    window.run(script, vec![json!(command)]).await;
}

#[tokio::test]
async fn a_check_that_falls_due_is_noticed_outside_and_the_notice_names_nobody() {
    let stage = Stage::set();
    day_begun(stage.home());
    let clock = format!("{DOSE_AT} x60 since {}", support::now_rfc3339());
    let stage = stage.with("HOLDFAST_CLOCK", &clock);
    let desktop = Desktop::on(stage.bus()).await;
    let window = stage.open().await;
    window.marked("unlock").await;
    assert!(desktop.notices().is_empty(), "nothing is due while locked");
    unlock(&window).await;
    // Prompts come a quarter of an hour apart: two of them show that the second takes the place of the first.
    until("two notices", || desktop.notices().len() > 1).await;
    for (number, notice) in desktop.notices().iter().enumerate() {
        assert_eq!(notice.summary, "Holdfast");
        assert_eq!(notice.body, "A check is due.");
        assert_eq!(notice.replaces, if number == 0 { 0 } else { 7 });
        assert_eq!(notice.hints, ["suppress-sound", "transient"]);
        assert!(notice.expires_ms > 0);
        for secret in [CODE, "Signe", "Sommerfugl", "Maren", "MS", "pressure"] {
            assert!(!notice.whole.contains(secret), "{secret} in {notice:?}");
        }
    }
    call(&window, "vault_lock").await;
    window.marked("unlock").await;
    window.close().await;
}

#[tokio::test]
async fn the_machine_stays_awake_while_a_session_runs_and_no_longer() {
    let stage = Stage::set();
    day_begun(stage.home());
    let system = Bus::start(&stage.home().join("run/system-bus"));
    let logind = Logind::on(system.address()).await;
    let clock = format!("{DOSE_AT} x1 since {}", support::now_rfc3339());
    let stage = stage
        .with("HOLDFAST_CLOCK", &clock)
        .with("DBUS_SYSTEM_BUS_ADDRESS", system.address());
    let window = stage.open().await;
    window.marked("unlock").await;
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    assert!(logind.asked().is_empty(), "nothing is held while locked");

    unlock(&window).await;
    until("the inhibitor is held", || logind.held() == 1).await;
    let asked = logind.asked();
    let [what, who, why, mode] = &asked[0];
    assert_eq!(what, "sleep:idle:handle-lid-switch");
    assert_eq!((who.as_str(), mode.as_str()), ("Holdfast", "block"));
    assert!(!why.contains(CODE) && !why.contains("Signe"), "{why}");

    call(&window, "vault_lock").await;
    window.marked("unlock").await;
    until("the inhibitor is let go", || logind.held() == 0).await;

    unlock(&window).await;
    until("it is held again", || logind.held() == 1).await;
    assert_eq!(logind.asked().len(), 2, "asked once for each stretch");
    window.kill().await;
    until("a killed program holds nothing", || logind.held() == 0).await;
}

#[tokio::test]
async fn the_window_stays_on_its_own_page() {
    let stage = Stage::set();
    let window = stage.open().await;
    window.wait_for("Holdfast").await;
    // A page that answers: without the guard the window would go there.
    let elsewhere = TcpListener::bind(("127.0.0.1", 0)).expect("a local port is free");
    elsewhere.set_nonblocking(true).expect("a listener");
    let address = format!("http://{}/", elsewhere.local_addr().expect("an address"));
    let leave = "const home = location.href;
        window.stayed = true;
        const opened = window.open(arguments[0]);
        location.href = arguments[0];
        return opened === null ? home : 'a window was opened';";
    let home = window.run(leave, vec![json!(address)]).await;
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert!(elsewhere.accept().is_err(), "somebody was asked for a page");
    let now = window
        .run("return window.stayed ? location.href : 'left'", vec![])
        .await;
    assert_eq!(now, home);
    window.close().await;
}
