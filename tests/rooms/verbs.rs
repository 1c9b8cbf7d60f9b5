//! Verbs through the companion, on a real vault: what a door may rely on.

use clinic::session::act::{Act, When};
use clinic::session::event::{Ending, Event, GapCause, Voice};
use companion::clock::{Clock, ScriptedClock};
use companion::drafts::Draft;
use companion::session::{NewSession, Told};
use companion::{Companion, Error, RequestKey, Secret, SessionId, Stamp};
use support::world;

fn note(text: &str) -> Act {
    Act::Note {
        text: text.to_owned(),
        voice: Voice::Observed,
        tags: Vec::new(),
        starred: false,
    }
}

fn now(companion: &mut Companion, id: SessionId, key: u8, act: &Act) -> Result<(), Error> {
    companion.session_act(id, RequestKey([key; 16]), act, Told::When(When::Now))
}

fn notes(companion: &mut Companion, id: SessionId) -> Vec<String> {
    let live = companion.session_load(id).expect("a session");
    let texts = live
        .session
        .rows()
        .iter()
        .filter_map(|row| match &row.event {
            Event::Noted { text, .. } => Some(text.clone()),
            _ => None,
        });
    texts.collect()
}

fn scripted(minute: i64) -> Box<dyn Clock> {
    let stamp = Stamp {
        wall_ms: 1_772_438_400_000 + minute * 60_000,
        zone_minutes: 60,
        uptime_ms: 5_000_000 + minute * 60_000,
        boot: clinic::id::BootId([3; 16]),
    };
    Box::new(ScriptedClock::new(stamp))
}

#[test]
fn a_retry_with_the_same_key_is_the_same_act() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path()).expect("a vault");
    let id = world::session(&mut companion, "KELP-014").expect("a session");
    now(&mut companion, id, 1, &note("once")).expect("kept");
    now(&mut companion, id, 1, &note("once")).expect("the same request");
    now(&mut companion, id, 2, &note("once")).expect("another request");
    assert_eq!(notes(&mut companion, id), ["once", "once"]);
    companion.vault_lock().expect("locks");
    world::unlock(&mut companion, home.path()).expect("opens");
    now(&mut companion, id, 1, &note("once")).expect("still the same request");
    assert_eq!(notes(&mut companion, id), ["once", "once"]);
}

#[test]
fn a_session_goes_on_after_a_closed_door_with_an_honest_gap() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path()).expect("a vault");
    companion.set_clock(scripted(0)).expect("a training vault");
    let id = world::session(&mut companion, "KELP-014").expect("a session");
    companion.set_clock(scripted(5)).expect("a training vault");
    now(&mut companion, id, 1, &note("before")).expect("kept");
    companion
        .draft_keep(id, "note", "half a sent", 4)
        .expect("kept");
    companion.vault_lock().expect("locks");

    let mut companion = world::companion_with(home.path(), scripted(9));
    world::unlock(&mut companion, home.path()).expect("opens");
    let live = companion.session_load(id).expect("the session");
    let gap = live.session.rows().iter().find_map(|row| match &row.event {
        Event::Gap {
            from, to, cause, ..
        } => Some((from.0 / 60_000, to.0 / 60_000, *cause)),
        _ => None,
    });
    assert_eq!(gap, Some((5, 9, GapCause::Closed)));
    let drafts = companion.drafts(id).expect("drafts");
    assert_eq!(drafts.len(), 1);
    assert_eq!(
        (drafts[0].row.text.as_str(), drafts[0].row.caret),
        ("half a sent", 4)
    );
    let report = companion.audit_verify().expect("verifies");
    assert!(
        report.chain.fault.is_none() && report.unreadable.is_none() && report.sessions == 1,
        "{report:?}"
    );
}

#[test]
fn what_somebody_is_typing_is_handed_to_their_own_pen_alone() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path()).expect("a vault");
    let id = world::session(&mut companion, "KELP-014").expect("a session");
    let client = companion.client_by_code("KELP-014").expect("a client");
    let person = |companion: &Companion, who| companion.person_by_initials(who).expect("a person");
    let (ms, ak) = (person(&companion, "MS"), person(&companion, "AK"));
    let type_all = |companion: &mut Companion, word: &str| {
        let kept = companion.draft_keep(id, "note", word, 1);
        kept.expect("kept");
        let kept = companion.form_keep(client, "course close a", word, 0);
        kept.expect("kept");
        companion.desk_keep("client", word, 0).expect("kept");
    };
    let seen = |companion: &Companion| -> Vec<String> {
        let all = [
            companion.drafts(id).expect("readable"),
            companion.forms(client).expect("readable"),
            companion.desk().expect("readable"),
        ];
        let one = |draft: &Draft| format!("{}: {}", draft.place, draft.row.text);
        all.iter().flatten().map(one).collect()
    };
    type_all(&mut companion, "?father again");
    let hers = [
        "note: ?father again",
        "course close a: ?father again",
        "client: ?father again",
    ];
    assert_eq!(seen(&companion), hers);

    companion
        .person_take_pen(ak, &Secret::from(world::PIN_AK))
        .expect("the pen");
    assert!(seen(&companion).is_empty(), "{:?}", seen(&companion));
    type_all(&mut companion, "his");
    type_all(&mut companion, "");
    type_all(&mut companion, "his own");
    companion
        .person_take_pen(ms, &Secret::from(world::PIN_MS))
        .expect("the pen");
    assert_eq!(seen(&companion), hers, "his did not take hers away");
    type_all(&mut companion, "");
    assert!(seen(&companion).is_empty());
    companion
        .person_take_pen(ak, &Secret::from(world::PIN_AK))
        .expect("the pen");
    assert_eq!(
        seen(&companion),
        [
            "note: his own",
            "course close a: his own",
            "client: his own"
        ],
        "hers did not take his away"
    );
}

#[test]
fn five_wrong_pins_ask_for_the_passphrase_and_lock_nobody_out() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path()).expect("a vault");
    let ak = companion.person_by_initials("AK").expect("AK");
    for left in (1..5).rev() {
        let wrong = companion.person_prove(ak, &Secret::from("1379"));
        assert!(
            matches!(wrong, Err(Error::WrongPin { left: said }) if said == left),
            "{wrong:?}"
        );
    }
    let fifth = companion.person_prove(ak, &Secret::from("1379"));
    assert!(
        matches!(fifth, Err(Error::PinPassphraseNeeded)),
        "{fifth:?}"
    );
    let right_but_late = companion.person_prove(ak, &Secret::from(world::PIN_AK));
    assert!(
        matches!(right_but_late, Err(Error::PinPassphraseNeeded)),
        "{right_but_late:?}"
    );
    // MS's passphrase gives AK five tries again; it does not prove AK.
    let renewed = companion.person_prove(ak, &Secret::from(world::PASSPHRASE));
    assert!(
        matches!(renewed, Err(Error::WrongPin { left: 5 })),
        "{renewed:?}"
    );
    companion
        .person_prove(ak, &Secret::from(world::PIN_AK))
        .expect("AK types the PIN");

    // The count outlives the program; for MS the passphrase is proof.
    let ms = companion.author().expect("MS");
    for _ in 0..5 {
        companion
            .person_prove(ms, &Secret::from("1379"))
            .expect_err("wrong");
    }
    companion.vault_lock().expect("locks");
    world::unlock(&mut companion, home.path()).expect("opens");
    let still = companion.person_prove(ms, &Secret::from(world::PIN_MS));
    assert!(
        matches!(still, Err(Error::PinPassphraseNeeded)),
        "{still:?}"
    );
    companion
        .person_prove(ms, &Secret::from(world::PASSPHRASE))
        .expect("the passphrase is MS's");
}

#[test]
fn the_second_person_is_another_and_proves_it() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path()).expect("a vault");
    let (ms, ak) = (
        companion.author().expect("MS"),
        companion.person_by_initials("AK").expect("AK"),
    );
    assert!(matches!(
        companion.person_second(ms, &Secret::from(world::PIN_MS)),
        Err(Error::SamePerson)
    ));
    assert!(matches!(
        companion.person_second(ak, &Secret::from(world::PIN_MS)),
        Err(Error::WrongPin { .. })
    ));
    assert_eq!(
        companion
            .person_second(ak, &Secret::from(world::PIN_AK))
            .expect("AK is here"),
        ak
    );
}

#[test]
fn a_clinical_vault_runs_only_what_was_adopted_in_it() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    world::make_as(&mut companion, home.path(), false).expect("a vault");
    let client = companion.client_add("KELP-014", "").expect("a client");
    let people: Vec<_> = companion
        .people()
        .expect("people")
        .into_iter()
        .map(|record| record.person.id)
        .collect();
    let open = |companion: &mut Companion, protocol| {
        companion.session_open(&NewSession {
            client,
            protocol,
            number: 1,
            people: people.clone(),
        })
    };

    let training = companion
        .protocol_named("worked-example")
        .expect("shipped")
        .digest;
    assert!(matches!(
        open(&mut companion, training),
        Err(Error::NotAdopted)
    ));
    assert!(matches!(
        companion.protocol_adopt(&training),
        Err(Error::NotAdopted)
    ));

    let text = companion::library::protocol("worked-example")
        .expect("shipped")
        .text;
    let clinical = text
        .replace("id = \"worked-example\"", "id = \"stillwater\"")
        .replace("status = \"training\"", "status = \"clinical\"")
        .replace(
            "adopted_by = [\"lead_therapist\", \"prescriber\"]",
            "adopted_by = [\"lead_therapist\"]",
        );
    let imported = companion.protocol_import(&clinical);
    let digest = imported.expect("a protocol").digest;
    assert!(matches!(
        open(&mut companion, digest),
        Err(Error::NotAdopted)
    ));
    companion
        .protocol_adopt(&digest)
        .expect("the lead therapist signs");
    assert!(matches!(
        companion.protocol_adopt(&digest),
        Err(Error::Duplicate { .. })
    ));
    let id = open(&mut companion, digest).expect("adopted");
    companion.vault_lock().expect("locks");

    // The signature is checked again at every opening, and the session can be read from what lies in the vault alone.
    world::unlock(&mut companion, home.path()).expect("opens");
    let line = companion.protocol_find(&digest).expect("on the shelf");
    assert_eq!((line.usable, line.adoptions.len()), (true, 1));
    assert!(companion.session_live().contains(&id));
    assert!(
        companion
            .audit_verify()
            .expect("verifies")
            .chain
            .fault
            .is_none()
    );
    assert!(matches!(
        companion.set_clock(scripted(0)),
        Err(Error::ScriptedClock)
    ));
}

#[test]
fn the_recovery_code_opens_and_sets_a_new_passphrase() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    let first = world::make_owed(&mut companion, home.path(), true).expect("a vault");
    let code = companion.vault_new_code().expect("a new code").join("-");
    assert!(matches!(
        companion.vault_confirm_code(&first),
        Err(Error::CodeDiffers)
    ));
    companion.vault_lock().expect("locks");
    world::unlock(&mut companion, home.path()).expect("opens");
    assert!(companion.vault_opened().expect("open").recovery_owed);
    companion
        .vault_confirm_code(&code.to_lowercase().replace('-', " "))
        .expect("typed back in a later run");
    assert!(!companion.vault_opened().expect("open").recovery_owed);
    assert!(
        matches!(companion.vault_new_code(), Err(Error::NotAllowed)),
        "a proven code is not renewed in passing"
    );
    // Lost or seen: whoever opened the vault says so with their passphrase, and the old one is worth nothing once there is another.
    let guessed = companion.vault_code_lost(&Secret::from("no lantern of this harbour"));
    assert!(matches!(guessed, Err(Error::WrongPassphrase)));
    assert!(!companion.vault_opened().expect("open").recovery_owed);
    companion
        .vault_code_lost(&Secret::from(world::PASSPHRASE))
        .expect("said");
    assert!(companion.vault_opened().expect("open").recovery_owed);
    let before = code;
    companion.vault_drill(&before).expect("good until then");
    companion
        .vault_code_lost(&Secret::from(world::PASSPHRASE))
        .expect("said");
    let code = companion.vault_new_code().expect("another").join("-");
    companion.vault_confirm_code(&code).expect("typed back");
    assert!(matches!(
        companion.vault_drill(&before),
        Err(Error::OtherCode)
    ));
    companion.vault_lock().expect("locks");

    let folder = world::folder(home.path());
    let fresh = Secret::from("another lantern by the quay");
    companion
        .vault_recover(&folder, &code, &fresh)
        .expect("the code opens");
    companion.vault_lock().expect("locks");
    assert!(matches!(
        world::unlock(&mut companion, home.path()),
        Err(Error::WrongPassphrase)
    ));
    companion
        .vault_unlock(&folder, &fresh)
        .expect("the new passphrase opens");
    assert_eq!(
        companion.vault_opened().expect("open").wrong_passphrases,
        1,
        "since it was opened last"
    );
}

/// A passphrase and a recovery code are those of whoever opened the vault: nobody else's pen changes, tries or replaces them, also with the
/// right passphrase.
#[test]
fn a_way_in_is_changed_by_nobody_but_whose_it_is() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path()).expect("a vault");
    let ak = companion.person_by_initials("AK").expect("AK");
    companion
        .person_take_pen(ak, &Secret::from(world::PIN_AK))
        .expect("AK writes");
    let (old, new) = (
        Secret::from(world::PASSPHRASE),
        Secret::from("a lantern of their own nineteen"),
    );
    let refused = [
        companion.vault_passphrase_change(&old, &new),
        companion.vault_code_lost(&old),
        companion.vault_rotate(&old, &mut |_| {}).map(|_| ()),
    ];
    for one in refused {
        assert!(matches!(one, Err(Error::NotAllowed)), "{one:?}");
    }
    companion.vault_lock().expect("locks");
    world::unlock(&mut companion, home.path()).expect("the old one opens");
    // Control: whoever opened it changes it.
    companion
        .vault_passphrase_change(&old, &new)
        .expect("changed");
}

#[test]
fn only_whoever_opened_the_vault_adds_people() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path()).expect("a vault");
    let ak = companion.person_by_initials("AK").expect("AK");
    companion
        .person_take_pen(ak, &Secret::from(world::PIN_AK))
        .expect("AK writes");
    let invented = companion.person_add(&companion::people::NewPerson {
        name: "Nobody".to_owned(),
        initials: "NN".to_owned(),
        roles: vec![companion::Role::CoTherapist],
        pin: Secret::from("5091"),
    });
    assert!(matches!(invented, Err(Error::NotAllowed)), "{invented:?}");
}

#[test]
fn the_evidence_of_an_older_record_is_not_written_over() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let folder = world::folder(home.path());
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path()).expect("a vault");
    companion.vault_lock().expect("locks");
    let old = std::fs::read(folder.join("record.db")).expect("the record");
    world::unlock(&mut companion, home.path()).expect("opens");
    companion.client_add("KELP-014", "").expect("a client");
    companion.vault_lock().expect("locks");
    std::fs::write(folder.join("record.db"), &old).expect("put back");
    for _ in 0..2 {
        world::unlock(&mut companion, home.path()).expect("opens, to be read");
        assert!(companion.vault_opened().expect("open").older_than_head);
        companion.head_beat().expect("beats");
        companion.vault_lock().expect("locks");
    }
}

/// Today tells what was not ended and what ended within seven of the clinic's days; the others stay with their client.
#[test]
fn the_sessions_of_these_days_are_those_not_ended_and_those_of_a_week() {
    let day = 24 * 60;
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path()).expect("a vault");
    let codes = |companion: &mut Companion| -> Vec<String> {
        let told = companion.sessions_since(7).expect("sessions");
        told.into_iter().map(|(code, _)| code).collect()
    };
    // The scripted clock begins at 08:00 UTC, 09:00 on the wall: 22:59 UTC is the last minute of that day.
    for (code, minute) in [("KELP-001", 0), ("KELP-002", 14 * 60 + 59)] {
        companion
            .set_clock(scripted(minute))
            .expect("a training vault");
        let id = world::session(&mut companion, code).expect("a session");
        companion
            .set_clock(scripted(minute + 1))
            .expect("a training vault");
        let close = Act::Close {
            ending: Ending::Stopped,
            second: None,
            note: "the client felt unwell".to_owned(),
        };
        now(&mut companion, id, 1, &close).expect("closed");
    }
    assert_eq!(codes(&mut companion), ["KELP-002", "KELP-001"]);
    companion
        .set_clock(scripted(2 * day))
        .expect("a training vault");
    world::session(&mut companion, "KELP-003").expect("a session");
    assert_eq!(codes(&mut companion), ["KELP-003", "KELP-002", "KELP-001"]);
    // Today says of the one that runs which check comes first, at its time of the day; of those that ended nothing.
    let told = wire::today::TodaySessions::of(&mut companion).expect("sessions");
    let running: Vec<_> = told.lines.iter().map(|line| &line.running).collect();
    let here = running[0].as_ref().expect("it runs");
    assert!(running[1..].iter().all(|one| one.is_none()), "{running:?}");
    assert_eq!((here.dose1_wall_ms, here.due), (None, false));
    // The baseline, 45 minutes after the client came.
    let came = told.lines[0].session.opened_wall_ms;
    assert_eq!(here.next_wall_ms.map(|at| (at - came) / 60_000), Some(45));
    // The first ended on the day itself, the second a minute after midnight: on the seventh day after it only the first is gone.
    companion
        .set_clock(scripted(7 * day))
        .expect("a training vault");
    assert_eq!(codes(&mut companion), ["KELP-003", "KELP-002"]);
    companion
        .set_clock(scripted(8 * day))
        .expect("a training vault");
    assert_eq!(codes(&mut companion), ["KELP-003"]);
    assert_eq!(companion.clients_counted().expect("clients"), 3);
}
