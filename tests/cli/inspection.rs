//! An inspector: let in by a code for a reason and until a day, they read, leave no trace but what they looked at, and are taken out.

use crate::door::Door;
use serde_json::Value;
use support::world;

const ADD: [&str; 11] = [
    "person",
    "inspector",
    "add",
    "--name",
    "Ida Norling",
    "--initials",
    "IN",
    "--reason",
    "Inspection of the authority, file 12/4",
    "--until",
    "2026-03-04",
];

/// A signed session with an amended note, and an inspector; answers the session and the access code.
fn inspected() -> (Door, String, String) {
    let mut door = Door::with_vault();
    door.minute(0);
    assert_eq!(door.call("client add KELP-014").code, 0);
    let started = door.call("session start --client KELP-014 --protocol three-point");
    let session = started.json(0)["session"]
        .as_str()
        .expect("an id")
        .to_owned();
    for (minute, words) in [
        (1, "read 128/76 72 36.8"),
        (2, "note \"eyes closed\""),
        (3, "close transferred \"moved\""),
    ] {
        door.minute(minute);
        let said = door.words(&[], &["session", "record", words]);
        assert_eq!(said.code, 0, "{words}: {}", said.err);
    }
    door.minute(4);
    let added = door.words(&[], &ADD).json(0);
    let groups = added["groups"].as_array().expect("groups");
    assert_eq!(
        (groups.len(), added["until"].as_str()),
        (8, Some("2026-03-04"))
    );
    let groups: Vec<&str> = groups
        .iter()
        .map(|one| one.as_str().expect("a group"))
        .collect();
    (door, session, groups.join("-"))
}

/// Which row of a session is of this kind.
fn row(door: &Door, session: &str, kind: &str) -> u64 {
    let view = door.call(&format!("session show {session}")).json(0);
    let log = view["log"].as_array().expect("a log").clone();
    let found = log.iter().find(|line| line["what"]["kind"] == kind);
    found.expect(kind)["seq"].as_u64().expect("a number")
}

fn actions(access: &Value) -> Vec<(String, String)> {
    let entries = access.as_array().expect("entries").iter();
    let text = |entry: &Value, field: &str| entry[field].as_str().expect("text").to_owned();
    entries
        .map(|entry| (text(entry, "action"), text(entry, "id")))
        .collect()
}

#[test]
fn an_inspector_reads_everything_and_only_the_looking_is_written_down() {
    let (door, session, code) = inspected();
    let look = |words: &str| {
        door.with(
            &[(7, code.as_str())],
            &format!("--access-code-fd 7 {words}"),
        )
    };
    let before = door.call("vault verify").json(0)["entries"]
        .as_u64()
        .expect("a number");

    // Everything that changes anything is refused, whatever it is for, and leaves nothing.
    let refused = [
        "client add KELP-015",
        "client archive KELP-014",
        "client erase KELP-014 --confirm KELP-014",
        "course open KELP-014 three-point",
        "consent give KELP-014 treatment",
        "session start --client KELP-014 --protocol three-point",
        "protocol adopt three-point",
        "person add --name Ola --initials OL --roles supervisor --new-pin-fd 8",
        "person inspector add --name Ola --initials OL --reason r --until 2026-03-09",
        "person inspector end IN --proof-fd 8",
        "person licence AK --number 1 --jurisdiction V --until 2027-01-01",
        "person trained AK --words Manual",
        "vault idle 5",
        "vault passphrase --new-passphrase-fd 8",
        "vault rotate --proof-fd 8",
        "vault drill --code-fd 8",
        "vault backup --to /tmp",
        "training fill",
        "packet list",
        "rater show",
        "audit checkpoint",
    ];
    for words in refused {
        let said = door.with(
            &[(7, code.as_str()), (8, "a lantern of their own nineteen")],
            &format!("--access-code-fd 7 {words}"),
        );
        assert_eq!(said.failure(3), "inspecting", "{words}: {}", said.err);
        assert!(
            said.err.contains("An inspector has the vault open"),
            "{}",
            said.err
        );
    }
    let sign = look(&format!("sign record --session {session}"));
    assert_eq!(sign.failure(3), "inspecting");
    let noted = door.words(
        &[(7, code.as_str())],
        &[
            "--access-code-fd",
            "7",
            "session",
            "record",
            "note \"mine\"",
        ],
    );
    assert_eq!(noted.failure(3), "inspecting");
    let amend = look(&format!(
        "sign amend --session {session} 2 --words a --reason b"
    ));
    assert_eq!(amend.failure(3), "inspecting");

    // Reading goes on, and says at every opening what it is.
    for words in [
        "client list",
        "course today",
        "cohort",
        "protocol list",
        "measure list",
        "person list",
        "person inspector list",
        "vault verify",
        "audit show",
        "vault backup-state",
    ] {
        let said = look(words);
        assert_eq!(said.code, 0, "{words}: {}", said.err);
        assert!(said.err.contains("it is read"), "{words}: {}", said.err);
    }
    let shown = look(&format!("session show {session}")).json(0);
    assert_eq!(shown["ended"]["ending"], "transferred");
    assert_eq!(look("course show KELP-014").code, 0);
    let told = look(&format!("sign show --session {session}")).json(0);
    assert_eq!(told["asks"], "nothing");

    // The chain holds, and grew by openings and looks alone.
    let verified = door.call("vault verify").json(0);
    assert!(verified["broken_at"].is_null());
    let entries = door
        .call(&format!("audit show --from {}", before + 1))
        .json(0);
    let mut seen = actions(&entries);
    seen.retain(|(action, _)| action != "vault_opened");
    let kinds: std::collections::BTreeSet<&str> =
        seen.iter().map(|(action, _)| action.as_str()).collect();
    assert_eq!(
        kinds.into_iter().collect::<Vec<_>>(),
        ["inspected", "inspection_opened"]
    );
    let access = actions(&door.call("audit access").json(0));
    assert!(
        access.contains(&("inspected".to_owned(), session.clone())),
        "{access:?}"
    );
    assert!(
        access
            .iter()
            .any(|(action, _)| action == "inspector_let_in")
    );
    let who = door.call("person list").json(0);
    let inspector = who
        .as_array()
        .expect("people")
        .iter()
        .find(|one| one["initials"] == "IN");
    let inspector = inspector.expect("there")["id"].clone();
    let entries = door.call("audit access").json(0);
    for entry in entries.as_array().expect("entries") {
        if entry["action"] == "inspected" {
            assert_eq!(entry["actor"], inspector);
        }
    }
    // A client that was looked at several times in one opening stands there once.
    let clients = entries.as_array().expect("entries").iter();
    let clients =
        clients.filter(|entry| entry["action"] == "inspected" && entry["kind"] == "client");
    assert_eq!(clients.count(), 1);
}

#[test]
fn the_trail_of_an_entry_says_where_it_comes_from_and_what_became_of_it() {
    let (door, session, code) = inspected();
    assert_eq!(
        door.call(&format!("sign record --session {session}")).code,
        0
    );
    let note = row(&door, &session, "noted");
    let amend = format!("sign amend --session {session} {note} --words open --reason misread");
    assert_eq!(door.call(&amend).code, 0);
    let look = |words: &str| {
        let said = door.with(
            &[(7, code.as_str())],
            &format!("--access-code-fd 7 {words}"),
        );
        said.json(0)
    };
    let trail = look(&format!("audit trail --session {session} {note}"));
    assert_eq!(trail["protocol"], "three-point v3");
    assert_eq!(trail["lines"], serde_json::json!([]));
    let acts = trail["acts"].as_array().expect("acts");
    assert_eq!(acts.len(), 2, "kept, and amended after the end: {acts:?}");
    assert_eq!(
        (&acts[0]["action"], &acts[0]["kept"]),
        (&"noted".into(), &true.into())
    );
    assert_eq!(acts[0]["by"], "Maren");
    assert_eq!(acts[0]["row"], note);
    assert!(acts[0]["before"].is_null());
    assert_eq!(acts[0]["after"].as_str().map(str::len), Some(64));
    assert_eq!(acts[1]["kept"], false);
    assert_eq!(trail["signatures"][0]["name"], "Maren");
    assert_eq!(trail["signatures"][0]["standing"], "holds");
    // What the act wrote is what the chain says it wrote.
    let seq = acts[0]["seq"].as_u64().expect("a number");
    let entry = door
        .call(&format!("audit show --from {seq} --most 1"))
        .json(0);
    assert_eq!(entry[0]["after"], acts[0]["after"]);
    assert_eq!(entry[0]["action"], "noted");

    // A reading answers to lines of the protocol; one whose check is not planned answers to none.
    let started = look(&format!("audit trail --session {session} 0"));
    assert_eq!(started["acts"][0]["action"], "session_opened");
    let beyond = door.call(&format!("audit trail --session {session} 999"));
    assert_eq!(beyond.failure(3), "unknown");
}

#[test]
fn the_code_opens_until_its_last_day_and_nothing_once_it_was_taken_away() {
    let (mut door, _, code) = inspected();
    let look = |door: &Door, words: &str| {
        door.with(
            &[(7, code.as_str())],
            &format!("--access-code-fd 7 {words}"),
        )
    };
    // A slip is named; another code opens nothing; a backup takes no entry.
    let typo = code.replacen(&code[..1], if code.starts_with('7') { "8" } else { "7" }, 1);
    let said = door.with(&[(7, typo.as_str())], "--access-code-fd 7 client list");
    assert_eq!(said.failure(4), "recovery_code_typo");
    let other = "000GD-40R4X-0M300-E209K-185G3-R38ED-1W811-24GKZ";
    let said = door.with(&[(7, other)], "--access-code-fd 7 client list");
    assert_eq!(said.failure(4), "wrong_recovery_code");
    let recover = door.with(
        &[(3, code.as_str()), (4, "a lantern of their own nineteen")],
        "vault recover --code-fd 3 --new-passphrase-fd 4",
    );
    assert_eq!(
        recover.failure(4),
        "wrong_recovery_code",
        "it sets no passphrase"
    );

    // The last day is one on which it opens. Afterwards it does not, and the try is written down; a clock set back changes nothing.
    door.day("2026-03-04");
    assert_eq!(look(&door, "client list").code, 0);
    door.day("2026-03-05");
    let over = look(&door, "client list");
    assert_eq!(over.failure(3), "inspection_over");
    assert!(over.err.contains("2026-03-04"), "{}", over.err);
    door.day("2026-03-03");
    assert_eq!(look(&door, "client list").failure(3), "inspection_over");
    door.day("2026-03-05");
    let access = actions(&door.call("audit access").json(0));
    assert_eq!(
        access
            .iter()
            .filter(|(action, _)| action == "inspection_over")
            .count(),
        2
    );

    // Nobody comes in by PIN as an inspector, and nobody is let in by another's hand.
    let add = "person add --initials XI --roles inspector --new-pin-fd 3 --name Xi";
    assert_eq!(door.with(&[(3, "4812")], add).failure(2), "bad_input");
    let taken = door.words(&[], &ADD);
    assert_eq!(taken.failure(2), "bad_input", "the day is past");
    let by_ak = door.with(
        &[(3, world::PIN_AK)],
        "--as AK --pin-fd 3 person inspector add --name O --initials OL --reason r --until 2027-01-01",
    );
    assert_eq!(by_ak.failure(3), "not_allowed");

    let listed = door.call("person inspector list").json(0);
    assert_eq!(listed[0]["given_by"], "MS");
    let ended = door.with(
        &[(3, world::PASSPHRASE)],
        "person inspector end IN --proof-fd 3",
    );
    assert_eq!(ended.json(0)["rotated"], true);
    for words in ["read or copied before", "another master key"] {
        assert!(ended.err.contains(words), "{words}: {}", ended.err);
    }
    assert_eq!(look(&door, "client list").failure(4), "wrong_recovery_code");
    let back = door.with(&[(3, "6158")], "person return IN --new-pin-fd 3");
    assert_eq!(back.failure(3), "not_allowed");
    assert_eq!(door.call("vault verify").code, 0);
}

#[test]
fn the_key_in_an_envelope_opens_to_look_and_everybody_is_told_until_a_keeper_saw_it() {
    let mut door = Door::with_vault();
    door.minute(0);
    assert_eq!(door.call("client add KELP-014").code, 0);
    let make = ["vault", "glass", "make", "--lies", "Safe of the ward"];
    let made = door.words(&[], &make).json(0);
    let groups = made["groups"].as_array().expect("groups").clone();
    let groups: Vec<&str> = groups
        .iter()
        .map(|one| one.as_str().expect("a group"))
        .collect();
    let code = groups.join("-");
    let taken = door.words(&[], &make);
    assert_eq!(taken.failure(3), "duplicate", "one at a time");
    let told = "key in the envelope was used";
    assert!(!door.call("client list").err.contains(told));
    let look = |words: &str| {
        door.with(
            &[(7, code.as_str())],
            &format!("--access-code-fd 7 {words}"),
        )
    };
    assert_eq!(look("client show KELP-014").code, 0);
    assert_eq!(look("client add KELP-015").failure(3), "inspecting");
    assert_eq!(
        look("vault glass seen").failure(3),
        "inspecting",
        "nobody clears it with the key itself"
    );

    // Everybody is told, by PIN too, until a keeper says that it was looked into.
    assert!(door.call("client list").err.contains(told));
    let ak = door.with(&[(3, world::PIN_AK)], "--as AK --pin-fd 3 client list");
    assert!(ak.err.contains(told) && ak.code == 0, "{}", ak.err);
    let ak = door.with(&[(3, world::PIN_AK)], "--as AK --pin-fd 3 vault glass seen");
    assert_eq!(ak.failure(3), "not_allowed");
    assert_eq!(door.call("vault glass seen").json(0)["seen"], true);
    assert!(!door.call("client list").err.contains(told));
    assert_eq!(door.call("vault glass seen").failure(3), "unknown");
    let access = actions(&door.call("audit access").json(0));
    for action in ["glass_opened", "glass_seen", "inspected"] {
        assert!(
            access.iter().any(|(one, _)| one == action),
            "{action}: {access:?}"
        );
    }

    // Ended, it opens nothing; made anew, the old paper still opens nothing.
    let end = "vault glass end --proof-fd 3";
    assert_eq!(
        door.with(&[(3, world::PASSPHRASE)], end).json(0)["rotated"],
        true
    );
    assert_eq!(look("client list").failure(4), "wrong_recovery_code");
    let again = door.words(&[], &make).json(0);
    assert_ne!(again["groups"], made["groups"]);
    assert_eq!(look("client list").failure(4), "wrong_recovery_code");
    assert_eq!(door.call("vault verify").code, 0);
}
