//! The training day: begin, steer. Invented courses.

use crate::state::App;
use tauri::State;
use wire::failure::Failure;
use wire::session::plan::SessionPlan;
use wire::session::view::SessionView;
use wire::training::{NewTrainingDay, SteerTraining, TrainingFilled};

#[tauri::command(async)]
pub fn training_start(app: State<'_, App>, args: NewTrainingDay) -> Result<SessionPlan, Failure> {
    app.verb("training_start", |companion| args.begin(companion))
}

/// Invented clients with whole courses, and a supervisor who reads the sessions of one.
#[tauri::command(async)]
pub fn training_fill(app: State<'_, App>) -> Result<TrainingFilled, Failure> {
    app.verb("training_fill", |companion| {
        Ok(TrainingFilled::of(companion.training_fill()?))
    })
}

#[tauri::command(async)]
pub fn training_steer(app: State<'_, App>, args: SteerTraining) -> Result<SessionView, Failure> {
    app.verb("training_steer", |companion| args.steer(companion))
}
