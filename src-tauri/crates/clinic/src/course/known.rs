//! The rows of a course sorted by what they are about, struck rows left out. One pass; nothing is judged here.

use super::Course;
use super::event::{
    AdverseNoted, AdverseOutcome, Answered, ContactMade, Event, MeasureTaken, MedicineKept, Mode,
    Moment, NotHeld, Outcome, Recorded, Seriousness, VisitBegun,
};
use crate::id::{PersonId, SessionId};
use crate::protocol::course::{Plan, Visit, VisitKind};
use crate::time::Date;
use std::collections::BTreeMap;

/// A dosing session as a course needs to know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionHeld {
    /// Which.
    pub id: SessionId,
    /// The day on which it was opened.
    pub on: Date,
    /// Dose 1 was given.
    pub dosed: bool,
    /// Everything that was given, in micrograms.
    pub micrograms: u32,
    /// It is not closed.
    pub live: bool,
}

/// What became of a visit so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Fate<'a> {
    pub begun: Option<(&'a Recorded, &'a VisitBegun)>,
    pub closed: Option<(&'a Recorded, u16)>,
    pub otherwise: Option<(&'a Recorded, &'a str, Option<u16>)>,
    pub called_off: Option<(&'a Recorded, &'a str)>,
    pub misses: Vec<(&'a Recorded, NotHeld, &'a str)>,
    pub rated: Option<(&'a Recorded, u8, u8, Option<Mode>)>,
    pub reflected: Vec<&'a Recorded>,
}

/// The last word on a consent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said<'a> {
    pub row: &'a Recorded,
    pub version: u16,
    pub given: bool,
}

/// Two people who went past a gate.
#[derive(Debug, Clone, Copy)]
pub(super) struct Past<'a> {
    pub row: &'a Recorded,
    pub missing: &'a [String],
    pub reason: &'a str,
    pub second: PersonId,
}

/// Calls of one day.
#[derive(Debug, Clone, Default)]
pub(super) struct Calls<'a> {
    pub made: Option<(&'a Recorded, &'a ContactMade)>,
    pub tries: Vec<&'a Recorded>,
}

/// Something that is carried on from visit to visit.
#[derive(Debug, Clone)]
pub(super) struct Carried<'a> {
    pub row: &'a Recorded,
    pub words: &'a str,
    pub insight: Option<u64>,
    pub last: Option<(&'a Recorded, Outcome)>,
}

/// An insight.
#[derive(Debug, Clone, Copy)]
pub(super) struct Insight<'a> {
    pub row: &'a Recorded,
    pub words: &'a str,
    pub moment: Option<Moment>,
}

/// Everything that counts.
#[derive(Debug, Clone)]
pub(super) struct Known<'a> {
    pub plan: &'a Plan,
    pub opened: Option<Date>,
    pub closed: Option<(&'a Recorded, &'a str)>,
    pub fates: BTreeMap<&'a str, Fate<'a>>,
    pub answers: BTreeMap<&'a str, (&'a Recorded, &'a Answered)>,
    pub answered_in: BTreeMap<(&'a str, &'a str), &'a Recorded>,
    pub narrowed: BTreeMap<&'a str, Vec<(&'a Recorded, &'a str)>>,
    pub consents: BTreeMap<&'a str, Said<'a>>,
    pub decision: Option<(&'a Recorded, bool, &'a str, Option<Date>)>,
    pub past: BTreeMap<&'a str, Vec<Past<'a>>>,
    pub calls: BTreeMap<(&'a str, u16), Calls<'a>>,
    pub insights: BTreeMap<u64, Insight<'a>>,
    pub practices: BTreeMap<u64, Carried<'a>>,
    pub coping: BTreeMap<u64, Carried<'a>>,
    pub adverse: BTreeMap<u64, Adverse<'a>>,
    pub medicines: BTreeMap<u64, (&'a Recorded, &'a MedicineKept)>,
    pub measures: Vec<(&'a Recorded, &'a MeasureTaken)>,
    /// Dosing visits with the session that holds each.
    pub dosing: BTreeMap<&'a str, &'a SessionHeld>,
    /// Sessions of the course in which dose 1 was given, and what was given in them.
    pub dosed: (u16, u64),
}

/// The name of a measure file without its version: `pcl-5` of `pcl-5 v1`.
pub(crate) fn measure_id(name: &str) -> &str {
    name.rsplit_once(" v").map_or(name, |(id, _)| id)
}

impl<'a> Known<'a> {
    /// Sorts the rows. `until`: only what had happened by the end of that day.
    pub fn of(
        course: &'a Course,
        plan: &'a Plan,
        sessions: &'a [SessionHeld],
        until: Option<Date>,
    ) -> Known<'a> {
        let mut known = Known {
            plan,
            opened: None,
            closed: None,
            fates: BTreeMap::new(),
            answers: BTreeMap::new(),
            answered_in: BTreeMap::new(),
            narrowed: BTreeMap::new(),
            consents: BTreeMap::new(),
            decision: None,
            past: BTreeMap::new(),
            calls: BTreeMap::new(),
            insights: BTreeMap::new(),
            practices: BTreeMap::new(),
            coping: BTreeMap::new(),
            adverse: BTreeMap::new(),
            medicines: BTreeMap::new(),
            measures: Vec::new(),
            dosing: BTreeMap::new(),
            dosed: (0, 0),
        };
        let counts = |row: &&Recorded| {
            !course.is_struck(row.seq) && until.is_none_or(|until| row.on <= until)
        };
        let mut rows: Vec<&Recorded> = course.rows().iter().filter(counts).collect();
        // What was entered late takes its place by the day on which it happened.
        rows.sort_by_key(|row| (row.on, row.seq));
        for row in rows {
            known.take(row);
        }
        known.hold_dosing(sessions, until);
        known
    }

    fn take(&mut self, row: &'a Recorded) {
        match &row.event {
            Event::MeasureTaken(taken) => self.measures.push((row, taken)),
            Event::Struck { .. }
            | Event::Amended { .. }
            | Event::Unlocked { .. }
            | Event::Moved { .. }
            | Event::TechniqueUsed { .. }
            | Event::PredictorTaken { .. } => {}
            Event::Opened { .. } => self.opened = Some(row.on),
            Event::Closed { reason } => self.closed = Some((row, reason)),
            Event::Reopened { .. } => self.closed = None,
            Event::VisitBegun(_)
            | Event::VisitClosed { .. }
            | Event::VisitHeldOtherwise { .. }
            | Event::VisitNotHeld { .. }
            | Event::AllianceRated { .. }
            | Event::Reflected { .. } => self.take_visit(row),
            Event::Answered(answered) => {
                self.answers.insert(&answered.item, (row, answered));
                if let Some(visit) = &answered.visit {
                    self.answered_in.insert((visit, &answered.item), row);
                }
            }
            Event::AgreementNarrowed { item, words } => {
                self.narrowed.entry(item).or_default().push((row, words));
            }
            Event::MedicineKept(kept) => {
                if let Some(before) = kept.replaces {
                    self.medicines.remove(&before);
                }
                self.medicines.insert(row.seq, (row, kept));
            }
            Event::ConsentGiven {
                consent, version, ..
            } => self.say(row, consent, *version, true),
            Event::ConsentWithdrawn {
                consent, version, ..
            } => self.say(row, consent, *version, false),
            Event::Decided {
                eligible,
                reason,
                valid_until,
            } => self.decision = Some((row, *eligible, reason, *valid_until)),
            Event::GateOverridden {
                gate,
                missing,
                reason,
                second,
            } => {
                let past = Past {
                    row,
                    missing,
                    reason,
                    second: *second,
                };
                self.past.entry(gate).or_default().push(past);
            }
            Event::ContactMade(made) => {
                let calls = self.calls.entry((&made.after, made.day)).or_default();
                calls.made = Some((row, made));
            }
            Event::ContactNotReached { after, day, .. } => {
                let calls = self.calls.entry((after, *day)).or_default();
                calls.tries.push(row);
            }
            Event::InsightKept { words, moment, .. } => {
                let insight = Insight {
                    row,
                    words,
                    moment: *moment,
                };
                self.insights.insert(row.seq, insight);
            }
            Event::PracticeAgreed { words, insight } => {
                self.practices
                    .insert(row.seq, Carried::new(row, words, *insight));
            }
            Event::CopingKept { words } => {
                self.coping.insert(row.seq, Carried::new(row, words, None));
            }
            Event::PracticeReviewed {
                practice,
                outcome,
                words,
            } => review(&mut self.practices, *practice, row, *outcome, words),
            Event::CopingReviewed {
                coping,
                outcome,
                words,
            } => review(&mut self.coping, *coping, row, *outcome, words),
            Event::AdverseNoted(noted) => {
                let adverse = Adverse {
                    row,
                    noted,
                    last: None,
                    judged: None,
                    reported: BTreeMap::new(),
                };
                self.adverse.insert(row.seq, adverse);
            }
            Event::AdverseJudged { adverse, .. } => {
                if let Some(known) = self.adverse.get_mut(adverse) {
                    known.judged = Some(row);
                }
            }
            Event::AdverseReported {
                adverse, report, ..
            } => {
                // The first one answers the clock.
                if let Some(known) = self.adverse.get_mut(adverse) {
                    known.reported.entry(report).or_insert(row);
                }
            }
            Event::AdverseFollowed {
                adverse,
                grade,
                outcome,
                ..
            } => {
                if let Some(known) = self.adverse.get_mut(adverse) {
                    known.last = Some((row, *grade, *outcome));
                }
            }
        }
    }

    fn take_visit(&mut self, row: &'a Recorded) {
        match &row.event {
            Event::VisitBegun(begun) => {
                let fate = self.fates.entry(&begun.visit).or_default();
                fate.begun = Some((row, begun));
                fate.called_off = None;
            }
            Event::VisitClosed { visit, minutes, .. } => {
                self.fates.entry(visit).or_default().closed = Some((row, *minutes));
            }
            Event::VisitHeldOtherwise {
                visit,
                how,
                minutes,
            } => {
                let fate = self.fates.entry(visit).or_default();
                fate.otherwise = Some((row, how, *minutes));
                fate.called_off = None;
            }
            Event::VisitNotHeld { visit, how, reason } => {
                let fate = self.fates.entry(visit).or_default();
                if *how == NotHeld::CalledOff {
                    fate.called_off = Some((row, reason));
                } else {
                    fate.misses.push((row, *how, reason));
                }
            }
            Event::AllianceRated {
                visit,
                safe,
                understood,
                mode,
            } => {
                let fate = self.fates.entry(visit).or_default();
                fate.rated = Some((row, *safe, *understood, *mode));
            }
            Event::Reflected { visit, .. } => {
                self.fates.entry(visit).or_default().reflected.push(row);
            }
            _ => {}
        }
    }

    fn say(&mut self, row: &'a Recorded, consent: &'a str, version: u16, given: bool) {
        let said = Said {
            row,
            version,
            given,
        };
        self.consents.insert(consent, said);
    }

    /// The n-th session in which dose 1 was given, or that runs, holds the n-th dosing visit that was not called off.
    fn hold_dosing(&mut self, sessions: &'a [SessionHeld], until: Option<Date>) {
        let Some(opened) = self.opened else { return };
        let mut ours: Vec<&SessionHeld> = sessions
            .iter()
            .filter(|session| session.on >= opened)
            .filter(|session| until.is_none_or(|until| session.on <= until))
            .collect();
        ours.sort_by_key(|session| (session.on, session.id));
        for session in ours.iter().filter(|session| session.dosed) {
            self.dosed.0 = self.dosed.0.saturating_add(1);
            self.dosed.1 += u64::from(session.micrograms);
        }
        ours.retain(|session| session.dosed || session.live);
        let visits: Vec<&'a Visit> = self
            .plan
            .visits_of(VisitKind::Dosing)
            .filter(|visit| self.called_off(&visit.id).is_none())
            .collect();
        for (visit, session) in visits.into_iter().zip(ours) {
            self.dosing.insert(&visit.id, session);
        }
    }

    /// What became of a visit; nothing yet where nothing did.
    pub fn fate(&self, visit: &str) -> Fate<'a> {
        self.fates.get(visit).cloned().unwrap_or_default()
    }

    /// The day on which a visit was held.
    pub fn held_on(&self, visit: &str) -> Option<Date> {
        if let Some(session) = self.dosing.get(visit) {
            return (!session.live).then_some(session.on);
        }
        let fate = self.fates.get(visit)?;
        if let Some((row, ..)) = fate.otherwise {
            return Some(row.on);
        }
        let (row, _) = fate.begun?;
        fate.closed.map(|_| row.on)
    }

    /// The day from which a visit is open.
    pub fn open_since(&self, visit: &str) -> Option<(Date, Option<u64>)> {
        if let Some(session) = self.dosing.get(visit) {
            return session.live.then_some((session.on, None));
        }
        let fate = self.fates.get(visit)?;
        let (row, _) = fate.begun?;
        let open = fate.closed.is_none() && fate.otherwise.is_none();
        open.then_some((row.on, Some(row.seq)))
    }

    /// Whether a visit was called off.
    pub fn called_off(&self, visit: &str) -> Option<(&'a Recorded, &'a str)> {
        self.fates.get(visit)?.called_off
    }

    /// The day from which the window of a visit is counted, where that day is known.
    pub fn anchor_day(&self, visit: &Visit) -> Option<Date> {
        let after = &visit.window.as_ref()?.after;
        if let Some(day) = self.held_on(after) {
            return Some(day);
        }
        self.called_off(after)?;
        let place = self.plan.visits.iter().position(|one| one.id == *after)?;
        let kind = self.plan.visits.get(place)?.kind;
        let earlier = self.plan.visits.iter().take(place).rev();
        earlier
            .filter(|one| one.kind == kind)
            .find_map(|one| self.held_on(&one.id))
    }

    /// The window of a visit, where it is known.
    pub fn window(&self, visit: &Visit) -> Option<(Date, Date)> {
        let window = visit.window.as_ref()?;
        let day = self.anchor_day(visit)?;
        Some((
            day.plus_days(i64::from(window.from))?,
            day.plus_days(i64::from(window.until))?,
        ))
    }

    /// The last day on which a dosing visit was held.
    pub fn last_dosing(&self) -> Option<Date> {
        self.dosing
            .values()
            .filter(|session| !session.live)
            .map(|session| session.on)
            .max()
    }
}

impl<'a> Carried<'a> {
    fn new(row: &'a Recorded, words: &'a str, insight: Option<u64>) -> Carried<'a> {
        Carried {
            row,
            words,
            insight,
            last: None,
        }
    }
}

fn review<'a>(
    all: &mut BTreeMap<u64, Carried<'a>>,
    of: u64,
    row: &'a Recorded,
    outcome: Outcome,
    words: &'a str,
) {
    // Where the first row was struck, what was said about it is left alone.
    let Some(carried) = all.get_mut(&of) else {
        return;
    };
    carried.last = Some((row, outcome));
    if outcome == Outcome::Changed && !words.is_empty() {
        carried.words = words;
    }
}

/// An adverse event and the last that was heard of it.
#[derive(Debug, Clone)]
pub(super) struct Adverse<'a> {
    pub row: &'a Recorded,
    pub noted: &'a AdverseNoted,
    pub last: Option<(&'a Recorded, u8, AdverseOutcome)>,
    /// The last judgement of what brought it about.
    pub judged: Option<&'a Recorded>,
    /// The first report to each address.
    pub reported: BTreeMap<&'a str, &'a Recorded>,
}

impl Adverse<'_> {
    /// The highest grade so far.
    pub fn grade(&self) -> u8 {
        self.last.map_or(self.noted.grade, |(_, grade, _)| grade)
    }

    /// How it stands; a death is over as it is written down; none: nothing was heard since.
    pub fn outcome(&self) -> Option<AdverseOutcome> {
        let told = self.last.map(|(.., outcome)| outcome);
        let died = self.noted.serious.contains(&Seriousness::Death);
        told.or(died.then_some(AdverseOutcome::Fatal))
    }
}
