//! The session: open, look, act.

use crate::state::{App, caught};
use tauri::State;
use wire::failure::Failure;
use wire::session::act::Request;
use wire::session::ask::session_id;
use wire::session::plan::SessionPlan;
use wire::session::show::Moment;
use wire::session::view::SessionView;
use wire::session::{Look, NewSession, SessionRef, request};

#[tauri::command(async)]
pub fn session_open(app: State<'_, App>, args: NewSession) -> Result<SessionPlan, Failure> {
    app.verb("session_open", |companion| {
        let id = companion.session_open(&args.to_open()?)?;
        SessionPlan::of(companion, id)
    })
}

#[tauri::command(async)]
pub fn session_plan(app: State<'_, App>, args: SessionRef) -> Result<SessionPlan, Failure> {
    app.verb("session_plan", |companion| {
        SessionPlan::of(companion, session_id(&args.session)?)
    })
}

#[tauri::command(async)]
pub fn session_look(app: State<'_, App>, args: Look) -> Result<SessionView, Failure> {
    let moment = app.verb("session_look", |companion| {
        Moment::of(companion, session_id(&args.session)?)
    })?;
    caught(|| moment.view(args.log_from))
}

#[tauri::command(async)]
pub fn session_act(app: State<'_, App>, args: Request) -> Result<SessionView, Failure> {
    app.verb("session_act", |companion| request(companion, args))
}

/// The veil falls. It outlives the page; presence lifts it.
#[tauri::command(async)]
pub fn session_veil(app: State<'_, App>) -> Result<(), Failure> {
    app.verb("session_veil", |companion| {
        companion.veil_fall();
        Ok(())
    })
}
