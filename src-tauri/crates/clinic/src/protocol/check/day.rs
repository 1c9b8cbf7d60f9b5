//! Rules of the room and the day: presence, true time, deferral, escalation, quiet, run sheet, fluids.

use super::words::{reason_list, unique};
use crate::file::complaint::{ANCHORS, ComplaintCode as Code};
use crate::file::{Placed, Table};
use crate::protocol::shape;
use crate::protocol::{Channel, Deferral, FluidCap, PresenceRule, Quiet, Stage, Step, TrueTime};
use crate::time::Span;

/// Reads `[presence]`.
pub(super) fn presence(table: &Table<'_>) -> Option<Placed<PresenceRule>> {
    let therapists = table.get("therapists").and_then(|entry| entry.whole(1, 6));
    let alone_after = table
        .get("alone_after")
        .and_then(|entry| entry.span(Span::ZERO, Span::minutes(120)));
    let cite = table.cite();
    let rule = PresenceRule {
        therapists: u8::try_from(therapists?).ok()?,
        alone_after: alone_after?,
        cite: cite?,
    };
    Some(table.place(rule))
}

/// Reads `[true_time]`.
pub(super) fn true_time(table: &Table<'_>) -> Option<TrueTime> {
    let tolerance = table
        .get("tolerance")
        .and_then(|entry| entry.span(Span::seconds(1), Span::minutes(15)));
    let cite = table.cite();
    Some(TrueTime {
        tolerance: tolerance?,
        cite: cite?,
    })
}

/// Reads `[deferral]`.
pub(super) fn deferral(table: &Table<'_>) -> Option<Placed<Deferral>> {
    let again_after = table
        .get("again_after")
        .and_then(|entry| entry.minutes(Span::minutes(1), Span::minutes(120)));
    let cap = table.get("cap").and_then(|entry| entry.whole(0, 10));
    let reasons = reason_list(table, "reason", &shape::DEFERRAL_REASON);
    let cite = table.cite();
    let rule = Deferral {
        again_after: again_after?,
        cap: u8::try_from(cap?).ok()?,
        reasons,
        cite: cite?,
    };
    Some(table.place(rule))
}

/// A channel while it is still without its contact.
#[derive(Clone, Copy, PartialEq)]
enum Rung {
    Frame,
    Tile,
    Tone,
    AskOther,
    Contact,
}

/// Reads every `[[escalation]]`.
pub(super) fn escalation(root: &Table<'_>) -> Vec<Placed<Stage>> {
    let mut all: Vec<Placed<Stage>> = Vec::new();
    for table in root.tables("escalation", &shape::ESCALATION) {
        let Some(stage) = stage(&table) else { continue };
        let placed = table.place(stage);
        if let Some(before) = all.last() {
            let after = placed.rule.after;
            if after <= before.rule.after {
                let code = Code::StagesNotAscending {
                    before: before.rule.after,
                    after,
                };
                table.say_at(placed.row_of("after"), code);
            }
            if placed.rule.channel < before.rule.channel {
                table.say_at(placed.row_of("channel"), Code::ChannelFalls {});
            }
        }
        all.push(placed);
    }
    all
}

fn stage(table: &Table<'_>) -> Option<Stage> {
    let after = table
        .get("after")
        .and_then(|entry| entry.span(Span::ZERO, Span::minutes(240)));
    let rung = table.get("channel").and_then(|entry| {
        entry.word(&[
            ("frame", Rung::Frame),
            ("tile", Rung::Tile),
            ("tone", Rung::Tone),
            ("ask_other", Rung::AskOther),
            ("contact", Rung::Contact),
        ])
    });
    if rung.is_some_and(|rung| rung != Rung::Contact) {
        table.no_use("contact", "only the channel \"contact\" calls someone");
    }
    let channel = match rung {
        None => None,
        Some(Rung::Frame) => Some(Channel::Frame),
        Some(Rung::Tile) => Some(Channel::Tile),
        Some(Rung::Tone) => Some(Channel::Tone),
        Some(Rung::AskOther) => Some(Channel::AskOther),
        Some(Rung::Contact) => table
            .needed("contact")
            .and_then(|entry| entry.id())
            .map(|contact| Channel::Contact { contact }),
    };
    let cite = table.cite();
    Some(Stage {
        after: after?,
        channel: channel?,
        cite: cite?,
    })
}

/// Reads `[quiet]`.
pub(super) fn quiet(table: &Table<'_>) -> Option<Placed<Quiet>> {
    let (least, most) = (Span::minutes(1), Span::minutes(120));
    let longest = table
        .get("longest")
        .and_then(|entry| entry.minutes(least, most));
    let mut offered: Vec<Span> = Vec::new();
    let mut sound = true;
    let items = table.get("offered").and_then(|entry| entry.items());
    for item in items.iter().flatten() {
        let Some(length) = item.minutes(least, most) else {
            sound = false;
            continue;
        };
        if let Some(before) = offered.last().copied().filter(|before| *before >= length) {
            item.say(Code::NotAscending {
                key: "offered".to_owned(),
                before,
                after: length,
            });
            sound = false;
        }
        if let Some(longest) = longest.filter(|longest| length > *longest) {
            item.say(Code::QuietTooLong {
                offered: length,
                longest,
            });
            sound = false;
        }
        offered.push(length);
    }
    let cite = table.cite();
    items.filter(|_| sound)?;
    Some(table.place(Quiet {
        longest: longest?,
        offered,
        cite: cite?,
    }))
}

/// Reads every `[[step]]`.
pub(super) fn steps(root: &Table<'_>) -> Vec<Placed<Step>> {
    let mut all: Vec<Placed<Step>> = Vec::new();
    for table in root.tables("step", &shape::STEP) {
        let id = table.id("id");
        let title = table.label("title");
        let anchor = table.get("anchor").and_then(|entry| entry.word(&ANCHORS));
        let from = table
            .get("from")
            .and_then(|entry| entry.minutes(Span::ZERO, Span::minutes(48 * 60)));
        let cite = table.cite();
        if let (Some(id), Some(title), Some(anchor), Some(from), Some(cite)) =
            (id, title, anchor, from, cite)
        {
            all.push(table.place(Step {
                id,
                title,
                anchor,
                from,
                cite,
            }));
        }
    }
    unique(
        root,
        all.iter()
            .map(|step| (step.rule.id.as_str(), step.row_of("id"))),
    );
    all
}

/// Reads `[fluids]`.
pub(super) fn fluids(table: &Table<'_>) -> Option<FluidCap> {
    let cap = table.get("cap").and_then(|entry| entry.fluid());
    let glass = table.get("glass").and_then(|entry| entry.fluid());
    let cite = table.cite();
    Some(FluidCap {
        cap: cap?,
        glass: glass?,
        cite: cite?,
    })
}
