//! What is being typed.

use crate::state::App;
use tauri::State;
use wire::drafts::{Draft, DraftsOf, FormDraft, FormsOf};
use wire::failure::Failure;
use wire::session::ask::session_id;

#[tauri::command(async)]
pub fn drafts_keep(app: State<'_, App>, args: Draft) -> Result<(), Failure> {
    app.verb("drafts_keep", |companion| {
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
    app.verb("drafts_of", |companion| {
        Draft::of(companion, session_id(&args.session)?)
    })
}

#[tauri::command(async)]
pub fn forms_keep(app: State<'_, App>, args: FormDraft) -> Result<(), Failure> {
    app.rater_verb("forms_keep", |companion| args.keep(companion))
}

#[tauri::command(async)]
pub fn forms_of(app: State<'_, App>, args: FormsOf) -> Result<Vec<FormDraft>, Failure> {
    app.rater_verb("forms_of", |companion| args.all(companion))
}
