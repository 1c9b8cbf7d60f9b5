//! A client's course: what is kept of a client outside the dosing sessions.

use crate::{Companion, Error, Open};
use clinic::course::event::Recorded;
use clinic::course::{Act, Course};
use clinic::id::{ClientId, RequestKey};
use clinic::time::Date;

pub use clinic::course::event::{Event, FindingKept, MeasureTaken, Mode, ScoreKept};

impl Open {
    pub(crate) fn course(&self, client: ClientId) -> Result<Course, Error> {
        let key = self
            .keys
            .get(&client)
            .ok_or(Error::Unknown { what: "client" })?;
        Ok(Course::replay(self.store.course_events(client, key)?))
    }
}

impl Companion {
    /// Everything in a client's course, replayed.
    pub fn course(&self, client: ClientId) -> Result<Course, Error> {
        self.open()?.course(client)
    }

    /// One act. `request` makes a retry harmless. `on` is the day it happened; today where nothing is said. Answers the row,
    /// or nothing where the same request was kept before.
    pub fn course_act(
        &mut self,
        client: ClientId,
        request: Option<RequestKey>,
        act: &Act<'_>,
        on: Option<Date>,
    ) -> Result<Option<Recorded>, Error> {
        let author = self.open()?.author;
        let context = self.context(Some(author));
        let Companion { open, entropy, .. } = self;
        let open = open.as_mut().ok_or(Error::Locked)?;
        if let Some(request) = request
            && let Some(kept) = open.store.course_request_kept(request)?
        {
            return if kept == client {
                Ok(None)
            } else {
                Err(Error::Duplicate { what: "request" })
            };
        }
        let course = open.course(client)?;
        let row = course.decide(act, on, author, context.stamp)?;
        let Open { store, keys, .. } = open;
        let key = keys.get(&client).ok_or(Error::Unknown { what: "client" })?;
        store.course_append(client, &row, act.word(), request, key, entropy, &context)?;
        Ok(Some(row))
    }

    /// Strikes an entry with a reason: it stays where it was and no longer counts.
    pub fn course_strike(
        &mut self,
        client: ClientId,
        request: Option<RequestKey>,
        seq: u64,
        reason: &str,
    ) -> Result<(), Error> {
        let act = Act::Strike { seq, reason };
        self.course_act(client, request, &act, None).map(|_| ())
    }
}
