//! The room: since when too few are in it, how much was drunk.

use crate::quantity::Millilitres;
use crate::session::event::Dose;
use crate::session::state::State;
use crate::time::Elapsed;

impl State {
    /// Since when fewer therapists are in the room than the protocol asks for; none before dose 1 or after the end.
    pub fn alone_since(&self) -> Option<Elapsed> {
        if self.ended.is_some() {
            return None;
        }
        let last = self.alone().pop()?;
        last.until.is_none().then_some(last.from)
    }

    /// Since dose 1; before it, since arrival.
    pub fn drunk(&self) -> Millilitres {
        let since = self.dose(Dose::First).unwrap_or(Elapsed(0));
        let counted = self.drinks.values().filter(|drink| drink.at >= since);
        Millilitres(counted.fold(0, |sum, drink| sum.saturating_add(drink.amount.0)))
    }

    /// When more had been drunk since dose 1 than the protocol's cap.
    pub fn over_cap(&self) -> Option<(Elapsed, u16)> {
        let rule = self.protocol.fluids.as_ref()?;
        let since = self.dose(Dose::First)?;
        let mut drinks: Vec<(Elapsed, u32)> = self
            .drinks
            .values()
            .filter(|drink| drink.at >= since)
            .map(|drink| (drink.at, drink.amount.0))
            .collect();
        drinks.sort_unstable();
        let mut sum = 0u32;
        let over = drinks.into_iter().find(|(_, amount)| {
            sum = sum.saturating_add(*amount);
            sum > rule.cap.0
        });
        over.map(|(at, _)| (at, rule.cite.line))
    }
}
