//! An older copy that was put back: nothing is sealed from it, until whoever keeps the vault says that there is no newer one.

use crate::packets::{choice, copy, put_back, seal, stopped, two};
use clinic::review::{Event, Place};
use companion::packets::Stopped;
use companion::{Error, Secret};
use support::world;

#[test]
fn nothing_is_sealed_from_a_record_that_is_older_than_its_head() {
    let mut two = two();
    let folder = world::folder(two.home.path());
    let (older, newest) = (
        two.home.path().join("older"),
        two.home.path().join("newest"),
    );
    two.author.vault_lock().expect("locks");
    copy(&folder, &older);
    world::unlock(&mut two.author, two.home.path()).expect("opens");
    two.author.client_add("KELP-015", "").expect("a client");
    two.author.vault_lock().expect("locks");
    copy(&folder, &newest);

    put_back(&older, &folder, &["head"]);
    world::unlock(&mut two.author, two.home.path()).expect("opens");
    assert!(two.author.vault_opened().expect("open").older_than_head);
    let choice = choice(&two.author);
    let look = two.author.packet_look(&choice);
    assert_eq!(stopped(look), Stopped::OwnOlder);
    let sealed = two.author.packet_seal(&choice, two.stick.path());
    assert_eq!(stopped(sealed), Stopped::OwnOlder);
    let left = std::fs::read_dir(two.stick.path()).expect("the stick");
    assert_eq!(left.count(), 0, "nothing left");
    two.author.vault_lock().expect("locks");

    // Control: the newest copy seals.
    put_back(&newest, &folder, &[]);
    world::unlock(&mut two.author, two.home.path()).expect("opens");
    seal(&mut two.author, two.stick.path());
}

#[test]
fn an_answer_that_vouches_for_more_than_the_record_holds_stops_its_sealing() {
    let mut two = two();
    let folder = world::folder(two.home.path());
    let yesterday = two.home.path().join("yesterday");
    two.author.vault_lock().expect("locks");
    copy(&folder, &yesterday);
    world::unlock(&mut two.author, two.home.path()).expect("opens");
    let sealed = seal(&mut two.author, two.stick.path());
    let thread = two.reader.packet_open(&sealed, false).expect("opens");
    let said = Event::Commented {
        on: Place::Whole,
        text: "Read.".to_owned(),
    };
    two.reader.review_act(thread, said).expect("kept");
    let reply = two.reader.packet_reply(thread, two.stick.path());
    let reply = reply.expect("sealed").path;
    two.author.vault_lock().expect("locks");

    // Everything is put back, head and all: the vault cannot see it, and seals. The answer knows better.
    put_back(&yesterday, &folder, &[]);
    world::unlock(&mut two.author, two.home.path()).expect("opens");
    assert!(!two.author.vault_opened().expect("open").older_than_head);
    let choice = choice(&two.author);
    two.author
        .packet_look(&choice)
        .expect("nothing is known yet");
    let answer = two.author.packet_open(&reply, false);
    assert_eq!(stopped(answer), Stopped::OwnOlder);
    assert!(two.author.threads().expect("threads").is_empty());
    let sealed = two.author.packet_seal(&choice, two.stick.path());
    assert_eq!(stopped(sealed), Stopped::OwnOlder);
    // It stays so when the vault is opened again.
    two.author.vault_lock().expect("locks");
    world::unlock(&mut two.author, two.home.path()).expect("opens");
    assert_eq!(stopped(two.author.packet_look(&choice)), Stopped::OwnOlder);

    // There is no newer copy: whoever keeps the vault says so, once, and the chain does.
    let says = two.author.vault_opened().expect("open").older_than_head;
    assert!(says, "everybody is told");
    two.author.vault_older_seen().expect("taken");
    assert!(!two.author.vault_opened().expect("open").older_than_head);
    let access = two.author.audit_access().expect("entries");
    let taken = access
        .iter()
        .find(|entry| entry.action == "older_copy_taken");
    assert!(taken.is_some_and(|entry| entry.id != "0"), "{taken:?}");
    let log = wire::audit::AccessOf {
        before: None,
        most: 50,
    };
    let log = log.run(&two.author).expect("the log");
    let line = log
        .lines
        .iter()
        .find(|one| one.action == "older_copy_taken");
    assert_eq!(
        line.map(|one| one.wrong),
        Some(0),
        "no passphrase was wrong"
    );
    let again = two.author.vault_older_seen();
    assert!(matches!(again, Err(Error::Unknown { .. })), "{again:?}");
    // The same answer once more is an answer to a packet that is not known here, and stops nothing.
    let late = two.author.packet_open(&reply, false);
    assert!(late.is_err(), "{late:?}");
    seal(&mut two.author, two.stick.path());
    // The head follows the record again: an older copy than this one is noticed.
    two.author.vault_lock().expect("locks");
    put_back(&yesterday, &folder, &["head"]);
    world::unlock(&mut two.author, two.home.path()).expect("opens");
    assert!(two.author.vault_opened().expect("open").older_than_head);
}

/// A preview is the look of one person: under it nobody else seals, because the process notes that leave are those of whoever seals.
#[test]
fn what_one_person_looked_at_is_sealed_by_nobody_else() {
    let mut two = two();
    let asked = choice(&two.author);
    let choice = wire::packets::PacketChoice {
        client: asked.client.to_string(),
        sessions: asked.sessions.iter().map(ToString::to_string).collect(),
        course: Vec::new(),
        to: asked.to.iter().map(ToString::to_string).collect(),
        purpose: asked.purpose,
        redaction: wire::packets::Redaction::Coded,
        process_notes: asked.to.iter().map(ToString::to_string).collect(),
        days: None,
    };
    let looked = choice.look(&mut two.author).expect("a look");
    let seal = wire::packets::SealPacket {
        choice,
        by: looked.by,
        folder: two.stick.path().to_string_lossy().into_owned(),
    };
    let ak = two.author.person_by_initials("AK").expect("AK");
    let ms = two.author.author().expect("MS");
    two.author
        .person_take_pen(ak, &Secret::from(world::PIN_AK))
        .expect("AK writes");
    let sealed = seal.run(&mut two.author).map(|sealed| sealed.path);
    assert!(matches!(sealed, Err(Error::PenPassed)), "{sealed:?}");
    let left = std::fs::read_dir(two.stick.path()).expect("the stick");
    assert_eq!(left.count(), 0, "nothing left");
    // Control: whoever looked seals.
    two.author
        .person_take_pen(ms, &Secret::from(world::PIN_MS))
        .expect("MS writes");
    seal.run(&mut two.author).expect("sealed");
}
