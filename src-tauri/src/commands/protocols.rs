//! Protocols of the vault, their day in advance, and the way of a file into the vault.

use crate::state::App;
use tauri::State;
use wire::failure::Failure;
use wire::protocols::difference::{Difference, DifferenceOf};
use wire::protocols::import::{
    AdoptProtocol, ImportProtocol, ImportedProtocol, ProtocolFile, ProtocolPath,
};
use wire::protocols::{ProtocolLine, ProtocolRef, RehearsedPrompt};

#[tauri::command(async)]
pub fn protocols_list(app: State<'_, App>) -> Result<Vec<ProtocolLine>, Failure> {
    app.verb("protocols_list", |companion| {
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
    app.verb("protocols_rehearse", |companion| {
        Ok(RehearsedPrompt::of_day(
            &companion.protocol_find(&args.digest()?)?.protocol,
        ))
    })
}

#[tauri::command(async)]
pub fn protocols_read(app: State<'_, App>, args: ProtocolPath) -> Result<ProtocolFile, Failure> {
    app.verb("protocols_read", |companion| {
        ProtocolFile::of(companion, &args.path)
    })
}

#[tauri::command(async)]
pub fn protocols_import(
    app: State<'_, App>,
    args: ImportProtocol,
) -> Result<ImportedProtocol, Failure> {
    app.verb("protocols_import", |companion| args.run(companion))
}

#[tauri::command(async)]
pub fn protocols_adopt(app: State<'_, App>, args: AdoptProtocol) -> Result<ProtocolLine, Failure> {
    app.verb("protocols_adopt", |companion| args.run(companion))
}

#[tauri::command(async)]
pub fn protocols_difference(
    app: State<'_, App>,
    args: DifferenceOf,
) -> Result<Difference, Failure> {
    app.verb("protocols_difference", |companion| args.run(companion))
}
