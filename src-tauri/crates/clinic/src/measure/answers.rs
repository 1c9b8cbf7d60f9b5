//! What was answered: raw values by item, as they were given.

use super::{Item, Measure, Rule};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One answer as it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Answer {
    /// One value.
    One(i32),
    /// Every box that was ticked, ascending.
    Several(Vec<i32>),
}

impl Answer {
    /// The value that is added up; boxes are not added.
    pub fn value(&self) -> Option<i32> {
        match self {
            Answer::One(value) => Some(*value),
            Answer::Several(_) => None,
        }
    }
}

/// Answers by item, and entered scores by name. What is absent was not answered.
pub type Answers = BTreeMap<String, Answer>;

/// Why answers cannot be kept, at which item.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{item}: {misfit}")]
pub struct BadAnswers {
    /// Item or score.
    pub item: String,
    /// What is wrong.
    pub misfit: Misfit,
}

/// What is wrong with an answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// The measure has no such item.
    #[error("the measure has no such item")]
    Unknown,
    /// The item offers no such answer.
    #[error("{value} is none of its answers ({from} to {to})")]
    NotOffered {
        /// What was given.
        value: i32,
        /// Lowest that is offered.
        from: i32,
        /// Highest.
        to: i32,
    },
    /// One answer where several may be given, or the other way round.
    #[error("it takes one answer, or one list of boxes, never the other")]
    OtherKind,
    /// An answer to what was not asked.
    #[error("it is asked only after another answer")]
    NotAsked,
    /// More answers in a row than the measure has items.
    #[error("the measure has {items} items, not {given}")]
    TooMany {
        /// How many it has.
        items: usize,
        /// How many were given.
        given: usize,
    },
    /// Not a number.
    #[error("\"{typed}\" is not a number")]
    NotANumber {
        /// A short piece of what was typed.
        typed: String,
    },
}

impl Measure {
    /// Whether an item is asked, given the answers so far. An item behind an unanswered one is not asked yet.
    pub fn asks(&self, item: &Item, answers: &Answers) -> bool {
        item.asked_if
            .as_ref()
            .is_none_or(|(other, value)| answers.get(other).and_then(Answer::value) == Some(*value))
    }

    /// Whether an item is known not to be asked: the answer it hangs on is there and is another.
    pub(super) fn skips(&self, item: &Item, answers: &Answers) -> bool {
        item.asked_if.as_ref().is_some_and(|(other, value)| {
            answers
                .get(other)
                .and_then(Answer::value)
                .is_some_and(|given| given != *value)
        })
    }

    /// Items that are asked and not answered, in order.
    pub fn unanswered(&self, answers: &Answers) -> Vec<&Item> {
        self.items
            .iter()
            .filter(|item| self.asks(item, answers) && !answers.contains_key(&item.id))
            .collect()
    }

    /// Items whose answer must not wait.
    pub fn stops(&self, answers: &Answers) -> Vec<&Item> {
        let over = |item: &&Item| {
            let given = answers.get(&item.id).and_then(Answer::value);
            matches!((item.stop_at, given), (Some(from), Some(given)) if given >= from)
        };
        self.items.iter().filter(over).collect()
    }

    /// Whether every answer belongs to this measure.
    ///
    /// # Errors
    ///
    /// The first answer that does not, by item.
    pub fn fits(&self, answers: &Answers) -> Result<(), BadAnswers> {
        for (name, answer) in answers {
            let wrong = |misfit| BadAnswers {
                item: name.clone(),
                misfit,
            };
            if let Some(item) = self.item(name) {
                if !self.asks(item, answers) {
                    return Err(wrong(Misfit::NotAsked));
                }
                self.offered(item, answer).map_err(wrong)?;
            } else {
                let entered = self
                    .score_of(name)
                    .filter(|score| score.rule == Rule::Entered);
                let score = entered.ok_or_else(|| wrong(Misfit::Unknown))?;
                let value = answer.value().ok_or_else(|| wrong(Misfit::OtherKind))?;
                let (from, to) = (score.from, score.to);
                if !(from..=to).contains(&value) {
                    return Err(wrong(Misfit::NotOffered { value, from, to }));
                }
            }
        }
        Ok(())
    }

    fn offered(&self, item: &Item, answer: &Answer) -> Result<(), Misfit> {
        let set = self.answers_of(item).ok_or(Misfit::Unknown)?;
        let (from, to) = set.bounds();
        let check = |value: i32| {
            let known = set.choices.iter().any(|choice| choice.value == value);
            if known {
                Ok(())
            } else {
                Err(Misfit::NotOffered { value, from, to })
            }
        };
        match (answer, set.several) {
            (Answer::One(value), false) => check(*value),
            (Answer::Several(values), true) if values.is_sorted_by(|a, b| a < b) => {
                values.iter().try_for_each(|value| check(*value))
            }
            _ => Err(Misfit::OtherKind),
        }
    }

    /// Answers in the order of what is asked: `2,0,-,1`; `-` is not answered, `1+3` are two boxes. For a measure whose
    /// scores are entered: the scores in order.
    ///
    /// # Errors
    ///
    /// What cannot be read, or does not belong to this measure.
    pub fn read_answers(&self, typed: &str) -> Result<Answers, BadAnswers> {
        let mut answers = Answers::new();
        let mut order = self.places();
        let given: Vec<&str> = typed.split(',').map(str::trim).collect();
        for (index, word) in given.iter().enumerate() {
            let Some(place) = order.next() else {
                return Err(BadAnswers {
                    item: format!("answer {}", index + 1),
                    misfit: Misfit::TooMany {
                        items: self.places().count(),
                        given: given.len(),
                    },
                });
            };
            if matches!(*word, "-" | "") {
                continue;
            }
            let answer = place.read(word).ok_or_else(|| BadAnswers {
                item: place.id.to_owned(),
                misfit: Misfit::NotANumber {
                    typed: crate::file::log::excerpt(word),
                },
            })?;
            answers.insert(place.id.to_owned(), answer);
        }
        self.fits(&answers)?;
        Ok(answers)
    }

    /// What answers are given to, in order: items, then entered scores.
    fn places(&self) -> impl Iterator<Item = Place<'_>> {
        let items = self.items.iter().map(|item| Place {
            id: &item.id,
            decimals: 0,
            several: self.answers_of(item).is_some_and(|set| set.several),
        });
        let entered = self
            .scores
            .iter()
            .filter(|score| score.rule == Rule::Entered);
        let scores = entered.map(|score| Place {
            id: &score.id,
            decimals: score.decimals,
            several: false,
        });
        items.chain(scores)
    }
}

/// Where one answer goes.
struct Place<'m> {
    id: &'m str,
    decimals: u8,
    several: bool,
}

impl Place<'_> {
    fn read(&self, word: &str) -> Option<Answer> {
        let number = |word: &str| {
            let stored = crate::file::units::decimal(word.trim(), u32::from(self.decimals))?;
            i32::try_from(stored).ok()
        };
        if !self.several {
            return number(word).map(Answer::One);
        }
        let mut boxes = word.split('+').map(number).collect::<Option<Vec<i32>>>()?;
        boxes.sort_unstable();
        boxes.dedup();
        Some(Answer::Several(boxes))
    }
}

impl super::AnswerSet {
    /// Lowest and highest value.
    pub fn bounds(&self) -> (i32, i32) {
        let values = self.choices.iter().map(|choice| choice.value);
        (
            values.clone().min().unwrap_or_default(),
            values.max().unwrap_or_default(),
        )
    }
}
