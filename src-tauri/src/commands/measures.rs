//! Measures: what can be taken, the sheet to fill in, keeping what was answered, the way of a file into the vault.

use crate::state::App;
use tauri::State;
use wire::course::CourseView;
use wire::failure::Failure;
use wire::measures::import::{ImportMeasure, ImportedMeasure, MeasureFile, MeasurePath};
use wire::measures::{MeasureLine, MeasureRef, MeasureSheet, TakeMeasure};

#[tauri::command(async)]
pub fn measures_list(app: State<'_, App>) -> Result<Vec<MeasureLine>, Failure> {
    app.verb("measures_list", |companion| {
        Ok(companion.measures()?.iter().map(MeasureLine::of).collect())
    })
}

#[tauri::command(async)]
pub fn measures_sheet(app: State<'_, App>, args: MeasureRef) -> Result<MeasureSheet, Failure> {
    app.rater_verb("measures_sheet", |companion| {
        MeasureSheet::by(companion, &args)
    })
}

#[tauri::command(async)]
pub fn measures_take(app: State<'_, App>, args: TakeMeasure) -> Result<CourseView, Failure> {
    app.verb("measures_take", |companion| {
        let (taken, request) = args.to_take(companion)?;
        companion.measure_take(&taken, Some(request))?;
        CourseView::of(companion, taken.client)
    })
}

#[tauri::command(async)]
pub fn measures_read(app: State<'_, App>, args: MeasurePath) -> Result<MeasureFile, Failure> {
    app.verb("measures_read", |companion| {
        MeasureFile::of(companion, &args.path)
    })
}

#[tauri::command(async)]
pub fn measures_import(
    app: State<'_, App>,
    args: ImportMeasure,
) -> Result<ImportedMeasure, Failure> {
    app.verb("measures_import", |companion| args.run(companion))
}
