//! Touch on the wire: what was agreed, each touch, and how it stands to the agreement.

use super::titles::Titles;
use clinic::session::touch as rules;
use serde::{Deserialize, Serialize};
#[cfg(test)]
use ts_rs::TS;

/// Who asked for a touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "session.ts"))]
pub enum TouchAsked {
    Client,
    Therapist,
    Nobody,
}

/// What cannot wait for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "session.ts"))]
pub enum TouchNeed {
    Fall,
    Resuscitation,
}

/// Why a touch lies outside the agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS), ts(export_to = "session.ts"))]
pub enum TouchOutside {
    Fall,
    Resuscitation,
    NoAgreement,
    Part,
    Withdrawn,
    Person,
    NotAsked,
    NoConsent,
}

/// The agreement as it stands.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "view.ts"))]
pub struct TouchAgreementView {
    /// What is still agreed; none: no touch.
    pub parts: Vec<String>,
    /// What was taken back; empty text: all touch.
    pub withdrawn: Vec<String>,
    /// Initials; none: by a therapist.
    pub people: Vec<String>,
    pub stop: String,
    /// In its own words.
    pub text: String,
    /// Made in preparation.
    pub carried: bool,
}

/// A touch that was not struck.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "view.ts"))]
pub struct TouchView {
    pub touch: u64,
    pub from_ms: i64,
    /// None: it runs.
    pub until_ms: Option<i64>,
    pub part: String,
    /// Initials.
    pub people: Vec<String>,
    /// None: inside the agreement.
    pub outside: Option<TouchOutside>,
}

impl From<rules::TouchAsked> for TouchAsked {
    fn from(asked: rules::TouchAsked) -> TouchAsked {
        match asked {
            rules::TouchAsked::Client => TouchAsked::Client,
            rules::TouchAsked::Therapist => TouchAsked::Therapist,
            rules::TouchAsked::Nobody => TouchAsked::Nobody,
        }
    }
}

impl From<TouchAsked> for rules::TouchAsked {
    fn from(asked: TouchAsked) -> rules::TouchAsked {
        match asked {
            TouchAsked::Client => rules::TouchAsked::Client,
            TouchAsked::Therapist => rules::TouchAsked::Therapist,
            TouchAsked::Nobody => rules::TouchAsked::Nobody,
        }
    }
}

impl From<TouchNeed> for rules::TouchNeed {
    fn from(need: TouchNeed) -> rules::TouchNeed {
        match need {
            TouchNeed::Fall => rules::TouchNeed::Fall,
            TouchNeed::Resuscitation => rules::TouchNeed::Resuscitation,
        }
    }
}

impl From<rules::Outside> for TouchOutside {
    fn from(why: rules::Outside) -> TouchOutside {
        match why {
            rules::Outside::Need(rules::TouchNeed::Fall) => TouchOutside::Fall,
            rules::Outside::Need(rules::TouchNeed::Resuscitation) => TouchOutside::Resuscitation,
            rules::Outside::NoAgreement => TouchOutside::NoAgreement,
            rules::Outside::Part => TouchOutside::Part,
            rules::Outside::Withdrawn => TouchOutside::Withdrawn,
            rules::Outside::Person => TouchOutside::Person,
            rules::Outside::NotAsked => TouchOutside::NotAsked,
            rules::Outside::NoConsent => TouchOutside::NoConsent,
        }
    }
}

/// The agreement, with initials for people.
pub(super) fn agreement(t: &Titles<'_>, agreed: &rules::AgreementView) -> TouchAgreementView {
    TouchAgreementView {
        parts: agreed.parts.clone(),
        withdrawn: agreed.withdrawn.clone(),
        people: agreed.people.iter().map(|id| t.initials(*id)).collect(),
        stop: agreed.stop.clone(),
        text: agreed.text.clone(),
        carried: agreed.carried,
    }
}

/// A touch, with initials for people.
pub(super) fn touch(t: &Titles<'_>, one: &rules::TouchView) -> TouchView {
    TouchView {
        touch: one.touch,
        from_ms: one.from.0,
        until_ms: one.until.map(|until| until.0),
        part: one.part.clone(),
        people: one.people.iter().map(|id| t.initials(*id)).collect(),
        outside: one.outside.map(Into::into),
    }
}
