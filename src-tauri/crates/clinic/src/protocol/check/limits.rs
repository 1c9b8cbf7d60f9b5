//! `[[plausible]]` and `[[limit]]`, and signs as files write them.

use super::words::unique;
use crate::file::complaint::ComplaintCode as Code;
use crate::file::units::shown;
use crate::file::{Entry, Placed, Table};
use crate::protocol::shape;
use crate::protocol::{Bound, Limit, Plausible, Priority, Recheck, Tell};
use crate::quantity::Sign;
use crate::time::Span;

/// The widest figures that any file may give for a sign, as stored.
pub(super) fn outer(sign: Sign) -> (i32, i32) {
    match sign {
        Sign::Systolic => (20, 400),
        Sign::Diastolic => (10, 300),
        Sign::Pulse => (10, 400),
        Sign::Temperature => (250, 450),
        Sign::OxygenSaturation => (0, 100),
        Sign::RespiratoryRate => (0, 120),
        Sign::Distress => (0, 10),
    }
}

/// One sign.
pub(super) fn sign(entry: &Entry<'_>) -> Option<Sign> {
    entry.word(&Sign::ALL.map(|sign| (sign.name(), sign)))
}

/// A list of signs, sorted; `blood_pressure` is both pressures.
pub(super) fn signs(entry: &Entry<'_>) -> Option<Vec<Sign>> {
    let mut words = vec![("blood_pressure", [Sign::Systolic, Sign::Diastolic])];
    words.extend(Sign::ALL.map(|sign| (sign.name(), [sign, sign])));
    let mut all = Vec::new();
    let mut sound = true;
    for item in entry.items()? {
        let Some(taken) = item.word(&words) else {
            sound = false;
            continue;
        };
        if taken.iter().any(|sign| all.contains(sign)) {
            let typed = item.raw().unwrap_or_default().to_owned();
            item.say(Code::RepeatedItem {
                key: entry.key.to_owned(),
                item: typed,
            });
            sound = false;
        }
        all.extend_from_slice(&taken);
    }
    all.sort();
    all.dedup();
    sound.then_some(all)
}

/// Reads every `[[plausible]]`.
pub(super) fn plausible(root: &Table<'_>) -> Vec<Placed<Plausible>> {
    let mut all: Vec<Placed<Plausible>> = Vec::new();
    for table in root.tables("plausible", &shape::PLAUSIBLE) {
        let sign = table.get("sign").and_then(|entry| sign(&entry));
        let figure = |key| {
            let sign = sign?;
            let (from, to) = outer(sign);
            table.get(key)?.figure(sign, from, to)
        };
        let (from, to, cite) = (figure("from"), figure("to"), table.cite());
        let (Some(sign), Some(from), Some(to), Some(cite)) = (sign, from, to, cite) else {
            continue;
        };
        if from >= to {
            let words = |stored| shown(i64::from(stored), sign.decimals());
            table.say(Code::RangeTurned {
                from: words(from),
                to: words(to),
            });
            continue;
        }
        all.push(table.place(Plausible {
            sign,
            from,
            to,
            cite,
        }));
    }
    unique(
        root,
        all.iter()
            .map(|range| (range.rule.sign.name(), range.row_of("sign"))),
    );
    all
}

/// Reads every `[[limit]]`.
pub(super) fn read(root: &Table<'_>) -> Vec<Placed<Limit>> {
    let mut all: Vec<Placed<Limit>> = Vec::new();
    for table in root.tables("limit", &shape::LIMIT) {
        if let Some(limit) = one(&table) {
            all.push(table.place(limit));
        }
    }
    unique(
        root,
        all.iter()
            .map(|limit| (limit.rule.id.as_str(), limit.row_of("id"))),
    );
    all
}

fn one(table: &Table<'_>) -> Option<Limit> {
    let id = table.id("id");
    let sign = table.get("sign").and_then(|entry| sign(&entry));
    let bound = bound(table, sign);
    let hysteresis = table.maybe("hysteresis", |entry| {
        let (from, to) = outer(sign?);
        entry.figure(sign?, 0, to - from)
    });
    let priority = table.get("priority").and_then(|entry| {
        entry.word(&[
            ("note", Priority::Note),
            ("soon", Priority::Soon),
            ("act_now", Priority::ActNow),
        ])
    });
    let card = table.paragraph("card");
    let recheck = table.maybe("recheck", |entry| {
        entry.table(&shape::RECHECK).and_then(|t| recheck(&t))
    });
    let tell = table.maybe("tell", |entry| {
        entry.table(&shape::TELL).and_then(|t| tell(&t))
    });
    let cite = table.cite();
    Some(Limit {
        id: id?,
        sign: sign?,
        bound: bound?,
        hysteresis: hysteresis?.unwrap_or(0),
        priority: priority?,
        card: card?,
        recheck: recheck?,
        tell: tell?,
        cite: cite?,
    })
}

fn bound(table: &Table<'_>, sign: Option<Sign>) -> Option<Bound> {
    let found = ["above", "below", "above_baseline"]
        .iter()
        .filter(|key| table.has(key))
        .count();
    if found != 1 {
        table.say(Code::OneBound { found });
        return None;
    }
    let sign = sign?;
    let (from, to) = outer(sign);
    let figure = |key, from, to| {
        table
            .get(key)
            .and_then(|entry| entry.figure(sign, from, to))
    };
    if table.has("above") {
        figure("above", from, to).map(Bound::Above)
    } else if table.has("below") {
        figure("below", from, to).map(Bound::Below)
    } else {
        figure("above_baseline", 1, to - from).map(Bound::AboveBaseline)
    }
}

fn recheck(table: &Table<'_>) -> Option<Recheck> {
    let every = table.get("every").and_then(|entry| {
        let every = entry.minutes(Span::ZERO, Span::minutes(120))?;
        if every == Span::ZERO {
            entry.say(Code::RecheckAtOnce {});
            return None;
        }
        Some(every)
    });
    let late = table
        .get("late")
        .and_then(|entry| entry.span(Span::seconds(30), Span::minutes(120)));
    if let (Some(every), Some(late)) = (every, late)
        && late >= every
    {
        let row = table.get("late").map_or(table.row, |entry| entry.row);
        table.say_at(row, Code::RecheckLateTooLong { every, late });
    }
    let until_inside = table
        .get("until_inside")
        .and_then(|entry| entry.whole(1, 10));
    let deferrable = table.get("deferrable").and_then(|entry| entry.flag());
    Some(Recheck {
        every: every?,
        late: late?,
        until_inside: u8::try_from(until_inside?).ok()?,
        deferrable: deferrable?,
    })
}

fn tell(table: &Table<'_>) -> Option<Tell> {
    let contact = table.id("contact");
    let after_readings = table
        .get("after_readings")
        .and_then(|entry| entry.whole(1, 10));
    Some(Tell {
        contact: contact?,
        after_readings: u8::try_from(after_readings?).ok()?,
    })
}
