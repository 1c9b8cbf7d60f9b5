//! What the shell holds for every command: one companion behind one lock.

use companion::Companion;
use companion::packets::ENDING;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};
use tokio::sync::Notify;
use wire::app::Machine;
use wire::failure::Failure;

/// The shell's one piece of state.
pub struct App {
    companion: Mutex<Companion>,
    /// Rung after every verb, so that the heartbeat asks anew when it must wake.
    pub moved: Notify,
    machine: Mutex<Machine>,
    /// A packet that was double-clicked and not looked at yet.
    offered: Mutex<Option<PathBuf>>,
}

impl App {
    pub fn new(companion: Companion) -> App {
        App {
            companion: Mutex::new(companion),
            moved: Notify::new(),
            machine: Mutex::default(),
            offered: Mutex::default(),
        }
    }

    /// Keeps the first packet among the words that the program was started with; whether there was one. `from` is the folder in which they
    /// were said.
    pub fn offer(&self, words: &[String], from: &Path) -> bool {
        let packet = words
            .iter()
            .skip(1)
            .map(|word| from.join(word))
            .find(|path| path.extension().is_some_and(|ending| ending == ENDING));
        let there = packet.is_some();
        if there {
            *self.offered_lock() = packet;
        }
        there
    }

    /// What was offered, once.
    pub fn offered(&self) -> Option<PathBuf> {
        self.offered_lock().take()
    }

    fn offered_lock(&self) -> MutexGuard<'_, Option<PathBuf>> {
        self.offered
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The companion. After a panic it is still whole: memory changes only after a commit.
    pub fn companion(&self) -> MutexGuard<'_, Companion> {
        self.companion
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// What the system tells the shell.
    pub fn machine(&self) -> Machine {
        *self
            .machine
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Notes what the system tells; answers the whole of it where it changed.
    pub fn machine_set(&self, change: impl FnOnce(&mut Machine)) -> Option<Machine> {
        let mut machine = self
            .machine
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let before = *machine;
        change(&mut machine);
        (*machine != before).then_some(*machine)
    }

    /// One verb, for the command of that name: lock, ask for the command's right, call, answer. Refused while the computer is in a client's
    /// hands or the pen in a blinded rater's.
    pub fn verb<T>(
        &self,
        command: &str,
        call: impl FnOnce(&mut Companion) -> Result<T, companion::Error>,
    ) -> Result<T, Failure> {
        self.guarded(command, false, call)
    }

    /// A verb that a blinded rater may have too. Refused while the computer is in a client's hands.
    pub fn rater_verb<T>(
        &self,
        command: &str,
        call: impl FnOnce(&mut Companion) -> Result<T, companion::Error>,
    ) -> Result<T, Failure> {
        self.guarded(command, true, call)
    }

    fn guarded<T>(
        &self,
        command: &str,
        for_raters: bool,
        call: impl FnOnce(&mut Companion) -> Result<T, companion::Error>,
    ) -> Result<T, Failure> {
        self.any_verb(|companion| {
            if companion.handed_over() {
                return Err(companion::Error::HandedOver);
            }
            if companion.blind() && !for_raters {
                return Err(companion::Error::Blind);
            }
            if let Some(right) = wire::rights::of(command) {
                companion.may(right)?;
            }
            call(companion)
        })
    }

    /// A verb that may run whoever has the computer. A panic becomes a failure and takes nothing down.
    pub fn any_verb<T>(
        &self,
        call: impl FnOnce(&mut Companion) -> Result<T, companion::Error>,
    ) -> Result<T, Failure> {
        let done = caught(|| call(&mut self.companion()));
        self.moved.notify_one();
        done?.map_err(Failure::from)
    }
}

/// Work that no longer needs the companion. A panic becomes a failure here too.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Failure> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| Failure::panic())
}
