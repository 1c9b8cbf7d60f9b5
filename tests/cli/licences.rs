//! What people bring: licences that stop a session when they have lapsed, and the log of trainings and delegated tasks.

use crate::door::Door;
use support::world;

const START: &str = "session start --client KELP-014 --protocol worked-example";

fn licence(initials: &str, until: &str) -> String {
    format!("person licence {initials} --number PSY-12/4 --jurisdiction Vestland --until {until}")
}

/// On the second of March 2026, with a client.
fn door() -> Door {
    let mut door = Door::with_vault();
    door.minute(0);
    assert_eq!(door.call("client add KELP-014").code, 0);
    door
}

#[test]
fn a_licence_that_has_lapsed_stops_a_session_until_it_is_renewed() {
    let door = door();
    let listed = door.call("person list").json(0);
    assert_eq!(listed[0]["initials"], "AK");
    assert!(listed[0]["licence"].is_null());
    for (until, standing, days) in [
        ("2026-03-01", "lapsed", 1),
        ("2026-05-01", "lapses_soon", 60),
        ("2026-05-02", "holds", 61),
        ("2026-02-28", "lapsed", 2),
    ] {
        let kept = door.call(&licence("AK", until)).json(0);
        assert_eq!(kept["licence"]["standing"], standing, "{until}");
        assert_eq!(kept["licence"]["days"], days, "{until}");
    }
    let listed = door.call("person list").json(0);
    assert_eq!(listed[0]["licence"]["number"], "PSY-12/4");
    assert_eq!(listed[0]["licence"]["jurisdiction"], "Vestland");
    assert_eq!(listed[0]["licence"]["until"], "2026-02-28");
    assert!(listed[1]["licence"].is_null());

    let stopped = door.call(START);
    assert_eq!(stopped.failure(3), "licence_lapsed");
    for words in ["AK", "2026-02-28", "The record is as it was"] {
        assert!(stopped.err.contains(words), "{words}: {}", stopped.err);
    }
    assert_eq!(door.call("session list").json(0), serde_json::json!([]));
    assert_eq!(door.call("vault verify").code, 0);
    // Its last day is one on which it holds.
    assert_eq!(door.call(&licence("AK", "2026-03-02")).code, 0);
    assert_eq!(door.call(START).code, 0);
    // While it runs, nothing that is written down about people stops it.
    assert_eq!(door.call(&licence("AK", "2026-02-01")).code, 0);
    let note = ["session", "record", "note \"eyes closed\""];
    assert_eq!(door.words(&[], &note).code, 0);

    let access = door.call("audit access").json(0);
    let access = access.as_array().expect("entries");
    let of = |action: &str| {
        let one = access.iter().filter(|entry| entry["action"] == action);
        one.count()
    };
    assert_eq!((of("licence_recorded"), of("licence_renewed")), (1, 5));
}

#[test]
fn only_who_is_to_give_care_is_stopped() {
    let door = door();
    let add = "person add --initials SU --roles supervisor --new-pin-fd 3 --name Supervisor";
    assert_eq!(door.with(&[(3, "3906")], add).code, 0);
    assert_eq!(door.call(&licence("SU", "2026-01-01")).code, 0);
    assert_eq!(door.call(&licence("AK", "2026-01-01")).code, 0);
    assert_eq!(door.call(START).failure(3), "licence_lapsed");
    let other = START.replace("worked-example", "three-point");
    assert_eq!(door.call(&format!("{other} --people MS,SU")).code, 0);
}

#[test]
fn a_licence_is_refused_where_it_is_none_or_not_theirs_to_record() {
    let door = door();
    let whole = licence("AK", "2027-05-31");
    for day in ["2027-02-29", "31.05.2027", "1026-05-31"] {
        let said = door.call(&licence("AK", day));
        assert_eq!(said.failure(2), "bad_input", "{day}: {}", said.err);
    }
    let nobody = door.call(&licence("ZZ", "2027-05-31"));
    assert_eq!(nobody.failure(3), "unknown");
    for number in ["", " ", "a\u{202e}b", &"9".repeat(121)] {
        let words: Vec<&str> = whole
            .split(' ')
            .map(|word| if word == "PSY-12/4" { number } else { word })
            .collect();
        assert_eq!(door.words(&[], &words).failure(2), "bad_input", "{number}");
    }
    for (initials, role, pin) in [
        ("LE", "lead_therapist", "5071"),
        ("VK", "vault_keeper", "9264"),
    ] {
        let add =
            format!("person add --initials {initials} --roles {role} --new-pin-fd 3 --name {role}");
        assert_eq!(door.with(&[(3, pin)], &add).code, 0);
    }
    let by = |initials: &str, pin: &str| {
        door.with(&[(3, pin)], &format!("--as {initials} --pin-fd 3 {whole}"))
    };
    assert_eq!(by("AK", world::PIN_AK).failure(3), "not_allowed");
    assert_eq!(by("LE", "5071").failure(3), "not_allowed");
    assert!(door.call("person list").json(0)[0]["licence"].is_null());
    assert_eq!(by("VK", "9264").code, 0);
}

#[test]
fn trainings_and_delegated_tasks_are_a_log() {
    let door = door();
    let say = |words: &[&str]| door.words(&[], words);
    let trained = ["person", "trained", "AK", "--words", "Manual, part 1"];
    assert_eq!(say(&trained).json(0)["duties"][0]["on"], "2026-03-02");
    let on = |day| [&trained[..], &["--on", day]].concat();
    assert_eq!(say(&on("2025-11-03")).code, 0);
    assert_eq!(say(&on("2026-03-03")).failure(2), "bad_input");
    assert_eq!(say(&on("2026-02-30")).failure(2), "bad_input");
    let task = ["person", "delegated", "AK", "--task", "Vital signs", "--by"];
    let by = |who| [&task[..], &[who]].concat();
    assert_eq!(say(&by("AK")).failure(3), "same_person");
    assert_eq!(say(&by("ZZ")).failure(3), "unknown");
    assert_eq!(say(&by("MS")).code, 0);
    let end = ["person", "ended", "AK", "--words", "on leave", "--line"];
    let line = |which| [&end[..], &[which]].concat();
    assert_eq!(say(&line("0")).failure(3), "unknown");
    assert_eq!(say(&line("2")).code, 0);
    assert_eq!(say(&line("2")).failure(3), "unknown");

    let log = door.call("person log AK").json(0)["duties"].clone();
    let kinds: Vec<&str> = log
        .as_array()
        .expect("lines")
        .iter()
        .map(|line| line["kind"].as_str().expect("a word"))
        .collect();
    assert_eq!(kinds, ["trained", "trained", "delegated", "ended"]);
    assert_eq!(log[2]["by"], "MS");
    assert_eq!(log[2]["ended"], "2026-03-02");
    let empty = door.call("person log MS").json(0);
    assert_eq!(empty["duties"], serde_json::json!([]));
    let pen = "--as AK --pin-fd 3 person ended AK --words x --line 2";
    let barred = door.with(&[(3, world::PIN_AK)], pen);
    assert_eq!(barred.failure(3), "not_allowed");
    assert_eq!(door.call("vault verify").code, 0);
}
