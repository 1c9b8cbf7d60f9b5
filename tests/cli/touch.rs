//! The touch ledger by the side door: agreed, touched, ended, made narrower, refused; and what a course carries in.

use crate::door::{Door, Said};
use serde_json::{Value, json};
use std::fs;

fn touch(door: &Door, words: &[&str]) -> Said {
    door.words(&[], &[&["session", "touch"], words].concat())
}

/// The last touch that was told.
fn told(said: &Said) -> Value {
    let view = said.json(0);
    let log = view["log"].as_array().expect("a log").clone();
    let told = log
        .iter()
        .rev()
        .find(|line| line["what"]["kind"] == "touched");
    told.expect("a touch")["what"].clone()
}

#[test]
fn touch_is_agreed_recorded_narrowed_and_refused() {
    let mut door = Door::with_vault();
    door.minute(0);
    assert_eq!(door.call("client add KELP-014").code, 0);
    assert_eq!(touch(&door, &["hand", "asked"]).code, 2, "no session runs");
    assert_eq!(
        door.call("session start --client KELP-014 --protocol worked-example")
            .code,
        0
    );
    door.minute(10);
    let absent = told(&touch(&door, &["hand", "asked", "2m"]));
    assert_eq!(absent["outside"], "no_agreement");
    let agreed = touch(
        &door,
        &["agree", "hand,", "upper", "back", "stop", "harbour"],
    )
    .json(0);
    assert_eq!(
        agreed["touch_agreed"]["parts"],
        json!(["hand", "upper back"])
    );
    assert_eq!(agreed["touch_agreed"]["stop"], "harbour");
    let wider = touch(&door, &["agree", "hand, head"]).failure(3);
    assert_eq!(wider, "refused");

    // A part of several words, however the shell took it.
    door.minute(20);
    for words in [
        &["upper back", "offered", "yes", "nods", "1m", "laid flat"][..],
        &[
            "upper",
            "back",
            "offered",
            "yes",
            "nods",
            "1m",
            "\"laid flat\"",
        ],
    ] {
        let one = told(&touch(&door, words));
        assert_eq!(one["part"], "upper back");
        assert_eq!(one["asked"], "therapist");
        assert_eq!(one["consent"], "nods");
        assert_eq!(one["text"], "laid flat");
        assert_eq!(one["length_ms"], 60_000);
        assert_eq!(one["outside"], Value::Null);
    }
    assert_eq!(touch(&door, &["hand"]).code, 2, "who asked is said");

    // It runs until it is ended; a refusal ends it, and narrows; the same request is kept once.
    let begun = touch(&door, &["hand", "asked"]).json(0);
    assert_eq!(begun["touches"].as_array().map(Vec::len), Some(4));
    assert_eq!(begun["touches"][3]["until_ms"], Value::Null);
    door.minute(25);
    let key = "000000000000000000000000000000b1";
    let stop = ["refuse", "hand", "because", "harbour", "--key", key];
    let stopped = touch(&door, &stop).json(0);
    assert_eq!(touch(&door, &stop).json(0)["seq"], stopped["seq"]);
    assert!(stopped["touches"][3]["until_ms"].is_number());
    assert_eq!(stopped["touch_agreed"]["parts"], json!(["upper back"]));
    // What lasted a minute up to now had begun before the stop; what is told later had not.
    door.minute(30);
    assert_eq!(
        told(&touch(&door, &["hand", "asked", "1m"]))["outside"],
        "withdrawn"
    );
    assert_eq!(
        told(&touch(&door, &["fall", "1m", "caught"]))["outside"],
        "fall"
    );
    assert_eq!(touch(&door, &["narrow", "head"]).failure(3), "refused");
    assert_eq!(touch(&door, &["narrow", "upper", "back"]).code, 0);
    let none = touch(&door, &["refuse"]).json(0);
    assert_eq!(none["touch_agreed"]["parts"], json!([]));

    let shown = door.call("session show").json(0);
    let log = shown["log"].as_array().expect("a log");
    let kinds: Vec<&str> = log
        .iter()
        .filter_map(|line| line["what"]["kind"].as_str())
        .filter(|kind| kind.starts_with("touch"))
        .collect();
    for kind in ["touch_agreed", "touched", "touch_refused", "touch_narrowed"] {
        assert!(kinds.contains(&kind), "{kind}: {kinds:?}");
    }
}

#[test]
fn the_record_and_the_report_tell_of_touch() {
    let door = Door::empty();
    let out = door.home.path().join("day");
    let path = out.to_str().expect("UTF-8");
    let played = door.words(&[], &["training", "play", "--out", path]);
    assert_eq!(played.code, 0);
    let text = fs::read_to_string(out.join("training-session.md")).expect("the record");
    let (_, section) = text.split_once("## Touch").expect("a section");
    let section = section.split("##").next().unwrap_or_default();
    for words in [
        "agreed: hand, shoulder, upper back",
        "inside the agreement",
        "a fall",
        "taken back: shoulder",
    ] {
        assert!(section.contains(words), "{words}: {section}");
    }
    let json = fs::read_to_string(out.join("training-session.json")).expect("the record");
    assert!(json.contains("touch_agreed") && json.contains("\"touches\""));
}

#[test]
fn what_was_agreed_in_preparation_is_carried_into_the_session() {
    let door = Door::with_vault();
    assert_eq!(door.call("training fill").code, 0);
    let list = door.call("session list").json(0);
    let id = list[0]["id"].as_str().expect("a session").to_owned();
    let view = door.call(&format!("session show {id}")).json(0);
    let second = &view["log"][1]["what"];
    assert_eq!(second["kind"], "touch_agreed");
    assert_eq!(second["carried"], true);
    assert_eq!(second["parts"], json!(["Hand", "shoulder", "upper back"]));
    assert!(
        second["text"]
            .as_str()
            .is_some_and(|text| text.contains("not the head"))
    );

    // The intention in the client's own words and the plan for stopping early are read beside it, as they stood on that day.
    let carried = door.call(&format!("session intention {id}")).json(0);
    let carried = carried.as_array().expect("what was carried in").clone();
    let kinds: Vec<&str> = carried
        .iter()
        .filter_map(|one| one["kind"].as_str())
        .collect();
    assert_eq!(kinds, ["intention", "stopping", "intention"]);
    for one in &carried {
        assert!(
            one["lines"][0]["words"]
                .as_str()
                .is_some_and(|words| !words.is_empty())
        );
    }
    let text = door.said(&format!("session intention {id}"));
    assert!(
        text.contains("If the client wishes to stop early"),
        "{text}"
    );
    // First in the visit after it.
    let clients = door.call("client list").json(0);
    let mut clients = clients.as_array().expect("clients").iter();
    let client = clients.find(|one| one["id"] == list[0]["client"]);
    let client = client.and_then(|one| one["code"].as_str()).expect("a code");
    let course = door.call(&format!("course show {client}")).json(0);
    let handed = course["handed_on"]
        .as_array()
        .expect("sessions")
        .last()
        .expect("one")
        .clone();
    assert_eq!(handed["session"], id.as_str());
    assert_eq!(handed["intention"].as_array().map(Vec::len), Some(2));
    let dosing = course["dosing"].as_array().and_then(|all| all.last());
    let day = dosing.and_then(|one| one["on"].as_str()).expect("a day");
    for one in &carried {
        assert!(one["on"].as_str().is_some_and(|on| on <= day), "{one}");
    }
}
