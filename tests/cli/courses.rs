//! The course at the side door: opened under a protocol, gone through visit by visit, its gate, consents, calls, medicines.

use crate::door::Door;
use serde_json::Value;
use support::world;

fn visit<'a>(view: &'a Value, id: &str) -> &'a Value {
    let visits = view["now"]["visits"].as_array().expect("visits");
    visits
        .iter()
        .find(|visit| visit["id"] == id)
        .expect("a visit of the plan")
}

fn gate<'a>(view: &'a Value, id: &str) -> &'a Value {
    let gates = view["now"]["gates"].as_array().expect("gates");
    gates.iter().find(|gate| gate["id"] == id).expect("a gate")
}

#[test]
fn a_course_is_opened_and_its_first_visits_are_held() {
    let mut door = Door::with_vault();
    door.minute(0);
    assert_eq!(door.call("client add KELP-014").code, 0);
    assert!(door.call("course show KELP-014").json(0)["now"].is_null());
    assert_eq!(
        door.call("visit start KELP-014 first-call").failure(3),
        "course_refused"
    );
    let opened = door
        .call("course open KELP-014 three-point --on 2026-02-01")
        .json(0);
    assert_eq!(opened["now"]["opened"], "2026-02-01");
    assert_eq!(opened["now"]["next"], "first-call");
    assert_eq!(
        door.call("course open KELP-014 three-point").failure(3),
        "course_refused"
    );

    // Held on another day than today, with an item, then closed; the window of the next is counted from that day.
    let on = "--on 2026-02-02";
    assert_eq!(
        door.call(&format!(
            "visit start KELP-014 first-call --form phone --present MS,AK {on}"
        ))
        .code,
        0
    );
    assert_eq!(
        door.call(&format!(
            "visit record KELP-014 call-heard --visit first-call {on}"
        ))
        .code,
        0
    );
    let closed = door
        .call(&format!(
            "visit close KELP-014 first-call --minutes 25 {on}"
        ))
        .json(0);
    assert_eq!(visit(&closed, "first-call")["state"], "held");
    assert_eq!(visit(&closed, "screening-1")["from"], "2026-02-02");
    assert_eq!(visit(&closed, "screening-1")["state"], "in_window");

    // A finding lapses by its shelf life; a day that has not come and a day that is none are refused.
    let found = door
        .with(
            &[(3, "sinus rhythm, QTc 410 ms")],
            "visit record KELP-014 ecg --value-fd 3 --source letter --on 2026-02-10",
        )
        .json(0);
    let items = found["now"]["items"].as_array().expect("items");
    let ecg = items.iter().find(|item| item["id"] == "ecg").expect("ecg");
    assert_eq!(ecg["until"], "2026-05-11", "ninety days");
    assert_eq!(
        door.call("visit record KELP-014 labs fine --on 2026-03-03")
            .failure(3),
        "in_future"
    );
    assert_eq!(
        door.call("visit record KELP-014 labs fine --on 2026-02-30")
            .failure(2),
        "bad_input"
    );
    assert_eq!(
        door.call("visit record KELP-014 nothing fine").failure(3),
        "unknown"
    );
    // Out of order: preparation before screening.
    let early = door.call("visit start KELP-014 preparation-1");
    assert_eq!(early.failure(3), "course_refused");

    // The gate says what is missing; a consent is given and taken back.
    let given = door.call("consent give KELP-014 treatment").json(0);
    let needs = gate(&given, "to-preparation")["needs"].clone();
    let state = |needs: &Value, key: &str| {
        let needs = needs.as_array().expect("needs");
        let need = needs.iter().find(|need| need["key"] == key);
        need.expect("a need")["state"].clone()
    };
    assert_eq!(state(&needs, "consent:treatment"), "met");
    assert_eq!(state(&needs, "item:ecg"), "met");
    assert_eq!(state(&needs, "item:labs"), "missing");
    let back = door.call("consent withdraw KELP-014 treatment").json(0);
    let needs = gate(&back, "to-preparation")["needs"].clone();
    assert_eq!(state(&needs, "consent:treatment"), "withdrawn");

    // Arithmetic of a half-life, with everything that went into it.
    let medicine = door
        .call("medicine record KELP-014 sertraline --medicine sertraline --stop 2026-02-20")
        .json(0);
    let sum = &medicine["now"]["medicines"][0]["earliest"];
    assert_eq!(sum["multiple"], 5);
    assert!(sum["on"].as_str().is_some_and(|on| on > "2026-02-20"));

    // An entry is struck and no longer counts; the same request again adds nothing.
    let entries = back["entries"].as_array().expect("entries");
    let ecg_row = entries
        .iter()
        .find(|entry| entry["about"] == "ecg")
        .and_then(|entry| entry["seq"].as_u64())
        .expect("a row");
    let struck = door
        .call(&format!("course strike KELP-014 {ecg_row} --reason wrong"))
        .json(0);
    let needs = gate(&struck, "to-preparation")["needs"].clone();
    assert_eq!(state(&needs, "item:ecg"), "missing");
    let key = "55".repeat(16);
    for _ in 0..2 {
        let again = door.call(&format!("consent give KELP-014 data --key {key}"));
        assert_eq!(again.code, 0);
    }
    let rows = door.call("course show KELP-014").json(0)["entries"].clone();
    let data = rows.as_array().expect("rows").iter();
    assert_eq!(data.filter(|row| row["about"] == "data").count(), 1);

    // Past the gate with two people: not past a consent.
    let over =
        "course override KELP-014 to-preparation --reason seen --second AK --second-pin-fd 3";
    assert_eq!(
        door.with(&[(3, world::PIN_AK)], over).failure(3),
        "course_refused",
        "consents are missing"
    );
    assert_eq!(door.call("vault verify").code, 0);
}

#[test]
fn a_filled_vault_has_something_to_do_on_every_list() {
    let mut door = Door::with_vault();
    door.minute(0);
    let invented = door.call("training fill --days 22").json(0);
    let code = invented["clients"][0].as_str().expect("a code").to_owned();
    let today = door.call("course today").json(0);
    assert_eq!(today["courses"], 1);
    let due = door.call("contact due").json(0);
    let lines = due["lines"].as_array().expect("lines");
    assert!(lines.iter().all(|line| line["kind"] == "call"));
    let shown = door.call(&format!("course show {code}")).json(0);
    assert!(
        shown["entries"]
            .as_array()
            .is_some_and(|all| all.len() > 100)
    );
    // A retry of the same call does not make it twice; a client who does not answer is a try.
    {
        let line = lines
            .first()
            .expect("a call is due two days after the dose");
        let id = line["id"].as_str().expect("an id").to_owned();
        let (after, day) = id.split_once(' ').expect("visit and day");
        let number: u16 = day.parse().expect("a day");
        let missed = door
            .call(&format!("contact miss {code} {after} {day}"))
            .json(0);
        let calls = missed["now"]["contacts"].as_array().expect("calls");
        assert!(calls.iter().any(|call| call["tries"][0] == "2026-03-02"));
        let made = door.call(&format!(
            "contact record {code} {after} {day} mood=3 sleep=5.5 safety=no"
        ));
        let made = made.json(0);
        let calls = made["now"]["contacts"].as_array().expect("calls").clone();
        let call = calls
            .iter()
            .find(|call| call["after"] == after && call["day"] == number)
            .expect("the call");
        assert_eq!(call["state"], "made");
        assert_eq!(call["answers"]["sleep"]["stored"], 55);
    }
    assert_eq!(door.call("vault verify").code, 0);
}

/// What no other test here says: each verb answers, and what it did is seen.
#[test]
fn every_verb_of_a_course_answers() {
    let mut door = Door::with_vault();
    door.minute(0);
    assert_eq!(door.call("client add KELP-014").code, 0);
    let plan = door.call("course plan KELP-014");
    assert_eq!(plan.failure(3), "course_refused", "no course is open");
    let open = door.call("course open KELP-014 three-point --on 2026-02-01");
    let under = open.json(0)["now"]["protocol"].clone();
    let plan = door.call("course plan KELP-014").json(0);
    assert!(
        plan["items"]
            .as_array()
            .is_some_and(|items| !items.is_empty())
    );
    assert_eq!(door.call("course today").json(0)["courses"], 1);

    // Visits: put off, held in another way, rated.
    let off = "visit miss KELP-014 first-call no_show --reason ill --on 2026-02-02";
    let off = door.call(off).json(0);
    let missed = visit(&off, "first-call");
    assert_eq!(missed["misses"].as_array().map(Vec::len), Some(1));
    let how = "visit otherwise KELP-014 first-call --how letter --minutes 10 --on 2026-02-03";
    let held = door.call(how).json(0);
    assert_eq!(visit(&held, "first-call")["state"], "held");
    let listed = door.call("visit list KELP-014").json(0);
    assert_eq!(visit(&listed, "first-call")["minutes"], 10);
    let rated = door.call("visit rate KELP-014 first-call 8 7 --mode asked --on 2026-02-03");
    let rated = rated.json(0);
    assert_eq!(visit(&rated, "first-call")["safe"], 8);
    assert_eq!(visit(&rated, "first-call")["rated"], "asked");
    let last = rated["entries"].as_array().and_then(|all| all.last());
    let words = last.and_then(|last| last["words"].as_str());
    assert_eq!(words, Some("safe 8, understood 7, 0 to 10, answered aloud"));
    let out_of_range = "visit rate KELP-014 first-call 11 7 --mode entered";
    assert_eq!(door.call(out_of_range).code, 3);
    let unsaid = "visit rate KELP-014 first-call 8 7";
    assert_eq!(door.call(unsaid).code, 2, "how it was given is said");

    // Every row says when it was written down, and whether that was on another day.
    let entries = door.said("course entries KELP-014");
    let of = |what: &str| {
        let mut lines = entries.lines();
        lines
            .find(|line| line.contains(what))
            .expect("a row")
            .to_owned()
    };
    assert!(
        of("alliance_rated").contains("2026-02-03  2026-03-02"),
        "{entries}"
    );
    assert!(of("alliance_rated").contains(" later "), "{entries}");

    // A decision, with its ground, for and against.
    let against = "course decide KELP-014 --against --reason cardiac --on 2026-02-04";
    let against = door.call(against).json(0);
    assert_eq!(against["now"]["decision"]["eligible"], false);
    let decided = door.call("course decide KELP-014 --reason cleared --on 2026-02-05");
    assert_eq!(decided.json(0)["now"]["decision"]["eligible"], true);

    // Consents and medicines, listed as they stand.
    assert_eq!(door.call("consent give KELP-014 recording").code, 0);
    let consents = door.call("consent list KELP-014").json(0)["now"]["consents"].clone();
    let consents = consents.as_array().expect("consents");
    assert!(
        consents
            .iter()
            .any(|one| one["id"] == "recording" && one["state"] == "stands")
    );
    assert_eq!(door.call("medicine record KELP-014 ibuprofen").code, 0);
    let medicines = door.call("medicine list KELP-014").json(0);
    assert_eq!(medicines["now"]["medicines"][0]["name"], "ibuprofen");

    // Any act, by what it is in JSON; one that cannot be read is said to be so.
    let act = r#"{"act":"keep_coping","words":"walks at night"}"#;
    let kept = door.with(&[(3, act)], "course act KELP-014 --act-fd 3");
    assert_eq!(kept.json(0)["now"]["coping"][0]["words"], "walks at night");
    let unread = door.with(&[(3, r#"{"act":"fly"}"#)], "course act KELP-014 --act-fd 3");
    assert_eq!(unread.code, 2);

    // An adverse event is told and followed; a grade that does not go with its criteria is refused.
    let note = |grade: u8| {
        format!(
            r#"{{"act":"note_adverse","term":"fall","onset":"2026-03-01","grade":{grade},"serious":["hospitalisation"],"words":"on the stairs","visit":null}}"#
        )
    };
    let death = door.with(&[(3, &note(5))], "course act KELP-014 --act-fd 3");
    assert_eq!(death.failure(3), "course_refused");
    let told = door.with(&[(3, &note(3))], "course act KELP-014 --act-fd 3");
    let adverse = told.json(0)["now"]["adverse"][0].clone();
    assert_eq!(
        (&adverse["open"], &adverse["grade"]),
        (&true.into(), &3.into())
    );
    let waits = |door: &Door| {
        let today = door.call("course today").json(0);
        let lines = today["lines"].as_array().expect("lines").iter();
        lines.filter(|line| line["kind"] == "adverse").count()
    };
    assert_eq!(waits(&door), 1);
    // A serious event has no day, and stands before what has one.
    let today = door.call("course today").json(0);
    let first = &today["lines"][0];
    assert_eq!(
        (&first["kind"], &first["serious"], &first["grade"]),
        (&"adverse".into(), &true.into(), &3.into()),
        "{today}"
    );
    // Its reports wait from the day on which it was told; one that was made waits no longer.
    let reports = |door: &Door| -> Vec<String> {
        let today = door.call("course today").json(0);
        let lines = today["lines"].as_array().expect("lines").iter();
        let lines = lines.filter(|line| line["kind"] == "report");
        lines
            .map(|line| format!("{} {}", line["id"], line["days"]))
            .collect()
    };
    let row = &adverse["row"];
    assert_eq!(
        reports(&door),
        [
            format!("\"{row} sponsor\" 1"),
            format!("\"{row} authority\" 15")
        ]
    );
    let made = format!(
        r#"{{"act":"report_adverse","adverse":{row},"report":"sponsor","words":"by telephone, number 12"}}"#
    );
    let made = door.with(&[(3, &made)], "course act KELP-014 --act-fd 3");
    assert_eq!(made.code, 0);
    let judged = format!(
        r#"{{"act":"judge_adverse","adverse":{row},"suspects":["medicine"],"expected":true,"action":"dose_put_off","words":"dizzy before"}}"#
    );
    let judged = door.with(&[(3, &judged)], "course act KELP-014 --act-fd 3");
    let judged = judged.json(0)["now"]["adverse"][0].clone();
    assert_eq!(judged["judged"]["action"], "dose_put_off");
    assert!(reports(&door).is_empty(), "{judged}");
    let crisis = door.call("course crisis KELP-014").json(0);
    assert!(
        crisis["team"]
            .as_array()
            .is_some_and(|team| !team.is_empty())
            && crisis["own"].is_null()
    );
    let over = format!(
        r#"{{"act":"follow_adverse","adverse":{},"grade":3,"outcome":"recovered","words":"walks again"}}"#,
        adverse["row"]
    );
    let over = door.with(&[(3, &over)], "course act KELP-014 --act-fd 3");
    assert_eq!(over.json(0)["now"]["adverse"][0]["open"], false);
    assert_eq!(waits(&door), 0);

    // Closed, reopened, moved to another protocol.
    let closed = door.call("course close KELP-014 --reason moved").json(0);
    assert!(!closed["now"]["closed"].is_null());
    let late = door.call("course decide KELP-014 --reason late");
    assert_eq!(late.failure(3), "course_refused");
    let again = door.call("course reopen KELP-014 --reason back").json(0);
    assert!(again["now"]["closed"].is_null());
    let same = door.call("course move KELP-014 three-point --reason same");
    assert_eq!(same.failure(3), "course_refused");
    // The difference is shown before, the course's own part included; showing it moves nothing.
    let shown = door.call("course move KELP-014 worked-example --show");
    let shown = shown.json(0);
    assert_eq!(shown["before"], under);
    let changes = shown["changes"].as_array().expect("changes").clone();
    assert!(changes.iter().any(|change| change["part"] == "Doses"));
    assert!(
        changes
            .iter()
            .any(|change| change["part"] == "Course: visits")
    );
    let still = door.call("course show KELP-014").json(0);
    assert_eq!(still["now"]["protocol"], under);
    for words in [
        "course move KELP-014 worked-example",
        "course move KELP-014 worked-example --show --reason x",
    ] {
        assert_eq!(door.call(words).code, 2, "{words}");
    }
    let moved = door.call("course move KELP-014 worked-example --reason other");
    assert_ne!(moved.json(0)["now"]["protocol"], under);
    assert_eq!(door.call("vault verify").code, 0);
}

/// Number items of the visits are lines of their own: by the day they are of, the last answer of a visit, without what was struck.
#[test]
fn the_numbers_of_the_visits_are_series() {
    let mut door = Door::with_vault();
    door.minute(0);
    assert_eq!(door.call("client add KELP-014").code, 0);
    let open = "course open KELP-014 three-point --on 2026-02-01";
    assert!(
        door.call(open).json(0)["series"]
            .as_array()
            .is_some_and(Vec::is_empty)
    );
    let record = |item: &str, value: &str, on: &str| {
        let words = format!("visit record KELP-014 {item} {value} --on {on}");
        door.call(&words).json(0)
    };
    record("nightmares", "3", "2026-02-10");
    record("intrusions", "5", "2026-02-20");
    record("intrusions", "7", "2026-02-10");
    record("intrusions", "6", "2026-02-10");
    let view = record("intrusions", "2", "2026-02-25");
    let row = view["entries"].as_array().map_or(0, Vec::len) - 1;
    let strike = format!("course strike KELP-014 {row} --reason slip");
    let view = door.call(&strike).json(0);
    let series = view["series"].as_array().expect("series");
    let items: Vec<&str> = series
        .iter()
        .filter_map(|one| one["item"].as_str())
        .collect();
    assert_eq!(
        items,
        ["intrusions", "nightmares"],
        "in the order of the protocol"
    );
    let points = series[0]["points"].as_array().expect("points").iter();
    let points: Vec<(&str, i64)> = points
        .map(|one| {
            (
                one["on"].as_str().expect("a day"),
                one["value"].as_i64().expect("a number"),
            )
        })
        .collect();
    assert_eq!(points, [("2026-02-10", 6), ("2026-02-20", 5)]);
    assert_eq!(series[0]["scale"]["to"], 7);
    let text = door.said("course show KELP-014");
    assert!(
        text.contains("past week, days: 2026-02-10 6, 2026-02-20 5"),
        "{text}"
    );
}
