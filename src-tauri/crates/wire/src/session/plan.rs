//! What does not move during a session: the client's code, the people, the protocol's words and numbers.

use super::{Priority, Sign, Valence};
use crate::course::CarriedIn;
use crate::people::Person;
use serde::Serialize;
#[cfg(test)]
use ts_rs::TS;

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "plan.ts"))]
pub struct SessionPlan {
    pub session: String,
    /// Id of the client, where forms about them wait; of a session that another vault recorded, nought.
    pub client: String,
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
    /// How many therapists the protocol asks for.
    pub therapists: u8,
    /// The client's intention and the plan for stopping early, from preparation; of a session that another vault recorded, none.
    pub carried: Vec<CarriedIn>,
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

use clinic::protocol::{Bound, DosePlan, Reason};
use companion::session::Live;
use companion::{Companion, Error, SessionId};

fn choices(reasons: &[Reason]) -> Vec<Choice> {
    reasons
        .iter()
        .map(|reason| Choice {
            id: reason.id.clone(),
            title: reason.title.clone(),
        })
        .collect()
}

fn dose(plan: &DosePlan) -> PlannedDose {
    PlannedDose {
        title: plan.title.clone(),
        amount: plan.amount.map(|amount| amount.0),
        line: plan.cite.line,
    }
}

/// What does not move during this session.
pub fn plan(live: &Live, training: bool, people: Vec<Person>) -> SessionPlan {
    let protocol = live.session.protocol();
    SessionPlan {
        session: live.row.id.to_string(),
        client: live.row.client.to_string(),
        client_code: live.client_code.clone(),
        number: live.row.number,
        training,
        protocol: protocol.name(),
        protocol_title: protocol.title.clone(),
        digest: clinic::id::hex(&live.row.protocol),
        people,
        dose1: dose(&protocol.doses.first),
        dose2: protocol
            .doses
            .supplemental
            .as_ref()
            .map(|plan| dose(&plan.dose)),
        limits: protocol
            .limits
            .iter()
            .map(|limit| {
                let (mut above, mut below, mut above_baseline) = (None, None, None);
                match limit.bound {
                    Bound::Above(at) => above = Some(at),
                    Bound::Below(at) => below = Some(at),
                    Bound::AboveBaseline(by) => above_baseline = Some(by),
                }
                LimitLine {
                    id: limit.id.clone(),
                    sign: limit.sign.into(),
                    above,
                    below,
                    above_baseline,
                    priority: limit.priority.into(),
                    card: limit.card.clone(),
                    line: limit.cite.line,
                }
            })
            .collect(),
        plausible: protocol
            .plausible
            .iter()
            .map(|range| PlausibleRange {
                sign: range.sign.into(),
                from: range.from,
                to: range.to,
            })
            .collect(),
        deferral_reasons: choices(&protocol.deferral.reasons),
        deferral_minutes: u32::try_from(protocol.deferral.again_after.whole_minutes()).unwrap_or(0),
        deferral_cap: protocol.deferral.cap,
        deferral_line: protocol.deferral.cite.line,
        missed_reasons: choices(&protocol.reasons.missed),
        partial_reasons: choices(&protocol.reasons.partial),
        supplemental_reasons: choices(&protocol.reasons.supplemental),
        quiet_offers_ms: protocol.quiet.offered.iter().map(|span| span.0).collect(),
        quiet_line: protocol.quiet.cite.line,
        phases: protocol
            .phases
            .iter()
            .map(|p| Choice {
                id: p.id.clone(),
                title: p.title.clone(),
            })
            .collect(),
        effects: protocol
            .effects
            .iter()
            .map(|e| EffectChoice {
                id: e.id.clone(),
                title: e.title.clone(),
                valence: e.valence.into(),
            })
            .collect(),
        tags: protocol
            .tags
            .iter()
            .map(|t| Choice {
                id: t.id.clone(),
                title: t.title.clone(),
            })
            .collect(),
        fluid: protocol.fluids.as_ref().map(|f| FluidPlan {
            cap_ml: f.cap.0,
            glass_ml: f.glass.0,
            line: f.cite.line,
        }),
        red_flags: protocol
            .red_flags
            .iter()
            .map(|kind| RedFlagChoice {
                id: kind.id.clone(),
                title: kind.title.clone(),
                card: kind.card.clone(),
                line: kind.cite.line,
            })
            .collect(),
        site: protocol.help.site.clone(),
        contacts: protocol
            .help
            .contacts
            .iter()
            .map(|c| ContactLine {
                id: c.id.clone(),
                title: c.title.clone(),
                phone: c.phone.clone(),
                say: c.say.clone(),
            })
            .collect(),
        cards: protocol
            .help
            .cards
            .iter()
            .map(|card| HelpCard {
                id: card.id.clone(),
                title: card.title.clone(),
                observe: card.observe.clone(),
                steps: card.steps.clone(),
            })
            .collect(),
        therapists: protocol.presence.therapists,
        carried: Vec::new(),
    }
}

impl SessionPlan {
    /// The plan of a session.
    pub fn of(companion: &mut Companion, id: SessionId) -> Result<SessionPlan, Error> {
        companion.looked(companion::inspection::Looked::Session(id))?;
        let training = companion.vault_opened()?.training;
        let live = companion.session_load(id)?;
        let records = companion.people()?;
        let people = live
            .session
            .people()
            .iter()
            .map(|person| {
                let now = records.iter().find(|record| record.person.id == person.id);
                Person {
                    id: person.id.to_string(),
                    name: person.name.clone(),
                    initials: person.initials.clone(),
                    roles: person.roles.iter().map(|role| (*role).into()).collect(),
                    has_pin: now.is_some_and(|record| record.has_pin),
                    has_passphrase: now.is_some_and(|record| record.has_passphrase),
                }
            })
            .collect();
        let initials = |id: companion::PersonId| {
            let record = records.iter().find(|record| record.person.id == id);
            record.map_or_else(String::new, |record| record.person.initials.clone())
        };
        let carried = CarriedIn::all(companion.session_carried(id)?, &initials);
        Ok(SessionPlan {
            carried,
            ..plan(&live, training, people)
        })
    }
}
