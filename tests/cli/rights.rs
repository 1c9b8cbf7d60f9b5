//! What each role may do at the side door: the table of the rules, asked verb by verb. What is refused leaves nothing behind.

use crate::door::Door;
use support::world;

const ROLES: [(&str, &str, &str); 6] = [
    ("AK", "co_therapist", world::PIN_AK),
    ("DL", "prescriber", "5071"),
    ("NA", "night_attendant", "6174"),
    ("SU", "supervisor", "3906"),
    ("MM", "medical_monitor", "2847"),
    ("VK", "vault_keeper", "9264"),
];

#[test]
fn each_role_may_what_the_table_says_and_no_more() {
    let door = Door::with_vault();
    for (initials, role, pin) in &ROLES[1..] {
        let words = [
            "person",
            "add",
            "--initials",
            initials,
            "--roles",
            role,
            "--new-pin-fd",
            "3",
            "--name",
            role,
        ];
        assert_eq!(door.words(&[(3, pin)], &words).code, 0);
    }
    assert_eq!(door.call("client add KELP-014").code, 0);
    // May see, write, read the cohort, handle packets, verify.
    let table = [
        ("AK", [true, true, true, true, true]),
        ("DL", [true, true, true, false, true]),
        ("NA", [true, true, false, false, true]),
        ("SU", [true, false, true, true, true]),
        ("MM", [true, false, true, true, true]),
        ("VK", [false, false, false, false, true]),
    ];
    let mut added = 1;
    for ((initials, may), (_, _, pin)) in table.into_iter().zip(ROLES) {
        let add = format!("client add NEW-{initials}");
        let verbs = ["client list", &add, "cohort", "packet list", "audit access"];
        for (verb, may) in verbs.into_iter().zip(may) {
            let said = door.with(&[(3, pin)], &format!("--as {initials} --pin-fd 3 {verb}"));
            if may {
                assert_eq!(said.code, 0, "{initials} {verb}: {}", said.err);
            } else {
                assert_eq!(said.failure(3), "not_allowed", "{initials} {verb}");
            }
        }
        added += usize::from(may[1]);
    }
    let clients = door.call("client list").json(0);
    assert_eq!(clients.as_array().map(Vec::len), Some(added));
    // Who came is in the record, by name of the act.
    let access = door.call("audit access").json(0);
    let opened = access.as_array().expect("entries").iter();
    assert!(
        opened
            .filter(|entry| entry["action"] == "vault_opened")
            .count()
            > 30
    );
}

#[test]
fn a_passphrase_is_changed_and_the_code_on_paper_is_tried() {
    let door = Door::empty();
    let made = door.with(
        &[(3, world::PIN_MS)],
        "vault create --training --quick --initials MS --new-pin-fd 3 --owner Maren",
    );
    let groups = made.json(0)["recovery_groups"].clone();
    let code: Vec<&str> = groups
        .as_array()
        .expect("groups")
        .iter()
        .map(|group| group.as_str().expect("a group"))
        .collect();
    let code = code.join("-");
    let drill = |code: &str| door.with(&[(3, code)], "vault drill --code-fd 3");
    assert_eq!(drill(&code.to_lowercase()).json(0)["fits"], true);
    assert_eq!(
        drill(&code.replacen(&code[..1], if code.starts_with('7') { "8" } else { "7" }, 1))
            .failure(4),
        "recovery_code_typo"
    );

    let new = "a lantern of their own nineteen";
    let change = |new: &str| door.with(&[(3, new)], "vault passphrase --new-passphrase-fd 3");
    assert_eq!(change("short").failure(3), "weak_passphrase");
    assert_eq!(change(new).json(0)["changed"], true);
    assert_eq!(
        door.call("client list").failure(4),
        "wrong_passphrase",
        "the old one opens nothing"
    );
    let list = door.with(&[(3, new)], "--passphrase-fd 3 client list");
    assert_eq!(list.code, 0, "{}", list.err);
    let verified = door.with(&[(3, new)], "--passphrase-fd 3 vault verify");
    assert_eq!(verified.code, 0);
    let access = door
        .with(&[(3, new)], "--passphrase-fd 3 audit access")
        .json(0);
    let done: Vec<&str> = access
        .as_array()
        .expect("entries")
        .iter()
        .map(|entry| entry["action"].as_str().expect("a word"))
        .collect();
    for action in ["recovery_code_drilled", "passphrase_changed"] {
        assert!(done.contains(&action), "{action} in {done:?}");
    }
}

/// With somebody else's pen the passphrase of whoever opened the vault stays as it is.
#[test]
fn a_passphrase_is_changed_by_nobody_else() {
    let door = Door::with_vault();
    let new = "a lantern of their own nineteen";
    let change = door.with(
        &[(3, new), (4, world::PIN_AK)],
        "--as AK --pin-fd 4 vault passphrase --new-passphrase-fd 3",
    );
    assert_eq!(change.failure(3), "not_allowed");
    assert_eq!(door.call("client list").code, 0, "the old one opens");
}

/// A pipe is read once: the passphrase that opened the vault is the one that is changed.
#[test]
fn a_passphrase_is_changed_through_a_pipe() {
    let mut door = Door::with_vault();
    let pipe = ["sh", "-c", "cat \"$HOME/passphrase\" | \"$@\"", "sh"];
    door.under(pipe.map(str::to_owned).to_vec());
    let new = "a lantern of their own nineteen";
    let verb = "--passphrase-fd 0 vault passphrase --new-passphrase-fd 3";
    assert_eq!(door.with(&[(3, new)], verb).json(0)["changed"], true);
    let list = door.with(&[(3, new)], "--passphrase-fd 3 client list");
    assert_eq!(list.code, 0, "{}", list.err);
}

#[test]
fn a_checkpoint_is_signed_and_its_code_read_out() {
    let door = Door::with_vault();
    let signed = door.call("audit checkpoint").json(0);
    let code = signed["short_code"].as_str().expect("a code");
    assert_eq!(code.len(), 11);
    assert!(
        signed["note"]
            .as_str()
            .expect("a note")
            .starts_with("holdfast/")
    );
    assert!(signed["entries"].as_u64() > Some(2));
    assert_eq!(door.call("vault verify").code, 0);
}

#[test]
fn a_code_on_paper_says_whether_this_is_the_record_that_it_was_printed_from() {
    let door = Door::with_vault();
    let verify = |entry: u64, code: &str| {
        let entry = entry.to_string();
        door.words(&[], &["audit", "verify", "--entry", &entry, "--code", code])
    };
    let standing = |code: i32, said: &crate::door::Said| {
        said.json(code)["printed"]["standing"]
            .as_str()
            .expect("a standing")
            .to_owned()
    };
    let older = std::fs::read(door.folder().join("record.db")).expect("a record");
    let head = std::fs::read(door.folder().join("head")).expect("a head");
    assert_eq!(door.call("client add KELP-014").code, 0);
    let signed = door.call("audit checkpoint").json(0);
    let code = signed["short_code"].as_str().expect("a code").to_owned();
    let entry = signed["entries"].as_u64().expect("a number");
    assert_eq!(door.call("client add KELP-015").code, 0);

    // As it is printed, and as people type it.
    let bare = code.replace('-', "").to_lowercase();
    for typed in [
        code.clone(),
        bare.clone(),
        format!("{} \u{2013} {}", &bare[..5], &bare[5..]),
        bare.replace('0', "o").replace('1', "l"),
    ] {
        let said = verify(entry, &typed);
        assert_eq!(standing(0, &said), "same", "{typed}: {}", said.err);
    }
    // In words, what it shows and what it cannot.
    let plain = [
        "audit",
        "verify",
        "--entry",
        &entry.to_string(),
        "--code",
        &code,
    ];
    let told = door.plain(&plain);
    assert_eq!(told.code, 0, "{}", told.err);
    for words in ["this is the record", "nothing of the entries after it"] {
        assert!(told.out.contains(words), "{words}: {}", told.out);
    }
    // Another code, or the right one at another entry.
    let other = code.replacen(&code[..1], if code.starts_with('7') { "8" } else { "7" }, 1);
    assert_eq!(standing(5, &verify(entry, &other)), "differs");
    assert_eq!(standing(5, &verify(entry - 1, &code)), "differs");
    assert_eq!(standing(5, &verify(9_999, &code)), "shorter");
    for (entry, code) in [(0, code.as_str()), (entry, "7F3A"), (entry, "7F3A-UUUUU-1")] {
        assert_eq!(verify(entry, code).failure(2), "bad_input", "{code}");
    }
    assert_eq!(door.call(&format!("audit verify --entry {entry}")).code, 2);
    assert!(door.call("audit verify").json(0)["printed"].is_null());

    // An older record put back with its own head looks whole; paper says otherwise, also once it has grown as long again.
    std::fs::write(door.folder().join("record.db"), older).expect("put back");
    std::fs::write(door.folder().join("head"), head).expect("put back");
    drop(std::fs::remove_file(door.folder().join("record.db-wal")));
    assert_eq!(door.call("audit verify").code, 0, "nothing else can tell");
    assert_eq!(standing(5, &verify(entry, &code)), "shorter");
    for number in 0..entry {
        assert_eq!(door.call(&format!("client add KELP-{number:03}")).code, 0);
        if door.call("audit verify").json(0)["entries"].as_u64() >= Some(entry) {
            break;
        }
    }
    assert_eq!(standing(5, &verify(entry, &code)), "differs");
}

#[test]
fn a_person_is_taken_out_and_let_in_anew() {
    let door = Door::with_vault();
    let theirs = "a lantern of their own nineteen";
    let enrol = "person enrol AK --their-pin-fd 3 --new-passphrase-fd 4";
    let enrolled = door.with(&[(3, world::PIN_AK), (4, theirs)], enrol);
    assert_eq!(enrolled.code, 0, "{}", enrolled.err);
    let stick = door.home.path().join("stick");
    std::fs::create_dir(&stick).expect("a folder");
    let backup = door.call(&format!("vault backup --to {}", stick.display()));
    let backup = backup.json(0)["path"].clone();
    let remove = |initials: &str, proof: &str| {
        let verb = format!("person remove {initials} --proof-fd 3");
        door.with(&[(3, proof)], &verb)
    };
    assert_eq!(remove("MS", world::PASSPHRASE).failure(3), "own_removal");
    assert_eq!(remove("AK", theirs).failure(4), "wrong_passphrase");
    let said = remove("AK", world::PASSPHRASE);
    let done = said.json(0);
    assert_eq!(done["rotated"], true);
    assert_eq!(done["copies"], serde_json::json!([backup]));
    let backup = backup.as_str().expect("a path");
    for words in [
        "What they wrote and signed stays",
        "read or copied before",
        backup,
    ] {
        assert!(said.err.contains(words), "{words}: {}", said.err);
    }
    let opened = door.with(&[(3, theirs)], "--passphrase-fd 3 person list");
    assert_eq!(opened.failure(4), "wrong_passphrase");
    let acted = door.with(&[(3, world::PIN_AK)], "--as AK --pin-fd 3 client list");
    assert_eq!(acted.failure(3), "not_allowed");
    assert_eq!(door.call("vault verify").code, 0);
    let info = door.call("vault info").json(0);
    assert_eq!(info["handles"], serde_json::json!(["MS"]));

    let back = door.with(&[(3, "6158")], "person return AK --new-pin-fd 3");
    assert_eq!(back.json(0)["has_pin"], true);
    let acted = door.with(&[(3, "6158")], "--as AK --pin-fd 3 client list");
    assert_eq!(acted.code, 0, "{}", acted.err);
    let barred = door.with(
        &[(3, "6158"), (4, world::PASSPHRASE)],
        "--as AK --pin-fd 3 person remove MS --proof-fd 4",
    );
    assert_eq!(barred.failure(3), "not_allowed");

    let rotate = door.with(&[(3, world::PASSPHRASE)], "vault rotate --proof-fd 3");
    let rotated = rotate.json(0);
    assert_eq!(rotated["rotated"], true);
    assert_eq!(rotated["unfinished"], false);
    let code = |shown: &serde_json::Value| {
        let groups = shown["recovery_groups"].as_array().expect("groups").iter();
        let groups: Vec<&str> = groups.map(|one| one.as_str().expect("a group")).collect();
        groups.join("-")
    };
    let drill = |code: &str| door.with(&[(3, code)], "vault drill --code-fd 3");
    assert_eq!(drill(&code(&rotated)).json(0)["fits"], true);
    // One that was seen or lost is replaced, with the passphrase as proof.
    let wrong = door.with(&[(3, theirs)], "vault new-code --proof-fd 3");
    assert_eq!(wrong.failure(4), "wrong_passphrase");
    let new = door.with(&[(3, world::PASSPHRASE)], "vault new-code --proof-fd 3");
    assert_eq!(drill(&code(&new.json(0))).json(0)["fits"], true);
    assert_eq!(drill(&code(&rotated)).failure(4), "other_recovery_code");
    let access = door.call("audit access").json(0);
    let done: Vec<&str> = access
        .as_array()
        .expect("entries")
        .iter()
        .map(|entry| entry["action"].as_str().expect("a word"))
        .filter(|action| {
            action.starts_with("person_re")
                || ["vault_rotated", "recovery_code_lost"].contains(action)
        })
        .collect();
    let expected = [
        "vault_rotated",
        "person_removed",
        "person_returned",
        "vault_rotated",
        "recovery_code_lost",
    ];
    assert_eq!(done, expected);
    assert_eq!(door.call("vault verify").code, 0);
}
