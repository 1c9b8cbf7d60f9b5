//! The training day: begun, steered, shown.

use crate::failure::Failure;
use crate::session::ask::session_id;
use crate::session::plan::SessionPlan;
use crate::session::view::{NotDoneView, SessionView, TrainingView};
use companion::synthetic::{Filled, PASSPHRASE};
use companion::training::{Look, PIN, Steer as ToSteer};
use companion::{Companion, Error};
use serde::{Deserialize, Serialize};
#[cfg(test)]
use ts_rs::TS;

/// A training day to be played.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "training.ts"))]
pub struct NewTrainingDay {
    /// Milliseconds of session time in one of the machine's, 1 to 600.
    pub speed: u32,
}

/// What a training vault was filled with.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "training.ts"))]
pub struct TrainingFilled {
    /// Codes of the invented clients.
    pub codes: Vec<String>,
    /// A supervisor's vault beside this one, where one could be made.
    pub supervisor: Option<TrainingSupervisor>,
}

/// A synthetic supervisor's vault.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "training.ts"))]
pub struct TrainingSupervisor {
    /// Its folder.
    pub folder: String,
    /// It is no secret: the vault holds nobody.
    pub passphrase: String,
    /// An answer that waits to be opened there.
    pub answer: String,
    /// The packet that both have.
    pub thread: String,
}

impl TrainingFilled {
    /// The same, for the doors.
    pub fn of(filled: Filled) -> TrainingFilled {
        TrainingFilled {
            codes: filled.codes,
            supervisor: filled.supervisor.map(|one| TrainingSupervisor {
                folder: one.folder.to_string_lossy().into_owned(),
                passphrase: PASSPHRASE.to_owned(),
                answer: one.answer.to_string_lossy().into_owned(),
                thread: one.thread.to_string(),
            }),
        }
    }
}

/// What a person does with the day.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "training.ts"))]
pub enum Steer {
    Go,
    Pause,
    Speed { speed: u32 },
    Skip,
    TakeOver,
}

/// Steers the day of this session.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "training.ts"))]
pub struct SteerTraining {
    pub session: String,
    pub steer: Steer,
    pub log_from: u64,
}

impl NewTrainingDay {
    /// Begins it.
    pub fn begin(self, companion: &mut Companion) -> Result<SessionPlan, Error> {
        let id = companion.training_start(self.speed)?;
        SessionPlan::of(companion, id)
    }
}

impl SteerTraining {
    /// Steers, then looks.
    pub fn steer(self, companion: &mut Companion) -> Result<SessionView, Error> {
        let id = session_id(&self.session)?;
        let steer = match self.steer {
            Steer::Go => ToSteer::Go,
            Steer::Pause => ToSteer::Pause,
            Steer::Speed { speed } => ToSteer::Speed(speed),
            Steer::Skip => ToSteer::Skip,
            Steer::TakeOver => ToSteer::TakeOver,
        };
        companion.training_steer(id, steer)?;
        SessionView::of(companion, id, self.log_from)
    }
}

/// What is shown of a day.
pub(crate) fn shown(look: Look) -> TrainingView {
    let Look {
        playing,
        paused,
        speed,
        next,
        not_done,
    } = look;
    TrainingView {
        playing,
        paused,
        speed,
        next_ms: next.map(|at| at.0),
        not_done: not_done.map(|line| NotDoneView {
            at_ms: line.at.0,
            failure: Failure::from(line.error()),
            line: line.line,
        }),
        pin: PIN.to_owned(),
    }
}
