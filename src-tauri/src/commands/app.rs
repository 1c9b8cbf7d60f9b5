//! What the shell knows before and after a vault is open.

use crate::state::App;
use tauri::{AppHandle, State};
use wire::app::AppState;
use wire::failure::Failure;

#[tauri::command(async)]
pub fn app_state(app: State<'_, App>) -> Result<AppState, Failure> {
    app.any_verb(|companion| AppState::of(companion))
}

/// The person answered the question at the window's closing: leave. A running session goes on from its record.
#[tauri::command(async)]
pub fn window_close(handle: AppHandle) -> Result<(), Failure> {
    handle.exit(0);
    Ok(())
}
