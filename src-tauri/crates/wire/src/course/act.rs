//! An act of the course, as a form sends it.

use super::value::Answer;
use crate::measures::Mode;
use crate::people::Proof;
use clinic::id::PersonId;
use clinic::time::Date;
use companion::courses::{Act, Moment, Seriousness, Suspect, Value};
use companion::{ClientId, Companion, Error, RequestKey, Secret};
use serde::Deserialize;
use std::collections::BTreeMap;
#[cfg(test)]
use ts_rs::TS;

/// One act.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "course.ts"))]
pub struct CourseRequest {
    /// 32 hex digits, made once a form.
    pub request: String,
    pub client: String,
    /// The day it happened, `2026-03-02`; empty: today.
    #[serde(default)]
    pub on: String,
    /// The second person, where the act asks for one.
    #[serde(default)]
    pub second: Option<Proof>,
    pub act: CourseAct,
}

impl std::fmt::Debug for CourseRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CourseRequest")
    }
}

/// What is to be kept. Ids are the protocol's, numbers of rows those of the course.
#[derive(Clone, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "course.ts"))]
pub enum CourseAct {
    /// Opens the course under a protocol, named as everywhere: `id`, `id vN`, or its digest.
    Open {
        protocol: String,
    },
    Move {
        protocol: String,
        reason: String,
    },
    BeginVisit {
        visit: String,
        /// `in_person`, `video`, `phone`.
        form: String,
        present: Vec<String>,
        others: String,
    },
    BeginExtraVisit {
        kind: String,
        title: String,
        form: String,
        present: Vec<String>,
        others: String,
    },
    CloseVisit {
        visit: String,
        minutes: u16,
        note: String,
    },
    HoldOtherwise {
        visit: String,
        how: String,
        minutes: Option<u16>,
    },
    /// `cancelled`, `no_show` or `called_off`.
    DoNotHold {
        visit: String,
        how: String,
        reason: String,
    },
    Answer {
        item: String,
        value: Answer,
        source: String,
        note: String,
        visit: Option<String>,
    },
    NarrowAgreement {
        item: String,
        words: String,
    },
    KeepMedicine {
        replaces: Option<u64>,
        name: String,
        medicine: Option<String>,
        dose: String,
        /// `2026-03-02`, or empty.
        stop: String,
        note: String,
    },
    GiveConsent {
        consent: String,
        note: String,
    },
    WithdrawConsent {
        consent: String,
        note: String,
    },
    Decide {
        eligible: bool,
        reason: String,
    },
    OverrideGate {
        gate: String,
        reason: String,
    },
    MakeContact {
        after: String,
        day: u16,
        answers: BTreeMap<String, Answer>,
    },
    MissContact {
        after: String,
        day: u16,
        note: String,
    },
    RateAlliance {
        visit: String,
        safe: u8,
        understood: u8,
        /// How it was given; none: not said.
        #[serde(default)]
        mode: Option<Mode>,
    },
    Reflect {
        visit: String,
        words: String,
    },
    KeepInsight {
        words: String,
        /// A row of a session.
        session: Option<String>,
        seq: Option<u64>,
        visit: Option<String>,
    },
    AgreePractice {
        words: String,
        insight: Option<u64>,
    },
    /// `kept`, `changed`, `dropped`.
    ReviewPractice {
        practice: u64,
        outcome: String,
        words: String,
    },
    KeepCoping {
        words: String,
    },
    ReviewCoping {
        coping: u64,
        outcome: String,
        words: String,
    },
    NoteAdverse {
        term: String,
        /// `2026-03-02`; empty: the day of the entry.
        onset: String,
        grade: u8,
        serious: Vec<String>,
        words: String,
        visit: Option<String>,
    },
    FollowAdverse {
        adverse: u64,
        grade: u8,
        outcome: String,
        words: String,
    },
    JudgeAdverse {
        adverse: u64,
        /// `medicine`, `therapy`, `procedure`; none: of nothing that was done here.
        suspects: Vec<String>,
        expected: bool,
        /// `none`, `dose_put_off`, `dose_reduced`, `ended`, `not_applicable`.
        action: String,
        words: String,
    },
    ReportAdverse {
        adverse: u64,
        /// Report of the protocol.
        report: String,
        words: String,
    },
    UseTechnique {
        technique: String,
        guide: Option<String>,
        words: String,
        visit: Option<String>,
    },
    TakePredictor {
        predictor: String,
        value: String,
        method: String,
    },
    Close {
        reason: String,
    },
    Reopen {
        reason: String,
    },
    Strike {
        seq: u64,
        reason: String,
    },
    Amend {
        seq: u64,
        words: String,
        reason: String,
    },
}

fn bad(what: &'static str) -> Error {
    Error::BadInput { what }
}

/// A word of an enumeration of the record or of protocol files.
fn word<T: serde::de::DeserializeOwned>(typed: &str, what: &'static str) -> Result<T, Error> {
    use serde::de::IntoDeserializer;
    use serde::de::value::{Error as Bad, StrDeserializer};
    let from: StrDeserializer<'_, Bad> = typed.into_deserializer();
    T::deserialize(from).map_err(|_| bad(what))
}

fn people(typed: &[String]) -> Result<Vec<PersonId>, Error> {
    let one = |id: &String| id.parse().map_err(|_| bad("person"));
    typed.iter().map(one).collect()
}

impl CourseRequest {
    /// Keeps it; answers whose course it was.
    pub fn run(self, companion: &mut Companion) -> Result<ClientId, Error> {
        let client: ClientId = self
            .client
            .parse()
            .map_err(|_| Error::Unknown { what: "client" })?;
        let request: RequestKey = self.request.parse().map_err(|_| bad("request"))?;
        let on = crate::clients::day("on", &self.on)?;
        let second = match self.second {
            None => None,
            Some(proof) => {
                let person = proof.person.parse().map_err(|_| bad("person"))?;
                Some(companion.person_second(person, &Secret::new(proof.pin))?)
            }
        };
        keep(companion, client, Some(request), self.act, on, second)?;
        Ok(client)
    }
}

/// Keeps an act.
pub fn keep(
    companion: &mut Companion,
    client: ClientId,
    request: Option<RequestKey>,
    act: CourseAct,
    on: Option<Date>,
    second: Option<PersonId>,
) -> Result<(), Error> {
    let mut kept = |act: &Act<'_>| companion.course_act(client, request, act, on).map(|_| ());
    match act {
        CourseAct::Open { protocol } => {
            let protocol = companion.protocol_named(&protocol)?.digest;
            companion.course_open(client, request, &protocol, on)
        }
        CourseAct::Move { protocol, reason } => {
            let protocol = companion.protocol_named(&protocol)?.digest;
            companion.course_move(client, request, &protocol, &reason)
        }
        CourseAct::BeginVisit {
            visit,
            form,
            present,
            others,
        } => kept(&Act::BeginVisit {
            visit: &visit,
            form: word(&form, "form")?,
            present: &people(&present)?,
            others: &others,
        }),
        CourseAct::BeginExtraVisit {
            kind,
            title,
            form,
            present,
            others,
        } => kept(&Act::BeginExtraVisit {
            kind: word(&kind, "kind")?,
            title: &title,
            form: word(&form, "form")?,
            present: &people(&present)?,
            others: &others,
        }),
        CourseAct::CloseVisit {
            visit,
            minutes,
            note,
        } => kept(&Act::CloseVisit {
            visit: &visit,
            minutes,
            note: &note,
        }),
        CourseAct::HoldOtherwise {
            visit,
            how,
            minutes,
        } => kept(&Act::HoldOtherwise {
            visit: &visit,
            how: &how,
            minutes,
        }),
        CourseAct::DoNotHold { visit, how, reason } => kept(&Act::DoNotHold {
            visit: &visit,
            how: word(&how, "how")?,
            reason: &reason,
        }),
        CourseAct::Answer {
            item,
            value,
            source,
            note,
            visit,
        } => kept(&Act::Answer {
            item: &item,
            value: value.asked()?,
            source: &source,
            note: &note,
            visit: visit.as_deref(),
        }),
        CourseAct::NarrowAgreement { item, words } => kept(&Act::NarrowAgreement {
            item: &item,
            words: &words,
        }),
        CourseAct::KeepMedicine {
            replaces,
            name,
            medicine,
            dose,
            stop,
            note,
        } => kept(&Act::KeepMedicine {
            replaces,
            name: &name,
            medicine: medicine.as_deref(),
            dose: &dose,
            stop: crate::clients::day("stop", &stop)?,
            note: &note,
        }),
        CourseAct::GiveConsent { consent, note } => kept(&Act::GiveConsent {
            consent: &consent,
            note: &note,
        }),
        CourseAct::WithdrawConsent { consent, note } => kept(&Act::WithdrawConsent {
            consent: &consent,
            note: &note,
        }),
        CourseAct::Decide { eligible, reason } => kept(&Act::Decide {
            eligible,
            reason: &reason,
        }),
        CourseAct::OverrideGate { gate, reason } => kept(&Act::OverrideGate {
            gate: &gate,
            reason: &reason,
            second: second.ok_or(Error::SecondPersonNeeded)?,
        }),
        CourseAct::MakeContact {
            after,
            day,
            answers,
        } => {
            let value = |(id, answer): (String, Answer)| Ok((id, answer.asked()?));
            let answers: Result<BTreeMap<String, Value>, Error> =
                answers.into_iter().map(value).collect();
            kept(&Act::MakeContact {
                after: &after,
                day,
                answers: answers?,
            })
        }
        CourseAct::MissContact { after, day, note } => kept(&Act::MissContact {
            after: &after,
            day,
            note: &note,
        }),
        CourseAct::RateAlliance {
            visit,
            safe,
            understood,
            mode,
        } => kept(&Act::RateAlliance {
            visit: &visit,
            safe,
            understood,
            mode: mode.map(Into::into),
        }),
        CourseAct::Reflect { visit, words } => kept(&Act::Reflect {
            visit: &visit,
            words: &words,
        }),
        CourseAct::KeepInsight {
            words,
            session,
            seq,
            visit,
        } => {
            let session = session.map(|id| id.parse().map_err(|_| bad("session")));
            let session = session.transpose()?;
            if session.is_some() != seq.is_some() {
                return Err(bad("seq"));
            }
            let moment = session.zip(seq);
            kept(&Act::KeepInsight {
                words: &words,
                moment: moment.map(|(session, seq)| Moment { session, seq }),
                visit: visit.as_deref(),
            })
        }
        CourseAct::AgreePractice { words, insight } => kept(&Act::AgreePractice {
            words: &words,
            insight,
        }),
        CourseAct::ReviewPractice {
            practice,
            outcome: typed,
            words,
        } => kept(&Act::ReviewPractice {
            practice,
            outcome: word(&typed, "outcome")?,
            words: &words,
        }),
        CourseAct::KeepCoping { words } => kept(&Act::KeepCoping { words: &words }),
        CourseAct::ReviewCoping {
            coping,
            outcome: typed,
            words,
        } => kept(&Act::ReviewCoping {
            coping,
            outcome: word(&typed, "outcome")?,
            words: &words,
        }),
        CourseAct::NoteAdverse {
            term,
            onset,
            grade,
            serious,
            words,
            visit,
        } => {
            let criterion = |typed: &String| word(typed, "serious");
            let serious: Vec<Seriousness> =
                serious.iter().map(criterion).collect::<Result<_, _>>()?;
            kept(&Act::NoteAdverse {
                term: &term,
                onset: crate::clients::day("onset", &onset)?,
                grade,
                serious: &serious,
                words: &words,
                visit: visit.as_deref(),
            })
        }
        CourseAct::FollowAdverse {
            adverse,
            grade,
            outcome,
            words,
        } => kept(&Act::FollowAdverse {
            adverse,
            grade,
            outcome: word(&outcome, "outcome")?,
            words: &words,
        }),
        CourseAct::JudgeAdverse {
            adverse,
            suspects,
            expected,
            action,
            words,
        } => {
            let suspect = |typed: &String| word(typed, "suspects");
            let suspects: Vec<Suspect> = suspects.iter().map(suspect).collect::<Result<_, _>>()?;
            kept(&Act::JudgeAdverse {
                adverse,
                suspects: &suspects,
                expected,
                action: word(&action, "action")?,
                words: &words,
            })
        }
        CourseAct::ReportAdverse {
            adverse,
            report,
            words,
        } => kept(&Act::ReportAdverse {
            adverse,
            report: &report,
            words: &words,
        }),
        CourseAct::UseTechnique {
            technique,
            guide,
            words,
            visit,
        } => kept(&Act::UseTechnique {
            technique: word(&technique, "technique")?,
            guide: guide.as_deref(),
            words: &words,
            visit: visit.as_deref(),
        }),
        CourseAct::TakePredictor {
            predictor,
            value,
            method,
        } => kept(&Act::TakePredictor {
            predictor: &predictor,
            value: &value,
            method: &method,
        }),
        CourseAct::Close { reason } => kept(&Act::Close { reason: &reason }),
        CourseAct::Reopen { reason } => kept(&Act::Reopen { reason: &reason }),
        CourseAct::Strike { seq, reason } => kept(&Act::Strike {
            seq,
            reason: &reason,
        }),
        CourseAct::Amend { seq, words, reason } => kept(&Act::Amend {
            session: None,
            seq,
            words: &words,
            reason: &reason,
        }),
    }
}
