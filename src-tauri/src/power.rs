//! Keeps the machine awake while a session runs, and holds sleep back a moment while a vault is open, so that it is locked
//! first: logind's inhibitors, held as an open file and let go by closing it.
//!
//! The call may wait on a bus, so it has a thread of its own; the heartbeat only says what it wants. A program that dies
//! lets go by dying. Where there is no logind the day goes on without: the fact is kept for the page.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;
use zbus::zvariant::OwnedFd;

/// What is asked of the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Nothing.
    Free,
    /// Sleep waits until the vault is locked.
    LockFirst,
    /// A session runs: no sleep, no idle action, nothing by the lid.
    Awake,
}

impl Wish {
    /// What must not happen, why, and how firmly; said by the system to whoever asks. Never anything of a client.
    fn words(self) -> Option<[&'static str; 3]> {
        match self {
            Wish::Free => None,
            Wish::LockFirst => Some(["sleep", "The vault is locked first.", "delay"]),
            Wish::Awake => Some([
                "sleep:idle:handle-lid-switch",
                "A session is running.",
                "block",
            ]),
        }
    }
}

const PATIENCE: Duration = Duration::from_secs(5);

/// The wish, and whether the system could not grant the last one.
pub struct Power {
    wish: Sender<Wish>,
    wanted: Wish,
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
            wanted: Wish::Free,
            refused,
        })
    }

    /// Says what is wanted. Only a change is passed on.
    pub fn want(&mut self, wish: Wish) {
        if wish != self.wanted {
            self.wanted = wish;
            if self.wish.send(wish).is_err() {
                self.refused.store(true, Ordering::Relaxed);
            }
        }
    }

    /// Whether the system keeps the machine awake as far as it was asked to.
    pub fn granted(&self) -> bool {
        !self.refused.load(Ordering::Relaxed)
    }
}

fn hold(wishes: &Receiver<Wish>, refused: &AtomicBool) {
    let mut held: Option<OwnedFd> = None;
    while let Ok(wish) = wishes.recv() {
        // The new one first: between the two nothing may slip through.
        let next = wish.words().map(|words| {
            inhibit(words)
                .inspect_err(|error| eprintln!("the machine may fall asleep by itself: {error}"))
        });
        refused.store(matches!(next, Some(Err(_))), Ordering::Relaxed);
        let before = held.take();
        held = next.and_then(Result::ok);
        drop(before);
    }
}

fn inhibit([what, why, mode]: [&str; 3]) -> zbus::Result<OwnedFd> {
    let system = zbus::blocking::connection::Builder::system()?
        .method_timeout(PATIENCE)
        .build()?;
    let answer = system.call_method(
        Some("org.freedesktop.login1"),
        "/org/freedesktop/login1",
        Some("org.freedesktop.login1.Manager"),
        "Inhibit",
        &(what, "Holdfast", why, mode),
    )?;
    answer.body().deserialize()
}
