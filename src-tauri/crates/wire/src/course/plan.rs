//! What a protocol lays out of a course, as a screen needs it. It changes only when the course moves to another protocol.

use clinic::protocol::Protocol;
use clinic::protocol::course::{
    Contacts, ItemKind, Part as RulePart, Plan, QuestionKind, Scale as RuleScale,
};
use serde::Serialize;
#[cfg(test)]
use ts_rs::TS;

/// The course of a protocol.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "plan_of_course.ts"))]
pub struct CoursePlan {
    /// `three-point v1`.
    pub protocol: String,
    pub title: String,
    pub digest: String,
    pub items: Vec<PlanItem>,
    pub consents: Vec<PlanConsent>,
    pub medicines: Vec<PlanMedicine>,
    pub questions: Vec<PlanQuestion>,
    /// Primary measure and its score, by the names of their file.
    pub primary: String,
    pub score: String,
    pub secondary: Vec<String>,
    pub predictors: Vec<PlanPredictor>,
    pub guides: Vec<PlanGuide>,
    pub handouts: Vec<PlanHandout>,
}

/// An item of a visit or a gate.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "plan_of_course.ts"))]
pub struct PlanItem {
    pub id: String,
    pub title: String,
    pub help: Option<String>,
    /// `tick`, `finding`, `text`, `date`, `number`, `choice`, `agreement`, `suicidality`, `consent`, `decision`.
    pub kind: String,
    /// Days an answer holds.
    pub valid: Option<u16>,
    pub line: u16,
    pub scale: Option<PlanScale>,
    /// Answers of a choice, lines of an agreement.
    pub parts: Vec<PlanPart>,
    /// The consent that answers it.
    pub consent: Option<String>,
}

/// The numbers that may be typed: stored integers, the shown number × 10^decimals.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "plan_of_course.ts"))]
pub struct PlanScale {
    pub from: i32,
    pub to: i32,
    pub decimals: u8,
    pub unit: Option<String>,
}

/// One answer of a choice, one line of an agreement.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "plan_of_course.ts"))]
pub struct PlanPart {
    pub id: String,
    pub title: String,
}

/// A consent and its text.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "plan_of_course.ts"))]
pub struct PlanConsent {
    pub id: String,
    pub title: String,
    pub version: u16,
    pub text: Vec<String>,
    pub line: u16,
}

/// A medicine of the clinic's table.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "plan_of_course.ts"))]
pub struct PlanMedicine {
    pub id: String,
    pub title: String,
    pub line: u16,
}

/// A question of a call.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "plan_of_course.ts"))]
pub struct PlanQuestion {
    pub id: String,
    pub title: String,
    /// `number`, `yes_no`, `text`.
    pub kind: String,
    pub scale: Option<PlanScale>,
    pub flag_at_most: Option<i32>,
    pub flag_at_least: Option<i32>,
    pub flag_is: Option<bool>,
    pub line: u16,
}

/// What is written down at the beginning.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "plan_of_course.ts"))]
pub struct PlanPredictor {
    pub id: String,
    pub title: String,
    pub unit: String,
    pub method: Option<String>,
}

/// A page about a technique.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "plan_of_course.ts"))]
pub struct PlanGuide {
    pub id: String,
    pub title: String,
    /// `cbt`, `mindfulness`, `narrative`, `somatic`, `other`.
    pub tag: String,
    pub text: String,
    pub steps: Vec<String>,
    /// Where it comes from, in words.
    pub source: String,
}

/// A page for the client.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "plan_of_course.ts"))]
pub struct PlanHandout {
    pub id: String,
    pub title: String,
    pub text: Vec<String>,
    /// Where it comes from, in words.
    pub source: String,
}

pub(super) fn scale(scale: &RuleScale) -> PlanScale {
    PlanScale {
        from: scale.from,
        to: scale.to,
        decimals: scale.decimals,
        unit: scale.unit.clone(),
    }
}

fn parts(parts: &[RulePart]) -> Vec<PlanPart> {
    let part = |part: &RulePart| PlanPart {
        id: part.id.clone(),
        title: part.title.clone(),
    };
    parts.iter().map(part).collect()
}

fn questions(contacts: &Contacts) -> Vec<PlanQuestion> {
    let question = |question: &clinic::protocol::course::Question| {
        let (kind, own) = match &question.kind {
            QuestionKind::Number(own) => ("number", Some(scale(own))),
            QuestionKind::YesNo => ("yes_no", None),
            QuestionKind::Text => ("text", None),
        };
        PlanQuestion {
            id: question.id.clone(),
            title: question.title.clone(),
            kind: kind.to_owned(),
            scale: own,
            flag_at_most: question.flag_at_most,
            flag_at_least: question.flag_at_least,
            flag_is: question.flag_is,
            line: question.cite.line,
        }
    };
    contacts.questions.iter().map(question).collect()
}

impl CoursePlan {
    /// The course of a protocol.
    pub fn of(name: &str, protocol: &Protocol, digest: &str, plan: &Plan) -> CoursePlan {
        let source = |key: &str| {
            let mut all = protocol.sources.iter();
            let known = all.find(|one| one.key == key);
            known.map_or(key, |one| one.text.as_str()).to_owned()
        };
        let items = plan.items.iter().map(|item| PlanItem {
            id: item.id.clone(),
            title: item.title.clone(),
            help: item.help.clone(),
            kind: item.kind.word().to_owned(),
            valid: item.valid,
            line: item.cite.line,
            scale: match &item.kind {
                ItemKind::Number(own) => Some(scale(own)),
                _ => None,
            },
            parts: match &item.kind {
                ItemKind::Choice(own) | ItemKind::Agreement(own) => parts(own),
                _ => Vec::new(),
            },
            consent: match &item.kind {
                ItemKind::Consent(consent) => Some(consent.clone()),
                _ => None,
            },
        });
        let consents = plan.consents.iter().map(|consent| PlanConsent {
            id: consent.id.clone(),
            title: consent.title.clone(),
            version: consent.version,
            text: consent.text.clone(),
            line: consent.cite.line,
        });
        let medicines = plan.medicines.iter().map(|medicine| PlanMedicine {
            id: medicine.id.clone(),
            title: medicine.title.clone(),
            line: medicine.cite.line,
        });
        let predictors = plan.outcome.predictors.iter().map(|one| PlanPredictor {
            id: one.id.clone(),
            title: one.title.clone(),
            unit: one.unit.clone(),
            method: one.method.clone(),
        });
        let guides = plan.guides.iter().map(|guide| PlanGuide {
            id: guide.id.clone(),
            title: guide.title.clone(),
            tag: guide.tag.word().to_owned(),
            text: guide.text.clone(),
            steps: guide.steps.clone(),
            source: source(&guide.source),
        });
        let handouts = plan.handouts.iter().map(|page| PlanHandout {
            id: page.id.clone(),
            title: page.title.clone(),
            text: page.text.clone(),
            source: source(&page.source),
        });
        CoursePlan {
            protocol: name.to_owned(),
            title: protocol.title.clone(),
            digest: digest.to_owned(),
            items: items.collect(),
            consents: consents.collect(),
            medicines: medicines.collect(),
            questions: plan.contacts.as_ref().map(questions).unwrap_or_default(),
            primary: plan.outcome.primary.clone(),
            score: plan.outcome.score.clone(),
            secondary: plan.outcome.secondary.clone(),
            predictors: predictors.collect(),
            guides: guides.collect(),
            handouts: handouts.collect(),
        }
    }
}
