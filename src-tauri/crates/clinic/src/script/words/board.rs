//! A board as short facts, for `shows`.

use super::{Words, channel_word, dose_word, ending_word, gate_word, shown, state_word, wake_word};
use crate::session::board::{Board, GateItemState, SupplementalDecision};
use crate::session::event::NotGiven;

impl Words<'_> {
    /// Everything a board shows, as short facts.
    pub fn facts(&self, board: &Board) -> Vec<String> {
        let mut facts = vec![format!("elapsed {}", self.time(board.now))];
        facts.extend(board.estimated.then(|| "estimated".to_owned()));
        facts.extend(
            board
                .ended
                .map(|(ending, at)| format!("ended {} {}", ending_word(ending), self.time(at))),
        );
        facts.extend(board.phase.as_ref().map(|phase| format!("phase {phase}")));
        facts.extend(
            board
                .quiet_until
                .map(|until| format!("quiet until {}", self.time(until))),
        );
        facts.extend(
            board
                .alone_since
                .map(|since| format!("alone since {}", self.time(since))),
        );
        facts.push(format!("drunk {} ml", board.drunk.0));
        // In the order of the session's people: identifiers are chance in a real vault.
        let present: Vec<String> = self
            .session
            .people()
            .iter()
            .filter(|person| board.present.contains(&person.id))
            .map(|person| person.initials.clone())
            .collect();
        facts.push(format!("present {}", present.join(" ")));
        self.check_facts(board, &mut facts);
        self.value_facts(board, &mut facts);
        self.room_facts(board, &mut facts);
        facts
    }

    fn check_facts(&self, board: &Board, facts: &mut Vec<String>) {
        for check in &board.checks {
            let name = self.check(check.id);
            facts.push(format!("{name} {}", state_word(check.state)));
            facts.push(format!("{name} planned {}", self.time(check.planned)));
            facts.push(format!("{name} due at {}", self.time(check.due)));
            facts.extend(
                check
                    .planned_before
                    .iter()
                    .map(|before| format!("{name} was planned {}", self.time(*before))),
            );
            facts.extend(
                check
                    .done
                    .map(|done| format!("{name} done at {}", self.time(done))),
            );
            facts.extend(check.seen.then(|| format!("{name} seen")));
            facts.extend(check.wants_reason.then(|| format!("{name} wants a reason")));
            facts.extend(check.wants_rest_reason.then(|| {
                let rest: Vec<&str> = check.outstanding.iter().map(|sign| sign.name()).collect();
                format!("{name} wants {}", rest.join(", "))
            }));
            facts.extend(
                check
                    .stage
                    .as_ref()
                    .map(|stage| format!("{name} at {}", channel_word(stage))),
            );
        }
        for prompt in &board.prompts {
            let may = if prompt.deferrable {
                "deferrable"
            } else {
                "not deferrable"
            };
            facts.push(format!("prompt {}", self.checks(&prompt.checks)));
            facts.push(format!("prompt {} {may}", self.checks(&prompt.checks)));
        }
        facts.extend(
            board
                .next_wake
                .map(|(at, wake)| format!("next {} {}", wake_word(wake), self.time(at))),
        );
    }

    fn value_facts(&self, board: &Board, facts: &mut Vec<String>) {
        for value in &board.values {
            let stale = if value.stale { " stale" } else { "" };
            let name = value.sign.name();
            facts.push(format!("{name} {}{stale}", shown(value.sign, value.value)));
            facts.push(format!("{name} taken {}", self.time(value.happened)));
            facts.extend(
                value
                    .baseline
                    .map(|baseline| format!("{name} baseline {}", shown(value.sign, baseline))),
            );
        }
        for flag in &board.flags {
            let name = self.flag(flag.flag);
            let open = if flag.settled.is_some() {
                "settled"
            } else {
                "open"
            };
            facts.push(format!("flag {name} {open}"));
            facts.extend(
                flag.recheck_due
                    .map(|due| format!("flag {name} again at {}", self.time(due))),
            );
            facts.extend(
                flag.told
                    .map(|told| format!("flag {name} told {}", self.time(told))),
            );
        }
        if let Some(view) = &board.supplemental {
            facts.push(format!(
                "window {} to {}",
                self.time(view.opens),
                self.time(view.closes)
            ));
            facts.extend(view.decision.as_ref().map(|(decision, at)| {
                let what = match decision {
                    SupplementalDecision::Given => "given",
                    SupplementalDecision::NotGiven {
                        decision: NotGiven::Declined,
                        ..
                    } => "declined",
                    SupplementalDecision::NotGiven {
                        decision: NotGiven::Withheld,
                        ..
                    } => "withheld",
                };
                format!("dose2 {what} {}", self.time(*at))
            }));
            for condition in &view.conditions {
                let value = condition.sign.zip(condition.value);
                let value = value.map(|(sign, value)| shown(sign, value));
                let value = value.unwrap_or_else(|| "unknown".to_owned());
                facts.push(format!("line {} has {value}", condition.line));
            }
        }
    }

    fn room_facts(&self, board: &Board, facts: &mut Vec<String>) {
        self.touch_facts(board, facts);
        for dose in &board.doses {
            facts.push(format!(
                "{} at {}",
                dose_word(dose.dose),
                self.time(dose.at)
            ));
        }
        for effect in &board.effects {
            facts.push(format!(
                "effect {} {} peak {}",
                effect.kind, effect.severity, effect.peak
            ));
        }
        for gate in &board.gates {
            let name = gate_word(gate.id);
            facts.push(format!("gate {name} open {}", gate.open));
            for item in &gate.items {
                let state = match &item.state {
                    GateItemState::Open => "open",
                    GateItemState::Met => "met",
                    GateItemState::Expired => "expired",
                    GateItemState::Overridden { .. } => "overridden",
                };
                facts.push(format!("gate {name} {} {state}", item.id));
            }
        }
        facts.extend(board.steps.first().map(|step| format!("step {}", step.id)));
        for line in &board.closing {
            let name = format!("closing {}", line.id);
            if let Some((sign, value, _)) = line.beside {
                facts.push(format!("{name} has {} {}", sign.name(), shown(sign, value)));
                let against = line.against.map(|against| shown(sign, against));
                facts.extend(against.map(|against| format!("{name} against {against}")));
            }
            facts.extend(line.agreed.is_some().then(|| format!("{name} agreed")));
        }
    }
}
