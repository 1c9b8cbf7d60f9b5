//! Phases, visits and the gates between them.

use super::names;
use crate::file::Table;
use crate::file::complaint::ComplaintCode as Code;
use crate::protocol::course::{Form, Gate, Phase, Visit, VisitKind, Window};
use crate::time::Span;

/// Longest window, in days: a follow-up three years on.
const FAR: u16 = 1_100;

pub(super) fn phase(table: &Table<'_>, id: Option<String>) -> Option<Phase> {
    let title = table.label("title");
    Some(Phase {
        id: id?,
        title: title?,
    })
}

pub(super) fn visit(table: &Table<'_>, id: Option<String>) -> Option<Visit> {
    let phase = table.id("phase");
    let title = table.label("title");
    let kind = table
        .get("kind")
        .and_then(|entry| entry.word(&VisitKind::WORDS));
    let form = table.maybe("form", |entry| entry.word(&Form::WORDS));
    let window = window(table);
    let lasts = table
        .get("lasts")
        .and_then(|entry| entry.minutes(Span::minutes(1), Span::minutes(24 * 60)));
    let agenda = names(table, "agenda");
    let measures = names(table, "measures");
    let alliance = table.maybe("alliance", |entry| entry.flag());
    let cite = table.cite();
    Some(Visit {
        id: id?,
        phase: phase?,
        title: title?,
        kind: kind?,
        form: form?.unwrap_or(Form::InPerson),
        window: window?,
        lasts: lasts?,
        agenda: agenda?,
        measures: measures?,
        alliance: alliance?.unwrap_or_default(),
        cite: cite?,
    })
}

/// `after`, `from`, `until`: all three or none.
fn window(table: &Table<'_>) -> Option<Option<Window>> {
    let after = table.maybe("after", |entry| entry.id());
    let from = table.maybe("from", |entry| entry.days(0, FAR));
    let until = table.maybe("until", |entry| entry.days(0, FAR));
    let given = ["after", "from", "until"].map(|key| table.has(key));
    if given.contains(&true) && given.contains(&false) {
        table.say(Code::WindowWithoutVisit {});
        return None;
    }
    let (Some(after), Some(from), Some(until)) = (after?, from?, until?) else {
        return Some(None);
    };
    if from > until {
        let row = table.get("until").map_or(table.row, |entry| entry.row);
        let days = |days: u16| format!("{days} d");
        table.say_at(
            row,
            Code::WindowTurned {
                from: days(from),
                until: days(until),
            },
        );
        return None;
    }
    Some(Some(Window { after, from, until }))
}

pub(super) fn gate(table: &Table<'_>, id: Option<String>) -> Option<Gate> {
    let before = table.id("before");
    let title = table.label("title");
    let items = names(table, "items");
    let visits = names(table, "visits");
    let consents = names(table, "consents");
    let measures = names(table, "measures");
    let cite = table.cite();
    let asks = ["items", "visits", "consents", "measures"];
    if !asks.iter().any(|key| table.has(key)) {
        let gate = id.clone().unwrap_or_default();
        table.say(Code::NeedsNothing { gate });
    }
    Some(Gate {
        id: id?,
        before: before?,
        title: title?,
        items: items?,
        visits: visits?,
        consents: consents?,
        measures: measures?,
        cite: cite?,
    })
}
