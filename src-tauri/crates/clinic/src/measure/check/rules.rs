//! Scores and findings, and the comparison of every rule with the items and answers that it names.

use super::{Parts, number, unknown};
use crate::file::complaint::ComplaintCode as Code;
use crate::file::{Entry, Log, Placed, Table};
use crate::measure::{
    AnswerSet, Band, Change, Condition, Cut, Finding, Item, Rule, Score, Sum, shape,
};
use std::collections::BTreeSet;

/// Entered scores lie between these, in steps of the last decimal.
const SCORE_LOWEST: i64 = -10_000;
const SCORE_HIGHEST: i64 = 1_000_000;

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Entered,
    Sum,
    Mean,
}

pub(super) fn score(table: &Table<'_>) -> Option<Score> {
    let id = table.id("id");
    let title = table.label("title");
    let kind = table.get("rule").and_then(|entry| {
        entry.word(&[
            ("entered", Kind::Entered),
            ("sum", Kind::Sum),
            ("mean", Kind::Mean),
        ])
    });
    let decimals = table.maybe("decimals", |entry| u8::try_from(entry.whole(0, 2)?).ok());
    let decimals = decimals.map(Option::unwrap_or_default);
    let places = decimals.unwrap_or_default();
    let figure = |entry: Entry<'_>| entry.decimal(places, SCORE_LOWEST, SCORE_HIGHEST);
    let from = table.get("from").and_then(figure);
    let to = table.get("to").and_then(figure);
    if let (Some(from), Some(to)) = (from, to)
        && from >= to
    {
        table.say(Code::RangeTurned {
            from: from.to_string(),
            to: to.to_string(),
        });
        return None;
    }
    let rule = match kind? {
        Kind::Entered => {
            for key in ["items", "reversed", "times", "missing_most"] {
                table.no_use(key, "a person enters this score");
            }
            Some(Rule::Entered)
        }
        Kind::Sum => sum(table).map(Rule::Sum),
        Kind::Mean => {
            table.no_use("times", "a mean is not multiplied");
            sum(table).map(Rule::Mean)
        }
    };
    let bands = rows(table, "band", &shape::BAND, |one| {
        Some((
            Band {
                from: one.get("from").and_then(figure)?,
                title: one.label("title")?,
                population: one.label("population")?,
                source: one.source()?,
            },
            one.get("to").and_then(figure)?,
        ))
    });
    let cuts = rows(table, "cut", &shape::CUT, |one| {
        let (at, below) = match (one.get("at_least"), one.get("at_most")) {
            (Some(entry), None) => (figure(entry), false),
            (None, Some(entry)) => (figure(entry), true),
            (_, other) => {
                one.say(Code::OneBound {
                    found: 2 * usize::from(other.is_some()),
                });
                (None, false)
            }
        };
        let title = one.label("title");
        let population = one.label("population");
        let source = one.source();
        Some(Cut {
            at: at?,
            below,
            title: title?,
            population: population?,
            source: source?,
        })
    });
    let changes = rows(table, "change", &shape::CHANGE, |one| {
        Some(Change {
            by: one.get("by").and_then(figure)?,
            title: one.label("title")?,
            population: one.label("population")?,
            source: one.source()?,
        })
    });
    let source = table.source();
    let (from, to) = (from?, to?);
    joined(table, &bands, from, to);
    Some(Score {
        id: id?,
        title: title?,
        rule: rule?,
        from,
        to,
        decimals: decimals?,
        bands: bands.into_iter().map(|(band, _)| band).collect(),
        cuts,
        changes,
        source: source?,
    })
}

fn rows<T>(
    table: &Table<'_>,
    key: &'static str,
    shape: &'static crate::file::shape::Shape,
    read: impl Fn(&Table<'_>) -> Option<T>,
) -> Vec<T> {
    let tables = table.tables(key, shape);
    tables.iter().filter_map(read).collect()
}

/// Bands must follow one another from the lowest to the highest score.
fn joined(table: &Table<'_>, bands: &[(Band, i32)], from: i32, to: i32) {
    let Some((first, _)) = bands.first() else {
        return;
    };
    let mut whole = first.from == from;
    for pair in bands.windows(2) {
        whole &= matches!(pair, [(_, end), (next, _)] if next.from == end + 1);
    }
    whole &= bands.iter().all(|(band, end)| band.from <= *end);
    whole &= bands.last().is_some_and(|(_, end)| *end == to);
    if !whole {
        table.say(Code::BandsNotJoined {});
    }
}

fn sum(table: &Table<'_>) -> Option<Sum> {
    let items = table.needed("items").and_then(|entry| names(&entry));
    let reversed = table.maybe("reversed", |entry| names(&entry));
    let times = table.maybe("times", |entry| i32::try_from(entry.whole(1, 100)?).ok());
    let missing = table.maybe("missing_most", |entry| {
        u8::try_from(entry.whole(0, 50)?).ok()
    });
    Some(Sum {
        items: items?,
        reversed: reversed?.unwrap_or_default(),
        times: times?.unwrap_or(1),
        missing_most: missing?.unwrap_or_default(),
    })
}

/// Item names, each once.
fn names(entry: &Entry<'_>) -> Option<Vec<String>> {
    let mut names = Vec::new();
    let mut sound = true;
    for one in entry.items()? {
        let Some(name) = one.item_id() else {
            sound = false;
            continue;
        };
        if names.contains(&name) {
            one.say(Code::RepeatedItem {
                key: entry.key.to_owned(),
                item: name,
            });
            sound = false;
        } else {
            names.push(name);
        }
    }
    sound.then_some(names)
}

pub(super) fn finding(table: &Table<'_>) -> Option<Finding> {
    let id = table.id("id");
    let title = table.label("title");
    let conditions = rows(table, "condition", &shape::CONDITION, condition);
    let needs = table.maybe("needs", |entry| names(&entry));
    let not = table.maybe("not", |entry| names(&entry));
    let source = table.source();
    if conditions.is_empty() && !table.has("needs") && !table.has("condition") {
        table.needed("condition");
    }
    Some(Finding {
        id: id?,
        title: title?,
        conditions,
        needs: needs?.unwrap_or_default(),
        not: not?.unwrap_or_default(),
        source: source?,
    })
}

fn condition(table: &Table<'_>) -> Option<Condition> {
    let count = table.get("count").and_then(|entry| entry.whole(1, 50));
    let mut of = Vec::new();
    for group in table.tables("of", &shape::OF) {
        let items = group.get("items").and_then(|entry| names(&entry));
        let from = group.get("at_least").and_then(|entry| number(&entry));
        if let (Some(items), Some(from)) = (items, from) {
            of.extend(items.into_iter().map(|item| (item, from)));
        }
    }
    let count = u8::try_from(count?).ok()?;
    if usize::from(count) > of.len() && !of.is_empty() {
        table.say(Code::OutOfRange {
            key: "count".to_owned(),
            value: count.to_string(),
            from: "1".to_owned(),
            to: of.len().to_string(),
        });
    }
    Some(Condition { count, of })
}

/// Compares every rule with the items and answers that it names.
pub(super) fn compare(root: &Table<'_>, parts: &Parts, log: &Log<'_>) {
    if !root.has("item") {
        for key in ["answers", "finding"] {
            root.no_use(key, "the file has no items");
        }
        root.needed("score");
    }
    for item in &parts.items {
        item_fits(item, parts, log);
    }
    let used: BTreeSet<&str> = parts
        .items
        .iter()
        .map(|item| item.rule.answers.as_str())
        .collect();
    for set in &parts.sets {
        if !used.contains(set.rule.id.as_str()) && !parts.items.is_empty() {
            let name = set.rule.id.clone();
            log.say(set.row, Code::UnusedAnswers { name });
        }
    }
    for score in &parts.scores {
        score_fits(score, parts, log);
    }
    for (place, finding) in parts.findings.iter().enumerate() {
        finding_fits(finding, place, parts, log);
    }
}

fn set_of<'p>(parts: &'p Parts, item: &Item) -> Option<&'p AnswerSet> {
    let found = parts.sets.iter().find(|set| set.rule.id == item.answers);
    found.map(|set| &set.rule)
}

fn item_named<'p>(parts: &'p Parts, id: &str) -> Option<(usize, &'p Item)> {
    let mut items = parts.items.iter().map(|item| &item.rule).enumerate();
    items.find(|(_, item)| item.id == id)
}

fn item_fits(item: &Placed<Item>, parts: &Parts, log: &Log<'_>) {
    let Some(set) = set_of(parts, &item.rule) else {
        let known = parts.sets.iter().map(|set| &set.rule.id);
        log.say(
            item.row_of("answers"),
            unknown("answers", &item.rule.answers, known),
        );
        return;
    };
    let (from, to) = set.bounds();
    if let Some(stop) = item.rule.stop_at
        && !(from..=to).contains(&stop)
    {
        log.say(item.row_of("stop_at"), out_of("stop_at", stop, from, to));
    }
    let Some((other, is)) = &item.rule.asked_if else {
        return;
    };
    let row = item.row_of("asked_if");
    let here = item_named(parts, &item.rule.id).map(|(place, _)| place);
    match item_named(parts, other) {
        Some((place, _)) if here.is_none_or(|here| place >= here) => {
            log.say(
                row,
                Code::HangsOnLater {
                    item: other.clone(),
                },
            );
        }
        Some((_, other)) => {
            if let Some(set) = set_of(parts, other)
                && !set.choices.iter().any(|choice| choice.value == *is)
            {
                let (from, to) = set.bounds();
                log.say(row, out_of("is", *is, from, to));
            }
        }
        None => log.say(
            row,
            unknown("item", other, parts.items.iter().map(|item| &item.rule.id)),
        ),
    }
}

fn out_of(key: &str, value: i32, from: i32, to: i32) -> Code {
    Code::OutOfRange {
        key: key.to_owned(),
        value: value.to_string(),
        from: from.to_string(),
        to: to.to_string(),
    }
}

fn score_fits(score: &Placed<Score>, parts: &Parts, log: &Log<'_>) {
    let (sum, mean) = match &score.rule.rule {
        Rule::Entered => return,
        Rule::Sum(sum) => (sum, false),
        Rule::Mean(sum) => (sum, true),
    };
    let row = score.row_of("items");
    let (mut from, mut to) = (0i64, 0i64);
    for id in &sum.items {
        let Some((_, item)) = item_named(parts, id) else {
            let known = parts.items.iter().map(|item| &item.rule.id);
            log.say(row, unknown("item", id, known));
            return;
        };
        let Some(set) = set_of(parts, item) else {
            return;
        };
        if set.several {
            log.say(row, Code::BoxesNotAdded { item: id.clone() });
            return;
        }
        let (lowest, highest) = set.bounds();
        // What may go unasked may add nought.
        let lowest = if item.asked_if.is_some() {
            lowest.min(0)
        } else {
            lowest
        };
        from += i64::from(lowest);
        to += i64::from(highest);
    }
    for id in &sum.reversed {
        if !sum.items.contains(id) {
            log.say(
                score.row_of("reversed"),
                unknown("item", id, sum.items.iter()),
            );
        }
    }
    let scale = 10i64.pow(u32::from(score.rule.decimals));
    let (from, to) = if mean {
        let items = i64::try_from(sum.items.len()).unwrap_or(1).max(1);
        (from * scale / items, to * scale / items)
    } else {
        let times = i64::from(sum.times);
        (from * times * scale, to * times * scale)
    };
    if (i64::from(score.rule.from), i64::from(score.rule.to)) != (from, to) {
        let decimals = score.rule.decimals;
        log.say(
            score.row_of("from"),
            Code::RangeUnlike {
                score: score.rule.id.clone(),
                from: crate::file::units::shown(from, decimals),
                to: crate::file::units::shown(to, decimals),
            },
        );
    }
}

fn finding_fits(finding: &Placed<Finding>, place: usize, parts: &Parts, log: &Log<'_>) {
    for condition in &finding.rule.conditions {
        for (id, from) in &condition.of {
            let Some((_, item)) = item_named(parts, id) else {
                let known = parts.items.iter().map(|item| &item.rule.id);
                log.say(finding.row_of("condition"), unknown("item", id, known));
                continue;
            };
            let Some(set) = set_of(parts, item) else {
                continue;
            };
            let (lowest, highest) = set.bounds();
            if !(lowest..=highest).contains(from) {
                let row = finding.row_of("condition");
                log.say(row, out_of("at_least", *from, lowest, highest));
            }
        }
    }
    let named = [("needs", &finding.rule.needs), ("not", &finding.rule.not)];
    for (key, ids) in named {
        for id in ids {
            let found = parts.findings.iter().position(|one| one.rule.id == *id);
            let row = finding.row_of(key);
            match found {
                Some(other) if other < place => {}
                Some(_) => log.say(row, Code::HangsOnLater { item: id.clone() }),
                None => {
                    let known = parts.findings.iter().map(|one| &one.rule.id);
                    log.say(row, unknown("finding", id, known));
                }
            }
        }
    }
}
