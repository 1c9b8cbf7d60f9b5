//! The one window: shown again for a second start, and asking before it closes while a session runs.

use crate::state::App;
use tauri::{AppHandle, Emitter, Manager, Window, WindowEvent};

/// Brings the window to the front.
pub fn show(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        for done in [window.show(), window.unminimize(), window.set_focus()] {
            if let Err(error) = done {
                eprintln!("the window could not be shown: {error}");
            }
        }
    }
}

/// While a session runs, closing asks; the page answers with `window_close`.
pub fn on_event(window: &Window, event: &WindowEvent) {
    if let WindowEvent::CloseRequested { api, .. } = event {
        let live = !window.state::<App>().companion().session_live().is_empty();
        if live {
            api.prevent_close();
            if let Err(error) = window.emit("close_asked", ()) {
                eprintln!("the page could not be asked: {error}");
            }
        }
    }
}
