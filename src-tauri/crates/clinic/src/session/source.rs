//! Where an entry comes from: the lines of the protocol that it answers to, and the later entries that speak of it.

use super::Session;
use super::event::{Author, CheckId, Dose, Event};
use crate::protocol::Cite;

impl Session {
    /// The lines of the protocol that an entry answers to, rising: of a reading those of the checks it met and of the limits it crossed.
    pub fn cited(&self, seq: u64) -> Vec<u16> {
        let mut lines: Vec<u16> = self.cites(seq).into_iter().map(|cite| cite.line).collect();
        lines.sort_unstable();
        lines.dedup();
        lines
    }

    /// Later entries that star, strike or amend an entry, oldest first.
    pub fn about_entry(&self, seq: u64) -> Vec<u64> {
        let speaks = |event: &Event| match event {
            Event::Starred { target }
            | Event::Struck { target, .. }
            | Event::Amended { target, .. } => *target == seq,
            _ => false,
        };
        let rows = self.rows().iter().filter(|row| speaks(&row.event));
        rows.map(|row| row.seq).collect()
    }

    /// An entry that a person wrote of the day, with what struck or amended it while the session ran: what somebody signs who signs for this
    /// entry alone. Rising. None: there is no such entry, or it is the clock's, or it only speaks of another one.
    pub fn rows_of_entry(&self, seq: u64) -> Option<Vec<u64>> {
        let row = self.rows().get(usize::try_from(seq).ok()?)?;
        let tells = row.event.is_account() && !matches!(row.event, Event::Starred { .. });
        if row.by == Author::Clock || !tells {
            return None;
        }
        let mut rows = vec![seq];
        for row in self.rows() {
            if let Event::Struck { target, .. } | Event::Amended { target, .. } = row.event
                && rows.contains(&target)
            {
                rows.push(row.seq);
            }
        }
        Some(rows)
    }

    /// Whether an entry was struck.
    pub fn is_struck(&self, seq: u64) -> bool {
        let struck =
            |event: &Event| matches!(event, Event::Struck { target, .. } if *target == seq);
        self.rows().iter().any(|row| struck(&row.event))
    }

    fn event(&self, seq: u64) -> Option<&Event> {
        let row = self.rows().get(usize::try_from(seq).ok()?)?;
        Some(&row.event)
    }

    fn cites(&self, seq: u64) -> Vec<&Cite> {
        let protocol = self.protocol();
        let Some(event) = self.event(seq) else {
            return Vec::new();
        };
        match event {
            Event::ReadingTaken { .. } => {
                let rows = self.rows().iter();
                rows.flat_map(|row| match &row.event {
                    Event::CheckMet { check, reading, .. } if *reading == seq => {
                        self.of_check(*check)
                    }
                    Event::FlagRaised {
                        reading, crossing, ..
                    } if *reading == seq => self.of_limit(&crossing.limit),
                    Event::FlagRepeated { flag, reading, .. } if *reading == seq => {
                        self.of_flag(*flag)
                    }
                    _ => None,
                })
                .collect()
            }
            Event::Prompted { checks } | Event::Seen { checks } => {
                checks.iter().filter_map(|id| self.of_check(*id)).collect()
            }
            Event::Deferred { checks, .. } => {
                let checks = checks.iter().filter_map(|id| self.of_check(*id));
                checks.chain([&protocol.deferral.cite]).collect()
            }
            Event::FellLate { check }
            | Event::FellMissed { check }
            | Event::CheckMet { check, .. }
            | Event::RestExcused { check, .. }
            | Event::MissExplained { check, .. } => self.of_check(*check).into_iter().collect(),
            Event::Escalated { check, channel } => {
                let stages = protocol.escalation.iter();
                let stage = stages.filter(|stage| stage.channel == *channel);
                let check = self.of_check(*check).into_iter();
                check.chain(stage.map(|stage| &stage.cite)).collect()
            }
            Event::FlagRaised { crossing, .. } => {
                self.of_limit(&crossing.limit).into_iter().collect()
            }
            Event::FlagRepeated { flag, .. }
            | Event::FlagSettled { flag }
            | Event::TellAsked { flag, .. }
            | Event::ContactTold {
                flag: Some(flag), ..
            } => self.of_flag(*flag).into_iter().collect(),
            Event::QuietBegan { .. } | Event::QuietEnded | Event::QuietBroken { .. } => {
                vec![&protocol.quiet.cite]
            }
            Event::RedFlagSeen { kind } => {
                let known = protocol.red_flags.iter().filter(|one| one.id == *kind);
                known.map(|one| &one.cite).collect()
            }
            Event::DoseGiven { dose, .. } | Event::DoseTimeCorrected { dose, .. } => match dose {
                Dose::First => vec![&protocol.doses.first.cite],
                Dose::Supplemental => self.of_supplemental(),
            },
            Event::SupplementalNotGiven { .. }
            | Event::WindowOpened
            | Event::WindowClosed { .. } => self.of_supplemental(),
            Event::GateAnswered { gate, item, .. } | Event::GateOverridden { gate, item, .. } => {
                let gates = protocol.gates.iter().filter(|one| one.id == *gate);
                let items = gates.flat_map(|one| &one.items);
                items
                    .filter(|one| one.id == *item)
                    .map(|one| &one.cite)
                    .collect()
            }
            Event::StepTicked { step } => {
                let steps = protocol.run_sheet.iter().filter(|one| one.id == *step);
                steps.map(|one| &one.cite).collect()
            }
            Event::TrueTimeChecked { .. } => vec![&protocol.true_time.cite],
            Event::CameIn { .. } | Event::WentOut { .. } => vec![&protocol.presence.cite],
            Event::Drank { .. } => protocol.fluids.iter().map(|cap| &cap.cite).collect(),
            Event::ClosingAgreed { item, .. } => {
                let items = protocol.closing.items.iter();
                items
                    .filter(|one| one.id == *item)
                    .map(|one| &one.cite)
                    .collect()
            }
            Event::SessionClosed { .. } => vec![&protocol.closing.cite],
            _ => Vec::new(),
        }
    }

    fn of_check(&self, check: CheckId) -> Option<&Cite> {
        match check {
            CheckId::Planned { series, .. } => {
                let series = self.protocol().series.get(usize::from(series))?;
                Some(&series.cite)
            }
            CheckId::Recheck { flag, .. } => self.of_flag(flag),
        }
    }

    fn of_flag(&self, flag: u64) -> Option<&Cite> {
        match self.event(flag)? {
            Event::FlagRaised { crossing, .. } => self.of_limit(&crossing.limit),
            _ => None,
        }
    }

    fn of_limit(&self, id: &str) -> Option<&Cite> {
        let mut limits = self.protocol().limits.iter();
        limits.find(|limit| limit.id == id).map(|limit| &limit.cite)
    }

    fn of_supplemental(&self) -> Vec<&Cite> {
        let plan = self.protocol().doses.supplemental.iter();
        plan.map(|plan| &plan.dose.cite).collect()
    }
}
