//! The pen in a blinded rater's hand: codes and their own measures, and nothing else, whatever the page asks for.

use companion::courses::Event;
use companion::people::NewPerson;
use companion::{Companion, Role, Secret};
use serde_json::json;
use support::window::{Stage, Window};
use support::world;

const PIN: &str = "6180";

fn vault(home: &std::path::Path) {
    let home = home.join(".local/share/holdfast");
    let mut companion: Companion = world::companion(&home);
    world::make(&mut companion, &home).expect("a vault is made");
    let client = companion.training_course(14).expect("a course");
    companion
        .form_keep(client, "visit note", "she wept at the third song", 0)
        .expect("kept");
    let rater = NewPerson {
        name: "Runa Berg".to_owned(),
        initials: "RB".to_owned(),
        roles: vec![Role::BlindedRater],
        pin: Secret::from(PIN),
    };
    companion.person_add(&rater).expect("a rater");
    companion.vault_lock().expect("locks");
}

async fn take_pen(window: &Window, who: &str, pin: &str) {
    window.keys("a").await;
    window.pick("take-pen-person", who).await;
    window.enter("take-pen-pin", pin).await;
    window.keys("Enter").await;
}

#[tokio::test]
async fn a_rater_takes_the_pen_and_sees_codes_only() {
    let stage = Stage::set();
    vault(stage.home());
    let window = stage.open().await;
    window.enter("unlock-passphrase", world::PASSPHRASE).await;
    window.keys("Enter").await;
    window.marked("today").await;
    take_pen(&window, "RB", PIN).await;
    window.marked("rater").await;
    window.expect_accessible().await;
    window.shot("rater").await;

    // Nothing of a session or a course can be had, also after the page is loaded anew; the numbers lead nowhere.
    let client = window
        .run(
            "return document.querySelector(\"[data-testid='rater-row']\").dataset.code",
            vec![],
        )
        .await;
    assert_eq!(client, "TRAINING-1");
    window.load_anew().await;
    window.marked("rater").await;
    window.keys("2").await;
    for (command, args) in [
        ("clients_list", json!({ "args": { "most": null } })),
        (
            "clients_file",
            json!({ "args": { "client": "0".repeat(32) } }),
        ),
        (
            "course_look",
            json!({ "args": { "client": "0".repeat(32) } }),
        ),
        (
            "course_plan",
            json!({ "args": { "client": "0".repeat(32) } }),
        ),
        (
            "session_plan",
            json!({ "args": { "session": "0".repeat(32) } }),
        ),
        ("today_look", json!({})),
        ("today_sessions", json!({})),
        ("cohort", json!({})),
        ("audit_verify", json!({})),
        ("protocols_list", json!({})),
        ("training_fill", json!({})),
    ] {
        assert_eq!(window.asked(command, args).await, "blind", "{command}");
    }
    window.marked("rater").await;

    // Theirs is kept by keyboard.
    window.pick("rater-row", "TRAINING-1").await;
    window.pick("rater-rate", "").await;
    window.marked("measure-form").await;
    window.keys("Enter").await;
    window.enter("measure-score", "44").await;
    window.keys("Enter").await;
    window.marked("rater-today").await;
    window.wait_for("44").await;
    let text = window.text().await;
    assert!(
        !text.contains("third song") && !text.contains("Preparation"),
        "{text}"
    );
    window.shot("rater-kept").await;
    window.expect_accessible().await;

    // Another person takes over: the office is back, and the entry names the rater.
    take_pen(&window, "MS", world::PIN_MS).await;
    window.marked("today").await;
    window.close().await;
    let home = stage.home().join(".local/share/holdfast");
    let mut companion = world::companion(&home);
    world::unlock(&mut companion, &home).expect("opens");
    let client = companion.client_by_code("TRAINING-1").expect("a client");
    let course = companion.course(client).expect("readable");
    let last = course.rows().last().expect("rows");
    assert!(matches!(&last.event, Event::MeasureTaken(taken) if taken.measure == "caps-5 v1"));
    let rater = companion.person_by_initials("RB").expect("the rater");
    assert_eq!(last.by, rater);
}
