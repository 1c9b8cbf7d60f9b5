//! What is being typed.

use crate::state::App;
use tauri::State;
use wire::clients::ClientRef;
use wire::drafts::{Draft, DraftsOf, FormDraft};
use wire::failure::Failure;
use wire::session::ask::session_id;

#[tauri::command(async)]
pub fn drafts_keep(app: State<'_, App>, args: Draft) -> Result<(), Failure> {
    app.verb(|companion| {
        companion.draft_keep(
            session_id(&args.session)?,
            &args.place,
            &args.text,
            args.caret,
        )
    })
}

#[tauri::command(async)]
pub fn drafts_of(app: State<'_, App>, args: DraftsOf) -> Result<Vec<Draft>, Failure> {
    app.verb(|companion| Draft::of(companion, session_id(&args.session)?))
}

#[tauri::command(async)]
pub fn forms_keep(app: State<'_, App>, args: FormDraft) -> Result<(), Failure> {
    let of = ClientRef {
        client: args.client,
    };
    app.verb(|companion| companion.form_keep(of.id()?, &args.place, &args.text, args.caret))
}

#[tauri::command(async)]
pub fn forms_of(app: State<'_, App>, args: ClientRef) -> Result<Vec<FormDraft>, Failure> {
    app.verb(|companion| FormDraft::of(companion, args.id()?))
}
