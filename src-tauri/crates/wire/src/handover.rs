//! The computer in the client's hands.

use crate::measures::{Answered, MeasureSheet, answers};
use crate::people::Proof;
use clinic::measure::Answer;
use companion::handover::{Asks, Back as CompanionBack, Stage as CompanionStage, Stopped};
use companion::measures::Answers;
use companion::{ClientId, Companion, Error};
use serde::{Deserialize, Serialize};
#[cfg(test)]
use ts_rs::TS;

/// What is handed over.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "handover.ts"))]
pub struct HandOver {
    pub client: String,
    /// Digest of the measure.
    pub measure: String,
    /// What for; may be empty.
    pub occasion: String,
}

/// The two ratings of a visit are handed over.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "handover.ts"))]
pub struct HandOverRating {
    pub client: String,
    pub visit: String,
}

/// Answers as they stand.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "handover.ts"))]
pub struct HandoverAnswers {
    pub answers: Vec<Answered>,
}

/// What the client has before them. No name, no code.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "handover.ts"))]
pub struct HandoverView {
    /// The measure; none: the two ratings of a visit, `safe` and `understood`, 0 to 10.
    pub sheet: Option<MeasureSheet>,
    pub answers: Vec<Answered>,
    pub stage: Stage,
    /// What the clinic's plan says to the client, once an answer did not wait; empty before.
    pub plan: Vec<String>,
}

/// The computer is back.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "handover.ts"))]
pub struct TakenBack {
    /// Where an answer did not wait.
    pub stopped: Option<StoppedView>,
}

/// An answer did not wait: what the person finds who has the computer back.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "handover.ts"))]
pub struct StoppedView {
    /// Whose answer it is.
    pub code: String,
    /// Short name of the measure; empty where whoever asks it has it before them.
    pub measure: String,
    /// Items whose answer did not wait.
    pub items: Vec<String>,
    /// The clinic's plan for the pair; empty: no course is open, or its protocol has none.
    pub team: Vec<String>,
    /// What the client has read.
    pub client: Vec<String>,
    /// The client's own safety plan.
    pub own: Option<OwnPlan>,
}

/// The client's own safety plan.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "handover.ts"))]
pub struct OwnPlan {
    /// Agreed on that day, as 2026-03-02.
    pub on: String,
    pub lines: Vec<PlanLine>,
    /// What was taken away since; the heading is the day.
    pub narrowed: Vec<PlanLine>,
}

/// One line of it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "handover.ts"))]
pub struct PlanLine {
    pub title: String,
    pub words: String,
}

/// Where the client stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "handover.ts"))]
pub enum Stage {
    Asking,
    /// An answer must not wait.
    Called,
    Done,
}

/// A person takes the computer back.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "handover.ts"))]
pub struct TakeBack {
    pub proof: Proof,
    pub back: Back,
}

/// What then.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "handover.ts"))]
pub enum Back {
    /// The client goes on.
    GoOn,
    /// What was answered is kept as it is.
    Keep,
    /// Nothing is kept now; the answers wait.
    Leave,
}

impl HandOver {
    /// The client, parsed.
    pub fn id(&self) -> Result<ClientId, Error> {
        self.client
            .parse()
            .map_err(|_| Error::Unknown { what: "client" })
    }
}

impl HandOverRating {
    /// The client, parsed.
    pub fn id(&self) -> Result<ClientId, Error> {
        self.client
            .parse()
            .map_err(|_| Error::Unknown { what: "client" })
    }
}

impl HandoverAnswers {
    /// The answers, parsed by the measure that is handed over.
    pub fn to_answers(&self, companion: &Companion) -> Result<Answers, Error> {
        let handover = companion.handover()?.ok_or(Error::NotAllowed)?;
        match &handover.asks {
            Asks::Measure(line, _) => answers(&line.measure, &self.answers),
            Asks::Rating(_) => {
                let one = |given: &Answered| match given.values.as_slice() {
                    [value] => Ok((given.item.clone(), Answer::One(*value))),
                    _ => Err(Error::BadInput { what: "answers" }),
                };
                self.answers.iter().map(one).collect()
            }
        }
    }
}

impl HandoverView {
    /// What is handed over now.
    pub fn of(companion: &Companion) -> Result<HandoverView, Error> {
        Self::maybe(companion)?.ok_or(Error::NotAllowed)
    }

    /// What is handed over, where anything is.
    pub fn maybe(companion: &Companion) -> Result<Option<HandoverView>, Error> {
        let view = |handover: &companion::handover::Handover| HandoverView {
            sheet: match &handover.asks {
                Asks::Measure(line, _) => Some(MeasureSheet::of(line)),
                Asks::Rating(_) => None,
            },
            answers: Answered::of(&handover.answers),
            stage: match handover.stage {
                CompanionStage::Asking => Stage::Asking,
                CompanionStage::Called => Stage::Called,
                CompanionStage::Done => Stage::Done,
            },
            plan: match handover.stage {
                CompanionStage::Called => handover.plan.clone(),
                CompanionStage::Asking | CompanionStage::Done => Vec::new(),
            },
        };
        Ok(companion.handover()?.map(view))
    }
}

impl TakenBack {
    /// As a page shows it.
    pub fn of(stopped: Option<Stopped>) -> TakenBack {
        TakenBack {
            stopped: stopped.map(StoppedView::of),
        }
    }
}

impl StoppedView {
    /// As a page shows it.
    pub fn of(stopped: Stopped) -> StoppedView {
        let (client, team, own) = stopped
            .plan
            .map_or_else(Default::default, |plan| (plan.client, plan.team, plan.own));
        let line = |(title, words)| PlanLine { title, words };
        let own = own.map(|own| OwnPlan {
            on: own.on.to_string(),
            lines: own.lines.into_iter().map(line).collect(),
            narrowed: (own.narrowed.into_iter())
                .map(|(on, words)| line((on.to_string(), words)))
                .collect(),
        });
        StoppedView {
            code: stopped.code,
            measure: stopped.measure,
            items: stopped.items,
            team,
            client,
            own,
        }
    }
}

impl From<Back> for CompanionBack {
    fn from(back: Back) -> Self {
        match back {
            Back::GoOn => Self::GoOn,
            Back::Keep => Self::Keep,
            Back::Leave => Self::Leave,
        }
    }
}
