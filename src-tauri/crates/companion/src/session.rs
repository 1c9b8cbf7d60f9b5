//! Sessions: open, act, tick, look. Decide, commit, and only then apply.

use crate::inspection::Looked;
use crate::process::{Eyes, Seen};
use crate::{Companion, Error, Open};
use clinic::id::{ClientId, PersonId, RequestKey, SessionId};
use clinic::protocol::Channel;
use clinic::session::act::{Act, When};
use clinic::session::board::{Board, CheckState};
use clinic::session::event::{Event, GapCause, Recorded, Witness};
use clinic::session::eyes::{Concern, Eye, in_order};
use clinic::session::{Plan, Session};
use clinic::time::{Date, Elapsed, Span, Stamp};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::scratch::Alive;
use store::sessions::Kept;
pub use store::sessions::SessionRow;
use vault::entropy::{Entropy, make_bytes};

/// A session in memory: what the rows say, and when they were last committed.
#[derive(Debug, Clone)]
pub struct Live {
    /// Its line on the shelf.
    pub row: SessionRow,
    /// The client's code, for screens.
    pub client_code: String,
    /// The state. Whoever looks shares it; what is kept meanwhile goes into a copy, so a look never holds anybody up.
    pub session: Arc<Session>,
    /// When the last row was committed, wall time.
    pub kept_wall_ms: i64,
    /// What was amended after its end, oldest first.
    pub amended: Vec<AmendedLater>,
    /// The client's course cannot be read, and with it what was amended after its end. The session itself can.
    pub amendments_unreadable: bool,
    /// What whoever asked for it may read of its process notes.
    pub process: Seen,
    /// Last moment somebody watched.
    watched: Elapsed,
    /// When the alive mark was last written, session time.
    marked: Elapsed,
}

/// How a row of a session that had ended should read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AmendedLater {
    /// Which row.
    pub seq: u64,
    /// As it should read.
    pub words: String,
    /// Why.
    pub reason: String,
    /// Initials of who said so.
    pub by: String,
    /// When, UTC milliseconds.
    pub wall_ms: i64,
    /// Zone shown then.
    pub zone_minutes: i16,
}

/// The alive mark is written this often while a session runs.
const MARK_EVERY: Span = Span::seconds(10);
/// Longer than this between two beats, and the machine slept or stood still.
const BEAT_LOST: Span = Span::seconds(10);

/// Most people of one session.
const PEOPLE_MAX: usize = 32;

/// What a second person brings to an act.
#[derive(Debug, Clone, Copy)]
pub struct Second(pub PersonId);

/// When an act happened, as a door says it.
#[derive(Debug, Clone, Copy)]
pub enum Told {
    /// Now, some time ago, or at a session time.
    When(When),
    /// At a wall time, UTC milliseconds.
    Wall(i64),
}

/// A session to be opened.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// Whose.
    pub client: ClientId,
    /// Which protocol.
    pub protocol: [u8; 32],
    /// Which dosing session of the course.
    pub number: u16,
    /// Who may act in it.
    pub people: Vec<PersonId>,
}

/// Prompts of a live session so far, for whoever announces them outside the window.
#[derive(Debug, Clone, Copy)]
pub struct Fallen {
    /// Which session.
    pub session: SessionId,
    /// How many prompts have fallen due since it was opened.
    pub prompts: usize,
    /// A quiet window is in force.
    pub quiet: bool,
    /// A prompt that fell due waits for an answer.
    pub waiting: bool,
    /// Who keeps time chose the soft tone.
    pub tone: bool,
    /// How often the protocol's stage of the tone has come.
    pub tones: usize,
}

impl Live {
    /// A session that another vault recorded: it is read, and nobody watches it.
    pub(crate) fn told(
        row: SessionRow,
        client_code: String,
        session: Session,
        kept_wall_ms: i64,
        amended: Vec<AmendedLater>,
    ) -> Live {
        Live {
            row,
            client_code,
            session: Arc::new(session),
            kept_wall_ms,
            amended,
            amendments_unreadable: false,
            process: Seen {
                eyes: Eyes::Packet,
                ..Seen::default()
            },
            watched: Elapsed(0),
            marked: Elapsed(0),
        }
    }

    /// What needs eyes: in its rows, and what was amended after its end.
    pub fn eyes(&self) -> Vec<Eye> {
        let mut eyes = self.session.eyes();
        let rows = self.session.rows();
        for (n, later) in self.amended.iter().enumerate() {
            let row = usize::try_from(later.seq).ok().and_then(|at| rows.get(at));
            eyes.push(Eye {
                key: format!("amended_later/{n}"),
                at: row.map_or(Elapsed(0), |row| row.happened),
                entry: Some(later.seq),
                concern: Concern::Amended,
            });
        }
        in_order(&mut eyes);
        eyes
    }
}

impl Companion {
    /// Every session, newest first.
    pub fn session_list(&self) -> Result<Vec<SessionRow>, Error> {
        Ok(self.open()?.store.sessions()?)
    }

    /// Opens a session: from now on it is watched.
    pub fn session_open(&mut self, new: &NewSession) -> Result<SessionId, Error> {
        if new.people.len() > PEOPLE_MAX {
            return Err(Error::BadInput { what: "people" });
        }
        let protocol = self.protocol_usable(&new.protocol)?;
        let stamp = self.clock.stamp();
        let context = self.context(None);
        let id = SessionId(make_bytes(&mut self.entropy)?);
        let Companion { open, entropy, .. } = self;
        let open = open.as_mut().ok_or(Error::Locked)?;
        if !open.live.is_empty() {
            return Err(Error::SessionLive);
        }
        let course = open.course_lets_begin(new.client, &new.protocol, Date::of(&stamp))?;
        let author = open.author;
        let known = open.store.people()?;
        let mut people = Vec::new();
        for id in &new.people {
            let row = known
                .iter()
                .find(|row| row.person.id == *id && !row.is_removed())
                .ok_or(Error::Unknown { what: "person" })?;
            people.push(row.person.clone());
        }
        // Whoever rates blind or inspects is not there.
        if !people.iter().any(|person| person.id == author)
            || people
                .iter()
                .any(|person| person.is_blind() || person.inspects())
        {
            return Err(Error::BadInput { what: "people" });
        }
        people.dedup_by_key(|person| person.id);
        open.licences_let_begin(&people, Date::of(&stamp))?;
        open.team_lets_begin(&protocol, &people, Date::of(&stamp))?;
        let client_code = open.client_code(new.client)?;
        let plan = Plan {
            protocol,
            digest: clinic::id::hex(&new.protocol),
            number: new.number,
            touch: course.touch_agreed(&people),
            people,
        };
        let (session, rows) = Session::open(plan, author, stamp);
        let row = SessionRow {
            id,
            client: new.client,
            protocol: new.protocol,
            number: new.number,
            wall_ms: stamp.wall_ms,
            zone_minutes: stamp.zone_minutes,
            ended_wall_ms: None,
        };
        let context = store::audit::Context {
            actor: Some(author),
            stamp,
            ..context
        };
        let Open {
            store, keys, live, ..
        } = open;
        let key = keys
            .get(&new.client)
            .ok_or(Error::Unknown { what: "client" })?;
        store.session_add(&row, &rows, key, entropy, &context)?;
        let now = session.elapsed(&stamp);
        live.insert(
            id,
            Live {
                row,
                client_code,
                session: Arc::new(session),
                kept_wall_ms: stamp.wall_ms,
                amended: Vec::new(),
                amendments_unreadable: false,
                process: Seen::default(),
                watched: now,
                marked: Elapsed(-1_000_000),
            },
        );
        // The session is kept; a head that cannot be written now is written by the heartbeat.
        if let Err(error) = self.head_write() {
            eprintln!("the head file waits for the next beat: {error}");
        }
        Ok(id)
    }

    /// One act. `request` makes a retry harmless: the same request is kept once and answers the same.
    pub fn session_act(
        &mut self,
        session: SessionId,
        request: RequestKey,
        act: &Act,
        told: Told,
    ) -> Result<(), Error> {
        let author = self.open()?.author;
        self.session_act_as(session, Some(request), act, told, author)
    }

    /// Whether this request was kept before: then nobody need prove anything again.
    pub fn request_kept(&mut self, session: SessionId, request: RequestKey) -> Result<bool, Error> {
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        Ok(open.store.request_kept(session, request)?.is_some())
    }

    /// One act in the name of a person whose presence is proven.
    pub fn session_act_as(
        &mut self,
        session: SessionId,
        request: Option<RequestKey>,
        act: &Act,
        told: Told,
        author: PersonId,
    ) -> Result<(), Error> {
        let stamp = self.clock.stamp();
        let context = store::audit::Context {
            stamp,
            ..self.context(Some(author))
        };
        let Companion { open, entropy, .. } = self;
        let open = open.as_mut().ok_or(Error::Locked)?;
        // First of all: a retry is harmless even when the act it repeats has ended the session.
        if let Some(request) = request
            && open.store.request_kept(session, request)?.is_some()
        {
            return Ok(());
        }
        let live = open.live.get(&session).ok_or(Error::Unknown {
            what: "live session",
        })?;
        let when = match told {
            Told::When(when) => when,
            Told::Wall(wall_ms) => When::At(live.session.elapsed_at_wall(wall_ms)),
        };
        crate::process::not_amended(&live.session, act)?;
        let mut rows = live.session.decide(act, when, author, stamp)?;
        open.process_seal(session, author, &mut rows)?;
        let ended = rows
            .iter()
            .any(|row| matches!(row.event, Event::SessionClosed { .. }));
        keep(open, entropy, session, &rows, word(act), request, &context)?;
        if ended {
            self.session_ended(session);
        }
        Ok(())
    }

    /// What time alone brings, for every live session. Answers the sessions that moved. Called by the heartbeat.
    pub fn session_beat(&mut self) -> Result<Vec<SessionId>, Error> {
        let stamp = self.clock.stamp();
        let lost_after = Span(BEAT_LOST.0 * i64::from(self.clock.speed()));
        let mark_every = Span(MARK_EVERY.0 * i64::from(self.clock.speed()));
        let context = store::audit::Context {
            stamp,
            ..self.context(None)
        };
        let Companion { open, entropy, .. } = self;
        let Some(open) = open.as_mut() else {
            return Ok(Vec::new());
        };
        let ids: Vec<SessionId> = open.live.keys().copied().collect();
        let mut moved = Vec::new();
        for id in ids {
            let live = open.live.get(&id).ok_or(Error::Unknown {
                what: "live session",
            })?;
            let now = live.session.elapsed(&stamp);
            let lost = now - live.watched;
            let slept = lost > lost_after && live.session.gap_owed(live.watched, now);
            let rows = if slept {
                let act = Act::NoticeGap {
                    from: live.watched,
                    cause: GapCause::Slept,
                };
                live.session.decide(&act, When::Now, open.author, stamp)?
            } else {
                live.session.tick(stamp)
            };
            if !slept && let Some(live) = open.live.get_mut(&id) {
                // Somebody watches, whether or not the disk takes what time brought: that is no gap.
                live.watched = now;
            }
            if !rows.is_empty() {
                keep(open, entropy, id, &rows, "session_ticked", None, &context)?;
                moved.push(id);
            }
            let Open { live, store, .. } = open;
            let live = live.get_mut(&id).ok_or(Error::Unknown {
                what: "live session",
            })?;
            live.watched = now;
            if now - live.marked >= mark_every {
                store.alive_keep(
                    id,
                    Alive {
                        elapsed_ms: now.0,
                        clean: false,
                    },
                )?;
                live.marked = now;
            }
        }
        Ok(moved)
    }

    /// What time alone brings to one live session, without asking whether anybody watched: for scripts.
    pub(crate) fn session_tick(&mut self, id: SessionId) -> Result<(), Error> {
        let stamp = self.clock.stamp();
        let context = store::audit::Context {
            stamp,
            ..self.context(None)
        };
        let Companion { open, entropy, .. } = self;
        let open = open.as_mut().ok_or(Error::Locked)?;
        let Some(live) = open.live.get(&id) else {
            return Ok(());
        };
        let rows = live.session.tick(stamp);
        keep(open, entropy, id, &rows, "session_ticked", None, &context)
    }

    /// Somebody watched until now: a script that moved the clock itself says so.
    pub(crate) fn session_watched(&mut self, id: SessionId) {
        let stamp = self.clock.stamp();
        if let Some(live) = self.open.as_mut().and_then(|open| open.live.get_mut(&id)) {
            live.watched = live.session.elapsed(&stamp);
        }
    }

    /// Throws the state in memory away and replays the record, as a start of the program does.
    pub(crate) fn session_reload(&mut self, id: SessionId) -> Result<(), Error> {
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        if open.live.remove(&id).is_some() {
            let live = open.session_replay(id)?;
            open.live.insert(id, live);
        }
        Ok(())
    }

    /// Acts in the language of scenarios, read against a live session: for a door that takes words.
    pub fn session_words(&mut self, id: SessionId, text: &str) -> Result<(Vec<Act>, When), Error> {
        let stamp = self.clock.stamp();
        let live = self.session_load(id)?;
        clinic::script::one::act(&live.session, stamp, text).map_err(Error::Words)
    }

    /// What has fallen due in every live session.
    pub fn session_fallen(&mut self) -> Vec<Fallen> {
        let stamp = self.clock.stamp();
        let live = self.open.iter().flat_map(|open| open.live.iter());
        live.map(|(id, live)| {
            let board = live.session.board(stamp);
            let (mut prompts, mut tones) = (0, 0);
            for row in live.session.rows() {
                match &row.event {
                    Event::Prompted { .. } => prompts += 1,
                    Event::Escalated {
                        channel: Channel::Tone,
                        ..
                    } => tones += 1,
                    _ => {}
                }
            }
            Fallen {
                session: *id,
                prompts,
                tones,
                tone: board.timekeeper.is_some_and(|(_, tone)| tone),
                quiet: board.quiet_until.is_some(),
                waiting: board
                    .prompts
                    .iter()
                    .any(|prompt| matches!(prompt.state, CheckState::Due | CheckState::Late)),
            }
        })
        .collect()
    }

    /// How long until a live session wants waking, in milliseconds of the machine's time.
    pub fn session_next_wake(&mut self) -> Option<i64> {
        let stamp = self.clock.stamp();
        let speed = i64::from(self.clock.speed());
        if self.clock.stands() {
            return None;
        }
        let open = self.open.as_ref()?;
        open.live
            .values()
            .filter_map(|live| {
                let (at, _) = live.session.next_wake(stamp)?;
                Some(((at - live.session.elapsed(&stamp)).0.max(0) + speed - 1) / speed)
            })
            .min()
    }

    /// A live session, or one that ended, with what the clock says now.
    pub fn session_look(&mut self, id: SessionId) -> Result<(Live, Board, Stamp), Error> {
        let (live, stamp) = self.session_now(id)?;
        let board = live.session.board(stamp);
        Ok((live, board, stamp))
    }

    /// The same without its board, for a door that works it out when it no longer holds the companion.
    pub fn session_now(&mut self, id: SessionId) -> Result<(Live, Stamp), Error> {
        self.looked(Looked::Session(id))?;
        let stamp = self.clock.stamp();
        Ok((self.session_load(id)?, stamp))
    }

    /// Where a session stands now, for a line about it: nobody looks into it.
    pub fn session_board(&mut self, id: SessionId) -> Result<Board, Error> {
        let stamp = self.clock.stamp();
        Ok(self.session_load(id)?.session.board(stamp))
    }

    /// A session's state: in memory while it runs, from the shelf when it ended.
    pub fn session_load(&mut self, id: SessionId) -> Result<Live, Error> {
        let open = self.open.as_mut().ok_or(Error::Locked)?;
        let mut live = match open.live.get(&id) {
            Some(live) => live.clone(),
            None => {
                let mut live = open.session_replay(id)?;
                // A row of the course that is damaged is named by `verify`; the session opens, and says what it lacks.
                match open.session_amended(&live.row) {
                    Ok(amended) => live.amended = amended,
                    Err(_) => live.amendments_unreadable = true,
                }
                live
            }
        };
        live.process = open.process_seen(id, live.session.rows());
        Ok(live)
    }

    /// Ids of the sessions that run.
    pub fn session_live(&self) -> Vec<SessionId> {
        self.open
            .as_ref()
            .map(|open| open.live.keys().copied().collect())
            .unwrap_or_default()
    }

    /// After opening a vault: load what was running, say honestly how long nobody watched, go on.
    pub(crate) fn session_resume(&mut self) -> Result<(), Error> {
        let stamp = self.clock.stamp();
        let context = store::audit::Context {
            stamp,
            ..self.context(None)
        };
        let Companion { open, entropy, .. } = self;
        let open = open.as_mut().ok_or(Error::Locked)?;
        let running: Vec<SessionRow> = open
            .store
            .sessions()?
            .into_iter()
            .filter(|row| row.ended_wall_ms.is_none())
            .collect();
        for row in running {
            let Ok(live) = open.session_replay(row.id) else {
                // One damaged session does not shut the whole vault; verification names it.
                open.unreadable.push(row.id);
                continue;
            };
            let alive = open.store.alive(row.id)?;
            let last_row = live
                .session
                .rows()
                .last()
                .map_or(Elapsed(0), |row| row.elapsed);
            let watched = alive.map_or(last_row, |alive| Elapsed(alive.elapsed_ms).max(last_row));
            let now = live.session.elapsed(&stamp);
            let rows = if live.session.gap_owed(watched, now) {
                let clean = alive.is_some_and(|alive| alive.clean);
                let cause = if clean {
                    GapCause::Closed
                } else {
                    GapCause::Stopped
                };
                live.session.decide(
                    &Act::NoticeGap {
                        from: watched,
                        cause,
                    },
                    When::Now,
                    open.author,
                    stamp,
                )?
            } else {
                live.session.tick(stamp)
            };
            open.live.insert(
                row.id,
                Live {
                    watched: now,
                    marked: Elapsed(i64::MIN / 2),
                    ..live
                },
            );
            if !rows.is_empty() {
                keep(
                    open,
                    entropy,
                    row.id,
                    &rows,
                    "session_resumed",
                    None,
                    &context,
                )?;
            }
        }
        Ok(())
    }

    /// Before a door closes in good order: say until when somebody watched.
    pub(crate) fn session_leave(&mut self) -> Result<(), Error> {
        let stamp = self.clock.stamp();
        let Some(open) = self.open.as_mut() else {
            return Ok(());
        };
        let Open { live, store, .. } = open;
        for (id, live) in live.iter() {
            store.alive_keep(
                *id,
                Alive {
                    elapsed_ms: live.session.elapsed(&stamp).0,
                    clean: true,
                },
            )?;
        }
        Ok(())
    }

    /// After a session's last row: it leaves the running ones, the chain's head is signed. The closing is kept by then, so
    /// a note that cannot be written now is no failure of it; the next closing, locking or export signs a later head.
    fn session_ended(&mut self, session: SessionId) {
        if let Some(open) = self.open.as_mut() {
            open.live.remove(&session);
        }
        let signed = self
            .audit_checkpoint_vouched()
            .and_then(|()| self.head_write());
        if let Err(error) = signed {
            eprintln!("the checkpoint of a closed session waits for the next one: {error}");
        }
    }
}

impl Open {
    /// Loads, replays: the same path for a crash, a reopening and a reading afterwards.
    pub(crate) fn session_replay(&mut self, id: SessionId) -> Result<Live, Error> {
        if let Some(known) = self.ended.iter().find(|live| live.row.id == id) {
            return Ok(known.clone());
        }
        let row = self.store.session(id)?;
        let client_code = self.client_code(row.client)?;
        let protocol = self.protocol(&row.protocol)?;
        let key = self
            .keys
            .get(&row.client)
            .ok_or(Error::Unknown { what: "client" })?;
        let rows = self.store.session_events(id, key)?;
        if !shelved_as_told(&row, &rows) {
            return Err(Error::Replay);
        }
        let kept_wall_ms = rows.last().map_or(row.wall_ms, |row| row.entered.wall_ms);
        let session = Session::replay(protocol, rows).map_err(|_| Error::Replay)?;
        let live = Live {
            row,
            client_code,
            session: Arc::new(session),
            kept_wall_ms,
            amended: Vec::new(),
            amendments_unreadable: false,
            process: Seen::default(),
            watched: Elapsed(0),
            marked: Elapsed(0),
        };
        // What ended never changes: a course asks for the same few sessions at every look.
        if live.row.ended_wall_ms.is_some() {
            if self.ended.len() == ENDED_AT_HAND {
                self.ended.remove(0);
            }
            self.ended.push(live.clone());
        }
        Ok(live)
    }
}

/// Ended sessions that stay replayed while the vault is open.
const ENDED_AT_HAND: usize = 12;

/// Whether the session's line on the shelf says what its sealed rows say. The line is no part of what the chain digests.
pub(crate) fn shelved_as_told(line: &SessionRow, rows: &[Recorded]) -> bool {
    let opened = rows.first().is_some_and(|row| match &row.event {
        Event::SessionOpened { digest, number, .. } => {
            *digest == clinic::id::hex(&line.protocol)
                && *number == line.number
                && row.entered.wall_ms == line.wall_ms
                && row.entered.zone_minutes == line.zone_minutes
        }
        _ => false,
    });
    let ended = rows
        .iter()
        .find(|row| matches!(row.event, Event::SessionClosed { .. }))
        .and(rows.last())
        .map(|last| last.entered.wall_ms);
    opened && ended == line.ended_wall_ms
}

/// Commits rows, and only then lets memory follow. From the return of this call on, it is true.
fn keep(
    open: &mut Open,
    entropy: &mut dyn Entropy,
    id: SessionId,
    rows: &[Recorded],
    action: &str,
    request: Option<RequestKey>,
    context: &store::audit::Context,
) -> Result<(), Error> {
    let Open {
        store, keys, live, ..
    } = open;
    let live = live.get_mut(&id).ok_or(Error::Unknown {
        what: "live session",
    })?;
    if rows.is_empty() {
        return Ok(());
    }
    let key = keys
        .get(&live.row.client)
        .ok_or(Error::Unknown { what: "client" })?;
    let kept = store.session_append(id, rows, action, request, key, entropy, context)?;
    if let Kept::Now(_) = kept {
        let session = Arc::make_mut(&mut live.session);
        for row in rows {
            session.apply(row);
        }
        live.kept_wall_ms = context.stamp.wall_ms;
    }
    Ok(())
}

/// The fixed word of an act in the audit chain. Never client text.
fn word(act: &Act) -> &'static str {
    match act {
        Act::TakeReading { .. } => "reading_taken",
        Act::ExcuseRest { .. } => "rest_excused",
        Act::Defer { .. } => "deferred",
        Act::See { .. } => "seen",
        Act::ExplainMiss { .. } => "miss_explained",
        Act::TellContact { .. } => "contact_told",
        Act::BeginQuiet { .. } => "quiet_began",
        Act::EndQuiet => "quiet_ended",
        Act::SeeRedFlag { .. } => "red_flag_seen",
        Act::GiveDose { .. } => "dose_given",
        Act::CorrectDoseTime { .. } => "dose_time_corrected",
        Act::DecideNotGiven { .. } => "dose_not_given",
        Act::AnswerGate { .. } => "gate_answered",
        Act::OverrideGate { .. } => "gate_overridden",
        Act::CompareTrueTime { .. } => "true_time_compared",
        Act::TickStep { .. } => "step_ticked",
        Act::SetPhase { .. } => "phase_set",
        Act::ComeIn { .. } => "came_in",
        Act::GoOut { .. } => "went_out",
        Act::Note { .. } => "noted",
        Act::Star { .. } => "starred",
        Act::Strike { .. } => "struck",
        Act::Amend { .. } => "amended",
        Act::BeginEffect { .. } => "effect_began",
        Act::ChangeEffect { .. } => "effect_changed",
        Act::EndEffect { .. } => "effect_ended",
        Act::Drink { .. } => "drank",
        Act::AgreeTouch(_) => "touch_agreed",
        Act::NarrowTouch { .. } => "touch_narrowed",
        Act::RefuseTouch { .. } => "touch_refused",
        Act::Touch(_) => "touched",
        Act::EndTouch { .. } => "touch_ended",
        Act::ReportDeviation { .. } => "deviation_reported",
        Act::AgreeClosing { .. } => "closing_agreed",
        Act::Close { .. } => "session_closed",
        Act::NoticeGap { .. } => "gap_noticed",
        Act::ConfirmElapsed { .. } => "elapsed_confirmed",
    }
}

/// The witness of a dose: proven, or the word *unwitnessed*.
pub fn witness(second: Option<Second>) -> Witness {
    second.map_or(Witness::Unwitnessed, |Second(person)| {
        Witness::Proven(person)
    })
}
