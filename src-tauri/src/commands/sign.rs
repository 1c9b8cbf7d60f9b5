//! Signatures, and keys for people.

use crate::state::App;
use tauri::State;
use wire::failure::Failure;
use wire::session::view::SessionView;
use wire::sign::{
    AmendEntry, Enrol, Enrolled, LockRecord, Sign, Signable, SignatureView, UnlockRecord,
    UnsignedLine,
};

#[tauri::command(async)]
pub fn sign_look(app: State<'_, App>, args: Signable) -> Result<SignatureView, Failure> {
    app.verb("sign_look", |companion| {
        SignatureView::of(companion, &args.object()?)
    })
}

#[tauri::command(async)]
pub fn sign(app: State<'_, App>, args: Sign) -> Result<SignatureView, Failure> {
    app.verb("sign", |companion| args.run(companion))
}

#[tauri::command(async)]
pub fn sign_lock(app: State<'_, App>, args: LockRecord) -> Result<SignatureView, Failure> {
    app.verb("sign_lock", |companion| args.run(companion))
}

#[tauri::command(async)]
pub fn sign_unlock(app: State<'_, App>, args: UnlockRecord) -> Result<SignatureView, Failure> {
    app.verb("sign_unlock", |companion| args.run(companion))
}

#[tauri::command(async)]
pub fn session_amend(app: State<'_, App>, args: AmendEntry) -> Result<SessionView, Failure> {
    app.verb("session_amend", |companion| args.run(companion))
}

#[tauri::command(async)]
pub fn sign_waiting(app: State<'_, App>) -> Result<Vec<UnsignedLine>, Failure> {
    app.verb("sign_waiting", |companion| {
        Ok(companion
            .unsigned()?
            .iter()
            .map(UnsignedLine::from)
            .collect())
    })
}

#[tauri::command(async)]
pub fn people_enrol(app: State<'_, App>, args: Enrol) -> Result<Enrolled, Failure> {
    app.verb("people_enrol", |companion| args.run(companion))
}
