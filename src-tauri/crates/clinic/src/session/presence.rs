//! Who is in the room, and since when too few therapists were. Ordered by when people came and went, not when it was typed.

use super::event::Dose;
use super::state::{Move, State};
use crate::id::PersonId;
use crate::time::{Elapsed, Span};
use std::collections::BTreeSet;

/// A stretch with fewer therapists than the protocol asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Alone {
    pub from: Elapsed,
    /// None: still.
    pub until: Option<Elapsed>,
}

impl Alone {
    pub fn longer_than(&self, span: Span, now: Elapsed) -> bool {
        self.until.unwrap_or(now) - self.from > span
    }
}

impl State {
    /// Everybody in the room at that moment.
    pub fn present(&self, at: Elapsed) -> BTreeSet<PersonId> {
        let mut present = BTreeSet::new();
        for step in self.moves_in_order().iter().filter(|step| step.at <= at) {
            walk(&mut present, step);
        }
        present
    }

    /// Stretches after dose 1 with too few therapists, until the session ended.
    pub fn alone(&self) -> Vec<Alone> {
        let Some(dose) = self.dose(Dose::First) else {
            return Vec::new();
        };
        let end = self.ended.as_ref().map(|ended| ended.at);
        let wanted = usize::from(self.protocol.presence.therapists);
        let mut present = BTreeSet::new();
        let mut stretches = Vec::new();
        let mut since: Option<Elapsed> = None;
        let moves = self.moves_in_order();
        let (before, after): (Vec<&Move>, Vec<&Move>) =
            moves.iter().partition(|step| step.at <= dose);
        before.into_iter().for_each(|step| walk(&mut present, step));
        if self.therapists(&present) < wanted {
            since = Some(dose);
        }
        for step in after
            .into_iter()
            .filter(|step| end.is_none_or(|end| step.at <= end))
        {
            walk(&mut present, step);
            match (self.therapists(&present) < wanted, since) {
                (true, None) => since = Some(step.at),
                (false, Some(from)) => {
                    stretches.push(Alone {
                        from,
                        until: Some(step.at),
                    });
                    since = None;
                }
                _ => {}
            }
        }
        stretches.extend(since.map(|from| Alone { from, until: end }));
        stretches.retain(|alone| alone.until.is_none_or(|until| until > alone.from));
        stretches
    }

    fn therapists(&self, present: &BTreeSet<PersonId>) -> usize {
        let therapists = self.people.iter().filter(|person| person.is_therapist());
        therapists
            .filter(|person| present.contains(&person.id))
            .count()
    }

    fn moves_in_order(&self) -> Vec<Move> {
        let mut moves = self.moves.to_vec();
        moves.sort_by_key(|step| step.at);
        moves
    }
}

fn walk(present: &mut BTreeSet<PersonId>, step: &Move) {
    if step.came {
        present.insert(step.person);
    } else {
        present.remove(&step.person);
    }
}
