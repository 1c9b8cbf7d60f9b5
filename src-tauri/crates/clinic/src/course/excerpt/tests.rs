//! What belongs to a part, what needs eyes in it, and that no words are left where words are left out.

use super::*;
use crate::course::event::{AdverseNoted, Answered, Seriousness, Value, VisitBegun};
use crate::id::{BootId, PersonId};
use crate::protocol::course::{Form, VisitKind};
use crate::review::redact;
use crate::time::Stamp;

const LINES: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../tests/fixtures/course_v1.jsonl"
));
const MONDAY: &str = "2026-03-02";

fn row(seq: u64, event: Event) -> Recorded {
    Recorded {
        seq,
        entered: Stamp {
            wall_ms: 1_772_438_400_000,
            zone_minutes: 60,
            uptime_ms: 5,
            boot: BootId([1; 16]),
        },
        by: PersonId([2; 16]),
        on: MONDAY.parse().expect("a day"),
        event,
    }
}

fn begun(visit: &str) -> Event {
    Event::VisitBegun(VisitBegun {
        visit: visit.to_owned(),
        kind: VisitKind::Preparation,
        title: String::new(),
        form: Form::InPerson,
        present: Vec::new(),
        others: "a sister".to_owned(),
    })
}

fn closed(visit: &str) -> Event {
    Event::VisitClosed {
        visit: visit.to_owned(),
        minutes: 50,
        note: "went well".to_owned(),
    }
}

fn course() -> Vec<Recorded> {
    let events = vec![
        begun("preparation-1"),
        Event::Answered(Answered {
            item: "goals".to_owned(),
            value: Value::Text {
                words: "to sleep".to_owned(),
            },
            source: String::new(),
            note: String::new(),
            visit: Some("preparation-1".to_owned()),
            valid_until: None,
        }),
        begun("preparation-2"),
        closed("preparation-1"),
        Event::Reflected {
            visit: "preparation-1".to_owned(),
            words: "we hurried".to_owned(),
        },
        Event::Amended {
            session: None,
            seq: 4,
            words: "we hurried a little".to_owned(),
            reason: "too hard".to_owned(),
        },
        Event::AdverseNoted(AdverseNoted {
            term: "headache".to_owned(),
            onset: MONDAY.parse().expect("a day"),
            grade: 1,
            serious: vec![Seriousness::Important],
            words: "since noon".to_owned(),
            visit: Some("preparation-1".to_owned()),
        }),
        Event::ContactNotReached {
            after: "dosing-1".to_owned(),
            day: 1,
            note: "no answer".to_owned(),
        },
        closed("preparation-2"),
    ];
    (0..)
        .zip(events)
        .map(|(seq, event)| row(seq, event))
        .collect()
}

fn told(part: &str, signed: Signed) -> PieceTold {
    PieceTold {
        part: part.to_owned(),
        title: "A part".to_owned(),
        on: MONDAY.parse().expect("a day"),
        signed,
        locked: false,
        outside: 0,
        owed: Vec::new(),
    }
}

fn only(part: &str) -> Vec<Recorded> {
    let of = rows_of(&course(), &part.parse().expect("a part"));
    let rows = course().into_iter();
    rows.filter(|row| of.contains(&row.seq)).collect()
}

fn keys(rows: Vec<Recorded>, told: Vec<PieceTold>) -> Vec<String> {
    let excerpt = Excerpt::of(rows, told).expect("parts");
    excerpt.eyes().into_iter().map(|eye| eye.key).collect()
}

#[test]
fn a_part_is_every_row_that_speaks_of_it_and_what_struck_or_amended_one() {
    let of = |part: &str| -> Vec<u64> { only(part).iter().map(|row| row.seq).collect() };
    assert_eq!(of("preparation-1"), [0, 1, 3, 4, 5]);
    assert_eq!(of("preparation-2"), [2, 8]);
    assert_eq!(of("adverse/6"), [6]);
    assert_eq!(of("call/dosing-1/1"), [7]);
    assert_eq!(of("gate/to-dosing"), Vec::<u64>::new());
    for wrong in [
        "",
        "adverse/",
        "adverse/x",
        "adverse/06",
        "call/a",
        "gate/a/b",
    ] {
        assert_eq!(wrong.parse::<Piece>(), Err(NoPiece), "{wrong}");
    }
}

#[test]
fn rows_that_belong_to_no_part_make_no_excerpt() {
    let visit = || vec![told("preparation-1", Signed::Holds)];
    assert!(
        Excerpt::of(only("preparation-1"), visit()).is_some(),
        "control"
    );
    assert_eq!(Excerpt::of(course(), visit()), None, "more rows than parts");
    assert_eq!(
        Excerpt::of(Vec::new(), visit()),
        None,
        "a part without rows"
    );
    let mut turned = only("preparation-1");
    turned.swap(0, 1);
    assert_eq!(Excerpt::of(turned, visit()), None, "out of order");
    let twice = [visit(), visit()].concat();
    assert_eq!(Excerpt::of(only("preparation-1"), twice), None);
    assert_eq!(Excerpt::of(Vec::new(), Vec::new()), None, "nothing");
}

#[test]
fn what_needs_eyes_is_named_with_its_row() {
    let visit = only("preparation-1");
    let signed = vec![told("preparation-1", Signed::Holds)];
    assert_eq!(keys(visit.clone(), signed), ["amended/5"]);
    let unsigned = vec![told("preparation-1", Signed::NotYet)];
    assert_eq!(
        keys(visit, unsigned),
        ["signature/preparation-1", "amended/5"]
    );
    let mut event = told("adverse/6", Signed::Holds);
    event.owed = vec!["Sponsor".to_owned()];
    assert_eq!(
        keys(only("adverse/6"), vec![event]),
        ["report_owed/0/adverse/6", "serious/6"]
    );
    let call = vec![told("call/dosing-1/1", Signed::Never)];
    assert_eq!(
        keys(only("call/dosing-1/1"), call.clone()),
        ["not_reached/call/dosing-1/1"]
    );
    // Entered two days after it happened.
    let mut late = only("call/dosing-1/1");
    late[0].on = "2026-02-28".parse().expect("a day");
    assert_eq!(
        keys(late, call),
        ["not_reached/call/dosing-1/1", "entered_late/7"]
    );
}

#[test]
fn process_notes_go_without_their_words_and_what_amends_them() {
    let mut rows = only("preparation-1");
    assert_eq!(redact::course::without_process_notes(&mut rows, None), 1);
    let text = serde_json::to_string(&rows).expect("JSON");
    assert!(
        !text.contains("hurried") && !text.contains("too hard"),
        "{text}"
    );
    assert!(text.contains("to sleep"), "the client's words go");
    // Its author's own words may stay, nobody else's; words about it only where the same person wrote them.
    let left = |but: PersonId| {
        let mut rows = only("preparation-1");
        redact::course::without_process_notes(&mut rows, Some(but));
        serde_json::to_string(&rows).expect("JSON")
    };
    let note = only("preparation-1");
    let note = note.iter().find(|row| redact::course::is_process_note(row));
    let author = note.expect("a note").by;
    assert!(left(author).contains("hurried"));
    assert!(!left(PersonId([9; 16])).contains("hurried"));
}

#[test]
fn without_words_no_typed_word_of_any_event_is_left() {
    let rows = LINES.lines().map(|line| {
        let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let row = value.get("row").cloned().unwrap_or(value);
        serde_json::from_value::<Recorded>(row).expect("a row")
    });
    let mut tried = 0;
    for row in rows {
        let before = serde_json::to_value(&row).expect("JSON");
        let after = serde_json::to_value(redact::course::without_words(row)).expect("JSON");
        let mut left = Vec::new();
        spaced(&after["event"], &mut left);
        // Names and versions of files, in events that hold nothing typed.
        left.retain(|text| !text.contains(" v"));
        assert_eq!(left, Vec::<String>::new(), "{after}");
        let mut had = Vec::new();
        spaced(&before["event"], &mut had);
        tried += had.len();
    }
    assert!(tried > 10, "{tried} words were there before");
}

/// Texts with a blank in them: what a person types, and no name of a file or a field.
fn spaced(value: &serde_json::Value, into: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) if text.contains(' ') => into.push(text.clone()),
        serde_json::Value::Array(all) => all.iter().for_each(|one| spaced(one, into)),
        serde_json::Value::Object(all) => all.values().for_each(|one| spaced(one, into)),
        _ => {}
    }
}
