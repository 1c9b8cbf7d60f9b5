//! The computer in the client's hands: begin, keep, finish, take back.

use crate::state::App;
use companion::Secret;
use tauri::State;
use wire::failure::Failure;
use wire::handover::{
    HandOver, HandOverRating, HandoverAnswers, HandoverView, TakeBack, TakenBack,
};
use wire::session::ask::person_id;

#[tauri::command(async)]
pub fn handover_begin(app: State<'_, App>, args: HandOver) -> Result<HandoverView, Failure> {
    app.verb("handover_begin", |companion| {
        companion.handover_begin(args.id()?, &args.measure, &args.occasion)?;
        HandoverView::of(companion)
    })
}

#[tauri::command(async)]
pub fn handover_rate(app: State<'_, App>, args: HandOverRating) -> Result<HandoverView, Failure> {
    app.verb("handover_rate", |companion| {
        companion.handover_rate(args.id()?, &args.visit)?;
        HandoverView::of(companion)
    })
}

#[tauri::command(async)]
pub fn handover_keep(app: State<'_, App>, args: HandoverAnswers) -> Result<HandoverView, Failure> {
    app.any_verb(|companion| {
        let answers = args.to_answers(companion)?;
        companion.handover_keep(answers)?;
        HandoverView::of(companion)
    })
}

#[tauri::command(async)]
pub fn handover_finish(app: State<'_, App>) -> Result<HandoverView, Failure> {
    app.any_verb(|companion| {
        companion.handover_finish()?;
        HandoverView::of(companion)
    })
}

#[tauri::command(async)]
pub fn handover_end(app: State<'_, App>, args: TakeBack) -> Result<TakenBack, Failure> {
    app.any_verb(|companion| {
        let person = person_id(&args.proof.person)?;
        let stopped =
            companion.handover_end(person, &Secret::new(args.proof.pin), args.back.into())?;
        Ok(TakenBack::of(stopped))
    })
}
