//! Closing, gaps, and elapsed time confirmed.

use super::{By, Draft, some_words, words};
use crate::id::PersonId;
use crate::protocol::{Beside, GateId};
use crate::session::board::CheckState;
use crate::session::event::{Author, CheckId, Ending, Event, GapCause, QuietBreak};
use crate::session::refusal::{CONFIRM_MAX, ELAPSED_MAX, Refusal};
use crate::time::{Elapsed, Span};

impl Draft<'_> {
    pub(super) fn agree_closing(
        &mut self,
        by: By,
        item: &str,
        finding: &str,
        second: PersonId,
    ) -> Result<(), Refusal> {
        words(finding)?;
        self.second(by, second)?;
        let mut items = self.state.protocol.closing.items.iter();
        let found = items
            .find(|known| known.id == item)
            .ok_or(Refusal::UnknownItem)?;
        if found.beside == Beside::Finding {
            some_words(finding)?;
        }
        self.say(
            by,
            Event::ClosingAgreed {
                item: item.to_owned(),
                finding: finding.to_owned(),
                second,
            },
        );
        Ok(())
    }

    pub(super) fn close(
        &mut self,
        by: By,
        ending: Ending,
        second: Option<PersonId>,
        note: &str,
    ) -> Result<(), Refusal> {
        words(note)?;
        second.map_or(Ok(()), |second| self.second(by, second))?;
        let mut unmet = self.lines_not_agreed();
        let leaving = self.state.open_items(GateId::Leaving, by.happened);
        if ending == Ending::AsPlanned {
            if !unmet.is_empty() {
                return Err(Refusal::ClosingUnmet { items: unmet });
            }
            self.gate_passed(GateId::Leaving, by.happened)?;
            if second.is_none() {
                return Err(Refusal::SecondNeeded);
            }
        }
        unmet.extend(leaving.into_iter().map(|item| format!("leaving:{item}")));
        let author = Author::Person(by.person);
        self.break_quiet(author, QuietBreak::Closing);
        for check in self.open_checks(|state| state == CheckState::Late) {
            self.say(by, Event::FellMissed { check });
        }
        let cancelled = self.open_checks(|_| true);
        self.say(
            by,
            Event::SessionClosed {
                ending,
                second,
                note: note.to_owned(),
                unmet,
                cancelled,
            },
        );
        Ok(())
    }

    fn lines_not_agreed(&self) -> Vec<String> {
        let items = self.state.protocol.closing.items.iter();
        items
            .filter(|item| !self.state.closing.contains_key(&item.id))
            .map(|item| item.id.clone())
            .collect()
    }

    fn open_checks(&self, wanted: impl Fn(CheckState) -> bool) -> Vec<CheckId> {
        let open = self
            .state
            .checks
            .iter()
            .filter(|(_, check)| check.is_open());
        open.map(|(id, _)| *id)
            .filter(|id| self.state.check_state(*id, self.now).is_some_and(&wanted))
            .collect()
    }

    /// Written by the clock: nobody says so, the machine noticed.
    ///
    /// After a reboot under a wall clock that is behind, the machine is known to have lived longer than elapsed time
    /// says: it goes on from there.
    pub(super) fn notice_gap(&mut self, from: Elapsed, cause: GapCause) -> Result<(), Refusal> {
        let ahead = from - self.now;
        if ahead > Span::ZERO {
            if !self.state.clock.estimated || ahead > CONFIRM_MAX {
                return Err(Refusal::HappenedInFuture);
            }
            self.now = from.min(ELAPSED_MAX.max(self.now));
        }
        let from = from.max(Elapsed(0));
        let gap = Event::Gap {
            from,
            to: self.now,
            cause,
            fell_due: self.state.fell_due(from, self.now),
        };
        self.push(self.now, Author::Clock, gap);
        Ok(())
    }

    /// The row stands at the confirmed time.
    pub(super) fn confirm_elapsed(&mut self, by: By, correction: Span) -> Result<(), Refusal> {
        if !self.state.clock.estimated {
            return Err(Refusal::NotEstimated);
        }
        if correction > CONFIRM_MAX {
            return Err(Refusal::OutOfRange);
        }
        let least = self.state.clock.last - self.now;
        if correction < least {
            return Err(Refusal::WouldRunBackwards { least });
        }
        self.now = (self.now + correction).min(ELAPSED_MAX.max(self.now));
        let now = By {
            happened: self.now,
            ..by
        };
        self.say(now, Event::ElapsedConfirmed { by: correction });
        Ok(())
    }
}
