//! What waits for somebody today.

use crate::state::App;
use tauri::State;
use wire::failure::Failure;
use wire::today::{TodaySessions, TodayView};

#[tauri::command(async)]
pub fn today_look(app: State<'_, App>) -> Result<TodayView, Failure> {
    app.verb("today_look", TodayView::of)
}

#[tauri::command(async)]
pub fn today_sessions(app: State<'_, App>) -> Result<TodaySessions, Failure> {
    app.verb("today_sessions", TodaySessions::of)
}
