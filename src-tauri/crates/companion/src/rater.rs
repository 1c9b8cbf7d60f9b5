//! The pen is in a blinded rater's hand: the measures that a protocol gives to a rater, by the client's code, and nothing else.
//!
//! **Invariant:** while whoever writes is blind ([`Companion::blind`] is asked before each verb) both doors run the verbs of
//! this room only. Nothing here says which visit it is, how many sessions there were, or what anybody found before today.

use crate::measures::{MeasureLine, TakenNow};
use crate::{Companion, Error, Open};
use clinic::course::MeasureState;
use clinic::course::Refusal;
use clinic::course::event::{Event, MeasureTaken, Mode};
use clinic::id::{ClientId, PersonId, RequestKey};
use clinic::time::{Date, Stamp};

/// The beginning of the name of every form that a rater fills in.
pub const RATING: &str = "rating ";

/// A client as a rater sees them.
#[derive(Debug, Clone)]
pub struct ToRate {
    /// Whom.
    pub client: ClientId,
    /// The clinic's code.
    pub code: String,
    /// What the protocol gives to a rater.
    pub measures: Vec<RatedMeasure>,
    /// What this rater entered today.
    pub today: Vec<Rating>,
}

/// What a rater entered.
#[derive(Debug, Clone)]
pub struct Rating {
    /// Row of the course.
    pub seq: u64,
    /// When it was entered.
    pub entered: Stamp,
    /// What.
    pub taken: MeasureTaken,
}

/// A measure that a rater takes.
#[derive(Debug, Clone)]
pub struct RatedMeasure {
    /// The measure.
    pub line: MeasureLine,
    /// Its time has come and it was not taken yet.
    pub asked: bool,
}

impl Open {
    /// Whether a person took part in the treatment of a client: in one of the sessions, or by what they kept in the course besides ratings.
    fn treated(&mut self, client: ClientId, person: PersonId) -> Result<bool, Error> {
        let name = self.person(person)?.name;
        let people = self.store.people()?;
        let same = |id: PersonId| {
            let known = people.iter().find(|row| row.person.id == id);
            id == person || known.is_some_and(|row| row.person.name == name)
        };
        let course = self.course(client)?;
        let mut kept = course.rows().iter();
        if kept.any(|row| {
            let rating = matches!(row.event, Event::MeasureTaken(_) | Event::Struck { .. });
            same(row.by) && !rating
        }) {
            return Ok(true);
        }
        for row in self.store.sessions_of(client)? {
            let live = self.session_replay(row.id)?;
            let session = &live.session;
            if clinic::conflict::took_part(session.people(), session.rows(), person, &name) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a person rates and is nothing else.
    pub(crate) fn blind_person(&self, person: PersonId) -> Result<bool, Error> {
        let people = self.store.people()?;
        let found = people.iter().find(|row| row.person.id == person);
        Ok(found.is_some_and(|row| row.person.is_blind()))
    }
}

impl Companion {
    /// Whether whoever writes is a blinded rater.
    pub fn blind(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.blind)
    }

    /// Clients whose course goes on under a protocol that gives measures to a rater, by code.
    pub fn rater_look(&mut self) -> Result<Vec<ToRate>, Error> {
        let author = self.rater()?;
        let today = self.today();
        let known = self.measures()?;
        let mut all = Vec::new();
        for waiting in self.courses_waiting()? {
            let plan = waiting.protocol.course.as_ref();
            let Some(plan) = plan.filter(|_| waiting.now.closed.is_none()) else {
                continue;
            };
            let asked = |id: &str| {
                let mut dues = waiting.now.measures.iter();
                dues.any(|due| {
                    due.measure == id
                        && matches!(
                            due.state,
                            MeasureState::Due { .. } | MeasureState::Overdue { .. }
                        )
                })
            };
            let rated = plan.outcome.blinded.iter();
            let measures: Vec<RatedMeasure> = rated
                .filter_map(|id| {
                    let same = known.iter().filter(|line| line.measure.id == *id);
                    Some(RatedMeasure {
                        line: same.max_by_key(|line| line.measure.version)?.clone(),
                        asked: asked(id),
                    })
                })
                .collect();
            if measures.is_empty() {
                continue;
            }
            let course = self.course(waiting.client)?;
            let today = course
                .measures()
                .into_iter()
                .filter(|(row, _)| row.by == author && Date::of(&row.entered) == today);
            all.push(ToRate {
                client: waiting.client,
                code: waiting.code,
                measures,
                today: today
                    .map(|(row, taken)| Rating {
                        seq: row.seq,
                        entered: row.entered,
                        taken: taken.clone(),
                    })
                    .collect(),
            });
        }
        Ok(all)
    }

    /// Keeps what a rater found: asked or carried over, of a measure that the client's protocol gives to a rater. What it is
    /// for is not said: whoever rates does not know.
    pub fn rater_take(
        &mut self,
        taken: &TakenNow,
        request: Option<RequestKey>,
    ) -> Result<(), Error> {
        let author = self.rater()?;
        if self
            .open
            .as_mut()
            .ok_or(Error::Locked)?
            .treated(taken.client, author)?
        {
            return Err(Error::OwnSession);
        }
        if taken.mode == Mode::Client {
            return Err(Error::Course(Refusal::ModeNotAllowed));
        }
        let line = self.measure_named(&taken.measure)?;
        let rated = self
            .course_now(taken.client)?
            .under
            .is_some_and(|(protocol, _)| {
                let plan = protocol.course.as_ref();
                plan.is_some_and(|plan| plan.outcome.blinded.contains(&line.measure.id))
            });
        if !rated {
            return Err(Error::Blind);
        }
        let taken = TakenNow {
            occasion: String::new(),
            ..taken.clone()
        };
        self.measure_take(&taken, request).map(|_| ())
    }

    /// Strikes what this rater entered today.
    pub fn rater_strike(
        &mut self,
        client: ClientId,
        request: Option<RequestKey>,
        seq: u64,
        reason: &str,
    ) -> Result<(), Error> {
        let author = self.rater()?;
        let today = self.today();
        let course = self.course(client)?;
        let own = course.rows().iter().any(|row| {
            row.seq == seq
                && row.by == author
                && Date::of(&row.entered) == today
                && matches!(row.event, Event::MeasureTaken(_))
        });
        if !own {
            return Err(Error::Blind);
        }
        self.course_strike(client, request, seq, reason)
    }

    fn rater(&self) -> Result<PersonId, Error> {
        let open = self.open()?;
        if open.blind {
            Ok(open.author)
        } else {
            Err(Error::NotAllowed)
        }
    }
}
