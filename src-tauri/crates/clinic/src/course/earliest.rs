//! Arithmetic on the clinic's half-life table: shown with every figure that went into it, never advice.

use super::event::Earliest;
use crate::protocol::course::Medicine;
use crate::time::Date;

const DAY: u64 = 24 * 60;

/// Stop date + multiple × half-life (the upper end where there is one), rounded up to whole days, + days added; never less
/// than the least. `None` where the calendar ends before.
pub fn earliest(medicine: &Medicine, stop: Date) -> Option<Earliest> {
    let half_life = medicine.half_life_to.unwrap_or(medicine.half_life);
    let minutes = u32::try_from(half_life.whole_minutes()).ok()?;
    let sum = u64::from(minutes) * u64::from(medicine.multiple);
    let half_lives_days = u16::try_from(sum.div_ceil(DAY)).ok()?;
    let plus = medicine.plus.unwrap_or_default();
    let at_least = medicine.at_least.unwrap_or_default();
    let days = half_lives_days.checked_add(plus)?.max(at_least);
    Some(Earliest {
        half_life_minutes: minutes,
        multiple: medicine.multiple,
        half_lives_days,
        plus,
        at_least,
        days,
        on: stop.plus_days(i64::from(days))?,
        line: medicine.cite.line,
    })
}
