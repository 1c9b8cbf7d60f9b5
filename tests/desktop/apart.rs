//! What is for a few, in the window: a process note opens for whom it was sealed to, a concern in confidence for its readers and its slip, hours
//! of supervision go into a file, and a licence that has lapsed leads to the person's sheet.

use companion::licences::Licence;
use companion::{Companion, Secret};
use std::fs;
use support::window::{Stage, Window};
use support::world;

const AK_PASSPHRASE: &str = "a lantern of their own nineteen";
const OWN: &str = "their anger is mine too";
const SHARED: &str = "we both went quiet";
const CONCERN: &str = "What happened on Tuesday is not in the record.";

/// A session with two process notes that has ended, AK with a key of their own and a licence that has lapsed, a monitor elsewhere as a contact.
fn vault(stage: &Stage) -> Companion {
    let home = stage.data();
    let mut companion = world::companion(&home);
    world::make(&mut companion, &home).expect("a vault");
    let ak = companion.person_by_initials("AK").expect("known");
    let pin = Secret::from(world::PIN_AK);
    companion
        .person_enrol(ak, &pin, &Secret::from(AK_PASSPHRASE))
        .expect("a key");
    let session = world::session(&mut companion, "KELP-014").expect("a session");
    for words in [
        format!("note \"{OWN}\" thought"),
        format!("note \"@AK {SHARED}\" thought"),
        "note \"eyes closed\"".to_owned(),
        "close transferred \"moved\"".to_owned(),
    ] {
        world::say(&mut companion, session, &words).expect("kept");
    }
    let lapsed = Licence {
        number: "PSY-12/4".to_owned(),
        jurisdiction: "Vestland".to_owned(),
        until: "2024-05-31".parse().expect("a day"),
    };
    companion.person_licence(ak, lapsed).expect("kept");
    let away = stage.home().join("elsewhere");
    fs::create_dir_all(&away).expect("a folder");
    let mut monitor = world::companion(&away);
    world::make(&mut monitor, &away).expect("a vault");
    let card = monitor.contact_card().expect("a card");
    companion.contact_add(&card, false).expect("pinned");
    let card = companion.contact_card().expect("a card");
    monitor.contact_add(&card, false).expect("pinned");
    companion.vault_lock().expect("locks");
    monitor
}

async fn record(window: &Window) -> String {
    window.keys("1").await;
    window.click("today-read").await;
    window.marked("signatures").await;
    window.wait_for("process note").await;
    window.text().await
}

#[tokio::test]
async fn a_process_note_opens_for_whom_it_was_sealed_to() {
    let stage = Stage::set();
    vault(&stage);
    let window = stage.open().await;
    window.unlock(world::PASSPHRASE).await;
    let mine = record(&window).await;
    assert!(mine.contains(OWN) && mine.contains(SHARED), "{mine}");
    window.expect_accessible().await;
    window.shot("process-notes-author").await;
    window.click("session-leave").await;
    window.marked("today").await;

    // AK with the pen: that they exist, and which one waits for their key.
    window.take_pen("AK", "Anders", world::PIN_AK).await;
    let theirs = record(&window).await;
    assert!(!theirs.contains(OWN) && !theirs.contains(SHARED));
    window.marked("session-own-key").await;
    window.shot("process-notes-sealed").await;
    window.click("session-own-key-open").await;
    window.enter("session-own-key-box", world::PASSPHRASE).await;
    window.keys("Enter").await;
    window.wait_for("does not open").await;
    window.enter("session-own-key-box", AK_PASSPHRASE).await;
    window.keys("Enter").await;
    window.wait_for(SHARED).await;
    assert!(!window.text().await.contains(OWN));
    window.expect_accessible().await;
    window.shot("process-notes-opened").await;
    window.click("session-leave").await;
    window.marked("today").await;

    // A lapsed licence leads to the person's own sheet.
    window.click("today-licence").await;
    window.marked("papers").await;
    window.wait_for("PSY-12/4").await;
    window.shot("today-to-licence").await;
}

#[tokio::test]
async fn a_concern_is_said_in_confidence_and_read_by_its_reader_and_its_slip() {
    let stage = Stage::set();
    let mut monitor = vault(&stage);
    let stick = stage.stick();
    let window = stage.open().await;
    window.unlock(world::PASSPHRASE).await;
    window.keys("6").await;
    window.marked("confidence").await;
    window.wait_for("Nobody is named yet").await;
    window.click("confidence-name-open").await;
    window
        .run(
            "document.querySelector(\"[data-testid^='confidence-name-'][type='checkbox']\").click()",
            vec![],
        )
        .await;
    window.expect_accessible().await;
    window.shot("confidence-name").await;
    window.click("confidence-name-go").await;
    window.marked("confidence-readers").await;

    window.take_pen("AK", "Anders", world::PIN_AK).await;
    window.keys("6").await;
    window.click("confidence-write").await;
    window.enter("confidence-text", CONCERN).await;
    window.expect_accessible().await;
    window.shot("confidence-write").await;
    window.click("confidence-keep").await;
    let slip = window.marked("confidence-slip-text").await;
    let slip = slip.text().await.expect("a slip");
    window.expect_accessible().await;
    window.shot("confidence-slip").await;
    window.click("confidence-slip-done").await;
    assert!(!window.text().await.contains(CONCERN));

    // Not for who keeps the vault; for whoever types the slip.
    window.take_pen("MS", "Maren", world::PIN_MS).await;
    window.keys("6").await;
    window.click("confidence-slip-go").await;
    assert!(!window.text().await.contains(CONCERN));
    window.enter("confidence-typed", &slip).await;
    window.keys("Enter").await;
    window.wait_for(CONCERN).await;
    window.shot("confidence-by-slip").await;
    window.keys("Escape").await;
    assert!(!window.text().await.contains(CONCERN));
    window.click("confidence-carry").await;
    window.path("confidence-path", &stick).await;
    window.keys("Enter").await;
    window.marked("confidence-carried").await;
    window.shot("confidence-carried").await;

    let carried = stick.join("in confidence.holdfast-confidence");
    assert_eq!(monitor.confidence_take(&carried).expect("taken"), 1);
    let read = monitor.confidence_read().expect("rows");
    assert_eq!(read[0].said.text, CONCERN);
    monitor
        .confidence_answer(read[0].id, "I will come on Monday.")
        .expect("answered");
    let back = stick.join("back.holdfast-confidence");
    monitor.confidence_carry(&back).expect("written");
    window.keys("Escape").await;
    window.click("confidence-take").await;
    window.path("confidence-path", &back).await;
    window.keys("Enter").await;
    window.marked("confidence-taken").await;
    window.keys("Escape").await;
    window.click("confidence-slip-go").await;
    window.enter("confidence-typed", &slip).await;
    window.keys("Enter").await;
    window.wait_for("I will come on Monday.").await;
    window.expect_accessible().await;
    window.shot("confidence-answered").await;
}
