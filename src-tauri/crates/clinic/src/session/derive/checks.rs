//! Checks as a screen shows them: the state of each, and the prompts they form.

use crate::quantity::Sign;
use crate::session::board::{CheckState, CheckView, Prompt};
use crate::session::event::CheckId;
use crate::session::state::{Check, State};
use crate::session::tick::minute;
use crate::time::{Elapsed, Span};
use std::collections::{BTreeMap, BTreeSet};

/// A check is near from here to its time.
const NEAR: Span = Span::minutes(10);

impl State {
    pub fn check_state(&self, id: CheckId, now: Elapsed) -> Option<CheckState> {
        self.checks.get(&id).map(|check| state_of(check, now))
    }

    /// Checks whose time came within a stretch and that were not met by its end.
    pub fn fell_due(&self, after: Elapsed, until: Elapsed) -> Vec<CheckId> {
        let unmet = self
            .checks
            .iter()
            .filter(|(_, check)| !check.cancelled && !check.is_covered());
        unmet
            .filter(|(_, check)| check.due > after && check.due <= until)
            .map(|(id, _)| *id)
            .collect()
    }

    pub fn check_views(&self, now: Elapsed) -> Vec<CheckView> {
        let heads = self.heads();
        let mut views: Vec<CheckView> = self
            .checks
            .iter()
            .map(|(id, check)| self.check_view(*id, check, &heads, now))
            .collect();
        views.sort_by_key(|view| (view.planned, view.id));
        views
    }

    fn check_view(
        &self,
        id: CheckId,
        check: &Check,
        heads: &BTreeSet<CheckId>,
        now: Elapsed,
    ) -> CheckView {
        let state = state_of(check, now);
        let (title, line, required) = self.check_words(id);
        let outstanding: Vec<Sign> = check.outstanding().collect();
        let last = check.met.iter().max_by_key(|met| (met.at, met.reading));
        let stage = check.is_open().then(|| check.shown.clone()).flatten();
        CheckView {
            id,
            title,
            line,
            state,
            planned: check.planned,
            planned_before: check.planned_before.clone(),
            due_from: check.due_from,
            due: check.due,
            late_after: check.late_after(),
            signs: check.signs.clone(),
            wants_rest_reason: check.is_open() && !check.met.is_empty(),
            outstanding,
            reading: last.map(|met| met.reading),
            done: check.done(),
            deferrals: if heads.contains(&id) {
                self.in_a_row(id)
            } else {
                0
            },
            put_off: check.put_off,
            deferral_reason: check.deferral_reason.clone().filter(|_| check.is_open()),
            seen: check.seen && check.is_open(),
            stage,
            wants_reason: check.missed.is_some() && check.explained.is_none(),
            required,
        }
    }

    /// The first open check of each series and each flag: deferrals in a row stand on it.
    fn heads(&self) -> BTreeSet<CheckId> {
        let mut heads = BTreeMap::new();
        for (id, _) in self.checks.iter().filter(|(_, check)| check.is_open()) {
            heads
                .entry(crate::session::state::Chain::of(*id))
                .or_insert(*id);
        }
        heads.into_values().collect()
    }

    /// Title, line and whether a miss is a deviation.
    pub fn check_words(&self, id: CheckId) -> (String, u16, bool) {
        match id {
            CheckId::Planned { series, .. } => {
                match self.protocol.series.get(usize::from(series)) {
                    Some(series) => (series.title.clone(), series.cite.line, series.required),
                    None => (String::new(), 0, false),
                }
            }
            CheckId::Recheck { flag, .. } => {
                let limit = self
                    .flags
                    .get(&flag)
                    .map(|flag| flag.crossing.limit.as_str());
                match limit.and_then(|limit| self.limit(limit)) {
                    Some(limit) => (limit.id.clone(), limit.cite.line, true),
                    None => (String::new(), 0, false),
                }
            }
        }
    }

    pub fn prompts(&self, now: Elapsed) -> Vec<Prompt> {
        let mut minutes: BTreeMap<i64, Vec<(CheckId, &Check)>> = BTreeMap::new();
        for (id, check) in self.checks.iter().filter(|(_, check)| check.is_open()) {
            minutes
                .entry(minute(check.due))
                .or_default()
                .push((*id, check));
        }
        minutes
            .into_values()
            .filter_map(|checks| self.prompt(&checks, now))
            .collect()
    }

    fn prompt(&self, checks: &[(CheckId, &Check)], now: Elapsed) -> Option<Prompt> {
        let all = || checks.iter().map(|(_, check)| check);
        let signs: BTreeSet<Sign> = all().flat_map(|check| check.outstanding()).collect();
        let mut titles: Vec<String> = Vec::new();
        for (id, _) in checks {
            let (title, ..) = self.check_words(*id);
            if !titles.contains(&title) {
                titles.push(title);
            }
        }
        Some(Prompt {
            checks: checks.iter().map(|(id, _)| *id).collect(),
            state: all()
                .map(|check| state_of(check, now))
                .max_by_key(|state| pressing(*state))?,
            due: all().map(|check| check.due).min()?,
            due_from: all().map(|check| check.due_from).min()?,
            late_after: all().map(|check| check.late_after()).min()?,
            signs: signs.into_iter().collect(),
            titles,
            deferrals: checks
                .iter()
                .map(|(id, _)| self.in_a_row(*id))
                .max()
                .unwrap_or(0),
            deferrable: checks
                .iter()
                .any(|(id, _)| self.may_defer(*id, now).is_ok()),
        })
    }

    /// When the next check comes near, or may be taken.
    pub fn next_near(&self, now: Elapsed) -> Option<Elapsed> {
        let open = self
            .checks
            .values()
            .filter(|check| check.is_open() && !check.prompted);
        let times = open.flat_map(|check| [check.due - NEAR, check.due_from]);
        times.filter(|at| *at > now).min()
    }
}

fn state_of(check: &Check, now: Elapsed) -> CheckState {
    if check.cancelled {
        CheckState::Cancelled
    } else if check.missed.is_some() {
        CheckState::Missed
    } else if check.is_covered() {
        CheckState::Done
    } else if check.fell_late {
        CheckState::Late
    } else if check.prompted {
        CheckState::Due
    } else if check.deferral_reason.is_some() {
        CheckState::Deferred
    } else if now >= check.due_from || now >= check.due - NEAR {
        CheckState::Near
    } else {
        CheckState::Resting
    }
}

/// What stands above what, when checks form one prompt.
fn pressing(state: CheckState) -> u8 {
    match state {
        CheckState::Late => 4,
        CheckState::Due => 3,
        CheckState::Near => 2,
        CheckState::Deferred => 1,
        _ => 0,
    }
}
