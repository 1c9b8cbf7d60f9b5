//! What a person was trained in and which tasks were delegated to them: a log that grows by lines. A delegation ends by a line of its own.

use crate::id::PersonId;
use crate::people::line;
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// Longest line of the log, in characters.
const LONGEST: usize = 400;

/// What a line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The person was trained in something.
    Trained,
    /// Somebody delegated a task to the person.
    Delegated {
        /// Who.
        by: PersonId,
    },
    /// A delegated task is theirs no more.
    Ended {
        /// The line that delegated it.
        line: u64,
    },
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// What it says.
    pub what: What,
    /// In what, which task, or why it ended.
    pub words: String,
    /// On which day.
    pub on: Date,
}

/// Why a line is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadDuty {
    /// Empty, too long or not plain.
    #[error("the words are no line of text")]
    Words,
    /// The day is still to come.
    #[error("the day is still to come")]
    InFuture,
    /// Nobody delegates a task to themselves.
    #[error("delegated by the same person")]
    Same,
    /// No task that was delegated and has not ended stands in that line, or it ends before it began.
    #[error("no delegated task in that line")]
    NoTask,
}

impl Duty {
    /// The next line of a person's log; `before` are those that stand there.
    pub fn next(
        person: PersonId,
        before: &[Duty],
        typed: Duty,
        today: Date,
    ) -> Result<Duty, BadDuty> {
        let words = line(&typed.words, LONGEST).ok_or(BadDuty::Words)?;
        if typed.on > today {
            return Err(BadDuty::InFuture);
        }
        match typed.what {
            What::Trained => {}
            What::Delegated { by } if by == person => return Err(BadDuty::Same),
            What::Delegated { .. } => {}
            What::Ended { line } => {
                let begun = usize::try_from(line).ok().and_then(|at| before.get(at));
                let holds = begun.is_some_and(|begun| {
                    matches!(begun.what, What::Delegated { .. }) && begun.on <= typed.on
                });
                if !holds || ended(before, line).is_some() {
                    return Err(BadDuty::NoTask);
                }
            }
        }
        Ok(Duty { words, ..typed })
    }
}

/// The day on which the task that a line delegated ended; none: it is still theirs.
pub fn ended(log: &[Duty], line: u64) -> Option<Date> {
    log.iter()
        .find(|duty| duty.what == What::Ended { line })
        .map(|duty| duty.on)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: PersonId = PersonId([1; 16]);
    const OTHER: PersonId = PersonId([2; 16]);

    fn duty(what: What, words: &str, on: &str) -> Duty {
        Duty {
            what,
            words: words.to_owned(),
            on: on.parse().expect("a day"),
        }
    }

    #[test]
    fn a_line_is_kept_or_says_why_not() {
        let today: Date = "2026-03-02".parse().expect("a day");
        let next = |log: &[Duty], typed| Duty::next(ONE, log, typed, today);
        let trained = duty(What::Trained, " Manual, part 1 ", "2026-03-02");
        let kept = next(&[], trained.clone()).expect("kept");
        assert_eq!(kept.words, "Manual, part 1");
        for (typed, why) in [
            (duty(What::Trained, " ", "2026-03-02"), BadDuty::Words),
            (duty(What::Trained, "a\nb", "2026-03-02"), BadDuty::Words),
            (
                duty(What::Trained, &"x".repeat(LONGEST + 1), "2026-03-02"),
                BadDuty::Words,
            ),
            (
                duty(What::Trained, "Manual", "2026-03-03"),
                BadDuty::InFuture,
            ),
            (
                duty(What::Delegated { by: ONE }, "Doses", "2026-03-02"),
                BadDuty::Same,
            ),
            (
                duty(What::Ended { line: 0 }, "moved", "2026-03-02"),
                BadDuty::NoTask,
            ),
        ] {
            assert_eq!(next(&[], typed.clone()), Err(why), "{typed:?}");
        }
        let given = duty(What::Delegated { by: OTHER }, "Doses", "2026-03-01");
        let mut log = vec![trained, given];
        let end = |line, on| duty(What::Ended { line }, "moved away", on);
        assert_eq!(next(&log, end(0, "2026-03-02")), Err(BadDuty::NoTask));
        assert_eq!(next(&log, end(1, "2026-02-28")), Err(BadDuty::NoTask));
        assert_eq!(ended(&log, 1), None);
        log.push(next(&log, end(1, "2026-03-02")).expect("it ends"));
        assert_eq!(ended(&log, 1), Some(today));
        assert_eq!(next(&log, end(1, "2026-03-02")), Err(BadDuty::NoTask));
    }
}
