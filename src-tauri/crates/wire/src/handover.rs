//! The computer in the client's hands.

use crate::measures::{Answered, MeasureSheet, answers};
use crate::people::Proof;
use companion::handover::{Back as CompanionBack, Stage as CompanionStage};
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
    pub sheet: MeasureSheet,
    pub answers: Vec<Answered>,
    pub stage: Stage,
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

impl HandoverAnswers {
    /// The answers, parsed by the measure that is handed over.
    pub fn to_answers(&self, companion: &Companion) -> Result<Answers, Error> {
        let handover = companion.handover()?.ok_or(Error::NotAllowed)?;
        answers(&handover.line.measure, &self.answers)
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
            sheet: MeasureSheet::of(&handover.line),
            answers: Answered::of(&handover.answers),
            stage: match handover.stage {
                CompanionStage::Asking => Stage::Asking,
                CompanionStage::Called => Stage::Called,
                CompanionStage::Done => Stage::Done,
            },
        };
        Ok(companion.handover()?.map(view))
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
