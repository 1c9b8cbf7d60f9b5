//! Where the protocol was not followed: a function of what happened, never a row of its own (reported ones excepted).

use super::board::{Deviation, DeviationKind};
use super::event::{CheckId, Dose, Ending, Witness};
use super::state::{Check, State};
use crate::time::{Elapsed, Span};

impl State {
    /// All of them in time order.
    pub fn deviations(&self, now: Elapsed) -> Vec<Deviation> {
        let mut all = Vec::new();
        all.extend(
            self.checks
                .iter()
                .filter_map(|(id, check)| self.check_deviation(*id, check)),
        );
        all.extend(self.dose_deviations());
        all.extend(self.gate_deviations());
        all.extend(self.presence_deviations(now));
        all.extend(self.over_cap().map(|(at, line)| Deviation {
            at,
            kind: DeviationKind::FluidCap,
            line: Some(line),
            reason: None,
        }));
        all.extend(self.reported.iter().map(|(seq, reported)| Deviation {
            at: reported.at,
            kind: DeviationKind::Reported(*seq),
            line: None,
            reason: Some(reported.text.clone()),
        }));
        all.extend(self.closing_deviations());
        all.sort_by_key(|deviation| deviation.at);
        all
    }

    /// Whether a check that the protocol asks for is late and still to be taken.
    pub(super) fn is_late(&self, id: CheckId) -> bool {
        let check = self.checks.get(&id);
        check.is_some_and(|check| check.is_open() && check.fell_late) && self.check_words(id).2
    }

    fn check_deviation(&self, id: CheckId, check: &Check) -> Option<Deviation> {
        let (_, line, required) = self.check_words(id);
        if !required {
            return None;
        }
        let (at, kind) = match check.missed {
            Some(missed) => (missed, DeviationKind::Missed(id)),
            None if check.done_late() => (check.done()?, DeviationKind::Late(id)),
            None => return None,
        };
        Some(Deviation {
            at,
            kind,
            line: Some(line),
            reason: check.explained.clone(),
        })
    }

    fn dose_deviations(&self) -> Vec<Deviation> {
        let doses = &self.protocol.doses;
        let mut all = Vec::new();
        for (dose, given) in &self.doses {
            let plan = match dose {
                Dose::First => Some(&doses.first),
                Dose::Supplemental => doses.supplemental.as_ref().map(|plan| &plan.dose),
            };
            let line = plan.map(|plan| plan.cite.line);
            if given.witness == Witness::Unwitnessed {
                let kind = DeviationKind::Unwitnessed(*dose);
                all.push(Deviation {
                    at: given.at,
                    kind,
                    line,
                    reason: None,
                });
            }
            let outside =
                |(opens, closes): (Elapsed, Elapsed)| given.at < opens || given.at > closes;
            if *dose == Dose::Supplemental && self.window().is_some_and(outside) {
                let kind = DeviationKind::OutOfWindow(*dose);
                let reason = given.out_of_window.clone();
                all.push(Deviation {
                    at: given.at,
                    kind,
                    line,
                    reason,
                });
            }
        }
        if let Some((_, closes)) = self
            .window()
            .filter(|(_, closes)| self.window_closed && !self.decided_by(*closes))
        {
            let line = doses.supplemental.as_ref().map(|plan| plan.dose.cite.line);
            all.push(Deviation {
                at: closes,
                kind: DeviationKind::NoDecision,
                line,
                reason: None,
            });
        }
        all
    }

    fn gate_deviations(&self) -> Vec<Deviation> {
        let mut all: Vec<Deviation> = self
            .overrides
            .iter()
            .map(|((gate, item), passed)| {
                let items = self.gate(*gate).into_iter().flat_map(|gate| &gate.items);
                Deviation {
                    at: passed.at,
                    kind: DeviationKind::Overridden(*gate, item.clone()),
                    line: items
                        .filter(|known| known.id == *item)
                        .map(|item| item.cite.line)
                        .next(),
                    reason: Some(passed.reason.clone()),
                }
            })
            .collect();
        let rule = &self.protocol.true_time;
        let off = |difference: Span| difference.0.saturating_abs() > rule.tolerance.0;
        all.extend(
            self.true_time
                .filter(|seen| off(seen.difference))
                .map(|seen| Deviation {
                    at: seen.at,
                    kind: DeviationKind::TrueTime,
                    line: Some(rule.cite.line),
                    reason: None,
                }),
        );
        all
    }

    fn presence_deviations(&self, now: Elapsed) -> Vec<Deviation> {
        let rule = &self.protocol.presence;
        let long = self
            .alone()
            .into_iter()
            .filter(|alone| alone.longer_than(rule.alone_after, now));
        long.map(|alone| Deviation {
            at: alone.from,
            kind: DeviationKind::Alone(alone.until),
            line: Some(rule.cite.line),
            reason: None,
        })
        .collect()
    }

    fn closing_deviations(&self) -> Vec<Deviation> {
        let Some(ended) = &self.ended else {
            return Vec::new();
        };
        let line = Some(self.protocol.closing.cite.line);
        let last_dose = self.doses.values().map(|given| given.at).max();
        let earliest = last_dose.and_then(|dose| Some(dose + self.protocol.closing.not_before?));
        let mut kinds = Vec::new();
        if earliest.is_some_and(|earliest| ended.at < earliest) && ended.ending == Ending::AsPlanned
        {
            kinds.push(DeviationKind::ClosedEarly);
        }
        if !ended.unmet.is_empty() {
            kinds.push(DeviationKind::ClosingUnmet(ended.unmet.clone()));
        }
        let at = ended.at;
        kinds
            .into_iter()
            .map(|kind| Deviation {
                at,
                kind,
                line,
                reason: None,
            })
            .collect()
    }
}
