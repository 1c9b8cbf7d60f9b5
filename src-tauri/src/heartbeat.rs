//! Wakes live sessions when the rules ask for it. Waits on the boot-time clock, which counts sleep; the page only draws.
//!
//! Runtime timers stop during sleep, so on Linux the wait is a timerfd on `CLOCK_BOOTTIME`; elsewhere steps of 500 ms.

use crate::notify::{Announced, Notices};
use crate::power::{Power, Wish};
use crate::sound::{Speaker, Tones};
use crate::state::App;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;
use tauri::{AppHandle, Emitter, Manager};
use wire::session::show::Moment;

/// Never longer than this, so that sleep, a clock step or a stalled machine shows at once.
const LONGEST_MS: i64 = 1_000;

/// What a beat moves outside the window. Neither makes it wait.
struct Outside {
    power: Power,
    notices: Notices,
    announced: Announced,
    speaker: Speaker,
    tones: Tones,
}

/// Starts the beat on a thread of its own: independent of the page and of the runtime.
pub fn start(app: AppHandle) -> std::io::Result<()> {
    let mut outside = Outside {
        power: Power::start()?,
        notices: Notices::start()?,
        announced: Announced::default(),
        speaker: Speaker::start(app.clone())?,
        tones: Tones::default(),
    };
    std::thread::Builder::new()
        .name("heartbeat".to_owned())
        .spawn(move || {
            loop {
                // A fault in one beat must not end all beats: it is said on the page, and the next beat comes.
                let beaten = catch_unwind(AssertUnwindSafe(|| beat(&app, &mut outside)));
                wait(beaten.unwrap_or_else(|_| {
                    tell(&app, "beat_failed", wire::failure::Failure::panic());
                    LONGEST_MS
                }));
            }
        })?;
    Ok(())
}

/// Brings every live session up to now and tells the page. Answers how long to wait, in milliseconds.
fn beat(app: &AppHandle, outside: &mut Outside) -> i64 {
    let state = app.state::<App>();
    let mut companion = state.companion();
    outside.power.want(
        match (companion.is_open(), companion.session_live().is_empty()) {
            (_, false) => Wish::Awake,
            (true, true) => Wish::LockFirst,
            (false, true) => Wish::Free,
        },
    );
    if companion.lock_due() {
        // On a thread of its own: the page has a moment to keep what is typed, and beats go on meanwhile.
        let app = app.clone();
        companion.activity();
        std::thread::spawn(move || crate::lock::asked(&app));
    }
    // A full disk must not keep the record standing still after a backup: this waits for nothing that is written below.
    companion.backing_settle();
    // The script of a training day acts first: time alone never passes a line of it.
    let played = match companion.training_beat() {
        Ok(played) => played,
        Err(error) => {
            tell(app, "beat_failed", wire::failure::Failure::from(error));
            return LONGEST_MS;
        }
    };
    let moved = match companion.session_beat() {
        Ok(moved) => moved.into_iter().chain(played).collect::<BTreeSet<_>>(),
        Err(error) => {
            // What time brought could not be kept: said on the page, tried again at the next beat.
            let failure = wire::failure::Failure::from(error);
            tell(app, "beat_failed", failure);
            return LONGEST_MS;
        }
    };
    let granted = outside.power.granted();
    if let Some(machine) = state.machine_set(|machine| machine.awake = granted) {
        tell(app, "machine_changed", machine);
    }
    let fallen = companion.session_fallen();
    if outside.announced.owes(&fallen) {
        outside.notices.check_due();
    }
    if outside.tones.owes(&fallen) {
        outside.speaker.soft();
    }
    if let Err(error) = companion.head_beat() {
        tell(app, "beat_failed", wire::failure::Failure::from(error));
    }
    let moments: Vec<Moment> = moved
        .into_iter()
        .filter_map(|session| Moment::of(&mut companion, session).ok())
        .collect();
    // Drawing takes longer than everything before it, and nobody need wait for it.
    drop(companion);
    for moment in moments {
        tell(app, "session_moved", moment.view(u64::MAX));
    }
    let mut companion = state.companion();
    [
        companion.session_next_wake(),
        companion.training_next_wake(),
    ]
    .into_iter()
    .flatten()
    .min()
    .unwrap_or(LONGEST_MS)
    .clamp(1, LONGEST_MS)
}

fn tell(app: &AppHandle, name: &str, payload: impl serde::Serialize + Clone) {
    if let Err(error) = app.emit(name, payload) {
        eprintln!("the page could not be told: {error}");
    }
}

#[cfg(target_os = "linux")]
fn wait(ms: i64) {
    use rustix::time::{
        Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
        timerfd_settime,
    };
    let span = Timespec {
        tv_sec: ms / 1000,
        tv_nsec: (ms % 1000) * 1_000_000,
    };
    let never = Timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    let timer = timerfd_create(TimerfdClockId::Boottime, TimerfdFlags::CLOEXEC).and_then(|timer| {
        let when = Itimerspec {
            it_interval: never,
            it_value: span,
        };
        timerfd_settime(&timer, TimerfdTimerFlags::empty(), &when).map(|_| timer)
    });
    let mut fired = [0u8; 8];
    let waited = timer.and_then(|timer| rustix::io::read(&timer, &mut fired).map(|_| ()));
    if waited.is_err() {
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[cfg(not(target_os = "linux"))]
fn wait(ms: i64) {
    std::thread::sleep(Duration::from_millis(
        u64::try_from(ms).unwrap_or(1).min(500),
    ));
}
