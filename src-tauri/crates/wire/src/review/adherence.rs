//! The form by which a protocol lets a reviewer rate a session, and how it was rated.

use clinic::protocol::adherence::Adherence;
use clinic::review::Event;
use companion::SessionId;
use companion::review::Reviewed;
use serde::Serialize;
#[cfg(test)]
use ts_rs::TS;

/// The rating form of a protocol, with what was rated.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub struct AdherenceForm {
    pub title: String,
    pub help: String,
    pub steps: Vec<AdherenceStep>,
    pub items: Vec<AdherenceItem>,
}

/// A step of its scale.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub struct AdherenceStep {
    pub value: u8,
    pub title: String,
}

/// An item of it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub struct AdherenceItem {
    pub id: String,
    pub title: String,
    pub help: String,
    pub line: u16,
    /// The latest of each reviewer, by name.
    pub ratings: Vec<RatingView>,
}

/// How somebody rated an item.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub struct RatingView {
    pub name: String,
    /// The looker's own.
    pub mine: bool,
    /// None: not seen in the record.
    pub value: Option<u8>,
    /// The entry that shows it.
    pub entry: Option<u64>,
    pub text: String,
    pub wall_ms: i64,
    pub zone_minutes: i16,
}

impl AdherenceForm {
    /// The form of a session's protocol, with what was rated in its thread.
    pub(super) fn of(form: &Adherence, session: SessionId, reviewed: &Reviewed) -> AdherenceForm {
        let review = &reviewed.thread.review;
        let latest = review.ratings(session);
        let rating = |by, id| {
            let row = review.row(id)?;
            let Event::Rated {
                value, entry, text, ..
            } = &row.event
            else {
                return None;
            };
            Some(RatingView {
                name: row.name.clone(),
                mine: by == reviewed.me,
                value: *value,
                entry: *entry,
                text: text.clone(),
                wall_ms: row.wall_ms,
                zone_minutes: row.zone_minutes,
            })
        };
        let items = form.items.iter().map(|item| {
            let of_item = latest.iter().filter(|((_, id), _)| *id == item.id);
            let mut ratings: Vec<RatingView> = of_item
                .filter_map(|((by, _), id)| rating(*by, *id))
                .collect();
            ratings.sort_by(|a, b| (!a.mine, &a.name).cmp(&(!b.mine, &b.name)));
            AdherenceItem {
                id: item.id.clone(),
                title: item.title.clone(),
                help: item.help.clone().unwrap_or_default(),
                line: item.cite.line,
                ratings,
            }
        });
        AdherenceForm {
            title: form.title.clone(),
            help: form.help.clone().unwrap_or_default(),
            steps: form
                .steps
                .iter()
                .map(|step| AdherenceStep {
                    value: step.value,
                    title: step.title.clone(),
                })
                .collect(),
            items: items.collect(),
        }
    }
}
