//! `[gate]` and `[closing]`: what must be true before a dose, before leaving, and what two people agree at the end.

use super::limits::{outer, sign, signs};
use super::words::unique;
use crate::file::complaint::ComplaintCode as Code;
use crate::file::{Placed, Table};
use crate::protocol::shape;
use crate::protocol::{Beside, Cite, Closing, ClosingItem, Gate, GateId, GateItem, GateItemKind};
use crate::time::Span;

/// A gate and where it stands.
pub(super) struct GateRead {
    pub gate: Gate,
    pub row: u32,
}

/// Reads `[gate]`, in the order of the day.
pub(super) fn read(table: &Table<'_>) -> Vec<GateRead> {
    let gates = [
        ("dose1", GateId::Dose1, &shape::GATE_DOSE1),
        ("dose2", GateId::Dose2, &shape::GATE_DOSE2),
        ("leaving", GateId::Leaving, &shape::GATE_LEAVING),
    ];
    let mut all = Vec::new();
    for (key, id, shape) in gates {
        let Some(entry) = table.get(key) else {
            // Whether the gate before dose 2 is needed depends on the doses; `across` knows.
            if id != GateId::Dose2 {
                table.say(Code::MissingGate { gate: key });
            }
            continue;
        };
        let mut items: Vec<Placed<GateItem>> = Vec::new();
        for item in entry.tables(shape) {
            if let Some(read) = gate_item(&item) {
                items.push(item.place(read));
            }
        }
        unique(
            table,
            items
                .iter()
                .map(|item| (item.rule.id.as_str(), item.row_of("id"))),
        );
        let items = items.into_iter().map(|item| item.rule).collect();
        all.push(GateRead {
            gate: Gate { id, items },
            row: entry.row,
        });
    }
    all
}

/// A kind while it is still without its signs.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Tick,
    Finding,
    Signs,
    TrueTime,
    Timekeeper,
}

fn gate_item(table: &Table<'_>) -> Option<GateItem> {
    let id = table.id("id");
    let title = table.label("title");
    let kind = table.get("kind").and_then(|entry| {
        entry.word(&[
            ("tick", Kind::Tick),
            ("finding", Kind::Finding),
            ("signs", Kind::Signs),
            ("true_time", Kind::TrueTime),
            ("timekeeper", Kind::Timekeeper),
        ])
    });
    if kind.is_some_and(|kind| kind != Kind::Signs) {
        table.no_use("signs", "only the kind \"signs\" takes them");
    }
    let kind = match kind {
        None => None,
        Some(Kind::Tick) => Some(GateItemKind::Tick),
        Some(Kind::Finding) => Some(GateItemKind::Finding),
        Some(Kind::TrueTime) => Some(GateItemKind::TrueTime),
        Some(Kind::Timekeeper) => Some(GateItemKind::Timekeeper),
        Some(Kind::Signs) => table
            .needed("signs")
            .and_then(|entry| signs(&entry))
            .map(GateItemKind::Signs),
    };
    let holds_for = table.maybe("holds_for", |entry| {
        entry.minutes(Span::minutes(1), Span::minutes(24 * 60))
    });
    let cite = table.cite();
    Some(GateItem {
        id: id?,
        title: title?,
        kind: kind?,
        holds_for: holds_for?,
        cite: cite?,
    })
}

/// `[closing]`, as far as it could be read.
pub(super) struct ClosingRead {
    pub items: Vec<Placed<ClosingItem>>,
    not_before: Option<Option<Span>>,
    cite: Option<Cite>,
}

impl ClosingRead {
    /// The closing, where all was read.
    pub fn whole(self) -> Option<Closing> {
        let items = self.items.into_iter().map(|item| item.rule).collect();
        Some(Closing {
            items,
            not_before: self.not_before?,
            cite: self.cite?,
        })
    }
}

/// Reads `[closing]`.
pub(super) fn closing(table: &Table<'_>) -> ClosingRead {
    let not_before = table.maybe("not_before", |entry| {
        entry.minutes(Span::minutes(1), Span::minutes(24 * 60))
    });
    let cite = table.cite();
    let mut items: Vec<Placed<ClosingItem>> = Vec::new();
    for item in table.tables("item", &shape::CLOSING_ITEM) {
        if let Some(read) = closing_item(&item) {
            items.push(item.place(read));
        }
    }
    unique(
        table,
        items
            .iter()
            .map(|item| (item.rule.id.as_str(), item.row_of("id"))),
    );
    ClosingRead {
        items,
        not_before,
        cite,
    }
}

/// What stands beside, while it is still without its sign.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Nothing,
    Sign,
    Baseline,
    Finding,
}

fn closing_item(table: &Table<'_>) -> Option<ClosingItem> {
    let id = table.id("id");
    let title = table.label("title");
    let place = table.get("beside").and_then(|entry| {
        entry.word(&[
            ("nothing", Place::Nothing),
            ("sign", Place::Sign),
            ("against_baseline", Place::Baseline),
            ("finding", Place::Finding),
        ])
    });
    if place.is_some_and(|place| matches!(place, Place::Nothing | Place::Finding)) {
        table.no_use("sign", "no value of a sign stands beside this item");
    }
    if place.is_some_and(|place| place != Place::Sign) {
        table.no_use("at_most", "only \"sign\" shows a figure");
    }
    let beside = match place {
        None => None,
        Some(Place::Nothing) => Some(Beside::Nothing),
        Some(Place::Finding) => Some(Beside::Finding),
        Some(Place::Sign) => {
            let sign = table.needed("sign").and_then(|entry| sign(&entry));
            sign.and_then(|sign| {
                let (from, to) = outer(sign);
                let at_most = table.maybe("at_most", |entry| entry.figure(sign, from, to))?;
                Some(Beside::Sign { sign, at_most })
            })
        }
        Some(Place::Baseline) => {
            let sign = table.needed("sign").and_then(|entry| sign(&entry));
            sign.map(|sign| Beside::AgainstBaseline { sign })
        }
    };
    let cite = table.cite();
    Some(ClosingItem {
        id: id?,
        title: title?,
        beside: beside?,
        cite: cite?,
    })
}
