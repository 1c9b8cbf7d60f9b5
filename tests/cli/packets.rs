//! Packets at the side door: two vaults that never meet, from the contact card to the countersigned record.

use crate::door::{Door, Said};
use serde_json::Value;
use std::path::{Path, PathBuf};
use support::world;

/// A therapist's vault with a day in it, a supervisor's that holds no client, and a stick between them.
pub struct Two {
    pub clinic: Door,
    pub away: Door,
    stick: tempfile::TempDir,
}

pub fn supervisor(initials: &str, name: &str) -> Door {
    let away = Door::empty();
    let made = away.words(
        &[(3, world::PIN_MS)],
        &[
            "vault",
            "create",
            "--training",
            "--quick",
            "--initials",
            initials,
            "--owner",
            name,
            "--roles",
            "supervisor,vault_keeper",
            "--new-pin-fd",
            "3",
        ],
    );
    assert_eq!(made.json(0)["training"], true);
    away
}

impl Two {
    fn new() -> Two {
        let clinic = Door::with_vault();
        let played = clinic.call("training play --keep");
        assert_eq!(played.code, 0, "{}", played.err);
        Two {
            clinic,
            away: supervisor("IL", "Ingrid Lund"),
            stick: tempfile::tempdir().expect("a stick"),
        }
    }

    pub fn stick(&self) -> &Path {
        self.stick.path()
    }

    /// Both have each other's card.
    pub fn introduced() -> Two {
        Two::new().introduce()
    }

    /// The same, of a clinic whose vault is there already.
    pub fn between(clinic: Door) -> Two {
        let two = Two {
            clinic,
            away: supervisor("IL", "Ingrid Lund"),
            stick: tempfile::tempdir().expect("a stick"),
        };
        two.introduce()
    }

    fn introduce(self) -> Two {
        let two = self;
        for (from, to) in [(&two.clinic, &two.away), (&two.away, &two.clinic)] {
            let card = path(&from.words(&[], &["packet", "card", "--into", text(two.stick())]));
            let taken = to.words(&[], &["packet", "trust", text(&card)]).json(0);
            assert_eq!(taken["compared"], false);
            let own = from.call("packet contacts").json(0);
            assert_eq!(
                taken["words"], own["words"],
                "the same six words on both sides"
            );
        }
        two
    }

    fn client(&self) -> String {
        let clients = self.clinic.call("client list").json(0);
        clients[0]["code"].as_str().expect("a code").to_owned()
    }

    /// What a packet for the supervisor holds, by the stock `age` program and the identity that they exported.
    pub fn decrypted(&self, file: &Path) -> Vec<u8> {
        let identity = self.stick().join("identity");
        if !identity.exists() {
            let words = [
                "packet",
                "identity",
                "--out",
                text(&identity),
                "--proof-fd",
                "3",
            ];
            let said = self.away.words(&[(3, world::PASSPHRASE)], &words);
            assert_eq!(said.code, 0, "{}", said.err);
        }
        let sealed = std::fs::read(file).expect("a packet");
        age(&["-d", "-i", text(&identity)], &sealed)
    }

    pub fn seal(&self, more: &[&str]) -> Said {
        let client = self.client();
        let mut words = vec![
            "packet",
            "seal",
            "--client",
            &client,
            "--to",
            "Ingrid Lund",
            "--purpose",
            "Supervision of the first session",
            "--into",
            text(self.stick()),
        ];
        words.extend(more);
        self.clinic.words(&[], &words)
    }
}

pub fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

pub fn path(said: &Said) -> PathBuf {
    PathBuf::from(said.json(0)["path"].as_str().expect("a path"))
}

pub fn open(door: &Door, file: &Path) -> Said {
    door.words(&[], &["packet", "open", text(file)])
}

pub fn thread(said: &Said) -> String {
    said.json(0)["thread"]
        .as_str()
        .expect("a thread")
        .to_owned()
}

pub fn act(door: &Door, words: &[&str]) -> Value {
    door.words(&[], &[&["review"], words].concat()).json(0)
}

#[test]
fn a_session_goes_to_a_supervisor_comes_back_is_answered_and_countersigned() {
    let two = Two::introduced();
    let (clinic, away) = (&two.clinic, &two.away);
    let client = two.client();

    // What leaves is shown first, and process notes stay unless they are asked for.
    let look = [
        "packet",
        "look",
        "--client",
        &client,
        "--to",
        "Ingrid Lund",
        "--purpose",
        "x",
    ];
    let leaving = clinic.words(&[], &look).json(0);
    assert_eq!(leaving["code"], client.as_str());
    assert_eq!(leaving["sessions"].as_array().map(Vec::len), Some(1));
    assert_eq!(leaving["to"][0]["name"], "Ingrid Lund");

    let sealed = two.seal(&[]);
    let first = path(&sealed);
    let id = thread(&sealed);
    assert_eq!(thread(&open(away, &first)), id);
    assert_eq!(open(away, &first).failure(3), "packet_known");

    // The supervisor's vault holds no client, and shows the whole day.
    assert_eq!(away.call("client list").json(0), serde_json::json!([]));
    let view = act(away, &["show", &id[..8]]);
    assert_eq!(view["line"]["side"], "reviewer");
    assert_eq!(view["line"]["author"], "Maren");
    assert_eq!(view["line"]["code"], client.as_str());
    let eyes: Vec<String> = view["sessions"][0]["eyes"]
        .as_array()
        .expect("eyes")
        .iter()
        .map(|eye| eye["key"].as_str().expect("a key").to_owned())
        .collect();
    assert!(
        eyes.len() > 2,
        "a scripted day has something to look at: {eyes:?}"
    );
    let log = view["sessions"][0]["view"]["log"].as_array().map(Vec::len);
    assert!(log > Some(20));
    assert!(
        view["sessions"][0]["strip"]
            .as_array()
            .is_some_and(|strip| strip.len() > 10)
    );

    // Nothing is accepted unseen; a query comes back answered; only the asker closes it.
    let accept = away.words(&[], &["review", "accept", &id]);
    assert_eq!(accept.failure(3), "not_seen");
    for eye in &eyes {
        act(away, &["seen", &id, eye]);
    }
    act(away, &["ask", &id, "Who was told?", "--entry", "12"]);
    act(
        away,
        &[
            "note",
            &id,
            "ask about their own supervision",
            "--entry",
            "12",
        ],
    );
    let accept = away.words(&[], &["review", "accept", &id]);
    assert_eq!(accept.failure(3), "queries_left");
    // The protocol's own form: a step is shown by a moment, what the record does not show has none.
    let rate = |words: &[&str]| away.words(&[], &[&["review", "rate", &id], words].concat());
    assert_eq!(rate(&["setting", "--value", "2"]).code, 2);
    for wrong in [
        ["setting", "--value", "9", "--entry", "12"],
        ["nowhere", "--value", "2", "--entry", "12"],
        ["setting", "--value", "2", "--entry", "99999"],
    ] {
        assert_eq!(rate(&wrong).failure(3), "review_refused", "{wrong:?}");
    }
    assert_eq!(rate(&["setting", "--value", "2", "--entry", "12"]).code, 0);
    assert_eq!(rate(&["touch"]).code, 0);
    let own = away.words(
        &[],
        &[
            "review", "rate", &id, "setting", "--value", "1", "--entry", "12",
        ],
    );
    let form = &own.json(0)["sessions"][0]["adherence"];
    assert_eq!(
        form["items"][0]["ratings"][0]["value"], 1,
        "the latest counts"
    );
    act(away, &["return", &id, "--reason", "One question first."]);
    act(
        away,
        &[
            "supervised",
            &id,
            "--on",
            "2026-03-09",
            "--minutes",
            "45",
            "--topics",
            "the second hour",
        ],
    );
    let back = path(&away.words(&[], &["packet", "reply", &id, "--into", text(two.stick())]));

    assert_eq!(
        thread(&clinic.words(&[], &["packet", "merge", text(&back)])),
        id
    );
    let view = act(clinic, &["show", &id]);
    assert_eq!(view["line"]["side"], "author");
    assert_eq!(view["line"]["decisions"][0]["decided"], "returned");
    assert_eq!(
        view["line"]["decisions"][0]["reason"],
        "One question first."
    );
    let items = &view["sessions"][0]["adherence"]["items"];
    assert_eq!(items[0]["ratings"][0]["name"], "Ingrid Lund");
    assert_eq!(items[0]["ratings"][0]["entry"], 12);
    let mut all = items.as_array().expect("items").iter();
    let touch = all.find(|item| item["id"] == "touch");
    assert!(touch.is_some_and(|item| item["ratings"][0]["value"].is_null()));
    let rated = clinic.words(&[], &["review", "rate", &id, "touch"]);
    assert_eq!(
        rated.failure(3),
        "review_refused",
        "the team does not rate itself"
    );
    let waiting = clinic.call("review waiting").json(0);
    assert_eq!(
        (&waiting[0]["to_answer"], &waiting[0]["given_back"]),
        (&1.into(), &1.into())
    );
    assert_eq!(view["queries"][0]["said"][0]["text"], "Who was told?");
    assert_eq!(view["queries"][0]["on"]["entry"], 12);
    let said = view.to_string();
    assert!(
        !said.contains("their own supervision"),
        "a private note stays where it was written"
    );
    let wrong = clinic.words(&[], &["review", "accept", &id]);
    assert_eq!(wrong.failure(3), "review_refused");
    act(
        clinic,
        &["answer", &id, "1", "Dr Lund, at 12:58, by telephone."],
    );
    act(clinic, &["agree", &id, "1"]);
    let answer = path(&clinic.words(&[], &["packet", "reply", &id, "--into", text(two.stick())]));

    assert_eq!(thread(&open(away, &answer)), id);
    let view = act(away, &["show", &id]);
    assert_eq!(view["queries"][0]["state"], "answered");
    assert_eq!(away.call("review waiting").json(0)[0]["to_close"], 1);
    assert_eq!(view["notes"][1]["what"]["agreed"], "Maren");
    act(away, &["close", &id, "1"]);
    act(away, &["accept", &id]);
    let signed = act(away, &["sign", &id]);
    assert_eq!(signed["sessions"][0]["signed"], true);
    let last = path(&away.words(&[], &["packet", "reply", &id, "--into", text(two.stick())]));

    // Home again: accepted, and the supervisor's signature stands under the session's own rows.
    assert_eq!(thread(&open(clinic, &last)), id);
    let view = act(clinic, &["show", &id]);
    assert_eq!(view["line"]["decisions"][0]["decided"], "accepted");
    assert_eq!(view["queries"][0]["state"], "closed");
    let session = view["sessions"][0]["plan"]["session"]
        .as_str()
        .expect("an id");
    let shown = clinic
        .call(&format!("sign show --session {session}"))
        .json(0);
    let line = &shown["lines"][0];
    assert_eq!(line["name"], "Ingrid Lund");
    assert_eq!(line["meaning"], "reviewer");
    assert_eq!(line["standing"], "holds");
    // Both records hold, packets and threads among what they speak of.
    for door in [clinic, away] {
        assert_eq!(door.call("vault verify").code, 0);
    }
    assert_eq!(clinic.call("vault verify").json(0)["signatures"], 1);
    assert_eq!(clinic.call("review waiting").json(0), serde_json::json!([]));
}

#[test]
fn a_pair_is_counted_across_the_sessions_in_packets() {
    let two = Two::introduced();
    assert_eq!(
        two.away.call("review trends").json(0)["pairs"],
        serde_json::json!([])
    );
    for more in [&["--without-words"][..], &[]] {
        assert_eq!(open(&two.away, &path(&two.seal(more))).code, 0);
    }
    let id = two.away.call("packet list").json(0)[0]["thread"].clone();
    let view = act(&two.away, &["show", id.as_str().expect("an id")]);
    let log = view["sessions"][0]["view"]["log"]
        .as_array()
        .expect("a log");
    let entries = |kind: &str| {
        let all = log.iter().filter(|line| line["what"]["kind"] == kind);
        all.cloned().collect::<Vec<Value>>()
    };
    let eyes = |begins: &str| {
        let all = view["sessions"][0]["eyes"].as_array().expect("eyes").iter();
        all.filter(|eye| {
            eye["key"]
                .as_str()
                .is_some_and(|key| key.starts_with(begins))
        })
        .count()
    };
    let gaps: i64 = entries("gap")
        .iter()
        .map(|line| {
            let at = |key: &str| line["what"][key].as_i64().expect("a moment");
            at("to_ms") - at("from_ms")
        })
        .sum();
    // The session lies in two packets and counts once, under the names that one of them left in.
    for door in [&two.away, &two.clinic] {
        let pairs = door.call("review trends").json(0)["pairs"].clone();
        assert_eq!(pairs.as_array().map(Vec::len), Some(1));
        assert_eq!(pairs[0]["names"][0], "Maren");
        let sessions = pairs[0]["sessions"].as_array().expect("sessions");
        assert_eq!(sessions.len(), 1);
        assert_eq!(sessions[0]["put_off"], entries("deferred").len());
        assert_eq!(sessions[0]["late"], eyes("late/"));
        assert_eq!(sessions[0]["missed"], eyes("missed/"));
        assert_eq!(sessions[0]["entered_late"], eyes("entered_late/"));
        assert_eq!(sessions[0]["touches"], entries("touched").len());
        assert_eq!(sessions[0]["touch_outside"], eyes("touch_outside/"));
        assert!(sessions[0]["touch_ms"].as_i64() > Some(0));
        assert_eq!(eyes("touch_outside/"), 1, "the fall");
        assert_eq!((eyes("touch_narrowed/"), eyes("no_touch")), (1, 0));
        assert_eq!(sessions[0]["gaps_ms"], gaps);
        assert!(gaps > 0 && sessions[0]["put_off"].as_u64() > Some(0));
    }
}

#[test]
fn a_filled_training_vault_has_a_supervisor_beside_it() {
    let door = Door::with_vault();
    let filled = door.call("training fill").json(0);
    assert_eq!(filled["clients"].as_array().map(Vec::len), Some(5));
    let made = &filled["supervisor"];
    let thread = made["thread"].as_str().expect("a thread");
    let view = act(&door, &["show", thread]);
    assert_eq!(view["line"]["decisions"][0]["decided"], "returned");
    assert_eq!(view["queries"][0]["state"], "answered");
    assert_eq!(view["line"]["unsent"], 0);
    assert_eq!(view["sessions"].as_array().map(Vec::len), Some(3));
    // A visit went along.
    let pieces = view["course"]["pieces"].as_array().expect("parts");
    assert_eq!(pieces.len(), 1);
    assert_eq!(pieces[0]["kind"], "visit");
    // Their vault opens with the passphrase that was told, and the answer that waits is merged there.
    let phrase = made["passphrase"].as_str().expect("a passphrase");
    std::fs::write(door.home.path().join("passphrase"), phrase).expect("written");
    let vault = made["folder"].as_str().expect("a folder");
    let there = |words: &[&str]| door.words(&[], &[&["--vault", vault], words].concat());
    let before = there(&["review", "show", thread]).json(0);
    assert_eq!(before["queries"][0]["state"], "open");
    assert!(before["notes"].to_string().contains("private"));
    let answer = made["answer"].as_str().expect("a file");
    assert_eq!(there(&["packet", "open", answer]).code, 0);
    let after = there(&["review", "show", thread]).json(0);
    assert_eq!(after["queries"][0]["state"], "answered");
    let trends = there(&["review", "trends"]).json(0);
    let sessions = trends["pairs"][0]["sessions"].as_array().map(Vec::len);
    assert_eq!(sessions, Some(3));
    assert_eq!(there(&["vault", "verify"]).code, 0);
}

#[test]
fn who_is_not_known_is_asked_after_and_other_keys_stop_everything() {
    let two = Two::new();
    let (clinic, away) = (&two.clinic, &two.away);
    let card = path(&away.words(&[], &["packet", "card", "--into", text(two.stick())]));
    let six = away.call("packet contacts").json(0)["words"].clone();
    assert_eq!(
        clinic.words(&[], &["packet", "trust", text(&card)]).json(0)["words"],
        six
    );
    let first = path(&two.seal(&[]));

    // Nobody there knows the therapist: their six words are asked for, then they are pinned.
    let asked = open(away, &first);
    assert_eq!(asked.failure(3), "unknown_author");
    let words = clinic.call("packet contacts").json(0)["words"].clone();
    assert_eq!(asked.json(3)["failure"]["facts"]["words"], words);
    assert_eq!(
        away.call("packet list").json(0),
        serde_json::json!([]),
        "nothing was kept"
    );
    let trusted = away.words(&[], &["packet", "open", text(&first), "--trust"]);
    let id = thread(&trusted);
    let known = away.call("packet contacts").json(0);
    assert_eq!(known["contacts"][0]["by_card"], false);
    assert_eq!(
        known["contacts"][0]["compared"], true,
        "--trust says that the words were compared"
    );

    // Revoked: nothing is taken and nothing is sealed.
    assert_eq!(away.words(&[], &["packet", "revoke", "Maren"]).code, 0);
    let second = path(&two.seal(&[]));
    assert_eq!(open(away, &second).failure(3), "author_revoked");
    assert_eq!(
        away.words(&[], &["packet", "revoke", "Maren", "--undo"])
            .code,
        0
    );
    assert_eq!(thread(&open(away, &second)).len(), 32);

    // A lost one leaves a hole that is named. Where it comes late it is read, because the one after it names it; once only.
    let third = path(&two.seal(&[]));
    let fourth = path(&two.seal(&[]));
    let opened = away.words(&[], &["packet", "open", text(&fourth)]);
    assert_eq!(opened.code, 0);
    let newest = away.call("packet list").json(0)[0].clone();
    assert_eq!(newest["missing"], serde_json::json!([3]));
    assert_eq!(newest["late"], false);
    assert_eq!(thread(&open(away, &third)).len(), 32);
    let listed = away.call("packet list").json(0);
    assert_eq!(listed[0]["late"], true, "{listed}");
    assert_eq!(listed[1]["missing"], serde_json::json!([]));
    assert_eq!(open(away, &third).failure(3), "packet_known");

    // A stranger, an answer to nothing, other files.
    let stranger = supervisor("EX", "Somebody Else");
    assert_eq!(open(&stranger, &first).failure(3), "packet_not_for_you");
    assert_eq!(open(away, &card).failure(3), "not_a_packet");
    assert_eq!(
        away.words(&[], &["packet", "trust", text(&first)])
            .failure(3),
        "not_a_card"
    );
    let reply = ["packet", "reply", &id, "--into", text(two.stick())];
    assert_eq!(
        away.words(&[], &reply).failure(3),
        "unknown",
        "nothing was said yet"
    );
    act(away, &["comment", &id, "Read."]);
    let reply = path(&away.words(&[], &reply));
    assert_eq!(open(&stranger, &reply).failure(3), "packet_not_for_you");
    assert_eq!(open(clinic, &reply).code, 0);

    // A packet that came from elsewhere is destroyed like a client: nothing of it can be read again, and the chain holds.
    let short = &id[..8];
    let destroy = ["packet", "destroy", short, "--confirm", short];
    assert_eq!(clinic.words(&[], &destroy).failure(3), "not_allowed");
    assert_eq!(away.words(&[], &destroy).code, 0);
    assert_eq!(
        away.words(&[], &["review", "show", &id]).failure(3),
        "unknown"
    );
    assert_eq!(away.call("vault verify").code, 0);
}

/// Whether a word lies among bytes, in any spelling.
pub fn found(bytes: &[u8], word: &str) -> bool {
    let mut spellings = support::sweep::spellings(word).into_iter();
    spellings.any(|spelling| {
        bytes
            .windows(spelling.len())
            .any(|window| window == spelling)
    })
}

/// The stock program, with these bytes on its standard input.
fn age(words: &[&str], bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let mut child = Command::new("age")
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("age starts");
    let mut hand = child.stdin.take().expect("it listens");
    let bytes = bytes.to_vec();
    let writer = std::thread::spawn(move || hand.write_all(&bytes));
    let done = child.wait_with_output().expect("age ends");
    assert!(done.status.success());
    writer.join().expect("written").expect("written");
    done.stdout
}

#[test]
fn what_was_passed_on_by_the_stock_program_says_so() {
    let two = Two::introduced();
    let sealed = path(&two.seal(&[]));
    let inside = two.decrypted(&sealed);
    let stranger = supervisor("EX", "Somebody Else");
    let card = path(&stranger.words(&[], &["packet", "card", "--into", text(two.stick())]));
    let card = std::fs::read_to_string(card).expect("a card");
    let to = card
        .lines()
        .find_map(|line| line.strip_prefix("recipient "));
    let again = age(&["-r", to.expect("a recipient")], &inside);
    let passed = two.stick().join("passed.holdfast-packet");
    std::fs::write(&passed, again).expect("written");
    assert_eq!(open(&stranger, &passed).failure(3), "packet_forwarded");
    // Control: sealed by the stock program to whom its author named, it opens.
    let card = path(
        &two.away
            .words(&[], &["packet", "card", "--into", text(two.stick())]),
    );
    let card = std::fs::read_to_string(card).expect("a card");
    let to = card
        .lines()
        .find_map(|line| line.strip_prefix("recipient "));
    std::fs::write(&passed, age(&["-r", to.expect("a recipient")], &inside)).expect("written");
    assert_eq!(open(&two.away, &passed).code, 0);
}

#[test]
fn what_is_left_out_is_nowhere_in_the_packet() {
    let two = Two::introduced();
    let client = two.client();
    let session = two.clinic.call("session list").json(0)[0]["id"].clone();
    let log = two
        .clinic
        .call(&format!(
            "session show {}",
            session.as_str().expect("an id")
        ))
        .json(0);
    let noted: Vec<String> = log["log"]
        .as_array()
        .expect("a log")
        .iter()
        .filter(|line| line["what"]["kind"] == "noted")
        .map(|line| line["what"]["text"].as_str().expect("words").to_owned())
        .collect();
    assert!(noted.len() > 2, "the day has notes");

    // Everything that says who the client is, and every word and name that the day holds.
    let details = r#"{"name":"Signe Sommerfugl","born":"1985-04-30","pronouns":"they","contact":"signe@example.org","emergency":"Ilja Sommerfugl","support":"her choir","clinicians":"Dr Brandt","allergies":"kiwi"}"#;
    let change = ["client", "change", &client, "--details-fd", "3"];
    assert_eq!(two.clinic.words(&[(3, details)], &change).code, 0);
    let person = [
        "Signe",
        "Sommerfugl",
        "1985-04-30",
        "signe@example.org",
        "her choir",
        "Dr Brandt",
        "kiwi",
    ];
    let of_the_day = [
        "Training AK",
        "K-118",
        "will call again",
        "back in ten",
        "Sister fetches",
        "stumbled",
        "laid flat",
        "harbour",
        "upper back",
    ];

    let whole = path(&two.seal(&["--process-notes-for", "Ingrid Lund"]));
    let read = two.decrypted(&whole);
    for canary in of_the_day.iter().chain([&client.as_str()]) {
        assert!(found(&read, canary), "the control: {canary} is found");
    }
    for canary in person {
        assert!(!found(&read, canary), "{canary}");
    }
    assert_eq!(open(&two.away, &whole).code, 0);
    let id = two.away.call("packet list").json(0)[0]["thread"].clone();
    let whole = act(&two.away, &["show", id.as_str().expect("an id")]).to_string();
    assert!(
        noted.iter().all(|text| whole.contains(text.as_str())),
        "the control: they are found"
    );

    let bare = path(&two.seal(&["--without-words", "--days", "30"]));
    // Not in one byte that anybody can decrypt: manifest, checkpoint, parts. Who sealed it stands in the manifest, and nowhere else.
    let read = two.decrypted(&bare);
    let canaries = noted
        .iter()
        .map(String::as_str)
        .chain(person)
        .chain(of_the_day);
    for canary in canaries.chain([client.as_str()]) {
        assert!(!found(&read, canary), "{canary}");
    }
    let front = u32::from_be_bytes(read[12..16].try_into().expect("four bytes")) as usize + 112;
    assert!(found(&read[..front], "Maren") && !found(&read[front..], "Maren"));
    let id = thread(&open(&two.away, &bare));
    let view = act(&two.away, &["show", &id]);
    assert!(view["line"]["expires_wall_ms"].is_i64());
    let bare = view["sessions"].to_string();
    for text in noted.iter().chain([&client]) {
        assert!(!bare.contains(text.as_str()), "{text}");
    }
    for name in ["Maren", "Training AK"] {
        assert!(!bare.contains(name), "{name}");
    }
    // Values and times are there.
    assert!(
        view["sessions"][0]["view"]["readings"]
            .as_array()
            .is_some_and(|all| all.len() > 5)
    );
}

#[test]
fn a_card_with_other_keys_is_taken_only_when_somebody_says_so() {
    let two = Two::introduced();
    let clinic = &two.clinic;
    // The supervisor lost the laptop and made a vault anew: another person id, so another contact of the same name.
    let again = supervisor("IL", "Ingrid Lund");
    let card = path(&again.words(&[], &["packet", "card", "--into", text(two.stick())]));
    assert_eq!(clinic.words(&[], &["packet", "trust", text(&card)]).code, 0);
    let named = clinic.words(&[], &["packet", "compared", "Ingrid Lund"]);
    assert_eq!(named.failure(3), "unknown", "two of one name: by id only");
    // A changed card is no card.
    let text_of = std::fs::read_to_string(&card).expect("a card");
    let changed = text_of.replace("Ingrid", "Astrid");
    std::fs::write(&card, changed).expect("written");
    assert_eq!(
        clinic
            .words(&[], &["packet", "trust", text(&card)])
            .failure(3),
        "not_a_card"
    );
}
