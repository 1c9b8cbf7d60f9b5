//! What binds paper to the record: a session printed in the window, its code typed back from the page, and what verification proves and cannot.

use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use support::window::bus::{Bus, Logind};
use support::window::{Stage, Window};
use support::world;

const PATIENCE: Duration = Duration::from_secs(90);

fn home_of(stage: &Stage) -> PathBuf {
    stage.home().join(".local/share/holdfast")
}

/// A vault with a session that has ended, locked.
fn vault(stage: &Stage) {
    let home = home_of(stage);
    let mut companion = world::companion(&home);
    world::make(&mut companion, &home).expect("a vault");
    let session = world::session(&mut companion, "KELP-014").expect("a session");
    for words in [
        "in MS",
        "note \"eyes closed\"",
        "close transferred \"moved\"",
    ] {
        world::say(&mut companion, session, words).expect("kept");
    }
    companion.vault_lock().expect("locks");
}

/// The text of a PDF, by a program that is not ours.
fn text(file: &Path) -> String {
    let said = Command::new("pdftotext")
        .args(["-layout", "-enc", "UTF-8"])
        .arg(file)
        .arg("-")
        .output()
        .expect("pdftotext runs");
    assert!(said.status.success());
    String::from_utf8(said.stdout).expect("UTF-8")
}

/// Types number and code into the box beside *Verify*; answers what is said.
async fn held(window: &Window, entry: &str, code: &str) -> String {
    window.retype("paper-entry", entry).await;
    window.retype("paper-code", code).await;
    window.click("paper-go").await;
    let said = window.marked("paper-checked").await;
    said.text().await.expect("text")
}

#[tokio::test]
async fn a_printed_code_typed_back_says_that_it_is_the_same_record() {
    let stage = Stage::set();
    vault(&stage);
    let window = stage.open().await;
    window.enter("unlock-passphrase", world::PASSPHRASE).await;
    window.keys("Enter").await;
    window.marked("today").await;
    window.click("today-read").await;
    window.click("print-open").await;
    let folder = stage.home().join("paper");
    std::fs::create_dir(&folder).expect("a folder");
    window.path("print-folder", &folder).await;
    window.click("print-go").await;
    window.marked("printed-path").await;
    window.expect_accessible().await;
    window.shot("paper-printed").await;
    let file = folder.join("KELP-014 dosing session 1.pdf");
    let said = text(&file);
    for words in [
        "KELP-014, dosing session 1",
        "session closed",
        "eyes closed",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    // Number and code as they stand at the head of the page.
    let (_, rest) = said.split_once("checkpoint ").expect("a checkpoint");
    let line = rest.lines().next().expect("a line");
    let (code, entry) = line.split_once(", entry ").expect("a number");
    let (code, entry) = (code.trim(), entry.trim());

    window.click("session-leave").await;
    window.keys("6").await;
    window.click("vault-verify").await;
    let verified = window.marked("verified").await;
    let verified = verified.text().await.expect("text");
    for words in [
        "nothing was changed, removed or put in between",
        "cannot show that nothing was cut off",
    ] {
        assert!(verified.contains(words), "{words}: {verified}");
    }
    window.click("paper-go").await;
    window
        .wait_for("The number that stands beside the code")
        .await;
    let same = held(&window, entry, &code.replace('-', " ").to_lowercase()).await;
    assert!(
        same.contains("this is the record that the page was printed from"),
        "{same}"
    );
    window.expect_accessible().await;
    window.shot("paper-same").await;
    let other = code.replacen(&code[..1], if code.starts_with('7') { "8" } else { "7" }, 1);
    let differs = held(&window, entry, &other).await;
    assert!(differs.contains("does not fit at entry"), "{differs}");
    window.expect_accessible().await;
    window.shot("paper-differs").await;
    let shorter = held(&window, "9999", code).await;
    assert!(
        shorter.contains("the page speaks of entry 9\u{202f}999"),
        "{shorter}"
    );
    window.shot("paper-shorter").await;
    let asked = json!({ "args": { "entry": 1, "code": "7F3A" } });
    let refused = window.asked("audit_code", asked).await;
    assert!(refused.contains("bad_input"), "{refused}");
    window.close().await;
}

/// Tabs to what is marked so, along a row of tabs by its arrows, and presses Enter; answers the keys that did it.
async fn went(window: &Window, testid: &str) -> String {
    window.marked(testid).await;
    let mut keys = String::new();
    loop {
        let at = window.focus().await.0;
        if at == testid {
            break;
        }
        assert!(keys.len() < 120, "{testid} cannot be reached");
        let beside = at.starts_with("course-tab-") && testid.starts_with("course-tab-");
        window.keys(if beside { "Right" } else { "Tab" }).await;
        keys.push(if beside { '→' } else { '\t' });
    }
    window.keys("Enter").await;
    window.settle().await;
    keys + "\n"
}

/// A driven web view prints nothing, so the keys are found with the driver and pressed again without it, in the window as a person starts it.
#[tokio::test]
async fn a_page_for_the_client_is_printed_from_the_window() {
    let system = Stage::set();
    let bus = Bus::start(&system.home().join("run/system-bus"));
    let logind = Logind::on(bus.address()).await;
    // No printer of this machine is asked: nothing is to come out of one.
    let nobody = system.home().join("no-printers").display().to_string();
    let stage = system
        .with("DBUS_SYSTEM_BUS_ADDRESS", bus.address())
        .with("CUPS_SERVER", &nobody);
    let home = home_of(&stage);
    let mut companion = world::companion(&home);
    world::make(&mut companion, &home).expect("a vault");
    let client = companion.training_course(4).expect("a course");
    let code = companion.client_code(client).expect("a code");
    companion.vault_lock().expect("locks");

    let window = stage.open().await;
    window.unlock(world::PASSPHRASE).await;
    window.marked("today").await;
    window.keys("2").await;
    window.marked("clients").await;
    window.settle().await;
    let mut way = vec!["2".to_owned()];
    for place in [
        "client-row",
        "course-tab-handouts",
        "course-handout",
        "course-print",
    ] {
        way.push(went(&window, place).await);
    }
    window.shot("paper-handout").await;
    drop(window);
    let until = Instant::now() + PATIENCE;
    while logind.held() > 0 {
        assert!(Instant::now() < until, "the driven window does not end");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    stage.bare(PATIENCE).expect("the screen is empty again");

    let actor = stage.start(&support::window::program());
    stage.unlock(world::PASSPHRASE, &logind).await;
    let until = Instant::now() + PATIENCE;
    for keys in way {
        tokio::time::sleep(Duration::from_secs(2)).await;
        stage.type_keys(&keys).expect("pressed");
    }
    let asked = |stage: &Stage| {
        stage
            .titles()
            .is_ok_and(|all| all.contains(&"Print".to_owned()))
    };
    while !asked(&stage) {
        assert!(Instant::now() < until, "no dialog: {}", stage.last_words());
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    // Nothing else to print to than a file: the system's own dialog writes one into the home folder.
    tokio::time::sleep(Duration::from_secs(1)).await;
    for key in ["\t", "↓", "\n"] {
        stage.type_keys(key).expect("pressed");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let file = stage.home().join("output.pdf");
    let whole = |file: &Path| {
        std::fs::read(file).is_ok_and(|bytes| bytes.trim_ascii_end().ends_with(b"%%EOF"))
    };
    while !whole(&file) {
        assert!(
            Instant::now() < until,
            "nothing was printed: {}",
            stage.last_words()
        );
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    drop(actor);
    let kept = support::window::target().join("shots/paper-handout.pdf");
    std::fs::copy(&file, kept).expect("kept to be looked at");
    let said = text(&file);
    for words in [
        "What to expect",
        "This page is for you to keep",
        "Source: Treatment manual",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    for words in [code.as_str(), "Print this page", "Clients"] {
        assert!(!said.contains(words), "{words}: {said}");
    }
}
