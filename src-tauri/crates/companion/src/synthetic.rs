//! Synthetic courses: invented clients taken through a whole course by the same verbs as real ones, day by day on a scripted
//! clock, so that every screen of a training vault has life. Training vaults only; every entry is marked.

mod supervisor;

pub use supervisor::{PASSPHRASE, Supervisor};

use crate::clock::{ScriptedClock, scripted_at};
use crate::courses::{Act, Value};
use crate::measures::TakenNow;
use crate::script::{ScriptDoor, Unwatched, perform_since};
use crate::sign::{Meaning, Object};
use crate::{Companion, Error};
use clinic::course::event::{AdverseOutcome, Mode, Suspect, TreatmentAction};
use clinic::course::{ContactState, MeasureState, Need, NeedState, Standing, VisitState};
use clinic::id::ClientId;
use clinic::measure::{Answer, Answers, Asked, Measure, Rule};
use clinic::protocol::Protocol;
use clinic::protocol::course::{ItemKind, Plan, QuestionKind, Scale, VisitKind};
use clinic::script::Script;
use clinic::time::{Date, Stamp};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How long ago the courses of a filled vault began, in days: a first call, a preparation, the days after a dose, a course
/// that is half done, one that is over.
pub const BEGAN_DAYS_AGO: [i64; 5] = [4, 35, 64, 120, 560];
/// A visit is held this many days into its window, where that is long enough.
const INTO_WINDOW_DAYS: i64 = 2;
/// What was held in so many days up to today waits for its signature.
const UNSIGNED_DAYS: i64 = 10;
/// Visits begin at ten; the day script opens its session at half past eight.
const VISIT_AT_MS: i64 = 600 * 60_000;
const DOSING_AT_MS: i64 = 510 * 60_000;
const DAY_MS: i64 = 86_400_000;

/// What invented clients say, by item. Nobody's words.
const WORDS: [(&str, &str); 22] = [
    ("reachable", "Mornings, by telephone."),
    (
        "earlier-treatment",
        "Two courses of talking therapy, one medicine.",
    ),
    ("told-so-far", "Has told one friend and her sister."),
    (
        "why-now",
        "The youngest has moved out; there is room for it.",
    ),
    ("open-questions", "Asked how long the tiredness lasts."),
    ("intention", "I want to stop checking the door."),
    ("intention-again", "To stop holding the door shut."),
    ("family", "Her sister knows the days and has the number."),
    (
        "own-words",
        "It was a door, and I was the one holding it shut.",
    ),
    ("body", "Warm hands. The jaw is sore."),
    ("meaning", "I can be afraid and leave it open."),
    ("life", "Slept with the hall light off, twice."),
    ("wait", "Thinks about changing work; waits until spring."),
    ("practice", "Leave the hall light off, five nights."),
    ("coping", "Feet on the floor, name five things."),
    ("harm-use", "None."),
    ("harm-regret", "None."),
    ("harm-people", "None."),
    ("new-care", "None."),
    ("whole-course", "The door is a door now."),
    ("clinicians", "Own doctor informed."),
    ("room-plan", "Low light, second playlist."),
];

/// What a training vault was filled with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// Codes of the invented clients.
    pub codes: Vec<String>,
    /// Who reads the sessions of one of them, where one could be made.
    pub supervisor: Option<Supervisor>,
}

/// Client, protocol and day of a course while it is invented.
struct Inventing {
    client: ClientId,
    code: String,
    protocol: Arc<Protocol>,
    script: Script,
    zone_minutes: i16,
    today: Date,
    chance: u32,
}

impl Inventing {
    /// A number below `bound`; the same course is the same every time.
    fn below(&mut self, bound: u32) -> u32 {
        self.chance = self
            .chance
            .wrapping_mul(1_664_525)
            .wrapping_add(1_013_904_223);
        (self.chance >> 8) % bound.max(1)
    }

    fn plan(&self) -> Result<&Plan, Error> {
        self.protocol.course.as_ref().ok_or(Error::NoCourse)
    }
}

/// The moment of a day, on a scripted clock.
fn on(day: Date, zone_minutes: i16, at_ms: i64) -> Option<Stamp> {
    let epoch: Date = "1970-01-01".parse().ok()?;
    let wall_ms = epoch.days_to(day) * DAY_MS + at_ms - i64::from(zone_minutes) * 60_000;
    Some(scripted_at(wall_ms, zone_minutes))
}

impl Companion {
    /// Invents a course of each age in [`BEGAN_DAYS_AGO`], and a supervisor who reads the sessions of the oldest.
    pub fn training_fill(&mut self) -> Result<Filled, Error> {
        let mut codes = Vec::new();
        let mut oldest = None;
        for days in BEGAN_DAYS_AGO {
            let client = self.training_course(days)?;
            codes.push(self.client_code(client)?);
            oldest = Some(client);
        }
        let supervisor = match oldest {
            Some(client) => self.training_supervisor(client)?,
            None => None,
        };
        Ok(Filled { codes, supervisor })
    }

    /// Invents a client whose course began so many days ago and goes on to yesterday. What is due today waits.
    pub fn training_course(&mut self, began_days_ago: i64) -> Result<ClientId, Error> {
        let before = self.clock.stamp();
        let today = Date::of(&before);
        let (code, script) = self.training_cast()?;
        let began = today
            .plus_days(-began_days_ago)
            .ok_or(Error::BadInput { what: "days" })?;
        let line = self.protocol_named(&format!("{} v{}", script.protocol, script.version))?;
        let zone_minutes = before.zone_minutes;
        let first = on(began, zone_minutes, VISIT_AT_MS).ok_or(Error::BadInput { what: "days" })?;
        let clock = std::mem::replace(&mut self.clock, Box::new(ScriptedClock::new(first)));
        let done = self.invent(&code, &line.digest, script, began, today, zone_minutes);
        self.clock = clock;
        done
    }

    fn invent(
        &mut self,
        code: &str,
        digest: &[u8; 32],
        script: Script,
        began: Date,
        today: Date,
        zone_minutes: i16,
    ) -> Result<ClientId, Error> {
        let client = self.client_add(code, "")?;
        self.course_open(client, None, digest, None)?;
        let protocol = self.open()?.protocol(digest)?;
        let mut inventing = Inventing {
            client,
            code: code.to_owned(),
            protocol,
            script,
            zone_minutes,
            today,
            chance: u32::from(client.0[0]) | 1,
        };
        let mut day = began;
        while day < today {
            self.day_is(&inventing, day, VISIT_AT_MS)?;
            self.invent_day(&mut inventing, day)?;
            let now = self.standing_of(client)?;
            if now.closed.is_some() {
                break;
            }
            let Some(next) = next_day(&now, day) else {
                break;
            };
            day = next;
        }
        Ok(client)
    }

    fn day_is(&mut self, inventing: &Inventing, day: Date, at_ms: i64) -> Result<Stamp, Error> {
        let stamp = on(day, inventing.zone_minutes, at_ms);
        let stamp = stamp.ok_or(Error::BadInput { what: "days" })?;
        self.clock.set(stamp);
        Ok(stamp)
    }

    fn standing_of(&mut self, client: ClientId) -> Result<Standing, Error> {
        let now = self.course_now(client)?;
        now.under.map(|(_, now)| now).ok_or(Error::NoCourse)
    }

    /// Calls that are due, then visits whose window has been open for a while.
    fn invent_day(&mut self, inventing: &mut Inventing, day: Date) -> Result<(), Error> {
        let now = self.standing_of(inventing.client)?;
        for call in &now.contacts {
            if matches!(call.state, ContactState::Due | ContactState::Overdue { .. }) {
                self.invent_call(inventing, &call.after, call.day)?;
            }
        }
        loop {
            let now = self.standing_of(inventing.client)?;
            let due = now.visits.iter().find(|visit| match visit.state {
                VisitState::Waiting { after: None } => true,
                VisitState::InWindow { days_left } => {
                    let (from, until) = visit.window.unwrap_or((day, day));
                    let lag = from.days_to(until).min(INTO_WINDOW_DAYS);
                    days_left == 0 || from.days_to(day) >= lag
                }
                VisitState::Overdue { .. } => true,
                _ => false,
            });
            let Some(visit) = due.map(|visit| visit.id.clone()) else {
                return Ok(());
            };
            self.invent_gate(inventing, &visit)?;
            self.invent_visit(inventing, &visit, day)?;
            if self.standing_of(inventing.client)?.next.is_none() {
                let reason = "Every visit was held.";
                let act = Act::Close { reason };
                self.course_act(inventing.client, None, &act, None)?;
                return Ok(());
            }
        }
    }

    fn invent_call(
        &mut self,
        inventing: &mut Inventing,
        after: &str,
        day: u16,
    ) -> Result<(), Error> {
        let contacts = inventing.plan()?.contacts.clone();
        let mut answers = BTreeMap::new();
        for question in contacts.iter().flat_map(|contacts| &contacts.questions) {
            let value = match &question.kind {
                QuestionKind::Number(scale) => {
                    // Lower in the middle of the week, as is told of such weeks; of what is worse when it is more, little.
                    let dip = if (2..=4).contains(&day) { 2 } else { 0 };
                    let at = 6 + i64::from(inventing.below(3)) - dip;
                    let worse = question.flag_at_least.is_some();
                    let at = if worse { 9 - at } else { at };
                    // A day has more hours than anybody sleeps.
                    let hours = scale.unit.as_deref() == Some("h");
                    number(scale, at, if hours { 24 } else { 10 })
                }
                QuestionKind::YesNo => Value::YesNo { yes: false },
                QuestionKind::Text => Value::Text {
                    words: "Tired, went for a walk.".to_owned(),
                },
            };
            answers.insert(question.id.clone(), value);
        }
        let act = Act::MakeContact {
            after,
            day,
            answers,
        };
        self.course_act(inventing.client, None, &act, None)?;
        Ok(())
    }

    /// What the gate before a visit's phase still asks for is found, given and taken.
    fn invent_gate(&mut self, inventing: &mut Inventing, visit: &str) -> Result<(), Error> {
        let phase = inventing.plan()?.visit(visit).map(|one| one.phase.clone());
        let now = self.standing_of(inventing.client)?;
        let before = now
            .gates
            .iter()
            .filter(|gate| gate.passed.is_none() && Some(gate.before.as_str()) == phase.as_deref());
        let missing: Vec<Need> = before
            .flat_map(|gate| &gate.needs)
            .filter(|need| !matches!(need.state, NeedState::Met { .. }))
            .map(|need| need.need.clone())
            .collect();
        for need in missing {
            match need {
                Need::Item(item) => self.invent_answer(inventing, &item, None)?,
                Need::Consent(consent) => self.invent_consent(inventing, &consent)?,
                Need::Measure(measure) => self.invent_measure(inventing, &measure)?,
                // Visits come in order: one that is missing here was called off, and the gate says so.
                Need::Visit(_) => {}
            }
        }
        Ok(())
    }

    fn invent_visit(
        &mut self,
        inventing: &mut Inventing,
        visit: &str,
        day: Date,
    ) -> Result<(), Error> {
        let planned = inventing.plan()?.visit(visit).cloned();
        let planned = planned.ok_or(Error::Unknown { what: "visit" })?;
        let author = self.author()?;
        let dosing = planned.kind == VisitKind::Dosing;
        if !dosing {
            let act = Act::BeginVisit {
                visit,
                form: planned.form,
                present: &[author],
                others: "",
            };
            self.course_act(inventing.client, None, &act, None)?;
        }
        for item in &planned.agenda {
            self.invent_answer(inventing, item, Some(visit))?;
        }
        for measure in &planned.measures {
            self.invent_measure(inventing, measure)?;
        }
        if dosing {
            let opened = self.day_is(inventing, day, DOSING_AT_MS)?;
            let script = inventing.script.clone();
            let code = inventing.code.clone();
            let door = ScriptDoor::new(self, &code, Unwatched)?;
            perform_since(&script, opened, door).map_err(|differs| {
                Error::Words(crate::script::BadLine {
                    line: differs.line,
                    what: differs.what,
                })
            })?;
            let held = self.open()?.store.sessions_of(inventing.client)?;
            let session = held.last().map(|row| Object::Session(row.id));
            return session.map_or(Ok(()), |it| self.invent_signature(inventing, &it, day));
        }
        if planned.kind == VisitKind::Integration {
            self.invent_carried(inventing, visit)?;
        }
        let minutes = u16::try_from(planned.lasts.whole_minutes()).unwrap_or(90);
        let act = Act::CloseVisit {
            visit,
            minutes,
            note: "",
        };
        self.course_act(inventing.client, None, &act, None)?;
        let held = Object::Visit {
            client: inventing.client,
            visit: visit.to_owned(),
        };
        self.invent_signature(inventing, &held, day)?;
        if planned.alliance {
            let up = |below: u32| u8::try_from(7 + below).unwrap_or(7);
            let act = Act::RateAlliance {
                visit,
                safe: up(inventing.below(4)),
                understood: up(inventing.below(4)),
                mode: Some(Mode::Client),
            };
            self.course_act(inventing.client, None, &act, None)?;
        }
        Ok(())
    }

    /// What was held is signed by whoever opened the vault; what was held lately still waits.
    fn invent_signature(
        &mut self,
        inventing: &Inventing,
        held: &Object,
        day: Date,
    ) -> Result<(), Error> {
        let open = self.open()?;
        let holds = open.is_opener();
        if !holds || day.days_to(inventing.today) < UNSIGNED_DAYS {
            return Ok(());
        }
        self.sign_proven(held, Meaning::Author)
    }

    /// An insight, the practice that comes of it, and what became of the one before.
    fn invent_carried(&mut self, inventing: &mut Inventing, visit: &str) -> Result<(), Error> {
        let now = self.standing_of(inventing.client)?;
        let client = inventing.client;
        if let Some(practice) = now.practices.iter().rev().find(|one| !one.is_dropped()) {
            let act = Act::ReviewPractice {
                practice: practice.row,
                outcome: clinic::course::event::Outcome::Kept,
                words: "Five of seven nights.",
            };
            self.course_act(client, None, &act, None)?;
        }
        if now.insights.len() < 3 && visit.ends_with("-1") {
            let act = Act::KeepInsight {
                words: "I was the one holding it shut.",
                moment: None,
                visit: Some(visit),
            };
            let row = self.course_act(client, None, &act, None)?;
            let act = Act::AgreePractice {
                words: "Leave the hall light off.",
                insight: row.map(|row| row.seq),
            };
            self.course_act(client, None, &act, None)?;
        }
        self.invent_technique(inventing, visit)?;
        self.invent_adverse(client, &now, visit)?;
        if now.coping.is_empty() {
            let words = "Feet on the floor, name five things.";
            self.course_act(client, None, &Act::KeepCoping { words }, None)?;
        }
        Ok(())
    }

    /// A page of the protocol, another one in each visit.
    fn invent_technique(&mut self, inventing: &mut Inventing, visit: &str) -> Result<(), Error> {
        let guides = inventing.plan()?.guides.clone();
        let at = inventing.below(u32::try_from(guides.len()).unwrap_or(1));
        let Some(guide) = guides.get(at as usize) else {
            return Ok(());
        };
        let act = Act::UseTechnique {
            technique: guide.tag,
            guide: Some(&guide.id),
            words: "Once together, then for the week at home.",
            visit: Some(visit),
        };
        self.course_act(inventing.client, None, &act, None)?;
        Ok(())
    }

    /// A headache in the days after each dose, told at the first visit and over at the next.
    fn invent_adverse(
        &mut self,
        client: ClientId,
        now: &Standing,
        visit: &str,
    ) -> Result<(), Error> {
        if visit.ends_with("-1") {
            let act = Act::NoteAdverse {
                term: "Headache",
                onset: None,
                grade: 1,
                serious: &[],
                words: "Since the morning, dull; slept, drank, no medicine.",
                visit: Some(visit),
            };
            self.course_act(client, None, &act, None)?;
            return Ok(());
        }
        let open = now.adverse.iter().find(|one| one.outcome.is_none());
        let Some(adverse) = open.map(|one| one.row) else {
            return Ok(());
        };
        let act = Act::JudgeAdverse {
            adverse,
            suspects: &[Suspect::Medicine],
            expected: true,
            action: TreatmentAction::None,
            words: "Began the day after the dose, as is told of it.",
        };
        self.course_act(client, None, &act, None)?;
        let act = Act::FollowAdverse {
            adverse,
            grade: 1,
            outcome: AdverseOutcome::Recovered,
            words: "Gone after a day.",
        };
        self.course_act(client, None, &act, None)?;
        Ok(())
    }

    fn invent_consent(&mut self, inventing: &Inventing, consent: &str) -> Result<(), Error> {
        let now = self.standing_of(inventing.client)?;
        let stands = now.consents.iter().any(|one| {
            one.id == consent && matches!(one.state, clinic::course::ConsentState::Stands { .. })
        });
        if !stands {
            let act = Act::GiveConsent { consent, note: "" };
            self.course_act(inventing.client, None, &act, None)?;
        }
        Ok(())
    }

    fn invent_answer(
        &mut self,
        inventing: &mut Inventing,
        item: &str,
        visit: Option<&str>,
    ) -> Result<(), Error> {
        let known = inventing.plan()?.item(item).cloned();
        let known = known.ok_or(Error::Unknown { what: "item" })?;
        let words = || {
            let found = WORDS.iter().find(|(id, _)| *id == item);
            found.map_or_else(|| "As before.".to_owned(), |(_, words)| (*words).to_owned())
        };
        let value = match &known.kind {
            ItemKind::Consent(consent) => return self.invent_consent(inventing, consent),
            ItemKind::Decision => {
                let act = Act::Decide {
                    eligible: true,
                    reason: "Every item was looked at; nothing speaks against it.",
                };
                self.course_act(inventing.client, None, &act, None)?;
                return Ok(());
            }
            ItemKind::Tick => Value::Tick {},
            ItemKind::Finding => Value::Finding {
                words: "Looked at; nothing new.".to_owned(),
            },
            ItemKind::Text => Value::Text { words: words() },
            ItemKind::Date => Value::Date { on: self.today() },
            ItemKind::Number(scale) => {
                let at = 3 + i64::from(inventing.below(4));
                number(scale, at, 10)
            }
            ItemKind::Choice(parts) => {
                let at = inventing.below(u32::try_from(parts.len()).unwrap_or(1));
                let part = parts.get(at as usize).or(parts.first());
                let id = part.map(|part| part.id.clone()).unwrap_or_default();
                Value::Choice { id }
            }
            ItemKind::Agreement(parts) => Value::Agreement {
                parts: parts
                    .iter()
                    .map(|part| (part.id.clone(), agreed(item, &part.id).to_owned()))
                    .collect(),
            },
            ItemKind::Suicidality => Value::Suicidality {
                ideation: 0,
                behaviour: false,
            },
        };
        let act = Act::Answer {
            item,
            value,
            source: "",
            note: "",
            visit,
        };
        self.course_act(inventing.client, None, &act, None)?;
        Ok(())
    }

    fn invent_measure(&mut self, inventing: &mut Inventing, name: &str) -> Result<(), Error> {
        let now = self.standing_of(inventing.client)?;
        let taken_today = now.measures.iter().any(|one| {
            one.measure == name
                && matches!(one.state, MeasureState::Taken { on, .. } if on == self.today())
        });
        if taken_today {
            return Ok(());
        }
        let measure = self.measure_named(name)?.measure;
        // Tenths of the way down: lower after each dosing session.
        let height = 7 - i64::from(now.sessions.min(3)) * 2;
        let answers = answers(&measure, height, inventing);
        let mode = if measure.items.is_empty() {
            Mode::Entered
        } else if measure.asked == Asked::Interviewer {
            Mode::Asked
        } else {
            Mode::Client
        };
        let taken = TakenNow {
            client: inventing.client,
            measure: name.to_owned(),
            mode,
            answers,
            occasion: String::new(),
            on: None,
        };
        self.measure_take(&taken, None)?;
        Ok(())
    }
}

/// The next day on which something is due or a visit's window has been open for a while.
fn next_day(now: &Standing, day: Date) -> Option<Date> {
    let visits = now.visits.iter().filter_map(|visit| match visit.state {
        VisitState::Planned { .. } | VisitState::InWindow { .. } => {
            let (from, until) = visit.window?;
            from.plus_days(from.days_to(until).min(INTO_WINDOW_DAYS))
        }
        _ => None,
    });
    let calls = now.contacts.iter().filter_map(|call| match call.state {
        ContactState::Planned { .. } => Some(call.due),
        _ => None,
    });
    visits.chain(calls).filter(|next| *next > day).min()
}

/// A number of a scale, so many parts of `of` of the way up.
fn number(scale: &Scale, at: i64, of: i64) -> Value {
    Value::Number {
        stored: between(scale.from, scale.to, at, of),
        decimals: scale.decimals,
    }
}

fn between(from: i32, to: i32, at: i64, of: i64) -> i32 {
    let width = i64::from(to) - i64::from(from);
    let up = width * at.clamp(0, of) / of.max(1);
    i32::try_from(i64::from(from) + up).unwrap_or(from)
}

/// Answers about `height` tenths of the way up. What must not wait is answered with the lowest.
fn answers(measure: &Measure, height: i64, inventing: &mut Inventing) -> Answers {
    let mut answers = Answers::new();
    for item in &measure.items {
        let asked = item.asked_if.as_ref().is_none_or(|(other, value)| {
            answers.get(other).and_then(Answer::value) == Some(*value)
        });
        let set = measure
            .answer_sets
            .iter()
            .find(|set| set.id == item.answers);
        let Some(set) = set.filter(|_| asked) else {
            continue;
        };
        let most = i64::try_from(set.choices.len()).unwrap_or(1) - 1;
        let wobble = i64::from(inventing.below(4)) - 1;
        let at = match item.stop_at {
            Some(_) => 0,
            None => (most * (height + wobble) / 10).clamp(0, most),
        };
        let choice = set.choices.get(usize::try_from(at).unwrap_or(0));
        let Some(choice) = choice else { continue };
        let answer = if set.several {
            Answer::Several(vec![choice.value])
        } else {
            Answer::One(choice.value)
        };
        answers.insert(item.id.clone(), answer);
    }
    for score in &measure.scores {
        if score.rule == Rule::Entered {
            let wobble = i64::from(inventing.below(2));
            let value = between(score.from, score.to, height + wobble, 10);
            answers.insert(score.id.clone(), Answer::One(value));
        }
    }
    answers
}

/// What invented clients agree on, by line. Nobody's words.
fn agreed(item: &str, part: &str) -> &'static str {
    match (item.starts_with("touch"), part) {
        (true, "what") => "A hand held, a hand laid on the shoulder or the upper back",
        (true, "where") => "Hand, shoulder, upper back; not the head",
        (true, "who") => "By both therapists",
        (true, "ask") => "Asked for in words, or by a hand held out",
        (true, "stop") => "harbour, or a flat hand",
        _ => "As spoken about together.",
    }
}
