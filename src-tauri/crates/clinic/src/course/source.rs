//! Where an entry of a course comes from: the lines of the protocol that it answers to, and the later entries that speak of it.

use super::Course;
use super::event::Event;
use crate::protocol::Cite;
use crate::protocol::course::Plan;

impl Course {
    /// The lines of the protocol that an entry answers to.
    pub fn cited(&self, plan: &Plan, seq: u64) -> Vec<u16> {
        let row = usize::try_from(seq).ok().and_then(|at| self.rows().get(at));
        let cite: Option<&Cite> = row.and_then(|row| match &row.event {
            Event::Answered(answered) => of(&plan.items, |one| {
                (one.id == answered.item).then_some(&one.cite)
            }),
            Event::AgreementNarrowed { item, .. } => {
                of(&plan.items, |one| (one.id == *item).then_some(&one.cite))
            }
            Event::ConsentGiven { consent, .. } | Event::ConsentWithdrawn { consent, .. } => {
                of(&plan.consents, |one| {
                    (one.id == *consent).then_some(&one.cite)
                })
            }
            Event::VisitBegun(begun) => of(&plan.visits, |one| {
                (one.id == begun.visit).then_some(&one.cite)
            }),
            Event::VisitClosed { visit, .. }
            | Event::VisitHeldOtherwise { visit, .. }
            | Event::VisitNotHeld { visit, .. } => {
                of(&plan.visits, |one| (one.id == *visit).then_some(&one.cite))
            }
            Event::GateOverridden { gate, .. } => {
                of(&plan.gates, |one| (one.id == *gate).then_some(&one.cite))
            }
            Event::MeasureTaken(_) => Some(&plan.outcome.cite),
            _ => None,
        });
        cite.into_iter().map(|cite| cite.line).collect()
    }

    /// Later entries that strike or amend an entry of this course, oldest first.
    pub fn about_entry(&self, entry: u64) -> Vec<u64> {
        let speaks = |event: &Event| match event {
            Event::Struck { seq, .. } => *seq == entry,
            Event::Amended { session, seq, .. } => session.is_none() && *seq == entry,
            _ => false,
        };
        let rows = self.rows().iter().filter(|row| speaks(&row.event));
        rows.map(|row| row.seq).collect()
    }
}

fn of<T>(all: &[T], cite: impl Fn(&T) -> Option<&Cite>) -> Option<&Cite> {
    all.iter().find_map(cite)
}
