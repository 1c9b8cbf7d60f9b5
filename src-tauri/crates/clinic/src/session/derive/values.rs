//! Last values with their ages, flags with their lives, the supplemental dose with its conditions.

use crate::protocol::{Condition, Series};
use crate::quantity::Sign;
use crate::session::board::{
    ConditionView, FlagView, SupplementalDecision, SupplementalView, ValueView,
};
use crate::session::event::Dose;
use crate::session::state::{Flag, State};
use crate::time::{Elapsed, Span};
use std::cmp::Reverse;

const EVER: Elapsed = Elapsed(i64::MAX);

impl State {
    pub fn value_views(&self, now: Elapsed) -> Vec<ValueView> {
        let signs = Sign::ALL.into_iter();
        signs
            .filter_map(|sign| {
                let (value, happened, reading) = self.last_value(sign, EVER)?;
                Some(ValueView {
                    sign,
                    value,
                    happened,
                    reading,
                    stale: self
                        .stale_from(sign, happened)
                        .is_some_and(|from| now > from),
                    baseline: self.baseline(sign),
                })
            })
            .collect()
    }

    /// When the next value on the screen grows older than its interval.
    pub fn next_stale(&self, now: Elapsed) -> Option<Elapsed> {
        let last = |sign: Sign| Some((sign, self.last_value(sign, EVER)?.1));
        let from = Sign::ALL.into_iter().filter_map(last);
        from.filter_map(|(sign, happened)| self.stale_from(sign, happened))
            .map(|at| at + Span(1))
            .filter(|at| *at > now)
            .min()
    }

    fn stale_from(&self, sign: Sign, happened: Elapsed) -> Option<Elapsed> {
        let series = self
            .protocol
            .series
            .iter()
            .filter(|series| series.signs.contains(&sign));
        let interval = series
            .filter_map(|series| self.interval(series, happened))
            .min()?;
        Some(happened + interval)
    }

    /// From the planned instance nearest to then to the next one (from the one before, at the end of the series).
    fn interval(&self, series: &Series, then: Elapsed) -> Option<Span> {
        let anchor = self.anchor(series.anchor)?;
        let distance = |offset: &Span| ((anchor + *offset) - then).0.saturating_abs();
        let (nearest, offset) = series
            .offsets
            .iter()
            .enumerate()
            .min_by_key(|(_, offset)| distance(offset))?;
        let next = series
            .offsets
            .get(nearest.saturating_add(1))
            .map(|next| *next - *offset);
        let before = || Some(*offset - *series.offsets.get(nearest.checked_sub(1)?)?);
        next.or_else(before)
    }

    /// Open flags first, the most pressing and oldest first; then the settled ones, oldest first.
    pub fn flag_views(&self) -> Vec<FlagView> {
        let mut flags: Vec<(&u64, &Flag)> = self.flags.iter().collect();
        flags.sort_by_key(|(seq, flag)| {
            let pressing = flag.settled.is_none().then_some(flag.crossing.priority);
            (Reverse(pressing), flag.at, **seq)
        });
        flags
            .into_iter()
            .map(|(seq, flag)| self.flag_view(*seq, flag))
            .collect()
    }

    fn flag_view(&self, seq: u64, flag: &Flag) -> FlagView {
        let limit = self.limit(&flag.crossing.limit);
        let recheck = limit.and_then(|limit| limit.recheck.as_ref());
        let due = self
            .open_repeat(seq)
            .and_then(|id| self.checks.get(&id))
            .map(|check| check.due);
        let tell = limit
            .and_then(|limit| limit.tell.as_ref())
            .filter(|_| flag.asked);
        FlagView {
            flag: seq,
            reading: flag.reading,
            raised: flag.at,
            crossing: flag.crossing.clone(),
            card: limit.map(|limit| limit.card.clone()).unwrap_or_default(),
            line: limit.map_or(0, |limit| limit.cite.line),
            repeats: flag
                .repeats
                .iter()
                .map(|repeat| (repeat.reading, repeat.inside))
                .collect(),
            inside_in_a_row: flag.inside_in_a_row(),
            until_inside: recheck.map_or(0, |recheck| recheck.until_inside),
            recheck_due: due,
            settled: flag.settled,
            tell: tell.map(|tell| tell.contact.clone()),
            told: flag.told.map(|(_, at)| at),
        }
    }

    pub fn supplemental_view(&self) -> Option<SupplementalView> {
        let plan = self.protocol.doses.supplemental.as_ref()?;
        let (opens, closes) = self.window()?;
        let decision = match self.dose(Dose::Supplemental) {
            Some(at) => Some((SupplementalDecision::Given, at)),
            None => self.decisions.last().and_then(|decision| {
                let (not_given, reason) = decision.not_given.clone()?;
                Some((
                    SupplementalDecision::NotGiven {
                        decision: not_given,
                        reason,
                    },
                    decision.at,
                ))
            }),
        };
        Some(SupplementalView {
            opens,
            closes,
            decision,
            conditions: plan
                .conditions
                .iter()
                .map(|condition| self.condition_view(condition))
                .collect(),
        })
    }

    fn condition_view(&self, condition: &Condition) -> ConditionView {
        let last = condition.sign.and_then(|sign| self.last_value(sign, EVER));
        ConditionView {
            title: condition.title.clone(),
            line: condition.cite.line,
            sign: condition.sign,
            value: last.map(|(value, ..)| value),
            happened: last.map(|(_, at, _)| at),
            at_most: condition.at_most,
            not_older_than: condition.not_older_than,
        }
    }
}
