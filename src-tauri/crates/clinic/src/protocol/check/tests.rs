//! Shipped files, a file of mistakes, one mistake of each kind, and files with broken bytes.

use super::*;
use crate::file::LARGEST_BYTES;
use crate::people::Role;
use crate::protocol::Status;
use proptest::prelude::*;
use std::collections::BTreeSet;

pub(in crate::protocol) const SHIPPED: [&str; 3] =
    ["three-point", "dense-phase-2", "worked-example"];

fn read_text(path: &str) -> String {
    let path = format!("{}/../../../{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn shipped_text(slug: &str) -> String {
    let version = if slug == "worked-example" { 4 } else { 3 };
    read_text(&format!("assets/protocols/{slug}/v{version}.toml"))
}

pub(in crate::protocol) fn shipped(slug: &str) -> Protocol {
    check(&shipped_text(slug)).unwrap_or_else(|complaints| panic!("{slug}: {complaints:#?}"))
}

/// A shipped protocol with one piece of its text changed.
pub(in crate::protocol) fn edited(slug: &str, from: &str, to: &str) -> Protocol {
    check(&replaced(&shipped_text(slug), from, to))
        .unwrap_or_else(|complaints| panic!("{complaints:#?}"))
}

fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "the file does not hold {from:?}");
    text.replacen(from, to, 1)
}

fn listed(complaints: &[Complaint]) -> String {
    let line = |complaint: &Complaint| {
        format!(
            "{:>4} {:?} {}: {complaint}\n",
            complaint.line,
            complaint.severity(),
            complaint.code.name()
        )
    };
    complaints.iter().map(line).collect()
}

#[test]
fn every_shipped_protocol_is_sound_and_for_training_only() {
    for slug in SHIPPED {
        let text = shipped_text(slug);
        let protocol = shipped(slug);
        assert_eq!(protocol.id, slug);
        assert_eq!(protocol.status, Status::Training);
        assert!(protocol.effects.len() >= 9, "{slug}");
        assert!(text.contains("TRAINING ONLY"), "{slug}");
        for retracted in ["Feduccia", "Jerome", "Mithoefer"] {
            assert!(!text.contains(retracted), "{slug} cites a retracted paper");
        }
        for contact in &protocol.help.contacts {
            let invented = contact.phone.starts_with("+47 55 00 00 0") || contact.phone == "112";
            assert!(invented, "{slug}: {}", contact.phone);
        }
    }
}

#[test]
fn shipped_protocols_raise_the_notes_that_they_deserve_and_no_other() {
    for slug in SHIPPED {
        let notes = examine(&shipped_text(slug)).complaints;
        let names: Vec<&str> = notes.iter().map(|note| note.code.name()).collect();
        let expected: &[&str] = if slug == "three-point" {
            &["long-stretch"]
        } else {
            &[]
        };
        assert_eq!(names, expected, "{slug}");
    }
}

#[test]
fn the_worked_example_uses_every_key_of_the_format() {
    let text = shipped_text("worked-example");
    for shape in shape::ALL {
        for key in shape.keys() {
            let used = text.contains(&format!("{key} = "))
                || text.contains(&format!("[{key}]"))
                || text.contains(&format!(".{key}]"))
                || text.contains(&format!("[{key}."));
            assert!(used, "{} {key}", shape.name);
        }
    }
}

#[test]
fn the_numbers_people_cite_stand_where_the_sketches_say() {
    let protocol = shipped("worked-example");
    let limit = protocol
        .limits
        .iter()
        .find(|limit| limit.cite.line == 4)
        .expect("line 4");
    assert_eq!(limit.bound, crate::protocol::Bound::Above(160));
    let recheck = limit.recheck.as_ref().expect("line 4 asks for repeats");
    assert_eq!(
        (recheck.every.whole_minutes(), recheck.until_inside),
        (5, 2)
    );
    assert_eq!((protocol.deferral.cap, protocol.deferral.cite.line), (2, 9));
    let supplemental = protocol
        .doses
        .supplemental
        .expect("the worked example has one");
    assert_eq!(supplemental.dose.cite.line, 12);
    assert_eq!(
        (
            supplemental.opens.whole_minutes(),
            supplemental.closes.whole_minutes()
        ),
        (90, 150)
    );
    let fluids = protocol.fluids.expect("the worked example has a cap");
    assert_eq!((fluids.cap.0, fluids.cite.line), (1200, 31));
}

#[test]
fn the_shipped_courses_follow_the_patterns_that_they_name() {
    use crate::protocol::course::VisitKind;
    let counts = |slug| {
        let plan = shipped(slug).course.expect("laid out");
        let count = |kind| plan.visits_of(kind).count();
        let calls = plan.contacts.as_ref().expect("calls").days.len();
        (
            count(VisitKind::Preparation),
            count(VisitKind::Dosing),
            count(VisitKind::Integration),
            calls,
        )
    };
    assert_eq!(counts("three-point"), (3, 3, 9, 7));
    assert_eq!(counts("dense-phase-2"), (3, 2, 6, 7));
    assert_eq!(counts("worked-example"), (3, 3, 9, 5));
    let plan = shipped("three-point").course.expect("laid out");
    for cycle in 1..=3 {
        let morning = plan.visit(&format!("integration-{cycle}-1"));
        let window = morning.and_then(|visit| visit.window.as_ref());
        let window = window.expect("the next morning has a window");
        assert_eq!((window.from, window.until), (1, 1));
        assert_eq!(window.after, format!("dosing-{cycle}"));
        assert!(
            plan.gates_before(&format!("dosing-{cycle}"))
                .next()
                .is_some()
        );
    }
    let months: Vec<u16> = ["month-2", "month-6", "month-12"]
        .iter()
        .filter_map(|id| plan.visit(id)?.window.as_ref())
        .map(|window| (window.from + window.until) / 2)
        .collect();
    assert_eq!(months, [60, 182, 365]);
}

#[test]
fn measures_that_a_course_names_are_shipped() {
    for slug in SHIPPED {
        let plan = shipped(slug).course.expect("laid out");
        let named = plan.visits.iter().flat_map(|visit| &visit.measures);
        let named = named.chain(plan.gates.iter().flat_map(|gate| &gate.measures));
        let named = named.chain(&plan.outcome.secondary);
        for measure in named {
            read_text(&format!("assets/measures/{measure}/v1.toml"));
        }
        let primary = read_text(&format!("assets/measures/{}/v1.toml", plan.outcome.primary));
        let measure = crate::measure::check(&primary).expect("sound");
        assert!(measure.score_of(&plan.outcome.score).is_some(), "{slug}");
    }
}

#[test]
fn a_plan_beside_an_answer_that_does_not_wait_is_checked_and_may_be_absent() {
    for slug in SHIPPED {
        let plan = shipped(slug).course.expect("laid out");
        let crisis = plan.crisis.as_ref().expect("a plan");
        assert!(crisis.team[0].starts_with("Training text"), "{slug}");
        let own = crisis.safety_plan.as_deref().and_then(|id| plan.item(id));
        assert!(own.is_some_and(|item| item.kind.word() == "agreement"));
    }
    let text = shipped_text("worked-example");
    let other = text.replace("safety_plan = \"safety-plan\"", "safety_plan = \"next\"");
    let complaints = check(&other).expect_err("no agreement");
    assert!(listed(&complaints).contains("unknown-name"));
    let (before, after) = text.split_once("[course.crisis]\n").expect("it has one");
    let (_, after) = after.split_once("\n\n").unwrap_or(("", ""));
    let without = check(&format!("{before}{after}"));
    let without = without.unwrap_or_else(|complaints| panic!("{}", listed(&complaints)));
    assert!(without.course.expect("laid out").crisis.is_none());
}

#[test]
fn a_protocol_without_a_course_is_a_protocol_of_one_day() {
    let text = shipped_text("worked-example");
    let (day, _) = text.split_once("\n[course]\n").expect("it has one");
    let protocol = check(day).unwrap_or_else(|complaints| panic!("{}", listed(&complaints)));
    assert!(protocol.course.is_none());
}

#[test]
fn a_file_of_mistakes_brings_every_complaint_at_once() {
    let complaints = check(&read_text("tests/fixtures/protocols/twenty-mistakes.toml"))
        .expect_err("the file is bad on purpose");
    let found = listed(&complaints);
    let path = "tests/fixtures/protocols/twenty-mistakes.expected";
    if std::env::var_os("HOLDFAST_BLESS").is_some() {
        let full = format!("{}/../../../{path}", env!("CARGO_MANIFEST_DIR"));
        std::fs::write(full, &found).expect("the fixture can be written");
    }
    assert_eq!(read_text(path), found);
    let errors = complaints
        .iter()
        .filter(|complaint| complaint.severity() == Severity::Error);
    let kinds: BTreeSet<&str> = errors.map(|complaint| complaint.code.name()).collect();
    assert!(kinds.len() >= 20, "{kinds:?}");
    assert!(complaints.is_sorted_by_key(|complaint| complaint.line));
}

/// One edit of the worked example for each kind of complaint: what is changed, into what, which complaint comes.
#[rustfmt::skip]
const MISTAKES: &[(&str, &str, &str)] = &[
    ("[protocol]", "[protocol", "syntax"),
    ("Nothing here is advice.", "Nothing \u{202e}here is advice.", "bad-character"),
    ("title = \"Calm\"", "title = \"Ca\\u0007lm\"", "bad-character"),
    ("hysteresis = 5", "histeresis = 5", "unknown-key"),
    ("therapists = 2\n", "", "missing-key"),
    ("channel = \"frame\"", "channel = \"frame\"\ncontact = \"prescriber\"", "key-without-use"),
    ("version = 1\n", "version = \"1\"\n", "wrong-type"),
    ("[protocol]", "[[protocol]]", "wrong-type"),
    ("valence = \"wanted\"", "valence = \"wnated\"", "unknown-word"),
    ("\"prescriber\"]", "\"prescribre\"]", "unknown-role"),
    ("role = \"supervisor\"", "role = \"blinded_rater\"", "role-may-not-answer"),
    ("title = \"Calm\"", "title = \"  \"", "empty-text"),
    ("id = \"calm\"", "id = \"Calm one\"", "bad-id"),
    ("id = \"connection\"", "id = \"calm\"", "duplicate-id"),
    ("[\"blood_pressure\", \"pulse\"]", "[\"pulse\", \"pulse\"]", "repeated-item"),
    ("line = 5\n", "line = 4\n", "duplicate-line"),
    ("source = \"sodium\"", "source = \"sodum\"", "unknown-source"),
    ("[[source]]\nkey", "[[source]]\nkey = \"idle\"\ntext = \"Idle.\"\nconfidence = \"found\"\n\n[[source]]\nkey", "unused-source"),
    ("offered = [\"5 min\", \"10 min\", \"15 min\"]", "offered = []", "empty-list"),
    ("cap = 2", "cap = 200", "out-of-range"),
    ("above = 160", "above = 160.5", "bad-figure"),
    ("amount = \"60 mg\"", "amount = \"60 grams\"", "bad-unit"),
    ("cap = \"1200 ml\"", "cap = \"1200\"", "bad-unit"),
    ("late = \"10 min\"", "late = \"10 mins\"", "bad-unit"),
    ("again_after = \"10 min\"", "again_after = \"630 s\"", "not-whole-minutes"),
    ("at = [\"0:45\"]\n", "", "no-times"),
    ("at = [\"0:30\", \"1:00\"]", "at = [\"1:00\", \"0:30\"]", "not-ascending"),
    ("at = [\"0:30\", \"1:00\"]", "at = [\"0:30\", \"0:30\"]", "repeated-time"),
    ("at = [\"7:00\", \"8:00\"]", "at = [\"6:00\", \"8:00\"]", "repeated-time"),
    ("every = \"15 min\" },", "every = \"20 min\" },", "does-not-divide"),
    ("from = \"3:00\"", "from = \"2:30\"", "repeats-overlap"),
    ("early = \"5 min\"\nlate = \"5 min\"", "early = \"5 min\"\nlate = \"11 min\"", "checks-overlap"),
    ("  { from = \"3:00\", to = \"6:00\", every = \"30 min\" },\n", "", "long-stretch"),
    ("[[plausible]]\nsign = \"distress\"\nfrom = 0\nto = 10\nline = 156\nsource = \"house\"\n", "", "no-plausible"),
    ("from = 60\nto = 260", "from = 260\nto = 60", "range-turned"),
    ("above = 160\n", "above = 160\nbelow = 50\n", "one-bound"),
    ("below = 90", "below = 170", "limits-cross"),
    ("above = 180", "above = 160", "limits-equal"),
    ("above = 180", "above = 280", "limit-outside-plausible"),
    ("above_baseline = 1.5\nhysteresis = 0.2", "above_baseline = 1.5\nhysteresis = 1.6", "hysteresis-too-wide"),
    ("below = 90\nhysteresis = 5", "below = 90\nhysteresis = 71", "hysteresis-too-wide"),
    ("recheck = { every = \"5 min\"", "recheck = { every = \"0 min\"", "recheck-at-once"),
    ("recheck = { every = \"5 min\", late = \"2 min\"", "recheck = { every = \"5 min\", late = \"5 min\"", "recheck-late-too-long"),
    ("contact = \"prescriber\", after_readings = 3", "contact = \"perscriber\", after_readings = 3", "unknown-contact"),
    ("channel = \"contact\"\ncontact = \"prescriber\"", "channel = \"contact\"\ncontact = \"nobody\"", "unknown-contact"),
    ("phone = \"+47 55 00 00 01\"\n", "", "contact-without-phone"),
    ("phone = \"+47 55 00 00 01\"", "phone = \" \"", "contact-without-phone"),
    ("phone = \"+47 55 00 00 01\"", "phone = \"ask at the desk\"", "bad-phone"),
    ("after = \"8 min\"", "after = \"5 min\"", "stages-not-ascending"),
    ("channel = \"tone\"", "channel = \"frame\"", "channel-falls"),
    ("therapists = 2", "therapists = 1", "nobody-to-ask"),
    ("longest = \"15 min\"", "longest = \"12 min\"", "quiet-too-long"),
    ("longest = \"15 min\"", "longest = \"16 min\"", "quiet-over-check"),
    ("again_after = \"10 min\"", "again_after = \"15 min\"", "deferral-over-check"),
    ("closes = \"2:30\"", "closes = \"1:30\"", "window-closed"),
    ("sign = \"pulse\"\nat_most = 110\n", "sign = \"pulse\"\n", "condition-without-figure"),
    ("sign = \"pulse\"\nat_most = 110\n", "at_most = 110\n", "condition-without-figure"),
    ("card = \"chest-pain\"", "card = \"chest-pian\"", "unknown-card"),
    ("phase = \"preparation\"", "phase = \"preparatoin\"", "unknown-name"),
    ("\"intention\", \"inward\"", "\"intentoin\", \"inward\"", "unknown-name"),
    ("blinded = [\"caps-5\", ", "blinded = [\"caps-6\", ", "unknown-name"),
    ("after = \"first-call\"", "after = \"preparation-1\"", "hangs-on-later"),
    ("from = \"0 d\"\nuntil = \"42 d\"", "from = \"43 d\"\nuntil = \"42 d\"", "window-turned"),
    ("from = \"0 d\"\n", "", "window-without-visit"),
    ("from = \"0 d\"", "from = \"a week\"", "bad-unit"),
    ("phase = \"screening\"\ntitle = \"First", "phase = \"preparation\"\ntitle = \"First", "visits-not-in-order"),
    ("id = \"follow-up\"\ntitle = \"Follow-up\"\n", "id = \"follow-up\"\ntitle = \"Follow-up\"\n\n[[course.phase]]\nid = \"after\"\ntitle = \"After\"\n", "empty-phase"),
    ("visits = [\"screening-1\", \"screening-2\"]", "visits = [\"preparation-1\"]", "gate-needs-later"),
    ("[[course.gate]]\n", "[[course.gate]]\nid = \"idle\"\nbefore = \"preparation\"\ntitle = \"Idle\"\nline = 998\nsource = \"house\"\n\n[[course.gate]]\n", "needs-nothing"),
    ("\"call-heard\", ", "", "unused-item"),
    ("days = [1, 2, 3, 5, 7]", "days = [1, 3, 2]", "days-not-rising"),
    ("half_life_to = \"36 h\"", "half_life_to = \"20 h\"", "range-turned"),
    ("kind = \"finding\"\nvalid = \"180 d\"", "kind = \"finding\"\nunit = \"kg\"", "key-without-use"),
    ("kind = \"agreement\"", "kind = \"choice\"", "missing-key"),
    ("flag_at_most = 3\n", "flag_at_most = 11\n", "out-of-range"),
    ("agenda = [\"call-heard\", \"reachable\"]", "agenda = [\"call-heard\", \"reachable\", \"reachable\"]", "repeated-item"),
    ("value = 1\n", "value = 0\n", "values-not-rising"),
    ("value = 2\n", "value = 11\n", "out-of-range"),
    ("id = \"follows-client\"", "id = \"setting\"", "duplicate-id"),
    ("[[review.adherence.item]]\nid = \"setting\"", "[[review.adherence.item]]\nname = \"setting\"", "unknown-key"),
    ("line = 601\n", "line = 600\n", "duplicate-line"),
    ("pair = [\"lead_therapist\", \"co_therapist\"]", "pair = [\"lead_therapist\", \"supervisor\"]", "role-not-in-room"),
    ("pair = [\"lead_therapist\", \"co_therapist\"]", "pair = [\"lead_therapist\", \"therapist\"]", "unknown-role"),
    ("pair = [\"lead_therapist\", \"co_therapist\"]", "pair = [\"lead_therapist\"]", "out-of-range"),
    ("pair = [\"lead_therapist\", \"co_therapist\"]\n", "", "missing-key"),
    ("licensed = 0", "licensed = 3", "out-of-range"),
    ("people = [\"XA\", \"XB\"]", "people = [\"XA\", \"xa\"]", "repeated-item"),
    ("people = [\"XA\", \"XB\"]", "people = [\"XA\"]", "out-of-range"),
    ("why = \"One household\"", "reason = \"One household\"", "unknown-key"),
    ("line = 621\n", "line = 620\n", "duplicate-line"),
    ("status = \"training\"", "status = \"clinical\"", ""),
];

#[test]
fn every_kind_of_mistake_has_its_complaint() {
    let text = shipped_text("worked-example");
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut expect = |text: &str, name: &'static str| {
        let examined = examine(text);
        let names: Vec<&str> = examined
            .complaints
            .iter()
            .map(|complaint| complaint.code.name())
            .collect();
        assert!(
            names.contains(&name),
            "{name} expected, found {}",
            listed(&examined.complaints)
        );
        for complaint in &examined.complaints {
            let sentence = complaint.to_string();
            assert!(
                sentence.ends_with(['.', '?']) && !sentence.contains('\n'),
                "{sentence}"
            );
            assert!(complaint.line >= 1);
        }
        let severe = examined
            .complaints
            .iter()
            .any(|found| found.severity() == Severity::Error);
        assert_eq!(examined.protocol.is_none(), severe, "{name}");
        seen.insert(name);
    };
    for (from, to, name) in MISTAKES {
        let changed = replaced(&text, from, to);
        if name.is_empty() {
            assert!(
                check(&changed).is_ok(),
                "{}",
                listed(&examine(&changed).complaints)
            );
        } else {
            expect(&changed, name);
        }
    }

    // What takes more than one edit.
    let long = "ten words ".repeat(13);
    expect(
        &replaced(&text, "title = \"Calm\"", &format!("title = \"{long}\"")),
        "text-too-long",
    );
    let many = "\"5 min\", ".repeat(121);
    let offered = "offered = [\"5 min\", \"10 min\", \"15 min\"]";
    expect(
        &replaced(&text, offered, &format!("offered = [{many}]")),
        "list-too-long",
    );
    expect(
        &format!("{text}{}", "# more\n".repeat(LARGEST_BYTES / 7)),
        "file-too-large",
    );
    let clinical = replaced(&text, "status = \"training\"", "status = \"clinical\"");
    let nobody = replaced(
        &clinical,
        "adopted_by = [\"lead_therapist\", \"prescriber\"]\n",
        "",
    );
    expect(&nobody, "nobody-adopts");
    let with_oxygen = "at = [\"0:30\", \"2:00\", \"4:00\", \"6:00\", \"8:00\"]";
    let at_opening = replaced(&text, with_oxygen, "at = [\"0:30\", \"1:33\"]");
    let moved = replaced(&at_opening, "opens = \"1:30\"", "opens = \"1:33\"");
    expect(&moved, "check-at-opening");
    let rare = replaced(
        &text,
        "not_older_than = \"60 min\"",
        "not_older_than = \"5 min\"",
    );
    let hourly = "repeat = [{ from = \"1:00\", to = \"8:00\", every = \"1 h\" }]";
    expect(
        &replaced(&rare, hourly, "at = [\"0:30\", \"5:00\"]"),
        "condition-never-fresh",
    );
    let (before, after) = text.split_once("[dose.supplemental]").expect("it has one");
    let (_, after) = after
        .split_once("[[series]]")
        .expect("series follow the doses");
    expect(&format!("{before}[[series]]{after}"), "no-supplemental");
    expect(
        &text.replace("[[gate.leaving]]", "[[gate.leeving]]"),
        "missing-gate",
    );
    let unbased = replaced(
        &replaced(
            &text,
            "\"temperature\", \"oxygen_saturation\"",
            "\"oxygen_saturation\"",
        ),
        "signs = [\"blood_pressure\", \"pulse\", \"temperature\", \"distress\"]",
        "signs = [\"blood_pressure\", \"pulse\", \"distress\"]",
    );
    expect(&unbased, "baseline-never-taken");

    expect(
        &text.replace("kind = \"dosing\"", "kind = \"integration\""),
        "no-dosing-visit",
    );

    let all: BTreeSet<&str> = ComplaintCode::NAMES.iter().copied().collect();
    let of_measures = BTreeSet::from(crate::file::complaint::OF_MEASURES);
    let ours: BTreeSet<&str> = all.difference(&of_measures).copied().collect();
    let unseen: Vec<_> = ours.difference(&seen).collect();
    assert!(unseen.is_empty(), "no test brings {unseen:?}");
    assert_eq!(
        all.len(),
        ComplaintCode::NAMES.len(),
        "two codes have one name"
    );
}

#[test]
fn a_scale_has_steps_and_a_form_has_items() {
    let text = shipped_text("worked-example");
    let (before, after) = text
        .split_once("[[review.adherence.step]]")
        .expect("a form");
    let (step, rest) = after
        .split_once("[[review.adherence.step]]")
        .expect("steps");
    let (_, items) = rest.split_once("[[review.adherence.item]]").expect("items");
    let one = format!("{before}[[review.adherence.step]]{step}[[review.adherence.item]]{items}");
    assert!(listed(&examine(&one).complaints).contains("out-of-range"));
    let none = format!("{before}[[review.adherence.item]]{items}");
    assert!(listed(&examine(&none).complaints).contains("missing-key"));
    let (without, _) = text.split_once("[review.adherence]").expect("a form");
    let bare = format!("{without}[review]\n");
    assert!(listed(&examine(&bare).complaints).contains("missing-key"));
}

#[test]
fn a_later_shipped_version_adds_the_rating_form_and_changes_nothing_else() {
    for slug in SHIPPED {
        let version = |n| check(&read_text(&format!("assets/protocols/{slug}/v{n}.toml")));
        let first = version(1).expect("the first version");
        let mut second = version(2).expect("the second version");
        let form = second.adherence.take().expect("a form");
        assert_eq!((form.steps.len(), form.items.len()), (3, 11), "{slug}");
        second.version = 1;
        second
            .sources
            .retain(|source| source.key != form.cite.source);
        assert_eq!(second, first, "{slug}");
    }
}

#[test]
fn the_third_version_of_the_example_says_who_may_pair_and_changes_nothing_else() {
    let second = check(&read_text("assets/protocols/worked-example/v2.toml")).expect("sound");
    let mut third = check(&read_text("assets/protocols/worked-example/v3.toml")).expect("sound");
    let team = third.team.take().expect("a pair");
    assert_eq!(team.pair, [Role::LeadTherapist, Role::CoTherapist]);
    assert_eq!((team.cite.line, team.apart[0].cite.line), (620, 621));
    third.version = 2;
    third
        .sources
        .retain(|source| source.key != team.cite.source);
    assert_eq!(third, second);
}

#[test]
fn what_is_asked_at_the_end_was_asked_at_the_beginning_and_safety_comes_first() {
    use crate::protocol::course::VisitKind::{Contact, FollowUp, Integration};
    for slug in SHIPPED {
        let course = shipped(slug).course.expect("a course");
        let later = |kind| matches!(kind, Contact | FollowUp | Integration);
        let before: Vec<_> = course
            .visits
            .iter()
            .filter(|visit| !later(visit.kind))
            .collect();
        let followed = course.visits.iter().filter(|visit| visit.kind == FollowUp);
        for visit in followed {
            for measure in &visit.measures {
                let asked = before.iter().any(|visit| visit.measures.contains(measure));
                assert!(asked, "{slug} {}: {measure} has no beginning", visit.id);
            }
            let close = visit.agenda.iter().any(|item| item == "closeness");
            assert!(close || visit.phase != "follow-up", "{slug} {}", visit.id);
        }
        for visit in course
            .visits
            .iter()
            .filter(|visit| visit.kind == Integration)
        {
            let first: Vec<&str> = visit.agenda.iter().take(6).map(String::as_str).collect();
            let safety = [
                "suicidality",
                "sleep",
                "appetite",
                "mood",
                "use-since",
                "medicines-since",
            ];
            assert_eq!(first, safety, "{slug} {}", visit.id);
        }
    }
}

#[test]
fn a_file_from_another_system_reads_the_same() {
    let text = shipped_text("three-point");
    let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(check(&windows).as_ref(), Ok(&shipped("three-point")));
    let rows = |text: &str| {
        examine(text)
            .complaints
            .iter()
            .map(|note| note.line)
            .collect::<Vec<_>>()
    };
    assert_eq!(rows(&windows), rows(&text));
}

#[test]
fn a_near_miss_is_named() {
    let text = shipped_text("worked-example");
    let complaints = |from, to| listed(&examine(&replaced(&text, from, to)).complaints);
    assert!(
        complaints("hysteresis = 5", "histeresis = 5").contains("Did you mean \"hysteresis\"?")
    );
    assert!(
        complaints("source = \"sodium\"", "source = \"sodum\"")
            .contains("Did you mean \"sodium\"?")
    );
    assert!(
        complaints("valence = \"wanted\"", "valence = \"wnated\"")
            .contains("Did you mean \"wanted\"?")
    );
}

#[test]
fn the_format_page_and_the_reader_know_the_same_keys() {
    let page = read_text("assets/protocols/FORMAT.md");
    let mut described: BTreeSet<(String, String)> = BTreeSet::new();
    let mut tables: Vec<String> = Vec::new();
    for line in page.lines() {
        if line.starts_with('#') {
            tables = line
                .split('`')
                .skip(1)
                .step_by(2)
                .map(str::to_owned)
                .collect();
        } else if let Some(row) = line.strip_prefix("| `") {
            let key = row.split('`').next().unwrap_or_default();
            described.extend(tables.iter().map(|table| (table.clone(), key.to_owned())));
        }
    }
    let mut known: BTreeSet<(String, String)> = BTreeSet::new();
    for shape in shape::ALL {
        known.extend(
            shape
                .keys()
                .map(|key| (shape.name.to_owned(), key.to_owned())),
        );
    }
    let list = |set: &BTreeSet<(String, String)>, other: &BTreeSet<(String, String)>| {
        set.difference(other).cloned().collect::<Vec<_>>()
    };
    assert_eq!(list(&known, &described), [], "not on the page");
    assert_eq!(list(&described, &known), [], "not in the reader");
    let of_measures = crate::file::complaint::OF_MEASURES;
    for code in ComplaintCode::NAMES
        .iter()
        .filter(|code| !of_measures.contains(code))
    {
        assert!(
            page.contains(&format!("`{code}`")),
            "{code} is not on the page"
        );
    }
}

#[test]
fn deep_and_hostile_files_are_refused_in_words() {
    for text in [
        "a = [".repeat(50_000),
        "[".repeat(100_000),
        "a.".repeat(50_000),
        "a = { b = ".repeat(20_000),
        "\u{0}".to_owned(),
        "\u{feff}".to_owned(),
        "a = 1\na = 2".to_owned(),
        String::new(),
    ] {
        let complaints = check(&text).expect_err("no protocol");
        assert!(
            complaints
                .iter()
                .any(|complaint| complaint.severity() == Severity::Error)
        );
        assert!(
            complaints
                .iter()
                .all(|complaint| complaint.to_string().len() < 400)
        );
    }
}

/// Either a protocol, or an error that says why not.
fn looks_through(text: &str) {
    let examined = examine(text);
    let severe = examined
        .complaints
        .iter()
        .any(|complaint| complaint.severity() == Severity::Error);
    assert_eq!(
        examined.protocol.is_none(),
        severe,
        "{}",
        listed(&examined.complaints)
    );
    for complaint in &examined.complaints {
        assert!(!complaint.to_string().is_empty());
    }
    if let Some(protocol) = examined.protocol {
        crate::protocol::rehearse::rehearse(&protocol);
        crate::protocol::diff::diff(&protocol, &protocol);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_change_of_bytes_makes_the_look_panic(
        which in 0..SHIPPED.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..6),
    ) {
        let mut bytes = shipped_text(SHIPPED[which]).into_bytes();
        for (at, byte, how) in changes {
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => { bytes.remove(at); }
            }
        }
        looks_through(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn no_change_of_a_line_or_a_value_makes_the_look_panic(
        line in any::<prop::sample::Index>(),
        value in prop_oneof![
            Just(String::new()),
            Just("\"\"".to_owned()),
            Just("[]".to_owned()),
            Just("{}".to_owned()),
            Just("true".to_owned()),
            Just("1979-05-27".to_owned()),
            Just("nan".to_owned()),
            Just("0x7fffffffffffffff".to_owned()),
            any::<i64>().prop_map(|number| number.to_string()),
            any::<f64>().prop_map(|number| format!("{number:?}")),
            "[0-9]{1,7} (h|min|s|mg|ml)".prop_map(|text| format!("\"{text}\"")),
            "[0-9]{1,3}:[0-9]{2}".prop_map(|text| format!("\"{text}\"")),
            "\\PC{0,40}".prop_map(|text| format!("'{text}'")),
        ],
    ) {
        let text = shipped_text("worked-example");
        let lines: Vec<&str> = text.lines().collect();
        let at = line.index(lines.len());
        let changed: Vec<String> = lines.iter().enumerate().map(|(here, line)| match line.split_once(" = ") {
            Some((key, _)) if here == at => format!("{key} = {value}"),
            _ if here == at => String::new(),
            _ => (*line).to_owned(),
        }).collect();
        looks_through(&changed.join("\n"));
    }
}
