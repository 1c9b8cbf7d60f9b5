//! Plays a scenario through the companion: real vault, real commits, a scripted clock. Training vaults only.

use crate::people::NewPerson;
use crate::session::{Live, NewSession, Told};
use crate::{Companion, Error, SessionId};
use clinic::id::PersonId;
use clinic::people::Role;
use clinic::script::Script;
use clinic::script::play::Door;
use clinic::session::act::{Act, When};
use clinic::session::event::Recorded;
use clinic::session::{Refusal, Session};
use clinic::time::{Span, Stamp};
use vault::Secret;
use vault::entropy::make_bytes;

pub use clinic::script::one::second;
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
    last: Option<Stamp>,
    watch: W,
}

impl<'a, W: Watch> ScriptDoor<'a, W> {
    /// A door on an open training vault. The client is added under `client_code` where it does not exist.
    pub fn new(companion: &'a mut Companion, client_code: &str, watch: W) -> Result<Self, Error> {
        if !companion.open()?.unlocked.training() {
            return Err(Error::ScriptedClock);
        }
        Ok(ScriptDoor {
            companion,
            client_code: client_code.to_owned(),
            session: None,
            last: None,
            watch,
        })
    }

    /// The session the script opened.
    pub fn session_id(&self) -> Option<SessionId> {
        self.session
    }

    fn id(&self) -> Result<SessionId, Error> {
        self.session.ok_or(Error::Unknown { what: "session" })
    }

    fn set(&mut self, at: Stamp) -> Result<(), Error> {
        let after = self
            .last
            .map_or(Span::ZERO, |last| Span(at.wall_ms - last.wall_ms));
        self.watch.moves(at, after);
        self.last = Some(at);
        self.companion
            .set_clock(Box::new(crate::clock::ScriptedClock::new(at)))
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

    fn open(&mut self, script: &Script, at: Stamp) -> Result<Vec<Recorded>, Error> {
        self.set(at)?;
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
        let id = self.companion.session_open(&NewSession {
            client,
            protocol,
            number: 1,
            people,
        })?;
        self.session = Some(id);
        self.since(0)
    }

    fn session(&mut self) -> Result<Session, Error> {
        Ok(self.companion.session_load(self.id()?)?.session)
    }

    fn tick(&mut self, at: Stamp) -> Result<Vec<Recorded>, Error> {
        self.set(at)?;
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
        self.set(at)?;
        let before = self.count()?;
        let id = self.id()?;
        match self
            .companion
            .session_act_as(id, None, act, Told::When(when), by)
        {
            Ok(()) => Ok(Ok(self.since(before)?)),
            Err(Error::Refused(refusal)) => Ok(Err(refusal)),
            Err(other) => Err(other),
        }
    }

    fn start_again(&mut self, at: Stamp) -> Result<(), Error> {
        self.set(at)?;
        self.companion.session_reload(self.id()?)
    }
}
