//! What a protocol file has in it, and what differs between two of them, in words: the rule, the key of the file, before
//! and after. No judgement of any of it.

use clinic::protocol::Protocol;
use clinic::protocol::diff::{Change, Fact, Kind, Part, contents, diff};
use clinic::quantity::Sign;
use clinic::time::Span;
use companion::{Companion, Error};
use serde::{Deserialize, Serialize};
#[cfg(test)]
use ts_rs::TS;

/// How many rules a part of a file has.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "protocols.ts"))]
pub struct PartCount {
    pub title: String,
    pub rules: usize,
}

/// Which two protocols.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "protocols.ts"))]
pub struct DifferenceOf {
    /// Digest of the one before.
    pub before: String,
    /// Digest of the one after.
    pub after: String,
}

/// Everything that differs between two protocols, part by part.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "protocols.ts"))]
pub struct Difference {
    /// Name of the one before.
    pub before: String,
    /// Name of the one after.
    pub after: String,
    pub changes: Vec<ChangeLine>,
}

/// One difference.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "protocols.ts"))]
pub struct ChangeLine {
    /// Part of the file, in words.
    pub part: String,
    /// The rule within it; empty where the part is one rule.
    pub rule: String,
    /// Line by which people cite it.
    pub line: Option<u16>,
    pub kind: ChangeKind,
    /// Key of the file; empty where the rule came or went as a whole.
    pub key: String,
    /// What stood there; none: nothing.
    pub before: Option<String>,
    /// What stands there; none: nothing.
    pub after: Option<String>,
}

/// What became of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "protocols.ts"))]
pub enum ChangeKind {
    Added,
    Removed,
    Changed,
}

impl PartCount {
    /// Every part of a protocol that has a rule, in the order of the file.
    pub fn of(protocol: &Protocol) -> Vec<PartCount> {
        let count = |(part, rules)| PartCount {
            title: title(part).to_owned(),
            rules,
        };
        contents(protocol).into_iter().map(count).collect()
    }
}

impl DifferenceOf {
    /// Compares them.
    pub fn run(&self, companion: &Companion) -> Result<Difference, Error> {
        let find = |digest: &str| companion.protocol_find(&crate::session::digest(digest)?);
        let (before, after) = (find(&self.before)?, find(&self.after)?);
        Ok(Difference::between(&before.protocol, &after.protocol))
    }
}

impl Difference {
    /// Everything that differs.
    pub fn between(before: &Protocol, after: &Protocol) -> Difference {
        Difference {
            before: before.name(),
            after: after.name(),
            changes: diff(before, after).into_iter().map(line).collect(),
        }
    }
}

fn line(change: Change) -> ChangeLine {
    let (kind, key, before, after) = match change.kind {
        Kind::Added(facts) => (ChangeKind::Added, "", None, Some(whole(&facts))),
        Kind::Removed(facts) => (ChangeKind::Removed, "", Some(whole(&facts)), None),
        Kind::Changed { key, before, after } => (
            ChangeKind::Changed,
            key,
            before.as_ref().map(words),
            after.as_ref().map(words),
        ),
    };
    ChangeLine {
        part: title(change.part).to_owned(),
        rule: change.rule,
        line: change.line,
        kind,
        key: plain(key),
        before,
        after,
    }
}

/// A key of the file, as it is read out.
fn plain(key: &str) -> String {
    key.replace(['_', '.'], " ")
}

/// A rule as a whole. Its line stands beside it already.
fn whole(facts: &[(&'static str, Fact)]) -> String {
    let said = facts.iter().filter(|(key, _)| *key != "line");
    let said: Vec<String> = said
        .map(|(key, fact)| format!("{}: {}", plain(key), words(fact)))
        .collect();
    said.join("; ")
}

/// A fact in words: a value and its unit.
fn words(fact: &Fact) -> String {
    match fact {
        Fact::Text(text) => text.clone(),
        Fact::Texts(list) => list.join("; "),
        Fact::Number(number) => number.to_string(),
        Fact::Days(days) => format!("{days} d"),
        Fact::Decimal { stored, decimals } => crate::measures::shown(*stored, *decimals),
        Fact::Flag(true) => "yes".to_owned(),
        Fact::Flag(false) => "no".to_owned(),
        Fact::Time(span) => time(*span),
        Fact::Times(list) => list
            .iter()
            .map(|span| time(*span))
            .collect::<Vec<_>>()
            .join(", "),
        Fact::Figure { sign, stored } => figure(*sign, *stored),
        Fact::Signs(list) => list
            .iter()
            .map(|sign| plain(sign.name()))
            .collect::<Vec<_>>()
            .join(", "),
        Fact::Medicine(amount) => {
            let thousandths = i32::try_from(amount.0).unwrap_or(i32::MAX);
            let text = crate::measures::shown(thousandths, 3);
            format!("{} mg", text.trim_end_matches('0').trim_end_matches('.'))
        }
        Fact::Fluid(amount) => format!("{} ml", amount.0),
    }
}

fn figure(sign: Sign, stored: i32) -> String {
    let value = crate::measures::shown(stored, sign.decimals());
    match sign.ucum() {
        "mm[Hg]" => format!("{value} mmHg"),
        "Cel" => format!("{value} °C"),
        "{score}" => value,
        unit => format!("{value} {unit}"),
    }
}

/// `1 h 30 min`, as protocol files write it.
fn time(span: Span) -> String {
    let sign = if span.0 < 0 { "-" } else { "" };
    let seconds = span.0.abs() / 1_000;
    let parts = [
        (seconds / 3_600, "h"),
        (seconds / 60 % 60, "min"),
        (seconds % 60, "s"),
    ];
    let said: Vec<String> = parts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, unit)| format!("{number} {unit}"))
        .collect();
    if said.is_empty() {
        return "0 min".to_owned();
    }
    format!("{sign}{}", said.join(" "))
}

/// A part of the file in words.
fn title(part: Part) -> &'static str {
    match part {
        Part::Protocol => "The file itself",
        Part::Source => "Sources",
        Part::Presence => "Presence",
        Part::TrueTime => "True time",
        Part::Dose => "Doses",
        Part::Condition => "Conditions of the supplemental dose",
        Part::Series => "Checks",
        Part::Limit => "Limits",
        Part::Plausible => "Plausible values",
        Part::Deferral => "Not now",
        Part::Escalation => "Escalation",
        Part::Quiet => "Quiet window",
        Part::GateDose1 => "Gate before dose 1",
        Part::GateDose2 => "Gate before dose 2",
        Part::GateLeaving => "Gate before leaving",
        Part::Step => "Run sheet",
        Part::Phase => "Phases of the day",
        Part::Effect => "Effects",
        Part::Tag => "Tags of notes",
        Part::Fluids => "Fluids",
        Part::RedFlag => "Red flags",
        Part::Reason => "Reasons",
        Part::Help => "Help",
        Part::Contact => "Contacts",
        Part::Card => "Cards",
        Part::Closing => "Closing",
        Part::ClosingItem => "Closing, its items",
        Part::CoursePhase => "Course: phases",
        Part::CourseVisit => "Course: visits",
        Part::CourseItem => "Course: items",
        Part::CourseGate => "Course: gates",
        Part::CourseConsent => "Course: consents",
        Part::CourseMedicine => "Course: medicines",
        Part::CourseContacts => "Course: calls",
        Part::CourseQuestion => "Course: questions of a call",
        Part::CourseOutcome => "Course: outcomes",
        Part::CoursePredictor => "Course: predictors",
        Part::CourseGuide => "Course: pages",
        Part::CourseHandout => "Course: hand-outs",
        Part::CourseCrisis => "Course: plan for a crisis",
        Part::CourseReport => "Course: reports on adverse events",
        Part::Adherence => "Review: adherence form",
        Part::AdherenceStep => "Review: scale of the adherence form",
        Part::AdherenceItem => "Review: items of the adherence form",
        Part::Team => "Who may pair",
        Part::TeamApart => "Who is kept apart",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clinic::quantity::{Micrograms, Millilitres};

    fn shipped(slug: &str) -> String {
        let shipped = companion::library::protocol(slug).expect("shipped");
        shipped.text.to_owned()
    }

    fn protocol(text: &str) -> Protocol {
        Companion::protocol_lint(text).expect("a protocol")
    }

    #[test]
    fn facts_are_said_with_their_units() {
        let said = [
            words(&Fact::Time(Span::minutes(90))),
            words(&Fact::Time(Span::minutes(-15))),
            words(&Fact::Time(Span::ZERO)),
            words(&Fact::Medicine(Micrograms(62_500))),
            words(&Fact::Medicine(Micrograms(120_000))),
            words(&Fact::Fluid(Millilitres(250))),
            words(&Fact::Decimal {
                stored: 15,
                decimals: 1,
            }),
            figure(Sign::Temperature, 385),
            figure(Sign::Systolic, 160),
            figure(Sign::Distress, 7),
        ];
        let wanted = [
            "1 h 30 min",
            "-15 min",
            "0 min",
            "62.5 mg",
            "120 mg",
            "250 ml",
            "1.5",
            "38.5 °C",
            "160 mmHg",
            "7",
        ];
        assert_eq!(said, wanted);
    }

    #[test]
    fn a_changed_limit_is_one_line_with_both_values() {
        let text = shipped("worked-example");
        let before = protocol(&text);
        let after = protocol(&text.replacen("above = 160", "above = 155", 1));
        let difference = Difference::between(&before, &after);
        let [change] = difference.changes.as_slice() else {
            panic!("{:?}", difference.changes)
        };
        assert_eq!(
            (change.part.as_str(), change.rule.as_str(), change.line),
            ("Limits", "systolic", Some(4))
        );
        assert_eq!(change.key, "above");
        assert_eq!(change.before.as_deref(), Some("160 mmHg"));
        assert_eq!(change.after.as_deref(), Some("155 mmHg"));
    }

    #[test]
    fn a_course_that_goes_is_said_rule_by_rule() {
        let before = protocol(&shipped("worked-example"));
        let mut after = before.clone();
        after.course = None;
        let difference = Difference::between(&before, &after);
        assert!(!difference.changes.is_empty());
        for change in &difference.changes {
            assert!(change.part.starts_with("Course: "), "{change:?}");
            assert_eq!(change.kind, ChangeKind::Removed);
            assert!(change.after.is_none() && change.key.is_empty());
        }
    }
}
