//! Not now, seen, left out, missed: what people say about checks without taking them.

use super::{By, Draft, offered_reason, reason};
use crate::session::board::CheckState;
use crate::session::event::{CheckId, Event};
use crate::session::refusal::{CHECKS_PER_ACT_MAX, Refusal};
use crate::session::state::{Chain, State};
use crate::time::Elapsed;
use std::collections::BTreeSet;

impl State {
    /// Whether "not now" would be accepted for this check, and why not.
    pub(in crate::session) fn may_defer(&self, id: CheckId, now: Elapsed) -> Result<(), Refusal> {
        let rule = &self.protocol.deferral;
        let open = matches!(
            self.check_state(id, now),
            Some(CheckState::Near | CheckState::Due | CheckState::Late)
        );
        let due = self.checks.get(&id).map(|check| check.due);
        if !open || due.is_none_or(|due| due >= now + rule.again_after) {
            return Err(Refusal::NothingToDefer);
        }
        if let CheckId::Recheck { flag, .. } = id {
            let limit = self
                .flags
                .get(&flag)
                .and_then(|flag| self.limit(&flag.crossing.limit));
            let recheck = limit.and_then(|limit| limit.recheck.as_ref());
            if !recheck.is_some_and(|recheck| recheck.deferrable) {
                let line = limit.map_or(0, |limit| limit.cite.line);
                return Err(Refusal::NotDeferrable { line });
            }
        }
        if self.in_a_row(id) >= rule.cap {
            return Err(Refusal::DeferralCap {
                cap: rule.cap,
                line: rule.cite.line,
            });
        }
        Ok(())
    }

    /// Deferrals in a row along the check's series or flag.
    pub(in crate::session) fn in_a_row(&self, id: CheckId) -> u8 {
        self.deferrals.get(&Chain::of(id)).copied().unwrap_or(0)
    }

    /// Checks that prompt now; where none does, those of the nearest prompt to come.
    fn prompting(&self, now: Elapsed) -> Vec<CheckId> {
        let open = |wanted: &[CheckState]| -> Vec<CheckId> {
            let states = self
                .checks
                .keys()
                .map(|id| (*id, self.check_state(*id, now)));
            states
                .filter(|(_, state)| state.is_some_and(|state| wanted.contains(&state)))
                .map(|(id, _)| id)
                .collect()
        };
        let due = open(&[CheckState::Due, CheckState::Late]);
        if !due.is_empty() {
            return due;
        }
        let near = open(&[CheckState::Near]);
        let due_of = |id: &CheckId| {
            self.checks
                .get(id)
                .map(|check| super::super::tick::minute(check.due))
        };
        let soonest = near.iter().filter_map(due_of).min();
        near.into_iter()
            .filter(|id| due_of(id) == soonest)
            .collect()
    }
}

impl Draft<'_> {
    pub(super) fn defer(
        &mut self,
        by: By,
        named: &[CheckId],
        id: &str,
        text: &str,
    ) -> Result<(), Refusal> {
        offered_reason(&self.state.protocol.deferral.reasons, id, text)?;
        let checks = if named.is_empty() {
            self.deferrable_now()?
        } else {
            let checks = distinct(named)?;
            checks
                .iter()
                .try_for_each(|check| self.state.may_defer(*check, self.now))?;
            checks
        };
        let in_a_row = checks
            .iter()
            .map(|check| self.state.in_a_row(*check))
            .max()
            .unwrap_or(0);
        self.say(
            by,
            Event::Deferred {
                checks,
                reason: id.to_owned(),
                text: text.to_owned(),
                until: by.happened + self.state.protocol.deferral.again_after,
                in_a_row: in_a_row.saturating_add(1),
            },
        );
        Ok(())
    }

    fn deferrable_now(&self) -> Result<Vec<CheckId>, Refusal> {
        let mut checks = Vec::new();
        let mut first_refusal = None;
        for check in self.state.prompting(self.now) {
            match self.state.may_defer(check, self.now) {
                Ok(()) => checks.push(check),
                Err(refusal) => {
                    first_refusal.get_or_insert(refusal);
                }
            }
        }
        if checks.is_empty() {
            return Err(first_refusal.unwrap_or(Refusal::NothingToDefer));
        }
        Ok(checks)
    }

    pub(super) fn see(&mut self, by: By, named: &[CheckId]) -> Result<(), Refusal> {
        let prompts = |id: &CheckId| {
            self.state
                .checks
                .get(id)
                .is_some_and(|check| check.prompts())
        };
        let checks: Vec<CheckId> = if named.is_empty() {
            self.state
                .checks
                .keys()
                .copied()
                .filter(|id| prompts(id))
                .collect()
        } else {
            distinct(named)?
        };
        if checks.is_empty() || !checks.iter().all(prompts) {
            return Err(Refusal::NothingSuchOpen);
        }
        self.say(by, Event::Seen { checks });
        Ok(())
    }

    pub(super) fn excuse_rest(
        &mut self,
        by: By,
        check: CheckId,
        id: &str,
        text: &str,
    ) -> Result<(), Refusal> {
        reason(&self.state.protocol.reasons.partial, id, text)?;
        let open = self.state.checks.get(&check);
        let partly = open.filter(|check| check.is_open() && !check.met.is_empty());
        let signs = partly
            .ok_or(Refusal::NothingSuchOpen)?
            .outstanding()
            .collect();
        self.say(
            by,
            Event::RestExcused {
                check,
                signs,
                reason: id.to_owned(),
                text: text.to_owned(),
            },
        );
        Ok(())
    }

    pub(super) fn explain_miss(
        &mut self,
        by: By,
        check: CheckId,
        id: &str,
        text: &str,
    ) -> Result<(), Refusal> {
        reason(&self.state.protocol.reasons.missed, id, text)?;
        match self.state.check_state(check, self.now) {
            Some(CheckState::Late) => {
                self.say(by, Event::FellMissed { check });
            }
            Some(CheckState::Missed) => {
                let known = self.state.checks.get(&check);
                if known.is_none_or(|check| check.explained.is_some()) {
                    return Err(Refusal::Already);
                }
            }
            _ => return Err(Refusal::NothingSuchOpen),
        }
        self.say(
            by,
            Event::MissExplained {
                check,
                reason: id.to_owned(),
                text: text.to_owned(),
            },
        );
        Ok(())
    }
}

/// The named checks, each once, within the limit.
fn distinct(named: &[CheckId]) -> Result<Vec<CheckId>, Refusal> {
    if named.len() > CHECKS_PER_ACT_MAX {
        return Err(Refusal::TooMany {
            limit: CHECKS_PER_ACT_MAX,
        });
    }
    Ok(named
        .iter()
        .copied()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect())
}
