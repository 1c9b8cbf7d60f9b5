//! What does not move during a session: the client's code, the people, the protocol's words and numbers.

use super::{Priority, Sign, Valence};
use crate::people::Person;
use serde::Serialize;
#[cfg(test)]
use ts_rs::TS;

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "plan.ts"))]
pub struct SessionPlan {
    pub session: String,
    pub client_code: String,
    pub number: u16,
    pub training: bool,
    pub protocol: String,
    pub protocol_title: String,
    pub digest: String,
    pub people: Vec<Person>,
    /// Title, planned micrograms, line of the first dose.
    pub dose1: PlannedDose,
    pub dose2: Option<PlannedDose>,
    pub limits: Vec<LimitLine>,
    pub plausible: Vec<PlausibleRange>,
    pub deferral_reasons: Vec<Choice>,
    pub deferral_minutes: u32,
    pub deferral_cap: u8,
    pub deferral_line: u16,
    pub missed_reasons: Vec<Choice>,
    pub partial_reasons: Vec<Choice>,
    pub supplemental_reasons: Vec<Choice>,
    pub quiet_offers_ms: Vec<i64>,
    pub quiet_line: u16,
    pub phases: Vec<Choice>,
    pub effects: Vec<EffectChoice>,
    pub tags: Vec<Choice>,
    pub fluid: Option<FluidPlan>,
    pub red_flags: Vec<RedFlagChoice>,
    pub site: String,
    pub contacts: Vec<ContactLine>,
    pub cards: Vec<HelpCard>,
    /// How long the longest interval of each sign's series is: older values grey.
    pub therapists: u8,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "plan.ts"))]
pub struct PlannedDose {
    pub title: String,
    /// Micrograms.
    pub amount: Option<u32>,
    pub line: u16,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "plan.ts"))]
pub struct LimitLine {
    pub id: String,
    pub sign: Sign,
    pub above: Option<i32>,
    pub below: Option<i32>,
    pub above_baseline: Option<i32>,
    pub priority: Priority,
    pub card: String,
    pub line: u16,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "plan.ts"))]
pub struct PlausibleRange {
    pub sign: Sign,
    pub from: i32,
    pub to: i32,
}

/// Something to pick.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "plan.ts"))]
pub struct Choice {
    pub id: String,
    pub title: String,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "plan.ts"))]
pub struct EffectChoice {
    pub id: String,
    pub title: String,
    pub valence: Valence,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "plan.ts"))]
pub struct FluidPlan {
    pub cap_ml: u32,
    pub glass_ml: u32,
    pub line: u16,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "plan.ts"))]
pub struct RedFlagChoice {
    pub id: String,
    pub title: String,
    /// Card shown first.
    pub card: String,
    pub line: u16,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "plan.ts"))]
pub struct ContactLine {
    pub id: String,
    pub title: String,
    pub phone: String,
    pub say: String,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "plan.ts"))]
pub struct HelpCard {
    pub id: String,
    pub title: String,
    pub observe: String,
    pub steps: Vec<String>,
}
