//! Gates: where each item stands at a moment, who said so, and until when it holds.

use super::board::{GateItemState, GateItemView, GateView};
use super::event::GateAnswer;
use super::state::State;
use crate::id::PersonId;
use crate::protocol::{Gate, GateId, GateItem, GateItemKind};
use crate::quantity::Sign;
use crate::time::Elapsed;

/// An item that was met: by whom where a person said so, since when.
struct Standing {
    answer: Option<GateAnswer>,
    by: Option<PersonId>,
    since: Elapsed,
}

impl State {
    /// The gate as the protocol lists it.
    pub fn gate(&self, id: GateId) -> Option<&Gate> {
        self.protocol.gates.iter().find(|gate| gate.id == id)
    }

    /// Ids of the items that are neither met nor passed over at that moment.
    pub fn open_items(&self, id: GateId, at: Elapsed) -> Vec<String> {
        let items = self.gate(id).into_iter().flat_map(|gate| &gate.items);
        items
            .filter(|item| {
                matches!(
                    self.item_state(id, item, at),
                    GateItemState::Open | GateItemState::Expired
                )
            })
            .map(|item| item.id.clone())
            .collect()
    }

    pub fn gate_views(&self, at: Elapsed) -> Vec<GateView> {
        self.protocol
            .gates
            .iter()
            .map(|gate| self.gate_view(gate, at))
            .collect()
    }

    /// The soonest moment after this one at which a met item expires.
    pub fn next_expiry(&self, at: Elapsed) -> Option<Elapsed> {
        let gates = self.protocol.gates.iter();
        gates
            .flat_map(|gate| gate.items.iter().map(move |item| (gate.id, item)))
            .filter_map(|(gate, item)| self.holds_until(gate, item))
            .filter(|until| *until > at)
            .min()
    }

    pub fn item_state(&self, gate: GateId, item: &GateItem, at: Elapsed) -> GateItemState {
        let standing = self.standing(gate, item);
        let holds = |until: Option<Elapsed>| until.is_none_or(|until| at < until);
        if standing.is_some() && holds(self.holds_until(gate, item)) {
            return GateItemState::Met;
        }
        match self.overrides.get(&(gate, item.id.clone())) {
            Some(passed) => GateItemState::Overridden {
                reason: passed.reason.clone(),
                second: passed.second,
            },
            None if standing.is_some() => GateItemState::Expired,
            None => GateItemState::Open,
        }
    }

    fn gate_view(&self, gate: &Gate, at: Elapsed) -> GateView {
        let items: Vec<GateItemView> = gate
            .items
            .iter()
            .map(|item| self.item_view(gate.id, item, at))
            .collect();
        let open = |item: &&GateItemView| {
            matches!(item.state, GateItemState::Open | GateItemState::Expired)
        };
        let overridden =
            |item: &&GateItemView| matches!(item.state, GateItemState::Overridden { .. });
        GateView {
            id: gate.id,
            open: items.iter().filter(open).count(),
            overridden: items.iter().filter(overridden).count(),
            items,
        }
    }

    fn item_view(&self, gate: GateId, item: &GateItem, at: Elapsed) -> GateItemView {
        let standing = self.standing(gate, item);
        let passed = self.overrides.get(&(gate, item.id.clone()));
        let state = self.item_state(gate, item, at);
        let by = match (&state, &standing, passed) {
            (GateItemState::Overridden { .. }, _, Some(passed)) => Some((passed.by, passed.at)),
            (_, Some(standing), _) => standing.by.map(|by| (by, standing.since)),
            _ => None,
        };
        GateItemView {
            id: item.id.clone(),
            title: item.title.clone(),
            line: item.cite.line,
            state,
            answer: standing.and_then(|standing| standing.answer),
            by,
            holds_until: self.holds_until(gate, item),
        }
    }

    fn holds_until(&self, gate: GateId, item: &GateItem) -> Option<Elapsed> {
        Some(self.standing(gate, item)?.since + item.holds_for?)
    }

    fn standing(&self, gate: GateId, item: &GateItem) -> Option<Standing> {
        match &item.kind {
            GateItemKind::Signs(signs) => self.signs_since(signs).map(|since| Standing {
                answer: None,
                by: None,
                since,
            }),
            GateItemKind::TrueTime => self.true_time.map(|seen| Standing {
                answer: None,
                by: Some(seen.by),
                since: seen.at,
            }),
            GateItemKind::Tick | GateItemKind::Finding | GateItemKind::Timekeeper => {
                let answer = self.answers.get(&(gate, item.id.clone()))?;
                Some(Standing {
                    answer: Some(answer.answer.clone()),
                    by: Some(answer.by),
                    since: answer.at,
                })
            }
        }
    }

    /// When the oldest of the latest values was taken; none while one is missing.
    fn signs_since(&self, signs: &[Sign]) -> Option<Elapsed> {
        let latest = |sign: &Sign| Some(self.last_value(*sign, Elapsed(i64::MAX))?.1);
        let times: Option<Vec<Elapsed>> = signs.iter().map(latest).collect();
        times?.into_iter().min()
    }
}
