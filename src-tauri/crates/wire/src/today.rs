//! What waits for somebody today, over every course that goes on; and the sessions of these days, which are told even where
//! a course cannot be read.

use crate::clients::SessionLine;
use crate::licences::LapsingLine;
use crate::measures::{short, shown};
use clinic::course::{ContactState, MeasureState, VisitState};
use clinic::protocol::course::QuestionKind;
use clinic::session::event::Dose;
use clinic::time::Elapsed;
use companion::courses::{Value, Waiting};
use companion::{Companion, Date, Error, SessionId};
use serde::Serialize;
#[cfg(test)]
use ts_rs::TS;

/// Findings that lapse within so many days are told.
const LAPSES_SOON_DAYS: i64 = 14;
/// Visits and calls that are to come within so many days are told.
const COMES_SOON_DAYS: i64 = 7;

/// Sessions that ended less than so many days ago are told.
const SESSIONS_TOLD_DAYS: i64 = 7;

/// The sessions of these days.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "today.ts"))]
pub struct TodaySessions {
    /// `2026-03-02`.
    pub today: String,
    /// Those that were not ended and those of the last seven days, newest first.
    pub lines: Vec<TodaySession>,
    /// Clients in the vault, put away or not.
    pub clients: usize,
    /// Licences that have lapsed or soon do.
    pub licences: Vec<LapsingLine>,
}

/// A session of these days.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "today.ts"))]
pub struct TodaySession {
    pub code: String,
    pub session: SessionLine,
    /// Where it stands while it runs; none: it has ended, or its record could not be replayed.
    pub running: Option<TodayRunning>,
}

/// Where a running session stands, in times of the day: they stay true while nobody looks again.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "today.ts"))]
pub struct TodayRunning {
    /// When dose 1 was swallowed, UTC milliseconds; none: not yet.
    pub dose1_wall_ms: Option<i64>,
    /// The check that comes first, UTC milliseconds; none: none is planned.
    pub next_wall_ms: Option<i64>,
    /// Its time has come.
    pub due: bool,
    /// Zone shown now.
    pub zone_minutes: i16,
}

impl TodayRunning {
    fn of(companion: &mut Companion, id: SessionId) -> Option<TodayRunning> {
        let board = companion.session_board(id).ok()?;
        let wall = |at: Elapsed| board.wall_ms - (board.now.0 - at.0);
        let dose1 = board.doses.iter().find(|dose| dose.dose == Dose::First);
        let next = board.prompts.first();
        Some(TodayRunning {
            dose1_wall_ms: dose1.map(|dose| wall(dose.at)),
            next_wall_ms: next.map(|prompt| wall(prompt.due)),
            due: next.is_some_and(|prompt| prompt.due <= board.now),
            zone_minutes: board.zone_minutes,
        })
    }
}

impl TodaySessions {
    /// The sessions of these days.
    pub fn of(companion: &mut Companion) -> Result<TodaySessions, Error> {
        let rows = companion.sessions_since(SESSIONS_TOLD_DAYS)?;
        let mut lines = Vec::new();
        for (code, row) in rows {
            let session = SessionLine::of(companion, &row)?;
            let running = match session.ended_wall_ms {
                None => TodayRunning::of(companion, row.id),
                Some(_) => None,
            };
            lines.push(TodaySession {
                code,
                session,
                running,
            });
        }
        Ok(TodaySessions {
            lines,
            clients: companion.clients_counted()?,
            licences: LapsingLine::all(companion)?,
            today: companion.today().to_string(),
        })
    }
}

/// What waits today.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "today.ts"))]
pub struct TodayView {
    /// `2026-03-02`.
    pub today: String,
    /// Soonest first; what is overdue stands before it.
    pub lines: Vec<TodayLine>,
    /// Courses that go on.
    pub courses: usize,
}

/// One thing that waits.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "today.ts"))]
pub struct TodayLine {
    pub client: String,
    pub code: String,
    /// `visit`, `dosing`, `call`, `measure`, `finding`, `alliance`, `adverse`, `report`.
    pub kind: String,
    /// Visit, dosing visit and day (`dosing-1 3`), measure, item, row, row and report (`50 sponsor`).
    pub id: String,
    pub title: String,
    /// Days until it is due; below nought: overdue by so many; nought: today is the last day; none: no day is set.
    pub days: Option<i64>,
    /// The last day of its window, or its day; of an adverse event: the day on which it began.
    pub due: Option<String>,
    /// It has begun and is not closed.
    pub open: bool,
    /// What the gate before a dosing visit still asks for.
    pub missing: u32,
    pub line: Option<u16>,
    /// A measure that a blinded rater takes.
    pub blinded: bool,
    /// For a call: the first question of the protocol that is answered by a number.
    pub before_of: String,
    /// What was answered to it in the calls before, oldest first, as shown.
    pub before: Vec<String>,
    /// Of an adverse event and a report on it: the highest grade so far, by CTCAE.
    pub grade: Option<u8>,
    /// It is serious (ICH E2A).
    pub serious: bool,
}

impl TodayView {
    /// What waits today.
    pub fn of(companion: &mut Companion) -> Result<TodayView, Error> {
        let today = companion.today();
        let courses = companion.courses_waiting()?;
        let measures = companion.measures()?;
        let mut lines: Vec<TodayLine> = courses
            .iter()
            .flat_map(|one| waiting_lines(one, today))
            .collect();
        for line in lines.iter_mut().filter(|line| line.kind == "measure") {
            line.title = short(&measures, &line.id);
        }
        // No day is set to a serious event that is not over: it stands before what has one.
        lines.sort_by_key(|line| {
            let first = line.open || (line.kind == "adverse" && line.serious);
            (!first, line.days.unwrap_or(i64::MAX), line.code.clone())
        });
        Ok(TodayView {
            today: today.to_string(),
            lines,
            courses: courses
                .iter()
                .filter(|one| one.now.closed.is_none())
                .count(),
        })
    }
}

/// A line about this client that says nothing yet.
fn blank(waiting: &Waiting, kind: &str, id: &str, title: &str) -> TodayLine {
    TodayLine {
        client: waiting.client.to_string(),
        code: waiting.code.clone(),
        kind: kind.to_owned(),
        id: id.to_owned(),
        title: title.to_owned(),
        days: None,
        due: None,
        open: false,
        missing: 0,
        line: None,
        blinded: false,
        before_of: String::new(),
        before: Vec::new(),
        grade: None,
        serious: false,
    }
}

fn waiting_lines(waiting: &Waiting, today: Date) -> Vec<TodayLine> {
    // A closed course waits for nothing; its adverse events may.
    let mut lines = match waiting.now.closed {
        None => course_lines(waiting),
        Some(_) => Vec::new(),
    };
    lines.extend(adverse_lines(waiting, today));
    lines
}

/// Adverse events that are not over, and reports on them.
fn adverse_lines(waiting: &Waiting, today: Date) -> Vec<TodayLine> {
    let mut lines = Vec::new();
    for adverse in &waiting.now.adverse {
        let row = adverse.row;
        let line = |kind: &str, id: &str, title: &str| TodayLine {
            grade: Some(adverse.grade),
            serious: !adverse.serious.is_empty(),
            ..blank(waiting, kind, id, title)
        };
        if adverse.is_open() {
            lines.push(TodayLine {
                due: Some(adverse.onset.to_string()),
                ..line("adverse", &row.to_string(), &adverse.term)
            });
        }
        for report in adverse.reports.iter().filter(|one| one.made.is_none()) {
            let title = format!("{}: {}", report.title, adverse.term);
            lines.push(TodayLine {
                days: Some(today.days_to(report.due)),
                due: Some(report.due.to_string()),
                line: Some(report.line),
                ..line("report", &format!("{row} {}", report.id), &title)
            });
        }
    }
    lines
}

fn course_lines(waiting: &Waiting) -> Vec<TodayLine> {
    let now = &waiting.now;
    let line = |kind: &str, id: &str, title: &str| blank(waiting, kind, id, title);
    let mut lines = Vec::new();
    let dosing = now.next_dosing();
    for visit in &now.visits {
        let missing = dosing
            .as_ref()
            .filter(|(next, _)| next.id == visit.id)
            .map(|(_, gates)| gates.iter().map(|gate| gate.missing().len()).sum::<usize>());
        let kind = if missing.is_some() { "dosing" } else { "visit" };
        let days = match visit.state {
            VisitState::Planned { in_days } if in_days <= COMES_SOON_DAYS => Some(in_days),
            VisitState::InWindow { days_left } => Some(days_left),
            VisitState::Overdue { days } => Some(-days),
            VisitState::Open { .. } => None,
            VisitState::Waiting { .. } if now.next.as_deref() == Some(visit.id.as_str()) => None,
            _ => {
                if visit.alliance_due {
                    lines.push(TodayLine {
                        line: visit.line,
                        ..line("alliance", &visit.id, &visit.title)
                    });
                }
                continue;
            }
        };
        let open = matches!(visit.state, VisitState::Open { .. });
        lines.push(TodayLine {
            days,
            due: visit.window.map(|(_, until)| until.to_string()),
            open,
            missing: u32::try_from(missing.unwrap_or(0)).unwrap_or(u32::MAX),
            line: visit.line,
            ..line(kind, &visit.id, &visit.title)
        });
    }
    for call in &now.contacts {
        let days = match call.state {
            ContactState::Due => 0,
            ContactState::Overdue { days } => -days,
            _ => continue,
        };
        let title = now.visit(&call.after).map_or("", |visit| &visit.title);
        let (before_of, before) = before(waiting, &call.after);
        lines.push(TodayLine {
            days: Some(days),
            due: Some(call.due.to_string()),
            line: Some(call.line),
            before_of,
            before,
            ..line("call", &format!("{} {}", call.after, call.day), title)
        });
    }
    for due in &now.measures {
        let days = match due.state {
            MeasureState::Due { days_left } => days_left,
            MeasureState::Overdue { days } => Some(-days),
            _ => continue,
        };
        lines.push(TodayLine {
            days,
            due: due.window.map(|(_, until)| until.to_string()),
            line: Some(due.line),
            blinded: due.blinded,
            ..line("measure", &due.measure, &due.measure)
        });
    }
    for item in now.expiring() {
        // What has lapsed already is counted at the gate that asks for it.
        let soon = item
            .days_left
            .filter(|left| (0..=LAPSES_SOON_DAYS).contains(left));
        if let Some(left) = soon
            && !item.needed_before.is_empty()
            // What holds for some days only is found anew for each day; the gate asks for it.
            && item
                .until
                .is_some_and(|until| item.on.days_to(until) > LAPSES_SOON_DAYS)
        {
            lines.push(TodayLine {
                days: Some(left),
                due: item.until.map(|until| until.to_string()),
                line: Some(item.line),
                ..line("finding", &item.id, &item.title)
            });
        }
    }
    lines
}

/// The first question that is answered by a number, and its answers in the calls made after a dosing visit.
fn before(waiting: &Waiting, after: &str) -> (String, Vec<String>) {
    let plan = waiting.protocol.course.as_ref();
    let questions = plan.and_then(|plan| plan.contacts.as_ref());
    let number = questions.and_then(|contacts| {
        let mut asked = contacts.questions.iter();
        asked.find(|one| matches!(one.kind, QuestionKind::Number(_)))
    });
    let Some(question) = number else {
        return (String::new(), Vec::new());
    };
    let calls = waiting.now.contacts.iter();
    let calls = calls.filter(|call| call.after == after);
    let answers = calls.filter_map(|call| match &call.state {
        ContactState::Made { answers, .. } => match answers.get(&question.id) {
            Some(Value::Number { stored, decimals }) => Some(shown(*stored, *decimals)),
            _ => None,
        },
        _ => None,
    });
    (question.title.clone(), answers.collect())
}
