//! A protocol file in the real window: a bad one told whole, a good one looked at, kept and signed; a newer version compared with
//! the one that was adopted before it is signed.

use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use support::window::{Stage, Window};
use support::{root, world};

fn home_of(stage: &Stage) -> PathBuf {
    stage.home().join(".local/share/holdfast")
}

/// A clinical protocol that the lead therapist adopts alone.
fn clinical(version: u32) -> String {
    let shipped = companion::library::protocol("worked-example").expect("shipped");
    let limit = if version == 1 {
        "above = 160"
    } else {
        "above = 155"
    };
    shipped
        .text
        .replace("id = \"worked-example\"", "id = \"stillwater\"")
        .replace("status = \"training\"", "status = \"clinical\"")
        .replace(
            "adopted_by = [\"lead_therapist\", \"prescriber\"]",
            "adopted_by = [\"lead_therapist\"]",
        )
        .replacen("version = 3", &format!("version = {version}"), 1)
        .replacen("above = 160", limit, 1)
}

/// Types a path in the import panel and has it checked.
async fn check(window: &Window, path: &Path) {
    let script = "const box = document.querySelector(\"[data-testid='protocol-path']\");
        if (!box) return false;
        box.focus();
        box.value = arguments[0];
        box.dispatchEvent(new Event('input', { bubbles: true }));
        return true;";
    window
        .until(
            "the path is typed",
            script,
            vec![json!(path.to_str().expect("UTF-8"))],
        )
        .await;
    window.keys("Enter").await;
}

/// Types into the box of the signature and signs.
async fn sign(window: &Window, proof: &str) {
    let field = window.marked("protocol-proof").await;
    field.click().await.expect("a field can be clicked");
    window.type_text(proof).await;
    window.keys("Enter").await;
}

fn rows(testid: &str) -> String {
    format!("return document.querySelectorAll(\"[data-testid='{testid}'] tbody tr\").length")
}

#[tokio::test]
async fn a_protocol_is_imported_compared_and_adopted() {
    let stage = Stage::set();
    let home = home_of(&stage);
    let mut companion = world::companion(&home);
    world::make_as(&mut companion, &home, false).expect("a clinical vault");
    let shelf = companion.protocols().expect("a list").len();
    companion.vault_lock().expect("locks");
    let window = stage.open().await;
    let field = window.marked("unlock-passphrase").await;
    field.click().await.expect("a field can be clicked");
    window.type_text(world::PASSPHRASE).await;
    window.keys("Enter").await;
    window.marked("today").await;
    window.keys("4").await;
    window.marked("protocols").await;

    // A bad file: every complaint at once, with its line.
    window.type_text("+").await;
    window.marked("protocol-import").await;
    let mistakes = root().join("tests/fixtures/protocols/twenty-mistakes");
    check(&window, &mistakes.with_extension("toml")).await;
    window.marked("protocol-complaints").await;
    let expected = fs::read_to_string(mistakes.with_extension("expected")).expect("complaints");
    let wanted = format!(
        "{} === {}",
        rows("protocol-complaints"),
        expected.lines().count()
    );
    window
        .wait_for_script("every complaint is there", &wanted)
        .await;
    let no_way = "return !document.querySelector(\"[data-testid='protocol-keep']\")";
    window.wait_for_script("it cannot be kept", no_way).await;
    window.expect_accessible().await;
    window.shot("protocol-bad-file").await;
    check(&window, Path::new("/nowhere/at-all.toml")).await;
    window.wait_for("No file can be read at this place.").await;

    // A good one: what it is, kept, signed with the passphrase.
    let file = stage.home().join("stillwater.toml");
    fs::write(&file, clinical(1)).expect("written");
    check(&window, &file).await;
    window.marked("protocol-found").await;
    window.wait_for("stillwater v1").await;
    window.expect_accessible().await;
    window.shot("protocol-good-file").await;
    window.click("protocol-keep").await;
    window.marked("protocol-kept").await;
    window.marked("protocol-adopt").await;
    window.expect_accessible().await;
    window.shot("protocol-adopt").await;
    sign(&window, "not the passphrase at all").await;
    window
        .wait_for("This passphrase does not open the vault.")
        .await;
    sign(&window, world::PASSPHRASE).await;
    window.wait_for("stillwater v1 is adopted by you").await;

    // A newer version: what differs is there before the signature, which asks for the PIN now.
    fs::write(&file, clinical(2)).expect("written");
    window.click("protocol-import-go").await;
    check(&window, &file).await;
    window.marked("protocol-found").await;
    window.wait_for("What differs from stillwater v1").await;
    window.click("protocol-keep").await;
    window.marked("protocol-adopt").await;
    let seen = "const table = document.querySelector(\"[data-testid='difference']\");
        return !!table && table.textContent.includes('160 mmHg') && table.textContent.includes('155 mmHg')";
    window
        .wait_for_script("both values of the limit are there", seen)
        .await;
    window.expect_accessible().await;
    window.shot("protocol-difference").await;
    sign(&window, world::PIN_MS).await;
    window.wait_for("stillwater v2 is adopted by you").await;
    window.kill().await;

    let mut companion = world::companion(&home);
    world::unlock(&mut companion, &home).expect("opens");
    let lines = companion.protocols().expect("a list");
    assert_eq!(lines.len(), shelf + 2, "the bad file left nothing");
    for name in ["stillwater v1", "stillwater v2"] {
        let line = companion.protocol_named(name).expect("kept");
        assert!(line.usable && line.adoptions.len() == 1, "{name}");
    }
}
