//! Private message buses, and the two services of a desktop that the program talks to, played by the test.

use std::collections::HashMap;
use std::io::PipeReader;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use zbus::Connection;
use zbus::connection::Builder;
use zbus::zvariant::{OwnedFd, OwnedObjectPath, OwnedValue};

use super::process::Process;

/// A message bus of the test's own.
pub struct Bus {
    address: String,
    _daemon: Process,
}

impl Bus {
    /// Starts a bus on a socket at `path`.
    pub fn start(path: &Path) -> Bus {
        let mut daemon = Process::start("dbus-daemon", |command| {
            let address = format!("unix:path={}", path.display());
            command.args([
                "--session",
                "--nofork",
                "--nopidfile",
                "--print-address=1",
                "--address",
                &address,
            ]);
            command.stdout(Stdio::piped()).stderr(Stdio::null());
        });
        Bus {
            address: super::first_line(&mut daemon),
            _daemon: daemon,
        }
    }

    pub fn address(&self) -> &str {
        &self.address
    }
}

/// What several hands write and the test reads.
type Shared<T> = Arc<Mutex<Vec<T>>>;

fn with<T, A>(shared: &Shared<T>, then: impl FnOnce(&mut Vec<T>) -> A) -> A {
    then(&mut shared.lock().unwrap_or_else(PoisonError::into_inner))
}

/// One notice as the desktop was asked to show it.
#[derive(Debug, Clone)]
pub struct Notice {
    pub replaces: u32,
    pub summary: String,
    pub body: String,
    /// Everything that was said, in one text: for looking for what must not be there.
    pub whole: String,
    pub hints: Vec<String>,
    pub expires_ms: i32,
    /// When it arrived, milliseconds on the boot-time clock.
    pub arrived_ms: f64,
}

struct Notifications(Shared<Notice>);

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Notifications {
    #[allow(clippy::too_many_arguments, reason = "the desktop's own signature")]
    fn notify(
        &self,
        app: String,
        replaces: u32,
        icon: String,
        summary: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        expires_ms: i32,
    ) -> u32 {
        let arrived_ms = crate::boot_ms();
        let mut names: Vec<String> = hints.keys().cloned().collect();
        names.sort();
        let whole = format!("{app} {icon} {summary} {body} {actions:?} {hints:?}");
        with(&self.0, |kept| {
            kept.push(Notice {
                replaces,
                summary,
                body,
                whole,
                hints: names,
                expires_ms,
                arrived_ms,
            });
        });
        7
    }
}

/// The desktop that shows notices.
pub struct Desktop {
    kept: Shared<Notice>,
    _bus: Connection,
}

impl Desktop {
    /// Answers on a session bus.
    pub async fn on(address: &str) -> Desktop {
        let kept = Shared::default();
        let service = Notifications(kept.clone());
        let path = "/org/freedesktop/Notifications";
        let bus = Builder::address(address)
            .and_then(|builder| builder.serve_at(path, service))
            .and_then(|builder| builder.name("org.freedesktop.Notifications"))
            .expect("a service can be described");
        Desktop {
            kept,
            _bus: bus.build().await.expect("the bus takes the service"),
        }
    }

    /// Every notice so far.
    pub fn notices(&self) -> Vec<Notice> {
        with(&self.kept, |kept| kept.clone())
    }
}

struct Manager {
    asked: Shared<[String; 4]>,
    held: Shared<PipeReader>,
}

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Manager {
    fn inhibit(
        &self,
        what: String,
        who: String,
        why: String,
        mode: String,
    ) -> zbus::fdo::Result<OwnedFd> {
        let (ours, theirs) = std::io::pipe()
            .map_err(|error| zbus::fdo::Error::Failed(format!("no pipe: {error}")))?;
        with(&self.asked, |asked| asked.push([what, who, why, mode]));
        with(&self.held, |held| held.push(ours));
        Ok(OwnedFd::from(std::os::fd::OwnedFd::from(theirs)))
    }

    #[zbus(name = "GetSessionByPID")]
    fn get_session_by_pid(&self, _pid: u32) -> zbus::fdo::Result<OwnedObjectPath> {
        OwnedObjectPath::try_from(SEAT).map_err(|error| zbus::fdo::Error::Failed(error.to_string()))
    }
}

/// The session in which the program is shown.
const SEAT: &str = "/org/freedesktop/login1/session/_31";
/// Another one on the same machine.
const OTHER_SEAT: &str = "/org/freedesktop/login1/session/_32";

/// What the system can say to whoever shows a client's record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Say {
    /// The screen is locked.
    Lock,
    /// Another session's screen is locked: nothing to do with us.
    LockElsewhere,
    /// Another user comes to the screen.
    SwitchUser,
    /// The machine goes to sleep.
    Sleep,
    /// The machine is awake again.
    Wake,
}

/// The system's logind, as far as staying awake goes.
pub struct Logind {
    asked: Shared<[String; 4]>,
    held: Shared<PipeReader>,
    _bus: Connection,
}

impl Logind {
    /// Answers on a bus that the program takes for the system's.
    pub async fn on(address: &str) -> Logind {
        let (asked, held) = (Shared::default(), Shared::default());
        let service = Manager {
            asked: asked.clone(),
            held: held.clone(),
        };
        let bus = Builder::address(address)
            .and_then(|builder| builder.serve_at("/org/freedesktop/login1", service))
            .and_then(|builder| builder.name("org.freedesktop.login1"))
            .expect("a service can be described");
        Logind {
            asked,
            held,
            _bus: bus.build().await.expect("the bus takes the service"),
        }
    }

    /// Says something to everybody on the bus.
    pub async fn say(&self, what: Say) {
        let session = "org.freedesktop.login1.Session";
        let nobody = None::<&str>;
        let sent = match what {
            Say::Lock => {
                self._bus
                    .emit_signal(nobody, SEAT, session, "Lock", &())
                    .await
            }
            Say::LockElsewhere => {
                self._bus
                    .emit_signal(nobody, OTHER_SEAT, session, "Lock", &())
                    .await
            }
            Say::SwitchUser => {
                let changed = HashMap::from([("Active", zbus::zvariant::Value::from(false))]);
                let body = (session, changed, Vec::<String>::new());
                let properties = "org.freedesktop.DBus.Properties";
                self._bus
                    .emit_signal(nobody, SEAT, properties, "PropertiesChanged", &body)
                    .await
            }
            Say::Sleep | Say::Wake => {
                let manager = "org.freedesktop.login1.Manager";
                let sleeps = what == Say::Sleep;
                self._bus
                    .emit_signal(
                        nobody,
                        "/org/freedesktop/login1",
                        manager,
                        "PrepareForSleep",
                        &(sleeps,),
                    )
                    .await
            }
        };
        sent.expect("the bus takes the signal");
    }

    /// What was asked for so far: what, who, why, mode.
    pub fn asked(&self) -> Vec<[String; 4]> {
        with(&self.asked, |asked| asked.clone())
    }

    /// How many inhibitors are held: their far ends are open.
    pub fn held(&self) -> usize {
        with(&self.held, |held| {
            held.iter().filter(|end| !hung_up(end)).count()
        })
    }
}

fn hung_up(end: &PipeReader) -> bool {
    let mut looked = [PollFd::new(end, PollFlags::IN)];
    let at_once = Timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    poll(&mut looked, Some(&at_once)).expect("a pipe can be looked at");
    looked[0].revents().contains(PollFlags::HUP)
}
