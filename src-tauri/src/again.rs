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
        let failed = anew(&[(COUNT, &(before + 1).to_string())]);
        eprintln!("the program could not be started again: {failed}");
    }
    eprintln!("the window does not open: {error}");
    std::process::exit(1);
}

/// Starts the program again with the same words and these beside them in its environment; answers why it could not.
pub fn anew(environment: &[(&str, &str)]) -> std::io::Error {
    let program = match std::env::current_exe() {
        Ok(program) => program,
        Err(error) => return error,
    };
    let mut command = Command::new(program);
    command
        .args(std::env::args_os().skip(1))
        .envs(environment.iter().copied());
    replace(&mut command)
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
