//! A clock with two hands that can sleep, step and start anew: it makes the stamps of a scenario.

use super::Wall;
use crate::id::BootId;
use crate::time::{Span, Stamp};

/// 2026-03-02T08:00:00Z: a scenario opens here.
const OPENS_AT: i64 = 1_772_438_400_000;
/// The machine had been on for so long then.
const UP_AT: i64 = 5_400_000;
/// And is on for so long when the program starts after a boot.
const UP_AFTER_BOOT: i64 = 40_000;

/// The two hands.
#[derive(Debug, Clone)]
pub struct Hands {
    /// True time since the session was opened.
    passed: Span,
    /// What the wall clock shows too much.
    skew: i64,
    zone: i16,
    boot: u8,
    /// Uptime minus true time.
    up: i64,
    /// What the wall clock showed when the session was opened.
    opens_at: i64,
    /// The boot it was opened in.
    opened_in: BootId,
}

impl Default for Hands {
    fn default() -> Self {
        Hands {
            passed: Span::ZERO,
            skew: 0,
            zone: 60,
            boot: 1,
            up: UP_AT,
            opens_at: OPENS_AT,
            opened_in: BootId([1; 16]),
        }
    }
}

impl Hands {
    /// Hands of a session that was opened at this stamp.
    pub fn since(opened: Stamp) -> Hands {
        Hands {
            zone: opened.zone_minutes,
            up: opened.uptime_ms,
            opens_at: opened.wall_ms,
            opened_in: opened.boot,
            ..Hands::default()
        }
    }

    /// What the clocks say now.
    pub fn stamp(&self) -> Stamp {
        Stamp {
            wall_ms: self
                .opens_at
                .saturating_add(self.passed.0)
                .saturating_add(self.skew),
            zone_minutes: self.zone,
            uptime_ms: self.up.saturating_add(self.passed.0),
            boot: match self.boot {
                1 => self.opened_in,
                again => BootId([again; 16]),
            },
        }
    }

    /// True time since the session was opened.
    pub fn move_to(&mut self, passed: Span) {
        self.passed = passed;
    }

    /// The wall clock moves.
    pub fn step(&mut self, by: Span) {
        self.skew = self.skew.saturating_add(by.0);
    }

    /// The zone shown moves, minutes east.
    pub fn move_zone(&mut self, by: i16) {
        self.zone = self.zone.saturating_add(by);
    }

    /// The machine starts anew.
    pub fn boot(&mut self, wall: Wall) {
        self.boot = self.boot.wrapping_add(1);
        self.up = UP_AFTER_BOOT.saturating_sub(self.passed.0);
        match wall {
            Wall::Right => self.skew = 0,
            Wall::Off(by) => self.skew = by.0,
            Wall::Lost => self.skew = self.passed.0.saturating_add(self.opens_at).saturating_neg(),
        }
    }
}
