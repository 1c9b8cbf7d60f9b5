//! The training day: begin, steer.

use crate::state::App;
use tauri::State;
use wire::failure::Failure;
use wire::session::plan::SessionPlan;
use wire::session::view::SessionView;
use wire::training::{NewTrainingDay, SteerTraining};

#[tauri::command(async)]
pub fn training_start(app: State<'_, App>, args: NewTrainingDay) -> Result<SessionPlan, Failure> {
    app.verb(|companion| args.begin(companion))
}

#[tauri::command(async)]
pub fn training_steer(app: State<'_, App>, args: SteerTraining) -> Result<SessionView, Failure> {
    app.verb(|companion| args.steer(companion))
}
