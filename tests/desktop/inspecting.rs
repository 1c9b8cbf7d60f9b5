//! An inspector at the window: let in by a code that is shown once, a vault that is read, the trail of an entry at hand.

use companion::people::NewPerson;
use companion::vault::NewVault;
use companion::{Role, Secret};
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
    // It is shown once: neither a key nor a click leads away from it, and it is said why.
    window.keys("1").await;
    window.marked("held").await;
    window.click("nav-today").await;
    window.click("take-pen").await;
    window.marked("inspector-code").await;
    window.expect_accessible().await;
    window.shot("held").await;
    window.click("inspector-done").await;
    code.split_whitespace().collect::<Vec<_>>().join("-")
}

#[tokio::test]
async fn an_inspector_opens_by_code_reads_and_finds_the_trail_of_an_entry() {
    let stage = Stage::set();
    vault(&stage);
    let window = stage.open().await;
    let code = let_in(&window).await;
    window.wait_for("access code, until Sun 31 Mar 2199").await;
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
    // They find who came to the record, themselves among them.
    window.click("access-go").await;
    let log = window.marked("access-log").await;
    let log = log.text().await.expect("text");
    for words in [
        "Opened by an access code",
        "Looked at by an inspector",
        "KELP-014, session 1",
        "Inspector let in",
        "Vault made",
    ] {
        assert!(log.contains(words), "{words}: {log}");
    }
    window.expect_accessible().await;
    window.shot("inspector-access").await;
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

/// A vault of a keeper who sees no care, and of a therapist who has a PIN.
fn kept(stage: &Stage) {
    let home = stage.data();
    let mut companion = world::companion(&home);
    let person = |name: &str, initials: &str, role: Role, pin: &str| NewPerson {
        name: name.to_owned(),
        initials: initials.to_owned(),
        roles: vec![role],
        pin: Secret::from(pin),
    };
    let groups = companion
        .vault_create(NewVault {
            folder: world::folder(&home),
            training: true,
            passphrase: Secret::from(world::PASSPHRASE),
            owner: person("Vera Kvam", "VK", Role::VaultKeeper, "9264"),
            quick: true,
        })
        .expect("a vault");
    companion
        .vault_confirm_code(&groups.join("-"))
        .expect("confirmed");
    companion
        .person_add(&person("Lea Eide", "LE", Role::LeadTherapist, "5071"))
        .expect("added");
    companion.vault_lock().expect("locks");
}

/// Presses *Make*, is told who has to stand by, and has them prove it: first wrongly.
async fn stood_by(window: &Window, shot: &str) {
    window.click("inspector-keep").await;
    window.wait_for("This gives more than you hold").await;
    window.marked("vault-second").await;
    window.pick("vault-second", "Lea Eide").await;
    window.enter("vault-second-pin", "1111").await;
    window.click("inspector-keep").await;
    window.wait_for("PIN").await;
    window
        .wait_for_script(
            "the wrong PIN is gone and no code is shown",
            "return document.querySelector(\"[data-testid='vault-second-pin']\")?.value === ''
                && !document.querySelector(\"[data-testid='inspector-code']\")",
        )
        .await;
    window.expect_accessible().await;
    window.shot(shot).await;
    window.enter("vault-second-pin", "5071").await;
    window.click("inspector-keep").await;
    window.marked("inspector-code").await;
    window.click("inspector-done").await;
}

#[tokio::test]
async fn a_keeper_who_sees_no_care_gives_a_code_with_somebody_beside_them() {
    let stage = Stage::set();
    kept(&stage);
    let window = stage.open().await;
    window.enter("unlock-passphrase", world::PASSPHRASE).await;
    window.keys("Enter").await;
    window.marked("office").await;
    window.keys("6").await;
    window.click("inspector-open").await;
    for (field, typed) in [
        ("inspector-name", "Ida Norling"),
        ("inspector-initials", "IN"),
        ("inspector-reason", "Inspection of the authority"),
        ("inspector-until", "2199-03-31"),
    ] {
        window.enter(field, typed).await;
    }
    stood_by(&window, "inspector-second").await;
    window.wait_for("access code, until Sun 31 Mar 2199").await;

    window.click("glass-open").await;
    window.enter("inspector-reason", "Safe of the ward").await;
    stood_by(&window, "glass-second").await;
    window.wait_for("code in an envelope").await;
    window
        .wait_for_script(
            "one key in an envelope is enough",
            "return !document.querySelector(\"[data-testid='glass-open']\")",
        )
        .await;
    window.click("access-go").await;
    window.marked("access-log").await;
    window.wait_for("Stood by while roles were given").await;
    window.shot("keeper-access").await;
    window.close().await;

    let mut companion = world::companion(&stage.data());
    world::unlock(&mut companion, &stage.data()).expect("opens");
    let beside = companion.person_by_initials("LE").expect("there");
    let access = companion.audit_access().expect("entries");
    let stood: Vec<_> = access
        .iter()
        .filter(|entry| entry.action == "roles_given_beside")
        .map(|entry| entry.id.clone())
        .collect();
    assert_eq!(stood, [beside.to_string(), beside.to_string()]);
    assert!(
        !access
            .iter()
            .any(|entry| entry.action == "roles_given_alone" && entry.id != beside.to_string())
    );
}

#[tokio::test]
async fn the_trail_of_an_entry_of_the_course_opens_beside_it() {
    let stage = Stage::set();
    let home = stage.data();
    let mut companion = world::companion(&home);
    world::make(&mut companion, &home).expect("a vault");
    let client = companion.training_course(22).expect("a course");
    let code = companion.client_code(client).expect("a code");
    companion.vault_lock().expect("locks");
    let window = stage.open().await;
    window.enter("unlock-passphrase", world::PASSPHRASE).await;
    window.keys("Enter").await;
    window.marked("today").await;
    window.keys("2").await;
    let pick = "const row = document.querySelector(`[data-testid='client-row'][data-code='${arguments[0]}']`);
        if (!row) return false;
        row.click();
        return true;";
    window
        .until("the client is picked", pick, vec![json!(code)])
        .await;
    window.marked("course").await;
    window.click("course-tab-entries").await;
    window.marked("course-entries").await;
    window.click("course-trail-offer").await;
    window.click("course-trail-entry").await;
    let acts = window.marked("course-trail-acts").await;
    let acts = acts.text().await.expect("text");
    assert!(acts.contains("Maren"), "{acts}");
    window.wait_for("its file").await;
    window.expect_accessible().await;
    window.shot("course-trail").await;
    window.keys("Escape").await;
    window
        .wait_for_script(
            "the trail is put away",
            "return document.querySelector(\"[data-testid='course-trail']\") === null",
        )
        .await;
    window.close().await;
}
