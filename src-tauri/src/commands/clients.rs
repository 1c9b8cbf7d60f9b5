//! Clients: code first, name on demand.

use crate::state::App;
use tauri::State;
use wire::clients::{Client, ClientName, ClientRef, NewClient};
use wire::failure::Failure;

#[tauri::command(async)]
pub fn clients_list(app: State<'_, App>) -> Result<Vec<Client>, Failure> {
    app.verb(|companion| {
        companion
            .clients()?
            .iter()
            .map(|line| Client::of(companion, line))
            .collect()
    })
}

#[tauri::command(async)]
pub fn clients_add(app: State<'_, App>, args: NewClient) -> Result<Client, Failure> {
    app.verb(|companion| {
        let id = companion.client_add(&args.code, &args.name)?;
        Client::by_id(companion, id)
    })
}

#[tauri::command(async)]
pub fn clients_name(app: State<'_, App>, args: ClientRef) -> Result<ClientName, Failure> {
    app.verb(|companion| {
        Ok(ClientName {
            name: companion.client_name(args.id()?)?,
        })
    })
}
