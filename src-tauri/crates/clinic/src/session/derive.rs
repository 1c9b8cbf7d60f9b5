//! The board: what the state shows at one moment. Nothing here decides.

mod checks;
mod people;
mod values;

use super::board::{Board, ClosingView, DoseView, EffectView, StepView, Wake};
use super::event::{AnchorTime, Dose};
use super::state::State;
use super::touch::TouchBoard;
use crate::protocol::{Anchor, Beside};
use crate::time::{Elapsed, Stamp};

impl State {
    /// The board at a stamp up to which the state was already brought.
    pub fn board(&self, at: Stamp, now: Elapsed, seq: u64) -> Board {
        let ended = self.ended.as_ref().map(|ended| (ended.ending, ended.at));
        let until = ended.map_or(now, |(_, at)| at);
        let present = self.present(until).into_iter().collect();
        Board {
            now,
            wall_ms: at.wall_ms,
            zone_minutes: at.zone_minutes,
            estimated: self.clock.estimated,
            seq,
            ended,
            anchors: self.anchors(),
            phase: self.phase.clone(),
            prompts: self.prompts(now),
            checks: self.check_views(now),
            values: self.value_views(now),
            flags: self.flag_views(),
            quiet_until: self.quiet.map(|quiet| quiet.until),
            gates: self.gate_views(until),
            doses: self.dose_views(),
            supplemental: self.supplemental_view(),
            present,
            alone_since: self.alone_since(),
            timekeeper: self.timekeeper.map(|keeper| (keeper.person, keeper.tone)),
            drunk: self.drunk(),
            touch: TouchBoard {
                agreement: self.agreement(until, u64::MAX),
                touches: self.touch_views(),
            },
            effects: self.effect_views(),
            steps: self.step_views(),
            closing: self.closing_views(),
            deviations: self.deviations(now),
            next_wake: self.next_wake(now),
        }
    }

    /// When something happens or looks different next, and why.
    pub fn next_wake(&self, now: Elapsed) -> Option<(Elapsed, Wake)> {
        if self.ended.is_some() {
            return None;
        }
        let turn = self.next_turn().map(|(at, turn)| (at, turn.wake()));
        let shown = self.next_shown(now).map(|at| (at, Wake::Shown));
        turn.into_iter().chain(shown).min()
    }

    /// The soonest change of what is shown that no event tells.
    fn next_shown(&self, now: Elapsed) -> Option<Elapsed> {
        let near = self.next_near(now);
        let stale = self.next_stale(now);
        let gates = self.next_expiry(now);
        let alone = self
            .alone_since()
            .map(|since| since + self.protocol.presence.alone_after);
        let steps = self.step_views().into_iter().filter_map(|step| step.from);
        let alone = alone.filter(|at| *at > now);
        near.into_iter()
            .chain(stale)
            .chain(gates)
            .chain(alone)
            .chain(steps.filter(|at| *at > now))
            .min()
    }

    fn anchors(&self) -> Vec<AnchorTime> {
        let arrival = AnchorTime {
            anchor: Anchor::Arrival,
            at: Elapsed(0),
            before: Vec::new(),
        };
        let doses = self.doses.iter().map(|(dose, given)| AnchorTime {
            anchor: super::apply::anchor_of(*dose),
            at: given.at,
            before: given.before.clone(),
        });
        std::iter::once(arrival).chain(doses).collect()
    }

    fn dose_views(&self) -> Vec<DoseView> {
        let view = |(dose, given): (&Dose, &super::state::Given)| DoseView {
            dose: *dose,
            seq: given.seq,
            at: given.at,
            amount: given.amount,
            kit: given.kit.clone(),
            witness: given.witness,
        };
        self.doses.iter().map(view).collect()
    }

    fn effect_views(&self) -> Vec<EffectView> {
        let open = self.effects.iter().filter(|(_, effect)| !effect.ended);
        open.map(|(seq, effect)| {
            let listed = self
                .protocol
                .effects
                .iter()
                .find(|known| known.id == effect.kind);
            EffectView {
                effect: *seq,
                kind: effect.kind.clone(),
                title: listed.map_or_else(|| effect.text.clone(), |known| known.title.clone()),
                valence: effect.valence,
                severity: effect.severity,
                peak: effect.peak,
                since: effect.since,
            }
        })
        .collect()
    }

    fn step_views(&self) -> Vec<StepView> {
        let open = self
            .protocol
            .run_sheet
            .iter()
            .filter(|step| !self.steps.contains_key(&step.id));
        open.map(|step| StepView {
            id: step.id.clone(),
            title: step.title.clone(),
            from: self.anchor(step.anchor).map(|anchor| anchor + step.from),
            line: step.cite.line,
        })
        .collect()
    }

    fn closing_views(&self) -> Vec<ClosingView> {
        let items = self.protocol.closing.items.iter();
        items
            .map(|item| {
                let (sign, against) = match item.beside {
                    Beside::Sign { sign, at_most } => (Some(sign), at_most),
                    Beside::AgainstBaseline { sign } => (Some(sign), self.baseline(sign)),
                    Beside::Nothing | Beside::Finding => (None, None),
                };
                let last = sign.and_then(|sign| {
                    let (value, at, _) = self.last_value(sign, Elapsed(i64::MAX))?;
                    Some((sign, value, at))
                });
                let agreed = self.closing.get(&item.id);
                ClosingView {
                    id: item.id.clone(),
                    title: item.title.clone(),
                    line: item.cite.line,
                    beside: last,
                    against,
                    wants_finding: item.beside == Beside::Finding,
                    agreed: agreed.map(|agreed| {
                        (agreed.by, agreed.second, agreed.finding.clone(), agreed.at)
                    }),
                }
            })
            .collect()
    }
}
