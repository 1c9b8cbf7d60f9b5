//! Consents, the half-life table, outcomes, guide pages, hand-outs.

use super::{across, list, names};
use crate::file::Table;
use crate::file::complaint::ComplaintCode as Code;
use crate::file::units::shown_span;
use crate::protocol::course::{
    Consent, Crisis, Guide, Handout, Medicine, Outcome, Predictor, Report, ReportOn, Technique,
};
use crate::protocol::shape;
use crate::time::Span;

/// Longest half-life: forty days.
const LONGEST: Span = Span::minutes(40 * 24 * 60);

pub(super) fn consent(table: &Table<'_>, id: Option<String>) -> Option<Consent> {
    let title = table.label("title");
    let version = table.get("version").and_then(|entry| entry.whole(1, 9_999));
    let text = table.get("text").and_then(|entry| entry.paragraphs());
    let cite = table.cite();
    Some(Consent {
        id: id?,
        title: title?,
        version: u16::try_from(version?).ok()?,
        text: text?,
        cite: cite?,
    })
}

pub(super) fn medicine(table: &Table<'_>, id: Option<String>) -> Option<Medicine> {
    let title = table.label("title");
    let half_life = table
        .get("half_life")
        .and_then(|entry| entry.minutes(Span::minutes(1), LONGEST));
    let half_life_to = table.maybe("half_life_to", |entry| {
        entry.minutes(Span::minutes(1), LONGEST)
    });
    if let (Some(from), Some(Some(to))) = (half_life, half_life_to)
        && to <= from
    {
        let row = table
            .get("half_life_to")
            .map_or(table.row, |entry| entry.row);
        table.say_at(
            row,
            Code::RangeTurned {
                from: shown_span(from),
                to: shown_span(to),
            },
        );
        return None;
    }
    let multiple = table.get("multiple").and_then(|entry| entry.whole(1, 20));
    let plus = table.maybe("plus", |entry| entry.days(1, 365));
    let at_least = table.maybe("at_least", |entry| entry.days(1, 365));
    let cite = table.cite();
    Some(Medicine {
        id: id?,
        title: title?,
        half_life: half_life?,
        half_life_to: half_life_to?,
        multiple: u8::try_from(multiple?).ok()?,
        plus: plus?,
        at_least: at_least?,
        cite: cite?,
    })
}

/// The longest time that a report may take.
const LONGEST_REPORT_DAYS: u16 = 366;

/// Reads `[course.outcome]`.
pub(super) fn outcome(table: &Table<'_>) -> Option<Outcome> {
    let primary = table.id("primary");
    let score = table.id("score");
    let secondary = names(table, "secondary");
    let blinded = names(table, "blinded");
    across::blinded(
        table,
        primary.as_ref(),
        secondary.as_ref(),
        blinded.as_ref(),
    );
    let predictors = list(table, "predictor", &shape::PREDICTOR, |table, id| {
        let title = table.label("title");
        let unit = table.label("unit");
        let method = table.maybe("method", |entry| entry.label());
        let source = table.source();
        Some(Predictor {
            id: id?,
            title: title?,
            unit: unit?,
            method: method?,
            source: source?,
        })
    });
    let cite = table.cite();
    Some(Outcome {
        primary: primary?,
        score: score?,
        secondary: secondary?,
        blinded: blinded?,
        predictors: predictors.whole(),
        cite: cite?,
    })
}

pub(super) fn guide(table: &Table<'_>, id: Option<String>) -> Option<Guide> {
    let title = table.label("title");
    let tag = table
        .get("tag")
        .and_then(|entry| entry.word(&Technique::WORDS));
    let text = table.paragraph("text");
    let steps = table.get("steps").and_then(|entry| entry.paragraphs());
    let source = table.source();
    Some(Guide {
        id: id?,
        title: title?,
        tag: tag?,
        text: text?,
        steps: steps?,
        source: source?,
    })
}

pub(super) fn handout(table: &Table<'_>, id: Option<String>) -> Option<Handout> {
    let title = table.label("title");
    let text = table.get("text").and_then(|entry| entry.paragraphs());
    let source = table.source();
    Some(Handout {
        id: id?,
        title: title?,
        text: text?,
        source: source?,
    })
}

/// Reads `[course.crisis]`.
pub(super) fn crisis(table: &Table<'_>) -> Option<Crisis> {
    let client = table.get("client").and_then(|entry| entry.paragraphs());
    let team = table.get("team").and_then(|entry| entry.paragraphs());
    let safety_plan = table.maybe("safety_plan", |entry| entry.id());
    let source = table.source();
    Some(Crisis {
        client: client?,
        team: team?,
        safety_plan: safety_plan?,
        source: source?,
    })
}

pub(super) fn report(table: &Table<'_>, id: Option<String>) -> Option<Report> {
    let title = table.label("title");
    let on = table
        .get("on")
        .and_then(|entry| entry.word(&ReportOn::WORDS));
    let within = table
        .get("within")
        .and_then(|entry| entry.days(1, LONGEST_REPORT_DAYS));
    let cite = table.cite();
    Some(Report {
        id: id?,
        title: title?,
        on: on?,
        within: within?,
        cite: cite?,
    })
}
