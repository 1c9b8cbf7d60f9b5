//! `course show | strike`.

use super::Acting;
use crate::args::Course;
use crate::{Answer, Stop};
use companion::Companion;
use std::fmt::Write as _;
use wire::course::{CourseView, Taken, TakenScore};
use wire::measures::Mode;

pub fn run(companion: &mut Companion, acting: &Acting, verb: Course) -> Result<Answer, Stop> {
    acting.unlock(companion)?;
    let client = match verb {
        Course::Show { client } => companion.client_by_code(&client)?,
        Course::Strike {
            client,
            entry,
            reason,
        } => {
            let client = companion.client_by_code(&client)?;
            companion.course_strike(client, None, entry, &reason)?;
            client
        }
    };
    Ok(show(&CourseView::of(companion, client)?))
}

/// A course as text and as data.
pub fn show(view: &CourseView) -> Answer {
    let mut text = format!("{}\n", view.code);
    for day in &view.dosing {
        writeln!(text, "{}  dosing session {}", day.on, day.number).expect("text grows");
    }
    if view.taken.is_empty() && view.struck.is_empty() {
        text.push_str("No measure is on record.\n");
    }
    for one in view.taken.iter().chain(&view.struck) {
        text.push_str(&line(one));
    }
    Answer::new(text, view)
}

fn line(one: &Taken) -> String {
    let mode = match one.mode {
        Mode::Client => "answered by the client",
        Mode::Asked => "asked",
        Mode::Entered => "entered",
    };
    let mut text = format!(
        "{}  {:>3}  {:<14} {mode}, {}",
        one.on, one.seq, one.short, one.by
    );
    if !one.occasion.is_empty() {
        write!(text, ", {}", one.occasion).expect("text grows");
    }
    if let Some(reason) = &one.struck {
        write!(text, "; struck: {reason}").expect("text grows");
    }
    text.push('\n');
    for score in &one.scores {
        writeln!(text, "{:19}{}", "", words(score)).expect("text grows");
    }
    for finding in &one.findings {
        let holds = match finding.holds {
            Some(true) => "holds",
            Some(false) => "does not hold",
            None => "undecided, answers are missing",
        };
        writeln!(text, "{:19}{}: {holds}", "", finding.title).expect("text grows");
    }
    if !one.stops.is_empty() {
        writeln!(
            text,
            "{:19}not to wait: question {}",
            "",
            one.stops.join(", ")
        )
        .expect("text grows");
    }
    text
}

fn words(score: &TakenScore) -> String {
    let shown = |value: i32| wire::measures::shown(value, score.decimals);
    let value = score.value.map_or("no score".to_owned(), shown);
    let mut text = format!("{}: {value}", score.title);
    if score.missing > 0 {
        write!(text, " ({} not answered)", score.missing).expect("text grows");
    }
    if let (Some(value), Some(first)) = (score.value, score.first) {
        let by = value - first;
        let sign = if by > 0 { "+" } else { "" };
        write!(text, ", {sign}{} since the first", shown(by)).expect("text grows");
    }
    text
}
