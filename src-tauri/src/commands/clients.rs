//! Clients: code first, everything else on demand.

use crate::state::App;
use std::path::Path;
use tauri::State;
use wire::clients::{
    ArchiveClient, ChangeClient, Client, ClientFile, ClientList, ClientRef, EraseClient,
    ExportClient, ListClients, NewClient, Receipt, day,
};
use wire::failure::Failure;
use wire::packets::Written;

#[tauri::command(async)]
pub fn clients_list(app: State<'_, App>, args: ListClients) -> Result<ClientList, Failure> {
    app.verb("clients_list", |companion| {
        ClientList::of(companion, args.most)
    })
}

#[tauri::command(async)]
pub fn clients_add(app: State<'_, App>, args: NewClient) -> Result<Client, Failure> {
    app.verb("clients_add", |companion| {
        let id = companion.client_add(&args.code, &args.name)?;
        Client::by_id(companion, id)
    })
}

#[tauri::command(async)]
pub fn clients_file(app: State<'_, App>, args: ClientRef) -> Result<ClientFile, Failure> {
    app.verb("clients_file", |companion| {
        ClientFile::of(companion, args.id()?)
    })
}

#[tauri::command(async)]
pub fn clients_change(app: State<'_, App>, args: ChangeClient) -> Result<ClientFile, Failure> {
    app.verb("clients_change", |companion| {
        let id = args.id()?;
        companion.client_change(id, &args.details.asked()?)?;
        ClientFile::of(companion, id)
    })
}

#[tauri::command(async)]
pub fn clients_archive(app: State<'_, App>, args: ArchiveClient) -> Result<Client, Failure> {
    app.verb("clients_archive", |companion| {
        let id = args.id()?;
        companion.client_archive(id, day("retain_until", &args.retain_until)?)?;
        Client::by_id(companion, id)
    })
}

#[tauri::command(async)]
pub fn clients_reopen(app: State<'_, App>, args: ClientRef) -> Result<Client, Failure> {
    app.verb("clients_reopen", |companion| {
        let id = args.id()?;
        companion.client_reopen(id)?;
        Client::by_id(companion, id)
    })
}

#[tauri::command(async)]
pub fn clients_export(app: State<'_, App>, args: ExportClient) -> Result<Written, Failure> {
    app.verb("clients_export", |companion| {
        export::whole::put(companion, args.id()?, Path::new(args.folder.trim()))
    })
}

#[tauri::command(async)]
pub fn clients_erase(app: State<'_, App>, args: EraseClient) -> Result<Receipt, Failure> {
    app.verb("clients_erase", |companion| {
        Ok(companion.client_erase(args.id()?, &args.code)?.into())
    })
}
