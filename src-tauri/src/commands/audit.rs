//! The chain, verified.

use crate::state::App;
use tauri::State;
use wire::audit::Verified;
use wire::failure::Failure;

#[tauri::command(async)]
pub fn audit_verify(app: State<'_, App>) -> Result<Verified, Failure> {
    app.verb("audit_verify", |companion| {
        let report = companion.audit_verify()?;
        Ok(Verified::of(&report, companion.audit_short_code()?))
    })
}
