//! What the shell knows before and after a vault is open.

use crate::state::App;
use tauri::{AppHandle, State};
use wire::app::{AppState, Machine};
use wire::failure::Failure;

#[tauri::command(async)]
pub fn app_state(app: State<'_, App>) -> Result<AppState, Failure> {
    app.any_verb(|companion| AppState::of(companion))
}

/// What the system tells the shell.
#[tauri::command(async)]
pub fn app_machine(app: State<'_, App>) -> Machine {
    app.machine()
}

/// A key or a click: somebody is there.
#[tauri::command(async)]
pub fn app_activity(app: State<'_, App>) -> Result<(), Failure> {
    app.any_verb(|companion| {
        companion.activity();
        Ok(())
    })
}

/// The person answered the question at the window's closing: leave. A running session goes on from its record.
#[tauri::command(async)]
pub fn window_close(handle: AppHandle) -> Result<(), Failure> {
    handle.exit(0);
    Ok(())
}
