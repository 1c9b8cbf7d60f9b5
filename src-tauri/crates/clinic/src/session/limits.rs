//! Limits of the protocol: where a line stands, on which side of it a value lies, what a reading does to flags.
//!
//! A flag is bound to the reading that raised it: its line, its repeats and its telling stay where they stood then.

use super::decide::Draft;
use super::event::{Author, Crossing, Event, QuietBreak};
use super::state::{Flag, State};
use crate::protocol::{Bound, Limit};
use crate::quantity::Values;
use crate::time::Elapsed;

/// Where a line stands for a value taken then; none where it is relative and no baseline exists.
fn stands_at(state: &State, limit: &Limit, at: Elapsed) -> Option<i32> {
    match limit.bound {
        Bound::Above(value) | Bound::Below(value) => Some(value),
        Bound::AboveBaseline(delta) => {
            let dose = state.dose(super::event::Dose::First)?;
            (at > dose)
                .then(|| state.baseline(limit.sign))?
                .map(|baseline| baseline.saturating_add(delta))
        }
    }
}

fn crosses(limit: &Limit, line: i32, value: i32) -> bool {
    match limit.bound {
        Bound::Above(_) | Bound::AboveBaseline(_) => value > line,
        Bound::Below(_) => value < line,
    }
}

/// Back by the hysteresis.
fn is_inside(limit: &Limit, line: i32, value: i32) -> bool {
    let back = limit.hysteresis.max(0);
    match limit.bound {
        Bound::Above(_) | Bound::AboveBaseline(_) => value <= line.saturating_sub(back),
        Bound::Below(_) => value >= line.saturating_add(back),
    }
}

impl Draft<'_> {
    /// What a reading means for every limit of its signs.
    pub fn weigh(&mut self, by: Author, reading: u64, values: &Values, at: Elapsed) {
        let protocol = self.state.protocol.clone();
        for limit in &protocol.limits {
            let Some(&value) = values.get(&limit.sign) else {
                continue;
            };
            let open = self
                .state
                .flags
                .iter()
                .find(|(_, flag)| flag.settled.is_none() && flag.crossing.limit == limit.id)
                .map(|(seq, flag)| (*seq, flag.counts(at)));
            match open {
                Some((flag, true)) => self.repeat(by, limit, flag, reading, value, at),
                Some((_, false)) => {}
                None => self.raise(by, limit, reading, value, at),
            }
        }
    }

    fn raise(&mut self, by: Author, limit: &Limit, reading: u64, value: i32, at: Elapsed) {
        let Some(line) = stands_at(&self.state, limit, at) else {
            return;
        };
        if !crosses(limit, line, value) {
            return;
        }
        let crossing = Crossing {
            limit: limit.id.clone(),
            sign: limit.sign,
            value,
            at: line,
            priority: limit.priority,
        };
        let recheck_due = limit.recheck.as_ref().map(|recheck| at + recheck.every);
        let raised = Event::FlagRaised {
            reading,
            crossing,
            recheck_due,
        };
        let flag = self.push(at, by, raised);
        self.break_quiet(by, QuietBreak::Limit);
        self.ask_to_tell(by, limit, flag);
        self.count_later_readings(by, limit, flag, at);
    }

    /// A crossing entered late: readings taken since then and kept before it are its repeats.
    fn count_later_readings(&mut self, by: Author, limit: &Limit, flag: u64, at: Elapsed) {
        let mut later: Vec<(Elapsed, u64, i32)> = self
            .state
            .readings
            .iter()
            .filter(|(seq, reading)| reading.at > at && **seq < flag)
            .filter_map(|(seq, reading)| {
                Some((reading.at, *seq, *reading.values.get(&limit.sign)?))
            })
            .collect();
        later.sort_unstable();
        for (happened, reading, value) in later {
            if self
                .state
                .flags
                .get(&flag)
                .is_none_or(|flag| !flag.counts(happened))
            {
                return;
            }
            if let Some(check) = self.state.open_repeat(flag) {
                let met = Event::CheckMet {
                    check,
                    reading,
                    signs: vec![limit.sign],
                    after_miss: false,
                };
                self.push(happened, by, met);
            }
            self.repeat(by, limit, flag, reading, value, happened);
        }
    }

    fn repeat(
        &mut self,
        by: Author,
        limit: &Limit,
        flag: u64,
        reading: u64,
        value: i32,
        at: Elapsed,
    ) {
        let Some(open) = self.state.flags.get(&flag) else {
            return;
        };
        let inside = is_inside(limit, open.crossing.at, value);
        let outside = crosses(limit, open.crossing.at, value);
        let (inside_in_a_row, outside_in_a_row) = in_a_row_after(open, inside);
        let wanted = limit
            .recheck
            .as_ref()
            .map_or(1, |recheck| recheck.until_inside.max(1));
        let settles = inside_in_a_row >= wanted;
        let recheck_due = limit
            .recheck
            .as_ref()
            .filter(|_| !settles)
            .map(|recheck| at + recheck.every);
        let repeated = Event::FlagRepeated {
            flag,
            reading,
            inside,
            inside_in_a_row,
            outside_in_a_row,
            recheck_due,
        };
        self.push(at, by, repeated);
        if settles {
            self.push(at, by, Event::FlagSettled { flag });
        }
        if outside {
            self.break_quiet(by, QuietBreak::Limit);
        }
        self.ask_to_tell(by, limit, flag);
    }

    /// Once for a flag, at the reading in a row that the protocol names.
    fn ask_to_tell(&mut self, by: Author, limit: &Limit, flag: u64) {
        let (Some(tell), Some(open)) = (&limit.tell, self.state.flags.get(&flag)) else {
            return;
        };
        if !open.asked
            && open.settled.is_none()
            && open.outside_in_a_row() >= tell.after_readings.max(1)
        {
            let contact = tell.contact.clone();
            self.push(self.now, by, Event::TellAsked { flag, contact });
        }
    }

    /// Ends a quiet window that is in force.
    pub fn break_quiet(&mut self, by: Author, cause: QuietBreak) {
        if self.state.quiet.is_some() {
            self.push(self.now, by, Event::QuietBroken { cause });
        }
    }
}

/// In a row inside and outside, one more repeat counted.
fn in_a_row_after(flag: &Flag, inside: bool) -> (u8, u8) {
    if inside {
        (flag.inside_in_a_row().saturating_add(1), 0)
    } else {
        (0, flag.outside_in_a_row().saturating_add(1))
    }
}
