//! `[review]`: the form by which a reviewer rates a session.

use super::course::list;
use crate::file::Table;
use crate::file::complaint::ComplaintCode as Code;
use crate::protocol::adherence::{Adherence, Item, Step};
use crate::protocol::shape;

/// Highest value of a scale.
const VALUE_MAX: i64 = 10;

/// Reads `[review]`.
pub(super) fn read(table: &Table<'_>) -> Option<Option<Adherence>> {
    table.maybe("adherence", |entry| {
        adherence(&entry.table(&shape::ADHERENCE)?)
    })
}

fn adherence(table: &Table<'_>) -> Option<Adherence> {
    let title = table.label("title");
    let help = table.maybe("help", |entry| entry.paragraph());
    let steps = steps(table);
    let items = list(table, "item", &shape::ADHERENCE_ITEM, |table, id| {
        let title = table.label("title");
        let help = table.maybe("help", |entry| entry.paragraph());
        let cite = table.cite();
        Some(Item {
            id: id?,
            title: title?,
            help: help?,
            cite: cite?,
        })
    });
    let cite = table.cite();
    Some(Adherence {
        title: title?,
        help: help?,
        steps,
        items: items.whole(),
        cite: cite?,
    })
}

/// The steps of the scale, by rising value. One alone would tell nothing apart.
fn steps(table: &Table<'_>) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for one in table.tables("step", &shape::ADHERENCE_STEP) {
        let value = one
            .get("value")
            .and_then(|entry| entry.whole(0, VALUE_MAX))
            .and_then(|value| u8::try_from(value).ok());
        let title = one.label("title");
        let (Some(value), Some(title)) = (value, title) else {
            continue;
        };
        if steps.last().is_some_and(|before| before.value >= value) {
            one.say(Code::ValuesNotRising {
                value: i32::from(value),
            });
        }
        steps.push(Step { value, title });
    }
    let count = table.count("step");
    if count == 1 {
        let row = table.get("step").map_or(table.row, |entry| entry.row);
        table.say_at(
            row,
            Code::OutOfRange {
                key: "step".to_owned(),
                value: count.to_string(),
                from: "2".to_owned(),
                to: (VALUE_MAX + 1).to_string(),
            },
        );
    }
    steps
}
