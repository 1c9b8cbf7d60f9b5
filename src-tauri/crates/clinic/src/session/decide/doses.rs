//! Doses: given once, their time corrected any number of times, the supplemental one decided about always.

use super::{By, Draft, reason, some_words, words};
use crate::conflict;
use crate::protocol::GateId;
use crate::session::act::Act;
use crate::session::event::{Dose, Event, NotGiven, Witness};
use crate::session::refusal::{DOSE_MAX, Refusal};
use crate::time::Elapsed;

impl Draft<'_> {
    pub(super) fn give_dose(&mut self, act: &Act, by: By) -> Result<(), Refusal> {
        let Act::GiveDose {
            dose,
            amount,
            kit,
            witness,
            out_of_window,
        } = act
        else {
            return Ok(());
        };
        if *dose == Dose::Supplemental && self.state.protocol.doses.supplemental.is_none() {
            return Err(Refusal::NoSuchDose);
        }
        if self.state.doses.contains_key(dose) {
            return Err(Refusal::DoseAlreadyGiven);
        }
        words(kit)?;
        out_of_window.as_deref().map_or(Ok(()), words)?;
        if amount.is_some_and(|amount| amount.0 == 0 || amount.0 > DOSE_MAX)
            || (amount.is_none() && kit.trim().is_empty())
        {
            return Err(Refusal::AmountOrKitNeeded);
        }
        if let Witness::Proven(second) = witness {
            self.second(by, *second)?;
        }
        let gate = match dose {
            Dose::First => GateId::Dose1,
            Dose::Supplemental => {
                self.within_window(by.happened, out_of_window.as_deref())?;
                GateId::Dose2
            }
        };
        self.gate_passed(gate, by.happened)?;
        self.together(by.happened)?;
        self.say(
            by,
            Event::DoseGiven {
                dose: *dose,
                amount: *amount,
                kit: kit.clone(),
                witness: *witness,
                out_of_window: out_of_window.clone().filter(|text| !text.trim().is_empty()),
            },
        );
        Ok(())
    }

    /// Those who are in the room make the pair that the protocol asks for. Their licences were looked at when the session began.
    fn together(&self, at: Elapsed) -> Result<(), Refusal> {
        let Some(team) = &self.state.protocol.team else {
            return Ok(());
        };
        let present = self.state.present(at);
        let people = self.state.people.iter();
        let there: Vec<_> = people
            .filter(|person| present.contains(&person.id))
            .map(|person| (person, None))
            .collect();
        Ok(conflict::together(team, &there)?)
    }

    fn within_window(&self, at: Elapsed, out_of_window: Option<&str>) -> Result<(), Refusal> {
        let first = self.state.dose(Dose::First).ok_or(Refusal::NoDoseYet)?;
        if at < first {
            return Err(Refusal::HappenedTooEarly);
        }
        let (opens, closes) = self.state.window().ok_or(Refusal::NoSuchDose)?;
        let explained = out_of_window.is_some_and(|text| !text.trim().is_empty());
        if (at < opens || at > closes) && !explained {
            return Err(Refusal::OutOfWindowNeedsReason { opens, closes });
        }
        Ok(())
    }

    /// The moment of the act is the time the dose is corrected to.
    pub(super) fn correct_dose_time(
        &mut self,
        by: By,
        dose: Dose,
        why: &str,
    ) -> Result<(), Refusal> {
        some_words(why)?;
        let from = self.state.dose(dose).ok_or(Refusal::NoDoseYet)?;
        let to = by.happened;
        let first = self.state.dose(Dose::First);
        let second = self.state.dose(Dose::Supplemental);
        let in_order = match dose {
            Dose::First => second.is_none_or(|second| to <= second),
            Dose::Supplemental => first.is_none_or(|first| to >= first),
        };
        if !in_order {
            return Err(Refusal::HappenedTooEarly);
        }
        let now = By {
            happened: self.now,
            ..by
        };
        self.say(
            now,
            Event::DoseTimeCorrected {
                dose,
                from,
                to,
                reason: why.to_owned(),
            },
        );
        Ok(())
    }

    pub(super) fn decide_not_given(
        &mut self,
        by: By,
        decision: NotGiven,
        id: &str,
        text: &str,
    ) -> Result<(), Refusal> {
        if self.state.protocol.doses.supplemental.is_none() {
            return Err(Refusal::NoSuchDose);
        }
        let first = self.state.dose(Dose::First).ok_or(Refusal::NoDoseYet)?;
        if by.happened < first {
            return Err(Refusal::HappenedTooEarly);
        }
        if self.state.doses.contains_key(&Dose::Supplemental) {
            return Err(Refusal::DoseAlreadyGiven);
        }
        reason(&self.state.protocol.reasons.supplemental, id, text)?;
        self.say(
            by,
            Event::SupplementalNotGiven {
                decision,
                reason: id.to_owned(),
                text: text.to_owned(),
            },
        );
        Ok(())
    }
}
