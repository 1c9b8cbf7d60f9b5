//! A protocol file in the real window: a bad one told whole, a good one looked at, kept and signed; a newer version compared with
//! the one that was adopted before it is signed.

use serde_json::json;
use std::fs;
use std::path::Path;
use support::window::{Stage, Window};
use support::{root, world};

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
        .replacen("version = 4", &format!("version = {version}"), 1)
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
    let home = stage.data();
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
    window.wait_for("This is not your passphrase.").await;
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

/// The name, initials, roles, PIN and passphrase of whoever signs beside MS.
const BESIDE: [(&str, &str, companion::Role, &str, &str); 2] = [
    (
        "Eli Holm",
        "EH",
        companion::Role::LeadTherapist,
        "2715",
        "a ferry of their own fourteen",
    ),
    (
        "Dina Lund",
        "DL",
        companion::Role::Prescriber,
        "5071",
        "a meadow of their own eleven",
    ),
];

#[tokio::test]
async fn a_protocol_of_two_roles_is_adopted_by_everybody_with_their_own_key_by_keyboard() {
    let stage = Stage::set();
    let home = stage.data();
    let mut companion = world::companion(&home);
    world::make_as(&mut companion, &home, false).expect("a clinical vault");
    for (name, initials, role, pin, passphrase) in BESIDE {
        let known = companion.person_by_initials(initials);
        let person = known.unwrap_or_else(|_| {
            let new = companion::people::NewPerson {
                name: name.to_owned(),
                initials: initials.to_owned(),
                roles: vec![role],
                pin: companion::Secret::from(pin),
            };
            companion.person_add(&new).expect("added")
        });
        companion
            .person_enrol(
                person,
                &companion::Secret::from(pin),
                &companion::Secret::from(passphrase),
            )
            .expect("a key");
    }
    companion.vault_lock().expect("locks");
    let file = stage.home().join("stillwater.toml");
    let both = "adopted_by = [\"lead_therapist\", \"prescriber\"]";
    let text = clinical(1).replacen("adopted_by = [\"lead_therapist\"]", both, 1);
    assert!(text.contains(both));
    fs::write(&file, text).expect("written");

    let window = stage.open().await;
    window.unlock(world::PASSPHRASE).await;
    window.keys("4").await;
    window.marked("protocols").await;
    window.type_text("+").await;
    window.write_path("protocol-path", &file).await;
    window.keys("Enter").await;
    window.go("protocol-keep").await;
    window.write("protocol-proof", world::PASSPHRASE).await;
    window.keys("Enter").await;
    window.wait_for("is adopted by you").await;
    let state =
        "return document.querySelector(\"[data-testid='protocol-state']\")?.textContent ?? ''";
    // Whoever leads signs too; the prescriber is still missing, and each types their own passphrase.
    for (n, (name, initials, role, pin, passphrase)) in BESIDE.into_iter().enumerate() {
        let said = window.run(state, vec![]).await.to_string();
        assert!(
            said.contains("Not adopted yet"),
            "before {initials}: {said}"
        );
        window.keys("1").await;
        window.marked("today").await;
        window.take_pen(initials, name, pin).await;
        window.keys("4").await;
        window.marked("protocols").await;
        let on = "return document.activeElement?.textContent.includes('stillwater v1') === true && document.activeElement.closest('li, label, button') !== null";
        window
            .press_to("Tab", "the protocol in the list", on, vec![])
            .await;
        window.keys("Enter").await;
        window.wait_for("stillwater v1").await;
        if n == 0 {
            window.expect_accessible().await;
            window.in_both_themes("protocol-of-two").await;
        }
        let role = match role {
            companion::Role::Prescriber => "prescriber",
            _ => "lead therapist",
        };
        window.wait_for(role).await;
        window.write("protocol-proof", passphrase).await;
        window.keys("Enter").await;
        window.wait_for("is adopted by you").await;
    }
    let said = window.run(state, vec![]).await.to_string();
    assert!(said.contains("Adopted."), "{said}");
    for (name, ..) in BESIDE {
        window.wait_for(name).await;
    }
    window.expect_accessible().await;
    window.in_both_themes("protocol-by-three").await;
    window.kill().await;

    let mut companion = world::companion(&home);
    world::unlock(&mut companion, &home).expect("opens");
    let line = companion.protocol_named("stillwater v1").expect("kept");
    let by: Vec<&str> = line.adoptions.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(by, ["Maren Sol", "Eli Holm", "Dina Lund"]);
    assert!(line.usable);
    let report = companion.audit_verify().expect("verified");
    assert!(report.chain.fault.is_none());
}
