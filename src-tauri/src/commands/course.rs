//! A client's course: look, strike.

use crate::state::App;
use tauri::State;
use wire::clients::ClientRef;
use wire::course::{CourseView, StrikeEntry};
use wire::failure::Failure;

#[tauri::command(async)]
pub fn course_look(app: State<'_, App>, args: ClientRef) -> Result<CourseView, Failure> {
    app.verb(|companion| CourseView::of(companion, args.id()?))
}

#[tauri::command(async)]
pub fn course_strike(app: State<'_, App>, args: StrikeEntry) -> Result<CourseView, Failure> {
    app.verb(|companion| {
        let (client, request) = args.parsed()?;
        companion.course_strike(client, Some(request), args.seq, &args.reason)?;
        CourseView::of(companion, client)
    })
}
