//! What went along of a client's course, as a reviewer reads it: part by part, what was recorded, signatures, what needs eyes.

use super::CarriedSignature;
use crate::course::Entry;
use crate::course::entries::entry_of;
use crate::course::value::Answer;
use crate::packets::PieceKind;
use clinic::course::Amendment;
use clinic::course::event::{ContactMade, Event, Recorded, Value};
use clinic::course::excerpt::{Concern, Signed};
use clinic::people::Person;
use clinic::protocol::course::{ItemKind, Plan};
use companion::packets::ReadCourse;
use companion::review::Reviewed;
use companion::whole::Whole;
use companion::{Companion, Error, PersonId};
use serde::Serialize;
use std::collections::BTreeMap;
#[cfg(test)]
use ts_rs::TS;

/// Parts of a client's course in a packet.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub struct ReviewedCourse {
    /// Its number in its author's vault.
    pub id: String,
    /// `three-point v1`.
    pub protocol: String,
    /// Digest of the protocol's file.
    pub digest: String,
    /// Process notes that came without their words.
    pub left_out: u64,
    pub pieces: Vec<ReviewedPiece>,
    /// What needs eyes, part by part.
    pub eyes: Vec<CourseEyeView>,
}

/// One part.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub struct ReviewedPiece {
    /// Its name: a visit's, `call/dosing-1/1`, `adverse/12`, `gate/to-dosing`.
    pub part: String,
    pub kind: PieceKind,
    pub title: String,
    /// Which day after the visit, of a call.
    pub day: Option<u16>,
    /// The day it was held or told, `2026-03-02`.
    pub on: String,
    pub state: PieceSigned,
    pub locked: bool,
    pub entries: Vec<ReviewedEntry>,
    /// Signatures as they came, and those of its reviewers since.
    pub signatures: Vec<CarriedSignature>,
    /// Such a part can be signed.
    pub signable: bool,
    /// The looker signed it, and what they accepted then stands.
    pub signed: bool,
}

/// How a part was signed in its author's record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub enum PieceSigned {
    /// Such a part is not signed.
    Never,
    NotYet,
    Holds,
    AddedSince,
    Voided,
}

/// An entry of a part.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub struct ReviewedEntry {
    pub entry: Entry,
    /// What it is about, in the protocol's words; may be empty.
    pub title: String,
    /// Answers, with the titles of what was asked.
    pub answers: Vec<AnswerLine>,
    /// Fields of it that can be spoken of on their own.
    pub fields: Vec<FieldView>,
    /// Names of who was there, or who stood beside it.
    pub people: Vec<String>,
    pub minutes: Option<u16>,
    /// Grade of an adverse event, 1 to 5.
    pub grade: Option<u8>,
    /// Criteria that make it serious, as the record writes them.
    pub serious: Vec<String>,
    /// How an adverse event stands, as the record writes it; may be empty.
    pub outcome: String,
    /// What was missing at a gate.
    pub missing: Vec<String>,
}

/// A field of an entry.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub struct FieldView {
    pub field: String,
    /// In the protocol's words, where it has some; else empty.
    pub title: String,
}

/// An answer with what was asked.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub struct AnswerLine {
    pub title: String,
    pub answer: Answer,
    /// The protocol flags it.
    pub flagged: bool,
}

/// Something in a part that needs eyes.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub struct CourseEyeView {
    pub key: String,
    /// The day, `2026-03-02`.
    pub on: String,
    /// The entry to look at.
    pub entry: u64,
    /// Its part, by place.
    pub piece: u32,
    /// The looker saw it.
    pub seen: bool,
    pub what: CourseEyeWhat,
}

#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "review.ts"))]
pub enum CourseEyeWhat {
    Unsigned,
    AddedSinceSigned,
    SignatureVoid,
    OutOfWindow { days: i64 },
    NotReached,
    Flagged,
    Serious,
    ReportOwed { to: String },
    Overridden,
    Amended,
    Struck,
    Unlocked,
    ChangedSinceAccepted,
    EnteredLate { days: i64 },
}

impl ReviewedCourse {
    /// What went along, as whoever has the pen sees it.
    pub(super) fn of(
        companion: &Companion,
        course: &ReadCourse,
        reviewed: &Reviewed,
    ) -> Result<ReviewedCourse, Error> {
        let carried = companion.carried_in_course(course, &reviewed.thread)?;
        let review = &reviewed.thread.review;
        let seen = review.seen(reviewed.me);
        let excerpt = &course.excerpt;
        let pieces = excerpt.pieces().iter().map(|(told, of)| {
            let (kind, day) = PieceKind::of(&told.part);
            let rows = excerpt.rows().iter();
            let under = carried.iter().filter(|(part, _)| *part == told.part);
            ReviewedPiece {
                part: told.part.clone(),
                kind,
                title: told.title.clone(),
                day,
                on: told.on.to_string(),
                state: told.signed.into(),
                locked: told.locked,
                entries: rows
                    .filter(|row| of.contains(&row.seq))
                    .map(|row| entry(course, row))
                    .collect(),
                signatures: under.map(|(_, one)| one.clone().into()).collect(),
                signable: kind != PieceKind::Call,
                signed: review.signed_in_course(reviewed.me, &told.part),
            }
        });
        let eyes = course.eyes().into_iter().map(|eye| CourseEyeView {
            seen: seen.contains(&(clinic::review::Account::Course, eye.key.clone())),
            key: eye.key,
            on: eye.on.to_string(),
            entry: eye.entry,
            piece: u32::try_from(eye.piece).unwrap_or(u32::MAX),
            what: eye.concern.into(),
        });
        Ok(ReviewedCourse {
            id: course.id.to_string(),
            protocol: course.protocol.name(),
            digest: course.protocol_digest.clone(),
            left_out: course.process_notes_left_out,
            pieces: pieces.collect(),
            eyes: eyes.collect(),
        })
    }
}

impl From<Signed> for PieceSigned {
    fn from(signed: Signed) -> PieceSigned {
        match signed {
            Signed::Never => PieceSigned::Never,
            Signed::NotYet => PieceSigned::NotYet,
            Signed::Holds => PieceSigned::Holds,
            Signed::AddedSince => PieceSigned::AddedSince,
            Signed::Voided => PieceSigned::Voided,
        }
    }
}

impl From<Concern> for CourseEyeWhat {
    fn from(concern: Concern) -> CourseEyeWhat {
        match concern {
            Concern::Signature(Signed::AddedSince) => CourseEyeWhat::AddedSinceSigned,
            Concern::Signature(Signed::Voided) => CourseEyeWhat::SignatureVoid,
            Concern::Signature(_) => CourseEyeWhat::Unsigned,
            Concern::OutOfWindow { days } => CourseEyeWhat::OutOfWindow { days },
            Concern::NotReached => CourseEyeWhat::NotReached,
            Concern::Flagged => CourseEyeWhat::Flagged,
            Concern::Serious => CourseEyeWhat::Serious,
            Concern::ReportOwed { to } => CourseEyeWhat::ReportOwed { to },
            Concern::Overridden => CourseEyeWhat::Overridden,
            Concern::Amended => CourseEyeWhat::Amended,
            Concern::Struck => CourseEyeWhat::Struck,
            Concern::Unlocked => CourseEyeWhat::Unlocked,
            Concern::ChangedSinceAccepted => CourseEyeWhat::ChangedSinceAccepted,
            Concern::EnteredLate { days } => CourseEyeWhat::EnteredLate { days },
        }
    }
}

fn entry(course: &ReadCourse, row: &Recorded) -> ReviewedEntry {
    let excerpt = &course.excerpt;
    let amended = excerpt.amendments();
    let plan = course.protocol.course.as_ref();
    let beside = (excerpt.is_struck(row.seq), amended.get(&row.seq));
    told(row, beside, plan, &course.people)
}

/// Every entry of a client's whole file, oldest first, with the titles of the protocol that the course was under then.
pub fn whole(whole: &Whole) -> Vec<ReviewedEntry> {
    let amended = whole.course.amendments(None).into_iter();
    // The newest stands last.
    let amended: BTreeMap<u64, Amendment<'_>> = amended.map(|one| (one.seq, one)).collect();
    let rows = whole.course.rows().iter();
    rows.map(|row| {
        let plan = whole.at(row.seq).and_then(|under| under.course.as_ref());
        let beside = (whole.course.is_struck(row.seq), amended.get(&row.seq));
        let mut one = told(row, beside, plan, &whole.people);
        if let Some(plan) = plan.filter(|_| one.title.is_empty()) {
            one.title = titled(plan, &row.event);
        }
        one
    })
    .collect()
}

/// What an event is about in the protocol's words; empty: it says so itself.
fn titled(plan: &Plan, event: &Event) -> String {
    let visit = |id: &str| plan.visit(id).map(|visit| visit.title.clone());
    let found = match event {
        Event::VisitBegun(begun) => visit(&begun.visit),
        Event::VisitClosed { visit: of, .. }
        | Event::VisitHeldOtherwise { visit: of, .. }
        | Event::VisitNotHeld { visit: of, .. }
        | Event::AllianceRated { visit: of, .. }
        | Event::Reflected { visit: of, .. } => visit(of),
        Event::ContactMade(ContactMade { after, day, .. })
        | Event::ContactNotReached { after, day, .. } => {
            visit(after).map(|title| format!("day {day} after {title}"))
        }
        Event::ConsentGiven { consent, .. } | Event::ConsentWithdrawn { consent, .. } => {
            let mut known = plan.consents.iter();
            known
                .find(|one| one.id == *consent)
                .map(|one| one.title.clone())
        }
        Event::AgreementNarrowed { item, .. } => plan.item(item).map(|item| item.title.clone()),
        Event::PredictorTaken { predictor, .. } => {
            let mut known = plan.outcome.predictors.iter();
            known
                .find(|one| one.id == *predictor)
                .map(|one| one.title.clone())
        }
        _ => None,
    };
    found.unwrap_or_default()
}

/// An entry with the protocol's titles; `beside`: whether it was struck, and how it should read.
fn told(
    row: &Recorded,
    (struck, amended): (bool, Option<&Amendment<'_>>),
    plan: Option<&Plan>,
    people: &[Person],
) -> ReviewedEntry {
    let person = |id: PersonId| people.iter().find(|person| person.id == id);
    let initials =
        |id: PersonId| person(id).map_or_else(String::new, |person| person.initials.clone());
    let name = |id: &PersonId| person(*id).map_or_else(String::new, |person| person.name.clone());
    let mut one = ReviewedEntry {
        entry: entry_of(row, struck, amended, &initials),
        title: String::new(),
        answers: Vec::new(),
        fields: fields(plan, row),
        people: Vec::new(),
        minutes: None,
        grade: None,
        serious: Vec::new(),
        outcome: String::new(),
        missing: Vec::new(),
    };
    let Some(plan) = plan else {
        return one;
    };
    match &row.event {
        Event::VisitBegun(begun) => {
            one.people = begun.present.iter().map(name).collect();
            if !begun.others.is_empty() {
                one.people.push(begun.others.clone());
            }
        }
        Event::VisitClosed { minutes, .. } => one.minutes = Some(*minutes),
        Event::VisitHeldOtherwise { minutes, .. } => one.minutes = *minutes,
        Event::Answered(answered) => {
            let item = plan.item(&answered.item);
            one.title = item.map_or_else(|| answered.item.clone(), |item| item.title.clone());
            // The answer stands below; its words are those beside it.
            let beside = [&answered.note, &answered.source].into_iter();
            let beside: Vec<&str> = beside
                .map(String::as_str)
                .filter(|text| !text.is_empty())
                .collect();
            one.entry.words = beside.join("; ");
            one.answers.push(AnswerLine {
                title: String::new(),
                answer: named(plan, &answered.item, &answered.value),
                flagged: false,
            });
        }
        Event::ContactMade(made) => {
            let asked = plan.contacts.iter().flat_map(|calls| &calls.questions);
            let answers = asked.filter_map(|question| {
                Some(AnswerLine {
                    title: question.title.clone(),
                    answer: made.answers.get(&question.id)?.into(),
                    flagged: made.flags.contains(&question.id),
                })
            });
            one.answers = answers.collect();
        }
        Event::GateOverridden {
            gate,
            missing,
            second,
            ..
        } => {
            let known = plan.gates.iter().find(|one| one.id == *gate);
            one.title = known.map_or_else(|| gate.clone(), |gate| gate.title.clone());
            one.missing.clone_from(missing);
            one.people = vec![name(second)];
        }
        Event::AdverseNoted(noted) => {
            one.grade = Some(noted.grade);
            let serious = noted.serious.iter();
            one.serious = serious.map(|each| each.word().to_owned()).collect();
        }
        Event::AdverseFollowed { grade, outcome, .. } => {
            one.grade = Some(*grade);
            one.outcome = outcome.word().to_owned();
        }
        Event::AdverseReported { report, .. } => {
            let known = plan.reports.iter().find(|one| one.id == *report);
            one.title = known.map_or_else(|| report.clone(), |report| report.title.clone());
        }
        _ => {}
    }
    one
}

/// The fields of an entry; an answer's in the words of what was asked.
fn fields(plan: Option<&Plan>, row: &Recorded) -> Vec<FieldView> {
    let asked = |field: &str| {
        let question = field.strip_prefix("answer/")?;
        let mut all = plan?.contacts.iter().flat_map(|calls| &calls.questions);
        let known = all.find(|one| one.id == question);
        Some(known.map_or(question, |one| one.title.as_str()).to_owned())
    };
    let all = row.event.fields().into_iter();
    all.map(|field| FieldView {
        title: asked(&field).unwrap_or_default(),
        field,
    })
    .collect()
}

/// An answer whose choice and whose lines bear the protocol's words.
fn named(plan: &Plan, item: &str, value: &Value) -> Answer {
    let kind = plan.item(item).map(|item| &item.kind);
    match (value, kind) {
        (Value::Choice { id }, Some(ItemKind::Choice(choices))) => {
            let known = choices.iter().find(|choice| choice.id == *id);
            Answer::Text {
                words: known.map_or_else(|| id.clone(), |choice| choice.title.clone()),
            }
        }
        (Value::Agreement { parts }, Some(ItemKind::Agreement(lines))) => {
            let titled = lines.iter().filter_map(|line| {
                let words = parts.get(&line.id)?;
                Some((line.title.clone(), words.clone()))
            });
            Answer::Agreement {
                parts: titled.collect(),
            }
        }
        (value, _) => value.into(),
    }
}
