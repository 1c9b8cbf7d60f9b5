//! Several people review, each in a role of their own; what they signed says what became of the acceptance behind it.

use crate::door::Door;
use crate::packets::{Two, act, open, path, text, thread};
use crate::reports;
use serde_json::{Value, json};

/// The lines under the only session of a clinic, and the same in words.
fn under(clinic: &Door, session: &str) -> (Vec<Value>, String) {
    let shown = ["sign", "show", "--session", session];
    let view = clinic.words(&[], &shown).json(0);
    let said = clinic.told(&shown).out;
    (view["lines"].as_array().expect("lines").clone(), said)
}

fn session_of(view: &Value) -> String {
    let id = view["sessions"][0]["plan"]["session"].as_str();
    id.expect("an id").to_owned()
}

/// Looks at everything that needs eyes, accepts, signs.
fn accept(away: &Door, id: &str) {
    let view = act(away, &["show", id]);
    for eye in view["sessions"][0]["eyes"].as_array().expect("eyes") {
        if eye["seen"] == false {
            act(away, &["seen", id, eye["key"].as_str().expect("a key")]);
        }
    }
    act(away, &["accept", id]);
    let signed = act(away, &["sign", id]);
    assert_eq!(signed["sessions"][0]["signed"], true);
}

fn home(two: &Two, id: &str) {
    let reply = ["packet", "reply", id, "--into", text(two.stick())];
    let file = path(&two.away.words(&[], &reply));
    assert_eq!(thread(&open(&two.clinic, &file)), id);
}

#[test]
fn an_acceptance_that_is_taken_back_is_said_under_the_signature_it_stood_behind() {
    let two = Two::introduced();
    let (clinic, away) = (&two.clinic, &two.away);
    let sealed = path(&two.seal(&[]));
    let id = thread(&open(away, &sealed));
    accept(away, &id);
    home(&two, &id);
    let session = session_of(&act(clinic, &["show", &id]));
    let (lines, said) = under(clinic, &session);
    assert_eq!(lines[0]["standing"], "holds");
    assert_eq!(lines[0]["role"], "supervisor");
    assert!(said.contains("reviewed as supervisor"), "{said}");
    assert!(!said.contains("taken back"));
    let verified = clinic.call("vault verify").json(0);
    assert_eq!(verified["taken_back"], json!([]));

    // Taken back: at the reviewer's side at once, at the author's with the next answer.
    act(
        away,
        &["withdraw", &id, "--reason", "I read the wrong day."],
    );
    let view = act(away, &["show", &id]);
    assert_eq!(view["sessions"][0]["signed"], false);
    let made = &view["sessions"][0]["signatures"][0];
    assert_eq!(made["holds"], true, "the signature itself stands");
    assert_eq!(made["taken_back"]["reason"], "I read the wrong day.");
    assert_eq!(view["line"]["decisions"][0]["decided"], "taken_back");
    let spoken = away.told(&["review", "show", &id]).out;
    assert!(
        spoken.contains("the acceptance behind it was taken back (acceptance taken back"),
        "{spoken}"
    );
    let unsigned = away.words(&[], &["review", "sign", &id]);
    assert_eq!(unsigned.failure(3), "review_refused", "nothing is accepted");
    let (lines, _) = under(clinic, &session);
    assert_eq!(lines[0]["standing"], "holds", "nobody here knows it yet");
    assert_eq!(clinic.call("review waiting").json(0), json!([]));
    home(&two, &id);

    // It waits with whoever sealed the packet, until they say that they saw it.
    let waits = clinic.call("review waiting").json(0);
    assert_eq!(waits[0]["taken_back"], json!(["Ingrid Lund"]));
    assert_eq!(waits[0]["sessions"], json!([1]));
    let said = clinic.told(&["review", "waiting"]).out;
    assert!(
        said.contains("Ingrid Lund took back the acceptance of session 1"),
        "{said}"
    );
    let theirs = away.words(&[], &["review", "acknowledge", &id]);
    assert_ne!(theirs.code, 0, "it is not the reviewer's to say");
    let seen = act(clinic, &["acknowledge", &id]);
    let decided = &seen["line"]["decisions"][0];
    assert_eq!(decided["decided"], "taken_back", "what happened stays");
    assert_eq!(decided["unseen"], Value::Null);
    assert_eq!(clinic.call("review waiting").json(0), json!([]));
    let twice = clinic.words(&[], &["review", "acknowledge", &id]);
    assert_ne!(twice.code, 0, "nothing is left to see");

    let (lines, said) = under(clinic, &session);
    assert_eq!(lines.len(), 1, "the record stays");
    assert_eq!(lines[0]["standing"], "taken_back");
    assert_eq!(lines[0]["taken_back"]["reason"], "I read the wrong day.");
    assert!(said.contains("I read the wrong day."), "{said}");
    let shown = clinic.told(&["vault", "verify"]);
    assert_eq!(shown.code, 0, "it holds as a signature");
    assert!(
        shown.out.contains(
            "Signature 1 is a reviewer's. It holds, and the acceptance behind it was taken back."
        ),
        "{}",
        shown.out
    );
    assert_eq!(
        clinic.call("vault verify").json(0)["taken_back"],
        json!([1])
    );
    let trail = ["audit", "trail", "--session", &session, "1"];
    let trail = clinic.told(&trail).out;
    assert!(
        trail.contains("acceptance behind it was taken back"),
        "{trail}"
    );
    // On paper, out of the record and out of the packet.
    let record = two.stick().join("record.pdf");
    let out = ["session", "report", &session, "--out", text(&record)];
    assert_eq!(clinic.words(&[], &out).code, 0);
    let packet = two.stick().join("packet.pdf");
    let out = ["packet", "report", &id, "--out", text(&packet)];
    assert_eq!(away.words(&[], &out).code, 0);
    for file in [&record, &packet] {
        let paper = reports::text(file)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        assert!(
            paper.contains("signed as its reviewer, supervisor"),
            "{paper}"
        );
        assert!(
            paper.contains("the acceptance behind it was taken back"),
            "{paper}"
        );
        assert!(paper.contains("I read the wrong day."), "{paper}");
    }
    // What counts no longer is not handed on as if it did.
    let again = thread(&open(away, &path(&two.seal(&[]))));
    let carried = act(away, &["show", &again]);
    assert_eq!(carried["sessions"][0]["signatures"], json!([]));

    // Accepted anew: a new signature stands, the first one says what it said.
    accept(away, &id);
    home(&two, &id);
    let (lines, _) = under(clinic, &session);
    let standings: Vec<&Value> = lines.iter().map(|line| &line["standing"]).collect();
    assert_eq!(standings, ["taken_back", "holds"]);
    assert_eq!(
        clinic.call("vault verify").json(0)["taken_back"],
        json!([1])
    );
}

#[test]
fn what_is_given_back_or_unlocked_after_it_was_signed_is_said_too() {
    let two = Two::introduced();
    let (clinic, away) = (&two.clinic, &two.away);
    let id = thread(&open(away, &path(&two.seal(&[]))));
    accept(away, &id);
    home(&two, &id);
    act(away, &["return", &id, "--reason", "One more question."]);
    home(&two, &id);
    let session = session_of(&act(clinic, &["show", &id]));
    let (lines, _) = under(clinic, &session);
    assert_eq!(lines[0]["standing"], "taken_back");
    assert_eq!(lines[0]["taken_back"]["reason"], "One more question.");

    // Unlocked as well: void, and still told what became of the acceptance.
    let object = ["--session", &session];
    for verb in [
        &["sign", "record"][..],
        &["sign", "lock"],
        &["sign", "unlock", "--yes", "--reason", "a page was missing"],
    ] {
        let done = clinic.words(&[], &[verb, &object].concat());
        assert_eq!(done.code, 0, "{verb:?}: {}", done.err);
    }
    let (lines, said) = under(clinic, &session);
    assert_eq!(lines[0]["standing"], "voided");
    assert_eq!(lines[0]["taken_back"]["reason"], "One more question.");
    assert!(
        said.contains("void: it was unlocked since (acceptance taken back"),
        "{said}"
    );
}

#[test]
fn each_reader_has_a_role_on_the_card_in_the_packet_and_under_the_signature() {
    let two = Two::introduced();
    let (clinic, away) = (&two.clinic, &two.away);
    let first = std::fs::read_to_string(path(
        &away.words(&[], &["packet", "card", "--into", text(two.stick())]),
    ))
    .expect("a card");
    assert!(first.starts_with("holdfast-card/2\n") && first.contains("\nrole supervisor\n"));
    // A therapist reviews nothing: their card is written as ever.
    let card = clinic.call("packet card").json(0)["card"].clone();
    let card = card.as_str().expect("a card");
    assert!(card.starts_with("holdfast-card/1\n") && !card.contains("role"));

    // Another role on a new card of the same keys: the pin stays, the role is the new one.
    let monitor = away.words(
        &[],
        &[
            "packet",
            "card",
            "--role",
            "medical-monitor",
            "--into",
            text(two.stick()),
        ],
    );
    let taken = clinic.words(&[], &["packet", "trust", text(&path(&monitor))]);
    assert_eq!(taken.json(0)["role"], "medical_monitor");
    let sealed = path(&two.seal(&[]));
    let id = thread(&open(away, &sealed));
    for door in [clinic, away] {
        let view = act(door, &["show", &id]);
        assert_eq!(
            view["line"]["readers"],
            json!([{ "name": "Ingrid Lund", "role": "medical_monitor" }])
        );
    }
    assert!(
        clinic
            .told(&["packet", "list"])
            .out
            .contains("Ingrid Lund (medical monitor)")
    );
    accept(away, &id);
    home(&two, &id);
    let view = act(clinic, &["show", &id]);
    assert_eq!(view["line"]["decisions"][0]["role"], "medical_monitor");
    let (lines, said) = under(clinic, &session_of(&view));
    assert_eq!(lines[0]["role"], "medical_monitor");
    assert!(
        said.contains("reviewed as medical monitor in another vault"),
        "{said}"
    );

    // Whoever seals may say otherwise; the packet that is sealed then names that, the one before stays as it was.
    let peer = clinic.words(&[], &["packet", "role", "Ingrid Lund", "peer"]);
    assert_eq!(peer.json(0)["role"], "peer");
    let second = thread(&open(away, &path(&two.seal(&[]))));
    let role = |id: &str| act(away, &["show", id])["line"]["readers"][0]["role"].clone();
    assert_eq!(
        (role(&id), role(&second)),
        ("medical_monitor".into(), "peer".into())
    );
    accept(away, &second);
    home(&two, &second);
    let (lines, _) = under(clinic, &session_of(&view));
    assert_eq!(lines[1]["role"], "peer");
    // Their card once more, with the role of before: what was set here stays, and so it does where none is named.
    let card = path(&monitor);
    let again = ["packet", "trust", text(&card)];
    assert_eq!(clinic.words(&[], &again).json(0)["role"], "peer");
    let log = clinic.call("audit access").json(0);
    let acts: Vec<&str> = log
        .as_array()
        .expect("entries")
        .iter()
        .filter(|entry| entry["kind"] == "contact")
        .map(|entry| entry["action"].as_str().expect("a word"))
        .collect();
    assert_eq!(
        acts,
        ["contact_pinned", "contact_card_again", "contact_role"]
    );
    // Without a role a packet is of the first version, as ever; the signature says what the reader is in their own vault.
    let none = clinic.words(&[], &["packet", "role", "Ingrid Lund", "none"]);
    assert_eq!(none.json(0)["role"], Value::Null);
    let trusted = clinic.words(&[], &again);
    assert_eq!(trusted.json(0)["role"], Value::Null);
    let plain = path(&two.seal(&[]));
    let inside = two.decrypted(&plain);
    assert_eq!(inside[..12], *b"HFPACKET\0\x01\0\x01");
    assert_eq!(two.decrypted(&sealed)[..12], *b"HFPACKET\0\x02\0\x02");
    let third = thread(&open(away, &plain));
    assert_eq!(role(&third), Value::Null);
    accept(away, &third);
    home(&two, &third);
    let (lines, _) = under(clinic, &session_of(&view));
    assert_eq!(lines[2]["role"], "supervisor");
    for door in [clinic, away] {
        assert_eq!(door.call("vault verify").code, 0);
    }
}
