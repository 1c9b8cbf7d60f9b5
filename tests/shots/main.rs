//! The contact sheet: every state of the window in both themes and two text sizes, taken from the real window, measured, and
//! laid out for a person to look at. Writes `target/shots/sheet/`; ends with 1 when a measure complains.
//!
//! `shots [filter]` takes only the pictures whose scene or name contains the filter.

mod camera;
mod course;
mod days;
mod faults;
mod plan;
mod sheet;

use std::process::ExitCode;
use std::sync::Arc;

use camera::Roll;
use tokio::sync::Mutex;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let filter = std::env::args().nth(1).unwrap_or_default();
    let roll = Roll::new(support::window::target().join("shots/sheet"), &filter);
    let roll = Arc::new(Mutex::new(roll));
    for scene in plan::scenes() {
        if scene.wanted(&filter) {
            println!("{}", scene.name);
            let name = scene.name;
            // A scene that cannot be played ends alone; the others are still taken.
            if let Err(error) = tokio::spawn(camera::play(scene, roll.clone())).await {
                roll.lock()
                    .await
                    .complaints
                    .push(format!("{name}: {error}"));
            }
        }
    }
    let mut roll = roll.lock().await;
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
