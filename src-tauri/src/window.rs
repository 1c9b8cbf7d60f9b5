//! The one window: shown again for a second start, and asking before it closes while a session runs.

use crate::state::App;
use tauri::window::Color;
use tauri::{AppHandle, Emitter, Manager, Url, Window, WindowEvent};

/// The window's ground before the page has painted: nothing flashes white in a dimmed room.
pub const DARK: Color = Color(0x0a, 0x09, 0x08, 0xff);

/// Whether an address is the program's own page. Every other one is refused.
pub fn is_ours(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => cfg!(windows) && url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

/// A private web view refuses to be driven by tests, so a debug build steps aside for them. A shipped one never does.
pub fn is_driven() -> bool {
    cfg!(debug_assertions) && std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some()
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_own_page_is_ours() {
        let ours = |text: &str| is_ours(&text.parse().expect("an address"));
        assert!(ours("tauri://localhost/index.html"));
        for strange in [
            "https://example.org/",
            "http://localhost/",
            "tauri://elsewhere/",
            "data:text/html,x",
            "file:///etc/passwd",
        ] {
            assert!(!ours(strange), "{strange}");
        }
    }
}
