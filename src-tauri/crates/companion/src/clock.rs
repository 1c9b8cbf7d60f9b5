//! The only file that asks the time. A [`Stamp`] is what the clocks said once, for one verb.
//!
//! Uptime is the boot-time clock, which counts sleep; the wall clock is for the record. A scripted clock serves training
//! vaults only, and every entry made under it is marked.

use clinic::id::BootId;
use clinic::time::Stamp;
use std::fmt;

/// Where stamps come from.
pub trait Clock: Send + fmt::Debug {
    /// What the clocks say now.
    fn stamp(&mut self) -> Stamp;
    /// Whether this is a script instead of the machine.
    fn scripted(&self) -> bool {
        false
    }
    /// How many milliseconds of session time pass in one of the machine's.
    fn speed(&self) -> u32 {
        1
    }
    /// Whether it stands still.
    fn stands(&self) -> bool {
        false
    }
    /// Sets a scripted clock; the machine's own ignores it.
    fn set(&mut self, _stamp: Stamp) {}
    /// From now on at this speed, or standing; the machine's own ignores it.
    fn steer(&mut self, _speed: u32, _stands: bool) {}
    /// Does not pass this moment (wall time) before it is told to; the machine's own ignores it.
    fn wait_for(&mut self, _wall_ms: Option<i64>) {}
}

/// The machine's own clocks.
#[derive(Debug)]
pub struct MachineClock {
    boot: BootId,
}

impl MachineClock {
    /// Reads which boot this is.
    pub fn new() -> MachineClock {
        MachineClock { boot: boot_id() }
    }
}

impl Default for MachineClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for MachineClock {
    fn stamp(&mut self) -> Stamp {
        Stamp {
            wall_ms: wall_ms(),
            zone_minutes: zone_minutes(),
            uptime_ms: uptime_ms(),
            boot: self.boot,
        }
    }
}

/// The boot of every scripted clock.
pub const SCRIPTED_BOOT: BootId = BootId([1; 16]);
/// The boot of a scripted clock that lost its battery.
const SCRIPTED_BOOT_LOST: BootId = BootId([2; 16]);
/// The first moment that uptimes of the scripted boot count from: the year 2000.
const SCRIPTED_EPOCH_MS: i64 = 946_684_800_000;

/// A scripted clock at this wall time: the uptime follows the wall, the boot is always the same, so that a day goes on
/// in another run of the program. A machine that says 1970 was off and lost its clock: that is another boot.
pub fn scripted_at(wall_ms: i64, zone_minutes: i16) -> Stamp {
    if wall_ms < SCRIPTED_EPOCH_MS {
        return Stamp {
            wall_ms,
            zone_minutes,
            uptime_ms: wall_ms.max(0),
            boot: SCRIPTED_BOOT_LOST,
        };
    }
    Stamp {
        wall_ms,
        zone_minutes,
        uptime_ms: wall_ms - SCRIPTED_EPOCH_MS,
        boot: SCRIPTED_BOOT,
    }
}

/// A training day: starts at a given stamp, runs faster than the machine, can stand still, and waits where it is told to.
pub struct FastClock {
    /// Milliseconds of the machine's steady time.
    machine: Box<dyn Fn() -> i64 + Send>,
    start: Stamp,
    since_ms: i64,
    speed: u32,
    stands: bool,
    waits_for: Option<i64>,
}

/// The fastest a training day may go.
pub const SPEED_MAX: u32 = 600;

impl FastClock {
    /// Runs from `start` at `speed` times the machine's pace.
    pub fn new(start: Stamp, speed: u32) -> FastClock {
        FastClock::on(uptime_ms, start, speed)
    }

    /// The same on another steady time than the machine's: a test plays a day without waiting for it.
    pub fn on(machine: impl Fn() -> i64 + Send + 'static, start: Stamp, speed: u32) -> FastClock {
        FastClock {
            since_ms: machine(),
            machine: Box::new(machine),
            start,
            speed: speed.clamp(1, SPEED_MAX),
            stands: false,
            waits_for: None,
        }
    }
}

impl fmt::Debug for FastClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FastClock")
            .field("speed", &self.speed)
            .field("stands", &self.stands)
            .finish_non_exhaustive()
    }
}

impl Clock for FastClock {
    fn stamp(&mut self) -> Stamp {
        let passed = if self.stands {
            0
        } else {
            ((self.machine)() - self.since_ms).saturating_mul(i64::from(self.speed))
        };
        let most = self
            .waits_for
            .map_or(i64::MAX, |wall| wall - self.start.wall_ms);
        let passed = passed.min(most.max(0));
        Stamp {
            wall_ms: self.start.wall_ms + passed,
            uptime_ms: self.start.uptime_ms + passed,
            ..self.start
        }
    }
    fn scripted(&self) -> bool {
        true
    }
    fn speed(&self) -> u32 {
        self.speed
    }
    fn stands(&self) -> bool {
        self.stands
    }
    fn set(&mut self, stamp: Stamp) {
        self.start = stamp;
        self.since_ms = (self.machine)();
    }
    fn steer(&mut self, speed: u32, stands: bool) {
        let now = self.stamp();
        self.set(now);
        self.speed = speed.clamp(1, SPEED_MAX);
        self.stands = stands;
    }
    fn wait_for(&mut self, wall_ms: Option<i64>) {
        // What passed while it waited is not made up for.
        let now = self.stamp();
        self.set(now);
        self.waits_for = wall_ms;
    }
}

/// A clock that stands still until it is set: for playing scripts.
#[derive(Debug)]
pub struct ScriptedClock {
    now: Stamp,
}

impl ScriptedClock {
    /// Stands at `now`.
    pub fn new(now: Stamp) -> ScriptedClock {
        ScriptedClock { now }
    }
}

/// Reads `HOLDFAST_CLOCK`: `2026-03-02T09:00:00+01:00` stands still there; with `x60` it runs from there at sixty times the
/// machine's pace; with `since 2026-03-02T07:00:00Z` it began at that moment of the machine's, so that a program that was
/// killed and started again goes on in the same day. The uptime follows the wall, the boot is always the same.
pub fn scripted(text: &str) -> Option<Box<dyn Clock>> {
    let mut words = text.split_whitespace();
    let wall = chrono::DateTime::parse_from_rfc3339(words.next()?).ok()?;
    let zone_minutes = i16::try_from(wall.offset().local_minus_utc() / 60).ok()?;
    let start = scripted_at(wall.timestamp_millis(), zone_minutes);
    let Some(pace) = words.next() else {
        return Some(Box::new(ScriptedClock::new(start)));
    };
    let speed = pace.strip_prefix('x')?.parse().ok()?;
    let mut clock = FastClock::new(start, speed);
    if words.next() == Some("since") {
        let since = chrono::DateTime::parse_from_rfc3339(words.next()?).ok()?;
        clock.since_ms -= wall_ms() - since.timestamp_millis();
    }
    Some(Box::new(clock))
}

impl Clock for ScriptedClock {
    fn stamp(&mut self) -> Stamp {
        self.now
    }
    fn scripted(&self) -> bool {
        true
    }
    fn stands(&self) -> bool {
        true
    }
    fn set(&mut self, stamp: Stamp) {
        self.now = stamp;
    }
}

/// A wall time with date and offset, as records show it: `2026-03-02 13:12 +01:00`.
pub fn local(wall_ms: i64, zone_minutes: i16) -> Option<String> {
    let wall = shown(wall_ms, zone_minutes)?;
    Some(wall.format("%Y-%m-%d %H:%M %:z").to_string())
}

/// A wall time as it stands in the name of a file, on every system: `2026-03-02 13.12.05`.
pub fn file_time(wall_ms: i64, zone_minutes: i16) -> Option<String> {
    Some(
        shown(wall_ms, zone_minutes)?
            .format("%Y-%m-%d %H.%M.%S")
            .to_string(),
    )
}

fn shown(wall_ms: i64, zone_minutes: i16) -> Option<chrono::DateTime<chrono::FixedOffset>> {
    let zone = chrono::FixedOffset::east_opt(i32::from(zone_minutes) * 60)?;
    Some(chrono::DateTime::from_timestamp_millis(wall_ms)?.with_timezone(&zone))
}

fn wall_ms() -> i64 {
    chrono::Utc::now().timestamp_millis()
}

fn zone_minutes() -> i16 {
    i16::try_from(chrono::Local::now().offset().local_minus_utc() / 60).unwrap_or(0)
}

/// Milliseconds since boot, sleep included.
#[cfg(target_os = "linux")]
pub fn uptime_ms() -> i64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    now.tv_sec * 1000 + now.tv_nsec / 1_000_000
}

/// Milliseconds since boot: `CLOCK_MONOTONIC` counts sleep on this system.
#[cfg(all(unix, not(target_os = "linux")))]
pub fn uptime_ms() -> i64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    now.tv_sec * 1000 + now.tv_nsec / 1_000_000
}

/// Which boot this is; changes with every start of the machine.
#[cfg(target_os = "linux")]
fn boot_id() -> BootId {
    std::fs::read_to_string("/proc/sys/kernel/random/boot_id")
        .ok()
        .and_then(|text| text.trim().replace('-', "").parse().ok())
        .unwrap_or_else(boot_from_uptime)
}

#[cfg(not(target_os = "linux"))]
fn boot_id() -> BootId {
    boot_from_uptime()
}

/// Where the system names no boot: the moment it began, to the nearest ten seconds.
fn boot_from_uptime() -> BootId {
    let began = (wall_ms() - uptime_ms()).div_euclid(10_000);
    let mut bytes = [0u8; 16];
    bytes[8..].copy_from_slice(&began.to_be_bytes());
    BootId(bytes)
}

/// How long a piece of work takes: for choosing the cost of a key derivation on this machine.
pub fn measure<T>(work: impl FnOnce() -> T) -> std::time::Duration {
    let before = std::time::Instant::now();
    std::hint::black_box(work());
    before.elapsed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_by_the_day_and_time_that_are_shown() {
        // 2026-03-02 23:30:05 UTC, an hour east.
        let (wall_ms, zone) = (1_772_494_205_000, 60);
        assert_eq!(
            file_time(wall_ms, zone).as_deref(),
            Some("2026-03-03 00.30.05")
        );
        assert_eq!(
            local(wall_ms, zone).as_deref(),
            Some("2026-03-03 00:30 +01:00")
        );
    }
}
