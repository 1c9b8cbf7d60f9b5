//! Protocol files, sessions, scripts, the training day.

use crate::door::Door;
use std::fs;
use support::{root, world};

fn fixture(path: &str) -> String {
    let path = root().join("tests/fixtures").join(path);
    path.to_str().expect("UTF-8").to_owned()
}

#[test]
fn protocol_files() {
    let door = Door::with_vault();
    let small = fixture("protocols/small.v1.toml");
    let lint = door.words(&[], &["protocol", "lint", &small]).json(0);
    assert!(lint["complaints"].is_array());
    let bad = fixture("protocols/twenty-mistakes.toml");
    let lint = door.words(&[], &["protocol", "lint", &bad]).json(3);
    let expected = fs::read_to_string(fixture("protocols/twenty-mistakes.expected"))
        .expect("the expected complaints");
    assert_eq!(
        lint["complaints"].as_array().map(Vec::len),
        Some(expected.lines().count())
    );
    let day = door.words(&[], &["protocol", "rehearse", &small]).json(0);
    assert!(day[0]["planned_ms"].is_number());

    let imported = door.words(&[], &["protocol", "import", &small]).json(0);
    assert_eq!(imported["name"], "small v1");
    assert_eq!(
        door.call("protocol adopt worked-example").failure(3),
        "not_adopted"
    );
    // What differs between two files; a path with nothing behind it.
    let text = fs::read_to_string(&small).expect("a protocol");
    let next = door.home.path().join("small.v2.toml");
    fs::write(&next, text.replacen("version = 1", "version = 2", 1)).expect("written");
    let next = next.to_str().expect("UTF-8");
    let differs = door.words(&[], &["protocol", "diff", &small, next]).json(0);
    assert_eq!(differs["before"], "small v1");
    assert_eq!(differs["after"], "small v2");
    let changes = differs["changes"].as_array().expect("changes");
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0]["key"], "version");
    assert_eq!(changes[0]["before"], "1");
    assert_eq!(changes[0]["after"], "2");
    let same = door.words(&[], &["protocol", "diff", &small, &small]);
    assert_eq!(same.json(0)["changes"], serde_json::json!([]));
    let nothing = door.words(&[], &["protocol", "diff", &small, "nowhere.toml"]);
    assert_eq!(nothing.failure(6), "no_file");
    let list = door.call("protocol list").json(0);
    assert!(
        list.as_array()
            .is_some_and(|list| list.iter().any(|line| line["name"] == "small v1"))
    );

    // A script plays; with one expectation changed it does not.
    let script = fixture("sessions/notes.script");
    let played = door.words(&[], &["session", "play", &script]).json(0);
    assert!(played["differs"].is_null());
    assert_eq!(played["deviations"].as_array().map(Vec::len), Some(0));
    let text = fs::read_to_string(script).expect("a script");
    let changed = text.replace("-> base 1 met", "-> base 2 met");
    assert_ne!(text, changed);
    let path = door.home.path().join("changed.script");
    fs::write(&path, changed).expect("written");
    let path = path.to_str().expect("UTF-8");
    let differs = door.words(&[], &["session", "play", path]).json(3);
    assert!(differs["differs"]["line"].is_number());
}

#[test]
fn a_session_is_kept_act_by_act() {
    let mut door = Door::with_vault();
    door.minute(0);
    assert_eq!(door.call("client add KELP-014").code, 0);
    assert_eq!(
        door.words(&[], &["session", "record", "note \"early\""])
            .code,
        2,
        "no session runs"
    );
    let started = door.call("session start --client KELP-014 --protocol worked-example");
    let id = started.json(0)["session"].clone();

    door.minute(1);
    let act = ["session", "record", "truetime 2s \"clock\" with AK"];
    assert_eq!(door.words(&[], &act).failure(3), "second_person_needed");
    let proven = [&["--second", "AK", "--second-pin-fd", "3"][..], &act].concat();
    assert_eq!(door.words(&[(3, "1357")], &proven).failure(4), "wrong_pin");
    let kept = door.words(&[(3, world::PIN_AK)], &proven).json(0);
    assert_eq!(kept["log"].as_array().map(Vec::len), Some(1));

    door.minute(2);
    let key = "000000000000000000000000000000a1";
    let note = ["session", "record", "--key", key, "note \"eyes closed\""];
    let first = door.words(&[], &note).json(0);
    let again = door.words(&[], &note).json(0);
    assert_eq!(first["log"].as_array().map(Vec::len), Some(1));
    assert_eq!(again["log"].as_array().map(Vec::len), Some(0));

    assert_eq!(door.call("session list").json(0)[0]["id"], id);
    let shown = door.call("session show");
    shown.json(0);
    assert_eq!(shown.out.matches("eyes closed").count(), 1);
}

#[test]
fn the_training_day_leaves_its_record() {
    let door = Door::empty();
    let out = door.home.path().join("day");
    let path = out.to_str().expect("UTF-8");
    let played = door
        .words(&[], &["training", "play", "--out", path])
        .json(0);
    assert_eq!(played["deviations"].as_array().map(Vec::len), Some(2));
    let mut left: Vec<_> = fs::read_dir(&out)
        .expect("the folder")
        .flatten()
        .map(|entry| entry.file_name())
        .collect();
    left.sort();
    assert_eq!(left, ["training-session.json", "training-session.md"]);
}

#[test]
fn a_training_day_is_kept_stopped_and_gone_on_with() {
    let door = Door::with_vault();
    let out = door.home.path().join("day");
    let path = out.to_str().expect("UTF-8");
    let play = |more: &[&str]| {
        let words = [&["training", "play", "--keep", "--out", path], more].concat();
        door.words(&[], &words)
    };
    let half = play(&["--until", "2:31"]).json(0);
    assert_eq!(half["ended"], false);
    let text = fs::read_to_string(out.join("training-session.md")).expect("the record");
    assert!(text.contains("162/98") && !text.contains("148/91"));
    let watermark = "**Training. Synthetic client. Not a record of care.**";
    assert_eq!(
        text.matches(watermark).count(),
        2,
        "at the head and at the foot"
    );

    // By hand in between, on the day's own clock; then the script goes on, once at a speed and once without waiting.
    let noted = door
        .words(&[], &["session", "record", "note", "freely"])
        .json(0);
    assert_eq!(noted["pace"], 0);
    assert_eq!(noted["training"]["paused"], true);
    let more = play(&["--until", "2:45", "--speed", "600"]);
    assert!(more.err.contains("148/91"), "{}", more.err);
    assert_eq!(more.json(0)["ended"], false);
    let whole = play(&[]).json(0);
    assert_eq!(whole["ended"], true);
    assert_eq!(whole["session"], half["session"]);
    assert_eq!(whole["deviations"].as_array().map(Vec::len), Some(2));
    let text = fs::read_to_string(out.join("training-session.md")).expect("the record");
    assert!(text.contains("freely") && text.contains("laptop asleep"));
    let verified = door.call("vault verify").json(0);
    assert_eq!(verified["pages"], serde_json::json!([]));

    assert_eq!(play(&["--until", "soon"]).code, 2);
}
