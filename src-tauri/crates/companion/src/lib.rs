//! The app without a window: every verb a person has is one function here. The window and the CLI are equal callers.
//!
//! Synchronous: a lock, a call, a return. **Invariant:** the clock is asked once a verb; memory changes only after COMMIT.

pub mod audit;
pub mod backup;
pub mod clients;
pub mod clock;
pub mod cohort;
pub mod confidence;
pub mod courses;
pub mod drafts;
mod error;
pub mod handover;
mod hands;
pub mod inspection;
pub mod library;
pub mod licences;
pub mod lock;
pub mod locks;
pub mod measures;
pub mod packets;
pub mod people;
pub mod places;
pub mod process;
pub mod protocols;
pub mod rater;
pub mod removal;
pub mod review;
pub mod script;
pub mod session;
pub mod sign;
pub mod synthetic;
pub mod trail;
pub mod training;
pub mod vault;
pub mod whole;

pub use error::Error;

pub use ::vault::Secret;
pub use clinic::id::{ClientId, PersonId, RequestKey, SessionId};
pub use clinic::people::Role;
pub use clinic::review::is_plain;
pub use clinic::rights::Right;
pub use clinic::session::event::Recorded;
pub use clinic::time::{Date, Span, Stamp};

use crate::clock::Clock;
use ::vault::{Key, SystemEntropy, Unlocked};
use clinic::id::PacketId;
use clinic::protocol::Protocol;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use store::Store;

/// Version of the program, as it stands in every audit entry.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The app: locked, or open with one vault.
pub struct Companion {
    clock: Box<dyn Clock>,
    entropy: SystemEntropy,
    places: places::Places,
    open: Option<Open>,
    tries: lock::Tries,
    /// The training day that is played, or that a person took over.
    training: Option<training::Day>,
}

/// An open vault.
pub(crate) struct Open {
    /// Before `unlocked`: fields go in this order, and the database must be closed before its lock is let go.
    pub(crate) store: Store,
    pub(crate) unlocked: Unlocked,
    pub(crate) folder: PathBuf,
    /// A backup is being made of it: what stops that.
    pub(crate) backing: Option<std::sync::Arc<std::sync::atomic::AtomicBool>>,
    /// The record stands still for it, until nobody else holds this.
    pub(crate) stands: Option<std::sync::Arc<()>>,
    /// Who is writing.
    pub(crate) author: PersonId,
    /// Whoever is writing is a blinded rater.
    pub(crate) blind: bool,
    /// What whoever is writing may be.
    pub(crate) roles: Vec<Role>,
    pub(crate) keys: BTreeMap<ClientId, Key>,
    /// What lists show of each client.
    pub(crate) cards: BTreeMap<ClientId, clients::Card>,
    pub(crate) live: BTreeMap<SessionId, session::Live>,
    /// What courses know of sessions that have ended.
    pub(crate) held: BTreeMap<SessionId, courses::SessionHeld>,
    /// What the cohort counts of sessions that have ended; none: it counts nothing of them.
    pub(crate) told: BTreeMap<SessionId, Option<clinic::cohort::Held>>,
    /// Running sessions whose record could not be replayed; the rest of the vault is open all the same.
    pub(crate) unreadable: Vec<SessionId>,
    /// An inspector has the vault open: why and until when.
    pub(crate) inspection: Option<inspection::Inspection>,
    /// What the inspector looked at so far.
    pub(crate) looked: std::collections::BTreeSet<inspection::Looked>,
    /// The computer is in a client's hands.
    pub(crate) handover: Option<handover::Handover>,
    /// The recovery code that waits to be typed back, while this process still knows it.
    pub(crate) code_owed: Option<::vault::RecoveryCode>,
    pub(crate) older_than_head: bool,
    /// How the two copies of the header stood when the vault was opened.
    pub(crate) header: vault::HeaderState,
    /// How each of them was found.
    pub(crate) header_found: ::vault::HeaderCopies,
    /// The head file, sound, speaks of entries or header writes that are missing, or of another history.
    pub(crate) put_back: bool,
    /// The keys of those who signed since the vault was opened: from then on their PIN is enough.
    pub(crate) signers: sign::Signers,
    /// Wrong passphrases before this opening.
    pub(crate) wrong_passphrases: u32,
    /// When somebody was last there, uptime of the machine.
    pub(crate) active_ms: i64,
    /// Wrong PINs in a backup, which is not written, by person.
    pub(crate) wrong_pins: BTreeMap<PersonId, i64>,
    /// The veil is down over the running session.
    pub(crate) veiled: bool,
    /// Protocols of this vault that were read and checked once. A digest names its text for ever.
    pub(crate) protocols: RefCell<BTreeMap<[u8; 32], Arc<Protocol>>>,
    /// Measures, likewise.
    pub(crate) measures: RefCell<BTreeMap<[u8; 32], Arc<clinic::measure::Measure>>>,
    /// The last few sessions that were read after they ended, oldest first.
    pub(crate) ended: Vec<session::Live>,
    /// Courses that were read lately, the latest last; whoever appends to one takes it out.
    pub(crate) courses: RefCell<Vec<(ClientId, Arc<clinic::course::Course>)>>,
    /// Sessions of packets that were accepted, with what of each was amended then. A packet does not change.
    pub(crate) accepted: RefCell<BTreeMap<PacketId, review::Accepted>>,
    /// Process notes that were opened, by who read them: nobody else's pen is given them.
    pub(crate) process: RefCell<BTreeMap<(PersonId, SessionId, u64), process::Words>>,
    /// When the head file was last written, uptime.
    pub(crate) head_written_ms: i64,
}

impl std::fmt::Debug for Companion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Companion")
            .field("open", &self.open.is_some())
            .finish_non_exhaustive()
    }
}

impl Open {
    /// Nothing can be written: a backup, or an inspector looks.
    pub(crate) fn reads_only(&self) -> bool {
        self.store.is_backup() || self.store.is_inspecting()
    }

    /// Refuses where nothing can be written.
    pub(crate) fn writes(&self) -> Result<(), Error> {
        if self.store.is_backup() {
            return Err(Error::Backup);
        }
        if self.store.is_inspecting() {
            return Err(Error::Inspecting);
        }
        Ok(())
    }

    /// Refuses a folder that is none, or that lies in the vault's own: what is meant to leave must not stay with what it leaves.
    pub(crate) fn outside(
        &self,
        folder: Option<&std::path::Path>,
        what: &'static str,
    ) -> Result<(), Error> {
        match folder.filter(|folder| folder.is_dir()) {
            Some(folder)
                if !folder
                    .canonicalize()?
                    .starts_with(self.folder.canonicalize()?) =>
            {
                Ok(())
            }
            _ => Err(Error::BadInput { what }),
        }
    }
}

impl Companion {
    /// A companion with the machine's own clock and places.
    pub fn new(clock: Box<dyn Clock>, places: places::Places) -> Companion {
        Companion {
            clock,
            entropy: SystemEntropy::new(),
            places,
            open: None,
            tries: lock::Tries::default(),
            training: None,
        }
    }

    /// Where things live on this machine.
    pub fn places(&self) -> &places::Places {
        &self.places
    }

    /// Whether a vault is open.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Whether whoever has the pen may do what a verb is for. No vault is open: nothing may be done.
    pub fn may(&self, right: Right) -> Result<(), Error> {
        let open = self.open()?;
        let refused = if open.inspection.is_some() {
            Error::Inspecting
        } else {
            Error::NotAllowed
        };
        right.held_by(&open.roles).then_some(()).ok_or(refused)
    }

    /// Everything that whoever has the pen may do.
    pub fn rights(&self) -> Result<Vec<Right>, Error> {
        let roles = &self.open()?.roles;
        Ok(Right::all().filter(|right| right.held_by(roles)).collect())
    }

    pub(crate) fn open(&self) -> Result<&Open, Error> {
        self.open.as_ref().ok_or(Error::Locked)
    }

    pub(crate) fn context(&mut self, actor: Option<PersonId>) -> store::audit::Context {
        store::audit::Context {
            actor,
            stamp: self.clock.stamp(),
            app: VERSION,
            scripted: self.clock.scripted(),
        }
    }

    /// Puts another clock in: a training vault's day may run faster. Refused for anything but a training vault.
    pub fn set_clock(&mut self, clock: Box<dyn Clock>) -> Result<(), Error> {
        if clock.scripted()
            && self
                .open
                .as_ref()
                .is_some_and(|open| !open.unlocked.training())
        {
            return Err(Error::ScriptedClock);
        }
        self.clock = clock;
        Ok(())
    }

    /// The clock, for a door that plays a script.
    pub fn clock_mut(&mut self) -> &mut dyn Clock {
        self.clock.as_mut()
    }
}

/// Hardens this process as far as the system allows; answers whether all of it was granted.
pub fn harden() -> bool {
    let ::vault::Hardened {
        no_core_dumps,
        not_dumpable,
    } = ::vault::harden();
    no_core_dumps && not_dumpable
}

/// The encryption engine that is linked, and its version.
pub fn cipher() -> String {
    ::vault::database::linked()
}
