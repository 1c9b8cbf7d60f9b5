//! A client's whole file as Markdown and JSON: what a client has a right to, and what another system takes over. The same record gives the
//! same bytes: no time of writing stands in it, and nothing that is worked out from today.
//!
//! The JSON has the shape of [`Whole`]; an entry's `event` is the record's own `course_v1` (`store/FORMAT.md`), whole: raw answers, scores,
//! version of the file and of the scorer, units and methods. Process notes stand there without their words.

use crate::record::{self, TRAINING, literal, wall};
use crate::{course, paper};
use companion::clients::ClientLine;
use companion::courses::{Event, MeasureTaken, Mode};
use companion::sign::Object;
use companion::whole::Whole as Kept;
use companion::{ClientId, Companion, Error};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use wire::clients::{ClientDetails, ClientFile};
use wire::course::{CourseView, Taken};
use wire::measures::shown;
use wire::packets::Written;
use wire::review::ReviewedEntry;
use wire::session::log::{LogLine, Logged};
use wire::session::plan::SessionPlan;
use wire::session::touch::TouchView;
use wire::session::view::{
    CheckView, DeviationView, DoseView, EffectView, FlagView, ReadingView, SessionView,
};
use wire::sign::{LockLine, SignatureLine, SignatureMeaning, SignatureStanding, SignatureView};

/// Version of the file's shape.
const VERSION: u32 = 1;

/// A client's whole file.
#[derive(Debug, Serialize)]
pub struct Whole {
    /// Version of this shape: 1.
    pub v: u32,
    /// A training vault: nobody was treated.
    pub training: bool,
    /// The clinic's code.
    pub code: String,
    /// Put away on this day.
    pub archived: Option<String>,
    /// The record is to be kept until this day.
    pub retain_until: Option<String>,
    /// The client as a person.
    pub details: ClientDetails,
    /// Everybody who is named by id in it.
    pub people: Vec<Named>,
    /// Protocols that the course was under, oldest first.
    pub protocols: Vec<Under>,
    /// Measures that were taken, by the digest that an entry names.
    pub measures: BTreeMap<String, Instrument>,
    /// Visits that entries name, by the protocol's titles.
    pub visits: BTreeMap<String, String>,
    /// Every row of the course, oldest first.
    pub entries: Vec<Row>,
    /// Process notes whose words stay in the vault.
    pub process_notes: u64,
    /// Signatures under what was signed.
    pub signed: Vec<Signed>,
    /// Dosing sessions, oldest first.
    pub sessions: Vec<Session>,
}

/// Somebody of the vault.
#[derive(Debug, Serialize)]
pub struct Named {
    /// As entries name them.
    pub id: String,
    /// As printed.
    pub name: String,
    /// Initials.
    pub initials: String,
}

/// A protocol.
#[derive(Debug, Serialize)]
pub struct Under {
    /// `three-point v1`.
    pub name: String,
    /// As people call it.
    pub title: String,
    /// SHA-256 of its file, hex.
    pub digest: String,
    /// The entry from which on.
    pub from: u64,
}

/// A measure, as far as answers need it to be read.
#[derive(Debug, Serialize)]
pub struct Instrument {
    /// `pcl-5 v1`.
    pub name: String,
    /// In full.
    pub title: String,
    /// In short.
    pub short: String,
    /// Terms under which its words may be used.
    pub licence: String,
    /// Whom the terms ask to be named.
    pub attribution: Option<String>,
    /// Its questions, in their order.
    pub items: Vec<Question>,
}

/// A question of a measure.
#[derive(Debug, Serialize)]
pub struct Question {
    /// As answers name it.
    pub item: String,
    /// As it is asked.
    pub text: String,
}

/// A row of the course.
#[derive(Debug, Serialize)]
pub struct Row {
    /// In the protocol's words.
    #[serde(flatten)]
    pub told: ReviewedEntry,
    /// As the record keeps it.
    pub event: Event,
}

/// What was signed.
#[derive(Debug, Serialize)]
pub struct Signed {
    /// `visit`, `adverse`, `gate`, `session`, or `entry` of one.
    pub kind: &'static str,
    /// The protocol's name of it, the number of the entry (of which session, where it is one's), or the session's id.
    pub of: String,
    /// Signatures, oldest first.
    pub signatures: Vec<SignatureLine>,
    /// The last that was locked or unlocked.
    pub lock: Option<LockLine>,
}

/// A dosing session.
#[derive(Debug, Serialize)]
pub struct Session {
    /// Its id.
    pub session: String,
    /// Number in the course.
    pub number: u16,
    /// `three-point v1`.
    pub protocol: String,
    /// SHA-256 of the protocol's file, hex.
    pub digest: String,
    /// It has not ended: more may follow.
    pub running: bool,
    /// When session time 0 was, UTC milliseconds.
    pub zero_wall_ms: i64,
    /// Zone shown then.
    pub zone_minutes: i16,
    /// When the first dose was given, milliseconds of session time.
    pub dose1_ms: Option<i64>,
    /// Doses.
    pub doses: Vec<DoseView>,
    /// Planned checks.
    pub checks: Vec<CheckView>,
    /// Readings.
    pub readings: Vec<ReadingView>,
    /// Lines that were crossed.
    pub flags: Vec<FlagView>,
    /// Effects.
    pub effects: Vec<EffectView>,
    /// Touch.
    pub touches: Vec<TouchView>,
    /// Deviations.
    pub deviations: Vec<DeviationView>,
    /// Every entry.
    pub log: Vec<LogLine>,
    /// The same in words, with its head.
    #[serde(skip)]
    markdown: String,
}

/// A part of the Markdown. Every event has its place, so that none is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Course,
    Consents,
    Findings,
    Medicines,
    Visits,
    Calls,
    Measures,
    Predictors,
    Adverse,
    Carried,
    Acts,
}

/// The parts in their order, each with its heading.
const PARTS: [(Part, &str); 11] = [
    (Part::Course, "The course, decisions and gates"),
    (Part::Consents, "Consents"),
    (Part::Findings, "Findings outside of visits"),
    (Part::Medicines, "Medicines"),
    (Part::Visits, "Visits"),
    (Part::Calls, "Calls"),
    (Part::Measures, "Measures"),
    (Part::Predictors, "Predictors"),
    (Part::Adverse, "Adverse events"),
    (Part::Carried, "Insights, practices, what helps, techniques"),
    (Part::Acts, "Struck, amended, unlocked"),
];

fn part(event: &Event) -> Part {
    match event {
        Event::Opened { .. }
        | Event::Moved { .. }
        | Event::Decided { .. }
        | Event::GateOverridden { .. }
        | Event::Closed { .. }
        | Event::Reopened { .. } => Part::Course,
        Event::ConsentGiven { .. } | Event::ConsentWithdrawn { .. } => Part::Consents,
        Event::Answered(answered) if answered.visit.is_none() => Part::Findings,
        Event::AgreementNarrowed { .. } => Part::Findings,
        Event::MedicineKept(_) => Part::Medicines,
        Event::VisitBegun(_)
        | Event::VisitClosed { .. }
        | Event::VisitHeldOtherwise { .. }
        | Event::VisitNotHeld { .. }
        | Event::Answered(_)
        | Event::AllianceRated { .. }
        | Event::Reflected { .. } => Part::Visits,
        Event::ContactMade(_) | Event::ContactNotReached { .. } => Part::Calls,
        Event::MeasureTaken(_) => Part::Measures,
        Event::PredictorTaken { .. } => Part::Predictors,
        Event::AdverseNoted(_)
        | Event::AdverseFollowed { .. }
        | Event::AdverseJudged { .. }
        | Event::AdverseReported { .. } => Part::Adverse,
        Event::InsightKept { .. }
        | Event::PracticeAgreed { .. }
        | Event::PracticeReviewed { .. }
        | Event::CopingKept { .. }
        | Event::CopingReviewed { .. }
        | Event::TechniqueUsed { .. } => Part::Carried,
        Event::Struck { .. } | Event::Amended { .. } | Event::Unlocked { .. } => Part::Acts,
    }
}

impl Whole {
    /// A client's whole file, and its Markdown.
    pub fn of(companion: &mut Companion, client: ClientId) -> Result<(Whole, String), Error> {
        let kept = companion.client_whole(client)?;
        let line = companion
            .clients()?
            .into_iter()
            .find(|one| one.id == client);
        let line = line.ok_or(Error::Unknown { what: "client" })?;
        let file = ClientFile::of(companion, client)?;
        let view = CourseView::of(companion, client)?;
        let mut whole = Whole {
            v: VERSION,
            training: companion.vault_opened()?.training,
            code: line.code.clone(),
            archived: line.archived.map(|day| day.to_string()),
            retain_until: file.retain_until,
            details: file.details,
            people: kept.people.iter().map(Named::of).collect(),
            protocols: kept.under.iter().map(Under::of).collect(),
            measures: BTreeMap::new(),
            visits: BTreeMap::new(),
            entries: Vec::new(),
            process_notes: u64::try_from(kept.process_notes).unwrap_or(u64::MAX),
            signed: Vec::new(),
            sessions: sessions(companion, &line)?,
        };
        for (told, row) in wire::review::whole(&kept)
            .into_iter()
            .zip(kept.course.rows())
        {
            if let Event::MeasureTaken(taken) = &row.event {
                let known = whole.measures.entry(taken.digest.clone());
                known.or_insert(Instrument::of(companion, taken)?);
            }
            let plan = kept.at(row.seq).and_then(|under| under.course.as_ref());
            if let Some(visit) = plan.and_then(|plan| plan.visit(visit(&row.event))) {
                let title = visit.title.clone();
                whole.visits.entry(visit.id.clone()).or_insert(title);
            }
            whole.entries.push(Row {
                told,
                event: row.event.clone(),
            });
        }
        whole.signed = signed(companion, client, &kept, &whole.sessions)?;
        let markdown = whole.markdown(&view);
        Ok((whole, markdown))
    }

    fn markdown(&self, view: &CourseView) -> String {
        let mut text = format!("# {} · whole file\n\n", literal(&self.code));
        if self.training {
            write!(text, "**{TRAINING}**\n\n").expect("text grows");
        }
        text.push_str(
            "What is recorded about this client, out of the vault: not the words of process notes, nor what was said in packets or in confidence. This file is not encrypted: whoever has it can read it.\n\n## The client\n\n",
        );
        let details = &self.details;
        for (label, value) in [
            ("Name", &details.name),
            ("Born", &details.born),
            ("Pronouns", &details.pronouns),
            ("Contact", &details.contact),
            ("Who is called in an emergency", &details.emergency),
            ("Support person", &details.support),
            ("Other clinicians", &details.clinicians),
            ("Allergies", &details.allergies),
        ] {
            let value = match value.as_str() {
                "" => "not recorded",
                value => value,
            };
            writeln!(text, "- {label}: {}", literal(value)).expect("text grows");
        }
        for (label, day) in [
            ("Put away on", &self.archived),
            ("To be kept until", &self.retain_until),
        ] {
            if let Some(day) = day {
                writeln!(text, "- {label} {day}").expect("text grows");
            }
        }
        for one in &self.protocols {
            let Under {
                name,
                title,
                digest,
                from,
            } = one;
            writeln!(
                text,
                "- Protocol from entry {from} on: {} ({name}), file digest {digest}",
                literal(title)
            )
            .expect("text grows");
        }
        if self.process_notes > 0 {
            writeln!(
                text,
                "- Process notes whose words stay in the vault: {}",
                self.process_notes
            )
            .expect("text grows");
        }
        for (of, title) in PARTS {
            write!(text, "\n## {title}\n\n").expect("text grows");
            let before = text.len();
            let mut visits = BTreeSet::new();
            for row in self.entries.iter().filter(|row| part(&row.event) == of) {
                match (&row.event, of) {
                    (_, Part::Visits) => {
                        let visit = visit(&row.event).to_owned();
                        if visits.insert(visit.clone()) {
                            self.visit(&mut text, &visit);
                        }
                    }
                    (Event::MeasureTaken(taken), _) => self.measure(&mut text, row, taken, view),
                    _ => writeln!(text, "- {}", literal(&line(row))).expect("text grows"),
                }
            }
            if text.len() == before {
                text.push_str("none\n");
            }
        }
        text.push_str("\n## Signatures\n\n");
        for one in &self.signed {
            for line in &one.signatures {
                writeln!(text, "- {}", literal(&signature(one, line))).expect("text grows");
            }
            if let Some(lock) = &one.lock {
                let turned = if lock.locked { "locked" } else { "unlocked" };
                let when = wall(lock.wall_ms, lock.zone_minutes);
                let said = format!(
                    "{} {}: {turned} by {} ({}), {when}",
                    one.kind, one.of, lock.name, lock.initials
                );
                writeln!(text, "- {}", literal(&said)).expect("text grows");
            }
        }
        if self.signed.is_empty() {
            text.push_str("none\n");
        }
        for session in &self.sessions {
            text.push('\n');
            for line in session.markdown.lines() {
                // A heading of the session stands below one of the file; what was typed begins no line with a hash.
                let deeper = if line.starts_with('#') { "#" } else { "" };
                writeln!(text, "{deeper}{line}").expect("text grows");
            }
        }
        if self.sessions.is_empty() {
            text.push_str("\n## Dosing sessions\n\nnone\n");
        }
        text
    }

    /// What was recorded in a visit and about it.
    fn visit(&self, text: &mut String, id: &str) {
        let of_it = || {
            let rows = self.entries.iter();
            rows.filter(move |row| part(&row.event) == Part::Visits && visit(&row.event) == id)
        };
        let unplanned = || {
            of_it().find_map(|row| match &row.event {
                Event::VisitBegun(begun) => Some(&begun.title),
                _ => None,
            })
        };
        let title = self.visits.get(id).or_else(unplanned);
        let title = title.map_or(id, String::as_str);
        write!(text, "### {}\n\n", literal(title)).expect("text grows");
        for row in of_it() {
            writeln!(text, "- {}", literal(&line(row))).expect("text grows");
        }
        text.push('\n');
    }

    /// A measure: how it was taken, scores, and every answer beside its question.
    fn measure(&self, text: &mut String, row: &Row, taken: &MeasureTaken, view: &CourseView) {
        let known = self.measures.get(&taken.digest);
        let short = known.map_or(taken.measure.as_str(), |one| one.short.as_str());
        let how = match taken.mode {
            Mode::Client => "answered by the client",
            Mode::Asked => "asked by somebody",
            Mode::Entered => "carried over",
        };
        write!(text, "### {}, {}\n\n", literal(short), row.told.entry.on).expect("text grows");
        writeln!(text, "- {}", literal(&line(row))).expect("text grows");
        writeln!(
            text,
            "- {}, {how}, scorer {}, file digest {}",
            literal(&taken.measure),
            taken.scorer,
            taken.digest
        )
        .expect("text grows");
        let mut all = view.taken.iter().chain(&view.struck);
        if let Some(one) = all.find(|one| one.seq == row.told.entry.seq) {
            scores(text, one);
        }
        let asked = known.map_or(&[][..], |one| one.items.as_slice());
        let unasked = taken.answers.keys();
        let unasked = unasked.filter(|item| asked.iter().all(|one| one.item != **item));
        let each = asked.iter().map(|one| (&one.item, one.text.as_str()));
        for (item, question) in each.chain(unasked.map(|item| (item, ""))) {
            let answer = match taken.answers.get(item) {
                Some(answer) => serde_json::to_value(answer)
                    .expect("plain data")
                    .to_string(),
                None => "not answered".to_owned(),
            };
            let said = format!("{item} {question}");
            writeln!(text, "- {}: {}", literal(said.trim_end()), literal(&answer))
                .expect("text grows");
        }
        if let Some(one) = known {
            writeln!(text, "- Terms: {}", literal(&one.licence)).expect("text grows");
        }
        text.push('\n');
    }
}

fn scores(text: &mut String, one: &Taken) {
    for score in &one.scores {
        let value = score
            .value
            .map_or("no score".to_owned(), |value| shown(value, score.decimals));
        let missing = match score.missing {
            0 => String::new(),
            missing => format!(" ({missing} not answered)"),
        };
        let said = format!("{}: {value}{missing}", score.title);
        writeln!(text, "- {}", literal(&said)).expect("text grows");
    }
    for finding in &one.findings {
        let holds = match finding.holds {
            Some(true) => "holds",
            Some(false) => "does not hold",
            None => "undecided, answers are missing",
        };
        writeln!(text, "- {}: {holds}", literal(&finding.title)).expect("text grows");
    }
}

/// The visit that a row of the visits speaks of.
fn visit(event: &Event) -> &str {
    match event {
        Event::AllianceRated { visit, .. } | Event::Reflected { visit, .. } => visit,
        event => event.of_visit().unwrap_or_default(),
    }
}

/// Day, entry, author, words; when it was written down, where that was on another day.
fn line(row: &Row) -> String {
    let entry = &row.told.entry;
    let entered = wall(entry.entered_wall_ms, entry.zone_minutes);
    let entered = match entered.starts_with(&entry.on) {
        true => String::new(),
        false => format!(", entered {entered}"),
    };
    let about = match row.told.title.as_str() {
        "" => entry.about.as_str(),
        title => title,
    };
    let mut words = vec![
        format!("{} {about}", entry.what.replace('_', " "))
            .trim_end()
            .to_owned(),
    ];
    words.extend(course::said(&row.told));
    words.extend(more(&row.event));
    format!(
        "{} (entry {}, {}{entered}): {}",
        entry.on,
        entry.seq,
        entry.by,
        words.join("; ")
    )
}

/// What an event holds beside its words.
fn more(event: &Event) -> Vec<String> {
    let filled = |label: &str, words: &str| match words {
        "" => None,
        words => Some(format!("{label} {words}")),
    };
    let until = |day: &Option<companion::Date>| day.map(|day| format!("holds until {day}"));
    let said = match event {
        Event::Opened { digest, .. } => vec![filled("file digest", digest)],
        Event::Moved {
            from, to_digest, ..
        } => {
            vec![filled("from", from), filled("file digest", to_digest)]
        }
        Event::Decided { valid_until, .. } => vec![until(valid_until)],
        Event::Answered(answered) => vec![until(&answered.valid_until)],
        Event::ConsentGiven { version, .. } | Event::ConsentWithdrawn { version, .. } => {
            vec![Some(format!("version {version}"))]
        }
        Event::MedicineKept(kept) => vec![
            filled("dose", &kept.dose),
            kept.stop.map(|day| format!("last dose {day}")),
            kept.earliest
                .map(|sum| format!("earliest {} by the table (line {})", sum.on, sum.line)),
            kept.replaces.map(|row| format!("in place of entry {row}")),
        ],
        Event::PredictorTaken { unit, method, .. } => {
            vec![filled("unit", unit), filled("method", method)]
        }
        Event::AdverseNoted(noted) => vec![Some(format!("began {}", noted.onset))],
        Event::AdverseJudged {
            suspects,
            expected,
            action,
            ..
        } => {
            let suspects: Vec<&str> = suspects.iter().map(|one| one.word()).collect();
            let known = if *expected {
                "expected"
            } else {
                "not expected"
            };
            vec![
                filled("may come of", &suspects.join(", ")),
                Some(known.to_owned()),
                Some(format!("treatment: {}", action.word().replace('_', " "))),
            ]
        }
        _ => Vec::new(),
    };
    said.into_iter().flatten().collect()
}

fn signature(of: &Signed, line: &SignatureLine) -> String {
    let meaning = match line.meaning {
        SignatureMeaning::Author => "as its author",
        SignatureMeaning::CoSigner => "read and agreed to",
        SignatureMeaning::Reviewer => "as reviewer",
    };
    let standing = match line.standing {
        SignatureStanding::Holds => "holds",
        SignatureStanding::AddedSince => "holds, more was added since",
        SignatureStanding::Voided => "void, unlocked since",
        SignatureStanding::TakenBack => "holds; the acceptance behind it was taken back",
        SignatureStanding::Broken => "does not hold",
    };
    format!(
        "{} {}: {} ({}), {meaning}, {}, {standing}",
        of.kind,
        of.of,
        line.name,
        line.initials,
        wall(line.wall_ms, line.zone_minutes)
    )
}

impl Named {
    fn of(person: &companion::whole::Person) -> Named {
        Named {
            id: person.id.to_string(),
            name: person.name.clone(),
            initials: person.initials.clone(),
        }
    }
}

impl Under {
    fn of(under: &companion::whole::Under) -> Under {
        Under {
            name: under.protocol.name(),
            title: under.protocol.title.clone(),
            digest: under.digest.clone(),
            from: under.from,
        }
    }
}

impl Instrument {
    fn of(companion: &Companion, taken: &MeasureTaken) -> Result<Instrument, Error> {
        let measure = companion.measure_of(&taken.digest)?;
        let items = measure.items.iter();
        Ok(Instrument {
            name: measure.name(),
            title: measure.title.clone(),
            short: measure.short.clone(),
            licence: measure.licence.text.clone(),
            attribution: measure.licence.attribution.clone(),
            items: items
                .map(|item| Question {
                    item: item.id.clone(),
                    text: item.text.clone(),
                })
                .collect(),
        })
    }
}

fn sessions(companion: &mut Companion, line: &ClientLine) -> Result<Vec<Session>, Error> {
    let mut all = Vec::new();
    // Lists have the newest first.
    for row in line.sessions.iter().rev() {
        let plan = SessionPlan::of(companion, row.id)?;
        let view = paper::of(&SessionView::of(companion, row.id, 0)?);
        all.push(Session {
            session: row.id.to_string(),
            number: row.number,
            protocol: plan.protocol.clone(),
            digest: plan.digest.clone(),
            running: row.ended_wall_ms.is_none(),
            zero_wall_ms: view.wall_ms - view.now_ms,
            zone_minutes: view.zone_minutes,
            dose1_ms: view.dose1_ms,
            markdown: record::markdown(&plan, &view),
            doses: view.doses,
            checks: view.checks,
            readings: view.readings,
            flags: view.flags,
            effects: view.effects,
            touches: view.touches,
            deviations: view.deviations,
            log: view.log,
        });
    }
    Ok(all)
}

fn signed(
    companion: &mut Companion,
    client: ClientId,
    kept: &Kept,
    sessions: &[Session],
) -> Result<Vec<Signed>, Error> {
    let mut objects: Vec<(&'static str, String, Object)> = Vec::new();
    for row in kept.course.rows() {
        let object = match &row.event {
            Event::VisitClosed { visit, .. } | Event::VisitHeldOtherwise { visit, .. } => {
                let visit = visit.clone();
                ("visit", visit.clone(), Object::Visit { client, visit })
            }
            Event::AdverseNoted(_) => {
                let row = row.seq;
                ("adverse", row.to_string(), Object::Adverse { client, row })
            }
            Event::GateOverridden { gate, .. } => {
                let gate = gate.clone();
                ("gate", gate.clone(), Object::Gate { client, gate })
            }
            _ => continue,
        };
        if !objects.contains(&object) {
            objects.push(object);
        }
    }
    for gate in companion.gates_signed(client)? {
        let object = ("gate", gate.clone(), Object::Gate { client, gate });
        if !objects.contains(&object) {
            objects.push(object);
        }
    }
    for one in sessions {
        let session = one
            .session
            .parse()
            .map_err(|_| Error::Unknown { what: "session" })?;
        if !one.running {
            objects.push(("session", one.session.clone(), Object::Session(session)));
        }
        let apart = |row| {
            let mut log = one.log.iter().filter(|line| line.seq == row);
            log.any(|line| matches!(line.what, Logged::ProcessNote { .. }))
        };
        for signed in companion.entries_signed(session)? {
            let row = signed.row;
            // Who signed a process note is for its readers.
            if !apart(row) {
                let of = format!("{row} of session {}", one.number);
                objects.push(("entry", of, Object::Entry { session, row }));
            }
        }
    }
    let mut all = Vec::new();
    for (kind, of, object) in objects {
        let found = SignatureView::of(companion, &object)?;
        if !found.lines.is_empty() || found.lock.is_some() {
            all.push(Signed {
                kind,
                of,
                signatures: found.lines,
                lock: found.lock,
            });
        }
    }
    Ok(all)
}

/// Writes a client's whole file: Markdown and JSON, both or none, never over another file.
pub fn write(
    companion: &mut Companion,
    client: ClientId,
    files: &[PathBuf; 2],
) -> Result<(), Error> {
    let (whole, markdown) = Whole::of(companion, client)?;
    let json = serde_json::to_string_pretty(&whole).expect("plain data");
    let [first, second] = files.clone();
    companion.client_export(
        client,
        &[(first, markdown.into_bytes()), (second, json.into_bytes())],
    )
}

/// Writes it into a folder, under the client's code, or beside what stands there already. Answers where the Markdown lies; the JSON lies
/// beside it.
pub fn put(companion: &mut Companion, client: ClientId, folder: &Path) -> Result<Written, Error> {
    let code = companion.client_code(client)?;
    let files =
        companion::packets::free_names(folder, &format!("{code} whole file"), ["md", "json"])?;
    write(companion, client, &files)?;
    Ok(Written {
        path: files[0].to_string_lossy().into_owned(),
    })
}
