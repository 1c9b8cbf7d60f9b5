//! The look at a whole measure file: every rule read, compared with the others, every worked example scored; all
//! complaints at once.
//!
//! **Invariant:** a [`Measure`] leaves here only when no complaint is an error.

mod rules;

use super::{AnswerSet, Asked, Choice, Example, Finding, Item, Licence, Measure, Score, shape};
use crate::file::complaint::{Complaint, ComplaintCode as Code, Severity, nearest};
use crate::file::{self, Entry, Log, Placed, Table};
use crate::protocol::check::{sources, unique};

/// What a look at a file found.
#[derive(Debug, Clone, PartialEq)]
pub struct Examined {
    /// The measure, where nothing forbids its use.
    pub measure: Option<Measure>,
    /// Errors and notes, by line of the file.
    pub complaints: Vec<Complaint>,
}

/// Reads a measure file.
///
/// # Errors
///
/// Every complaint of the file, by line, when at least one of them is an error.
pub fn check(text: &str) -> Result<Measure, Vec<Complaint>> {
    let examined = examine(text);
    examined.measure.ok_or(examined.complaints)
}

/// Reads a measure file and answers with everything that was found.
pub fn examine(text: &str) -> Examined {
    let log = Log::new(text);
    let measure = read(text, &log);
    let complaints = log.finish();
    let refused = complaints
        .iter()
        .any(|complaint| complaint.severity() == Severity::Error);
    Examined {
        measure: measure.filter(|_| !refused),
        complaints,
    }
}

/// Every part, as far as it could be read.
pub(super) struct Parts {
    sets: Vec<Placed<AnswerSet>>,
    items: Vec<Placed<Item>>,
    scores: Vec<Placed<Score>>,
    findings: Vec<Placed<Finding>>,
}

fn read(text: &str, log: &Log<'_>) -> Option<Measure> {
    let root = file::parse(text, log)?;
    let root = Table::open(&shape::ROOT, 1, &root, log);
    let head = root
        .table("measure", &shape::MEASURE)
        .and_then(|table| head(&table));
    let licence = root
        .table("licence", &shape::LICENCE)
        .and_then(|table| licence(&table));
    let sources = sources(&root);
    let parts = Parts {
        sets: list(&root, "answers", &shape::ANSWERS, answer_set),
        items: list(&root, "item", &shape::ITEM, item),
        scores: list(&root, "score", &shape::SCORE, rules::score),
        findings: list(&root, "finding", &shape::FINDING, rules::finding),
    };
    rules::compare(&root, &parts, log);
    sources.all_known(&root, log);

    let head = head?;
    let mut measure = Measure {
        id: head.id,
        version: head.version,
        title: head.title,
        short: head.short,
        language: head.language,
        recall: head.recall,
        instruction: head.instruction,
        asked: head.asked,
        licence: licence?,
        answer_sets: parts.sets.into_iter().map(|one| one.rule).collect(),
        items: parts.items.into_iter().map(|one| one.rule).collect(),
        scores: parts.scores.into_iter().map(|one| one.rule).collect(),
        findings: parts.findings.into_iter().map(|one| one.rule).collect(),
        examples: Vec::new(),
        sources: sources.sources.into_iter().map(|one| one.rule).collect(),
    };
    // Examples are scored only on a measure whose rules fit together; else one mistake would be many complaints.
    if !log.has_error() {
        measure.examples = examples(&root, &measure);
    }
    Some(measure)
}

/// Reads a list of tables and complains about names used twice.
fn list<T>(
    root: &Table<'_>,
    key: &'static str,
    shape: &'static crate::file::shape::Shape,
    read: impl Fn(&Table<'_>) -> Option<T>,
) -> Vec<Placed<T>>
where
    T: Named,
{
    let mut all: Vec<Placed<T>> = Vec::new();
    for table in root.tables(key, shape) {
        if let Some(rule) = read(&table) {
            all.push(table.place(rule));
        }
    }
    unique(
        root,
        all.iter().map(|one| (one.rule.id(), one.row_of("id"))),
    );
    all
}

/// What has a short name of its own.
trait Named {
    fn id(&self) -> &str;
}
macro_rules! named {
    ($($kind:ty)*) => { $(impl Named for $kind { fn id(&self) -> &str { &self.id } })* };
}
named! { AnswerSet Item Score Finding }

struct Head {
    id: String,
    version: u32,
    title: String,
    short: String,
    language: String,
    recall: Option<String>,
    instruction: Option<String>,
    asked: Asked,
}

fn head(table: &Table<'_>) -> Option<Head> {
    let id = table.id("id");
    let version = table.get("version").and_then(|entry| entry.whole(1, 9_999));
    let title = table.label("title");
    let short = table.label("short");
    let language = table.id("language");
    let recall = table.maybe("recall", |entry| entry.label());
    let instruction = table.maybe("instruction", |entry| entry.paragraph());
    let asked = table.get("asked").and_then(|entry| {
        entry.word(&[
            ("client", Asked::Client),
            ("interviewer", Asked::Interviewer),
            ("either", Asked::Either),
        ])
    });
    Some(Head {
        id: id?,
        version: u32::try_from(version?).ok()?,
        title: title?,
        short: short?,
        language: language?,
        recall: recall?,
        instruction: instruction?,
        asked: asked?,
    })
}

fn licence(table: &Table<'_>) -> Option<Licence> {
    let text = table.paragraph("text");
    let attribution = table.maybe("attribution", |entry| entry.paragraph());
    let source = table.source();
    Some(Licence {
        text: text?,
        attribution: attribution?,
        source: source?,
    })
}

fn answer_set(table: &Table<'_>) -> Option<AnswerSet> {
    let id = table.id("id");
    let several = table.maybe("several", |entry| entry.flag());
    let choices = match (table.get("choice"), table.get("scale")) {
        (Some(_), Some(scale)) => {
            scale.say(Code::KeyWithoutUse {
                table: table.shape.name,
                key: "scale",
                because: "the choices are already listed",
            });
            None
        }
        (None, Some(entry)) => entry.table(&shape::SCALE).and_then(|scale| plain(&scale)),
        (Some(_), None) => choices(table),
        (None, None) => {
            table.needed("choice");
            None
        }
    };
    Some(AnswerSet {
        id: id?,
        choices: choices?,
        several: several?.unwrap_or_default(),
    })
}

/// Values of answers lie between these.
const LOWEST: i64 = -100;
const HIGHEST: i64 = 1_000;

fn number(entry: &Entry<'_>) -> Option<i32> {
    i32::try_from(entry.whole(LOWEST, HIGHEST)?).ok()
}

fn choices(table: &Table<'_>) -> Option<Vec<Choice>> {
    let mut choices: Vec<Choice> = Vec::new();
    let mut sound = true;
    for one in table.tables("choice", &shape::CHOICE) {
        let value = one.get("value").and_then(|entry| number(&entry));
        let title = one.label("title");
        let (Some(value), Some(title)) = (value, title) else {
            sound = false;
            continue;
        };
        if choices.last().is_some_and(|before| before.value >= value) {
            one.say(Code::ValuesNotRising { value });
            sound = false;
        }
        choices.push(Choice { value, title });
    }
    (sound && !choices.is_empty()).then_some(choices)
}

fn plain(scale: &Table<'_>) -> Option<Vec<Choice>> {
    let from = scale.get("from").and_then(|entry| number(&entry));
    let to = scale.get("to").and_then(|entry| number(&entry));
    let lowest = scale.label("lowest");
    let highest = scale.label("highest");
    let (from, to, lowest, highest) = (from?, to?, lowest?, highest?);
    if from >= to || to - from > 100 {
        scale.say(Code::RangeTurned {
            from: from.to_string(),
            to: to.to_string(),
        });
        return None;
    }
    let words = |value: i32| {
        if value == from {
            lowest.clone()
        } else if value == to {
            highest.clone()
        } else {
            String::new()
        }
    };
    let choice = |value| Choice {
        value,
        title: words(value),
    };
    Some((from..=to).map(choice).collect())
}

fn item(table: &Table<'_>) -> Option<Item> {
    let id = table.get("id").and_then(|entry| entry.item_id());
    let text = table.paragraph("text");
    let heading = table.maybe("heading", |entry| entry.paragraph());
    let answers = table.id("answers");
    let asked_if = table.maybe("asked_if", |entry| {
        let one = entry.table(&shape::ASKED_IF)?;
        let item = one.get("item").and_then(|entry| entry.item_id());
        let is = one.get("is").and_then(|entry| number(&entry));
        Some((item?, is?))
    });
    let stop_at = table.maybe("stop_at", |entry| number(&entry));
    Some(Item {
        id: id?,
        text: text?,
        heading: heading?,
        answers: answers?,
        asked_if: asked_if?,
        stop_at: stop_at?,
    })
}

fn examples(root: &Table<'_>, measure: &Measure) -> Vec<Example> {
    let tables = root.tables("example", &shape::EXAMPLE);
    let read = tables.iter().filter_map(|table| example(table, measure));
    read.collect()
}

fn example(table: &Table<'_>, measure: &Measure) -> Option<Example> {
    let title = table.label("title");
    let answers = table.get("answers").and_then(|entry| {
        let typed = entry.raw()?;
        let read = measure.read_answers(typed);
        read.inspect_err(|bad| {
            entry.say(Code::BadExample {
                why: bad.to_string(),
            });
        })
        .ok()
    });
    let mut expected = Example {
        title: title?,
        answers: answers?,
        scores: Vec::new(),
        findings: Vec::new(),
    };
    let came = super::score(measure, &expected.answers);
    for one in table.tables("score", &shape::EXAMPLE_SCORE) {
        let id = one.id("id")?;
        let Some(score) = measure.score_of(&id) else {
            one.say(unknown("score", &id, measure.scores.iter().map(|s| &s.id)));
            continue;
        };
        let is = one.maybe("is", |entry| {
            entry.decimal(score.decimals, i64::from(score.from), i64::from(score.to))
        })?;
        let got = came.score(&id).and_then(super::Outcome::value);
        if is != got {
            let shown = |value: Option<i32>| {
                value.map_or("no score".to_owned(), |value| {
                    file::units::shown(i64::from(value), score.decimals)
                })
            };
            one.say(Code::ExampleDiffers {
                of: id.clone(),
                expected: shown(is),
                found: shown(got),
            });
        }
        expected.scores.push((id, is));
    }
    for one in table.tables("finding", &shape::EXAMPLE_FINDING) {
        let id = one.id("id")?;
        let holds = one.get("holds").and_then(|entry| entry.flag())?;
        if !measure.findings.iter().any(|finding| finding.id == id) {
            let known = measure.findings.iter().map(|finding| &finding.id);
            one.say(unknown("finding", &id, known));
            continue;
        }
        let got = came.finding(&id);
        if got != Some(holds) {
            let word = |holds: Option<bool>| match holds {
                Some(true) => "holds",
                Some(false) => "does not hold",
                None => "undecided",
            };
            one.say(Code::ExampleDiffers {
                of: id.clone(),
                expected: word(Some(holds)).to_owned(),
                found: word(got).to_owned(),
            });
        }
        expected.findings.push((id, holds));
    }
    Some(expected)
}

/// The complaint about a name that nothing in the file has.
fn unknown<'a>(what: &'static str, name: &str, known: impl Iterator<Item = &'a String>) -> Code {
    Code::UnknownName {
        what,
        name: file::log::excerpt(name),
        near: nearest(name, known).cloned(),
    }
}
