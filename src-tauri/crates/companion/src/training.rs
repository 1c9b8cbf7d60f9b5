//! The training day: a scripted eight-hour day with a synthetic client, played by the same verbs as a real one while the
//! heartbeat runs. Training vaults only; every entry made under its clock is marked.
//!
//! The clock never passes a line of the script that was not played, so a machine that stood still plays on where it was.
//! How far the day came is read from the record: each scripted act has a request key of its own. So a program that was
//! killed goes on from the session's last moment, standing until a person says so.

use crate::clock::{Clock, FastClock, MachineClock, SPEED_MAX, scripted_at};
use crate::people::NewPerson;
use crate::script::{BadLine, ScriptDoor, Unwatched, key_of, parse};
use crate::{Companion, Error, SessionId, library};
use clinic::people::Role;
use clinic::script::play::{Halt, Player};
use clinic::script::{Line, Script, What};
use clinic::session::{Refusal, Session};
use clinic::time::{Elapsed, Span, Stamp};
use std::collections::BTreeMap;
use vault::Secret;

/// PIN of the synthetic people. No secret: they are nobody, and it is told to whoever plays a day.
pub const PIN: &str = "4927";
/// A day by hand that nobody set a speed for.
const SPEED: u32 = 60;
/// The session opens at half past eight, so that the dose of the script is at ten.
const OPENS: i64 = 510 * 60_000;
/// Most prompts between two lines of a day.
const WAKES_MAX: usize = 10_000;

/// A training day while its session runs.
#[derive(Debug)]
pub struct Day {
    session: SessionId,
    /// None: a person took the day over.
    script: Option<Playing>,
    speed: u32,
    paused: bool,
    not_done: Option<NotDone>,
    /// The clock before it.
    before: Option<Box<dyn Clock>>,
}

#[derive(Debug)]
struct Playing {
    script: Script,
    player: Player,
    /// The line that comes next.
    next: usize,
}

/// A line of the script that the rules refused, after what a person did meanwhile; the day went on with the next.
#[derive(Debug, Clone)]
pub struct NotDone {
    /// When it should have been, session time.
    pub at: Elapsed,
    /// The line. It is shipped text, not a client's.
    pub line: String,
    why: Why,
}

#[derive(Debug, Clone)]
enum Why {
    Refused(Refusal),
    Words(BadLine),
}

impl NotDone {
    /// What the verb answered.
    pub fn error(&self) -> Error {
        match &self.why {
            Why::Refused(refusal) => Error::Refused(refusal.clone()),
            Why::Words(bad) => Error::Words(bad.clone()),
        }
    }
}

/// What is shown of a training day.
#[derive(Debug, Clone)]
pub struct Look {
    /// The script plays; otherwise a person has taken the day over.
    pub playing: bool,
    /// The clock stands until a person says go on.
    pub paused: bool,
    /// Milliseconds of session time in one of the machine's.
    pub speed: u32,
    /// When the next line of the script comes, session time.
    pub next: Option<Elapsed>,
    /// The last line that was refused.
    pub not_done: Option<NotDone>,
}

/// What a person can do with a training day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Steer {
    /// Go on.
    Go,
    /// Stand still.
    Pause,
    /// At this speed.
    Speed(u32),
    /// Forward to the next line, or by hand to what falls due next; what time brings on the way is kept.
    Skip,
    /// The day goes on by hand.
    TakeOver,
}

impl Companion {
    /// The script with its parts given to people of this vault, and a client code that is free: the person who writes
    /// plays the first part, the others are synthetic and are added where they are not there yet.
    pub fn training_cast(&mut self) -> Result<(String, Script), Error> {
        if !self.open()?.unlocked.training() {
            return Err(Error::ScriptedClock);
        }
        if !self.open()?.live.is_empty() {
            return Err(Error::SessionLive);
        }
        let mut script = parse(library::TRAINING_DAY).map_err(Error::Words)?;
        let mut parts = BTreeMap::new();
        for (index, (initials, role)) in script.people.iter().enumerate() {
            let played_by = match index {
                0 => self.initials_of_author()?,
                _ => self.synthetic(initials, *role)?,
            };
            parts.insert(initials.clone(), played_by);
        }
        script.recast(&parts);
        // The day is played on the latest version of what it was written for.
        script.version = self.protocol_named(&script.protocol)?.protocol.version;
        let taken: Vec<String> = self.clients()?.into_iter().map(|line| line.code).collect();
        let code = (1..)
            .map(|n: u32| format!("TRAINING-{n}"))
            .find(|code| !taken.contains(code))
            .ok_or(Error::Duplicate { what: "code" })?;
        Ok((code, script))
    }

    fn initials_of_author(&self) -> Result<String, Error> {
        let author = self.author()?;
        self.people()?
            .into_iter()
            .find(|record| record.person.id == author)
            .map(|record| record.person.initials)
            .ok_or(Error::Unknown { what: "person" })
    }

    /// Initials of a synthetic person. Never somebody who was there before: no words are put into a colleague's mouth.
    fn synthetic(&mut self, initials: &str, role: Role) -> Result<String, Error> {
        let author = self.author()?;
        let people = self.people()?;
        for n in 1..100 {
            let initials = match n {
                1 => initials.to_owned(),
                n => format!("{initials}{n}"),
            };
            let name = format!("Training {initials}");
            let same = |one: &str, other: &str| one.to_lowercase() == other.to_lowercase();
            match people
                .iter()
                .find(|record| same(&record.person.initials, &initials))
            {
                Some(known) if known.person.name == name && known.person.id != author => {
                    return Ok(initials);
                }
                Some(_) => {}
                None => {
                    self.person_add(&NewPerson {
                        name,
                        initials: initials.clone(),
                        roles: vec![role],
                        pin: Secret::from(PIN),
                    })?;
                    return Ok(initials);
                }
            }
        }
        Err(Error::Duplicate { what: "initials" })
    }

    /// When a training day that is begun now takes place: yesterday, so that no entry lies in the future.
    pub fn training_opens(&mut self) -> Stamp {
        const DAY: i64 = 24 * 3_600_000;
        let now = self.clock.stamp();
        let zone = i64::from(now.zone_minutes) * 60_000;
        let midnight = (now.wall_ms + zone).div_euclid(DAY) * DAY - zone;
        scripted_at(midnight - DAY + OPENS, now.zone_minutes)
    }

    /// Begins a training day: a new synthetic client, its session, and the script that plays in it.
    pub fn training_start(&mut self, speed: u32) -> Result<SessionId, Error> {
        let speed = speed_of(speed)?;
        let (code, script) = self.training_cast()?;
        let opens = self.training_opens();
        let mut clock = FastClock::new(opens, speed);
        clock.steer(speed, true);
        let before = std::mem::replace(&mut self.clock, Box::new(clock));
        let mut player = Player::since(opens);
        let mut door = ScriptDoor::beside(self, None, &code, Unwatched);
        let opened = match script.lines.first() {
            Some(line) => player.line(&script, line, &mut door).map(|_| ()),
            None => Ok(()),
        };
        let Some(session) = door.session_id() else {
            self.clock = before;
            return Err(match opened {
                Err(Halt::Trouble(error)) => error,
                _ => Error::Unknown { what: "session" },
            });
        };
        let mut day = Day {
            session,
            script: Some(Playing {
                script,
                player,
                next: 1,
            }),
            speed,
            paused: false,
            not_done: None,
            before: Some(before),
        };
        self.clock.steer(speed, false);
        let done = self
            .training_mark(&day)
            .and_then(|()| self.training_lines(&mut day, false));
        self.training = Some(day);
        done.map(|_| session)
    }

    /// A day that a door played so far without this player: opened again, it stands where it stopped.
    pub fn training_hold(&mut self, session: SessionId, speed: u32) -> Result<(), Error> {
        let speed = i64::from(speed_of(speed)?);
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        Ok(open.store.count_set(&mark(session), speed)?)
    }

    /// Plays what has come due of the script. Answers the session that moved. Called by the heartbeat before
    /// [`Companion::session_beat`].
    pub fn training_beat(&mut self) -> Result<Option<SessionId>, Error> {
        self.training_with(|companion, day| companion.training_lines(day, false))
    }

    /// How long until the script goes on, in milliseconds of the machine's time.
    pub fn training_next_wake(&mut self) -> Option<i64> {
        let now = self.clock.stamp();
        let speed = i64::from(self.clock.speed());
        let day = self.training.as_ref().filter(|day| !day.paused)?;
        let (at, _) = day.script.as_ref()?.upcoming()?;
        Some(((at.uptime_ms - now.uptime_ms).max(0) + speed - 1) / speed)
    }

    /// A person steers the day. Refused where none is played in this session.
    pub fn training_steer(&mut self, session: SessionId, steer: Steer) -> Result<(), Error> {
        if self.training.as_ref().map(|day| day.session) != Some(session) {
            return Err(Error::Unknown {
                what: "training day",
            });
        }
        if let Steer::Speed(speed) = steer {
            speed_of(speed)?;
        }
        self.training_with(|companion, day| {
            match steer {
                Steer::Go => day.paused = false,
                Steer::Pause => day.paused = true,
                Steer::Speed(speed) => day.speed = speed,
                Steer::TakeOver => {
                    day.script = None;
                    companion.clock.wait_for(None);
                }
                Steer::Skip => companion.training_skip(day)?,
            }
            companion.clock.steer(day.speed, day.paused);
            companion.training_mark(day)?;
            Ok(true)
        })
        .map(|_| ())
    }

    /// What is shown of the day that is played in this session.
    pub fn training_look(&self, session: SessionId) -> Option<Look> {
        let day = self
            .training
            .as_ref()
            .filter(|day| day.session == session)?;
        let next = day.script.as_ref().and_then(|playing| {
            let (_, line) = playing.upcoming()?;
            Some(Elapsed(0) + (line.at - playing.script.opens))
        });
        Some(Look {
            playing: day.script.is_some(),
            paused: day.paused,
            speed: day.speed,
            next,
            not_done: day.not_done.clone(),
        })
    }

    /// How fast session time passes now: 0 while the clock stands.
    pub fn pace(&self) -> u32 {
        if self.clock.stands() {
            0
        } else {
            self.clock.speed()
        }
    }

    /// Takes the day out for a piece of work, and puts it back unless its session ended.
    fn training_with(
        &mut self,
        work: impl FnOnce(&mut Companion, &mut Day) -> Result<bool, Error>,
    ) -> Result<Option<SessionId>, Error> {
        let Some(mut day) = self.training.take() else {
            return Ok(None);
        };
        let session = day.session;
        let moved = if self.session_live().contains(&session) {
            work(self, &mut day)
        } else {
            Ok(true)
        };
        if self.session_live().contains(&session) {
            self.training = Some(day);
        } else {
            self.clock = day.before.unwrap_or_else(|| Box::new(MachineClock::new()));
        }
        Ok(moved?.then_some(session))
    }

    /// Plays every line whose time has come; `force` plays the next one before its time. The clock then waits for the one
    /// after it. Answers whether anything was played.
    fn training_lines(&mut self, day: &mut Day, mut force: bool) -> Result<bool, Error> {
        let mut moved = false;
        while self.session_live().contains(&day.session) {
            let Some(playing) = &mut day.script else {
                break;
            };
            let Some((at, line)) = playing.upcoming() else {
                // Its last line did not end the session: a person does.
                day.script = None;
                self.clock.wait_for(None);
                break;
            };
            let come = self.clock.stamp().uptime_ms >= at.uptime_ms && !day.paused;
            if !(come || force || playing.player.away()) {
                self.clock.wait_for(Some(at.wall_ms));
                break;
            }
            force = false;
            let line = line.clone();
            // The line happens at its own minute, whatever the machine was doing then.
            self.clock.wait_for(None);
            self.clock.steer(day.speed, true);
            let mut door = ScriptDoor::beside(self, Some(day.session), "", Unwatched);
            let played = playing.player.line(&playing.script, &line, &mut door);
            self.session_watched(day.session);
            let not_done = |why| {
                Some(NotDone {
                    at: Elapsed(0) + (line.at - playing.script.opens),
                    line: words_of(&line),
                    why,
                })
            };
            match played {
                Ok((_, None)) => {}
                Ok((_, Some(refusal))) => day.not_done = not_done(Why::Refused(refusal)),
                Err(Halt::Words(what)) => {
                    day.not_done = not_done(Why::Words(BadLine {
                        line: line.number,
                        what,
                    }));
                }
                Err(Halt::Trouble(error)) => {
                    // Not played: the clock waits here, and the next beat tries again.
                    self.clock.steer(day.speed, day.paused);
                    self.clock.wait_for(Some(at.wall_ms));
                    return Err(error);
                }
            }
            playing.next += 1;
            self.clock.steer(day.speed, day.paused);
            moved = true;
        }
        Ok(moved)
    }

    /// Forward, stopping at everything that falls due on the way.
    fn training_skip(&mut self, day: &mut Day) -> Result<(), Error> {
        let goal = day
            .script
            .as_ref()
            .and_then(|playing| Some(playing.upcoming()?.0));
        self.clock.wait_for(None);
        self.clock.steer(day.speed, true);
        for _ in 0..WAKES_MAX {
            let now = self.clock.stamp();
            let open = self.open()?;
            let Some(live) = open.live.get(&day.session) else {
                break;
            };
            let Some((wake, _)) = live.session.next_wake(now) else {
                break;
            };
            let ahead = (wake - live.session.elapsed(&now)).0.max(0);
            if goal.is_some_and(|goal| now.uptime_ms + ahead >= goal.uptime_ms) {
                break;
            }
            self.clock.set(moved_on(now, Span(ahead)));
            self.session_tick(day.session)?;
            self.session_watched(day.session);
            if goal.is_none() {
                break;
            }
        }
        self.training_lines(day, goal.is_some()).map(|_| ())
    }

    /// The speed, and whether the script plays (less than nothing: by hand), for the next run of the program.
    fn training_mark(&mut self, day: &Day) -> Result<(), Error> {
        let speed = i64::from(day.speed);
        let signed = if day.script.is_some() { speed } else { -speed };
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        Ok(open.store.count_set(&mark(day.session), signed)?)
    }

    /// After opening a vault: a training day goes on from the session's last moment, on a clock that stands. It did not go on
    /// meanwhile, so nobody missed anything of it. A clock that was set from outside comes first.
    pub(crate) fn training_resume(&mut self) -> Result<(), Error> {
        if !self.open()?.unlocked.training() || self.clock.scripted() {
            return Ok(());
        }
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        let sessions = open.store.sessions()?;
        for row in sessions.iter().filter(|row| row.ended_wall_ms.is_none()) {
            let marked = open.store.counter(&mark(row.id))?;
            let Some(live) = (match marked {
                0 => None,
                _ => open.session_replay(row.id).ok(),
            }) else {
                continue;
            };
            let Some((first, last)) = live.session.rows().first().zip(live.session.rows().last())
            else {
                continue;
            };
            let alive = open.store.alive(row.id)?;
            let watched = alive.map_or(last.elapsed, |alive| {
                Elapsed(alive.elapsed_ms).max(last.elapsed)
            });
            let opened = first.entered;
            let script = if marked > 0 {
                Some(taken_up(open, row.id, &live.session, opened)?)
            } else {
                None
            };
            let speed = u32::try_from(marked.unsigned_abs()).unwrap_or(SPEED);
            let mut clock = FastClock::new(moved_on(opened, watched - Elapsed(0)), speed);
            clock.steer(speed, true);
            let mut day = Day {
                session: row.id,
                script,
                speed,
                paused: true,
                not_done: None,
                before: None,
            };
            self.clock = Box::new(clock);
            if let Some((at, _)) = day.script.as_mut().and_then(|playing| playing.upcoming()) {
                self.clock.wait_for(Some(at.wall_ms));
            }
            self.training = Some(day);
            break;
        }
        Ok(())
    }
}

impl Playing {
    /// The next line, and the stamp at which it stands.
    fn upcoming(&self) -> Option<(Stamp, &Line)> {
        let line = self.script.lines.get(self.next)?;
        Some((self.player.stamp_at(&self.script, line), line))
    }
}

/// The script as far as the record says it was played.
fn taken_up(
    open: &mut crate::Open,
    id: SessionId,
    session: &Session,
    opened: Stamp,
) -> Result<Playing, Error> {
    let mut script = parse(library::TRAINING_DAY).map_err(Error::Words)?;
    let parts = script
        .people
        .iter()
        .zip(session.people())
        .map(|((initials, _), person)| (initials.clone(), person.initials.clone()))
        .collect();
    script.recast(&parts);
    let mut player = Player::since(opened);
    let mut next = 1;
    for (index, line) in script.lines.iter().enumerate() {
        let Some(last) = open.store.request_kept(id, key_of(id, line.number, 0))? else {
            continue;
        };
        player.remember(line, session, last);
        // A phrase of several acts may have been cut short: it is played again, and brings what is left of it.
        next = if is_phrase(line) { index } else { index + 1 };
    }
    Ok(Playing {
        script,
        player,
        next,
    })
}

fn is_phrase(line: &Line) -> bool {
    matches!(&line.what, What::Act(command) if command.verb == "gate" || command.verb == "agree")
}

fn words_of(line: &Line) -> String {
    match &line.what {
        What::Act(command) => {
            let mut words = vec![command.verb.clone()];
            words.extend(command.words.iter().cloned());
            words.join(" ")
        }
        What::Sleep(_) => "sleep".to_owned(),
        What::Wake => "wake".to_owned(),
        _ => String::new(),
    }
}

fn moved_on(from: Stamp, by: Span) -> Stamp {
    Stamp {
        wall_ms: from.wall_ms.saturating_add(by.0),
        uptime_ms: from.uptime_ms.saturating_add(by.0),
        ..from
    }
}

fn mark(session: SessionId) -> String {
    format!("training:{session}")
}

fn speed_of(speed: u32) -> Result<u32, Error> {
    if (1..=SPEED_MAX).contains(&speed) {
        Ok(speed)
    } else {
        Err(Error::BadInput { what: "speed" })
    }
}
