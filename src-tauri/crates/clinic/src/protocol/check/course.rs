//! `[course]`: the parts of a course read one by one, then compared with each other.

mod across;
mod answers;
mod pages;
mod visits;

use super::words::unique;
use crate::file::{Entry, Placed, Table};
use crate::protocol::course::{Contacts, Gate, Item, Outcome, Plan, Visit};
use crate::protocol::shape::{self, Shape};

/// A list that was read: the rules, and every name, also of a rule that could not be read, so that a broken one is not
/// also an unknown one.
pub(super) struct Named<T> {
    pub rules: Vec<Placed<T>>,
    pub ids: Vec<String>,
}

impl<T> Named<T> {
    pub fn whole(self) -> Vec<T> {
        super::rules(self.rules)
    }
}

/// Reads a list of rules with names of their own.
pub(super) fn list<T>(
    at: &Table<'_>,
    key: &'static str,
    shape: &'static Shape,
    read: impl Fn(&Table<'_>, Option<String>) -> Option<T>,
) -> Named<T> {
    let mut named = Named {
        rules: Vec::new(),
        ids: Vec::new(),
    };
    let mut rows = Vec::new();
    for table in at.tables(key, shape) {
        let id = table.id("id");
        if let Some(id) = &id {
            rows.push(table.get("id").map_or(table.row, |entry| entry.row));
            named.ids.push(id.clone());
        }
        if let Some(rule) = read(&table, id) {
            named.rules.push(table.place(rule));
        }
    }
    unique(at, named.ids.iter().map(String::as_str).zip(rows));
    named
}

/// The names in a list that may be absent; nothing where it is.
fn names(table: &Table<'_>, key: &'static str) -> Option<Vec<String>> {
    let ids = table.maybe(key, |entry| entry.ids())?.unwrap_or_default();
    Some(ids.into_iter().map(|(id, _)| id).collect())
}

/// Every part that is compared, as far as it could be read.
struct Parts {
    phases: Named<crate::protocol::course::Phase>,
    visits: Named<Visit>,
    items: Named<Item>,
    gates: Named<Gate>,
    consents: Named<crate::protocol::course::Consent>,
}

/// Reads `[course]`.
pub(super) fn read(table: &Table<'_>) -> Option<Plan> {
    let parts = Parts {
        phases: list(table, "phase", &shape::COURSE_PHASE, visits::phase),
        visits: list(table, "visit", &shape::VISIT, visits::visit),
        items: list(table, "item", &shape::COURSE_ITEM, answers::item),
        gates: list(table, "gate", &shape::COURSE_GATE, visits::gate),
        consents: list(table, "consent", &shape::CONSENT, pages::consent),
    };
    let medicines = list(table, "medicine", &shape::MEDICINE, pages::medicine);
    let contacts = table.maybe("contacts", |entry: Entry<'_>| -> Option<Contacts> {
        answers::contacts(&entry.table(&shape::CONTACTS)?)
    });
    let outcome: Option<Outcome> = table
        .table("outcome", &shape::OUTCOME)
        .and_then(|table| pages::outcome(&table));
    let guides = list(table, "guide", &shape::GUIDE, pages::guide);
    let handouts = list(table, "handout", &shape::HANDOUT, pages::handout);
    let crisis = table.maybe("crisis", |entry: Entry<'_>| {
        let table = entry.table(&shape::CRISIS)?;
        across::own_plan(&table, &parts.items);
        pages::crisis(&table)
    });
    let reports = list(table, "report", &shape::REPORT, pages::report);
    across::compare(table, &parts);
    Some(Plan {
        phases: parts.phases.whole(),
        visits: parts.visits.whole(),
        items: parts.items.whole(),
        gates: parts.gates.whole(),
        consents: parts.consents.whole(),
        medicines: medicines.whole(),
        contacts: contacts?,
        outcome: outcome?,
        guides: guides.whole(),
        handouts: handouts.whole(),
        crisis: crisis?,
        reports: reports.whole(),
    })
}
