//! Assembles the window: places, clock, companion, commands, heartbeat. Thin: it knows tauri and tokio, no rule of care.

mod again;
mod commands;
mod heartbeat;
mod lock;
mod notify;
mod power;
mod sound;
mod state;
mod watch;
mod window;
#[cfg(target_os = "linux")]
mod wipe;

use companion::Companion;
use companion::clock::MachineClock;
use companion::places::Places;
use state::App;
use std::path::Path;
use tauri::webview::NewWindowResponse;
use tauri::{Manager, RunEvent, WebviewWindowBuilder};

/// Opens the one window and serves it until it is closed.
pub fn run() {
    #[cfg(target_os = "linux")]
    wipe::what_is_freed();
    if !companion::harden() {
        eprintln!("memory of this program is not protected against dumps on this system");
    }
    let Some(places) = Places::of_this_machine() else {
        eprintln!("this system names no home folder, so there is no place for vaults");
        std::process::exit(6);
    };
    let companion = Companion::new(Box::new(MachineClock::new()), places);
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, words, from| {
            if app.state::<App>().offer(&words, Path::new(&from)) {
                lock::tell(app, "packet_offered");
            }
            window::show(app);
        }))
        .plugin(tauri_plugin_dialog::init())
        .manage(App::new(companion))
        .invoke_handler(commands::handler())
        .on_window_event(window::on_event)
        .setup(|app| {
            let words: Vec<String> = std::env::args_os()
                .map(|word| word.to_string_lossy().into_owned())
                .collect();
            let from = std::env::current_dir().unwrap_or_default();
            app.state::<App>().offer(&words, &from);
            let config = app
                .config()
                .app
                .windows
                .first()
                .ok_or("tauri.conf.json names no window")?
                .clone();
            WebviewWindowBuilder::from_config(app.handle(), &config)?
                .incognito(!window::is_driven())
                .background_color(window::DARK)
                .on_navigation(window::is_ours)
                .on_new_window(|_, _| NewWindowResponse::Deny)
                .build()?;
            heartbeat::start(app.handle().clone())?;
            watch::start(app.handle().clone())?;
            Ok(())
        })
        .build(tauri::generate_context!());
    let app = match app {
        Ok(app) => app,
        Err(error) => again::start(&error),
    };
    app.run(|handle, event| {
        if let RunEvent::Exit = event {
            // Closing in good order: say until when sessions were watched, write the head, wipe the keys.
            if let Err(error) = handle.state::<App>().companion().vault_lock() {
                eprintln!("the vault did not close in good order: {error}");
            }
        }
    });
}
