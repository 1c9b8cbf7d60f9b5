//! The training day: begin, steer. Invented courses.

use crate::state::App;
use tauri::State;
use wire::clients::Client;
use wire::failure::Failure;
use wire::session::plan::SessionPlan;
use wire::session::view::SessionView;
use wire::training::{NewTrainingDay, SteerTraining};

#[tauri::command(async)]
pub fn training_start(app: State<'_, App>, args: NewTrainingDay) -> Result<SessionPlan, Failure> {
    app.verb("training_start", |companion| args.begin(companion))
}

/// Invented clients with whole courses; answers every client then.
#[tauri::command(async)]
pub fn training_fill(app: State<'_, App>) -> Result<Vec<Client>, Failure> {
    app.verb("training_fill", |companion| {
        companion.training_fill()?;
        let lines = companion.clients()?;
        lines
            .iter()
            .map(|line| Client::of(companion, line))
            .collect()
    })
}

#[tauri::command(async)]
pub fn training_steer(app: State<'_, App>, args: SteerTraining) -> Result<SessionView, Failure> {
    app.verb("training_steer", |companion| args.steer(companion))
}
