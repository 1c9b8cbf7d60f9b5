//! Hears from the system that the screen is locked, another user comes, or the machine goes to sleep.
//!
//! A thread of its own listens to logind. Where there is none, the page says that these are not watched.

use std::time::Duration;
use tauri::{AppHandle, Emitter, Manager};
use zbus::blocking::{Connection, MessageIterator};
use zbus::zvariant::{OwnedObjectPath, OwnedValue};
use zbus::{MatchRule, Message};

use crate::lock;
use crate::state::App;

const LOGIND: &str = "org.freedesktop.login1";
/// After the bus broke, or where it never was.
const AGAIN: Duration = Duration::from_secs(30);

/// Starts to listen.
pub fn start(handle: AppHandle) -> std::io::Result<()> {
    std::thread::Builder::new()
        .name("watch".to_owned())
        .spawn(move || {
            loop {
                if let Err(error) = listen(&handle) {
                    eprintln!("the system's lock and sleep are not watched: {error}");
                }
                watched(&handle, false);
                std::thread::sleep(AGAIN);
            }
        })?;
    Ok(())
}

fn watched(handle: &AppHandle, watched: bool) {
    let changed = handle
        .state::<App>()
        .machine_set(|machine| machine.watched = watched);
    if let Some(machine) = changed
        && let Err(error) = handle.emit("machine_changed", machine)
    {
        eprintln!("the page could not be told: {error}");
    }
}

/// Listens until the bus ends.
fn listen(handle: &AppHandle) -> zbus::Result<()> {
    let bus = Connection::system()?;
    let answer = bus.call_method(
        Some(LOGIND),
        "/org/freedesktop/login1",
        Some("org.freedesktop.login1.Manager"),
        "GetSessionByPID",
        &(std::process::id()),
    )?;
    let session: OwnedObjectPath = answer.body().deserialize()?;
    let rule = MatchRule::builder()
        .msg_type(zbus::message::Type::Signal)
        .sender(LOGIND)?
        .build();
    let signals = MessageIterator::for_match_rule(rule, &bus, Some(64))?;
    watched(handle, true);
    for signal in signals {
        if calls_for_lock(&signal?, session.as_str()) {
            lock::asked(handle);
        }
    }
    Ok(())
}

/// Whether a signal of logind means that nobody who may see the vault is there.
fn calls_for_lock(signal: &Message, session: &str) -> bool {
    let header = signal.header();
    let member = header.member().map(|name| name.as_str());
    let here = header.path().is_some_and(|path| path.as_str() == session);
    match member {
        Some("PrepareForSleep") => signal.body().deserialize::<bool>().unwrap_or(false),
        Some("Lock") => here,
        Some("PropertiesChanged") => here && became_inactive(signal),
        _ => false,
    }
}

fn became_inactive(signal: &Message) -> bool {
    type Changed = (
        String,
        std::collections::HashMap<String, OwnedValue>,
        Vec<String>,
    );
    let body = signal.body();
    let Ok((_, changed, _)) = body.deserialize::<Changed>() else {
        return false;
    };
    changed
        .get("Active")
        .is_some_and(|active| bool::try_from(active) == Ok(false))
}
