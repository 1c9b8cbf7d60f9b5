//! Scoring: answers in, numbers and findings out. Integers only; a missing answer is said, never guessed in silence.

use super::{Answer, Answers, Condition, Finding, Item, Measure, Rule, Score, Sum};
use std::collections::BTreeMap;

/// Version of this scorer; kept with every result, so that a later one can be told apart.
pub const SCORER: u32 = 1;

/// What came of one score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A number.
    Value {
        /// Stored integer.
        value: i32,
        /// How many answers were missing and counted as the mean of those given.
        filled: u8,
    },
    /// More answers are missing than the measure allows, or nothing was entered.
    Incomplete {
        /// How many.
        missing: u8,
    },
}

impl Outcome {
    /// The number, where there is one.
    pub fn value(self) -> Option<i32> {
        match self {
            Outcome::Value { value, .. } => Some(value),
            Outcome::Incomplete { .. } => None,
        }
    }

    /// How many answers were missing.
    pub fn missing(self) -> u8 {
        match self {
            Outcome::Value { filled, .. } => filled,
            Outcome::Incomplete { missing } => missing,
        }
    }
}

/// What came of a set of answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scored {
    /// By score, in the order of the file.
    pub scores: Vec<(String, Outcome)>,
    /// By finding; `None`: the missing answers decide.
    pub findings: Vec<(String, Option<bool>)>,
}

impl Scored {
    /// One score.
    pub fn score(&self, id: &str) -> Option<Outcome> {
        let found = self.scores.iter().find(|(name, _)| name == id);
        found.map(|(_, outcome)| *outcome)
    }

    /// One finding; `None` also where the answers do not decide it.
    pub fn finding(&self, id: &str) -> Option<bool> {
        let found = self.findings.iter().find(|(name, _)| name == id);
        found.and_then(|(_, holds)| *holds)
    }
}

/// Scores answers that fit the measure ([`Measure::fits`]).
pub fn score(measure: &Measure, answers: &Answers) -> Scored {
    let scores = measure
        .scores
        .iter()
        .map(|score| (score.id.clone(), outcome(measure, score, answers)))
        .collect();
    let mut findings: BTreeMap<&str, Option<bool>> = BTreeMap::new();
    // A finding hangs only on findings that stand before it (a rule of the check), so one pass is enough.
    for finding in &measure.findings {
        let holds = holds(measure, finding, answers, &findings);
        findings.insert(&finding.id, holds);
    }
    let listed = measure.findings.iter().map(|finding| {
        let holds = findings.get(finding.id.as_str()).copied().flatten();
        (finding.id.clone(), holds)
    });
    Scored {
        scores,
        findings: listed.collect(),
    }
}

fn outcome(measure: &Measure, score: &Score, answers: &Answers) -> Outcome {
    let (sum, mean) = match &score.rule {
        Rule::Entered => {
            let entered = answers.get(&score.id).and_then(Answer::value);
            return entered.map_or(Outcome::Incomplete { missing: 1 }, |value| Outcome::Value {
                value,
                filled: 0,
            });
        }
        Rule::Sum(sum) => (sum, false),
        Rule::Mean(sum) => (sum, true),
    };
    let counted = count(measure, sum, answers);
    if counted.given == 0 || counted.missing > i64::from(sum.missing_most) {
        return Outcome::Incomplete {
            missing: u8::try_from(counted.missing).unwrap_or(u8::MAX),
        };
    }
    // The missing ones count as the mean of those given: total × (given + missing) ÷ given, rounded half up, once.
    let scale = 10i64.pow(u32::from(score.decimals));
    let whole = counted.total * i64::from(sum.times) * scale;
    let all = counted.given + counted.missing;
    let value = if mean {
        half_up(whole, counted.given)
    } else {
        half_up(whole * all, counted.given)
    };
    Outcome::Value {
        value: i32::try_from(value).unwrap_or(i32::MAX),
        filled: u8::try_from(counted.missing).unwrap_or(u8::MAX),
    }
}

/// What was added and how much was not there. An item that was not asked is given, as nought.
struct Counted {
    total: i64,
    given: i64,
    missing: i64,
}

fn count(measure: &Measure, sum: &Sum, answers: &Answers) -> Counted {
    let mut counted = Counted {
        total: 0,
        given: 0,
        missing: 0,
    };
    for id in &sum.items {
        let Some(item) = measure.item(id) else {
            continue;
        };
        match answers.get(id).and_then(Answer::value) {
            Some(value) => {
                let turned = sum.reversed.contains(id);
                counted.total += i64::from(turn(measure, item, value, turned));
                counted.given += 1;
            }
            None if measure.skips(item, answers) => counted.given += 1,
            None => counted.missing += 1,
        }
    }
    counted
}

fn turn(measure: &Measure, item: &Item, value: i32, turned: bool) -> i32 {
    let Some(set) = measure.answers_of(item).filter(|_| turned) else {
        return value;
    };
    let (from, to) = set.bounds();
    from + to - value
}

/// A quotient rounded half up; `over` is positive.
fn half_up(what: i64, over: i64) -> i64 {
    (2 * what + over).div_euclid(2 * over)
}

fn holds(
    measure: &Measure,
    finding: &Finding,
    answers: &Answers,
    before: &BTreeMap<&str, Option<bool>>,
) -> Option<bool> {
    let of = |id: &String| before.get(id.as_str()).copied().flatten();
    let conditions = finding
        .conditions
        .iter()
        .map(|condition| is_met(measure, condition, answers));
    let needs = finding.needs.iter().map(of);
    let not = finding.not.iter().map(|id| of(id).map(|holds| !holds));
    let mut all = Some(true);
    for one in conditions.chain(needs).chain(not) {
        match one {
            Some(false) => return Some(false),
            Some(true) => {}
            None => all = None,
        }
    }
    all
}

/// Whether a condition holds, whatever the missing answers are; `None` where they decide.
fn is_met(measure: &Measure, condition: &Condition, answers: &Answers) -> Option<bool> {
    let (mut met, mut open) = (0u8, 0u8);
    for (id, from) in &condition.of {
        match answers.get(id).and_then(Answer::value) {
            Some(value) => met += u8::from(value >= *from),
            None => {
                let skipped = measure
                    .item(id)
                    .is_some_and(|item| measure.skips(item, answers));
                open += u8::from(!skipped);
            }
        }
    }
    if met >= condition.count {
        Some(true)
    } else if met + open < condition.count {
        Some(false)
    } else {
        None
    }
}
