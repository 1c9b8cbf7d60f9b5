//! Every client in numbers.

use crate::state::App;
use tauri::State;
use wire::cohort::Cohort;
use wire::failure::Failure;

#[tauri::command(async)]
pub fn cohort(app: State<'_, App>) -> Result<Cohort, Failure> {
    app.verb("cohort", Cohort::of)
}
