//! Lists of words that people pick from: phases, effects, tags, reasons.

use crate::file::Table;
use crate::file::complaint::ComplaintCode as Code;
use crate::protocol::shape;
use crate::protocol::{EffectKind, Phase, Reason, Reasons, Tag, Valence};
use std::collections::BTreeMap;

/// Complains about names that are used twice.
pub(crate) fn unique<'a>(at: &Table<'_>, names: impl Iterator<Item = (&'a str, u32)>) {
    let mut seen = BTreeMap::new();
    for (name, row) in names {
        if let Some(first) = seen.get(name) {
            at.say_at(
                row,
                Code::DuplicateId {
                    id: name.to_owned(),
                    first: *first,
                },
            );
        } else {
            seen.insert(name, row);
        }
    }
}

/// Reads a list of `id` and `title` with what else `more` reads.
fn named<T>(
    table: &Table<'_>,
    key: &'static str,
    shape: &'static shape::Shape,
    make: impl Fn(&Table<'_>, String, String) -> Option<T>,
) -> Vec<T> {
    let mut rows = Vec::new();
    let mut list = Vec::new();
    for item in table.tables(key, shape) {
        let (id, title) = (item.id("id"), item.label("title"));
        if let Some(id) = &id {
            rows.push((
                id.clone(),
                item.get("id").map_or(item.row, |entry| entry.row),
            ));
        }
        let words = (
            id.clone().unwrap_or_default(),
            title.clone().unwrap_or_default(),
        );
        if let (Some(made), Some(_), Some(_)) = (make(&item, words.0, words.1), id, title) {
            list.push(made);
        }
    }
    unique(table, rows.iter().map(|(id, row)| (id.as_str(), *row)));
    list
}

/// Reads every `[[phase]]`.
pub(super) fn phases(root: &Table<'_>) -> Vec<Phase> {
    named(root, "phase", &shape::PHASE, |_, id, title| {
        Some(Phase { id, title })
    })
}

/// Reads every `[[effect]]`.
pub(super) fn effects(root: &Table<'_>) -> Vec<EffectKind> {
    named(root, "effect", &shape::EFFECT, |table, id, title| {
        let valence = table.get("valence")?.word(&[
            ("wanted", Valence::Wanted),
            ("neutral", Valence::Neutral),
            ("unwanted", Valence::Unwanted),
        ])?;
        Some(EffectKind { id, title, valence })
    })
}

/// Reads every `[[tag]]`.
pub(super) fn tags(root: &Table<'_>) -> Vec<Tag> {
    named(root, "tag", &shape::TAG, |_, id, title| {
        Some(Tag { id, title })
    })
}

/// Reads a list of reasons.
pub(super) fn reason_list(
    table: &Table<'_>,
    key: &'static str,
    shape: &'static shape::Shape,
) -> Vec<Reason> {
    named(table, key, shape, |_, id, title| Some(Reason { id, title }))
}

/// `[reason]` and whether it has reasons about a supplemental dose.
pub(super) struct ReasonsRead {
    pub reasons: Reasons,
    pub row: u32,
    pub supplemental_row: Option<u32>,
}

/// Reads `[reason]`.
pub(super) fn reasons(table: &Table<'_>) -> ReasonsRead {
    let reasons = Reasons {
        missed: reason_list(table, "missed", &shape::REASON_MISSED),
        partial: reason_list(table, "partial", &shape::REASON_PARTIAL),
        supplemental: reason_list(table, "supplemental", &shape::REASON_SUPPLEMENTAL),
    };
    let supplemental_row = table.get("supplemental").map(|entry| entry.row);
    ReasonsRead {
        reasons,
        row: table.row,
        supplemental_row,
    }
}
