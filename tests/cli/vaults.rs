//! Vaults, people, clients, the chain; what stands in the way of opening.

use crate::door::Door;
use std::fs;
use support::world;

#[test]
fn a_vault_is_made_looked_at_verified_and_recovered() {
    let door = Door::empty();
    assert_eq!(door.call("vault info").failure(6), "no_vault");
    assert_eq!(door.call("client list").failure(6), "no_vault");
    let made = door.with(
        &[(3, world::PIN_MS), (4, world::PASSPHRASE)],
        "--passphrase-fd 4 vault create --training --quick --initials MS --new-pin-fd 3 --owner Maren",
    );
    let groups = made.json(0)["recovery_groups"].clone();
    let groups: Vec<&str> = groups
        .as_array()
        .expect("groups")
        .iter()
        .filter_map(|group| group.as_str())
        .collect();
    assert_eq!(groups.len(), 8);
    assert!(!made.err.contains(groups[0]));

    let info = door.call("vault info").json(0);
    assert_eq!(info["training"], true);
    assert_eq!(info["handles"], serde_json::json!(["MS"]));
    let verified = door.call("vault verify").json(0);
    assert_eq!(verified["pages"], serde_json::json!([]));

    let wrong = door.with(
        &[(3, "not the passphrase at all")],
        "--passphrase-fd 3 client list",
    );
    assert_eq!(wrong.failure(4), "wrong_passphrase");

    let new = "another harbour lantern seventeen";
    let mut typo = groups.join("-");
    let last = if typo.ends_with('0') { "1" } else { "0" };
    typo.replace_range(typo.len() - 1.., last);
    let verb = "vault recover --code-fd 3 --new-passphrase-fd 4";
    let said = door.with(&[(3, &typo), (4, new)], verb);
    assert_eq!(said.failure(4), "recovery_code_typo");
    let said = door.with(&[(3, &groups.join("-")), (4, new)], verb);
    assert_eq!(said.json(0)["recovered"], true);
    assert_eq!(door.call("person list").failure(4), "wrong_passphrase");
    let people = door.with(&[(3, new)], "--passphrase-fd 3 person list");
    assert_eq!(people.json(0)[0]["initials"], "MS");
}

#[test]
fn people_clients_and_the_chain() {
    let door = Door::with_vault();
    let added = door.with(
        &[(3, "Signe Sommerfugl")],
        "client add KELP-014 --name-fd 3",
    );
    assert_eq!(added.json(0)["code"], "KELP-014");
    assert!(!added.out.contains("Signe") && !added.err.contains("Signe"));
    assert_eq!(door.call("client add KELP-014").failure(3), "duplicate");
    let clients = door.call("client list").json(0);
    assert_eq!(clients.as_array().map(Vec::len), Some(1));
    let people = door.call("person list").json(0);
    assert_eq!(people.as_array().map(Vec::len), Some(2));
    let entries = door.call("audit show").json(0);
    assert_eq!(entries[0]["seq"], 1);
    let verified = door.call("audit verify").json(0);
    assert!(verified["broken_at"].is_null());

    // Acting as another takes a PIN.
    let wrong = door.with(&[(3, "1357")], "--as AK --pin-fd 3 client list");
    assert_eq!(wrong.failure(4), "wrong_pin");
    let right = door.with(&[(3, world::PIN_AK)], "--as AK --pin-fd 3 client list");
    assert_eq!(right.code, 0, "{}", right.err);
}

#[test]
fn a_call_that_is_no_call_ends_with_two() {
    let door = Door::empty();
    for words in ["", "vault", "client add", "no such thing"] {
        let said = door.with(&[], words);
        assert_eq!(said.code, 2, "{words}");
        assert!(said.out.is_empty() && !said.err.is_empty(), "{words}");
    }
}

#[test]
fn a_vault_in_use_and_a_damaged_one() {
    let door = Door::with_vault();
    // Control and holder in one: this process opens what the door then may not.
    let mut companion = world::companion(door.home.path());
    companion
        .vault_unlock(&door.folder(), &companion::Secret::from(world::PASSPHRASE))
        .expect("opens");
    assert_eq!(door.call("client list").failure(7), "vault_in_use");
    companion.vault_lock().expect("locks");
    assert_eq!(door.call("client list").code, 0);

    let record = door.folder().join("record.db");
    let mut bytes = fs::read(&record).expect("the record");
    bytes[5_000] ^= 1;
    fs::write(&record, &bytes).expect("written");
    let said = door.call("vault verify");
    assert_eq!(said.json(5)["failure"]["record_safe"], false);
    assert_eq!(fs::read(&record).expect("the record"), bytes, "touched");
}

#[test]
fn a_header_copy_that_is_gone_is_told_once_and_is_there_again() {
    let door = Door::with_vault();
    let said = "One of the two copies of the vault's header was older, damaged or missing.";
    assert!(!door.call("client list").err.contains(said), "the control");
    let copy = door.folder().join("vault.hdr.bak");
    fs::remove_file(&copy).expect("gone");
    let told = door.call("client list");
    assert_eq!(told.code, 0);
    assert!(told.err.contains(said), "{}", told.err);
    assert!(copy.exists());
    assert!(!door.call("client list").err.contains(said), "once");
    let access = door.call("audit access").json(0);
    let mut mended = access.as_array().expect("entries").iter();
    assert!(mended.any(|one| one["action"] == "header_mended" && one["id"] == "good/missing"));
}

#[test]
fn what_is_missing_is_named_where_it_was_looked_for() {
    let door = Door::with_vault();
    // A backup that is not there says nothing of the vault.
    let gone = door.call("vault restore --from /nowhere --by-code");
    assert_eq!(gone.failure(6), "no_file");
    assert!(
        gone.err.contains("/nowhere") && !gone.err.contains("key files"),
        "{}",
        gone.err
    );
    // A record without its key files is no empty place.
    for name in ["vault.hdr", "vault.hdr.bak"] {
        fs::remove_file(door.folder().join(name)).expect("removed");
    }
    let headless = door.call("client list");
    assert_eq!(headless.failure(6), "no_vault");
    assert!(headless.err.contains("Do not delete"), "{}", headless.err);
}

#[test]
fn an_older_copy_is_said_at_each_opening_until_a_keeper_takes_it() {
    let door = Door::with_vault();
    let record = door.folder().join("record.db");
    let older = fs::read(&record).expect("a record");
    assert_eq!(door.call("client add KELP-020").code, 0);
    fs::write(&record, older).expect("put back");
    for end in ["-wal", "-shm"] {
        drop(fs::remove_file(
            record.with_file_name(format!("record.db{end}")),
        ));
    }
    assert!(door.call("client list").err.contains("older than it was"));
    assert_eq!(door.call("vault verify").code, 5);
    assert_eq!(door.call("vault older-seen").json(0)["seen"], true);
    let after = door.call("client list");
    assert!(!after.err.contains("older than it was"), "{}", after.err);
    assert_eq!(door.call("vault verify").code, 0);
    assert_eq!(door.call("vault older-seen").failure(3), "unknown");
}

#[test]
fn a_scripted_clock_opens_no_clinical_vault() {
    let mut door = Door::empty();
    let mut companion = world::companion(door.home.path());
    world::make_as(&mut companion, door.home.path(), false).expect("a clinical vault");
    companion.vault_lock().expect("locks");
    let folder = world::folder(door.home.path());
    let folder = folder.to_str().expect("UTF-8");
    let words = ["--vault", folder, "client", "list"];
    assert_eq!(door.words(&[], &words).code, 0);
    door.minute(0);
    assert_eq!(door.words(&[], &words).code, 3);
}

#[test]
fn the_idle_time_is_set_and_kept() {
    let door = Door::with_vault();
    assert_eq!(door.call("vault idle").json(0)["minutes"], 10);
    assert_eq!(door.call("vault idle 5").json(0)["minutes"], 5);
    assert_eq!(door.call("vault idle 1").failure(2), "bad_input");
    assert_eq!(door.call("vault idle").json(0)["minutes"], 5);
}

/// The recovery code of the vault that a call has made.
fn code(made: &crate::door::Said) -> String {
    let groups = made.json(0)["recovery_groups"].clone();
    let groups: Vec<String> = serde_json::from_value(groups).expect("groups");
    groups.join("-")
}

#[test]
fn a_backup_is_made_while_a_session_runs() {
    let mut door = Door::with_vault();
    door.minute(0);
    assert_eq!(door.call("client add KELP-014").code, 0);
    let started = door.call("session start --client KELP-014 --protocol worked-example");
    assert_eq!(started.code, 0, "{}", started.err);
    let stick = door.home.path().join("stick");
    fs::create_dir(&stick).expect("a folder");
    let made = door
        .call(&format!("vault backup --to {}", stick.display()))
        .json(0);
    assert!(made["entries"].as_u64() > Some(3), "{made}");
    assert_eq!(door.call("vault backup-state").json(0)["last"]["days"], 0);
    let backup = made["path"].as_str().expect("a path");
    let verified = door.words(&[], &["--vault", backup, "vault", "verify"]);
    assert!(verified.json(0)["broken_at"].is_null());
}

#[test]
fn a_lost_vault_comes_back_from_its_backup_and_the_recovery_code() {
    let mut door = Door::empty();
    door.minute(0);
    let make = "vault create --training --quick --initials MS --new-pin-fd 3 --owner Maren";
    let code = code(&door.with(&[(3, world::PIN_MS)], make));
    assert_eq!(door.call("client add KELP-014").code, 0);
    assert_eq!(
        door.call("vault backup-state").json(0)["last"],
        serde_json::Value::Null
    );
    assert_eq!(
        door.call("vault backup --to /nowhere/at/all").failure(2),
        "bad_input"
    );
    let stick = door.home.path().join("stick");
    fs::create_dir(&stick).expect("a folder");
    let made = door
        .call(&format!("vault backup --to {}", stick.display()))
        .json(0);
    let backup = made["path"].as_str().expect("a path").to_owned();
    assert!(
        backup.ends_with("Side 2026-03-02 09.00.00.holdfast-backup"),
        "{backup}"
    );
    assert_eq!(door.call("vault backup-state").json(0)["last"]["days"], 0);
    fs::remove_dir_all(door.folder()).expect("the laptop is lost");

    // As it is: read, never written.
    let read = |words: &str| {
        let words: Vec<&str> = ["--vault", &backup]
            .into_iter()
            .chain(words.split('/'))
            .collect();
        door.words(&[], &words)
    };
    assert_eq!(read("client/list").json(0)[0]["code"], "KELP-014");
    assert_eq!(read("vault/verify").json(0)["pages"], serde_json::json!([]));
    assert_eq!(read("client/add/KELP-015").failure(3), "backup");

    let restore = ["vault", "restore", "--from", &backup, "--code-fd", "3"];
    let other = if code.starts_with('0') { '1' } else { '0' };
    let typo = format!("{other}{}", &code[1..]);
    assert_eq!(
        door.words(&[(3, &typo)], &restore).failure(4),
        "recovery_code_typo"
    );
    let restored = door.words(&[(3, &code)], &restore).json(0);
    assert_eq!(restored["entries"], made["entries"]);
    let new = "another harbour lantern seventeen";
    let recover = "vault recover --code-fd 3 --new-passphrase-fd 4";
    assert_eq!(door.with(&[(3, &code), (4, new)], recover).code, 0);
    let opens = |words: &str| door.with(&[(3, new)], &format!("--passphrase-fd 3 {words}"));
    assert_eq!(opens("client list").json(0)[0]["code"], "KELP-014");
    assert_eq!(opens("client add KELP-015").code, 0);
    assert!(opens("vault verify").json(0)["broken_at"].is_null());
    // The chain says from which backup it came.
    let entries = made["entries"].as_u64().expect("a number");
    let log = opens("audit access").json(0);
    let mut log = log.as_array().expect("entries").iter();
    let entry = log.find(|entry| entry["action"] == "vault_restored");
    let entry = entry.expect("it says so");
    assert_eq!(entry["kind"], "backup");
    assert_eq!(entry["id"], entries.to_string());
    assert_eq!(entry["seq"], entries + 1);
    fs::write(door.home.path().join("passphrase"), format!("{new}\n")).expect("written");
    for verb in ["audit access", "audit show"] {
        let said = door.said(verb);
        let wanted = format!("from a backup that ends with entry {entries}, code ");
        assert!(said.contains(&wanted), "{said}");
    }
    assert_eq!(
        door.words(&[(3, &code)], &restore).failure(6),
        "vault_exists"
    );
}
