//! The pen in a blinded rater's hand: whom to rate, keeping it, striking it.

use crate::state::App;
use tauri::State;
use wire::course::StrikeEntry;
use wire::failure::Failure;
use wire::measures::TakeMeasure;
use wire::rater::RaterView;

#[tauri::command(async)]
pub fn rater_look(app: State<'_, App>) -> Result<RaterView, Failure> {
    app.rater_verb("rater_look", RaterView::of)
}

#[tauri::command(async)]
pub fn rater_take(app: State<'_, App>, args: TakeMeasure) -> Result<RaterView, Failure> {
    app.rater_verb("rater_take", |companion| {
        let (taken, request) = args.to_take(companion)?;
        companion.rater_take(&taken, Some(request))?;
        RaterView::of(companion)
    })
}

#[tauri::command(async)]
pub fn rater_strike(app: State<'_, App>, args: StrikeEntry) -> Result<RaterView, Failure> {
    app.rater_verb("rater_strike", |companion| {
        let (client, request) = args.parsed()?;
        companion.rater_strike(client, Some(request), args.seq, &args.reason)?;
        RaterView::of(companion)
    })
}
