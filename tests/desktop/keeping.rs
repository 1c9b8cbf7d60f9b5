//! What outlasts this computer and this day: signatures under what was recorded, a backup, and the way back from it.

use std::fs;
use support::window::{Stage, Window};
use support::world;

const AK_PASSPHRASE: &str = "a lantern of their own nineteen";

/// A vault with a session that has ended, locked.
fn vault(stage: &Stage) {
    let words = [
        "in MS",
        "note \"eyes closed\"",
        "close transferred \"moved\"",
    ];
    let (mut companion, _) = world::with_session(&stage.data(), &words);
    companion.vault_lock().expect("locks");
}

/// Opens the record that waits for a signature, from Today.
async fn read_record(window: &Window) {
    window.keys("1").await;
    window.click("today-read").await;
    window.marked("signatures").await;
}

#[tokio::test]
async fn an_older_copy_is_told_until_a_keeper_takes_it() {
    let stage = Stage::set();
    vault(&stage);
    let folder = world::folder(&stage.data());
    let record = folder.join("record.db");
    let older = fs::read(&record).expect("a record");
    let mut companion = world::companion(&stage.data());
    world::unlock(&mut companion, &stage.data()).expect("opens");
    companion.client_add("KELP-020", "").expect("added");
    companion.vault_lock().expect("locks");
    drop(companion);
    fs::write(&record, older).expect("put back");
    for end in ["-wal", "-shm"] {
        drop(fs::remove_file(folder.join(format!("record.db{end}"))));
    }

    let window = stage.open().await;
    window.unlock(world::PASSPHRASE).await;
    window.marked("older").await;
    window.in_both_themes("today-older").await;
    // It asks once more, and Esc leaves everything as it was.
    window.go("older-seen").await;
    window.marked("older-ask").await;
    window.expect_accessible().await;
    window.in_both_themes("today-older-ask").await;
    window.keys("Escape").await;
    window.marked("older").await;
    window.go("older-seen").await;
    window.go("older-ask-yes").await;
    window
        .wait_for_script(
            "nothing says any more that it is older",
            "return !document.querySelector(\"[data-testid='older']\")",
        )
        .await;
    window.close().await;

    let mut companion = world::companion(&stage.data());
    world::unlock(&mut companion, &stage.data()).expect("opens");
    assert!(!companion.vault_opened().expect("open").older_than_head);
    let access = companion.audit_access().expect("entries");
    assert!(
        access
            .iter()
            .any(|entry| entry.action == "older_copy_taken")
    );
}

#[tokio::test]
async fn a_session_is_signed_by_its_author_and_beside_them_by_another() {
    let stage = Stage::set();
    vault(&stage);
    let window = stage.open().await;
    window.unlock(world::PASSPHRASE).await;
    window.marked("today-unsigned").await;
    window.shot("today-unsigned").await;
    window.click("today-sign").await;
    window.click("sign-open").await;
    window
        .enter("sign-proof", "not the passphrase at all")
        .await;
    window.keys("Enter").await;
    window.wait_for("not your passphrase").await;
    window.expect_accessible().await;
    window.shot("sign-wrong").await;
    window.enter("sign-proof", world::PASSPHRASE).await;
    window.keys("Enter").await;
    window.marked("signature").await;
    window.wait_for("signed as its author").await;
    window.shot("sign-author").await;
    window.click("session-leave").await;
    window.marked("today").await;
    window
        .wait_for_script(
            "nothing waits for a signature",
            "return !document.querySelector(\"[data-testid='today-unsigned']\")",
        )
        .await;

    // Without a key of their own nobody signs; with one, by their own passphrase.
    window.take_pen("AK", "Anders", world::PIN_AK).await;
    read_record(&window).await;
    window.wait_for("You hold no key").await;
    window.click("session-leave").await;
    window.marked("today").await;
    window.take_pen("MS", "Maren", world::PIN_MS).await;
    window.keys("6").await;
    window.click("enrol-go").await;
    window.enter("enrol-pin", world::PIN_AK).await;
    window.enter("enrol-passphrase", AK_PASSPHRASE).await;
    window.enter("enrol-again", AK_PASSPHRASE).await;
    window.expect_accessible().await;
    window.shot("enrol").await;
    window.keys("Enter").await;
    window.marked("enrol-code").await;
    // It is shown once: Esc does not take it away, nor a number, and the caret is on it.
    window.keys("Escape").await;
    window.keys("1").await;
    window.settle().await;
    window
        .wait_for_script(
            "the code stays, with the caret on it",
            "return document.activeElement?.dataset.testid === 'enrol-code'",
        )
        .await;
    window.expect_accessible().await;
    window.shot("enrol-code").await;
    let groups = window
        .run(
            "return [...document.querySelectorAll(\"[data-testid='enrol-code'] li\")].map((one) => one.textContent)",
            vec![],
        )
        .await;
    window.click("enrol-done").await;
    window.take_pen("AK", "Anders", world::PIN_AK).await;
    read_record(&window).await;
    window.click("sign-open").await;
    window.enter("sign-proof", AK_PASSPHRASE).await;
    window.keys("Enter").await;
    window.wait_for("read and agreed to").await;
    window.shot("sign-both").await;

    // It is finished: locked. What should read otherwise stands beside the entry, which stays.
    window.click("sign-act-lock").await;
    window.enter("sign-proof", world::PIN_AK).await;
    window.keys("Enter").await;
    window.marked("sign-lock").await;
    window.shot("sign-locked").await;
    window.click("session-amend-offer").await;
    window.click("session-amend-entry").await;
    window.marked("session-amend-words").await;
    window.expect_accessible().await;
    window.keys("Ctrl+A").await;
    window.type_text("eyes half closed").await;
    window.enter("session-amend-reason", "misseen").await;
    window.shot("session-amend").await;
    window.keys("Enter").await;
    window.wait_for("misseen").await;
    window.wait_for("More was added, and is not signed").await;
    window.shot("session-amended").await;
    window.click("session-leave").await;
    window.marked("today").await;

    // Whoever may unlocks it, with a reason, after reading whose signatures become void; they are told.
    window.take_pen("MS", "Maren", world::PIN_MS).await;
    read_record(&window).await;
    window.click("sign-act-unlock").await;
    window.wait_for("These signatures become void").await;
    window.enter("sign-reason", "a line is missing").await;
    window.keys("Tab").await;
    window.enter("sign-proof", world::PIN_MS).await;
    window.expect_accessible().await;
    window.shot("sign-unlock").await;
    window.keys("Enter").await;
    window.wait_for("Void: it was unlocked since").await;
    window.shot("sign-unlocked").await;
    window.click("session-leave").await;
    window.wait_for("the signature is void").await;
    window.shot("today-voided").await;
    window.close().await;

    // AK opens the vault alone; the first time the recovery code is typed back from the paper.
    let window = stage.open().await;
    window.enter("unlock-passphrase", AK_PASSPHRASE).await;
    window.keys("Enter").await;
    window.marked("start-code-typed-1").await;
    window.expect_accessible().await;
    window.shot("enrolled-first-opening").await;
    let groups: Vec<String> = serde_json::from_value(groups).expect("groups");
    for (nth, group) in groups.iter().enumerate() {
        window
            .enter(&format!("start-code-typed-{}", nth + 1), group)
            .await;
    }
    window.keys("Enter").await;
    window.marked("office").await;
    window.shot("enrolled-inside").await;
    window.close().await;

    let mut companion = world::companion(&stage.data());
    companion
        .vault_unlock(
            &world::folder(&stage.data()),
            &companion::Secret::from(AK_PASSPHRASE),
        )
        .expect("AK opens the vault alone");
    let report = companion.audit_verify().expect("verified");
    assert_eq!(
        (report.signatures.hold, report.signatures.broken),
        (2, None)
    );
    assert_eq!((report.locks.hold, report.locks.broken), (2, None));
}

#[tokio::test]
async fn a_lost_vault_comes_back_from_its_backup_in_the_window() {
    let stage = Stage::set();
    vault(&stage);
    let stick = stage.stick();
    let window = stage.open().await;
    window.unlock(world::PASSPHRASE).await;
    window.keys("6").await;
    window.marked("backup").await;
    window
        .wait_for("No backup of this vault is known here")
        .await;
    window
        .path("backup-path", &stage.home().join("nowhere"))
        .await;
    window.click("backup-go").await;
    window.marked("failure").await;
    window.path("backup-path", &stick).await;
    window.keys("Enter").await;
    window.marked("backup-made").await;
    window.wait_for("made today").await;
    window.expect_accessible().await;
    window.shot("backup-made").await;
    window.close().await;

    // The laptop is lost: another one has no vault, and the backup is all there is.
    fs::remove_dir_all(stage.data()).expect("lost");
    let backup = fs::read_dir(&stick)
        .expect("the stick")
        .map(|entry| entry.expect("an entry").path())
        .next()
        .expect("a backup");
    let window = stage.open().await;
    window.marked("start").await;
    window.click("start-restore").await;
    window.path("restore-path", &backup).await;
    window.expect_accessible().await;
    window.shot("restore").await;
    window
        .enter("restore-passphrase", "not the passphrase at all")
        .await;
    window.keys("Enter").await;
    window.wait_for("does not open the vault").await;
    window.retype("restore-passphrase", world::PASSPHRASE).await;
    window.keys("Enter").await;
    window.marked("today").await;
    window.wait_for("KELP-014").await;
    window.shot("restored").await;
    // The record says from which backup it came.
    window.keys("6").await;
    window.click("access-go").await;
    window.marked("access-log").await;
    window.wait_for("Restored from a backup").await;
    window.wait_for("which ends with entry").await;
    window.expect_accessible().await;
    window.shot("restored-access-log").await;
    window.keys("1").await;
    window.marked("today").await;

    // And as it is: read, never written.
    window.keys("Ctrl+L").await;
    window.marked("unlock").await;
    window.keys("Ctrl+O").await;
    window.path("unlock-path", &backup).await;
    window.unlock(world::PASSPHRASE).await;
    window.marked("backup-band").await;
    window.expect_accessible().await;
    window.shot("backup-read").await;
    window.keys("2").await;
    window.click("clients-add").await;
    window.enter("client-code", "KELP-015").await;
    window.keys("Enter").await;
    window.wait_for("This is a backup").await;
    window.shot("backup-refuses").await;
    window.close().await;
}

/// A session runs, and a backup is made from the office beside it: whoever has begun it goes elsewhere, and finds it again.
#[tokio::test]
async fn a_backup_is_made_while_a_session_runs() {
    let stage = Stage::set();
    let (mut companion, session) = world::with_session(&stage.data(), &["in MS"]);
    companion.vault_lock().expect("locks");
    let stick = stage.stick();
    let window = stage.open().await;
    window.write("unlock-passphrase", world::PASSPHRASE).await;
    window.keys("Enter").await;
    window.marked("session").await;
    window.keys("n").await;
    tokio::time::sleep(std::time::Duration::from_millis(600)).await;
    window.type_text("/office").await;
    window.keys("Enter").await;
    window.marked("office").await;
    window.keys("6").await;
    window.marked("backup").await;
    window.path("backup-path", &stick).await;
    window.keys("Enter").await;
    window.click("nav-today").await;
    window.marked("today").await;
    window.click("nav-vault").await;
    window.marked("backup-made").await;
    window.wait_for("made today").await;
    window.expect_accessible().await;
    window.shot("backup-in-session").await;
    window.close().await;

    let mut companion = world::companion(&stage.data());
    world::unlock(&mut companion, &stage.data()).expect("opens");
    assert_eq!(companion.session_live(), [session]);
    let last = companion.vault_backup_last().expect("asked");
    assert!(last.is_some_and(|last| last.days == 0));
}

/// AK's licence, as it is typed from where the caret stands.
async fn licence(window: &Window, typed: &[&str]) {
    window.keys("6").await;
    window.click("papers-go").await;
    window
        .wait_for_script(
            "the way to a licence has the focus",
            "return document.activeElement?.dataset.testid === 'licence-open'",
        )
        .await;
    window.keys("Enter").await;
    window.marked("licence-number").await;
    for text in typed {
        window.type_text(text).await;
        window.keys("Tab").await;
    }
    window.keys("Enter").await;
    window.marked("licence-open").await;
}

/// A licence that has lapsed: told in the vault and on Today, and no session begins until it is renewed.
async fn a_lapsed_licence_stops_a_session(window: &Window) {
    licence(window, &["PSY-12/4", "Vestland", "2001-01-31"]).await;
    window.wait_for("its last day was Wed 31 Jan 2001").await;
    window.click("duty-open").await;
    window.enter("duty-words", "Manual, part 1").await;
    window.expect_accessible().await;
    window.in_both_themes("licence-duty").await;
    window.click("duty-words").await;
    window.keys("Enter").await;
    window.marked("papers-log").await;
    window.click("licence-open").await;
    window.expect_accessible().await;
    window.in_both_themes("licence-form").await;
    window.keys("Escape").await;
    window.marked("licence-open").await;
    window.keys("Escape").await;
    window.marked("remove-go").await;
    window.expect_accessible().await;
    window.in_both_themes("licence-people").await;
    window.keys("1").await;
    window.marked("today-licences").await;
    window.expect_accessible().await;
    window.in_both_themes("licence-today").await;
    window.keys("2").await;
    window.click("client-row").await;
    window.click("client-start").await;
    window.marked("session-form").await;
    let script =
        "const row = [...document.querySelectorAll(\"[data-testid='session-form'] label\")]
          .find((one) => one.textContent.includes('Worked example'));
        row?.click();
        return row !== undefined;";
    window
        .until("the worked example is chosen", script, vec![])
        .await;
    window.click("session-open").await;
    window.wait_for("The licence of AK has lapsed").await;
    window.expect_accessible().await;
    window.shot("licence-refused").await;
    window.keys("Escape").await;
    licence(window, &["2099-12-31"]).await;
    window.wait_for("until Thu 31 Dec 2099").await;
    window.keys("1").await;
    window.marked("today").await;
    window
        .wait_for_script(
            "no licence is told",
            "return !document.querySelector(\"[data-testid='today-licences']\")",
        )
        .await;
}

#[tokio::test]
async fn a_person_is_taken_out_by_keyboard() {
    let stage = Stage::set();
    vault(&stage);
    let home = stage.data();
    let stick = stage.stick();
    let mut companion = world::companion(&home);
    world::unlock(&mut companion, &home).expect("opens");
    let ak = companion.person_by_initials("AK").expect("known");
    companion
        .person_enrol(
            ak,
            &companion::Secret::from(world::PIN_AK),
            &companion::Secret::from(AK_PASSPHRASE),
        )
        .expect("a key");
    companion
        .vault_backup(&stick, &mut |_| {})
        .expect("a backup");
    companion.vault_lock().expect("locks");

    let window = stage.open().await;
    window.unlock(world::PASSPHRASE).await;
    a_lapsed_licence_stops_a_session(&window).await;
    window.keys("6").await;
    window.marked("remove-go").await;
    let reached = "return document.activeElement?.dataset.testid === 'remove-go'";
    for _ in 0..60 {
        if window.run(reached, vec![]).await == true {
            break;
        }
        window.keys("Tab").await;
    }
    window
        .wait_for_script("the way to take AK out has the focus", reached)
        .await;
    window.shot("removal-people").await;
    window.keys("Enter").await;
    window.marked("rotation-copies").await;
    window.wait_for("read or copied before").await;
    window.expect_accessible().await;
    window.in_both_themes("removal-before").await;
    window.type_text("not the passphrase at all").await;
    window.keys("Enter").await;
    window.wait_for("not your passphrase").await;
    window.type_text(world::PASSPHRASE).await;
    window.keys("Enter").await;
    window.marked("rotation-done").await;
    window.wait_for("was taken out").await;
    window.expect_accessible().await;
    window.in_both_themes("removal-done").await;
    window.close().await;

    // Theirs opens nothing, and the record is whole.
    let folder = world::folder(&home);
    let theirs = companion.vault_unlock(&folder, &companion::Secret::from(AK_PASSPHRASE));
    assert!(
        matches!(theirs, Err(companion::Error::WrongPassphrase)),
        "{theirs:?}"
    );
    world::unlock(&mut companion, &home).expect("opens");
    let report = companion.audit_verify().expect("verified");
    assert!(report.chain.fault.is_none() && report.unreadable.is_none());
}

/// A recovery code that is owed takes the whole page: a new one is made, written down and typed back.
async fn owed_code(window: &Window, shot: &str) {
    window.click("start-code-renew").await;
    window.marked("start-code").await;
    let script = "return [...document.querySelectorAll(\"[data-testid^='start-code-group-']\")].map((group) => group.textContent.trim())";
    let groups = window.run(script, vec![]).await;
    let groups = groups.as_array().expect("groups").clone();
    assert_eq!(groups.len(), 8, "{groups:?}");
    window.click("start-next").await;
    for (number, group) in groups.iter().enumerate() {
        let place = format!("start-code-typed-{}", number + 1);
        window.enter(&place, group.as_str().expect("text")).await;
    }
    window.shot(shot).await;
    window.keys("Enter").await;
    window.marked("rotate-go").await;
}

#[tokio::test]
async fn a_code_that_was_seen_is_replaced_and_a_passphrase_that_was_seen_is_shut_out() {
    let stage = Stage::set();
    vault(&stage);
    let window = stage.open().await;
    window.unlock(world::PASSPHRASE).await;
    window.keys("6").await;
    window.click("lost-open").await;
    window.marked("lost-panel").await;
    window.expect_accessible().await;
    window.in_both_themes("code-lost").await;
    window
        .enter("lost-passphrase", "not the passphrase at all")
        .await;
    window.keys("Enter").await;
    window.wait_for("does not open").await;
    window.enter("lost-passphrase", world::PASSPHRASE).await;
    window.keys("Enter").await;
    window.marked("start-code-renew").await;
    window.shot("code-owed").await;
    owed_code(&window, "code-lost-typed").await;

    window.click("rotate-go").await;
    window.marked("rotation-keep").await;
    window.expect_accessible().await;
    window.in_both_themes("rotate-before").await;
    window.enter("rotation-passphrase", world::PASSPHRASE).await;
    window.keys("Enter").await;
    window.marked("rotation-done").await;
    window.expect_accessible().await;
    window.in_both_themes("rotate-done").await;
    window.click("rotation-code").await;
    owed_code(&window, "rotate-typed").await;
    window.close().await;

    let home = stage.data();
    let mut companion = world::companion(&home);
    world::unlock(&mut companion, &home).expect("opens");
    assert!(!companion.vault_opened().expect("open").recovery_owed);
    let report = companion.audit_verify().expect("verified");
    assert!(report.chain.fault.is_none() && report.unreadable.is_none());
}
