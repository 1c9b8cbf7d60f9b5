//! The parts of a course compared with each other: names that must exist, an order that can be walked.

use super::{Named, Parts};
use crate::file::Table;
use crate::file::complaint::{ComplaintCode as Code, nearest};
use crate::protocol::course::{Item, ItemKind, VisitKind};
use std::collections::BTreeSet;

/// Compares everything.
pub(super) fn compare(table: &Table<'_>, parts: &Parts) {
    names(table, parts);
    order(table, parts);
    phases(table, parts);
    gates(table, parts);
    idle(table, parts);
}

fn unknown(table: &Table<'_>, what: &'static str, name: &str, known: &[String], row: u32) {
    if !known.iter().any(|id| id == name) {
        table.say_at(
            row,
            Code::UnknownName {
                what,
                name: name.to_owned(),
                near: nearest(name, known.iter().cloned()),
            },
        );
    }
}

/// What a blinded rater takes is one of the measures that the course is followed by.
pub(super) fn blinded(
    table: &Table<'_>,
    primary: Option<&String>,
    secondary: Option<&Vec<String>>,
    blinded: Option<&Vec<String>>,
) {
    let (Some(primary), Some(secondary), Some(blinded)) = (primary, secondary, blinded) else {
        return;
    };
    let known: Vec<String> = std::iter::once(primary).chain(secondary).cloned().collect();
    for measure in blinded {
        let row = table.get("blinded").map_or(table.row, |entry| entry.row);
        unknown(table, "measure of [course.outcome]", measure, &known, row);
    }
}

/// Every name that is written must be the name of something.
fn names(table: &Table<'_>, parts: &Parts) {
    let (phases, visits) = (&parts.phases.ids, &parts.visits.ids);
    let (items, consents) = (&parts.items.ids, &parts.consents.ids);
    for visit in &parts.visits.rules {
        unknown(
            table,
            "[[course.phase]]",
            &visit.rule.phase,
            phases,
            visit.row_of("phase"),
        );
        if let Some(window) = &visit.rule.window {
            let row = visit.row_of("after");
            unknown(table, "[[course.visit]]", &window.after, visits, row);
        }
        for item in &visit.rule.agenda {
            let row = visit.row_of("agenda");
            unknown(table, "[[course.item]]", item, items, row);
        }
    }
    for gate in &parts.gates.rules {
        let before = &gate.rule.before;
        unknown(
            table,
            "[[course.phase]]",
            before,
            phases,
            gate.row_of("before"),
        );
        for item in &gate.rule.items {
            unknown(table, "[[course.item]]", item, items, gate.row_of("items"));
        }
        for visit in &gate.rule.visits {
            let row = gate.row_of("visits");
            unknown(table, "[[course.visit]]", visit, visits, row);
        }
        for consent in &gate.rule.consents {
            let row = gate.row_of("consents");
            unknown(table, "[[course.consent]]", consent, consents, row);
        }
    }
    for item in &parts.items.rules {
        if let ItemKind::Consent(consent) = &item.rule.kind {
            let row = item.row_of("consent");
            unknown(table, "[[course.consent]]", consent, consents, row);
        }
    }
}

/// The client's own safety plan is an agreement: words for each of its lines.
pub(super) fn own_plan(table: &Table<'_>, items: &Named<Item>) {
    let Some(entry) = table.get("safety_plan") else {
        return;
    };
    let row = entry.row;
    let Some(name) = entry.id() else { return };
    let other = |item: &&Item| !matches!(item.kind, ItemKind::Agreement(_));
    let others: Vec<&String> = (items.rules.iter().map(|placed| &placed.rule))
        .filter(other)
        .map(|item| &item.id)
        .collect();
    // An item that could not be read has its own complaint.
    let fit = items.ids.iter().filter(|id| !others.contains(id));
    let known: Vec<String> = fit.cloned().collect();
    unknown(
        table,
        "[[course.item]] of kind agreement",
        &name,
        &known,
        row,
    );
}

/// A window hangs on a visit that stands before it; visits follow the order of the phases.
fn order(table: &Table<'_>, parts: &Parts) {
    let place = |phase: &str| parts.phases.ids.iter().position(|id| id == phase);
    let mut last: Option<(usize, &str)> = None;
    for visit in &parts.visits.rules {
        let id = |name: &str| parts.visits.ids.iter().position(|id| id == name);
        if let Some(window) = &visit.rule.window
            && let (Some(after), Some(own)) = (id(&window.after), id(&visit.rule.id))
            && after >= own
        {
            let item = window.after.clone();
            table.say_at(visit.row_of("after"), Code::HangsOnLater { item });
        }
        let phase = visit.rule.phase.as_str();
        let Some(at) = place(phase) else { continue };
        if let Some((before, name)) = last
            && at < before
        {
            table.say_at(
                visit.row_of("phase"),
                Code::VisitsNotInOrder {
                    phase: phase.to_owned(),
                    before: name.to_owned(),
                },
            );
            continue;
        }
        last = Some((at, phase));
    }
}

/// Every phase has a visit; one visit at least is a dosing visit.
fn phases(table: &Table<'_>, parts: &Parts) {
    // A visit that could not be read might be the one that is missed.
    if table.count("visit") != parts.visits.rules.len() {
        return;
    }
    let visits = || parts.visits.rules.iter().map(|visit| &visit.rule);
    for phase in &parts.phases.rules {
        let id = &phase.rule.id;
        if !visits().any(|visit| visit.phase == *id) {
            table.say_at(phase.row, Code::EmptyPhase { phase: id.clone() });
        }
    }
    if !visits().any(|visit| visit.kind == VisitKind::Dosing) {
        table.say(Code::NoDosingVisit {});
    }
}

/// A gate asks for visits of earlier phases only.
fn gates(table: &Table<'_>, parts: &Parts) {
    let place = |phase: &str| parts.phases.ids.iter().position(|id| id == phase);
    for gate in &parts.gates.rules {
        for name in &gate.rule.visits {
            let mut visits = parts.visits.rules.iter().map(|visit| &visit.rule);
            let visit = visits.find(|visit| visit.id == *name);
            if let Some(visit) = visit
                && let (Some(behind), Some(own)) = (place(&gate.rule.before), place(&visit.phase))
                && own >= behind
            {
                let visit = name.clone();
                table.say_at(gate.row_of("visits"), Code::GateNeedsLater { visit });
            }
        }
    }
}

/// Items that nobody is asked for.
fn idle(table: &Table<'_>, parts: &Parts) {
    let unread = table.count("visit") != parts.visits.rules.len()
        || table.count("gate") != parts.gates.rules.len();
    if unread {
        return;
    }
    let mut used: BTreeSet<&String> = BTreeSet::new();
    used.extend(
        parts
            .visits
            .rules
            .iter()
            .flat_map(|visit| &visit.rule.agenda),
    );
    used.extend(parts.gates.rules.iter().flat_map(|gate| &gate.rule.items));
    for item in &parts.items.rules {
        if !used.contains(&item.rule.id) {
            let code = Code::UnusedItem {
                item: item.rule.id.clone(),
            };
            table.say_at(item.row, code);
        }
    }
}
