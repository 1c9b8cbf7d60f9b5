//! `[[series]]`: which signs, hung on which moment, at which times.

use super::limits::signs;
use super::words::unique;
use crate::file::complaint::{ANCHORS, ComplaintCode as Code};
use crate::file::{Placed, Table};
use crate::protocol::Series;
use crate::protocol::shape;
use crate::time::Span;

/// Latest time of a check after its anchor.
const LATEST: Span = Span::minutes(48 * 60);
/// Most times of one series.
const MOST_TIMES: usize = 240;

/// Reads every `[[series]]`.
pub(super) fn read(root: &Table<'_>) -> Vec<Placed<Series>> {
    let mut all = Vec::new();
    let mut ids = Vec::new();
    for table in root.tables("series", &shape::SERIES) {
        if let Some(id) = table.id("id") {
            ids.push((id, table.get("id").map_or(table.row, |entry| entry.row)));
        }
        if let Some(series) = one(&table) {
            let placed = table.place(series);
            overlaps(&table, &placed);
            all.push(placed);
        }
    }
    unique(root, ids.iter().map(|(id, row)| (id.as_str(), *row)));
    all
}

fn one(table: &Table<'_>) -> Option<Series> {
    // `read` has taken the id once already; a second complaint about it is the same and is dropped.
    let id = table.id("id");
    let title = table.label("title");
    let signs = table.get("signs").and_then(|entry| signs(&entry));
    let anchor = table.get("anchor").and_then(|entry| entry.word(&ANCHORS));
    let offsets = times(table, id.as_deref().unwrap_or_default());
    let two_hours = Span::minutes(120);
    let early = table
        .get("early")
        .and_then(|entry| entry.span(Span::ZERO, two_hours));
    let late = table
        .get("late")
        .and_then(|entry| entry.span(Span::seconds(30), two_hours));
    let required = table.get("required").and_then(|entry| entry.flag());
    let why = table.paragraph("why");
    let cite = table.cite();
    Some(Series {
        id: id?,
        title: title?,
        signs: signs?,
        anchor: anchor?,
        offsets: offsets?,
        early: early?,
        late: late?,
        required: required?,
        why: why?,
        cite: cite?,
    })
}

/// `at` and `repeat` together, ascending.
fn times(table: &Table<'_>, series: &str) -> Option<Vec<Span>> {
    if !table.has("at") && !table.has("repeat") {
        table.say(Code::NoTimes {
            series: series.to_owned(),
        });
        return None;
    }
    let (listed, repeated) = (listed(table), repeated(table));
    let (mut all, more) = (listed?, repeated?);
    for at in more {
        if all.contains(&at) {
            let row = table.get("at").map_or(table.row, |entry| entry.row);
            table.say_at(
                row,
                Code::RepeatedTime {
                    key: "at".to_owned(),
                    at,
                },
            );
            return None;
        }
        all.push(at);
    }
    if all.len() > MOST_TIMES {
        table.say(Code::ListTooLong {
            key: "repeat".to_owned(),
            length: all.len(),
            most: MOST_TIMES,
        });
        return None;
    }
    all.sort();
    Some(all)
}

fn listed(table: &Table<'_>) -> Option<Vec<Span>> {
    let Some(entry) = table.get("at") else {
        return Some(Vec::new());
    };
    let mut times: Vec<Span> = Vec::new();
    let mut sound = true;
    for item in entry.items()? {
        let Some(at) = item.minutes(Span::ZERO, LATEST) else {
            sound = false;
            continue;
        };
        let key = "at".to_owned();
        if times.contains(&at) {
            item.say(Code::RepeatedTime { key, at });
            sound = false;
        } else if let Some(before) = times.last().copied().filter(|before| *before > at) {
            item.say(Code::NotAscending {
                key,
                before,
                after: at,
            });
            sound = false;
        }
        times.push(at);
    }
    sound.then_some(times)
}

fn repeated(table: &Table<'_>) -> Option<Vec<Span>> {
    let Some(entry) = table.get("repeat") else {
        return Some(Vec::new());
    };
    let repeats = entry.tables(&shape::REPEAT);
    let mut times: Vec<Span> = Vec::new();
    let mut sound = !repeats.is_empty();
    for repeat in repeats {
        let within = |key, from| repeat.get(key)?.minutes(from, LATEST);
        let (from, to, every) = (
            within("from", Span::ZERO),
            within("to", Span::ZERO),
            within("every", Span::minutes(1)),
        );
        let (Some(from), Some(to), Some(every)) = (from, to, every) else {
            sound = false;
            continue;
        };
        if to <= from {
            repeat.say(Code::NotAscending {
                key: "repeat".to_owned(),
                before: from,
                after: to,
            });
            sound = false;
        } else if (to - from).0 % every.0 != 0 {
            repeat.say(Code::DoesNotDivide { from, to, every });
            sound = false;
        } else if let Some(before) = times.last().copied().filter(|before| *before >= from) {
            repeat.say(Code::RepeatsOverlap { from, before });
            sound = false;
        } else {
            let mut at = from;
            while at <= to && times.len() <= MOST_TIMES {
                times.push(at);
                at = at + every;
            }
        }
    }
    sound.then_some(times)
}

/// One reading must never be both the late check and the early next one.
fn overlaps(table: &Table<'_>, placed: &Placed<Series>) {
    let Series {
        id,
        offsets,
        early,
        late,
        ..
    } = &placed.rule;
    let crowded = offsets.windows(2).find_map(|pair| match pair {
        [first, second] if *first + *late > *second - *early => Some((*first, *second)),
        _ => None,
    });
    if let Some((first, second)) = crowded {
        let code = Code::ChecksOverlap {
            series: id.clone(),
            first,
            second,
            late: first + *late,
            early: *early,
        };
        table.say_at(placed.row_of("late"), code);
    }
}
