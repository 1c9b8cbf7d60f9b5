//! What is said in confidence. A blinded rater may say something too.

use crate::state::App;
use tauri::State;
use wire::confidence::{
    AnswerConcern, CarryConfidence, ConcernView, ConfidenceView, ConfidenceWaits, NameReaders,
    Slip, TakeConfidence, TypedSlip, WriteConcern,
};
use wire::failure::Failure;
use wire::packets::Written;

#[tauri::command(async)]
pub fn confidence_look(app: State<'_, App>) -> Result<ConfidenceView, Failure> {
    app.rater_verb("confidence_look", ConfidenceView::of)
}

#[tauri::command(async)]
pub fn confidence_waiting(app: State<'_, App>) -> Result<ConfidenceWaits, Failure> {
    app.verb("confidence_waiting", |companion| {
        ConfidenceWaits::of(companion)
    })
}

#[tauri::command(async)]
pub fn confidence_seen(app: State<'_, App>) -> Result<ConfidenceView, Failure> {
    app.rater_verb("confidence_seen", ConfidenceWaits::seen)
}

#[tauri::command(async)]
pub fn confidence_write(app: State<'_, App>, args: WriteConcern) -> Result<Slip, Failure> {
    app.rater_verb("confidence_write", |companion| args.run(companion))
}

#[tauri::command(async)]
pub fn confidence_slip(app: State<'_, App>, args: TypedSlip) -> Result<Vec<ConcernView>, Failure> {
    app.rater_verb("confidence_slip", |companion| args.run(companion))
}

#[tauri::command(async)]
pub fn confidence_answer(
    app: State<'_, App>,
    args: AnswerConcern,
) -> Result<ConfidenceView, Failure> {
    app.verb("confidence_answer", |companion| args.run(companion))
}

#[tauri::command(async)]
pub fn confidence_name(app: State<'_, App>, args: NameReaders) -> Result<ConfidenceView, Failure> {
    app.verb("confidence_name", |companion| args.run(companion))
}

#[tauri::command(async)]
pub fn confidence_carry(app: State<'_, App>, args: CarryConfidence) -> Result<Written, Failure> {
    app.rater_verb("confidence_carry", |companion| args.run(companion))
}

#[tauri::command(async)]
pub fn confidence_take(
    app: State<'_, App>,
    args: TakeConfidence,
) -> Result<ConfidenceView, Failure> {
    app.verb("confidence_take", |companion| args.run(companion))
}
