//! `[dose.first]`, `[dose.supplemental]` and its conditions.

use super::limits::{outer, sign};
use crate::file::complaint::ComplaintCode as Code;
use crate::file::{Entry, Placed, Table};
use crate::protocol::shape;
use crate::protocol::{Condition, DosePlan, Doses, SupplementalPlan};
use crate::quantity::Micrograms;
use crate::time::Span;

/// What stands under `[dose]`, as far as it could be read.
pub(super) struct DosesRead {
    pub first: Option<Placed<DosePlan>>,
    /// `None`: the protocol has no supplemental dose.
    pub supplemental: Option<Supplemental>,
}

/// The supplemental dose, as far as it could be read.
pub(super) struct Supplemental {
    pub row: u32,
    pub opens: Option<Span>,
    pub closes: Option<Span>,
    pub conditions: Vec<Placed<Condition>>,
    pub plan: Option<SupplementalPlan>,
}

impl DosesRead {
    /// The doses, where all was read.
    pub fn whole(self) -> Option<Doses> {
        let first = self.first?.rule;
        let supplemental = match self.supplemental {
            None => None,
            Some(read) => {
                let conditions = read
                    .conditions
                    .into_iter()
                    .map(|placed| placed.rule)
                    .collect();
                Some(SupplementalPlan {
                    conditions,
                    ..read.plan?
                })
            }
        };
        Some(Doses {
            first,
            supplemental,
        })
    }
}

/// Reads `[dose]`.
pub(super) fn read(table: &Table<'_>) -> DosesRead {
    let first = table
        .table("first", &shape::DOSE_FIRST)
        .and_then(|first| Some(first.place(plan(&first)?)));
    let supplemental = table
        .table("supplemental", &shape::DOSE_SUPPLEMENTAL)
        .map(|table| supplemental(&table));
    DosesRead {
        first,
        supplemental,
    }
}

fn plan(table: &Table<'_>) -> Option<DosePlan> {
    let title = table.label("title");
    let amount = table.get("amount").and_then(|entry| amount(&entry));
    let cite = table.cite();
    Some(DosePlan {
        title: title?,
        amount: amount?,
        cite: cite?,
    })
}

/// An amount, or the word `blinded`.
fn amount(entry: &Entry<'_>) -> Option<Option<Micrograms>> {
    if entry.is_word("blinded") {
        Some(None)
    } else {
        entry.medicine().map(Some)
    }
}

fn supplemental(table: &Table<'_>) -> Supplemental {
    let dose = plan(table);
    let within = |key| {
        table
            .get(key)?
            .minutes(Span::minutes(1), Span::minutes(24 * 60))
    };
    let (opens, closes) = (within("opens"), within("closes"));
    if let (Some(opens), Some(closes)) = (opens, closes)
        && closes <= opens
    {
        let row = table.get("closes").map_or(table.row, |entry| entry.row);
        table.say_at(row, Code::WindowClosed { opens, closes });
    }
    let mut conditions = Vec::new();
    for item in table.tables("condition", &shape::CONDITION) {
        if let Some(condition) = condition(&item) {
            conditions.push(item.place(condition));
        }
    }
    let plan = match (dose, opens, closes) {
        (Some(dose), Some(opens), Some(closes)) => Some(SupplementalPlan {
            dose,
            opens,
            closes,
            conditions: Vec::new(),
        }),
        _ => None,
    };
    Supplemental {
        row: table.row,
        opens,
        closes,
        conditions,
        plan,
    }
}

fn condition(table: &Table<'_>) -> Option<Condition> {
    let title = table.label("title");
    let sign = table.maybe("sign", |entry| sign(&entry));
    let (has_sign, has_figure) = (table.has("sign"), table.has("at_most"));
    if has_sign != has_figure {
        let (present, absent) = if has_sign {
            ("sign", "at_most")
        } else {
            ("at_most", "sign")
        };
        let row = table.get(present).map_or(table.row, |entry| entry.row);
        table.say_at(row, Code::ConditionWithoutFigure { present, absent });
    }
    let at_most = match sign {
        Some(Some(sign)) => {
            let (from, to) = outer(sign);
            table.maybe("at_most", |entry| entry.figure(sign, from, to))
        }
        _ => Some(None),
    };
    let not_older_than = table.maybe("not_older_than", |entry| {
        entry.minutes(Span::minutes(1), Span::minutes(24 * 60))
    });
    let cite = table.cite();
    Some(Condition {
        title: title?,
        sign: sign?,
        at_most: at_most?,
        not_older_than: not_older_than?,
        cite: cite?,
    })
}
