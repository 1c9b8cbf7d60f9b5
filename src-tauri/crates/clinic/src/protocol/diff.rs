//! What changed between two protocols: which rule, which fact, before and after. Doors write the sentences.
//!
//! Each protocol is laid out as rules with named facts (`facts`), and the two lists are compared. The layout takes every
//! type apart field by field, so that a new field does not compile until it is compared.

mod facts;

use super::Protocol;
use crate::quantity::{Micrograms, Millilitres, Sign};
use crate::time::Span;

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which part of the file.
    pub part: Part,
    /// Short name of the rule within its part; empty where the part is one rule.
    pub rule: String,
    /// The line by which people cite it, before (or, where it is new, after).
    pub line: Option<u16>,
    /// What became of it.
    pub kind: Kind,
}

/// What became of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// It is new.
    Added(Vec<(&'static str, Fact)>),
    /// It is gone.
    Removed(Vec<(&'static str, Fact)>),
    /// One fact of it changed; `None` where the fact is absent.
    Changed {
        /// Name of the fact: the key of the file.
        key: &'static str,
        /// Before.
        before: Option<Fact>,
        /// After.
        after: Option<Fact>,
    },
}

/// A part of a protocol file, in the order in which changes are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "named for the tables of the file")]
pub enum Part {
    Protocol,
    Source,
    Presence,
    TrueTime,
    Dose,
    Condition,
    Series,
    Limit,
    Plausible,
    Deferral,
    Escalation,
    Quiet,
    GateDose1,
    GateDose2,
    GateLeaving,
    Step,
    Phase,
    Effect,
    Tag,
    Fluids,
    RedFlag,
    Reason,
    Help,
    Contact,
    Card,
    Closing,
    ClosingItem,
    CoursePhase,
    CourseVisit,
    CourseItem,
    CourseGate,
    CourseConsent,
    CourseMedicine,
    CourseContacts,
    CourseQuestion,
    CourseOutcome,
    CoursePredictor,
    CourseGuide,
    CourseHandout,
    CourseCrisis,
    CourseReport,
    Adherence,
    AdherenceStep,
    AdherenceItem,
    Team,
    TeamApart,
}

/// One fact of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// Words, or a word of the format.
    Text(String),
    /// Several of them, in order.
    Texts(Vec<String>),
    /// A plain number.
    Number(i64),
    /// A number of days.
    Days(u16),
    /// A number with decimals, as stored.
    Decimal {
        /// As stored.
        stored: i32,
        /// Decimals shown.
        decimals: u8,
    },
    /// Yes or no.
    Flag(bool),
    /// A length of time.
    Time(Span),
    /// Several times.
    Times(Vec<Span>),
    /// A figure of a sign, as stored.
    Figure {
        /// Of which sign.
        sign: Sign,
        /// As stored.
        stored: i32,
    },
    /// Signs.
    Signs(Vec<Sign>),
    /// An amount of medicine.
    Medicine(Micrograms),
    /// An amount of fluid.
    Fluid(Millilitres),
}

/// A rule laid out as facts.
struct Rule {
    part: Part,
    id: String,
    line: Option<u16>,
    facts: Vec<(&'static str, Fact)>,
}

/// How many rules each part of a protocol has, in the order of the parts. A part that is one rule counts one.
pub fn contents(protocol: &Protocol) -> Vec<(Part, usize)> {
    let mut counts: std::collections::BTreeMap<Part, usize> = std::collections::BTreeMap::new();
    for rule in facts::lay_out(protocol) {
        // The order of a list is a fact of its part, not one more rule.
        if !matches!(rule.facts.as_slice(), [("order", _)]) {
            *counts.entry(rule.part).or_default() += 1;
        }
    }
    counts.into_iter().collect()
}

/// Everything that differs, in the order of the parts, within a part in the order of the first protocol.
pub fn diff(a: &Protocol, b: &Protocol) -> Vec<Change> {
    let (before, after) = (facts::lay_out(a), facts::lay_out(b));
    let twin = |rules: &'_ [Rule], rule: &Rule| {
        rules
            .iter()
            .position(|other| other.part == rule.part && other.id == rule.id)
    };
    let mut changes = Vec::new();
    for rule in &before {
        match twin(&after, rule).and_then(|at| after.get(at)) {
            Some(other) => changes.extend(compare(rule, other)),
            None => changes.push(whole(rule, Kind::Removed(rule.facts.clone()))),
        }
    }
    for rule in after.iter().filter(|rule| twin(&before, rule).is_none()) {
        changes.push(whole(rule, Kind::Added(rule.facts.clone())));
    }
    changes.sort_by_key(|change| change.part);
    changes
}

fn whole(rule: &Rule, kind: Kind) -> Change {
    Change {
        part: rule.part,
        rule: rule.id.clone(),
        line: rule.line,
        kind,
    }
}

/// The facts of one rule that differ.
fn compare(before: &Rule, after: &Rule) -> Vec<Change> {
    let value = |rule: &Rule, key| {
        let fact = rule.facts.iter().find(|(name, _)| *name == key);
        fact.map(|(_, fact)| fact.clone())
    };
    let mut keys: Vec<&'static str> = before.facts.iter().map(|(key, _)| *key).collect();
    keys.extend(after.facts.iter().map(|(key, _)| *key));
    let mut seen = Vec::new();
    let mut changes = Vec::new();
    for key in keys {
        if seen.contains(&key) {
            continue;
        }
        seen.push(key);
        let (was, is) = (value(before, key), value(after, key));
        if was != is {
            changes.push(whole(
                before,
                Kind::Changed {
                    key,
                    before: was,
                    after: is,
                },
            ));
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::super::check::tests::{edited, shipped};
    use super::*;

    fn changed(change: &Change) -> (&str, Option<Fact>, Option<Fact>) {
        match &change.kind {
            Kind::Changed { key, before, after } => (key, before.clone(), after.clone()),
            Kind::Added(_) | Kind::Removed(_) => panic!("{change:?} is not a change of one fact"),
        }
    }

    #[test]
    fn a_protocol_does_not_differ_from_itself() {
        for slug in super::super::check::tests::SHIPPED {
            assert_eq!(diff(&shipped(slug), &shipped(slug)), []);
        }
    }

    #[test]
    fn the_parts_of_a_file_are_counted() {
        let protocol = shipped("worked-example");
        let counts = contents(&protocol);
        let of = |part| counts.iter().find(|(one, _)| *one == part).map(|(_, n)| *n);
        assert_eq!(of(Part::Series), Some(protocol.series.len()));
        assert_eq!(of(Part::Limit), Some(protocol.limits.len()));
        assert_eq!(of(Part::Protocol), Some(1));
        let mut less = protocol.clone();
        less.limits.clear();
        less.course = None;
        less.adherence = None;
        less.team = None;
        let less = contents(&less);
        assert!(
            less.iter()
                .all(|(part, _)| *part != Part::Limit && *part < Part::CoursePhase)
        );
    }

    #[test]
    fn one_figure_is_one_change_with_its_line() {
        let before = shipped("worked-example");
        let after = edited("worked-example", "above = 160", "above = 155");
        let changes = diff(&before, &after);
        let [change] = changes.as_slice() else {
            panic!("{changes:?}")
        };
        assert_eq!(
            (change.part, change.rule.as_str(), change.line),
            (Part::Limit, "systolic", Some(4))
        );
        let figure = |stored| {
            Some(Fact::Figure {
                sign: Sign::Systolic,
                stored,
            })
        };
        assert_eq!(changed(change), ("above", figure(160), figure(155)));
    }

    #[test]
    fn a_recheck_taken_away_names_each_of_its_facts() {
        let before = shipped("worked-example");
        let mut after = before.clone();
        for limit in &mut after.limits {
            if limit.id == "pulse" {
                limit.recheck = None;
            }
        }
        let changes = diff(&before, &after);
        let keys: Vec<&str> = changes.iter().map(|change| changed(change).0).collect();
        assert_eq!(
            keys,
            [
                "recheck.every",
                "recheck.late",
                "recheck.until_inside",
                "recheck.deferrable"
            ]
        );
    }

    #[test]
    fn rules_that_come_go_or_change_places_are_seen() {
        let before = shipped("worked-example");
        let mut after = before.clone();
        let gone = after.series.remove(1);
        after.deferral.reasons.swap(0, 1);
        after.help.contacts[1].phone = "+47 55 00 00 99".to_owned();
        let changes = diff(&before, &after);
        assert!(changes.iter().any(|change| change.part == Part::Series
            && change.rule == gone.id
            && matches!(change.kind, Kind::Removed(_))));
        assert!(
            changes
                .iter()
                .any(|change| change.part == Part::Deferral && changed(change).0 == "reason")
        );
        assert!(
            changes
                .iter()
                .any(|change| change.part == Part::Contact && changed(change).0 == "phone")
        );
        // The order of the series is a fact, too: one is gone from it.
        assert_eq!(changes.len(), 4, "{changes:#?}");
        let back = diff(&after, &before);
        assert!(
            back.iter()
                .any(|change| matches!(change.kind, Kind::Added(_)))
        );
    }

    #[test]
    fn a_course_is_compared_rule_by_rule() {
        let before = shipped("worked-example");
        let mut after = before.clone();
        let plan = after.course.as_mut().expect("laid out");
        plan.consents[0].version = 2;
        let window = plan.visits[3].window.as_mut().expect("a window");
        window.until += 7;
        plan.handouts.pop();
        let changes = diff(&before, &after);
        let parts: Vec<(Part, Option<u16>)> = changes
            .iter()
            .map(|change| (change.part, change.line))
            .collect();
        assert_eq!(
            parts,
            [
                (Part::CourseVisit, Some(203)),
                (Part::CourseConsent, Some(470)),
                (Part::CourseHandout, None),
            ]
        );
        assert_eq!(
            changed(&changes[0]),
            ("until", Some(Fact::Days(42)), Some(Fact::Days(49)))
        );
        after.course = None;
        let gone = diff(&before, &after);
        assert!(gone.len() > 150, "{}", gone.len());
        assert!(gone.iter().all(|change| match &change.kind {
            Kind::Removed(_) => change.part >= Part::CoursePhase,
            Kind::Added(_) | Kind::Changed { .. } => false,
        }));
    }

    #[test]
    fn a_rating_form_is_compared_item_by_item() {
        let before = shipped("worked-example");
        let mut after = before.clone();
        let form = after.adherence.as_mut().expect("it brings one");
        form.items[1].title = "Another wording".to_owned();
        form.steps.pop();
        let changes = diff(&before, &after);
        let parts: Vec<Part> = changes.iter().map(|change| change.part).collect();
        assert_eq!(parts, [Part::AdherenceStep, Part::AdherenceItem]);
        assert_eq!(changed(&changes[1]).0, "title");
        after.adherence = None;
        let gone = diff(&before, &after);
        assert!(gone.iter().all(|change| change.part >= Part::Adherence));
    }

    #[test]
    fn who_may_pair_is_compared() {
        let before = shipped("worked-example");
        let mut after = before.clone();
        after.team.as_mut().expect("it says so").apart[0]
            .people
            .swap(0, 1);
        let [change] = diff(&before, &after).try_into().expect("one change");
        assert_eq!(change.part, Part::TeamApart);
        assert_eq!(changed(&change).0, "people");
        after.team = None;
        let gone = diff(&before, &after);
        assert!(!gone.is_empty() && gone.iter().all(|change| change.part >= Part::Team));
    }

    #[test]
    fn the_three_shipped_patterns_differ_in_their_doses() {
        let changes = diff(&shipped("three-point"), &shipped("worked-example"));
        let dose = changes
            .iter()
            .find(|change| change.part == Part::Dose)
            .expect("doses differ");
        assert_eq!(dose.line, Some(3));
        assert_eq!(
            changed(dose),
            (
                "amount",
                Some(Fact::Medicine(Micrograms(80_000))),
                Some(Fact::Medicine(Micrograms(120_000)))
            )
        );
    }
}
