//! The cohort at the side door: counts only, small numbers hidden, too few clients nothing at all.

use crate::door::{Door, Said};
use serde_json::Value;

fn table<'a>(view: &'a Value, id: &str) -> &'a Value {
    let tables = view["tables"].as_array().expect("tables");
    let mut found = tables.iter().filter(|table| table["id"] == id);
    found.next().unwrap_or_else(|| panic!("no table {id}"))
}

/// Cells after the first, by what the line is called; none: hidden.
fn line(view: &Value, id: &str, name: &str) -> Vec<Option<String>> {
    let rows = table(view, id)["rows"].as_array().expect("rows");
    let row = rows.iter().find(|row| row[0]["text"] == name);
    let row = row.unwrap_or_else(|| panic!("{id} has no line {name}"));
    let cells = row.as_array().expect("cells").iter().skip(1);
    cells
        .map(|cell| {
            let hidden = cell["hidden"] == true;
            let text = cell["text"].as_str().expect("a text");
            assert!(!hidden || text.is_empty(), "a hidden cell has no text");
            (!hidden).then(|| text.to_owned())
        })
        .collect()
}

fn one(text: &str) -> Vec<Option<String>> {
    vec![Some(text.to_owned())]
}

fn fill(door: &Door, days: u16) -> String {
    let invented = door.call(&format!("training fill --days {days}")).json(0);
    let code = invented["clients"][0].as_str();
    code.expect("a code").to_owned()
}

fn names_nobody(said: &Said) {
    assert!(!said.out.contains("TRAINING"), "no code is on the page");
}

#[test]
fn too_few_clients_show_nothing_and_more_show_what_is_not_small() {
    let mut door = Door::with_vault();
    door.minute(0);
    let empty = door.call("cohort").json(0);
    assert_eq!(empty["least"], 5);
    assert!(empty["clients"].is_null());
    for days in [4, 4, 4, 22] {
        fill(&door, days);
    }
    let few = door.call("cohort");
    names_nobody(&few);
    let few = few.json(0);
    assert!(few["clients"].is_null() && few["erased"].is_null());
    assert_eq!(few["tables"].as_array().map(Vec::len), Some(0));

    // Six at the beginning of a course, and one after a dose: the one is hidden, and the six would give it away.
    for _ in 0..3 {
        fill(&door, 4);
    }
    let seven = door.call("cohort");
    names_nobody(&seven);
    let seven = seven.json(0);
    assert_eq!(
        (&seven["clients"], &seven["erased"]),
        (&7.into(), &0.into())
    );
    for id in ["places", "sessions", "supplemental", "effects", "checks"] {
        let rows = table(&seven, id)["rows"].as_array();
        assert_eq!(rows.map(Vec::len), Some(0), "{id} is withheld");
    }
    let unchanged = [one("7"), one("")].concat();
    assert_eq!(line(&seven, "outcomes", "No change on record"), unchanged);
    // Which technique the one met with is drawn anew each time: nobody's, or hidden.
    let techniques = table(&seven, "techniques")["rows"].as_array();
    for row in techniques.expect("rows") {
        let technique = row[0]["text"].as_str().expect("a name");
        let told = line(&seven, "techniques", technique);
        assert!(told == one("0") || told == [None], "{technique}: {told:?}");
    }

    // Without the one, the six are shown; who is put away is counted, who is erased is not.
    let mut clients = door.call("client list").json(0);
    let clients = clients.as_array_mut().expect("clients");
    let dosed = clients
        .iter()
        .find(|client| client["sessions"][0].is_object());
    let dosed = dosed.expect("one was dosed")["code"]
        .as_str()
        .expect("a code")
        .to_owned();
    let gone = door.call(&format!("client erase {dosed} --confirm {dosed}"));
    assert_eq!(gone.code, 0);
    let other = clients
        .iter()
        .find(|client| client["code"] != dosed.as_str());
    let other = other.expect("six are left")["code"]
        .as_str()
        .expect("a code");
    assert_eq!(door.call(&format!("client archive {other}")).code, 0);
    let six = door.call("cohort").json(0);
    assert_eq!(six["clients"], 6);
    assert!(six["erased"].is_null(), "one is fewer than five");
    assert_eq!(line(&six, "places", "Screening"), one("6"));
    assert_eq!(line(&six, "sessions", "None"), one("6"));
    assert_eq!(six["unread"], false);
    assert_eq!(door.call("vault verify").code, 0);
}

#[test]
fn what_five_dosed_clients_have_in_common_is_counted() {
    let mut door = Door::with_vault();
    door.minute(0);
    for days in [120, 120, 120, 120, 120, 4, 4, 4, 4, 4] {
        fill(&door, days);
    }
    let said = door.call("cohort");
    names_nobody(&said);
    let view = said.json(0);
    assert_eq!(view["clients"], 10);
    assert_eq!(line(&view, "sessions", "None"), one("5"));
    let groups = table(&view, "outcomes")["rows"].as_array().expect("rows");
    assert_eq!(groups.len(), 2, "one protocol, and those without a change");
    assert_eq!(groups[0][1]["text"], "5");
    let change = groups[0][2]["text"].as_str().expect("a change");
    assert!(
        change.starts_with('-') && change.contains(" to "),
        "{change}"
    );
    assert_eq!(line(&view, "supplemental", "In each session"), one("5"));
    let first = line(&view, "nth", "1");
    assert_eq!(first[0].as_deref(), Some(""), "nothing lies before it");
    assert_eq!(first[1].as_deref(), Some("180 (180 to 180)"));
    assert!(
        first[2]
            .as_deref()
            .is_some_and(|weight| weight.contains(" to "))
    );
    assert_eq!(table(&view, "effects")["columns"][1], "180 mg, of 5");
    assert_eq!(line(&view, "effects", "Calm"), one("5"));
    let on_time = line(&view, "checks", "On time");
    assert!(on_time[0].as_deref().is_some_and(|number| number != "0"));
}

#[test]
fn the_help_says_what_is_hidden() {
    let said = Door::empty().call("cohort --help");
    assert_eq!(said.code, 0);
    assert!(said.out.contains("fewer than five clients"));
}
