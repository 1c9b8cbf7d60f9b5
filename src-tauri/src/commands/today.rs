//! What waits for somebody today.

use crate::state::App;
use tauri::State;
use wire::failure::Failure;
use wire::today::TodayView;

#[tauri::command(async)]
pub fn today_look(app: State<'_, App>) -> Result<TodayView, Failure> {
    app.verb(TodayView::of)
}
