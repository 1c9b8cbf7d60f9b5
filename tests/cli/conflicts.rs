//! Who may not do what beside whom: pairs that the protocol asks for, people whom it keeps apart, nobody as their own reviewer, and roles that
//! nobody hands on who does not hold them.

use crate::door::{Door, Said};
use std::path::Path;
use support::world;

/// The worked example as a clinic would write it, with its own people.
fn protocol(door: &Door, name: &str, changes: &[(&str, &str)]) {
    let shipped = support::root().join("assets/protocols/worked-example/v4.toml");
    let mut text = std::fs::read_to_string(shipped).expect("shipped");
    let named = format!("id = \"{name}\"");
    for (from, to) in [&[("id = \"worked-example\"", named.as_str())][..], changes].concat() {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    let file = door.home.path().join(format!("{name}.toml"));
    std::fs::write(&file, text).expect("written");
    let path = file.display().to_string();
    let said = door.words(&[], &["protocol", "import", &path]);
    assert_eq!(said.code, 0, "{}", said.err);
}

fn start(door: &Door, protocol: &str, people: &str) -> Said {
    door.call(&format!(
        "session start --client KELP-014 --protocol {protocol} --people {people}"
    ))
}

#[test]
fn a_session_begins_with_the_pair_that_the_protocol_asks_for() {
    let mut door = Door::with_vault();
    door.minute(0);
    assert_eq!(door.call("client add KELP-014").code, 0);
    let alone = start(&door, "worked-example", "MS");
    assert_eq!(alone.failure(3), "pair_rule");
    for words in [
        "lead therapist, co therapist",
        "line 620",
        "The record is as it was",
    ] {
        assert!(alone.err.contains(words), "{words}: {}", alone.err);
    }
    // An earlier version asks for none; both go on side by side.
    protocol(&door, "household", &[("\"XA\", \"XB\"", "\"ms\", \"AK\"")]);
    let apart = start(&door, "household", "MS,AK");
    assert_eq!(apart.failure(3), "pair_rule");
    for words in ["ms and AK", "One household", "line 621"] {
        assert!(apart.err.contains(words), "{words}: {}", apart.err);
    }
    protocol(&door, "licensed", &[("licensed = 0", "licensed = 1")]);
    let unlicensed = start(&door, "licensed", "MS,AK");
    assert_eq!(unlicensed.failure(3), "pair_rule");
    assert!(
        unlicensed.err.contains("1 of the pair"),
        "{}",
        unlicensed.err
    );
    assert_eq!(door.call("session list").json(0), serde_json::json!([]));
    let licence = "person licence AK --number 1 --jurisdiction Vestland --until 2027-01-01";
    assert_eq!(door.call(licence).code, 0);
    assert_eq!(start(&door, "licensed", "MS,AK").code, 0);
    assert_eq!(door.call("audit verify").code, 0);
}

#[test]
fn a_file_that_names_no_pair_is_told_all_of_it_with_lines() {
    let shipped = support::root().join("assets/protocols/worked-example/v4.toml");
    let text = std::fs::read_to_string(shipped).expect("shipped");
    let bent = text
        .replace(
            "\"lead_therapist\", \"co_therapist\"]\n# 1",
            "\"lead_therapist\", \"inspector\"]\n# 1",
        )
        .replace("licensed = 0", "licensed = 9")
        .replace("people = [\"XA\", \"XB\"]", "people = [\"XA\", \"xa\"]")
        .replace("line = 621", "line = 620");
    let door = Door::empty();
    let file = door.home.path().join("bent.toml");
    std::fs::write(&file, &bent).expect("written");
    let said = door.words(&[], &["protocol", "lint", &file.display().to_string()]);
    let complaints = said.json(3)["complaints"].clone();
    let lines: Vec<u64> = complaints
        .as_array()
        .expect("complaints")
        .iter()
        .map(|one| one["line"].as_u64().expect("a line"))
        .collect();
    let at = |what: &str| {
        let row = bent.lines().position(|line| line.contains(what));
        row.expect(what) as u64 + 1
    };
    for what in ["\"inspector\"]", "licensed = 9", "\"xa\"]"] {
        assert!(lines.contains(&at(what)), "{what}: {complaints}");
    }
    assert!(lines.len() >= 4, "{complaints}");
}

#[test]
fn nobody_reviews_the_session_in_which_they_sat() {
    let clinic = Door::with_vault();
    assert_eq!(clinic.call("training play --keep").code, 0);
    let stick = tempfile::tempdir().expect("a stick");
    let into = stick.path().display().to_string();
    // The owner of the clinic's vault has a vault of their own, as a supervisor, under the same name.
    let make = |name: &str| {
        let away = Door::empty();
        let words = format!(
            "vault create --training --quick --initials IL --roles supervisor,vault_keeper --new-pin-fd 3 --owner {name}"
        );
        assert_eq!(away.with(&[(3, world::PIN_MS)], &words).code, 0);
        away
    };
    let path = |said: &Said| said.json(0)["path"].as_str().expect("a path").to_owned();
    let introduce = |from: &Door, to: &Door, folder: &str| {
        let folder = Path::new(&into).join(folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        let card = path(&from.words(
            &[],
            &["packet", "card", "--into", &folder.display().to_string()],
        ));
        assert_eq!(to.words(&[], &["packet", "trust", &card]).code, 0);
    };
    for (name, own) in [("Maren", true), ("Ingrid", false)] {
        let away = make(name);
        introduce(&clinic, &away, &format!("{name}-a"));
        introduce(&away, &clinic, &format!("{name}-b"));
        let clients = clinic.call("client list").json(0);
        let code = clients[0]["code"].as_str().expect("a code");
        let seal = [
            "packet",
            "seal",
            "--client",
            code,
            "--to",
            name,
            "--purpose",
            "Supervision",
            "--into",
            &into,
        ];
        let sealed = path(&clinic.words(&[], &seal));
        let opened = away.words(&[], &["packet", "open", &sealed]).json(0);
        let thread = opened["thread"].as_str().expect("a thread");
        for words in [
            vec!["review", "comment", thread, "read"],
            vec![
                "review",
                "supervised",
                thread,
                "--on",
                "2026-01-05",
                "--minutes",
                "50",
                "--topics",
                "touch",
            ],
        ] {
            let said = away.words(&[], &words);
            if own {
                assert_eq!(said.failure(3), "own_session", "{words:?}");
                assert!(said.err.contains("took part"), "{}", said.err);
            } else {
                assert!(!said.out.contains("own_session"), "{words:?}: {}", said.err);
                assert!(words[1] != "comment" || said.code == 0, "{}", said.err);
            }
        }
    }
}

#[test]
fn nobody_hands_on_a_role_that_they_do_not_hold() {
    let door = Door::empty();
    let made = "vault create --training --quick --initials VK --roles vault_keeper --new-pin-fd 3 --owner Vera";
    assert_eq!(door.with(&[(3, "9264")], made).code, 0);
    let add = |initials: &str, role: &str, pin: &str, beside: &[(u32, &str)], more: &str| {
        let words = format!(
            "person add --initials {initials} --roles {role} --new-pin-fd 3 --name {role}{more}"
        );
        door.with(&[&[(3, pin)][..], beside].concat(), &words)
    };
    // Nobody is there yet who could stand by: the first is let in alone, and the chain says so.
    assert_eq!(add("LE", "lead_therapist", "5071", &[], "").code, 0);
    // From then on a keeper makes neither themselves nor anybody else a supervisor alone.
    let alone = add("SU", "supervisor", "3906", &[], "");
    assert_eq!(alone.failure(3), "role_needs_second");
    assert!(alone.err.contains("--second with LE"), "{}", alone.err);
    let wrong = add(
        "SU",
        "supervisor",
        "3906",
        &[(4, "1111")],
        " --second LE --second-pin-fd 4",
    );
    assert_eq!(wrong.failure(4), "wrong_pin");
    assert_eq!(
        add("RB", "blinded_rater", "6180", &[], "").code,
        0,
        "a rater sees nothing"
    );
    let rater = add(
        "SU",
        "supervisor",
        "3906",
        &[(4, "6180")],
        " --second RB --second-pin-fd 4",
    );
    assert_eq!(rater.failure(3), "role_needs_second");
    let beside = add(
        "SU",
        "supervisor",
        "3906",
        &[(4, "5071")],
        " --second LE --second-pin-fd 4",
    );
    assert_eq!(beside.code, 0, "{}", beside.err);
    // Nor do they let themselves in to look.
    let look = [
        "person",
        "inspector",
        "add",
        "--name",
        "Ida",
        "--initials",
        "IN",
        "--reason",
        "r",
        "--until",
        "2199-01-01",
    ];
    assert_eq!(door.words(&[], &look).failure(3), "role_needs_second");
    let beside = [&look[..], &["--second", "LE", "--second-pin-fd", "4"]].concat();
    assert_eq!(door.words(&[(4, "5071")], &beside).code, 0);
    // What they hold themselves they give alone.
    assert_eq!(add("VB", "vault_keeper", "7193", &[], "").code, 0);
    // Nor are a therapist's roles given again by taking them out and letting them in.
    let out = door.with(&[(3, world::PASSPHRASE)], "person remove SU --proof-fd 3");
    assert_eq!(out.code, 0, "{}", out.err);
    let back = |beside: &[(u32, &str)], more: &str| {
        let words = format!("person return SU --new-pin-fd 3{more}");
        door.with(&[&[(3, "4417")][..], beside].concat(), &words)
    };
    assert_eq!(back(&[], "").failure(3), "role_needs_second");
    assert_eq!(
        back(&[(4, "5071")], " --second LE --second-pin-fd 4").code,
        0
    );
    let access = door.call("audit access").json(0);
    let of = |action: &str| {
        let entries = access.as_array().expect("entries").iter();
        entries.filter(|entry| entry["action"] == action).count()
    };
    assert_eq!((of("roles_given_alone"), of("roles_given_beside")), (1, 3));
    assert_eq!(door.call("vault verify").code, 0);
}
