//! What the shell knows before and after a vault is open.

use crate::state::App;
use std::path::Path;
use tauri::{AppHandle, State, WebviewWindow};
use tauri_plugin_dialog::DialogExt;
use wire::app::{AppState, Choose, ChooseWhat, Chosen, Machine};
use wire::failure::Failure;

#[tauri::command(async)]
pub fn app_state(app: State<'_, App>) -> Result<AppState, Failure> {
    app.any_verb(|companion| AppState::of(companion))
}

/// What the system tells the shell.
#[tauri::command(async)]
pub fn app_machine(app: State<'_, App>) -> Machine {
    app.machine()
}

/// A key or a click: somebody is there.
#[tauri::command(async)]
pub fn app_activity(app: State<'_, App>) -> Result<(), Failure> {
    app.any_verb(|companion| {
        companion.activity();
        Ok(())
    })
}

/// The system's own window for choosing a file. It reads and writes nothing; the path goes back to the page.
#[tauri::command(async)]
pub fn app_choose(
    app: State<'_, App>,
    window: WebviewWindow,
    args: Choose,
) -> Result<Chosen, Failure> {
    // A client who holds the computer is not shown the clinic's folders.
    app.verb("app_choose", |_| Ok(()))?;
    let mut dialog = window
        .dialog()
        .file()
        .set_parent(&window)
        .set_title(&args.title);
    let endings: Vec<&str> = args.endings.iter().map(String::as_str).collect();
    if !args.kind.is_empty() && !endings.is_empty() {
        dialog = dialog.add_filter(&args.kind, &endings);
    }
    let path = Path::new(&args.path);
    let folder = if path.is_dir() {
        Some(path)
    } else {
        if let Some(name) = path.file_name() {
            dialog = dialog.set_file_name(name.to_string_lossy());
        }
        path.parent().filter(|folder| folder.is_dir())
    };
    if let Some(folder) = folder {
        dialog = dialog.set_directory(folder);
    }
    let chosen = match args.what {
        ChooseWhat::NewFile => dialog.blocking_save_file(),
        ChooseWhat::File => dialog.blocking_pick_file(),
        ChooseWhat::Folder => dialog.blocking_pick_folder(),
    };
    let path = chosen.and_then(|file| file.into_path().ok());
    Ok(Chosen {
        path: path.map(|path| path.to_string_lossy().into_owned()),
    })
}

/// The person answered the question at the window's closing: leave. A running session goes on from its record.
#[tauri::command(async)]
pub fn window_close(handle: AppHandle) -> Result<(), Failure> {
    handle.exit(0);
    Ok(())
}
