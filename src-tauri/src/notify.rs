//! Says outside the window that a check is due, since the page may be hidden. Nothing about a client, ever.
//!
//! **Invariant:** the heartbeat never waits for it: a thread of its own speaks to the session bus, one notice at a time.

use companion::SessionId;
use companion::session::Fallen;
use std::collections::{BTreeMap, HashMap};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;
use zbus::blocking::Connection;
use zbus::zvariant::Value;

const SUMMARY: &str = "Holdfast";
const BODY: &str = "A check is due.";
const EXPIRES_MS: i32 = 60_000;
const PATIENCE: Duration = Duration::from_millis(500);

/// Which prompts have been announced.
#[derive(Default)]
pub struct Announced(BTreeMap<SessionId, usize>);

impl Announced {
    /// Whether a prompt fell due that nobody was told about. A quiet window holds the notice back until it ends; what was
    /// answered meanwhile needs none. What fell due before the vault was opened is on the page that opens.
    pub fn owes(&mut self, fallen: &[Fallen]) -> bool {
        self.0
            .retain(|id, _| fallen.iter().any(|one| one.session == *id));
        let mut owed = false;
        for one in fallen {
            let told = self.0.entry(one.session).or_insert(one.prompts);
            if one.prompts > *told && !one.quiet {
                *told = one.prompts;
                owed |= one.waiting;
            }
        }
        owed
    }
}

/// The way to the desktop's notices.
pub struct Notices(SyncSender<()>);

impl Notices {
    /// Starts the thread that speaks to the session bus.
    pub fn start() -> std::io::Result<Notices> {
        let (ring, rings) = sync_channel(1);
        std::thread::Builder::new()
            .name("notices".to_owned())
            .spawn(move || serve(&rings))?;
        Ok(Notices(ring))
    }

    /// Asks for the one notice. One that still waits to be shown says the same, so a second is dropped.
    pub fn check_due(&self) {
        if let Err(std::sync::mpsc::TrySendError::Disconnected(())) = self.0.try_send(()) {
            eprintln!("no notice could be shown: its thread ended");
        }
    }
}

fn serve(rings: &Receiver<()>) {
    let mut bus: Option<Connection> = None;
    let mut last = 0;
    while rings.recv().is_ok() {
        let shown = match bus.take() {
            Some(open) => Ok(open),
            None => connect(),
        }
        .and_then(|open| Ok((show(&open, last)?, open)));
        match shown {
            Ok((id, open)) => {
                last = id;
                bus = Some(open);
            }
            Err(error) => eprintln!("no notice could be shown: {error}"),
        }
    }
}

fn connect() -> zbus::Result<Connection> {
    zbus::blocking::connection::Builder::session()?
        .method_timeout(PATIENCE)
        .build()
}

/// Shows the notice in the place of the last one, so that they do not pile up; answers its number.
fn show(bus: &Connection, last: u32) -> zbus::Result<u32> {
    let nothing: [&str; 0] = [];
    let hints = HashMap::from([
        ("transient", Value::from(true)),
        ("suppress-sound", Value::from(true)),
    ]);
    let answer = bus.call_method(
        Some("org.freedesktop.Notifications"),
        "/org/freedesktop/Notifications",
        Some("org.freedesktop.Notifications"),
        "Notify",
        &(
            SUMMARY,
            last,
            "holdfast",
            SUMMARY,
            BODY,
            &nothing[..],
            hints,
            EXPIRES_MS,
        ),
    )?;
    answer.body().deserialize()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fallen(prompts: usize, quiet: bool, waiting: bool) -> [Fallen; 1] {
        [Fallen {
            session: SessionId([1; 16]),
            prompts,
            quiet,
            waiting,
            tone: false,
            tones: 0,
        }]
    }

    #[test]
    fn every_prompt_is_announced_once_and_a_quiet_window_holds_it_back() {
        let mut announced = Announced::default();
        let steps = [
            (fallen(2, false, true), false),
            (fallen(3, false, true), true),
            (fallen(3, false, true), false),
            (fallen(4, true, true), false),
            (fallen(4, false, true), true),
            (fallen(5, true, true), false),
            (fallen(5, false, false), false),
        ];
        for (number, (now, owed)) in steps.iter().enumerate() {
            assert_eq!(announced.owes(now), *owed, "step {number}");
        }
        assert!(!announced.owes(&[]));
        assert!(!announced.owes(&fallen(9, false, true)), "after a lock");
    }
}
