//! What is answered: items of a visit, questions of a call.

use super::list;
use crate::file::Table;
use crate::file::complaint::ComplaintCode as Code;
use crate::protocol::course::{Contacts, Item, ItemKind, Part, Question, QuestionKind, Scale};
use crate::protocol::shape::{self, Shape};

/// Largest number that may be asked for, as stored.
const LARGEST: i64 = 1_000_000;
/// Longest shelf life, in days.
const LONGEST: u16 = 1_100;

/// A kind while it is still without what belongs to it.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Tick,
    Finding,
    Text,
    Date,
    Number,
    Choice,
    Agreement,
    Suicidality,
    Consent,
    Decision,
}

pub(super) fn item(table: &Table<'_>, id: Option<String>) -> Option<Item> {
    let title = table.label("title");
    let help = table.maybe("help", |entry| entry.paragraph());
    let kind = table.get("kind").and_then(|entry| {
        entry.word(&[
            ("tick", Kind::Tick),
            ("finding", Kind::Finding),
            ("text", Kind::Text),
            ("date", Kind::Date),
            ("number", Kind::Number),
            ("choice", Kind::Choice),
            ("agreement", Kind::Agreement),
            ("suicidality", Kind::Suicidality),
            ("consent", Kind::Consent),
            ("decision", Kind::Decision),
        ])
    });
    let only = |kinds: Kind, keys: &[&'static str], because: &'static str| {
        if kind.is_some_and(|kind| kind != kinds) {
            keys.iter().for_each(|key| table.no_use(key, because));
        }
    };
    only(
        Kind::Number,
        &["from", "to", "decimals", "unit"],
        "only the kind \"number\" takes it",
    );
    only(
        Kind::Choice,
        &["choice"],
        "only the kind \"choice\" takes it",
    );
    only(
        Kind::Agreement,
        &["part"],
        "only the kind \"agreement\" takes it",
    );
    only(
        Kind::Consent,
        &["consent"],
        "only the kind \"consent\" takes it",
    );
    if kind == Some(Kind::Consent) {
        table.no_use(
            "valid",
            "a consent stands until it is taken back or its text changes",
        );
    }
    let valid = table.maybe("valid", |entry| entry.days(1, LONGEST));
    let kind = match kind {
        None => None,
        Some(Kind::Tick) => Some(ItemKind::Tick),
        Some(Kind::Finding) => Some(ItemKind::Finding),
        Some(Kind::Text) => Some(ItemKind::Text),
        Some(Kind::Date) => Some(ItemKind::Date),
        Some(Kind::Suicidality) => Some(ItemKind::Suicidality),
        Some(Kind::Decision) => Some(ItemKind::Decision),
        Some(Kind::Number) => scale(table).map(ItemKind::Number),
        Some(Kind::Choice) => parts(table, "choice", &shape::COURSE_CHOICE).map(ItemKind::Choice),
        Some(Kind::Agreement) => parts(table, "part", &shape::COURSE_PART).map(ItemKind::Agreement),
        Some(Kind::Consent) => table
            .needed("consent")
            .and_then(|entry| entry.id())
            .map(ItemKind::Consent),
    };
    let cite = table.cite();
    Some(Item {
        id: id?,
        title: title?,
        help: help?,
        kind: kind?,
        valid: valid?,
        cite: cite?,
    })
}

/// The lines of an agreement or the answers of a choice.
fn parts(table: &Table<'_>, key: &'static str, shape: &'static Shape) -> Option<Vec<Part>> {
    table.needed(key)?;
    let read = list(table, key, shape, |part, id| {
        let title = part.label("title");
        Some(Part {
            id: id?,
            title: title?,
        })
    });
    (!read.rules.is_empty()).then(|| read.whole())
}

/// `from`, `to`, `decimals`, `unit`.
fn scale(table: &Table<'_>) -> Option<Scale> {
    let decimals = table.maybe("decimals", |entry| entry.whole(0, 1));
    let decimals = u8::try_from(decimals?.unwrap_or_default()).ok()?;
    let end = |key: &'static str| table.needed(key)?.decimal(decimals, -LARGEST, LARGEST);
    let (from, to) = (end("from"), end("to"));
    let unit = table.maybe("unit", |entry| entry.label());
    let (from, to) = (from?, to?);
    if from >= to {
        let row = table.get("to").map_or(table.row, |entry| entry.row);
        let shown = |stored: i32| crate::file::units::shown(i64::from(stored), decimals);
        table.say_at(
            row,
            Code::RangeTurned {
                from: shown(from),
                to: shown(to),
            },
        );
        return None;
    }
    Some(Scale {
        from,
        to,
        decimals,
        unit: unit?,
    })
}

/// Reads `[course.contacts]`.
pub(super) fn contacts(table: &Table<'_>) -> Option<Contacts> {
    let days = table.get("days").and_then(|entry| {
        let mut days: Vec<u16> = Vec::new();
        let mut sound = true;
        for item in entry.items()? {
            let Some(day) = item.whole(1, 60).and_then(|day| u16::try_from(day).ok()) else {
                sound = false;
                continue;
            };
            if let Some(before) = days.last().copied().filter(|before| *before >= day) {
                item.say(Code::DaysNotRising { before, after: day });
                sound = false;
            }
            days.push(day);
        }
        sound.then_some(days)
    });
    let questions = list(table, "question", &shape::QUESTION, question);
    let cite = table.cite();
    Some(Contacts {
        days: days?,
        questions: questions.whole(),
        cite: cite?,
    })
}

#[derive(Clone, Copy, PartialEq)]
enum Asks {
    Number,
    YesNo,
    Text,
}

fn question(table: &Table<'_>, id: Option<String>) -> Option<Question> {
    let title = table.label("title");
    let kind = table.get("kind").and_then(|entry| {
        entry.word(&[
            ("number", Asks::Number),
            ("yes_no", Asks::YesNo),
            ("text", Asks::Text),
        ])
    });
    if kind.is_some_and(|kind| kind != Asks::Number) {
        for key in [
            "from",
            "to",
            "decimals",
            "unit",
            "flag_at_most",
            "flag_at_least",
        ] {
            table.no_use(key, "only the kind \"number\" takes it");
        }
    }
    if kind.is_some_and(|kind| kind != Asks::YesNo) {
        table.no_use("flag_is", "only the kind \"yes_no\" takes it");
    }
    let kind = match kind {
        None => None,
        Some(Asks::Number) => scale(table).map(QuestionKind::Number),
        Some(Asks::YesNo) => Some(QuestionKind::YesNo),
        Some(Asks::Text) => Some(QuestionKind::Text),
    };
    let figure = |key: &'static str| match &kind {
        Some(QuestionKind::Number(scale)) => table.maybe(key, |entry| {
            entry.decimal(scale.decimals, i64::from(scale.from), i64::from(scale.to))
        }),
        Some(QuestionKind::YesNo | QuestionKind::Text) | None => Some(None),
    };
    let (flag_at_most, flag_at_least) = (figure("flag_at_most"), figure("flag_at_least"));
    let flag_is = table.maybe("flag_is", |entry| entry.flag());
    let cite = table.cite();
    Some(Question {
        id: id?,
        title: title?,
        kind: kind?,
        flag_at_most: flag_at_most?,
        flag_at_least: flag_at_least?,
        flag_is: flag_is?,
        cite: cite?,
    })
}
