//! What time alone brings: one transition after another, in the order of their true times, until none is due.
//!
//! **Invariant:** the next transition depends on the state alone, never on how late the machine looks; so one late tick
//! brings what many ticks on the way would have brought.

use super::board::Wake;
use super::decide::Draft;
use super::event::{Author, CheckId, Event};
use super::state::{Check, Quiet, State};
use crate::protocol::Channel;
use crate::time::Elapsed;

/// What can fall due. The order of the variants settles ties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Turn {
    QuietEnds,
    WindowOpens,
    WindowCloses,
    Missed(CheckId),
    Due(CheckId),
    Late(CheckId),
    Stage(CheckId, usize),
}

impl Turn {
    pub fn wake(self) -> Wake {
        match self {
            Turn::QuietEnds => Wake::QuietEnds,
            Turn::WindowOpens | Turn::WindowCloses => Wake::Window,
            Turn::Missed(_) | Turn::Late(_) => Wake::Late,
            Turn::Due(_) => Wake::Due,
            Turn::Stage(..) => Wake::Stage,
        }
    }
}

impl Draft<'_> {
    /// Brings everything that falls due up to now, then what the clocks did.
    pub fn run(&mut self) {
        if self.state.ended.is_some() {
            return;
        }
        while let Some((at, turn)) = self.state.next_turn()
            && at <= self.now
        {
            let Some(event) = self.state.event_of(turn) else {
                return;
            };
            self.push(at, Author::Clock, event);
        }
        for event in self.state.clock.changes(&self.at) {
            self.push(self.now, Author::Clock, event);
        }
    }
}

impl State {
    /// The earliest transition to come, overdue ones included.
    pub fn next_turn(&self) -> Option<(Elapsed, Turn)> {
        if self.ended.is_some() {
            return None;
        }
        let quiet = self.quiet.map(|quiet| (quiet.until, Turn::QuietEnds));
        let window = self.window().and_then(|(opens, closes)| {
            if !self.window_opened {
                Some((opens, Turn::WindowOpens))
            } else if !self.window_closed {
                Some((closes, Turn::WindowCloses))
            } else {
                None
            }
        });
        self.checks
            .iter()
            .filter_map(|(id, check)| self.turn_of(*id, check))
            .chain(quiet)
            .chain(window)
            .min()
    }

    fn turn_of(&self, id: CheckId, check: &Check) -> Option<(Elapsed, Turn)> {
        if !check.is_open() {
            return None;
        }
        let missed = self.next_of_series(id).map(|next| (next, Turn::Missed(id)));
        let own = if check.prompted {
            let late = (!check.fell_late).then(|| (check.late_after(), Turn::Late(id)));
            let stage = self.stage_of(check).map(|(at, n)| (at, Turn::Stage(id, n)));
            late.into_iter().chain(stage).min()
        } else {
            Some((check.due, Turn::Due(id)))
        };
        own.into_iter().chain(missed).min()
    }

    /// The next stage of a check that prompts, and when: not before the machine knew of it, not within a quiet window.
    fn stage_of(&self, check: &Check) -> Option<(Elapsed, usize)> {
        let stages = self.protocol.escalation.iter().enumerate();
        stages.skip(check.stage).find_map(|(n, stage)| {
            let nominal = (check.due + stage.after).max(check.armed_from);
            let from = match (&stage.channel, self.timekeeper) {
                (Channel::Tone, Some(timekeeper)) if timekeeper.tone => {
                    nominal.max(timekeeper.since)
                }
                (Channel::Tone, _) => return None,
                _ => nominal,
            };
            Some((self.held_by_quiet(from), n))
        })
    }

    fn held_by_quiet(&self, at: Elapsed) -> Elapsed {
        let held = |window: Option<Quiet>, at: Elapsed| match window {
            Some(quiet) if quiet.began <= at && at < quiet.until => quiet.until,
            _ => at,
        };
        held(self.quiet, held(self.was_quiet, at))
    }

    fn event_of(&self, turn: Turn) -> Option<Event> {
        Some(match turn {
            Turn::QuietEnds => Event::QuietEnded,
            Turn::WindowOpens => Event::WindowOpened,
            Turn::WindowCloses => Event::WindowClosed {
                decided: self
                    .window()
                    .is_some_and(|(_, closes)| self.decided_by(closes)),
            },
            Turn::Missed(check) => Event::FellMissed { check },
            Turn::Due(check) => Event::Prompted {
                checks: self.prompted_with(self.checks.get(&check)?.due),
            },
            Turn::Late(check) => Event::FellLate { check },
            Turn::Stage(check, n) => Event::Escalated {
                check,
                channel: self.protocol.escalation.get(n)?.channel.clone(),
            },
        })
    }

    /// Every check that falls due in the same whole minute of session time is the same prompt.
    fn prompted_with(&self, due: Elapsed) -> Vec<CheckId> {
        self.checks
            .iter()
            .filter(|(_, check)| check.is_open() && !check.prompted)
            .filter(|(_, check)| minute(check.due) == minute(due))
            .map(|(id, _)| *id)
            .collect()
    }
}

/// The whole minute of session time in which an instant lies.
pub(super) fn minute(at: Elapsed) -> i64 {
    at.0.div_euclid(60_000)
}
