//! One row after another into the state. Cannot fail: what makes no sense changes nothing.

use super::event::{Author, CheckId, Dose, Event, GateAnswer, Recorded};
use super::state::{
    Agreed, Answer, Chain, Decision, Drink, Effect, Ended, Flag, Given, Met, Move, Override, Quiet,
    Reading, Repeat, Reported, State, Timekeeper, TrueTimeSeen,
};
use super::touch::{TouchAgreement, Touched, Turn, Turned};
use crate::id::PersonId;
use crate::protocol::Anchor;
use crate::time::Elapsed;
use std::sync::Arc;

impl State {
    pub fn apply(&mut self, row: &Recorded) {
        self.next_seq = row.seq.saturating_add(1);
        match &row.event {
            Event::SessionOpened {
                digest,
                number,
                people,
                ..
            } => {
                if self.people.is_empty() && row.seq == 0 {
                    self.digest.clone_from(digest);
                    self.number = *number;
                    self.people = people.clone().into();
                    self.plan_series(Anchor::Arrival, row.elapsed);
                }
            }
            Event::Rebooted { .. } => self.clock.rebooted(row.entered, row.elapsed),
            Event::ClockStepped { .. } => self.clock.stepped(row.entered, row.elapsed),
            Event::ZoneChanged { to, .. } => self.clock.moved_zone(*to),
            Event::ElapsedConfirmed { .. } => self.clock.confirmed(row.entered, row.elapsed),
            Event::Gap { .. } => self.clock.lived_to(row.entered, row.elapsed),
            Event::Prompted { .. }
            | Event::FellLate { .. }
            | Event::FellMissed { .. }
            | Event::Escalated { .. }
            | Event::CheckMet { .. }
            | Event::RestExcused { .. }
            | Event::Deferred { .. }
            | Event::Seen { .. }
            | Event::MissExplained { .. } => self.apply_to_checks(row),
            Event::ReadingTaken { values, .. } => {
                let reading = Reading {
                    at: row.happened,
                    values: values.clone(),
                };
                self.readings.insert(row.seq, Arc::new(reading));
            }
            Event::FlagRaised { .. }
            | Event::FlagRepeated { .. }
            | Event::FlagSettled { .. }
            | Event::TellAsked { .. }
            | Event::ContactTold { .. } => self.apply_to_flags(row),
            Event::QuietBegan { until } => {
                self.quiet = Some(Quiet {
                    began: row.happened,
                    until: *until,
                });
            }
            Event::QuietEnded | Event::QuietBroken { .. } => {
                self.was_quiet = self.quiet.take().map(|quiet| Quiet {
                    until: row.happened,
                    ..quiet
                });
            }
            Event::RedFlagSeen { .. } => {}
            Event::WindowOpened => self.window_opened = true,
            Event::WindowClosed { .. } => self.window_closed = true,
            Event::DoseGiven { .. }
            | Event::DoseTimeCorrected { .. }
            | Event::SupplementalNotGiven { .. } => {
                self.apply_to_doses(row);
            }
            Event::SessionClosed {
                ending,
                unmet,
                cancelled,
                ..
            } => {
                for id in cancelled {
                    if let Some(check) = self.checks.get_mut(id) {
                        check.cancelled = true;
                    }
                }
                let ended = Ended {
                    ending: *ending,
                    at: row.happened,
                    unmet: unmet.clone(),
                };
                self.ended = Some(ended);
            }
            Event::TouchAgreed { .. }
            | Event::TouchNarrowed { .. }
            | Event::TouchRefused { .. }
            | Event::Touched { .. }
            | Event::TouchEnded { .. } => self.apply_to_touch(row),
            _ => self.apply_to_room(row),
        }
        self.clock.passed(row.elapsed);
    }

    fn apply_to_checks(&mut self, row: &Recorded) {
        match &row.event {
            Event::Prompted { checks } => self.each(checks, |check| check.prompted = true),
            Event::FellLate { check } => self.one(*check, |check| check.fell_late = true),
            Event::FellMissed { check } => {
                self.one(*check, |check| check.missed = Some(row.happened));
                self.follow_missed_repeat(*check, row);
            }
            Event::Escalated { check, channel } => {
                let stages = &self.protocol.escalation;
                let from = self.checks.get(check).map_or(0, |check| check.stage);
                let found = stages
                    .iter()
                    .skip(from)
                    .position(|stage| stage.channel == *channel);
                let passed = found.map_or(from, |n| from.saturating_add(n).saturating_add(1));
                self.one(*check, |check| {
                    check.stage = passed;
                    check.shown = Some(channel.clone());
                });
            }
            Event::CheckMet {
                check,
                reading,
                signs,
                after_miss,
            } => {
                let met = Met {
                    reading: *reading,
                    at: row.happened,
                    signs: signs.clone(),
                };
                self.one(*check, |check| check.met.push(met));
                if !after_miss {
                    self.deferrals.remove(&Chain::of(*check));
                }
            }
            Event::RestExcused { check, signs, .. } => {
                self.one(*check, |check| check.excused.extend(signs.iter().copied()));
            }
            Event::Deferred {
                checks,
                reason,
                until,
                ..
            } => {
                self.each(checks, |check| {
                    check.late_before_deferral |= check.fell_late;
                    check.rest();
                    check.due = *until;
                    check.deferral_reason = Some(reason.clone());
                    check.put_off = check.put_off.saturating_add(1);
                });
                let mut chains: Vec<Chain> = checks.iter().map(|id| Chain::of(*id)).collect();
                chains.sort_unstable();
                chains.dedup();
                for chain in chains {
                    let count = self.deferrals.entry(chain).or_default();
                    *count = count.saturating_add(1);
                }
            }
            Event::Seen { checks } => self.each(checks, |check| check.seen = true),
            Event::MissExplained { check, reason, .. } => {
                self.one(*check, |check| check.explained = Some(reason.clone()));
            }
            _ => {}
        }
    }

    /// A repeat recorded as missed: the flag still wants one, counted from that moment.
    fn follow_missed_repeat(&mut self, check: CheckId, row: &Recorded) {
        let CheckId::Recheck { flag, .. } = check else {
            return;
        };
        let Some(open) = self.flags.get(&flag).filter(|flag| flag.settled.is_none()) else {
            return;
        };
        let from = open.counted_to();
        let recheck = self
            .limit(&open.crossing.limit)
            .and_then(|limit| limit.recheck.as_ref());
        if let Some(every) = recheck.map(|recheck| recheck.every) {
            self.plan_repeat(flag, from, row.happened + every, row.elapsed);
        }
    }

    fn apply_to_flags(&mut self, row: &Recorded) {
        match &row.event {
            Event::FlagRaised {
                reading,
                crossing,
                recheck_due,
            } => {
                let flag = Flag {
                    reading: *reading,
                    at: row.happened,
                    crossing: crossing.clone(),
                    repeats: Vec::new(),
                    settled: None,
                    next_repeat: 0,
                    asked: false,
                    told: None,
                };
                self.flags.insert(row.seq, flag);
                if let Some(due) = recheck_due {
                    self.plan_repeat(row.seq, row.happened, *due, row.elapsed);
                }
            }
            Event::FlagRepeated {
                flag,
                reading,
                inside,
                recheck_due,
                ..
            } => {
                if let Some(open) = self.flags.get_mut(flag) {
                    let repeat = Repeat {
                        reading: *reading,
                        at: row.happened,
                        inside: *inside,
                    };
                    open.repeats.push(repeat);
                }
                if let Some(due) = recheck_due {
                    self.plan_repeat(*flag, row.happened, *due, row.elapsed);
                }
            }
            Event::FlagSettled { flag } => {
                if let Some(flag) = self.flags.get_mut(flag) {
                    flag.settled = Some(row.happened);
                }
            }
            Event::TellAsked { flag, .. } => {
                if let Some(flag) = self.flags.get_mut(flag) {
                    flag.asked = true;
                }
            }
            Event::ContactTold {
                flag: Some(flag), ..
            } => {
                if let Some(flag) = self.flags.get_mut(flag) {
                    flag.told.get_or_insert((row.seq, row.happened));
                }
            }
            _ => {}
        }
    }

    fn apply_to_doses(&mut self, row: &Recorded) {
        match &row.event {
            Event::DoseGiven {
                dose,
                amount,
                kit,
                witness,
                out_of_window,
            } => {
                let given = Given {
                    seq: row.seq,
                    at: row.happened,
                    before: Vec::new(),
                    amount: *amount,
                    kit: kit.clone(),
                    witness: *witness,
                    out_of_window: out_of_window.clone(),
                };
                self.doses.insert(*dose, given);
                if *dose == Dose::Supplemental {
                    self.decisions.push(Decision {
                        at: row.happened,
                        not_given: None,
                    });
                }
                self.plan_series(anchor_of(*dose), row.elapsed);
            }
            Event::DoseTimeCorrected { dose, to, .. } => {
                if let Some(given) = self.doses.get_mut(dose) {
                    given.before.push(given.at);
                    given.at = *to;
                }
                if let (Dose::First, Some((opens, closes))) = (dose, self.window()) {
                    self.window_opened &= opens <= row.elapsed;
                    self.window_closed &= closes <= row.elapsed;
                }
                if *dose == Dose::Supplemental
                    && let Some(given) = self
                        .decisions
                        .iter_mut()
                        .find(|decision| decision.not_given.is_none())
                {
                    given.at = *to;
                }
                self.plan_series(anchor_of(*dose), row.elapsed);
            }
            Event::SupplementalNotGiven {
                decision, reason, ..
            } => {
                let not_given = Some((*decision, reason.clone()));
                self.decisions.push(Decision {
                    at: row.happened,
                    not_given,
                });
            }
            _ => {}
        }
    }

    fn apply_to_room(&mut self, row: &Recorded) {
        let at = row.happened;
        let by = author(row);
        match &row.event {
            Event::GateAnswered { gate, item, answer } => {
                if let GateAnswer::Timekeeper { person, tone } = answer {
                    let since = row.elapsed;
                    self.timekeeper = Some(Timekeeper {
                        person: *person,
                        tone: *tone,
                        since,
                    });
                }
                let key = (*gate, item.clone());
                if matches!(answer, GateAnswer::Withdrawn { .. }) {
                    let held = self.answers.remove(&key);
                    if held.is_some_and(|held| matches!(held.answer, GateAnswer::Timekeeper { .. }))
                    {
                        self.timekeeper = None;
                    }
                } else {
                    self.answers.insert(
                        key,
                        Answer {
                            answer: answer.clone(),
                            by,
                            at,
                        },
                    );
                }
            }
            Event::GateOverridden {
                gate,
                item,
                reason,
                second,
            } => {
                let passed = Override {
                    reason: reason.clone(),
                    by,
                    second: *second,
                    at,
                };
                self.overrides.insert((*gate, item.clone()), passed);
            }
            Event::TrueTimeChecked { difference, .. } => {
                self.true_time = Some(TrueTimeSeen {
                    at,
                    by,
                    difference: *difference,
                });
            }
            Event::StepTicked { step } => {
                self.steps.insert(step.clone(), row.seq);
            }
            Event::PhaseSet { phase } => self.phase = Some(phase.clone()),
            Event::CameIn { person } => self.moves.push(Move {
                at,
                person: *person,
                came: true,
            }),
            Event::WentOut { person, .. } => self.moves.push(Move {
                at,
                person: *person,
                came: false,
            }),
            Event::Noted { starred, .. } => {
                self.notes.insert(row.seq);
                if *starred {
                    self.starred.insert(row.seq);
                }
            }
            Event::NotedApart { .. } => {
                self.notes.insert(row.seq);
            }
            Event::Starred { target } => {
                self.starred.insert(*target);
            }
            Event::Struck { target, .. } => self.strike(*target, row.elapsed),
            Event::EffectBegan {
                effect,
                text,
                valence,
                severity,
            } => {
                let began = Effect {
                    kind: effect.clone(),
                    text: text.clone(),
                    valence: *valence,
                    since: at,
                    severity: *severity,
                    peak: *severity,
                    ended: false,
                };
                self.effects.insert(row.seq, began);
            }
            Event::EffectChanged { effect, severity } => {
                if let Some(effect) = self.effects.get_mut(effect) {
                    effect.severity = *severity;
                    effect.peak = effect.peak.max(*severity);
                }
            }
            Event::EffectEnded { effect } => {
                if let Some(effect) = self.effects.get_mut(effect) {
                    effect.ended = true;
                }
            }
            Event::Drank { amount } => {
                self.drinks.insert(
                    row.seq,
                    Drink {
                        at,
                        amount: *amount,
                    },
                );
            }
            Event::DeviationReported { text, .. } => {
                self.reported.insert(
                    row.seq,
                    Reported {
                        at,
                        text: text.clone(),
                    },
                );
            }
            Event::ClosingAgreed {
                item,
                finding,
                second,
            } => {
                let agreed = Agreed {
                    by,
                    second: *second,
                    finding: finding.clone(),
                    at,
                };
                self.closing.insert(item.clone(), agreed);
            }
            _ => {}
        }
    }

    fn apply_to_touch(&mut self, row: &Recorded) {
        let turn = |what| Turn {
            seq: row.seq,
            at: row.happened,
            what,
        };
        match &row.event {
            Event::TouchAgreed {
                parts,
                people,
                stop,
                text,
                carried,
            } => {
                let agreed = TouchAgreement {
                    parts: parts.clone(),
                    people: people.clone(),
                    stop: stop.clone(),
                    text: text.clone(),
                };
                self.touch_turns
                    .push(turn(Turned::Agreed(agreed, *carried)));
            }
            Event::TouchNarrowed { part, .. } | Event::TouchRefused { part, .. } => {
                self.touch_turns.push(turn(Turned::Less(part.clone())));
            }
            Event::Touched {
                part,
                people,
                asked,
                consent,
                length,
                need,
                ..
            } => {
                let touched = Touched {
                    at: row.happened,
                    until: length.map(|length| row.happened + length),
                    part: part.clone(),
                    people: people.clone(),
                    asked: *asked,
                    consented: !consent.trim().is_empty(),
                    need: *need,
                };
                self.touches.insert(row.seq, touched);
            }
            Event::TouchEnded { touch } => {
                if let Some(touch) = self.touches.get_mut(touch) {
                    touch.until.get_or_insert(row.happened);
                }
            }
            _ => {}
        }
    }

    fn strike(&mut self, target: u64, entered: Elapsed) {
        self.struck.insert(target);
        if self.readings.remove(&target).is_some() {
            self.unserve(target, entered);
        }
        self.effects.remove(&target);
        self.drinks.remove(&target);
        self.touches.remove(&target);
        self.reported.remove(&target);
        self.notes.remove(&target);
        self.steps.retain(|_, seq| *seq != target);
        for flag in self.flags.values_mut() {
            if flag.told.is_some_and(|(seq, _)| seq == target) {
                flag.told = None;
            }
        }
    }

    fn one(&mut self, id: CheckId, change: impl FnOnce(&mut super::state::Check)) {
        if let Some(check) = self.checks.get_mut(&id) {
            change(check);
        }
    }

    fn each(&mut self, ids: &[CheckId], mut change: impl FnMut(&mut super::state::Check)) {
        for id in ids {
            self.one(*id, &mut change);
        }
    }
}

/// The anchor that a dose is.
pub(super) fn anchor_of(dose: Dose) -> Anchor {
    match dose {
        Dose::First => Anchor::Dose1,
        Dose::Supplemental => Anchor::Dose2,
    }
}

/// The person of a row; all zeroes for what time alone wrote.
fn author(row: &Recorded) -> PersonId {
    match row.by {
        Author::Person(person) => person,
        Author::Clock => PersonId([0; 16]),
    }
}
