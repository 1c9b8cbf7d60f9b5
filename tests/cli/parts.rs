//! Visits, calls and adverse events in packets at the side door: chosen one by one, shown before they leave, reviewed, signed, and home again.

use crate::door::Door;
use crate::packets::{Two, act, found, open, path, supervisor, text, thread};
use serde_json::{Value, json};
use support::world;

const AK_PASSPHRASE: &str = "a lantern of their own nineteen";
const VISIT: &str = "--client KELP-014 --visit first-call";

/// A clinic with a visit that was held, looked back on, amended and signed; one that was not signed; an adverse event.
fn clinic() -> Door {
    let mut door = Door::with_vault();
    door.minute(0);
    let on = "--on 2026-02-02";
    for words in [
        "client add KELP-014",
        "course open KELP-014 three-point --on 2026-02-01",
        &format!("visit start KELP-014 first-call --form phone --present MS,AK {on}"),
        &format!("visit record KELP-014 call-heard --visit first-call --note quetzal {on}"),
        &format!("visit close KELP-014 first-call --minutes 25 --note okapi {on}"),
        "visit otherwise KELP-014 screening-1 --how by-the-doctor --minutes 40 --on 2026-02-09",
    ] {
        assert_eq!(door.call(words).code, 0, "{words}");
    }
    for act in [
        r#"{"act":"reflect","visit":"first-call","words":"we hurried the tapir"}"#,
        r#"{"act":"note_adverse","term":"fall","onset":"2026-02-28","grade":3,"serious":["hospitalisation"],"words":"on the stairs","visit":null}"#,
    ] {
        let kept = door.with(&[(3, act)], "course act KELP-014 --act-fd 3");
        assert_eq!(kept.code, 0, "{}", kept.err);
    }
    let amended = "sign amend --client KELP-014 3 --words fifty --reason misread";
    assert_eq!(door.call(amended).code, 0);
    assert_eq!(door.call(&format!("sign record {VISIT}")).code, 0);
    door
}

fn adverse(door: &Door) -> String {
    let parts = door.call("packet parts --client KELP-014").json(0);
    let mut all = parts.as_array().expect("parts").iter();
    let one = all.find(|one| one["kind"] == "adverse");
    one.expect("an event")["part"]
        .as_str()
        .expect("a name")
        .to_owned()
}

fn chosen<'a>(verb: &'a str, parts: &'a str) -> Vec<&'a str> {
    vec![
        "packet",
        verb,
        "--client",
        "KELP-014",
        "--to",
        "Ingrid Lund",
        "--purpose",
        "The first call",
        "--course",
        parts,
    ]
}

fn seal(two: &Two, parts: &str, more: &[&str]) -> std::path::PathBuf {
    let mut words = chosen("seal", parts);
    words.extend(["--into", text(two.stick())]);
    words.extend(more);
    path(&two.clinic.words(&[], &words))
}

fn keys(view: &Value) -> Vec<String> {
    let eyes = view["course"]["eyes"].as_array().expect("eyes").iter();
    eyes.map(|eye| eye["key"].as_str().expect("a key").to_owned())
        .collect()
}

#[test]
fn a_visit_goes_to_a_supervisor_is_asked_about_accepted_and_signed_under_its_own_rows() {
    let two = Two::between(clinic());
    let (clinic, away) = (&two.clinic, &two.away);
    let event = adverse(clinic);
    let parts = clinic.call("packet parts --client KELP-014").json(0);
    let names: Vec<&str> = parts
        .as_array()
        .expect("parts")
        .iter()
        .map(|one| one["part"].as_str().expect("a name"))
        .collect();
    assert_eq!(names, ["first-call", "screening-1", event.as_str()]);

    // What leaves is shown first, line by line; what is not there is not sealed.
    let both = format!("first-call,screening-1,{event}");
    let leaving = clinic.words(&[], &chosen("look", &both)).json(0);
    assert_eq!(leaving["sessions"], json!([]), "no session was chosen");
    let first = &leaving["course"][0];
    assert_eq!(first["part"]["part"], "first-call");
    assert_eq!(
        (&first["process_notes"], &first["signatures"]),
        (&1.into(), &1.into())
    );
    assert_eq!(first["names"], json!(["Anders", "Maren"]));
    let wrong = clinic.words(&[], &chosen("look", "preparation-1"));
    assert_eq!(wrong.failure(3), "unknown", "it was not held");

    let sealed = seal(&two, &both, &[]);
    let id = thread(&open(away, &sealed));
    let view = act(away, &["show", &id]);
    assert_eq!(view["line"]["code"], "KELP-014");
    let course = &view["course"];
    assert_eq!(course["left_out"], 1);
    let visit = &course["pieces"][0];
    assert_eq!(
        (&visit["state"], &visit["signable"]),
        (&"holds".into(), &true.into())
    );
    let carried = &visit["signatures"][0];
    assert_eq!(
        (&carried["name"], &carried["holds"], &carried["known"]),
        (&"Maren".into(), &true.into(), &true.into())
    );
    let said = view.to_string();
    for there in ["quetzal", "okapi", "on the stairs", "by-the-doctor"] {
        assert!(said.contains(there), "{there}");
    }
    assert!(
        !said.contains("tapir"),
        "a process note stays out by default"
    );
    assert_eq!(visit["entries"][0]["people"], json!(["Maren", "Anders"]));
    // What needs eyes: amended, not signed, serious, entered later.
    let eyes = keys(&view);
    for wanted in [
        "amended/",
        "signature/screening-1",
        "serious/",
        "entered_late/",
    ] {
        assert!(
            eyes.iter().any(|key| key.starts_with(wanted)),
            "{wanted} {eyes:?}"
        );
    }
    assert!(
        !eyes.iter().any(|key| key == "signature/first-call"),
        "it is signed"
    );

    // Nothing is accepted unseen; a query is pinned to an entry of the course.
    assert_eq!(
        away.words(&[], &["review", "accept", &id]).failure(3),
        "not_seen"
    );
    for eye in &eyes {
        act(away, &["seen", &id, eye, "--of-course"]);
    }
    act(
        away,
        &[
            "ask",
            &id,
            "Who spoke first?",
            "--entry",
            "2",
            "--of-course",
        ],
    );
    let nowhere = away.words(
        &[],
        &["review", "ask", &id, "What?", "--entry", "0", "--of-course"],
    );
    assert_eq!(
        nowhere.failure(3),
        "review_refused",
        "that entry did not come along"
    );
    let early = away.words(&[], &["review", "sign", &id, "--part", "first-call"]);
    assert_eq!(early.failure(3), "review_refused", "not accepted yet");
    act(away, &["return", &id, "--reason", "One question."]);
    let back = path(&away.words(&[], &["packet", "reply", &id, "--into", text(two.stick())]));

    assert_eq!(thread(&open(clinic, &back)), id);
    let view = act(clinic, &["show", &id]);
    assert_eq!(
        view["queries"][0]["on"],
        json!({ "session": null, "entry": 2 })
    );
    assert_eq!(view["line"]["decisions"][0]["decided"], "returned");
    act(clinic, &["answer", &id, "1", "Anders did."]);
    let answer = path(&clinic.words(&[], &["packet", "reply", &id, "--into", text(two.stick())]));
    assert_eq!(thread(&open(away, &answer)), id);
    act(away, &["close", &id, "1"]);
    act(away, &["accept", &id]);
    let signed = act(away, &["sign", &id, "--part", "first-call"]);
    assert_eq!(signed["course"]["pieces"][0]["signed"], true);
    let twice = away.words(&[], &["review", "sign", &id, "--part", "first-call"]);
    assert_eq!(twice.failure(3), "review_refused");
    let last = path(&away.words(&[], &["packet", "reply", &id, "--into", text(two.stick())]));
    assert_eq!(thread(&open(clinic, &last)), id);

    // Home: the reviewer's signature stands under the visit, and under no other.
    let shown = clinic.call(&format!("sign show {VISIT}")).json(0);
    let lines = shown["lines"].as_array().expect("lines");
    let reviewer: Vec<&Value> = lines
        .iter()
        .filter(|line| line["meaning"] == "reviewer")
        .collect();
    assert_eq!(reviewer.len(), 1, "{shown}");
    assert_eq!(
        (&reviewer[0]["name"], &reviewer[0]["standing"]),
        (&"Ingrid Lund".into(), &"holds".into())
    );
    let other = clinic
        .call("sign show --client KELP-014 --visit screening-1")
        .json(0);
    assert_eq!(other["lines"], json!([]));
    for door in [clinic, away] {
        assert_eq!(door.call("vault verify").code, 0);
    }
    // Something else of the course is no part of the visit; what is added to the visit is told apart.
    assert_eq!(clinic.call("consent give KELP-014 treatment").code, 0);
    let standing = |door: &Door| {
        let shown = door.call(&format!("sign show {VISIT}")).json(0);
        let lines = shown["lines"].as_array().expect("lines").clone();
        lines
            .into_iter()
            .find(|line| line["meaning"] == "reviewer")
            .expect("a line")["standing"]
            .clone()
    };
    assert_eq!(standing(clinic), "holds");
    let late = "visit record KELP-014 call-heard --visit first-call --note more --on 2026-02-02";
    assert_eq!(clinic.call(late).code, 0);
    assert_eq!(standing(clinic), "added_since");
}

/// What a new packet with the first call brings to its reader: the signatures under it.
fn carried(two: &Two, to: &Door, name: &str) -> Vec<Value> {
    let words = [
        "packet",
        "seal",
        "--client",
        "KELP-014",
        "--to",
        name,
        "--purpose",
        "Again",
        "--course",
        "first-call",
        "--into",
    ];
    let sealed = path(
        &two.clinic
            .words(&[], &[&words[..], &[text(two.stick())]].concat()),
    );
    let id = thread(&open(to, &sealed));
    let view = act(to, &["show", &id]);
    let lines = view["course"]["pieces"][0]["signatures"].as_array();
    lines.expect("signatures").clone()
}

#[test]
fn a_reviewers_signature_under_a_visit_goes_on_to_further_readers_while_the_acceptance_stands() {
    let two = Two::between(clinic());
    let (clinic, away) = (&two.clinic, &two.away);
    let third = supervisor("BH", "Berit Holm");
    for (from, to) in [(clinic, &third), (&third, clinic)] {
        let card = path(&from.words(&[], &["packet", "card", "--into", text(two.stick())]));
        assert_eq!(to.words(&[], &["packet", "trust", text(&card)]).code, 0);
    }
    let id = thread(&open(away, &seal(&two, "first-call", &[])));
    for eye in keys(&act(away, &["show", &id])) {
        act(away, &["seen", &id, &eye, "--of-course"]);
    }
    act(away, &["accept", &id]);
    act(away, &["sign", &id, "--part", "first-call"]);
    let home = || {
        let reply = ["packet", "reply", &id, "--into", text(two.stick())];
        let back = path(&away.words(&[], &reply));
        assert_eq!(thread(&open(clinic, &back)), id);
    };
    assert_eq!(carried(&two, &third, "Berit Holm").len(), 1, "the author's");
    home();

    let lines = carried(&two, &third, "Berit Holm");
    assert_eq!(lines.len(), 2, "{lines:?}");
    let theirs = &lines[1];
    assert_eq!(
        (&theirs["name"], &theirs["meaning"], &theirs["role"]),
        (
            &"Ingrid Lund".into(),
            &"reviewer".into(),
            &"supervisor".into()
        )
    );
    // The rows that it speaks of are those that the author names; whose key it is nobody told this reader.
    assert_eq!(
        (&theirs["holds"], &theirs["known"]),
        (&true.into(), &false.into())
    );
    // Known there, it is told as theirs.
    let card = path(&away.words(&[], &["packet", "card", "--into", text(two.stick())]));
    assert_eq!(third.words(&[], &["packet", "trust", text(&card)]).code, 0);
    let lines = carried(&two, &third, "Berit Holm");
    assert_eq!(
        (&lines[1]["holds"], &lines[1]["known"]),
        (&true.into(), &true.into())
    );
    // Their own vault knows it too.
    assert_eq!(carried(&two, away, "Ingrid Lund").len(), 2);

    // What counts no longer is not handed on.
    act(away, &["withdraw", &id, "--reason", "Another call."]);
    home();
    assert_eq!(carried(&two, &third, "Berit Holm").len(), 1);
    for door in [clinic, away, &third] {
        assert_eq!(door.call("vault verify").code, 0);
    }
}

#[test]
fn a_part_that_grew_since_it_was_accepted_needs_eyes_again() {
    let mut two = Two::between(clinic());
    let event = adverse(&two.clinic);
    let both = format!("first-call,{event}");
    // Each packet is sealed a minute after the one before.
    let mut minute = 1;
    let mut read = |two: &mut Two| {
        minute += 1;
        two.clinic.minute(minute);
        thread(&open(&two.away, &seal(two, &both, &[])))
    };
    let accept = |two: &Two, id: &str| {
        let away = &two.away;
        for eye in keys(&act(away, &["show", id])) {
            act(away, &["seen", id, &eye, "--of-course"]);
        }
        act(away, &["accept", id]);
    };
    let changed = |two: &Two, id: &str| -> Vec<String> {
        let keys = keys(&act(&two.away, &["show", id])).into_iter();
        keys.filter(|key| key.starts_with("changed/")).collect()
    };
    let first = read(&mut two);
    accept(&two, &first);
    // The same again, as it was: nothing is new in it.
    let again = read(&mut two);
    assert!(changed(&two, &again).is_empty());
    let late = "visit record KELP-014 call-heard --visit first-call --note more --on 2026-02-02";
    assert_eq!(two.clinic.call(late).code, 0);
    let later = read(&mut two);
    let found = changed(&two, &later);
    assert_eq!(found.len(), 1, "the visit, and not the event: {found:?}");
    assert!(found[0].starts_with("changed/first-call/"), "{found:?}");
    let view = act(&two.away, &["show", &later]);
    let eyes = view["course"]["eyes"].as_array().expect("eyes");
    let eye = eyes.iter().find(|eye| eye["key"] == found[0].as_str());
    assert_eq!(eye.expect("it")["what"]["kind"], "changed_since_accepted");
    // What was read before stands as it was; what is accepted now is what is compared next.
    assert!(changed(&two, &first).is_empty());
    assert_eq!(
        two.away
            .words(&[], &["review", "accept", &later])
            .failure(3),
        "not_seen"
    );
    accept(&two, &later);
    let same = read(&mut two);
    assert!(changed(&two, &same).is_empty());
    let struck = format!(
        "sign amend --client KELP-014 {} --words stumble --reason misheard",
        &event["adverse/".len()..]
    );
    assert_eq!(two.clinic.call(&struck).code, 0);
    let last = read(&mut two);
    let found = changed(&two, &last);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].starts_with(&format!("changed/{event}/")),
        "{found:?}"
    );
}

#[test]
fn a_query_stands_at_one_field_of_a_visit_or_of_a_reading() {
    let two = Two::between(clinic());
    let (clinic, away) = (&two.clinic, &two.away);
    let event = adverse(clinic);
    let id = thread(&open(
        away,
        &seal(&two, &format!("first-call,{event}"), &[]),
    ));
    let at = event["adverse/".len()..].to_owned();
    let ask = |field: &str| {
        let words = [
            "review",
            "ask",
            &id,
            "Why three?",
            "--entry",
            &at,
            "--of-course",
            "--field",
            field,
        ];
        away.words(&[], &words)
    };
    // What the entry does not have is not asked about.
    assert_eq!(ask("minutes").failure(3), "review_refused");
    assert_eq!(ask("grade").code, 0);
    let on = |view: &Value| view["queries"][0]["on"].clone();
    let wanted =
        json!({ "session": null, "entry": at.parse::<u64>().expect("a number"), "field": "grade" });
    assert_eq!(on(&act(away, &["show", &id])), wanted);
    let fields = &act(away, &["show", &id])["course"]["pieces"][1]["entries"][0]["fields"];
    assert_eq!(fields[2]["field"], "grade");
    assert_eq!(
        act(
            away,
            &[
                "comment",
                &id,
                "As told.",
                "--entry",
                &at,
                "--of-course",
                "--field",
                "words"
            ]
        )["notes"][0]["on"]["field"],
        "words"
    );
    // It goes home with the answer, and what it stands at goes with it.
    let back = path(&away.words(&[], &["packet", "reply", &id, "--into", text(two.stick())]));
    assert_eq!(thread(&open(clinic, &back)), id);
    assert_eq!(on(&act(clinic, &["show", &id])), wanted);
    let said = clinic.told(&["review", "show", &id]).out;
    assert!(said.contains(&format!("entry {at}, grade")), "{said}");
    for door in [clinic, away] {
        assert_eq!(door.call("vault verify").code, 0);
    }

    // A reading's sign, in a session.
    let two = Two::introduced();
    let (clinic, away) = (&two.clinic, &two.away);
    let id = thread(&open(away, &path(&two.seal(&[]))));
    let view = act(away, &["show", &id]);
    let log = view["sessions"][0]["view"]["log"]
        .as_array()
        .expect("a log");
    let reading = log
        .iter()
        .find(|line| line["what"]["kind"] == "reading_taken");
    let seq = reading.expect("a reading")["seq"].to_string();
    let ask = |field: &str| {
        away.words(
            &[],
            &[
                "review",
                "ask",
                &id,
                "Measured twice?",
                "--entry",
                &seq,
                "--field",
                field,
            ],
        )
    };
    assert_eq!(ask("grade").failure(3), "review_refused");
    assert_eq!(ask("pulse").json(0)["queries"][0]["on"]["field"], "pulse");
    let back = path(&away.words(&[], &["packet", "reply", &id, "--into", text(two.stick())]));
    assert_eq!(thread(&open(clinic, &back)), id);
    assert_eq!(on(&act(clinic, &["show", &id]))["field"], "pulse");
}

#[test]
fn a_part_is_printed_out_of_a_packet() {
    let two = Two::between(clinic());
    let away = &two.away;
    let event = adverse(&two.clinic);
    let id = thread(&open(
        away,
        &seal(&two, &format!("first-call,{event}"), &[]),
    ));
    let print = |part: &str, name: &str| {
        let file = two.stick().join(name);
        let words = [
            "packet",
            "report",
            &id,
            "--part",
            part,
            "--out",
            text(&file),
        ];
        (away.words(&[], &words), file)
    };
    let (made, file) = print("first-call", "visit.pdf");
    assert_eq!(made.code, 0, "{}", made.err);
    let (_, again) = print("first-call", "again.pdf");
    assert_eq!(
        std::fs::read(&file).expect("a report"),
        std::fs::read(&again).expect("a report"),
        "the same packet, the same bytes"
    );
    let paper = crate::reports::text(&file)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    for there in [
        "KELP-014",
        "visit: ",
        "quetzal",
        "okapi",
        "25 min",
        "amended: fifty (misread)",
        "Maren (MS)",
        "signed as its author",
        "page 1 of 1",
        "who sealed the packet",
    ] {
        assert!(paper.contains(there), "{there}: {paper}");
    }
    assert!(!paper.contains("tapir"), "a process note stays out");
    assert!(!paper.contains("on the stairs"), "another part stays out");
    let (made, file) = print(&event, "event.pdf");
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(crate::reports::text(&file).contains("on the stairs"));
    let (none, _) = print("preparation-1", "none.pdf");
    assert_eq!(none.failure(3), "unknown");
}

#[test]
fn without_words_no_word_of_a_visit_is_in_one_byte_of_the_packet() {
    let two = Two::between(clinic());
    let both = format!("first-call,screening-1,{}", adverse(&two.clinic));
    let canaries = [
        "quetzal",
        "okapi",
        "tapir",
        "by-the-doctor",
        "on the stairs",
        "fifty",
        "misread",
        "KELP-014",
        "Anders",
    ];
    let whole = two.decrypted(&seal(&two, &both, &["--process-notes-for", "Ingrid Lund"]));
    for canary in canaries {
        assert!(found(&whole, canary), "the control: {canary} is found");
    }
    let bare = seal(&two, &both, &["--without-words"]);
    let read = two.decrypted(&bare);
    for canary in canaries {
        assert!(!found(&read, canary), "{canary}");
    }
    // Times and choices are there, and a reviewer can go on with them.
    let id = thread(&open(&two.away, &bare));
    let view = act(&two.away, &["show", &id]);
    assert_eq!(view["course"]["pieces"][0]["entries"][2]["minutes"], 25);
    assert_eq!(view["course"]["pieces"][0]["signatures"], json!([]));
    assert!(keys(&view).iter().any(|key| key.starts_with("serious/")));
}

#[test]
fn whoever_has_the_pen_seals_opens_and_reviews_with_their_own_key() {
    let two = Two::between(clinic());
    let (clinic, away) = (&two.clinic, &two.away);
    let pin = (3, world::PIN_AK);
    let own = (4, AK_PASSPHRASE);
    let as_ak = |key: &[(u32, &str)], words: &[&str]| {
        let mut call = vec!["--as", "AK", "--pin-fd", "3"];
        if !key.is_empty() {
            call.extend(["--key-fd", "4"]);
        }
        call.extend(words);
        clinic.words(&[&[pin], key].concat(), &call)
    };
    // Without a key of their own they seal nothing, and the opener's key does nothing in their name.
    let mut words = chosen("seal", "first-call");
    words.extend(["--into", text(two.stick())]);
    assert_eq!(as_ak(&[], &words).failure(3), "not_allowed");
    let enrol = "person enrol AK --their-pin-fd 3 --new-passphrase-fd 4";
    assert_eq!(clinic.with(&[pin, own], enrol).code, 0);
    assert_eq!(as_ak(&[], &words).failure(4), "key_asked");
    assert_eq!(
        as_ak(&[(4, world::PASSPHRASE)], &words).failure(4),
        "wrong_passphrase"
    );

    // Their own card has their own words; the supervisor takes it in, and their packet with it.
    let card = path(&as_ak(
        &[own],
        &["packet", "card", "--into", text(two.stick())],
    ));
    let known = away.words(&[], &["packet", "trust", text(&card)]).json(0);
    assert_eq!(known["name"], "Anders");
    let mine = clinic.call("packet contacts").json(0)["words"].clone();
    assert_ne!(known["words"], mine);
    let sealed = path(&as_ak(&[own], &words));
    let id = thread(&open(away, &sealed));
    let view = act(away, &["show", &id]);
    assert_eq!(view["line"]["author"], "Anders");
    assert_eq!(
        view["line"]["number"], 1,
        "each author counts for themselves"
    );
    act(away, &["ask", &id, "Why by telephone?"]);
    let back = path(&away.words(&[], &["packet", "reply", &id, "--into", text(two.stick())]));
    // It is sealed to AK: the opener of the vault cannot open it, and has no word in the thread.
    assert_eq!(open(clinic, &back).failure(3), "packet_not_for_you");
    assert_eq!(thread(&as_ak(&[own], &["packet", "open", text(&back)])), id);
    let foreign = clinic.words(&[], &["review", "answer", &id, "1", "I do not know."]);
    assert_eq!(foreign.failure(3), "not_allowed");
    assert_eq!(
        as_ak(
            &[own],
            &["review", "answer", &id, "1", "She lives far away."]
        )
        .code,
        0
    );
    let reply = ["packet", "reply", &id, "--into", text(two.stick())];
    assert_eq!(clinic.words(&[], &reply).failure(3), "not_allowed");
    let answer = path(&as_ak(&[own], &reply));
    assert_eq!(thread(&open(away, &answer)), id);
    assert_eq!(act(away, &["show", &id])["queries"][0]["state"], "answered");
    assert_eq!(clinic.call("vault verify").code, 0);
}
