//! Rows, refusals, deviations and boards in the short words of scenarios. For tests and terminals, not for screens.

mod board;
mod touch;

use crate::id::PersonId;
use crate::protocol::{Channel, GateId};
use crate::quantity::Sign;
use crate::session::board::{CheckState, Deviation, DeviationKind, Wake};
use crate::session::event::{CheckId, Dose, Ending, Event, GapCause, QuietBreak, Recorded};
use crate::session::{Refusal, Session};
use crate::time::{Elapsed, Span};

/// Words for one session: it lends names and times.
#[derive(Debug, Clone, Copy)]
pub struct Words<'s> {
    session: &'s Session,
    /// The author's zero is this long after arrival (negative of when the session opens).
    zero: Span,
}

impl<'s> Words<'s> {
    /// Words with times from the author's zero; `opens` is when the session opened by it.
    pub fn new(session: &'s Session, opens: Span) -> Words<'s> {
        Words {
            session,
            zero: opens,
        }
    }

    /// `h:mm` from the author's zero; seconds where there are any.
    pub fn time(&self, at: Elapsed) -> String {
        let ms = at.0.saturating_add(self.zero.0);
        let sign = if ms < 0 { "-" } else { "" };
        let ms = ms.saturating_abs();
        let (hours, minutes, seconds) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60);
        match seconds {
            0 => format!("{sign}{hours}:{minutes:02}"),
            _ => format!("{sign}{hours}:{minutes:02}:{seconds:02}"),
        }
    }

    /// `vitals 2`; `systolic again 1` for the first repeat of a flag, `systolic#2 again 1` of the second such flag.
    pub fn check(&self, id: CheckId) -> String {
        match id {
            CheckId::Planned { series, n } => {
                let series = self.session.protocol().series.get(usize::from(series));
                let name = series.map_or("?", |series| series.id.as_str());
                format!("{name} {}", u32::from(n).saturating_add(1))
            }
            CheckId::Recheck { flag, n } => {
                format!(
                    "{} again {}",
                    self.flag(flag),
                    u32::from(n).saturating_add(1)
                )
            }
        }
    }

    /// The limit of a flag, numbered from the second on.
    pub fn flag(&self, flag: u64) -> String {
        let raised = self
            .session
            .rows()
            .iter()
            .filter_map(|row| match &row.event {
                Event::FlagRaised { crossing, .. } => Some((row.seq, crossing.limit.as_str())),
                _ => None,
            });
        let raised: Vec<(u64, &str)> = raised.collect();
        let Some((_, limit)) = raised.iter().find(|(seq, _)| *seq == flag) else {
            return "?".to_owned();
        };
        let before = raised
            .iter()
            .filter(|(seq, other)| other == limit && *seq <= flag)
            .count();
        match before {
            1 => (*limit).to_owned(),
            n => format!("{limit}#{n}"),
        }
    }

    fn checks(&self, checks: &[CheckId]) -> String {
        let names: Vec<String> = checks.iter().map(|check| self.check(*check)).collect();
        names.join(", ")
    }

    /// Initials.
    pub fn person(&self, person: PersonId) -> String {
        let known = self
            .session
            .people()
            .iter()
            .find(|known| known.id == person);
        known.map_or_else(|| "?".to_owned(), |known| known.initials.clone())
    }

    /// A row that is in the session: one or more short facts, with the time it happened where that is not `now`.
    pub fn row(&self, row: &Recorded, now: Elapsed) -> Vec<String> {
        let at = if row.happened == now {
            String::new()
        } else {
            format!(" @{}", self.time(row.happened))
        };
        let touched = self.touched(row).map(|fact| vec![fact]);
        touched
            .unwrap_or_else(|| self.event(&row.event))
            .into_iter()
            .map(|fact| fact + &at)
            .collect()
    }

    /// An event of this session.
    pub fn event(&self, event: &Event) -> Vec<String> {
        let one = |text: String| vec![text];
        let word = |text: &str| vec![text.to_owned()];
        let again = |due: &Option<Elapsed>| due.map(|due| format!("recheck {}", self.time(due)));
        match event {
            Event::Prompted { checks } => one(format!("due {}", self.checks(checks))),
            Event::FellLate { check } => one(format!("late {}", self.check(*check))),
            Event::FellMissed { check } => one(format!("missed {}", self.check(*check))),
            Event::Escalated { check, channel } => {
                one(format!("{} {}", channel_word(channel), self.check(*check)))
            }
            Event::QuietEnded => word("quiet-ends"),
            Event::WindowOpened => word("window opens"),
            Event::WindowClosed { decided: true } => word("window closes"),
            Event::WindowClosed { decided: false } => word("window closes undecided"),
            Event::Rebooted { .. } => word("rebooted"),
            Event::ClockStepped { by } => one(format!("clock stepped {}", signed(*by))),
            Event::ZoneChanged { from, to } => one(format!("zone {from} to {to}")),
            Event::Gap {
                from,
                to,
                cause,
                fell_due,
            } => {
                let cause = gap_word(*cause);
                let missed = if fell_due.is_empty() {
                    String::new()
                } else {
                    format!(": {}", self.checks(fell_due))
                };
                one(format!("gap {} {cause}{missed}", length(*to - *from)))
            }
            Event::CheckMet {
                check,
                after_miss: true,
                ..
            } => one(format!("{} filled", self.check(*check))),
            Event::CheckMet { check, reading, .. } => {
                let how = if self.left_out_after(*check, *reading) {
                    "partly met"
                } else {
                    "met"
                };
                one(format!("{} {how}", self.check(*check)))
            }
            Event::Deferred {
                checks,
                until,
                in_a_row,
                ..
            } => one(format!(
                "deferred {} until {}, no. {in_a_row}",
                self.checks(checks),
                self.time(*until)
            )),
            Event::FlagRaised {
                crossing,
                recheck_due,
                ..
            } => {
                let raised = format!(
                    "flag {} {} past {}",
                    crossing.limit,
                    shown(crossing.sign, crossing.value),
                    shown(crossing.sign, crossing.at)
                );
                std::iter::once(raised).chain(again(recheck_due)).collect()
            }
            Event::FlagRepeated {
                flag,
                inside,
                inside_in_a_row,
                outside_in_a_row,
                recheck_due,
                ..
            } => {
                let (side, row) = if *inside {
                    ("inside", inside_in_a_row)
                } else {
                    ("outside", outside_in_a_row)
                };
                let repeated = format!("{} {side} {row}", self.flag(*flag));
                std::iter::once(repeated)
                    .chain(again(recheck_due))
                    .collect()
            }
            Event::FlagSettled { flag } => one(format!("{} settled", self.flag(*flag))),
            Event::TellAsked { flag, contact } => {
                one(format!("tell {contact} about {}", self.flag(*flag)))
            }
            Event::QuietBroken { cause } => one(format!("quiet broken by {}", break_word(*cause))),
            Event::Touched { .. } => word("touch"),
            Event::TouchEnded { touch } => {
                let part = self.session.touch_part(*touch).unwrap_or_default();
                one(format!("touch {part} ends").replace("  ", " "))
            }
            Event::SessionClosed {
                unmet, cancelled, ..
            } => {
                let unmet = (!unmet.is_empty()).then(|| format!("unmet {}", unmet.join(", ")));
                let cancelled = (!cancelled.is_empty())
                    .then(|| format!("cancelled {}", self.checks(cancelled)));
                std::iter::once("closed".to_owned())
                    .chain(unmet)
                    .chain(cancelled)
                    .collect()
            }
            other => word(plain_word(other)),
        }
    }

    /// Whether something of the check was still outstanding once this reading was taken.
    fn left_out_after(&self, check: CheckId, reading: u64) -> bool {
        let mut left: Vec<Sign> = match check {
            CheckId::Planned { series, .. } => {
                let series = self.session.protocol().series.get(usize::from(series));
                series
                    .map(|series| series.signs.clone())
                    .unwrap_or_default()
            }
            CheckId::Recheck { .. } => return false,
        };
        for row in self.session.rows() {
            match &row.event {
                Event::CheckMet {
                    check: met,
                    signs,
                    reading: taken,
                    ..
                } if *met == check && *taken <= reading => {
                    left.retain(|sign| !signs.contains(sign));
                }
                _ => {}
            }
        }
        !left.is_empty()
    }

    /// A refusal, with the figures it stands on.
    pub fn refusal(&self, refusal: &Refusal) -> String {
        match refusal {
            Refusal::GateOpen { gate, items } => {
                format!(
                    "refused: gate {} open: {}",
                    gate_word(*gate),
                    items.join(", ")
                )
            }
            Refusal::ClosingUnmet { items } => format!("refused: not agreed: {}", items.join(", ")),
            Refusal::Implausible { signs } => {
                let each = signs.iter().map(|out| {
                    let (from, to) = (shown(out.sign, out.from), shown(out.sign, out.to));
                    format!("{} {from} to {to}", out.sign.name())
                });
                format!(
                    "refused: implausible: {}",
                    each.collect::<Vec<_>>().join(", ")
                )
            }
            Refusal::OutOfWindowNeedsReason { opens, closes } => {
                format!(
                    "refused: outside {} to {}",
                    self.time(*opens),
                    self.time(*closes)
                )
            }
            other => format!("refused: {other}"),
        }
    }

    /// A deviation with its time.
    pub fn deviation(&self, deviation: &Deviation) -> String {
        let what = match &deviation.kind {
            DeviationKind::Late(check) => format!("late {}", self.check(*check)),
            DeviationKind::Missed(check) => format!("missed {}", self.check(*check)),
            DeviationKind::OutOfWindow(dose) => format!("out of window {}", dose_word(*dose)),
            DeviationKind::NoDecision => "no decision".to_owned(),
            DeviationKind::Overridden(gate, item) => {
                format!("overridden {} {item}", gate_word(*gate))
            }
            DeviationKind::Unwitnessed(dose) => format!("unwitnessed {}", dose_word(*dose)),
            DeviationKind::Alone(Some(until)) => format!("alone until {}", self.time(*until)),
            DeviationKind::Alone(None) => "alone still".to_owned(),
            DeviationKind::FluidCap => "over the fluid cap".to_owned(),
            DeviationKind::TrueTime => "true time".to_owned(),
            DeviationKind::ClosedEarly => "closed early".to_owned(),
            DeviationKind::ClosingUnmet(items) => format!("unmet {}", items.join(", ")),
            DeviationKind::Reported(_) => "reported".to_owned(),
        };
        let reason = deviation
            .reason
            .as_ref()
            .map(|reason| format!(": {reason}"))
            .unwrap_or_default();
        format!("{} {what}{reason}", self.time(deviation.at))
    }
}

/// A stored value as people write it.
pub fn shown(sign: Sign, value: i32) -> String {
    match sign.decimals() {
        0 => value.to_string(),
        _ => {
            let minus = if value < 0 { "-" } else { "" };
            let tenths = value.unsigned_abs();
            format!("{minus}{}.{}", tenths / 10, tenths % 10)
        }
    }
}

/// `35m`, `1h5m`, `20s`.
pub fn length(span: Span) -> String {
    let seconds = span.0.saturating_abs() / 1_000;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    let part = |n: i64, unit: &str| {
        if n > 0 {
            format!("{n}{unit}")
        } else {
            String::new()
        }
    };
    let text = part(hours, "h") + &part(minutes, "m") + &part(seconds, "s");
    if text.is_empty() {
        "0s".to_owned()
    } else {
        text
    }
}

fn signed(span: Span) -> String {
    format!("{}{}", if span.0 < 0 { '-' } else { '+' }, length(span))
}

fn channel_word(channel: &Channel) -> String {
    match channel {
        Channel::Frame => "frame".to_owned(),
        Channel::Tile => "tile".to_owned(),
        Channel::Tone => "tone".to_owned(),
        Channel::AskOther => "ask-other".to_owned(),
        Channel::Contact { contact } => format!("contact {contact}"),
    }
}

fn gap_word(cause: GapCause) -> &'static str {
    match cause {
        GapCause::Slept => "slept",
        GapCause::Closed => "closed",
        GapCause::Stopped => "stopped",
    }
}

fn break_word(cause: QuietBreak) -> &'static str {
    match cause {
        QuietBreak::Limit => "limit",
        QuietBreak::RedFlag => "red flag",
        QuietBreak::Person => "person",
        QuietBreak::Closing => "closing",
    }
}

fn ending_word(ending: Ending) -> &'static str {
    match ending {
        Ending::AsPlanned => "as planned",
        Ending::Transferred => "transferred",
        Ending::LeftAgainstAdvice => "left against advice",
        Ending::Stopped => "stopped",
        Ending::Died => "died",
    }
}

fn wake_word(wake: Wake) -> &'static str {
    match wake {
        Wake::Due => "due",
        Wake::Late => "late",
        Wake::Stage => "stage",
        Wake::QuietEnds => "quiet",
        Wake::Window => "window",
        Wake::Shown => "shown",
    }
}

fn state_word(state: CheckState) -> &'static str {
    match state {
        CheckState::Resting => "resting",
        CheckState::Near => "near",
        CheckState::Due => "due",
        CheckState::Late => "late",
        CheckState::Missed => "missed",
        CheckState::Deferred => "deferred",
        CheckState::Done => "done",
        CheckState::Cancelled => "cancelled",
    }
}

pub(super) fn gate_word(gate: GateId) -> &'static str {
    match gate {
        GateId::Dose1 => "dose1",
        GateId::Dose2 => "dose2",
        GateId::Leaving => "leaving",
    }
}

fn dose_word(dose: Dose) -> &'static str {
    match dose {
        Dose::First => "dose1",
        Dose::Supplemental => "dose2",
    }
}

/// Events that are the echo of an act.
fn plain_word(event: &Event) -> &'static str {
    match event {
        Event::SessionOpened { .. } => "opened",
        Event::ElapsedConfirmed { .. } => "confirmed",
        Event::TrueTimeChecked { .. } => "true time",
        Event::ReadingTaken { .. } => "reading",
        Event::RestExcused { .. } => "excused",
        Event::Seen { .. } => "seen",
        Event::MissExplained { .. } => "explained",
        Event::ContactTold { .. } => "told",
        Event::QuietBegan { .. } => "quiet",
        Event::RedFlagSeen { .. } => "red flag",
        Event::DoseGiven { .. } => "dose",
        Event::DoseTimeCorrected { .. } => "dose corrected",
        Event::SupplementalNotGiven { .. } => "not given",
        Event::GateAnswered { .. } => "gate",
        Event::GateOverridden { .. } => "overridden",
        Event::StepTicked { .. } => "step",
        Event::PhaseSet { .. } => "phase",
        Event::CameIn { .. } => "in",
        Event::WentOut { .. } => "out",
        Event::Noted { .. } | Event::NotedApart { .. } => "note",
        Event::Starred { .. } => "star",
        Event::Struck { .. } => "struck",
        Event::Amended { .. } => "amended",
        Event::EffectBegan { .. } => "effect",
        Event::EffectChanged { .. } => "effect changed",
        Event::EffectEnded { .. } => "effect ended",
        Event::Drank { .. } => "drank",
        Event::TouchAgreed { .. } => "touch agreed",
        Event::TouchNarrowed { .. } => "touch narrowed",
        Event::TouchRefused { .. } => "touch refused",
        Event::DeviationReported { .. } => "reported",
        Event::ClosingAgreed { .. } => "agreed",
        _ => "?",
    }
}
