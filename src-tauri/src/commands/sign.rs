//! Signatures, and keys for people.

use crate::state::App;
use tauri::State;
use wire::failure::Failure;
use wire::sign::{Enrol, Enrolled, Sign, Signable, SignatureView, UnsignedLine};

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
