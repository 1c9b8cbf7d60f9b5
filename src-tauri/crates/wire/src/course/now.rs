//! Where a client stands, as a screen shows it.

use super::value::Answer;
use crate::measures::Mode;
use clinic::course as rules;
use clinic::course::{
    ConsentState, ContactState, MeasureState, NeedState, PhaseState, Standing, VisitState,
};
use clinic::id::PersonId;
use clinic::protocol::course::Plan;
use clinic::time::Date;
use companion::courses::Outcome;
use serde::Serialize;
use std::collections::BTreeMap;
#[cfg(test)]
use ts_rs::TS;

/// Where a client stands today.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "standing.ts"))]
pub struct CourseNow {
    pub protocol: String,
    pub digest: String,
    /// `2026-03-02`.
    pub today: String,
    pub opened: Option<String>,
    pub closed: Option<String>,
    pub closed_because: Option<String>,
    pub phases: Vec<PhaseLine>,
    pub visits: Vec<VisitLine>,
    pub next: Option<String>,
    pub gates: Vec<GateLine>,
    pub consents: Vec<ConsentLine>,
    pub items: Vec<ItemLine>,
    pub decision: Option<DecisionLine>,
    pub medicines: Vec<MedicineLine>,
    pub contacts: Vec<ContactLine>,
    pub insights: Vec<InsightLine>,
    pub practices: Vec<CarriedLine>,
    pub coping: Vec<CarriedLine>,
    pub adverse: Vec<AdverseLine>,
    /// Dosing sessions of this course in which dose 1 was given.
    pub sessions: u16,
    /// Everything given in them, in micrograms.
    pub micrograms: u64,
}

/// A phase.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "standing.ts"))]
pub struct PhaseLine {
    pub id: String,
    pub title: String,
    /// `not_begun`, `open`, `done`, `passed_over`.
    pub state: String,
    pub overridden: bool,
    pub from: Option<String>,
    pub to: Option<String>,
}

/// A visit.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "standing.ts"))]
pub struct VisitLine {
    pub id: String,
    pub title: String,
    /// Empty: not planned.
    pub phase: String,
    pub kind: String,
    pub form: String,
    pub line: Option<u16>,
    /// First and last day of its window.
    pub from: Option<String>,
    pub until: Option<String>,
    /// `waiting`, `planned`, `in_window`, `overdue`, `open`, `held`, `called_off`, `not_held`.
    pub state: String,
    /// Planned: in so many; in window: so many left; overdue: so many ago; held: so many outside its window.
    pub days: Option<i64>,
    /// Waiting: the visit that comes first.
    pub after: Option<String>,
    /// Open since, held on, called off on.
    pub on: Option<String>,
    pub row: Option<u64>,
    pub minutes: Option<u16>,
    /// Minutes that the protocol plans for it.
    pub planned_minutes: Option<i64>,
    /// How it was held otherwise, or why it was called off.
    pub words: Option<String>,
    /// The session of a dosing visit.
    pub session: Option<String>,
    pub misses: Vec<MissLine>,
    pub agenda: Vec<AgendaLine>,
    pub measures: Vec<MeasureDue>,
    pub safe: Option<u8>,
    pub understood: Option<u8>,
    /// How the two ratings were given; none: not said.
    pub rated: Option<Mode>,
    pub alliance_due: bool,
    pub reflections: Vec<u64>,
}

/// A visit put off, or missed by the client.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "standing.ts"))]
pub struct MissLine {
    pub on: String,
    pub no_show: bool,
    pub reason: String,
    pub row: u64,
}

/// An item of an agenda, and the row that answers it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "standing.ts"))]
pub struct AgendaLine {
    pub item: String,
    pub row: Option<u64>,
}

/// A measure of a visit.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "standing.ts"))]
pub struct MeasureDue {
    /// Name of its file.
    pub measure: String,
    /// What people call it.
    pub title: String,
    pub line: u16,
    /// `waiting`, `planned`, `due`, `overdue`, `taken`, `not_taken`.
    pub state: String,
    pub days: Option<i64>,
    pub row: Option<u64>,
    /// A blinded rater takes it.
    pub blinded: bool,
}

/// A gate.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "standing.ts"))]
pub struct GateLine {
    pub id: String,
    pub before: String,
    pub title: String,
    pub line: u16,
    /// Something is missing that nobody went past.
    pub open: bool,
    /// Two people may go past it.
    pub may_override: bool,
    /// The day on which the phase behind it began.
    pub passed: Option<String>,
    pub needs: Vec<NeedLine>,
    pub overrides: Vec<OverrideLine>,
}

/// One thing that a gate asks for.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "standing.ts"))]
pub struct NeedLine {
    /// `item:ecg`, `visit:…`, `consent:…`, `measure:…`.
    pub key: String,
    pub title: String,
    pub line: u16,
    /// `met`, `lapsed`, `withdrawn`, `other_version`, `decided_against`, `missing`, `overridden`.
    pub state: String,
    pub on: Option<String>,
    /// Initials.
    pub by: Option<String>,
    pub until: Option<String>,
    pub row: Option<u64>,
}

/// Two people who went past a gate.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "standing.ts"))]
pub struct OverrideLine {
    pub on: String,
    pub by: String,
    pub second: String,
    pub reason: String,
    pub missing: Vec<String>,
    pub row: u64,
}

/// A consent.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "standing.ts"))]
pub struct ConsentLine {
    pub id: String,
    pub title: String,
    pub version: u16,
    pub line: u16,
    pub needed_before: Vec<String>,
    /// `not_given`, `stands`, `other_version`, `withdrawn`.
    pub state: String,
    pub on: Option<String>,
    pub by: Option<String>,
    /// The version that was given, where it is another.
    pub given_version: Option<u16>,
    pub row: Option<u64>,
}

/// The last answer to an item.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "standing.ts"))]
pub struct ItemLine {
    pub id: String,
    pub title: String,
    pub line: u16,
    pub value: Answer,
    pub source: String,
    pub note: String,
    pub on: String,
    /// Days ago.
    pub age: i64,
    pub by: String,
    pub row: u64,
    pub until: Option<String>,
    pub days_left: Option<i64>,
    pub needed_before: Vec<String>,
    pub narrowed: Vec<String>,
}

/// The last decision.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "standing.ts"))]
pub struct DecisionLine {
    pub eligible: bool,
    pub reason: String,
    pub on: String,
    pub by: String,
    pub row: u64,
    pub until: Option<String>,
}

/// A medicine, with the arithmetic of its earliest date.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "standing.ts"))]
pub struct MedicineLine {
    pub row: u64,
    pub name: String,
    pub medicine: Option<String>,
    pub dose: String,
    pub stop: Option<String>,
    pub earliest: Option<EarliestLine>,
    pub days_left: Option<i64>,
}

/// Last dose + multiple × half-life, with everything that went into it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "standing.ts"))]
pub struct EarliestLine {
    pub half_life_minutes: u32,
    pub multiple: u8,
    pub half_lives_days: u16,
    pub plus: u16,
    pub at_least: u16,
    pub days: u16,
    pub on: String,
    pub line: u16,
}

/// A call.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "standing.ts"))]
pub struct ContactLine {
    /// The dosing visit.
    pub after: String,
    pub day: u16,
    pub due: String,
    pub line: u16,
    /// `planned`, `due`, `overdue`, `made`, `not_made`.
    pub state: String,
    pub days: Option<i64>,
    pub on: Option<String>,
    pub row: Option<u64>,
    pub answers: BTreeMap<String, Answer>,
    pub flags: Vec<String>,
    /// Days on which the client was not reached.
    pub tries: Vec<String>,
}

/// An insight.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "standing.ts"))]
pub struct InsightLine {
    pub row: u64,
    pub on: String,
    pub words: String,
    pub session: Option<String>,
    pub seq: Option<u64>,
    pub practices: Vec<u64>,
}

/// A practice or a coping strategy.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "standing.ts"))]
pub struct CarriedLine {
    pub row: u64,
    pub on: String,
    pub words: String,
    pub insight: Option<u64>,
    /// `kept`, `changed`, `dropped`; none: not looked at again.
    pub outcome: Option<String>,
    pub outcome_on: Option<String>,
}

/// An adverse event.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "standing.ts"))]
pub struct AdverseLine {
    pub row: u64,
    /// The day on which it was told.
    pub on: String,
    pub by: String,
    pub term: String,
    /// The day on which it began.
    pub onset: String,
    /// The highest grade so far, by CTCAE.
    pub grade: u8,
    /// What makes it serious, by ICH E2A: `death`, `life_threatening`, `hospitalisation`, `disability`, `congenital_anomaly`,
    /// `important`; none: it is not.
    pub serious: Vec<String>,
    pub words: String,
    pub visit: Option<String>,
    /// `recovered`, `recovered_with_sequelae`, `recovering`, `not_recovered`, `fatal`, `unknown`; none: nothing was heard since.
    pub outcome: Option<String>,
    pub outcome_on: Option<String>,
    /// Somebody still has to look after it.
    pub open: bool,
    pub judged: Option<JudgedLine>,
    pub reports: Vec<ReportLine>,
}

/// What brought an adverse event about, as it was judged last.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "standing.ts"))]
pub struct JudgedLine {
    pub on: String,
    /// `medicine`, `therapy`, `procedure`.
    pub suspects: Vec<String>,
    pub expected: bool,
    /// `none`, `dose_put_off`, `dose_reduced`, `ended`, `not_applicable`.
    pub action: String,
}

/// A report on an adverse event.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "standing.ts"))]
pub struct ReportLine {
    pub id: String,
    pub title: String,
    /// The last day in time.
    pub due: String,
    /// Days until then; below nought: overdue by so many.
    pub days: i64,
    pub line: u16,
    /// Made on that day; none: it waits.
    pub made: Option<String>,
}

fn day(date: Date) -> String {
    date.to_string()
}

fn word(text: &str) -> String {
    text.to_owned()
}

/// Initials of the people of the vault.
pub(crate) type Initials<'a> = &'a dyn Fn(PersonId) -> String;

impl CourseNow {
    /// Where a client stands.
    pub fn of(
        protocol: &str,
        digest: &str,
        today: Date,
        (plan, now): (&Plan, &Standing),
        by: Initials<'_>,
    ) -> CourseNow {
        let visits = now.visits.iter().map(|one| {
            let due = now.measures.iter().filter(|due| due.visit == one.id);
            VisitLine {
                measures: due.map(measure).collect(),
                planned_minutes: plan.visit(&one.id).map(|plan| plan.lasts.whole_minutes()),
                ..visit(one)
            }
        });
        CourseNow {
            protocol: word(protocol),
            digest: word(digest),
            today: day(today),
            opened: now.opened.map(day),
            closed: now.closed.as_ref().map(|(on, _)| day(*on)),
            closed_because: now.closed.as_ref().map(|(_, why)| why.clone()),
            phases: now.phases.iter().map(phase).collect(),
            visits: visits.collect(),
            next: now.next.clone(),
            gates: now.gates.iter().map(|one| gate(one, by)).collect(),
            consents: now.consents.iter().map(|one| consent(one, by)).collect(),
            items: now.items.iter().map(|one| item(one, by)).collect(),
            decision: now.decision.as_ref().map(|one| DecisionLine {
                eligible: one.eligible,
                reason: one.reason.clone(),
                on: day(one.on),
                by: by(one.by),
                row: one.row,
                until: one.until.map(day),
            }),
            medicines: now.medicines.iter().map(medicine).collect(),
            contacts: now.contacts.iter().map(contact).collect(),
            insights: now
                .insights
                .iter()
                .map(|one| InsightLine {
                    row: one.row,
                    on: day(one.on),
                    words: one.words.clone(),
                    session: one.moment.map(|moment| moment.session.to_string()),
                    seq: one.moment.map(|moment| moment.seq),
                    practices: one.practices.clone(),
                })
                .collect(),
            practices: now.practices.iter().map(carried).collect(),
            coping: now.coping.iter().map(carried).collect(),
            adverse: (now.adverse.iter())
                .map(|one| adverse(one, by, today))
                .collect(),
            sessions: now.sessions,
            micrograms: now.micrograms,
        }
    }
}

fn phase(one: &rules::PhaseNow) -> PhaseLine {
    let state = match one.state {
        PhaseState::NotBegun => "not_begun",
        PhaseState::Open => "open",
        PhaseState::Done => "done",
        PhaseState::PassedOver => "passed_over",
    };
    PhaseLine {
        id: one.id.clone(),
        title: one.title.clone(),
        state: word(state),
        overridden: one.overridden,
        from: one.from.map(day),
        to: one.to.map(day),
    }
}

fn visit(one: &rules::VisitNow) -> VisitLine {
    let line = VisitLine {
        id: one.id.clone(),
        title: one.title.clone(),
        phase: one.phase.clone(),
        kind: word(one.kind.word()),
        form: word(one.form.word()),
        line: one.line,
        from: one.window.map(|(from, _)| day(from)),
        until: one.window.map(|(_, until)| day(until)),
        state: String::new(),
        days: None,
        after: None,
        on: None,
        row: None,
        minutes: None,
        planned_minutes: None,
        words: None,
        session: None,
        misses: one
            .misses
            .iter()
            .map(|miss| MissLine {
                on: day(miss.on),
                no_show: miss.how == companion::courses::NotHeld::NoShow,
                reason: miss.reason.clone(),
                row: miss.row,
            })
            .collect(),
        agenda: one
            .agenda
            .iter()
            .map(|item| AgendaLine {
                item: item.item.clone(),
                row: item.row,
            })
            .collect(),
        measures: Vec::new(),
        safe: one.alliance.map(|rated| rated.safe),
        understood: one.alliance.map(|rated| rated.understood),
        rated: (one.alliance).and_then(|rated| rated.mode.map(Into::into)),
        alliance_due: one.alliance_due,
        reflections: one.reflections.clone(),
    };
    match &one.state {
        VisitState::Waiting { after } => VisitLine {
            state: word("waiting"),
            after: after.clone(),
            ..line
        },
        VisitState::Planned { in_days } => VisitLine {
            state: word("planned"),
            days: Some(*in_days),
            ..line
        },
        VisitState::InWindow { days_left } => VisitLine {
            state: word("in_window"),
            days: Some(*days_left),
            ..line
        },
        VisitState::Overdue { days } => VisitLine {
            state: word("overdue"),
            days: Some(*days),
            ..line
        },
        VisitState::Open { since, row } => VisitLine {
            state: word("open"),
            on: Some(day(*since)),
            row: *row,
            ..line
        },
        VisitState::Held {
            on,
            row,
            minutes,
            otherwise,
            session,
            outside,
        } => VisitLine {
            state: word("held"),
            on: Some(day(*on)),
            row: *row,
            minutes: *minutes,
            words: otherwise.clone(),
            session: session.map(|id| id.to_string()),
            days: Some(*outside),
            ..line
        },
        VisitState::CalledOff { on, reason, row } => VisitLine {
            state: word("called_off"),
            on: Some(day(*on)),
            words: Some(reason.clone()),
            row: Some(*row),
            ..line
        },
        VisitState::NotHeld => VisitLine {
            state: word("not_held"),
            ..line
        },
    }
}

fn measure(one: &rules::MeasureNow) -> MeasureDue {
    let (state, days, row) = match one.state {
        MeasureState::Waiting => ("waiting", None, None),
        MeasureState::Planned { in_days } => ("planned", Some(in_days), None),
        MeasureState::Due { days_left } => ("due", days_left, None),
        MeasureState::Overdue { days } => ("overdue", Some(days), None),
        MeasureState::Taken { row, .. } => ("taken", None, Some(row)),
        MeasureState::NotTaken => ("not_taken", None, None),
    };
    MeasureDue {
        measure: one.measure.clone(),
        title: one.measure.clone(),
        line: one.line,
        state: word(state),
        days,
        row,
        blinded: one.blinded,
    }
}

fn gate(one: &rules::GateNow, by: Initials<'_>) -> GateLine {
    GateLine {
        id: one.id.clone(),
        before: one.before.clone(),
        title: one.title.clone(),
        line: one.line,
        open: one.is_open(),
        may_override: one.may_be_overridden(),
        passed: one.passed.map(day),
        needs: one.needs.iter().map(|need| self::need(need, by)).collect(),
        overrides: one
            .overrides
            .iter()
            .map(|past| OverrideLine {
                on: day(past.on),
                by: by(past.by),
                second: by(past.second),
                reason: past.reason.clone(),
                missing: past.missing.clone(),
                row: past.row,
            })
            .collect(),
    }
}

fn need(one: &rules::NeedNow, by: Initials<'_>) -> NeedLine {
    let line = NeedLine {
        key: one.need.key(),
        title: one.title.clone(),
        line: one.line,
        state: String::new(),
        on: None,
        by: None,
        until: None,
        row: None,
    };
    let with = |state: &str, on: Option<Date>, row: Option<u64>| NeedLine {
        state: word(state),
        on: on.map(day),
        row,
        ..line.clone()
    };
    match &one.state {
        NeedState::Met {
            on,
            by: who,
            until,
            row,
        } => NeedLine {
            by: who.map(by),
            until: until.map(day),
            ..with("met", Some(*on), *row)
        },
        NeedState::Lapsed { on, until, row } => NeedLine {
            until: Some(day(*until)),
            ..with("lapsed", Some(*on), Some(*row))
        },
        NeedState::Withdrawn { on, row } => with("withdrawn", Some(*on), Some(*row)),
        NeedState::OtherVersion { row, .. } => with("other_version", None, Some(*row)),
        NeedState::DecidedAgainst { on, row } => with("decided_against", Some(*on), Some(*row)),
        NeedState::Missing => with("missing", None, None),
        NeedState::Overridden { on, row } => with("overridden", Some(*on), Some(*row)),
    }
}

fn consent(one: &rules::ConsentNow, by: Initials<'_>) -> ConsentLine {
    let (state, on, who, given, row) = match one.state {
        ConsentState::NotGiven => ("not_given", None, None, None, None),
        ConsentState::Stands { on, by, row } => ("stands", Some(on), Some(by), None, Some(row)),
        ConsentState::OtherVersion { version, on, row } => {
            ("other_version", Some(on), None, Some(version), Some(row))
        }
        ConsentState::Withdrawn { on, by, row } => {
            ("withdrawn", Some(on), Some(by), None, Some(row))
        }
    };
    ConsentLine {
        id: one.id.clone(),
        title: one.title.clone(),
        version: one.version,
        line: one.line,
        needed_before: one.needed_before.clone(),
        state: word(state),
        on: on.map(day),
        by: who.map(by),
        given_version: given,
        row,
    }
}

fn item(one: &rules::ItemNow, by: Initials<'_>) -> ItemLine {
    let narrowed = one
        .narrowed
        .iter()
        .map(|(on, words)| format!("{on} {words}"));
    ItemLine {
        id: one.id.clone(),
        title: one.title.clone(),
        line: one.line,
        value: Answer::from(&one.value),
        source: one.source.clone(),
        note: one.note.clone(),
        on: day(one.on),
        age: one.age,
        by: by(one.by),
        row: one.row,
        until: one.until.map(day),
        days_left: one.days_left,
        needed_before: one.needed_before.clone(),
        narrowed: narrowed.collect(),
    }
}

fn medicine(one: &rules::MedicineNow) -> MedicineLine {
    MedicineLine {
        row: one.row,
        name: one.name.clone(),
        medicine: one.medicine.clone(),
        dose: one.dose.clone(),
        stop: one.stop.map(day),
        earliest: one.earliest.map(|earliest| EarliestLine {
            half_life_minutes: earliest.half_life_minutes,
            multiple: earliest.multiple,
            half_lives_days: earliest.half_lives_days,
            plus: earliest.plus,
            at_least: earliest.at_least,
            days: earliest.days,
            on: day(earliest.on),
            line: earliest.line,
        }),
        days_left: one.days_left,
    }
}

fn contact(one: &rules::ContactNow) -> ContactLine {
    let line = ContactLine {
        after: one.after.clone(),
        day: one.day,
        due: day(one.due),
        line: one.line,
        state: String::new(),
        days: None,
        on: None,
        row: None,
        answers: BTreeMap::new(),
        flags: Vec::new(),
        tries: one.tries.iter().map(|on| day(*on)).collect(),
    };
    let plain = |state: &str, days: Option<i64>| ContactLine {
        state: word(state),
        days,
        ..line.clone()
    };
    match &one.state {
        ContactState::Planned { in_days } => plain("planned", Some(*in_days)),
        ContactState::Due => plain("due", None),
        ContactState::Overdue { days } => plain("overdue", Some(*days)),
        ContactState::NotMade => plain("not_made", None),
        ContactState::Made {
            on,
            row,
            answers,
            flags,
        } => ContactLine {
            on: Some(day(*on)),
            row: Some(*row),
            answers: answers
                .iter()
                .map(|(id, value)| (id.clone(), Answer::from(value)))
                .collect(),
            flags: flags.clone(),
            ..plain("made", None)
        },
    }
}

fn carried(one: &rules::CarriedNow) -> CarriedLine {
    let outcome = one.last.map(|(_, outcome)| match outcome {
        Outcome::Kept => word("kept"),
        Outcome::Changed => word("changed"),
        Outcome::Dropped => word("dropped"),
    });
    CarriedLine {
        row: one.row,
        on: day(one.on),
        words: one.words.clone(),
        insight: one.insight,
        outcome,
        outcome_on: one.last.map(|(on, _)| day(on)),
    }
}

fn adverse(one: &rules::AdverseNow, by: Initials<'_>, today: Date) -> AdverseLine {
    let report = |one: &rules::ReportNow| ReportLine {
        id: one.id.clone(),
        title: one.title.clone(),
        due: day(one.due),
        days: today.days_to(one.due),
        line: one.line,
        made: one.made.map(day),
    };
    let judged = |one: &rules::Judged| JudgedLine {
        on: day(one.on),
        suspects: one.suspects.iter().map(|one| word(one.word())).collect(),
        expected: one.expected,
        action: word(one.action.word()),
    };
    AdverseLine {
        row: one.row,
        on: day(one.on),
        by: by(one.by),
        term: one.term.clone(),
        onset: day(one.onset),
        grade: one.grade,
        serious: one.serious.iter().map(|one| word(one.word())).collect(),
        words: one.words.clone(),
        visit: one.visit.clone(),
        outcome: one.outcome.map(|(_, outcome)| word(outcome.word())),
        outcome_on: one.outcome.map(|(on, _)| day(on)),
        open: one.is_open(),
        judged: one.judged.as_ref().map(judged),
        reports: one.reports.iter().map(report).collect(),
    }
}
