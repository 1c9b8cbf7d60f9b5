//! Plays a scenario through a door and compares what was said with what the author expects.

use super::act::Scope;
use super::words::Words;
use super::{Command, Hands, Line, Script, What};
use crate::id::PersonId;
use crate::session::act::{Act, When};
use crate::session::event::{Event, GapCause, Recorded};
use crate::session::{Refusal, Session};
use crate::time::{Elapsed, Span, Stamp};
use std::collections::BTreeMap;

/// Where a scenario is played: the engine alone, or the companion with its vault. What is decided is also kept.
pub trait Door {
    /// What can go wrong beside the rules (a disk, a vault).
    type Trouble: std::fmt::Display;

    /// From now on the acts are those of this line of the script.
    fn at_line(&mut self, _number: usize) {}

    /// Opens the session.
    fn open(&mut self, script: &Script, at: Stamp) -> Result<Vec<Recorded>, Self::Trouble>;
    /// The session as it stands.
    fn session(&mut self) -> Result<Session, Self::Trouble>;
    /// Time passes.
    fn tick(&mut self, at: Stamp) -> Result<Vec<Recorded>, Self::Trouble>;
    /// A person acts: everything it brought, or the refusal.
    fn ask(
        &mut self,
        act: &Act,
        when: When,
        by: PersonId,
        at: Stamp,
    ) -> Result<Result<Vec<Recorded>, Refusal>, Self::Trouble>;
    /// The program ended; it starts again from what was kept.
    fn start_again(&mut self, at: Stamp) -> Result<(), Self::Trouble>;
    /// Nobody watched since `last_alive`: time passes, and the gap is written where it is owed.
    fn resume(
        &mut self,
        last_alive: Elapsed,
        cause: GapCause,
        at: Stamp,
    ) -> Result<Vec<Recorded>, Self::Trouble> {
        let mut rows = self.tick(at)?;
        let session = self.session()?;
        if session.gap_owed(last_alive, session.elapsed(&at)) {
            let gap = Act::NoticeGap {
                from: last_alive,
                cause,
            };
            let by = session
                .people()
                .first()
                .map_or(PersonId([0; 16]), |person| person.id);
            rows.extend(self.ask(&gap, When::Now, by, at)?.unwrap_or_default());
        }
        Ok(rows)
    }
}

/// What one line brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Number of the line; 0 for the end.
    pub line: usize,
    /// When, by the author's zero.
    pub at: Span,
    /// In short words, the echo of the act left out.
    pub said: Vec<String>,
}

/// The first place where the engine and the author differ.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct Differs {
    /// Number of the line.
    pub line: usize,
    /// How.
    pub what: String,
}

/// What a line brought that is worth telling, and the refusal.
pub type Brought = (Vec<Recorded>, Option<Refusal>);

/// Why a line could not be played.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Halt<T> {
    /// Its words name nothing that is there.
    #[error("{0}")]
    Words(String),
    /// Something beside the rules.
    #[error("{0}")]
    Trouble(T),
}

impl<T> From<String> for Halt<T> {
    fn from(what: String) -> Self {
        Halt::Words(what)
    }
}

/// A scenario half played: its clock, the entries its author named, and since when nobody watches. It holds no door, so
/// that it can wait between two lines.
#[derive(Debug, Clone, Default)]
pub struct Player {
    hands: Hands,
    names: BTreeMap<String, u64>,
    /// Since when nobody watches, and why.
    away: Option<(Elapsed, GapCause)>,
}

/// Plays every line; answers with what each of them brought.
///
/// # Errors
///
/// The first line at which something else happened than expected, or that could not be played.
pub fn play<D: Door>(script: &Script, door: D) -> Result<Vec<Told>, Differs> {
    go_through(script, Player::default(), door, true)
}

/// Goes through every line and tells what each of them brought, whatever its author expected.
///
/// # Errors
///
/// The first line that could not be played.
pub fn perform<D: Door>(script: &Script, door: D) -> Result<Vec<Told>, Differs> {
    go_through(script, Player::default(), door, false)
}

/// The same for a day that is opened at this stamp.
///
/// # Errors
///
/// The first line that could not be played.
pub fn perform_since<D: Door>(
    script: &Script,
    opened: Stamp,
    door: D,
) -> Result<Vec<Told>, Differs> {
    go_through(script, Player::since(opened), door, false)
}

fn go_through<D: Door>(
    script: &Script,
    mut player: Player,
    mut door: D,
    compare: bool,
) -> Result<Vec<Told>, Differs> {
    let mut told = Vec::new();
    for line in &script.lines {
        let differs = |what: String| Differs {
            line: line.number,
            what,
        };
        let said = player.told(script, line, &mut door).map_err(differs)?;
        if !compare && let Some(refusal) = said.iter().find(|said| said.starts_with("refused")) {
            return Err(differs(refusal.clone()));
        }
        if compare && said != line.expects {
            return Err(differs(format!(
                "expected {:?}, found {said:?}",
                line.expects
            )));
        }
        told.push(Told {
            line: line.number,
            at: line.at,
            said,
        });
    }
    if compare {
        player.deviations(script, &mut door)?;
    }
    Ok(told)
}

impl Player {
    /// A player whose session opened at this stamp.
    pub fn since(opened: Stamp) -> Player {
        Player {
            hands: Hands::since(opened),
            ..Player::default()
        }
    }

    /// What the clocks say at a line.
    pub fn stamp_at(&self, script: &Script, line: &Line) -> Stamp {
        let mut hands = self.hands.clone();
        hands.move_to(line.at - script.opens);
        hands.stamp()
    }

    /// Whether nobody watches, by the script's will.
    pub fn away(&self) -> bool {
        self.away.is_some()
    }

    /// Takes up a line that was played before this player was made: what it named is known again. `last` is the last row
    /// that it brought.
    pub fn remember(&mut self, line: &Line, session: &Session, last: u64) {
        let What::Act(command) = &line.what else {
            return;
        };
        let rows = session.rows().iter().rev();
        let own = rows.filter(|row| row.seq <= last).find(|row| {
            matches!(
                (command.verb.as_str(), &row.event),
                ("effect", Event::EffectBegan { .. })
                    | ("note", Event::Noted { .. } | Event::NotedApart { .. })
                    | ("read", Event::ReadingTaken { .. })
                    | ("touch", Event::Touched { .. })
            )
        });
        if let (Some(name), Some(own)) = (&command.name, own) {
            self.names.insert(name.clone(), own.seq);
        }
    }

    /// One line in words.
    fn told<D: Door>(
        &mut self,
        script: &Script,
        line: &Line,
        door: &mut D,
    ) -> Result<Vec<String>, String> {
        let (rows, refusal) = self.line(script, line, door).map_err(text)?;
        let session = door.session().map_err(text)?;
        let now = session.elapsed(&self.hands.stamp());
        let words = Words::new(&session, script.opens);
        let mut said: Vec<String> = rows.iter().flat_map(|row| words.row(row, now)).collect();
        said.extend(refusal.map(|refusal| words.refusal(&refusal)));
        if let What::Shows(wanted) = &line.what {
            let facts = words.facts(&session.board(self.hands.stamp()));
            if let Some(absent) = wanted.iter().find(|wanted| !facts.contains(wanted)) {
                let subject = absent.split(' ').next().unwrap_or_default();
                let near: Vec<&String> = facts
                    .iter()
                    .filter(|fact| fact.starts_with(subject))
                    .collect();
                return Err(format!("the board does not show {absent:?}, but {near:?}"));
            }
        }
        Ok(said)
    }

    /// Plays one line: the rows worth telling, and the refusal.
    ///
    /// # Errors
    ///
    /// Words that name nothing, or what went wrong beside the rules; the line may be played again after it.
    pub fn line<D: Door>(
        &mut self,
        script: &Script,
        line: &Line,
        door: &mut D,
    ) -> Result<Brought, Halt<D::Trouble>> {
        self.hands.move_to(line.at - script.opens);
        door.at_line(line.number);
        self.happen(script, line, door)
    }

    fn happen<D: Door>(
        &mut self,
        script: &Script,
        line: &Line,
        door: &mut D,
    ) -> Result<Brought, Halt<D::Trouble>> {
        let none = |rows: Vec<Recorded>| Ok((rows, None));
        if self.away.is_some()
            && !matches!(
                line.what,
                What::Wake | What::Start | What::Boot(_) | What::Clock(_) | What::Zone(_)
            )
        {
            return Err("nobody watches: wake, start or boot first"
                .to_owned()
                .into());
        }
        match &line.what {
            What::Open => {
                let at = self.hands.stamp();
                door.open(script, at).map_err(Halt::Trouble)?;
                let rows = door.tick(at).map_err(Halt::Trouble)?;
                none(rows)
            }
            What::Time | What::Shows(_) => none(self.tick(door)?),
            What::Sleep(_) => {
                let rows = self.tick(door)?;
                self.leave(door, GapCause::Slept)?;
                none(rows)
            }
            What::Quit { crash } => {
                let rows = self.tick(door)?;
                self.leave(
                    door,
                    if *crash {
                        GapCause::Stopped
                    } else {
                        GapCause::Closed
                    },
                )?;
                none(rows)
            }
            What::Off => {
                let rows = self.tick(door)?;
                self.leave(door, GapCause::Stopped)?;
                none(rows)
            }
            What::Wake => none(self.resume(door)?),
            What::Start => {
                door.start_again(self.hands.stamp())
                    .map_err(Halt::Trouble)?;
                none(self.resume(door)?)
            }
            What::Boot(wall) => {
                self.hands.boot(*wall);
                door.start_again(self.hands.stamp())
                    .map_err(Halt::Trouble)?;
                none(self.resume(door)?)
            }
            What::Clock(by) => {
                self.hands.step(*by);
                none(if self.away.is_some() {
                    Vec::new()
                } else {
                    self.tick(door)?
                })
            }
            What::Zone(by) => {
                self.hands.move_zone(*by);
                none(if self.away.is_some() {
                    Vec::new()
                } else {
                    self.tick(door)?
                })
            }
            What::Act(command) => self.act(script, command, door),
        }
    }

    fn act<D: Door>(
        &mut self,
        script: &Script,
        command: &Command,
        door: &mut D,
    ) -> Result<Brought, Halt<D::Trouble>> {
        let at = self.hands.stamp();
        let mut rows = self.tick(door)?;
        let session = door.session().map_err(Halt::Trouble)?;
        let board = session.board(at);
        let scope = Scope {
            session: &session,
            board: &board,
            opens: script.opens,
            names: &self.names,
        };
        let (by, when, acts) = (
            scope.actor(command)?,
            scope.when(command),
            scope.acts(command)?,
        );
        for act in acts {
            match door.ask(&act, when, by, at).map_err(Halt::Trouble)? {
                // A refusal keeps nothing; what time brought was kept before it.
                Err(refusal) => return Ok((rows, Some(refusal))),
                Ok(mut brought) => {
                    let own = brought.iter().position(|row| is_own(&act, row));
                    let own = own.ok_or_else(|| "the act brought nothing of its own".to_owned())?;
                    if let (Some(name), Some(row)) = (&command.name, brought.get(own)) {
                        self.names.insert(name.clone(), row.seq);
                    }
                    if is_plain(&act) {
                        brought.remove(own);
                    }
                    rows.extend(brought);
                }
            }
        }
        Ok((rows, None))
    }

    fn tick<D: Door>(&self, door: &mut D) -> Result<Vec<Recorded>, Halt<D::Trouble>> {
        door.tick(self.hands.stamp()).map_err(Halt::Trouble)
    }

    fn leave<D: Door>(&mut self, door: &mut D, cause: GapCause) -> Result<(), Halt<D::Trouble>> {
        let session = door.session().map_err(Halt::Trouble)?;
        self.away = Some((session.elapsed(&self.hands.stamp()), cause));
        Ok(())
    }

    fn resume<D: Door>(&mut self, door: &mut D) -> Result<Vec<Recorded>, Halt<D::Trouble>> {
        let (last_alive, cause) = self.away.ok_or_else(|| "nobody was away".to_owned())?;
        let rows = door
            .resume(last_alive, cause, self.hands.stamp())
            .map_err(Halt::Trouble)?;
        self.away = None;
        Ok(rows)
    }

    fn deviations<D: Door>(&self, script: &Script, door: &mut D) -> Result<(), Differs> {
        let differs = |line: usize, what: String| Differs { line, what };
        let session = door.session().map_err(|what| differs(0, text(what)))?;
        let words = Words::new(&session, script.opens);
        let board = session.board(self.hands.stamp());
        let found: Vec<String> = board
            .deviations
            .iter()
            .map(|deviation| words.deviation(deviation))
            .collect();
        for (n, (line, expected)) in script.deviations.iter().enumerate() {
            match found.get(n) {
                Some(found) if found == expected => {}
                other => {
                    return Err(differs(
                        *line,
                        format!("expected deviation {expected:?}, found {other:?}"),
                    ));
                }
            }
        }
        match found.get(script.deviations.len()) {
            Some(more) => Err(differs(0, format!("one more deviation: {more:?}"))),
            None => Ok(()),
        }
    }
}

fn text(trouble: impl std::fmt::Display) -> String {
    trouble.to_string()
}

/// Nothing was chosen by the engine: the row says what the line says, and is not told again.
fn is_plain(act: &Act) -> bool {
    !matches!(
        act,
        Act::Defer { .. }
            | Act::EndQuiet
            | Act::Close { .. }
            | Act::NoticeGap { .. }
            | Act::Touch(_)
    )
}

/// The row that an act is when it is done, without what follows from it.
fn is_own(act: &Act, row: &Recorded) -> bool {
    let event = &row.event;
    match act {
        Act::TakeReading { .. } => matches!(event, Event::ReadingTaken { .. }),
        Act::ExcuseRest { .. } => matches!(event, Event::RestExcused { .. }),
        Act::See { .. } => matches!(event, Event::Seen { .. }),
        Act::ExplainMiss { .. } => matches!(event, Event::MissExplained { .. }),
        Act::TellContact { .. } => matches!(event, Event::ContactTold { .. }),
        Act::BeginQuiet { .. } => matches!(event, Event::QuietBegan { .. }),
        Act::SeeRedFlag { .. } => matches!(event, Event::RedFlagSeen { .. }),
        Act::GiveDose { .. } => matches!(event, Event::DoseGiven { .. }),
        Act::CorrectDoseTime { .. } => matches!(event, Event::DoseTimeCorrected { .. }),
        Act::DecideNotGiven { .. } => matches!(event, Event::SupplementalNotGiven { .. }),
        Act::AnswerGate { .. } => matches!(event, Event::GateAnswered { .. }),
        Act::OverrideGate { .. } => matches!(event, Event::GateOverridden { .. }),
        Act::CompareTrueTime { .. } => matches!(event, Event::TrueTimeChecked { .. }),
        Act::TickStep { .. } => matches!(event, Event::StepTicked { .. }),
        Act::SetPhase { .. } => matches!(event, Event::PhaseSet { .. }),
        Act::ComeIn { .. } => matches!(event, Event::CameIn { .. }),
        Act::GoOut { .. } => matches!(event, Event::WentOut { .. }),
        Act::Note { .. } => {
            matches!(event, Event::Noted { .. } | Event::NotedApart { .. })
        }
        Act::Star { .. } => matches!(event, Event::Starred { .. }),
        Act::Strike { .. } => matches!(event, Event::Struck { .. }),
        Act::Amend { .. } => matches!(event, Event::Amended { .. }),
        Act::BeginEffect { .. } => matches!(event, Event::EffectBegan { .. }),
        Act::ChangeEffect { .. } => matches!(event, Event::EffectChanged { .. }),
        Act::EndEffect { .. } => matches!(event, Event::EffectEnded { .. }),
        Act::Drink { .. } => matches!(event, Event::Drank { .. }),
        Act::AgreeTouch(_) => matches!(event, Event::TouchAgreed { .. }),
        Act::NarrowTouch { .. } => matches!(event, Event::TouchNarrowed { .. }),
        Act::RefuseTouch { .. } => matches!(event, Event::TouchRefused { .. }),
        Act::Touch(_) => matches!(event, Event::Touched { .. }),
        Act::EndTouch { .. } => matches!(event, Event::TouchEnded { .. }),
        Act::ReportDeviation { .. } => matches!(event, Event::DeviationReported { .. }),
        Act::AgreeClosing { .. } => matches!(event, Event::ClosingAgreed { .. }),
        Act::ConfirmElapsed { .. } => matches!(event, Event::ElapsedConfirmed { .. }),
        Act::Defer { .. } => matches!(event, Event::Deferred { .. }),
        Act::EndQuiet => matches!(event, Event::QuietBroken { .. }),
        Act::Close { .. } => matches!(event, Event::SessionClosed { .. }),
        Act::NoticeGap { .. } => matches!(event, Event::Gap { .. }),
    }
}
