//! What a gate asks for, and what is there on a day.

use super::ConsentState;
use crate::course::known::{Known, Past, measure_id};
use crate::id::PersonId;
use crate::protocol::course::{Consent, Gate, ItemKind};
use crate::time::Date;

/// A gate on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateNow {
    /// Its name.
    pub id: String,
    /// The phase behind it.
    pub before: String,
    /// Words.
    pub title: String,
    /// Line of the protocol.
    pub line: u16,
    /// Everything that it asks for: visits, items, consents, measures.
    pub needs: Vec<NeedNow>,
    /// Every time two people went past it.
    pub overrides: Vec<Override>,
    /// The day on which the phase behind it began; what is there is told as of that day.
    pub passed: Option<Date>,
    /// Rows of the course that answer what it asks for, as it stands: what somebody signs who signs for the gate. Rising. A dosing visit is
    /// answered by its session, which has rows of its own.
    pub answered: Vec<u64>,
}

impl GateNow {
    /// Whether something is missing that nobody went past. (A gate with something open is not yet passed.)
    pub fn is_open(&self) -> bool {
        self.needs.iter().any(|need| !need.state.is_settled())
    }

    /// What is missing, as `item:ecg`.
    pub fn missing(&self) -> Vec<String> {
        self.needs
            .iter()
            .filter(|need| !need.state.is_settled())
            .map(|need| need.need.key())
            .collect()
    }

    /// The same in the words of the protocol.
    pub fn asks(&self) -> Vec<String> {
        self.needs
            .iter()
            .filter(|need| !need.state.is_settled())
            .map(|need| need.title.clone())
            .collect()
    }

    /// What is missing and never gone past: consents, and what two people decided against.
    pub fn barring(&self) -> Vec<&NeedNow> {
        let bars = |need: &&NeedNow| {
            !need.state.is_settled()
                && (matches!(need.need, Need::Consent(_))
                    || matches!(need.state, NeedState::DecidedAgainst { .. }))
        };
        self.needs.iter().filter(bars).collect()
    }

    /// Whether two people may go past it: something is missing, and nothing of it bars.
    pub fn may_be_overridden(&self) -> bool {
        self.is_open() && self.barring().is_empty()
    }
}

/// Two people who went past a gate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// Day.
    pub on: Date,
    /// Entered by.
    pub by: PersonId,
    /// The second person.
    pub second: PersonId,
    /// Why.
    pub reason: String,
    /// What was missing then.
    pub missing: Vec<String>,
    /// Row.
    pub row: u64,
}

/// One thing that a gate asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// An item answered.
    Item(String),
    /// A visit held.
    Visit(String),
    /// A consent that stands.
    Consent(String),
    /// A measure taken.
    Measure(String),
}

impl Need {
    /// As records and refusals write it: `item:ecg`.
    pub fn key(&self) -> String {
        match self {
            Need::Item(id) => format!("item:{id}"),
            Need::Visit(id) => format!("visit:{id}"),
            Need::Consent(id) => format!("consent:{id}"),
            Need::Measure(id) => format!("measure:{id}"),
        }
    }
}

/// One thing that a gate asks for, with what is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeedNow {
    /// What.
    pub need: Need,
    /// Words; the name of the file for a measure.
    pub title: String,
    /// Line of the protocol: of the item, visit or consent; of the gate for a measure.
    pub line: u16,
    /// What is there.
    pub state: NeedState,
}

/// What is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NeedState {
    /// It is there.
    Met {
        /// Since that day.
        on: Date,
        /// Entered by; none for a dosing session.
        by: Option<PersonId>,
        /// Last day on which it holds.
        until: Option<Date>,
        /// Row.
        row: Option<u64>,
    },
    /// It was there and has lapsed.
    Lapsed {
        /// Found on that day.
        on: Date,
        /// Last day on which it held.
        until: Date,
        /// Row.
        row: u64,
    },
    /// A consent that was taken back.
    Withdrawn {
        /// On that day.
        on: Date,
        /// Row.
        row: u64,
    },
    /// A consent to another version of the text.
    OtherVersion {
        /// Which.
        version: u16,
        /// Row.
        row: u64,
    },
    /// The decision was that the treatment may not be offered.
    DecidedAgainst {
        /// On that day.
        on: Date,
        /// Row.
        row: u64,
    },
    /// It is not there.
    Missing,
    /// It is not there, and two people went past it.
    Overridden {
        /// On that day.
        on: Date,
        /// Row.
        row: u64,
    },
}

impl NeedState {
    /// The row that says how it is.
    fn row(&self) -> Option<u64> {
        match self {
            NeedState::Met { row, .. } => *row,
            NeedState::Lapsed { row, .. }
            | NeedState::Withdrawn { row, .. }
            | NeedState::OtherVersion { row, .. }
            | NeedState::DecidedAgainst { row, .. }
            | NeedState::Overridden { row, .. } => Some(*row),
            NeedState::Missing => None,
        }
    }

    /// Whether it stands in nobody's way.
    pub fn is_settled(&self) -> bool {
        matches!(self, NeedState::Met { .. } | NeedState::Overridden { .. })
    }
}

pub(super) fn consent_state(known: &Known<'_>, consent: &Consent) -> ConsentState {
    let Some(said) = known.consents.get(consent.id.as_str()) else {
        return ConsentState::NotGiven;
    };
    let (on, by, row) = (said.row.on, said.row.by, said.row.seq);
    if !said.given {
        return ConsentState::Withdrawn { on, by, row };
    }
    if said.version != consent.version {
        return ConsentState::OtherVersion {
            version: said.version,
            on,
            row,
        };
    }
    ConsentState::Stands { on, by, row }
}

/// Row of a consent that stands.
pub(super) fn consent_row(known: &Known<'_>, consent: &str) -> Option<u64> {
    match consent_state(known, known.plan.consent(consent)?) {
        ConsentState::Stands { row, .. } => Some(row),
        ConsentState::NotGiven
        | ConsentState::OtherVersion { .. }
        | ConsentState::Withdrawn { .. } => None,
    }
}

fn consent_need(known: &Known<'_>, id: &str) -> NeedState {
    let Some(consent) = known.plan.consent(id) else {
        return NeedState::Missing;
    };
    match consent_state(known, consent) {
        ConsentState::NotGiven => NeedState::Missing,
        ConsentState::Stands { on, by, row } => NeedState::Met {
            on,
            by: Some(by),
            until: None,
            row: Some(row),
        },
        ConsentState::OtherVersion { version, row, .. } => NeedState::OtherVersion { version, row },
        ConsentState::Withdrawn { on, row, .. } => NeedState::Withdrawn { on, row },
    }
}

fn held(on: Date, by: PersonId, row: u64, until: Option<Date>, day: Date) -> NeedState {
    match until {
        Some(until) if day > until => NeedState::Lapsed { on, until, row },
        Some(_) | None => NeedState::Met {
            on,
            by: Some(by),
            until,
            row: Some(row),
        },
    }
}

fn item_need(known: &Known<'_>, id: &str, day: Date) -> NeedState {
    match known.plan.item(id).map(|item| &item.kind) {
        Some(ItemKind::Consent(consent)) => consent_need(known, consent),
        Some(ItemKind::Decision) => match known.decision {
            None => NeedState::Missing,
            Some((row, true, _, until)) => held(row.on, row.by, row.seq, until, day),
            Some((row, false, ..)) => NeedState::DecidedAgainst {
                on: row.on,
                row: row.seq,
            },
        },
        Some(_) => match known.answers.get(id) {
            None => NeedState::Missing,
            Some((row, answered)) => held(row.on, row.by, row.seq, answered.valid_until, day),
        },
        None => NeedState::Missing,
    }
}

fn visit_need(known: &Known<'_>, id: &str) -> NeedState {
    let Some(on) = known.held_on(id) else {
        return NeedState::Missing;
    };
    let fate = known.fate(id);
    let other = fate.otherwise.map(|(row, ..)| row);
    let row = other.or(fate.begun.map(|(row, _)| row));
    let row = row.filter(|_| !known.dosing.contains_key(id));
    NeedState::Met {
        on,
        by: row.map(|row| row.by),
        until: None,
        row: row.map(|row| row.seq),
    }
}

/// Rows that say that a visit was held: that it began and that it was closed, or that it was held otherwise.
fn visit_rows(known: &Known<'_>, id: &str) -> Vec<u64> {
    if known.dosing.contains_key(id) {
        return Vec::new();
    }
    let fate = known.fate(id);
    if let Some((row, ..)) = fate.otherwise {
        return vec![row.seq];
    }
    let begun = fate.begun.map(|(row, _)| row.seq);
    let closed = fate.closed.map(|(row, _)| row.seq);
    begun.into_iter().chain(closed).collect()
}

fn measure_need(known: &Known<'_>, id: &str) -> NeedState {
    let since = known.last_dosing();
    let taken = known.measures.iter().rev().find(|(row, taken)| {
        measure_id(&taken.measure) == id && since.is_none_or(|since| row.on > since)
    });
    taken.map_or(NeedState::Missing, |(row, _)| NeedState::Met {
        on: row.on,
        by: Some(row.by),
        until: None,
        row: Some(row.seq),
    })
}

/// A gate on a day.
pub(in crate::course) fn gate_now(known: &Known<'_>, gate: &Gate, day: Date) -> GateNow {
    let past: &[Past<'_>] = known
        .past
        .get(gate.id.as_str())
        .map_or(&[], |past| past.as_slice());
    let mut needs = Vec::new();
    let mut push = |need: Need, title: &str, line: u16, state: NeedState| {
        let key = need.key();
        // Consents are never gone past; the rest only as it was named then.
        let over = past
            .iter()
            .rev()
            .find(|past| past.missing.contains(&key))
            .filter(|_| !matches!(need, Need::Consent(_)) && !state.is_settled());
        let state = over.map_or(state, |past| NeedState::Overridden {
            on: past.row.on,
            row: past.row.seq,
        });
        needs.push(NeedNow {
            need,
            title: title.to_owned(),
            line,
            state,
        });
    };
    let plan = known.plan;
    for id in &gate.visits {
        let (title, line) = plan
            .visit(id)
            .map_or(("", 0), |visit| (visit.title.as_str(), visit.cite.line));
        push(Need::Visit(id.clone()), title, line, visit_need(known, id));
    }
    for id in &gate.items {
        let (title, line) = plan
            .item(id)
            .map_or(("", 0), |item| (item.title.as_str(), item.cite.line));
        let need = match plan.item(id).map(|item| &item.kind) {
            Some(ItemKind::Consent(consent)) => Need::Consent(consent.clone()),
            Some(_) | None => Need::Item(id.clone()),
        };
        push(need, title, line, item_need(known, id, day));
    }
    for id in &gate.consents {
        let (title, line) = plan.consent(id).map_or(("", 0), |consent| {
            (consent.title.as_str(), consent.cite.line)
        });
        push(
            Need::Consent(id.clone()),
            title,
            line,
            consent_need(known, id),
        );
    }
    for id in &gate.measures {
        push(
            Need::Measure(id.clone()),
            id,
            gate.cite.line,
            measure_need(known, id),
        );
    }
    let mut answered: Vec<u64> = gate
        .visits
        .iter()
        .flat_map(|id| visit_rows(known, id))
        .chain(needs.iter().filter_map(|need| need.state.row()))
        .collect();
    answered.sort_unstable();
    answered.dedup();
    let overrides = past.iter().map(|past| Override {
        on: past.row.on,
        by: past.row.by,
        second: past.second,
        reason: past.reason.to_owned(),
        missing: past.missing.to_vec(),
        row: past.row.seq,
    });
    GateNow {
        id: gate.id.clone(),
        before: gate.before.clone(),
        title: gate.title.clone(),
        line: gate.cite.line,
        needs,
        overrides: overrides.collect(),
        passed: None,
        answered,
    }
}
