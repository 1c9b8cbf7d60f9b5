//! From the board of the rules to what a screen shows.

use super::ask::check_text;
use super::tell::{above, lines, stage, values};
use super::titles::Titles;
use super::touch;
use super::view::*;
use clinic::protocol::GateItemKind as Kind;
use clinic::session::board::{
    Board, CheckState, DeviationKind, GateItemState as Stands, Prompt, SupplementalDecision,
};
use clinic::session::event::{CheckId, Dose, Event, GateAnswer, Witness};
use clinic::time::{Elapsed, Stamp};
use companion::session::Live;
use companion::{Companion, Error, SessionId};
use std::collections::BTreeSet;

/// The view of a session, with log lines from `log_from` on.
pub fn view(
    live: &Live,
    board: &Board,
    stamp: &Stamp,
    author: String,
    log_from: u64,
) -> SessionView {
    let t = Titles::of(live);
    let struck: BTreeSet<u64> = live
        .session
        .rows()
        .iter()
        .filter_map(|row| match row.event {
            Event::Struck { target, .. } => Some(target),
            _ => None,
        })
        .collect();
    let anchor = |wanted| {
        board
            .anchors
            .iter()
            .find(|anchor| anchor.anchor == wanted)
            .map(|anchor| anchor.at.0)
    };
    let phase_by = live
        .session
        .rows()
        .iter()
        .rev()
        .find_map(|row| match (&row.event, row.by) {
            (Event::PhaseSet { .. }, clinic::session::event::Author::Person(id)) => {
                Some(t.initials(id))
            }
            _ => None,
        });
    SessionView {
        session: live.row.id.to_string(),
        seq: board.seq,
        now_ms: board.now.0,
        wall_ms: stamp.wall_ms,
        zone_minutes: stamp.zone_minutes,
        ties: ties(live.session.rows()),
        clock_behind: live
            .session
            .rows()
            .iter()
            .any(|row| row.entered.wall_ms > stamp.wall_ms + BEHIND_MS),
        estimated: board.estimated,
        kept_wall_ms: live.kept_wall_ms,
        ended: board.ended.map(|(ending, at)| EndedView {
            ending: ending.into(),
            at_ms: at.0,
        }),
        amendments_unreadable: live.amendments_unreadable,
        arrival_ms: anchor(clinic::protocol::Anchor::Arrival).unwrap_or(0),
        dose1_ms: anchor(clinic::protocol::Anchor::Dose1),
        dose2_ms: anchor(clinic::protocol::Anchor::Dose2),
        phase: board.phase.clone(),
        phase_by,
        prompts: board
            .prompts
            .iter()
            .map(|prompt| prompt_view(&t, board, prompt))
            .collect(),
        checks: board
            .checks
            .iter()
            .map(|check| CheckView {
                id: check_text(check.id),
                title: check.title.clone(),
                line: check.line,
                state: check.state.into(),
                planned_ms: check.planned.0,
                planned_before_ms: check.planned_before.iter().map(|at| at.0).collect(),
                due_ms: check.due.0,
                late_after_ms: check.late_after.0,
                signs: check.signs.iter().map(|sign| (*sign).into()).collect(),
                outstanding: check
                    .outstanding
                    .iter()
                    .map(|sign| (*sign).into())
                    .collect(),
                reading: check.reading,
                done_ms: check.done.map(|at| at.0),
                deferrals: check.deferrals,
                put_off: check.put_off,
                wants_reason: check.wants_reason,
                wants_rest_reason: check.wants_rest_reason,
                required: check.required,
            })
            .collect(),
        values: board
            .values
            .iter()
            .map(|value| ValueView {
                sign: value.sign.into(),
                value: value.value,
                happened_ms: value.happened.0,
                stale: value.stale,
                baseline: value.baseline,
                flagged: board
                    .flags
                    .iter()
                    .any(|flag| flag.settled.is_none() && flag.crossing.sign == value.sign),
            })
            .collect(),
        readings: readings(live, &struck),
        flags: board
            .flags
            .iter()
            .map(|flag| FlagView {
                flag: flag.flag,
                reading: flag.reading,
                raised_ms: flag.raised.0,
                sign: flag.crossing.sign.into(),
                value: flag.crossing.value,
                at: flag.crossing.at,
                above: above(&t, &flag.crossing.limit),
                priority: flag.crossing.priority.into(),
                card: flag.card.clone(),
                line: flag.line,
                inside_in_a_row: flag.inside_in_a_row,
                until_inside: flag.until_inside,
                recheck_due_ms: flag.recheck_due.map(|at| at.0),
                settled_ms: flag.settled.map(|at| at.0),
                tell: flag.tell.clone(),
                told_ms: flag.told.map(|at| at.0),
            })
            .collect(),
        quiet_until_ms: board.quiet_until.map(|at| at.0),
        gates: board.gates.iter().map(|gate| gate_view(&t, gate)).collect(),
        doses: board
            .doses
            .iter()
            .map(|dose| DoseView {
                dose: dose.dose.into(),
                title: t.dose(dose.dose),
                at_ms: dose.at.0,
                amount: dose.amount.map(|amount| amount.0),
                kit: dose.kit.clone(),
                witness: match dose.witness {
                    Witness::Proven(id) => Some(t.initials(id)),
                    Witness::Unwitnessed => None,
                },
            })
            .collect(),
        supplemental: supplemental(&t, board),
        present: board.present.iter().map(ToString::to_string).collect(),
        alone_since_ms: board.alone_since.map(|at| at.0),
        timekeeper: board.timekeeper.map(|(id, _)| id.to_string()),
        tone: board.timekeeper.is_some_and(|(_, tone)| tone),
        drunk_ml: board.drunk.0,
        touch_agreed: board
            .touch
            .agreement
            .as_ref()
            .map(|agreed| touch::agreement(&t, agreed)),
        touches: board
            .touch
            .touches
            .iter()
            .map(|one| touch::touch(&t, one))
            .collect(),
        effects: board
            .effects
            .iter()
            .map(|effect| EffectView {
                effect: effect.effect,
                kind: effect.kind.clone(),
                title: effect.title.clone(),
                valence: effect.valence.into(),
                severity: effect.severity,
                peak: effect.peak,
                since_ms: effect.since.0,
            })
            .collect(),
        steps: board
            .steps
            .iter()
            .map(|step| StepView {
                id: step.id.clone(),
                title: step.title.clone(),
                from_ms: step.from.map(|at| at.0),
                line: step.line,
            })
            .collect(),
        closing: board
            .closing
            .iter()
            .map(|item| ClosingView {
                id: item.id.clone(),
                title: item.title.clone(),
                line: item.line,
                sign: item.beside.map(|(sign, ..)| sign.into()),
                value: item.beside.map(|(_, value, _)| value),
                happened_ms: item.beside.map(|(.., at)| at.0),
                against: item.against,
                wants_finding: item.wants_finding,
                agreed: item
                    .agreed
                    .as_ref()
                    .map(|(by, second, finding, at)| AgreedView {
                        by: t.initials(*by),
                        second: t.initials(*second),
                        finding: finding.clone(),
                        at_ms: at.0,
                    }),
            })
            .collect(),
        deviations: board
            .deviations
            .iter()
            .map(|deviation| deviation_view(&t, deviation))
            .collect(),
        author,
        log: lines(&t, log_from),
        next_wake_ms: board.next_wake.map(|(at, _)| at.0),
        pace: 1,
        training: None,
    }
}

fn readings(live: &Live, struck: &BTreeSet<u64>) -> Vec<ReadingView> {
    let rows = live.session.rows();
    rows.iter()
        .filter(|row| !struck.contains(&row.seq))
        .filter_map(|row| match &row.event {
            Event::ReadingTaken { values: taken, .. } => Some(ReadingView {
                seq: row.seq,
                happened_ms: row.happened.0,
                values: values(taken),
                flagged: rows
                    .iter()
                    .filter_map(|other| match &other.event {
                        Event::FlagRaised {
                            reading, crossing, ..
                        } if *reading == row.seq => Some(crossing.sign.into()),
                        _ => None,
                    })
                    .collect(),
            }),
            _ => None,
        })
        .collect()
}

fn prompt_view(t: &Titles<'_>, board: &Board, prompt: &Prompt) -> PromptView {
    let checks: Vec<_> = board
        .checks
        .iter()
        .filter(|check| prompt.checks.contains(&check.id))
        .collect();
    let mut lines: Vec<u16> = prompt.checks.iter().map(|id| t.check_line(*id)).collect();
    lines.sort_unstable();
    lines.dedup();
    let reached = checks
        .iter()
        .filter_map(|check| check.stage.as_ref())
        .max()
        .map(stage);
    let (stage, contact) = reached.map_or((None, None), |(stage, contact)| (Some(stage), contact));
    PromptView {
        checks: prompt.checks.iter().map(|id| check_text(*id)).collect(),
        state: prompt.state.into(),
        due_ms: prompt.due.0,
        from_ms: prompt.due_from.0,
        late_after_ms: prompt.late_after.0,
        signs: prompt.signs.iter().map(|sign| (*sign).into()).collect(),
        titles: prompt.titles.clone(),
        lines,
        deferrals: prompt.deferrals,
        deferrable: prompt.deferrable,
        deferral_reason: checks
            .iter()
            .find_map(|check| check.deferral_reason.as_ref())
            .map(|id| t.deferral(id)),
        seen: checks
            .iter()
            .any(|check| matches!(check.state, CheckState::Due | CheckState::Late) && check.seen),
        stage,
        contact,
        flag: prompt.checks.iter().find_map(|id| match id {
            CheckId::Recheck { flag, .. } => Some(*flag),
            CheckId::Planned { .. } => None,
        }),
    }
}

fn gate_view(t: &Titles<'_>, gate: &clinic::session::board::GateView) -> GateView {
    let plan = t.protocol.gates.iter().find(|plan| plan.id == gate.id);
    let kind = |item: &str| {
        let known = plan.and_then(|plan| plan.items.iter().find(|known| known.id == item));
        match known.map(|known| &known.kind) {
            Some(Kind::Finding) => GateItemKind::Finding,
            Some(Kind::Signs(signs)) => GateItemKind::Signs {
                signs: signs.iter().map(|sign| (*sign).into()).collect(),
            },
            Some(Kind::TrueTime) => GateItemKind::TrueTime,
            Some(Kind::Timekeeper) => GateItemKind::Timekeeper,
            Some(Kind::Tick) | None => GateItemKind::Tick,
        }
    };
    GateView {
        id: gate.id.into(),
        open: u32::try_from(gate.open).unwrap_or(u32::MAX),
        overridden: u32::try_from(gate.overridden).unwrap_or(u32::MAX),
        items: gate
            .items
            .iter()
            .map(|item| {
                let (state, mut text) = match &item.state {
                    Stands::Open => (GateItemState::Open, String::new()),
                    Stands::Met => (GateItemState::Met, String::new()),
                    Stands::Expired => (GateItemState::Expired, String::new()),
                    Stands::Overridden { reason, .. } => {
                        (GateItemState::Overridden, reason.clone())
                    }
                };
                match &item.answer {
                    Some(GateAnswer::Finding { text: found }) if text.is_empty() => {
                        text = found.clone()
                    }
                    Some(GateAnswer::Timekeeper { person, .. }) if text.is_empty() => {
                        text = t.initials(*person)
                    }
                    _ => {}
                }
                GateItemView {
                    id: item.id.clone(),
                    title: item.title.clone(),
                    line: item.line,
                    kind: kind(&item.id),
                    state,
                    text,
                    by: item.by.map(|(id, _)| t.initials(id)),
                    at_ms: item.by.map(|(_, at)| at.0),
                    holds_until_ms: item.holds_until.map(|at| at.0),
                }
            })
            .collect(),
    }
}

fn supplemental(t: &Titles<'_>, board: &Board) -> Option<SupplementalView> {
    let view = board.supplemental.as_ref()?;
    let plan = t.protocol.doses.supplemental.as_ref()?;
    let (given, not_given, reason) = match &view.decision {
        None => (false, None, None),
        Some((SupplementalDecision::Given, _)) => (true, None, None),
        Some((SupplementalDecision::NotGiven { decision, reason }, _)) => (
            false,
            Some((*decision).into()),
            Some(t.supplemental(reason)),
        ),
    };
    Some(SupplementalView {
        title: t.dose(Dose::Supplemental),
        line: plan.dose.cite.line,
        amount: plan.dose.amount.map(|amount| amount.0),
        opens_ms: view.opens.0,
        closes_ms: view.closes.0,
        given,
        not_given,
        reason,
        decided_ms: view.decision.as_ref().map(|(_, at)| at.0),
        conditions: view
            .conditions
            .iter()
            .map(|condition| ConditionView {
                title: condition.title.clone(),
                line: condition.line,
                sign: condition.sign.map(Into::into),
                value: condition.value,
                happened_ms: condition.happened.map(|at| at.0),
                at_most: condition.at_most,
                not_older_than_ms: condition.not_older_than.map(|span| span.0),
            })
            .collect(),
    })
}

pub(crate) fn deviation_view(
    t: &Titles<'_>,
    deviation: &clinic::session::board::Deviation,
) -> DeviationView {
    let what = match &deviation.kind {
        DeviationKind::Late(id) => DeviationWhat::Late {
            title: t.check(*id),
        },
        DeviationKind::Missed(id) => DeviationWhat::Missed {
            title: t.check(*id),
        },
        DeviationKind::OutOfWindow(dose) => DeviationWhat::OutOfWindow {
            dose: (*dose).into(),
        },
        DeviationKind::NoDecision => DeviationWhat::NoDecision,
        DeviationKind::Overridden(gate, item) => DeviationWhat::Overridden {
            gate: (*gate).into(),
            title: t.gate_item(*gate, item),
        },
        DeviationKind::Unwitnessed(dose) => DeviationWhat::Unwitnessed {
            dose: (*dose).into(),
        },
        DeviationKind::Alone(until) => DeviationWhat::Alone {
            until_ms: until.map(|Elapsed(ms)| ms),
        },
        DeviationKind::FluidCap => DeviationWhat::FluidCap,
        DeviationKind::TrueTime => DeviationWhat::TrueTime,
        DeviationKind::ClosedEarly => DeviationWhat::ClosedEarly,
        DeviationKind::ClosingUnmet(ids) => DeviationWhat::ClosingUnmet {
            titles: ids.iter().map(|id| t.closing(id)).collect(),
        },
        DeviationKind::Reported(seq) => {
            let row = usize::try_from(*seq)
                .ok()
                .and_then(|index| t.session.rows().get(index));
            match row.map(|row| &row.event) {
                Some(Event::DeviationReported {
                    text,
                    important,
                    action,
                }) => DeviationWhat::Reported {
                    text: text.clone(),
                    important: *important,
                    action: action.clone(),
                },
                _ => DeviationWhat::Reported {
                    text: String::new(),
                    important: false,
                    action: String::new(),
                },
            }
        }
    };
    let reason = deviation.reason.as_ref().map(|id| t.missed(id));
    DeviationView {
        at_ms: deviation.at.0,
        what,
        line: deviation.line,
        reason,
    }
}

/// A session as it stands in one moment, taken out of the companion. A page looks in the very moment in which a prompt falls
/// due; working its view out must not keep the companion from those who keep the time.
pub struct Moment {
    live: Live,
    stamp: Stamp,
    author: String,
    pace: u32,
    training: Option<companion::training::Look>,
}

impl Moment {
    /// Takes a session out: cheap.
    pub fn of(companion: &mut Companion, id: SessionId) -> Result<Moment, Error> {
        let author = companion.author()?.to_string();
        let (live, stamp) = companion.session_now(id)?;
        Ok(Moment {
            live,
            stamp,
            author,
            pace: companion.pace(),
            training: companion.training_look(id),
        })
    }

    /// Its view, with log lines from `log_from` on.
    pub fn view(self, log_from: u64) -> SessionView {
        let board = self.live.session.board(self.stamp);
        SessionView {
            pace: self.pace,
            training: self.training.map(crate::training::shown),
            ..view(&self.live, &board, &self.stamp, self.author, log_from)
        }
    }
}

impl SessionView {
    /// A session as it stands now, with log lines from `log_from` on.
    pub fn of(
        companion: &mut Companion,
        id: SessionId,
        log_from: u64,
    ) -> Result<SessionView, Error> {
        Ok(Moment::of(companion, id)?.view(log_from))
    }
}

/// A wall clock that is behind an entry by more than this is worth a word.
const BEHIND_MS: i64 = 60_000;
/// Clocks drift; a jump is more than this.
const JUMP_MS: i64 = 2_000;

/// Where the wall clock jumped against session time, or the zone changed.
fn ties(rows: &[clinic::session::event::Recorded]) -> Vec<super::view::WallTie> {
    let mut ties: Vec<super::view::WallTie> = Vec::new();
    for row in rows {
        let tie = super::view::WallTie {
            from_ms: row.elapsed.0,
            wall_ms: row.entered.wall_ms,
            zone_minutes: row.entered.zone_minutes,
        };
        let same = ties.last().is_some_and(|last| {
            let apart = (tie.wall_ms - tie.from_ms) - (last.wall_ms - last.from_ms);
            apart.abs() <= JUMP_MS && tie.zone_minutes == last.zone_minutes
        });
        if !same {
            ties.push(tie);
        }
    }
    ties
}
