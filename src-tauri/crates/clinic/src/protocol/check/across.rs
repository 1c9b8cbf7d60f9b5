//! Rules compared with each other: names that must exist, limits that must not cross, times that must leave room.

use super::doses::DosesRead;
use super::gates::{ClosingRead, GateRead};
use super::head::SourcesRead;
use super::help::HelpRead;
use super::words::ReasonsRead;
use crate::file::complaint::{ComplaintCode as Code, nearest};
use crate::file::{Log, Placed, Table};
use crate::protocol::{
    Anchor, Beside, Bound, Channel, Deferral, GateId, GateItemKind, Limit, Plausible, PresenceRule,
    Quiet, RedFlagKind, Series, Stage, Step,
};
use crate::quantity::Sign;
use crate::time::Span;
use std::collections::{BTreeMap, BTreeSet};

/// How long after dose 1 blood pressure is looked for, and how long it may be left alone before a note.
const WATCHED: Span = Span::minutes(6 * 60);
const LONG: Span = Span::minutes(2 * 60);

/// Every part that is compared, as far as it could be read.
pub(super) struct Parts<'a> {
    pub sources: &'a SourcesRead,
    pub presence: Option<&'a Placed<PresenceRule>>,
    pub doses: Option<&'a DosesRead>,
    pub series: &'a [Placed<Series>],
    pub plausible: &'a [Placed<Plausible>],
    pub limits: &'a [Placed<Limit>],
    pub deferral: Option<&'a Placed<Deferral>>,
    pub escalation: &'a [Placed<Stage>],
    pub quiet: Option<&'a Placed<Quiet>>,
    pub gates: &'a [GateRead],
    pub steps: &'a [Placed<Step>],
    pub red_flags: &'a [Placed<RedFlagKind>],
    pub help: Option<&'a HelpRead>,
    pub closing: Option<&'a ClosingRead>,
    pub reasons: Option<&'a ReasonsRead>,
}

/// Compares everything.
pub(super) fn compare(root: &Table<'_>, parts: &Parts<'_>, log: &Log<'_>) {
    citations(root, parts, log);
    limits(parts, log);
    baseline(parts, log);
    names(parts, log);
    supplemental(parts, log);
    // A series that could not be read would look like a gap.
    if root.count("series") == parts.series.len() {
        stretches(parts, log);
    }
    intervals(parts, log);
}

/// Line numbers once; sources known and used.
fn citations(root: &Table<'_>, parts: &Parts<'_>, log: &Log<'_>) {
    let mut first_rows = BTreeMap::new();
    for (cited, row) in log.cited_lines() {
        if let Some(first) = first_rows.get(&cited) {
            log.say(
                row,
                Code::DuplicateLine {
                    cited,
                    first: *first,
                },
            );
        } else {
            first_rows.insert(cited, row);
        }
    }
    parts.sources.all_known(root, log);
}

/// The key that holds a limit's bound, and the bound.
fn bound_of(limit: &Limit) -> (&'static str, i32) {
    match limit.bound {
        Bound::Above(at) => ("above", at),
        Bound::Below(at) => ("below", at),
        Bound::AboveBaseline(by) => ("above_baseline", by),
    }
}

fn limits(parts: &Parts<'_>, log: &Log<'_>) {
    for (index, placed) in parts.limits.iter().enumerate() {
        let limit = &placed.rule;
        let sign = limit.sign;
        let (key, bound) = bound_of(limit);
        let row = placed.row_of(key);
        let range = parts.plausible.iter().find(|range| range.rule.sign == sign);
        let range = range.map(|range| (range.rule.from, range.rule.to));
        let outside = |(from, to): (i32, i32)| match limit.bound {
            Bound::Above(_) | Bound::Below(_) => bound < from || bound > to,
            Bound::AboveBaseline(by) => by > to - from,
        };
        if let Some((from, to)) = range.filter(|range| outside(*range)) {
            log.say(
                row,
                Code::LimitOutsidePlausible {
                    sign,
                    bound,
                    from,
                    to,
                },
            );
        }
        for earlier in parts.limits.iter().take(index).map(|earlier| &earlier.rule) {
            if earlier.sign != sign {
                continue;
            }
            let other = earlier.cite.line;
            if earlier.bound == limit.bound {
                log.say(row, Code::LimitsEqual { sign, bound, other });
            }
            if let (Bound::Above(above), Bound::Below(below))
            | (Bound::Below(below), Bound::Above(above)) = (earlier.bound, limit.bound)
                && below >= above
            {
                log.say(
                    row,
                    Code::LimitsCross {
                        sign,
                        above,
                        below,
                        other,
                    },
                );
            }
        }
        hysteresis(parts, placed, range, log);
    }
}

/// A value must be able to come back far enough without crossing the line on the other side.
fn hysteresis(parts: &Parts<'_>, placed: &Placed<Limit>, range: Option<(i32, i32)>, log: &Log<'_>) {
    let limit = &placed.rule;
    let same = || {
        parts
            .limits
            .iter()
            .map(|other| &other.rule)
            .filter(|other| other.sign == limit.sign)
    };
    let room = match limit.bound {
        Bound::Above(at) => {
            let below = same().filter_map(|other| match other.bound {
                Bound::Below(below) if below < at => Some(below),
                Bound::Below(_) | Bound::Above(_) | Bound::AboveBaseline(_) => None,
            });
            below
                .chain(range.map(|(from, _)| from))
                .max()
                .map(|floor| at - floor)
        }
        Bound::Below(at) => {
            let above = same().filter_map(|other| match other.bound {
                Bound::Above(above) if above > at => Some(above),
                Bound::Below(_) | Bound::Above(_) | Bound::AboveBaseline(_) => None,
            });
            above
                .chain(range.map(|(_, to)| to))
                .min()
                .map(|ceiling| ceiling - at)
        }
        Bound::AboveBaseline(by) => Some(by),
    };
    if let Some(room) = room.filter(|room| limit.hysteresis > *room) {
        let code = Code::HysteresisTooWide {
            sign: limit.sign,
            hysteresis: limit.hysteresis,
            room,
        };
        log.say(placed.row_of("hysteresis"), code);
    }
}

/// What is compared with baseline must have one; what is taken must have a plausible range.
fn baseline(parts: &Parts<'_>, log: &Log<'_>) {
    let mut taken: BTreeSet<Sign> = BTreeSet::new();
    for gate in parts
        .gates
        .iter()
        .filter(|gate| gate.gate.id == GateId::Dose1)
    {
        for item in &gate.gate.items {
            if let GateItemKind::Signs(signs) = &item.kind {
                taken.extend(signs);
            }
        }
    }
    for series in parts
        .series
        .iter()
        .filter(|series| series.rule.anchor == Anchor::Arrival)
    {
        taken.extend(&series.rule.signs);
    }
    for limit in parts.limits {
        let relative = matches!(limit.rule.bound, Bound::AboveBaseline(_));
        if relative && !taken.contains(&limit.rule.sign) {
            let code = Code::BaselineNeverTaken {
                sign: limit.rule.sign,
            };
            log.say(limit.row_of("above_baseline"), code);
        }
    }
    for item in parts.closing.iter().flat_map(|closing| &closing.items) {
        if let Beside::AgainstBaseline { sign } = item.rule.beside
            && !taken.contains(&sign)
        {
            log.say(item.row_of("sign"), Code::BaselineNeverTaken { sign });
        }
    }
    let mut seen: BTreeSet<Sign> = parts
        .plausible
        .iter()
        .map(|range| range.rule.sign)
        .collect();
    for series in parts.series {
        for sign in &series.rule.signs {
            if seen.insert(*sign) {
                log.say(series.row_of("signs"), Code::NoPlausible { sign: *sign });
            }
        }
    }
}

/// Contacts and cards that are named must exist.
fn names(parts: &Parts<'_>, log: &Log<'_>) {
    let Some(help) = parts.help else { return };
    let contact = |contact: &String, row: u32| {
        if !help.contact_ids.contains(contact) {
            let near = nearest(contact, help.contact_ids.iter().cloned());
            log.say(
                row,
                Code::UnknownContact {
                    contact: contact.clone(),
                    near,
                },
            );
        }
    };
    for limit in parts.limits {
        if let Some(tell) = &limit.rule.tell {
            contact(&tell.contact, limit.row_of("tell"));
        }
    }
    let pair = parts
        .presence
        .is_none_or(|presence| presence.rule.therapists > 1);
    for stage in parts.escalation {
        match &stage.rule.channel {
            Channel::Contact { contact: id } => contact(id, stage.row_of("contact")),
            Channel::AskOther if !pair => log.say(stage.row_of("channel"), Code::NobodyToAsk {}),
            Channel::Frame | Channel::Tile | Channel::Tone | Channel::AskOther => {}
        }
    }
    for flag in parts.red_flags {
        let card = &flag.rule.card;
        if !help.card_ids.contains(card) {
            let near = nearest(card, help.card_ids.iter().cloned());
            log.say(
                flag.row_of("card"),
                Code::UnknownCard {
                    card: card.clone(),
                    near,
                },
            );
        }
    }
}

/// What hangs on the supplemental dose, and what its conditions need.
fn supplemental(parts: &Parts<'_>, log: &Log<'_>) {
    let Some(doses) = parts.doses else { return };
    let gate = parts
        .gates
        .iter()
        .find(|gate| gate.gate.id == GateId::Dose2);
    let Some(supplemental) = &doses.supplemental else {
        let hanging = parts
            .series
            .iter()
            .filter(|series| series.rule.anchor == Anchor::Dose2);
        hanging.for_each(|series| log.say(series.row_of("anchor"), Code::NoSupplemental {}));
        let hanging = parts
            .steps
            .iter()
            .filter(|step| step.rule.anchor == Anchor::Dose2);
        hanging.for_each(|step| log.say(step.row_of("anchor"), Code::NoSupplemental {}));
        let rows = gate.map(|gate| gate.row).into_iter();
        let rows = rows.chain(parts.reasons.and_then(|reasons| reasons.supplemental_row));
        rows.for_each(|row| log.say(row, Code::NoSupplemental {}));
        return;
    };
    if gate.is_none() {
        log.say(supplemental.row, Code::MissingGate { gate: "dose2" });
    }
    if let Some(reasons) = parts.reasons
        && reasons.supplemental_row.is_none()
    {
        log.say(
            reasons.row,
            Code::MissingKey {
                table: "[reason]",
                key: "supplemental",
            },
        );
    }
    let (Some(opens), Some(closes)) = (supplemental.opens, supplemental.closes) else {
        return;
    };
    let first = || {
        parts
            .series
            .iter()
            .filter(|series| series.rule.anchor == Anchor::Dose1)
    };
    for condition in &supplemental.conditions {
        let (Some(sign), Some(age)) = (condition.rule.sign, condition.rule.not_older_than) else {
            continue;
        };
        let fresh = first()
            .filter(|series| series.rule.signs.contains(&sign))
            .any(|series| {
                series
                    .rule
                    .offsets
                    .iter()
                    .any(|at| (opens - age..=closes).contains(at))
            });
        if !fresh {
            let code = Code::ConditionNeverFresh {
                sign,
                not_older_than: age,
            };
            log.say(condition.row_of("not_older_than"), code);
        }
    }
    let named: BTreeSet<Sign> = supplemental
        .conditions
        .iter()
        .filter_map(|condition| condition.rule.sign)
        .collect();
    let serves = |series: &Series| series.signs.iter().any(|sign| named.contains(sign));
    let due = || first().filter(|series| series.rule.offsets.contains(&opens));
    if named.is_empty() || due().any(|series| serves(&series.rule)) {
        return;
    }
    for series in due() {
        log.say(
            series.row,
            Code::CheckAtOpening {
                series: series.rule.id.clone(),
                opens,
            },
        );
    }
}

/// The longest stretch without a blood pressure in the hours after dose 1.
fn stretches(parts: &Parts<'_>, log: &Log<'_>) {
    let opens = parts
        .doses
        .and_then(|doses| doses.supplemental.as_ref()?.opens);
    let mut times = vec![Span::ZERO, WATCHED];
    let mut row = parts.series.first().map_or(1, |series| series.row);
    for series in parts.series.iter().rev() {
        if !series.rule.signs.contains(&Sign::Systolic) {
            continue;
        }
        row = series.row;
        let anchor = match series.rule.anchor {
            Anchor::Arrival => continue,
            Anchor::Dose1 => Some(Span::ZERO),
            Anchor::Dose2 => opens,
        };
        times.extend(
            series
                .rule
                .offsets
                .iter()
                .filter_map(|offset| Some(anchor? + *offset)),
        );
    }
    times.retain(|at| *at <= WATCHED);
    times.sort();
    let longest = times
        .windows(2)
        .filter_map(|pair| match pair {
            [from, to] => Some((*to - *from, *from, *to)),
            _ => None,
        })
        .max_by_key(|(length, from, _)| (*length, std::cmp::Reverse(*from)));
    if let Some((_, from, to)) = longest.filter(|(length, _, _)| *length > LONG) {
        log.say(
            row,
            Code::LongStretch {
                watched: WATCHED,
                from,
                to,
            },
        );
    }
}

/// Quiet windows and deferrals against the shortest time between two checks.
fn intervals(parts: &Parts<'_>, log: &Log<'_>) {
    let between = parts.series.iter().flat_map(|series| {
        series
            .rule
            .offsets
            .windows(2)
            .filter_map(|pair| match pair {
                [first, second] => Some(*second - *first),
                _ => None,
            })
    });
    let Some(shortest) = between.min() else {
        return;
    };
    if let Some(quiet) = parts.quiet.filter(|quiet| quiet.rule.longest > shortest) {
        let code = Code::QuietOverCheck {
            longest: quiet.rule.longest,
            shortest,
        };
        log.say(quiet.row_of("longest"), code);
    }
    if let Some(deferral) = parts
        .deferral
        .filter(|deferral| deferral.rule.again_after >= shortest)
    {
        let code = Code::DeferralOverCheck {
            again_after: deferral.rule.again_after,
            shortest,
        };
        log.say(deferral.row_of("again_after"), code);
    }
}
