//! Keeps the machine awake while a session runs: logind's inhibitor, held as an open file and let go by closing it.
//!
//! The call may wait on a bus, so it has a thread of its own; the heartbeat only says what it wants. A program that dies
//! lets go by dying. Where there is no logind the day goes on without: the fact is kept for the page.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;
use zbus::zvariant::OwnedFd;

/// What must not happen by itself: sleep, the idle action, the lid.
const WHAT: &str = "sleep:idle:handle-lid-switch";
/// Said by the system to whoever asks why it stays awake. Never anything of a client.
const WHY: &str = "A session is running.";
const PATIENCE: Duration = Duration::from_secs(5);

/// The wish to stay awake, and whether the system could not grant it.
pub struct Power {
    wish: Sender<bool>,
    wanted: bool,
    refused: Arc<AtomicBool>,
}

impl Power {
    /// Starts the thread that holds the inhibitor.
    pub fn start() -> std::io::Result<Power> {
        let (wish, wishes) = channel();
        let refused = Arc::new(AtomicBool::new(false));
        let kept = refused.clone();
        std::thread::Builder::new()
            .name("power".to_owned())
            .spawn(move || hold(&wishes, &kept))?;
        Ok(Power {
            wish,
            wanted: false,
            refused,
        })
    }

    /// Says whether a session runs. Only a change is passed on.
    pub fn want(&mut self, awake: bool) {
        if awake != self.wanted {
            self.wanted = awake;
            if self.wish.send(awake).is_err() {
                self.refused.store(true, Ordering::Relaxed);
            }
        }
    }

    /// Whether the system could not promise to stay awake: for the page to say.
    #[allow(dead_code, reason = "the page does not show it yet")]
    pub fn refused(&self) -> bool {
        self.refused.load(Ordering::Relaxed)
    }
}

fn hold(wishes: &Receiver<bool>, refused: &AtomicBool) {
    let mut held: Option<OwnedFd> = None;
    while let Ok(awake) = wishes.recv() {
        if !awake {
            held = None;
        } else if held.is_none() {
            held = inhibit()
                .inspect_err(|error| eprintln!("the machine may fall asleep by itself: {error}"))
                .ok();
            refused.store(held.is_none(), Ordering::Relaxed);
        }
    }
}

fn inhibit() -> zbus::Result<OwnedFd> {
    let system = zbus::blocking::connection::Builder::system()?
        .method_timeout(PATIENCE)
        .build()?;
    let answer = system.call_method(
        Some("org.freedesktop.login1"),
        "/org/freedesktop/login1",
        Some("org.freedesktop.login1.Manager"),
        "Inhibit",
        &(WHAT, "Holdfast", WHY, "block"),
    )?;
    answer.body().deserialize()
}
