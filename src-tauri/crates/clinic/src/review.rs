//! Review: what a supervisor makes of sessions that another vault recorded.
//!
//! Two sides that never meet keep one thread. Each adds rows of its own, numbered by itself, and takes in the other's: the thread is the set
//! of all rows, and what it says does not depend on the order in which they came. So a merge has no conflict.
//!
//! # What is settled here
//!
//! - **Sides.** Whoever sealed the packet is its author's side; whoever it was sealed for reviews. Only a reviewer asks, closes, opens again,
//!   decides; only the author's side answers.
//! - **A query** is open until somebody answers, answered until its asker closes it, and open again when its asker says so.
//! - **Decision.** The latest of a reviewer counts, and takes the place of the one before. Accepting asks that everything that needs eyes was seen
//!   by this reviewer, and that none of their queries is open or answered but not closed. Giving back asks for a reason.
//! - **A signature stands on the decision it was made under.** Where its signer says otherwise later, it stays, and says so; a new acceptance takes
//!   a new signature.
//! - **Private** rows never leave their vault.

mod place;
mod queries;
pub mod redact;
mod refusal;
mod role;

#[cfg(test)]
mod tests;

pub use place::{Account, Place};
pub use queries::{Query, QueryState};
pub use refusal::Refusal;
pub use role::ReviewRole;

use crate::id::{PersonId, SessionId};
use crate::time::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Longest text of a row.
pub const TEXT_MAX: usize = 4000;
/// Longest supervision entered at once.
pub const MINUTES_MAX: u16 = 24 * 60;

/// One row of a thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Who says so.
    pub by: PersonId,
    /// Their printed name.
    pub name: String,
    /// How many rows of theirs stand before it in this thread.
    pub n: u64,
    /// When, UTC milliseconds.
    pub wall_ms: i64,
    /// Zone shown then, minutes east.
    pub zone_minutes: i16,
    /// What.
    pub event: Event,
}

/// Names a row of a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowId {
    /// Whose.
    pub by: PersonId,
    /// Which of theirs.
    pub n: u64,
}

/// What a row says. A released variant or field never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event", deny_unknown_fields)]
pub enum Event {
    /// Something that needs eyes was looked at.
    Seen {
        /// Which session.
        session: SessionId,
        /// Which of [`crate::session::Session::eyes`], by its key.
        eye: String,
    },
    /// The same of something in the client's course.
    SeenInCourse {
        /// Which of [`crate::course::excerpt::Excerpt::eyes`], by its key.
        eye: String,
    },
    /// A comment.
    Commented {
        /// On what.
        on: Place,
        /// Words.
        text: String,
    },
    /// A query: it wants an answer.
    Asked {
        /// On what.
        on: Place,
        /// Words.
        text: String,
    },
    /// An answer to a query.
    Answered {
        /// Which.
        query: RowId,
        /// The asker's last row about it that was answered, by its number: two clocks need not agree.
        after: u64,
        /// Words.
        text: String,
    },
    /// A query is settled.
    Closed {
        /// Which.
        query: RowId,
    },
    /// A query is open again.
    Reopened {
        /// Which.
        query: RowId,
        /// Why.
        reason: String,
    },
    /// Read and accepted.
    Accepted,
    /// Given back.
    Returned {
        /// Why.
        reason: String,
    },
    /// The decision before is taken back.
    DecisionWithdrawn {
        /// Why.
        reason: String,
    },
    /// The author saw that a reviewer took back what they had accepted. Never leaves the vault.
    WithdrawalSeen {
        /// The row by which it was taken back.
        of: RowId,
    },
    /// The reviewer signed the very rows of a session.
    CoSigned {
        /// Which.
        session: SessionId,
        /// The signed statement, as text.
        body: String,
        /// Ed25519 over it, hex.
        signature: String,
        /// By this key, hex.
        key: String,
    },
    /// The reviewer signed the client's course as it stood under a part of it.
    CoSignedInCourse {
        /// Which part, by the name that [`crate::course::excerpt::Piece`] is written as.
        part: String,
        /// The signed statement, as text.
        body: String,
        /// Ed25519 over it, hex.
        signature: String,
        /// By this key, hex.
        key: String,
    },
    /// Supervision was held.
    Supervised {
        /// The day.
        on: Date,
        /// How long.
        minutes: u16,
        /// What about.
        topics: String,
    },
    /// The other side agrees that it was held so.
    SupervisionAgreed {
        /// Which.
        of: RowId,
    },
    /// An item of the protocol's rating form was rated. The latest of a reviewer counts.
    Rated {
        /// Which session.
        session: SessionId,
        /// Which of [`crate::protocol::adherence::Adherence::items`].
        item: String,
        /// A step of the scale; none: the record does not show it.
        value: Option<u8>,
        /// The entry that shows it. A value has one.
        entry: Option<u64>,
        /// Words; may be empty.
        text: String,
    },
    /// A private note. Never leaves.
    NotedPrivately {
        /// On what.
        on: Place,
        /// Words.
        text: String,
    },
}

impl Event {
    /// Whether it may go into a packet.
    pub fn leaves(&self) -> bool {
        !matches!(
            self,
            Event::NotedPrivately { .. } | Event::WithdrawalSeen { .. }
        )
    }

    /// Whose side alone may say it; none: either.
    pub fn side(&self) -> Option<Side> {
        match self {
            Event::Seen { .. }
            | Event::SeenInCourse { .. }
            | Event::Asked { .. }
            | Event::Closed { .. }
            | Event::Reopened { .. }
            | Event::Accepted
            | Event::Returned { .. }
            | Event::DecisionWithdrawn { .. }
            | Event::Rated { .. }
            | Event::CoSigned { .. }
            | Event::CoSignedInCourse { .. } => Some(Side::Reviewer),
            Event::Answered { .. } | Event::WithdrawalSeen { .. } => Some(Side::Author),
            Event::Commented { .. }
            | Event::NotedPrivately { .. }
            | Event::Supervised { .. }
            | Event::SupervisionAgreed { .. } => None,
        }
    }

    /// Whether a row that comes from elsewhere may say this: it leaves a vault, it is that side's to say, its words are there and not too
    /// long. What it points at may have been lost on the way.
    pub fn may_come_from(&self, from: Side) -> bool {
        if self.on().is_some_and(|on| !on.is_short()) {
            return false;
        }
        let text = match self {
            Event::Commented { text, .. }
            | Event::Asked { text, .. }
            | Event::Answered { text, .. }
            | Event::NotedPrivately { text, .. } => text,
            Event::Reopened { reason, .. }
            | Event::Returned { reason }
            | Event::DecisionWithdrawn { reason } => reason,
            Event::Supervised {
                minutes, topics, ..
            } if (1..=MINUTES_MAX).contains(minutes) => topics,
            Event::Supervised { .. } => return false,
            Event::CoSigned { body, .. } | Event::CoSignedInCourse { body, .. } => body,
            Event::Seen { eye, .. } | Event::SeenInCourse { eye } => eye,
            Event::Rated {
                item,
                value,
                entry,
                text,
                ..
            } if text.len() <= TEXT_MAX && shown(*value, *entry).is_ok() => item,
            Event::Rated { .. } | Event::WithdrawalSeen { .. } => return false,
            Event::Closed { .. } | Event::Accepted | Event::SupervisionAgreed { .. } => {
                return self.side().is_none_or(|side| side == from);
            }
        };
        self.leaves() && self.side().is_none_or(|side| side == from) && words(text).is_ok()
    }

    /// What its words are pinned to.
    pub fn on(&self) -> Option<&Place> {
        match self {
            Event::Commented { on, .. }
            | Event::Asked { on, .. }
            | Event::NotedPrivately { on, .. } => Some(on),
            _ => None,
        }
    }

    /// A fixed word, for the chain.
    pub fn word(&self) -> &'static str {
        match self {
            Event::Seen { .. } | Event::SeenInCourse { .. } => "review_seen",
            Event::Commented { .. } => "review_commented",
            Event::Asked { .. } => "review_asked",
            Event::Answered { .. } => "review_answered",
            Event::Closed { .. } => "review_closed",
            Event::Reopened { .. } => "review_reopened",
            Event::Accepted => "review_accepted",
            Event::Returned { .. } => "review_returned",
            Event::DecisionWithdrawn { .. } => "review_withdrawn",
            Event::WithdrawalSeen { .. } => "review_withdrawal_seen",
            Event::CoSigned { .. } | Event::CoSignedInCourse { .. } => "review_co_signed",
            Event::Supervised { .. } => "review_supervised",
            Event::SupervisionAgreed { .. } => "review_supervision_agreed",
            Event::Rated { .. } => "review_rated",
            Event::NotedPrivately { .. } => "review_noted_privately",
        }
    }
}

/// Which side of a thread somebody is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Whose record it is.
    Author,
    /// Whose eyes it was sealed for.
    Reviewer,
}

/// A reviewer's decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// None, or taken back.
    None,
    /// Accepted, by this row.
    Accepted(RowId),
    /// Given back, by this row.
    Returned(RowId),
}

/// What waits in a thread for one of its people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Waits {
    /// A reviewer's: what nobody of theirs looked at, while there is no decision.
    pub unseen: usize,
    /// A reviewer's: there is no decision.
    pub undecided: bool,
    /// A reviewer's: own queries that were answered and not closed.
    pub to_close: usize,
    /// The author's: queries without an answer.
    pub to_answer: usize,
    /// The author's: reviewers by whose decision it is given back.
    pub given_back: usize,
    /// The author's: reviewers who took back what they had accepted, where nobody said that they saw it.
    pub taken_back: usize,
    /// Either's: rows that are in no answer yet.
    pub unsent: usize,
}

impl Waits {
    /// Whether anything does.
    pub fn any(&self) -> bool {
        *self != Waits::default()
    }
}

/// What needs eyes in a packet: for each account the keys.
pub type Needs = BTreeMap<Account, BTreeSet<String>>;

/// A thread as it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Review {
    rows: BTreeMap<RowId, Row>,
}

impl Review {
    /// The thread that these rows tell. A row that is there twice counts once, as it came first.
    pub fn replay(rows: impl IntoIterator<Item = Row>) -> Review {
        let mut review = Review::default();
        for row in rows {
            review.take(row);
        }
        review
    }

    /// Takes in a row; whether it was new.
    pub fn take(&mut self, row: Row) -> bool {
        let id = RowId {
            by: row.by,
            n: row.n,
        };
        let new = !self.rows.contains_key(&id);
        self.rows.entry(id).or_insert(row);
        new
    }

    /// A row.
    pub fn row(&self, id: RowId) -> Option<&Row> {
        self.rows.get(&id)
    }

    /// Every row, by when it was written; one author's in their order.
    pub fn rows(&self) -> Vec<(RowId, &Row)> {
        let mut rows: Vec<(RowId, &Row)> = self.rows.iter().map(|(id, row)| (*id, row)).collect();
        rows.sort_by_key(|(id, row)| (row.wall_ms, id.by, id.n));
        rows
    }

    /// Rows of this person so far.
    pub fn next(&self, by: PersonId) -> u64 {
        self.of(by).last().map_or(0, |(id, _)| id.n + 1)
    }

    fn of(&self, by: PersonId) -> impl Iterator<Item = (RowId, &Row)> {
        let first = RowId { by, n: 0 };
        let last = RowId { by, n: u64::MAX };
        self.rows.range(first..=last).map(|(id, row)| (*id, row))
    }

    /// A reviewer's decision.
    pub fn decision(&self, by: PersonId) -> Decision {
        let last = self.of(by).filter(|(_, row)| {
            matches!(
                row.event,
                Event::Accepted | Event::Returned { .. } | Event::DecisionWithdrawn { .. }
            )
        });
        match last.last() {
            Some((id, row)) => match row.event {
                Event::Accepted => Decision::Accepted(id),
                Event::Returned { .. } => Decision::Returned(id),
                _ => Decision::None,
            },
            None => Decision::None,
        }
    }

    /// The row by which this reviewer took their last decision back; none: there is a decision, or never was one.
    pub fn withdrawn(&self, by: PersonId) -> Option<RowId> {
        let taken = self
            .of(by)
            .filter(|(_, row)| matches!(row.event, Event::DecisionWithdrawn { .. }));
        let last = taken.last().map(|(id, _)| id);
        last.filter(|_| self.is_undecided(by))
    }

    /// The rows by which reviewers took back what they had accepted, one for each, as long as they have not decided anew and nobody on the
    /// author's side said that they saw it.
    pub fn taken_back_unseen(&self) -> Vec<RowId> {
        let rows = self.rows.values();
        let seen: BTreeSet<RowId> = rows
            .filter_map(|row| match row.event {
                Event::WithdrawalSeen { of } => Some(of),
                _ => None,
            })
            .collect();
        let deciders = self.deciders().into_iter();
        deciders
            .filter_map(|by| self.withdrawn(by))
            .filter(|id| !seen.contains(id) && self.was_accepted(*id))
            .collect()
    }

    /// Whether what this row took back was an acceptance.
    fn was_accepted(&self, withdrawn: RowId) -> bool {
        let before = self.of(withdrawn.by).filter(|(id, row)| {
            let decides = matches!(row.event, Event::Accepted | Event::Returned { .. });
            decides && id.n < withdrawn.n
        });
        before
            .last()
            .is_some_and(|(_, row)| row.event == Event::Accepted)
    }

    /// Whether there is no decision of this reviewer.
    pub fn is_undecided(&self, by: PersonId) -> bool {
        self.decision(by) == Decision::None
    }

    /// What waits here for somebody on this side.
    pub fn waits(&self, me: PersonId, side: Side, needs: &Needs, unsent: usize) -> Waits {
        let queries = self.queries();
        let in_state = |state, fits: &dyn Fn(&Query) -> bool| {
            let all = queries.iter();
            all.filter(|query| query.state == state && fits(query))
                .count()
        };
        match side {
            Side::Reviewer => {
                let undecided = self.is_undecided(me);
                Waits {
                    unseen: if undecided { self.unseen(me, needs) } else { 0 },
                    undecided,
                    to_close: in_state(QueryState::Answered, &|query| query.id.by == me),
                    unsent,
                    ..Waits::default()
                }
            }
            Side::Author => Waits {
                to_answer: in_state(QueryState::Open, &|_| true),
                given_back: self
                    .deciders()
                    .into_iter()
                    .filter(|by| matches!(self.decision(*by), Decision::Returned(_)))
                    .count(),
                taken_back: self.taken_back_unseen().len(),
                unsent,
                ..Waits::default()
            },
        }
    }

    /// Everybody who decided, or took a decision back.
    pub fn deciders(&self) -> BTreeSet<PersonId> {
        self.rows
            .values()
            .filter(|row| {
                matches!(
                    row.event,
                    Event::Accepted | Event::Returned { .. } | Event::DecisionWithdrawn { .. }
                )
            })
            .map(|row| row.by)
            .collect()
    }

    /// What this person has looked at.
    pub fn seen(&self, by: PersonId) -> BTreeSet<(Account, String)> {
        self.of(by)
            .filter_map(|(_, row)| match &row.event {
                Event::Seen { session, eye } => Some((Account::Session(*session), eye.clone())),
                Event::SeenInCourse { eye } => Some((Account::Course, eye.clone())),
                _ => None,
            })
            .collect()
    }

    /// The latest rating of each item of a session, by reviewer and item.
    pub fn ratings(&self, session: SessionId) -> BTreeMap<(PersonId, &str), RowId> {
        let mut latest = BTreeMap::new();
        for (id, row) in &self.rows {
            if let Event::Rated {
                session: of, item, ..
            } = &row.event
                && *of == session
            {
                latest.insert((row.by, item.as_str()), *id);
            }
        }
        latest
    }

    /// How much needs this person's eyes still.
    pub fn unseen(&self, by: PersonId, needs: &Needs) -> usize {
        let seen = self.seen(by);
        needs
            .iter()
            .flat_map(|(account, eyes)| eyes.iter().map(|eye| (*account, eye.clone())))
            .filter(|one| !seen.contains(one))
            .count()
    }

    /// Whether a supervision was agreed to by somebody else than who entered it.
    pub fn agreed(&self, id: RowId) -> Option<RowId> {
        self.rows
            .iter()
            .find(|(by, row)| {
                by.by != id.by && matches!(&row.event, Event::SupervisionAgreed { of } if *of == id)
            })
            .map(|(by, _)| *by)
    }

    /// Whether `by` on `side` may add `event` now.
    pub fn decide(
        &self,
        event: &Event,
        by: PersonId,
        side: Side,
        needs: &Needs,
    ) -> Result<(), Refusal> {
        if event.side().is_some_and(|only| only != side) {
            return Err(Refusal::OtherSide);
        }
        match event {
            Event::Seen { session, eye } => self.see(by, Account::Session(*session), eye, needs),
            Event::SeenInCourse { eye } => self.see(by, Account::Course, eye, needs),
            Event::Commented { text, .. } | Event::NotedPrivately { text, .. } => words(text),
            Event::Asked { text, .. } => words(text),
            Event::Answered { query, text, .. } => {
                if self.query(*query)? == QueryState::Closed {
                    return Err(Refusal::QueryClosed);
                }
                words(text)
            }
            Event::Closed { query } => {
                let state = self.query(*query)?;
                asker(*query, by)?;
                match state {
                    QueryState::Open => Err(Refusal::Unanswered),
                    QueryState::Answered => Ok(()),
                    QueryState::Closed => Err(Refusal::Already),
                }
            }
            Event::Reopened { query, reason } => {
                let state = self.query(*query)?;
                asker(*query, by)?;
                if state == QueryState::Open {
                    return Err(Refusal::QueryOpen);
                }
                words(reason)
            }
            Event::Accepted => {
                if matches!(self.decision(by), Decision::Accepted(_)) {
                    return Err(Refusal::Already);
                }
                let left = self.unseen(by, needs);
                if left > 0 {
                    return Err(Refusal::NotSeen { left });
                }
                let left = self.unsettled(by);
                if left > 0 {
                    return Err(Refusal::QueriesLeft { left });
                }
                Ok(())
            }
            Event::Returned { reason } => {
                if matches!(self.decision(by), Decision::Returned(_)) {
                    return Err(Refusal::Already);
                }
                words(reason)
            }
            Event::DecisionWithdrawn { reason } => {
                if self.decision(by) == Decision::None {
                    return Err(Refusal::NoDecision);
                }
                words(reason)
            }
            Event::WithdrawalSeen { of } => {
                let waits = self.taken_back_unseen().contains(of);
                waits.then_some(()).ok_or(Refusal::Already)
            }
            Event::CoSigned { session, .. } => {
                if !matches!(self.decision(by), Decision::Accepted(_)) {
                    return Err(Refusal::NoDecision);
                }
                let signed = self.signed(by, *session);
                (!signed).then_some(()).ok_or(Refusal::Already)
            }
            Event::CoSignedInCourse { part, .. } => {
                if !matches!(self.decision(by), Decision::Accepted(_)) {
                    return Err(Refusal::NoDecision);
                }
                let signed = self.signed_in_course(by, part);
                (!signed).then_some(()).ok_or(Refusal::Already)
            }
            Event::Supervised {
                minutes, topics, ..
            } => {
                if *minutes == 0 || *minutes > MINUTES_MAX {
                    return Err(Refusal::BadMinutes);
                }
                words(topics)
            }
            Event::Rated {
                session,
                item,
                value,
                entry,
                text,
            } => {
                shown(*value, *entry)?;
                if text.len() > TEXT_MAX {
                    return Err(Refusal::WordsTooLong);
                }
                let ratings = self.ratings(*session);
                let before = ratings.get(&(by, item.as_str()));
                let same = before.and_then(|id| self.row(*id)).map(|row| &row.event) == Some(event);
                (!same).then_some(()).ok_or(Refusal::Already)
            }
            Event::SupervisionAgreed { of } => {
                let there = matches!(
                    self.row(*of).map(|row| &row.event),
                    Some(Event::Supervised { .. })
                );
                if !there || of.by == by {
                    return Err(Refusal::NoSupervision);
                }
                self.agreed(*of)
                    .is_none()
                    .then_some(())
                    .ok_or(Refusal::Already)
            }
        }
    }

    fn see(&self, by: PersonId, account: Account, eye: &str, needs: &Needs) -> Result<(), Refusal> {
        if !needs.get(&account).is_some_and(|eyes| eyes.contains(eye)) {
            return Err(Refusal::NoEntry);
        }
        let seen = self.seen(by).contains(&(account, eye.to_owned()));
        (!seen).then_some(()).ok_or(Refusal::Already)
    }

    /// Whether this reviewer signed a session, and the acceptance behind it stands.
    pub fn signed(&self, by: PersonId, session: SessionId) -> bool {
        self.of(by).any(|(id, row)| {
            let of_it = matches!(&row.event, Event::CoSigned { session: of, .. } if *of == session);
            of_it && self.taken_back(id).is_none()
        })
    }

    /// The same under a part of the course.
    pub fn signed_in_course(&self, by: PersonId, part: &str) -> bool {
        self.of(by).any(|(id, row)| {
            let of_it =
                matches!(&row.event, Event::CoSignedInCourse { part: of, .. } if of == part);
            of_it && self.taken_back(id).is_none()
        })
    }

    /// The row by which the signer of this signature took back, or gave back, what they had accepted when they signed; none: the acceptance
    /// behind it stands. One's own rows have an order of their own, so no clock is asked.
    pub fn taken_back(&self, signed: RowId) -> Option<RowId> {
        let later = self.of(signed.by).filter(|(id, _)| id.n > signed.n);
        let mut otherwise = later.filter(|(_, row)| {
            matches!(
                row.event,
                Event::Returned { .. } | Event::DecisionWithdrawn { .. }
            )
        });
        otherwise.next().map(|(id, _)| id)
    }
}

/// Text that says what it shows: without what a terminal obeys, and without what turns a line around. Line ends and tabs may stand in it.
pub fn is_plain(text: &str) -> bool {
    text.chars().all(|c| {
        let kept = matches!(c, '\n' | '\t');
        let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        kept || (!c.is_control() && !turns)
    })
}

fn asker(query: RowId, by: PersonId) -> Result<(), Refusal> {
    (query.by == by).then_some(()).ok_or(Refusal::NotTheAsker)
}

/// A value names the moment that shows it; what the record does not show has none.
fn shown(value: Option<u8>, entry: Option<u64>) -> Result<(), Refusal> {
    (value.is_some() == entry.is_some())
        .then_some(())
        .ok_or(Refusal::MomentMissing)
}

fn words(text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::WordsMissing);
    }
    if text.len() > TEXT_MAX {
        return Err(Refusal::WordsTooLong);
    }
    Ok(())
}
