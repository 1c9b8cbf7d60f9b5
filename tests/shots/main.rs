//! The contact sheet: every state of the window in both themes and two text sizes, taken from the real window, measured, and
//! laid out for a person to look at. Writes `target/shots/sheet/`; ends with 1 when a measure complains.
//!
//! `shots [filter]` takes only the pictures whose scene or name contains the filter.

mod camera;
mod course;
mod days;
mod faults;
mod keeping;
mod plan;
mod review;
mod sheet;

use std::process::ExitCode;
use std::sync::Arc;

use camera::Roll;
use tokio::sync::{Mutex, Semaphore};

/// So many windows are open at once: most of the time each waits for its next frame.
const WINDOWS: usize = 3;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let filter = std::env::args().nth(1).unwrap_or_default();
    let mut roll = Roll::new(support::window::target().join("shots/sheet"), &filter);
    let free = Arc::new(Semaphore::new(WINDOWS));
    let mut playing = Vec::new();
    for scene in plan::scenes() {
        if scene.wanted(&filter) {
            let (name, free) = (scene.name, free.clone());
            let part = Arc::new(Mutex::new(roll.part()));
            let onto = part.clone();
            let played = tokio::spawn(async move {
                let _window = free.acquire().await;
                camera::play(scene, onto).await;
            });
            playing.push((name, part, played));
        }
    }
    for (name, part, played) in playing {
        let outcome = played.await;
        let mut part = part.lock().await;
        // A scene that cannot be played ends alone; the others are still taken.
        if let Err(error) = outcome {
            part.complaints.push(format!("{name}: {error}"));
        }
        let empty = roll.part();
        roll.add(std::mem::replace(&mut part, empty));
    }
    let compared = roll.compare();
    if let Err(error) = sheet::write(&roll) {
        eprintln!("the sheet cannot be written: {error}");
        return ExitCode::FAILURE;
    }
    for complaint in &roll.complaints {
        println!("  {complaint}");
    }
    println!(
        "{} pictures, {compared} layouts of the session room compared, {} complaints: {}",
        roll.pictures.len(),
        roll.complaints.len(),
        roll.folder.join("index.html").display()
    );
    if roll.complaints.is_empty() && !roll.pictures.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
