//! People of the vault.

use crate::state::App;
use companion::Secret;
use tauri::State;
use wire::app::OpenVault;
use wire::failure::Failure;
use wire::people::{NewPerson, Proof};
use wire::session::act::TakePen;
use wire::session::ask::person_id;

#[tauri::command(async)]
pub fn people_add(app: State<'_, App>, args: NewPerson) -> Result<OpenVault, Failure> {
    app.verb("people_add", |companion| {
        companion.person_add(&args.into_new())?;
        OpenVault::of(companion)
    })
}

#[tauri::command(async)]
pub fn people_prove(app: State<'_, App>, args: Proof) -> Result<(), Failure> {
    app.verb("people_prove", |companion| {
        companion.person_prove(person_id(&args.person)?, &Secret::new(args.pin))?;
        companion.veil_lift();
        Ok(())
    })
}

#[tauri::command(async)]
pub fn people_take_pen(app: State<'_, App>, args: TakePen) -> Result<OpenVault, Failure> {
    app.rater_verb("people_take_pen", |companion| {
        companion.person_take_pen(person_id(&args.proof.person)?, &Secret::new(args.proof.pin))?;
        companion.veil_lift();
        OpenVault::of(companion)
    })
}
