//! A client's whole file out of the vault: told first, both files or none, everything in it but the words of process notes.

use crate::door::Door;
use serde_json::Value;
use std::fs;
use std::path::Path;
use support::world;

const NAME: &str = "Signe Sommerfugl";
const THOUGHT: &str = "we hurried the tapir";
const TALK: &str = "counter transference of the okapi";

/// Everything of the two files.
fn files(folder: &Path, name: &str) -> (String, Value) {
    let text = |ending: &str| {
        let path = folder.join(name).with_extension(ending);
        fs::read_to_string(path).expect("a file")
    };
    let json = serde_json::from_str(&text("json")).expect("JSON");
    (text("md"), json)
}

fn names(folder: &Path) -> Vec<String> {
    let all = fs::read_dir(folder).expect("a folder");
    let mut all: Vec<String> = all
        .map(|one| {
            one.expect("an entry")
                .file_name()
                .into_string()
                .expect("UTF-8")
        })
        .collect();
    all.sort();
    all
}

fn events<'a>(json: &'a Value, event: &str) -> Vec<&'a Value> {
    let all = json["entries"].as_array().expect("entries").iter();
    all.map(|row| &row["event"])
        .filter(|one| one["event"] == event)
        .collect()
}

/// A client with something of every kind in the course.
fn course(door: &Door) {
    assert_eq!(
        door.with(&[(3, NAME)], "client add KELP-014 --name-fd 3")
            .code,
        0
    );
    for call in [
        "course open KELP-014 three-point --on 2026-02-01",
        "visit start KELP-014 first-call --form phone --present MS,AK --on 2026-02-02",
        "visit record KELP-014 call-heard --visit first-call --on 2026-02-02",
        "visit close KELP-014 first-call --minutes 25 --on 2026-02-02",
        "visit rate KELP-014 first-call 8 7 --mode asked --on 2026-02-02",
        "visit record KELP-014 labs normal --source letter --on 2026-02-10",
        "consent give KELP-014 treatment",
        "consent withdraw KELP-014 treatment",
        "medicine record KELP-014 sertraline --medicine sertraline --stop 2026-02-20",
        "measure record phq-9 --client KELP-014 --answers 1,2,1,1,1,1,1,1,0 --mode client --on 2026-02-03",
        "measure record suds --client KELP-014 --answers 4 --mode asked",
        "course strike KELP-014 6 --reason mistyped",
    ] {
        let said = door.call(call);
        assert_eq!(said.code, 0, "{call}: {}", said.err);
    }
    for act in [
        r#"{"act":"take_predictor","predictor":"sodium","value":"139","method":"venous blood"}"#,
        r#"{"act":"note_adverse","term":"fall","onset":"2026-03-01","grade":3,"serious":["hospitalisation"],"words":"on the <b>stairs</b>","visit":null}"#,
        r#"{"act":"keep_coping","words":"walks at night"}"#,
        &format!(r#"{{"act":"reflect","visit":"first-call","words":"{THOUGHT}"}}"#),
        r#"{"act":"amend","seq":4,"words":"8 and 8","reason":"misheard"}"#,
    ] {
        let said = door.with(&[(3, act)], "course act KELP-014 --act-fd 3");
        assert_eq!(said.code, 0, "{act}: {}", said.err);
    }
}

#[test]
fn a_whole_file_leaves_when_it_is_meant_and_stands_in_the_chain() {
    let mut door = Door::with_vault();
    door.minute(0);
    course(&door);
    let stick = door.home.path().join("stick");
    fs::create_dir(&stick).expect("a folder");
    let out = stick.join("kelp.md");
    let export = format!("client export KELP-014 {}", out.display());

    // Told first, in words, with the place; nothing is written by that.
    let told = door.call(&export);
    assert_eq!(told.code, 2);
    for words in [
        "not encrypted",
        &out.display().to_string(),
        "kelp.json",
        "--yes",
    ] {
        assert!(told.err.contains(words), "{words}: {}", told.err);
    }
    assert!(names(&stick).is_empty());

    let meant = format!("{export} --yes");
    assert_eq!(
        door.call(&meant).json(0)["path"],
        out.to_str().expect("UTF-8")
    );
    assert_eq!(names(&stick), ["kelp.json", "kelp.md"]);
    let (text, json) = files(&stick, "kelp");
    assert_eq!(json["v"], 1);
    assert_eq!(json["training"], true);
    assert_eq!(json["details"]["name"], NAME);

    // A predictor: value, unit and method, in both.
    let sodium = events(&json, "predictor_taken")[0];
    assert_eq!(
        [
            &sodium["predictor"],
            &sodium["value"],
            &sodium["unit"],
            &sodium["method"]
        ],
        ["sodium", "139", "mmol/l", "venous blood"]
    );
    // A measure: raw answers, scores, mode, version of the file and of the scorer.
    let taken = events(&json, "measure_taken");
    let phq = taken
        .iter()
        .find(|one| one["measure"] == "phq-9 v1")
        .expect("PHQ-9");
    assert_eq!(
        (&phq["mode"], &phq["answers"]["2"]),
        (&"client".into(), &2.into())
    );
    assert!(
        phq["scorer"].is_u64() && phq["scores"][0]["value"] == 9,
        "{phq}"
    );
    let digest = phq["digest"].as_str().expect("a digest");
    assert_eq!(json["measures"][digest]["short"], "PHQ-9");
    for words in [
        NAME,
        "## Predictors",
        "Sodium in blood; 139; unit mmol/l; method venous blood",
        "PHQ-9, 2026-02-03",
        "answered by the client, scorer 1",
        "9",
        "## Medicines",
        "earliest 20",
        "letter",
        "consent withdrawn",
        "25 min",
        "safe 8, understood 7",
        "grade 3; hospitalisation",
        "on the \\<b\\>stairs\\</b\\>",
        "walks at night",
        "struck",
        "amended: 8 and 8 (misheard)",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    // The pair's looking back stands there without its words.
    assert_eq!(json["process_notes"], 1);
    for whole in [&text, &json.to_string()] {
        assert!(!whole.contains(THOUGHT), "{whole}");
    }
    assert_eq!(events(&json, "reflected").len(), 1);
    assert_eq!(json["visits"]["first-call"], "First call");
    assert!(text.contains("### First call"), "{text}");
    // Every row is in the Markdown, by its number.
    let rows = json["entries"].as_array().expect("entries").len();
    for seq in 0..rows {
        assert!(
            text.contains(&format!("(entry {seq}, ")),
            "entry {seq}: {text}"
        );
    }

    // Never over a file, be it one of the two; nothing is left beside it.
    assert_eq!(door.call(&meant).failure(3), "duplicate");
    fs::remove_file(&out).expect("removed");
    assert_eq!(door.call(&meant).failure(3), "duplicate");
    assert_eq!(names(&stick), ["kelp.json"]);
    // The same record gives the same bytes, on another day too.
    door.day("2026-03-09");
    let again = stick.join("again.md");
    let again = format!("client export KELP-014 {} --yes", again.display());
    assert_eq!(door.call(&again).code, 0);
    assert_eq!(files(&stick, "again"), (text, json));
    // Not among the vault's own files, and not where there is nothing.
    let inside = format!(
        "client export KELP-014 {}/kelp.md --yes",
        door.folder().display()
    );
    assert_eq!(door.call(&inside).failure(2), "bad_input");
    assert_eq!(
        door.call("client export KELP-014 /nowhere/kelp.md --yes")
            .failure(2),
        "bad_input"
    );

    let access = door.call("audit access").json(0);
    let access = access.as_array().expect("entries").iter();
    let left: Vec<&Value> = access
        .filter(|one| one["action"] == "client_exported")
        .collect();
    assert_eq!(left.len(), 2, "what did not come about leaves no entry");
    assert_eq!(door.call("vault verify").code, 0);
}

#[test]
fn a_session_goes_along_without_what_was_thought() {
    let mut door = Door::with_vault();
    door.minute(0);
    assert_eq!(door.call("client add KELP-015").code, 0);
    let start = "session start --client KELP-015 --protocol worked-example --number 1";
    assert_eq!(door.call(start).code, 0);
    for words in [
        "in MS".to_owned(),
        format!("note \"{TALK}\" thought"),
        "note \"eyes closed\"".to_owned(),
        "close transferred \"moved\"".to_owned(),
    ] {
        let said = door.words(&[], &["session", "record", &words]);
        assert_eq!(said.code, 0, "{words}: {}", said.err);
    }
    let stick = door.home.path().join("stick");
    fs::create_dir(&stick).expect("a folder");
    let out = format!("client export KELP-015 {}/kelp.md --yes", stick.display());
    assert_eq!(door.call(&out).code, 0);
    let (text, json) = files(&stick, "kelp");
    for words in ["## KELP-015 · dosing session 1", "### Log", "eyes closed"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let session = &json["sessions"][0];
    assert_eq!(
        (&session["number"], &session["running"]),
        (&1.into(), &false.into())
    );
    assert!(session["log"].to_string().contains("eyes closed"));
    assert!(!text.contains(TALK) && !json.to_string().contains(TALK));
}

#[test]
fn whoever_treats_may_carry_a_whole_file_out_and_nobody_else() {
    let door = Door::with_vault();
    assert_eq!(door.call("client add KELP-014").code, 0);
    for (initials, role, pin, may) in [
        ("DL", "prescriber", "5071", true),
        ("NA", "night_attendant", "6174", false),
        ("SU", "supervisor", "3906", false),
        ("MM", "medical_monitor", "2847", false),
        ("VK", "vault_keeper", "9264", false),
    ] {
        let add =
            format!("person add --initials {initials} --roles {role} --new-pin-fd 3 --name {role}");
        assert_eq!(door.with(&[(3, pin)], &add).code, 0);
        let out = door.home.path().join(format!("{initials}.md"));
        let export = format!(
            "--as {initials} --pin-fd 3 client export KELP-014 {} --yes",
            out.display()
        );
        let said = door.with(&[(3, pin)], &export);
        if may {
            assert_eq!(said.code, 0, "{initials}: {}", said.err);
        } else {
            assert_eq!(said.failure(3), "not_allowed", "{initials}");
        }
        assert_eq!(out.is_file(), may, "{initials}");
    }
    let out = door.home.path().join("AK.md");
    let export = format!(
        "--as AK --pin-fd 3 client export KELP-014 {} --yes",
        out.display()
    );
    assert_eq!(door.with(&[(3, world::PIN_AK)], &export).code, 0);
}
