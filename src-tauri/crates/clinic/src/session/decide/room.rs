//! The room: steps, phases, who is there, effects, fluids.

use super::{By, Draft, listed, words};
use crate::id::PersonId;
use crate::protocol::Valence;
use crate::quantity::Millilitres;
use crate::session::event::Event;
use crate::session::refusal::{DRINK_MAX, Refusal, SEVERITY_MAX};

impl Draft<'_> {
    pub(super) fn tick_step(&mut self, by: By, step: &str) -> Result<(), Refusal> {
        if !self
            .state
            .protocol
            .run_sheet
            .iter()
            .any(|known| known.id == step)
        {
            return Err(Refusal::UnknownItem);
        }
        if self.state.steps.contains_key(step) {
            return Err(Refusal::Already);
        }
        self.say(
            by,
            Event::StepTicked {
                step: step.to_owned(),
            },
        );
        Ok(())
    }

    pub(super) fn set_phase(&mut self, by: By, phase: &str) -> Result<(), Refusal> {
        if !self
            .state
            .protocol
            .phases
            .iter()
            .any(|known| known.id == phase)
        {
            return Err(Refusal::UnknownItem);
        }
        if self.state.phase.as_deref() == Some(phase) {
            return Err(Refusal::Already);
        }
        self.say(
            by,
            Event::PhaseSet {
                phase: phase.to_owned(),
            },
        );
        Ok(())
    }

    pub(super) fn come_in(&mut self, by: By, person: PersonId) -> Result<(), Refusal> {
        self.known(person)?;
        if self.state.present(by.happened).contains(&person) {
            return Err(Refusal::AlreadyPresent);
        }
        self.say(by, Event::CameIn { person });
        Ok(())
    }

    pub(super) fn go_out(
        &mut self,
        by: By,
        person: PersonId,
        handover: &str,
    ) -> Result<(), Refusal> {
        words(handover)?;
        self.known(person)?;
        if !self.state.present(by.happened).contains(&person) {
            return Err(Refusal::NotPresent);
        }
        self.say(
            by,
            Event::WentOut {
                person,
                handover: handover.to_owned(),
            },
        );
        Ok(())
    }

    pub(super) fn begin_effect(
        &mut self,
        by: By,
        effect: &str,
        text: &str,
        valence: Valence,
        severity: u8,
    ) -> Result<(), Refusal> {
        listed(
            self.state.protocol.effects.iter().map(|known| &known.id),
            effect,
            text,
        )?;
        within(severity)?;
        self.say(
            by,
            Event::EffectBegan {
                effect: effect.to_owned(),
                text: text.to_owned(),
                valence,
                severity,
            },
        );
        Ok(())
    }

    pub(super) fn change_effect(
        &mut self,
        by: By,
        effect: u64,
        severity: u8,
    ) -> Result<(), Refusal> {
        within(severity)?;
        self.open_effect(by, effect)?;
        self.say(by, Event::EffectChanged { effect, severity });
        Ok(())
    }

    pub(super) fn end_effect(&mut self, by: By, effect: u64) -> Result<(), Refusal> {
        self.open_effect(by, effect)?;
        self.say(by, Event::EffectEnded { effect });
        Ok(())
    }

    fn open_effect(&self, by: By, effect: u64) -> Result<(), Refusal> {
        let open = self
            .state
            .effects
            .get(&effect)
            .filter(|effect| !effect.ended);
        let since = open.ok_or(Refusal::NothingSuchOpen)?.since;
        (by.happened >= since)
            .then_some(())
            .ok_or(Refusal::HappenedTooEarly)
    }

    pub(super) fn drink(&mut self, by: By, amount: Millilitres) -> Result<(), Refusal> {
        if amount.0 == 0 || amount.0 > DRINK_MAX {
            return Err(Refusal::OutOfRange);
        }
        self.say(by, Event::Drank { amount });
        Ok(())
    }
}

fn within(severity: u8) -> Result<(), Refusal> {
    (severity <= SEVERITY_MAX)
        .then_some(())
        .ok_or(Refusal::OutOfRange)
}
