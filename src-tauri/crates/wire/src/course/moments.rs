//! What dosing sessions hand on to the course: read from their records, never copied.

use super::CarriedIn;
use super::now::Initials;
use crate::session::log::LogLine;
use crate::session::{tell, titles::Titles};
use companion::courses::{CarriedKind, Now};
use companion::{Companion, Error};
use serde::Serialize;
use std::collections::BTreeSet;
#[cfg(test)]
use ts_rs::TS;

/// A dosing session that ended, as the course speaks of it.
#[derive(Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "course.ts"))]
pub struct HandedOn {
    pub session: String,
    pub number: u16,
    /// Session time of dose 1, from which the session's clock is read; none: it was not given.
    pub dose1_ms: Option<i64>,
    /// The first integration visit after it; none: the course has none.
    pub visit: Option<String>,
    /// The intentions said before it, in the client's own words.
    pub intention: Vec<CarriedIn>,
    /// Starred moments and the client's own words, by when they happened.
    pub lines: Vec<LogLine>,
    /// Other rows that insights go back to.
    pub linked: Vec<LogLine>,
}

impl std::fmt::Debug for HandedOn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HandedOn({})", self.session)
    }
}

/// Every session of the course that ended. One that cannot be replayed is left out; `verify` names it.
pub(super) fn of(
    companion: &mut Companion,
    now: &Now,
    by: Initials<'_>,
) -> Result<Vec<HandedOn>, Error> {
    let Some((_, standing)) = &now.under else {
        return Ok(Vec::new());
    };
    let mut all = Vec::new();
    for held in now.sessions.iter().filter(|held| !held.live) {
        let Ok((live, board, _)) = companion.session_look(held.id) else {
            continue;
        };
        let order: Vec<u64> = live.session.moments().iter().map(|row| row.seq).collect();
        let linked: BTreeSet<u64> = standing
            .insights
            .iter()
            .filter_map(|one| one.moment)
            .filter(|moment| moment.session == held.id && !order.contains(&moment.seq))
            .map(|moment| moment.seq)
            .collect();
        let mut carried = now.carried_in(held.id);
        carried.retain(|one| one.kind == CarriedKind::Intention);
        if order.is_empty() && linked.is_empty() && carried.is_empty() {
            continue;
        }
        let every = tell::lines(&Titles::of(&live), 0);
        let line = |seq: u64| every.iter().find(|line| line.seq == seq).cloned();
        let dose1 = board
            .anchors
            .iter()
            .find(|anchor| anchor.anchor == clinic::protocol::Anchor::Dose1);
        all.push(HandedOn {
            session: held.id.to_string(),
            number: live.row.number,
            dose1_ms: dose1.map(|anchor| anchor.at.0),
            visit: standing
                .first_talk_after(held.id)
                .map(|visit| visit.id.clone()),
            intention: CarriedIn::all(carried, by),
            lines: order.into_iter().filter_map(line).collect(),
            linked: linked.into_iter().filter_map(line).collect(),
        });
    }
    Ok(all)
}
