//! People of the vault.

use super::vault::telling;
use crate::state::App;
use companion::Secret;
use tauri::{AppHandle, State};
use wire::app::OpenVault;
use wire::failure::Failure;
use wire::inspection::{InspectorMade, NewInspector};
use wire::licences::{Papers, RecordDuty, RecordLicence};
use wire::people::{
    NewPerson, OwnKey, PersonRef, Proof, Removal, RemovePerson, Removed, ReturnPerson,
};
use wire::session::act::TakePen;
use wire::session::ask::person_id;

#[tauri::command(async)]
pub fn people_add(app: State<'_, App>, args: NewPerson) -> Result<OpenVault, Failure> {
    app.verb("people_add", |companion| {
        args.run(companion)?;
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
pub fn people_key(app: State<'_, App>, args: OwnKey) -> Result<(), Failure> {
    app.verb("people_key", |companion| {
        companion.key_take(&Secret::new(args.passphrase))
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

#[tauri::command(async)]
pub fn people_papers(app: State<'_, App>) -> Result<Vec<Papers>, Failure> {
    app.verb("people_papers", Papers::all)
}

#[tauri::command(async)]
pub fn people_licence(app: State<'_, App>, args: RecordLicence) -> Result<Vec<Papers>, Failure> {
    app.verb("people_licence", |companion| {
        let (person, licence) = args.into_licence()?;
        companion.person_licence(person, licence)?;
        Papers::all(companion)
    })
}

#[tauri::command(async)]
pub fn people_duty(app: State<'_, App>, args: RecordDuty) -> Result<Vec<Papers>, Failure> {
    app.verb("people_duty", |companion| {
        let (person, duty) = args.into_duty(companion)?;
        companion.person_duty(person, duty)?;
        Papers::all(companion)
    })
}

#[tauri::command(async)]
pub fn people_removal(app: State<'_, App>, args: PersonRef) -> Result<Removal, Failure> {
    app.verb("people_removal", |companion| {
        Ok(companion.person_removal(person_id(&args.person)?)?.into())
    })
}

#[tauri::command(async)]
pub fn people_remove(
    app: State<'_, App>,
    handle: AppHandle,
    args: RemovePerson,
) -> Result<Removed, Failure> {
    app.verb("people_remove", |companion| {
        let proof = Secret::new(args.passphrase);
        let person = person_id(&args.person)?;
        let removed = companion.person_remove(person, &proof, &mut telling(&handle))?;
        Removed::of(companion, removed)
    })
}

#[tauri::command(async)]
pub fn people_inspector(app: State<'_, App>, args: NewInspector) -> Result<InspectorMade, Failure> {
    app.verb("people_inspector", |companion| args.run(companion))
}

#[tauri::command(async)]
pub fn people_return(app: State<'_, App>, args: ReturnPerson) -> Result<OpenVault, Failure> {
    app.verb("people_return", |companion| {
        args.run(companion)?;
        OpenVault::of(companion)
    })
}
