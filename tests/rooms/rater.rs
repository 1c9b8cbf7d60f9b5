//! The pen in a blinded rater's hand: what is theirs, what is kept from them, and when they may not have it.

use clinic::session::act::{Act, When};
use clinic::session::event::Ending;
use companion::courses::{Event, Mode};
use companion::measures::{TakenNow, answers};
use companion::people::NewPerson;
use companion::session::Told;
use companion::{ClientId, Companion, Error, PersonId, Role, Secret, SessionId};
use support::world;

const PIN: &str = "6180";

fn rater(companion: &mut Companion, roles: &[Role]) -> Result<PersonId, Error> {
    companion.person_add(&NewPerson {
        name: "Runa Berg".to_owned(),
        initials: "RB".to_owned(),
        roles: roles.to_vec(),
        pin: Secret::from(PIN),
    })
}

fn vault() -> (tempfile::TempDir, Companion, PersonId) {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path()).expect("a vault");
    let rater = rater(&mut companion, &[Role::BlindedRater]).expect("a rater");
    (home, companion, rater)
}

fn take_pen(companion: &mut Companion, who: PersonId, pin: &str) -> Result<(), Error> {
    companion.person_take_pen(who, &Secret::from(pin))
}

fn stop(companion: &mut Companion, session: SessionId, second: PersonId) -> Result<(), Error> {
    let close = Act::Close {
        ending: Ending::Stopped,
        second: Some(second),
        note: "not today".to_owned(),
    };
    let author = companion.author()?;
    let now = Told::When(When::Now);
    companion.session_act_as(session, None, &close, now, author)?;
    Ok(())
}

fn found(client: ClientId, measure: &str, typed: &str, companion: &Companion) -> TakenNow {
    let line = companion.measure_named(measure).expect("shipped");
    TakenNow {
        client,
        measure: measure.to_owned(),
        mode: Mode::Entered,
        answers: answers(&line.measure, typed).expect("fit"),
        occasion: "after dose 2".to_owned(),
        on: None,
    }
}

#[test]
fn a_rater_takes_what_the_protocol_gives_them_and_sees_only_that() {
    let (_home, mut companion, rater) = vault();
    let client = companion.training_course(14).expect("a course");
    let session = world::session(&mut companion, "KELP-014").expect("a client without a course");
    let second = companion.person_by_initials("AK").expect("AK");
    stop(&mut companion, session, second).expect("stopped");
    companion
        .form_keep(client, "visit note", "she wept at the third song", 0)
        .expect("kept");
    assert!(matches!(companion.rater_look(), Err(Error::NotAllowed)));

    take_pen(&mut companion, rater, PIN).expect("the pen");
    assert!(companion.blind());
    let all = companion.rater_look().expect("whom to rate");
    assert_eq!(all.len(), 1, "only who has a course");
    let one = &all[0];
    assert_eq!(one.client, client);
    let names: Vec<&str> = one
        .measures
        .iter()
        .map(|one| one.line.measure.id.as_str())
        .collect();
    assert_eq!(names, ["caps-5", "sds"]);
    assert!(one.today.is_empty(), "what others took is not shown");

    // Forms of their own and nobody else's.
    assert!(companion.forms(client).expect("readable").is_empty());
    let note = companion.form_keep(client, "visit note", "", 0);
    assert!(matches!(note, Err(Error::Blind)));
    companion
        .form_keep(client, "rating caps", "{}", 0)
        .expect("theirs");
    assert_eq!(companion.forms(client).expect("readable").len(), 1);

    // Theirs is kept, without a word of what it was for; nothing else is.
    let caps = found(client, "caps-5", "44,11,6,15,12,1", &companion);
    companion.rater_take(&caps, None).expect("kept");
    let others = found(client, "phq-9", "1,1,1,1,1,1,1,1,0", &companion);
    assert!(matches!(
        companion.rater_take(&others, None),
        Err(Error::Blind)
    ));
    let handed = TakenNow {
        mode: Mode::Client,
        ..caps.clone()
    };
    assert!(companion.rater_take(&handed, None).is_err());
    let all = companion.rater_look().expect("whom to rate");
    let own = &all[0].today[0];
    assert_eq!(
        (own.taken.measure.as_str(), own.taken.occasion.as_str()),
        ("caps-5 v1", "")
    );
    let row = own.seq;
    let now = companion.course_now(client).expect("readable");
    let entry = now
        .course
        .rows()
        .iter()
        .find(|one| one.seq == row)
        .expect("kept");
    assert_eq!(entry.by, rater);

    // They strike their own, and nobody else's.
    let foreign = now
        .course
        .rows()
        .iter()
        .find(|one| one.by != rater && matches!(one.event, Event::MeasureTaken(_)));
    let foreign = foreign.expect("the invented course has measures").seq;
    let refused = companion.rater_strike(client, None, foreign, "a slip");
    assert!(matches!(refused, Err(Error::Blind)));
    companion
        .rater_strike(client, None, row, "a slip")
        .expect("struck");
    assert!(
        companion.rater_look().expect("whom to rate")[0]
            .today
            .is_empty()
    );

    let owner = companion.person_by_initials("MS").expect("MS");
    take_pen(&mut companion, owner, world::PIN_MS).expect("the pen");
    assert!(!companion.blind());
    let forms = companion.forms(client).expect("readable");
    assert!(forms.iter().any(|form| form.place == "visit note"));
}

#[test]
fn a_rater_has_no_pen_while_a_session_runs_and_holds_no_key() {
    let (home, mut companion, rater) = vault();
    world::session(&mut companion, "KELP-014").expect("a session");
    assert!(matches!(
        take_pen(&mut companion, rater, PIN),
        Err(Error::SessionLive)
    ));
    assert!(!companion.blind());
    // Nor are they one of those who are there.
    let session = companion.session_live().pop().expect("it runs");
    let second = companion.person_by_initials("AK").expect("AK");
    stop(&mut companion, session, second).expect("stopped");
    let client = companion.client_by_code("KELP-014").expect("a client");
    let protocol = companion
        .protocol_named("worked-example")
        .expect("shipped")
        .digest;
    let owner = companion.person_by_initials("MS").expect("MS");
    let there = companion.session_open(&companion::session::NewSession {
        client,
        protocol,
        number: 2,
        people: vec![owner, second, rater],
    });
    assert!(matches!(there, Err(Error::BadInput { what: "people" })));
    companion.vault_lock().expect("locks");
    let folder = home.path().join("raters.holdfast");
    let made = companion.vault_create(companion::vault::NewVault {
        folder,
        training: true,
        passphrase: Secret::from(world::PASSPHRASE),
        owner: NewPerson {
            name: "Runa Berg".to_owned(),
            initials: "RB".to_owned(),
            roles: vec![Role::BlindedRater],
            pin: Secret::from(PIN),
        },
        quick: true,
    });
    assert!(matches!(made, Err(Error::BadInput { what: "roles" })));
}

/// Whoever is something else besides is not blind: they see sessions anyway.
#[test]
fn a_therapist_who_also_rates_is_not_blind() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut companion = world::companion(home.path());
    world::make(&mut companion, home.path()).expect("a vault");
    let both = rater(&mut companion, &[Role::BlindedRater, Role::CoTherapist]).expect("added");
    take_pen(&mut companion, both, PIN).expect("the pen");
    assert!(!companion.blind());
}
