//! Measures at the side door: list, show, lint, score, import, record; the course they stand in.

use crate::door::Door;
use std::fs;

const ALL_TWOS: &str = "2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2";

#[test]
fn measures_without_a_vault() {
    let mut door = Door::empty();
    door.no_vault();
    let list = door.call("measure list").json(0);
    let names: Vec<&str> = list
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|line| line["name"].as_str())
        .collect();
    assert!(
        names.contains(&"pcl-5 v1") && names.contains(&"caps-5 v1"),
        "{names:?}"
    );

    let scored = door
        .call(&format!("measure score pcl-5 --answers {ALL_TWOS}"))
        .json(0);
    assert_eq!(scored["scores"][0]["value"], 40);
    assert_eq!(scored["findings"][0]["holds"], true);
    let out_of_range = door.call("measure score phq-9 --answers 4");
    assert_eq!(out_of_range.failure(3), "bad_answers");
    assert_eq!(
        door.call("measure score nothing --answers 1").failure(3),
        "unknown"
    );
    let stops = door
        .call("measure score phq-9 --answers 0,0,0,0,0,0,0,0,2")
        .json(0);
    assert_eq!(stops["stops"][0], "9");
    let sheet = door.call("measure show itq").json(0);
    assert!(
        sheet["attribution"]
            .as_str()
            .is_some_and(|text| text.contains("Cloitre"))
    );

    // A file: linted, scored, refused where its example does not come out.
    let text =
        fs::read_to_string(support::root().join("assets/measures/suds/v1.toml")).expect("shipped");
    let file = door.home.path().join("own.toml");
    let path = file.to_str().expect("UTF-8").to_owned();
    fs::write(&file, text.replace("id = \"suds\"", "id = \"own\"")).expect("written");
    assert_eq!(door.words(&[], &["measure", "lint", &path]).code, 0);
    let scored = door
        .words(&[], &["measure", "score", &path, "--answers", "7"])
        .json(0);
    assert_eq!(scored["measure"], "own v1");
    fs::write(&file, text.replace("is = 4", "is = 5")).expect("written");
    let lint = door.words(&[], &["measure", "lint", &path]).json(3);
    assert!(
        lint["complaints"]
            .as_array()
            .is_some_and(|all| !all.is_empty())
    );
}

#[test]
fn a_measure_is_kept_in_the_course_and_can_be_struck() {
    let mut door = Door::with_vault();
    door.minute(0);
    assert_eq!(door.call("client add KELP-014").code, 0);
    let record = |door: &Door, answers: &str, on: &str, key: &str| {
        let words = format!(
            "measure record pcl-5 --client KELP-014 --answers-fd 3 --mode client --occasion baseline --on {on} --key {key}"
        );
        door.with(&[(3, answers)], &words)
    };
    let key = "11".repeat(16);
    let kept = record(&door, ALL_TWOS, "2026-02-01", &key).json(0);
    assert_eq!(kept["taken"][0]["scores"][0]["value"], 40);
    assert_eq!(kept["taken"][0]["by"], "MS");
    // The same request again adds nothing.
    let again = record(&door, ALL_TWOS, "2026-02-01", &key).json(0);
    assert_eq!(again["taken"].as_array().map(Vec::len), Some(1));
    let ones = ALL_TWOS.replace('2', "1");
    let second = record(&door, &ones, "2026-03-01", &"22".repeat(16)).json(0);
    assert_eq!(second["taken"][1]["scores"][0]["first"], 40);
    let future = record(&door, &ones, "2026-03-03", &"33".repeat(16));
    assert_eq!(future.failure(3), "in_future");
    let impossible = record(&door, &ones, "2026-02-30", &"44".repeat(16));
    assert_eq!(impossible.failure(2), "bad_input");
    let interview =
        "measure record caps-5 --client KELP-014 --answers 44,11,6,15,12,1 --mode client";
    assert_eq!(door.call(interview).failure(3), "course_refused");

    let strike = [
        "course",
        "strike",
        "KELP-014",
        "1",
        "--reason",
        "another client's form",
    ];
    let course = door.words(&[], &strike).json(0);
    assert_eq!(course["taken"].as_array().map(Vec::len), Some(1));
    assert_eq!(course["struck"][0]["struck"], "another client's form");
    assert_eq!(door.words(&[], &strike).failure(3), "course_refused");
    let shown = door.call("course show KELP-014").json(0);
    assert_eq!(shown, course);
    assert_eq!(door.call("vault verify").code, 0);

    // An own measure is brought, used and read; another file by the same name is refused.
    let text =
        fs::read_to_string(support::root().join("assets/measures/suds/v1.toml")).expect("shipped");
    let file = door.home.path().join("own.toml");
    let path = file.to_str().expect("UTF-8").to_owned();
    fs::write(&file, text.replace("id = \"suds\"", "id = \"own\"")).expect("written");
    assert_eq!(
        door.words(&[], &["measure", "import", &path]).json(0)["name"],
        "own v1"
    );
    fs::write(
        &file,
        text.replace("id = \"suds\"", "id = \"own\"")
            .replace("right now", "now"),
    )
    .expect("written");
    assert_eq!(
        door.words(&[], &["measure", "import", &path]).failure(3),
        "duplicate"
    );
    assert_eq!(
        door.call("measure record own --client KELP-014 --answers 3")
            .code,
        0
    );
}

/// A blinded rater has a room of their own at this door too, and no other verb.
#[test]
fn a_rater_records_and_strikes_what_is_theirs() {
    let mut door = Door::with_vault();
    door.minute(0);
    let added = door.words(
        &[(3, "6180")],
        &[
            "person",
            "add",
            "--initials",
            "RB",
            "--roles",
            "blinded_rater",
            "--new-pin-fd",
            "3",
            "--name",
            "Runa Berg",
        ],
    );
    assert_eq!(added.json(0)["initials"], "RB");
    for words in [
        "client add KELP-014",
        "client add KELP-015",
        "course open KELP-014 three-point --on 2026-02-01",
    ] {
        assert_eq!(door.call(words).code, 0, "{words}");
    }
    let rater = |words: &str| door.with(&[(3, "6180")], &format!("--as RB --pin-fd 3 {words}"));
    assert_eq!(door.call("rater show").failure(3), "not_allowed");
    for words in [
        "client list",
        "course show KELP-014",
        "cohort",
        "audit verify",
        "measure record phq-9 --client KELP-014 --answers 1",
    ] {
        assert_eq!(rater(words).failure(3), "blind", "{words}");
    }
    let shown = rater("rater show").json(0);
    assert_eq!(shown["clients"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        shown["clients"][0]["measures"][0]["line"]["short"],
        "CAPS-5"
    );
    let kept = rater("rater record caps-5 --client KELP-014 --answers 44,11,6,15,12,1").json(0);
    let entry = &kept["clients"][0]["today"][0];
    assert_eq!(entry["scores"][0]["value"], 44);
    let foreign = rater("rater record phq-9 --client KELP-014 --answers 1,1,1,1,1,1,1,1,0");
    assert_eq!(foreign.failure(3), "blind");
    assert_eq!(
        door.call("course show KELP-014").json(0)["taken"][0]["by"],
        "RB"
    );
    let strike = format!(
        "rater strike {} --client KELP-014 --reason slip",
        entry["seq"]
    );
    let struck = rater(&strike).json(0);
    assert_eq!(
        struck["clients"][0]["today"].as_array().map(Vec::len),
        Some(0)
    );
    assert_eq!(door.call("vault verify").code, 0);
}

/// The chart of a course opens with what its protocol puts first; what has no score to draw comes last, whenever it was taken.
#[test]
fn the_course_follows_the_measures_of_its_protocol() {
    let mut door = Door::with_vault();
    door.minute(0);
    assert_eq!(door.call("client add KELP-014").code, 0);
    let record = |measure: &str, answers: &str, mode: &str, on: &str| {
        let words = format!(
            "measure record {measure} --client KELP-014 --answers {answers} --mode {mode} --on {on}"
        );
        assert_eq!(door.call(&words).code, 0, "{words}");
    };
    record("suds", "4", "client", "2026-01-30");
    record("phq-9", "1,1,1,1,1,1,1,1,0", "client", "2026-02-01");
    record("pcl-5", ALL_TWOS, "client", "2026-02-01");
    let order = |door: &Door| -> Vec<(String, String)> {
        let shown = door.call("course show KELP-014").json(0);
        let all = shown["outcomes"].as_array().expect("outcomes").iter();
        let text = |one: &serde_json::Value| one.as_str().expect("text").to_owned();
        all.map(|one| (text(&one["short"]), text(&one["rank"])))
            .collect()
    };
    let words = |short: &str, rank: &str| (short.to_owned(), rank.to_owned());
    // No course is open: as they were taken.
    assert_eq!(
        order(&door),
        [
            words("SUDS", "other"),
            words("PHQ-9", "other"),
            words("PCL-5", "other")
        ]
    );
    let open = "course open KELP-014 three-point --on 2026-01-30";
    assert_eq!(door.call(open).code, 0);
    record("lec-5", "1", "client", "2026-01-31");
    assert_eq!(
        order(&door),
        [
            words("PCL-5", "secondary"),
            words("PHQ-9", "secondary"),
            words("SUDS", "other"),
            words("LEC-5", "other")
        ]
    );
    record("caps-5", "44,11,6,15,12,1", "entered", "2026-02-20");
    assert_eq!(order(&door)[0], words("CAPS-5", "primary"));
    let shown = door.call("course show KELP-014").json(0);
    assert_eq!(shown["outcomes"][0]["score"], "total");
    assert_eq!(shown["outcomes"][4]["drawn"], false);
    let text = door.said("course show KELP-014");
    assert!(
        text.contains("CAPS-5 (primary): 2026-02-20 44"),
        "one line of figures: {text}"
    );

    // Bands with both ends, their population and their source.
    let sheet = door.call("measure show phq-9").json(0);
    let band = &sheet["scores"][0]["bands"][1];
    assert_eq!((&band["from"], &band["to"]), (&5.into(), &9.into()));
    assert_eq!(sheet["scores"][0]["bands"][4]["to"], 27);
    assert!(
        band["population"]
            .as_str()
            .is_some_and(|of| of.contains("primary care"))
    );
    assert!(band["source"].as_str().is_some_and(|text| text.len() > 8));
    assert!(
        door.said("measure show phq-9")
            .contains("5 to 9: mild (primary care")
    );
}
