//! Gates: answered, taken back, passed over by two; the laptop compared with a reference clock.

use super::{By, Draft, some_words};
use crate::id::PersonId;
use crate::protocol::{GateId, GateItem, GateItemKind};
use crate::session::board::GateItemState;
use crate::session::event::{Event, GateAnswer};
use crate::session::refusal::Refusal;
use crate::time::{Elapsed, Span};

impl Draft<'_> {
    pub(super) fn answer_gate(
        &mut self,
        by: By,
        gate: GateId,
        item: &str,
        answer: &GateAnswer,
    ) -> Result<(), Refusal> {
        let found = self.item(gate, item)?;
        match (&found.kind, answer) {
            (GateItemKind::Tick, GateAnswer::Yes) => {}
            (GateItemKind::Finding, GateAnswer::Finding { text }) => some_words(text)?,
            (GateItemKind::Timekeeper, GateAnswer::Timekeeper { person, .. }) => {
                self.known(*person)?
            }
            (
                GateItemKind::Tick | GateItemKind::Finding | GateItemKind::Timekeeper,
                GateAnswer::Withdrawn { reason },
            ) => {
                some_words(reason)?;
                if !self.state.answers.contains_key(&(gate, item.to_owned())) {
                    return Err(Refusal::NothingSuchOpen);
                }
            }
            _ => return Err(Refusal::WrongAnswer),
        }
        self.say(
            by,
            Event::GateAnswered {
                gate,
                item: item.to_owned(),
                answer: answer.clone(),
            },
        );
        Ok(())
    }

    pub(super) fn override_gate(
        &mut self,
        by: By,
        gate: GateId,
        item: &str,
        reason: &str,
        second: PersonId,
    ) -> Result<(), Refusal> {
        some_words(reason)?;
        self.second(by, second)?;
        let found = self.item(gate, item)?;
        match self.state.item_state(gate, &found, by.happened) {
            GateItemState::Open | GateItemState::Expired => {}
            GateItemState::Met | GateItemState::Overridden { .. } => return Err(Refusal::Already),
        }
        self.say(
            by,
            Event::GateOverridden {
                gate,
                item: item.to_owned(),
                reason: reason.to_owned(),
                second,
            },
        );
        Ok(())
    }

    pub(super) fn compare_true_time(
        &mut self,
        by: By,
        difference: Span,
        reference: &str,
        second: PersonId,
    ) -> Result<(), Refusal> {
        some_words(reference)?;
        self.second(by, second)?;
        self.say(
            by,
            Event::TrueTimeChecked {
                difference,
                reference: reference.to_owned(),
                second,
            },
        );
        Ok(())
    }

    /// Every item of the gate is met or passed over at that moment.
    pub(super) fn gate_passed(&self, gate: GateId, at: Elapsed) -> Result<(), Refusal> {
        let items = self.state.open_items(gate, at);
        if items.is_empty() {
            return Ok(());
        }
        Err(Refusal::GateOpen { gate, items })
    }

    fn item(&self, gate: GateId, item: &str) -> Result<GateItem, Refusal> {
        let items = self
            .state
            .gate(gate)
            .into_iter()
            .flat_map(|gate| &gate.items);
        let mut found = items.filter(|known| known.id == item);
        found.next().cloned().ok_or(Refusal::UnknownItem)
    }
}
