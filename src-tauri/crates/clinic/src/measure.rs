//! A checked measure: a questionnaire or a score that is entered, with its answers, its scoring and its licence.
//!
//! A value of [`Measure`] exists only when the whole file was checked and every worked example in it came out
//! ([`check()`]). One file is one immutable version. The words for a band or a cut always name the population that they
//! come from; nothing here judges a change.

mod answers;
mod check;
mod score;
mod shape;

pub use answers::{Answer, Answers, BadAnswers, Misfit};
pub use check::{Examined, check, examine};
pub use score::{Outcome, SCORER, Scored, score};

/// The whole of one measure version.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Short name; with `version` it names the file for ever.
    pub id: String,
    /// Version number, from 1.
    pub version: u32,
    /// Name for people.
    pub title: String,
    /// The name people say: "PCL-5".
    pub short: String,
    /// Language of the items, BCP 47: "en".
    pub language: String,
    /// What stretch of time it asks about: "past month".
    pub recall: Option<String>,
    /// Said before the first item.
    pub instruction: Option<String>,
    /// Who may give the answers.
    pub asked: Asked,
    /// May the words be shown, and on what terms.
    pub licence: Licence,
    /// Sets of answers that items offer.
    pub answer_sets: Vec<AnswerSet>,
    /// The items in order; none: only scores are entered.
    pub items: Vec<Item>,
    /// Scores in order.
    pub scores: Vec<Score>,
    /// Rules that hold or do not hold for a set of answers.
    pub findings: Vec<Finding>,
    /// Worked examples; every one came out when the file was checked.
    pub examples: Vec<Example>,
    /// Where rules come from.
    pub sources: Vec<crate::protocol::Source>,
}

impl Measure {
    /// `id vN`, as records name it.
    pub fn name(&self) -> String {
        format!("{} v{}", self.id, self.version)
    }

    /// One item.
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// The answers that an item offers.
    pub fn answers_of(&self, item: &Item) -> Option<&AnswerSet> {
        self.answer_sets.iter().find(|set| set.id == item.answers)
    }

    /// One score.
    pub fn score_of(&self, id: &str) -> Option<&Score> {
        self.scores.iter().find(|score| score.id == id)
    }
}

/// Who may give the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The client reads and answers.
    Client,
    /// A trained person asks.
    Interviewer,
    /// Either; the record says which.
    Either,
}

/// On what terms the words may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Licence {
    /// The terms, in words.
    pub text: String,
    /// What must stand beside the items wherever they are shown.
    pub attribution: Option<String>,
    /// Source key.
    pub source: String,
}

/// Answers that an item offers, ascending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerSet {
    /// Short name.
    pub id: String,
    /// Value and words; on a plain scale the words of the middle are empty.
    pub choices: Vec<Choice>,
    /// Whether more than one may be given.
    pub several: bool,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// As it is kept and added.
    pub value: i32,
    /// As it is shown.
    pub title: String,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Short name; often its number.
    pub id: String,
    /// The words.
    pub text: String,
    /// Said before this item and those after it, until another item says something else.
    pub heading: Option<String>,
    /// Which [`AnswerSet`].
    pub answers: String,
    /// Asked only if another item has this answer. What is not asked adds nothing.
    pub asked_if: Option<(String, i32)>,
    /// An answer of this value or more must not wait: the form stops and a person is called.
    pub stop_at: Option<i32>,
}

/// A number that answers are turned into, or that a person enters.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// Short name.
    pub id: String,
    /// Words.
    pub title: String,
    /// How it comes about.
    pub rule: Rule,
    /// Lowest it can be, in steps of the last decimal.
    pub from: i32,
    /// Highest.
    pub to: i32,
    /// Decimals shown; the stored integer is the shown value × 10^decimals.
    pub decimals: u8,
    /// Bands that others have drawn, ascending, without holes; may be empty.
    pub bands: Vec<Band>,
    /// Cuts that others have drawn.
    pub cuts: Vec<Cut>,
    /// What size of change others found to be more than error.
    pub changes: Vec<Change>,
    /// Source key.
    pub source: String,
}

/// How a score comes about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// A person enters it.
    Entered,
    /// The answers, added, times a whole number.
    Sum(Sum),
    /// The mean of the answers, rounded half up to the score's decimals.
    Mean(Sum),
}

/// What is added up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// Items that are added.
    pub items: Vec<String>,
    /// Items of these whose scale is turned round first (lowest + highest − answer).
    pub reversed: Vec<String>,
    /// The sum is multiplied by this.
    pub times: i32,
    /// As many answers may be missing; the missing ones then count as the mean of those given. Nought: none may.
    pub missing_most: u8,
}

/// A stretch of scores with the name others gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// First score of the band, stored integer.
    pub from: i32,
    /// Words.
    pub title: String,
    /// Who was looked at when it was drawn.
    pub population: String,
    /// Source key.
    pub source: String,
}

/// A line others drew through the scores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// Reached by this score and more, stored integer; less where `below`.
    pub at: i32,
    /// Reached from above: by this score and less.
    pub below: bool,
    /// Words.
    pub title: String,
    /// Who was looked at.
    pub population: String,
    /// Source key.
    pub source: String,
}

/// A size of change others found to be more than error, or to matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The size, stored integer.
    pub by: i32,
    /// Words: "reliable change".
    pub title: String,
    /// Who was looked at.
    pub population: String,
    /// Source key.
    pub source: String,
}

/// A rule over answers that holds or does not: a provisional rule, an algorithm's outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Short name.
    pub id: String,
    /// Words.
    pub title: String,
    /// All of these must hold.
    pub conditions: Vec<Condition>,
    /// These findings must hold too.
    pub needs: Vec<String>,
    /// These findings must not hold.
    pub not: Vec<String>,
    /// Source key.
    pub source: String,
}

/// So many of these answers must be at least so high.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// How many.
    pub count: u8,
    /// Items with the value from which each counts.
    pub of: Vec<(String, i32)>,
}

/// A worked example.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// What it shows.
    pub title: String,
    /// The answers.
    pub answers: Answers,
    /// Expected scores, stored integers; `None`: no score may come of it.
    pub scores: Vec<(String, Option<i32>)>,
    /// Expected findings.
    pub findings: Vec<(String, bool)>,
}

#[cfg(test)]
mod tests;
