//! A client's course as a screen shows it.

pub mod act;
mod carried_in;
pub(crate) mod entries;
mod moments;
pub mod now;
mod outcomes;
pub mod plan;
pub mod value;

pub use carried_in::{CarriedIn, CarriedInLine};
pub use entries::Entry;
pub use moments::HandedOn;
pub use outcomes::{OutcomeLine, OutcomeRank, Series, SeriesPoint};

use crate::measures::{Answered, Mode};
use companion::courses::{Event, MeasureTaken};
use companion::measures::Measure;
use companion::{ClientId, Companion, Error, PersonId, RequestKey};
use serde::{Deserialize, Serialize};
#[cfg(test)]
use ts_rs::TS;

/// A client's course.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "course.ts"))]
pub struct CourseView {
    pub client: String,
    pub code: String,
    /// Measures that count, by the day they were taken.
    pub taken: Vec<Taken>,
    /// The measures on record, as a chart offers them: by the protocol's order, the first one first.
    pub outcomes: Vec<OutcomeLine>,
    /// Number items of the visits as lines of their own, in the protocol's order.
    pub series: Vec<Series>,
    /// Measures that were struck, by entry.
    pub struck: Vec<Taken>,
    /// Dosing days on record, oldest first: the marks beneath a chart.
    pub dosing: Vec<DosingDay>,
    /// Where the client stands; none: no course is open.
    pub now: Option<now::CourseNow>,
    /// Every row of the course, oldest first.
    pub entries: Vec<Entry>,
    /// What dosing sessions hand on, oldest first.
    pub handed_on: Vec<HandedOn>,
}

/// A dosing session as the course chart marks it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "course.ts"))]
pub struct DosingDay {
    pub on: String,
    pub number: u16,
}

/// A measure that was taken.
#[derive(Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "course.ts"))]
pub struct Taken {
    pub seq: u64,
    /// `2026-03-02`.
    pub on: String,
    pub entered_wall_ms: i64,
    pub zone_minutes: i16,
    /// Initials.
    pub by: String,
    /// `pcl-5 v1`.
    pub measure: String,
    pub short: String,
    pub digest: String,
    pub mode: Mode,
    pub occasion: String,
    pub answers: Vec<Answered>,
    /// Questions that were asked and not answered.
    pub unanswered: u32,
    pub scores: Vec<TakenScore>,
    pub findings: Vec<TakenFinding>,
    /// Items whose answer was not to wait.
    pub stops: Vec<String>,
    /// That is told still, as on Today.
    pub waits: bool,
    /// Why it was struck.
    pub struck: Option<String>,
}

impl std::fmt::Debug for Taken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Taken({})", self.seq)
    }
}

/// One score of it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "course.ts"))]
pub struct TakenScore {
    pub id: String,
    pub title: String,
    /// Stored integer; none: incomplete.
    pub value: Option<i32>,
    pub decimals: u8,
    pub missing: u8,
    pub entered: bool,
    /// The same score the first time it was taken; none: this is the first.
    pub first: Option<i32>,
}

/// One finding of it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "course.ts"))]
pub struct TakenFinding {
    pub id: String,
    pub title: String,
    pub holds: Option<bool>,
}

/// An entry to be struck.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "course.ts"))]
pub struct StrikeEntry {
    /// 32 hex digits, made once a form.
    pub request: String,
    pub client: String,
    pub seq: u64,
    pub reason: String,
}

impl CourseView {
    /// A client's course.
    pub fn of(companion: &mut Companion, client: ClientId) -> Result<CourseView, Error> {
        let today = companion.today();
        let now = companion.course_now(client)?;
        let people = companion.people()?;
        let initials = |id: PersonId| {
            let person = people.iter().find(|person| person.person.id == id);
            person.map_or_else(String::new, |person| person.person.initials.clone())
        };
        let handed_on = moments::of(companion, &now, &initials)?;
        let companion = &*companion;
        let course = &now.course;
        let mut standing = now.under.as_ref().and_then(|(protocol, standing)| {
            let plan = protocol.course.as_ref()?;
            let under = course.under();
            let digest = under.map_or("", |under| under.digest);
            let name = format!("{} v{}", protocol.id, protocol.version);
            Some(now::CourseNow::of(
                &name,
                digest,
                today,
                (plan, standing),
                &initials,
            ))
        });
        if let Some(standing) = &mut standing {
            let known = companion.measures()?;
            // A protocol names a measure by the id of its file; people know it by its short title.
            for need in standing.gates.iter_mut().flat_map(|gate| &mut gate.needs) {
                if let Some(id) = need.key.strip_prefix("measure:") {
                    need.title = crate::measures::short(&known, id);
                }
            }
            for due in standing
                .visits
                .iter_mut()
                .flat_map(|visit| &mut visit.measures)
            {
                due.title = crate::measures::short(&known, &due.measure);
            }
        }
        let plan = (now.under.as_ref()).and_then(|(protocol, _)| protocol.course.as_ref());
        let dosing: Vec<DosingDay> = companion
            .client_sessions(client)?
            .iter()
            .map(|session| DosingDay {
                on: day(session.wall_ms, session.zone_minutes),
                number: session.number,
            })
            .collect();
        let mut view = CourseView {
            client: client.to_string(),
            code: companion.client_code(client)?,
            now: standing,
            entries: entries::of(course, &initials),
            handed_on,
            taken: Vec::new(),
            outcomes: Vec::new(),
            series: outcomes::series(plan, course, &initials),
            struck: Vec::new(),
            dosing,
        };
        let mut reasons = std::collections::BTreeMap::new();
        for row in course.rows() {
            if let Event::Struck { seq, reason } = &row.event {
                reasons.insert(*seq, reason.clone());
            }
        }
        let waiting = companion::courses::stopped(course, today);
        let mut rows: Vec<_> = course.rows().iter().collect();
        rows.sort_by_key(|row| (row.on, row.seq));
        for row in rows {
            let Event::MeasureTaken(kept) = &row.event else {
                continue;
            };
            let by = people.iter().find(|person| person.person.id == row.by);
            let struck = reasons.get(&row.seq).cloned();
            let taken = taken(companion, kept, &view.taken)?;
            let taken = Taken {
                seq: row.seq,
                on: row.on.to_string(),
                entered_wall_ms: row.entered.wall_ms,
                zone_minutes: row.entered.zone_minutes,
                by: by
                    .map(|row| row.person.initials.clone())
                    .unwrap_or_default(),
                struck,
                waits: waiting.iter().any(|one| one.row == row.seq),
                ..taken
            };
            if taken.struck.is_some() {
                view.struck.push(taken);
            } else {
                view.taken.push(taken);
            }
        }
        view.outcomes = outcomes::outcomes(plan, &view.taken);
        Ok(view)
    }
}

/// The date on the wall.
fn day(wall_ms: i64, zone_minutes: i16) -> String {
    let local = companion::clock::local(wall_ms, zone_minutes).unwrap_or_default();
    local.chars().take(10).collect()
}

/// What was kept, with the words of its file; `before` are those that count and were taken earlier.
fn taken(companion: &Companion, kept: &MeasureTaken, before: &[Taken]) -> Result<Taken, Error> {
    let measure = companion.measure_of(&kept.digest)?;
    let first = |id: &str| {
        let same = before.iter().filter(|one| one.measure == kept.measure);
        same.flat_map(|one| &one.scores)
            .find(|score| score.id == id && score.value.is_some())
            .and_then(|score| score.value)
    };
    let findings = kept.findings.iter().map(|finding| {
        let known = measure.findings.iter().find(|known| known.id == finding.id);
        TakenFinding {
            id: finding.id.clone(),
            title: known.map_or(finding.id.clone(), |known| known.title.clone()),
            holds: finding.holds,
        }
    });
    Ok(Taken {
        seq: 0,
        on: String::new(),
        entered_wall_ms: 0,
        zone_minutes: 0,
        by: String::new(),
        measure: kept.measure.clone(),
        short: measure.short.clone(),
        digest: kept.digest.clone(),
        mode: kept.mode.into(),
        occasion: kept.occasion.clone(),
        answers: Answered::of(&kept.answers),
        unanswered: u32::try_from(measure.unanswered(&kept.answers).len()).unwrap_or(u32::MAX),
        scores: TakenScore::all(&measure, kept, first),
        findings: findings.collect(),
        stops: kept.stops.clone(),
        waits: false,
        struck: None,
    })
}

impl TakenScore {
    /// What came of a measure, with the words of its file; `first` knows what each score was the first time.
    pub(crate) fn all(
        measure: &Measure,
        kept: &MeasureTaken,
        first: impl Fn(&str) -> Option<i32>,
    ) -> Vec<TakenScore> {
        let score = |score: &companion::courses::ScoreKept| {
            let known = measure.score_of(&score.id);
            TakenScore {
                id: score.id.clone(),
                title: known.map_or(score.id.clone(), |known| known.title.clone()),
                value: score.value,
                decimals: known.map_or(0, |known| known.decimals),
                missing: score.missing,
                entered: score.entered,
                first: first(&score.id),
            }
        };
        kept.scores.iter().map(score).collect()
    }
}

impl StrikeEntry {
    /// The client and the request, parsed.
    pub fn parsed(&self) -> Result<(ClientId, RequestKey), Error> {
        let client = self
            .client
            .parse()
            .map_err(|_| Error::Unknown { what: "client" })?;
        let request = self
            .request
            .parse()
            .map_err(|_| Error::BadInput { what: "request" })?;
        Ok((client, request))
    }
}

impl plan::CoursePlan {
    /// The plan of the course that a client is under; none: no course is open.
    pub fn of_client(
        companion: &mut Companion,
        client: ClientId,
    ) -> Result<Option<plan::CoursePlan>, Error> {
        let now = companion.course_now(client)?;
        let digest = now.course.under().map(|under| under.digest.to_owned());
        Ok(now.under.zip(digest).and_then(|((protocol, _), digest)| {
            let name = format!("{} v{}", protocol.id, protocol.version);
            let plan = protocol.course.as_ref()?;
            Some(plan::CoursePlan::of(&name, &protocol, &digest, plan))
        }))
    }
}
