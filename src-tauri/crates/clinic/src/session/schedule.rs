//! Checks: made when their anchor stands, moved when it is corrected, satisfied by readings.
//!
//! A reading satisfies, in every series and every chain of repeats, the nearest instance by `|due − happened|` that may
//! already be taken then, is open, and wants one of its signs; a missed instance takes part from its `due_from` until
//! the next of its series was planned, and stays missed.

use super::event::CheckId;
use super::refusal::{INSTANCES_MAX, REPEATS_MAX};
use super::state::{Chain, Check, Flag, State};
use crate::protocol::Anchor;
use crate::quantity::{Sign, Values};
use crate::time::{Elapsed, Span};
use std::collections::BTreeMap;

impl State {
    /// Makes the checks of every series on this anchor, or moves the open ones when they stand already.
    pub fn plan_series(&mut self, anchor: Anchor, entered: Elapsed) {
        let Some(stands) = self.anchor(anchor) else {
            return;
        };
        let protocol = self.protocol.clone();
        for (series_index, series) in protocol.series.iter().enumerate() {
            if series.anchor != anchor {
                continue;
            }
            for (n, offset) in series.offsets.iter().take(INSTANCES_MAX).enumerate() {
                let Some(id) = planned_id(series_index, n) else {
                    continue;
                };
                let planned = stands + *offset;
                let from = planned - series.early;
                match self.checks.get_mut(&id) {
                    Some(check) => check.move_to(planned, from, entered),
                    None => {
                        let mut check =
                            Check::new(planned, from, series.late, series.signs.clone());
                        check.armed_from = entered;
                        self.checks.insert(id, check.into());
                    }
                }
            }
        }
    }

    /// When the next instance of the series is planned, by the anchor that stands now.
    pub fn next_of_series(&self, id: CheckId) -> Option<Elapsed> {
        let CheckId::Planned { series, n } = id else {
            return None;
        };
        let series = self.protocol.series.get(usize::from(series))?;
        let next = usize::from(n).checked_add(1)?;
        let offset = series.offsets.iter().take(INSTANCES_MAX).nth(next)?;
        Some(self.anchor(series.anchor)? + *offset)
    }

    /// Makes the next repeat of a flag.
    pub fn plan_repeat(&mut self, flag: u64, from: Elapsed, due: Elapsed, entered: Elapsed) {
        let Some(open) = self.flags.get_mut(&flag) else {
            return;
        };
        if open.next_repeat >= REPEATS_MAX {
            return;
        }
        let n = open.next_repeat;
        open.next_repeat = n.saturating_add(1);
        let sign = open.crossing.sign;
        let limit = open.crossing.limit.clone();
        let late = self
            .limit(&limit)
            .and_then(|limit| limit.recheck.as_ref())
            .map_or(Span::ZERO, |recheck| recheck.late);
        let mut check = Check::new(due, from, late, vec![sign]);
        check.armed_from = entered;
        self.checks
            .insert(CheckId::Recheck { flag, n }, check.into());
    }

    /// The repeat of a flag that is open.
    pub fn open_repeat(&self, flag: u64) -> Option<CheckId> {
        let all = CheckId::Recheck { flag, n: 0 }..=CheckId::Recheck { flag, n: u16::MAX };
        let mut open = self.checks.range(all).filter(|(_, check)| check.is_open());
        open.next_back().map(|(id, _)| *id)
    }

    /// What a reading satisfies: check, signs covered, whether it was missed before.
    pub fn satisfied_by(&self, values: &Values, at: Elapsed) -> Vec<(CheckId, Vec<Sign>, bool)> {
        let mut nearest: BTreeMap<Chain, (Span, bool, Elapsed, CheckId)> = BTreeMap::new();
        for (id, check) in self.checks.iter() {
            let missed = check.missed.is_some();
            let wants = check.outstanding().any(|sign| values.contains_key(&sign));
            if !wants || check.cancelled || at < check.due_from {
                continue;
            }
            if missed && self.next_of_series(*id).is_some_and(|next| at >= next) {
                continue;
            }
            // A missed repeat is followed by the next one at once: that one takes the reading.
            if let CheckId::Recheck { flag, .. } = id
                && (missed || self.flags.get(flag).is_none_or(|flag| !flag.counts(at)))
            {
                continue;
            }
            let distance = Span((check.due - at).0.saturating_abs());
            let rank = (distance, missed, check.planned, *id);
            let chain = Chain::of(*id);
            if nearest.get(&chain).is_none_or(|best| rank < *best) {
                nearest.insert(chain, rank);
            }
        }
        nearest
            .into_values()
            .filter_map(|(_, missed, _, id)| {
                let check = self.checks.get(&id)?;
                let covers = check.outstanding().filter(|sign| values.contains_key(sign));
                Some((id, covers.collect(), missed))
            })
            .collect()
    }

    /// Takes a struck reading out of the checks and flags it served.
    pub fn unserve(&mut self, reading: u64, entered: Elapsed) {
        let was_met = |check: &Check| check.met.iter().any(|met| met.reading == reading);
        for check in self.checks.values_mut() {
            if was_met(check) {
                check.met.retain(|met| met.reading != reading);
                check.excused.clear();
                check.armed_from = check.armed_from.max(entered);
            }
        }
        let served: Vec<u64> = self
            .flags
            .iter()
            .filter(|(_, flag)| flag.repeats.iter().any(|repeat| repeat.reading == reading))
            .map(|(seq, _)| *seq)
            .collect();
        for flag in served {
            self.unrepeat(flag, reading, entered);
        }
    }

    /// A struck repeat no longer counts; a flag settled by it is open again and wants its next repeat.
    fn unrepeat(&mut self, seq: u64, reading: u64, entered: Elapsed) {
        let Some(flag) = self.flags.get_mut(&seq) else {
            return;
        };
        flag.repeats.retain(|repeat| repeat.reading != reading);
        let recheck = self
            .protocol
            .limits
            .iter()
            .find(|limit| limit.id == flag.crossing.limit)
            .and_then(|limit| limit.recheck.as_ref());
        let wanted = recheck.map_or(1, |recheck| recheck.until_inside.max(1));
        if flag.inside_in_a_row() < wanted {
            flag.settled = None;
        }
        let settled = flag.settled.is_some();
        let every = recheck.map(|recheck| recheck.every);
        let from = flag.counted_to();
        let open: Vec<CheckId> = self
            .checks
            .range(
                CheckId::Recheck { flag: seq, n: 0 }..=CheckId::Recheck {
                    flag: seq,
                    n: u16::MAX,
                },
            )
            .filter(|(_, check)| check.is_open())
            .map(|(id, _)| *id)
            .collect();
        // One repeat at a time: the chain went on after the struck one, or ended.
        let keep = if settled { None } else { open.last().copied() };
        for id in open {
            if Some(id) != keep {
                self.checks.remove(&id);
            }
        }
        if let (false, None, Some(every)) = (settled, keep, every) {
            self.plan_repeat(seq, from, from + every, entered);
        }
    }
}

impl Check {
    /// The anchor was corrected: the old plan stays visible; what is done or missed keeps it.
    fn move_to(&mut self, planned: Elapsed, from: Elapsed, entered: Elapsed) {
        if !self.is_open() || planned == self.planned {
            return;
        }
        self.planned_before.push(self.planned);
        self.planned = planned;
        self.due_from = from;
        if self.deferral_reason.is_some() && self.due > entered {
            return;
        }
        self.due = planned;
        self.deferral_reason = None;
        self.armed_from = entered;
        if planned > entered {
            self.rest();
        } else if self.late_after() > entered {
            self.fell_late = false;
        }
    }
}

impl Flag {
    /// Whether a reading of then counts as a repeat.
    pub fn counts(&self, at: Elapsed) -> bool {
        self.settled.is_none() && at >= self.counted_to()
    }
}

/// The id of an instance, where both numbers fit.
fn planned_id(series: usize, n: usize) -> Option<CheckId> {
    Some(CheckId::Planned {
        series: u16::try_from(series).ok()?,
        n: u16::try_from(n).ok()?,
    })
}
