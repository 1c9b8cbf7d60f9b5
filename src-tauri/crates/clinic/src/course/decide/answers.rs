//! Answers: items, agreements, medicines, consents, the decision, calls, what is written down at the beginning.

use super::{Case, needed, within, words};
use crate::course::earliest::earliest;
use crate::course::event::{Answered, ContactMade, Event, MedicineKept, Value};
use crate::course::refusal::Refusal;
use crate::course::{TEXT_CHARS_MAX, WORDS_CHARS_MAX};
use crate::protocol::course::{Contacts, Item, ItemKind, Question, QuestionKind, Scale, VisitKind};
use crate::time::Date;
use std::collections::BTreeMap;

/// A number that may be typed on a scale.
fn on_scale(scale: &Scale, stored: i32, decimals: u8) -> bool {
    scale.decimals == decimals && (scale.from..=scale.to).contains(&stored)
}

/// An answer as it is kept, where it is of the kind that the item asks for.
fn fitted(item: &Item, value: &Value, note: &str) -> Result<Value, Refusal> {
    let value = match (&item.kind, value) {
        (ItemKind::Consent(_) | ItemKind::Decision, _) => return Err(Refusal::ActOfItsOwn),
        (ItemKind::Tick, Value::Tick {}) => Value::Tick {},
        (
            ItemKind::Tick
            | ItemKind::Finding
            | ItemKind::Text
            | ItemKind::Date
            | ItemKind::Number(_)
            | ItemKind::Choice(_),
            Value::NotApplicable {},
        ) => {
            if note.trim().is_empty() {
                return Err(Refusal::ReasonNeeded);
            }
            Value::NotApplicable {}
        }
        (ItemKind::Finding, Value::Finding { words: said }) => Value::Finding {
            words: words(said, WORDS_CHARS_MAX)?,
        },
        (ItemKind::Text, Value::Text { words: said }) => Value::Text {
            words: words(said, WORDS_CHARS_MAX)?,
        },
        (ItemKind::Date, Value::Date { on }) => Value::Date { on: *on },
        (ItemKind::Number(scale), Value::Number { stored, decimals })
            if on_scale(scale, *stored, *decimals) =>
        {
            value.clone()
        }
        (ItemKind::Choice(choices), Value::Choice { id })
            if choices.iter().any(|choice| choice.id == *id) =>
        {
            value.clone()
        }
        (ItemKind::Agreement(lines), Value::Agreement { parts }) => {
            let mut kept = BTreeMap::new();
            for (id, said) in parts {
                if !lines.iter().any(|line| line.id == *id) {
                    return Err(Refusal::DoesNotFit);
                }
                let said = within(said, WORDS_CHARS_MAX)?;
                if !said.is_empty() {
                    kept.insert(id.clone(), said);
                }
            }
            if kept.is_empty() {
                return Err(Refusal::WordsNeeded);
            }
            Value::Agreement { parts: kept }
        }
        (ItemKind::Suicidality, Value::Suicidality { ideation, .. }) if *ideation <= 5 => {
            value.clone()
        }
        _ => return Err(Refusal::DoesNotFit),
    };
    Ok(value)
}

/// An answer to a question of a call, and whether the protocol flags it.
fn heard(question: &Question, value: &Value) -> Result<(Value, bool), Refusal> {
    match (&question.kind, value) {
        (QuestionKind::Number(scale), Value::Number { stored, decimals })
            if on_scale(scale, *stored, *decimals) =>
        {
            let low = question.flag_at_most.is_some_and(|at| *stored <= at);
            let high = question.flag_at_least.is_some_and(|at| *stored >= at);
            Ok((value.clone(), low || high))
        }
        (QuestionKind::YesNo, Value::YesNo { yes }) => {
            Ok((value.clone(), question.flag_is == Some(*yes)))
        }
        (QuestionKind::Text, Value::Text { words: said }) => {
            let words = words(said, WORDS_CHARS_MAX)?;
            Ok((Value::Text { words }, false))
        }
        _ => Err(Refusal::DoesNotFit),
    }
}

impl Case<'_> {
    fn item(&self, id: &str) -> Result<&Item, Refusal> {
        self.plan()
            .item(id)
            .ok_or(Refusal::Unknown { what: "item" })
    }

    pub(super) fn answer(
        &self,
        id: &str,
        value: &Value,
        source: &str,
        note: &str,
        visit: Option<&str>,
    ) -> Result<Event, Refusal> {
        let item = self.item(id)?;
        // An agreement is made sober; while a dose acts it can be made narrower only.
        if matches!(item.kind, ItemKind::Agreement(_)) {
            self.sober()?;
        }
        let value = fitted(item, value, note)?;
        let visit = self.visit_for_entry(visit)?;
        let valid_until = item
            .valid
            .and_then(|days| self.on.plus_days(i64::from(days)));
        Ok(Event::Answered(Answered {
            item: id.to_owned(),
            value,
            source: within(source, TEXT_CHARS_MAX)?,
            note: within(note, WORDS_CHARS_MAX)?,
            visit,
            valid_until,
        }))
    }

    pub(super) fn narrow(&self, id: &str, said: &str) -> Result<Event, Refusal> {
        let item = self.item(id)?;
        if !matches!(item.kind, ItemKind::Agreement(_)) {
            return Err(Refusal::DoesNotFit);
        }
        if !self.known.answers.contains_key(id) {
            return Err(Refusal::NoAgreement);
        }
        Ok(Event::AgreementNarrowed {
            item: id.to_owned(),
            words: words(said, TEXT_CHARS_MAX)?,
        })
    }

    pub(super) fn medicine(
        &self,
        replaces: Option<u64>,
        (name, medicine): (&str, Option<&str>),
        dose: &str,
        stop: Option<Date>,
        note: &str,
    ) -> Result<Event, Refusal> {
        if replaces.is_some_and(|row| !self.known.medicines.contains_key(&row)) {
            return Err(Refusal::NoSuchRow);
        }
        let listed = medicine
            .map(|id| {
                self.plan()
                    .medicine(id)
                    .ok_or(Refusal::Unknown { what: "medicine" })
            })
            .transpose()?;
        Ok(Event::MedicineKept(MedicineKept {
            replaces,
            name: words(name, TEXT_CHARS_MAX)?,
            medicine: medicine.map(str::to_owned),
            dose: within(dose, TEXT_CHARS_MAX)?,
            stop,
            earliest: listed
                .zip(stop)
                .and_then(|(medicine, stop)| earliest(medicine, stop)),
            note: within(note, WORDS_CHARS_MAX)?,
        }))
    }

    pub(super) fn give(&self, id: &str, note: &str) -> Result<Event, Refusal> {
        let consent = self
            .plan()
            .consent(id)
            .ok_or(Refusal::Unknown { what: "consent" })?;
        self.sober()?;
        if let Some(said) = self.known.consents.get(id) {
            if said.given && said.version == consent.version {
                return Err(Refusal::AlreadyGiven);
            }
            // A day before the last word would change nothing that stands today.
            if self.on < said.row.on {
                return Err(Refusal::BeforeThat {
                    after: id.to_owned(),
                    on: said.row.on,
                });
            }
        }
        Ok(Event::ConsentGiven {
            consent: id.to_owned(),
            version: consent.version,
            note: within(note, TEXT_CHARS_MAX)?,
        })
    }

    pub(super) fn withdraw(&self, id: &str, note: &str) -> Result<Event, Refusal> {
        let said = self.known.consents.get(id).filter(|said| said.given);
        let said = said.ok_or(Refusal::NotGiven)?;
        if self.on < said.row.on {
            return Err(Refusal::BeforeThat {
                after: id.to_owned(),
                on: said.row.on,
            });
        }
        Ok(Event::ConsentWithdrawn {
            consent: id.to_owned(),
            version: said.version,
            note: within(note, TEXT_CHARS_MAX)?,
        })
    }

    pub(super) fn eligibility(&self, eligible: bool, reason: &str) -> Result<Event, Refusal> {
        let mut items = self.plan().items.iter();
        let item = items.find(|item| item.kind == ItemKind::Decision);
        let valid = item.and_then(|item| item.valid).filter(|_| eligible);
        Ok(Event::Decided {
            eligible,
            reason: needed(reason)?,
            valid_until: valid.and_then(|days| self.on.plus_days(i64::from(days))),
        })
    }

    /// The contacts of the plan, where this is one of them and its dosing visit was held.
    fn contact(&self, after: &str, day: u16) -> Result<&Contacts, Refusal> {
        let unknown = Refusal::Unknown { what: "contact" };
        let Some(contacts) = &self.plan().contacts else {
            return Err(unknown);
        };
        let visit = self.plan().visit(after);
        let dosing = visit.is_some_and(|visit| visit.kind == VisitKind::Dosing);
        if !dosing || !contacts.days.contains(&day) {
            return Err(unknown);
        }
        let Some(held) = self.known.held_on(after) else {
            return Err(Refusal::OutOfOrder {
                after: after.to_owned(),
            });
        };
        if self.on <= held {
            return Err(Refusal::BeforeThat {
                after: after.to_owned(),
                on: held,
            });
        }
        let calls = self.known.calls.get(&(after, day));
        if calls.is_some_and(|calls| calls.made.is_some()) {
            return Err(Refusal::AlreadyMade);
        }
        Ok(contacts)
    }

    pub(super) fn call(
        &self,
        after: &str,
        day: u16,
        answers: &BTreeMap<String, Value>,
    ) -> Result<Event, Refusal> {
        let contacts = self.contact(after, day)?;
        if answers.is_empty() {
            return Err(Refusal::NothingAnswered);
        }
        let known = |id: &String| contacts.questions.iter().any(|one| one.id == *id);
        if !answers.keys().all(known) {
            return Err(Refusal::Unknown { what: "question" });
        }
        let mut kept = BTreeMap::new();
        let mut flags = Vec::new();
        for question in &contacts.questions {
            let Some(value) = answers.get(&question.id) else {
                continue;
            };
            let (value, flagged) = heard(question, value)?;
            kept.insert(question.id.clone(), value);
            if flagged {
                flags.push(question.id.clone());
            }
        }
        Ok(Event::ContactMade(ContactMade {
            after: after.to_owned(),
            day,
            answers: kept,
            flags,
        }))
    }

    pub(super) fn missed_call(&self, after: &str, day: u16, note: &str) -> Result<Event, Refusal> {
        self.contact(after, day)?;
        Ok(Event::ContactNotReached {
            after: after.to_owned(),
            day,
            note: within(note, TEXT_CHARS_MAX)?,
        })
    }

    pub(super) fn predictor(&self, id: &str, value: &str, method: &str) -> Result<Event, Refusal> {
        let predictor = self
            .plan()
            .predictor(id)
            .ok_or(Refusal::Unknown { what: "predictor" })?;
        Ok(Event::PredictorTaken {
            predictor: id.to_owned(),
            value: words(value, TEXT_CHARS_MAX)?,
            unit: predictor.unit.clone(),
            method: within(method, TEXT_CHARS_MAX)?,
        })
    }
}
