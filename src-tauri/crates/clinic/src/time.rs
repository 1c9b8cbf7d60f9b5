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

/// A civil date, without a time: `2026-03-02`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(chrono::NaiveDate);

/// A text was not a date of the calendar between 1900 and 2199, written `2026-03-02`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a date is written as 2026-03-02")]
pub struct BadDate;

impl Date {
    /// The date that a wall clock showed.
    pub fn of(stamp: &Stamp) -> Date {
        Date::shown(stamp.wall_ms, stamp.zone_minutes)
    }

    /// The date on a wall clock at a moment (UTC milliseconds) so many minutes east of UTC.
    pub fn shown(wall_ms: i64, zone_minutes: i16) -> Date {
        let local = wall_ms.saturating_add(i64::from(zone_minutes) * 60_000);
        let moment = chrono::DateTime::from_timestamp_millis(local).unwrap_or_default();
        Date(moment.date_naive())
    }

    /// Days from this date to a later one; negative to an earlier one.
    pub fn days_to(self, later: Date) -> i64 {
        later.0.signed_duration_since(self.0).num_days()
    }

    /// Whole years to a later date; none to an earlier one.
    pub fn years_to(self, later: Date) -> Option<u32> {
        later.0.years_since(self.0)
    }

    /// So many days later.
    pub fn plus_days(self, days: i64) -> Option<Date> {
        let moved = self
            .0
            .checked_add_signed(chrono::TimeDelta::try_days(days)?);
        moved.map(Date)
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

impl std::str::FromStr for Date {
    type Err = BadDate;
    fn from_str(text: &str) -> Result<Date, BadDate> {
        let shape = text.len() == 10 && text.is_ascii();
        let date = chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| BadDate)?;
        let date = Date(date);
        // Written the one way only, so that a record reads back as it was written.
        let known = (1900..2200).contains(&chrono::Datelike::year(&date.0));
        if shape && known && date.to_string() == text {
            Ok(date)
        } else {
            Err(BadDate)
        }
    }
}

impl Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_of_the_calendar_and_written_one_way() {
        for text in ["2026-03-02", "2024-02-29", "1900-01-01", "2199-12-31"] {
            assert_eq!(text.parse::<Date>().expect(text).to_string(), text);
        }
        for text in [
            "2026-02-29",
            "2026-13-01",
            "2026-3-2",
            "26-03-02",
            "1899-12-31",
            "2200-01-01",
            "",
            "2026-03-02 ",
            "+2026-03-02",
            "２０２６-03-02",
        ] {
            assert_eq!(text.parse::<Date>(), Err(BadDate), "{text}");
        }
    }

    #[test]
    fn the_date_is_the_one_on_the_wall() {
        let stamp = |wall_ms, zone_minutes| Stamp {
            wall_ms,
            zone_minutes,
            uptime_ms: 0,
            boot: BootId([0; 16]),
        };
        // Half past midnight in Bergen is still yesterday in London.
        let half_past = 1_772_407_800_000;
        assert_eq!(Date::of(&stamp(half_past, 60)).to_string(), "2026-03-02");
        assert_eq!(Date::of(&stamp(half_past, 0)).to_string(), "2026-03-01");
        let (a, b): (Date, Date) = (
            "2026-02-27".parse().expect("a"),
            "2026-03-02".parse().expect("b"),
        );
        assert_eq!(a.days_to(b), 3);
        assert_eq!(a.plus_days(3), Some(b));
    }
}
