//! A protocol that two people adopt, each with a key of their own.

use crate::door::Door;
use support::world;

const DL_PASSPHRASE: &str = "a meadow of their own eleven";
const DL: (u32, &str) = (3, "5071");

/// A clinical vault of MS, who leads, and of DL, who prescribes; with a client.
fn clinic() -> Door {
    let door = Door::empty();
    let make = "vault create --initials MS --new-pin-fd 3 --owner Maren";
    let made = door.with(&[(3, world::PIN_MS)], make);
    assert_eq!(made.code, 0, "{}", made.err);
    let add = "person add --initials DL --roles prescriber --new-pin-fd 3 --name Dina";
    assert_eq!(door.with(&[DL], add).code, 0);
    assert_eq!(door.call("client add KELP-014").code, 0);
    door
}

/// The shipped example as a clinic's own, which its lead therapist and its prescriber sign; answers its name.
fn imported(door: &Door) -> &'static str {
    let shipped = support::root().join("assets/protocols/worked-example/v2.toml");
    let text = std::fs::read_to_string(shipped).expect("shipped");
    let text = text
        .replacen("id = \"worked-example\"", "id = \"stillwater\"", 1)
        .replacen("status = \"training\"", "status = \"clinical\"", 1);
    assert!(text.contains("adopted_by = [\"lead_therapist\", \"prescriber\"]"));
    let file = door.home.path().join("stillwater.toml");
    std::fs::write(&file, text).expect("written");
    let path = file.display().to_string();
    let said = door.words(&[], &["protocol", "import", &path]);
    assert_eq!(said.json(0)["name"], "stillwater v2");
    "stillwater"
}

/// Roles in which it was adopted, and whether a session may be started from it.
fn standing(door: &Door) -> (Vec<String>, bool) {
    let lines = door.call("protocol list").json(0);
    let lines = lines.as_array().expect("a list");
    let line = lines.iter().find(|line| line["name"] == "stillwater v2");
    let line = line.expect("on the shelf");
    let adoptions = line["adoptions"].as_array().expect("adoptions").iter();
    let role = |made: &serde_json::Value| {
        let (role, name) = (made["role"].as_str(), made["name"].as_str());
        format!("{} {}", role.unwrap_or_default(), name.unwrap_or_default())
    };
    (adoptions.map(role).collect(), line["usable"] == true)
}

#[test]
fn a_protocol_of_two_is_usable_when_both_have_signed() {
    let door = clinic();
    let name = imported(&door);
    let adopt = format!("protocol adopt {name}");
    let start = format!("session start --client KELP-014 --protocol {name} --people MS");
    assert_eq!(standing(&door), (vec![], false));
    assert_eq!(door.call(&start).failure(3), "not_adopted");

    assert_eq!(door.call(&adopt).json(0)["name"], "stillwater v2");
    let first = vec!["lead_therapist Maren".to_owned()];
    assert_eq!(standing(&door), (first.clone(), false));
    assert_eq!(door.call(&start).failure(3), "not_adopted");
    assert_eq!(door.call(&adopt).failure(3), "duplicate");
    // Without a key of their own DL signs nothing: MS's key is not theirs.
    let by_pin = format!("--as DL --pin-fd 3 {adopt}");
    assert_ne!(door.with(&[DL], &by_pin).code, 0);
    assert_eq!(standing(&door), (first.clone(), false));

    let enrol = "person enrol DL --their-pin-fd 3 --new-passphrase-fd 4";
    assert_eq!(door.with(&[DL, (4, DL_PASSPHRASE)], enrol).code, 0);
    let own = format!("--passphrase-fd 4 {adopt}");
    let said = door.with(&[(4, DL_PASSPHRASE)], &own);
    assert_eq!(said.json(0)["name"], "stillwater v2");
    let both = [first, vec!["prescriber Dina".to_owned()]].concat();
    assert_eq!(standing(&door), (both, true));
    assert_eq!(door.call(&start).code, 0);
    assert_eq!(
        door.call("audit verify").json(0)["broken_at"],
        serde_json::Value::Null
    );
}
