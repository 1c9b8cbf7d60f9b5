//! Plays a scenario through the companion: real vault, real commits, a scripted clock. Training vaults only.

use crate::people::NewPerson;
use crate::session::{Live, NewSession, Told};
use crate::{Companion, Error, RequestKey, SessionId};
use clinic::id::PersonId;
use clinic::people::Role;
use clinic::script::Script;
use clinic::script::play::Door;
use clinic::session::act::{Act, When};
use clinic::session::event::Recorded;
use clinic::session::{Refusal, Session};
use clinic::time::{Span, Stamp};
use std::sync::Arc;
use vault::Secret;
use vault::entropy::make_bytes;

pub use clinic::script::one::second;
pub use clinic::script::play::perform_since;
pub use clinic::script::play::{Differs, Door as ScriptRoom, perform, play};
pub use clinic::script::{BadLine, parse};

/// What happens to a door of the companion while a script plays: shown, or waited for.
pub trait Watch {
    /// The clock is about to say `at`, `after` the stamp before.
    fn moves(&mut self, _at: Stamp, _after: Span) {}
    /// Rows were kept.
    fn kept(&mut self, _live: &Live, _rows: &[Recorded]) {}
}

/// Watches nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;
impl Watch for Unwatched {}

/// The companion as a script drives it.
pub struct ScriptDoor<'a, W> {
    companion: &'a mut Companion,
    client_code: String,
    session: Option<SessionId>,
    /// Number of the line that is played, and how many of its acts were asked for.
    line: usize,
    asked: u8,
    last: Option<Stamp>,
    watch: W,
}

/// Key of the n-th act of a line: the session's own, so that a day that was cut short knows how far it came.
pub(crate) fn key_of(session: SessionId, line: usize, n: u8) -> RequestKey {
    let mut bytes = session.0;
    let number = u32::try_from(line).unwrap_or(u32::MAX).to_be_bytes();
    for (byte, part) in bytes.iter_mut().skip(10).zip(number) {
        *byte ^= part;
    }
    RequestKey(bytes).numbered(n)
}

impl<'a, W: Watch> ScriptDoor<'a, W> {
    /// A door on an open training vault. The client is added under `client_code` where it does not exist.
    pub fn new(companion: &'a mut Companion, client_code: &str, watch: W) -> Result<Self, Error> {
        if !companion.open()?.unlocked.training() {
            return Err(Error::ScriptedClock);
        }
        let now = companion.clock.stamp();
        companion.set_clock(Box::new(crate::clock::ScriptedClock::new(now)))?;
        Ok(ScriptDoor {
            companion,
            client_code: client_code.to_owned(),
            session: None,
            line: 0,
            asked: 0,
            last: None,
            watch,
        })
    }

    /// A door on a session that runs on the companion's own scripted clock, which the script only sets.
    pub(crate) fn beside(
        companion: &'a mut Companion,
        session: Option<SessionId>,
        client_code: &str,
        watch: W,
    ) -> Self {
        ScriptDoor {
            companion,
            client_code: client_code.to_owned(),
            session,
            line: 0,
            asked: 0,
            last: None,
            watch,
        }
    }

    /// The session the script opened.
    pub fn session_id(&self) -> Option<SessionId> {
        self.session
    }

    fn id(&self) -> Result<SessionId, Error> {
        self.session.ok_or(Error::Unknown { what: "session" })
    }

    fn set(&mut self, at: Stamp) {
        let after = self
            .last
            .map_or(Span::ZERO, |last| Span(at.wall_ms - last.wall_ms));
        self.watch.moves(at, after);
        self.last = Some(at);
        self.companion.clock_mut().set(at);
    }

    /// Rows kept since there were `before`.
    fn since(&mut self, before: usize) -> Result<Vec<Recorded>, Error> {
        let live = self.companion.session_load(self.id()?)?;
        let rows = live
            .session
            .rows()
            .get(before..)
            .unwrap_or_default()
            .to_vec();
        if !rows.is_empty() {
            self.watch.kept(&live, &rows);
        }
        Ok(rows)
    }

    fn count(&mut self) -> Result<usize, Error> {
        Ok(self
            .companion
            .session_load(self.id()?)?
            .session
            .rows()
            .len())
    }

    fn person(&mut self, initials: &str, role: Role) -> Result<PersonId, Error> {
        if let Ok(known) = self.companion.person_by_initials(initials) {
            return Ok(known);
        }
        let pin: u16 = u16::from_be_bytes(make_bytes(&mut self.companion.entropy)?);
        self.companion.person_add(&NewPerson {
            name: format!("Training {initials}"),
            initials: initials.to_owned(),
            roles: vec![role],
            // Nobody types this PIN: the script speaks for everybody. The frame keeps it from being a run of digits.
            pin: Secret::new(format!("9{:04}4", pin % 10_000)),
        })
    }
}

impl<W: Watch> Door for ScriptDoor<'_, W> {
    type Trouble = Error;

    fn at_line(&mut self, number: usize) {
        (self.line, self.asked) = (number, 0);
    }

    fn open(&mut self, script: &Script, at: Stamp) -> Result<Vec<Recorded>, Error> {
        self.set(at);
        let opened = self.companion.open.as_mut().ok_or(Error::Locked)?;
        opened.author = PersonId(opened.unlocked.person_id());
        let client = match self.companion.client_by_code(&self.client_code) {
            Ok(known) => known,
            Err(_) => self.companion.client_add(&self.client_code.clone(), "")?,
        };
        let name = format!("{} v{}", script.protocol, script.version);
        let protocol = self.companion.protocol_named(&name)?.digest;
        let mut people = Vec::new();
        for (initials, role) in &script.people {
            people.push(self.person(initials, *role)?);
        }
        let first = *people.first().ok_or(Error::BadInput { what: "people" })?;
        self.companion.open.as_mut().ok_or(Error::Locked)?.author = first;
        let before = self.companion.client_sessions(client)?.len();
        let id = self.companion.session_open(&NewSession {
            client,
            protocol,
            number: u16::try_from(before + 1).unwrap_or(u16::MAX),
            people,
        })?;
        self.session = Some(id);
        self.since(0)
    }

    fn session(&mut self) -> Result<Session, Error> {
        let live = self.companion.session_load(self.id()?)?;
        Ok(Arc::unwrap_or_clone(live.session))
    }

    fn tick(&mut self, at: Stamp) -> Result<Vec<Recorded>, Error> {
        self.set(at);
        let before = self.count()?;
        self.companion.session_tick(self.id()?)?;
        self.since(before)
    }

    fn ask(
        &mut self,
        act: &Act,
        when: When,
        by: PersonId,
        at: Stamp,
    ) -> Result<Result<Vec<Recorded>, Refusal>, Error> {
        self.set(at);
        let before = self.count()?;
        let id = self.id()?;
        let mut key = key_of(id, self.line, self.asked);
        while self.companion.request_kept(id, key)? {
            // This line was cut short after that act: what is left of it goes on from there.
            self.asked = self.asked.saturating_add(1);
            key = key_of(id, self.line, self.asked);
        }
        match self
            .companion
            .session_act_as(id, Some(key), act, Told::When(when), by)
        {
            Ok(()) => {
                self.asked = self.asked.saturating_add(1);
                Ok(Ok(self.since(before)?))
            }
            Err(Error::Refused(refusal)) => Ok(Err(refusal)),
            Err(other) => Err(other),
        }
    }

    fn start_again(&mut self, at: Stamp) -> Result<(), Error> {
        self.set(at);
        self.companion.session_reload(self.id()?)
    }
}
