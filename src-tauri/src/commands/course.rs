//! A client's course: look, act, strike.

use crate::state::App;
use tauri::State;
use wire::clients::ClientRef;
use wire::course::act::CourseRequest;
use wire::course::plan::CoursePlan;
use wire::course::{CourseView, StrikeEntry};
use wire::failure::Failure;
use wire::handover::StoppedView;

#[tauri::command(async)]
pub fn course_look(app: State<'_, App>, args: ClientRef) -> Result<CourseView, Failure> {
    app.verb("course_look", |companion| {
        CourseView::of(companion, args.id()?)
    })
}

#[tauri::command(async)]
pub fn course_strike(app: State<'_, App>, args: StrikeEntry) -> Result<CourseView, Failure> {
    app.verb("course_strike", |companion| {
        let (client, request) = args.parsed()?;
        companion.course_strike(client, Some(request), args.seq, &args.reason)?;
        CourseView::of(companion, client)
    })
}

/// The plan of the course, where one is open.
#[tauri::command(async)]
pub fn course_plan(app: State<'_, App>, args: ClientRef) -> Result<Vec<CoursePlan>, Failure> {
    app.verb("course_plan", |companion| {
        let plan = CoursePlan::of_client(companion, args.id()?)?;
        Ok(plan.into_iter().collect())
    })
}

/// The clinic's plan and the client's own, where a person asks and an answer does not wait.
#[tauri::command(async)]
pub fn course_crisis(app: State<'_, App>, args: ClientRef) -> Result<StoppedView, Failure> {
    app.rater_verb("course_crisis", |companion| {
        Ok(StoppedView::of(companion.course_crisis(args.id()?)?))
    })
}

#[tauri::command(async)]
pub fn course_act(app: State<'_, App>, args: CourseRequest) -> Result<CourseView, Failure> {
    app.verb("course_act", |companion| {
        let client = args.run(companion)?;
        CourseView::of(companion, client)
    })
}
