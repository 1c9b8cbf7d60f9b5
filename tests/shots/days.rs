//! Prepares the record that a scene shows: a training vault with the synthetic day played up to a minute, through the
//! companion, locked again. The clock then stands still at that minute when the window opens.

use std::fs;
use std::path::{Path, PathBuf};

use companion::courses::Mode;
use companion::measures::{self, TakenNow};
use companion::people::NewPerson;
use companion::session::Told;
use companion::{Companion, Role, Secret, SessionId, clock, library};
use support::world;

/// Dose 1 of the day is at ten o'clock.
const DOSE_MINUTE: i32 = 10 * 60;
const DATE: &str = "2026-03-02";
const CODE: &str = "KELP-014";

/// Minutes since dose 1, from `h:mm` with or without a minus.
pub fn minutes(text: &str) -> i32 {
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |text| (-1, text));
    let (hours, minutes) = text.split_once(':').expect("a time is h:mm");
    let number = |text: &str| text.parse::<i32>().expect("a time is made of figures");
    sign * (number(hours) * 60 + number(minutes))
}

/// What the scripted clock says at a minute of the day.
pub fn moment(time: &str) -> String {
    let minute = DOSE_MINUTE + minutes(time);
    format!("{DATE}T{:02}:{:02}:00+01:00", minute / 60, minute % 60)
}

fn at(companion: &mut Companion, time: &str) {
    let clock = clock::scripted(&moment(time)).expect("a moment");
    companion.set_clock(clock).expect("a training vault");
}

/// The acts of the training day up to a minute, and some of the scene's own, in the order of time.
fn acts<'a>(until: &str, more: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    let of = |line: &'a str| line.trim().split_once(char::is_whitespace);
    let day = library::TRAINING_DAY.lines().filter_map(of);
    let day = day.filter(|(time, words)| {
        let is_act = time.starts_with(|first: char| first == '-' || first.is_ascii_digit());
        let verb = words.trim().split(' ').next().unwrap_or_default();
        // What a script names or the machine does has no words of its own at this door.
        is_act
            && !matches!(verb, "open" | "sleep" | "wake" | "end")
            && minutes(time) <= minutes(until)
    });
    let mut acts: Vec<(&str, &str)> = day.chain(more.iter().filter_map(|line| of(line))).collect();
    acts.sort_by_key(|(time, _)| minutes(time));
    acts
}

fn perform(companion: &mut Companion, session: SessionId, words: &str) {
    let words: Vec<&str> = words
        .split(' ')
        .filter(|word| !word.starts_with('='))
        .collect();
    let words = words.join(" ");
    let author = companion.person_by_initials("MS").expect("the owner");
    let (acts, when) = companion
        .session_words(session, words.trim())
        .unwrap_or_else(|error| panic!("{words}: {error}"));
    for act in &acts {
        companion
            .session_act_as(session, None, act, Told::When(when), author)
            .unwrap_or_else(|error| panic!("{words}: {error}"));
    }
}

/// A vault with a session that has come to a minute of the day, locked.
pub fn day(home: &Path, until: &str, more: &[&str]) {
    let home = home.join(".local/share/holdfast");
    let clock = clock::scripted(&moment("-1:30")).expect("a moment");
    let mut companion = world::companion_with(&home, clock);
    world::make(&mut companion, &home).expect("a vault is made");
    at(&mut companion, "-1:30");
    let session = world::session(&mut companion, CODE).expect("a session is opened");
    for (time, words) in acts(until, more) {
        at(&mut companion, time);
        perform(&mut companion, session, words);
    }
    companion.vault_lock().expect("the vault is locked");
}

fn made(home: &Path, then: impl FnOnce(&mut Companion)) -> PathBuf {
    let home = home.join(".local/share/holdfast");
    let clock = clock::scripted(&moment("-1:30")).expect("a moment");
    let mut companion = world::companion_with(&home, clock);
    world::make(&mut companion, &home).expect("a vault is made");
    then(&mut companion);
    companion.vault_lock().expect("the vault is locked");
    home
}

/// A vault with people in it and nothing else, locked.
pub fn vault(home: &Path) {
    made(home, |_| ());
}

/// A client who took two measures over some months.
pub fn course(home: &Path) {
    made(home, |companion| {
        let client = companion
            .client_add(CODE, "Signe Sommerfugl")
            .expect("a client");
        let mut take = |name: &str, typed: &str, on: &str, occasion: &str| {
            let measure = companion.measure_named(name).expect("shipped").measure;
            let taken = TakenNow {
                client,
                measure: name.to_owned(),
                mode: Mode::Entered,
                answers: measures::answers(&measure, typed).expect("answers"),
                occasion: occasion.to_owned(),
                on: Some(on.parse().expect("a day")),
            };
            companion.measure_take(&taken, None).expect("kept");
        };
        take("phq-9", "2,2,3,2,1,2,2,1,1", "2025-11-10", "baseline");
        take("phq-9", "2,1,2,2,1,2,1,1,0", "2025-12-15", "preparation");
        take("phq-9", "1,1,2,1,1,1,-,1,0", "2026-02-02", "after dose 1");
        take("phq-9", "1,1,2,2,1,2,2,1,0", "2026-03-01", "before dose 2");
        take("suds", "7", "2026-03-01", "");
    });
}

/// A client in the days after a first dose, and one without a course.
pub fn care(home: &Path) {
    made(home, |companion| {
        companion
            .client_add(CODE, "Signe Sommerfugl")
            .expect("a client");
        companion.training_course(22).expect("a course");
    });
}

/// Initials of the blinded rater.
pub const RATER: &str = "RB";
/// Their PIN.
pub const RATER_PIN: &str = "6180";

/// Clients whose courses are of every age, and a blinded rater.
pub fn rated(home: &Path) {
    made(home, |companion| {
        companion.training_fill().expect("courses");
        let rater = NewPerson {
            name: "Runa Berg".to_owned(),
            initials: RATER.to_owned(),
            roles: vec![Role::BlindedRater],
            pin: Secret::from(RATER_PIN),
        };
        companion.person_add(&rater).expect("a rater");
    });
}

/// A clinic of which something may be counted: six clients without a course beside five courses of every age.
pub fn counted(home: &Path) {
    made(home, |companion| {
        companion.training_fill().expect("courses");
        for number in 1..=6 {
            companion
                .client_add(&format!("KELP-{number:03}"), "")
                .expect("a client");
        }
    });
}

/// A clinic with a hundred clients.
pub fn hundred(home: &Path) {
    made(home, |companion| {
        for number in 1..=100 {
            companion
                .client_add(&format!("KELP-{number:03}"), "Signe Sommerfugl")
                .expect("a client");
        }
    });
}

/// A record that lost its last client: an older file was put in its place.
pub fn older(home: &Path) {
    let home = made(home, |companion| {
        companion.client_add(CODE, "").expect("a client");
    });
    let record = world::folder(&home).join("record.db");
    let yesterday = fs::read(&record).expect("the record");
    let clock = clock::scripted(&moment("-1:28")).expect("a moment");
    let mut companion = world::companion_with(&home, clock);
    world::unlock(&mut companion, &home).expect("opens");
    companion.client_add("KELP-015", "").expect("a client");
    companion.vault_lock().expect("the vault is locked");
    drop(companion);
    fs::write(&record, yesterday).expect("the older record is there");
}

/// A whole day with one bit flipped, in a page that opening and listing do not read and verification does.
pub fn bent(home: &Path) {
    const PAGE: usize = 4096;
    day(home, "8:10", &[]);
    let home = home.join(".local/share/holdfast");
    let folder = world::folder(&home);
    let files = ["record.db", "head"].map(|name| folder.join(name));
    let whole = files.clone().map(|file| fs::read(file).expect("a file"));
    let pages = whole[0].len() / PAGE;
    for page in (1..pages).rev() {
        let mut bytes = whole[0].clone();
        bytes[page * PAGE + 1000] ^= 1;
        let put = || {
            fs::write(&files[0], &bytes).expect("the bent record is there");
            fs::write(&files[1], &whole[1]).expect("its head is there");
        };
        put();
        let clock = clock::scripted(&moment("8:10")).expect("a moment");
        let mut companion = world::companion_with(&home, clock);
        let opens = world::unlock(&mut companion, &home).is_ok() && companion.clients().is_ok();
        let fails = opens && companion.audit_verify().is_err();
        drop(companion);
        if fails {
            return put();
        }
    }
    panic!("no page is read by verification alone");
}

/// A vault with a session that has ended, and a backup of it on a stick.
pub fn backed_up(home: &Path) {
    let stick = home.join("stick");
    std::fs::create_dir(&stick).expect("a folder");
    made(home, |companion| {
        let session = world::session(companion, CODE).expect("a session");
        perform(companion, session, "close stopped \"as they wished\"");
        let made = companion
            .vault_backup(&stick, &mut |_| {})
            .expect("a backup");
        let plain = stick.join("Test.holdfast-backup");
        std::fs::rename(made.folder, plain).expect("renamed");
    });
}

/// Two vaults that know each other: a day that has ended, sealed in one and opened in the other, with a query that was answered. Which of
/// the two the window opens is the scene's.
fn sealed(home: &Path, reviewer_is_shown: bool) {
    let shown = home.join(".local/share/holdfast");
    let other = home.join("elsewhere");
    let (clinic, away) = if reviewer_is_shown {
        (other, shown)
    } else {
        (shown, other)
    };
    let stick = home.join("stick");
    fs::create_dir_all(&stick).expect("a folder");
    let on = |place: &Path| {
        let clock = clock::scripted(&moment("-1:30")).expect("a moment");
        let mut companion = world::companion_with(place, clock);
        let made = if place == Path::new(&away) {
            world::make_reader(&mut companion, place)
        } else {
            world::make(&mut companion, place)
        };
        made.expect("a vault is made");
        companion
    };
    let mut author = on(&clinic);
    let session = world::session(&mut author, CODE).expect("a session is opened");
    for (time, words) in acts("8:10", &[]) {
        at(&mut author, time);
        perform(&mut author, session, words);
    }
    at(&mut author, "8:11");
    let mut reader = on(&away);
    at(&mut reader, "8:20");
    let cards = [&author, &reader].map(|one| one.contact_card().expect("a card"));
    reader.contact_add(&cards[0], false).expect("pinned");
    let known = author.contact_add(&cards[1], false).expect("pinned");
    let choice = companion::packets::Choice {
        client: author.client_by_code(CODE).expect("a client"),
        sessions: vec![session],
        to: vec![known.row.person],
        course: Vec::new(),
        process_notes: Vec::new(),
        redaction: clinic::review::redact::Redaction::Coded,
        purpose: "Supervision of the first dosing session".to_owned(),
        days: Some(60),
    };
    let sealed = author.packet_seal(&choice, &stick).expect("sealed");
    let thread = reader.packet_open(&sealed.path, false).expect("opened");
    let eyes = reader.review(thread).expect("a thread").needs;
    for keys in eyes.values() {
        for key in keys.iter().take(2) {
            let seen = clinic::review::Event::Seen {
                session,
                eye: key.clone(),
            };
            reader.review_act(thread, seen).expect("seen");
        }
    }
    let asked = clinic::review::Event::Asked {
        on: clinic::review::Place::Entry { session, seq: 121 },
        text: "Who decided to repeat at five minutes, and who was told?".to_owned(),
    };
    reader.review_act(thread, asked).expect("asked");
    let back = reader.packet_reply(thread, &stick).expect("sealed");
    author.packet_open(&back.path, false).expect("merged");
    let query = author.thread(thread).expect("a thread").review.queries()[0].id;
    let answered = clinic::review::Event::Answered {
        query,
        after: 0,
        text: "Both of us, aloud. Dr Lund by telephone at 12:34.".to_owned(),
    };
    author.review_act(thread, answered).expect("answered");
    let answer = author.packet_reply(thread, &stick).expect("sealed");
    reader.packet_open(&answer.path, false).expect("merged");
    author.vault_lock().expect("locks");
    reader.vault_lock().expect("locks");
}

/// The supervisor's vault.
pub fn reviewed(home: &Path) {
    sealed(home, true);
}

/// The therapist's vault.
pub fn answered(home: &Path) {
    sealed(home, false);
}
