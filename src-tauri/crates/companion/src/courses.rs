//! A client's course: what is kept of a client outside the dosing sessions, and where the client stands.

use crate::inspection::Looked;
use crate::{Companion, Error, Open};
use clinic::course::event::Recorded;
use clinic::course::{AdverseNow, Around, Standing, carried_in, standing, touch_agreed};
use clinic::id::hex;
use clinic::id::{BootId, ClientId, RequestKey, SessionId};
use clinic::people::Person;
use clinic::protocol::Protocol;
use clinic::session::event::Event as SessionEvent;
use clinic::session::touch::TouchAgreement;
use clinic::time::{Date, Stamp};
use std::sync::Arc;
use store::locks::LockRow;
use store::sessions::SessionRow;

pub use clinic::course::event::{
    AdverseOutcome, Earliest, Event, FindingKept, MeasureTaken, Mode, Moment, NotHeld, Outcome,
    ScoreKept, Seriousness, Suspect, TreatmentAction, Value,
};
pub use clinic::course::{Act, CarriedIn, CarriedKind, Course, Refusal, SessionHeld};

/// A client's course, the protocol it is under, and where the client stands today.
#[derive(Debug, Clone)]
pub struct Now {
    /// Rows.
    pub course: Arc<Course>,
    /// The client's dosing sessions, oldest first.
    pub sessions: Vec<SessionHeld>,
    /// The protocol, and what comes of it; none: no course is open.
    pub under: Option<(Arc<Protocol>, Standing)>,
}

/// A course that goes on.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Whose.
    pub client: ClientId,
    /// The clinic's code.
    pub code: String,
    /// Its protocol.
    pub protocol: Arc<Protocol>,
    /// Where the client stands.
    pub now: Standing,
    /// Answers of these days that were not to wait.
    pub stopped: Vec<Stopped>,
}

/// An answer that was not to wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stopped {
    /// Row in which the measure was kept.
    pub row: u64,
    /// The day of the answer.
    pub on: Date,
    /// Id of the measure.
    pub measure: String,
    /// Items that were answered so.
    pub items: Vec<String>,
}

/// An answer that was not to wait is told for so many days.
const STOPPED_TOLD_DAYS: i64 = 7;

/// Courses that stay replayed while the vault is open: Today asks for all of them, a client's page for one at every look.
const COURSES_AT_HAND: usize = 128;

/// What was not to wait and is told still: of these days, and not asked again.
pub fn stopped(course: &Course, today: Date) -> Vec<Stopped> {
    let from = today.plus_days(-STOPPED_TOLD_DAYS).unwrap_or(today);
    let found = course.not_waiting(from).into_iter();
    let told = found.map(|(row, kept)| Stopped {
        row: row.seq,
        on: row.on,
        measure: kept.id().to_owned(),
        items: kept.stops.clone(),
    });
    told.collect()
}

impl Now {
    /// The intention and the plan for stopping early, as they stood on the day of this session.
    pub fn carried_in(&self, session: SessionId) -> Vec<CarriedIn> {
        let held = self.sessions.iter().find(|held| held.id == session);
        let plan = (self.under.as_ref()).and_then(|(protocol, _)| protocol.course.as_ref());
        match (held, plan) {
            (Some(held), Some(plan)) => carried_in(plan, &self.course, held.on),
            _ => Vec::new(),
        }
    }

    /// What was agreed on touch in preparation, for a session with these people.
    pub(crate) fn touch_agreed(&self, people: &[Person]) -> Option<TouchAgreement> {
        let (protocol, standing) = self.under.as_ref()?;
        touch_agreed(protocol.course.as_ref()?, standing, people)
    }
}

impl Open {
    pub(crate) fn course(&self, client: ClientId) -> Result<Arc<Course>, Error> {
        let key = self
            .keys
            .get(&client)
            .ok_or(Error::Unknown { what: "client" })?;
        let mut at_hand = self.courses.borrow_mut();
        if let Some(at) = at_hand.iter().position(|(whose, _)| *whose == client) {
            let found = at_hand.remove(at);
            let course = Arc::clone(&found.1);
            at_hand.push(found);
            return Ok(course);
        }
        let course = Arc::new(Course::replay(self.store.course_events(client, key)?));
        if at_hand.len() == COURSES_AT_HAND {
            at_hand.remove(0);
        }
        at_hand.push((client, Arc::clone(&course)));
        Ok(course)
    }

    /// The client's dosing sessions, oldest first, as the course needs to know them. One that cannot be replayed counts as
    /// held without a dose; `verify` names it.
    fn sessions_held(&mut self, client: ClientId) -> Result<Vec<SessionHeld>, Error> {
        let rows = self.store.sessions_of(client)?;
        Ok(rows.iter().map(|row| self.session_held(row)).collect())
    }

    fn session_held(&mut self, row: &SessionRow) -> SessionHeld {
        if let Some(held) = self.held.get(&row.id) {
            return *held;
        }
        let opened = Stamp {
            wall_ms: row.wall_ms,
            zone_minutes: row.zone_minutes,
            uptime_ms: 0,
            boot: BootId([0; 16]),
        };
        let mut held = SessionHeld {
            id: row.id,
            on: Date::of(&opened),
            dosed: false,
            micrograms: 0,
            live: row.ended_wall_ms.is_none(),
        };
        if let Some(running) = self.live.get(&row.id) {
            given(&mut held, running.session.rows());
        } else if let Ok(replayed) = self.session_replay(row.id) {
            given(&mut held, replayed.session.rows());
            if !held.live {
                self.held.insert(row.id, held);
            }
        }
        held
    }

    pub(crate) fn course_now(&mut self, client: ClientId, today: Date) -> Result<Now, Error> {
        let course = self.course(client)?;
        let sessions = self.sessions_held(client)?;
        let under = course.under().map(|under| under.digest.to_owned());
        let under = match under.map(|digest| digest_of(&digest)).transpose()? {
            None => None,
            Some(digest) => {
                let protocol = self.protocol(&digest)?;
                let plan = protocol.course.as_ref();
                let now = plan.map(|plan| standing(&course, plan, &sessions, today));
                now.map(|now| (protocol.clone(), now))
            }
        };
        Ok(Now {
            course,
            sessions,
            under,
        })
    }

    /// Whether a dosing session may begin: where a course is open, it is its own protocol's next dosing visit, and no gate
    /// before it asks for more.
    pub(crate) fn course_lets_begin(
        &mut self,
        client: ClientId,
        protocol: &[u8; 32],
        today: Date,
    ) -> Result<Now, Error> {
        let now = self.course_now(client, today)?;
        let (Some(under), Some((_, standing))) = (now.course.under(), &now.under) else {
            return Ok(now);
        };
        if under.digest != hex(protocol) {
            return Err(Error::OtherProtocol);
        }
        if standing.closed.is_some() {
            return Err(Refusal::Closed.into());
        }
        let Some((_, gates)) = standing.next_dosing() else {
            return Err(Refusal::VisitHeld.into());
        };
        match gates.first() {
            None => Ok(now),
            Some(gate) => Err(Error::Course(Refusal::GateOpen {
                gate: gate.id.clone(),
                missing: gate.missing(),
                asks: gate.asks(),
            })),
        }
    }
}

/// Counts what was given in a session.
fn given(held: &mut SessionHeld, rows: &[clinic::session::event::Recorded]) {
    for row in rows {
        if let SessionEvent::DoseGiven { amount, .. } = &row.event {
            held.dosed = true;
            let more = amount.map_or(0, |amount| amount.0);
            held.micrograms = held.micrograms.saturating_add(more);
        }
    }
}

/// A digest as rows write it.
pub(crate) fn digest_of(text: &str) -> Result<[u8; 32], Error> {
    vault::from_hex(text)
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or(Error::Damaged {
            what: "course event",
        })
}

impl Companion {
    /// Everything in a client's course, replayed.
    pub fn course(&self, client: ClientId) -> Result<Arc<Course>, Error> {
        self.open()?.course(client)
    }

    /// A client's course and where the client stands today.
    pub fn course_now(&mut self, client: ClientId) -> Result<Now, Error> {
        self.looked(Looked::Client(client))?;
        let today = self.today();
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        open.course_now(client, today)
    }

    /// Every course that goes on, or whose adverse events are waited on, or in which an answer was not to wait, of clients who are not put away,
    /// by code.
    pub fn courses_waiting(&mut self) -> Result<Vec<Waiting>, Error> {
        let today = self.today();
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        let mut all = Vec::new();
        for client in open.store.courses_begun()? {
            let Some(code) = open.card_in_use(client) else {
                continue;
            };
            // A course that cannot be read is named by `verify`; the others are shown all the same.
            if let Ok(now) = open.course_now(client, today)
                && let stopped = stopped(&now.course, today)
                && let Some((protocol, now)) = now.under
                && (now.closed.is_none()
                    || now.adverse.iter().any(AdverseNow::waits)
                    || !stopped.is_empty())
            {
                all.push(Waiting {
                    client,
                    code,
                    protocol,
                    now,
                    stopped,
                });
            }
        }
        all.sort_by_cached_key(|one| one.code.to_lowercase());
        Ok(all)
    }

    /// Opens a client's course under a protocol that may be used in this vault and lays one out.
    pub fn course_open(
        &mut self,
        client: ClientId,
        request: Option<RequestKey>,
        protocol: &[u8; 32],
        on: Option<Date>,
    ) -> Result<(), Error> {
        let (name, digest) = self.course_protocol(protocol)?;
        let act = Act::Open {
            protocol: &name,
            digest: &digest,
        };
        self.course_act(client, request, &act, on).map(|_| ())
    }

    /// Goes on under another protocol.
    pub fn course_move(
        &mut self,
        client: ClientId,
        request: Option<RequestKey>,
        protocol: &[u8; 32],
        reason: &str,
    ) -> Result<(), Error> {
        let (name, digest) = self.course_protocol(protocol)?;
        let act = Act::Move {
            protocol: &name,
            digest: &digest,
            reason,
        };
        self.course_act(client, request, &act, None).map(|_| ())
    }

    fn course_protocol(&mut self, digest: &[u8; 32]) -> Result<(String, String), Error> {
        let protocol = self.protocol_usable(digest)?;
        if protocol.course.is_none() {
            return Err(Error::NoCourse);
        }
        Ok((self.protocol_name(digest)?, hex(digest)))
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
        self.course_act_beside(client, request, act, on, None)
    }

    /// The same, with an unlocking that is kept together with it or not at all.
    pub(crate) fn course_act_beside(
        &mut self,
        client: ClientId,
        request: Option<RequestKey>,
        act: &Act<'_>,
        on: Option<Date>,
        beside: Option<(LockRow, &str)>,
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
        let now = open.course_now(client, Date::of(&context.stamp))?;
        let around = Around {
            plan: now
                .under
                .as_ref()
                .and_then(|(protocol, _)| protocol.course.as_ref()),
            sessions: &now.sessions,
            locked: &open.visits_locked(client)?,
        };
        let row = now
            .course
            .decide_in(act, on, author, context.stamp, &around)?;
        // Kept or not: the next reading is of what is on disk.
        open.courses.get_mut().retain(|(whose, _)| *whose != client);
        let Open { store, keys, .. } = open;
        let key = keys.get(&client).ok_or(Error::Unknown { what: "client" })?;
        let part = now.course.visit_changed(&row.event);
        store.course_append(
            client,
            &row,
            part,
            act.word(),
            request,
            beside,
            key,
            entropy,
            &context,
        )?;
        Ok(Some(row))
    }

    /// Whether an act could be kept today. Nothing is written.
    pub(crate) fn course_tries(&mut self, client: ClientId, act: &Act<'_>) -> Result<(), Error> {
        let author = self.open()?.author;
        let stamp = self.context(Some(author)).stamp;
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        let now = open.course_now(client, Date::of(&stamp))?;
        let around = Around {
            plan: (now.under.as_ref()).and_then(|(protocol, _)| protocol.course.as_ref()),
            sessions: &now.sessions,
            locked: &open.visits_locked(client)?,
        };
        now.course.decide_in(act, None, author, stamp, &around)?;
        Ok(())
    }

    /// The intention and the plan for stopping early of a session's client, as they stood on the session's day; nothing where the
    /// course cannot be read (`verify` names it): a session opens all the same.
    pub fn session_carried(&mut self, id: SessionId) -> Result<Vec<CarriedIn>, Error> {
        let live = self.session_load(id)?;
        let client = live.row.client;
        let today = self.today();
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        let Ok(now) = open.course_now(client, today) else {
            return Ok(Vec::new());
        };
        Ok(now.carried_in(id))
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
