//! Time as the rules see it: a stamp of two clocks, and elapsed time since a session was opened.
//!
//! Deadlines are compared in [`Elapsed`] only. The wall clock is for the record: it may step, it never moves a deadline.

use crate::id::BootId;
use serde::{Deserialize, Serialize};
use std::ops::{Add, Sub};

/// A length of time, in milliseconds. May be negative (before an anchor).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Span(pub i64);

impl Span {
    /// Nothing.
    pub const ZERO: Span = Span(0);
    /// Whole minutes.
    pub const fn minutes(minutes: i64) -> Span {
        Span(minutes * 60_000)
    }
    /// Whole seconds.
    pub const fn seconds(seconds: i64) -> Span {
        Span(seconds * 1_000)
    }
    /// Whole minutes, rounded towards the past.
    pub const fn whole_minutes(self) -> i64 {
        self.0.div_euclid(60_000)
    }
}

/// Time since the session was opened, in milliseconds; counts sleep; never runs backwards.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Elapsed(pub i64);

impl Add<Span> for Elapsed {
    type Output = Elapsed;
    fn add(self, span: Span) -> Elapsed {
        Elapsed(self.0.saturating_add(span.0))
    }
}
impl Sub<Span> for Elapsed {
    type Output = Elapsed;
    fn sub(self, span: Span) -> Elapsed {
        Elapsed(self.0.saturating_sub(span.0))
    }
}
impl Sub for Elapsed {
    type Output = Span;
    fn sub(self, other: Elapsed) -> Span {
        Span(self.0.saturating_sub(other.0))
    }
}
impl Add for Span {
    type Output = Span;
    fn add(self, other: Span) -> Span {
        Span(self.0.saturating_add(other.0))
    }
}
impl Sub for Span {
    type Output = Span;
    fn sub(self, other: Span) -> Span {
        Span(self.0.saturating_sub(other.0))
    }
}

/// What the clocks said, once, for one verb. Made by the companion's clock and by tests; nobody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Wall clock, milliseconds since 1970-01-01T00:00:00Z.
    pub wall_ms: i64,
    /// What the wall clock on the wall showed: minutes east of UTC.
    pub zone_minutes: i16,
    /// Milliseconds since boot, sleep included.
    pub uptime_ms: i64,
    /// Which boot the uptime belongs to.
    pub boot: BootId,
}
