//! The chain, verified.

use crate::state::App;
use tauri::State;
use wire::audit::{AccessOf, AccessView, CheckedCode, PrintedCode, Verified};
use wire::failure::Failure;
use wire::trail::{TrailOf, TrailView};

/// The whole chain is read in one piece: no check of a session that runs waits for it. At the side door nothing prompts meanwhile.
fn unhurried(companion: &companion::Companion) -> Result<(), companion::Error> {
    let live = companion.session_live();
    live.is_empty()
        .then_some(())
        .ok_or(companion::Error::SessionLive)
}

#[tauri::command(async)]
pub fn audit_verify(app: State<'_, App>) -> Result<Verified, Failure> {
    app.verb("audit_verify", |companion| {
        unhurried(companion)?;
        let report = companion.audit_verify()?;
        Ok(Verified::of(&report, companion.audit_short_code()?))
    })
}

/// A short code from paper, held against the chain.
#[tauri::command(async)]
pub fn audit_code(app: State<'_, App>, args: PrintedCode) -> Result<CheckedCode, Failure> {
    app.verb("audit_code", |companion| {
        unhurried(companion)?;
        args.run(companion)
    })
}

/// Who came to the record and what left it, piece by piece.
#[tauri::command(async)]
pub fn audit_access(app: State<'_, App>, args: AccessOf) -> Result<AccessView, Failure> {
    app.verb("audit_access", |companion| args.run(companion))
}

/// Where an entry comes from, and what became of it.
#[tauri::command(async)]
pub fn audit_trail(app: State<'_, App>, args: TrailOf) -> Result<TrailView, Failure> {
    app.verb("audit_trail", |companion| args.run(companion))
}
