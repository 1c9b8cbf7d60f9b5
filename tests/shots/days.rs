//! Prepares the record that a scene shows: a training vault with the synthetic day played up to a minute, through the
//! companion, locked again. The clock then stands still at that minute when the window opens.

use std::path::Path;

use companion::session::Told;
use companion::{Companion, SessionId, clock, library};
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

/// A vault with people in it and nothing else, locked.
pub fn vault(home: &Path) {
    let home = home.join(".local/share/holdfast");
    let clock = clock::scripted(&moment("-1:30")).expect("a moment");
    let mut companion = world::companion_with(&home, clock);
    world::make(&mut companion, &home).expect("a vault is made");
    companion.vault_lock().expect("the vault is locked");
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
