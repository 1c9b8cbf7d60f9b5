//! Where a client stands: a function of the rows, the plan, the sessions and the day. Values, ages and lines; no judgement.

mod adverse;
mod dues;
mod gates;

pub use adverse::{AdverseNow, Judged, ReportNow};
pub use dues::{ContactNow, ContactState, MeasureNow, MeasureState};
pub use gates::{GateNow, Need, NeedNow, NeedState, Override};

pub(super) use gates::gate_now as gate_on;

use super::Course;
use super::event::{Earliest, Mode, Moment, NotHeld, Outcome, Value};
use super::known::{Carried, Known, SessionHeld};
use crate::id::{PersonId, SessionId};
use crate::protocol::course::{Form, ItemKind, Plan, Visit, VisitKind};
use crate::time::Date;

/// Where a client stands on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The day on which the course was opened.
    pub opened: Option<Date>,
    /// When and why it was closed.
    pub closed: Option<(Date, String)>,
    /// Phases, in order.
    pub phases: Vec<PhaseNow>,
    /// Planned visits in order, then those that were not planned.
    pub visits: Vec<VisitNow>,
    /// The visit that is next: an open one, else the one whose window opens first, else the first that waits.
    pub next: Option<String>,
    /// Gates, in order.
    pub gates: Vec<GateNow>,
    /// Consents of the plan, in order.
    pub consents: Vec<ConsentNow>,
    /// The last answer of each item that has one, in the order of the plan.
    pub items: Vec<ItemNow>,
    /// The last decision.
    pub decision: Option<DecisionNow>,
    /// Medicines that count.
    pub medicines: Vec<MedicineNow>,
    /// Calls after each dosing visit that was held.
    pub contacts: Vec<ContactNow>,
    /// Measures of each visit.
    pub measures: Vec<MeasureNow>,
    /// Insights.
    pub insights: Vec<InsightNow>,
    /// Practices, those let go, too.
    pub practices: Vec<CarriedNow>,
    /// Coping strategies, those let go, too.
    pub coping: Vec<CarriedNow>,
    /// Adverse events.
    pub adverse: Vec<AdverseNow>,
    /// Sessions of this course in which dose 1 was given.
    pub sessions: u16,
    /// Everything given in them, in micrograms.
    pub micrograms: u64,
}

impl Standing {
    /// A visit.
    pub fn visit(&self, id: &str) -> Option<&VisitNow> {
        self.visits.iter().find(|visit| visit.id == id)
    }

    /// A phase.
    pub fn phase(&self, id: &str) -> Option<&PhaseNow> {
        self.phases.iter().find(|phase| phase.id == id)
    }

    /// A gate.
    pub fn gate(&self, id: &str) -> Option<&GateNow> {
        self.gates.iter().find(|gate| gate.id == id)
    }

    /// The dosing visit that is next, with the gates before it that ask for more. None: every one was held or called off.
    pub fn next_dosing(&self) -> Option<(&VisitNow, Vec<&GateNow>)> {
        let visit = self.visits.iter().find(|visit| {
            visit.kind == VisitKind::Dosing
                && !matches!(
                    visit.state,
                    VisitState::Held { .. } | VisitState::CalledOff { .. }
                )
        })?;
        let gates = self.gates.iter();
        let open = gates.filter(|gate| gate.before == visit.phase && gate.is_open());
        Some((visit, open.collect()))
    }

    /// The first integration visit after a dosing session.
    pub fn first_talk_after(&self, session: SessionId) -> Option<&VisitNow> {
        let held = |visit: &VisitNow| matches!(visit.state, VisitState::Held { session: Some(id), .. } if id == session);
        let after = self.visits.iter().skip_while(|visit| !held(visit)).skip(1);
        after
            .take_while(|visit| visit.kind != VisitKind::Dosing)
            .find(|visit| visit.kind == VisitKind::Integration)
    }

    /// Items whose answer lapses, soonest first; those that have lapsed, too.
    pub fn expiring(&self) -> Vec<&ItemNow> {
        let mut items: Vec<&ItemNow> = self
            .items
            .iter()
            .filter(|item| item.until.is_some())
            .collect();
        items.sort_by_key(|item| item.until);
        items
    }
}

/// A phase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhaseNow {
    /// Its name.
    pub id: String,
    /// Words.
    pub title: String,
    /// Computed from its visits.
    pub state: PhaseState,
    /// Two people went past a gate before it, once at least.
    pub overridden: bool,
    /// First day on which one of its visits began.
    pub from: Option<Date>,
    /// Last day on which one of its visits began.
    pub to: Option<Date>,
}

/// State of a phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhaseState {
    /// No visit of it was begun.
    NotBegun,
    /// Some were begun or held, some are to come.
    Open,
    /// Each was held or called off, one at least held.
    Done,
    /// Each was called off.
    PassedOver,
}

/// A visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitNow {
    /// Its name.
    pub id: String,
    /// Words.
    pub title: String,
    /// Its phase; empty for one that was not planned.
    pub phase: String,
    /// What for.
    pub kind: VisitKind,
    /// How people meet.
    pub form: Form,
    /// Line of the protocol; none: not planned.
    pub line: Option<u16>,
    /// First and last day of its window, where they are known.
    pub window: Option<(Date, Date)>,
    /// Where it stands.
    pub state: VisitState,
    /// When it was put off or the client did not come.
    pub misses: Vec<Miss>,
    /// Items of its agenda.
    pub agenda: Vec<AgendaNow>,
    /// The client's rating, where it was given.
    pub alliance: Option<Alliance>,
    /// The rating is asked for, the visit was held, and it was not given.
    pub alliance_due: bool,
    /// Rows in which the pair looked back.
    pub reflections: Vec<u64>,
}

/// Where a visit stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VisitState {
    /// No day yet: it follows a visit that is to come, or may be held whenever it can be.
    Waiting {
        /// The visit that its window is counted from.
        after: Option<String>,
    },
    /// Its window opens later.
    Planned {
        /// In so many days.
        in_days: i64,
    },
    /// Its window is open.
    InWindow {
        /// Days until it closes; nought: today is the last.
        days_left: i64,
    },
    /// Its window has closed.
    Overdue {
        /// So many days ago.
        days: i64,
    },
    /// It has begun.
    Open {
        /// On that day.
        since: Date,
        /// Row; none for a session that runs.
        row: Option<u64>,
    },
    /// It was held.
    Held {
        /// On that day.
        on: Date,
        /// Row in which it began or was entered.
        row: Option<u64>,
        /// How long it took.
        minutes: Option<u16>,
        /// How, where it was held in another way.
        otherwise: Option<String>,
        /// The session, for a dosing visit.
        session: Option<SessionId>,
        /// Days outside its window: below nought before it, above nought after it.
        outside: i64,
    },
    /// It will not be held.
    CalledOff {
        /// Said on that day.
        on: Date,
        /// Why.
        reason: String,
        /// Row.
        row: u64,
    },
    /// The course was closed before it.
    NotHeld,
}

/// A visit that was put off, or to which the client did not come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// On that day.
    pub on: Date,
    /// In which way.
    pub how: NotHeld,
    /// Why.
    pub reason: String,
    /// Row.
    pub row: u64,
}

/// An item of an agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgendaNow {
    /// Which.
    pub item: String,
    /// Row in which it was answered in this visit; for a consent and the decision, the row that stands.
    pub row: Option<u64>,
}

/// The client's rating of a visit, 0 to 10.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alliance {
    /// Felt safe with the team.
    pub safe: u8,
    /// Felt understood by the team.
    pub understood: u8,
    /// Who gave it; none: not said.
    pub mode: Option<Mode>,
    /// Day.
    pub on: Date,
    /// Row.
    pub row: u64,
}

/// A consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentNow {
    /// Its name.
    pub id: String,
    /// Words.
    pub title: String,
    /// Version of the protocol's text.
    pub version: u16,
    /// Line of the protocol.
    pub line: u16,
    /// Phases before which it is asked for.
    pub needed_before: Vec<String>,
    /// Where it stands.
    pub state: ConsentState,
}

/// Where a consent stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsentState {
    /// Never given.
    NotGiven,
    /// It stands.
    Stands {
        /// Given on that day.
        on: Date,
        /// Entered by.
        by: PersonId,
        /// Row.
        row: u64,
    },
    /// It was given to another version of the text.
    OtherVersion {
        /// Which.
        version: u16,
        /// On that day.
        on: Date,
        /// Row.
        row: u64,
    },
    /// It was taken back.
    Withdrawn {
        /// On that day.
        on: Date,
        /// Entered by.
        by: PersonId,
        /// Row.
        row: u64,
    },
}

/// The last answer to an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemNow {
    /// Which item.
    pub id: String,
    /// Words.
    pub title: String,
    /// Line of the protocol.
    pub line: u16,
    /// The answer.
    pub value: Value,
    /// Where it comes from.
    pub source: String,
    /// Words beside it.
    pub note: String,
    /// Found on that day.
    pub on: Date,
    /// Days ago.
    pub age: i64,
    /// Entered by.
    pub by: PersonId,
    /// Row.
    pub row: u64,
    /// Last day on which it holds.
    pub until: Option<Date>,
    /// Days until then; below nought: it lapsed so many days ago.
    pub days_left: Option<i64>,
    /// Phases that are not done and whose gate asks for it.
    pub needed_before: Vec<String>,
    /// What was taken away from an agreement since, oldest first.
    pub narrowed: Vec<(Date, String)>,
}

/// The last decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionNow {
    /// The treatment may be offered.
    pub eligible: bool,
    /// On what grounds.
    pub reason: String,
    /// Day.
    pub on: Date,
    /// Entered by.
    pub by: PersonId,
    /// Row.
    pub row: u64,
    /// Last day on which it holds.
    pub until: Option<Date>,
}

/// A medicine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MedicineNow {
    /// Row; what takes its place names it.
    pub row: u64,
    /// As the client names it.
    pub name: String,
    /// The medicine of the protocol's table.
    pub medicine: Option<String>,
    /// How much and how often.
    pub dose: String,
    /// Day of the last dose.
    pub stop: Option<Date>,
    /// The arithmetic, as it was shown when the row was kept.
    pub earliest: Option<Earliest>,
    /// Days until that day; below nought: it has passed.
    pub days_left: Option<i64>,
}

/// An insight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsightNow {
    /// Row.
    pub row: u64,
    /// Day.
    pub on: Date,
    /// In the client's words.
    pub words: String,
    /// The moment of a session.
    pub moment: Option<Moment>,
    /// Practices that came of it, by row.
    pub practices: Vec<u64>,
}

/// A practice or a coping strategy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedNow {
    /// Row in which it was agreed or kept.
    pub row: u64,
    /// Day.
    pub on: Date,
    /// What it is now.
    pub words: String,
    /// Row of the insight that it comes from.
    pub insight: Option<u64>,
    /// What became of it last, and when.
    pub last: Option<(Date, Outcome)>,
}

impl CarriedNow {
    /// Whether it was let go.
    pub fn is_dropped(&self) -> bool {
        matches!(self.last, Some((_, Outcome::Dropped)))
    }
}

/// Where a client stands. `sessions` are the client's dosing sessions, in any order; `today` is the day on the wall.
pub fn standing(course: &Course, plan: &Plan, sessions: &[SessionHeld], today: Date) -> Standing {
    let known = Known::of(course, plan, sessions, None);
    let mut visits: Vec<VisitNow> = plan
        .visits
        .iter()
        .map(|visit| planned(&known, visit, today))
        .collect();
    let mut phases: Vec<PhaseNow> = plan
        .phases
        .iter()
        .map(|phase| {
            let own = visits.iter().filter(|visit| visit.phase == phase.id);
            phase_now(&phase.id, &phase.title, own)
        })
        .collect();
    let gate_now = |gate: &crate::protocol::course::Gate| {
        let passed = phases.iter().find(|phase| phase.id == gate.before);
        let Some(passed) = passed.and_then(|phase| phase.from) else {
            return gates::gate_now(&known, gate, today);
        };
        let then = Known::of(course, plan, sessions, Some(passed));
        GateNow {
            passed: Some(passed),
            ..gates::gate_now(&then, gate, passed)
        }
    };
    let gates: Vec<GateNow> = plan.gates.iter().map(gate_now).collect();
    for phase in &mut phases {
        let mut before = gates.iter().filter(|gate| gate.before == phase.id);
        phase.overridden = before.any(|gate| !gate.overrides.is_empty());
    }
    let next = next(&visits);
    visits.extend(extra(&known));
    let items = items(&known, &phases, today);
    Standing {
        opened: known.opened,
        closed: known
            .closed
            .map(|(row, reason)| (row.on, reason.to_owned())),
        next,
        consents: consents(&known),
        items,
        decision: known
            .decision
            .map(|(row, eligible, reason, until)| DecisionNow {
                eligible,
                reason: reason.to_owned(),
                on: row.on,
                by: row.by,
                row: row.seq,
                until,
            }),
        medicines: medicines(&known, today),
        contacts: dues::contacts(&known, today),
        measures: dues::measures(&known, today),
        insights: insights(&known),
        practices: known.practices.values().map(carried).collect(),
        coping: known.coping.values().map(carried).collect(),
        adverse: adverse::adverse(&known),
        sessions: known.dosed.0,
        micrograms: known.dosed.1,
        phases,
        visits,
        gates,
    }
}

fn outside(window: Option<(Date, Date)>, on: Date) -> i64 {
    match window {
        Some((from, _)) if on < from => -on.days_to(from),
        Some((_, until)) if on > until => until.days_to(on),
        Some(_) | None => 0,
    }
}

fn visit_state(known: &Known<'_>, visit: &Visit, today: Date) -> VisitState {
    let window = known.window(visit);
    let fate = known.fate(&visit.id);
    if let Some(on) = known.held_on(&visit.id) {
        let session = known.dosing.get(visit.id.as_str());
        let other = fate.otherwise;
        return VisitState::Held {
            on,
            row: other
                .map(|(row, ..)| row.seq)
                .or(fate.begun.map(|(row, _)| row.seq))
                .filter(|_| session.is_none()),
            minutes: other.map_or(fate.closed.map(|(_, minutes)| minutes), |other| other.2),
            otherwise: other.map(|(_, how, _)| how.to_owned()),
            session: session.map(|session| session.id),
            outside: outside(window, on),
        };
    }
    if let Some((since, row)) = known.open_since(&visit.id) {
        return VisitState::Open { since, row };
    }
    if let Some((row, reason)) = fate.called_off {
        return VisitState::CalledOff {
            on: row.on,
            reason: reason.to_owned(),
            row: row.seq,
        };
    }
    if known.closed.is_some() {
        return VisitState::NotHeld;
    }
    match window {
        None => VisitState::Waiting {
            after: visit.window.as_ref().map(|window| window.after.clone()),
        },
        Some((from, _)) if today < from => VisitState::Planned {
            in_days: today.days_to(from),
        },
        Some((_, until)) if today > until => VisitState::Overdue {
            days: until.days_to(today),
        },
        Some((_, until)) => VisitState::InWindow {
            days_left: today.days_to(until),
        },
    }
}

fn planned(known: &Known<'_>, visit: &Visit, today: Date) -> VisitNow {
    let state = visit_state(known, visit, today);
    let fate = known.fate(&visit.id);
    let row_of = |item: &str| match known.plan.item(item).map(|item| &item.kind) {
        Some(ItemKind::Consent(consent)) => gates::consent_row(known, consent),
        Some(ItemKind::Decision) => known.decision.map(|(row, ..)| row.seq),
        Some(_) | None => known
            .answered_in
            .get(&(visit.id.as_str(), item))
            .map(|row| row.seq),
    };
    let agenda = visit.agenda.iter().map(|item| AgendaNow {
        item: item.clone(),
        row: row_of(item),
    });
    VisitNow {
        id: visit.id.clone(),
        title: visit.title.clone(),
        phase: visit.phase.clone(),
        kind: visit.kind,
        form: visit.form,
        line: Some(visit.cite.line),
        window: known.window(visit),
        misses: misses(&fate),
        agenda: agenda.collect(),
        alliance: alliance(&fate),
        alliance_due: visit.alliance
            && fate.rated.is_none()
            && matches!(state, VisitState::Held { .. }),
        reflections: fate.reflected.iter().map(|row| row.seq).collect(),
        state,
    }
}

fn misses(fate: &super::known::Fate<'_>) -> Vec<Miss> {
    let miss = |(row, how, reason): &(&super::event::Recorded, NotHeld, &str)| Miss {
        on: row.on,
        how: *how,
        reason: (*reason).to_owned(),
        row: row.seq,
    };
    fate.misses.iter().map(miss).collect()
}

fn alliance(fate: &super::known::Fate<'_>) -> Option<Alliance> {
    fate.rated.map(|(row, safe, understood, mode)| Alliance {
        safe,
        understood,
        mode,
        on: row.on,
        row: row.seq,
    })
}

/// Visits that the plan does not have: those that were not planned, and those of an earlier protocol.
fn extra(known: &Known<'_>) -> Vec<VisitNow> {
    let strange = known
        .fates
        .iter()
        .filter(|(id, _)| known.plan.visit(id).is_none());
    let mut all: Vec<(Date, VisitNow)> = Vec::new();
    for (id, fate) in strange {
        let state = match (known.held_on(id), known.open_since(id)) {
            (Some(on), _) => VisitState::Held {
                on,
                row: fate.begun.map(|(row, _)| row.seq),
                minutes: fate.closed.map(|(_, minutes)| minutes),
                otherwise: fate.otherwise.map(|(_, how, _)| how.to_owned()),
                session: None,
                outside: 0,
            },
            (None, Some((since, row))) => VisitState::Open { since, row },
            (None, None) => continue,
        };
        let begun = fate.begun.map(|(_, begun)| begun);
        let on = known.held_on(id).or(fate.begun.map(|(row, _)| row.on));
        let Some(on) = on else { continue };
        let title = begun.map(|begun| begun.title.clone());
        let visit = VisitNow {
            id: (*id).to_owned(),
            title: title.unwrap_or_default(),
            phase: String::new(),
            kind: begun.map_or(VisitKind::Contact, |begun| begun.kind),
            form: begun.map_or(Form::InPerson, |begun| begun.form),
            line: None,
            window: None,
            state,
            misses: misses(fate),
            agenda: Vec::new(),
            alliance: alliance(fate),
            alliance_due: false,
            reflections: fate.reflected.iter().map(|row| row.seq).collect(),
        };
        all.push((on, visit));
    }
    all.sort_by_key(|(on, _)| *on);
    all.into_iter().map(|(_, visit)| visit).collect()
}

fn phase_now<'a>(id: &str, title: &str, visits: impl Iterator<Item = &'a VisitNow>) -> PhaseNow {
    let mut days: Vec<Date> = Vec::new();
    let (mut held, mut open, mut to_come) = (0_usize, 0_usize, 0_usize);
    for visit in visits {
        match &visit.state {
            VisitState::Held { on, .. } => {
                days.push(*on);
                held += 1;
            }
            VisitState::Open { since, .. } => {
                days.push(*since);
                open += 1;
            }
            VisitState::CalledOff { .. } => {}
            VisitState::Waiting { .. }
            | VisitState::Planned { .. }
            | VisitState::InWindow { .. }
            | VisitState::Overdue { .. }
            | VisitState::NotHeld => to_come += 1,
        }
    }
    let state = match (held, open, to_come) {
        (0, 0, 0) => PhaseState::PassedOver,
        (_, 0, 0) => PhaseState::Done,
        (0, 0, _) => PhaseState::NotBegun,
        _ => PhaseState::Open,
    };
    PhaseNow {
        id: id.to_owned(),
        title: title.to_owned(),
        state,
        overridden: false,
        from: days.iter().min().copied(),
        to: days.iter().max().copied(),
    }
}

fn next(visits: &[VisitNow]) -> Option<String> {
    let found = |wanted: &dyn Fn(&VisitState) -> bool| {
        let mut some = visits.iter().filter(|visit| wanted(&visit.state));
        some.next().map(|visit| visit.id.clone())
    };
    let dated = visits.iter().filter(|visit| {
        matches!(
            visit.state,
            VisitState::Planned { .. } | VisitState::InWindow { .. } | VisitState::Overdue { .. }
        )
    });
    let soonest = dated.min_by_key(|visit| visit.window);
    found(&|state| matches!(state, VisitState::Open { .. }))
        .or(soonest.map(|visit| visit.id.clone()))
        .or_else(|| found(&|state| matches!(state, VisitState::Waiting { .. })))
}

fn consents(known: &Known<'_>) -> Vec<ConsentNow> {
    let now = |consent: &crate::protocol::course::Consent| ConsentNow {
        id: consent.id.clone(),
        title: consent.title.clone(),
        version: consent.version,
        line: consent.cite.line,
        needed_before: known
            .plan
            .gates
            .iter()
            .filter(|gate| gate.consents.contains(&consent.id))
            .map(|gate| gate.before.clone())
            .collect(),
        state: gates::consent_state(known, consent),
    };
    known.plan.consents.iter().map(now).collect()
}

fn items(known: &Known<'_>, phases: &[PhaseNow], today: Date) -> Vec<ItemNow> {
    let ahead = |phase: &str| {
        phases.iter().any(|one| {
            one.id == phase && matches!(one.state, PhaseState::NotBegun | PhaseState::Open)
        })
    };
    let mut all = Vec::new();
    for item in &known.plan.items {
        let Some((row, answered)) = known.answers.get(item.id.as_str()) else {
            continue;
        };
        let gates = known.plan.gates.iter();
        let needed = gates.filter(|gate| gate.items.contains(&item.id) && ahead(&gate.before));
        let since = known.narrowed.get(item.id.as_str());
        let narrowed = since.into_iter().flatten();
        let narrowed = narrowed.filter(|(narrow, _)| (narrow.on, narrow.seq) > (row.on, row.seq));
        all.push(ItemNow {
            id: item.id.clone(),
            title: item.title.clone(),
            line: item.cite.line,
            value: answered.value.clone(),
            source: answered.source.clone(),
            note: answered.note.clone(),
            on: row.on,
            age: row.on.days_to(today),
            by: row.by,
            row: row.seq,
            until: answered.valid_until,
            days_left: answered.valid_until.map(|until| today.days_to(until)),
            needed_before: needed.map(|gate| gate.before.clone()).collect(),
            narrowed: narrowed
                .map(|(row, words)| (row.on, (*words).to_owned()))
                .collect(),
        });
    }
    all
}

fn medicines(known: &Known<'_>, today: Date) -> Vec<MedicineNow> {
    let now = |(row, kept): &(&super::event::Recorded, &super::event::MedicineKept)| MedicineNow {
        row: row.seq,
        name: kept.name.clone(),
        medicine: kept.medicine.clone(),
        dose: kept.dose.clone(),
        stop: kept.stop,
        earliest: kept.earliest,
        days_left: kept.earliest.map(|earliest| today.days_to(earliest.on)),
    };
    known.medicines.values().map(now).collect()
}

fn insights(known: &Known<'_>) -> Vec<InsightNow> {
    let now = |insight: &super::known::Insight<'_>| InsightNow {
        row: insight.row.seq,
        on: insight.row.on,
        words: insight.words.to_owned(),
        moment: insight.moment,
        practices: known
            .practices
            .values()
            .filter(|practice| practice.insight == Some(insight.row.seq))
            .map(|practice| practice.row.seq)
            .collect(),
    };
    known.insights.values().map(now).collect()
}

fn carried(carried: &Carried<'_>) -> CarriedNow {
    CarriedNow {
        row: carried.row.seq,
        on: carried.row.on,
        words: carried.words.to_owned(),
        insight: carried.insight,
        last: carried.last.map(|(row, outcome)| (row.on, outcome)),
    }
}
