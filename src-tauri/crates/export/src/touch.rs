//! Touch in words: what was agreed, what was taken back, each touch and how it stands to the agreement.

use crate::record::{and, said_of, since};
use wire::session::log::Logged;
use wire::session::touch::{TouchAsked, TouchOutside};
use wire::session::view::SessionView;

/// Why a touch lies outside the agreement.
pub fn outside(why: TouchOutside) -> &'static str {
    match why {
        TouchOutside::Fall => "outside the agreement: a fall",
        TouchOutside::Resuscitation => "outside the agreement: a resuscitation",
        TouchOutside::NoAgreement => "no agreement on touch is recorded",
        TouchOutside::Part => "outside the agreement: not agreed",
        TouchOutside::Withdrawn => "outside the agreement: taken back before",
        TouchOutside::Person => "outside the agreement: not agreed for this person",
        TouchOutside::NotAsked => "outside the agreement: nobody asked",
        TouchOutside::NoConsent => "outside the agreement: no word of consent is recorded",
    }
}

fn length(ms: Option<i64>) -> String {
    match ms {
        None => "it goes on".to_owned(),
        Some(ms) if ms < 60_000 => format!("{} s", ms / 1_000),
        Some(ms) => format!("{} min", (ms + 30_000) / 60_000),
    }
}

fn part_or_all(part: &str) -> &str {
    if part.is_empty() { "all touch" } else { part }
}

/// What an entry on touch says.
pub(crate) fn said(what: &Logged) -> String {
    match what {
        Logged::TouchAgreed {
            parts,
            people,
            stop,
            text,
            carried,
        } => {
            let parts = if parts.is_empty() {
                "no touch".to_owned()
            } else {
                parts.join(", ")
            };
            let whose = if people.is_empty() {
                String::new()
            } else {
                format!("; by {}", people.join(", "))
            };
            let stop = if stop.is_empty() {
                String::new()
            } else {
                format!("; stop: {stop}")
            };
            let text = if text.is_empty() {
                String::new()
            } else {
                format!(" ({text})")
            };
            let from = if *carried {
                "touch agreed in preparation"
            } else {
                "touch agreed"
            };
            format!("{from}: {parts}{whose}{stop}{text}")
        }
        Logged::TouchNarrowed { part, text } => {
            format!(
                "touch narrowed, taken back: {}{}",
                part_or_all(part),
                and(text)
            )
        }
        Logged::TouchRefused { part, text } => {
            format!("touch refused: {}{}", part_or_all(part), and(text))
        }
        Logged::Touched {
            part,
            text,
            people,
            asked,
            consent,
            length_ms,
            outside: why,
        } => {
            let asked = match asked {
                TouchAsked::Client => "asked by the client",
                TouchAsked::Therapist => "offered",
                TouchAsked::Nobody => "not asked for",
            };
            let consent = if consent.is_empty() {
                String::new()
            } else {
                format!(", consent: {consent}")
            };
            let part = if part.is_empty() {
                String::new()
            } else {
                format!(" {part}")
            };
            let stands = why.map_or("inside the agreement", outside);
            format!(
                "touch{part} by {}, {asked}{consent}, {}, {stands}{}",
                people.join(", "),
                length(*length_ms),
                and(text)
            )
        }
        Logged::TouchEnded { part } => format!("touch ends: {}", part_or_all(part)),
        _ => String::new(),
    }
}

/// Everything on touch, one line each; what is absent is said.
pub fn lines(view: &SessionView) -> Vec<String> {
    let about = |what: &Logged| {
        matches!(
            what,
            Logged::TouchAgreed { .. }
                | Logged::TouchNarrowed { .. }
                | Logged::TouchRefused { .. }
                | Logged::Touched { .. }
        )
    };
    let told = view.log.iter().filter(|line| about(&line.what));
    let told =
        told.map(|line| format!("{}  {}", since(view, line.happened_ms), said_of(view, line)));
    let absent =
        (view.touch_agreed.is_none()).then(|| outside(TouchOutside::NoAgreement).to_owned());
    let none = view
        .touches
        .is_empty()
        .then(|| "no touch is recorded".to_owned());
    absent.into_iter().chain(told).chain(none).collect()
}
