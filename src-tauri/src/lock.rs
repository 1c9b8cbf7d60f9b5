//! Locks hard, or lets the veil fall, whoever asked: a person, idle time, the system.
//!
//! **Invariant:** what is being typed is kept first: the page is asked, and has a moment to answer by locking itself.

use crate::state::App;
use std::time::Duration;
use tauri::{AppHandle, Emitter, Manager, WebviewWindow};
use wire::failure::Failure;

/// How long the page has to keep what is being typed: so many looks, so far apart.
const LOOKS: u32 = 40;
const APART: Duration = Duration::from_millis(20);

/// Closes the vault, wipes the keys, and loads the page anew, so that nothing of it stays on the page or in its memory.
pub fn hard(handle: &AppHandle) -> Result<(), Failure> {
    let was_open = handle.state::<App>().any_verb(|companion| {
        let open = companion.is_open();
        companion.vault_lock().map(|()| open)
    });
    tell(handle, "vault_locked");
    if was_open?
        && let Some(window) = handle.get_webview_window("main")
        && let Err(error) = anew(&window)
    {
        eprintln!("the page could not be loaded anew: {error}");
    }
    Ok(())
}

/// A new page in a new process: what the page drew and what was typed into it stay in the memory of the one before, which ends. A driver's
/// session would end with it, so a window that is driven by a test only loads its page anew.
fn anew(window: &WebviewWindow) -> tauri::Result<()> {
    #[cfg(target_os = "linux")]
    if !crate::window::is_driven() {
        window.with_webview(|view| {
            use webkit2gtk::WebViewExt;
            view.inner().terminate_web_process();
        })?;
    }
    window.reload()
}

/// Nobody is there, or the system says so. During a session the veil falls instead.
pub fn asked(handle: &AppHandle) {
    let state = handle.state::<App>();
    let live = {
        let mut companion = state.companion();
        if !companion.is_open() {
            return;
        }
        let live = !companion.session_live().is_empty();
        if live {
            companion.veil_fall();
        }
        live
    };
    if live {
        tell(handle, "veil_asked");
        return;
    }
    tell(handle, "lock_asked");
    for _ in 0..LOOKS {
        if !state.companion().is_open() {
            return;
        }
        std::thread::sleep(APART);
    }
    if state.companion().is_open()
        && let Err(failure) = hard(handle)
    {
        eprintln!("the vault did not close in good order: {:?}", failure.code);
    }
}

pub fn tell(handle: &AppHandle, news: &str) {
    if let Err(error) = handle.emit(news, ()) {
        eprintln!("the page could not be told: {error}");
    }
}
