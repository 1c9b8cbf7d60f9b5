//! The facts of a session's report, in words, as a template sets them. Everything is text: a template adds no sentence of its own but headings.

use crate::paper;
use crate::part::PartReport;
use crate::record::{self, dose_amount, ending, since};
use companion::sign::Object;
use companion::{Companion, Error, SessionId};
use serde::Serialize;
use wire::packets::{PrintReport, ReviewRole, ThreadSide};
use wire::review::{CarriedSignature, ReviewView};
use wire::session::log::Logged;
use wire::session::plan::SessionPlan;
use wire::session::view::SessionView;
use wire::session::{CheckState, Sign};
use wire::sign::{
    LockLine, SignatureLine, SignatureMeaning, SignatureStanding, SignatureView, TakenBack,
};

/// A session's report.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The clinic's code.
    pub code: String,
    /// Number of the session.
    pub number: u16,
    /// A training vault: nobody was treated.
    pub training: bool,
    /// Facts that stand at the head: name and value.
    pub facts: Vec<(String, String)>,
    /// Doses, one line each.
    pub doses: Vec<Vec<String>>,
    /// Planned checks by how they were met.
    pub checks: Vec<(String, usize)>,
    /// Readings for the chart and its table.
    pub readings: Vec<Reading>,
    /// Minutes from dose 1, or from arrival: the chart's ends.
    pub from_minutes: i64,
    /// The other end.
    pub to_minutes: i64,
    /// When doses were given, in the chart's minutes.
    pub dose_minutes: Vec<i64>,
    /// When nobody watched, in the chart's minutes.
    pub gaps: Vec<(i64, i64)>,
    /// Lines that were crossed.
    pub flags: Vec<String>,
    /// Effects, one line each.
    pub effects: Vec<String>,
    /// Touch: agreed, taken back, and each touch, one line each.
    pub touch: Vec<String>,
    /// When somebody touched the client, in the chart's minutes, and whether inside the agreement.
    pub touches: Vec<(i64, i64, bool)>,
    /// Deviations, one line each.
    pub deviations: Vec<String>,
    /// Signatures, one line each.
    pub signatures: Vec<Vec<String>>,
    /// What binds the page to the record: name and value.
    pub trail: Vec<(String, String)>,
    /// Acts of the chain about the session, one line each: number in the chain, what, who, wall time, UTC.
    pub acts: Vec<Vec<String>>,
    /// The whole log: since dose 1, wall time, who, what, and what came of it.
    pub log: Vec<Entry>,
}

/// One reading.
#[derive(Debug, Clone, Serialize)]
pub struct Reading {
    /// Minutes from dose 1, or from arrival.
    pub minutes: i64,
    /// As it is written: `T+2:47`.
    pub since: String,
    /// mmHg.
    pub systolic: Option<i32>,
    /// mmHg.
    pub diastolic: Option<i32>,
    /// Per minute.
    pub pulse: Option<i32>,
    /// °C, in words.
    pub temperature: String,
    /// Everything else, in words.
    pub rest: String,
}

/// One entry of the log.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// `T+2:47`.
    pub since: String,
    /// `13:12:05`.
    pub wall: String,
    /// Initials, or *clock*.
    pub by: String,
    /// Words.
    pub text: String,
    /// Struck out.
    pub struck: bool,
    /// Starred.
    pub starred: bool,
}

/// A signature, as it is printed.
#[derive(Debug, Clone)]
pub struct Signed {
    /// The entry that it stands under, as it is named; empty: under all of it.
    pub under: String,
    /// Printed name.
    pub name: String,
    /// Initials.
    pub initials: String,
    /// With what meaning.
    pub meaning: SignatureMeaning,
    /// When, UTC milliseconds.
    pub wall_ms: i64,
    /// Zone shown then.
    pub zone_minutes: i16,
    /// In which role a reviewer signed, where one is named.
    pub role: Option<ReviewRole>,
    /// How it stands.
    pub standing: SignatureStanding,
    /// When and why a reviewer took back what they had accepted.
    pub taken_back: Option<TakenBack>,
}

/// What binds a report to the record it was made of.
#[derive(Debug, Clone)]
pub struct Bound {
    /// Entries of the chain at the checkpoint.
    pub entries: u64,
    /// The checkpoint's short code.
    pub short_code: String,
    /// Who vouches: the vault itself, or the packet's author.
    pub vouches: String,
    /// Process notes whose words are not here.
    pub left_out: u64,
    /// The last that was locked or unlocked.
    pub lock: Option<LockLine>,
    /// Acts of the chain about the session, in words; none: the chain is not here.
    pub acts: Vec<Vec<String>>,
}

/// Wall time of a moment with its zone: `2026-03-02 13:12 +01:00`, and the same in UTC.
pub(crate) fn both_times(wall_ms: i64, zone_minutes: i16) -> String {
    format!(
        "{} ({} UTC)",
        record::wall(wall_ms, zone_minutes),
        record::wall(wall_ms, 0)
            .trim_end_matches("+00:00")
            .trim_end()
    )
}

fn meaning(meaning: SignatureMeaning, role: Option<ReviewRole>) -> String {
    match (meaning, role) {
        (SignatureMeaning::Author, _) => "signed as its author: this is what happened".to_owned(),
        (SignatureMeaning::CoSigner, _) => {
            "signed beside its author: read and agreed to".to_owned()
        }
        (SignatureMeaning::Reviewer, None) => {
            "signed as its reviewer: read and agreed to".to_owned()
        }
        (SignatureMeaning::Reviewer, Some(role)) => format!(
            "signed as its reviewer, {}: read and agreed to",
            role_words(role)
        ),
    }
}

/// A reviewer's role in words.
pub fn role_words(role: ReviewRole) -> &'static str {
    match role {
        ReviewRole::Supervisor => "supervisor",
        ReviewRole::Peer => "peer",
        ReviewRole::MedicalMonitor => "medical monitor",
    }
}

fn standing(standing: SignatureStanding) -> &'static str {
    match standing {
        SignatureStanding::Holds => "holds",
        SignatureStanding::AddedSince => "holds; more was added since",
        SignatureStanding::Voided => "is void: it was unlocked since",
        SignatureStanding::TakenBack => "stands; the acceptance behind it was taken back",
        SignatureStanding::Broken => "does not hold",
    }
}

fn stands(one: &Signed) -> String {
    let said = standing(one.standing);
    let Some(back) = &one.taken_back else {
        return said.to_owned();
    };
    let at = both_times(back.wall_ms, back.zone_minutes);
    match one.standing {
        SignatureStanding::TakenBack => format!("{said}, {at}: {}", back.reason),
        _ => format!(
            "{said}; the acceptance behind it was taken back, {at}: {}",
            back.reason
        ),
    }
}

fn lock_words(lock: Option<&LockLine>) -> String {
    let Some(lock) = lock else {
        return "not locked".to_owned();
    };
    let turned = if lock.locked { "locked" } else { "unlocked" };
    let when = both_times(lock.wall_ms, lock.zone_minutes);
    let holds = if lock.holds { "" } else { "; it does not hold" };
    format!(
        "{turned} by {} ({}), {when}{holds}",
        lock.name, lock.initials
    )
}

fn carried_standing(line: &CarriedSignature) -> SignatureStanding {
    match (line.holds, &line.taken_back, line.amended_since) {
        (false, ..) => SignatureStanding::Broken,
        (true, Some(_), _) => SignatureStanding::TakenBack,
        (true, None, true) => SignatureStanding::AddedSince,
        (true, None, false) => SignatureStanding::Holds,
    }
}

impl From<&CarriedSignature> for Signed {
    fn from(line: &CarriedSignature) -> Signed {
        Signed {
            under: String::new(),
            name: line.name.clone(),
            initials: line.initials.clone(),
            meaning: line.meaning,
            wall_ms: line.wall_ms,
            zone_minutes: line.zone_minutes,
            role: line.role,
            standing: carried_standing(line),
            taken_back: line.taken_back.clone(),
        }
    }
}

impl Signed {
    /// One of this vault's.
    fn of(under: String, line: SignatureLine) -> Signed {
        Signed {
            under,
            name: line.name,
            initials: line.initials,
            meaning: line.meaning,
            wall_ms: line.wall_ms,
            zone_minutes: line.zone_minutes,
            role: line.role,
            standing: line.standing,
            taken_back: line.taken_back,
        }
    }

    /// As it is printed: who, with what meaning, when, and how it stands.
    fn line(&self) -> Vec<String> {
        vec![
            format!("{} ({})", self.name, self.initials),
            format!("{}{}", self.under, meaning(self.meaning, self.role)),
            both_times(self.wall_ms, self.zone_minutes),
            stands(self),
        ]
    }
}

/// Signatures as a packet carries them, as they are printed.
pub(crate) fn signed_lines(all: &[CarriedSignature]) -> Vec<Vec<String>> {
    all.iter().map(|one| Signed::from(one).line()).collect()
}

/// Who vouches for what a packet holds.
pub(crate) fn vouched_by(view: &ReviewView) -> String {
    match view.line.side {
        ThreadSide::Author => "the record of this vault".to_owned(),
        ThreadSide::Reviewer => format!("{}, who sealed the packet", view.line.author),
    }
}

/// A report for paper.
#[derive(Debug, Clone)]
pub enum Paper {
    /// Of a session.
    Session(Box<Report>),
    /// Of a part of a course in a packet.
    Part(PartReport),
}

impl Paper {
    /// The report of a session of this vault, of one in a packet, or of a part of a course in a packet.
    pub fn asked(companion: &mut Companion, asked: &PrintReport) -> Result<Paper, Error> {
        if let Some(part) = &asked.part {
            companion.may(companion::Right::Packets)?;
            let unknown = Error::Unknown { what: "packet" };
            let thread = asked.thread.as_deref().ok_or(unknown)?;
            let view = ReviewView::of(companion, thread)?;
            let training = companion.vault_opened()?.training;
            return Ok(Paper::Part(PartReport::reviewed(&view, part, training)?));
        }
        Ok(Paper::Session(Box::new(Report::asked(companion, asked)?)))
    }

    /// What its file is called, without the ending.
    pub fn file_name(&self) -> String {
        match self {
            Paper::Session(report) => report.file_name(),
            Paper::Part(report) => {
                format!("{} {}", report.code, report.title.replace([':', '/'], ""))
            }
        }
    }
}

impl Report {
    /// The report of a session of this vault, or of one in a packet.
    pub fn asked(companion: &mut Companion, asked: &PrintReport) -> Result<Report, Error> {
        match &asked.thread {
            Some(thread) => {
                companion.may(companion::Right::Packets)?;
                let view = ReviewView::of(companion, thread)?;
                Report::reviewed(&view, &asked.session)
            }
            None => {
                let unknown = |_| Error::Unknown { what: "session" };
                Report::session(companion, asked.session.parse().map_err(unknown)?)
            }
        }
    }

    /// What its file is called, without the ending.
    pub fn file_name(&self) -> String {
        format!("{} dosing session {}", self.code, self.number)
    }

    /// The report of a session of this vault that has ended.
    pub fn session(companion: &mut Companion, id: SessionId) -> Result<Report, Error> {
        let (entries, short_code) = companion.session_checkpoint(id)?;
        let plan = SessionPlan::of(companion, id)?;
        let view = SessionView::of(companion, id, 0)?;
        let SignatureView {
            lines,
            lock,
            entries: signed_alone,
            ..
        } = SignatureView::of(companion, &Object::Session(id))?;
        let lines = lines.into_iter().map(|line| (String::new(), line));
        let alone = paper::entries_signed(&view, signed_alone);
        let alone = alone.into_iter().flat_map(|(entry, lines)| {
            let under = format!(
                "entry {} ({}, {}), ",
                entry.seq,
                since(&view, entry.happened_ms),
                record::clock(entry.happened_wall_ms, entry.zone_minutes),
            );
            lines.into_iter().map(move |line| (under.clone(), line))
        });
        let signed: Vec<Signed> = lines
            .chain(alone)
            .map(|(under, line)| Signed::of(under, line))
            .collect();
        let bound = Bound {
            entries,
            short_code,
            vouches: "the record of this vault".to_owned(),
            left_out: paper::process_notes(&view),
            lock,
            acts: crate::chain::lines(&companion.session_acts(id)?, &companion.people()?),
        };
        Ok(Report::of(&plan, &view, &signed, &bound))
    }

    /// The report of a session in a packet.
    pub fn reviewed(view: &ReviewView, session: &str) -> Result<Report, Error> {
        let one = view
            .sessions
            .iter()
            .find(|one| one.plan.session == session)
            .ok_or(Error::Unknown { what: "session" })?;
        let signed: Vec<Signed> = one.signatures.iter().map(Signed::from).collect();
        let bound = Bound {
            entries: view.chain.entries,
            short_code: view.chain.short_code.clone(),
            vouches: vouched_by(view),
            left_out: paper::process_notes(&one.view),
            lock: None,
            acts: Vec::new(),
        };
        Ok(Report::of(&one.plan, &one.view, &signed, &bound))
    }

    /// The report of a session as it stands in `view`, whole log and all.
    pub fn of(plan: &SessionPlan, view: &SessionView, signed: &[Signed], bound: &Bound) -> Report {
        let view = &paper::of(view);
        let zero = view.dose1_ms.unwrap_or(view.arrival_ms);
        let minutes = |ms: i64| (ms - zero).div_euclid(60_000);
        let wall_at = |ms: i64| view.wall_ms - (view.now_ms - ms);
        let end_ms = view.ended.as_ref().map_or(view.now_ms, |ended| ended.at_ms);
        let team = plan
            .people
            .iter()
            .map(|person| format!("{} ({})", person.name, person.initials))
            .collect::<Vec<_>>()
            .join(", ");
        let mut facts = vec![
            fact("Client", &plan.client_code),
            fact("Dosing session", &plan.number.to_string()),
            fact("Opened", &both_times(wall_at(0), view.zone_minutes)),
            fact("Ended", &both_times(wall_at(end_ms), view.zone_minutes)),
            fact("Team", &team),
            fact(
                "Protocol",
                &format!("{}, {}", plan.protocol, plan.protocol_title),
            ),
        ];
        if let Some(ended) = &view.ended {
            facts.push(fact("How it ended", ending(ended.ending)));
        }
        if view.amendments_unreadable {
            facts.push(fact("Amendments", record::AMENDMENTS_UNREADABLE));
        }
        let state = |state: CheckState| view.checks.iter().filter(|one| one.state == state).count();
        Report {
            code: plan.client_code.clone(),
            number: plan.number,
            training: plan.training,
            facts,
            doses: view
                .log
                .iter()
                .filter_map(|line| match &line.what {
                    Logged::DoseGiven {
                        title,
                        amount,
                        kit,
                        witness,
                        ..
                    } => Some(vec![
                        title.clone(),
                        dose_amount(*amount),
                        since(view, line.happened_ms),
                        record::wall(line.happened_wall_ms, line.zone_minutes),
                        kit.clone(),
                        witness.clone().unwrap_or_else(|| "unwitnessed".to_owned()),
                    ]),
                    _ => None,
                })
                .collect(),
            checks: [
                ("planned", view.checks.len()),
                ("taken", state(CheckState::Done)),
                ("missed", state(CheckState::Missed)),
                ("late and not taken", state(CheckState::Late)),
                ("not due before the end", state(CheckState::Cancelled)),
            ]
            .map(|(name, count)| (name.to_owned(), count))
            .to_vec(),
            readings: view
                .readings
                .iter()
                .map(|reading| {
                    let get = |sign| {
                        let mut all = reading.values.iter();
                        all.find(|value| value.sign == sign).copied()
                    };
                    let of = |sign| get(sign).map(|value| value.value);
                    let rest = [
                        (Sign::OxygenSaturation, "SpO2 ", " %"),
                        (Sign::RespiratoryRate, "breaths ", "/min"),
                        (Sign::Distress, "distress ", " of 10"),
                    ]
                    .into_iter()
                    .filter_map(|(sign, before, after)| {
                        get(sign).map(|value| format!("{before}{}{after}", record::shown(value)))
                    })
                    .collect::<Vec<_>>();
                    Reading {
                        minutes: minutes(reading.happened_ms),
                        since: since(view, reading.happened_ms),
                        systolic: of(Sign::Systolic),
                        diastolic: of(Sign::Diastolic),
                        pulse: of(Sign::Pulse),
                        temperature: get(Sign::Temperature)
                            .map(record::shown)
                            .unwrap_or_default(),
                        rest: rest.join(", "),
                    }
                })
                .collect(),
            from_minutes: minutes(0).min(0),
            to_minutes: minutes(end_ms),
            dose_minutes: [view.dose1_ms, view.dose2_ms]
                .into_iter()
                .flatten()
                .map(minutes)
                .collect(),
            gaps: view
                .log
                .iter()
                .filter_map(|line| match line.what {
                    Logged::Gap { from_ms, to_ms, .. } => Some((minutes(from_ms), minutes(to_ms))),
                    _ => None,
                })
                .collect(),
            flags: lines(view, |what| {
                matches!(what, Logged::FlagRaised { .. } | Logged::RedFlagSeen { .. })
            }),
            effects: lines(view, |what| matches!(what, Logged::EffectBegan { .. })),
            touch: crate::touch::lines(view),
            touches: view
                .touches
                .iter()
                .map(|one| {
                    let until = one.until_ms.unwrap_or(end_ms);
                    (minutes(one.from_ms), minutes(until), one.outside.is_none())
                })
                .collect(),
            deviations: view
                .deviations
                .iter()
                .map(|one| record::deviation(view, one))
                .collect(),
            signatures: signed.iter().map(Signed::line).collect(),
            trail: vec![
                fact("Checkpoint code", &bound.short_code),
                fact(
                    "Entries of the chain at the checkpoint",
                    &bound.entries.to_string(),
                ),
                fact("Vouched for by", &bound.vouches),
                fact("Lock", &lock_words(bound.lock.as_ref())),
                fact("Entries of this session", &view.log.len().to_string()),
                fact(
                    "Process notes whose words are not here",
                    &bound.left_out.to_string(),
                ),
                fact("Session", &plan.session),
                fact("Protocol file, SHA-256", &plan.digest),
                fact("Program", &format!("Holdfast {}", companion::VERSION)),
            ],
            acts: bound.acts.clone(),
            log: view
                .log
                .iter()
                .map(|line| Entry {
                    since: since(view, line.happened_ms),
                    wall: record::clock(line.happened_wall_ms, line.zone_minutes),
                    by: line.by.clone().unwrap_or_else(|| "clock".to_owned()),
                    text: record::said_of(view, line),
                    struck: line.struck.is_some(),
                    starred: line.starred,
                })
                .collect(),
        }
    }
}

pub(crate) fn fact(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn lines(view: &SessionView, wanted: impl Fn(&Logged) -> bool) -> Vec<String> {
    view.log
        .iter()
        .filter(|line| wanted(&line.what))
        .map(|line| {
            format!(
                "{}  {}",
                since(view, line.happened_ms),
                record::said_of(view, line)
            )
        })
        .collect()
}
