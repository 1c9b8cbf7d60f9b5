//! The dosing engine: acts and time in, events out; the state is what the events say and nothing else.
//!
//! `decide(act, stamp) → events | refusal`, `tick(stamp) → events`, `apply(event)` which cannot fail, `next_wake()`,
//! `board(stamp)`, `replay(events)`. Opening a session and recovering from a crash are the same path: load, replay, tick.
//!
//! # What is settled here
//!
//! - **Time.** Elapsed follows the uptime within a boot and the wall clock after a reboot (*estimated* until confirmed).
//!   It never runs backwards: a confirmation may take back no more than what lies behind the last row.
//! - **Order.** Time brings one transition after another by true due time (`happened`); ties go quiet, window, missed,
//!   due, late, stage, then by check. What the clocks did comes last, at the moment it was seen.
//! - **Prompt.** Checks that fall due in the same whole minute of session time are one prompt, at the earliest of them.
//! - **Satisfied.** Per series the nearest instance by `|due − happened|` that may be taken then. A partial reading keeps
//!   the check open for the rest until it is taken or one reason is given.
//! - **Late** is from `late_after` on; a reading that happened by then is no deviation, whenever it was entered.
//! - **Not now.** Deferring what is named, or what prompts (when nothing does: the nearest prompt to come). Counted in a
//!   row along a series or a flag until one of its checks is met. A check that had fallen late before stays a deviation.
//! - **Repeats.** One at a time for each flag. A reading counts if it happened no earlier than the last one counted. A
//!   repeat recorded as missed is followed by another. A crossing entered late counts the readings kept since.
//! - **Struck readings** leave values, chart and baseline; a check they had met is open again, and time moves it on; a
//!   flag they had settled is open again. A flag they had raised stands until readings settle it.
//! - **Stages** count from the due time in force, never before the machine knew of the check, and wait for the end of a
//!   quiet window. *Seen* changes no time.
//! - **A corrected dose time** moves the open checks of its series; done and missed ones keep their plan.

pub mod act;
mod apply;
pub mod board;
mod clock;
mod decide;
mod derive;
mod deviations;
#[cfg(test)]
mod edges;
pub mod event;
#[cfg(test)]
mod example;
pub mod eyes;
#[cfg(test)]
mod frozen;
mod gates;
#[cfg(test)]
mod laws;
mod limits;
#[cfg(test)]
mod model;
mod moments;
mod presence;
mod refusal;
mod schedule;
mod source;
mod state;
pub mod strip;
pub mod tally;
mod tick;
pub mod touch;

pub use refusal::*;

use crate::id::PersonId;
use crate::people::Person;
use crate::protocol::Protocol;
use crate::time::{Elapsed, Span, Stamp};
use act::{Act, When};
use board::{Board, Wake};
use decide::Draft;
use event::{Author, Event, Recorded};
use state::State;
use std::sync::Arc;
use touch::TouchAgreement;

/// Unwatched for longer than this is a gap.
const UNWATCHED: Span = Span::seconds(60);

/// What a session is opened with.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The checked protocol.
    pub protocol: Arc<Protocol>,
    /// SHA-256 of its file, hex.
    pub digest: String,
    /// Which dosing session of the course, from 1.
    pub number: u16,
    /// Who may act.
    pub people: Vec<Person>,
    /// What touch was agreed in preparation, where it was.
    pub touch: Option<TouchAgreement>,
}

/// One dosing session: its rows and what they say.
#[derive(Debug, Clone)]
pub struct Session {
    state: State,
    rows: Vec<Recorded>,
}

impl Session {
    /// Opens a session now. The rows are already applied; keep them.
    pub fn open(plan: Plan, by: PersonId, at: Stamp) -> (Session, Vec<Recorded>) {
        let opened = Recorded {
            seq: 0,
            entered: at,
            elapsed: Elapsed(0),
            happened: Elapsed(0),
            by: Author::Person(by),
            event: Event::SessionOpened {
                protocol: plan.protocol.name(),
                digest: plan.digest,
                number: plan.number,
                people: plan.people,
            },
        };
        let mut session = Session {
            state: State::new(plan.protocol, &opened),
            rows: Vec::new(),
        };
        session.apply(&opened);
        let mut rows = vec![opened];
        if let Some(agreed) = plan.touch {
            let carried = Recorded {
                seq: 1,
                entered: at,
                elapsed: Elapsed(0),
                happened: Elapsed(0),
                by: Author::Person(by),
                event: agreed.event(true),
            };
            session.apply(&carried);
            rows.push(carried);
        }
        (session, rows)
    }

    /// The session that these rows tell, under the protocol they name.
    pub fn replay(
        protocol: Arc<Protocol>,
        rows: impl IntoIterator<Item = Recorded>,
    ) -> Result<Session, ReplayError> {
        let mut rows = rows.into_iter();
        let first = rows.next().ok_or(ReplayError::Empty)?;
        let Event::SessionOpened { protocol: name, .. } = &first.event else {
            return Err(ReplayError::NotOpened);
        };
        if *name != protocol.name() {
            return Err(ReplayError::OtherProtocol);
        }
        let mut session = Session {
            state: State::new(protocol, &first),
            rows: Vec::new(),
        };
        for (expected, row) in (0u64..).zip(std::iter::once(first).chain(rows)) {
            if row.seq != expected {
                return Err(ReplayError::Hole {
                    expected,
                    found: row.seq,
                });
            }
            session.state.apply(&row);
            session.rows.push(row);
        }
        Ok(session)
    }

    /// What time alone, and the clocks, bring up to this stamp. Changes nothing here.
    pub fn tick(&self, at: Stamp) -> Vec<Recorded> {
        if self.is_quiet_until(&at) {
            return Vec::new();
        }
        self.draft(at).rows
    }

    /// What an act brings, after what time brought: all of it or none.
    pub fn decide(
        &self,
        act: &Act,
        when: When,
        by: PersonId,
        at: Stamp,
    ) -> Result<Vec<Recorded>, Refusal> {
        let mut draft = self.draft(at);
        draft.decide(act, when, by)?;
        Ok(draft.rows)
    }

    /// Takes in one row. Cannot fail.
    pub fn apply(&mut self, row: &Recorded) {
        self.state.apply(row);
        self.rows.push(row.clone());
    }

    /// When the engine wants waking next, and why; may lie in the past. None when the session ended.
    pub fn next_wake(&self, at: Stamp) -> Option<(Elapsed, Wake)> {
        self.state.next_wake(self.elapsed(&at))
    }

    /// What a screen shows at this stamp, with everything that falls due by then.
    pub fn board(&self, at: Stamp) -> Board {
        let seq = self.state.next_seq;
        if self.is_quiet_until(&at) {
            return self.state.board(at, self.elapsed(&at), seq);
        }
        let draft = self.draft(at);
        draft.state.board(at, draft.now, seq)
    }

    /// Everything kept, in order.
    pub fn rows(&self) -> &[Recorded] {
        &self.rows
    }

    /// Session time of a stamp.
    pub fn elapsed(&self, at: &Stamp) -> Elapsed {
        self.state.clock.elapsed(at)
    }

    /// Session time of a wall time (UTC milliseconds) by the mapping in force; negative before the session.
    pub fn elapsed_at_wall(&self, wall_ms: i64) -> Elapsed {
        self.state.clock.at_wall(wall_ms)
    }

    /// Whether nobody watching since `last_alive` is worth a gap: longer than a minute, or a check fell due meanwhile;
    /// or the machine is known to have lived longer than elapsed time says (a wall clock behind, after a reboot).
    pub fn gap_owed(&self, last_alive: Elapsed, now: Elapsed) -> bool {
        if self.state.ended.is_some() {
            return false;
        }
        now - last_alive > UNWATCHED
            || last_alive > now
            || !self.state.fell_due(last_alive, now).is_empty()
    }

    /// The protocol it runs under.
    pub fn protocol(&self) -> &Protocol {
        &self.state.protocol
    }

    /// SHA-256 of the protocol file, as pinned when the session was opened.
    pub fn digest(&self) -> &str {
        &self.state.digest
    }

    /// Which dosing session of the course.
    pub fn number(&self) -> u16 {
        self.state.number
    }

    /// Who may act, pinned when the session was opened.
    pub fn people(&self) -> &[Person] {
        &self.state.people
    }

    /// Whether it was closed.
    pub fn is_ended(&self) -> bool {
        self.state.ended.is_some()
    }

    fn draft(&self, at: Stamp) -> Draft<'_> {
        Draft::start(self.state.clone(), &self.rows, at)
    }

    /// Neither time nor the clocks bring anything up to this stamp: no need to copy the state.
    fn is_quiet_until(&self, at: &Stamp) -> bool {
        if self.state.ended.is_some() {
            return true;
        }
        let now = self.elapsed(at);
        self.state.next_turn().is_none_or(|(due, _)| due > now)
            && self.state.clock.changes(at).is_empty()
    }
}
