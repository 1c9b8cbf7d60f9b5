//! What the events say, gathered: everything that time and acts need to know to go on.
//!
//! **Invariant:** changed by [`State::apply`](super::apply) alone, so that it is the same live and replayed.

use super::clock::Clock;
use super::event::{CheckId, Crossing, Dose, Ending, GateAnswer, NotGiven, Recorded, Witness};
use super::touch::{Touched, Turn};
use crate::id::PersonId;
use crate::people::Person;
use crate::protocol::{Anchor, Channel, GateId, Limit, Protocol, Valence};
use crate::quantity::{Micrograms, Millilitres, Sign, Values};
use crate::shared::Shared;
use crate::time::{Elapsed, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The gathered facts of one session.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub protocol: Arc<Protocol>,
    pub digest: String,
    pub number: u16,
    pub people: Shared<Vec<Person>>,
    pub next_seq: u64,
    pub clock: Clock,
    pub ended: Option<Ended>,
    pub doses: BTreeMap<Dose, Given>,
    /// Each shared: an act writes to one or two of a day's many.
    pub checks: Shared<BTreeMap<CheckId, Shared<Check>>>,
    /// Deferrals in a row; a check met ends the row.
    pub deferrals: BTreeMap<Chain, u8>,
    /// Readings not struck, by sequence number.
    pub readings: BTreeMap<u64, Arc<Reading>>,
    pub flags: Shared<BTreeMap<u64, Flag>>,
    pub quiet: Option<Quiet>,
    /// The last quiet window that ended: stages held by it are reached at its end.
    pub was_quiet: Option<Quiet>,
    pub window_opened: bool,
    pub window_closed: bool,
    /// Decisions about the supplemental dose, in the order they were entered.
    pub decisions: Shared<Vec<Decision>>,
    pub answers: Shared<BTreeMap<(GateId, String), Answer>>,
    pub overrides: Shared<BTreeMap<(GateId, String), Override>>,
    pub true_time: Option<TrueTimeSeen>,
    pub timekeeper: Option<Timekeeper>,
    pub moves: Shared<Vec<Move>>,
    pub phase: Option<String>,
    pub steps: Shared<BTreeMap<String, u64>>,
    pub effects: Shared<BTreeMap<u64, Effect>>,
    pub drinks: Shared<BTreeMap<u64, Drink>>,
    /// What changed the agreement on touch, in order of entry.
    pub touch_turns: Shared<Vec<Turn>>,
    /// Touches not struck.
    pub touches: Shared<BTreeMap<u64, Touched>>,
    pub notes: Shared<BTreeSet<u64>>,
    pub starred: Shared<BTreeSet<u64>>,
    pub struck: Shared<BTreeSet<u64>>,
    pub reported: Shared<BTreeMap<u64, Reported>>,
    pub closing: Shared<BTreeMap<String, Agreed>>,
}

#[derive(Debug, Clone)]
pub(super) struct Ended {
    pub ending: Ending,
    pub at: Elapsed,
    pub unmet: Vec<String>,
}

#[derive(Debug, Clone)]
pub(super) struct Given {
    pub seq: u64,
    pub at: Elapsed,
    pub before: Vec<Elapsed>,
    pub amount: Option<Micrograms>,
    pub kit: String,
    pub witness: Witness,
    pub out_of_window: Option<String>,
}

/// What deferrals in a row are counted along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Chain {
    Series(u16),
    Flag(u64),
}

impl Chain {
    pub fn of(check: CheckId) -> Chain {
        match check {
            CheckId::Planned { series, .. } => Chain::Series(series),
            CheckId::Recheck { flag, .. } => Chain::Flag(flag),
        }
    }
}

#[derive(Debug, Clone)]
pub(super) struct Check {
    pub planned: Elapsed,
    pub planned_before: Vec<Elapsed>,
    pub due_from: Elapsed,
    pub due: Elapsed,
    pub late: Span,
    pub signs: Vec<Sign>,
    pub met: Vec<Met>,
    pub excused: Vec<Sign>,
    pub prompted: bool,
    pub fell_late: bool,
    /// It had fallen late when it was deferred.
    pub late_before_deferral: bool,
    pub missed: Option<Elapsed>,
    pub explained: Option<String>,
    pub deferral_reason: Option<String>,
    /// How often it was put off in all.
    pub put_off: u8,
    pub seen: bool,
    /// Stages up to here are passed.
    pub stage: usize,
    pub shown: Option<Channel>,
    /// No stage is reached before this: nobody could have been asked before the machine knew.
    pub armed_from: Elapsed,
    pub cancelled: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Met {
    pub reading: u64,
    pub at: Elapsed,
    pub signs: Vec<Sign>,
}

impl Check {
    pub fn new(planned: Elapsed, due_from: Elapsed, late: Span, signs: Vec<Sign>) -> Check {
        Check {
            planned,
            planned_before: Vec::new(),
            due_from,
            due: planned,
            late,
            signs,
            met: Vec::new(),
            excused: Vec::new(),
            prompted: false,
            fell_late: false,
            late_before_deferral: false,
            missed: None,
            explained: None,
            deferral_reason: None,
            put_off: 0,
            seen: false,
            stage: 0,
            shown: None,
            armed_from: Elapsed(i64::MIN),
            cancelled: false,
        }
    }

    pub fn late_after(&self) -> Elapsed {
        self.due + self.late
    }

    pub fn outstanding(&self) -> impl Iterator<Item = Sign> + '_ {
        self.signs.iter().copied().filter(|sign| {
            !self.excused.contains(sign) && !self.met.iter().any(|met| met.signs.contains(sign))
        })
    }

    pub fn is_covered(&self) -> bool {
        self.outstanding().next().is_none()
    }

    /// Neither done, nor missed, nor cancelled.
    pub fn is_open(&self) -> bool {
        !self.cancelled && self.missed.is_none() && !self.is_covered()
    }

    /// Open, and its time has come.
    pub fn prompts(&self) -> bool {
        self.is_open() && self.prompted
    }

    /// When everything asked for was taken (or what was not taken was excused).
    pub fn done(&self) -> Option<Elapsed> {
        self.is_covered()
            .then(|| self.met.iter().map(|met| met.at).max())
            .flatten()
    }

    /// Done after its tolerance, counting a deferral unless it came after the tolerance.
    pub fn done_late(&self) -> bool {
        self.done().is_some_and(|done| {
            done > self.planned + self.late
                && (self.late_before_deferral || done > self.late_after())
        })
    }

    /// Back to before its time: after a deferral, or when its time moved into the future.
    pub fn rest(&mut self) {
        self.prompted = false;
        self.fell_late = false;
        self.seen = false;
        self.stage = 0;
        self.shown = None;
    }
}

#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub at: Elapsed,
    pub values: Values,
}

#[derive(Debug, Clone)]
pub(super) struct Flag {
    pub reading: u64,
    pub at: Elapsed,
    pub crossing: Crossing,
    pub repeats: Vec<Repeat>,
    pub settled: Option<Elapsed>,
    pub next_repeat: u16,
    pub asked: bool,
    pub told: Option<(u64, Elapsed)>,
}

#[derive(Debug, Clone)]
pub(super) struct Repeat {
    pub reading: u64,
    pub at: Elapsed,
    pub inside: bool,
}

impl Flag {
    /// The happened time of the last reading that counts; earlier ones cannot be repeats.
    pub fn counted_to(&self) -> Elapsed {
        self.repeats
            .iter()
            .map(|repeat| repeat.at)
            .fold(self.at, Elapsed::max)
    }

    pub fn inside_in_a_row(&self) -> u8 {
        let row = self
            .repeats
            .iter()
            .rev()
            .take_while(|repeat| repeat.inside)
            .count();
        u8::try_from(row).unwrap_or(u8::MAX)
    }

    /// The raising reading counted.
    pub fn outside_in_a_row(&self) -> u8 {
        let row = self
            .repeats
            .iter()
            .rev()
            .take_while(|repeat| !repeat.inside)
            .count();
        let raised = usize::from(row == self.repeats.len());
        u8::try_from(row.saturating_add(raised)).unwrap_or(u8::MAX)
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Quiet {
    pub began: Elapsed,
    pub until: Elapsed,
}

#[derive(Debug, Clone)]
pub(super) struct Decision {
    pub at: Elapsed,
    /// None: given.
    pub not_given: Option<(NotGiven, String)>,
}

#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub answer: GateAnswer,
    pub by: PersonId,
    pub at: Elapsed,
}

#[derive(Debug, Clone)]
pub(super) struct Override {
    pub reason: String,
    pub by: PersonId,
    pub second: PersonId,
    pub at: Elapsed,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct TrueTimeSeen {
    pub at: Elapsed,
    pub by: PersonId,
    pub difference: Span,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Timekeeper {
    pub person: PersonId,
    pub tone: bool,
    /// No tone is reached before this.
    pub since: Elapsed,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Move {
    pub at: Elapsed,
    pub person: PersonId,
    pub came: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Effect {
    pub kind: String,
    pub text: String,
    pub valence: Valence,
    pub since: Elapsed,
    pub severity: u8,
    pub peak: u8,
    pub ended: bool,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Drink {
    pub at: Elapsed,
    pub amount: Millilitres,
}

#[derive(Debug, Clone)]
pub(super) struct Reported {
    pub at: Elapsed,
    pub text: String,
}

#[derive(Debug, Clone)]
pub(super) struct Agreed {
    pub by: PersonId,
    pub second: PersonId,
    pub finding: String,
    pub at: Elapsed,
}

impl State {
    pub fn new(protocol: Arc<Protocol>, first: &Recorded) -> State {
        State {
            protocol,
            digest: String::new(),
            number: 0,
            people: Shared::default(),
            next_seq: 0,
            clock: Clock::new(first.entered),
            ended: None,
            doses: BTreeMap::new(),
            checks: Shared::default(),
            deferrals: BTreeMap::new(),
            readings: BTreeMap::new(),
            flags: Shared::default(),
            quiet: None,
            was_quiet: None,
            window_opened: false,
            window_closed: false,
            decisions: Shared::default(),
            answers: Shared::default(),
            overrides: Shared::default(),
            true_time: None,
            timekeeper: None,
            moves: Shared::default(),
            phase: None,
            steps: Shared::default(),
            effects: Shared::default(),
            drinks: Shared::default(),
            touch_turns: Shared::default(),
            touches: Shared::default(),
            notes: Shared::default(),
            starred: Shared::default(),
            struck: Shared::default(),
            reported: Shared::default(),
            closing: Shared::default(),
        }
    }

    pub fn dose(&self, dose: Dose) -> Option<Elapsed> {
        self.doses.get(&dose).map(|given| given.at)
    }

    pub fn anchor(&self, anchor: Anchor) -> Option<Elapsed> {
        match anchor {
            Anchor::Arrival => Some(Elapsed(0)),
            Anchor::Dose1 => self.dose(Dose::First),
            Anchor::Dose2 => self.dose(Dose::Supplemental),
        }
    }

    pub fn limit(&self, id: &str) -> Option<&Limit> {
        self.protocol.limits.iter().find(|limit| limit.id == id)
    }

    pub fn is_person(&self, person: PersonId) -> bool {
        self.people.iter().any(|known| known.id == person)
    }

    /// The last value of a sign taken by then: value, when, reading.
    pub fn last_value(&self, sign: Sign, by: Elapsed) -> Option<(i32, Elapsed, u64)> {
        self.readings
            .iter()
            .filter(|(_, reading)| reading.at <= by)
            .filter_map(|(seq, reading)| Some((*reading.values.get(&sign)?, reading.at, *seq)))
            .max_by_key(|&(_, at, seq)| (at, seq))
    }

    /// The last value before dose 1.
    pub fn baseline(&self, sign: Sign) -> Option<i32> {
        let dose = self.dose(Dose::First)?;
        self.last_value(sign, dose).map(|(value, ..)| value)
    }

    /// When the supplemental dose may be given by the protocol.
    pub fn window(&self) -> Option<(Elapsed, Elapsed)> {
        let plan = self.protocol.doses.supplemental.as_ref()?;
        let dose = self.dose(Dose::First)?;
        Some((dose + plan.opens, dose + plan.closes))
    }

    /// Whether the supplemental dose was given, declined or withheld by then.
    pub fn decided_by(&self, at: Elapsed) -> bool {
        self.decisions.iter().any(|decision| decision.at <= at)
    }
}
