//! Protocols of the vault and their day in advance.

use crate::state::App;
use tauri::State;
use wire::failure::Failure;
use wire::protocols::{ProtocolLine, ProtocolRef, RehearsedPrompt};

#[tauri::command(async)]
pub fn protocols_list(app: State<'_, App>) -> Result<Vec<ProtocolLine>, Failure> {
    app.verb(|companion| {
        Ok(companion
            .protocols()?
            .iter()
            .map(ProtocolLine::of)
            .collect())
    })
}

#[tauri::command(async)]
pub fn protocols_rehearse(
    app: State<'_, App>,
    args: ProtocolRef,
) -> Result<Vec<RehearsedPrompt>, Failure> {
    app.verb(|companion| {
        Ok(RehearsedPrompt::of_day(
            &companion.protocol_find(&args.digest()?)?.protocol,
        ))
    })
}
