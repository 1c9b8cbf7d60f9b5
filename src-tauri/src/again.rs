//! A start that failed only because the instance before it has just died is tried again, in the same process id.
//!
//! A program that was killed may still stand on the session bus for a moment; asking it to show its window then fails.

use std::process::Command;
use std::time::Duration;

/// How often.
const TRIES: u32 = 8;
/// How many starts there were, for the next one.
const COUNT: &str = "HOLDFAST_STARTS";

/// Starts the program again, or says why the window does not open and ends.
pub fn start(error: &tauri::Error) -> ! {
    let before: u32 = std::env::var(COUNT)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    if matches!(error, tauri::Error::PluginInitialization(..)) && before < TRIES {
        std::thread::sleep(Duration::from_millis(400));
        if let Ok(program) = std::env::current_exe() {
            let mut command = Command::new(program);
            command
                .args(std::env::args_os().skip(1))
                .env(COUNT, (before + 1).to_string());
            let failed = replace(&mut command);
            eprintln!("the program could not be started again: {failed}");
        }
    }
    eprintln!("the window does not open: {error}");
    std::process::exit(1);
}

#[cfg(unix)]
fn replace(command: &mut Command) -> std::io::Error {
    std::os::unix::process::CommandExt::exec(command)
}

#[cfg(not(unix))]
fn replace(command: &mut Command) -> std::io::Error {
    match command.spawn() {
        Ok(_) => std::process::exit(0),
        Err(error) => error,
    }
}
