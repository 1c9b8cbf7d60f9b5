//! The chain, verified.

use crate::state::App;
use tauri::State;
use wire::audit::{AccessOf, AccessView, CheckedCode, PrintedCode, Verified};
use wire::failure::Failure;
use wire::trail::{TrailOf, TrailView};

#[tauri::command(async)]
pub fn audit_verify(app: State<'_, App>) -> Result<Verified, Failure> {
    app.verb("audit_verify", |companion| {
        // It holds the whole vault while it reads: no check of a session that runs waits for it.
        if !companion.session_live().is_empty() {
            return Err(companion::Error::SessionLive);
        }
        let report = companion.audit_verify()?;
        Ok(Verified::of(&report, companion.audit_short_code()?))
    })
}

/// A short code from paper, held against the chain.
#[tauri::command(async)]
pub fn audit_code(app: State<'_, App>, args: PrintedCode) -> Result<CheckedCode, Failure> {
    app.verb("audit_code", |companion| args.run(companion))
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
