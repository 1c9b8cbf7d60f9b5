//! Another pattern is another file: low mood instead of trauma, two dosing days, preparation and integration in a group, another primary
//! measure. Nothing in the program knows it, and the whole course goes by.

use crate::door::Door;
use serde_json::Value;
use support::world;

/// The file a clinic would write: a day, and the course around it.
pub fn written(door: &Door) -> String {
    let read = |name: &str| {
        let path = support::root().join("tests/fixtures/protocols").join(name);
        std::fs::read_to_string(path).expect("a fixture")
    };
    let day = read("small.v1.toml").replacen("id = \"small\"", "id = \"two-days\"", 1);
    let file = door.home.path().join("two-days.toml");
    std::fs::write(&file, format!("{day}\n{}", read("two-days.course.toml"))).expect("written");
    file.display().to_string()
}

fn phases(view: &Value) -> Vec<String> {
    let phases = view["now"]["phases"].as_array().expect("phases").iter();
    phases
        .map(|phase| {
            let said = |key: &str| phase[key].as_str().expect("text");
            format!("{} {}", said("id"), said("state"))
        })
        .collect()
}

/// A dosing day from the first act to the last, which the side door records.
fn dosing_day(door: &mut Door, day: &str) {
    let at = |door: &mut Door, clock: &str| door.time(day, clock);
    let says = |door: &Door, words: &str| {
        let said = door.words(&[], &["session", "record", words]);
        assert_eq!(said.code, 0, "{words}\n{}\n{}", said.out, said.err);
    };
    let both = |door: &Door, words: &str| {
        let call = ["--second", "AK", "--second-pin-fd", "3"];
        let call = [&["session", "record"][..], &call, &[words]].concat();
        let said = door.words(&[(3, world::PIN_AK)], &call);
        assert_eq!(said.code, 0, "{words}\n{}\n{}", said.out, said.err);
    };
    at(door, "09:00");
    let start = "session start --client KELP-014 --protocol two-days --people MS,AK";
    assert_eq!(door.call(start).code, 0);
    at(door, "09:10");
    says(door, "read 122/78 70 36.6");
    both(door, "truetime 0s \"clock\" with AK");
    says(door, "gate dose1 consent yes");
    says(door, "gate dose1 drug-test \"as agreed\"");
    says(door, "gate dose1 keeper keeper AK");
    at(door, "09:15");
    both(door, "dose 80 mg with AK");
    at(door, "17:00");
    says(door, "close transferred \"to the night staff\"");
}

#[test]
fn another_indication_with_two_dosing_days_is_only_another_file() {
    let mut door = Door::with_vault();
    door.day("2026-02-01");
    let file = written(&door);
    let taken = door.words(&[], &["protocol", "import", &file]).json(0);
    assert_eq!(taken["name"], "two-days v1");
    assert_eq!(door.call("client add KELP-014").code, 0);
    let opened = door.call("course open KELP-014 two-days").json(0);
    let begun: Vec<String> = phases(&opened);
    assert_eq!(begun.len(), 6, "{begun:?}");
    assert!(begun[0].starts_with("intake "), "{begun:?}");

    // Intake: a finding with the file's own shelf life, a consent, a decision, the measures that this file names.
    let did = |door: &Door, words: &str| {
        let said = door.call(words);
        assert_eq!(said.code, 0, "{words}\n{}\n{}", said.out, said.err);
    };
    did(&door, "visit start KELP-014 meeting --present MS,AK");
    let heart = [(3, "sinus rhythm")];
    let found = "visit record KELP-014 heart --value-fd 3 --source letter";
    assert_eq!(door.with(&heart, found).code, 0);
    did(&door, "consent give KELP-014 treatment");
    did(&door, "course decide KELP-014 --reason agreed");
    let madrs = |door: &Door, total: u8| {
        let words =
            format!("measure record madrs --client KELP-014 --answers {total} --mode entered");
        did(door, &words);
    };
    madrs(&door, 31);
    did(
        &door,
        "measure record phq-9 --client KELP-014 --answers 2,2,2,2,2,2,2,1,0 --mode client",
    );
    did(&door, "visit close KELP-014 meeting --minutes 60");

    // The first day waits for the circle, and for a finding that has lapsed by then.
    door.day("2026-02-12");
    let early = "session start --client KELP-014 --protocol two-days --people MS,AK";
    assert_eq!(door.call(early).failure(3), "course_gate_open");
    did(&door, "visit start KELP-014 circle-1 --present MS,AK");
    did(&door, "visit record KELP-014 wish rest --visit circle-1");
    did(&door, "visit close KELP-014 circle-1 --minutes 120");
    door.day("2026-02-13");
    let lapsed = door.call(early);
    assert_eq!(lapsed.failure(3), "course_gate_open");
    assert!(lapsed.err.contains("Heart"), "{}", lapsed.err);
    assert_eq!(door.with(&heart, found).code, 0);

    dosing_day(&mut door, "2026-02-13");
    let shown = door.call("course show KELP-014").json(0);
    assert!(
        phases(&shown).contains(&"day-one done".to_owned()),
        "{:?}",
        phases(&shown)
    );

    // Its own calls, with its own question and what it flags.
    door.day("2026-02-15");
    let due = door.call("contact due").json(0);
    assert_eq!(due["lines"].as_array().map(Vec::len), Some(1), "{due}");
    let called = door
        .call("contact record KELP-014 first-day 2 company=no")
        .json(0);
    let call = called["now"]["contacts"][0].clone();
    let told = (&call["state"], &call["flags"][0]);
    assert_eq!(told, (&"made".into(), &"company".into()), "{call}");

    door.day("2026-02-17");
    did(&door, "visit start KELP-014 circle-2 --present MS,AK");
    did(&door, "visit record KELP-014 company 3 --visit circle-2");
    madrs(&door, 22);
    did(&door, "visit close KELP-014 circle-2 --minutes 110");
    dosing_day(&mut door, "2026-03-01");
    door.day("2026-05-25");
    did(&door, "visit start KELP-014 month-3 --present MS");
    did(&door, "visit record KELP-014 company 5 --visit month-3");
    madrs(&door, 9);
    did(
        &door,
        "measure record who-5 --client KELP-014 --answers 3,3,3,2,2 --mode client",
    );
    did(&door, "visit close KELP-014 month-3 --minutes 50");

    // The chart follows this file's primary measure; a number of a visit is a line of its own.
    let shown = door.call("course show KELP-014").json(0);
    let outcomes = shown["outcomes"].as_array().expect("outcomes").iter();
    let ranks: Vec<_> = outcomes
        .map(|one| {
            let said = |key: &str| one[key].as_str().expect("text");
            format!("{} {}", said("short"), said("rank"))
        })
        .collect();
    assert_eq!(
        ranks,
        ["MADRS primary", "PHQ-9 secondary", "WHO-5 secondary"]
    );
    let text = door.said("course show KELP-014");
    assert!(text.contains("Evenings in company, past week"), "{text}");
    assert!(
        phases(&shown).iter().all(|phase| phase.ends_with(" done")),
        "{:?}",
        phases(&shown)
    );
    assert_eq!(door.call("vault verify").code, 0);
}
