//! Assembles the window. Thin: it knows tauri and tokio, and no rule of care.

use tauri::WebviewWindowBuilder;

/// Opens the one window and serves it until it is closed.
pub fn run() {
    tauri::Builder::default()
        .setup(|app| {
            let config = app.config().app.windows.first().ok_or("tauri.conf.json names no window")?.clone();
            // A private web view refuses to be driven by tests, so a debug build steps aside for them. A shipped one never does.
            let driven = cfg!(debug_assertions) && std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some();
            WebviewWindowBuilder::from_config(app.handle(), &config)?.incognito(!driven).build()?;
            Ok(())
        })
        .run(tauri::generate_context!())
        .expect("the window opens");
}
